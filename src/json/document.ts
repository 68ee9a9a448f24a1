// A JSON document as its bytes and a flat index of its nodes in preorder, and the questions one may ask of it.
// Knows nothing of folds, rows or screens. The trap: nothing here may recurse or build an object per node; documents
// have millions of nodes and 100,000 levels.

import { decodeString } from './strings.ts';
import { COMMA, endOfString, isWhitespace, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './tokens.ts';
import { decodeUtf8 } from './utf8.ts';

/** A node's place in document order (preorder); 0 is the root. */
export type NodeId = number;

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type NodeKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null';

/** One step down: a member's key, or an element's index from 0. */
export type PathStep = string | number;

/**
 * `start` and `end` delimit a value's bytes, `next` is the node after its subtree in document order (so a subtree is
 * the range `[n, next[n])`), `parent` is 0 for the root too. All values may be transferred between threads.
 */
export type JsonDocument = {
  readonly bytes: Uint8Array;
  readonly nodeCount: number;
  /** The depth of the deepest node; the root's is 0. */
  readonly maxDepth: number;
  readonly start: Uint32Array<ArrayBuffer>;
  readonly end: Uint32Array<ArrayBuffer>;
  readonly parent: Uint32Array<ArrayBuffer>;
  readonly next: Uint32Array<ArrayBuffer>;
};

export function kindOf(doc: JsonDocument, node: NodeId): NodeKind {
  switch (doc.bytes[doc.start[node]!]) {
    case OPEN_OBJECT:
      return 'object';
    case OPEN_ARRAY:
      return 'array';
    case QUOTE:
      return 'string';
    case 0x74:
      return 'true';
    case 0x66:
      return 'false';
    case 0x6e:
      return 'null';
    default:
      return 'number';
  }
}

/** True for objects and arrays, empty ones included. */
export function isContainer(doc: JsonDocument, node: NodeId): boolean {
  const byte = doc.bytes[doc.start[node]!];
  return byte === OPEN_OBJECT || byte === OPEN_ARRAY;
}

/** True for objects and arrays that hold something, the ones that can be folded. */
export function hasChildren(doc: JsonDocument, node: NodeId): boolean {
  return doc.next[node]! > node + 1;
}

export function parentOf(doc: JsonDocument, node: NodeId): NodeId | undefined {
  return node === 0 ? undefined : doc.parent[node]!;
}

export function firstChild(doc: JsonDocument, node: NodeId): NodeId | undefined {
  return hasChildren(doc, node) ? node + 1 : undefined;
}

/** Costs as many steps as the last child's subtree is deep at its end. */
export function lastChild(doc: JsonDocument, node: NodeId): NodeId | undefined {
  return hasChildren(doc, node) ? ancestorBelow(doc, doc.next[node]! - 1, node) : undefined;
}

export function nextSibling(doc: JsonDocument, node: NodeId): NodeId | undefined {
  if (node === 0) return undefined;
  const after = doc.next[node]!;
  return after < doc.next[doc.parent[node]!]! ? after : undefined;
}

/** Costs as many steps as the previous sibling's subtree is deep at its end. */
export function previousSibling(doc: JsonDocument, node: NodeId): NodeId | undefined {
  const parent = doc.parent[node]!;
  return node <= parent + 1 ? undefined : ancestorBelow(doc, node - 1, parent);
}

/** The child of `ancestor` whose subtree holds `node`. */
function ancestorBelow(doc: JsonDocument, node: NodeId, ancestor: NodeId): NodeId {
  let n = node;
  while (doc.parent[n]! !== ancestor) n = doc.parent[n]!;
  return n;
}

/** How many levels the node is under the root, whose own depth is 0. Costs as many steps. */
export function depthOf(doc: JsonDocument, node: NodeId): number {
  let depth = 0;
  for (let n = node; n !== 0; n = doc.parent[n]!) depth++;
  return depth;
}

/** Siblings in a block. Of a large container's children the first of each block is remembered: no lookup walks further. */
export const BLOCK_SIZE = 64;

type ChildTable = {
  readonly count: number;
  /** The ids of the children with index 0, BLOCK_SIZE, 2·BLOCK_SIZE, … */
  readonly marks: Uint32Array;
};

/** Tables of the containers with more than BLOCK_SIZE children that somebody asked about: 1/16 byte a child. */
const CHILD_TABLES = new WeakMap<JsonDocument, Map<NodeId, ChildTable>>();

/** O(children) once for a container, then O(1). */
function childTable(doc: JsonDocument, parent: NodeId): ChildTable {
  let tables = CHILD_TABLES.get(doc);
  if (tables === undefined) {
    tables = new Map();
    CHILD_TABLES.set(doc, tables);
  }
  const known = tables.get(parent);
  if (known !== undefined) return known;
  const marks: number[] = [];
  let count = 0;
  const { next } = doc;
  const limit = next[parent]!;
  for (let n = parent + 1; n < limit; n = next[n]!) if (count++ % BLOCK_SIZE === 0) marks.push(n);
  const table = { count, marks: Uint32Array.from(marks) };
  tables.set(parent, table);
  return table;
}

/** How many members or elements a container has; 0 for a scalar. Large containers are counted once, then remembered. */
export function childCount(doc: JsonDocument, node: NodeId): number {
  const limit = doc.next[node]!;
  let count = 0;
  for (let n = node + 1; n < limit; n = doc.next[n]!) if (++count > BLOCK_SIZE) return childTable(doc, node).count;
  return count;
}

/** The node's index from 0 among its siblings (members too); 0 for the root. */
export function indexInParent(doc: JsonDocument, node: NodeId): number {
  const block = childBlock(doc, node);
  let index = block.index;
  for (let n = block.node; n < node; n = doc.next[n]!) index++;
  return index;
}

/**
 * The block of at most BLOCK_SIZE siblings that holds the node: the id and the index of its first. All nodes of a block
 * answer the same, so what is laid out together for a block (a column of keys) lines up, at a bounded cost.
 */
export function childBlock(doc: JsonDocument, node: NodeId): { readonly node: NodeId; readonly index: number } {
  if (node === 0) return { node: 0, index: 0 };
  const parent = doc.parent[node]!;
  const first = parent + 1;
  for (let n = first, steps = 0; steps < BLOCK_SIZE; steps++, n = doc.next[n]!) {
    if (n === node) return { node: first, index: 0 };
  }
  const { marks } = childTable(doc, parent);
  let low = 0;
  let high = marks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (marks[middle]! <= node) low = middle;
    else high = middle - 1;
  }
  return { node: marks[low]!, index: low * BLOCK_SIZE };
}

/** The child at an index from 0. */
export function childAt(doc: JsonDocument, node: NodeId, index: number): NodeId | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= childCount(doc, node)) return undefined;
  let child = index < BLOCK_SIZE ? node + 1 : childTable(doc, node).marks[Math.floor(index / BLOCK_SIZE)]!;
  for (let steps = index % BLOCK_SIZE; steps > 0; steps--) child = doc.next[child]!;
  return child;
}

/** The byte offset of the opening quote of a member's key; undefined for elements and for the root. */
export function keyStart(doc: JsonDocument, node: NodeId): number | undefined {
  if (node === 0) return undefined;
  const parent = doc.parent[node]!;
  if (doc.bytes[doc.start[parent]!] !== OPEN_OBJECT) return undefined;
  // From the end of what stands before, because scanning back from the value would cost the length of the key.
  const before = previousSibling(doc, node);
  return keyAfter(doc, before === undefined ? doc.start[parent]! + 1 : doc.end[before]!);
}

/** Where gaps longer than this lead is remembered: whitespace may be endless, and rows are painted on every frame. */
const LONG_GAP = 1024;

const LONG_GAPS = new WeakMap<JsonDocument, Map<number, number>>();

/** The offset of the opening quote of the key that comes after `at`, the end of a value or of an opening brace. */
export function keyAfter(doc: JsonDocument, at: number): number {
  const near = skipSeparators(doc.bytes, at, at + LONG_GAP);
  if (near < at + LONG_GAP) return near;
  let gaps = LONG_GAPS.get(doc);
  if (gaps === undefined) {
    gaps = new Map();
    LONG_GAPS.set(doc, gaps);
  }
  const quote = gaps.get(at) ?? skipSeparators(doc.bytes, near, doc.bytes.length);
  gaps.set(at, quote);
  return quote;
}

/** The first offset in `[at, limit)` that holds neither whitespace nor a comma, else `limit`. */
function skipSeparators(bytes: Uint8Array, at: number, limit: number): number {
  let i = at;
  while (i < limit && (isWhitespace(bytes[i]) || bytes[i] === COMMA)) i++;
  return i;
}

/** A member's key with its escapes decoded; undefined for elements and for the root. */
export function keyOf(doc: JsonDocument, node: NodeId): string | undefined {
  const at = keyStart(doc, node);
  return at === undefined ? undefined : decodeString(doc.bytes, at, endOfString(doc.bytes, at));
}

/** The value as it was received, character for character. */
export function sourceText(doc: JsonDocument, node: NodeId): string {
  return decodeUtf8(doc.bytes, doc.start[node]!, doc.end[node]!);
}

/** A string's text with its escapes decoded (lone surrogates stay); undefined for other kinds. */
export function stringValue(doc: JsonDocument, node: NodeId): string | undefined {
  const at = doc.start[node]!;
  return doc.bytes[at] === QUOTE ? decodeString(doc.bytes, at, doc.end[node]!) : undefined;
}

/** The member with this key; of duplicates the last, as with `JSON.parse`. O(members). */
export function childByKey(doc: JsonDocument, node: NodeId, key: string): NodeId | undefined {
  if (kindOf(doc, node) !== 'object') return undefined;
  let found: NodeId | undefined;
  let at = doc.start[node]! + 1;
  for (let n = node + 1; n < doc.next[node]!; n = doc.next[n]!) {
    const quote = keyAfter(doc, at);
    if (decodeString(doc.bytes, quote, endOfString(doc.bytes, quote)) === key) found = n;
    at = doc.end[n]!;
  }
  return found;
}

/** The node a path leads to from the root. Keys name members of objects, numbers elements of arrays. */
export function nodeAtPath(doc: JsonDocument, path: readonly PathStep[]): NodeId | undefined {
  let node: NodeId | undefined = 0;
  for (const step of path) {
    if (node === undefined) return undefined;
    if (typeof step === 'string') node = childByKey(doc, node, step);
    else node = doc.bytes[doc.start[node]!] === OPEN_ARRAY ? childAt(doc, node, step) : undefined;
  }
  return node;
}

/** The steps from the root to the node; `[]` for the root. */
export function pathOf(doc: JsonDocument, node: NodeId): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (let n = node; n !== 0; n = doc.parent[n]!) steps.push(keyOf(doc, n) ?? indexInParent(doc, n));
  return steps.reverse();
}

/**
 * The subtree as plain JavaScript values, equal to what `JSON.parse` makes of it: numbers become doubles, of duplicate
 * keys the last wins, a `__proto__` key is an own property. For the small things that the program itself reads.
 */
export function toValue(doc: JsonDocument, node: NodeId): JsonValue {
  type Open = {
    readonly node: NodeId;
    readonly items: JsonValue[] | undefined;
    readonly members: Record<string, JsonValue>;
  };
  const open: Open[] = [];
  let root: JsonValue = null;
  for (let n = node; n < doc.next[node]!; n++) {
    while (open.length > 0 && n >= doc.next[open.at(-1)!.node]!) open.pop();
    const isArray = doc.bytes[doc.start[n]!] === OPEN_ARRAY;
    const holder: Open = { node: n, items: isArray ? [] : undefined, members: {} };
    const value = isContainer(doc, n) ? (holder.items ?? holder.members) : scalarValue(doc, n);
    const parent = open.at(-1);
    if (parent === undefined) root = value;
    else if (parent.items !== undefined) parent.items.push(value);
    else defineMember(parent.members, keyOf(doc, n)!, value);
    if (hasChildren(doc, n)) open.push(holder);
  }
  return root;
}

function scalarValue(doc: JsonDocument, node: NodeId): JsonValue {
  switch (kindOf(doc, node)) {
    case 'string':
      return stringValue(doc, node)!;
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    default:
      return Number(sourceText(doc, node));
  }
}

/** Plain assignment to `__proto__` would set the prototype instead. */
function defineMember(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
