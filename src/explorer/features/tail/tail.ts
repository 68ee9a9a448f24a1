// Following the tail of a Worker: its events become rows that go on. Where a response is a tail, or leads to one, that is what `o` does.

import { resultNode } from '../../../api/list.ts';
import { isTailEvent, tailsPath, tellEvent } from '../../../api/tails.ts';
import {
  endOf,
  type JsonDocument,
  type Memo,
  type NodeId,
  parentOf,
  startOf,
  toValue,
} from '../../../json/document.ts';
import { effectiveMethod } from '../../../request/method.ts';
import type { RequestLine } from '../../../request/types.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncate } from '../../../text/width.ts';
import type { Step } from '../../model/notices.ts';
import { currentPage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';

/** Where the response on screen is a tail that was made: following it, instead of what is related. */
export function followTail(state: State): Step | undefined {
  const page = currentPage(state);
  if (!page?.request || page.failure || page.body.kind !== 'json') return undefined;
  if (tailsPath(effectiveMethod(page.request), page.request.path) === undefined) return undefined;
  const { document } = page.body.view;
  const node = resultNode(document);
  return openTail(state, page.request, node === undefined ? undefined : toValue(document, node));
}

/** Where a request makes a tail: makes it and follows it, which is all that it is for. */
export function followNewTail(state: State, request: RequestLine): Step | undefined {
  return tailsPath(effectiveMethod(request), request.path) === undefined
    ? undefined
    : openTail(state, request, undefined);
}

function openTail(state: State, request: RequestLine, made: unknown): Step {
  const id = state.lastId + 1;
  return [{ ...state, lastId: id }, [{ type: 'tail.open', id, request, made }]];
}

/** Bytes of an event beyond which it is shown as any other row: what a frame may read. */
const longestTold = 64 * 1024;

/** What of a row its address may take. */
const urlShare = 0.45;

const told = new WeakMap<Memo, Map<string, string | undefined>>();

/** A closed row of the list that is an event of a tail, in one line; undefined for any other. */
export function eventPreview(document: JsonDocument, node: NodeId, cells: number): string | undefined {
  if (!document.isSequence || parentOf(document, node) !== 0) return undefined;
  const known = told.get(document.memo) ?? new Map<string, string | undefined>();
  told.set(document.memo, known);
  const key = `${node} ${cells}`;
  if (!known.has(key)) {
    // Few are on a screen at once.
    if (known.size > 1000) known.clear();
    const isLong = endOf(document, node) - startOf(document, node) > longestTold;
    const value: unknown = isLong ? undefined : toValue(document, node);
    known.set(key, isTailEvent(value) ? visible(tellEvent(value, Math.floor(cells * urlShare))) : undefined);
  }
  const text = known.get(key);
  return text === undefined ? undefined : truncate(text, cells);
}
