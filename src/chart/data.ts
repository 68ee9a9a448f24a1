// A list of objects as points: which of its fields are times, numbers and texts, and what they hold. Fields of objects inside count too
// (`dimensions.datetime`, `sum.requests`), since that is how analytics answer.
import { childAt, childCount } from '../json/children.ts';
import {
  firstChild,
  hasChildren,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  nextOf,
  parentOf,
  siblingAfter,
  sourceText,
  stringValue,
} from '../json/document.ts';
import { namedValue, namesOfRow } from '../json/named-rows.ts';
import type { TimeZone } from './time-axis.ts';
import { countUnit, isSameUnit, type Unit, unitOf } from './units.ts';

/** A field that many rows have. */
export interface ChartField {
  /** Its keys from the row on, joined by dots. */
  readonly path: string;
  readonly keys: readonly string[];
  readonly kind: 'time' | 'number' | 'text';
  /** Different values among the rows that were looked at. */
  readonly distinct: number;
  readonly unit: Unit;
  readonly zone: TimeZone;
}

/** What is drawn: along which field, which numbers, and which text parts them into several series. */
export interface ChartChoice {
  /** Undefined: one after the other, as the rows stand in the list. */
  readonly along: string | undefined;
  readonly values: readonly string[];
  readonly by: string | undefined;
}

export interface Series {
  readonly name: string;
  /** Ascending; milliseconds for times. */
  readonly at: Float64Array;
  /** NaN where the row has no number: a gap. */
  readonly values: Float64Array;
}

export interface ChartData {
  readonly kind: 'time' | 'number' | 'text';
  readonly unit: Unit;
  readonly zone: TimeZone;
  readonly alongUnit: Unit;
  readonly series: readonly Series[];
  /** Series that there would be besides. */
  readonly moreSeries: number;
  /** Places along the axis, ascending, each once: where the cursor can stand. */
  readonly places: Float64Array;
  /** The first row of each place. */
  readonly rows: readonly NodeId[];
  /** What the places are called, for texts. */
  readonly labels: readonly string[];
  /** Rows that were read, of how many. */
  readonly rowsRead: number;
  readonly rowCount: number;
}

const sampled = 200;
const deepest = 3;
const mostFields = 200;
const mostSeries = 6;

/** Rows at the most; a chart of more says so. */
const mostRows = 50_000;

const isoTime = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const numeric = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const timeName = /time|date|timestamp|since|until|(?:_at|_on|At|On)$/;

/** What a text says as milliseconds; NaN for what is no time. Without a zone it is UTC, as the API means it. */
function timeOf(text: string): number {
  if (!isoTime.test(text)) return Number.NaN;
  const iso = text.replace(' ', 'T');
  return Date.parse(iso.length > 10 && !/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? `${iso}Z` : iso);
}

/** Milliseconds for a number that is a moment between 2001 and 5138, in seconds, milliseconds or microseconds; else NaN. */
function epochOf(value: number): number {
  if (value >= 1e9 && value < 1e11) return value * 1000;
  if (value >= 1e12 && value < 1e14) return value;
  return value >= 1e15 && value < 1e17 ? value / 1000 : Number.NaN;
}

type Seen = {
  keys: readonly string[];
  times: number;
  days: number;
  epochs: number;
  numbers: number;
  texts: number;
  values: Set<string>;
};

/** The fields of a list's rows, read from some rows all over it, in the order in which they first come. */
export function chartFields(doc: JsonDocument, list: NodeId): readonly ChartField[] {
  const seen = new Map<string, Seen>();
  const count = childCount(doc, list);
  for (let i = 0; i < Math.min(sampled, count); i++) {
    const row = childAt(doc, list, count <= sampled ? i : Math.floor((i * (count - 1)) / (sampled - 1)));
    if (row !== undefined) look(doc, row, [], seen);
  }
  return [...seen].flatMap(([path, field]) => {
    const kind = kindOfField(path, field);
    if (kind === undefined) return [];
    const zone: TimeZone = field.days === field.times && field.times > 0 ? 'utc' : 'local';
    return [{ path, keys: field.keys, kind, distinct: field.values.size, unit: unitOf(path), zone }];
  });
}

function look(doc: JsonDocument, node: NodeId, keys: readonly string[], seen: Map<string, Seen>): void {
  const names = keys.length === 0 ? namesOfRow(doc, node) : undefined;
  if (kindOf(doc, node) !== 'object' && !names) return;
  let index = 0;
  for (let child = firstChild(doc, node); child !== undefined; child = siblingAfter(doc, child), index++) {
    const key = names ? names[index] : keyOf(doc, child);
    if (key === undefined) continue;
    const at = [...keys, key];
    const kind = kindOf(doc, child);
    if (kind === 'object' && at.length < deepest) look(doc, child, at, seen);
    if (kind !== 'string' && kind !== 'number' && kind !== 'true' && kind !== 'false') continue;
    const path = at.join('.');
    let field = seen.get(path);
    if (field === undefined) {
      if (seen.size >= mostFields) continue;
      field = { keys: at, times: 0, days: 0, epochs: 0, numbers: 0, texts: 0, values: new Set() };
      seen.set(path, field);
    }
    const text =
      kind === 'string' ? (stringValue(doc, child) ?? '') : kind === 'number' ? sourceText(doc, child) : kind;
    field.values.add(text);
    if (kind === 'number' || (kind === 'string' && numeric.test(text))) {
      field.numbers++;
      if (!Number.isNaN(epochOf(Number(text)))) field.epochs++;
    } else if (!Number.isNaN(timeOf(text))) {
      field.times++;
      if (text.length === 10) field.days++;
    } else field.texts++;
  }
}

function kindOfField(path: string, { times, epochs, numbers, texts }: Seen): ChartField['kind'] | undefined {
  if (times > 0 && numbers === 0 && texts === 0) return 'time';
  if (numbers > 0 && times === 0 && texts === 0) return epochs === numbers && timeName.test(path) ? 'time' : 'number';
  return texts > 0 ? 'text' : undefined;
}

/** Numbers that name something, rather than count it. */
const isName = ({ path }: ChartField): boolean =>
  /(?:^|[._])(?:id|asn|port|version|priority|code|status|year)$|(?:Id|Asn|Port|Version|Status|Code)$/.test(path);

/** Texts that only a machine tells apart. */
const isId = ({ path }: ChartField): boolean => /(?:^|[._])(?:id|uuid|tag|etag|hash)$|(?:Id|Tag|Uuid)$/.test(path);

/** What one would most likely want to see; undefined where there is no number in the rows. */
export function defaultChoice(fields: readonly ChartField[], rowCount: number): ChartChoice | undefined {
  const numbers = fields.filter(({ kind }) => kind === 'number');
  const counted = numbers.filter((field) => !isName(field));
  const [first] = counted.length > 0 ? counted : numbers;
  if (!first) return undefined;
  const times = fields.filter(({ kind }) => kind === 'time');
  const along = times.toSorted((a, b) => b.distinct - a.distinct)[0];
  const looked = Math.min(sampled, rowCount);
  // Several rows at one time are of different things: the text that says which parts them.
  const parts = fields.filter(
    (field) => field !== first && (field.kind === 'text' || isName(field)) && field.distinct > 1,
  );
  const isRepeated = along !== undefined && along.distinct < looked * 0.8;
  const by = isRepeated
    ? parts.filter((field) => !isId(field)).toSorted((a, b) => a.distinct - b.distinct)[0]
    : undefined;
  const values = by ? [first] : alike(counted.length > 0 ? counted : numbers, first);
  if (along) return { along: along.path, values: values.map(({ path }) => path), by: by?.path };
  const names = parts.toSorted((a, b) => Number(isId(a)) - Number(isId(b)) || b.distinct - a.distinct);
  const isFew = rowCount <= sampled;
  return { along: isFew ? names[0]?.path : undefined, values: [first.path], by: undefined };
}

/** The numbers beside this one that stand on the same axis: quantiles, minimum and maximum. */
function alike(numbers: readonly ChartField[], first: ChartField): readonly ChartField[] {
  if (first.unit === countUnit || first.unit.kind === 'count') return [first];
  const parent = first.keys.slice(0, -1).join('.');
  return numbers
    .filter(({ keys, unit }) => keys.slice(0, -1).join('.') === parent && isSameUnit(unit, first.unit))
    .slice(0, 4);
}

/**
 * The points of a list. Rows without a place on the axis are left out.
 *
 * @param choice paths of `fields`; values are of one unit
 */
export function readChart(
  doc: JsonDocument,
  list: NodeId,
  fields: readonly ChartField[],
  choice: ChartChoice,
): ChartData {
  const field = (path: string | undefined): ChartField | undefined => fields.find((known) => known.path === path);
  const along = field(choice.along);
  const by = field(choice.by);
  const values = choice.values.flatMap((path) => field(path) ?? []);
  const rowCount = childCount(doc, list);
  const limit = nextOf(doc, list);
  const nodes: NodeId[] = [];
  const at: number[] = [];
  const labels: string[] = [];
  let rowsRead = 0;
  for (let row = list + 1; row < limit && rowsRead < mostRows; row = nextOf(doc, row), rowsRead++) {
    const place =
      along === undefined || along.kind === 'text' ? rowsRead : placeOf(textAt(doc, row, along.keys), along);
    if (Number.isNaN(place)) continue;
    nodes.push(row);
    at.push(place);
    if (along?.kind === 'text') labels.push(textAt(doc, row, along.keys) ?? '');
  }
  const order = Uint32Array.from(at, (_, index) => index).sort((a, b) => at[a]! - at[b]! || a - b);
  const shared = sharedParent(values);
  const { series, moreSeries } = by
    ? parted(doc, nodes, at, order, by, values[0])
    : { series: values.map((value) => whole(doc, nodes, at, order, value, shared)), moreSeries: 0 };
  const places: number[] = [];
  const rows: NodeId[] = [];
  for (const index of order) {
    if (at[index] === places.at(-1)) continue;
    places.push(at[index]!);
    rows.push(nodes[index]!);
  }
  return {
    kind: along?.kind ?? 'number',
    unit: values[0]?.unit ?? countUnit,
    zone: along?.zone ?? 'utc',
    alongUnit: along?.kind === 'number' ? along.unit : countUnit,
    series,
    moreSeries,
    places: Float64Array.from(places),
    rows,
    labels,
    rowsRead,
    rowCount,
  };
}

/** What the paths of several fields begin with alike, which tells none of them from the others: `quantiles.`. */
function sharedParent(values: readonly ChartField[]): string {
  const parents = new Set(values.map(({ keys }) => keys.slice(0, -1).join('.')));
  const [parent = ''] = parents;
  return values.length > 1 && parents.size === 1 && parent !== '' ? `${parent}.` : '';
}

function placeOf(text: string | undefined, { kind }: ChartField): number {
  if (text === undefined) return Number.NaN;
  if (kind === 'number') return numberOf(text);
  const time = timeOf(text);
  return Number.isNaN(time) ? epochOf(numberOf(text)) : time;
}

function numberOf(text: string | undefined): number {
  const value = text !== undefined && numeric.test(text) ? Number(text) : Number.NaN;
  // So that differences and quotients are numbers too.
  return Math.abs(value) < 1e200 ? (Math.abs(value) < 1e-200 ? 0 : value) : Number.NaN;
}

function textAt(doc: JsonDocument, row: NodeId, keys: readonly string[]): string | undefined {
  let node: NodeId | undefined = row;
  for (const key of keys) {
    if (node === undefined) return undefined;
    node = namedValue(doc, node, key);
  }
  if (node === undefined) return undefined;
  const kind = kindOf(doc, node);
  if (kind === 'string') return stringValue(doc, node);
  if (kind === 'number') return sourceText(doc, node);
  return kind === 'true' || kind === 'false' ? kind : undefined;
}

function whole(
  doc: JsonDocument,
  nodes: readonly NodeId[],
  at: readonly number[],
  order: Uint32Array,
  value: ChartField,
  shared: string,
): Series {
  return {
    name: value.path.slice(shared.length),
    at: Float64Array.from(order, (index) => at[index]!),
    values: Float64Array.from(order, (index) => numberOf(textAt(doc, nodes[index]!, value.keys))),
  };
}

/** One series for each text, the ones with the largest sums first. */
function parted(
  doc: JsonDocument,
  nodes: readonly NodeId[],
  at: readonly number[],
  order: Uint32Array,
  by: ChartField,
  value: ChartField | undefined,
): { readonly series: readonly Series[]; readonly moreSeries: number } {
  const found = new Map<string, { readonly at: number[]; readonly values: number[]; sum: number }>();
  for (const index of order) {
    const node = nodes[index]!;
    const name = textAt(doc, node, by.keys) ?? '(none)';
    const own = found.get(name) ?? { at: [], values: [], sum: 0 };
    found.set(name, own);
    const number = value ? numberOf(textAt(doc, node, value.keys)) : Number.NaN;
    own.at.push(at[index]!);
    own.values.push(number);
    own.sum += Number.isNaN(number) ? 0 : number;
  }
  const ranked = [...found].toSorted(([, a], [, b]) => b.sum - a.sum);
  const series = ranked
    .slice(0, mostSeries)
    .map(([name, own]) => ({ name, at: Float64Array.from(own.at), values: Float64Array.from(own.values) }));
  return { series, moreSeries: ranked.length - series.length };
}

/** A list that can be drawn, and what would be drawn of it at first. */
interface Drawable {
  readonly list: NodeId;
  readonly fields: readonly ChartField[];
  readonly choice: ChartChoice;
}

/** Nodes that are looked at for a list, so that a large document costs no more than a small one. */
const mostSearched = 3000;

/**
 * The list to draw: the nearest around a node, else `own`, else the one with the most rows among those near the root. Undefined where
 * no list of objects holds a number.
 */
export function drawableList(doc: JsonDocument, node: NodeId, own?: NodeId): Drawable | undefined {
  for (let n: NodeId | undefined = node; n !== undefined; n = parentOf(doc, n)) {
    const found = drawable(doc, n);
    if (found) return found;
  }
  const near = own === undefined ? undefined : drawable(doc, own);
  if (near) return near;
  let best: Drawable | undefined;
  let level: readonly NodeId[] = [0];
  for (let looked = 0; level.length > 0 && looked < mostSearched; ) {
    const below: NodeId[] = [];
    for (const parent of level) {
      const found = drawable(doc, parent);
      if (found && (!best || childCount(doc, found.list) > childCount(doc, best.list))) best = found;
      let child = firstChild(doc, parent);
      for (let i = 0; child !== undefined && i < 20 && looked < mostSearched; i++, looked++) {
        if (hasChildren(doc, child)) below.push(child);
        child = siblingAfter(doc, child);
      }
    }
    level = below;
  }
  return best;
}

function drawable(doc: JsonDocument, list: NodeId): Drawable | undefined {
  if (kindOf(doc, list) !== 'array') return undefined;
  const first = firstChild(doc, list);
  if (first === undefined || (kindOf(doc, first) !== 'object' && !namesOfRow(doc, first))) return undefined;
  const fields = chartFields(doc, list);
  const choice = defaultChoice(fields, childCount(doc, list));
  return choice && { list, fields, choice };
}
