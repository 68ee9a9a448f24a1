// A JSON document as its bytes and a flat index of its nodes in preorder, and the questions one may ask of it.
// Knows nothing of folds, rows or screens. The trap: nothing here may recurse or build an object per node; documents
// have millions of nodes and 100,000 levels, and some of them are still arriving while they are looked at.

import { decodeString } from './strings.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  endOfString,
  isWhitespace,
  OPEN_OBJECT,
  QUOTE,
  skipWhitespace,
} from './tokens.ts';
import { decodeUtf8 } from './utf8.ts';

/** A node's place in document order (preorder); 0 is the root. */
export type NodeId = number;

type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** `broken` is a line of JSON lines that is no JSON, whole and as it came. */
type NodeKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null' | 'broken';

/** Offsets and node ids stay 31-bit integers, which engines keep unboxed; a larger body has to be saved instead of shown. */
export const LARGEST_DOCUMENT = 0x7fff_fffe;

/**
 * Numbers a node: where its value begins, its parent (0 for the root too), and a link. A scalar's link is the offset
 * after it, with the sign bit set; a container's is the node after its subtree, so that a subtree is the range
 * `[n, link)`, and UNFINISHED as long as its closing bracket has not come.
 */
export const NODE_SIZE = 3;
export const SCALAR = 1 << 31;
export const UNFINISHED = 0x7fff_ffff;

/** The sign bit of where a node begins: it is a line that is no JSON, of which the link says where it ends, as of a scalar. */
export const BROKEN = 1 << 31;

/**
 * A document, or what has come of one: node ids never change while more arrives, so a later snapshot of the same
 * document takes the place of an earlier one at any time. Bytes and nodes may be shared with the thread that indexes:
 * beyond `bytes.length` and `nodeCount` they are not to be looked at, and links beyond `nodeCount` mean its end.
 */
export type JsonDocument = {
  /** What is indexed of the bytes. */
  readonly bytes: Uint8Array;
  readonly nodes: Int32Array;
  readonly nodeCount: number;
  /** The depth of the deepest node; the root's is 0. */
  readonly maxDepth: number;
  /** True where the root is a list of documents in a row, which stands in no brackets. */
  readonly isSequence: boolean;
  /** False while the document is arriving, and for good where it stopped in the middle. */
  readonly isComplete: boolean;
  /** The lines that are no JSON, where there are such. */
  readonly broken: BrokenLines;
  /** Counts of nodes by depth where the thread that indexes has made them; else they are made when asked for. */
  readonly levels: Levels | undefined;
  /** What was found out before; all snapshots of a document share it. */
  readonly memo: Memo;
};

export type BrokenLines = {
  readonly count: number;
  /** The first of them; means nothing where there is none. */
  readonly first: NodeId;
};

/** Where and why a line is no JSON: its number and the column of the fault, both from 1. */
export type BrokenLine = { readonly line: number; readonly column: number; readonly reason: string };

/** How many nodes of each depth there are in each block of nodes; `levels.ts` makes and reads them. */
export type Levels = {
  /** Whole blocks that are counted. */
  readonly blocks: number;
  readonly heads: Int32Array;
  readonly counts: Uint16Array;
};

export type Memo = {
  levels: Levels | undefined;
  /** By depth: how many nodes of at most that depth stand before each block. */
  readonly prefixes: Map<number, number[]>;
  /** Depths of the nodes of the blocks looked at last. */
  readonly depths: Map<number, { readonly values: Int32Array; readonly size: number }>;
  /** Where gaps between tokens that are longer than usual end. */
  readonly gaps: Map<number, number>;
  /** What is wrong with the lines that were asked about. */
  readonly broken: Map<NodeId, BrokenLine>;
  /** Numbers of the lines at places that are equally far apart, as far as they have been counted. */
  readonly lines: number[];
};

export function createMemo(): Memo {
  return { levels: undefined, prefixes: new Map(), depths: new Map(), gaps: new Map(), broken: new Map(), lines: [] };
}

export function isSameDocument(a: JsonDocument, b: JsonDocument): boolean {
  return a.memo === b.memo;
}

/** The offset of a value's first byte. */
export function startOf(doc: JsonDocument, node: NodeId): number {
  return doc.nodes[node * NODE_SIZE]! & ~BROKEN;
}

/** The node after the node's subtree in document order; as far as it has come. */
export function nextOf(doc: JsonDocument, node: NodeId): NodeId {
  const link = doc.nodes[node * NODE_SIZE + 2]!;
  if (link < 0) return node + 1;
  return link < doc.nodeCount ? link : doc.nodeCount;
}

/** The offset after a value's last byte; as far as it has come. A container's costs as many steps as it is deep at its end. */
export function endOf(doc: JsonDocument, node: NodeId): number {
  const link = doc.nodes[node * NODE_SIZE + 2]!;
  if (link < 0) return link & ~SCALAR;
  if (isUnfinished(doc, node) || (node === 0 && doc.isSequence)) return doc.bytes.length;
  let inner = nextOf(doc, node) - 1;
  let at = endOfToken(doc, inner);
  // One closing bracket for each container that ends there.
  if (!isContainer(doc, inner)) inner = rawParent(doc, inner);
  for (;;) {
    at = skipWhitespace(doc.bytes, at) + 1;
    if (inner === node) return Math.min(at, doc.bytes.length);
    inner = rawParent(doc, inner);
  }
}

/** The offset after a scalar, or after a container's opening bracket. */
export function endOfToken(doc: JsonDocument, node: NodeId): number {
  const link = doc.nodes[node * NODE_SIZE + 2]!;
  return link < 0 ? link & ~SCALAR : startOf(doc, node) + 1;
}

/** True for a container whose closing bracket has not come. */
export function isUnfinished(doc: JsonDocument, node: NodeId): boolean {
  return !doc.isComplete && doc.nodes[node * NODE_SIZE + 2]! > doc.nodeCount;
}

export function kindOf(doc: JsonDocument, node: NodeId): NodeKind {
  if (node === 0 && doc.isSequence) return 'array';
  const start = doc.nodes[node * NODE_SIZE]!;
  if (start < 0) return 'broken';
  switch (doc.bytes[start]) {
    case OPEN_OBJECT:
      return 'object';
    case 0x5b:
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
  return doc.nodes[node * NODE_SIZE + 2]! >= 0;
}

/** True for objects and arrays that hold something, the ones that can be folded. */
export function hasChildren(doc: JsonDocument, node: NodeId): boolean {
  return nextOf(doc, node) > node + 1;
}

/** The parent; of the root the root. */
export function rawParent(doc: JsonDocument, node: NodeId): NodeId {
  return doc.nodes[node * NODE_SIZE + 1]!;
}

export function parentOf(doc: JsonDocument, node: NodeId): NodeId | undefined {
  return node === 0 ? undefined : rawParent(doc, node);
}

export function firstChild(doc: JsonDocument, node: NodeId): NodeId | undefined {
  return hasChildren(doc, node) ? node + 1 : undefined;
}

/** Costs as many steps as the last child's subtree is deep at its end. */
export function lastChild(doc: JsonDocument, node: NodeId): NodeId | undefined {
  return hasChildren(doc, node) ? ancestorBelow(doc, nextOf(doc, node) - 1, node) : undefined;
}

export function siblingAfter(doc: JsonDocument, node: NodeId): NodeId | undefined {
  if (node === 0) return undefined;
  const after = nextOf(doc, node);
  return after < nextOf(doc, rawParent(doc, node)) ? after : undefined;
}

/** Costs as many steps as the previous sibling's subtree is deep at its end. */
export function siblingBefore(doc: JsonDocument, node: NodeId): NodeId | undefined {
  const parent = rawParent(doc, node);
  return node <= parent + 1 ? undefined : ancestorBelow(doc, node - 1, parent);
}

/** The child of `ancestor` whose subtree holds `node`. */
function ancestorBelow(doc: JsonDocument, node: NodeId, ancestor: NodeId): NodeId {
  let n = node;
  while (rawParent(doc, n) !== ancestor) n = rawParent(doc, n);
  return n;
}

/** Whether the node is a member of an object, and so has a key. */
export function isMember(doc: JsonDocument, node: NodeId): boolean {
  return node !== 0 && kindOf(doc, rawParent(doc, node)) === 'object';
}

/** The byte offset of the opening quote of a member's key; undefined for elements and for the root. */
export function keyStart(doc: JsonDocument, node: NodeId): number | undefined {
  // From the token before, because scanning back from the value would cost the length of the key.
  return isMember(doc, node) ? quoteAfter(doc, endOfToken(doc, node - 1)) : undefined;
}

/** Where gaps longer than this lead is remembered: whitespace may be endless, and rows are painted on every frame. */
const LONG_GAP = 1024;

/** The offset of the opening quote of the key that comes after the end of a token: closing brackets, a comma, whitespace. */
function quoteAfter(doc: JsonDocument, at: number): number {
  const near = skipGap(doc.bytes, at, at + LONG_GAP);
  if (near < at + LONG_GAP) return near;
  const quote = doc.memo.gaps.get(at) ?? skipGap(doc.bytes, near, doc.bytes.length);
  doc.memo.gaps.set(at, quote);
  return quote;
}

/** The first offset in `[at, limit)` that holds nothing that may stand between a value and the next key, else `limit`. */
function skipGap(bytes: Uint8Array, at: number, limit: number): number {
  let i = at;
  while (i < limit) {
    const byte = bytes[i];
    if (!isWhitespace(byte) && byte !== COMMA && byte !== CLOSE_OBJECT && byte !== CLOSE_ARRAY) break;
    i++;
  }
  return i;
}

/** A member's key with its escapes decoded; undefined for elements and for the root. */
export function keyOf(doc: JsonDocument, node: NodeId): string | undefined {
  const at = keyStart(doc, node);
  return at === undefined ? undefined : decodeString(doc.bytes, at, endOfString(doc.bytes, at));
}

/** The value as it was received, character for character. */
export function sourceText(doc: JsonDocument, node: NodeId): string {
  return decodeUtf8(doc.bytes, startOf(doc, node), endOf(doc, node));
}

/** A string's text with its escapes decoded (lone surrogates stay); undefined for other kinds. */
export function stringValue(doc: JsonDocument, node: NodeId): string | undefined {
  return kindOf(doc, node) === 'string' ? decodeString(doc.bytes, startOf(doc, node), endOf(doc, node)) : undefined;
}

/** The member with this key; of duplicates the last, as with `JSON.parse`. O(members). */
export function childByKey(doc: JsonDocument, node: NodeId, key: string): NodeId | undefined {
  if (kindOf(doc, node) !== 'object') return undefined;
  let found: NodeId | undefined;
  const limit = nextOf(doc, node);
  for (let n = node + 1; n < limit; n = nextOf(doc, n)) {
    const quote = quoteAfter(doc, endOfToken(doc, n - 1));
    if (decodeString(doc.bytes, quote, endOfString(doc.bytes, quote)) === key) found = n;
  }
  return found;
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
  const limit = nextOf(doc, node);
  for (let n = node; n < limit; n++) {
    while (open.length > 0 && n >= nextOf(doc, open.at(-1)!.node)) open.pop();
    const isArray = kindOf(doc, n) === 'array';
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
    case 'broken':
      return sourceText(doc, node);
    default:
      return Number(sourceText(doc, node));
  }
}

/** Plain assignment to `__proto__` would set the prototype instead. */
function defineMember(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
