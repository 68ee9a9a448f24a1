// The differences of two documents as JSON Patch (RFC 6902): what makes the second of the first. Of a list items are taken away from the
// last to the first, then those are moved that are out of order, then new ones are put in from the first to the last; what changes
// inside of items comes after, when every index is that of the second document. Values go out as they are written, digit for digit.
import { type Comparison, type DifferenceId, differenceAt, differencePath, differencesIn } from './compare.ts';
import { type JsonDocument, keyOf, kindOf, type NodeId, nextOf, sourceText } from './document.ts';
import { compactJson } from './format.ts';
import { longestIncreasing } from './pairing.ts';
import { jsonPointer, shownPath } from './paths.ts';

/** Why there is no patch, as a sentence without a full stop; undefined where there is one. */
export function whyNoPatch(found: Comparison): string | undefined {
  if (found.ambiguous < 0) return undefined;
  const { before, after } = differenceAt(found, found.ambiguous);
  const name = twiceIn(found.before, before) ?? twiceIn(found.after, after) ?? '';
  const path = shownPath([...differencePath(found, found.ambiguous), name]);
  return `the key ${path} stands more than once, and a JSON Patch cannot say which is meant`;
}

function twiceIn(document: JsonDocument, node: NodeId | undefined): string | undefined {
  if (node === undefined) return undefined;
  const names = new Set<string>();
  for (let child = node + 1, end = nextOf(document, node); child < end; child = nextOf(document, child)) {
    const name = keyOf(document, child) ?? '';
    if (names.has(name)) return name;
    names.add(name);
  }
  return undefined;
}

/** The patch as JSON, an operation a line; in parts, since it may be long. */
export function* patchText(found: Comparison): Generator<string, void, undefined> {
  let isFirst = true;
  for (const operation of operations(found)) {
    yield `${isFirst ? '[\n' : ',\n'}  ${operation}`;
    isFirst = false;
  }
  yield isFirst ? '[]\n' : '\n]\n';
}

function operations(found: Comparison): Generator<string, void, undefined> {
  return found.differences.length === 0 ? empty() : operationsOf(found, 0, '');
}

function* empty(): Generator<string, void, undefined> {}

function* operationsOf(found: Comparison, id: DifferenceId, path: string): Generator<string, void, undefined> {
  const { kind, before, after } = differenceAt(found, id);
  if (kind === 'added') yield operation('add', path, jsonOf(found.after, after));
  else if (kind === 'removed') yield operation('remove', path);
  else if (kind === 'changed') yield operation('replace', path, jsonOf(found.after, after));
  else if (before !== undefined && kindOf(found.before, before) === 'array') yield* listOperations(found, id, path);
  else {
    for (const one of differencesIn(found, id)) {
      const { after: value, before: old } = differenceAt(found, one);
      const name = value === undefined ? keyOf(found.before, old ?? 0) : keyOf(found.after, value);
      yield* operationsOf(found, one, path + jsonPointer([name ?? '']));
    }
  }
}

function* listOperations(found: Comparison, id: DifferenceId, path: string): Generator<string, void, undefined> {
  const inside = differencesIn(found, id);
  const all = inside.map((one) => ({ id: one, ...differenceAt(found, one) }));
  for (const { from } of all.filter(({ kind }) => kind === 'removed').toReversed())
    yield operation('remove', `${path}/${from}`);
  if (all.some(({ kind }) => kind === 'moved')) yield* moves(found, id, all, path);
  for (const one of all.filter(({ kind }) => kind === 'added')) yield* operationsOf(found, one.id, `${path}/${one.to}`);
  for (const one of all)
    if (one.kind !== 'added' && one.kind !== 'removed') yield* operationsOf(found, one.id, `${path}/${one.to}`);
}

/**
 * The moves that put what stays of a list into its new order, each of one item to behind the one that it is to follow. Where that and
 * the item itself stand meanwhile is counted: those that are in their places by their rank in the new order, the others, which still
 * stand among the ones that never move, by their rank in the old one.
 */
function* moves(
  found: Comparison,
  id: DifferenceId,
  all: readonly { readonly kind: string; readonly from: number | undefined; readonly to: number | undefined }[],
  path: string,
): Generator<string, void, undefined> {
  const order = keptOrder(found, id, all);
  const stays = longestIncreasing(order);
  const size = order.length;
  const oldOf = new Int32Array(size);
  for (const [old, rank] of order.entries()) oldOf[rank] = old;
  const stayingBelow = new Int32Array(size + 1);
  for (let rank = 0; rank < size; rank++)
    stayingBelow[rank + 1] = (stayingBelow[rank] ?? 0) + (stays[oldOf[rank] ?? 0] ?? 0);
  const nextStaying = new Int32Array(size + 1).fill(size);
  for (let old = size - 1; old >= 0; old--)
    nextStaying[old] = stays[old] === 1 ? (order[old] ?? 0) : (nextStaying[old + 1] ?? size);
  const waiting = countTree(size);
  for (let old = 0; old < size; old++) if (stays[old] !== 1) waiting.add(old, 1);
  let anchor = -1;
  for (let rank = 0; rank < size; rank++) {
    const old = oldOf[rank] ?? 0;
    if (stays[old] === 1) {
      anchor = old;
      continue;
    }
    // In their places and before it: of lower rank than the next one that stays.
    const limit = nextStaying[old] ?? size;
    const placed = limit <= rank ? limit : rank + (stayingBelow[limit] ?? 0) - (stayingBelow[rank] ?? 0);
    const from = placed + waiting.below(old);
    waiting.add(old, -1);
    const to = rank + (anchor < 0 ? 0 : waiting.below(anchor));
    if (from !== to) yield `{"op":"move","from":${pointer(`${path}/${from}`)},"path":${pointer(`${path}/${to}`)}}`;
  }
}

/** Of every item that both lists have, in the old order, its rank in the new one. */
function keptOrder(
  found: Comparison,
  id: DifferenceId,
  all: readonly { readonly kind: string; readonly from: number | undefined; readonly to: number | undefined }[],
): Int32Array {
  const { before, after } = differenceAt(found, id);
  const gone = new Set(all.flatMap(({ kind, from }) => (kind === 'removed' ? [from] : [])));
  const come = new Set(all.flatMap(({ kind, to }) => (kind === 'added' ? [to] : [])));
  const moved = new Map(all.flatMap(({ kind, from, to }) => (kind === 'moved' ? [[from, to] as const] : [])));
  const movedTo = new Set(moved.values());
  const [olds, news] = [countOf(found.before, before), countOf(found.after, after)];
  const rankOf = new Int32Array(news);
  const staying: number[] = [];
  let rank = 0;
  for (let to = 0; to < news; to++) {
    if (come.has(to)) continue;
    if (!movedTo.has(to)) staying.push(to);
    rankOf[to] = rank++;
  }
  const order = new Int32Array(rank);
  let [at, next] = [0, 0];
  for (let from = 0; from < olds; from++) {
    if (gone.has(from)) continue;
    // Those that did not move are in the same order in both.
    const to = moved.has(from) ? moved.get(from) : staying[next++];
    order[at++] = rankOf[to ?? 0] ?? 0;
  }
  return order;
}

function countOf(document: JsonDocument, node: NodeId | undefined): number {
  let count = 0;
  if (node === undefined) return count;
  for (let item = node + 1, end = nextOf(document, node); item < end; item = nextOf(document, item)) count++;
  return count;
}

/** Counts of what stands below an index, in as many steps as the size has bits. */
function countTree(size: number) {
  const sums = new Int32Array(size + 1);
  return {
    add: (index: number, by: number): void => {
      for (let at = index + 1; at <= size; at += at & -at) sums[at] = (sums[at] ?? 0) + by;
    },
    below: (index: number): number => {
      let sum = 0;
      for (let at = index; at > 0; at -= at & -at) sum += sums[at] ?? 0;
      return sum;
    },
  };
}

function operation(name: string, path: string, value?: string): string {
  return `{"op":"${name}","path":${pointer(path)}${value === undefined ? '' : `,"value":${value}`}}`;
}

function jsonOf(document: JsonDocument, node: NodeId | undefined): string {
  return node === undefined ? 'null' : compactJson(sourceText(document, node));
}

function pointer(path: string): string {
  return JSON.stringify(path);
}
