// Looking up the value of a part by its name: which list has it, reading as much of that list as is looked at, and what choosing
// does. Lists are kept for the session; a write may have changed any of them.
import { isRepeat, isTooMuch, markEnd } from '../../../api/paging.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import { looksLikeId } from '../../../catalog/identity.ts';
import { listSearchOf } from '../../../catalog/list-search.ts';
import type { Operation } from '../../../catalog/operation.ts';
import { sortingOf } from '../../../catalog/paging.ts';
import { nounOf, placeholdersIn } from '../../../catalog/placeholders.ts';
import {
  fieldValueSource,
  type ListedValue,
  tellingFields,
  type ValueSource,
  valueSourceOf,
} from '../../../catalog/value-sources.ts';
import { withQuery } from '../../../request/edit.ts';
import { formatLine, spellValue } from '../../../request/format.ts';
import type { RequestLine } from '../../../request/types.ts';
import { formatCount } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import type { Listed, Lookup, LookupTarget } from '../../model/catalog.ts';
import { closeOverlay, openPicker, pick, replaceOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { learnNames, withFind } from '../../model/known-catalog.ts';
import { pickerHeight } from '../../model/layout.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { EventOf, Reducers } from '../../model/reducers.ts';
import { letterSpans, type Row, type Span, span } from '../../model/rows.ts';
import { explain } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { formOf, pathNames, pathValues } from './form.ts';
import { goOn, placeCursor, setValue, withLine } from './form-cursor.ts';
import { type FieldPlace, fieldKey } from './form-part.ts';
import { currentList, currentSearch, currentValues, pageAfter, readList, shownValues } from './lookup-values.ts';

/** Pages that are read by themselves, until the next key. */
const patience = 20;

/** Items a page that most lists of numbered pages give; the least of the lists' own limits. */
const usualSize = 50;

const largestSize = 200;

/** Opens the lookup for a part of the form, of what it needs first where that is missing; undefined where nothing lists it. */
export function openLookup(state: State, key: string, next?: string): Step | undefined {
  const form = formOf(state);
  const part = form?.fields.find((field) => field.key === key);
  const catalog = state.find.catalog?.catalog;
  if (!form || !part || !catalog) return undefined;
  const { operation } = form.match;
  const values = pathValues(form, state);
  const completion = listingOf(catalog, operation, part.in, part.name, values);
  if (!completion) return undefined;
  const parent = parentOf(completion, operation);
  if (parent === undefined) return startLookup(state, completion, part.name, { kind: 'field', key }, next);
  if (parent === 'unknown' || parent === part.name) return undefined;
  return openLookup(placeCursor(state, fieldKey('path', parent)), fieldKey('path', parent), key);
}

/** The operation's own placeholder that has to be known before its values can be listed; undefined where all is known. */
function parentOf({ missing, listing }: ListedPart, operation: Operation): string | undefined {
  const [first] = missing;
  if (first === undefined) return undefined;
  const own = pathNames(operation);
  if (own.includes(first)) return first;
  // The list may call it otherwise, at the same place.
  const at = placeholdersIn(listing.operation.path).findIndex(({ name }) => name === first);
  return placeholdersIn(operation.path)[at]?.name ?? 'unknown';
}

/** Opens the list that a completion names; what is chosen goes to the target. */
export function startLookup(
  state: State,
  { listing, request }: ListedPart,
  name: string,
  target: LookupTarget,
  next?: string,
): Step {
  const key = `${accountOf(state)} ${formatLine(request)}`;
  const lookup: Lookup = { what: wordsFor(name), key, target, next, allowance: patience, seen: '' };
  const known = state.find.listed.get(key);
  // What could not be read may be there by now.
  const listed = known && known.failure === undefined ? known : begin(state, request, listing);
  const begun = withListed(withFind(state, { lookup }), key, listed);
  return [pick(begun, 'lookup'), []];
}

function accountOf({ session }: State): string {
  return [session.profile ?? session.kind, session.credential, session.baseUrl].join(' ');
}

function wordsFor(name: string): string {
  return nounOf(name).replaceAll('_', ' ').replaceAll('.', ' ') || name;
}

/** A list of which nothing is read; its pages are made larger where that is known, or usual. */
function begin(
  state: State,
  request: RequestLine,
  { operation, ...facts }: Listed['facts'] & { operation: Operation },
): Listed {
  const catalog = state.find.catalog?.catalog;
  const sorting = catalog && sortingOf(catalog.details(operation));
  const most = sorting?.pageSizeRange?.most ?? (sorting?.pageSize?.name === 'per_page' ? usualSize : undefined);
  const size = most === undefined ? undefined : sorting?.pageSize?.name;
  const sized = size === undefined ? request : withQuery(request, { [size]: String(Math.min(largestSize, most ?? 0)) });
  const search = catalog && listSearchOf(catalog.details(operation), facts);
  return { request: sized, facts, values: [], pages: [], reading: undefined, failure: undefined, size, search };
}

function withListed(state: State, key: string, listed: Listed): State {
  return withFind(state, { listed: new Map([...state.find.listed, [key, listed]]) });
}

/** Milliseconds without a key before the API is asked for what is typed. */
const typingPause = 250;

/** Reads on while the end of what fits is in sight, some pages for each key; where the API can, it searches for what is typed. */
export function readOnLookup(before: State): Step {
  const picker = openPicker(before);
  const begun = before.find.lookup;
  if (picker?.name !== 'lookup' || !begun || !currentList(before)) return [before, []];
  const { text } = picker.line;
  const search = currentSearch(before, text);
  const [state, cancelled] = letGo(before, search?.key);
  const lookup = state.find.lookup ?? begun;
  const { key, listed = currentList(state) } = search ?? { key: lookup.key };
  if (!listed) return [state, cancelled];
  const seen = `${picker.cursor} ${text}`;
  const allowance = seen === lookup.seen ? lookup.allowance : patience;
  const fitting = shownValues(state, text).length;
  const isUnasked = search !== undefined && listed.pages.length === 0;
  const isInSight = isUnasked || fitting - picker.cursor <= pickerHeight(state.screen, false);
  const current = { ...lookup, seen, allowance };
  if (!isInSight || allowance === 0 || !mayReadOn(listed)) {
    return [seen === lookup.seen ? state : withFind(state, { lookup: current }), cancelled];
  }
  const searched = search ? { searched: search.key } : {};
  const next = withFind(state, { lookup: { ...current, ...searched, allowance: allowance - 1 } });
  const [reading, effects] = readOn(next, key, listed, isUnasked ? typingPause : undefined);
  return [reading, [...cancelled, ...effects]];
}

/** A search for what is typed no more is not waited for. */
function letGo(state: State, wanted: string | undefined): Step {
  const { lookup, listed } = state.find;
  const { searched } = lookup ?? {};
  const old = searched === undefined ? undefined : listed.get(searched);
  if (!lookup || searched === undefined || searched === wanted) return [state, []];
  const left = withFind(state, { lookup: { ...lookup, searched: undefined } });
  if (old?.reading === undefined) return [left, []];
  return [withListed(left, searched, { ...old, reading: undefined }), [{ type: 'cancel', id: old.reading }]];
}

function mayReadOn(listed: Listed): boolean {
  return listed.reading === undefined && listed.failure === undefined && pageAfter(listed) !== undefined;
}

function readOn(state: State, key: string, listed: Listed, afterMs?: number): Step {
  const request = pageAfter(listed);
  if (!request) return [state, []];
  const id = state.lastId + 1;
  const reading = withListed({ ...state, lastId: id }, key, { ...listed, reading: id });
  const waiting = afterMs === undefined ? {} : { afterMs };
  return [reading, [{ type: 'lookup.read', id, key, request, facts: listed.facts, ...waiting }]];
}

/** A page of a list has come. The value under the cursor stays under it, unless that stands on the best. */
function takeListed(state: State, { id, key, values, info }: EventOf<'lookup.listed'>): State {
  const listed = state.find.listed.get(key);
  if (listed?.reading !== id) return state;
  const known = new Set(listed.values.map((value) => value.id));
  const isAgain = isRepeat(listed.pages, info);
  const more: Listed = {
    ...listed,
    reading: undefined,
    values: isAgain ? listed.values : [...listed.values, ...values.filter((value) => !known.has(value.id))],
    pages: isAgain ? markEnd(listed.pages, listed.pages.length - 1, 'repeat') : [...listed.pages, info],
  };
  const learned = learnNames(
    withListed(state, key, more),
    values.map((value) => [value.id, value.name] as const),
  );
  const picker = openPicker(state);
  const { lookup } = state.find;
  const isShown = lookup?.key === key || lookup?.searched === key;
  if (picker?.name !== 'lookup' || !isShown || picker.cursor === 0) return learned;
  const under = shownValues(state, picker.line.text)[picker.cursor]?.value.id;
  const at = shownValues(learned, picker.line.text).findIndex(({ value }) => value.id === under);
  if (at < 0) return learned;
  return replaceOverlay(learned, { ...picker, cursor: at, top: Math.max(0, picker.top + at - picker.cursor) });
}

/** A page of a list has not come. */
function takeUnread(state: State, { id, key, failure }: EventOf<'lookup.failed'>): State {
  const listed = state.find.listed.get(key);
  if (listed?.reading !== id) return state;
  const idle: Listed = { ...listed, reading: undefined };
  if (failure.kind === 'cancelled') return withListed(state, key, idle);
  if (listed.size !== undefined && isTooMuch({ failure })) {
    const request = withQuery(listed.request, { [listed.size]: undefined });
    return withListed(state, key, { ...idle, request, size: undefined });
  }
  return withListed(state, key, { ...idle, failure: explain(failure) });
}

export const lookupReducers: Reducers<'lookup.listed' | 'lookup.failed'> = {
  'lookup.listed': (state, event) => [takeListed(state, event), []],
  'lookup.failed': (state, event) => [takeUnread(state, event), []],
};

/** What is being read is not waited for any more; what was read stays. Undefined where no lookup is open. */
export function cancelLookup(state: State): Step | undefined {
  if (openPicker(state)?.name !== 'lookup') return undefined;
  const [left, cancelled] = letGo(state, undefined);
  const reading = currentList(state)?.reading;
  const closed = withFind(closeOverlay(left), { lookup: undefined });
  return [closed, reading === undefined ? cancelled : [...cancelled, { type: 'cancel', id: reading }]];
}

/** A write was sent: what was listed may be otherwise now. */
export function forgetLists(state: State): State {
  return state.find.listed.size === 0 ? state : withFind(state, { listed: new Map() });
}

/** Keys of the items: an id, or what was typed. */
const asId = 'id ';

const asTyped = 'typed';

/** The values of a list by their names. */
export const lookupPicker: PickerSpec = {
  label: ({ find }: State): string => find.lookup?.what ?? '',
  title: (state: State): string => {
    const listed = currentList(state);
    return listed ? `Choose the ${state.find.lookup?.what}` : 'Choose';
  },
  items: (state: State, typed: string): readonly PickerItem[] => {
    const fitting = shownValues(state, typed);
    const telling = tellingFields(currentValues(state, typed));
    const items = fitting.map(
      ({ value, letters }): PickerItem => ({
        key: `${asId}${value.id}`,
        row: () => [...letterSpans(value.name, letters), ...besideName(value, telling)],
      }),
    );
    const text = typed.trim();
    if (text === '' || fitting.some(({ value }) => value.id === text)) return items;
    // Who types a name faster than the list comes does not mean it as an id.
    if (fitting.length === 0 && readList(state)?.reading !== undefined && !looksLikeId(text)) return [];
    return [...items, { key: asTyped, row: [span(visible(asTypedWords(state, text)))] }];
  },
  empty: (state: State): string => {
    const listed = readList(state);
    const what = state.find.lookup?.what ?? 'value';
    if (!listed || listed.reading !== undefined) return 'Loading…';
    const path = `GET ${listed.request.path}`;
    const choose = keyFor(state, 'picker.choose');
    if (listed.failure !== undefined) return `${path} failed. ${listed.failure} Or type the id and press ${choose}.`;
    return `${path} returned no ${what}. Type the id and press ${choose}.`;
  },
  status: (state: State): Row => {
    const listed = readList(state);
    if (!listed) return [];
    const search = currentSearch(state, openPicker(state)?.line.text ?? '');
    if (search) return [searchSpan(search.listed)];
    const total = listed.pages.at(-1)?.totalCount;
    const count = `${formatCount(listed.values.length)}${total === undefined ? '' : ` of ${formatCount(total)}`}`;
    if (listed.reading !== undefined) return [span(`loading, ${count} so far`, 'warn')];
    if (listed.failure !== undefined) return [span('incomplete', 'bad')];
    return pageAfter(listed)
      ? [span(`${count} loaded, ${keyFor(state, 'picker.down')} loads more`, 'dim')]
      : [span(`all ${formatCount(listed.values.length)} loaded`, 'dim')];
  },
  choose: (state: State, item: PickerItem): Step => {
    const { lookup } = state.find;
    const typed = openPicker(state)?.line.text.trim() ?? '';
    const id = item.key === asTyped ? typed : item.key.slice(asId.length);
    const closed = withFind(closeOverlay(state), { lookup: undefined });
    if (!lookup) return [closed, []];
    const [next, effects] =
      lookup.target.kind === 'line'
        ? [putIntoLine(closed, lookup.target, id), []]
        : putIntoForm(closed, lookup.target.key, id, lookup.next);
    const isDoubted = item.key === asTyped && isNoId(state, typed) && !isNamed(lookup);
    return [isDoubted ? complain(next, `"${typed}" stands where an id belongs: it is not one`) : next, effects];
  },
};

function searchSpan(found: Listed): Span {
  if (found.reading !== undefined || found.pages.length === 0) return span('searching…', 'warn');
  const total = found.pages.at(-1)?.totalCount ?? found.values.length;
  return span(`${formatCount(total)} found`, 'dim');
}

/** The fields that tell a value from the others, and its id where that is not its name. */
function besideName({ id, name, fields = [] }: ListedValue, telling: readonly string[]): Row {
  const told = telling.flatMap((wanted) => fields.flatMap(([field, value]) => (field === wanted ? [value] : [])));
  return [...told, ...(name === id ? [] : [id])].map((text) => span(`  ${visible(text)}`, 'dim'));
}

/** What it means to take what was typed, which is no value of the list. */
function asTypedWords(state: State, text: string): string {
  const { lookup } = state.find;
  if (!isNoId(state, text)) return `use "${text}" as it is`;
  return lookup && isNamed(lookup)
    ? `use "${text}" as the name of the ${lookup.what}`
    : `use "${text}" as it is: it is not an id`;
}

/** True where an id must stand and the text is none: by what the list has, or by the field that it is taken from. */
function isNoId(state: State, text: string): boolean {
  if (looksLikeId(text)) return false;
  const listed = currentList(state);
  const ids = listed?.values ?? [];
  if (ids.length > 0) return ids.filter(({ id }) => looksLikeId(id)).length * 2 > ids.length;
  return listed?.facts.id === 'id' || listed?.facts.id === 'uuid';
}

/** Zones and accounts may be named in a path: the name is looked up when the request is sent. */
function isNamed({ what, target }: Lookup): boolean {
  const isInPath = target.kind === 'line' ? target.isSegment : target.key.startsWith(fieldKey('path', ''));
  return isInPath && (what === 'zone' || what === 'account');
}

function putIntoForm(state: State, key: string, id: string, next: string | undefined): Step {
  const wasMissing = formOf(state)?.fields.find((field) => field.key === key)?.isMissing ?? false;
  const { state: filled, isSet } = setValue(state, key, id);
  if (!isSet) return [filled, []];
  const further = next === undefined ? undefined : openLookup(placeCursor(filled, next), next);
  return further ?? [goOn(filled, wasMissing), []];
}

function putIntoLine(state: State, target: Extract<LookupTarget, { kind: 'line' }>, id: string): State {
  const { text } = state.composer.line;
  const written = target.isSegment ? encodeURIComponent(id) : spellValue(id);
  return withLine(state, text.slice(0, target.from) + written + text.slice(target.to), target.from + written.length);
}

export type ListedPart = Extract<ValueSource, { kind: 'listing' }>;

/** Undefined where nothing lists them. `values` are what placeholders stand for, as far as it is known. */
export function listingOf(
  catalog: Catalog,
  operation: Operation,
  place: FieldPlace,
  name: string,
  values: Readonly<Record<string, string>>,
): ListedPart | undefined {
  // What is called as some placeholder is, and is no id, would be so by chance: `name`, `type`.
  if (place !== 'path' && !/(?:_(?:id|identifier|uuid|tag)|\.id)$/.test(name)) return undefined;
  const completion =
    place === 'path'
      ? valueSourceOf(catalog, operation, name, values)
      : fieldValueSource(catalog, operation, name.replace(/\.id$/, '_id'), values);
  return completion?.kind === 'listing' ? completion : undefined;
}
