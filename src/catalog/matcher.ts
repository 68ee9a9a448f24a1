// Finds the operation that a path means: a walk through a tree of segments, literal ones before placeholders, and back where
// that leads nowhere. Trap: a path may be half filled in, so `{x}` as typed fits every placeholder.
import type { Method } from '../request/types.ts';
import { once } from './once.ts';
import type { Operation, OperationColumns } from './operation.ts';

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

/** What may follow in the tree, made when it is first asked for: of the whole tree most walks see little. */
interface Node {
  /** As the operations write it, `{zone_id}`; where they differ, as the first of them does. */
  readonly segment: string;
  readonly below: () => Below;
  /** Operations whose paths go through here or end here, by their indices, and for each where in its path it goes on. */
  readonly members: number[];
  readonly from: number[];
}

interface Below {
  readonly literals: ReadonlyMap<string, Node>;
  /** Segments that are placeholders in part, such as `{scan_id}.png`. */
  readonly patterns: readonly { readonly pattern: RegExp; readonly node: Node }[];
  readonly any: Node | undefined;
  /** Operations that end here, by their indices. */
  readonly ending: readonly number[];
}

/** Placeholders whose values have slashes in them and may stand last without being encoded: `@cf/meta/llama-3`. */
const withSlashes = new Set(['model_name', 'object_key', 'key_name']);

export function createMatcher({ methods, paths, operation }: OperationColumns): Matcher {
  const root = createNode('', paths);
  for (const index of paths.keys()) {
    root.members.push(index);
    root.from.push(0);
  }
  const find = (path: string, accepts: (method: Method) => boolean): Operation | undefined => {
    const segments = segmentsOf(path);
    const isRight = (index: number): boolean => accepts(methods[index]!);
    const isOpen = (index: number): boolean => isOpenEnded(paths[index] ?? '') && isRight(index);
    const found = search(root, segments, 0, isRight) ?? searchOpen(root, segments, isOpen);
    return found === undefined ? undefined : operation(found);
  };
  return {
    match: (method, path) => {
      const wanted = method === 'HEAD' ? 'GET' : method;
      const operation = find(path, (candidate) => candidate === wanted);
      return operation && { operation, values: valuesOf(operation.path, path) };
    },
    methods: (path) => {
      const found = new Set<Method>();
      find(path, (candidate) => {
        found.add(candidate);
        return false;
      });
      return [...found];
    },
    next: (path) => {
      const slash = path.lastIndexOf('/');
      const begun = path.slice(slash + 1);
      return childrenOf(reached(root, segmentsOf(path.slice(0, slash))))
        .filter(({ segment }) => segment.startsWith(begun))
        .map(({ segment, members, below }) => ({
          segment,
          isWhole: below().ending.length > 0,
          hasMore: members.length > below().ending.length,
        }))
        .toSorted((a, b) => Number(a.segment > b.segment) - Number(a.segment < b.segment));
    },
  };
}

/** All nodes that the segments lead to: an id fits a placeholder, a word may fit both. */
function reached(root: Node, segments: readonly string[]): readonly Node[] {
  let nodes: readonly Node[] = [root];
  for (const segment of segments) {
    nodes = nodes.flatMap(({ below }) => [below().literals.get(segment) ?? [], below().any ?? []].flat());
  }
  return nodes;
}

function childrenOf(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap(({ below }) => {
    const { literals, patterns, any } = below();
    return [...literals.values(), ...patterns.map((entry) => entry.node), ...(any ? [any] : [])];
  });
}

function createNode(segment: string, paths: readonly string[]): Node {
  const members: number[] = [];
  const from: number[] = [];
  return { segment, members, from, below: once(() => belowOf(paths, members, from)) };
}

function belowOf(paths: readonly string[], members: readonly number[], from: readonly number[]): Below {
  const literals = new Map<string, Node>();
  const patterns: { readonly pattern: RegExp; readonly node: Node }[] = [];
  const ending: number[] = [];
  let any: Node | undefined;
  const childFor = (segment: string): Node => {
    if (segment.startsWith('{') && segment.indexOf('}') === segment.length - 1) {
      any ??= createNode(segment, paths);
      return any;
    }
    if (segment.includes('{')) {
      const pattern = patternOf(segment);
      const known = patterns.find((entry) => entry.pattern.source === pattern.source);
      if (known) return known.node;
      const made = { pattern, node: createNode(segment, paths) };
      patterns.push(made);
      return made.node;
    }
    const known = literals.get(segment) ?? createNode(segment, paths);
    literals.set(segment, known);
    return known;
  };
  // Paths come in their order: most go on as the one before does.
  let before = '';
  let child: Node | undefined;
  for (const [place, index] of members.entries()) {
    const path = paths[index] ?? '';
    let start = from[place] ?? 0;
    while (path[start] === '/') start++;
    if (start >= path.length) {
      ending.push(index);
      continue;
    }
    const slash = path.indexOf('/', start);
    const end = slash < 0 ? path.length : slash;
    if (!child || end - start !== before.length || !path.startsWith(before, start)) {
      before = path.slice(start, end);
      child = childFor(before);
    }
    child.members.push(index);
    child.from.push(end);
  }
  return { literals, patterns, any, ending };
}

function search(
  node: Node,
  segments: readonly string[],
  at: number,
  accepts: (index: number) => boolean,
): number | undefined {
  const segment = segments[at];
  const { literals, patterns, any, ending } = node.below();
  if (segment === undefined) return ending.find(accepts);
  const literal = literals.get(segment);
  const found = literal && search(literal, segments, at + 1, accepts);
  if (found !== undefined) return found;
  for (const { pattern, node: next } of patterns) {
    const matched = pattern.test(segment) ? search(next, segments, at + 1, accepts) : undefined;
    if (matched !== undefined) return matched;
  }
  return any && search(any, segments, at + 1, accepts);
}

/** A last placeholder that takes the rest of the path, where its values have slashes. */
function searchOpen(root: Node, segments: readonly string[], accepts: (index: number) => boolean): number | undefined {
  for (let length = segments.length - 1; length > 1; length--) {
    const found = search(root, segments.slice(0, length), 0, accepts);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isOpenEnded(path: string): boolean {
  const last = /\{([^}]*)\}$/.exec(path)?.[1];
  return last !== undefined && withSlashes.has(last);
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
