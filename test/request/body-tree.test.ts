// The body of a request as a tree: what a change leaves as it was, and that tree, line and body are the same request.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BodyNode,
  type BodyStep,
  bodyTree,
  isSameNode,
  jsonOf,
  nodeAt,
  textNode,
  treeOfJson,
  withBody,
  withEntries,
  withNode,
} from '../../src/request/body-tree.ts';
import { formatLine } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';
import type { RequestLine } from '../../src/request/types.ts';
import { bodyText } from '../../src/request/wire.ts';
import { runs } from '../helpers/runs.ts';

function read(line: string): RequestLine {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.request;
}

function json(text: string): BodyNode {
  const tree = treeOfJson(text);
  if (!tree) throw new Error(`${text} is no JSON`);
  return tree;
}

/** The line after a node was put at a place, or taken out. */
function put(line: string, steps: readonly BodyStep[], node: BodyNode | undefined): string {
  const request = read(line);
  return formatLine(withBody(request, withNode(bodyTree(request), steps, node)));
}

describe('a change of the body in the line', () => {
  test.each<readonly [line: string, steps: readonly BodyStep[], value: string | undefined, after: string]>([
    ['POST /x', ['a'], '"b"', 'POST /x a=b'],
    ['POST /x q==1 a=b H:v', ['a'], '2', 'POST /x q==1 a:=2 H:v'],
    ['POST /x a=b c=d', ['a'], undefined, 'POST /x c=d'],
    ['POST /x a=b', ['a'], undefined, 'POST /x'],
    ['POST /x', ['data', 'priority'], '10', 'POST /x data[priority]:=10'],
    ['POST /x data[priority]:=10', ['data', 'target'], '"t"', 'POST /x data[priority]:=10 data[target]=t'],
    ['POST /x data:={"priority":10} z=1', ['data', 'port'], '1', 'POST /x data:={"priority":10,"port":1} z=1'],
    ['POST /x :={"a":1}', ['a'], '2', 'POST /x :={"a":2}'],
    ['POST /x :={"a":1}', ['a'], undefined, 'POST /x :={}'],
    ['POST /x tags[]=a tags[]=b', ['tags', 1], '"c"', 'POST /x tags:=["a","c"]'],
    ['POST /x', ['rules', 0, 'action'], '"block"', 'POST /x rules[0][action]=block'],
    ['POST /x', ['a'], '{}', 'POST /x a:={}'],
    ['POST /x', ['a[b]'], '1', 'POST /x a\\\\[b\\\\]:=1'],
    ['POST /x', ['m', '7'], '1', 'POST /x m[\\\\7]:=1'],
    ['POST /x a=@f.txt', ['b'], '1', 'POST /x a=@f.txt b:=1'],
    ['POST /x d[a]:=@f.json d[b]=x', ['d', 'b'], '"y"', 'POST /x d[a]:=@f.json d[b]=y'],
    ['POST /x n:=12345678901234567890 s=x', ['s'], '"y"', 'POST /x n:=12345678901234567890 s=y'],
    ['POST /x [0][type]=A', [1, 'type'], '"B"', 'POST /x :=[{"type":"A"},{"type":"B"}]'],
    ['POST /x', [''], '1', 'POST /x :={"":1}'],
    ['POST /x', ['a', ''], '1', 'POST /x a:={"":1}'],
    ['POST /x', ['a', 2], '1', 'POST /x a:=[null,null,1]'],
  ])('%s with %j: %s', (line, steps, value, after) => {
    const changed = put(line, steps, value === undefined ? undefined : json(value));
    expect(changed.replaceAll("'", '"')).toBe(after.replaceAll("'", '"'));
    expect(formatLine(read(changed))).toBe(changed);
  });

  test('what is nested beyond all measure is one value, and stays', () => {
    const deep = '['.repeat(5_000) + ']'.repeat(5_000);
    const line = `POST /x deep:=${deep} a=b`;
    expect(put(line, ['a'], textNode('c'))).toBe(`POST /x deep:=${deep} a=c`);
    expect(jsonOf(json(deep))).toBe(deep);
  });

  test('entries are moved, copied and taken out', () => {
    const tree = json('{"rules":[{"a":1},{"a":2}]}');
    const swapped = withEntries(tree, ['rules'], (entries) => entries.toReversed());
    expect(jsonOf(swapped as BodyNode)).toBe('{"rules":[{"a":2},{"a":1}]}');
    expect(jsonOf(withNode(tree, ['rules', 0], undefined) as BodyNode)).toBe('{"rules":[{"a":2}]}');
  });

  test('a tree is laid out as people write JSON', () => {
    expect(jsonOf(json('{"a":[1,{"b":"c"}],"d":{},"e":[]}'), true)).toBe(
      JSON.stringify({ a: [1, { b: 'c' }], d: {}, e: [] }, null, 2),
    );
  });
});

const keys = fc.oneof(
  fc.constantFrom('a', 'data', '0', '7', '', '__proto__', 'a[b]', 'x=y', '@f', 'c:d', ' ', '|', '\\', 'é\u202e', 'a b'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 3 }),
  ),
})).value;

test('property: whatever is put wherever, the line read again is the same body', () => {
  const steps = fc.array(fc.oneof(keys, fc.nat(3)), { minLength: 0, maxLength: 3 });
  const changes = fc.array(fc.tuple(steps, fc.option(values, { nil: undefined })), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.option(values, { nil: undefined }), changes, (begin, put) => {
      let request = read('POST /x q==1');
      let tree: BodyNode | undefined;
      if (begin !== undefined) {
        tree = json(JSON.stringify(begin));
        request = withBody(request, tree);
      }
      for (const [path, value] of put) {
        tree = withNode(bodyTree(request), path, value === undefined ? undefined : json(JSON.stringify(value)));
        request = withBody(request, tree);
        const line = formatLine(request);
        const again = read(line);
        const isNone = tree === undefined || (jsonOf(tree) === '{}' && bodyText(request) === undefined);
        const text = bodyText(again);
        // What is changed keeps its place in the line, so members may stand in another order.
        if (isNone || !tree) expect(text).toBeUndefined();
        else expect([line, isSameNode(json(text ?? ''), tree)]).toEqual([line, true]);
        if (value !== undefined && path.length > 0) {
          expect(jsonOf(nodeAt(bodyTree(again), path) as BodyNode)).toBe(JSON.stringify(value));
        }
        request = again;
      }
    }),
    runs(300),
  );
});
