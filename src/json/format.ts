// A document re-indented, as chunks that can be streamed. Only whitespace between tokens changes: digits, escapes, key
// order and duplicate keys stay as they were received. Iterative; holds a line and a chunk, never the whole text.
import { visible } from '../text/untrusted.ts';
import {
  endOf,
  hasChildren,
  isContainer,
  type JsonDocument,
  keyStart,
  kindOf,
  type NodeId,
  nextOf,
  rawParent,
  startOf,
} from './document.ts';
import type { TokenRole, TokenSpan } from './lines.ts';
import { decodeStringPart } from './strings.ts';
import { COLON, COMMA, endOfString, skipWhitespace } from './tokens.ts';
import { decodeUtf8, isContinuation } from './utf8.ts';

type FormatOptions = {
  /** Spaces a level, 0 to 16; 2 unless told. */
  readonly indent?: number;
  /** The value alone, without its key, instead of the whole document. */
  readonly node?: NodeId;
  /** Leaves lines out that are no JSON. */
  readonly isStrict?: boolean;
};

/** Deeper lines are not indented further, or the text would grow with the square of the nesting. */
const DEEPEST_INDENT = 128;

const CHUNK_BYTES = 64 * 1024;

/** What one line of the result holds, as offsets into the source. */
type Line = {
  readonly node: NodeId;
  readonly kind: 'scalar' | 'open' | 'empty' | 'close';
  readonly depth: number;
  /** The key with its quotes; both 0 where there is none. */
  readonly keyFrom: number;
  readonly keyTo: number;
  /** The scalar, or a bracket; of an empty container the opening one. */
  readonly from: number;
  readonly to: number;
  readonly hasComma: boolean;
};

/**
 * The document as `JSON.stringify` would lay it out, but with every token as it was received; without a line feed at
 * the end. Chunks are about 64 kB and may be written as they come. Indentation stops growing at depth 128.
 */
export function* formatPretty(doc: JsonDocument, options: FormatOptions = {}): Generator<string, void, undefined> {
  const indent = spacesPerLevel(options);
  const { bytes } = doc;
  const decoder = new TextDecoder();
  // Flushed once it holds a chunk; a line adds less than another, because longer tokens do not pass through it.
  const chunk = new Uint8Array(2 * CHUNK_BYTES);
  let used = 0;
  let isFirst = true;
  for (const line of prettyLines(doc, options)) {
    if (used >= CHUNK_BYTES) {
      yield decoder.decode(chunk.subarray(0, used), { stream: true });
      used = 0;
    }
    if (!isFirst) chunk[used++] = 0x0a;
    isFirst = false;
    const spaces = Math.min(line.depth, DEEPEST_INDENT) * indent;
    chunk.fill(0x20, used, used + spaces);
    used += spaces;
    if (isLong(line.keyFrom, line.keyTo) || isLong(line.from, line.to)) {
      yield decoder.decode(chunk.subarray(0, used), { stream: true });
      used = 0;
      if (line.keyTo > 0) yield* longText(decoder, bytes, line.keyFrom, line.keyTo);
      if (line.keyTo > 0) yield ': ';
      yield* longText(decoder, bytes, line.from, line.to);
    } else {
      for (let at = line.keyFrom; at < line.keyTo; at++) chunk[used++] = bytes[at]!;
      if (line.keyTo > 0) {
        chunk[used++] = COLON;
        chunk[used++] = 0x20;
      }
      for (let at = line.from; at < line.to; at++) chunk[used++] = bytes[at]!;
    }
    if (line.kind === 'empty') chunk[used++] = bytes[endOf(doc, line.node) - 1]!;
    if (line.hasComma) chunk[used++] = COMMA;
  }
  yield decoder.decode(chunk.subarray(0, used));
}

function isLong(from: number, to: number): boolean {
  return to - from > CHUNK_BYTES / 4;
}

function* longText(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
  from: number,
  to: number,
): Generator<string> {
  for (let at = from; at < to; at += CHUNK_BYTES) {
    yield decoder.decode(bytes.subarray(at, Math.min(at + CHUNK_BYTES, to)), { stream: true });
  }
}

/**
 * The same lines as spans for a terminal, each token made visible: text from a server never reaches a terminal as it
 * is. So this is for eyes, and `formatPretty` for programs. A very long token comes as several spans of one role.
 */
export function* formatSpans(
  doc: JsonDocument,
  options: FormatOptions = {},
): Generator<readonly TokenSpan[], void, undefined> {
  const indent = spacesPerLevel(options);
  for (const line of prettyLines(doc, options)) {
    const spans: TokenSpan[] = [];
    const spaces = Math.min(line.depth, DEEPEST_INDENT) * indent;
    if (spaces > 0) spans.push({ text: ' '.repeat(spaces), role: 'punctuation' });
    if (line.keyTo > 0) {
      spans.push(...tokenSpans(doc.bytes, line.keyFrom, line.keyTo, 'key'), { text: ': ', role: 'punctuation' });
    }
    if (line.kind === 'empty') {
      spans.push({ text: kindOf(doc, line.node) === 'object' ? '{}' : '[]', role: 'punctuation' });
    } else {
      spans.push(...tokenSpans(doc.bytes, line.from, line.to, roleOf(doc, line)));
    }
    if (line.hasComma) spans.push({ text: ',', role: 'punctuation' });
    yield spans;
  }
}

function tokenSpans(bytes: Uint8Array, from: number, to: number, role: TokenRole): readonly TokenSpan[] {
  const spans: TokenSpan[] = [];
  for (let at = from; at < to; ) {
    let cut = Math.min(at + CHUNK_BYTES, to);
    while (cut < to && isContinuation(bytes[cut]!)) cut--;
    spans.push({ text: visible(decodeUtf8(bytes, at, cut)), role });
    at = cut;
  }
  return spans;
}

function roleOf(doc: JsonDocument, line: Line): TokenRole {
  if (line.kind !== 'scalar') return 'punctuation';
  const kind = kindOf(doc, line.node);
  return kind === 'string' || kind === 'number' || kind === 'broken' ? kind : 'literal';
}

function* prettyLines(doc: JsonDocument, { node: top = 0, isStrict = false }: FormatOptions): Generator<Line> {
  const { bytes } = doc;
  // Documents in a row stand in no list of their own: each is laid out as if it were alone.
  const root = top === 0 && doc.isSequence ? 1 : top;
  const limit = nextOf(doc, top);
  let depth = 0;
  const isLast = (node: NodeId) => depth === 0 || nextOf(doc, node) === nextOf(doc, rawParent(doc, node));
  for (let n = root; n < limit; n++) {
    if (isStrict && kindOf(doc, n) === 'broken') continue;
    const keyFrom = (n === top ? undefined : keyStart(doc, n)) ?? 0;
    const keyTo = keyFrom > 0 ? endOfString(bytes, keyFrom) : 0;
    const from = startOf(doc, n);
    if (hasChildren(doc, n)) {
      yield { node: n, kind: 'open', depth, keyFrom, keyTo, from, to: from + 1, hasComma: false };
      depth++;
      continue;
    }
    let at = endOf(doc, n);
    const kind = isContainer(doc, n) ? 'empty' : 'scalar';
    const hasComma = !isLast(n);
    yield { node: n, kind, depth, keyFrom, keyTo, from, to: kind === 'empty' ? from + 1 : at, hasComma };
    for (let m = n; depth > 0 && isLast(m); ) {
      m = rawParent(doc, m);
      depth--;
      at = skipWhitespace(bytes, at) + 1;
      yield {
        node: m,
        kind: 'close',
        depth,
        keyFrom: 0,
        keyTo: 0,
        from: at - 1,
        to: at,
        hasComma: depth > 0 && !isLast(m),
      };
    }
  }
}

function spacesPerLevel({ indent = 2 }: FormatOptions): number {
  return Math.min(Math.max(Math.floor(indent), 0), 16);
}

/** The JSON text without white space between its tokens (RFC 8259 §2). The text must be JSON already. */
export function compactJson(text: string): string {
  if (!/[ \t\n\r]/.test(text)) return text;
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const until = quote === -1 ? text.length : quote;
    parts.push(text.slice(at, until).replace(/[ \t\n\r]+/g, ''));
    if (quote === -1) break;
    const end = endOfLiteral(text, quote);
    parts.push(text.slice(quote, end));
    at = end;
  }
  return parts.join('');
}

function endOfLiteral(text: string, quote: number): number {
  let at = quote + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

const chunkBytes = 64 * 1024;

/** The text of a value in chunks of about 64 kB. */
export function* valueText(doc: JsonDocument, node: NodeId): Generator<string, void, undefined> {
  if (kindOf(doc, node) !== 'string') {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const to = endOf(doc, node);
    for (let at = startOf(doc, node); at < to; at += chunkBytes) {
      const end = Math.min(at + chunkBytes, to);
      yield decoder.decode(doc.bytes.subarray(at, end), { stream: end < to });
    }
    return;
  }
  for (let at = startOf(doc, node) + 1; ; ) {
    const { text, complete, end } = decodeStringPart(doc.bytes, at, chunkBytes);
    yield text;
    if (complete) return;
    at = end;
  }
}
