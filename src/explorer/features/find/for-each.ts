// What can be done with each marked row: the operations on such an item, with `{id}` for what differs from row to row.

import { fillPath } from '../../../catalog/form-request.ts';
import { type RelatedOperation, relatedOperations } from '../../../catalog/related.ts';
import { childrenOf } from '../../../json/children.ts';
import { fieldText } from '../../../json/columns.ts';
import { type JsonDocument, keyOf, type NodeId } from '../../../json/document.ts';
import { formatLine } from '../../../request/format.ts';
import { parseLine } from '../../../request/parse.ts';
import { narrow } from '../../../text/matching.ts';
import { formatQuantity } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { closeOverlay, pick } from '../../model/focus.ts';
import { needCatalog, whyNoCatalog } from '../../model/known-catalog.ts';
import { markedNodes } from '../../model/many.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { methodRole, type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { focusForm, withLine } from '../compose/form-cursor.ts';
import { planMarked } from '../many/plan.ts';
import { originOf, placeAt } from './follow.ts';
import { operationRows } from './palette.ts';

interface ForEach {
  readonly found: RelatedOperation;
  /** Its path with ids, and fields of the rows in braces. */
  readonly path: string;
}

/** Opens the list of what can be done with each marked row; undefined where none is marked. */
export function openForMarked(state: State): Step | undefined {
  if (markedNodes(state).length === 0) return undefined;
  if (!state.find.catalog) {
    const [asked, effects] = needCatalog(state);
    return [complain(asked, `${whyNoCatalog(asked)}. Try again in a moment`), effects];
  }
  if (forEach(state).length > 0) return [pick(state, 'forEach'), []];
  return [
    complain(state, 'The catalog has no operation on these rows. In the prompt, {id} stands for their field id'),
    [],
  ];
}

/** Edits all marked rows: the operation that changes such an item goes into the prompt. */
export function editMarked(state: State): Step | undefined {
  const all = markedNodes(state).length === 0 ? [] : forEach(state);
  const edits = ['PATCH', 'PUT'].flatMap((method) => all.filter(({ found }) => found.operation.method === method));
  const own = edits.find(({ found }) => found.isOfThing) ?? edits[0];
  return own ? choose(state, own) : openForMarked(state);
}

/** The operations that take a marked row, those on the row itself first. */
function forEach(state: State): readonly ForEach[] {
  const known = state.find.catalog;
  const { marks } = state;
  const [first, ...others] = markedNodes(state);
  const origin = known && originOf(state, known);
  if (!known || !marks || !origin || first === undefined) return [];
  const { document } = marks;
  const related = relatedOperations(known.catalog, origin, placeAt(document, first), { limit: mostOperations });
  const own = related.flatMap((found): readonly ForEach[] => {
    if (found.operation.method === 'GET' || found.operation.method === 'HEAD') return [];
    const fields: Record<string, string> = {};
    for (const [name, value] of Object.entries(found.values)) {
      // The same for all, such as the zone that the list was read of, stands in the path.
      if (Object.values(origin.values).includes(value)) continue;
      const field = fieldWith(document, first, value, others);
      if (field !== undefined) fields[name] = field;
    }
    if (Object.keys(fields).length === 0) return [];
    const path = fillPath(found.operation, found.values);
    return [{ found, path: withFields(found, fields) ?? path }];
  });
  return own.toSorted(
    (a, b) => Number(b.found.isOfThing) - Number(a.found.isOfThing) || a.found.distance - b.found.distance,
  );
}

const mostOperations = 200;

function withFields(
  { operation, values }: RelatedOperation,
  fields: Readonly<Record<string, string>>,
): string | undefined {
  const fixed = Object.fromEntries(Object.entries(values).filter(([name]) => !(name in fields)));
  const path = fillPath(operation, fixed);
  return path.replace(/\{([A-Za-z_][\w-]*)\}/g, (written, name: string) =>
    name in fields ? `{${fields[name]}}` : written,
  );
}

/** The field of a row that holds this value, and that the other rows have too. */
function fieldWith(document: JsonDocument, row: NodeId, value: string, others: readonly NodeId[]): string | undefined {
  const names = childrenOf(document, row).map((child) => keyOf(document, child) ?? '');
  return names.find(
    (name) =>
      /^[A-Za-z_][\w-]*$/.test(name) &&
      fieldText(document, row, name) === value &&
      others.every((other) => fieldText(document, other, name) !== ''),
  );
}

const methodWidth = 'DELETE '.length;

function rowOf({ found: { operation }, path }: ForEach): Row {
  return [
    span(operation.method.padEnd(methodWidth), methodRole(operation.method)),
    span(visible(path.replace(/(?<=\/)([0-9a-f]{4})[0-9a-f]{28}(?=\/|$)/g, '$1…'))),
    span(`  ${visible(operation.title)}`, 'dim'),
  ];
}

export const forEachPicker: PickerSpec = {
  label: 'for each',
  title: (state: State) => `For each of ${formatQuantity(markedNodes(state).length, 'marked row')}`,
  items: (state: State, typed: string): readonly PickerItem[] => {
    const all = forEach(state);
    const texts = all.map(({ found, path }) => `${found.operation.method} ${path} ${found.operation.title}`);
    return narrow(texts, typed).map(({ index }) => ({ key: String(index), row: rowOf(all[index]!) }));
  },
  empty: (_: State, typed: string): string => `No operation matches ${typed.trim()}`,
  preview: (state: State, item: PickerItem, width: number, height: number): readonly Row[] => {
    const found = forEach(state)[Number(item.key)]?.found;
    const catalog = state.find.catalog?.catalog;
    return found && catalog ? operationRows(found.operation, catalog.details(found.operation), width, height) : [];
  },
  choose: (state: State, item: PickerItem): Step => {
    const chosen = forEach(state)[Number(item.key)];
    const closed = closeOverlay(state);
    return chosen ? choose(closed, chosen) : [closed, []];
  },
};

/** A deletion has nothing to fill in: its plan is shown at once. */
function choose(state: State, { found: { operation }, path }: ForEach): Step {
  const line = formatLine({ method: operation.method, path, items: [], filter: undefined });
  const parsed = parseLine(line, { baseUrl: state.session.baseUrl });
  const planned = operation.method === 'DELETE' && parsed.ok ? planMarked(state, parsed.request) : undefined;
  if (planned) return planned;
  const written = focusForm(withLine(state, line));
  return [
    inform(written, 'Fields in braces, as {id}, are those of each marked row. Sending it shows the plan first'),
    [],
  ];
}
