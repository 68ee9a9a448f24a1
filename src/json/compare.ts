// What differs between two documents, as a tree of the values that differ, flat in preorder as the documents are: changed, added,
// taken away, or moved within their list, at any depth. Items of a list are told apart by what identifies them.
// Ours, since jsondiffpatch (0.7.7), microdiff and json-diff-ts compare JavaScript values, in which ids beyond 2^53 lose digits and of
// two equal keys the first is gone; the first of them takes members called `_t` for marks of its own and took 2.1 s for a list of
// 3,000 in reverse, the others go by index or have to be told the key of each list.
import { type JsonDocument, keyOf, kindOf, type NodeId, nextOf, startOf } from './document.ts';
import { longestIncreasing, pairItems } from './pairing.ts';
import {
  areWrittenAlike,
  createSameness,
  deepestCompared,
  hasDuplicateKeys,
  type Ignored,
  memberName,
  pairMembers,
} from './sameness.ts';

/** A value in a document. */
export interface JsonPlace {
  readonly document: JsonDocument;
  readonly node: NodeId;
}

/** `within`: an object or a list in which something differs. A value that is moved may hold differences too. */
type DifferenceKind = 'within' | 'changed' | 'added' | 'removed' | 'moved';

const kinds: readonly DifferenceKind[] = ['within', 'changed', 'added', 'removed', 'moved'];

/** Numbers a difference: its kind, the nodes, its parent, the difference after those inside of it, the indexes in both lists. */
const DIFFERENCE_SIZE = 7;

/** The number of a difference, in preorder; 0 is that of the whole documents. */
export type DifferenceId = number;

interface DifferenceCounts {
  readonly changed: number;
  readonly added: number;
  readonly removed: number;
  readonly moved: number;
}

/** What was found, without the documents, so that a worker can hand it on. */
export interface FoundDifferences {
  readonly differences: Int32Array;
  readonly counts: DifferenceCounts;
  /** Members that differ and were left out, by their names. */
  readonly ignored: readonly (readonly [name: string, count: number])[];
  /** An object that differs and in which a key stands twice; -1 where there is none. */
  readonly ambiguous: DifferenceId;
}

export interface Comparison extends FoundDifferences {
  readonly before: JsonDocument;
  readonly after: JsonDocument;
}

export interface CompareOptions {
  /** Members of these names are not compared. */
  readonly ignored?: Ignored;
  /** The member that the catalog says tells the items of the list apart. */
  readonly itemId?: string | undefined;
  /** Told how far it has come, of 1. */
  readonly onProgress?: (share: number) => void;
}

export interface Difference {
  readonly kind: DifferenceKind;
  readonly before: NodeId | undefined;
  readonly after: NodeId | undefined;
  /** Undefined for the whole documents. */
  readonly parent: DifferenceId | undefined;
  /** The difference after those inside of this one. */
  readonly next: DifferenceId;
  /** Its index in the list before and after. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export function differenceCount({ differences }: FoundDifferences): number {
  return differences.length / DIFFERENCE_SIZE;
}

export function differenceAt({ differences }: FoundDifferences, id: DifferenceId): Difference {
  const at = id * DIFFERENCE_SIZE;
  const known = (offset: number): number | undefined => {
    const number = differences[at + offset] ?? -1;
    return number < 0 ? undefined : number;
  };
  return {
    kind: kinds[differences[at] ?? 0] ?? 'within',
    before: known(1),
    after: known(2),
    parent: known(3),
    next: known(4) ?? id + 1,
    from: known(5),
    to: known(6),
  };
}

/** The differences right inside of one. */
export function differencesIn(found: FoundDifferences, id: DifferenceId): readonly DifferenceId[] {
  const inside: DifferenceId[] = [];
  for (let at = id + 1, end = differenceAt(found, id).next; at < end; at = differenceAt(found, at).next)
    inside.push(at);
  return inside;
}

/** The key or index by which a difference is reached from the one around it: that of the second document where it has one. */
export function differenceStep(found: Comparison, id: DifferenceId): string | number | undefined {
  const { before, after, parent, from, to } = differenceAt(found, id);
  if (parent === undefined) return undefined;
  const index = to ?? from;
  if (index !== undefined) return index;
  if (after !== undefined) return keyOf(found.after, after) ?? '';
  return before === undefined ? '' : (keyOf(found.before, before) ?? '');
}

/** The steps to a difference, in the second document as far as it has it. */
export function differencePath(found: Comparison, id: DifferenceId): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at: DifferenceId | undefined = id; at !== undefined; at = differenceAt(found, at).parent) {
    const step = differenceStep(found, at);
    if (step !== undefined) steps.push(step);
  }
  return steps.reverse();
}

/** Compares two values with all that is in them. */
export function compareValues(before: JsonPlace, after: JsonPlace, options: CompareOptions = {}): Comparison {
  return { ...createComparer(before, after, options).run(), before: before.document, after: after.document };
}

const none: Ignored = new Set();

function createComparer(before: JsonPlace, after: JsonPlace, { ignored = none, itemId, onProgress }: CompareOptions) {
  const [a, b] = [before.document, after.document];
  const sameness = createSameness(a, b, ignored);
  const { isSame } = sameness;
  const counts = { changed: 0, added: 0, removed: 0, moved: 0 };
  const leftOut = new Map<string, number>();
  let out = new Int32Array(64 * DIFFERENCE_SIZE);
  let count = 0;
  let ambiguous = -1;
  let steps = 0;

  const add = (
    kind: DifferenceKind,
    x: NodeId | undefined,
    y: NodeId | undefined,
    parent: DifferenceId,
    from = -1,
    to = -1,
  ): DifferenceId => {
    const at = count * DIFFERENCE_SIZE;
    if (at + DIFFERENCE_SIZE > out.length) {
      const larger = new Int32Array(out.length * 2);
      larger.set(out);
      out = larger;
    }
    out.set([kinds.indexOf(kind), x ?? -1, y ?? -1, parent, count + 1, from, to], at);
    if (kind !== 'within') counts[kind]++;
    return count++;
  };

  const tell = (node: NodeId): void => {
    if (onProgress && (steps++ & 0xff) === 0) onProgress(startOf(b, node) / Math.max(1, b.bytes.length));
  };

  const compare = (x: NodeId, y: NodeId, parent: DifferenceId, isMoved: boolean, from = -1, to = -1): void => {
    tell(y);
    if (!isMoved && areWrittenAlike(a, x, b, y)) return;
    const kind = kindOf(a, x);
    const depth = depths[depths.length - 1] ?? 0;
    const isDeeper = kind === kindOf(b, y) && (kind === 'object' || kind === 'array') && depth < deepestCompared;
    if (!isDeeper) {
      if (isMoved) add('moved', x, y, parent, from, to);
      else if (!isSame(x, y)) add('changed', x, y, parent, from, to);
      return;
    }
    const id = add(isMoved ? 'moved' : 'within', x, y, parent, from, to);
    depths.push(depth + 1);
    if (kind === 'array') compareItems(x, y, id);
    else compareMembers(x, y, id);
    depths.pop();
    if (count === id + 1 && !isMoved) count--;
    else out[id * DIFFERENCE_SIZE + 4] = count;
  };
  const depths: number[] = [0];

  const compareMembers = (x: NodeId, y: NodeId, id: DifferenceId): void => {
    const first = count;
    for (const [old, value] of pairMembers(a, x, b, y)) {
      if (ignored.size > 0 && ignored.has(memberName(a, old, b, value))) {
        const name = memberName(a, old, b, value);
        const isLike = old !== undefined && value !== undefined && isSame(old, value);
        if (!isLike) leftOut.set(name, (leftOut.get(name) ?? 0) + 1);
      } else if (old !== undefined && value !== undefined) compare(old, value, id, false);
      else add(old === undefined ? 'added' : 'removed', old, value, id);
    }
    if (count > first && ambiguous === -1 && (hasDuplicateKeys(a, x) || hasDuplicateKeys(b, y))) ambiguous = id;
  };

  const compareItems = (x: NodeId, y: NodeId, id: DifferenceId): void => {
    const [olds, news] = [itemsOfList(a, x), itemsOfList(b, y)];
    const partners = pairItems({ document: a, items: olds }, { document: b, items: news }, sameness, itemId);
    const stays = longestIncreasing(partners);
    const froms = new Int32Array(news.length).fill(-1);
    for (const [i, j] of partners.entries()) {
      if (j < 0) continue;
      // What is moved and another value altogether is another item.
      if (stays[i] !== 1 && !mayMove(olds[i] ?? 0, news[j] ?? 0)) partners[i] = -1;
      else froms[j] = i;
    }
    let next = 0;
    const removeUpTo = (end: number): void => {
      for (; next < end; next++) if (partners[next] === -1) add('removed', olds[next], undefined, id, next);
    };
    for (const [j, item] of news.entries()) {
      const i = froms[j] ?? -1;
      if (i >= 0 && stays[i] === 1) removeUpTo(i);
      if (i < 0) add('added', undefined, item, id, -1, j);
      else compare(olds[i] ?? 0, item, id, stays[i] !== 1, i, j);
    }
    removeUpTo(olds.length);
  };

  const mayMove = (x: NodeId, y: NodeId): boolean => {
    const kind = kindOf(a, x);
    if (kind === kindOf(b, y) && (kind === 'object' || kind === 'array') && depths.length <= deepestCompared)
      return true;
    return isSame(x, y);
  };

  const run = (): FoundDifferences => {
    compare(before.node, after.node, -1, false);
    return { differences: out.slice(0, count * DIFFERENCE_SIZE), counts, ignored: [...leftOut], ambiguous };
  };
  return { run };
}

function itemsOfList(document: JsonDocument, list: NodeId): readonly NodeId[] {
  const items: NodeId[] = [];
  for (let item = list + 1, end = nextOf(document, list); item < end; item = nextOf(document, item)) items.push(item);
  return items;
}
