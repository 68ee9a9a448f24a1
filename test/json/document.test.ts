import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLOCK_SIZE, childAt, childBlock, childCount, indexInParent } from '../../src/json/children.ts';
import {
  childByKey,
  firstChild,
  hasChildren,
  isContainer,
  type JsonDocument,
  keyOf,
  kindOf,
  lastChild,
  type NodeId,
  parentOf,
  rawParent,
  siblingAfter,
  siblingBefore,
  sourceText,
  stringValue,
  toValue,
} from '../../src/json/document.ts';
import { depthOf } from '../../src/json/levels.ts';
import { nodeAtPath, pathOf } from '../../src/json/paths.ts';
import { runs } from '../helpers/runs.ts';
import { bytesOf, indexed } from './indexed.ts';

/** Children by the definition: every node whose parent it is. */
function childrenOf(doc: JsonDocument, node: NodeId): NodeId[] {
  return nodesOf(doc).filter((n) => n !== 0 && rawParent(doc, n) === node);
}

function nodesOf(doc: JsonDocument): NodeId[] {
  return Array.from({ length: doc.nodeCount }, (_, n) => n);
}

const anyDocument = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 2))
  .map(([value, space]) => indexed(JSON.stringify(value, null, space)));

describe('navigation', () => {
  test('every relation between nodes agrees with the table of parents', () => {
    fc.assert(
      fc.property(anyDocument, (doc) => {
        for (const n of nodesOf(doc)) {
          const children = childrenOf(doc, n);
          expect(firstChild(doc, n)).toBe(children[0]);
          expect(lastChild(doc, n)).toBe(children.at(-1));
          expect(childCount(doc, n)).toBe(children.length);
          expect(hasChildren(doc, n)).toBe(children.length > 0);
          expect(isContainer(doc, n)).toBe(['object', 'array'].includes(kindOf(doc, n)));
          for (const [index, child] of children.entries()) {
            expect(parentOf(doc, child)).toBe(n);
            expect(depthOf(doc, child)).toBe(depthOf(doc, n) + 1);
            expect(indexInParent(doc, child)).toBe(index);
            expect(childAt(doc, n, index)).toBe(child);
            expect(siblingAfter(doc, child)).toBe(children[index + 1]);
            expect(siblingBefore(doc, child)).toBe(children[index - 1]);
          }
          expect(Math.max(...nodesOf(doc).map((m) => depthOf(doc, m)))).toBe(doc.maxDepth);
        }
      }),
      runs(150),
    );
  });

  test('the root has no parent, no siblings and no key', () => {
    const doc = indexed('{"a":1}');
    expect([parentOf, siblingAfter, siblingBefore, keyOf].map((ask) => ask(doc, 0))).toEqual(Array(4).fill(undefined));
    expect(depthOf(doc, 0)).toBe(0);
  });

  test('kinds are told by the value, not by its neighbours', () => {
    const doc = indexed('[{},[],"n",-1,0,true,false,null]');
    expect(nodesOf(doc).map((n) => kindOf(doc, n))).toEqual([
      ...['array', 'object', 'array', 'string', 'number', 'number', 'true', 'false', 'null'],
    ]);
  });

  test.each([1, 63, 64, 65, 128, 129, 1000])('counts, indexes and finds each of %i elements', (count) => {
    // Every third element has children of its own, so that ids and indexes part.
    const doc = indexed(`[${Array.from({ length: count }, (_, i) => (i % 3 === 0 ? '[0,{"a":[]}]' : '1')).join()}]`);
    expect(childCount(doc, 0)).toBe(count);
    const children = childrenOf(doc, 0);
    expect(children.map((n) => indexInParent(doc, n))).toEqual(children.map((_, i) => i));
    expect(children.map((_, i) => childAt(doc, 0, i))).toEqual(children);
    for (const [i, n] of children.entries()) {
      const first = i - (i % BLOCK_SIZE);
      expect(childBlock(doc, n)).toEqual({ node: children[first], index: first });
    }
    for (const index of [-1, count, 0.5, Number.NaN]) expect(childAt(doc, 0, index)).toBeUndefined();
  });
});

describe('keys and values', () => {
  test('a key is read whatever whitespace stands around it', () => {
    const doc = indexed('{ "a":{} ,\n\t"b" \n:\r [ 1 , {"c":2} ] , "d":3}');
    expect(nodesOf(doc).map((n) => keyOf(doc, n))).toEqual([...[undefined, 'a', 'b', undefined, undefined, 'c', 'd']]);
  });

  test('keys that look like the grammar, or hold escapes, are decoded', () => {
    const keys = ['', '"', '\\', '\\"', ',', ':', '{', ' , ', '\ufeffbom', 'é😀', '\ud800', '\n', '__proto__', 'a\\'];
    const doc = indexed(JSON.stringify(Object.fromEntries(keys.map((key, i) => [key, i]))));
    for (const [i, key] of keys.entries()) {
      const node = childByKey(doc, 0, key);
      expect(node).toBeDefined();
      expect(keyOf(doc, node!)).toBe(key);
      expect(sourceText(doc, node!)).toBe(`${i}`);
    }
    expect(childByKey(doc, 0, 'toString')).toBeUndefined();
  });

  test('numbers keep every digit of their source', () => {
    const numbers = ['9007199254740993', '-0', '1e400', '1.10', '1E+2', '0', '123456789'.repeat(50)];
    const doc = indexed(`[${numbers.join(' , ')}]`);
    expect(childrenOf(doc, 0).map((n) => sourceText(doc, n))).toEqual(numbers);
  });

  test('strings are decoded as JSON.parse decodes them, lone surrogates too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, isEscaped) => {
        const source = isEscaped
          ? `"${text.replace(/[\s\S]/g, (u) => `\\u${u.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
          : JSON.stringify(text);
        expect(stringValue(indexed(source), 0)).toBe(text);
      }),
    );
    expect(stringValue(indexed('"\\ud800x\\uDC00"'), 0)).toBe('\ud800x\udc00');
    expect(stringValue(indexed('"a\\/\\u0000"'), 0)).toBe('a/\u0000');
    expect(stringValue(indexed('17'), 0)).toBeUndefined();
  });

  test('of duplicate keys the last is found, and none is lost', () => {
    const doc = indexed('{"a":1,"b":2,"\\u0061":3}');
    expect(childByKey(doc, 0, 'a')).toBe(3);
    expect(childrenOf(doc, 0).map((n) => keyOf(doc, n))).toEqual(['a', 'b', 'a']);
    expect(toValue(doc, 0)).toEqual({ a: 3, b: 2 });
  });

  test('__proto__ is a key like any other', () => {
    const value = toValue(indexed('{"__proto__":{"x":1},"a":{"__proto__":null}}'), 0);
    expect(Object.keys(value as object)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"x":1},"a":{"__proto__":null}}');
  });

  test('a part of a document is materialised alone', () => {
    const doc = indexed('{"a":[1,{"b":[]},{}],"c":null}');
    expect(nodesOf(doc).map((n) => toValue(doc, n))).toEqual([
      ...[{ a: [1, { b: [] }, {}], c: null }, [1, { b: [] }, {}], 1, { b: [] }, [], {}, null],
    ]);
  });

  test('200,000 levels are materialised and measured without recursion', () => {
    const levels = 200_000;
    const doc = indexed(`${'[{"k":'.repeat(levels / 2)}7${'}]'.repeat(levels / 2)}`);
    let value = toValue(doc, 0);
    let depth = 0;
    for (; typeof value === 'object' && value !== null; depth++) {
      value = Array.isArray(value) ? value[0] : (value as { readonly k: typeof value }).k;
    }
    expect([value, depth]).toEqual([7, levels]);
    expect(depthOf(doc, doc.nodeCount - 1)).toBe(levels);
    expect(pathOf(doc, doc.nodeCount - 1)).toHaveLength(levels);
  });
});

describe('paths', () => {
  test('the path of every node leads back to it, unless a later duplicate of its key does', () => {
    fc.assert(
      fc.property(anyDocument, (doc) => {
        for (const n of nodesOf(doc)) expect(nodeAtPath(doc, pathOf(doc, n))).toBe(n);
      }),
      runs(100),
    );
  });

  test.each([
    [[], '{"a":[10,{"b":null}],"1":2}'],
    [['a'], '[10,{"b":null}]'],
    [['a', 0], '10'],
    [['a', 1, 'b'], 'null'],
    [['1'], '2'],
    [[1], undefined],
    [['a', '0'], undefined],
    [['a', 2], undefined],
    [['a', 0, 'x'], undefined],
    [['missing', 'b'], undefined],
  ])('%j leads to %s', (path, source) => {
    const doc = indexed('{"a":[10,{"b":null}],"1":2}');
    const node = nodeAtPath(doc, path);
    expect(node === undefined ? undefined : sourceText(doc, node)).toBe(source);
  });
});

test('a byte order mark belongs to no value', () => {
  const doc = indexed(bytesOf('\ufeff{"\ufeffa":"\ufeff"}'));
  expect(toValue(doc, 0)).toEqual({ '\ufeffa': '\ufeff' });
});
