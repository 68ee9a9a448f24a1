// Documents that arrive while they are looked at: taking in what has come, and ending it early.
import type { Failure } from '../../api/failures.ts';
import { grow } from '../../json/view.ts';
import { toBody } from './document.ts';
import type { Received, ReceivedBody } from './received.ts';
import { currentBarePage } from './select.ts';
import type { Answer, Body, Page, State } from './state.ts';
import { grownTable } from './table.ts';

/** Shows more of the document of answer `id`, wherever that is: on screen, or in the history. */
export function takeIn(state: State, id: number, body: ReceivedBody): State {
  return withAnswer(state, id, (answer) => withBody(state, answer, body)) ?? state;
}

/** All of an answer that was shown while it came; undefined where it was not. */
export function completeAnswer(state: State, id: number, received: Received): State | undefined {
  const { response, info, failure, body } = received;
  return withAnswer(state, id, (answer) =>
    withFirstPage(withBody(state, answer, body), (page) => ({ ...page, response, info, failure })),
  );
}

/** What has come of an answer stays, with why there is no more; undefined where nothing of it is shown. */
export function breakOff(state: State, id: number, failure: Failure): State | undefined {
  return withAnswer(state, id, (answer) =>
    withFirstPage(answer, (page) => {
      const { body } = page;
      const isTold = failure.kind === 'cancelled' || failure.kind === 'too-large';
      const told = isTold ? page : { ...page, failure };
      if (body.kind !== 'json' || body.incomplete) return told;
      return { ...told, body: { ...body, arriving: undefined, incomplete: { kind: 'stopped' } } };
    }),
  );
}

function withAnswer(state: State, id: number, change: (answer: Answer) => Answer): State | undefined {
  if (state.answer?.id === id) return { ...state, answer: change(state.answer) };
  if (!state.history.entries.some((entry) => entry.id === id && entry.answer)) return undefined;
  const entries = state.history.entries.map((entry) =>
    entry.id === id && entry.answer ? { ...entry, answer: change(entry.answer) } : entry,
  );
  return { ...state, history: { ...state.history, entries } };
}

function withFirstPage(answer: Answer, change: (page: Page) => Page): Answer {
  const [page, ...others] = answer.pages;
  return page ? { ...answer, pages: [change(page), ...others] } : answer;
}

/** True while more of the document on screen is on its way, other than by a request. */
export function isArriving(state: State): boolean {
  const body = currentBarePage(state)?.body;
  return body?.kind === 'json' && body.arriving !== undefined;
}

function withBody(state: State, answer: Answer, body: ReceivedBody): Answer {
  return withFirstPage(answer, (page) => {
    const grown = grownBody(state, page.body, body);
    // What turned out to be no JSON has no tree any more.
    const isTree = page.face === 'tree' || page.face === 'table';
    const table = page.table && grown.kind === 'json' ? grownTable(grown.view.document, page.table) : undefined;
    return { ...page, body: grown, table, face: isTree && grown.kind !== 'json' ? 'raw' : page.face };
  });
}

/** A body of which more has come; the view stays where it is. */
export function grownBody(state: State, before: Body, body: ReceivedBody): Body {
  if (before.kind !== 'json' || body.kind !== 'json') return toBody(state, body, undefined);
  const { bytes, arriving, incomplete, document } = body;
  // A first part that was indexed for the first screen may be larger than the first that a worker tells of.
  const isMore = document.nodeCount >= before.view.document.nodeCount || arriving === undefined;
  return { kind: 'json', bytes, view: isMore ? grow(before.view, document) : before.view, arriving, incomplete };
}
