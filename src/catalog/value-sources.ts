// Where the values of a placeholder come from, and how the response that lists them is read. Sending is somebody else's.
import { fillPlaceholders } from '../request/edit.ts';
import type { RequestLine } from '../request/types.ts';
import type { Catalog, Listing } from './catalog.ts';
import { looksLikeId } from './identity.ts';
import type { ListLocation, Operation } from './operation.ts';
import { placeholdersIn } from './placeholders.ts';

export type ValueSource =
  /** A few values and no others. */
  | { readonly kind: 'choices'; readonly values: readonly string[] }
  /** A GET lists them. It can be sent once `missing` is empty; page by page, as any list. */
  | {
      readonly kind: 'listing';
      readonly listing: Listing;
      readonly request: RequestLine;
      readonly missing: readonly string[];
    };

/**
 * What completes a placeholder of an operation; undefined where nothing lists its values.
 *
 * @param values what other placeholders stand for, as far as it is known
 */
export function valueSourceOf(
  catalog: Catalog,
  operation: Operation,
  name: string,
  values: Readonly<Record<string, string>>,
): ValueSource | undefined {
  const placeholder = placeholdersIn(operation.path).find((candidate) => candidate.name === name);
  if (!placeholder) return undefined;
  const choices = catalog.choices.get(placeholder.upTo);
  if (choices) return { kind: 'choices', values: choices };
  const listing = catalog.listings.get(placeholder.upTo);
  return listing && byListing(listing, operation.path, values);
}

/** What completes a parameter or a field that is called as a placeholder is, such as `zone_id` in a query. */
export function fieldValueSource(
  catalog: Catalog,
  operation: Operation,
  name: string,
  values: Readonly<Record<string, string>>,
): ValueSource | undefined {
  const known = new Set(placeholdersIn(operation.path).map((placeholder) => placeholder.name));
  for (const upTo of catalog.placeholders().named(name)) {
    const listing = catalog.listings.get(upTo);
    const needs = listing ? placeholdersIn(listing.operation.path).map((placeholder) => placeholder.name) : [];
    if (listing && needs.every((need) => known.has(need) || need === 'account_id')) {
      return byListing(listing, operation.path, values);
    }
  }
  return undefined;
}

function byListing(listing: Listing, path: string, values: Readonly<Record<string, string>>): ValueSource {
  const template: RequestLine = { method: 'GET', path: listing.operation.path, items: [], filter: undefined };
  // The list may call a placeholder otherwise than the operation does, at the same place.
  const own = placeholdersIn(path);
  const renamed = Object.fromEntries(
    placeholdersIn(listing.operation.path).flatMap(({ name }, index) => {
      const value = values[name] ?? (own[index] && values[own[index].name]);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const request = fillPlaceholders(template, renamed);
  const missing = placeholdersIn(request.path).map(({ name }) => name);
  return { kind: 'listing', listing, request, missing };
}

export interface ListedValue {
  /** What fills the placeholder. */
  readonly id: string;
  /** What people know it by; the id where it has no other name. */
  readonly name: string;
  /** Short texts and numbers beside those two, in the item's order: what may tell it from others. */
  readonly fields?: readonly ListedField[];
}

type ListedField = readonly [name: string, value: string];

/** The values in a response, as JSON.parse gives it; none where it holds no such list. */
export function listedValues(list: ListLocation, response: unknown): readonly ListedValue[] {
  const found = [memberOf(response, 'result'), response]
    .map((start) => list.at.reduce((value, step) => memberOf(value, step), start))
    .find(Array.isArray);
  return (found ?? []).flatMap((item: unknown): readonly ListedValue[] => {
    const id = scalar(list.id === undefined ? item : memberOf(item, list.id));
    if (id === undefined) return [];
    const name = (list.name === undefined ? undefined : scalar(memberOf(item, list.name))) ?? id;
    const fields = fieldsOf(item, [list.id, list.name]);
    return [{ id, name, ...(fields.length > 0 && { fields }) }];
  });
}

const mostFields = 12;

function fieldsOf(item: unknown, known: readonly (string | undefined)[]): readonly ListedField[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
  const found = Object.entries(item).flatMap(([name, value]): readonly ListedField[] => {
    const text = typeof value === 'boolean' ? String(value) : scalar(value);
    return known.includes(name) || text === undefined || isHidden(name) ? [] : [[name, text.slice(0, 80)]];
  });
  return found.slice(0, mostFields);
}

/** A list of names is no place for what opens something. */
function isHidden(name: string): boolean {
  return /secret|token|password|passphrase|key|credential|signature/i.test(name);
}

/** What tells a value from the others beside its name: a record's type and content, else the first two fields that differ. */
export function tellingFields(values: readonly ListedValue[]): readonly string[] {
  const known = telling.get(values) ?? findTelling(values);
  telling.set(values, known);
  return known;
}

/** Painting asks for the same again and again. */
const telling = new WeakMap<readonly ListedValue[], readonly string[]>();

function findTelling(values: readonly ListedValue[]): readonly string[] {
  const seen = new Map<string, Set<string>>();
  for (const { fields = [] } of values) {
    for (const [name, value] of fields) {
      // Times and ids differ, and tell nobody which one is meant.
      if (looksLikeId(value) || /^\d{4}-\d\d-\d\d/.test(value) || /(?:^|_)etag$/.test(name)) continue;
      const others = seen.get(name) ?? new Set();
      seen.set(name, others.add(value));
    }
  }
  if (seen.has('type') && seen.has('content')) return ['type', 'content'];
  return [...seen].flatMap(([name, different]) => (different.size > 1 ? [name] : [])).slice(0, 2);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function scalar(value: unknown): string | undefined {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
}
