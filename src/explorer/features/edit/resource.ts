// Editing the resource under the cursor: its values stand in the form, and the line has what is changed. A PATCH sends that alone;
// where what is left out would be reset, as by a PUT, the line has all that the resource has.
import { type ResourceBefore, resourceIn } from '../../../api/resource.ts';
import { replacesAll } from '../../../api/writes.ts';
import { editTarget } from '../../../catalog/edit-target.ts';
import type { PathStep } from '../../../catalog/related.ts';
import { eachName } from '../../../catalog/variants.ts';
import { sourceText } from '../../../json/document.ts';
import { nodeAtPath } from '../../../json/paths.ts';
import { type BodyNode, fieldName, treeOfJson, withBody } from '../../../request/body-tree.ts';
import { formatLine } from '../../../request/format.ts';
import type { RequestLine } from '../../../request/types.ts';
import { isCovered } from '../../model/account-in-force.ts';
import { focusPane, hasFocus } from '../../model/focus.ts';
import { needCatalog, whyNoCatalog } from '../../model/known-catalog.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { EventOf, Reducers } from '../../model/reducers.ts';
import { currentPage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { formOf } from '../compose/form.ts';
import { placeCursor, withLine } from '../compose/form-cursor.ts';
import { fieldKey } from '../compose/form-part.ts';
import { originOf, placeUnderCursor } from '../find/follow.ts';

/** Opens the form for the resource under the cursor, with what it has on the screen until it is read anew. */
export function editResource(state: State): Step {
  const known = state.find.catalog;
  if (!known) {
    const [asked, effects] = needCatalog(state);
    return [complain(asked, `${whyNoCatalog(asked)}. Try again in a moment`), effects];
  }
  const { catalog } = known;
  const origin = originOf(state, known);
  const place = placeUnderCursor(state);
  const target = origin && editTarget(catalog, origin, place);
  const page = currentPage(state);
  if (!target || page?.body.kind !== 'json') {
    return [complain(state, 'There is nothing here that the API can change. Move to a resource first'), []];
  }
  const { document } = page.body.view;
  const node = nodeAtPath(document, target.at);
  const shown = node === undefined ? undefined : treeOfJson(sourceText(document, node));
  const request: RequestLine = { method: target.operation.method, path: target.path, items: [], filter: undefined };
  const at = keyBelow(place.path.slice(target.at.length));
  const isFiltered = (state.response?.layers.length ?? 0) > 0;
  const canRead = catalog.matcher().match('GET', target.path) !== undefined;
  const isFresh = (target.isWhole && page.storedAt === undefined && !isFiltered) || !canRead;
  if (isFresh && isFiltered) return [complain(state, 'This is not all of the resource. Leave the filter first'), []];
  if (!shown) return [complain(state, 'This resource cannot be read as JSON'), []];
  if (isFresh) return [openEdited(state, request, shown, at), []];
  const id = state.lastId + 1;
  const reading = { id, request, at };
  // What is sent whole needs all of it, and a filter may have left anything out.
  const isWaiting = replacesAll(target.operation.method, target.path) || isFiltered;
  const opened = isWaiting ? inform(state, `Reading ${target.path}…`) : openEdited(state, request, shown, at);
  const asked = { ...opened, lastId: id, request: { ...opened.request, reading } };
  return [asked, [{ type: 'edit.read', id, request }]];
}

/** The field of the form that a place below the resource is. */
function keyBelow(path: readonly PathStep[]): string | undefined {
  return path.length === 0 ? undefined : fieldKey('body', fieldName(path));
}

/** Puts the request into the prompt and its form on the screen, the cursor on a field of the body. */
function openEdited(state: State, request: RequestLine, tree: BodyNode, at: string | undefined): State {
  const known = withTree(state, request, tree);
  const isWhole = replacesAll(request.method ?? 'PATCH', request.path);
  const line = isWhole ? formatLine(withBody(request, settable(known, request, tree))) : undefined;
  const written = focusPane(withLine(known, line ?? formatLine(request)), 'request');
  const fields = formOf(written)?.fields ?? [];
  const placed = at === undefined ? written : placeCursor(written, at);
  if (formOf(placed)?.fields.some(({ key }) => key === at)) return placed;
  const top = fields.find(({ key, in: place }) => place === 'body' && at?.startsWith(`${key}[`));
  const [first] = fields
    .filter(({ in: place }) => place === 'body')
    .toSorted((a, b) => Number(!a.node) - Number(!b.node));
  return placeCursor(written, (top ?? first)?.key);
}

function withTree(state: State, { method, path }: RequestLine, tree: BodyNode): State {
  const edited = { method: method ?? 'PATCH', path, tree };
  return { ...state, request: { ...state.request, edited } };
}

/** Of the resource what a request can set: the rest is the API's own. */
function settable(state: State, { method, path }: RequestLine, tree: BodyNode): BodyNode {
  const catalog = state.find.catalog?.catalog;
  const match = method && catalog?.matcher().match(method, path);
  const fields = match && catalog ? catalog.details(match.operation).body?.fields : undefined;
  if (tree.kind !== 'object' || !fields) return tree;
  const names = new Set(eachName(fields).map(({ name }) => name));
  return { kind: 'object', members: tree.members.filter(({ key }) => names.has(key)) };
}

function takeRead(state: State, { id, before }: EventOf<'edit.wasRead'>): State {
  const { reading } = state.request;
  if (reading?.id !== id) return state;
  const ended: State = { ...state, request: { ...state.request, reading: undefined } };
  const { method = 'PATCH', path } = reading.request;
  const isOpen = ended.request.edited?.path === path && !replacesAll(method, path);
  // Neither the path nor what was read is for the screen while that is hidden.
  if (isCovered(state)) return ended;
  const tree = treeIn(before);
  if (tree) {
    if (isOpen) return withTree(ended, reading.request, tree);
    return hasFocus(ended, 'response') ? openEdited(ended, reading.request, tree, reading.at) : ended;
  }
  const reason = before.kind === 'absent' ? 'it is gone' : before.kind === 'unknown' ? before.reason : 'it is no JSON';
  return complain(ended, `${reading.request.path} could not be read: ${reason}`);
}

function treeIn(before: ResourceBefore): BodyNode | undefined {
  const found = resourceIn(before);
  return found && treeOfJson(sourceText(found.document, found.node));
}

export const editReducers: Reducers<'edit.wasRead'> = {
  'edit.wasRead': (state, event) => [takeRead(state, event), []],
};

/** Nobody waits any more for the resource that is read; undefined where none is. */
export function cancelReading(state: State): Step | undefined {
  const { reading } = state.request;
  if (!reading || state.focus.pane !== 'response') return undefined;
  return [{ ...state, request: { ...state.request, reading: undefined } }, [{ type: 'cancel', id: reading.id }]];
}

/** What was changed is as it was sent now: the next look at it begins anew. */
export function forgetEdited(before: State, state: State): State {
  const { edited } = state.request;
  const { exchange } = before;
  if (!edited || exchange.kind !== 'sending' || state.exchange.kind !== 'done') return state;
  const { method, path } = exchange.request;
  const page = currentPage(state);
  const isSame = method === edited.method && path === edited.path && page?.failure === undefined;
  return isSame ? { ...state, request: { ...state.request, edited: undefined } } : state;
}
