// What differs between two documents, member by member: a value that is changed, added or taken away, each at its path. Items of a
// list are told apart by what identifies them, so that one that is put in between does not change all behind it.
// Ours, since jsondiffpatch, microdiff and json-diff-ts compare JavaScript values, in which ids beyond 2^53 lose digits; the first
// takes members called `_t` for marks of its own and compares long lists in time that grows with the square, the others go by index
// or have to be told the key of each list.
import {
  childByKey,
  firstChild,
  isContainer,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  siblingAfter,
  sourceText,
  stringValue,
} from './document.ts';

/** A value in a document. */
export interface JsonPlace {
  readonly document: JsonDocument;
  readonly node: NodeId;
}

export interface JsonChange {
  /** Changed, added, taken away; in another order; or left out where nobody knows whether that takes it away. */
  readonly kind: 'changed' | 'added' | 'removed' | 'moved' | 'open';
  readonly path: readonly (string | number)[];
  readonly before: JsonPlace | undefined;
  readonly after: JsonPlace | undefined;
}

interface ComparisonOptions {
  /** What a member of the first object means that the second has not; `keep` says nothing of it. */
  readonly leftOut: (name: string) => 'remove' | 'keep';
  /** The same for members of objects inside: `open` where it depends on the server. */
  readonly leftOutInside: 'remove' | 'open';
}

interface Comparison {
  readonly changes: readonly JsonChange[];
  /** Members of the first object that stay as they are. */
  readonly same: number;
}

/** Levels that are compared member by member; what is deeper is compared as a whole. */
const deepest = 64;

export function compareJson(before: JsonPlace, after: JsonPlace, options: ComparisonOptions): Comparison {
  const changes: JsonChange[] = [];
  let same = 0;
  if (kindOf(before.document, before.node) === 'object' && kindOf(after.document, after.node) === 'object') {
    const olds = members(before);
    const news = members(after);
    for (const [name, old] of olds) {
      const value = news.get(name);
      const count = changes.length;
      if (value) compare(old, value, [name], options, changes);
      else if (options.leftOut(name) === 'remove')
        changes.push({ kind: 'removed', path: [name], before: old, after: undefined });
      if (changes.length === count) same++;
    }
    for (const [name, value] of news)
      if (!olds.has(name)) changes.push({ kind: 'added', path: [name], before: undefined, after: value });
  } else {
    compare(before, after, [], options, changes);
  }
  return { changes, same };
}

function compare(
  before: JsonPlace,
  after: JsonPlace,
  path: JsonChange['path'],
  options: ComparisonOptions,
  changes: JsonChange[],
): void {
  const kind = kindOf(before.document, before.node);
  if (
    kind !== kindOf(after.document, after.node) ||
    !isContainer(before.document, before.node) ||
    path.length > deepest
  ) {
    if (canonical(before) !== canonical(after)) changes.push({ kind: 'changed', path, before, after });
    return;
  }
  if (kind === 'array') {
    compareItems(before, after, path, options, changes);
    return;
  }
  const olds = members(before);
  const news = members(after);
  for (const [name, old] of olds) {
    const value = news.get(name);
    if (value) compare(old, value, [...path, name], options, changes);
    else
      changes.push({
        kind: options.leftOutInside === 'open' ? 'open' : 'removed',
        path: [...path, name],
        before: old,
        after: undefined,
      });
  }
  for (const [name, value] of news)
    if (!olds.has(name)) changes.push({ kind: 'added', path: [...path, name], before: undefined, after: value });
}

/** Pairs the items of two lists by what identifies them, then by what is equal, then those left at the same place. */
function compareItems(
  before: JsonPlace,
  after: JsonPlace,
  path: JsonChange['path'],
  options: ComparisonOptions,
  changes: JsonChange[],
): void {
  const olds = items(before);
  const news = items(after);
  const partner = new Map<number, number>();
  const pairBy = (keyFor: (place: JsonPlace) => string | undefined): void => {
    const waiting = new Map<string, number[]>();
    const taken = new Set(partner.values());
    for (const [index, place] of news.entries()) {
      const key = taken.has(index) ? undefined : keyFor(place);
      if (key === undefined) continue;
      const same = waiting.get(key);
      if (same) same.push(index);
      else waiting.set(key, [index]);
    }
    for (const [index, place] of olds.entries()) {
      const key = partner.has(index) ? undefined : keyFor(place);
      const found = key === undefined ? undefined : waiting.get(key)?.shift();
      if (found !== undefined) partner.set(index, found);
    }
  };
  pairBy(identityOf);
  pairBy(canonical);
  const isLeft = new Set(news.keys());
  for (const index of partner.values()) isLeft.delete(index);
  for (const [index, place] of olds.entries()) {
    const other = news[index];
    const mayPair = !partner.has(index) && isLeft.has(index) && other && identityOf(place) === undefined;
    // An item without an id that is put at its place is that item, changed.
    if (mayPair && kindOf(place.document, place.node) === kindOf(other.document, other.node)) {
      partner.set(index, index);
      isLeft.delete(index);
    }
  }
  for (const [index, place] of olds.entries()) {
    const at = partner.get(index);
    const other = at === undefined ? undefined : news[at];
    if (at === undefined || !other)
      changes.push({ kind: 'removed', path: [...path, index], before: place, after: undefined });
    else compare(place, other, [...path, at], options, changes);
  }
  for (const [index, place] of news.entries())
    if (isLeft.has(index)) changes.push({ kind: 'added', path: [...path, index], before: undefined, after: place });
  const order = olds.flatMap((_, index) => partner.get(index) ?? []);
  if (order.some((at, index) => at < (order[index - 1] ?? -1))) changes.push({ kind: 'moved', path, before, after });
}

/** Members by which items of a list are told apart, the surest first. */
const identities = ['id', 'uuid', 'ref', 'name', 'key', 'hostname', 'tag'] as const;

function identityOf({ document, node }: JsonPlace): string | undefined {
  if (kindOf(document, node) !== 'object') return undefined;
  for (const name of identities) {
    const member = childByKey(document, node, name);
    if (member !== undefined && !isContainer(document, member))
      return `${name} ${canonical({ document, node: member })}`;
  }
  return undefined;
}

/** Of a key that stands twice the last, as readers have it. */
function members({ document, node }: JsonPlace): Map<string, JsonPlace> {
  return new Map(items({ document, node }).map((place) => [keyOf(document, place.node) ?? '', place]));
}

function items({ document, node }: JsonPlace): JsonPlace[] {
  const found: JsonPlace[] = [];
  for (let child = firstChild(document, node); child !== undefined; child = siblingAfter(document, child))
    found.push({ document, node: child });
  return found;
}

/** The same text for the same value: without blanks, members in order, numbers digit for digit. */
function canonical(place: JsonPlace, depth = 0): string {
  const { document, node } = place;
  const kind = kindOf(document, node);
  if (kind === 'string') return JSON.stringify(stringValue(document, node));
  if (kind === 'number') return plainNumber(sourceText(document, node));
  if (!isContainer(document, node) || depth > deepest) return sourceText(document, node);
  if (kind === 'array')
    return `[${items(place)
      .map((item) => canonical(item, depth + 1))
      .join()}]`;
  return `{${[...members(place)]
    .toSorted(([a], [b]) => Number(a > b) - Number(a < b))
    .map(([name, value]) => `${JSON.stringify(name)}:${canonical(value, depth + 1)}`)
    .join()}}`;
}

/** `1.0` and `1e0` are 1; what a double cannot hold stays as it is written. */
function plainNumber(text: string): string {
  const value = Number(text);
  return Number.isSafeInteger(value) || /^-?\d{1,15}(?:\.\d*)?$/.test(text) ? String(value) : text;
}
