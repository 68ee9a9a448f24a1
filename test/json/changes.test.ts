import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareJson } from '../../src/json/changes.ts';
import type { JsonPlace } from '../../src/json/compare.ts';
import { sourceText } from '../../src/json/document.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { runs } from '../helpers/runs.ts';

type Options = Parameters<typeof compareJson>[2];

const merging = { leftOut: () => 'keep', leftOutInside: 'open' } satisfies Options;
const replacing = { leftOut: () => 'remove', leftOutInside: 'remove' } satisfies Options;

function place(text: string): JsonPlace {
  const indexed = indexDocument(new TextEncoder().encode(text));
  if (!indexed.ok) throw new Error(text);
  return { document: indexed.document, node: 0 };
}

function told(before: string, after: string, options: Options = replacing): readonly string[] {
  const text = (at: JsonPlace | undefined): string => (at ? sourceText(at.document, at.node) : '');
  return compareJson(place(before), place(after), options).changes.map(
    (change) => `${change.kind} ${change.path.join('.')} ${text(change.before)} > ${text(change.after)}`,
  );
}

describe('what differs', () => {
  test.each([
    ['{"a":1}', '{"a":1}', []],
    ['{"a":1}', '{"a":1.0}', []],
    ['{"a":1}', '{"a":"1"}', ['changed a 1 > "1"']],
    ['{"a":"\\u00e9"}', '{"a":"é"}', []],
    ['{"id":9007199254740993}', '{"id":9007199254740992}', ['changed id 9007199254740993 > 9007199254740992']],
    ['{"a":1,"b":2}', '{"b":3,"c":4}', ['removed a 1 > ', 'changed b 2 > 3', 'added c  > 4']],
    ['{"a":{"b":[1,2]}}', '{"a":{"b":[1,2,3]}}', ['added a.b.2  > 3']],
    ['[1,2,3]', '[2,3]', ['removed 0 1 > ']],
    ['[1,2]', '[2,1]', ['moved  [1,2] > [2,1]']],
    ['{"a":{"b":1}}', '{"a":null}', ['changed a {"b":1} > null']],
    ['{"__proto__":1}', '{"__proto__":2}', ['changed __proto__ 1 > 2']],
    ['{"_t":"a","0":[1]}', '{"_t":"a","0":[2]}', ['changed 0.0 1 > 2']],
    ['"old"', '"new"', ['changed  "old" > "new"']],
  ])('between %s and %s', (before, after, changes) => {
    expect(told(before, after)).toEqual(changes);
  });

  test('rules are told apart by their ids, wherever one is put in', () => {
    const before = '{"rules":[{"id":"1","e":"a"},{"id":"2","e":"b"},{"id":"3","e":"c"}]}';
    const after = '{"rules":[{"e":"new"},{"id":"1","e":"A"},{"id":"3","e":"c"}]}';
    expect(told(before, after)).toEqual([
      'added rules.0  > {"e":"new"}',
      'changed rules.1.e "a" > "A"',
      'removed rules.1 {"id":"2","e":"b"} > ',
    ]);
  });

  test('what a PATCH leaves out stays; inside of what it sends, that is open', () => {
    expect(told('{"a":1,"b":{"c":1,"d":2}}', '{"b":{"c":3}}', merging)).toEqual(['changed b.c 1 > 3', 'open b.d 2 > ']);
    expect(compareJson(place('{"a":1,"b":2}'), place('{"b":3}'), merging).same).toBe(1);
  });

  test('a list of 5,000 in reverse is compared at once', () => {
    const ids = Array.from({ length: 5_000 }, (_, index) => ({ id: String(index) }));
    expect(told(JSON.stringify(ids), JSON.stringify(ids.toReversed()))).toHaveLength(1);
  });

  test('nothing differs from itself, and everything else from what it is not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
        expect(told(a, a)).toEqual([]);
        expect(told(a, b).length > 0).toBe(!isDeepStrictEqual(JSON.parse(a), JSON.parse(b)));
      }),
      runs(300),
    );
  });
});
