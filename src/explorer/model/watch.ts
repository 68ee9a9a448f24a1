// A response that is watched as the state keeps it: how often it is read, what has changed, and what of that is fresh.
import { type JsonDocument, type NodeId, nextOf } from '../../json/document.ts';
import type { RequestLine } from '../../request/types.ts';

export interface WatchedChange {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly mark: string;
  /** Safe to show, as is the text: the old value and the new one. */
  readonly path: string;
  readonly text: string;
  /** The same with longer values. */
  readonly whole: string;
}

/** A value that has just changed. */
export interface FreshNode {
  readonly node: NodeId;
  readonly at: number;
  /** What it was before, where it was another; what has happened else. Safe to show. */
  readonly told: string;
}

export interface Watch {
  /** Number of what reads it; what comes of another is dropped. */
  readonly id: number;
  /** The response and the page of it. */
  readonly response: number;
  readonly page: number;
  readonly request: RequestLine;
  /** As was asked for. */
  readonly seconds: number;
  /** Milliseconds until it is read again, as of the last answer, where the rate limit makes that longer. */
  readonly slowedMs: number | undefined;
  /** Answers that have come. */
  readonly count: number;
  readonly changes: number;
  /** The newest last, as many as are kept. */
  readonly log: readonly WatchedChange[];
  /** By their nodes, ascending; of that document. */
  readonly fresh: readonly FreshNode[];
  readonly document: JsonDocument;
  /** Why it has ended: a sentence without a full stop. */
  readonly ended: string | undefined;
}

/** The hour of a change, as the log has it. */
export function clockTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

/** Milliseconds for which a change stands out, and after which it is not marked any more. */
export const freshFor = 2_000;
export const markedFor = 10_000;

/** Changes that are kept. */
export const mostLogged = 500;

/** Rows that tell of a watch, of so many that the pane has. */
export function watchRowsOf(
  { watch, response }: { readonly watch: Watch | undefined; readonly response: { readonly id: number } | undefined },
  height: number,
): number {
  if (!watch || watch.response !== response?.id) return 0;
  if (height < 8) return 1;
  return 1 + Math.min(8, Math.max(2, Math.floor(height / 4)));
}

/** The change to tell of at a row: its own, or where it is folded the newest inside of it. */
export function freshAt(
  { fresh }: Watch,
  document: JsonDocument,
  node: NodeId,
  isClosed: boolean,
  now: number,
): FreshNode | undefined {
  const end = isClosed ? nextOf(document, node) : node + 1;
  let newest: FreshNode | undefined;
  for (let at = firstFresh(fresh, node); at < fresh.length; at++) {
    const one = fresh[at];
    if (!one || one.node >= end) break;
    if (now - one.at <= markedFor && (!newest || one.at > newest.at)) newest = one;
  }
  return newest && newest.node !== node ? { ...newest, told: 'changed inside' } : newest;
}

function firstFresh(fresh: readonly FreshNode[], node: NodeId): number {
  let [low, high] = [0, fresh.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fresh[middle]?.node ?? 0) < node) low = middle + 1;
    else high = middle;
  }
  return low;
}
