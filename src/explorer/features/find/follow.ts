// Following: where the value under the cursor leads, with the ids in place. Whole GETs are sent at once, all else goes to the form.
import { tailsPath } from '../../../api/tails.ts';
import type { Match } from '../../../catalog/matcher.ts';
import { namedSegments, withIds } from '../../../catalog/name-lookup.ts';
import {
  type Members,
  memberObject,
  memberText,
  type RelatedOperation,
  type ResponseLocation,
  relatedOperations,
} from '../../../catalog/related.ts';
import { methodsOfVerb, verbOf, verbsBeginning } from '../../../catalog/terms.ts';
import {
  firstChild,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  siblingAfter,
  sourceText,
  stringValue,
} from '../../../json/document.ts';
import { nodeAtPath, pathOf } from '../../../json/paths.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import type { Method } from '../../../request/types.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, truncate, truncateMiddle } from '../../../text/width.ts';
import type { KnownCatalog } from '../../model/catalog.ts';
import { closeOverlay, focusPane, pick } from '../../model/focus.ts';
import { idKey, learnNames, needCatalog, whyNoCatalog, withFind } from '../../model/known-catalog.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { type Reason, whyNoResponse } from '../../model/reasons.ts';
import { methodRole, type Row, span } from '../../model/rows.ts';
import { currentPage, selectedNode } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { consentSettingOf } from '../../model/writes.ts';
import { formOf } from '../compose/form.ts';
import { submit } from '../compose/prompt.ts';
import { followNewTail, followTail } from '../tail/tail.ts';
import { operationRows, prepare, rankedOperations, usageOf } from './palette.ts';

/** Only a response of the API leads on to others. */
export function whyNoFollowing(state: State): Reason {
  const page = currentPage(state);
  if (!page) return whyNoResponse(state);
  return page.request ? undefined : 'A file has no related requests';
}

/** Opens the list of what the place under the cursor leads to. */
export function openFollow(state: State): Step {
  const tail = followTail(state);
  if (tail) return tail;
  const known = state.find.catalog;
  if (!known) {
    const [asked, effects] = needCatalog(state);
    return [complain(asked, `${whyNoCatalog(asked)}. Try again in a moment`), effects];
  }
  const origin = originOf(state, known);
  const request = currentPage(state)?.request;
  if (!origin || !request) {
    const words = request ? `${effectiveMethod(request)} ${request.path}` : 'this request';
    return [complain(state, `The catalog has no related requests: it does not have ${words}`), []];
  }
  const place = placeUnderCursor(state);
  const found = relatedOperations(known.catalog, origin, place, { used: usageOf(state, known) });
  if (found.length === 0) return [complain(state, 'There are no related requests'), []];
  const learned = learnNames(state, namesAround(place));
  return [pick(withFind(learned, { follow: found }), 'follow'), []];
}

/** The operation that answered, with ids for what stands in its path. */
export function originOf(state: State, { catalog }: KnownCatalog): Match | undefined {
  const request = currentPage(state)?.request;
  if (!request) return undefined;
  const segments = namedSegments(catalog, request);
  const ids = segments.map(({ kind, name }) => state.find.ids.get(idKey(kind, name)) ?? name);
  return catalog.matcher().match(effectiveMethod(request), withIds(request, segments, ids).path);
}

/** The value under the cursor in the tree or the table; the response as a whole in every other view. */
export function placeUnderCursor(state: State): ResponseLocation {
  const page = currentPage(state);
  const node = page && selectedNode(page);
  if (page?.body.kind !== 'json' || node === undefined)
    return { path: [], text: undefined, membersAt: () => undefined };
  return placeAt(page.body.view.document, node);
}

/** What the objects around a place are called, by their ids: `id` and `name`, `zone_id` and `zone_name`, `account: { id, name }`. */
function namesAround({ path, membersAt }: ResponseLocation): readonly (readonly [id: string, name: string])[] {
  return Array.from({ length: path.length + 1 }, (_, length) => membersAt(length)).flatMap((members) =>
    members ? namesIn(members) : [],
  );
}

function namesIn(members: Members): readonly (readonly [id: string, name: string])[] {
  const found = [nameOf(members)];
  for (const key of Object.keys(members)) {
    found.push(nameOf(memberObject(members, key)));
    const prefix = /^(.+)_id$/.exec(key)?.[1];
    if (prefix !== undefined) found.push(pair(memberText(members, key), memberText(members, `${prefix}_name`)));
  }
  return found.filter((entry) => entry !== undefined);
}

function nameOf(members: Members | undefined): readonly [id: string, name: string] | undefined {
  return pair(
    memberText(members, 'id') ?? memberText(members, 'uuid'),
    memberText(members, 'name') ?? memberText(members, 'title'),
  );
}

function pair(id: string | undefined, name: string | undefined): readonly [id: string, name: string] | undefined {
  return id === undefined || name === undefined ? undefined : [id, name];
}

export const followPicker: PickerSpec = {
  label: 'follow',
  title: 'Related requests',
  /** Words find what they do in the palette, among what is here; what is nearest stays first. */
  items: (state: State, typed: string): readonly PickerItem[] => {
    const { follow } = state.find;
    const item = (index: number, found: RelatedOperation): PickerItem => ({
      key: String(index),
      row: (width) => relatedRow(state, found, width),
    });
    if (typed.trim() === '') return follow.map((found, index) => item(index, found));
    const asked = wordsAsked(typed);
    const near = follow.flatMap((found, index) => {
      const said = saidBy(found, asked);
      return said === undefined ? [] : [{ found, index, said }];
    });
    near.sort(
      (a, b) =>
        a.found.distance - b.found.distance ||
        Number(b.found.isOfThing) - Number(a.found.isOfThing) ||
        a.said - b.said ||
        a.index - b.index,
    );
    const isNear = new Set(near.map(({ index }) => index));
    const places = new Map(follow.map((found, index) => [found.operation.index, index] as const));
    const others = rankedOperations(state, typed).flatMap(({ operation }) => {
      const index = places.get(operation.index);
      const found = index === undefined || isNear.has(index) ? undefined : follow[index];
      return index === undefined || !found ? [] : [{ index, found }];
    });
    return [...near, ...others].map(({ index, found }) => item(index, found));
  },
  empty: (_: State, typed: string): string => `No related request matches ${typed.trim()}`,
  preview: (state: State, item: PickerItem, width: number, height: number): readonly Row[] => {
    const found = state.find.follow[Number(item.key)];
    const catalog = state.find.catalog?.catalog;
    return found && catalog ? operationRows(found.operation, catalog.details(found.operation), width, height) : [];
  },
  choose: (state: State, item: PickerItem): Step => {
    const found = state.find.follow[Number(item.key)];
    const closed = withFind(closeOverlay(state), { follow: [] });
    if (!found) return [closed, []];
    const prepared = prepare(closed, found.operation, found.values);
    const form = formOf(prepared);
    const isWhole = form !== undefined && form.missing.length === 0;
    const parsed = parseLine(prepared.composer.line.text, { baseUrl: state.session.baseUrl });
    const tail = isWhole && parsed.ok ? followNewTail(closed, parsed.request) : undefined;
    if (tail) return tail;
    const { method } = found.operation;
    // A deletion has nothing to fill in: it is shown at once, and asked for there.
    const isShown = method === 'DELETE' && consentSettingOf(state.session) !== 'never';
    return isWhole && (method === 'GET' || isShown)
      ? submit(focusPane(prepared, 'prompt'), false, closed)
      : [prepared, []];
  },
};

interface WordAsked {
  readonly word: string;
  /** What it asks to be done, whatever an operation calls that. */
  readonly methods: ReadonlySet<Method>;
}

/** The words that were typed; the last one may go on. */
function wordsAsked(typed: string): readonly WordAsked[] {
  const words = wordsIn(typed);
  return words.map((word, index) => {
    const whole = verbOf(word);
    const verbs = index === words.length - 1 && word.length > 1 ? [...verbsBeginning(word)] : whole ? [whole] : [];
    // A POST seldom changes what there is: it is found by its own words.
    const methods = verbs.flatMap((verb) =>
      methodsOfVerb[verb].filter((method) => verb !== 'update' || method !== 'POST'),
    );
    return { word, methods: new Set(methods) };
  });
}

/** 0 where every word begins one of the operation's as it is shown, 1 where a verb says it otherwise; undefined where one is neither. */
function saidBy(
  { operation: { method, path, title } }: RelatedOperation,
  asked: readonly WordAsked[],
): 0 | 1 | undefined {
  const own = wordsIn(`${method} ${path} ${title}`);
  let said: 0 | 1 = 0;
  for (const { word, methods } of asked) {
    if (own.some((other) => other.startsWith(word))) continue;
    if (!methods.has(method)) return undefined;
    said = 1;
  }
  return said;
}

function wordsIn(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

const methodWidth = 'DELETE '.length;

/** The path with names for ids where they are known, what it does, and by what it leads there. */
function relatedRow(state: State, { operation, values, by }: RelatedOperation, width: number): Row {
  const path = visible(namedPath(state, operation.path, values));
  const role = operation.deprecated ? 'dim' : 'text';
  const live = tailsPath(operation.method, operation.path) === undefined ? '' : 'followed live · ';
  const about = `${live}${operation.title}${operation.deprecated ? ', deprecated' : ''} · by ${by}`;
  const room = Math.max(0, width - methodWidth);
  const shown = pathBeside(path, cellWidth(visible(operation.title)), room);
  const left = room - cellWidth(shown) - 2;
  return [
    span(operation.method.padEnd(methodWidth), methodRole(operation.method)),
    span(shown, role),
    span(left < 8 ? '' : `  ${truncate(visible(about), left)}`, 'dim'),
  ];
}

/** As much of a path's end as fits beside a title: what is left out before it is the same in most rows. */
function pathBeside(path: string, titleWidth: number, room: number): string {
  const most = Math.max(Math.ceil(room / 2), room - 2 - titleWidth);
  if (cellWidth(path) <= most) return path;
  const segments = path.split('/');
  for (let from = 2; from < segments.length; from++) {
    const end = `…/${segments.slice(from).join('/')}`;
    if (cellWidth(end) <= most) return end;
  }
  return truncateMiddle(path, most);
}

/** A path as people read it: names for ids that are known, other ids shortened. */
function namedPath(state: State, template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^}]*)\}/g, (written, name: string) => {
    const value = values[name];
    return value === undefined ? written : nameFor(state, value);
  });
}

/** What a segment of a path is called. */
export function nameFor({ find }: State, value: string): string {
  return find.names.get(value) ?? value.replace(/^([0-9a-f]{4})[0-9a-f]{28}$/, '$1…');
}

/** Members of an object that are looked at: an object with more is a table, and its members are no fields. */
const mostMembers = 200;

export function placeAt(document: JsonDocument, node: NodeId): ResponseLocation {
  const path = pathOf(document, node);
  return {
    path,
    text: textAt(document, node),
    membersAt: (length) => {
      const at = nodeAtPath(document, path.slice(0, length));
      return at === undefined || kindOf(document, at) !== 'object' ? undefined : membersOf(document, at, 1);
    },
  };
}

function membersOf(document: JsonDocument, object: NodeId, levels: number): Members {
  // Names come from a server: `__proto__` is one like any other.
  const members: Record<string, string | Members> = Object.create(null);
  let child = firstChild(document, object);
  for (let count = 0; child !== undefined && count < mostMembers; count++) {
    const key = keyOf(document, child) ?? '';
    const text = textAt(document, child);
    if (text !== undefined) members[key] = text;
    else if (levels > 0 && kindOf(document, child) === 'object') members[key] = membersOf(document, child, levels - 1);
    child = siblingAfter(document, child);
  }
  return members;
}

/** Texts, and numbers digit for digit. */
function textAt(document: JsonDocument, node: NodeId): string | undefined {
  const kind = kindOf(document, node);
  if (kind === 'string') return stringValue(document, node);
  return kind === 'number' ? sourceText(document, node) : undefined;
}
