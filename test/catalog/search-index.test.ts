import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCatalogFile, writeCatalogFile } from '../../src/catalog/format.ts';
import { fitsOf } from '../../src/catalog/rank/word-match.ts';
import { buildIndex, readSearch, writeSearch } from '../../src/catalog/search-index.ts';
import { runs } from '../helpers/runs.ts';
import { catalog } from './loaded.ts';

const entryWords = fc.array(
  fc
    .dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.integer({ min: 1, max: 63 }))
    .map((own) => new Map(Object.entries(own))),
  { minLength: 1, maxLength: 300 },
);

test('what is written of an index is read again', () => {
  fc.assert(
    fc.property(entryWords, (entries) => {
      const operationOf = entries.map((_, entry) => entry >> 1);
      const made = buildIndex(operationOf, new Map(), entries);
      if (made.words.length === 0) return;
      const bytes = writeSearch(made);
      const words = made.words.join(' ');
      // Anywhere in other bytes, as a buffer of Node may be.
      const among = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
      const read = readSearch({ words, entries: operationOf, choices: [[0, 'x', 'y']], bytes: bytes.length }, among);
      expect(read.words).toEqual(made.words);
      for (const word of made.words.keys()) expect(read.having(word)).toEqual(made.having(word));
      for (const entry of entries.keys()) expect(read.mass(entry)).toBe(made.mass(entry));
      expect(read.choices.get(0)).toEqual({ placeholder: 'x', value: 'y' });
    }),
    runs(40),
  );
});

test('the first file is ASCII, and a part of it is read without the others', () => {
  const file = readCatalogFile(writeCatalogFile({ ...noCatalog, titles: ['Zürich \n 🚇'] }));
  expect(file).toEqual({ ...noCatalog, titles: ['Zürich \n 🚇'] });
  expect(writeCatalogFile(file)).toMatch(/^[\n\x20-\x7e]*$/);
  const broken = readCatalogFile(writeCatalogFile(file).replace('"words"', 'words'));
  expect(broken.titles).toEqual(file.titles);
  expect(() => broken.search).toThrow(SyntaxError);
});

const noCatalog: ReturnType<typeof readCatalogFile> = {
  counts: { sdk: 1, cf: 1, both: 1, all: 1, accepted: 0, probable: 0 },
  blocks: [7],
  methods: ['GET'],
  paths: ['/a'],
  titles: ['A'],
  groups: [],
  group: [0],
  pagings: [],
  paging: [-1],
  deprecated: [],
  lists: [],
  listings: [],
  choices: [],
  permissions: { names: [], needs: [], of: [-1] },
  search: { words: 'a', entries: [0], choices: [], bytes: 0 },
};

test('of all words those are found that fit when each is looked at alone', () => {
  const { words } = catalog.search();
  const text = fc
    .tuple(fc.constantFrom(...words), fc.nat(20), fc.constantFrom('', '', 's', 'ing', 'ation', 'er', 'x'))
    .map(([word, length, ending]) => word.slice(0, Math.max(1, length)) + ending);
  fc.assert(
    fc.property(text, fc.boolean(), (typed, isOpen) => {
      // With the word itself among them no slips are looked for, with or without the others.
      const all = [...new Set([...words, typed])].sort();
      const found = new Map(fitsOf(typed, isOpen, all).map(({ word, fit }) => [all[word], fit]));
      const alone = all.flatMap((word) => {
        const two = [...new Set([word, typed])].sort();
        return fitsOf(typed, isOpen, two).flatMap(({ word: at, fit }) =>
          two[at] === word ? [[word, fit] as const] : [],
        );
      });
      expect(found).toEqual(new Map(alone));
    }),
    runs(12),
  );
});
