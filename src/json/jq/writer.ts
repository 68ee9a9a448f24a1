// Values as jq prints them: compact, numbers in the form that jq's library gives them, each key once. What stands in the document as
// jq would write it is copied byte for byte.
import { endOf, endOfToken, type JsonDocument, type NodeId, nextOf, startOf } from '../document.ts';
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endOfString,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from '../tokens.ts';
import { type JqMembers, JqUnsure, type JqValue, keyAfter, madeNumber, membersIn, textAt } from './values.ts';

/** Bytes that grow, of so many outputs. */
export interface JqOutput {
  bytes: Uint8Array;
  size: number;
  count: number;
}

export function createJqOutput(): JqOutput {
  return { bytes: new Uint8Array(1024), size: 0, count: 0 };
}

/** The bytes so far, which the next ones are written over. */
export function takeOutput(output: JqOutput): Uint8Array {
  const taken = output.bytes.subarray(0, output.size);
  output.size = 0;
  output.count = 0;
  return taken;
}

const encoder = new TextEncoder();

export function writeByte(output: JqOutput, byte: number): void {
  if (output.size === output.bytes.length) makeRoom(output, 1);
  output.bytes[output.size++] = byte;
}

function writeText(output: JqOutput, word: string): void {
  // A unit takes three bytes at most.
  makeRoom(output, 3 * word.length);
  output.size += encoder.encodeInto(word, output.bytes.subarray(output.size)).written;
}

function makeRoom(output: JqOutput, more: number): void {
  const wanted = output.size + more;
  if (wanted <= output.bytes.length) return;
  const grown = new Uint8Array(Math.max(wanted, 2 * output.bytes.length));
  grown.set(output.bytes.subarray(0, output.size));
  output.bytes = grown;
}

/** Up to so many bytes a loop is faster than a copy. */
const few = 48;

function copy(output: JqOutput, bytes: Uint8Array, from: number, to: number): void {
  makeRoom(output, to - from);
  const { bytes: target, size } = output;
  if (to - from > few) target.set(bytes.subarray(from, to), size);
  else for (let at = from; at < to; at++) target[size + at - from] = bytes[at]!;
  output.size = size + to - from;
}

export function writeValue(doc: JsonDocument, value: JqValue, output: JqOutput): void {
  if (typeof value === 'number') writeNode(doc, value, output);
  else if (typeof value === 'string') writeText(output, quoted(value));
  else if (value === null || typeof value === 'boolean') writeText(output, String(value));
  else if (Array.isArray(value)) writeItems(doc, value, output);
  else if (value instanceof Map) writeMembers(doc, value, output);
  else {
    const { value: number, text } = madeNumber(value);
    writeText(output, text ?? doubleText(number));
  }
}

function writeItems(doc: JsonDocument, items: readonly JqValue[], output: JqOutput): void {
  writeByte(output, OPEN_ARRAY);
  for (let index = 0; index < items.length; index++) {
    if (index > 0) writeByte(output, COMMA);
    writeValue(doc, items[index]!, output);
  }
  writeByte(output, CLOSE_ARRAY);
}

function writeMembers(doc: JsonDocument, members: JqMembers, output: JqOutput): void {
  writeByte(output, OPEN_OBJECT);
  let isFirst = true;
  for (const [key, value] of members) {
    if (!isFirst) writeByte(output, COMMA);
    isFirst = false;
    writeKey(output, key);
    writeByte(output, COLON);
    writeValue(doc, value, output);
  }
  writeByte(output, CLOSE_OBJECT);
}

const simpleKey = /^\w{1,40}$/;

/** Keys of programs are short and plain, and there are as many as values. */
function writeKey(output: JqOutput, key: string): void {
  if (!simpleKey.test(key)) {
    writeText(output, quoted(key));
    return;
  }
  makeRoom(output, key.length + 2);
  const { bytes } = output;
  let at = output.size;
  bytes[at++] = QUOTE;
  for (let index = 0; index < key.length; index++) bytes[at++] = key.charCodeAt(index);
  bytes[at++] = QUOTE;
  output.size = at;
}

/** As jq writes strings: JSON.stringify does, but for the one character that jq escapes besides. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}

/** A node as jq writes it. Nesting is the document's, which is not deep where this is used. */
function writeNode(doc: JsonDocument, node: NodeId, output: JqOutput): void {
  const { bytes } = doc;
  if (node === 0 && doc.isSequence) {
    writeChildren(doc, node, output);
    return;
  }
  const from = startOf(doc, node);
  switch (bytes[from]) {
    case OPEN_OBJECT:
      if (!writeObject(doc, node, output)) writeMembers(doc, membersIn(doc, node), output);
      break;
    case OPEN_ARRAY:
      writeChildren(doc, node, output);
      break;
    case QUOTE:
      writeString(bytes, from, endOf(doc, node), output);
      break;
    case 0x74:
    case 0x66:
    case 0x6e:
      copy(output, bytes, from, endOf(doc, node));
      break;
    default:
      writeNumber(bytes, from, endOf(doc, node), output);
  }
}

function writeChildren(doc: JsonDocument, node: NodeId, output: JqOutput): void {
  writeByte(output, OPEN_ARRAY);
  for (let child = node + 1, limit = nextOf(doc, node); child < limit; child = nextOf(doc, child)) {
    if (child > node + 1) writeByte(output, COMMA);
    writeNode(doc, child, output);
  }
  writeByte(output, CLOSE_ARRAY);
}

/** Where keys of one object that are compared with one another begin and end. More are looked up by their text. */
const mostCompared = 32;

/** False, with nothing written, where a key may come twice or is written with escapes. */
function writeObject(doc: JsonDocument, node: NodeId, output: JqOutput): boolean {
  const { bytes } = doc;
  const { size } = output;
  const starts: number[] = [];
  const ends: number[] = [];
  writeByte(output, OPEN_OBJECT);
  for (let child = node + 1, limit = nextOf(doc, node); child < limit; child = nextOf(doc, child)) {
    if (child > node + 1) writeByte(output, COMMA);
    const from = keyAfter(bytes, endOfToken(doc, child - 1));
    const to = plainEnd(bytes, from);
    if (to === undefined || starts.length === mostCompared || isKnown(bytes, from, to, starts, ends)) {
      output.size = size;
      return false;
    }
    starts.push(from);
    ends.push(to);
    copy(output, bytes, from, to);
    writeByte(output, COLON);
    writeNode(doc, child, output);
  }
  writeByte(output, CLOSE_OBJECT);
  return true;
}

function isKnown(
  bytes: Uint8Array,
  from: number,
  to: number,
  starts: readonly number[],
  ends: readonly number[],
): boolean {
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index]!;
    if (ends[index]! - start !== to - from) continue;
    let at = 1;
    while (from + at < to && bytes[start + at] === bytes[from + at]) at++;
    if (from + at === to) return true;
  }
  return false;
}

/** The offset after the string that begins at `from`, where jq writes it as it stands there. */
function plainEnd(bytes: Uint8Array, from: number): number | undefined {
  for (let at = from + 1; ; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH || byte === 0x7f) return undefined;
  }
}

function writeString(bytes: Uint8Array, from: number, to: number, output: JqOutput): void {
  for (let at = from + 1; at < to - 1; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH || byte === 0x7f) {
      writeText(output, quoted(textAt(bytes, from, endOfString(bytes, from))));
      return;
    }
  }
  copy(output, bytes, from, to);
}

function writeNumber(bytes: Uint8Array, from: number, to: number, output: JqOutput): void {
  // Whatever has an exponent, or so many zeros that jq gives it one.
  let isPlain = to - from <= longest;
  for (let at = from; at < to && isPlain; at++) isPlain = (bytes[at]! | 0x20) !== 0x65;
  const first = bytes[from] === 0x2d ? from + 1 : from;
  if (isPlain && !(bytes[first] === 0x30 && to - first > 7)) copy(output, bytes, from, to);
  else writeText(output, literalText(String.fromCharCode(...bytes.subarray(from, Math.min(to, from + longest + 1)))));
}

/** Characters of a number that jq surely keeps all of. */
const longest = 100;

/** A number of a document as jq writes it: in the scientific form of decimal arithmetic (IBM's "to-scientific-string"). */
function literalText(source: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  if (whole === '' || source.length > longest || power.length > 5) throw new JqUnsure();
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
  const exponent = Number(power) - fraction.length;
  const adjusted = exponent + digits.length - 1;
  if (exponent <= 0 && adjusted >= -6) {
    if (exponent === 0) return sign + digits;
    const padded = digits.padStart(1 - exponent, '0');
    return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
  }
  const point = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${sign}${point}E${adjusted < 0 ? '-' : '+'}${Math.abs(adjusted)}`;
}

/** A double as jq writes what it has computed: the fewest digits that tell it. */
function doubleText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.min(Math.abs(value), Number.MAX_VALUE);
  const sign = value < 0 ? '-' : '';
  const [mantissa = '', power = '0'] = size.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(power) + 1;
  if (point <= -4 || point > digits.length + 15) {
    const exponent = Math.abs(point - 1)
      .toString()
      .padStart(2, '0');
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${rest}e${point - 1 < 0 ? '-' : '+'}${exponent}`;
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const decoder = new TextDecoder();

/** A value as `tojson` gives it. */
export function jsonText(doc: JsonDocument, value: JqValue): string {
  const output = createJqOutput();
  writeValue(doc, value, output);
  return decoder.decode(takeOutput(output));
}
