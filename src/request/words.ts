// Splits a line into words as a shell would, in one pass, and remembers where each character stood, so that an error
// inside a word points at the line. Must not know what an item means, except where JSON begins after `:=`.
// Trap: quotes do not protect a separator (the shell takes them away before we see an argument); a backslash does.
import { type NameState, readName } from './item.ts';
import { scanJson } from './json-text.ts';
import { notJson } from './message.ts';
import type { ParseError } from './types.ts';

export interface Word {
  readonly kind: 'word';
  /** Without quotes and escapes. */
  readonly text: string;
  /** Offsets in the line: the first character, and after the last one (quotes included). */
  readonly start: number;
  readonly end: number;
  /** Where each UTF-16 unit of `text` is written in the line; undefined where they follow each other from `start`. */
  readonly spans: { readonly starts: readonly number[]; readonly ends: readonly number[] } | undefined;
}

export type Scanned =
  | Word
  | { readonly kind: 'filter'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'end'; readonly start: number }
  | { readonly kind: 'error'; readonly error: ParseError };

/** `name`: method or path. `item`: JSON after an unquoted `:=` is taken to its balanced end, whatever it holds. */
export type WordKind = 'name' | 'item';

const SPACE = /\s/u;
const ESCAPABLE = /[\s'"|]/u;
const PLAIN_RUN = /[^\s'"|\\:]+/uy;
const DOUBLE_QUOTED_RUN = /[^"\\]+/y;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' };

/**
 * The stretch of the line that `length` units of the word from `index` on are written in, quotes inside it included;
 * the whole word with the quotes around it for the whole of its text; an empty stretch for length 0.
 */
export function stretchOf(
  word: Word,
  index: number,
  length: number,
): { readonly position: number; readonly length: number } {
  const { start, end, spans, text } = word;
  const isWhole = index === 0 && length >= text.length;
  if (isWhole && (length > 0 || text === '')) return { position: start, length: end - start };
  const position = spans === undefined ? start + index : (spans.starts[index] ?? spans.ends.at(-1) ?? end);
  if (length === 0) return { position, length: 0 };
  const last = Math.min(index + length, text.length) - 1;
  return { position, length: (spans?.ends[last] ?? start + last + 1) - position };
}

/**
 * The next word at or after `from`, or the filter after a `|` outside quotes, or the end of the line.
 * '…' is literal. "…" knows \" \\ \n \r \t and \uXXXX; every other backslash in it stands for itself. Outside quotes a
 * backslash takes the meaning from white space, a quote or `|`, and stays before anything else.
 */
export function nextWord(line: string, from: number, kind: WordKind): Scanned {
  let at = from;
  while (at < line.length && SPACE.test(line[at] ?? '')) at++;
  if (at >= line.length) return { kind: 'end', start: line.length };
  if (line[at] === '|') {
    return { kind: 'filter', text: line.slice(at + 1).trim(), start: at, end: line.length };
  }
  return readWord(line, at, kind);
}

function readWord(line: string, start: number, kind: WordKind): Scanned {
  const writer = createWriter();
  let at = start;
  while (at < line.length) {
    const character = line[at] ?? '';
    if (SPACE.test(character) || character === '|') break;
    if (character === "'") {
      const close = line.indexOf("'", at + 1);
      if (close < 0) return unclosed(line, at, "'");
      writer.copy(line, at + 1, close);
      at = close + 1;
    } else if (character === '"') {
      const close = readDoubleQuoted(line, at, writer);
      if (close === undefined) return unclosed(line, at, '"');
      at = close;
    } else if (character === '\\') {
      const next = line[at + 1] ?? '';
      if (ESCAPABLE.test(next)) writer.put(next, at, at + 2);
      else writer.copy(line, at, at + (next === '\\' ? 2 : 1));
      at += next === '\\' || ESCAPABLE.test(next) ? 2 : 1;
    } else if (
      kind === 'item' &&
      line.startsWith(':=', at) &&
      !"'@".includes(line[at + 2] ?? ' ') &&
      writer.isBeforeSeparator()
    ) {
      return readJson(line, start, at, writer);
    } else {
      PLAIN_RUN.lastIndex = at;
      const end = PLAIN_RUN.test(line) ? PLAIN_RUN.lastIndex : at + 1;
      writer.copy(line, at, end);
      at = end;
    }
  }
  return writer.word(start, at);
}

/** Reads the JSON after the `:=` at `at`: nobody has to quote it. */
function readJson(line: string, start: number, at: number, writer: Writer): Scanned {
  const json = scanJson(line, at + 2);
  if (!json.ok) return failed(json.position, line, json.expected, notJson(json.expected));
  const after = line[json.end];
  if (after !== undefined && after !== '|' && !SPACE.test(after)) {
    const expected = 'a space or the end of the line';
    return failed(json.end, line, expected, notJson(expected));
  }
  writer.copy(line, at, json.end);
  return writer.word(start, json.end);
}

/** Writes what stands between the double quotes that open at `open`; gives the offset after the closing one. */
function readDoubleQuoted(line: string, open: number, writer: Writer): number | undefined {
  let at = open + 1;
  while (at < line.length) {
    if (line[at] === '"') return at + 1;
    if (line[at] === '\\') {
      const [character, length] = readEscape(line, at);
      writer.put(character, at, at + length);
      at += length;
    } else {
      DOUBLE_QUOTED_RUN.lastIndex = at;
      const end = DOUBLE_QUOTED_RUN.test(line) ? DOUBLE_QUOTED_RUN.lastIndex : at + 1;
      writer.copy(line, at, end);
      at = end;
    }
  }
  return undefined;
}

function readEscape(line: string, at: number): readonly [character: string, length: number] {
  const code = /^\\u([0-9a-fA-F]{4})/.exec(line.slice(at, at + 6))?.[1];
  if (code !== undefined) return [String.fromCharCode(Number.parseInt(code, 16)), 6];
  const short = SHORT_ESCAPES[line[at + 1] ?? ''];
  return short === undefined ? ['\\', 1] : [short, 2];
}

interface Writer {
  /** Takes over a part of the line as it stands. */
  readonly copy: (line: string, from: number, to: number) => void;
  /** Writes one character that is written differently in the line, from `at` to `end`. */
  readonly put: (character: string, at: number, end: number) => void;
  /** True while what is written holds no separator, so that one that follows would be the item's. */
  readonly isBeforeSeparator: () => boolean;
  readonly word: (start: number, end: number) => Word;
}

function createWriter(): Writer {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let name: NameState = 'start';
  return {
    copy: (line, from, to) => {
      const piece = line.slice(from, to);
      parts.push(piece);
      name = readName(name, piece);
      for (let at = from; at < to; at++) {
        starts.push(at);
        ends.push(at + 1);
      }
    },
    put: (character, at, end) => {
      parts.push(character);
      name = readName(name, character);
      starts.push(at);
      ends.push(end);
    },
    isBeforeSeparator: () => name === 'start' || name === 'name',
    word: (start, end) => {
      const text = parts.join('');
      return { kind: 'word', text, start, end, spans: end - start === text.length ? undefined : { starts, ends } };
    },
  };
}

function unclosed(line: string, open: number, quote: string): Scanned {
  const message = `The ${quote} at column ${open + 1} is not closed. Add another ${quote}, or write \\${quote} if it is part of a value.`;
  return failed(line.length, line, `a closing ${quote}`, message);
}

function failed(position: number, line: string, expected: string, message: string): Scanned {
  return { kind: 'error', error: { position, length: position < line.length ? 1 : 0, expected, message } };
}
