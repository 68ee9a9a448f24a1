// Documents that arrive while they are looked at: taking in what has come, and ending it early.
import { grow } from '../../json/view.ts';
import type { ReceivedBody } from '../received.ts';
import { currentPage } from '../select.ts';
import type { Answer, Body, State } from '../state.ts';
import { toBody } from './document.ts';

/** Shows more of the document of answer `id`, wherever that is: on screen, or in the history. */
export function takeIn(state: State, id: number, body: ReceivedBody): State {
  if (state.answer?.id === id) return { ...state, answer: withBody(state, state.answer, body) };
  const entries = state.history.entries.map((entry) =>
    entry.id === id && entry.answer ? { ...entry, answer: withBody(state, entry.answer, body) } : entry,
  );
  return { ...state, history: { ...state.history, entries } };
}

/** True while more of the document on screen is on its way, other than by a request. */
export function isArriving(state: State): boolean {
  const body = currentPage(state)?.body;
  return body?.kind === 'json' && body.arriving !== undefined;
}

function withBody(state: State, answer: Answer, body: ReceivedBody): Answer {
  const [page, ...others] = answer.pages;
  if (!page) return answer;
  const next = grownBody(state, page.body, body);
  // What turned out to be no JSON has no tree any more.
  const face = answer.face === 'tree' && next.kind !== 'json' ? 'raw' : answer.face;
  return { ...answer, face, pages: [{ ...page, body: next }, ...others] };
}

function grownBody(state: State, before: Body, body: ReceivedBody): Body {
  if (before.kind !== 'json' || body.kind !== 'json') return toBody(state, body, undefined);
  const { bytes, arriving, incomplete, document } = body;
  // A first part that was indexed for the first screen may be larger than the first that a worker tells of.
  const isMore = document.nodeCount >= before.view.document.nodeCount || arriving === undefined;
  return { kind: 'json', bytes, view: isMore ? grow(before.view, document) : before.view, arriving, incomplete };
}
