// One item word (after quotes are gone) to an Item. Must not know about the other items: see body.ts for what goes together.
import { headerProblem } from './header.ts';
import { scanJson, trimJson } from './json-text.ts';
import { notJson, quoted } from './message.ts';
import { readPartOptions } from './parts.ts';
import type { Item } from './types.ts';

type ItemResult = { readonly ok: true; readonly item: Item } | ItemProblem;

interface ItemProblem {
  readonly ok: false;
  /** Offset and length in the word. */
  readonly index: number;
  readonly length: number;
  readonly expected: string;
  readonly message: string;
}

const EXPECTED_ITEM = 'name==value, Header:value, name=text, name:=json, name@file, @file or | filter';

/** Reads an item: a leading `@` is a file; else the earliest of `==` `:=` `=` `:` `@` that no backslash stands before decides. */
export function readItem(word: string): ItemResult {
  const found = findSeparator(word);
  if (found === undefined)
    return problem(0, word.length, EXPECTED_ITEM, `${quoted(word)} is not an item: write ${EXPECTED_ITEM}.`);
  const { separator, index } = found;
  const valueAt = index + separator.length;
  if (separator === '@' && index === 0) return readFile(word);
  const name = unescapeName(word.slice(0, index));
  if (separator === '@') return readPart(name, word, valueAt);
  if (separator === ':=') {
    return isFileValue(word.slice(valueAt))
      ? readFieldFile('jsonFile', name, word, valueAt)
      : readJson(name, word, valueAt);
  }
  if (separator === '=' && name !== '' && isFileValue(word.slice(valueAt)))
    return readFieldFile('fieldFile', name, word, valueAt);
  if (name === '' && separator === '=') return readText(word, valueAt);
  if (name === '') {
    return problem(0, valueAt, `a name before ${separator}`, `${quoted(word)} has no name before ${separator}.`);
  }
  if (separator === '=')
    return { ok: true, item: { kind: 'field', name, value: unescapeFieldValue(word.slice(valueAt)) } };
  const value = unescapeValue(word.slice(valueAt));
  if (separator === '==') return { ok: true, item: { kind: 'query', name, value } };
  return readHeader(name, value, word, index);
}

function readFile(word: string): ItemResult {
  const path = word.slice(1);
  if (path === '') return problem(1, 0, 'a file path after @', 'There is no file path after @.');
  const nul = word.indexOf('\0');
  if (nul >= 0) return problem(nul, 1, 'a file path', 'A file path cannot hold a NUL character.');
  return { ok: true, item: { kind: 'file', path } };
}

/** `@` alone is a text: the name of a zone's own DNS records. */
function isFileValue(value: string): boolean {
  return value.length > 1 && value.startsWith('@');
}

/** `name=@path`; the `@` stands at `at`. */
function readFieldFile(kind: 'fieldFile' | 'jsonFile', name: string, word: string, at: number): ItemResult {
  const path = word.slice(at + 1);
  const nul = path.indexOf('\0');
  if (nul >= 0) return problem(at + 1 + nul, 1, 'a file path', 'A file path cannot hold a NUL character.');
  return { ok: true, item: name === '' ? { kind: 'file', path } : { kind, name, path } };
}

/** `name@path` or `name@=text`, each with its options. */
function readPart(name: string, word: string, at: number): ItemResult {
  const isText = word[at] === '=';
  const start = isText ? at + 1 : at;
  const read = readPartOptions(word.slice(start));
  if (!read.ok) {
    const { index, length, expected, message } = read;
    return problem(start + index, length, expected, message);
  }
  const { text, type, filename } = read;
  if (isText) return { ok: true, item: { kind: 'part', name, value: text, type, filename } };
  const path = unescapeValue(text);
  if (path === '') return problem(at, 0, 'a file path after @', 'There is no file path after @.');
  if (path.includes('\0'))
    return problem(word.indexOf('\0', at), 1, 'a file path', 'A file path cannot hold a NUL character.');
  return { ok: true, item: { kind: 'partFile', name, path, type, filename } };
}

function readText(word: string, valueAt: number): ItemResult {
  const value = unescapeValue(word.slice(valueAt));
  if (value === '')
    return problem(valueAt, 0, 'a text after =', 'There is no text after =. Write =text for a text body.');
  return { ok: true, item: { kind: 'text', value } };
}

function readJson(name: string, word: string, valueAt: number): ItemResult {
  const value = trimJson(word.slice(valueAt));
  const start = value === '' ? valueAt : word.indexOf(value, valueAt);
  const scan = scanJson(value, 0);
  if (!scan.ok || scan.end < value.length) {
    const at = scan.ok ? value.length - value.slice(scan.end).trimStart().length : scan.position;
    const expected = scan.ok ? 'nothing after the JSON value' : scan.expected;
    return problem(start + at, at < value.length ? 1 : 0, expected, notJson(expected));
  }
  return { ok: true, item: name === '' ? { kind: 'body', value } : { kind: 'json', name, value } };
}

function readHeader(name: string, text: string, word: string, index: number): ItemResult {
  if (looksLikeUrl(name, text)) {
    return problem(0, word.length, EXPECTED_ITEM, `A line has one URL: ${quoted(word)} is a second one.`);
  }
  // Optional white space around a value is not part of it (RFC 9110 section 5.5).
  const value = text.replace(/^[\t ]+/, '').replace(/(?<![\t ])[\t ]+$/, '');
  const wrong = headerProblem(name, value);
  if (wrong === undefined) return { ok: true, item: { kind: 'header', name, value } };
  const [at, end] = wrong.in === 'name' ? [0, index] : [index + 1, word.length];
  return problem(at, end - at, wrong.expected, wrong.message);
}

/** Whether a header field, spelled without a space after its colon, would be a URL. */
export function looksLikeUrl(name: string, value: string): boolean {
  return /^https?$/i.test(name) && value.startsWith('//');
}

function problem(index: number, length: number, expected: string, message: string): ItemProblem {
  return { ok: false, index, length, expected, message };
}

type Separator = '==' | ':=' | '=' | ':' | '@';

const SEPARATORS: readonly Separator[] = ['==', ':=', '=', ':', '@'];
const NEXT = /[\\=:@]/g;

interface FoundSeparator {
  readonly separator: Separator;
  readonly index: number;
}

/** The separator of an item word. undefined where there is none. */
export function findSeparator(word: string): FoundSeparator | undefined {
  NEXT.lastIndex = 0;
  for (let match = NEXT.exec(word); match !== null; match = NEXT.exec(word)) {
    const { index } = match;
    const separator = SEPARATORS.find((candidate) => word.startsWith(candidate, index));
    if (separator !== undefined) return { separator, index };
    // A backslash: whatever follows it is no separator.
    NEXT.lastIndex = index + 2;
  }
  return undefined;
}

/** Where a word that is read piece by piece stands: in the name, after a backslash in it, or past the separator. */
export type NameState = 'start' | 'name' | 'escaped' | 'past';

/** The state after more of the word was read; says `past` where `findSeparator` would have found a separator. */
export function readName(state: NameState, piece: string): NameState {
  let now = state;
  for (let at = 0; at < piece.length && now !== 'past'; at++) {
    const character = piece[at];
    if (now === 'escaped') now = 'name';
    else if (character === '\\') now = 'escaped';
    else if (character === '=' || character === ':' || character === '@') now = 'past';
    else now = 'name';
  }
  return now;
}

/** The name with its escapes undone: `\=`, `\:`, `\@`, `\|` and `\\`; any other backslash stands for itself. */
export function unescapeName(text: string): string {
  return text.replace(/\\([=:@|\\])/g, '$1');
}

/** In an argument a first `|` would begin the filter. */
export function escapeName(name: string): string {
  return name.replace(/[\\=:@]/g, '\\$&').replace(/^\|/, '\\$&');
}

/** A value may not begin with `=` (`a==b` is a query), so a backslash stands before it; one is taken away here. */
function unescapeValue(text: string): string {
  return /^\\+=/.test(text) ? text.slice(1) : text;
}

export function escapeValue(value: string): string {
  return /^\\*=/.test(value) ? `\\${value}` : value;
}

/** The value of a field: one that begins with `@` would be a file, but for `@` alone. */
function unescapeFieldValue(text: string): string {
  return /^\\+[=@]/.test(text) ? text.slice(1) : text;
}

export function escapeFieldValue(value: string): string {
  return value !== '@' && /^\\*[=@]/.test(value) ? `\\${value}` : value;
}
