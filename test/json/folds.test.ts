import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasChildren, type JsonDocument, type NodeId, nextOf } from '../../src/json/document.ts';
import {
  closeLevel,
  closeNode,
  closeSubtree,
  type Depth,
  depthInForce,
  describeDepth,
  type Folds,
  isChanged,
  isOpen,
  isOpenAtDepth,
  openAncestors,
  openLevel,
  openNode,
  openSubtree,
  openToDepth,
  toggleNode,
} from '../../src/json/folds.ts';
import { depthOf } from '../../src/json/levels.ts';
import { runs } from '../helpers/runs.ts';
import { indexed } from './indexed.ts';

// 0 {a: 1 [2, 3 [4 {b: 5}]], c: 6 {d: 7 [], e: 8 {f: 9}}}
const doc = indexed('{"a":[1,[{"b":2}]],"c":{"d":[],"e":{"f":3}}}');

function openNodes(folds: Folds, document: JsonDocument = doc): NodeId[] {
  return Array.from({ length: document.nodeCount }, (_, n) => n).filter((n) => isOpen(folds, document, n));
}

test('a depth opens the containers above it that hold something', () => {
  const byDepth: readonly (readonly [Depth, readonly NodeId[]])[] = [
    [0, []],
    [1, [0]],
    [2, [0, 1, 6]],
    [3, [0, 1, 3, 6, 8]],
    [4, [0, 1, 3, 4, 6, 8]],
    [9, [0, 1, 3, 4, 6, 8]],
    ['all', [0, 1, 3, 4, 6, 8]],
  ];
  for (const [depth, nodes] of byDepth) expect(openNodes(openToDepth(depth))).toEqual(nodes);
});

describe('single containers', () => {
  test('open and close without touching what they hold', () => {
    const closed = closeNode(openToDepth('all'), doc, 1);
    expect(openNodes(closed)).toEqual([0, 3, 4, 6, 8]);
    expect(openNodes(openNode(closed, doc, 1))).toEqual([0, 1, 3, 4, 6, 8]);
  });

  test('that were changed back leave no change behind', () => {
    const folds = openToDepth(2);
    expect(toggleNode(toggleNode(folds, doc, 3), doc, 3)).toEqual(folds);
    expect(closeNode(openNode(folds, doc, 3), doc, 3)).toEqual(folds);
    expect(openAncestors(closeNode(folds, doc, 1), doc, 2)).toEqual(folds);
  });

  test('that need no change give the same value back', () => {
    const folds = openToDepth(2);
    const same = [
      openNode(folds, doc, 1),
      closeNode(folds, doc, 3),
      toggleNode(folds, doc, 2),
      toggleNode(folds, doc, 7),
    ];
    expect([...same, openAncestors(folds, doc, 3)].every((result) => result === folds)).toBe(true);
  });

  test('under a recursive change keep their own state', () => {
    const closed = closeSubtree(openToDepth('all'), doc, 1);
    expect(openNodes(closed)).toEqual([0, 6, 8]);
    expect(openNodes(openNode(closed, doc, 1))).toEqual([0, 1, 6, 8]);
    expect(openNodes(openSubtree(closeNode(closed, doc, 6), doc, 1))).toEqual([0, 1, 3, 4, 8]);
  });
});

test('a recursive change of the root is a depth', () => {
  expect(openSubtree(closeNode(openToDepth(2), doc, 6), doc, 0)).toEqual(openToDepth('all'));
  expect(closeSubtree(openNode(openToDepth(2), doc, 3), doc, 0)).toEqual(openToDepth(0));
});

describe('the depth in force', () => {
  const steps: readonly (readonly [Depth, Depth, Depth])[] = [
    [0, 1, 0],
    [2, 3, 1],
    [3, 4, 2],
    [4, 4, 3],
    [9, 4, 3],
    ['all', 'all', 3],
  ];
  test.each(steps)('from %s is one more at %s and one less at %s', (depth, more, less) => {
    const folds = toggleNode(openToDepth(depth), doc, 1);
    expect(openLevel(folds, doc)).toEqual(openToDepth(more));
    expect(closeLevel(folds, doc)).toEqual(openToDepth(less));
  });

  test('is named with the depth of the document, and marked where single containers differ', () => {
    const folds = openToDepth(2);
    expect([depthInForce(folds), isChanged(folds), describeDepth(folds, doc)]).toEqual([2, false, '2/4']);
    const changed = openNode(folds, doc, 3);
    expect([depthInForce(changed), isChanged(changed), describeDepth(changed, doc)]).toEqual([2, true, '2*/4']);
    expect(describeDepth(openToDepth('all'), doc)).toBe('all/4');
  });
});

type Step = { readonly name: string; readonly at: number };

const anySteps = fc.array(
  fc.record({
    name: fc.constantFrom('openNode', 'closeNode', 'toggleNode', 'openSubtree', 'closeSubtree', 'openAncestors'),
    at: fc.nat(),
  }),
  { maxLength: 12 },
);

/** The same changes on a plain list of booleans, one a node. */
function changeList(state: readonly boolean[], document: JsonDocument, { name, at }: Step): readonly boolean[] {
  const node = at % document.nodeCount;
  const isWithin = (n: NodeId) => n >= node && n < nextOf(document, node);
  const isAbove = (n: NodeId) => n < node && nextOf(document, n) > node;
  return state.map((was, n) => {
    if (!hasChildren(document, n)) return false;
    if (name === 'openSubtree' && isWithin(n)) return true;
    if (name === 'closeSubtree' && isWithin(n)) return false;
    if (name === 'openAncestors' && isAbove(n)) return true;
    if (n !== node) return was;
    return name === 'openNode' ? true : name === 'closeNode' ? false : name === 'toggleNode' ? !was : was;
  });
}

const CHANGES = { openNode, closeNode, toggleNode, openSubtree, closeSubtree, openAncestors };

test('any sequence of changes leaves every container as a list of booleans would', () => {
  const depths = fc.constantFrom<Depth>(0, 1, 2, 3, 'all');
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), depths, anySteps, (value, depth, steps) => {
      const document = indexed(JSON.stringify(value));
      let folds = openToDepth(depth);
      let list: readonly boolean[] = Array.from({ length: document.nodeCount }, (_, n) => isOpen(folds, document, n));
      for (const step of steps) {
        folds = CHANGES[step.name as keyof typeof CHANGES](folds, document, step.at % document.nodeCount);
        list = changeList(list, document, step);
      }
      for (const [n, expected] of list.entries()) {
        expect(isOpen(folds, document, n)).toBe(expected);
        expect(isOpenAtDepth(folds, document, n, depthOf(document, n))).toBe(expected);
      }
      const { changes } = folds;
      expect(changes.every(({ from, to }, i) => from < to && (i === 0 || changes[i - 1]!.to <= from))).toBe(true);
    }),
    runs(150),
  );
});

test('a match under 100,000 closed levels opens all of them in one change', () => {
  const levels = 100_000;
  const deep = indexed(`${'[0,'.repeat(levels)}1${']'.repeat(levels)}`);
  const folds = openAncestors(openToDepth(2), deep, deep.nodeCount - 1);
  expect(openNodes(folds, deep)).toHaveLength(levels);
});
