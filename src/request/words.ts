// Splits a line into words as a shell would, in one pass, and remembers where each character stood, so that an error
// inside a word points at the line. Must not know what an item means, except where JSON begins after `:=`.
// Trap: quotes do not protect a separator (the shell takes them away before we see an argument); a backslash does.
import { scanJson } from './json-text.ts';
import { type NameState, readName } from './separator.ts';
import type { ParseError } from './types.ts';

export interface Word {
  readonly kind: 'word';
  /** Without quotes and escapes. */
  readonly text: string;
  /** Offsets in the line: the first character, and after the last one (quotes included). */
  readonly start: number;
  readonly end: number;
  /** Offset in the line of each UTF-16 unit of `text`; undefined where they follow each other from `start`. */
  readonly offsets: readonly number[] | undefined;
}

export type Scanned =
  | Word
  | { readonly kind: 'filter'; readonly text: string; readonly start: number }
  | { readonly kind: 'end'; readonly start: number }
  | { readonly kind: 'error'; readonly error: ParseError };

/** `name`: method or path. `item`: JSON after an unquoted `:=` is taken to its balanced end, whatever it holds. */
export type WordKind = 'name' | 'item';

const SPACE = /\s/u;
const ESCAPABLE = /[\s'"|]/u;
const PLAIN_RUN = /[^\s'"|\\:]+/uy;
const DOUBLE_QUOTED_RUN = /[^"\\]+/y;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' };

/** Where the unit `index` of the word stands in the line; the word's end for an index past its text. */
export function positionIn(word: Word, index: number): number {
  if (index >= word.text.length) return word.end;
  return word.offsets?.[index] ?? word.start + index;
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
  if (line[at] === '|') return { kind: 'filter', text: line.slice(at + 1).trim(), start: at };
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
      if (ESCAPABLE.test(next)) writer.put(next, at);
      else writer.copy(line, at, at + (next === '\\' ? 2 : 1));
      at += next === '\\' || ESCAPABLE.test(next) ? 2 : 1;
    } else if (kind === 'item' && line.startsWith(':=', at) && line[at + 2] !== "'" && writer.isBeforeSeparator()) {
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
  if (!json.ok) return failed(json.position, line, json.expected, 'The value after := is not JSON');
  const after = line[json.end];
  if (after !== undefined && after !== '|' && !SPACE.test(after)) {
    return failed(
      json.end,
      line,
      'a space or the end of the line',
      'The value after := goes on where its JSON has ended',
    );
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
      writer.put(character, at);
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
  /** Writes one character that is written differently in the line at `at`. */
  readonly put: (character: string, at: number) => void;
  /** True while what is written holds no separator, so that one that follows would be the item's. */
  readonly isBeforeSeparator: () => boolean;
  readonly word: (start: number, end: number) => Word;
}

function createWriter(): Writer {
  const parts: string[] = [];
  const offsets: number[] = [];
  let name: NameState = 'start';
  return {
    copy: (line, from, to) => {
      const piece = line.slice(from, to);
      parts.push(piece);
      name = readName(name, piece);
      for (let at = from; at < to; at++) offsets.push(at);
    },
    put: (character, at) => {
      parts.push(character);
      name = readName(name, character);
      offsets.push(at);
    },
    isBeforeSeparator: () => name === 'start' || name === 'name',
    word: (start, end) => {
      const text = parts.join('');
      return { kind: 'word', text, start, end, offsets: end - start === text.length ? undefined : offsets };
    },
  };
}

function unclosed(line: string, open: number, quote: string): Scanned {
  return failed(line.length, line, `a closing ${quote}`, `The ${quote} at column ${open + 1} is not closed`);
}

function failed(position: number, line: string, expected: string, problem: string): Scanned {
  const length = position < line.length ? 1 : 0;
  return { kind: 'error', error: { position, length, expected, message: `${problem}: expected ${expected}.` } };
}
