// The one way the state changes: update(state, event) = [state, effects]. It is total; every key goes through here.
import { actOnProfiles, isProfileAction, leaveProfiles } from '../features/accounts/actions.ts';
import { dropAbandoned } from '../features/accounts/adding.ts';
import { followProfiles, isProfileEvent, takeSession } from '../features/accounts/events.ts';
import { takePastedCredential } from '../features/accounts/start-adding.ts';
import { reasonOfCover } from '../features/accounts/unlocking.ts';
import { formOf } from '../features/compose/form.ts';
import { focusForm, moveInForm } from '../features/compose/form-cursor.ts';
import { cancelLookup, followLookup } from '../features/compose/lookup.ts';
import { recall, restoreDraft, submit } from '../features/compose/prompt.ts';
import { requestRows } from '../features/compose/rows.ts';
import { completeFilter, dropLayer, followJq, openJq, recallFilter, takeJq } from '../features/filter/jq.ts';
import {
  cancelSearch,
  followTyping,
  goToMatch,
  nextScope,
  openSearch,
  searchRest,
  takeMatches,
} from '../features/filter/search.ts';
import { changeAccount, followGuide, learnFromResponse } from '../features/find/events.ts';
import { keepTrail } from '../features/find/trail.ts';
import { followHistory } from '../features/history/events.ts';
import {
  acceptFilter,
  dropFilter,
  filterPane,
  followFilter,
  moveMatch,
  openFilter,
  searchFromPrompt,
} from '../features/history/filter.ts';
import { isFiltered, moveInHistory, nextTab, showHistory } from '../features/history/list.ts';
import { askForDay, askForName, deleteItem, editItem, openItem, runItem } from '../features/history/use.ts';
import { isTurn, turn } from '../features/pages/pages.ts';
import { lookAhead } from '../features/pages/prefetch.ts';
import { followAll, readAllPages } from '../features/pages/read-all.ts';
import { flipDirection, resizePages } from '../features/pages/relist.ts';
import { copy, openCopy } from '../features/response/copy.ts';
import { closeReader, copyView, nextView, openReader, scrollReader } from '../features/response/reader.ts';
import {
  backToTree,
  isTableAction,
  lookThrough,
  moveInTable,
  performTable,
  tableHere,
  takeColumns,
  takeOrder,
} from '../features/response/table.ts';
import { cycleView, isTreeMove, move } from '../features/response/tree.ts';
import { nextPart, openWrite, takeWritten } from '../features/response/write.ts';
import { openExport, takeSnippets, toggleLines } from '../features/tools/export.ts';
import { forgetImported, takeImported, takePastedCommand } from '../features/tools/import.ts';
import type { UserAction } from '../keys/actions.ts';
import type { KeyPress } from '../keys/chord.ts';
import { resolve } from '../keys/resolve.ts';
import { fitToScreen, isArriving, openResponse, scrolled, takeIn } from '../model/document.ts';
import type { Event } from '../model/events.ts';
import { cancel } from '../model/exchange.ts';
import {
  ask,
  closeOverlay,
  contexts,
  cyclePane,
  focusPane,
  hasFocus,
  openOverlay,
  openPicker,
  openQuestion,
  pick,
  replaceOverlay,
  topOverlay,
} from '../model/focus.ts';
import { fitCatalog, readCatalogAhead } from '../model/known-catalog.ts';
import { helpRect, inner, layout } from '../model/layout.ts';
import { complain, type Step } from '../model/notices.ts';
import { recordFile } from '../model/record.ts';
import type { State } from '../model/state.ts';
import { reasonAgainst } from './conditions.ts';
import { follow } from './exchange.ts';
import { activeField, edit, isEdit, isHelpKey, type } from './fields.ts';
import { guide, isGuideKey } from './guide-keys.ts';
import { helpRows } from './help.ts';
import { choose, movePicker } from './pickers.ts';
import { answerQuestion, confirmYes } from './questions.ts';

export function update(state: State, event: Event): Step {
  const [next, effects] = apply(state, event);
  const [narrowed, searches] = followFilter(next);
  const [reading, lookups] = followLookup(keepTrail(state, narrowed));
  const [kept, stops] = dropAbandoned(forgetImported(reading));
  const [looking, more] = lookAhead(state, kept);
  const [filtering, runs] = followJq(looking);
  const [tabled, scans] = lookThrough(filtering);
  const [known, loads] = readCatalogAhead(state, tabled, event);
  return [fitToScreen(known), [...effects, ...searches, ...lookups, ...stops, ...more, ...runs, ...scans, ...loads]];
}

function apply(state: State, event: Event): Step {
  switch (event.type) {
    case 'key.pressed':
      return press({ ...state, notice: undefined }, event.key);
    case 'text.pasted': {
      const credential = takePastedCredential(state, event.text);
      if (credential) return credential;
      const command = takePastedCommand(state, event.text);
      if (command) return command;
      if (!activeField(state)) return [complain(state, 'Pasting works in the prompt: : goes there'), []];
      return followTyping(state, type(state, event.text));
    }
    case 'screen.resized':
      return [resized(state, event), []];
    case 'clock.ticked':
      return [{ ...state, now: event.now }, []];
    case 'session.opened':
      return fitCatalog({ ...state, session: { ...state.session, baseUrl: event.baseUrl } });
    case 'session.changed': {
      const [taken, effects] = takeSession(state, event);
      const [fitted, more] = event.isAnother ? changeAccount(taken) : fitCatalog(taken);
      return [fitted, [...effects, ...more]];
    }
    case 'session.refused':
      return [complain(state, event.reason), []];
    case 'document.opened': {
      const opened = openResponse(state, state.lastId, undefined, event.name, event.received);
      return [focusPane(recordFile(opened, event.name), 'response'), []];
    }
    case 'snippets.written':
      return [takeSnippets(state, event), []];
    case 'import.done':
      return [takeImported(state, event), []];
    case 'draft.restored':
      return [restoreDraft(state, event.text), []];
    case 'document.grew':
      return searchRest(state, takeIn(state, event.id, event.body));
    case 'search.found':
      return [takeMatches(state, event.id, event.matches, event.isDone), []];
    case 'told':
      return [{ ...state, notice: { kind: event.kind, text: event.text } }, []];
    case 'table.ordered':
      return [takeOrder(state, event), []];
    case 'table.columnsFound':
      return [takeColumns(state, event), []];
    case 'write.ended':
      return [takeWritten(state, event), []];
    case 'jq.started':
    case 'jq.grew':
    case 'jq.done':
    case 'jq.refused':
      return [takeJq(state, event), []];
    case 'all.progressed':
    case 'all.ended':
      return [followAll(state, event), []];
    case 'exchange.started':
    case 'exchange.progressed':
    case 'exchange.retrying':
    case 'exchange.rateLimited':
    case 'exchange.arriving':
    case 'exchange.done':
    case 'exchange.failed': {
      const [followed, asked] = follow(state, event);
      const [learned, more] = learnFromResponse(state, followed, event);
      return [learned, [...asked, ...more]];
    }
    case 'catalog.loaded':
    case 'catalog.failed':
    case 'names.found':
    case 'lookup.listed':
    case 'lookup.failed':
    case 'access.told':
      return followGuide(state, event);
    default:
      return isProfileEvent(event) ? followProfiles(state, event) : followHistory(state, event);
  }
}

function resized(state: State, { columns, rows }: Extract<Event, { type: 'screen.resized' }>): State {
  const isSame = columns === state.screen.columns && rows === state.screen.rows;
  return isSame ? state : { ...state, screen: { columns, rows } };
}

/** A text field takes printable keys first; every other key means what the binding table says where the focus is. */
function press(state: State, key: KeyPress): Step {
  const field = activeField(state);
  const asksForHelp = key.text === '?' && isHelpKey(state);
  if (field && key.text !== undefined && !asksForHelp) {
    return followTyping(state, type(state, key.text));
  }
  const binding = resolve(contexts(state), key.chord);
  if (!binding) return [complain(state, `${key.chord} does nothing here: ? shows the keys`), []];
  const reason = reasonOfCover(state, binding.id) ?? reasonAgainst(binding, state);
  if (reason !== undefined) return [complain(state, reason), []];
  return perform(state, { type: binding.id, chord: key.chord });
}

function perform(state: State, action: UserAction): Step {
  const name = action.type;
  if (isEdit(name)) return followTyping(state, edit(state, name));
  if (isTurn(name)) return turn(state, name);
  if (isTableAction(name)) return performTable(state, name);
  if (isProfileAction(name)) return actOnProfiles(state, name);
  if (isTreeMove(name)) {
    return hasFocus(state, 'history') ? moveInHistory(state, name) : [moveInFocus(state, name, action.chord), []];
  }
  // An empty line has nothing to complete: there Tab is what it is everywhere else.
  if (name === 'prompt.complete' && state.composer.line.text.trim() === '') return cycle(state, 1);
  if (isGuideKey(name)) return guide(state, name);
  switch (name) {
    case 'page.goTo':
      return [ask(state, 'page'), []];
    case 'page.larger':
      return resizePages(state, 1);
    case 'page.smaller':
      return resizePages(state, -1);
    case 'page.all':
      return readAllPages(state);
    case 'list.order':
      return [pick(state, 'order'), []];
    case 'list.flip':
      return flipDirection(state);
    case 'picker.choose':
      return choose(state);
    case 'picker.down':
      return [movePicker(state, 1, 'item'), []];
    case 'picker.up':
      return [movePicker(state, -1, 'item'), []];
    case 'picker.pageDown':
      return [movePicker(state, 1, 'screen'), []];
    case 'picker.pageUp':
      return [movePicker(state, -1, 'screen'), []];
    case 'search.open':
      return openSearch(state);
    case 'search.next':
      return goToMatch(state, 1);
    case 'search.previous':
      return goToMatch(state, -1);
    case 'search.scope':
      return nextScope(state);
    case 'jq.open':
      return openJq(state);
    case 'jq.older':
      return [recallFilter(state, 1), []];
    case 'jq.newer':
      return [recallFilter(state, -1), []];
    case 'jq.complete':
      return [completeFilter(state, 1), []];
    case 'jq.completeBack':
      return [completeFilter(state, -1), []];
    case 'reader.open':
      return openReader(state);
    case 'reader.nextView':
      return [nextView(state, 1), []];
    case 'reader.previousView':
      return [nextView(state, -1), []];
    case 'reader.copy':
      return copyView(state);
    case 'reader.close':
      return [closeReader(state), []];
    case 'copy.open':
      return [openCopy(state), []];
    case 'copy.value':
    case 'copy.subtree':
    case 'copy.path':
    case 'copy.key':
    case 'copy.body':
      return copy(state, name);
    case 'write.open':
      return [openWrite(state), []];
    case 'write.part':
      return [nextPart(state), []];
    case 'response.nextView':
      return [cycleView(state), []];
    case 'history.open':
      return openItem(state);
    case 'history.run':
      return runItem(state);
    case 'history.edit':
      return editItem(state);
    case 'history.filter':
      return filterPane(state);
    case 'history.tab':
      return nextTab(state);
    case 'history.save':
      return askForName(state);
    case 'history.delete':
      return deleteItem(state);
    case 'history.undo':
      return [state, [{ type: 'history.undo' }]];
    case 'history.clear':
      return askForDay(state);
    case 'history.search':
      return searchFromPrompt(state);
    case 'filter.accept':
      return acceptFilter(state);
    case 'filter.older':
      return [moveMatch(state, 1), []];
    case 'filter.newer':
      return [moveMatch(state, -1), []];
    case 'request.edit':
    case 'focus.prompt':
      return [focusPane(state, 'prompt'), []];
    case 'prompt.send':
      return submit(state);
    case 'prompt.earlier':
      return recall(state, 1);
    case 'prompt.later':
      // Below the newest line stands its form.
      return state.composer.back === 0 && formOf(state) ? [focusForm(state), []] : recall(state, -1);
    case 'question.answer':
      return answerQuestion(state);
    case 'focus.next':
      return cycle(state, 1);
    case 'focus.previous':
      return cycle(state, -1);
    case 'focus.history':
      return showHistory(state);
    case 'export.open':
      return openExport(state);
    case 'export.lines':
      return [toggleLines(state), []];
    case 'confirm.yes':
      return confirmYes(state);
    case 'confirm.no':
      return back(state);
    case 'help.open':
      return [openOverlay(state, { kind: 'help', top: 0 }), []];
    case 'app.redraw':
      return [state, [{ type: 'redraw' }]];
    case 'app.back':
      return back(state);
    case 'app.suspend':
      return [state, [{ type: 'suspend' }]];
    case 'app.quit':
      // In the help, q leaves the help, as it does in less; at a question of yes or no it means no.
      if (action.chord === 'q' && ['help', 'confirm', 'reader'].includes(topOverlay(state)?.kind ?? ''))
        return back(state);
      return [state, [{ type: 'quit' }]];
    default: {
      const unhandled: never = name;
      return unhandled;
    }
  }
}

/** Esc: the overlay, else the request in flight, else from another pane to where the response is. */
function back(state: State): Step {
  if (openFilter(state) || (hasFocus(state, 'history') && isFiltered(state))) return dropFilter(state);
  if (openQuestion(state)?.name === 'search') return cancelSearch(state);
  if (openPicker(state)?.name === 'lookup') return cancelLookup(state);
  const left = leaveProfiles(state);
  if (left) return left;
  if (topOverlay(state)) return [closeOverlay(state), []];
  if (state.exchange.kind === 'sending') return cancel(state);
  if (state.response && isArriving(state)) return [state, [{ type: 'stopArrival', id: state.response.id }]];
  if (hasFocus(state, 'response') && tableHere(state)) return [backToTree(state, false), []];
  if (hasFocus(state, 'response') && state.response && state.response.layers.length > 0) return [dropLayer(state), []];
  if (state.focus.pane !== 'response' && state.response) return [focusPane(state, 'response'), []];
  if (state.focus.pane === 'request') return [focusPane(state, 'prompt'), []];
  return [complain(state, 'Nothing to cancel; q quits from a pane, ctrl+c everywhere'), []];
}

function moveInFocus(state: State, name: Parameters<typeof move>[1], chord: string): State {
  const overlay = topOverlay(state);
  if (overlay?.kind === 'reader') return scrollReader(state, name);
  if (overlay?.kind === 'help') {
    const { width, height } = inner(helpRect(state.screen));
    return replaceOverlay(state, { kind: 'help', top: scrolled(name, overlay.top, height, helpRows(width).length) });
  }
  switch (state.focus.pane) {
    case 'response':
      if (tableHere(state)) return moveInTable(state, name);
      return state.response
        ? move(state, name, chord)
        : complain(state, 'There is no response yet: : goes to the prompt');
    case 'request': {
      const form = formOf(state);
      if (form) return moveInForm(state, form, name);
      const { width, height } = inner(layout(state.screen, 'request').request ?? helpRect(state.screen));
      return {
        ...state,
        request: { ...state.request, top: scrolled(name, state.request.top, height, requestRows(state, width).length) },
      };
    }
    case 'history':
    case 'prompt':
      return state;
  }
}

/** The next pane; the history reads what other sessions have sent meanwhile. */
function cycle(state: State, step: 1 | -1): Step {
  const moved = cyclePane(state, step);
  return moved.focus.pane === 'history' ? showHistory(moved) : [moved, []];
}
