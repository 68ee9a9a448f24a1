// The request language: a line, or the arguments of a command, to a RequestLine. Must not know the catalog or the wire.
// Never throws: what is wrong comes back with its place. The grammar, with HTTPie's separators:
//   [METHOD] path [name==value …] [Header:value …] [name=text …] [name:=json …] [name@file …] [:=json] [=text] [@file] [| jq-filter]
import { bodyProblem } from './body.ts';
import { readItem } from './item.ts';
import { quoted } from './message.ts';
import { METHODS, methodOf } from './method.ts';
import { readPath } from './path.ts';
import type { Item, Method, ParseError, ParseOptions, ParseResult } from './types.ts';
import { nextWord, type Scanned, stretchOf, type Word, type WordKind } from './words.ts';

/** Reads a line as typed at the prompt, with quotes. See `nextWord` for quoting, `readPath` and `readItem` for the rest. */
export function parseLine(line: string, options: ParseOptions = {}): ParseResult {
  const source: Source = {
    next: (from, kind) => nextWord(line, from, kind),
    rest: (from) => line.slice(from).trimStart(),
  };
  return parse(source, options);
}

/**
 * Reads arguments that a shell has split already: nothing is unquoted, and only a word that begins with `|` begins the filter.
 * One single word with white space in it is read as a line (`flarescope api 'GET /zones name==a'`), and so is a first word that
 * begins with a method and a blank: the other words follow it. Positions in errors count in the words joined by one space.
 */
export function parseWords(words: readonly string[], options: ParseOptions = {}): ParseResult {
  const [first = ''] = words;
  if (words.length <= 1 && /\s/u.test(first)) return parseLine(first, options);
  const line = isRequest(first) ? first : undefined;
  const starts: number[] = [];
  let length = 0;
  for (const word of words) {
    starts.push(length);
    length += word.length + 1;
  }
  const end = Math.max(0, length - 1);
  const indexFrom = (from: number): number => {
    const index = starts.findIndex((start) => start >= from);
    return index < 0 ? words.length : index;
  };
  const source: Source = {
    next: (from, kind) => {
      if (line !== undefined && from < line.length) {
        const scanned = nextWord(line, from, kind);
        if (scanned.kind === 'filter') return { ...scanned, text: [scanned.text, ...words.slice(1)].join(' '), end };
        if (scanned.kind !== 'end') return scanned;
      }
      const index = indexFrom(from);
      const text = words[index];
      const start = starts[index] ?? end;
      if (text === undefined) return { kind: 'end', start: end };
      if (text.startsWith('|'))
        return { kind: 'filter', text: words.slice(index).join(' ').slice(1).trim(), start, end };
      return { kind: 'word', text, start, end: start + text.length, spans: undefined };
    },
    rest: (from) => (line?.slice(from).trimStart() || words[indexFrom(from)]) ?? '',
  };
  return parse(source, options);
}

/** True for a request in one piece, its method mistyped or not; no path begins so. */
function isRequest(word: string): boolean {
  const [, name = '', rest = ''] = /^\s*([a-z]+)\s(.*)/isu.exec(word) ?? [];
  return methodOf(name) !== undefined || (name !== '' && isUnknownMethod(name, rest.trimStart()));
}

/** Where words come from: `next` gives the first one at or after an offset, `rest` what stands there unread. */
interface Source {
  readonly next: (from: number, kind: WordKind) => Scanned;
  readonly rest: (from: number) => string;
}

interface ReadItem {
  readonly item: Item;
  readonly word: Word;
}

function parse(source: Source, options: ParseOptions): ParseResult {
  const start = readStart(source);
  if ('error' in start) return { ok: false, error: start.error };
  const { method, word: pathWord } = start;
  if (isRequest(pathWord.text)) return { ok: false, error: methodInPath(pathWord) };
  const located = readPath(pathWord.text, options.baseUrl);
  if (!located.ok) return { ok: false, error: errorIn(pathWord, located) };

  const read: ReadItem[] = located.query.map((query) => ({ item: { kind: 'query', ...query }, word: pathWord }));
  let filter: string | undefined;
  let at = pathWord.end;
  for (;;) {
    const scanned = source.next(at, 'item');
    if (scanned.kind === 'error') return { ok: false, error: scanned.error };
    if (scanned.kind === 'end') break;
    if (scanned.kind === 'filter') {
      if (scanned.text === '') return { ok: false, error: noFilter(scanned.end) };
      filter = scanned.text;
      break;
    }
    const result = readItem(scanned.text);
    if (!result.ok) return { ok: false, error: withHint(errorIn(scanned, result), read.at(-1)) };
    read.push({ item: result.item, word: scanned });
    at = scanned.end;
  }

  const items = read.map((entry) => entry.item);
  const wrong = bodyProblem(method, items);
  if (wrong !== undefined) {
    const { word } = read[wrong.item] ?? { word: pathWord };
    return { ok: false, error: errorIn(word, { ...wrong, index: 0, length: word.text.length }) };
  }
  return { ok: true, request: { method, path: located.path, items, filter } };
}

type Start = { readonly method: Method | undefined; readonly word: Word } | { readonly error: ParseError };

/** The method, where the first word is one, and the path word. */
function readStart(source: Source): Start {
  const first = source.next(0, 'name');
  if (first.kind === 'error') return first;
  if (first.kind !== 'word') return { error: noPath(first.start, 'A request begins with a method and a path') };
  const method = methodOf(first.text);
  if (method === undefined) {
    return isUnknownMethod(first.text, source.rest(first.end))
      ? { error: unknownMethod(first) }
      : { method, word: first };
  }
  const second = source.next(first.end, 'name');
  if (second.kind === 'error') return second;
  if (second.kind !== 'word') return { error: noPath(second.start, `${method} needs a path after it`) };
  return { method, word: second };
}

/** Paths are written small here: a word in capitals, or a word of letters with a path after it, was meant as a method. */
function isUnknownMethod(word: string, rest: string): boolean {
  if (!/^[a-z]+$/i.test(word)) return false;
  return /^[A-Z]+$/.test(word) || /^(?:\/|\{|https?:\/\/)/i.test(rest);
}

function unknownMethod(word: Word): ParseError {
  const known = `${METHODS.slice(0, -1).join(', ')} or ${METHODS.at(-1)}`;
  const message = `${quoted(word.text)} is not a method: use ${known}.`;
  return { position: word.start, length: word.end - word.start, expected: known, message };
}

function methodInPath(word: Word): ParseError {
  const message = `${quoted(word.text)} is a request of its own, not a path. Remove what comes before it.`;
  return { position: word.start, length: word.end - word.start, expected: 'a path', message };
}

function noPath(position: number, problem: string): ParseError {
  return { position, length: 0, expected: 'a path', message: `${problem}, such as GET /zones.` };
}

function noFilter(position: number): ParseError {
  const message =
    'There is no filter after |. Write a jq program such as .result[].name, or quote the | if it is part of a value.';
  return { position, length: 0, expected: 'a jq filter after |', message };
}

/** curl's habit: a space after the colon leaves the header empty and the value a word of its own. */
function withHint(error: ParseError, before: ReadItem | undefined): ParseError {
  if (before?.item.kind !== 'header' || before.item.value !== '') return error;
  const { name } = before.item;
  return {
    ...error,
    message: `${error.message} If it is the value of ${name}, write it without a space: ${name}:value.`,
  };
}

interface InWord {
  readonly index: number;
  readonly length: number;
  readonly expected: string;
  readonly message: string;
}

/** The same problem with its place in the line. */
function errorIn(word: Word, { index, length, expected, message }: InWord): ParseError {
  return { ...stretchOf(word, index, length), expected, message };
}
