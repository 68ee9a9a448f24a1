// The body as JSON, to be written as text: what is wrong is said while one types, and Tab completes from the catalog. Leaving it takes
// the text over; what is no JSON yet is kept, and stands there again.

import { replacesAll } from '../../../api/writes.ts';
import { type BodyRemark, bodyRemarks, bodyShape } from '../../../catalog/body-check.ts';
import { completeBody } from '../../../catalog/body-completion.ts';
import type { GraphqlLanguage } from '../../../catalog/graphql-language.ts';
import type { Field } from '../../../catalog/operation.ts';
import { fieldName, treeOfJson } from '../../../request/body-tree.ts';
import { withQueryText } from '../../../request/graphql.ts';
import { jsonProblem } from '../../../request/json-text.ts';
import {
  insertLines,
  killToEnd,
  killToStart,
  type LineBuffer,
  moveEnd,
  moveStart,
  replaceBetween,
} from '../../../text/line-buffer.ts';
import {
  breakLine,
  createLines,
  cursorCells,
  killLineEnd,
  killLineStart,
  moveByLines,
  moveLineEnd,
  moveLineStart,
} from '../../../text/lines.ts';
import { narrow } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth } from '../../../text/width.ts';
import { shapeWords } from '../../model/field-words.ts';
import { closeOverlay, openOverlay, pick, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { withFind } from '../../model/known-catalog.ts';
import { framed, helpRect, inner, type Rect } from '../../model/layout.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { BodyText, PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { EventOf, Reducers } from '../../model/reducers.ts';
import { type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { candidateItems } from '../compose/completion.ts';
import { type Form, formOf } from '../compose/form.ts';
import { currentField, withRequest } from '../compose/form-cursor.ts';
import { bodyTextOf, takeText } from './editor.ts';

/** Opens the body as text. */
export function openBodyText(state: State): Step {
  const form = formOf(state);
  if (!form) return [state, []];
  const body = bodyTextOf(form);
  if (!body.ok) return [complain(state, body.reason), []];
  if (body.language === 'text') return [complain(state, 'This body is no JSON'), []];
  const { language } = body;
  const { kept } = state.request;
  const isQuery = language === 'graphql';
  const known = isQuery ? languageHere(state) : undefined;
  const own = known ? known.layOut(body.text) : body.text.trimEnd();
  const text = kept?.line === state.composer.line.text ? kept.text : own;
  const name = currentField(state)?.steps.findLast((step) => typeof step === 'string');
  const at = name === undefined ? -1 : text.indexOf(`${JSON.stringify(name)}:`);
  const begun = createLines(text);
  const line = at < 0 ? begun : { ...begun, cursor: at };
  const overlay: BodyText = { kind: 'bodyText', language, line, before: own, top: 0, left: 0, cells: undefined };
  const opened = fitted(openOverlay(state, overlay));
  return isQuery ? needSchema(opened) : [opened, []];
}

function openText(state: State): BodyText | undefined {
  const overlay = state.focus.overlays.findLast(({ kind }) => kind === 'bodyText');
  return overlay?.kind === 'bodyText' ? overlay : undefined;
}

/** The text with another in its place, scrolled to where its cursor is. */
function withText(state: State, line: LineBuffer, cells?: number): State {
  const overlays = state.focus.overlays.map((overlay) =>
    overlay.kind === 'bodyText' ? { ...overlay, line, cells } : overlay,
  );
  return fitted({ ...state, focus: { ...state.focus, overlays } });
}

/** Rows below the text: what is wrong with it. */
const saidBelow = 2;

function fitted(state: State): State {
  const { width, height } = inner(helpRect(state.screen));
  const rows = Math.max(1, height - saidBelow);
  const overlays = state.focus.overlays.map((overlay) => {
    if (overlay.kind !== 'bodyText') return overlay;
    const { line, top, left } = overlay;
    const row = line.text.slice(0, line.cursor).split('\n').length - 1;
    const column = cursorCells(line);
    return {
      ...overlay,
      top: Math.min(row, Math.max(top, row - rows + 1)),
      left: column < left ? column : Math.max(left, column - width + 2),
    };
  });
  return { ...state, focus: { ...state.focus, overlays } };
}

/** What is typed or pasted there. */
export function typeBodyText(state: State, text: string): State {
  const open = openText(state);
  return open ? withText(state, insertLines(open.line, text)) : state;
}

type Edit = (buffer: LineBuffer) => LineBuffer;

/** What the keys of a single line do to a line among others. */
const ofLines: ReadonlyMap<Edit, Edit> = new Map([
  [moveStart, moveLineStart],
  [moveEnd, moveLineEnd],
  [killToEnd, killLineEnd],
  [killToStart, killLineStart],
]);

export function editBodyText(state: State, change: Edit): State {
  const open = openText(state);
  return open ? withText(state, (ofLines.get(change) ?? change)(open.line)) : state;
}

export function breakBodyLine(state: State): Step {
  const open = openText(state);
  return [open ? withText(state, breakLine(open.line)) : state, []];
}

export function moveInBodyText(state: State, by: number, unit: 'line' | 'screen'): Step {
  const open = openText(state);
  if (!open) return [state, []];
  const height = Math.max(1, inner(helpRect(state.screen)).height - saidBelow);
  const cells = open.cells ?? cursorCells(open.line);
  return [withText(state, moveByLines(open.line, unit === 'line' ? by : by * height, cells), cells), []];
}

/** Takes the text over and leaves it; undefined where it is not open. */
export function leaveBodyText(state: State): Step | undefined {
  if (topOverlay(state)?.kind !== 'bodyText') return undefined;
  const open = openText(state);
  const closed = closeOverlay(state);
  const form = formOf(closed);
  if (!open || !form || open.line.text === open.before) return [closed, []];
  if (open.language === 'graphql') return [withRequest(closed, withQueryText(form.request, open.line.text)), []];
  return [takeText(closed, form, open.line.text, keyFor(closed, 'edit.json')), []];
}

interface BodyCompletion {
  readonly from: number;
  readonly to: number;
  readonly typed: string;
  readonly candidates: readonly { readonly label: string; readonly text: string; readonly about: string }[];
}

function completionOf(state: State): BodyCompletion | undefined {
  const open = openText(state);
  if (open?.language === 'graphql') {
    const found = languageHere(state)?.complete(open.line.text, open.line.cursor);
    return found && { ...found, candidates: found.candidates.map((one) => ({ ...one, text: one.label })) };
  }
  const form = formOf(state);
  const body = form?.details.body;
  if (!open || !form || !body) return undefined;
  const found = completeBody(bodyShape(body), open.line.text, open.line.cursor, form.match.values);
  return found && { ...found, candidates: found.candidates.map((one) => ({ ...one, about: aboutField(one.field) })) };
}

/** Puts the one thing that may stand there, or offers what may. */
export function completeInBodyText(state: State): Step {
  const found = completionOf(state);
  const fitting = found
    ? narrow(
        found.candidates.map(({ label }) => label),
        found.typed,
      )
    : [];
  const [only] = fitting;
  if (!found || !only) return [complain(state, whyNothing(state)), []];
  if (fitting.length === 1) return [putCandidate(state, only.index), []];
  const picked = pick(state, 'members');
  const picker = topOverlay(picked);
  if (picker?.kind !== 'picker') return [picked, []];
  // What was typed already narrows the list.
  const line = { ...picker.line, text: found.typed, cursor: found.typed.length };
  return [openOverlay(closeOverlay(picked), { ...picker, line }), []];
}

function putCandidate(state: State, index: number): State {
  const open = openText(state);
  const found = completionOf(state);
  const candidate = found?.candidates[index];
  if (!open || !found || !candidate) return state;
  const put = replaceBetween(open.line, found.from, found.to, candidate.text);
  // Inside of the brackets or the quotes that are empty.
  const isEmpty = ['{}', '[]', '""'].includes(candidate.text);
  return withText(state, isEmpty ? { ...put, cursor: put.cursor - 1 } : put);
}

export const membersPicker: PickerSpec = {
  label: 'complete',
  title: 'What may stand here',
  items: (state: State, typed: string): readonly PickerItem[] => {
    return candidateItems(completionOf(state)?.candidates ?? [], typed);
  },
  empty: (_: State, typed: string): string => `Nothing matches ${visible(typed.trim())}`,
  choose: (state: State, item: PickerItem): Step => [putCandidate(closeOverlay(state), Number(item.key)), []],
};

function aboutField(field: Field | undefined): string {
  if (!field) return '';
  return `${field.required ? 'required, ' : ''}${shapeWords(field.shape)}. ${field.description.split('\n')[0] ?? ''}`;
}

function whyNothing(state: State): string {
  if (openText(state)?.language !== 'graphql') return 'The catalog has nothing for this place';
  const { schema } = state.find;
  if (schema?.failure !== undefined) return `There is no completion: the schema could not be read: ${schema.failure}`;
  return languageHere(state)
    ? 'The schema has nothing for this place'
    : 'The schema is being read. Try again in a moment';
}

/** The schema of the account in force; undefined until it has been read. */
function languageHere({ find, session }: State): GraphqlLanguage | undefined {
  return find.schema?.account === session.credential ? find.schema.language : undefined;
}

/** Has the schema read, once for an account. */
function needSchema(state: State): Step {
  const { find, session } = state;
  if (find.schema?.account === session.credential && find.schema.failure === undefined) return [state, []];
  const id = state.lastId + 1;
  const schema = { account: session.credential, id, language: undefined, failure: undefined };
  return [{ ...withFind(state, { schema }), lastId: id }, [{ type: 'schema.read', id }]];
}

/** The schema has come: a query that nobody has touched is laid out. */
function takeSchema(state: State, { id, language }: EventOf<'schema.wasRead'>): State {
  const { schema } = state.find;
  if (schema?.id !== id) return state;
  const known = withFind(state, { schema: { ...schema, language } });
  const open = openText(known);
  if (open?.language !== 'graphql' || open.line.text !== open.before) return known;
  const text = language.layOut(open.before);
  const overlays = known.focus.overlays.map((overlay) =>
    overlay === open ? { ...open, before: text, line: createLines(text) } : overlay,
  );
  return fitted({ ...known, focus: { ...known.focus, overlays } });
}

export const schemaReducers: Reducers<'schema.wasRead' | 'schema.failed'> = {
  'schema.wasRead': (state, event) => [takeSchema(state, event), []],
  'schema.failed': (state, { id, reason }) => {
    const { schema } = state.find;
    return [schema?.id === id ? withFind(state, { schema: { ...schema, failure: reason } }) : state, []];
  },
};

interface BodyTextRows {
  readonly rows: readonly Row[];
  /** Where the cursor stands in the rectangle. */
  readonly cursor: { readonly x: number; readonly y: number };
}

export function bodyTextOverlay(state: State, { line, top, left, language }: BodyText, rect: Rect): BodyTextRows {
  const { width, height } = inner(rect);
  const form = formOf(state);
  const count = Math.max(1, height - saidBelow);
  const lines = line.text.split('\n');
  const isQuery = language === 'graphql';
  const problem = isQuery ? queryProblem(state, line.text) : jsonTextProblem(line.text);
  const shown = lines.slice(top, top + count).map((text, index): Row => {
    const isWrong = problem !== undefined && problem.line === top + index + 1;
    return isWrong ? wrongRow(text, problem.column, left) : [span(cut(text, left))];
  });
  const filled = [...shown, ...Array.from({ length: count - shown.length }, (): Row => [])];
  const row = line.text.slice(0, line.cursor).split('\n').length;
  const column = cursorCells(line);
  const title = form
    ? [span(`${isQuery ? 'Query' : 'Body'}: ${visible(form.match.operation.title)}`, 'title')]
    : [span('Body', 'title')];
  const status = [span(`line ${row} of ${lines.length}`, 'dim')];
  const below = [
    [span('─'.repeat(Math.max(0, width)), 'border')],
    isQuery ? saidOfQuery(state, line.text, problem) : said(form, line.text, problem),
  ].slice(-saidBelow);
  return {
    rows: framed(rect, { title, status, focused: true }, [...filled, ...(height > saidBelow ? below : [])]),
    cursor: { x: rect.x + 2 + Math.min(width - 1, Math.max(0, column - left)), y: rect.y + 1 + row - 1 - top },
  };
}

/** The line from a cell on. */
function cut(text: string, left: number): string {
  const whole = visible(text);
  if (left === 0) return whole;
  let cells = 0;
  let at = 0;
  for (const character of whole) {
    if (cells >= left) break;
    cells += cellWidth(character);
    at += character.length;
  }
  return whole.slice(at);
}

/** The line with what stops it from being JSON marked. */
function wrongRow(text: string, column: number, left: number): Row {
  const characters = [...text];
  const before = characters.slice(0, column - 1).join('');
  const rest = characters.slice(column - 1).join('');
  const wrong = rest === '' ? ' ' : (/^(?:\S+|\s+)/.exec(rest)?.[0] ?? rest);
  const skipped = cellWidth(visible(before));
  const width = cellWidth(visible(wrong));
  return [
    span(cut(before, left)),
    span(cut(wrong, Math.max(0, left - skipped)), 'wrong'),
    span(cut(rest.slice(wrong.length), Math.max(0, left - skipped - width))),
  ];
}

interface TextProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

function jsonTextProblem(text: string): TextProblem | undefined {
  const found = jsonProblem(text);
  return found && { line: found.line, column: found.column, message: `expected ${found.expected}` };
}

/** By the text and its schema: a frame asks for it again. */
const problems = new WeakMap<GraphqlLanguage, { readonly text: string; readonly problem: TextProblem | undefined }>();

function queryProblem(state: State, text: string): TextProblem | undefined {
  const language = languageHere(state);
  if (!language || text.trim() === '') return undefined;
  const known = problems.get(language);
  if (known?.text === text) return known.problem;
  const problem = language.problem(text);
  problems.set(language, { text, problem });
  return problem;
}

function saidOfQuery(state: State, text: string, problem: TextProblem | undefined): Row {
  if (text.trim() === '') return [span('No query', 'dim')];
  if (problem) return [span(visible(problemWords(problem)), 'bad')];
  if (languageHere(state)) return [span('valid', 'good')];
  const { failure } = state.find.schema ?? {};
  return failure === undefined
    ? [span('reading the schema…', 'warn')]
    : [span(visible(`not checked: the schema could not be read: ${failure}`), 'warn')];
}

function problemWords({ line, column, message }: TextProblem): string {
  return `line ${line}, column ${column}: ${message}`;
}

function said(form: Form | undefined, text: string, problem: TextProblem | undefined): Row {
  if (text.trim() === '') return [span('No body', 'dim')];
  if (problem) return [span(problemWords(problem), 'bad')];
  const tree = treeOfJson(text);
  const body = form?.details.body;
  const remarks: readonly BodyRemark[] =
    form && body && tree ? bodyRemarks(bodyShape(body), tree, form.match.values) : [];
  const isPart = form?.edited !== undefined && !replacesAll(form.edited.method, form.edited.path);
  const own = remarks
    .filter(({ kind }) => !(isPart && kind === 'missing'))
    .toSorted((a, b) => Number(a.kind === 'missing') - Number(b.kind === 'missing'));
  const [first] = own;
  if (!first) return [span('valid', 'good')];
  const more = own.length > 1 ? ` (and ${own.length - 1} more)` : '';
  return [span(visible(`${fieldName(first.steps)} ${first.message}${more}`), 'warn')];
}
