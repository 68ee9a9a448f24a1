// What a request needs, beside what the credential may do: asked with one key wherever a request stands, and shown over the panes.
import { fillPath } from '../../../catalog/form-request.ts';
import type { Operation } from '../../../catalog/operation.ts';
import { parseLine } from '../../../request/parse.ts';
import type { RequestLine } from '../../../request/types.ts';
import { closeOverlay, hasFocus, openOverlay, openPicker, replaceOverlay, topOverlay } from '../../model/focus.ts';
import { whyNoCatalog } from '../../model/known-catalog.ts';
import { framed, helpRect, inner, type Rect, rangeStatus } from '../../model/layout.ts';
import { type Movement, scrolled } from '../../model/movement.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PermissionPanel } from '../../model/overlays.ts';
import {
  credentialFacts,
  hasPermissions,
  learnNeeded,
  learnPermissions,
  permissionReason,
  permissionsOf,
  stopLearning,
  takeAccess,
  takePlace,
} from '../../model/permissions.ts';
import { exampleOf } from '../../model/prompt.ts';
import type { Reason } from '../../model/reasons.ts';
import type { Reducers } from '../../model/reducers.ts';
import { type Row, span } from '../../model/rows.ts';
import { currentPage, isRefusal } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { isPath } from '../compose/jump.ts';
import { currentItem, itemLine } from '../history/list.ts';
import { followPicker } from './follow.ts';
import { operationUnderCursor } from './palette.ts';
import { permissionRows } from './permission-rows.ts';

/** A request that is meant by where the focus is, or why there is none. */
type Meant = { readonly request: RequestLine; readonly refusal?: string | undefined } | { readonly reason: string };

/** Opens what the request under the cursor needs. */
export function askPermissions(state: State): Step {
  const meant = requestMeant(state);
  if ('reason' in meant) return [complain(state, meant.reason), []];
  const { request, refusal } = meant;
  const panel: PermissionPanel = { kind: 'permissions', request, refusal, top: 0 };
  return learnPermissions(openOverlay(state, panel), request);
}

/** Why it cannot be asked; undefined where it can. */
export function whyNoPermissions(state: State): Reason {
  if (!hasPermissions(state)) return 'A local API asks for no permissions';
  const meant = requestMeant(state);
  return 'reason' in meant ? meant.reason : undefined;
}

/** Opens the documentation of the request under the cursor. */
export function openDocumentation(state: State): Step {
  const meant = requestMeant(state);
  return 'reason' in meant
    ? [complain(state, meant.reason), []]
    : [state, [{ type: 'docs.open', request: meant.request }]];
}

/** Why there is none to open; undefined where there is. */
export function whyNoDocumentation(state: State): Reason {
  const meant = requestMeant(state);
  return 'reason' in meant ? meant.reason : undefined;
}

function requestMeant(state: State): Meant {
  const overlay = topOverlay(state);
  if (overlay?.kind === 'preview') return { request: overlay.write.prepared?.request ?? overlay.write.request };
  const picker = openPicker(state);
  if (picker) return ofPicker(state, picker.name, picker.line.text, picker.cursor);
  if (hasFocus(state, 'response')) return ofResponse(state);
  if (hasFocus(state, 'history')) {
    const item = currentItem(state);
    return item ? ofLine(state, itemLine(item)) : { reason: 'There is no request here' };
  }
  return ofLine(state, state.composer.line.text);
}

function ofResponse(state: State): Meant {
  const page = currentPage(state);
  if (!page?.request)
    return { reason: state.response ? 'This is no response of a request' : 'There is no response yet' };
  return { request: page.request, refusal: isRefusal(page.failure) ? page.failure?.happened : undefined };
}

function ofLine(state: State, text: string): Meant {
  const none = { reason: `Type a request first, such as ${exampleOf(state)}` };
  if (text.trim() === '' || isPath(text)) return none;
  const parsed = parseLine(text, { baseUrl: state.session.baseUrl });
  return parsed.ok ? { request: parsed.request } : { reason: parsed.error.message };
}

function ofPicker(state: State, name: string, typed: string, cursor: number): Meant {
  const ofOperation = (
    found: { readonly operation: Operation; readonly values: Readonly<Record<string, string>> } | undefined,
  ): Meant => {
    if (!found) return { reason: 'There is no request here' };
    const { operation, values } = found;
    return { request: { method: operation.method, path: fillPath(operation, values), items: [], filter: undefined } };
  };
  if (name === 'operations') return ofOperation(operationUnderCursor(state, typed, cursor));
  if (name === 'follow') {
    const item = followPicker.items(state, typed)[cursor];
    return ofOperation(item && state.find.follow[Number(item.key)]);
  }
  return { reason: 'This list has no requests' };
}

function openPanel(state: State): PermissionPanel | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'permissions' ? overlay : undefined;
}

/** Leaves it; what is still being read for it is ended. */
export function leavePermissions(state: State): Step | undefined {
  return openPanel(state) ? stopLearning(closeOverlay(state)) : undefined;
}

/** What was read may show that more has to be. */
export const accessReducers: Reducers<'access.told' | 'access.placed'> = {
  'access.told': (state, event) => goOn(takeAccess(state, event)),
  'access.placed': (state, event) => goOn(takePlace(state, event)),
};

function goOn(state: State): Step {
  const shown = state.focus.overlays.findLast(({ kind }) => kind === 'permissions' || kind === 'preview');
  if (shown?.kind === 'permissions') return learnPermissions(state, shown.request);
  if (shown?.kind === 'preview') return learnNeeded(state, shown.write.prepared?.request);
  const page = currentPage(state);
  return isRefusal(page?.failure) ? learnNeeded(state, page?.request) : [state, []];
}

function panelRows(state: State, { request, refusal }: PermissionPanel, width: number): readonly Row[] {
  const judged = permissionsOf(state, request);
  if (!judged) return [[span(whyNoCatalog(state), 'dim')]];
  return permissionRows(
    {
      judged,
      path: request.path,
      refusal,
      reason: permissionReason(state, judged),
      credential: state.session.kind === 'sandbox' ? '' : state.session.credential,
      facts: credentialFacts(state),
      nameOf: (id) => state.find.names.get(id),
    },
    width,
  );
}

export function permissionPane(state: State, panel: PermissionPanel, rect: Rect): readonly Row[] {
  const { width, height } = inner(rect);
  const rows = panelRows(state, panel, width);
  const top = Math.min(panel.top, Math.max(0, rows.length - height));
  const last = Math.min(rows.length, top + height);
  return framed(
    rect,
    {
      title: [span('Permissions', 'title')],
      status: rows.length > height ? rangeStatus(top, last, rows.length) : [],
      focused: true,
    },
    rows.slice(top, last),
  );
}

export function scrollPermissions(state: State, movement: Movement): State {
  const panel = openPanel(state);
  if (!panel) return state;
  const { width, height } = inner(helpRect(state.screen));
  const count = panelRows(state, panel, width).length;
  return replaceOverlay(state, { ...panel, top: scrolled(movement, panel.top, height, count) });
}
