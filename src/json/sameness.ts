// Whether two values are the same, whichever documents they stand in: members in any order, numbers by value and digit for digit,
// texts by their characters. The trap: documents are compared that are equal but for a few bytes, so equal bytes must cost next to
// nothing, and one that nests 100,000 levels must not overflow.
import { numberKey } from './decimal.ts';
import {
  endOf,
  isContainer,
  type JsonDocument,
  keyStart,
  kindOf,
  type NodeId,
  nextOf,
  rawParent,
  sourceText,
  startOf,
} from './document.ts';
import { decodeString } from './strings.ts';
import { BACKSLASH, endOfString, isDigit, MINUS, QUOTE } from './tokens.ts';

/** Levels that are compared member by member; deeper ones byte by byte. */
export const deepestCompared = 256;

/** Names of members that count as the same whatever they are. */
export type Ignored = ReadonlySet<string>;

/** A key as it stands in the bytes, quotes included. */
interface RawKey {
  readonly from: number;
  readonly to: number;
}

function areBytesEqual(a: Uint8Array, from: number, to: number, b: Uint8Array, at: number): boolean {
  if (to - from > b.length - at) return false;
  for (let i = from, j = at; i < to; i++, j++) if (a[i] !== b[j]) return false;
  return true;
}

/** True where both are written alike, byte by byte; then they are the same. */
export function areWrittenAlike(a: JsonDocument, nodeA: NodeId, b: JsonDocument, nodeB: NodeId): boolean {
  const [from, at] = [startOf(a, nodeA), startOf(b, nodeB)];
  // Numbers may be written alike up to their end only.
  if (nextOf(a, nodeA) - nodeA !== nextOf(b, nodeB) - nodeB) return false;
  if (a.bytes[from] !== b.bytes[at]) return false;
  const to = endOf(a, nodeA);
  return to - from === endOf(b, nodeB) - at && areBytesEqual(a.bytes, from, to, b.bytes, at);
}

/** Tells of values of two documents whether they are the same. */
export interface Sameness {
  readonly isSame: (x: NodeId, y: NodeId) => boolean;
  /** The same number for the same value. */
  readonly hashBefore: (x: NodeId) => number;
  readonly hashAfter: (y: NodeId) => number;
}

/** Looks through both documents once, when that is first needed: then values that differ are told apart at once. */
export function createSameness(a: JsonDocument, b: JsonDocument, ignored: Ignored): Sameness {
  let known: { readonly before: Int32Array; readonly after: Int32Array } | undefined;
  const hashes = () => {
    known ??= { before: hashesOf(a, ignored), after: hashesOf(b, ignored) };
    return known;
  };
  const hashBefore = (x: NodeId): number => hashes().before[x] ?? 0;
  const hashAfter = (y: NodeId): number => hashes().after[y] ?? 0;
  const isSame = (x: NodeId, y: NodeId, depth: number): boolean => {
    if (areWrittenAlike(a, x, b, y)) return true;
    const kind = kindOf(a, x);
    if (kind !== kindOf(b, y)) return false;
    if (kind === 'string') return areSameTexts(a.bytes, startOf(a, x), b.bytes, startOf(b, y));
    if (kind === 'number') return numberKey(sourceText(a, x)) === numberKey(sourceText(b, y));
    if (!isContainer(a, x) || depth > deepestCompared || hashBefore(x) !== hashAfter(y)) return false;
    return kind === 'array' ? areSameItems(x, y, depth) : areSameMembers(x, y, depth);
  };
  const areSameItems = (x: NodeId, y: NodeId, depth: number): boolean => {
    const [endA, endB] = [nextOf(a, x), nextOf(b, y)];
    let [i, j] = [x + 1, y + 1];
    while (i < endA && j < endB) {
      if (!isSame(i, j, depth + 1)) return false;
      i = nextOf(a, i);
      j = nextOf(b, j);
    }
    return i >= endA && j >= endB;
  };
  const areSameMembers = (x: NodeId, y: NodeId, depth: number): boolean =>
    pairMembers(a, x, b, y).every(
      ([i, j]) =>
        (i !== undefined && j !== undefined && isSame(i, j, depth + 1)) ||
        (ignored.size > 0 && ignored.has(memberName(a, i, b, j))),
    );
  return { isSame: (x, y) => isSame(x, y, 0), hashBefore, hashAfter };
}

type PairedMember = readonly [before: NodeId | undefined, after: NodeId | undefined];

/** The name of a member that one of two objects has, or both. */
export function memberName(a: JsonDocument, x: NodeId | undefined, b: JsonDocument, y: NodeId | undefined): string {
  return x !== undefined ? nameOf(a, x) : y === undefined ? '' : nameOf(b, y);
}

function nameOf(doc: JsonDocument, node: NodeId): string {
  const { from, to } = rawKey(doc, node);
  return decodeString(doc.bytes, from, to);
}

function rawKey(doc: JsonDocument, node: NodeId): RawKey {
  const from = keyStart(doc, node) ?? 0;
  return { from, to: endOfString(doc.bytes, from) };
}

/**
 * The members of two objects by their names: those of the first in its order, then what only the second has. Of a key that stands
 * as often in both the occurrences go together in order; else the last of each, which is what readers take.
 */
export function pairMembers(a: JsonDocument, nodeA: NodeId, b: JsonDocument, nodeB: NodeId): readonly PairedMember[] {
  const [endA, endB] = [nextOf(a, nodeA), nextOf(b, nodeB)];
  const pairs: PairedMember[] = [];
  let [i, j] = [nodeA + 1, nodeB + 1];
  // Most often both have the same keys in the same order.
  while (i < endA && j < endB) {
    const [one, other] = [rawKey(a, i), rawKey(b, j)];
    if (one.to - one.from !== other.to - other.from) break;
    if (!areBytesEqual(a.bytes, one.from, one.to, b.bytes, other.from)) break;
    pairs.push([i, j]);
    i = nextOf(a, i);
    j = nextOf(b, j);
  }
  if (i >= endA && j >= endB) return pairs;
  return pairByName(a, nodeA, b, nodeB);
}

function pairByName(a: JsonDocument, nodeA: NodeId, b: JsonDocument, nodeB: NodeId): readonly PairedMember[] {
  const [olds, news] = [byName(a, nodeA), byName(b, nodeB)];
  const pairs: PairedMember[] = [];
  for (const [name, nodes] of olds) {
    const others = news.get(name) ?? [];
    const shift = nodes.length === others.length ? 0 : others.length - nodes.length;
    const isByLast = shift !== 0 && others.length > 0;
    for (const [index, node] of nodes.entries()) {
      const isLast = index === nodes.length - 1;
      pairs.push([node, isByLast ? (isLast ? others.at(-1) : undefined) : others[index]]);
    }
    if (isByLast) for (const other of others.slice(0, -1)) pairs.push([undefined, other]);
  }
  for (const [name, nodes] of news) if (!olds.has(name)) for (const node of nodes) pairs.push([undefined, node]);
  return pairs;
}

function byName(doc: JsonDocument, node: NodeId): Map<string, NodeId[]> {
  const found = new Map<string, NodeId[]>();
  for (let child = node + 1, end = nextOf(doc, node); child < end; child = nextOf(doc, child)) {
    const name = nameOf(doc, child);
    const nodes = found.get(name);
    if (nodes) nodes.push(child);
    else found.set(name, [child]);
  }
  return found;
}

/** For each of the names the member of an object that has it, the last where there are several; made to be asked of many objects. */
export function memberFinder(
  names: readonly string[],
): (doc: JsonDocument, node: NodeId) => readonly (NodeId | undefined)[] {
  const wanted = names.map((name) => encoder.encode(JSON.stringify(name)));
  return (doc, node) => {
    const found: (NodeId | undefined)[] = new Array(names.length).fill(undefined);
    for (let child = node + 1, end = nextOf(doc, node); child < end; child = nextOf(doc, child)) {
      const from = keyStart(doc, child) ?? 0;
      for (const [index, name] of wanted.entries())
        if (doc.bytes[from + 1] === name[1] && areBytesEqual(name, 0, name.length, doc.bytes, from))
          found[index] = child;
    }
    return found;
  };
}

/** True where a key stands more than once. */
export function hasDuplicateKeys(doc: JsonDocument, node: NodeId): boolean {
  const names = new Set<string>();
  for (let child = node + 1, end = nextOf(doc, node); child < end; child = nextOf(doc, child)) {
    const name = nameOf(doc, child);
    if (names.has(name)) return true;
    names.add(name);
  }
  return false;
}

function areSameTexts(a: Uint8Array, from: number, b: Uint8Array, at: number): boolean {
  const [to, end] = [endOfString(a, from), endOfString(b, at)];
  if (!a.subarray(from, to).includes(BACKSLASH) && !b.subarray(at, end).includes(BACKSLASH)) return false;
  return decodeString(a, from, to) === decodeString(b, at, end);
}

/** Of every node 32 bits that are the same for values that are the same; other values may have them too. Costs one pass. */
function hashesOf(doc: JsonDocument, ignored: Ignored): Int32Array {
  const hashes = new Int32Array(doc.nodeCount);
  const skipped = new Set([...ignored].map((name) => hashBytes(encoder.encode(name))));
  // What is inside of a node comes after it.
  for (let node = doc.nodeCount - 1; node >= 0; node--) {
    const kind = kindOf(doc, node);
    const inside = hashes[node] ?? 0;
    const hash = isContainer(doc, node)
      ? (Math.imul(inside, 5) + (kind === 'array' ? 19 : 23)) | 0
      : hashScalar(doc, node, kind);
    hashes[node] = hash;
    if (node === 0) break;
    const parent = rawParent(doc, node);
    const sum = hashes[parent] ?? 0;
    if (kindOf(doc, parent) === 'array') {
      hashes[parent] = (Math.imul(sum, 31) + hash + 1) | 0;
      continue;
    }
    const name = hashText(doc.bytes, keyStart(doc, node) ?? 0);
    if (skipped.has(name) && ignored.has(nameOf(doc, node))) continue;
    // In any order.
    hashes[parent] = (sum + Math.imul(name ^ 0x9e3779b9, hash | 1)) | 0;
  }
  return hashes;
}

function hashScalar(doc: JsonDocument, node: NodeId, kind: ReturnType<typeof kindOf>): number {
  switch (kind) {
    case 'string':
      return hashText(doc.bytes, startOf(doc, node));
    case 'true':
      return 3;
    case 'false':
      return 5;
    case 'null':
      return 7;
    case 'number':
      return hashWhole(doc.bytes, startOf(doc, node), endOf(doc, node)) ?? hashNumber(sourceText(doc, node));
    default:
      return hashBytes(encoder.encode(sourceText(doc, node)));
  }
}

/** Digits of which a number is its own key. */
const shortWhole = 15;

/** Of a short whole number, without making a text of it; undefined for others. */
function hashWhole(bytes: Uint8Array, from: number, to: number): number | undefined {
  if (to - from > shortWhole || bytes[from] === MINUS) return undefined;
  let hash = 11;
  for (let i = from; i < to; i++) {
    if (!isDigit(bytes[i])) return undefined;
    hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
  }
  return hash;
}

function hashNumber(text: string): number {
  const key = numberKey(text);
  let hash = 11;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return hash;
}

/** Of a text with escapes as it is without them. */
function hashText(bytes: Uint8Array, from: number): number {
  let hash = 29;
  for (let i = from + 1; ; i++) {
    const byte = bytes[i];
    if (byte === QUOTE || byte === undefined) return hash;
    if (byte === BACKSLASH) return hashBytes(encoder.encode(decodeString(bytes, from, endOfString(bytes, from))));
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
}

const encoder = new TextEncoder();

function hashBytes(bytes: Uint8Array): number {
  let hash = 29;
  for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0;
  return hash;
}
