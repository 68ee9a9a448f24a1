// One item word (after quotes are gone) to an Item. Must not know about the other items: see body.ts for what goes together.
import { headerProblem } from './header.ts';
import { scanJson, trimJson } from './json-text.ts';
import { notJson, quoted } from './message.ts';
import { findSeparator, unescapeName, unescapeValue } from './separator.ts';
import type { Item } from './types.ts';

export type ItemResult = { readonly ok: true; readonly item: Item } | ItemProblem;

export interface ItemProblem {
  readonly ok: false;
  /** Offset and length in the word. */
  readonly index: number;
  readonly length: number;
  readonly expected: string;
  readonly message: string;
}

const EXPECTED_ITEM = 'name==value, Header:value, name=text, name:=json, @file or | filter';

/** Reads an item: a leading `@` is a file; else the earliest of `==` `:=` `=` `:` that no backslash stands before decides. */
export function readItem(word: string): ItemResult {
  const found = findSeparator(word);
  if (found === undefined)
    return problem(0, word.length, EXPECTED_ITEM, `${quoted(word)} is not an item: write ${EXPECTED_ITEM}.`);
  const { separator, index } = found;
  const valueAt = index + separator.length;
  if (separator === '@') return readFile(word);
  const name = unescapeName(word.slice(0, index));
  if (separator === ':=') return readJson(name, word, valueAt);
  if (name === '' && separator === '=') return readText(word, valueAt);
  if (name === '') {
    return problem(0, valueAt, `a name before ${separator}`, `${quoted(word)} has no name before ${separator}.`);
  }
  const value = unescapeValue(word.slice(valueAt));
  if (separator === '==') return { ok: true, item: { kind: 'query', name, value } };
  if (separator === '=') return { ok: true, item: { kind: 'field', name, value } };
  return readHeader(name, value, word, index);
}

function readFile(word: string): ItemResult {
  const path = word.slice(1);
  if (path === '') return problem(1, 0, 'a file path after @', 'There is no file path after @.');
  const nul = word.indexOf('\0');
  if (nul >= 0) return problem(nul, 1, 'a file path', 'A file path cannot hold a NUL character.');
  return { ok: true, item: { kind: 'file', path } };
}

function readText(word: string, valueAt: number): ItemResult {
  const value = unescapeValue(word.slice(valueAt));
  if (value === '') return problem(valueAt, 0, 'a text after =', 'There is no text after =: write =text for a body.');
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
