// All pages of the list on screen as one document that grows as they arrive. Pages that were turned to are not asked for
// again; what was stopped can be continued.
import { tellDoubt } from '../../../api/completeness.ts';
import { judgeWhole } from '../../../api/evidence.ts';
import type { Gathered, KnownPage } from '../../../api/reading.ts';
import type { PageInfo } from '../../../api/recognise.ts';
import { isSafeMethod } from '../../../api/retry.ts';
import { withQuery } from '../../../request/edit.ts';
import { formatLine } from '../../../request/format.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { formatCount, formatQuantity } from '../../../text/numbers.ts';
import { capitalised } from '../../../text/sentences.ts';
import type { Event } from '../../model/events.ts';
import { sendingOf } from '../../model/exchange.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import { recordSend } from '../../model/record.ts';
import type { Reducers } from '../../model/reducers.ts';
import type { OpenResponse, Page } from '../../model/response.ts';
import { currentBarePage, explain } from '../../model/select.ts';
import type { State } from '../../model/state.ts';

/** Reads the whole list, or goes on with one that was stopped; says why where there is nothing to read. */
export function readAllPages(state: State): Step {
  const { response } = state;
  const page = currentBarePage(state);
  if (!response || !page?.request) return [state, []];
  if (response.gathered) return goOn(state, response, page, response.gathered);
  if (page.failure) return [complain(state, 'This response is an error, so there is no list to read'), []];
  if (!isSafeMethod(effectiveMethod(page.request))) return [complain(state, 'Only GET reads lists'), []];
  if (page.info.kind === 'whole') return [tellWhole(state, page.info), []];
  const known = withPrefetched(state, beginning(response.pages));
  const from = firstRequest(response);
  if (!from) return [state, []];
  const [begun, effects] = begin(state, response, { ...from, filter: undefined }, { known, before: undefined });
  const said = `The filter applied to one page and was removed. ${keyFor(state, 'jq.open')} filters the whole list`;
  return [from.filter === undefined ? begun : inform(begun, said), effects];
}

/** Of a list without pages: whether all of it is here. */
function tellWhole(state: State, info: PageInfo): State {
  const completeness = judgeWhole(info);
  if (completeness.kind === 'complete') return inform(state, 'This list has no pages: all of it is here');
  const why = capitalised(tellDoubt(completeness.why));
  return complain(state, completeness.kind === 'incomplete' ? `Incomplete. ${why}` : `Perhaps not all. ${why}`);
}

function goOn(state: State, response: OpenResponse, page: Page, { stopped, report }: Gathered): Step {
  if (!stopped) {
    const isWhole = report.completeness?.kind === 'complete';
    return [complain(state, isWhole ? 'All pages are here' : 'All pages that the server sends are here'), []];
  }
  if (!response.request || page.body.kind !== 'json') return [state, []];
  const { document } = page.body.view;
  return begin(state, response, response.request, { known: [], before: { document, resume: stopped.resume, report } });
}

type Sources = Pick<Extract<Step[1][number], { type: 'readAll' }>, 'known' | 'before'>;

function begin(state: State, response: OpenResponse, request: NonNullable<Page['request']>, sources: Sources): Step {
  const id = state.lastId + 1;
  const turn = { response: response.id, number: undefined, isAll: true } as const;
  const sending: State = { ...state, lastId: id, exchange: sendingOf(id, request, turn, state.now) };
  return [
    recordSend(sending, formatLine(request)),
    [{ type: 'readAll', id, request, partOf: response.id, ...sources }],
  ];
}

/** The pages from the first one on, without a gap: what was read of the list's beginning. */
function beginning(pages: readonly Page[]): readonly KnownPage[] {
  const known: KnownPage[] = [];
  for (const { info, body, failure, response } of pages) {
    const isNext = info.number === undefined || info.number === known.length + 1;
    if (!isNext || failure || body.kind !== 'json') break;
    known.push({ document: body.view.document, info, response });
  }
  return known;
}

/** Those and the one that was fetched ahead, where it follows them. */
function withPrefetched(state: State, known: readonly KnownPage[]): readonly KnownPage[] {
  const { prefetched } = state;
  const received = prefetched && prefetched.of === state.response?.id ? prefetched.outcome : undefined;
  const last = known.at(-1);
  if (typeof received !== 'object' || received.body.kind !== 'json' || !last) return known;
  const { info, body, response } = received;
  const isNext = info.number === undefined ? info.cursor === last.info.nextCursor : info.number === known.length + 1;
  return isNext ? [...known, { document: body.document, info, response }] : known;
}

/** The request for the first page: without the number, or with the cursor that the list was started at. */
function firstRequest({ pages }: OpenResponse): Page['request'] {
  const [first] = pages;
  if (!first?.request) return undefined;
  const { info, request } = first;
  return info.number !== undefined && info.parameter !== undefined
    ? withQuery(request, { [info.parameter]: undefined })
    : request;
}

type AllEvent = Extract<Event, { readonly type: 'all.progressed' | 'all.ended' }>;

/** How far it has come, and what there is to say when it is over. */
function takeAll(state: State, event: AllEvent): State {
  if (event.type === 'all.progressed') {
    const { exchange } = state;
    if (exchange.kind !== 'sending' || exchange.id !== event.id) return state;
    return { ...state, exchange: { ...exchange, all: event.progress } };
  }
  const { gathered } = event;
  const marked = withGathered(state, event.id, gathered);
  const { exchange } = marked;
  const over: State =
    exchange.kind === 'sending' && exchange.id === event.id
      ? { ...marked, exchange: { kind: 'done', id: event.id } }
      : marked;
  const said = sentences(state, gathered);
  const isPart = gathered.stopped
    ? gathered.stopped.failure.kind !== 'cancelled'
    : gathered.report.completeness?.kind === 'incomplete';
  return isPart ? complain(over, said) : inform(over, said);
}

export const readAllReducers: Reducers<'all.progressed' | 'all.ended'> = {
  'all.progressed': (state, event) => [takeAll(state, event), []],
  'all.ended': (state, event) => [takeAll(state, event), []],
};

function withGathered(state: State, id: number, gathered: Gathered): State {
  const entries = state.history.entries.map((entry) =>
    entry.id === id && entry.response ? { ...entry, response: { ...entry.response, gathered } } : entry,
  );
  const response = state.response?.id === id ? { ...state.response, gathered } : state.response;
  return { ...state, response, history: { ...state.history, entries } };
}

function sentences(state: State, { report, stopped }: Gathered): string {
  const { items, pages, repeated, recovered, added, smallerPages, completeness, evidence } = report;
  const said = [`${formatQuantity(items, 'item')} of ${formatQuantity(pages, 'page')}.`];
  if (!stopped && completeness && completeness.kind !== 'complete') {
    const isCertain = completeness.kind === 'incomplete';
    said.unshift(`${isCertain ? 'Incomplete' : 'Perhaps not all'}: ${tellDoubt(completeness.why)}.`);
  }
  const { totals } = evidence;
  const isTold = completeness?.kind === 'unknown' && completeness.why.kind === 'changed';
  if (totals && totals.first !== totals.last && !isTold)
    said.push(
      `The list went from ${formatCount(totals.first)} to ${formatQuantity(totals.last, 'item')} while it was read.`,
    );
  if (stopped) {
    const why = stopped.failure.kind === 'cancelled' ? '' : ` ${explain(stopped.failure)}`;
    said.unshift(`Stopped.${why}`);
    said.push(`${keyFor(state, 'page.all')} continues from there.`);
  }
  if (repeated > 0)
    said.push(`The list changed while it was read: ${formatQuantity(repeated, 'item')} arrived twice, shown once.`);
  if (recovered > 0) said.push(`The list shrank: found ${formatQuantity(recovered, 'item')} that had moved.`);
  if (added > 0)
    said.push(`${formatQuantity(added, 'item')} ${added === 1 ? 'was' : 'were'} added while it was read, shown last.`);
  if (smallerPages !== undefined)
    said.push(
      `The pages were too large for the server, so they were reduced to ${formatQuantity(smallerPages, 'item')}.`,
    );
  return said.join(' ');
}
