// Finds the operation that a path means: a walk through a tree of segments, literal ones before placeholders, and back where
// that leads nowhere. Trap: a path may be half filled in, so `{x}` as typed fits every placeholder.
import type { Method } from '../request/types.ts';
import type { Operation } from './operation.ts';

export interface Match {
  readonly operation: Operation;
  /** What the placeholders stand for, percent-decoded; those that are not filled in are left out. */
  readonly values: Readonly<Record<string, string>>;
}

export interface Matcher {
  /** HEAD is matched as GET (RFC 9110 section 9.3.2). A path below no base URL: `/zones/…`. */
  readonly match: (method: Method, path: string) => Match | undefined;
  /** Methods that the path takes, in the order of the catalog. */
  readonly methods: (path: string) => readonly Method[];
  /** What may stand for the last segment of a path that is being typed, after as much of it as is there; in order of letters. */
  readonly next: (path: string) => readonly NextSegment[];
}

interface NextSegment {
  /** A word of the API, or a placeholder in braces. */
  readonly segment: string;
  /** An operation ends here. */
  readonly isWhole: boolean;
  /** More segments may follow. */
  readonly hasMore: boolean;
}

interface Node {
  /** As the operations write it, `{zone_id}`; where they differ, as the first of them does. */
  readonly segment: string;
  readonly literals: Map<string, Node>;
  /** Segments that are placeholders in part, such as `{scan_id}.png`. */
  readonly patterns: { readonly pattern: RegExp; readonly node: Node }[];
  any: Node | undefined;
  readonly operations: Operation[];
}

/** Placeholders whose values have slashes in them and may stand last without being encoded: `@cf/meta/llama-3`. */
const withSlashes = new Set(['model_name', 'object_key', 'key_name']);

export function createMatcher(operations: readonly Operation[]): Matcher {
  const root = createNode('');
  // Operations come in the order of their paths: what one has in common with the one before it is there already.
  let before: readonly string[] = [];
  let nodes: Node[] = [root];
  for (const operation of operations) {
    const segments = segmentsOf(operation.path);
    let common = 0;
    while (common < segments.length && segments[common] === before[common]) common++;
    nodes = nodes.slice(0, common + 1);
    for (let at = common; at < segments.length; at++) nodes.push(childFor(nodes[at]!, segments[at]!));
    nodes.at(-1)?.operations.push(operation);
    before = segments;
  }
  const find = (path: string, accepts: (operation: Operation) => boolean): Operation | undefined => {
    const segments = segmentsOf(path);
    return search(root, segments, 0, accepts) ?? searchOpen(root, segments, accepts);
  };
  return {
    match: (method, path) => {
      const wanted = method === 'HEAD' ? 'GET' : method;
      const operation = find(path, (candidate) => candidate.method === wanted);
      return operation && { operation, values: valuesOf(operation.path, path) };
    },
    methods: (path) => {
      const found = new Set<Method>();
      find(path, (candidate) => {
        found.add(candidate.method);
        return false;
      });
      return [...found];
    },
    next: (path) => {
      const slash = path.lastIndexOf('/');
      const begun = path.slice(slash + 1);
      return childrenOf(reached(root, segmentsOf(path.slice(0, slash))))
        .filter(({ segment }) => segment.startsWith(begun))
        .map(({ segment, operations: ending, literals, patterns, any }) => ({
          segment,
          isWhole: ending.length > 0,
          hasMore: literals.size > 0 || patterns.length > 0 || any !== undefined,
        }))
        .toSorted((a, b) => Number(a.segment > b.segment) - Number(a.segment < b.segment));
    },
  };
}

/** All nodes that the segments lead to: an id fits a placeholder, a word may fit both. */
function reached(root: Node, segments: readonly string[]): readonly Node[] {
  let nodes: readonly Node[] = [root];
  for (const segment of segments)
    nodes = nodes.flatMap(({ literals, any }) => [literals.get(segment) ?? [], any ?? []].flat());
  return nodes;
}

function childrenOf(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap(({ literals, patterns, any }) => [
    ...literals.values(),
    ...patterns.map((entry) => entry.node),
    ...(any ? [any] : []),
  ]);
}

function createNode(segment: string): Node {
  return { segment, literals: new Map(), patterns: [], any: undefined, operations: [] };
}

function childFor(node: Node, segment: string): Node {
  if (segment.startsWith('{') && segment.indexOf('}') === segment.length - 1) {
    node.any ??= createNode(segment);
    return node.any;
  }
  if (segment.includes('{')) {
    const pattern = patternOf(segment);
    const known = node.patterns.find((entry) => entry.pattern.source === pattern.source);
    if (known) return known.node;
    const made = { pattern, node: createNode(segment) };
    node.patterns.push(made);
    return made.node;
  }
  const known = node.literals.get(segment) ?? createNode(segment);
  node.literals.set(segment, known);
  return known;
}

function search(
  node: Node,
  segments: readonly string[],
  at: number,
  accepts: (operation: Operation) => boolean,
): Operation | undefined {
  const segment = segments[at];
  if (segment === undefined) return node.operations.find(accepts);
  const literal = node.literals.get(segment);
  const found = literal && search(literal, segments, at + 1, accepts);
  if (found) return found;
  for (const { pattern, node: next } of node.patterns) {
    const matched = pattern.test(segment) ? search(next, segments, at + 1, accepts) : undefined;
    if (matched) return matched;
  }
  return node.any && search(node.any, segments, at + 1, accepts);
}

/** A last placeholder that takes the rest of the path, where its values have slashes. */
function searchOpen(
  root: Node,
  segments: readonly string[],
  accepts: (operation: Operation) => boolean,
): Operation | undefined {
  const isOpen = (operation: Operation): boolean => {
    const last = /\{([^}]*)\}$/.exec(operation.path)?.[1];
    return last !== undefined && withSlashes.has(last) && accepts(operation);
  };
  for (let length = segments.length - 1; length > 1; length--) {
    const found = search(root, segments.slice(0, length), 0, isOpen);
    if (found) return found;
  }
  return undefined;
}

function valuesOf(template: string, path: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const parts = segmentsOf(template);
  const segments = segmentsOf(path);
  for (const [index, part] of parts.entries()) {
    if (!part.includes('{')) continue;
    const isLast = index === parts.length - 1;
    const segment = isLast ? segments.slice(index).join('/') : (segments[index] ?? '');
    const names = [...part.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
    const found = patternOf(part).exec(segment);
    for (const [place, name] of names.entries()) {
      const value = found?.[place + 1] ?? '';
      if (value !== '' && !/^\{[^}]*\}$/.test(value)) values[name] = decode(value);
    }
  }
  return values;
}

/** A segment of a template as a pattern with a group for each placeholder. */
function patternOf(part: string): RegExp {
  const pieces = part.split(/\{[^}]*\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('(.+)')}$`);
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
