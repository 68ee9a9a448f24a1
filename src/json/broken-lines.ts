// JSON lines of which some are no JSON: such a line costs itself alone. It becomes an element of the list that stands for its
// bytes as they are, and the index goes on after it. Whether documents in a row are JSON lines shows in what stands around the
// place: a document that goes over several lines is none of them. Why a line is no JSON is found out when somebody asks.
import { findFault, hasByteOrderMark, positionOf } from './diagnose.ts';
import {
  BROKEN,
  type BrokenLine,
  type JsonDocument,
  kindOf,
  NODE_SIZE,
  type NodeId,
  SCALAR,
  startOf,
  UNFINISHED,
} from './document.ts';
import { goOnAt, type ScanResult, type ScanState, scan, startScan } from './scan.ts';
import { CLOSE_ARRAY, CLOSE_OBJECT, isWhitespace, OPEN_ARRAY, OPEN_OBJECT, skipWhitespace } from './tokens.ts';

const LINE_FEED = 0x0a;

/** Called before nodes from `count` on are taken back, which others may be looking at. */
type BeforeRewind = (state: ScanState, count: number) => void;

/** As `scan`, for documents in a row; where these are JSON lines, goes on after one that is broken. */
export function scanLines(
  state: ScanState,
  bytes: Uint8Array,
  isLast: boolean,
  beforeRewind: BeforeRewind = () => undefined,
): ScanResult {
  for (;;) {
    const result = state.isLineByLine ? scanLine(state, bytes, isLast) : scan(state, bytes, isLast);
    if (result === undefined) continue;
    if (result.type !== 'refused') return result;
    const passed = passOver(state, bytes, result.at, isLast, beforeRewind);
    if (passed === 'wait') return MORE;
    if (passed === 'no') return result;
  }
}

const MORE: ScanResult = { type: 'more' };

/** The next line alone; undefined where it is well and more lines are here. */
function scanLine(state: ScanState, bytes: Uint8Array, isLast: boolean): ScanResult | undefined {
  const end = lineEnd(bytes, skipWhitespace(bytes, state.at), isLast);
  if (end === undefined) return MORE;
  const result = scan(state, bytes.subarray(0, end), true);
  if (result.type !== 'done' || end === bytes.length) return result;
  // The list has not ended with the line.
  state.nodes[2] = UNFINISHED;
  return undefined;
}

/**
 * Whether a document that was refused at `at` is the first of JSON lines, or a line that is broken and has no document before it.
 * Undefined where only bytes that are still to come can tell.
 */
export function areLines(state: ScanState, bytes: Uint8Array, at: number, isLast: boolean): boolean | undefined {
  const start = state.count > 0 ? startAt(state, 0) : at;
  const end = lineEnd(bytes, start, isLast);
  if (end === undefined) return undefined;
  if (isOneBracket(bytes, start, end)) return false;
  const isFirstWhole = state.count > 0 && at > end && faultOfLine(bytes, start, end) === undefined;
  // A document of a line, and something else on a line after it.
  if (isFirstWhole && isBracket(bytes[start])) return true;
  if (!isFirstWhole && !isBeyondRepair(bytes, start, end)) return false;
  return nextLineIsJson(bytes, isFirstWhole ? lineEndOf(bytes, at) : end, isLast);
}

/** Takes back what is indexed of the line on which the document at hand begins, and makes one node of all of it. */
function passOver(
  state: ScanState,
  bytes: Uint8Array,
  at: number,
  isLast: boolean,
  beforeRewind: BeforeRewind,
): 'passed' | 'wait' | 'no' {
  const start = state.depth > 1 ? startAt(state, topOf(state, state.parent)) : at;
  const from = lineStart(bytes, start);
  const end = lineEnd(bytes, start, isLast);
  if (end === undefined) return 'wait';
  let count = state.count;
  while (count > 1 && startAt(state, count - 1) >= from) count--;
  if (state.broken.count === 0) {
    const evidence =
      count === 1 ? isFirstBroken(bytes, from, end, isLast) : isAfterLine(state, bytes, from, end, count);
    if (evidence !== true) return evidence === undefined ? 'wait' : 'no';
  }
  if (count < state.count) beforeRewind(state, count);
  if ((count + 1) * NODE_SIZE > state.nodes.length) state.nodes = state.grow(state.nodes);
  let [first, after] = [from, end];
  while (isWhitespace(bytes[first])) first++;
  while (after > first && isWhitespace(bytes[after - 1])) after--;
  state.nodes.set([first | BROKEN, 0, after | SCALAR], count * NODE_SIZE);
  state.broken = { count: state.broken.count + 1, first: state.broken.count === 0 ? count : state.broken.first };
  // Lines that only open what is never closed would be gone over again and again.
  state.isLineByLine ||= at > end;
  goOnAt(state, end, count + 1);
  return 'passed';
}

/** Bytes from which on a document is looked at before it has ended, though a fault in it might still make it a broken line. */
const LARGE = 1024 * 1024;

/** How far the list goes that others may look at: a document that is not over may turn out to be a broken line. */
export function settledPart(state: ScanState): { readonly at: number; readonly count: number } {
  if (!state.isSequence || state.depth <= 1) return state;
  const top = topOf(state, state.parent);
  const start = startAt(state, top);
  return state.at - start >= LARGE ? state : { at: start, count: top };
}

/** Nothing stands before the line: the one after it says that these are lines. */
function isFirstBroken(bytes: Uint8Array, from: number, end: number, isLast: boolean): boolean | undefined {
  return isBeyondRepair(bytes, from, end) && nextLineIsJson(bytes, end, isLast);
}

/** The document before the line stands on one line too, and the line does not just open a document that goes over several. */
function isAfterLine(state: ScanState, bytes: Uint8Array, from: number, end: number, count: number): boolean {
  if (isOneBracket(bytes, from, end)) return false;
  const before = startAt(state, topOf(state, count - 1));
  for (let at = lineEndOf(bytes, before); at < from; at++) if (!isWhitespace(bytes[at])) return false;
  return true;
}

/** The element of the list that holds a node. */
function topOf(state: ScanState, node: NodeId): NodeId {
  let n = node;
  for (let parent = parentAt(state, n); parent !== 0; parent = parentAt(state, n)) n = parent;
  return n;
}

function startAt({ nodes }: ScanState, node: NodeId): number {
  return nodes[node * NODE_SIZE]! & ~BROKEN;
}

function parentAt({ nodes }: ScanState, node: NodeId): NodeId {
  return nodes[node * NODE_SIZE + 1]!;
}

function lineStart(bytes: Uint8Array, at: number): number {
  const feed = at === 0 ? -1 : bytes.lastIndexOf(LINE_FEED, at - 1);
  return feed === -1 && hasByteOrderMark(bytes) ? 3 : feed + 1;
}

function lineEndOf(bytes: Uint8Array, at: number): number {
  const feed = bytes.indexOf(LINE_FEED, at);
  return feed === -1 ? bytes.length : feed;
}

/** Undefined where the line's end is still to come. */
function lineEnd(bytes: Uint8Array, at: number, isLast: boolean): number | undefined {
  const end = lineEndOf(bytes, at);
  return end < bytes.length || isLast ? end : undefined;
}

function isBracket(byte: number | undefined): boolean {
  return byte === OPEN_OBJECT || byte === OPEN_ARRAY;
}

/** True for a line such as `{`, `[` or `}`: a document that is laid out over several lines begins and ends so. */
function isOneBracket(bytes: Uint8Array, from: number, end: number): boolean {
  let found = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (isWhitespace(byte)) continue;
    if (!isBracket(byte) && byte !== CLOSE_OBJECT && byte !== CLOSE_ARRAY) return false;
    found++;
  }
  return found === 1;
}

/** Whether the line is wrong whatever comes after it: only then is it none of the lines of a longer document. */
function isBeyondRepair(bytes: Uint8Array, from: number, end: number): boolean {
  const fault = faultOfLine(bytes, from, end);
  return fault !== undefined && (fault.at < end - from || fault.reason.endsWith('inside a string'));
}

/** Whether the next line that is not blank is a whole object or array; undefined where it has not come. */
function nextLineIsJson(bytes: Uint8Array, after: number, isLast: boolean): boolean | undefined {
  let from = after;
  while (from < bytes.length && isWhitespace(bytes[from])) from++;
  const end = lineEnd(bytes, from, isLast);
  if (end === undefined) return undefined;
  return from < end && faultOfLine(bytes, from, end) === undefined;
}

/** Why a line by itself is no document, nor several; undefined where it is. */
function faultOfLine(bytes: Uint8Array, from: number, end: number): { at: number; reason: string } | undefined {
  const line = bytes.subarray(from, end);
  // Nodes of a line are at most its bytes, and those of several documents one more.
  const grow = (nodes: Int32Array): Int32Array => {
    const larger = new Int32Array(2 * nodes.length);
    larger.set(nodes);
    return larger;
  };
  const state = startScan(new Int32Array(64 * NODE_SIZE), grow, 0, true);
  const result = scan(state, line, true);
  if (result.type !== 'refused') return undefined;
  const { offset, reason } = findFault(line, result.at, result.expected);
  return { at: offset, reason: reason.replace('the document ends', 'the line ends') };
}

/** Bytes between two places whose line number is kept. */
const STEP = 64 * 1024;

/** What is wrong with a line; undefined for any other node. The first question about a place costs the lines before it. */
export function brokenLine(doc: JsonDocument, node: NodeId): BrokenLine | undefined {
  if (kindOf(doc, node) !== 'broken') return undefined;
  const known = doc.memo.broken.get(node);
  if (known !== undefined) return known;
  const { bytes } = doc;
  const start = startOf(doc, node);
  const from = lineStart(bytes, start);
  const end = lineEndOf(bytes, start);
  const fault = faultOfLine(bytes, from, end) ?? { at: 0, reason: 'it is part of a document that is not JSON' };
  const { column } = positionOf(bytes.subarray(from, end), fault.at);
  const found = { line: lineNumber(doc, start), column, reason: fault.reason };
  doc.memo.broken.set(node, found);
  return found;
}

function lineNumber({ bytes, memo: { lines } }: JsonDocument, at: number): number {
  if (lines.length === 0) lines.push(1);
  for (let step = lines.length; step * STEP <= at; step++) {
    lines.push(lines[step - 1]! + feedsIn(bytes, (step - 1) * STEP, step * STEP));
  }
  const step = Math.floor(at / STEP);
  return lines[step]! + feedsIn(bytes, step * STEP, at);
}

function feedsIn(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (bytes[at] === LINE_FEED) count++;
  return count;
}
