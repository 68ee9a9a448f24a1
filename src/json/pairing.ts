// Which item of one list is which of another: by what identifies them, then those that are equal, then those that are most alike
// between the same neighbours. Knows nothing of what then differs.
import { numberKey } from './decimal.ts';
import {
  childByKey,
  isContainer,
  type JsonDocument,
  kindOf,
  type NodeId,
  sourceText,
  stringValue,
} from './document.ts';
import { memberFinder, pairMembers, type Sameness } from './sameness.ts';

interface Side {
  readonly document: JsonDocument;
  /** Items of a list. */
  readonly items: readonly NodeId[];
}

/** Members by which items of a list are told apart, the surest first. */
const identities: readonly (readonly string[])[] = [
  ['id'],
  ['uuid'],
  ['ref'],
  ['name'],
  ['key'],
  ['hostname'],
  ['tag'],
  ['name', 'type'],
  ['name', 'type', 'content'],
];

/** What tells an item from the others of its list, as far as it says that itself. */
export function identityOf(document: JsonDocument, item: NodeId): string | undefined {
  if (kindOf(document, item) !== 'object') return undefined;
  for (const [name = '', ...others] of identities) {
    const member = others.length > 0 ? undefined : childByKey(document, item, name);
    if (member !== undefined && !isContainer(document, member)) return `${name} ${scalarKey(document, member)}`;
  }
  return undefined;
}

/** For each item of the first list the index of its partner in the second; -1 where it has none. */
export function pairItems(before: Side, after: Side, sameness: Sameness, itemId: string | undefined): Int32Array {
  const [olds, news] = [before.items, after.items];
  const partners = new Int32Array(olds.length).fill(-1);
  const same = (i: number, j: number): boolean => sameness.isSame(olds[i] ?? 0, news[j] ?? 0);
  let start = 0;
  while (start < olds.length && start < news.length && same(start, start)) partners[start] = start++;
  let [endA, endB] = [olds.length, news.length];
  while (endA > start && endB > start && same(endA - 1, endB - 1)) partners[--endA] = --endB;
  if (start === endA || start === endB) return partners;

  const leftA = range(start, endA);
  const leftB = range(start, endB);
  const keys = findKeys(before, leftA, after, leftB, itemId);
  if (keys) {
    const places = new Map(leftB.flatMap((j) => (keys.after[j] === undefined ? [] : [[keys.after[j], j]])));
    for (const i of leftA) {
      const key = keys.before[i];
      partners[i] = (key === undefined ? undefined : places.get(key)) ?? -1;
    }
  }
  pairEqual(before, leftA, after, leftB, partners, sameness);
  pairAlike(before, after, partners, sameness, (i, j) => {
    const [one, other] = [keys?.before[i], keys?.after[j]];
    return one === undefined || other === undefined;
  });
  return partners;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

interface Keys {
  readonly before: readonly (string | undefined)[];
  readonly after: readonly (string | undefined)[];
}

/** What tells the items apart: the first of these that most of them have, each its own, and that some have in both lists. */
function findKeys(
  before: Side,
  leftA: readonly number[],
  after: Side,
  leftB: readonly number[],
  itemId: string | undefined,
): Keys | undefined {
  const choices = itemId === undefined ? identities : [[itemId], ...identities];
  const names = [...new Set(choices.flat())];
  const find = memberFinder(names);
  const membersOf = ({ document, items }: Side, left: readonly number[]) =>
    left.map((index) => {
      const item = items[index] ?? 0;
      return kindOf(document, item) === 'object' ? find(document, item) : undefined;
    });
  const [olds, news] = [membersOf(before, leftA), membersOf(after, leftB)];
  let first: Keys | undefined;
  for (const choice of choices) {
    const columns = choice.map((name) => names.indexOf(name));
    const [old, fresh] = [keysOf(before, leftA, olds, columns), keysOf(after, leftB, news, columns)];
    if (!old || !fresh) continue;
    const known = new Set(old);
    if (fresh.some((key) => key !== undefined && known.has(key))) return { before: old, after: fresh };
    if (choice[0] === itemId || choice === choices.find(([name]) => name === 'id'))
      first ??= { before: old, after: fresh };
  }
  // Items with ids that have none in common are others.
  return first;
}

function keysOf(
  { document, items }: Side,
  left: readonly number[],
  members: readonly (readonly (NodeId | undefined)[] | undefined)[],
  columns: readonly number[],
): readonly (string | undefined)[] | undefined {
  const objects = members.filter((found) => found !== undefined);
  const having = objects.filter((found) => columns.every((column) => found[column] !== undefined));
  if (having.length === 0 || having.length * 2 < objects.length) return undefined;
  const keys: (string | undefined)[] = new Array(items.length).fill(undefined);
  const found = new Set<string>();
  for (const [at, index] of left.entries()) {
    const key = keyFor(document, members[at], columns);
    if (key === undefined) continue;
    if (found.has(key)) return undefined;
    found.add(key);
    keys[index] = key;
  }
  return found.size * 2 >= objects.length && found.size > 0 ? keys : undefined;
}

function keyFor(
  document: JsonDocument,
  members: readonly (NodeId | undefined)[] | undefined,
  columns: readonly number[],
): string | undefined {
  let key = '';
  for (const column of columns) {
    const member = members?.[column];
    if (member === undefined || isContainer(document, member)) return undefined;
    const text = scalarKey(document, member);
    key += columns.length === 1 ? text : `${text.length} ${text}`;
  }
  return key;
}

/** Texts begin with a quote, so that "1" is not 1. */
function scalarKey(document: JsonDocument, node: NodeId): string {
  const text = stringValue(document, node);
  if (text !== undefined) return `"${text}`;
  return kindOf(document, node) === 'number' ? numberKey(sourceText(document, node)) : sourceText(document, node);
}

function pairEqual(
  before: Side,
  leftA: readonly number[],
  after: Side,
  leftB: readonly number[],
  partners: Int32Array,
  { hashBefore, hashAfter, isSame }: Sameness,
): void {
  const open = leftA.filter((i) => partners[i] === -1);
  if (open.length === 0) return;
  const taken = new Set(partners);
  const waiting = new Map<number, number[]>();
  // The last first, so that the first is taken from the end.
  for (const j of leftB.toReversed()) {
    if (taken.has(j)) continue;
    const hash = hashAfter(after.items[j] ?? 0);
    const others = waiting.get(hash);
    if (others) others.push(j);
    else waiting.set(hash, [j]);
  }
  for (const i of open) {
    const others = waiting.get(hashBefore(before.items[i] ?? 0));
    const j = others?.at(-1);
    if (j === undefined || !isSame(before.items[i] ?? 0, after.items[j] ?? 0)) continue;
    others?.pop();
    partners[i] = j;
  }
}

/** Items between the same neighbours are compared with each other for likeness up to this many pairs; else in order. */
const mostLikenesses = 400;

/** What is left between two items that stay in order is paired there: an item that is like another is that one, changed. */
function pairAlike(
  before: Side,
  after: Side,
  partners: Int32Array,
  sameness: Sameness,
  mayPair: (i: number, j: number) => boolean,
): void {
  const [olds, news] = [before.items, after.items];
  const taken = new Set(partners);
  const stays = longestIncreasing(partners);
  const kinds = (i: number, j: number): boolean =>
    kindOf(before.document, olds[i] ?? 0) === kindOf(after.document, news[j] ?? 0);
  let [from, at] = [0, 0];
  for (let i = 0; i <= olds.length; i++) {
    if (i < olds.length && stays[i] !== 1) continue;
    const to = i < olds.length ? (partners[i] ?? 0) : news.length;
    const leftA = range(from, i).filter((x) => partners[x] === -1);
    const leftB = leftA.length === 0 ? [] : range(at, to).filter((y) => !taken.has(y));
    for (const [x, y] of alike(leftA, leftB, before, after, sameness, (x, y) => kinds(x, y) && mayPair(x, y)))
      partners[x] = y;
    from = i + 1;
    at = to + 1;
  }
}

function alike(
  leftA: readonly number[],
  leftB: readonly number[],
  before: Side,
  after: Side,
  sameness: Sameness,
  mayPair: (i: number, j: number) => boolean,
): readonly (readonly [i: number, j: number])[] {
  const isFew = leftA.length !== leftB.length && leftA.length * leftB.length <= mostLikenesses;
  if (!isFew) {
    const count = Math.min(leftA.length, leftB.length);
    return leftA.slice(0, count).flatMap((i, index) => {
      const j = leftB[index] ?? -1;
      return mayPair(i, j) ? [[i, j] as const] : [];
    });
  }
  const wishes = leftA.flatMap((i) =>
    leftB.flatMap((j) => (mayPair(i, j) ? [{ i, j, likeness: likeness(before, i, after, j, sameness) }] : [])),
  );
  const pairs: (readonly [number, number])[] = [];
  const used = { a: new Set<number>(), b: new Set<number>() };
  for (const { i, j } of wishes.toSorted((one, other) => other.likeness - one.likeness)) {
    if (used.a.has(i) || used.b.has(j)) continue;
    // Two that cross would seem moved.
    if (pairs.some(([x, y]) => x < i !== y < j)) continue;
    used.a.add(i);
    used.b.add(j);
    pairs.push([i, j]);
  }
  return pairs;
}

/** How much two values have in common, of 1. */
function likeness(before: Side, i: number, after: Side, j: number, { isSame }: Sameness): number {
  const [a, b] = [before.items[i] ?? 0, after.items[j] ?? 0];
  if (kindOf(before.document, a) !== 'object') return 0;
  const pairs = pairMembers(before.document, a, after.document, b);
  const same = pairs.filter(([x, y]) => x !== undefined && y !== undefined && isSame(x, y));
  return pairs.length === 0 ? 1 : same.length / pairs.length;
}

/** 1 for each of the numbers that belongs to a longest run that only grows, in order; those below 0 belong to none. */
export function longestIncreasing(numbers: Int32Array): Uint8Array {
  const tails: number[] = [];
  const previous = new Int32Array(numbers.length).fill(-1);
  for (const [index, number] of numbers.entries()) {
    if (number < 0) continue;
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[tails[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[index] = tails[low - 1] ?? -1;
    tails[low] = index;
  }
  const stays = new Uint8Array(numbers.length);
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) stays[at] = 1;
  return stays;
}
