// The request pane: what the line in the prompt will send; as a form where the catalog knows the operation.
import { hasFocus } from '../../model/focus.ts';
import { framed, rangeStatus } from '../../model/frame.ts';
import { inner, type Rect } from '../../model/layout.ts';
import { type Row, span } from '../../model/spans.ts';
import type { State } from '../../model/state.ts';
import type { PaneRows } from '../response/response.ts';
import { type Form, formOf } from './form.ts';
import { currentField, rowOf } from './form-cursor.ts';
import { saidHeight } from './form-layout.ts';
import { briefRows, formRows, saidRows } from './form-rows.ts';
import { requestRows } from './request-rows.ts';

export function requestPane(state: State, rect: Rect): PaneRows {
  const form = formOf(state);
  // A question about a part stands in the prompt's place, with the form below it.
  return form && state.focus.pane === 'request' ? formPane(state, form, rect) : linePane(state, form, rect);
}

function formPane(state: State, form: Form, rect: Rect): PaneRows {
  const { width, height } = inner(rect);
  const said = saidHeight(height);
  const room = height - said;
  const rows = formRows(state, form, width);
  const at = rowOf(form, state.request.at);
  // The screen may have become lower since the cursor was placed.
  const top = Math.min(at, Math.max(state.request.top, at - room + 1, 0), Math.max(0, rows.length - room));
  const shown = rows.slice(top, top + room);
  const filled = [...shown, ...Array.from({ length: room - shown.length }, (): Row => [])];
  const status = rows.length > room ? rangeStatus(top, Math.min(rows.length, top + room), rows.length) : [];
  const frame = { title: titleOf(form), status, focused: hasFocus(state, 'request') };
  return {
    rows: framed(rect, frame, [...filled, ...saidRows(form, currentField(state), width, said)]),
    selected: at - top + 1,
  };
}

function linePane(state: State, form: Form | undefined, rect: Rect): PaneRows {
  const { width, height } = inner(rect);
  const rows = form ? briefRows(state, form, width) : requestRows(state, width);
  // The line may have become shorter since it was scrolled; of a form the first rows tell most.
  const top = form ? 0 : Math.min(state.request.top, Math.max(0, rows.length - height));
  const status = rows.length > height ? rangeStatus(top, Math.min(rows.length, top + height), rows.length) : [];
  const title = form ? titleOf(form) : [span('Request', 'title')];
  const frame = { title, status, focused: hasFocus(state, 'request') };
  return { rows: framed(rect, frame, rows.slice(top, top + height)), selected: undefined };
}

function titleOf({ match }: Form): Row {
  return [span(match.operation.title, 'title')];
}
