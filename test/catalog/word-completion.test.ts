// What may stand at the end of a request that is being typed, against the built catalog.

import { describe, expect, test } from 'vitest';
import { completeWord, type Suggestion } from '../../src/catalog/word-completion.ts';
import { catalog } from './loaded.ts';

function suggested(...words: readonly string[]): readonly Suggestion[] {
  const found = completeWord(catalog, words.slice(0, -1), words.at(-1) ?? '');
  if (found.kind !== 'words') throw new Error(`suggests ${found.kind}`);
  return found.words;
}

function values(...words: readonly string[]): readonly string[] {
  return suggested(...words).map(({ value }) => value);
}

describe('suggest', () => {
  test('a method or a path stands first', () => {
    const first = values('');
    expect(first.slice(0, 5)).toEqual(['GET', 'HEAD', 'POST', 'PUT', 'PATCH']);
    expect(first).toContain('/zones');
    expect(values('po')).toEqual(['POST']);
  });

  test('what may end and go on is shown both ways where nothing else fits', () => {
    expect(suggested('GET', '/zo')).toEqual([
      { value: '/zones', description: 'List zones', isWhole: true },
      { value: '/zones/', description: '', isWhole: false },
    ]);
  });

  test('only paths that take the method end', () => {
    expect(values('GET', '/zones/example.com/purge')).toEqual([]);
    expect(values('POST', '/zones/example.com/purge')).toEqual(['/zones/example.com/purge_cache']);
  });

  test('a word of the API has its own methods, not those of a placeholder in its place', () => {
    // `batch` is for POST; an id may begin so.
    expect(completeWord(catalog, ['GET'], '/zones/example.com/dns_records/ba')).toMatchObject({
      kind: 'listed',
      beside: [],
    });
    expect(values('POST', '/zones/example.com/dns_records/ba')).toEqual(['/zones/example.com/dns_records/batch']);
  });

  test('ids are listed by a request that has the ids before them', () => {
    const found = completeWord(catalog, ['GET'], '/zones/example.com/dns_records/4');
    expect(found).toMatchObject({
      kind: 'listed',
      before: '/zones/example.com/dns_records/',
      completion: { request: { method: 'GET', path: '/zones/example.com/dns_records' }, missing: [] },
      isWhole: true,
    });
  });

  test('words that may stand where an id does are shown with the ids', () => {
    const found = completeWord(catalog, ['GET'], '/zones/example.com/dns_records/');
    expect(found).toMatchObject({ kind: 'listed' });
    if (found.kind !== 'listed') return;
    expect(found.beside.map(({ value }) => value)).toContain('/zones/example.com/dns_records/export');
  });

  test('query parameters are those of the operation, without those that are there', () => {
    const names = values('GET', '/zones/example.com/dns_records', '');
    expect(names).toEqual(expect.arrayContaining(['per_page==', 'order==', 'type==']));
    expect(values('GET', '/zones/example.com/dns_records', 'order==name', 'ord')).toEqual([]);
  });

  test('body fields stand with = for text and := for all else, the required ones first', () => {
    const found = suggested('POST', '/zones/example.com/dns_records', '');
    expect(found.slice(0, 3).map(({ value }) => value)).toEqual(expect.arrayContaining(['name=', 'type=', 'ttl:=']));
    expect(found[0]?.description).toMatch(/^required: /);
  });

  test.each([
    ['order==', ['order==type', 'order==name', 'order==content', 'order==ttl', 'order==proxied']],
    ['direction==d', ['direction==desc']],
    ['proxied==', ['proxied==true', 'proxied==false']],
    ['page==', []],
    ['nothing==', []],
  ])('values of %s', (typed, expected) => {
    expect(values('GET', '/zones/example.com/dns_records', typed)).toEqual(expected);
  });

  test('@ takes a file', () => {
    expect(completeWord(catalog, ['POST', '/zones'], '@b')).toEqual({ kind: 'files', before: '@' });
  });

  test('a path that the API has not suggests nothing', () => {
    expect(values('GET', '/nowhere/at/all')).toEqual([]);
    expect(values('GET', '/nowhere', '')).toEqual([]);
    expect(values('GET', 'https://')).toEqual([]);
  });
});
