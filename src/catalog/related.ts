// Where a value of a response leads: the operations that it, or the thing that it belongs to, fills in.
import type { Method } from '../request/types.ts';
import type { Catalog } from './catalog.ts';
import { type Resource, type ResponseLocation, resourcesAt } from './leads.ts';
import type { Match } from './matcher.ts';
import { type PlaceholderAt, pathShape, placeholdersIn } from './placeholders.ts';
import { prominence, usageKey } from './rank/rank.ts';
import type { Operation } from './types.ts';

export interface RelatedOperation {
  readonly operation: Operation;
  /** Placeholders that are filled in, by name. */
  readonly values: Readonly<Record<string, string>>;
  /** Placeholders that somebody has to fill in. */
  readonly missing: readonly string[];
  /** What leads there, by the name that it has in the response or the path: `zone`, `dns record`. */
  readonly by: string;
}

export interface RelatedOptions {
  readonly limit?: number | undefined;
  /** As for ranking: what was used comes before its like. */
  readonly used?: ReadonlyMap<string, number> | undefined;
}

/**
 * Operations that a place of a response leads to, the nearest first: on the thing itself, then what is below it, then what other
 * things named beside it lead to, then what the request was about.
 */
export function relatedOperations(
  catalog: Catalog,
  match: Match,
  place: ResponseLocation,
  { limit, used }: RelatedOptions = {},
): readonly RelatedOperation[] {
  const found = new Map<number, { readonly related: RelatedOperation; readonly score: number }>();
  const placeholders = catalog.placeholders();
  for (const resource of resourcesAt(catalog, match, place)) {
    const leading = placeholdersIn(resource.upTo);
    const top = pathShape(resource.upTo);
    const depth = top.split('/').length;
    for (const operation of placeholders.below(resource.upTo)) {
      const own = placeholders.of(operation);
      const values = fillFrom(own, leading, resource, match);
      const missing = own.map(({ name }) => name).filter((name) => values[name] === undefined);
      // The same request again leads nowhere.
      if (operation === match.operation && missing.length === 0 && isSame(values, match.values)) continue;
      const usage = Math.min(12, 4 * Math.log2(1 + (used?.get(usageKey(operation)) ?? 0)));
      const score =
        scoreOf(operation, placeholders.shapeOf(operation), top, depth) -
        8 * missing.length -
        resource.distance +
        usage;
      const before = found.get(operation.index);
      if (!before || score > before.score)
        found.set(operation.index, { related: { operation, values, missing, by: resource.by }, score });
    }
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score || a.related.operation.index - b.related.operation.index)
    .slice(0, limit ?? found.size)
    .map((entry) => entry.related);
}

/** What an operation's placeholders stand for: those up to the resource by their place in the path, the others by their name. */
function fillFrom(
  own: readonly PlaceholderAt[],
  leading: readonly PlaceholderAt[],
  resource: Resource,
  { values: known }: Match,
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [index, { name }] of own.entries()) {
    const placed = leading[index];
    const value = placed ? resource.values[placed.name] : (resource.values[name] ?? scopeValue(name, known));
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function isSame(values: Readonly<Record<string, string>>, others: Readonly<Record<string, string>>): boolean {
  return Object.entries(values).every(([name, value]) => others[name] === value);
}

/** Only the account and the zone mean the same in every path. */
function scopeValue(name: string, known: Readonly<Record<string, string>>): string | undefined {
  return name === 'account_id' || name === 'zone_id' ? known[name] : undefined;
}

/** What people mostly do with a thing comes first: read it, change it, delete it; then look at what is below it. */
function scoreOf(operation: Operation, shape: string, top: string, topDepth: number): number {
  const { method, list, paging, deprecated } = operation;
  const penalty = deprecated ? 45 : 0;
  if (shape === top) return OF_THING[method] - penalty;
  const depth = shape.split('/').length - topDepth;
  const isList = list !== undefined || paging !== undefined;
  const below = (method === 'GET' ? (isList ? 60 : 52) : 40) - 5 * (depth - 1);
  const usual = USUAL.has(`${method} ${shape}`) ? 24 : 0;
  return below + usual + 60 * (prominence(operation) - 1) - penalty;
}

const OF_THING: Readonly<Record<Method, number>> = {
  GET: 100,
  PATCH: 96,
  PUT: 95,
  POST: 90,
  DELETE: 72,
  HEAD: 0,
  OPTIONS: 0,
};

/** What is looked at first of a zone and of an account, by most. */
const USUAL = new Set([
  ...[
    'GET dns_records',
    'GET settings',
    'GET rulesets',
    'POST purge_cache',
    'GET dnssec',
    'GET ssl/certificate_packs',
    'GET pagerules',
  ].map((step) => step.replace(' ', ' /zones/{}/')),
  ...[
    'GET members',
    'GET workers/scripts',
    'GET storage/kv/namespaces',
    'GET r2/buckets',
    'GET d1/database',
    'GET pages/projects',
    'GET cfd_tunnel',
    'GET access/apps',
    'GET audit_logs',
  ].map((step) => step.replace(' ', ' /accounts/{}/')),
]);
