import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bracketSpans } from '../../src/json/bracket-rows.ts';
import { childrenOf } from '../../src/json/children.ts';
import { type JsonDocument, keyOf, kindOf, type NodeId, nextOf, rawParent } from '../../src/json/document.ts';
import { type Depth, isOpen } from '../../src/json/folds.ts';
import { BLOCK, countAtMost, depthOf } from '../../src/json/levels.ts';
import type { RowShape } from '../../src/json/shaped-rows.ts';
import { type TreeView, windowRows } from '../../src/json/tree-view.ts';
import * as view from '../../src/json/view.ts';
import { runs } from '../helpers/runs.ts';
import { indexed } from './indexed.ts';

const shapes: readonly RowShape[] = [
  { isLines: true, isSorted: false },
  { isLines: false, isSorted: true },
  { isLines: true, isSorted: true },
];

/** By the definition: every visible row as `node` or `node}`. */
function rowsOf({ document, folds, shape }: TreeView): readonly string[] {
  const rows: string[] = [];
  const add = (node: NodeId): void => {
    rows.push(`${node}`);
    if (!isOpen(folds, document, node)) return;
    const children = [...childrenOf(document, node)];
    const key = (child: NodeId): string => keyOf(document, child) ?? '';
    if (shape?.isSorted && kindOf(document, node) === 'object')
      children.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b));
    for (const child of children) add(child);
    if (shape?.isLines) rows.push(`${node}}`);
  };
  add(0);
  return rows;
}

function name(node: NodeId, isEnd: boolean | undefined): string {
  return `${node}${isEnd ? '}' : ''}`;
}

function text(v: TreeView, width = 200): string {
  const whole = view.resize(v, view.visibleCount(v));
  return windowRows(view.moveFirst(whole))
    .map((row) =>
      bracketSpans(whole, row, width)
        .map((span) => span.text)
        .join(''),
    )
    .join('\n');
}

function checkInvariants(v: TreeView): void {
  const rows = rowsOf(v);
  const cursor = rows.indexOf(name(v.cursor, v.cursorIsEnd));
  const top = rows.indexOf(name(v.top, v.topIsEnd));
  expect([v.cursorRow, v.topRow]).toEqual([cursor, top]);
  expect(view.visibleCount(v)).toBe(rows.length);
  expect(top).toBeLessThanOrEqual(cursor);
  expect(cursor).toBeLessThan(top + v.height);
  const shown = windowRows(v);
  expect(shown.map(({ node, isEnd }) => name(node, isEnd))).toEqual(rows.slice(top, top + v.height));
  expect(top === 0 || top + v.height <= rows.length).toBe(true);
  for (const { node, depth } of shown) expect(depth).toBe(depthOf(v.document, node));
}

const moves: Readonly<Record<string, (v: TreeView) => TreeView>> = {
  moveUp: view.moveUp,
  moveDown: view.moveDown,
  pageUp: view.pageUp,
  pageDown: view.pageDown,
  halfPageDown: view.halfPageDown,
  moveFirst: view.moveFirst,
  moveLast: view.moveLast,
  moveToParent: view.moveToParent,
  moveToPair: view.moveToPair,
  nextSibling: view.nextSibling,
  previousSibling: view.previousSibling,
  closeOrParent: view.closeOrParent,
  openOrEnter: view.openOrEnter,
  toggle: view.toggle,
  openRecursively: view.openRecursively,
  closeRecursively: view.closeRecursively,
  openAll: view.openAll,
  deeper: view.deeper,
  shallower: view.shallower,
  lines: (v) => view.reshape(v, { isLines: v.shape?.isLines !== true }),
  sorted: (v) => view.reshape(v, { isSorted: v.shape?.isSorted !== true }),
  smaller: (v) => view.resize(v, Math.max(1, v.height - 2)),
};

const someDepth = fc.constantFrom<Depth>(0, 1, 2, 3, 4, 'all');

describe('rows in another shape', () => {
  test('are those that are drawn by the definition, whatever is folded and wherever one goes', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        someDepth,
        fc.constantFrom(...shapes),
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.oneof(fc.constantFrom(...Object.values(moves)), fc.nat().map(jump)), { maxLength: 15 }),
        (value, depth, shape, height, steps) => {
          let v = view.reshape(view.openView(indexed(JSON.stringify(value)), height, depth), shape);
          checkInvariants(v);
          for (const step of steps) {
            v = step(v);
            checkInvariants(v);
          }
        },
      ),
      runs(40),
    );
  });

  test('in lines with nothing folded are the document, also with its keys in order', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.boolean(), (value, isSorted) => {
        // What a terminal would obey is made visible, and so is another text.
        const plain = JSON.parse(JSON.stringify(value).replace(/\\u[\da-f]{4}|[^\x20-\x7e]/g, '?'));
        const doc = indexed(JSON.stringify(plain));
        const lines = view.reshape(view.openView(doc, 5, 'all'), { isLines: true, isSorted });
        expect(JSON.parse(text(lines, 400))).toEqual(plain);
        if (isSorted) return;
        expect(text(lines, 400)).toBe(JSON.stringify(plain, undefined, 2));
      }),
      runs(20),
    );
  });

  test('show what is folded as …, with its number, and a comma where more comes', () => {
    const doc = indexed('{"b":[1,2,{"x":null}],"a":{"long":"abcdefghijklmnopqrstuvwxyz"},"e":{},"s":"a\\nb\\u00e9"}');
    const opened = view.reshape(view.openView(doc, 5, 1), { isLines: true });
    expect(text(opened)).toBe('{\n  "b": […], 3\n  "a": {…}, 1\n  "e": {},\n  "s": "a\\nb\\u00e9"\n}');
    expect(text(view.reshape(view.setDepth(opened, 2), { isSorted: true }), 24)).toBe(
      [
        '{',
        '  "a": {',
        '    "long": "abcdefghij…',
        '  },',
        '  "b": [',
        '    1,',
        '    2,',
        '    {…} 1',
        '  ],',
        '  "e": {},',
        '  "s": "a\\nb\\u00e9"',
        '}',
      ].join('\n'),
    );
  });

  test('the brackets of a pair lead to each other, and a closing one folds', () => {
    const doc = indexed('{"a":[1,2],"b":3}');
    let v = view.moveTo(view.reshape(view.openView(doc, 10, 'all'), { isLines: true }), 1);
    v = view.moveToPair(v);
    expect([v.cursor, v.cursorIsEnd, view.rowNumber(v)]).toEqual([1, true, 5]);
    expect(view.moveToPair(v)).toMatchObject({ cursor: 1, cursorIsEnd: false, cursorRow: 1 });
    expect(view.moveDown(v)).toMatchObject({ cursor: 4, cursorIsEnd: false });
    expect(view.toggle(v)).toMatchObject({ cursor: 1, cursorIsEnd: false, cursorRow: 1 });
    expect(view.openOrEnter(v)).toMatchObject({ cursor: 2, cursorRow: 2 });
    expect(view.moveLast(v)).toMatchObject({ cursor: 0, cursorIsEnd: true, cursorRow: 6 });
  });

  test('100,000 objects are counted, walked at their end and folded without a walk', () => {
    const count = 100_000;
    const doc = indexed(`{"result":[${'{"b":1,"a":[2]},'.repeat(count - 1)}{"b":1}]}`);
    for (const shape of shapes) {
      let v = view.moveLast(view.reshape(view.openView(doc, 40, 'all'), shape));
      const rows = view.visibleCount(v);
      expect(rows).toBe(2 + 3 * (count - 1) + (count - 1) + 2 + (shape.isLines ? 2 * (count - 1) + 3 : 0));
      expect(view.rowNumber(v)).toBe(rows);
      v = view.moveTo(v, Math.floor(doc.nodeCount / 2));
      const half = view.rowNumber(v);
      expect(view.rowNumber(view.moveDown(v, 100))).toBe(half + 100);
      expect(view.moveUp(view.moveDown(v, 1000), 1000).cursor).toBe(v.cursor);
      expect(view.visibleCount(view.setDepth(v, 2))).toBe(count + 2 + (shape.isLines ? 2 : 0));
    }
  });

  test('40,000 levels are opened and walked at their end', () => {
    const levels = 20_000;
    const doc = indexed(`${'{"k":['.repeat(levels)}1${']}'.repeat(levels)}`);
    let v = view.moveLast(view.openAll(view.reshape(view.openView(doc, 30), { isLines: true, isSorted: true })));
    expect(view.rowNumber(v)).toBe(4 * levels + 1);
    v = view.pageUp(v);
    expect(windowRows(v)).toHaveLength(30);
    v = view.moveTo(v, doc.nodeCount - 1);
    expect(view.rowNumber(v)).toBe(2 * levels + 1);
  });

  test('an object of more members than can be sorted at once stays as it came', () => {
    const doc = indexed(`{${Array.from({ length: 100_001 }, (_, index) => `"k${100_001 - index}":0`).join()}}`);
    const v = view.reshape(view.openView(doc, 3), { isSorted: true });
    expect(windowRows(v).map(({ node }) => node)).toEqual([0, 1, 2]);
  });
});

function jump(to: number): (v: TreeView) => TreeView {
  return (v) => view.moveTo(v, to % v.document.nodeCount);
}

test('first children are counted by depth as by a walk', () => {
  const doc = indexed(`[${'[[1,[2]],[],{"a":[{"b":[3,4]}]},5],'.repeat(2000)}0]`);
  expect(doc.nodeCount).toBeGreaterThan(4 * BLOCK);
  const isFirst = (n: NodeId): boolean => n > 0 && rawParent(doc, n) === n - 1;
  for (const depth of [0, 1, 2, 3, 6, 9])
    for (const [from, to] of [
      [0, doc.nodeCount],
      [1, BLOCK],
      [BLOCK - 1, 2 * BLOCK + 5],
      [77, 78],
      [4 * BLOCK + 1, doc.nodeCount],
    ] as const) {
      let expected = 0;
      for (let n = from; n < to; n++) if (isFirst(n) && depthOf(doc, n) <= depth) expected++;
      expect(countAtMost(doc, from, to, depth, 'firsts')).toBe(expected);
    }
  expect(countContainers(doc)).toBe(countAtMost(doc, 0, doc.nodeCount, 99, 'firsts'));
});

function countContainers(doc: JsonDocument): number {
  let count = 0;
  for (let n = 0; n < doc.nodeCount; n++) if (nextOf(doc, n) > n + 1) count++;
  return count;
}
