// What a closed container holds, in one row: of an object what tells it from the others of its list, each in short, so that every part
// of it has its share of the room; of an array its first elements.
import { formatBytes, formatDistance } from '../text/numbers.ts';
import { pointInTime } from '../text/points-in-time.ts';
import { cellWidth, truncate, truncateMiddle } from '../text/width.ts';
import { childCount } from './children.ts';
import {
  firstChild,
  isContainer,
  isUnfinished,
  type JsonDocument,
  keyStart,
  kindOf,
  type NodeId,
  nextOf,
  startOf,
} from './document.ts';
import { brokenExcerpt, clip, sourceStart, stringExcerpt } from './excerpts.ts';
import {
  FOREIGN_ID,
  type ItemFacts,
  isUnreadable,
  noFacts,
  type Telling,
  type TellingField,
  tellingOf,
  visitFields,
} from './telling.ts';

/** No preview looks further into a container than this. */
const MEMBERS_SEEN = 64;

const CELLS_PER_VALUE = 40;

/** Cells between two parts of an object. */
const GAP = '  ';

/** Parts that are shown whatever their width, and what each of them has at least. */
const SURE_PARTS = 4;

const NARROWEST = 7;

/** What a part must be worth to be told in any case, and to be told at all. */
const SURE_RANK = 50;

const LEAST_RANK = 34;

const CONSTANT_RANK = 70;

/** A name is cut last, and keeps this much. */
const NAME_RANK = 90;

const NAME_CELLS = 32;

/** Cells of a part that are worth more than another part. */
const WIDE = 48;

/** Parts of an id, in cells. */
const SHORT_ID = 8;

/** The narrowest kind that stands before the name: the type of a DNS record. */
const LEADING_TYPE = 6;

/** Texts of the rows that were shown last: a frame asks for the same again. */
const kept = new WeakMap<JsonDocument['memo'], { facts: ItemFacts; readonly texts: Map<string, string> }>();

const MOST_KEPT = 500;

/** What a closed container holds, in at most `cells`; empty where nothing short would tell. */
export function closedPreview(doc: JsonDocument, node: NodeId, cells: number, facts: ItemFacts = noFacts): string {
  if (cells <= 0) return '';
  if (kindOf(doc, node) === 'array') return joinPieces(elementPieces(doc, node, cells), cells);
  if (isUnfinished(doc, node)) return objectPreview(doc, node, cells, facts);
  const known = kept.get(doc.memo) ?? { facts, texts: new Map<string, string>() };
  kept.set(doc.memo, known);
  if (known.facts !== facts || known.texts.size > MOST_KEPT) known.texts.clear();
  known.facts = facts;
  // More of the list may have come, and tell more.
  const key = `${doc.isComplete ? '' : doc.nodeCount} ${node} ${cells}`;
  const text = known.texts.get(key) ?? objectPreview(doc, node, cells, facts);
  known.texts.set(key, text);
  return text;
}

/** The keys of an object, in order, in at most `cells`. */
export function keysPreview(doc: JsonDocument, node: NodeId, cells: number): string {
  return joinPieces(memberKeys(doc, node, cells), cells);
}

/** The key of the member that names the items of a list; undefined where they have none. */
export function namePath(doc: JsonDocument, item: NodeId): string | undefined {
  if (kindOf(doc, item) !== 'object') return undefined;
  const isName = ({ form, rank, path }: TellingField): boolean =>
    form === 'plain' && rank >= NAME_RANK && !path.includes('.');
  return tellingOf(doc, item).fields.find(isName)?.path;
}

/** The part of an item that people call it by, in full; undefined where only its place names it. */
export function itemName(doc: JsonDocument, item: NodeId, facts: ItemFacts = noFacts): string | undefined {
  if (kindOf(doc, item) !== 'object') return undefined;
  const { fields } = tellingOf(doc, item, facts);
  const names = fields
    .filter(({ form }) => form === 'plain' || form === 'id')
    .slice(0, 8)
    .map((field): TellingField => ({ ...field, form: 'plain', label: '' }));
  const texts = textsOf(doc, item, names, 'no', facts, 200, true);
  for (const field of names) {
    const text = texts.get(field.path);
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

function objectPreview(doc: JsonDocument, node: NodeId, cells: number, facts: ItemFacts): string {
  const telling = tellingOf(doc, node, facts);
  const shown = fieldsFor(telling, cells);
  if (shown.length === 0) return keysPreview(doc, node, cells);
  const id = idFor(telling);
  const wanted = id === undefined || shown.includes(id) ? shown : [...shown, id];
  const texts = textsOf(doc, node, wanted, telling.exactTimes, facts, cells);
  const pieces: Piece[] = [];
  let used = 0;
  for (const field of wanted) {
    const text = texts.get(field.path) ?? '';
    const width = cellWidth(text);
    // An id that was not chosen for all takes only what is left in this row.
    if (text === '' || (!shown.includes(field) && used + width > cells)) continue;
    pieces.push({ field, text, width });
    used += width + GAP.length;
  }
  if (pieces.length === 0) return keysPreview(doc, node, cells);
  return truncate(fitted(pieces, cells - GAP.length * (pieces.length - 1)).join(GAP), cells);
}

interface Piece {
  readonly field: TellingField;
  readonly text: string;
  readonly width: number;
}

/** The pieces in so many cells: numbers, times and the like whole, then names, and the others share what is left. */
function fitted(pieces: readonly Piece[], cells: number): readonly string[] {
  const isText = ({ field: { form } }: Piece): boolean => form === 'plain' || form === 'parts';
  const isName = (piece: Piece): boolean => isText(piece) && piece.field.rank >= NAME_RANK;
  const sum = (some: readonly Piece[]): number => some.reduce((total, { width }) => total + width, 0);
  const others = pieces.filter((piece) => isText(piece) && !isName(piece));
  let left = cells - sum(pieces.filter((piece) => !isText(piece)));
  const names = pieces.filter(isName);
  const forNames = Math.max(left - sum(others), Math.min(left - NARROWEST * others.length, NAME_CELLS * names.length));
  const nameWidth = sharedWidth(
    names.map(({ width }) => width),
    forNames,
  );
  left -= names.reduce((total, { width }) => total + Math.min(width, nameWidth), 0);
  const otherWidth = sharedWidth(
    others.map(({ width }) => width),
    left,
  );
  return pieces.map((piece) =>
    isText(piece) ? truncateMiddle(piece.text, isName(piece) ? nameWidth : otherWidth) : piece.text,
  );
}

/** The item's own id; where it has none, and nothing else tells anything, another. */
function idFor({ fields }: Pick<Telling, 'fields'>): TellingField | undefined {
  const own = fields.find(({ form, rank }) => form === 'id' && rank > FOREIGN_ID);
  return own ?? (fields.some(({ rank }) => rank >= LEAST_RANK) ? undefined : fields.find(({ form }) => form === 'id'));
}

/** The fields for so many cells, in the order of the screen: a short type, names, the rest, times, ids. */
function fieldsFor({ fields }: Telling, cells: number): readonly TellingField[] {
  const chosen: TellingField[] = [];
  let left = cells;
  // What is taken at the least.
  let least = 0;
  const leastOf = (field: TellingField): number => GAP.length + Math.min(field.width, NARROWEST);
  const isIn = (field: TellingField): boolean => chosen.includes(field);
  const take = (field: TellingField): void => {
    chosen.push(field);
    least += leastOf(field);
    left -= GAP.length + Math.min(field.width, WIDE);
  };
  const differing = fields.filter(({ differs, form }) => differs && form !== 'id');
  for (const field of differing) {
    if (field.rank < LEAST_RANK) continue;
    if (chosen.length > 0 && least + leastOf(field) > cells + GAP.length) continue;
    if (field.form === 'time' && chosen.some(({ form }) => form === 'time')) continue;
    const isSure = chosen.length < SURE_PARTS && field.rank >= SURE_RANK;
    if (isSure || left >= GAP.length + Math.min(field.width, WIDE)) take(field);
  }
  const id = idFor({ fields });
  if (id && (chosen.length === 0 || left >= GAP.length + id.width)) take(id);
  // What is the same everywhere comes last, where there is room.
  for (const field of fields) {
    const isTold = field.rank >= CONSTANT_RANK && !field.path.includes('.') && field.form !== 'time';
    if (!isIn(field) && isTold && left >= GAP.length + field.width) take(field);
  }
  return chosen.sort((a, b) => placeOf(a) - placeOf(b) || b.rank - a.rank);
}

function placeOf({ path, form, rank, width }: TellingField): number {
  if (form === 'id') return 5;
  if (form === 'time' || form === 'expiry') return 4;
  if (path === 'type' && width <= LEADING_TYPE) return 0;
  return rank >= 90 ? 1 : 2;
}

/** The widest that a part may be, so that all of them take no more than `cells`. */
function sharedWidth(widths: readonly number[], cells: number): number {
  const sorted = widths.toSorted((a, b) => a - b);
  let left = cells;
  for (const [index, width] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - index));
    if (width > share) return Math.max(1, share);
    left -= width;
  }
  return cells;
}

function textsOf(
  doc: JsonDocument,
  item: NodeId,
  fields: readonly TellingField[],
  exactTimes: Telling['exactTimes'],
  facts: ItemFacts,
  cells: number,
  isInside = false,
): ReadonlyMap<string, string> {
  const wanted = new Map(fields.map((field) => [field.path, field]));
  const texts = new Map<string, string>();
  visitFields(doc, item, [], (path, node) => {
    const field = wanted.get(path.join('.'));
    if (!field) return;
    const text = textOf(doc, node, field, exactTimes, facts, cells, isInside);
    if (text !== undefined) texts.set(field.path, text);
  });
  return texts;
}

function textOf(
  doc: JsonDocument,
  node: NodeId,
  { form, label }: TellingField,
  exactTimes: Telling['exactTimes'],
  { now }: ItemFacts,
  cells: number,
  isInside: boolean,
): string | undefined {
  const kind = kindOf(doc, node);
  if (kind === 'null') return undefined;
  if (kind === 'array') return partsText(doc, node, label, cells, isInside);
  if (kind === 'true' || kind === 'false') {
    const word = form === 'flag' ? label : kind;
    return form === 'flag' && kind === 'false' ? `not ${word}` : word;
  }
  const text = scalarPiece(doc, node, cells) ?? '';
  if (text === '') return undefined;
  if (form === 'id') return shortId(text);
  if (form === 'bytes') return /^\d{1,15}$/.test(text) ? formatBytes(Number(text)) : text;
  if (form === 'time' || form === 'expiry') {
    const at = pointInTime(text)?.at;
    if (at === undefined) return text;
    const told = timeText(at, form === 'expiry' ? 'no' : exactTimes, now);
    if (form === 'time') return label === '' ? told : `${label} ${told}`;
    return `${now !== undefined && at < now ? 'expired' : 'expires'} ${told}`;
  }
  return label === '' ? text : `${label} ${text}`;
}

function shortId(text: string): string {
  return /^[0-9A-Za-z_-]{17,}$/.test(text) ? text.slice(0, SHORT_ID) : truncate(text, 2 * SHORT_ID);
}

/** From when the list came on: `3 h ago`; exactly in UTC where only that tells, and where nobody knows when that was. */
function timeText(at: number, exact: Telling['exactTimes'], now: number | undefined): string {
  if (exact === 'no' && now !== undefined) return formatDistance(at - now);
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  const clock = `${time.slice(0, 8)}Z`;
  if (exact === 'time') return clock;
  return exact === 'day' ? `${day.slice(5)} ${clock}` : day;
}

/** The first of a list, and how many more there are: `example.com +1`; of things without a name their number. */
function partsText(
  doc: JsonDocument,
  list: NodeId,
  label: string,
  cells: number,
  isInside: boolean,
): string | undefined {
  const count = childCount(doc, list);
  const first = firstChild(doc, list);
  if (first === undefined) return undefined;
  const more = count > 1 ? ` +${count - 1}` : '';
  // A list in a thing of a list is no longer taken apart.
  const name = isInside && isContainer(doc, first) ? undefined : partName(doc, first, cells);
  if (name !== undefined && name !== '') return name + more;
  return label === '' ? `[${count}]` : `${label} [${count}]`;
}

/** A value, or what leads to the only one in an object, `email_domain example.com`; of others the two that tell most. */
function partName(doc: JsonDocument, node: NodeId, cells: number): string | undefined {
  const told = (value: NodeId): string => {
    const text = scalarPiece(doc, value, Math.min(cells, CELLS_PER_VALUE)) ?? '';
    return isUnreadable(text) ? shortId(text) : text;
  };
  if (!isContainer(doc, node)) return told(node);
  if (kindOf(doc, node) !== 'object') return undefined;
  let way = '';
  for (let at = node, depth = 0; depth < 3; depth++) {
    const only = firstChild(doc, at);
    if (only === undefined) return way === '' ? undefined : way;
    if (childCount(doc, at) > 1) break;
    const key = clip(stringExcerpt(doc.bytes, keyStart(doc, only) ?? 0, CELLS_PER_VALUE), CELLS_PER_VALUE);
    way = way === '' ? key : way;
    if (!isContainer(doc, only)) return `${way} ${told(only)}`;
    if (kindOf(doc, only) !== 'object') return way;
    at = only;
  }
  const { fields } = tellingOf(doc, node);
  const two = fields
    .filter(({ form, rank }) => (form === 'plain' || form === 'parts') && rank >= SURE_RANK)
    .slice(0, 2);
  const texts = textsOf(doc, node, two, 'no', noFacts, CELLS_PER_VALUE, true);
  return two.length === 0 ? itemName(doc, node) : two.flatMap(({ path }) => texts.get(path) ?? []).join(' ');
}

function* memberKeys(doc: JsonDocument, node: NodeId, cells: number): Generator<string> {
  const limit = nextOf(doc, node);
  for (let n = node + 1, seen = 0; n < limit && seen < MEMBERS_SEEN; n = nextOf(doc, n), seen++) {
    const key = keyStart(doc, n);
    if (key !== undefined) yield clip(stringExcerpt(doc.bytes, key, cells), cells);
  }
}

function* elementPieces(doc: JsonDocument, node: NodeId, cells: number): Generator<string> {
  const limit = nextOf(doc, node);
  // Each takes a cell and the space before it at least.
  const most = Math.max(8, Math.min(MEMBERS_SEEN, Math.floor(cells / 8)));
  let n = node + 1;
  for (let seen = 0; n < limit && seen < most; n = nextOf(doc, n), seen++) {
    const piece = scalarPiece(doc, n, CELLS_PER_VALUE);
    if (piece === undefined) return;
    yield piece;
  }
  if (n < limit) yield '…';
}

/** A scalar without its quotes, in so many cells; undefined for containers. */
function scalarPiece(doc: JsonDocument, node: NodeId, cells: number): string | undefined {
  if (isContainer(doc, node)) return undefined;
  if (kindOf(doc, node) === 'broken') return brokenExcerpt(doc, node, cells);
  if (kindOf(doc, node) !== 'string') return truncate(sourceStart(doc, node, cells), cells);
  return longPiece(doc, node, cells);
}

/** Both ends of a string that is longer than its room, as far as it is not too long to be read for a row. */
function longPiece(doc: JsonDocument, node: NodeId, cells: number): string {
  const excerpt = stringExcerpt(doc.bytes, startOf(doc, node), cells);
  return excerpt.complete ? truncateMiddle(excerpt.text, cells) : clip(excerpt, cells);
}

/** Pieces with a space between them, as many as begin within `cells`. */
function joinPieces(pieces: Iterable<string>, cells: number): string {
  let text = '';
  for (const piece of pieces) {
    if (cellWidth(text) > cells) break;
    if (piece !== '') text += text === '' ? piece : ` ${piece}`;
  }
  return truncate(text, cells);
}
