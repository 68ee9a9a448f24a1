// Finds the nodes whose key or value matches a query, in document order, in slices, so that who runs it can stop between two.
// Plain text is looked for in the bytes; only tokens with escapes in them are decoded, since there the bytes do not say
// what a reader sees (`a\/b` is a/b). The trap: what matches in the bytes may lie across tokens, or in an escape.

import { searchable } from '../text/searchable.ts';
import { endOf, isContainer, isMember, type JsonDocument, keyStart, kindOf, type NodeId, startOf } from './document.ts';
import { isMatch, type PairQuery, type SearchQuery } from './query.ts';
import { decodeString, decodeStringPart } from './strings.ts';
import { BACKSLASH, endOfString, QUOTE } from './tokens.ts';
import { decodeUtf8 } from './utf8.ts';

/** Bytes as text of as many characters, in whatever way the platform does that fastest. */
export type Latin1 = (bytes: Uint8Array, from: number, to: number) => string;

/** Where a search stands: all bytes before `at` are searched. */
type SearchPlace = { readonly at: number; readonly node: NodeId };

export const SEARCH_START: SearchPlace = { at: 0, node: 0 };

/** Bytes that are looked at in one go. Strings of this size stay where a collection of young objects is cheap. */
const WINDOW = 64 * 1024;

/** A token's text is decoded in parts of at most so many bytes, which overlap by so many characters. */
const PART = 1024 * 1024;

const OVERLAP = 64 * 1024;

/** `isRaw`: it has no escapes, whatever it looks like. */
type Token = {
  readonly node: NodeId;
  readonly isKey: boolean;
  readonly isRaw: boolean;
  readonly from: number;
  readonly to: number;
};

/** Searches on from a place up to about `until`, and calls `found` for each node that matches. Answers the next place. */
export function searchOn(
  doc: JsonDocument,
  query: SearchQuery,
  place: SearchPlace,
  until: number,
  latin1: Latin1,
  found: (node: NodeId) => void,
): SearchPlace {
  const limit = Math.min(until, doc.bytes.length);
  let { at, node } = place;
  while (at < limit) {
    const to = Math.min(at + WINDOW, limit);
    const text = latin1(doc.bytes, at, Math.min(doc.bytes.length, to + query.anchorLength));
    const next = query.isExpression
      ? searchTokens(doc, query, text, at, to, node, found)
      : searchWindow(doc, query, text, at, to, node, found);
    ({ at, node } = next);
  }
  return { at, node };
}

/** Looks at what the anchor finds and at tokens with escapes, of what begins in `[base, limit)`; `text` is that as Latin-1. */
function searchWindow(
  doc: JsonDocument,
  query: SearchQuery,
  text: string,
  base: number,
  limit: number,
  before: NodeId,
  found: (node: NodeId) => void,
): SearchPlace {
  // A line that is no JSON has quotes as they are.
  const hasQuotes = doc.broken.count > 0 && (query.anchor === undefined || query.pair !== undefined);
  const anchor = hasQuotes ? withQuote(query.anchor) : query.anchor;
  const end = limit - base;
  let node = before;
  let match = -1;
  let matchEnd = 0;
  let escapeAt = -1;
  for (let at = 0; at < end; ) {
    if (match < at) {
      match = anchor === undefined ? end : nextMatch(anchor, text, at);
      matchEnd = anchor?.lastIndex ?? 0;
    }
    if (escapeAt < at) escapeAt = nextEscape(text, at);
    const next = Math.min(match, escapeAt);
    if (next >= end) break;
    const token = tokenAt(doc, base + next, node);
    if (token === undefined) {
      at = next + 1;
      continue;
    }
    ({ node } = token);
    const isWanted = query.scope === 'both' || (query.scope === 'keys') === token.isKey;
    const isFound =
      (isWanted && matchesToken(doc.bytes, query, token, base + match, base + matchEnd)) ||
      (token.isKey && query.pair !== undefined && matchesPair(doc, query.pair, token));
    if (isFound) {
      found(node);
      // A node counts once, whatever else in it matches.
      at = (token.isKey && !isContainer(doc, node) ? endOf(doc, node) : token.to) - base;
    } else {
      at = token.to - base;
    }
    if (at > end) return { at: base + at, node };
  }
  return { at: limit, node };
}

function withQuote(anchor: RegExp | undefined): RegExp {
  return anchor === undefined ? /"/g : new RegExp(`"|${anchor.source}`, anchor.flags);
}

function nextMatch(anchor: RegExp, text: string, from: number): number {
  anchor.lastIndex = from;
  return anchor.exec(text)?.index ?? text.length;
}

function nextEscape(text: string, from: number): number {
  const index = text.indexOf('\\', from);
  return index === -1 ? text.length : index;
}

function matchesToken(bytes: Uint8Array, query: SearchQuery, token: Token, match: number, matchEnd: number): boolean {
  const { from, to, isRaw } = token;
  const quote = !isRaw && bytes[from] === QUOTE ? 1 : 0;
  const isPlain = quote === 0 || !bytes.subarray(from, to).includes(BACKSLASH);
  if (isPlain && query.isExact && isAscii(bytes, match, matchEnd)) {
    return match >= from + quote && matchEnd <= to - quote;
  }
  return matchesText(bytes, query, token);
}

/** True where the bytes and the one after them are: a mark that comes after a letter makes another letter of it. */
function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at <= to; at++) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

/** Whether a member has the key and the value that are wanted. */
function matchesPair(doc: JsonDocument, pair: PairQuery, { node, from, to }: Token): boolean {
  return pair.key.test(searchable(decodeString(doc.bytes, from, to))) && fitsValue(doc, pair, node);
}

/** Whether a value is the one that is wanted of a member. */
export function fitsValue(doc: JsonDocument, { value, fit }: PairQuery, node: NodeId): boolean {
  const kind = kindOf(doc, node);
  if (value === undefined) return fit === 'any' || fit === kind;
  if (isContainer(doc, node)) return false;
  const [start, end] = [startOf(doc, node), endOf(doc, node)];
  const isString = kind === 'string';
  switch (fit) {
    case 'start':
    case 'whole': {
      // A few bytes more than the longest form of what is wanted tell.
      const most = BYTES_PER_LETTER * (value.pattern.source.length + CUT);
      if (!isString) return false;
      const { text, complete } = decodeStringPart(doc.bytes, start + 1, most);
      return (complete || fit === 'start') && isMatch(value, text);
    }
    case 'loose':
      // A number is meant as a whole, so that 1 is not found in 3,601; of `true`, a beginning will do.
      if (isString) break;
      return matchesWhole(value, decodeUtf8(doc.bytes, start, end), kind === 'number');
  }
  return matchesText(doc.bytes, value, { node, isKey: false, isRaw: false, from: start, to: end });
}

/** Whether the text of a value that holds no others matches. */
export function matchesScalar(doc: JsonDocument, query: SearchQuery, node: NodeId): boolean {
  const isRaw = kindOf(doc, node) === 'broken';
  return matchesText(doc.bytes, query, { node, isKey: false, isRaw, from: startOf(doc, node), to: endOf(doc, node) });
}

/** Bytes that a letter takes at most: a pair of surrogate escapes. */
const BYTES_PER_LETTER = 12;

function matchesWhole({ pattern }: SearchQuery, text: string, isWhole: boolean): boolean {
  const found = pattern.exec(text);
  return found !== null && found.index === 0 && (!isWhole || found[0].length === text.length);
}

/** Characters at a cut that are left to the part after it: marks that belong to the last letter may come there. */
const CUT = 64;

/** Whether the decoded text of a token matches; a long one is decoded part by part. */
function matchesText(bytes: Uint8Array, query: SearchQuery, { from, to, isRaw }: Token): boolean {
  if (isRaw || bytes[from] !== QUOTE) return isMatch(query, decodeUtf8(bytes, from, to));
  let before = '';
  for (let at = from + 1; at < to - 1; ) {
    const part = decodeStringPart(bytes, at, PART);
    const text = before + part.text;
    if (isMatch(query, part.complete ? text : text.slice(0, -CUT))) return true;
    if (part.complete) return false;
    before = text.slice(-OVERLAP);
    at = part.end;
  }
  // An expression may match nothing at all, as ^$ does.
  return to - from === 2 && isMatch(query, '');
}

/** Decodes every token that begins in the window. */
function searchTokens(
  doc: JsonDocument,
  query: SearchQuery,
  text: string,
  base: number,
  limit: number,
  before: NodeId,
  found: (node: NodeId) => void,
): SearchPlace {
  const { scope, pattern } = query;
  const special = /[\\\x7f-\xff]/g;
  const end = limit - base;
  let specialAt = -1;
  const matches = (from: number, to: number, node: NodeId, isKey: boolean): boolean => {
    const [first, last] = [from - base, to - base];
    const isRaw = !isKey && kindOf(doc, node) === 'broken';
    if (isRaw || last > text.length) return matchesText(doc.bytes, query, { node, isKey, isRaw, from, to });
    if (specialAt < first) specialAt = nextMatch(special, text, first);
    if (specialAt < last) return matchesText(doc.bytes, query, { node, isKey, isRaw, from, to });
    const quote = doc.bytes[from] === QUOTE ? 1 : 0;
    return pattern.test(text.slice(first + quote, last - quote));
  };
  let node = before;
  // The first node whose value begins in the window: `before` was the last of the window before.
  if (startOf(doc, node) < base) node++;
  for (; node < doc.nodeCount; node++) {
    const start = startOf(doc, node);
    if (start - base >= end) return { at: limit, node: Math.max(0, node - 1) };
    let isFound = false;
    const isScalar = !isContainer(doc, node);
    const key = scope === 'values' ? undefined : keyStart(doc, node);
    if (key !== undefined) {
      const keyEnd = endOfString(doc.bytes, key);
      // A key that began in the window before is not in this one's text.
      isFound =
        key < base
          ? matchesText(doc.bytes, query, { node, isKey: true, isRaw: false, from: key, to: keyEnd })
          : matches(key, keyEnd, node, true);
    }
    if (!isFound && isScalar && scope !== 'keys') isFound = matches(start, endOf(doc, node), node, false);
    if (isFound) found(node);
  }
  return { at: doc.bytes.length, node: doc.nodeCount - 1 };
}

/** The key or scalar that holds the byte; `near` is a node that begins before it. */
function tokenAt(doc: JsonDocument, at: number, near: NodeId): Token | undefined {
  const node = lastBefore(doc, at, near);
  if (node !== undefined && !isContainer(doc, node) && at < endOf(doc, node)) {
    return {
      node,
      isKey: false,
      isRaw: kindOf(doc, node) === 'broken',
      from: startOf(doc, node),
      to: endOf(doc, node),
    };
  }
  const next = node === undefined ? 0 : node + 1;
  if (next >= doc.nodeCount || !isMember(doc, next)) return undefined;
  const from = keyStart(doc, next)!;
  if (at < from) return undefined;
  const to = endOfString(doc.bytes, from);
  return at < to ? { node: next, isKey: true, isRaw: false, from, to } : undefined;
}

/** The last node whose value begins at or before the byte: in steps that double, then by halves. */
function lastBefore(doc: JsonDocument, at: number, near: NodeId): NodeId | undefined {
  let low = startOf(doc, near) <= at ? near : 0;
  if (startOf(doc, low) > at) return undefined;
  let step = 1;
  while (low + step < doc.nodeCount && startOf(doc, low + step) <= at) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, doc.nodeCount) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(doc, middle) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface SeenTexts {
  readonly size: number;
  /** True where the text was not there before. */
  readonly add: (text: string) => boolean;
  readonly has: (text: string) => boolean;
}

export function createSeenTexts(): SeenTexts {
  // Open addressing with linear probing; a slot of two zeros is free.
  let slots = new Uint32Array(2 * 1024);
  let size = 0;

  const find = (table: Uint32Array, high: number, low: number): number => {
    const mask = table.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 2;
      if (table[at] === high && table[at + 1] === low) return at;
      if (table[at] === 0 && table[at + 1] === 0) return at;
    }
  };
  const grow = (): void => {
    const larger = new Uint32Array(slots.length * 2);
    for (let at = 0; at < slots.length; at += 2) {
      const [high = 0, low = 0] = [slots[at], slots[at + 1]];
      if (high === 0 && low === 0) continue;
      const to = find(larger, high, low);
      larger[to] = high;
      larger[to + 1] = low;
    }
    slots = larger;
  };
  const locate = (text: string): { readonly at: number; readonly high: number; readonly low: number } => {
    const high = hash(text, 0x811c9dc5, 0x01000193);
    const low = hash(text, 0x01234567, 0x85ebca6b) || 1;
    return { at: find(slots, high, low), high, low };
  };
  return {
    get size() {
      return size;
    },
    has: (text) => {
      const { at } = locate(text);
      return slots[at] !== 0 || slots[at + 1] !== 0;
    },
    add: (text) => {
      const { at, high, low } = locate(text);
      if (slots[at] !== 0 || slots[at + 1] !== 0) return false;
      slots[at] = high;
      slots[at + 1] = low;
      size += 1;
      if (size * 2 > slots.length / 2) grow();
      return true;
    },
  };
}

/** 32 bits of a text: the loop of FNV-1a over its UTF-16 units, then the finalizer of MurmurHash3 to spread them. */
function hash(text: string, seed: number, factor: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), factor);
  value ^= value >>> 16;
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
