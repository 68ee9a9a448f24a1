import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { depthOf } from '../../src/json/document.ts';
import type { Depth } from '../../src/json/folds.ts';
import * as view from '../../src/json/view.ts';
import { draw, drawing, drawWindow, listView } from './drawing.ts';
import { indexed } from './indexed.ts';

type TreeView = view.TreeView;

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
  const starts: TreeView[] = [0, 1, 2, 3, 'all' as const].flatMap((depth) =>
    Array.from({ length: doc.nodeCount }, (_, node) => view.openView(doc, 20, depth)).map((v, node) =>
      view.visibleRows(v).includes(node) ? view.moveTo(v, node) : v,
    ),
  );
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

/** DEPTH_2 with the cursor on another row. */
function at(label: string, tree = DEPTH_2): string {
  const line = tree.split('\n').find((text) => text.trim().replace(/^[+-] /, '') === label);
  if (line === undefined) throw new Error(`no row ${label}`);
  return drawing(tree.replace(`\n${line}\n`, `\n    >${line.slice(5)}\n`).replaceAll(/\n {5}/g, '\n     '));
}

test('a document opens with the default depth and the cursor on the root', () => {
  expect(draw(view.openView(doc, 20))).toBe(at('root'));
});

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
    [
      at('list', ALL),
      'closeRecursively toggle',
      at('list'),
    ],
    [at('list', ALL), 'toggle toggle', at('list', ALL)],
    [at('id "x"', ALL), 'closeOrParent closeOrParent', at('1')],
  ];
  test.each(folds)('%s\n%s\n%s', (before, movements, after) => {
    expect(draw(run(viewOf(before), movements))).toBe(after);
  });

  test('going to a hidden node opens what hides it, and nothing else', () => {
    const hidden = view.openView(doc, 20, 0);
    expect(draw(view.moveTo(hidden, 7))).toBe(
      drawing(`
         - root
             ok true
           - list
               0 1
             - 1
                 id "x"
               - tags
        >          0 "t"
             + 2
           + info
      `.replace('        >          0', '    >           0')),
    );
  });
});
