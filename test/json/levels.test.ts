import { describe, expect, test } from 'vitest';
import { childAt, childCount, indexInParent } from '../../src/json/children.ts';
import { type JsonDocument, rawParent } from '../../src/json/document.ts';
import { BLOCK, countAtMost, depthOf, selectAtMost } from '../../src/json/levels.ts';
import { indexed } from './indexed.ts';

/** A document of several blocks whose shape a small generator decides: lists in lists, now shallow, now hundreds deep. */
function shape(seed: number, size: number): JsonDocument {
  let state = seed;
  const next = (limit: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
  let text = '[';
  let depth = 1;
  for (let count = 0; count < size; count++) {
    const most = next(50) === 0 ? 700 : 5;
    if (next(3) > 0 && depth < most) {
      text += '[';
      depth++;
    } else if (depth > 1) {
      const levels = Math.min(depth - 1, 1 + next(next(20) === 0 ? 600 : 2));
      text += `0${']'.repeat(levels)},`;
      depth -= levels;
    } else {
      text += '1,';
    }
  }
  return indexed(`${text}0${']'.repeat(depth)}`);
}

function depths(doc: JsonDocument): Int32Array {
  const values = new Int32Array(doc.nodeCount);
  for (let n = 1; n < doc.nodeCount; n++) values[n] = values[rawParent(doc, n)]! + 1;
  return values;
}

describe.each([1, 2, 3])('counts by depth in shape %i', (seed) => {
  const doc = shape(seed, 60_000);
  const all = depths(doc);
  const spots = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7, doc.nodeCount - 1, doc.nodeCount];
  const levels = [0, 1, 2, 5, 31, 64, 65, 200, 1000];

  test('are those of a walk over all nodes', () => {
    expect(doc.nodeCount).toBeGreaterThan(4 * BLOCK);
    for (const depth of levels) {
      for (const from of spots) {
        for (const to of spots) {
          let expected = 0;
          for (let n = from; n < to; n++) if (all[n]! <= depth) expected++;
          expect(countAtMost(doc, from, to, depth)).toBe(expected);
        }
      }
    }
  });

  test('tell the depth of every node', () => {
    for (let n = 0; n < doc.nodeCount; n += 7) expect(depthOf(doc, n)).toBe(all[n]);
  });

  test('lead back to the node that was counted to', () => {
    for (const depth of levels) {
      for (let n = 5; n < doc.nodeCount; n += 997) {
        if (all[n]! > depth) continue;
        expect(selectAtMost(doc, 3, countAtMost(doc, 3, n, depth), depth)).toBe(n);
      }
    }
  });

  test('number the children of a node', () => {
    const count = childCount(doc, 0);
    expect(count).toBe(all.filter((depth) => depth === 1).length);
    for (let index = 0; index < count; index += 101) expect(indexInParent(doc, childAt(doc, 0, index)!)).toBe(index);
  });
});
