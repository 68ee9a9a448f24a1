import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Depth } from '../../src/json/folds.ts';
import { depthOf } from '../../src/json/levels.ts';
import { rowAfter, rowBefore } from '../../src/json/rows.ts';
import { type TreeView, visibleRows, windowRows } from '../../src/json/tree-view.ts';
import * as view from '../../src/json/view.ts';
import { runs } from '../helpers/runs.ts';
import { draw, drawWindow, listView, withCursor } from './drawing.ts';
import { indexed } from './indexed.ts';

/** What a key does, by its name in view.ts. */
const MOVEMENTS = {
  moveUp: (v: TreeView) => view.moveUp(v),
  moveDown: (v: TreeView) => view.moveDown(v),
  moveDown3: (v: TreeView) => view.moveDown(v, 3),
  moveUp99: (v: TreeView) => view.moveUp(v, 99),
  pageUp: view.pageUp,
  pageDown: view.pageDown,
  halfPageUp: view.halfPageUp,
  halfPageDown: view.halfPageDown,
  moveFirst: view.moveFirst,
  moveLast: view.moveLast,
  moveToParent: view.moveToParent,
  nextSibling: view.nextSibling,
  previousSibling: view.previousSibling,
  closeOrParent: view.closeOrParent,
  openOrEnter: view.openOrEnter,
  toggle: view.toggle,
  openRecursively: view.openRecursively,
  closeRecursively: view.closeRecursively,
  openAll: view.openAll,
  closeAll: view.closeAll,
  setDepth1: (v: TreeView) => view.setDepth(v, 1),
  setDepth2: (v: TreeView) => view.setDepth(v, 2),
  deeper: view.deeper,
  shallower: view.shallower,
} satisfies Record<string, (v: TreeView) => TreeView>;

type Movement = keyof typeof MOVEMENTS;

function run(start: TreeView, movements: string): TreeView {
  return movements.split(' ').reduce((v, name) => MOVEMENTS[name as Movement](v), start);
}

const doc = indexed('{"ok":true,"list":[1,{"id":"x","tags":["t"]},[]],"info":{"page":1}}');

/** The view of `doc` that a drawing shows; found by drawing, so a test cannot start from what it does not show. */
function viewOf(before: string): TreeView {
  const nodes = Array.from({ length: doc.nodeCount }, (_, node) => node);
  const starts = [0, 1, 2, 3, 'all' as const].flatMap((depth) => {
    const opened = view.openView(doc, 20, depth);
    return nodes.filter((node) => visibleRows(opened).includes(node)).map((node) => view.moveTo(opened, node));
  });
  const found = starts.find((v) => draw(v) === before);
  if (found === undefined) throw new Error(`no view looks like\n${before}`);
  return found;
}

const DEPTH_2 = `
 - root
     ok true
   - list
       0 1
     + 1
     + 2
   - info
       page 1
`;

const DEPTH_1 = `
 - root
     ok true
   + list
   + info
`;

const ALL = `
 - root
     ok true
   - list
       0 1
     - 1
         id "x"
       - tags
           0 "t"
     + 2
   - info
       page 1
`;

const LIST_CLOSED = `
 - root
     ok true
   + list
   - info
       page 1
`;

const HIT_SHOWN = `
 - root
     ok true
   - list
       0 1
     - 1
         id "x"
       - tags
           0 "t"
     + 2
   + info
`;

function at(label: string, tree = DEPTH_2): string {
  return withCursor(tree, label);
}

test('a document opens with the default depth and the cursor on the root', () => {
  expect(draw(view.openView(doc, 20))).toBe(at('root'));
});

describe('movements', () => {
  const moves: readonly (readonly [string, string, string])[] = [
    ['root', 'moveDown', 'ok true'],
    ['root', 'moveUp', 'root'],
    ['ok true', 'moveUp', 'root'],
    ['list', 'moveDown', '0 1'],
    ['2', 'moveDown', 'info'],
    ['info', 'moveUp', '2'],
    ['page 1', 'moveDown', 'page 1'],
    ['root', 'moveDown3', '0 1'],
    ['info', 'moveDown3', 'page 1'],
    ['page 1', 'moveUp99', 'root'],
    ['ok true', 'moveLast', 'page 1'],
    ['info', 'moveFirst', 'root'],
    ['1', 'moveToParent', 'list'],
    ['page 1', 'moveToParent', 'info'],
    ['root', 'moveToParent', 'root'],
    ['list', 'nextSibling', 'info'],
    ['info', 'nextSibling', 'info'],
    ['2', 'nextSibling', '2'],
    ['root', 'nextSibling', 'root'],
    ['info', 'previousSibling', 'list'],
    ['ok true', 'previousSibling', 'ok true'],
    ['0 1', 'previousSibling', '0 1'],
    ['1', 'previousSibling', '0 1'],
    ['ok true', 'closeOrParent', 'root'],
    ['2', 'closeOrParent', 'list'],
    ['1', 'closeOrParent', 'list'],
    ['list', 'openOrEnter', '0 1'],
    ['info', 'openOrEnter', 'page 1'],
    ['2', 'openOrEnter', '2'],
    ['ok true', 'openOrEnter', 'ok true'],
    ['2', 'toggle', '2'],
    ['ok true', 'toggle', 'ok true'],
    ['ok true', 'openRecursively', 'ok true'],
    ['root', 'pageDown', 'page 1'],
    ['page 1', 'halfPageUp', 'root'],
  ];
  test.each(moves)('from "%s", %s leads to "%s" and folds nothing', (before, movement, after) => {
    expect(draw(run(viewOf(at(before)), movement))).toBe(at(after));
  });

  const folds: readonly (readonly [string, string, string])[] = [
    [at('list'), 'closeOrParent', at('list', LIST_CLOSED)],
    [at('list'), 'toggle', at('list', LIST_CLOSED)],
    [at('list'), 'toggle toggle', at('list')],
    [at('list'), 'toggle openOrEnter', at('list')],
    [at('list'), 'toggle openOrEnter openOrEnter', at('0 1')],
    [at('1'), 'closeOrParent closeOrParent', at('list', LIST_CLOSED)],
    [at('page 1'), 'openAll', at('page 1', ALL)],
    [at('list'), 'openRecursively', at('list', ALL)],
    [at('0 "t"', ALL), 'setDepth2', at('1')],
    [at('0 "t"', ALL), 'setDepth1', at('list', DEPTH_1)],
    [at('page 1', ALL), 'setDepth1', at('info', DEPTH_1)],
    [at('ok true', DEPTH_1), 'deeper', at('ok true')],
    [at('page 1'), 'shallower', at('info', DEPTH_1)],
    [at('page 1', ALL), 'shallower shallower shallower', at('info', DEPTH_1)],
    [at('page 1', ALL), 'closeAll', '>+ root'],
    [at('page 1', ALL), 'closeAll openOrEnter', at('root', DEPTH_1)],
    [at('list', ALL), 'closeRecursively', at('list', LIST_CLOSED)],
    [at('list', ALL), 'closeRecursively toggle', at('list')],
    [at('list', ALL), 'toggle toggle', at('list', ALL)],
    [at('id "x"', ALL), 'closeOrParent closeOrParent', at('1')],
  ];
  test.each(folds)('%s\n%s\n%s', (before, movements, after) => {
    expect(draw(run(viewOf(before), movements))).toBe(after);
  });

  test('going to a hidden node opens what hides it, and nothing else', () => {
    const hidden = view.openView(doc, 20, 0);
    expect(draw(view.moveTo(hidden, 7))).toBe(at('0 "t"', HIT_SHOWN));
  });
});

describe('the window', () => {
  // Lists of numbers, so that rows are numbers: rows, height, cursor; the window before; movements; the window after.
  const moves: readonly (readonly [number, number, number, string, string, string])[] = [
    [20, 6, 0, '>0 1 2 3 4 5', 'moveDown', '0 >1 2 3 4 5'],
    [20, 6, 5, '0 1 2 3 4 >5', 'moveDown', '2 3 4 5 >6 7'],
    [20, 6, 5, '0 1 2 3 4 >5', 'moveDown moveDown', '2 3 4 5 6 >7'],
    [20, 6, 5, '0 1 2 3 4 >5', 'moveDown moveUp', '2 3 4 >5 6 7'],
    [20, 6, 5, '0 1 2 3 4 >5', 'moveDown moveDown moveDown', '4 5 6 7 >8 9'],
    [20, 6, 5, '0 1 2 3 4 >5', 'moveDown3', '5 6 7 >8 9 10'],
    [8, 6, 5, '0 1 2 3 4 >5', 'moveDown', '2 3 4 5 >6 7'],
    [7, 6, 5, '0 1 2 3 4 >5', 'moveDown', '1 2 3 4 5 >6'],
    [7, 6, 5, '0 1 2 3 4 >5', 'moveDown moveDown', '1 2 3 4 5 >6'],
    [20, 6, 9, '4 5 6 7 8 >9', 'moveUp99', '>0 1 2 3 4 5'],
    [20, 1, 9, '>9', 'moveDown', '>10'],
    [20, 1, 9, '>9', 'moveUp', '>8'],
    [20, 2, 9, '8 >9', 'moveDown', '9 >10'],
    [3, 6, 0, '>0 1 2', 'moveLast', '0 1 >2'],
    [20, 6, 0, '>0 1 2 3 4 5', 'moveLast', '14 15 16 17 18 >19'],
    [20, 6, 0, '>0 1 2 3 4 5', 'moveLast moveUp', '14 15 16 17 >18 19'],
    [20, 6, 0, '>0 1 2 3 4 5', 'moveLast moveFirst', '>0 1 2 3 4 5'],
    [20, 6, 0, '>0 1 2 3 4 5', 'pageDown', '>6 7 8 9 10 11'],
    [20, 6, 2, '0 1 >2 3 4 5', 'pageDown', '6 7 >8 9 10 11'],
    [20, 6, 2, '0 1 >2 3 4 5', 'pageDown pageDown', '12 13 >14 15 16 17'],
    [20, 6, 2, '0 1 >2 3 4 5', 'pageDown pageDown pageDown', '14 15 16 17 18 >19'],
    [20, 6, 2, '0 1 >2 3 4 5', 'pageDown pageUp', '0 1 >2 3 4 5'],
    [20, 6, 2, '0 1 >2 3 4 5', 'pageUp', '>0 1 2 3 4 5'],
    [9, 6, 2, '0 1 >2 3 4 5', 'pageDown', '3 4 5 6 7 >8'],
    [20, 6, 2, '0 1 >2 3 4 5', 'halfPageDown', '3 4 >5 6 7 8'],
    [20, 6, 5, '0 1 2 3 4 >5', 'halfPageDown halfPageUp', '0 1 2 3 4 >5'],
    [20, 1, 5, '>5', 'halfPageDown', '>6'],
    [20, 1, 5, '>5', 'halfPageUp', '>4'],
    [20, 6, 19, '14 15 16 17 18 >19', 'moveToParent', '>0 1 2 3 4 5'],
    [20, 6, 19, '14 15 16 17 18 >19', 'moveToParent closeOrParent', '>0'],
    [20, 6, 19, '14 15 16 17 18 >19', 'closeAll', '>0'],
  ];
  test.each(moves)('of %i rows, height %i, row %i: %s; %s: %s', (rows, height, cursor, before, movements, after) => {
    const start = listView(rows, height, cursor);
    expect(drawWindow(start)).toBe(before);
    expect(drawWindow(run(start, movements))).toBe(after);
  });

  test('jumps upwards by a third too', () => {
    expect(drawWindow(run(listView(20, 6, 9), 'moveUp moveUp moveUp moveUp moveUp'))).toBe('>4 5 6 7 8 9');
    expect(drawWindow(view.moveUp(listView(20, 6, 9), 6))).toBe('2 >3 4 5 6 7');
  });

  test.each([
    [100, 50, '47 48 49 >50 51 52'],
    [12, 8, '5 6 7 >8 9 10'],
    [12, 10, '6 7 8 9 >10 11'],
  ])('of %i rows, a jump to row %i far outside puts it in the middle where rows allow', (rows, row, after) => {
    expect(drawWindow(view.moveTo(listView(rows, 6, 0), row))).toBe(after);
  });

  test('a jump to a row just outside moves no further than a step there would', () => {
    expect(drawWindow(view.moveTo(listView(100, 6, 0), 6))).toBe('2 3 4 5 >6 7');
    expect(drawWindow(view.moveTo(listView(100, 6, 0), 7))).toBe('2 3 4 5 6 >7');
    expect(drawWindow(view.moveTo(listView(100, 6, 0), 8))).toBe('5 6 7 >8 9 10');
  });

  test('keeps the cursor on the screen when it shrinks, and fills when it grows', () => {
    const start = listView(10, 6, 9);
    expect(drawWindow(start)).toBe('4 5 6 7 8 >9');
    expect(drawWindow(view.resize(start, 3))).toBe('7 8 >9');
    expect(drawWindow(view.resize(start, 8))).toBe('2 3 4 5 6 7 8 >9');
    expect(drawWindow(view.resize(start, 50))).toBe('0 1 2 3 4 5 6 7 8 >9');
    expect(drawWindow(view.resize(listView(10, 6, 0), 3))).toBe('>0 1 2');
    expect(view.resize(start, 0).height).toBe(1);
    expect(view.resize(start, 2.9).height).toBe(2);
  });

  test('shows as much as there is when closing leaves rows above only', () => {
    const tree = indexed('[0,0,0,0,0,[0,0,0,0]]');
    const start = view.resize(view.moveTo(view.openView(tree, 20, 'all'), 6), 5);
    expect(drawWindow(view.resize(run(start, 'moveLast'), 4))).toBe('7 8 9 >10');
    expect(drawWindow(run(view.resize(run(start, 'moveLast'), 4), 'moveToParent'))).toBe('>6 7 8 9');
    expect(drawWindow(run(view.resize(run(start, 'moveLast'), 4), 'moveToParent toggle'))).toBe('3 4 5 >6');
  });
});

describe('whatever the movements', () => {
  const names = Object.keys(MOVEMENTS) as Movement[];
  const anyMove = fc.oneof(
    fc.constantFrom(...names).map((name) => MOVEMENTS[name]),
    fc.nat().map((n) => (v: TreeView) => view.moveTo(v, n % v.document.nodeCount)),
    fc.integer({ min: 1, max: 12 }).map((height) => (v: TreeView) => view.resize(v, height)),
    fc.nat({ max: 9 }).map((count) => (v: TreeView) => view.moveDown(v, count)),
    fc.constant((v: TreeView) => {
      // Asking for the count seeds the cache that later changes mend.
      view.visibleCount(v);
      return v;
    }),
  );

  /** All visible rows, by stepping from the root. */
  function allRows(v: TreeView): number[] {
    const rows = [0];
    for (let n = rowAfter(v.document, v.folds, 0); n !== undefined; n = rowAfter(v.document, v.folds, n)) rows.push(n);
    return rows;
  }

  function checkInvariants(v: TreeView): void {
    const rows = allRows(v);
    const cursor = rows.indexOf(v.cursor);
    const top = rows.indexOf(v.top);
    expect(cursor).toBeGreaterThanOrEqual(0);
    expect(top).toBeGreaterThanOrEqual(0);
    expect([v.cursorRow, v.topRow]).toEqual([cursor, top]);
    expect(view.rowNumber(v)).toBe(cursor + 1);
    expect(view.visibleCount(v)).toBe(rows.length);
    expect(top).toBeLessThanOrEqual(cursor);
    expect(cursor).toBeLessThan(top + v.height);
    expect(visibleRows(v)).toEqual(rows.slice(top, top + v.height));
    // No blank rows while there are rows above.
    expect(top === 0 || top + v.height <= rows.length).toBe(true);
    for (const { node, depth } of windowRows(v)) expect(depth).toBe(depthOf(v.document, node));
    for (const [i, n] of rows.entries()) expect(rowBefore(v.document, v.folds, n)).toBe(rows[i - 1]);
  }

  test('the cursor is visible and on the screen, and rows and counts are exact', () => {
    const depths = fc.constantFrom<Depth>(0, 1, 2, 3, 4, 'all');
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        depths,
        fc.integer({ min: 1, max: 12 }),
        fc.array(anyMove, { maxLength: 15 }),
        (value, depth, height, moves) => {
          let v = view.openView(indexed(JSON.stringify(value)), height, depth);
          checkInvariants(v);
          for (const move of moves) {
            v = move(v);
            checkInvariants(v);
          }
        },
      ),
      runs(150),
    );
  });

  test('a movement that is repeated comes to rest', () => {
    const steady: readonly Movement[] = [
      ...(['moveUp', 'moveDown', 'pageUp', 'pageDown', 'halfPageUp', 'halfPageDown', 'moveFirst', 'moveLast'] as const),
      ...(['moveToParent', 'nextSibling', 'previousSibling', 'openRecursively', 'closeRecursively'] as const),
    ];
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(...steady), fc.nat(), (value, name, start) => {
        const tree = indexed(JSON.stringify(value));
        let v = view.moveTo(view.openView(tree, 4), start % tree.nodeCount);
        for (let i = 0; i <= tree.nodeCount; i++) v = MOVEMENTS[name](v);
        expect(draw(MOVEMENTS[name](v))).toBe(draw(v));
      }),
      runs(200),
    );
  });
});

describe('large documents', () => {
  test('a million elements are opened, walked from end to end and counted', () => {
    const count = 1_000_000;
    const tree = indexed(`{"result":[${'{"id":1},'.repeat(count - 1)}{"id":2}]}`);
    let v = view.openView(tree, 40);
    expect(view.visibleCount(v)).toBe(count + 2);
    v = view.moveLast(v);
    expect([view.rowNumber(v), v.cursor]).toEqual([count + 2, tree.nodeCount - 2]);
    v = view.toggle(v);
    expect(view.visibleCount(v)).toBe(count + 3);
    v = view.openAll(v);
    expect([view.rowNumber(v), view.visibleCount(v)]).toEqual([2 * count + 1, 2 * count + 2]);
    v = view.moveToParent(v);
    expect([view.rowNumber(v), v.cursor]).toEqual([2, 1]);
  });

  test('100,000 levels are opened, shallowed by one, and walked at their end', () => {
    const levels = 100_000;
    const tree = indexed('['.repeat(levels) + ']'.repeat(levels));
    let v = view.moveLast(view.openAll(view.openView(tree, 30)));
    expect(view.rowNumber(v)).toBe(levels);
    v = view.shallower(v);
    expect([view.rowNumber(v), view.visibleCount(v)]).toEqual([levels - 1, levels - 1]);
    for (const movement of ['pageUp', 'moveDown', 'halfPageDown', 'moveLast', 'closeOrParent'] as const) {
      v = MOVEMENTS[movement](v);
      expect(visibleRows(v)).toHaveLength(30);
    }
    v = view.moveTo(view.closeAll(v), tree.nodeCount - 1);
    expect(view.rowNumber(v)).toBe(levels);
  });
});
