// Every key of a document by where it stands, items of lists taken together: `.result[].name`. For jumping to a key by a few letters
// of its path.
import {
  childByKey,
  hasChildren,
  type JsonDocument,
  keyStart,
  kindOf,
  type NodeId,
  nextOf,
  rawParent,
} from './document.ts';
import { pathText } from './paths.ts';
import { decodeString } from './strings.ts';
import { endOfString } from './tokens.ts';

export interface KeyPath {
  /** Keys, and undefined for any item of a list. */
  readonly steps: readonly (string | undefined)[];
  /** As jq has it. */
  readonly text: string;
  /** How many values stand there, and the first of them. */
  readonly count: number;
  readonly first: NodeId;
}

export interface KeyPaths {
  /** Those of the document's first nodes or all, in the order in which they are met. */
  readonly paths: readonly KeyPath[];
  /** False where there may be more, since not all was looked at or there are too many. */
  readonly isAll: boolean;
}

/** Paths that are told apart: one types a few letters and reads the first of what is left. */
export const MOST_KEY_PATHS = 5000;

/** A longer key tells nobody anything. */
const LONGEST_KEY = 512;

/** Keys that are in more are left out: a path of many steps is read by nobody. */
const DEEPEST = 64;

type Place = {
  readonly parent: Place | undefined;
  readonly step: string | undefined;
  readonly depth: number;
  readonly children: Map<string, Place>;
  item: Place | undefined;
  count: number;
  first: NodeId;
  /** What came first inside the last one that was met here, and what came after it: in most lists all items have the same members. */
  inside: Expected | undefined;
  after: Expected | undefined;
};

type Expected = { readonly key: Uint8Array; readonly place: Place };

/** The paths of the first `mostNodes` nodes. O(nodes); the memory is that of the paths. */
export function keyPaths(doc: JsonDocument, mostNodes = Number.POSITIVE_INFINITY): KeyPaths {
  const root = createPlace(undefined, undefined, 0);
  const found: Place[] = [];
  const limit = Math.min(doc.nodeCount, mostNodes);
  let isAll = limit === doc.nodeCount;
  // The containers that the node is in, with their places.
  const open: { readonly end: NodeId; readonly isObject: boolean; readonly place: Place; before: Place | undefined }[] =
    [];
  for (let n = 0; n < limit; n++) {
    while (open.length > 0 && n >= open.at(-1)!.end) open.pop();
    const holder = open.at(-1);
    let place: Place | undefined;
    if (holder === undefined) place = root;
    else if (holder.place.depth === DEEPEST) isAll = false;
    else if (holder.isObject) {
      place = memberPlace(doc, n, holder.place, holder.before, found);
      if (place === undefined) isAll = false;
      else holder.before = place;
    } else {
      holder.place.item ??= createPlace(holder.place, undefined, n);
      place = holder.place.item;
    }
    if (place === undefined) {
      // What is inside of it has no path either.
      n = nextOf(doc, n) - 1;
      continue;
    }
    place.count++;
    if (hasChildren(doc, n))
      open.push({ end: nextOf(doc, n), isObject: kindOf(doc, n) === 'object', place, before: undefined });
  }
  const paths = found.map((place) => {
    const steps = stepsOf(place);
    return { steps, text: textOf(steps), count: place.count, first: place.first };
  });
  return { paths, isAll };
}

function createPlace(parent: Place | undefined, step: string | undefined, first: NodeId): Place {
  const depth = parent === undefined ? 0 : parent.depth + 1;
  return {
    parent,
    step,
    depth,
    children: new Map(),
    item: undefined,
    count: 0,
    first,
    inside: undefined,
    after: undefined,
  };
}

function stepsOf(place: Place): readonly (string | undefined)[] {
  const steps: (string | undefined)[] = [];
  for (let p = place; p.parent !== undefined; p = p.parent) steps.push(p.step);
  return steps.reverse();
}

function memberPlace(
  doc: JsonDocument,
  node: NodeId,
  object: Place,
  before: Place | undefined,
  found: Place[],
): Place | undefined {
  const from = keyStart(doc, node);
  if (from === undefined) return undefined;
  const { bytes } = doc;
  const expected = before === undefined ? object.inside : before.after;
  if (expected !== undefined && isAt(bytes, from, expected.key)) return expected.place;
  const to = endOfString(bytes, from);
  if (to - from > LONGEST_KEY) return undefined;
  const key = decodeString(bytes, from, to);
  let place = object.children.get(key);
  if (place === undefined) {
    if (found.length >= MOST_KEY_PATHS) return undefined;
    place = createPlace(object, key, node);
    object.children.set(key, place);
    found.push(place);
  }
  const met = { key: bytes.slice(from, to), place };
  if (before === undefined) object.inside = met;
  else before.after = met;
  return place;
}

function isAt(bytes: Uint8Array, from: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[from + i] !== wanted[i]) return false;
  return true;
}

function textOf(steps: readonly (string | undefined)[]): string {
  const text = steps
    .map((step) => (step === undefined ? '[]' : pathText([step], 'jq').replace(/^\.(?=\[)/, '')))
    .join('');
  return text.startsWith('.') ? text : `.${text}`;
}

/**
 * The node at a path that is meant from where one stands: of the items that one is in, else the first. Where that leads nowhere, the
 * first of all that stand there.
 */
export function nodeAtKeyPath(doc: JsonDocument, { steps, first }: KeyPath, from: NodeId): NodeId {
  const around: NodeId[] = [];
  for (let n = from; n !== 0; n = rawParent(doc, n)) around.push(n);
  around.reverse();
  let node: NodeId = 0;
  let isAround = true;
  for (const [index, step] of steps.entries()) {
    const own: NodeId | undefined = isAround ? around[index] : undefined;
    const isList = step === undefined;
    if (isList !== (kindOf(doc, node) === 'array') || !hasChildren(doc, node)) return first;
    const next: NodeId | undefined = isList ? (own ?? node + 1) : childByKey(doc, node, step);
    if (next === undefined) return first;
    isAround = next === own;
    node = next;
  }
  return node;
}
