// A worker that searches documents and texts, one search at a time: the newest that was asked for. It has no copy of a large document,
// since it looks at the shared memory that the document lies in.

import { parentPort } from 'node:worker_threads';
import { createMemo, type JsonDocument } from '../json/document.ts';
import { readSearchQuery, type SearchQuery, type SearchScope } from '../json/query.ts';
import { SEARCH_START, searchOn } from '../json/search.ts';
import { searchTextOn } from '../json/text-search.ts';

export interface SearchJob {
  readonly id: number;
  /** A document, or the bytes of a text. */
  readonly document: Omit<JsonDocument, 'memo' | 'levels'> | undefined;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly scope: SearchScope;
  /** Where the nodes found go, or the offsets of matches in a text, one number each. */
  readonly matches: SharedArrayBuffer;
  /** One number: the id of the search that is wanted. */
  readonly control: SharedArrayBuffer;
}

export interface SearchMessage {
  readonly id: number;
  readonly count: number;
  readonly isDone: boolean;
}

/** Bytes between two looks at whether the search is still wanted. */
const slice = 512 * 1024;

/** Milliseconds between reports. */
const pause = 30;

const step = 64 * 1024 * Int32Array.BYTES_PER_ELEMENT;

parentPort?.on('message', (job: SearchJob) => {
  const wanted = new Int32Array(job.control);
  const read = readSearchQuery(job.text, job.scope);
  if (!read.ok) return;
  let matches = new Int32Array(job.matches, 0, 0);
  let count = 0;
  const found = (node: number): void => {
    if (count === matches.length) {
      job.matches.grow(Math.min(job.matches.byteLength + step, job.matches.maxByteLength));
      matches = new Int32Array(job.matches, 0, job.matches.byteLength / Int32Array.BYTES_PER_ELEMENT);
    }
    matches[count++] = node;
  };
  const report = (isDone: boolean): void => {
    const message: SearchMessage = { id: job.id, count, isDone };
    parentPort?.postMessage(message);
  };
  const isWanted = (): boolean => Atomics.load(wanted, 0) === job.id;
  const go = job.document ? inDocument(job.document, read.query, found) : inText(job.bytes, read.query, found);
  let toldAt = performance.now();
  while (go()) {
    if (!isWanted()) return;
    if (performance.now() - toldAt < pause) continue;
    report(false);
    toldAt = performance.now();
  }
  report(true);
});

/** Searches a slice at a time; false where there was none left. */
type Go = () => boolean;

function inDocument(
  document: NonNullable<SearchJob['document']>,
  query: SearchQuery,
  found: (node: number) => void,
): Go {
  const doc: JsonDocument = { ...document, levels: undefined, memo: createMemo() };
  let place = SEARCH_START;
  return () => {
    if (place.at >= doc.bytes.length) return false;
    place = searchOn(doc, query, place, place.at + slice, latin1, found);
    return true;
  };
}

function inText(bytes: Uint8Array, query: SearchQuery, found: (offset: number) => void): Go {
  let at = 0;
  return () => {
    if (at >= bytes.length) return false;
    at = searchTextOn(bytes, query, at, at + slice, latin1, found);
    return true;
  };
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}
