import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CompareOptions,
  type Comparison,
  compareValues,
  differenceAt,
  differenceCount,
  differencePath,
} from '../../src/json/compare.ts';
import { sourceText } from '../../src/json/document.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { patchText, whyNoPatch } from '../../src/json/patch.ts';
import { runs } from '../helpers/runs.ts';
import { applyPatch, exactText, readExactly } from './apply-patch.ts';
import { pairs } from './pairs.ts';

function compare(before: string, after: string, options: CompareOptions = {}): Comparison {
  const [a, b] = [before, after].map((text) => {
    const indexed = indexDocument(new TextEncoder().encode(text));
    if (!indexed.ok) throw new Error(text);
    return { document: indexed.document, node: 0 };
  });
  if (!a || !b) throw new Error('two');
  return compareValues(a, b, options);
}

function told(found: Comparison): readonly string[] {
  const lines: string[] = [];
  for (let id = 0; id < differenceCount(found); id++) {
    const { kind, before, after, from, to } = differenceAt(found, id);
    if (kind === 'within') continue;
    const values = [
      before === undefined ? '' : sourceText(found.before, before),
      after === undefined ? '' : sourceText(found.after, after),
    ];
    const move = kind === 'moved' ? ` ${from}>${to}` : ` ${values.join('>')}`;
    lines.push(`${kind} /${differencePath(found, id).join('/')}${move}`);
  }
  return lines;
}

describe('what differs', () => {
  test.each([
    [
      'numbers beyond 2^53',
      '{"n":9007199254740993}',
      '{"n":9007199254740992}',
      ['changed /n 9007199254740993>9007199254740992'],
    ],
    ['long fractions', '[1.10000000000000000000001]', '[1.1]', ['changed /0 1.10000000000000000000001>1.1']],
    ['the same number', '[100,1.0,-0]', '[1e2,1,0]', []],
    ['the same text', '["\\u0041"]', '["A"]', []],
    ['members in another order', '{"a":1,"b":2}', '{"b":2,"a":1}', []],
    ['an item moved', '[{"id":1},{"id":2},{"id":3}]', '[{"id":3},{"id":1},{"id":2}]', ['moved /0 2>0']],
    [
      'an item moved and changed',
      '[{"id":1},{"id":2},{"id":3,"x":1}]',
      '[{"id":3,"x":2},{"id":1},{"id":2}]',
      ['moved /0 2>0', 'changed /0/x 1>2'],
    ],
    [
      'an item put in before one that changed, without ids',
      '[{"v":1,"w":2},{"v":3,"w":4}]',
      '[{"v":9,"w":9},{"v":1,"w":5},{"v":3,"w":4}]',
      ['added /0 >{"v":9,"w":9}', 'changed /1/w 2>5'],
    ],
    [
      'ids that have nothing in common: by name and type',
      '[{"id":"1","name":"a","type":"A","v":1},{"id":"2","name":"a","type":"AAAA"}]',
      '[{"id":"3","name":"a","type":"AAAA"},{"id":"4","name":"a","type":"A","v":2}]',
      ['changed /0/id "2">"3"', 'moved /1 0>1', 'changed /1/id "1">"4"', 'changed /1/v 1>2'],
    ],
    ['a key that stands twice', '{"a":1,"a":2}', '{"a":1,"a":3}', ['changed /a 2>3']],
    ['a key that stood twice', '{"a":1,"a":2}', '{"a":2}', ['removed /a 1>']],
    ['scalars', '[1,2,3]', '[1,5,3]', ['changed /1 2>5']],
    ['what is empty', '[]', '{}', ['changed / []>{}']],
    ['documents in a row', '{"a":1}', '{"a":1} ', []],
  ])('%s', (_, before, after, lines) => {
    expect(told(compare(before, after))).toEqual(lines);
  });

  test('items by what the catalog tells them apart by', () => {
    const before = '[{"handle":"x","name":"n","v":1},{"handle":"y","name":"n"}]';
    const after = '[{"handle":"y","name":"n"},{"handle":"x","name":"n","v":2}]';
    expect(told(compare(before, after, { itemId: 'handle' }))).toEqual(['moved /1 0>1', 'changed /1/v 1>2']);
  });

  test('what is ignored is counted', () => {
    const found = compare('{"a":1,"on":1,"l":[{"on":1}]}', '{"a":1,"on":2,"l":[{"on":2}]}', {
      ignored: new Set(['on']),
    });
    expect(told(found)).toEqual([]);
    expect(found.ignored).toEqual([['on', 2]]);
  });

  test('what nests deeply is compared without end', () => {
    const deep = (inner: string): string => '['.repeat(20_000) + inner + ']'.repeat(20_000);
    expect(told(compare(deep('1'), deep('1')))).toEqual([]);
    expect(compare(deep('1'), deep('2')).counts.changed).toBe(1);
  });

  test('a list of 20,000 in reverse, and one where all items are alike, take no time that grows with the square', () => {
    const items = Array.from({ length: 20_000 }, (_, index) => ({ id: index }));
    expect(compare(JSON.stringify(items), JSON.stringify(items.toReversed())).counts.moved).toBe(19_999);
    const same = compare(`[${'0,'.repeat(20_000)}1]`, `[1${',0'.repeat(20_000)}]`);
    expect(same.counts).toMatchObject({ moved: 1, added: 0, removed: 0 });
  });
});

describe('JSON Patch', () => {
  const patch = (found: Comparison): string => [...patchText(found)].join('');

  test.each([
    ['[1,2]', '[1,2]', '[]\n'],
    ['1', '2', '[\n  {"op":"replace","path":"","value":2}\n]\n'],
    ['{"a/b":{"m~n":1}}', '{"a/b":{}}', '[\n  {"op":"remove","path":"/a~1b/m~0n"}\n]\n'],
    ['{}', '{"n":9007199254740993}', '[\n  {"op":"add","path":"/n","value":9007199254740993}\n]\n'],
    ['[{"id":1},{"id":2},{"id":3}]', '[{"id":3},{"id":1},{"id":2}]', '[\n  {"op":"move","from":"/2","path":"/0"}\n]\n'],
  ])('from %s to %s', (before, after, text) => {
    expect(patch(compare(before, after))).toBe(text);
  });

  test('a key that stands twice has no pointer', () => {
    expect(whyNoPatch(compare('{"x":{"a":1,"a":2}}', '{"x":{"a":1,"a":3}}'))).toMatch(/^the key \.x\.a stands/);
    expect(whyNoPatch(compare('{"x":{"a":1,"a":2},"b":1}', '{"x":{"a":1,"a":2},"b":2}'))).toBeUndefined();
  });

  test('applied to the first document it gives the second, and there are differences where they differ', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const found = compare(before, after);
        expect(whyNoPatch(found)).toBeUndefined();
        const result = exactText(applyPatch(before, patch(found)));
        const same = compare(result, after);
        expect(told(same)).toEqual([]);
        const isSame = normal(before) === normal(after);
        expect(differenceCount(found) === 0).toBe(isSame);
      }),
      runs(200),
    );
  });
});

/** Members in order and the numbers of `pairs` by their values. */
function normal(text: string): string {
  return exactText(readExactly(text))
    .replaceAll(/(?<![\w"])1e3/g, '1000')
    .replaceAll(/(?<![\w".])-0(?![.\d"])/g, '0');
}
