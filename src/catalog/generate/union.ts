// Both sources as one list: operations of the same method and path shape are one.
import type { Method } from '../../request/types.ts';
import type { Parameter } from '../operation.ts';
import { type Facts, pagingOf, plainName } from './facts.ts';

export interface Merged extends Facts {
  /** All places where the sources have it, the one it is named after first. */
  readonly names: readonly Facts['words'][];
  readonly sources: readonly Facts['source'][];
}

interface SourceCounts {
  readonly sdk: number;
  readonly cf: number;
  readonly both: number;
  readonly all: number;
}

/** Method and path, whatever its placeholders are called. */
export function operationKey({ method, path }: { readonly method: Method; readonly path: string }): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;
}

export function unite(
  sdk: readonly Facts[],
  cf: readonly Facts[],
  docs: readonly Facts[] = [],
): { readonly operations: readonly Merged[]; readonly counts: SourceCounts } {
  const groups = new Map<string, Facts[]>();
  for (const facts of [...sdk, ...cf, ...docs]) {
    const shape = operationKey(facts);
    const group = groups.get(shape);
    if (group) group.push(facts);
    else groups.set(shape, [facts]);
  }
  const nameGap = gapNames(sdk, cf);
  const operations = [...groups.values()].map((group) => renamed(merge(group), nameGap));
  const of = (source: Facts['source']): number => operations.filter(({ sources }) => sources.includes(source)).length;
  const counts = {
    sdk: of('sdk'),
    cf: of('cf'),
    both: operations.filter(({ sources }) => sources.length > 1).length,
    all: operations.length,
  };
  return { operations: operations.toSorted((a, b) => compare(a.path, b.path) || compare(a.method, b.method)), counts };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** The SDK has the first word on everything; what it leaves open comes from the other one. */
function merge(group: readonly Facts[]): Merged {
  const ordered = group.toSorted((a, b) => rank(a) - rank(b));
  const first = ordered[0]!;
  const inSdk = ordered.filter((facts) => facts.source === 'sdk');
  // Several methods of the SDK may be one operation; it is deprecated where all of them are.
  const decided = inSdk.length > 0 ? inSdk : ordered;
  const isDeprecated = decided.every((facts) => facts.deprecation !== undefined);
  const parameters = mergeParameters(ordered);
  const response = ordered.find((facts) => facts.response)?.response;
  const told = decided.find((facts) => facts.paging)?.paging;
  return {
    ...first,
    description: ordered.find((facts) => facts.description !== '')?.description ?? '',
    operationId: ordered.find((facts) => facts.operationId !== '')?.operationId ?? '',
    deprecation: isDeprecated ? first.deprecation : undefined,
    parameters,
    body: decided.find((facts) => facts.body)?.body,
    call: inSdk.find((facts) => facts.call && facts.path === first.path)?.call,
    paging: told ?? (response?.isList && first.method === 'GET' ? pagingOf(parameters) : undefined),
    response,
    names: ordered.map((facts) => facts.words),
    sources: [...new Set(ordered.map((facts) => facts.source))],
  };
}

function rank({ source, deprecation, words }: Facts): number {
  return (source === 'sdk' ? 0 : 100) + (deprecation === undefined ? 0 : 50) + words.length;
}

/** The path's parameters are those of the path that is kept; the others are gathered. */
function mergeParameters(ordered: readonly Facts[]): readonly Parameter[] {
  const found = ordered[0]!.parameters.filter((parameter) => parameter.in === 'path');
  for (const { parameters } of ordered) {
    for (const parameter of parameters) {
      if (parameter.in !== 'path' && !isKnown(parameter, found)) found.push(parameter);
    }
  }
  return found;
}

function isKnown(parameter: Parameter, found: readonly Parameter[]): boolean {
  return found.some((other) => other.in === parameter.in && plainName(other.name) === plainName(parameter.name));
}

/** What the SDK calls each gap, by the path before it; what the other source calls it where the SDK has no such path. */
function gapNames(sdk: readonly Facts[], cf: readonly Facts[]): (before: string, name: string) => string {
  const names = new Map<string, string>();
  for (const { path } of [...sdk, ...cf]) {
    for (const { before, name } of gapsOf(path)) if (!names.has(before)) names.set(before, name);
  }
  return (before, name) => names.get(before) ?? name;
}

function gapsOf(path: string): readonly { readonly before: string; readonly name: string }[] {
  return [...path.matchAll(/\{([^}]*)\}/g)].map((match) => ({
    before: path.slice(0, match.index).replace(/\{[^}]*\}/g, '{}'),
    name: match[1] ?? '',
  }));
}

/**
 * An operation that the SDK lacks, with its gaps called as the SDK calls them in other operations, so that a value known for one
 * fills the other. A name that would come twice in one path gets a number.
 */
function renamed(operation: Merged, nameGap: (before: string, name: string) => string): Merged {
  const used = new Set<string>();
  const names = gapsOf(operation.path).map(({ before, name: own }) => {
    const name = operation.sources.includes('sdk') ? own : nameGap(before, own);
    let free = name;
    for (let number = 2; used.has(free); number++) free = `${name}_${number}`;
    used.add(free);
    return free;
  });
  let gap = 0;
  let parameter = 0;
  return {
    ...operation,
    path: operation.path.replace(/\{[^}]*\}/g, () => `{${names[gap++]}}`),
    parameters: operation.parameters.map((entry) =>
      entry.in === 'path' ? { ...entry, name: names[parameter++] ?? entry.name } : entry,
    ),
  };
}
