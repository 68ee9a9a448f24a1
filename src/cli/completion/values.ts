// Values for a placeholder in the path, asked of the API while somebody waits behind a Tab: nothing is asked at the terminal,
// nothing is said, and what has not come in a moment is not waited for.

import type { Catalog } from '../../catalog/catalog.ts';
import type { ListedValue } from '../../catalog/value-sources.ts';
import { type ListedSegment, type Suggestion, withEndings } from '../../catalog/word-completion.ts';
import { fillPlaceholders, placeholders } from '../../request/edit.ts';
import { type AccountFlags, findAccountUnasked } from '../account.ts';
import type { Io } from '../io.ts';

/** What people put up with behind a Tab. */
const patienceMs = 2500;

/**
 * What the segment may be, for the account in force; none where it cannot be told without asking or waiting.
 *
 * @param typed the path as far as it is there
 */
export async function listValues(
  catalog: Catalog,
  segment: ListedSegment,
  typed: string,
  flags: AccountFlags,
  io: Pick<Io, 'env'>,
): Promise<readonly Suggestion[]> {
  const values: ListedValue[] = [];
  const signal = AbortSignal.timeout(patienceMs);
  await Promise.race([
    read(catalog, segment, flags, io, signal, (more) => values.push(...more)).catch(() => undefined),
    new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
  ]);
  return suggestValues(segment, values, typed);
}

async function read(
  catalog: Catalog,
  { completion: { request, listing } }: ListedSegment,
  flags: AccountFlags,
  io: Pick<Io, 'env'>,
  signal: AbortSignal,
  take: (values: readonly ListedValue[]) => void,
): Promise<void> {
  const { account } = await findAccountUnasked(flags, io);
  const filled = fillPlaceholders(request, account.accountId === undefined ? {} : { account_id: account.accountId });
  if (placeholders(filled).length > 0) return;
  // Without an account nothing is sent, and nothing that sends is loaded.
  const { readListed } = await import('./listed-values.ts');
  await readListed(catalog, account, filled, listing, { env: io.env, timeoutMs: patienceMs, signal, take });
}

/**
 * Zones and accounts by name, since a path takes their names, where the name is plain and of one of them only; all else by id,
 * with its name beside it.
 */
export function suggestValues(
  { before, beside, name, isWhole, hasMore }: Omit<ListedSegment, 'completion' | 'kind'>,
  values: readonly ListedValue[],
  typed: string,
): readonly Suggestion[] {
  const byName = name === 'zone_id' || name === 'account_id';
  const uses = new Map<string, number>();
  for (const value of values) uses.set(value.name, (uses.get(value.name) ?? 0) + 1);
  const part = typed.slice(before.length).toLowerCase();
  const found = values.flatMap((value): readonly (readonly [text: string, description: string])[] => {
    const isName = byName && /^[\w.-]+$/.test(value.name) && uses.get(value.name) === 1;
    const ways = isName ? [value.name, value.id] : [value.id, value.name];
    const [text = '', description = ''] = ways;
    if (text.toLowerCase().startsWith(part)) return [[text, description === text ? '' : description]];
    // An id that is begun goes on as an id, and a name that is begun becomes the id.
    if (part !== '' && description.toLowerCase().startsWith(part)) return [[value.id, value.name]];
    return [];
  });
  // A shell puts in what the words have in common: words of several beginnings would take away what was typed.
  const fitting = found.filter(([text]) => text.toLowerCase().startsWith(part));
  const shown = fitting.length > 0 || found.length > 1 ? fitting : found;
  const listed = shown.map(([text, description]) => ({
    value: `${before}${encodeURIComponent(text)}`,
    description,
    isWhole,
    hasMore,
  }));
  return withEndings([...beside, ...listed]);
}
