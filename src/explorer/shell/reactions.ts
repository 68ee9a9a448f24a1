// What follows from the state after every event, whatever has changed it: in this order, each on what the one before it has left.
import { dropAbandoned } from '../features/accounts/adding.ts';
import { readOnLookup } from '../features/compose/lookup.ts';
import { forgetEdited } from '../features/edit/resource.ts';
import { runFilter } from '../features/filter/jq.ts';
import { searchAsTyped, searchRest } from '../features/filter/search.ts';
import { searchTextAsTyped } from '../features/filter/text-search.ts';
import { fitToAccount, learnFromResponse } from '../features/find/events.ts';
import { keepTrail } from '../features/find/trail.ts';
import { narrowHistory } from '../features/history/filter.ts';
import { forgetMarks } from '../features/many/marks.ts';
import { forgetMany } from '../features/many/plan.ts';
import { notifyEnd } from '../features/notices/ended.ts';
import { prefetch } from '../features/pages/prefetch.ts';
import { pauseWhereMoved } from '../features/response/follow.ts';
import { recallTable, rememberTable } from '../features/response/remembered-table.ts';
import { lookThrough, sortPage } from '../features/response/table.ts';
import { filterRows } from '../features/response/table-filter.ts';
import { sumColumn } from '../features/response/table-sums.ts';
import { showTheme } from '../features/themes/themes.ts';
import { forgetImported } from '../features/tools/import.ts';
import { dropWatch } from '../features/watch/watch.ts';
import { fitToScreen } from '../model/document.ts';
import type { Event } from '../model/events.ts';
import { readCatalogAhead } from '../model/known-catalog.ts';
import { keepNotices, type Step, timeNotices } from '../model/notices.ts';
import type { State } from '../model/state.ts';

interface Reaction {
  readonly name: string;
  readonly why: string;
  /** Events that it follows alone; absent where it may follow any. */
  readonly on?: readonly Event['type'][];
  /** @param before the state as it was before the event */
  readonly react: (before: State, state: State, event: Event) => Step;
}

export const reactions: readonly Reaction[] = [
  {
    name: 'search as typed',
    why: 'Typing, pasting and every editing key change the field, and each is to be searched for.',
    on: ['key.pressed', 'text.pasted'],
    react: searchAsTyped,
  },
  {
    name: 'search text as typed',
    why: 'The same where the text is no tree.',
    on: ['key.pressed', 'text.pasted'],
    react: searchTextAsTyped,
  },
  {
    name: 'search the rest',
    why: 'A search that began while a document arrived has seen only part of it.',
    on: ['document.grew', 'search.found'],
    react: (before, state) => searchRest(before, state),
  },
  {
    name: 'learn from the response',
    why: 'A write may have changed any list that was looked up, and an error names the field to go to.',
    on: ['exchange.done'],
    react: learnFromResponse,
  },
  {
    name: 'forget the edited resource',
    why: 'What was shown as its values is no longer so once a change of it was sent.',
    on: ['exchange.done'],
    react: (before, state) => [forgetEdited(before, state), []],
  },
  {
    name: 'fit the catalog to the account',
    why: 'Another account has other ids, and another address may have another API.',
    on: ['session.opened', 'session.changed'],
    react: (_, state, event) => fitToAccount(state, event),
  },
  {
    name: 'pause where moved',
    why: 'Whoever looks at another row than the last wants to stay there, whatever key led to it.',
    on: ['key.pressed', 'mouse.used'],
    react: (before, state) => [pauseWhereMoved(before, state), []],
  },
  {
    name: 'narrow the history',
    why: 'The list shows what the text in its filter finds, however that text came there.',
    react: (_, state) => narrowHistory(state),
  },
  {
    name: 'keep the trail',
    why: 'Code that shows a response need not know that one can go back to an earlier one.',
    react: (before, state) => [keepTrail(before, state), []],
  },
  {
    name: 'read on in a lookup',
    why: 'The next page of a list is read while the end of what fits is in sight.',
    react: (_, state) => readOnLookup(state),
  },
  {
    name: 'forget an imported credential',
    why: 'A credential from a pasted command is kept only while somebody is asked about it.',
    react: (_, state) => [forgetImported(state), []],
  },
  {
    name: 'drop an abandoned profile',
    why: 'What was typed for a profile goes once nothing asks for it: a secret must not linger.',
    react: (_, state) => dropAbandoned(state),
  },
  {
    name: 'prefetch',
    why: 'The next page is fetched while this one is read, and dropped when it is no longer the next.',
    react: (before, state) => prefetch(before, state),
  },
  {
    name: 'run the filter',
    why: 'Which jq filter is to run follows from the field and from the document that has arrived.',
    react: (_, state) => runFilter(state),
  },
  {
    name: 'recall the table',
    why: 'A table is arranged as it was when it was last shown, however it came onto the screen.',
    react: recallTable,
  },
  {
    name: 'remember the table',
    why: 'Whatever key or click has arranged a table, it is kept.',
    on: ['key.pressed', 'mouse.used'],
    react: rememberTable,
  },
  {
    name: 'sort the next page',
    why: 'A table that is sorted stays so from page to page, however the page came.',
    react: sortPage,
  },
  {
    name: 'look for more columns',
    why: 'A table shows the columns of the rows sampled first; the others are found once all rows are here.',
    react: (_, state) => lookThrough(state),
  },
  {
    name: 'filter the rows',
    why: 'Which rows of a table are shown follows from the field, the columns and the page that has come.',
    react: filterRows,
  },
  {
    name: 'sum the column',
    why: 'What a column comes to follows from where the cursor is and from the rows that are shown.',
    react: sumColumn,
  },
  {
    name: 'read the catalog',
    why: 'The catalog is loaded behind the first frame, before a key needs it.',
    react: readCatalogAhead,
  },
  {
    name: 'forget the marked of another account',
    why: 'What was sent for rows of one account must not be sent again, or taken back, under another.',
    on: ['session.changed'],
    react: (_, state, event) => [forgetMany(state, event), []],
  },
  {
    name: 'forget the marks',
    why: 'Marked rows are rows of the list on the screen: with another list there they would be other things.',
    react: (_, state) => [forgetMarks(state), []],
  },
  {
    name: 'drop the watch',
    why: 'A response that is no longer on the screen, or has a filter over it, is not read again for nobody.',
    react: (_, state) => dropWatch(state),
  },
  {
    name: 'show the theme',
    why: 'The theme in force is the one that is set, or while one is chosen the one under the cursor.',
    react: (before, state) => showTheme(before, state),
  },
  {
    name: 'fit to the screen',
    why: 'Panes and the rows above a response change size with almost anything.',
    react: (_, state) => [fitToScreen(state), []],
  },
  {
    name: 'notify of the end',
    why: 'Whoever waits for something long looks elsewhere meanwhile.',
    react: notifyEnd,
  },
  {
    name: 'keep the notices',
    why: 'Sentences that come at once, or while another stands there, would take each other off unread.',
    react: (before, state, event) => [
      event.type === 'clock.ticked' ? timeNotices(state) : keepNotices(before, state, event.type === 'key.pressed'),
      [],
    ],
  },
];

/** Runs all of them after an event. */
export function react(before: State, [state, effects]: Step, event: Event): Step {
  let next = state;
  let all = effects;
  for (const reaction of reactions) {
    if (reaction.on && !reaction.on.includes(event.type)) continue;
    const [changed, more] = reaction.react(before, next, event);
    next = changed;
    if (more.length > 0) all = [...all, ...more];
  }
  return [next, all];
}
