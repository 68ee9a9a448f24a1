// The body of the request in the user's own editor, and what comes back from there. Whatever comes, nothing that was typed is lost:
// what is no JSON is kept, and opened again as it was left.
import { replacesAll } from '../../../api/writes.ts';
import { bodyRemarks, bodyShape } from '../../../catalog/body-check.ts';
import {
  type BodyNode,
  bodyTree,
  emptyObject,
  fieldName,
  isSameNode,
  jsonOf,
  nodeAt,
  treeOfJson,
  withBody,
} from '../../../request/body-tree.ts';
import { isGraphql, queryText, withQueryText } from '../../../request/graphql.ts';
import { jsonProblem } from '../../../request/json-text.ts';
import { effectiveMethod, takesBody } from '../../../request/method.ts';
import type { Item, RequestLine } from '../../../request/types.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { EventOf, Reducers } from '../../model/reducers.ts';
import type { State } from '../../model/state.ts';
import { type Form, formOf, shownBody } from '../compose/form.ts';
import { withRequest } from '../compose/form-cursor.ts';

/** The body of the form as text: JSON laid out, or the text that is sent as it is. */
type BodyTextOf =
  | { readonly ok: true; readonly text: string; readonly language: 'json' | 'graphql' | 'text' }
  /** A sentence without a full stop. */
  | { readonly ok: false; readonly reason: string };

export function bodyTextOf(form: Form): BodyTextOf {
  const { request, details } = form;
  const whole = request.items.find(({ kind }) => kind === 'text' || kind === 'file');
  if (whole?.kind === 'text') return { ok: true, text: whole.value, language: 'text' };
  if (whole?.kind === 'file') return refused(`The body is the file ${whole.path}. Edit that`);
  if (!takesBody(effectiveMethod(request)) || !details.body) {
    return refused(`${effectiveMethod(request)} ${form.match.operation.path} takes no body`);
  }
  if (isGraphql(request)) return queryOf(request);
  if (details.body.kind === 'text') return { ok: true, text: '', language: 'text' };
  if (details.body.kind !== 'json') return refused('This body is made of parts or bytes. Fill them in here');
  const root = details.body.whole?.kinds[0] === 'array' ? treeOfJson('[]') : emptyObject;
  const text = jsonOf(shownBody(form) ?? root ?? emptyObject, true);
  if (text === undefined) return refused('A field comes from a file, which JSON cannot say');
  return { ok: true, text: `${text}\n`, language: 'json' };
}

function queryOf(request: RequestLine): BodyTextOf {
  const file = request.items.find((item) => item.kind === 'fieldFile' && item.name === 'query');
  if (file?.kind === 'fieldFile') return refused(`The query is in the file ${file.path}. Edit that`);
  return { ok: true, text: queryText(request) ?? '', language: 'graphql' };
}

function refused(reason: string): BodyTextOf {
  return { ok: false, reason };
}

/** Hands the body to `$VISUAL` or `$EDITOR`. */
export function openEditor(state: State): Step {
  const form = formOf(state);
  if (!form) return [state, []];
  const body = bodyTextOf(form);
  if (!body.ok) return [complain(state, body.reason), []];
  const line = state.composer.line.text;
  const { kept } = state.request;
  const text = kept?.line === line ? kept.text : body.text;
  const name = { json: 'body.json', graphql: 'query.graphql', text: 'body.txt' }[body.language];
  const editing = { ...state, request: { ...state.request, editing: line } };
  return [editing, [{ type: 'editor.open', name, text }]];
}

/** What the editor has left becomes the body. */
function takeEdited(state: State, { outcome }: EventOf<'editor.closed'>): State {
  const { editing } = state.request;
  const ended: State = { ...state, request: { ...state.request, editing: undefined } };
  if (outcome.kind === 'failed') return complain(ended, outcome.reason);
  if (outcome.kind === 'unchanged') return inform(ended, 'Nothing was changed');
  const form = formOf(ended);
  const body = form && bodyTextOf(form);
  const isSame = editing === ended.composer.line.text;
  // The profiles were locked meanwhile: the line comes back with them, and another account is not to see it.
  if (editing === undefined) return state;
  if (state.putAway) {
    const kept = { line: editing, text: outcome.text };
    return inform(
      { ...ended, request: { ...ended.request, kept } },
      `${keyFor(state, 'edit.editor')} opens what you wrote again`,
    );
  }
  if (!form || !body?.ok || !isSame) {
    return keepText(
      ended,
      outcome.text,
      'The request is another one by now, and stays as it is',
      keyFor(ended, 'edit.editor'),
    );
  }
  if (body.language === 'graphql') return withRequest(ended, withQueryText(form.request, outcome.text));
  if (body.language === 'text') return withRequest(ended, withText(form.request, outcome.text));
  return takeText(ended, form, outcome.text, keyFor(ended, 'edit.editor'));
}

/**
 * Takes a text as the JSON body of the form, and says what the catalog has against it.
 *
 * @param key opens again what cannot be taken
 */
export function takeText(state: State, form: Form, text: string, key: string): State {
  const tree = treeOfJson(text);
  if (!tree) {
    const { line, column, expected } = jsonProblem(text) ?? { line: 1, column: 1, expected: 'JSON' };
    return keepText(state, text, `Not JSON: line ${line}, column ${column}: expected ${expected}`, key);
  }
  const { request, left } = withEditedBody(form, tree);
  const bare: State = { ...state, request: { ...state.request, kept: undefined } };
  const changed = withRequest(bare, request);
  const shape = form.details.body && bodyShape(form.details.body);
  const isEdited = ([first]: readonly (string | number)[]): boolean =>
    nodeAt(bodyTree(request), [first ?? '']) === undefined;
  const remarks = shape ? bodyRemarks(shape, tree, form.match.values) : [];
  const said = remarks.filter(({ kind, steps }) => kind !== 'missing' && !(form.edited && isEdited(steps)));
  const [first] = said;
  if (first) {
    const more = said.length > 1 ? ` (and ${said.length - 1} more)` : '';
    return complain(changed, `${fieldName(first.steps)} ${first.message}${more}`);
  }
  if (left.length > 0) return inform(changed, `A PATCH leaves what it does not name as it is: ${left.join(', ')}`);
  return changed;
}

function keepText(state: State, text: string, why: string, key: string): State {
  const kept = { line: state.composer.line.text, text };
  const told = complain(state, `${why}. ${key} opens what you wrote again`);
  return { ...told, request: { ...told.request, kept } };
}

interface EditedBody {
  readonly request: RequestLine;
  /** Members of the resource that were taken out, which a PATCH does not do. */
  readonly left: readonly string[];
}

/** The request with that body; of a resource that a PATCH changes only the members that are not as they were. */
function withEditedBody(form: Form, tree: BodyNode): EditedBody {
  const { request, edited } = form;
  const isWhole = !edited || replacesAll(edited.method, edited.path);
  if (isWhole || tree.kind !== 'object' || edited.tree.kind !== 'object') {
    return { request: withBody(request, tree), left: [] };
  }
  const members = tree.members.filter(({ key, node }) => !isSameNode(node, nodeAt(edited.tree, [key])));
  const names = new Set(tree.members.map(({ key }) => key));
  const shown = shownBody(form);
  const left = shown?.kind === 'object' ? shown.members.filter(({ key }) => !names.has(key)).map(({ key }) => key) : [];
  return { request: withBody(request, { kind: 'object', members }), left };
}

function withText(request: RequestLine, text: string): RequestLine {
  const others = request.items.filter(({ kind }) => kind !== 'text');
  const item: Item = { kind: 'text', value: text };
  return { ...request, items: [...others, item] };
}

export const editorReducers: Reducers<'editor.closed'> = {
  'editor.closed': (state, event) => [takeEdited(state, event), []],
};
