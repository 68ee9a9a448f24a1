import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isContainer,
  type JsonDocument,
  keyOf,
  type NodeId,
  sourceText,
  stringValue,
} from '../../src/json/document.ts';
import { indexDocuments } from '../../src/json/parse.ts';
import { isMatch, readSearchQuery, type SearchQuery, type SearchScope } from '../../src/json/query.ts';
import { createSeenTexts, SEARCH_START, searchOn } from '../../src/json/search.ts';
import { runs } from '../helpers/runs.ts';
import { bytesOf, indexed } from './indexed.ts';

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

function queryOf(text: string, scope: SearchScope = 'both'): SearchQuery {
  const result = readSearchQuery(text, scope);
  if (!result.ok) throw new Error(result.reason);
  return result.query;
}

function find(doc: JsonDocument, query: SearchQuery, slice = Number.POSITIVE_INFINITY): NodeId[] {
  const matches: NodeId[] = [];
  let place = SEARCH_START;
  while (place.at < doc.bytes.length)
    place = searchOn(doc, query, place, place.at + slice, latin1, (node) => matches.push(node));
  return matches;
}

/** By the definition: whatever a reader sees of a key or a value. */
function findSlowly(doc: JsonDocument, query: SearchQuery): NodeId[] {
  const { scope } = query;
  return Array.from({ length: doc.nodeCount }, (_, n) => n).filter((n) => {
    const key = keyOf(doc, n);
    if (scope !== 'values' && key !== undefined && isMatch(query, key)) return true;
    return scope !== 'keys' && !isContainer(doc, n) && isMatch(query, stringValue(doc, n) ?? sourceText(doc, n));
  });
}

function escapeAll(text: string): string {
  return text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

describe('a search', () => {
  const doc = indexed(
    '{"name":"Zoë","path":"a\\/b","list":[1,12,true,null,"N\\u00c9e"],"\\u006eame":"x\\ny","é":{"deep":"say \\"hi\\""}}',
  );
  const rows: readonly (readonly [string, SearchScope, readonly NodeId[]])[] = [
    ['name', 'both', [1, 9]],
    ['name', 'values', []],
    ['Zoë', 'both', [1]],
    ['zoë', 'both', [1]],
    ['ZOË', 'both', []],
    ['a/b', 'both', [2]],
    ['née', 'both', [8]],
    ['NÉ', 'both', [8]],
    ['1', 'both', [4, 5]],
    ['1,12', 'both', []],
    ['true', 'values', [6]],
    ['true', 'keys', []],
    ['n', 'values', [7, 8]],
    ['"hi"', 'both', [11]],
    ['\\', 'both', []],
    ['u00', 'both', []],
    [':', 'both', []],
    ['[', 'both', []],
    ['é', 'keys', [10]],
    ['É', 'keys', []],
    ['/^1/', 'both', [4, 5]],
    ['/^n.me$/', 'keys', [1, 9]],
    ['/É/', 'both', [8]],
    ['/É/i', 'both', [8, 10]],
    ['/\\S{4}/', 'values', [6, 7, 11]],
    ['/x\\ny/', 'both', [9]],
    ['/', 'both', [2]],
    ['//', 'both', []],
    ['ne\u0301e', 'both', [8]],
    ['x␊y', 'both', [9]],
    ['␊', 'both', [9]],
  ];
  test.each(rows)('for %s in %s finds nodes %j', (text, scope, nodes) => {
    expect(find(doc, queryOf(text, scope))).toEqual(nodes);
  });

  test('takes composed and decomposed letters for the same, and blanks of every kind', () => {
    const texts = ['caf\u00e9', 'cafe\u0301', 'cafe', 'a\u00a0b', 'a\u202fb', 'a b', '\u212a', 'k'];
    const document = indexed(JSON.stringify(texts));
    const found = (text: string): readonly string[] =>
      find(document, queryOf(text)).map((node) => texts[node - 1] ?? '');
    expect(found('caf\u00e9')).toEqual(['caf\u00e9', 'cafe\u0301']);
    expect(found('cafe\u0301')).toEqual(['caf\u00e9', 'cafe\u0301']);
    expect(found('CAFÉ')).toEqual([]);
    // A letter with a mark is another letter.
    expect(found('cafe')).toEqual(['cafe']);
    expect(found('caf')).toEqual(['caf\u00e9', 'cafe\u0301', 'cafe']);
    expect(found('a b')).toEqual(['a\u00a0b', 'a\u202fb', 'a b']);
    expect(found('a\u00a0b')).toEqual(['a\u00a0b', 'a\u202fb', 'a b']);
    expect(found('/a\\u00a0b/')).toEqual(['a\u00a0b']);
    expect(found('/^a b$/')).toEqual(['a\u00a0b', 'a\u202fb', 'a b']);
    expect(found('/^café$/')).toEqual(['caf\u00e9', 'cafe\u0301']);
    expect(found('K')).toEqual(['\u212a']);
    expect(found('k')).toEqual(['\u212a', 'k']);
  });

  test('finds the marks that are drawn for what a terminal obeys or hides, and that itself', () => {
    const texts = ['two\nlines', 'a ␊ of its own', 'x\u007fy', 'to\u202eleft', '\\u202e', 'plain'];
    const document = indexed(JSON.stringify(texts));
    const found = (text: string): readonly number[] => find(document, queryOf(text)).map((node) => node - 1);
    expect(found('two␊lines')).toEqual([0]);
    expect(found('␊')).toEqual([0, 1]);
    expect(found('\n')).toEqual([0, 1]);
    expect(found('␡')).toEqual([2]);
    expect(found('\\u202e')).toEqual([3, 4]);
    expect(found('\u202e')).toEqual([3, 4]);
    expect(found('/␡y$/')).toEqual([2]);
  });

  test('finds quotes in lines that are no JSON', () => {
    const read = indexDocuments(bytesOf('{"a":1}\n{"b": "x" y}\n'));
    if (!read.ok) throw new Error(read.error.reason);
    expect(find(read.document, queryOf('"x"'))).toEqual([3]);
    expect(find(read.document, queryOf('b": "'))).toEqual([3]);
  });

  test.each([
    ['/(/', 'Unterminated group'],
    ['/[/', 'Unterminated character class'],
    ['/a{2,1}/', 'numbers out of order in {} quantifier'],
  ])('with %s is refused with the reason', (text, reason) => {
    expect(readSearchQuery(text, 'both')).toEqual({ ok: false, reason });
  });

  const alphabet = [
    'a',
    'A',
    'n',
    'é',
    'É',
    '"',
    '\\',
    '/',
    '\n',
    '1',
    'ж',
    'Ж',
    '😀',
    '\ud800',
    ':',
    ' ',
    'e\u0301',
    'e',
    '\u0301',
    '\u00a0',
    '\u3000',
    'k',
    '\u212a',
    '\u007f',
    '\u202e',
    '␊',
    '␡',
    ';',
  ];
  const anyWord = fc.array(fc.constantFrom(...alphabet), { maxLength: 6 }).map((parts) => parts.join(''));
  const anyValue = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      anyWord,
      fc.constantFrom(1, -12.5, true, null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(anyWord, tie('value'), { maxKeys: 4 }),
    ),
  })).value;

  test('finds what a reader would find, however the document is written and cut', () => {
    const needles = anyWord.filter((word) => word !== '' && !/^\/.+\/$/s.test(word));
    const expressions = fc.constantFrom('/a/', '/^a/', '/n$/', '/./', '/^$/', '/[^a]1/', '/ж/', '/\\\\/', '/\\W/');
    fc.assert(
      fc.property(
        anyValue,
        fc.boolean(),
        fc.constantFrom(undefined, 1),
        fc.oneof(needles, expressions),
        fc.constantFrom<SearchScope>('both', 'keys', 'values'),
        fc.integer({ min: 1, max: 60 }),
        (value, isEscaped, space, text, scope, slice) => {
          const source = JSON.stringify(value, null, space);
          const document = indexed(isEscaped ? escapeAll(source).replaceAll('/', '\\/') : source);
          const query = queryOf(text, scope);
          const expected = findSlowly(document, query);
          expect(find(document, query)).toEqual(expected);
          expect(find(document, query, slice)).toEqual(expected);
        },
      ),
      runs(300),
    );
  });

  test('finds what lies across the parts of a string of megabytes', () => {
    const long = 'x'.repeat(2 ** 20 - 3);
    const document = indexed(`["${long}nee\\u0064le${long}","${long}${long}nee\\/dle","${long}needle"]`);
    expect(find(document, queryOf('needle'))).toEqual([1, 3]);
    expect(find(document, queryOf('/needle/'))).toEqual([1, 3]);
    expect(find(document, queryOf('nee/dle'))).toEqual([2]);
  });
});

test('says of every text whether it was there before, as a set of the texts does', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 4 }), { maxLength: 3000 }), (texts) => {
      const seen = createSeenTexts();
      const real = new Set<string>();
      for (const text of texts) {
        expect(seen.has(text)).toBe(real.has(text));
        expect(seen.add(text)).toBe(!real.has(text));
        real.add(text);
      }
      expect(seen.size).toBe(real.size);
    }),
  );
});

test('tells 100,000 ids apart that differ in one digit', () => {
  const seen = createSeenTexts();
  for (let index = 0; index < 100_000; index += 1) seen.add(`id=${index.toString(16).padStart(32, '0')}`);
  expect(seen.size).toBe(100_000);
});
