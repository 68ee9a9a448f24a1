// What a lookup shows for what is typed: of what was read of its list, and of what the API finds where it can search it.
import { nextMove } from '../../../api/paging.ts';
import { searchItems } from '../../../catalog/list-search.ts';
import { type ListedValue, tellingFields } from '../../../catalog/value-sources.ts';
import { withQuery } from '../../../request/edit.ts';
import type { RequestLine } from '../../../request/types.ts';
import { type Letters, narrow } from '../../../text/matching.ts';
import type { Listed } from '../../model/catalog.ts';
import { openPicker } from '../../model/focus.ts';
import type { State } from '../../model/state.ts';

/** The list of the lookup that is open. */
export function currentList({ find }: State): Listed | undefined {
  return find.lookup && find.listed.get(find.lookup.key);
}

/** The request for the next page; undefined where the list has ended. */
export function pageAfter({ request, pages }: Listed): RequestLine | undefined {
  if (pages.length === 0) return request;
  const move = nextMove(pages, pages.length - 1);
  return move.type === 'request' ? withQuery(request, move.set) : undefined;
}

/** The search for what is typed, where the API has one and the list is too long to have been read. */
function searchFor(listed: Listed, key: string, text: string, { listed: lists }: State['find']): Searched | undefined {
  const typed = text.trim();
  // What is known is looked through first, and all of a short list is.
  if (!listed.search || typed === '' || listed.pages.length === 0 || pageAfter(listed) === undefined) return undefined;
  const items = searchItems(listed.search, typed);
  const own = `${key} ${JSON.stringify(items)}`;
  const known = lists.get(own);
  // A filter that is refused is done without.
  if (known?.failure !== undefined) return undefined;
  const fresh: Listed = {
    ...listed,
    request: withQuery(listed.request, items),
    values: [],
    pages: [],
    reading: undefined,
  };
  return { key: own, listed: known ?? { ...fresh, search: undefined } };
}

interface Searched {
  /** Into `Find.listed`. */
  readonly key: string;
  readonly listed: Listed;
}

/** The search in the lookup that is open. */
export function currentSearch(state: State, text: string): Searched | undefined {
  const { lookup } = state.find;
  const listed = currentList(state);
  return lookup && listed && searchFor(listed, lookup.key, text, state.find);
}

/** The list that is read for what is typed: that of the search, or else all of it. */
export function readList(state: State): Listed | undefined {
  return currentSearch(state, openPicker(state)?.line.text ?? '')?.listed ?? currentList(state);
}

interface FittingValue {
  readonly value: ListedValue;
  /** What of its name was typed. */
  readonly letters: Letters;
}

interface Kept {
  readonly typed: string;
  readonly fitting: readonly FittingValue[];
}

/** Painting asks for the same again and again. */
const kept = new WeakMap<readonly ListedValue[], Kept>();

/** All that is known of the list for what is typed: what was read of it, then what the search has found besides. */
const joined = new WeakMap<
  readonly ListedValue[],
  { readonly all: readonly ListedValue[]; readonly both: readonly ListedValue[] }
>();

export function currentValues(state: State, typed: string): readonly ListedValue[] {
  const all = currentList(state)?.values ?? [];
  const found = currentSearch(state, typed)?.listed.values ?? [];
  if (found.length === 0) return all;
  const known = joined.get(found);
  if (known?.all === all) return known.both;
  const ids = new Set(all.map(({ id }) => id));
  const both = [...all, ...found.filter(({ id }) => !ids.has(id))];
  joined.set(found, { all, both });
  return both;
}

/** Values that fit what is typed, and those that the API has found for it by something else. */
export function shownValues(state: State, typed: string): readonly FittingValue[] {
  const fitting = fittingValues(currentValues(state, typed), typed);
  const found = currentSearch(state, typed)?.listed.values ?? [];
  if (found.length === 0) return fitting;
  const shown = new Set(fitting.map(({ value }) => value.id));
  return [...fitting, ...found.flatMap((value) => (shown.has(value.id) ? [] : [{ value, letters: [] }]))];
}

/** Values whose name has what was typed, then those whose id begins with it, then those with it in what tells them apart. */
function fittingValues(values: readonly ListedValue[], typed: string): readonly FittingValue[] {
  const wanted = typed.trim();
  const known = kept.get(values);
  if (known?.typed === wanted) return known.fitting;
  const named = narrow(
    values.map(({ name }) => name),
    wanted,
  );
  const seen = new Set(named.map(({ index }) => index));
  const small = wanted.toLowerCase();
  const others = values.filter((_, index) => small !== '' && !seen.has(index));
  const byId = others.filter(({ id }) => id.toLowerCase().startsWith(small));
  const telling = new Set(others.length === 0 ? [] : tellingFields(values));
  const byField = others.filter(
    ({ id, fields = [] }) =>
      !id.toLowerCase().startsWith(small) &&
      fields.some(([name, value]) => telling.has(name) && value.toLowerCase().includes(small)),
  );
  const fitting = [
    ...named.flatMap(({ index, letters }) => {
      const value = values[index];
      return value ? [{ value, letters }] : [];
    }),
    ...[...byId, ...byField].map((value) => ({ value, letters: [] })),
  ];
  kept.set(values, { typed: wanted, fitting });
  return fitting;
}
