// The values of jq's programs: nodes of the document as they lie there, and what a program makes of them.
import { compareDecimals } from '../decimal.ts';
import {
  endOf,
  endOfToken,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  nextOf,
  sourceText,
  startOf,
} from '../document.ts';
import { decodeString } from '../strings.ts';
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, isWhitespace, QUOTE } from '../tokens.ts';

/** A node is its number; numbers that were made are objects, so that the two are told apart. */
export type JqValue = null | boolean | string | NodeId | MadeNumber | readonly JqValue[] | JqMembers;

export type JqMembers = ReadonlyMap<string, JqValue>;

/** `text`: a literal of the program, which stays as it was written. */
type MadeNumber = { readonly value: number; readonly text: string | undefined };

export type JqType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** Here jq fails, and has its own words for it. */
export class JqFailure extends Error {}

/** What jq does here is not certain: it has to be asked. */
export class JqUnsure extends Error {}

export function isNode(value: JqValue): value is NodeId {
  return typeof value === 'number';
}

function isArray(value: JqValue): value is readonly JqValue[] {
  return Array.isArray(value);
}

export function typeOfValue(doc: JsonDocument, value: JqValue): JqType {
  if (typeof value === 'number') return typeOfNode(doc, value);
  if (typeof value === 'string') return 'string';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (isArray(value)) return 'array';
  return value instanceof Map ? 'object' : 'number';
}

function typeOfNode(doc: JsonDocument, node: NodeId): JqType {
  const kind = kindOf(doc, node);
  if (kind === 'true' || kind === 'false') return 'boolean';
  if (kind === 'broken') throw new JqUnsure();
  return kind;
}

/** All but false and null. */
export function isTruthy(doc: JsonDocument, value: JqValue): boolean {
  if (typeof value !== 'number') return value !== null && value !== false;
  const kind = kindOf(doc, value);
  return kind !== 'null' && kind !== 'false';
}

/** A text's characters. The value must be a string. */
export function textOf(doc: JsonDocument, value: JqValue): string {
  if (typeof value === 'string') return value;
  if (!isNode(value)) throw new JqUnsure();
  return textAt(doc.bytes, startOf(doc, value), endOf(doc, value));
}

/** The string literal in `bytes[from, to)`. jq does not read halves of characters. */
export function textAt(bytes: Uint8Array, from: number, to: number): string {
  const text = decodeString(bytes, from, to);
  if (!text.isWellFormed()) throw new JqUnsure();
  return text;
}

/** The value must be a number. */
export function numberOf(doc: JsonDocument, value: JqValue): number {
  const number = isNode(value) ? Number(sourceText(doc, value)) : madeNumber(value).value;
  // jq knows no infinity where a number is read.
  if (number === Number.POSITIVE_INFINITY) return Number.MAX_VALUE;
  return number === Number.NEGATIVE_INFINITY ? -Number.MAX_VALUE : number;
}

export function madeNumber(value: JqValue): MadeNumber {
  if (typeof value === 'object' && value !== null && 'text' in value) return value;
  throw new JqUnsure();
}

export function numeric(value: number): MadeNumber {
  if (Number.isNaN(value)) throw new JqUnsure();
  return { value, text: undefined };
}

/** The items of a value that must be an array. */
export function itemsIn(doc: JsonDocument, value: JqValue): readonly JqValue[] {
  if (isArray(value)) return value;
  if (!isNode(value)) throw new JqUnsure();
  const items: NodeId[] = [];
  for (let child = value + 1, limit = nextOf(doc, value); child < limit; child = nextOf(doc, child)) items.push(child);
  return items;
}

/** Members by key, as jq keeps them: of duplicates the last value in the place of the first. The value must be an object. */
export function membersIn(doc: JsonDocument, value: JqValue): JqMembers {
  if (value instanceof Map) return value;
  if (!isNode(value)) throw new JqUnsure();
  const members = new Map<string, JqValue>();
  for (let child = value + 1, limit = nextOf(doc, value); child < limit; child = nextOf(doc, child)) {
    const key = keyOf(doc, child) ?? '';
    if (!key.isWellFormed()) throw new JqUnsure();
    members.set(key, child);
  }
  return members;
}

/** A key of a program, and its bytes where it stands in a document without escapes. */
type KnownKey = { readonly key: string; readonly bytes: Uint8Array };

export function knownKey(key: string): KnownKey {
  return { key, bytes: new TextEncoder().encode(key) };
}

/** The member of an object's node, the last of duplicates. O(members): no key is decoded but those with escapes. */
export function memberAt(doc: JsonDocument, node: NodeId, { key, bytes: wanted }: KnownKey): NodeId | undefined {
  const { bytes } = doc;
  const size = wanted.length;
  let found: NodeId | undefined;
  for (let child = node + 1, limit = nextOf(doc, node); child < limit; child = nextOf(doc, child)) {
    const first = keyAfter(bytes, endOfToken(doc, child - 1)) + 1;
    let at = 0;
    while (at < size && bytes[first + at] === wanted[at]) at++;
    const stopped = bytes[first + at];
    if (stopped === BACKSLASH) {
      if (keyOf(doc, child) === key) found = child;
    } else if (at === size && stopped === QUOTE) {
      found = child;
    }
  }
  return found;
}

/** The quote of the key that comes after a token: brackets that close, a comma and blanks are between. */
export function keyAfter(bytes: Uint8Array, at: number): number {
  let i = at;
  for (;;) {
    const byte = bytes[i];
    if (byte !== COMMA && byte !== CLOSE_OBJECT && byte !== CLOSE_ARRAY && !isWhitespace(byte)) return i;
    i++;
  }
}

const order: readonly JqType[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

/** jq's order of all values: below 0 where `a` comes first, 0 where they are equal. */
export function compareJq(doc: JsonDocument, a: JqValue, b: JqValue): number {
  if (a === b) return 0;
  const type = typeOfValue(doc, a);
  const other = typeOfValue(doc, b);
  if (type !== other) return order.indexOf(type) - order.indexOf(other);
  switch (type) {
    case 'null':
      return 0;
    case 'boolean':
      return Number(isTruthy(doc, a)) - Number(isTruthy(doc, b));
    case 'number':
      return compareNumbers(doc, a, b);
    case 'string':
      return compareTexts(textOf(doc, a), textOf(doc, b));
    case 'array':
      return compareItems(doc, itemsIn(doc, a), itemsIn(doc, b));
    case 'object':
      return compareMembers(doc, membersIn(doc, a), membersIn(doc, b));
  }
}

/** Characters of which a double keeps the number. */
const exact = 15;

function compareNumbers(doc: JsonDocument, a: JqValue, b: JqValue): number {
  const [left, right] = [literalOf(doc, a), literalOf(doc, b)];
  if (left !== undefined && right !== undefined && (left.length > exact || right.length > exact))
    return compareDecimals(left, right);
  return numberOf(doc, a) - numberOf(doc, b);
}

function literalOf(doc: JsonDocument, value: JqValue): string | undefined {
  return isNode(value) ? sourceText(doc, value) : madeNumber(value).text;
}

/** By code points, which JavaScript's order is not where one is made of two units. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for what comes after all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

function compareItems(doc: JsonDocument, a: readonly JqValue[], b: readonly JqValue[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const sign = compareJq(doc, a[index]!, b[index]!);
    if (sign !== 0) return sign;
  }
  return a.length - b.length;
}

/** Keys first, then the values in the order of keys. */
function compareMembers(doc: JsonDocument, a: JqMembers, b: JqMembers): number {
  const [left, right] = [sortedKeys(a), sortedKeys(b)];
  const sign = compareItems(doc, left, right);
  if (sign !== 0) return sign;
  for (const key of left) {
    const difference = compareJq(doc, a.get(key)!, b.get(key)!);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function sortedKeys(members: JqMembers): readonly string[] {
  return [...members.keys()].sort(compareTexts);
}
