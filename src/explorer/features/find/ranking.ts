// The operations that fit what was typed, the best first; the ones that were used come before their like. Ranked once for a query,
// however often it is painted.
import { type Ranked, usageKey } from '../../../catalog/rank/rank.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import type { KnownCatalog } from '../../model/catalog.ts';
import type { State } from '../../model/state.ts';

interface Kept {
  readonly query: string;
  readonly used: ReadonlyMap<string, number>;
  readonly found: readonly Ranked[];
}

const kept = new WeakMap<KnownCatalog, Kept>();

/** All that fit; everything for an empty query, and nothing while there is no catalog. */
export function rankedOperations(state: State, query: string): readonly Ranked[] {
  const known = state.guide.catalog;
  if (!known) return [];
  const used = usageOf(state, known);
  const before = kept.get(known);
  if (before?.query === query && before.used === used) return before.found;
  const found = known.rank(query, { used });
  kept.set(known, { query, used, found });
  return found;
}

interface Counted {
  readonly lines: readonly unknown[];
  readonly used: ReadonlyMap<string, number>;
}

const counted = new WeakMap<KnownCatalog, Counted>();

/** How often each operation was asked for: in this session, and in what is known of earlier ones. */
export function usageOf({ history }: State, known: KnownCatalog): ReadonlyMap<string, number> {
  const { entries, stored } = history;
  const before = counted.get(known);
  if (before?.lines[0] === entries && before.lines[1] === stored.rows) return before.used;
  const used = new Map<string, number>();
  // What is stored already is in both.
  const fresh = entries.filter((entry) => entry.row === undefined && entry.outcome !== 'opened');
  for (const { line } of [...fresh, ...stored.rows]) {
    const key = usedBy(line, known);
    if (key !== undefined) used.set(key, (used.get(key) ?? 0) + 1);
  }
  // A ranking is made anew only where something has changed for it.
  const same = before && isSame(before.used, used) ? before.used : used;
  counted.set(known, { lines: [entries, stored.rows], used: same });
  return same;
}

function isSame(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): boolean {
  return before.size === after.size && [...after].every(([key, count]) => before.get(key) === count);
}

/** Lines whose operation is known; a session has few, and asks for them again with every request. */
const mostLines = 2_000;

const operations = new WeakMap<KnownCatalog, Map<string, string | undefined>>();

function usedBy(line: string, known: KnownCatalog): string | undefined {
  const lines = operations.get(known) ?? new Map<string, string | undefined>();
  operations.set(known, lines);
  if (lines.has(line)) return lines.get(line);
  const parsed = parseLine(line);
  const match = parsed.ok
    ? known.catalog.matcher().match(effectiveMethod(parsed.request), parsed.request.path)
    : undefined;
  const key = match && usageKey(match.operation);
  if (lines.size >= mostLines) lines.clear();
  lines.set(line, key);
  return key;
}
