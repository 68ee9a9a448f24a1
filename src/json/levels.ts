// How many nodes of which depth there are, in any range of nodes, without walking them: nodes are counted by depth in
// blocks once, and every question after that costs blocks. Row numbers, totals and child counts all rest on this.
// The trap: a document may be arriving; only whole blocks are counted for good.

import { type JsonDocument, type Levels, NODE_SIZE, type NodeId, rawParent } from './document.ts';

/** Nodes in a block. */
export const BLOCK = 4096;

/** Depths that a block counts one by one, from its base on; what is deeper is counted when asked for. */
const BUCKETS = 64;

/** Numbers that a block counts: of nodes by depth, then of first children by depth. */
export const BLOCK_COUNTS = 2 * BUCKETS;

/**
 * Numbers of a block's head: the depth of its first node, its lowest and highest depth, the base of its counts, and how many of its
 * nodes are first children.
 */
export const HEAD_SIZE = 5;

/** What is counted: all nodes, or the first children of containers, which are as many as containers that hold something. */
export type Counted = 'nodes' | 'firsts';

/** What is known of the node counted last, so that counting goes on from there. */
export type LevelCounter = { blocks: number; last: NodeId; depth: number };

export function startCounter(): LevelCounter {
  return { blocks: 0, last: 0, depth: 0 };
}

/** Counts every whole block of `nodes[0, nodeCount)` that is not counted yet. O(nodes added). */
export function countLevels(
  counter: LevelCounter,
  nodes: Int32Array,
  nodeCount: number,
  heads: Int32Array,
  counts: Uint16Array,
): void {
  let { last, depth } = counter;
  for (; (counter.blocks + 1) * BLOCK <= nodeCount; counter.blocks++) {
    const block = counter.blocks;
    const first = block * BLOCK;
    const bucket = block * BLOCK_COUNTS;
    let low = 0x7fff_ffff;
    let high = 0;
    let base = 0;
    let firsts = 0;
    for (let n = first; n < first + BLOCK; n++) {
      let isFirst = false;
      if (n > 0) {
        const parent = nodes[n * NODE_SIZE + 1]!;
        isFirst = parent === n - 1;
        // Climbs only as far as earlier nodes went down.
        for (; last !== parent; depth--) last = nodes[last * NODE_SIZE + 1]!;
        depth++;
      }
      last = n;
      if (n === first) {
        base = Math.max(0, depth - BUCKETS / 2);
        heads[block * HEAD_SIZE] = depth;
        counts.fill(0, bucket, bucket + BLOCK_COUNTS);
      }
      if (depth < low) low = depth;
      if (depth > high) high = depth;
      const above = depth - base;
      if (above < BUCKETS) counts[bucket + (above < 0 ? 0 : above)]!++;
      if (!isFirst) continue;
      firsts++;
      if (above < BUCKETS) counts[bucket + BUCKETS + (above < 0 ? 0 : above)]!++;
    }
    for (let i = bucket + 1; i < bucket + BUCKETS; i++) {
      counts[i]! += counts[i - 1]!;
      counts[i + BUCKETS]! += counts[i + BUCKETS - 1]!;
    }
    heads[block * HEAD_SIZE + 1] = low;
    heads[block * HEAD_SIZE + 2] = high;
    heads[block * HEAD_SIZE + 3] = base;
    heads[block * HEAD_SIZE + 4] = firsts;
  }
  Object.assign(counter, { last, depth });
}

/** The counts of a document: those that came with it, else made now. */
function levelsOf(doc: JsonDocument): Levels {
  if (doc.levels !== undefined) return doc.levels;
  const known = doc.memo.levels;
  const blocks = Math.floor(doc.nodeCount / BLOCK);
  if (known !== undefined && known.blocks === blocks) return known;
  const counter = startCounter();
  const heads = new Int32Array(blocks * HEAD_SIZE);
  const counts = new Uint16Array(blocks * BLOCK_COUNTS);
  countLevels(counter, doc.nodes, doc.nodeCount, heads, counts);
  const levels = { blocks, heads, counts };
  doc.memo.levels = levels;
  return levels;
}

/** How many levels the node is under the root, whose own depth is 0. */
export function depthOf(doc: JsonDocument, node: NodeId): number {
  // Near the root the climb is the shorter way.
  let depth = 0;
  for (let n = node; depth < 8; depth++) {
    if (n === 0) return depth;
    n = rawParent(doc, n);
  }
  const block = Math.floor(node / BLOCK);
  return depthsOf(doc, block)[node - block * BLOCK]!;
}

/** How many nodes in `[from, to)` have at most this depth, or how many of them are first children. */
export function countAtMost(
  doc: JsonDocument,
  from: NodeId,
  to: NodeId,
  depth: number,
  counted: Counted = 'nodes',
): number {
  if (to <= from) return 0;
  const isAll = depth >= doc.maxDepth;
  if (isAll && counted === 'nodes') return to - from;
  // One depth stands for all that are deeper than the document.
  const deepest = isAll ? doc.maxDepth : depth;
  if (Math.floor(from / BLOCK) === Math.floor((to - 1) / BLOCK)) return countWithin(doc, from, to, deepest, counted);
  return rank(doc, to, deepest, counted) - rank(doc, from, deepest, counted);
}

/** The node in `[from, …)` before which there are `count` nodes of at most this depth, itself one of them. */
export function selectAtMost(doc: JsonDocument, from: NodeId, count: number, depth: number): NodeId | undefined {
  const wanted = rank(doc, from, depth, 'nodes') + count;
  const { blocks } = levelsOf(doc);
  const prefix = prefixOf(doc, depth, 'nodes');
  let low = Math.floor(from / BLOCK);
  let high = Math.max(low, blocks);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (prefix[middle]! <= wanted) low = middle;
    else high = middle - 1;
  }
  const first = low * BLOCK;
  const depths = depthsOf(doc, low);
  let left = wanted - prefix[low]!;
  for (let i = 0; first + i < doc.nodeCount && i < BLOCK; i++)
    if (depths[i]! <= depth && left-- === 0) return first + i;
  return undefined;
}

/** How many nodes before this one have at most this depth. */
function rank(doc: JsonDocument, node: NodeId, depth: number, counted: Counted): number {
  const block = Math.floor(node / BLOCK);
  const first = block * BLOCK;
  return prefixOf(doc, depth, counted)[block]! + (node === first ? 0 : countWithin(doc, first, node, depth, counted));
}

/** As `countAtMost`, of nodes of one block. */
function countWithin(doc: JsonDocument, from: NodeId, to: NodeId, depth: number, counted: Counted): number {
  const block = Math.floor(from / BLOCK);
  const depths = depthsOf(doc, block);
  const first = block * BLOCK;
  let count = 0;
  if (counted === 'nodes') {
    for (let i = from - first; i < to - first; i++) if (depths[i]! <= depth) count++;
    return count;
  }
  const { nodes } = doc;
  for (let n = Math.max(1, from); n < to; n++)
    if (nodes[n * NODE_SIZE + 1] === n - 1 && depths[n - first]! <= depth) count++;
  return count;
}

/** Depths remembered at once: few are asked for again and again, and a hostile document has 100,000. */
const MOST_PREFIXES = 64;

function prefixOf(doc: JsonDocument, depth: number, counted: Counted): readonly number[] {
  const { prefixes } = doc.memo;
  const levels = levelsOf(doc);
  // Depths are not negative: first children have the numbers below 0.
  const key = counted === 'nodes' ? depth : -1 - depth;
  let prefix = prefixes.get(key);
  if (prefix === undefined) {
    if (prefixes.size >= MOST_PREFIXES) prefixes.clear();
    prefix = [0];
    prefixes.set(key, prefix);
  }
  for (let block = prefix.length - 1; block < levels.blocks; block++) {
    prefix.push(prefix[block]! + countBlock(doc, levels, block, depth, counted));
  }
  return prefix;
}

/** How many nodes of a whole block have at most this depth. */
function countBlock(
  doc: JsonDocument,
  { heads, counts }: Levels,
  block: number,
  depth: number,
  counted: Counted,
): number {
  const head = block * HEAD_SIZE;
  if (depth >= heads[head + 2]!) return counted === 'nodes' ? BLOCK : heads[head + 4]!;
  if (depth < heads[head + 1]!) return 0;
  const above = depth - heads[head + 3]!;
  if (above >= 0 && above < BUCKETS) return counts[block * BLOCK_COUNTS + (counted === 'nodes' ? 0 : BUCKETS) + above]!;
  return countWithin(doc, block * BLOCK, (block + 1) * BLOCK, depth, counted);
}

/** Blocks whose depths are kept: the rows of a screen lie in few. */
const MOST_BLOCKS = 16;

/** The depths of a block's nodes, as far as they have come. */
function depthsOf(doc: JsonDocument, block: number): Int32Array {
  const first = block * BLOCK;
  const size = Math.min(BLOCK, doc.nodeCount - first);
  const known = doc.memo.depths.get(block);
  if (known !== undefined && known.size >= size) return known.values;
  const { nodes } = doc;
  const values = new Int32Array(size);
  let depth = firstDepth(doc, block);
  values[0] = depth;
  for (let i = 1, last = first; i < size; i++) {
    const parent = nodes[(first + i) * NODE_SIZE + 1]!;
    for (; last !== parent; depth--) last = nodes[last * NODE_SIZE + 1]!;
    values[i] = ++depth;
    last = first + i;
  }
  if (doc.memo.depths.size >= MOST_BLOCKS) doc.memo.depths.clear();
  doc.memo.depths.set(block, { values, size });
  return values;
}

function firstDepth(doc: JsonDocument, block: number): number {
  const { blocks, heads } = levelsOf(doc);
  if (block < blocks) return heads[block * HEAD_SIZE]!;
  let depth = 0;
  for (let n = block * BLOCK; n !== 0; n = rawParent(doc, n)) depth++;
  return depth;
}
