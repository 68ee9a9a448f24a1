// Watching a response: it is read again and again, what changed is marked where it stands and told in a log. It ends on a failure, with
// Esc, and when another response takes its place.

import { listNode } from '../../../api/list.ts';
import { watchSeconds } from '../../../api/watch.ts';
import { judgeWrite, wishOf } from '../../../api/writes.ts';
import { type Comparison, differenceAt, differenceCount } from '../../../json/compare.ts';
import { differenceTexts } from '../../../json/difference-text.ts';
import { isSameDocument, type JsonDocument, type NodeId } from '../../../json/document.ts';
import { renewedNode, renewedView } from '../../../json/renewed.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncate } from '../../../text/width.ts';
import { isLocked, isOfFormerAccount, lockedReason } from '../../model/account-in-force.ts';
import { withPage } from '../../model/document.ts';
import type { Effect } from '../../model/effects.ts';
import type { WatchEvent } from '../../model/events.ts';
import { closeOverlay, openOverlay, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import { type Reason, whyNoResponse } from '../../model/reasons.ts';
import type { Reducers } from '../../model/reducers.ts';
import type { Page } from '../../model/response.ts';
import { currentBarePage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { openTable, rowNode, type Table } from '../../model/table.ts';
import { clockTime, type FreshNode, markedFor, mostLogged, type Watch, type WatchedChange } from '../../model/watch.ts';

/** Why what is on the screen cannot be watched. */
export function whyNotWatched(state: State): Reason {
  if (state.watch && state.watch.ended === undefined) return undefined;
  const page = currentBarePage(state);
  if (!page || !state.response) return whyNoResponse(state);
  if (!page.request) return 'A file cannot be watched: open it with flarescope open --follow';
  if (judgeWrite(wishOf(page.request)).kind !== 'reads')
    return 'Only a GET can be watched: this request may write, and would be sent again and again';
  if (effectiveMethod(page.request) !== 'GET') return 'Only a GET can be watched';
  if (page.body.kind !== 'json') return 'This response is not JSON, so it cannot be watched';
  if (page.body.arriving || page.body.incomplete) return 'The response has not arrived completely';
  if (state.response.gathered) return 'All pages were gathered here. Watch one page';
  if (state.response.layers.length > 0) return 'There is a filter over it. Take it away first';
  if (isLocked(state)) return lockedReason(state);
  return isOfFormerAccount(state) ? 'It is a response of another account' : undefined;
}

/** Asks how often; ends a watch that runs. */
export function askToWatch(state: State): Step {
  if (state.watch && state.watch.ended === undefined) return endWatch(state, 'Stopped');
  return [openOverlay(state, { kind: 'question', name: 'watch', line: createLine(String(watchSeconds)) }), []];
}

export const watchQuestion: QuestionSpec = {
  label: 'read it again every … seconds',
  placeholder: String(watchSeconds),
  answer: (state, typed) => {
    const seconds = Number(typed.trim().replace(',', '.'));
    if (!(seconds >= 1 && seconds <= 3600)) return [complain(state, 'Type a number of seconds from 1 to 3600'), []];
    return startWatch(closeOverlay(state), seconds);
  },
};

function startWatch(state: State, seconds: number): Step {
  const page = currentBarePage(state);
  const why = whyNotWatched(state);
  if (why !== undefined || !page?.request || page.body.kind !== 'json' || !state.response)
    return [complain(state, why ?? 'There is nothing to watch'), []];
  const id = state.lastId + 1;
  const { document } = page.body.view;
  const request = { ...page.request, filter: undefined };
  const watch: Watch = {
    id,
    response: state.response.id,
    page: state.response.at,
    request,
    seconds,
    slowedMs: undefined,
    count: 0,
    changes: 0,
    log: [],
    fresh: [],
    document,
    ended: undefined,
  };
  const told = inform(
    { ...state, lastId: id, watch },
    `Watching every ${seconds} s. ${keyFor(state, 'app.back')} stops`,
  );
  return [told, [{ type: 'watch.start', id, request, seconds, document }]];
}

function endWatch(state: State, reason: string): Step {
  const { watch } = state;
  if (!watch) return [state, []];
  const ended = inform(
    { ...state, watch: { ...watch, ended: reason } },
    `${reason}. ${keyFor(state, 'app.back')} takes the log away`,
  );
  return [ended, [{ type: 'cancel', id: watch.id }]];
}

export function whyNoLog({ watch }: State): Reason {
  if (!watch) return 'Nothing is watched';
  return watch.log.length === 0 ? 'Nothing has changed yet' : undefined;
}

/** The log in the reader, the newest change first. */
export function openLog(state: State): Step {
  const { watch } = state;
  if (!watch) return [state, []];
  const { log, changes } = watch;
  const lines = log.map(({ at, mark, path, whole }) => `${clockTime(at)} ${mark} ${path}  ${whole}`).toReversed();
  const note = changes > log.length ? { note: `The last ${log.length} of ${changes} changes` } : {};
  const views = [{ name: 'newest first', text: lines.join('\n'), ...note }];
  return [openOverlay(state, { kind: 'reader', place: 'changes', views, view: 0, top: 0 }), []];
}

/** Esc: ends it, then takes its log away. */
export function leaveWatch(state: State): Step | undefined {
  const { watch } = state;
  if (!watch || topOverlay(state) || state.focus.pane !== 'response') return undefined;
  return watch.ended === undefined ? endWatch(state, 'Stopped') : [{ ...state, watch: undefined }, []];
}

/** What is no longer on the screen is not watched. */
export function dropWatch(state: State): Step {
  const { watch, response } = state;
  if (!watch) return [state, []];
  const isThere =
    response?.id === watch.response && response.at === watch.page && response.layers.length === 0 && !isLocked(state);
  if (isThere) return [state, []];
  const gone: State = { ...state, watch: undefined };
  if (watch.ended !== undefined) return [gone, []];
  return [
    gone.notice ? gone : inform(gone, 'The watch has ended: something else is on the screen'),
    [{ type: 'cancel', id: watch.id }],
  ];
}

type WatchEventOf<Type extends WatchEvent['type']> = Extract<WatchEvent, { readonly type: Type }>;

function takeAnswer(state: State, event: WatchEventOf<'watch.answered'>): State {
  const { watch } = state;
  const page = currentBarePage(state);
  if (!watch || watch.id !== event.id || watch.ended !== undefined || page?.body.kind !== 'json') return state;
  const { now, slowedMs, rateLimit, answer } = event;
  const told: State = {
    ...state,
    now,
    session: rateLimit ? { ...state.session, rateLimit } : state.session,
    watch: { ...watch, count: watch.count + 1, slowedMs },
  };
  const isNewlySlow = slowedMs !== undefined && watch.slowedMs === undefined;
  const slow = isNewlySlow
    ? inform(told, `The rate limit is near: it is read every ${Math.ceil(slowedMs / 1000)} s until that is renewed`)
    : told;
  if (!answer || !slow.watch) return slow;
  const { document, bytes, found } = answer;
  // What differs was found against the document before, which has to be the one on the screen.
  if (!isSameDocument(page.body.view.document, found.before)) return slow;
  const fresh = freshOf(found, now, watch, document);
  const log = [...watch.log, ...logOf(found, now)].slice(-mostLogged);
  const changes = watch.changes + Object.values(found.counts).reduce((sum, count) => sum + count, 0);
  const shown = withPage(slow, renewedPage(page, { ...page.body, bytes }, document));
  return { ...shown, watch: { ...slow.watch, log, fresh, changes, document } };
}

/** The page with a later version of its document; everything stays on what it was on. */
function renewedPage(page: Page, body: Extract<Page['body'], { kind: 'json' }>, document: JsonDocument): Page {
  const view = renewedView(body.view, document);
  const table = page.table && renewedTable(page, page.table, body.view.document, document, view.cursor);
  const isGone = page.view === 'table' && !table;
  return {
    ...page,
    body: { ...body, view },
    table,
    view: isGone || page.view === 'chart' ? 'tree' : page.view,
    chart: undefined,
  };
}

/** The table with its cursor on the same item; where it was sorted it is to be sorted again. */
function renewedTable(
  { info }: Page,
  table: Table,
  before: JsonDocument,
  document: JsonDocument,
  cursor: NodeId,
): Table | undefined {
  const row = rowNode(before, table, table.row);
  const node = row === undefined ? cursor : renewedNode(before, row, document);
  const renewed = openTable(document, node, table, false, listNode(document, info));
  if (!renewed) return undefined;
  const { sort } = table;
  const top = Math.max(0, table.top + renewed.row - table.row);
  return {
    ...renewed,
    left: table.left,
    top,
    sort: sort && { ...sort, order: undefined, isPending: true, isKept: false },
  };
}

/** Orders the rows of a table that was sorted as they are now. */
function sortAgain(state: State): readonly Effect[] {
  const page = currentBarePage(state);
  if (page?.body.kind !== 'json' || !page.table?.sort?.isPending) return [];
  const { list, sort } = page.table;
  const { field, isDescending } = sort;
  return [{ type: 'table.order', document: page.body.view.document, list, field, isDescending }];
}

/** Cells of a value in the log. */
const valueCells = 60;

function logOf(found: Comparison, at: number): readonly WatchedChange[] {
  const lines: WatchedChange[] = [];
  for (const { mark, path, before, after, from } of differenceTexts(found)) {
    const values = [before, after].filter((value) => value !== undefined).map((value) => visible(value.slice(0, 400)));
    const moved = from === undefined ? undefined : `moved from [${from}]`;
    const text = moved ?? values.map((value) => truncate(value, valueCells)).join(' → ');
    lines.push({ at, mark, path, text, whole: moved ?? values.join(' → ') });
    if (lines.length >= mostLogged) break;
  }
  return lines;
}

function freshOf(
  found: Comparison,
  at: number,
  { fresh, document: before }: Watch,
  document: JsonDocument,
): readonly FreshNode[] {
  const nodes = new Map<number, FreshNode>();
  // Where nothing came or went, nodes keep their numbers.
  const { added, removed, moved } = found.counts;
  if (added + removed + moved === 0 && before.nodeCount === document.nodeCount)
    for (const one of fresh) if (at - one.at <= markedFor) nodes.set(one.node, one);
  const texts = differenceTexts(found);
  for (let id = 0; id < differenceCount(found) && nodes.size < mostLogged; id++) {
    const { kind, after, parent } = differenceAt(found, id);
    if (kind === 'within') continue;
    const text = texts.next().value;
    const old = text ? truncate(visible((text.before ?? '').slice(0, 400)), valueCells) : '';
    if (kind === 'removed') {
      const holder = parent === undefined ? 0 : (differenceAt(found, parent).after ?? 0);
      nodes.set(holder, { node: holder, at, told: 'something is gone' });
    } else if (after !== undefined)
      nodes.set(after, {
        node: after,
        at,
        told: kind === 'changed' ? `was ${old}` : kind === 'added' ? 'new' : 'moved',
      });
  }
  return [...nodes.values()].toSorted((one, other) => one.node - other.node);
}

export const watchReducers: Reducers<WatchEvent['type']> = {
  'watch.answered': (state, event) => {
    const taken = takeAnswer(state, event);
    return [taken, event.answer && taken.watch ? sortAgain(taken) : []];
  },
  'watch.ended': (state, { id, reason }) => {
    const { watch } = state;
    if (!watch || watch.id !== id || watch.ended !== undefined) return [state, []];
    return [complain({ ...state, watch: { ...watch, ended: reason } }, `The watch has ended: ${reason}`), []];
  },
};
