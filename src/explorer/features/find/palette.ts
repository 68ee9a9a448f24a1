// The palette: every operation of the API, found by words. Choosing one puts it into the prompt, and its form asks for the rest.
import type { PagingKind } from '../../../api/recognise.ts';
import { fillPath } from '../../../catalog/form-request.ts';
import type { Field, Operation, OperationDetails } from '../../../catalog/operation.ts';
import { neededWords } from '../../../catalog/permission-words.ts';
import { type Ranked, usageKey } from '../../../catalog/rank/rank.ts';
import { eachName } from '../../../catalog/variants.ts';
import { formatLine } from '../../../request/format.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import { type Letters, stretches } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, truncate } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import type { KnownCatalog } from '../../model/catalog.ts';
import { shapeWords } from '../../model/field-words.ts';
import { closeOverlay, openPicker, pick } from '../../model/focus.ts';
import { needCatalog, whyNoCatalog } from '../../model/known-catalog.ts';
import type { Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { letterSpans, methodRole, type Row, requestSpans, type Span, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { isSentWhole } from '../compose/form.ts';
import { focusForm, withLine } from '../compose/form-cursor.ts';
import type { HistoryItem } from '../history/list.ts';
import { recallItem } from '../history/use.ts';
import { recalledAt, recalledRequests, recalledRows, withRecalled } from './recalled.ts';

export function openPalette(state: State): Step {
  const [opened, effects] = needCatalog(pick(state, 'operations'));
  // Saved requests stand first in it; they are read once, not with every key.
  const isUnread = opened.history.hasStore && opened.history.saved.length === 0;
  return [opened, isUnread ? [...effects, { type: 'history.listSaved', query: '' }] : effects];
}

/** The keys of the items are places in the ranking. */
const items = new WeakMap<readonly Ranked[], readonly PickerItem[]>();

export const operationsPicker: PickerSpec = {
  label: 'operation',
  title: 'Operations',
  items: (state: State, typed: string): readonly PickerItem[] => {
    const found = rankedOperations(state, typed);
    const made =
      items.get(found) ??
      found.map((ranked, index): PickerItem => ({ key: String(index), row: (width) => operationRow(ranked, width) }));
    items.set(found, made);
    return withRecalled(made, recalledRequests(state, typed));
  },
  empty: (state: State, typed: string): string =>
    state.find.catalog ? `No operation matches ${typed.trim()}. Try fewer or other words` : whyNoCatalog(state),
  preview: (state: State, item: PickerItem, width: number, height: number): readonly Row[] => {
    const recalled = recalledOf(state, item);
    if (recalled) return recalledRows(recalled, width);
    const operation = operationAt(state, item)?.operation;
    const catalog = state.find.catalog?.catalog;
    return operation && catalog ? operationRows(operation, catalog.details(operation), width, height) : [];
  },
  choose: (state: State, item: PickerItem): Step => {
    const recalled = recalledOf(state, item);
    if (recalled) return recallItem(closeOverlay(state), recalled, 'line');
    const ranked = operationAt(state, item);
    return [ranked ? prepare(closeOverlay(state), ranked.operation, ranked.values) : closeOverlay(state), []];
  },
};

function recalledOf(state: State, item: PickerItem): HistoryItem | undefined {
  return recalledAt(recalledRequests(state, openPicker(state)?.line.text ?? ''), item);
}

/** The operation that an item of the list is; undefined for a request that was sent before. */
function operationAt(state: State, item: PickerItem): Ranked | undefined {
  return rankedOperations(state, openPicker(state)?.line.text ?? '')[Number(item.key)];
}

/** Puts an operation into the prompt, with what is known of its path, and gives its form focus. */
export function prepare(state: State, operation: Operation, values: Readonly<Record<string, string>>): State {
  const line = formatLine({
    method: operation.method,
    path: fillPath(operation, values),
    items: [],
    filter: undefined,
  });
  return focusForm(withLine(state, line));
}

const methodWidth = 'DELETE '.length;

/** A title of fewer letters tells nothing. */
const leastTitle = 12;

/** Method, path and title, as far as they have room; the path keeps its braces only where they do not cost the title. */
function operationRow({ operation, letters }: Ranked, width: number): Row {
  const { method, path, title, deprecated } = operation;
  const { path: inPath, title: inTitle } = letters();
  const role = deprecated ? 'dim' : 'text';
  const mark: readonly Span[] = deprecated ? [span('deprecated ', 'warn')] : [];
  const room = width - methodWidth - (deprecated ? 'deprecated '.length : 0);
  const isShort = path.length + 2 + Math.max(leastTitle, title.length) > room;
  const shown = isShort ? withoutNames(path, inPath) : { text: path, letters: inPath };
  const left = room - shown.text.length - 2;
  const words = left < leastTitle ? [] : [span('  '), ...letterSpans(title, inTitle, 'dim')];
  return [
    span(method.padEnd(methodWidth), methodRole(method)),
    ...mark,
    ...letterSpans(shown.text, shown.letters, role),
    ...words,
  ];
}

/** The path with `{}` for its placeholders, and the letters where they stand then. */
function withoutNames(path: string, letters: Letters): { readonly text: string; readonly letters: Letters } {
  /** Where each letter stands in the shorter text; undefined for those that are left out. */
  const places: (number | undefined)[] = [];
  let text = '';
  let isInside = false;
  for (const letter of path.split('')) {
    if (letter === '}') isInside = false;
    places.push(isInside ? undefined : text.length);
    if (!isInside) text += letter;
    if (letter === '{') isInside = true;
  }
  const shown = letters.flatMap(([from, to]) => places.slice(from, to).filter((place) => place !== undefined));
  return { text, letters: stretches(shown) };
}

interface Kept {
  readonly query: string;
  readonly used: ReadonlyMap<string, number>;
  readonly found: readonly Ranked[];
}

const kept = new WeakMap<KnownCatalog, Kept>();

/** The operation under the cursor of the open palette. */
export function operationUnderCursor(state: State, typed: string, cursor: number): Ranked | undefined {
  const item = operationsPicker.items(state, typed)[cursor];
  return item && operationAt(state, item);
}

/** All that fit; everything for an empty query, and nothing while there is no catalog. */
export function rankedOperations(state: State, query: string): readonly Ranked[] {
  const known = state.find.catalog;
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

const pagingWords: Readonly<Record<PagingKind, string>> = {
  page: 'a list with numbered pages',
  cursor: 'a list paged by cursor',
  token: 'a list paged by token',
  offset: 'a list paged by offset',
  time: 'a list paged by time',
  whole: 'a list without pages',
};

/** Lines of a description before what the operation takes, where not all has room. */
const mostDescribed = 6;

/** What an operation does and takes; nothing of it is cut where there is room for the whole. */
export function operationRows(
  operation: Operation,
  details: OperationDetails,
  width: number,
  height: number,
): readonly Row[] {
  const brief = rowsWith(operation, details, width, mostDescribed, false);
  const left = height - brief.length;
  if (left <= 0) return brief;
  const whole = rowsWith(operation, details, width, Number.POSITIVE_INFINITY, true);
  return whole.length <= height ? whole : rowsWith(operation, details, width, mostDescribed + left, false);
}

function rowsWith(
  operation: Operation,
  details: OperationDetails,
  width: number,
  described: number,
  isWhole: boolean,
): readonly Row[] {
  const { method, path, title, group, deprecated, paging } = operation;
  const room = Math.max(8, width);
  const [first = '', ...others] = wrap(`${method} ${path}`, room);
  const facts = [
    group,
    ...(paging ? [pagingWords[paging]] : []),
    ...(details.accept ? [`returns ${details.accept}`] : []),
  ];
  const old = deprecated ? wrap(visible(`Deprecated. ${details.deprecation ?? ''}`), room) : [];
  const description = details.description.split('\n').flatMap((paragraph) => wrap(visible(paragraph), room));
  const said = description.length > described ? [...description.slice(0, described - 1), '…'] : description;
  return [
    [span(truncate(title, room), 'title')],
    requestSpans(first),
    ...others.map((line): Row => [span(line)]),
    ...wrap(facts.join(' · '), room).map((line): Row => [span(line, 'dim')]),
    ...neededRows(operation, room),
    ...old.map((line): Row => [span(line, 'warn')]),
    ...said.map((line): Row => [span(line)]),
    [],
    ...partRows(details, room, isWhole),
  ];
}

const groupWidth = 7;

/** What a token needs for it, where that is known. */
function neededRows(operation: Operation, width: number): readonly Row[] {
  const words = neededWords(operation);
  const lines = words === undefined ? [] : wrap(words, Math.max(8, width - groupWidth));
  return lines.map((line, index): Row => [span((index === 0 ? 'needs' : '').padEnd(groupWidth), 'dim'), span(line)]);
}

/** What it takes, the required parts first and marked; in each group as the catalog has them. */
function partRows({ parameters, body }: OperationDetails, width: number, isWhole: boolean): readonly Row[] {
  const groups: readonly (readonly [string, readonly Field[]])[] = [
    ...(['path', 'query', 'header'] as const).map(
      (place) => [place, parameters.filter((parameter) => parameter.in === place)] as const,
    ),
    ['body', eachName(body?.fields ?? [])],
  ];
  const column = Math.min(
    26,
    Math.max(0, ...groups.flatMap(([, fields]) => fields.map(({ name }) => cellWidth(name)))),
  );
  const rows = groups.flatMap(([label, fields]) =>
    fields
      .toSorted((a, b) => Number(b.required) - Number(a.required) || Number(a.deprecated) - Number(b.deprecated))
      .flatMap((field, index): readonly Row[] => {
        const mark = field.required ? '* ' : '  ';
        const words = `${field.deprecated ? 'deprecated, ' : ''}${shapeWords(field.shape)}`;
        const room = Math.max(0, width - groupWidth - column - 2);
        const [first = '', ...more] =
          isWhole && room >= 12 ? wrap(visible(words), room) : [truncate(visible(words), room)];
        const row: Row = [
          span((index === 0 ? label : '').padEnd(groupWidth), 'dim'),
          span(padEnd(truncate(visible(field.name), column), column), field.deprecated ? 'dim' : 'key'),
          span(mark, field.required ? 'warn' : 'dim'),
          span(first, 'dim'),
        ];
        const indent = ' '.repeat(groupWidth + column + 2);
        return [row, ...more.map((line): Row => [span(`${indent}${line}`, 'dim')])];
      }),
  );
  if (!body || (!isSentWhole(body) && body.fields.length > 0)) return rows;
  const whole = body.whole ? shapeWords(body.whole) : 'as a file: @name';
  return [...rows, [span('body'.padEnd(groupWidth), 'dim'), span(`${body.contentType}, ${whole}`, 'dim')]];
}
