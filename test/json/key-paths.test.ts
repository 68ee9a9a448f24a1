import { describe, expect, test } from 'vitest';
import { keyPaths, MOST_KEY_PATHS, nodeAtKeyPath } from '../../src/json/key-paths.ts';
import { followPath, pathOf, pathText, readPathText } from '../../src/json/paths.ts';
import { indexed } from './indexed.ts';

const json =
  '{"result":[{"id":1,"a b":{"x":1}},{"id":2,"tags":[["t"],{"k":1}]},{"tags":[],"id":3}],"\\u0069d":9,"id":{"id":0},"":1}';

describe('the keys of a document', () => {
  test('by path, items of lists together, with their number', () => {
    const { paths, isAll } = keyPaths(indexed(json));
    expect(paths.map(({ text, count }) => `${text} ${count}`)).toEqual([
      '.result 1',
      '.result[].id 3',
      '.result[]["a b"] 1',
      '.result[]["a b"].x 1',
      '.result[].tags 2',
      '.result[].tags[].k 1',
      '.id 2',
      '.id.id 1',
      '.[""] 1',
    ]);
    expect(isAll).toBe(true);
  });

  test('of a part, and of more than can be told apart', () => {
    const doc = indexed(`{${Array.from({ length: MOST_KEY_PATHS + 5 }, (_, index) => `"k${index}":{"a":1}`).join()}}`);
    expect(keyPaths(doc, 5)).toMatchObject({
      isAll: false,
      paths: [{ text: '.k0' }, { text: '.k0.a' }, { text: '.k1' }, { text: '.k1.a' }],
    });
    const { paths, isAll } = keyPaths(doc);
    expect([paths.length, isAll]).toEqual([MOST_KEY_PATHS, false]);
  });

  test.each([
    ['.result[1].id', '.result[].tags', '.result[1].tags'],
    ['.result[1].tags[0]', '.result[].id', '.result[1].id'],
    ['.', '.result[].id', '.result[0].id'],
    // The item that one is in has no such member: the first of all.
    ['.result[0].id', '.result[].tags', '.result[1].tags'],
    ['.result[2]', '.result[].tags[].k', '.result[1].tags[1].k'],
    ['.result[2]', '.id.id', '.id.id'],
  ])('from %s to %s', (from, wanted, expected) => {
    const doc = indexed(json);
    const path = keyPaths(doc).paths.find(({ text }) => text === wanted)!;
    const node = nodeAtKeyPath(doc, path, followPath(doc, readPathText(from)!).node);
    expect(pathText(pathOf(doc, node), 'jq')).toBe(expected);
  });

  test('of many items are those of one, and 20,000 levels are no matter', () => {
    const doc = indexed(`[${'{"id":1,"name":"x","deep":{"a":[1,{"b":2}]}},'.repeat(2000)}0]`);
    expect(keyPaths(doc).paths.map(({ count }) => count)).toEqual([2000, 2000, 2000, 2000, 2000]);
    expect(keyPaths(indexed('['.repeat(20_000) + ']'.repeat(20_000))).paths).toEqual([]);
  });
});
