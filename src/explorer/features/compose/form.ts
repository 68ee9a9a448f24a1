// The request in the prompt as a form: what its operation takes, what of that stands in the line, and what is missing. It is made
// from the line, which stays the only place where the request is kept.
import { bodyRemarks, bodyShape } from '../../../catalog/body-check.ts';
import { isPartOf } from '../../../catalog/body-parts.ts';
import { type FormValues, fieldsInForce, formFromRequest, requestFromForm } from '../../../catalog/form-request.ts';
import type { Match } from '../../../catalog/matcher.ts';
import type { BodyFacts, Field, Operation, OperationDetails } from '../../../catalog/operation.ts';
import { type BodyNode, type BodyStep, bodyTree, fieldName, stepsOfName } from '../../../request/body-tree.ts';
import { effectiveMethod, isBodyItem, takesBody } from '../../../request/method.ts';
import { rootKey } from '../../../request/nested.ts';
import { parseLine } from '../../../request/parse.ts';
import type { Item, RequestLine } from '../../../request/types.ts';
import type { LineBuffer } from '../../../text/line-buffer.ts';
import { keyFor } from '../../model/key-labels.ts';
import type { Reason } from '../../model/reasons.ts';
import type { Edited, State } from '../../model/state.ts';
import { bodyParts } from './form-body.ts';
import {
  type FieldPlace,
  type FormField,
  fieldKey,
  inOrder,
  type Make,
  ofMarkedRows,
  type PartDetails,
} from './form-part.ts';

export interface Form {
  readonly request: RequestLine;
  readonly match: Match;
  readonly details: OperationDetails;
  /** A row each; what is inside of what is closed has none. */
  readonly fields: readonly FormField[];
  /** Parts that have to be filled in before the request is whole, also those that have no row now. */
  readonly missing: readonly MissingPart[];
  /** Names in the body that are most likely slips, as clauses. */
  readonly slips: readonly string[];
  readonly edited: Edited | undefined;
}

type MissingPart = Pick<FormField, 'key' | 'in' | 'name'>;

interface Made {
  readonly known: readonly unknown[];
  readonly form: Form | undefined;
}

/** One key looks at the form several times. */
const made = new WeakMap<LineBuffer, Made>();

/** The form for the line in the prompt; undefined where that is no request of an operation that the catalog knows. */
export function formOf(state: State): Form | undefined {
  const { line } = state.composer;
  const { baseUrl, accountId } = state.session;
  const known = [
    state.find.catalog,
    baseUrl,
    accountId,
    state.request.open,
    state.request.edited,
    state.marks === undefined,
  ];
  const before = made.get(line);
  if (before?.known.every((part, index) => part === known[index])) return before.form;
  const form = makeForm(state);
  made.set(line, { known, form });
  return form;
}

/** For what changes or sends the form. */
export function whyNoForm(state: State): Reason {
  if (formOf(state)) return undefined;
  return `The request in the prompt is not in the catalog. ${keyFor(state, 'request.edit')} edits it`;
}

function makeForm({ composer, find, session, marks, request: { open, edited } }: State): Form | undefined {
  const catalog = find.catalog?.catalog;
  if (!catalog || composer.line.text.trim() === '') return undefined;
  const parsed = parseLine(composer.line.text, { baseUrl: session.baseUrl });
  if (!parsed.ok) return undefined;
  const { request } = parsed;
  const method = effectiveMethod(request);
  const match = catalog.matcher().match(method, request.path);
  if (!match) return undefined;
  const isSame = edited?.method === method && edited.path === request.path;
  const details = catalog.details(match.operation);
  const form = { request, match, details, edited: isSame ? edited : undefined };
  return { ...form, ...partsOf(form, accountValues({ session }), open, marks !== undefined) };
}

/** Whether the path still has braces where the operation has this placeholder. */
function isOpenPlaceholder(operation: Operation, path: string, name: string): boolean {
  const at = operation.path.split('/').indexOf(`{${name}}`);
  return at >= 0 && /^\{[\w.]+\}$/.test(path.split('/')[at] ?? '');
}

function partsOf(
  form: Omit<Form, 'fields' | 'missing' | 'slips'>,
  provided: Readonly<Record<string, string>>,
  open: ReadonlySet<string>,
  hasMarks: boolean,
): Pick<Form, 'fields' | 'missing' | 'slips'> {
  const { request, match, details } = form;
  const { operation } = match;
  const values = formFromRequest(request, match, details.body);
  const filled = requestFromForm(operation, details, { ...values, path: { ...provided, ...values.path } });
  const isTree = isBodyTree(request, details.body);
  const hasBody = request.items.some(isBodyItem);
  // A body that is there in some form is taken for what was meant: descriptions of forms in parts say no more.
  // What stands in braces comes from each of the marked rows.
  const isOfRows = (name: string): boolean => hasMarks && isOpenPlaceholder(operation, request.path, name);
  const outside = filled.missing
    .filter((part) => part.in !== 'path' || !isOfRows(part.name))
    .filter((part) => part.in !== 'body' || (!isTree && !(part.name === '' && hasBody)))
    .map((part): MissingPart => ({ ...part, key: fieldKey(part.in, part.name) }));
  const make = (place: FieldPlace, name: string, field: Field | undefined, facts: PartDetails): FormField => ({
    key: fieldKey(place, name),
    in: place,
    name,
    label: name,
    field,
    provided: undefined,
    isRequired: field?.required ?? false,
    isMissing: outside.some((missing) => missing.in === place && missing.name === name),
    fault: filled.faults.find((fault) => fault.in === place && fault.name === name)?.message,
    steps: [],
    depth: 0,
    fold: undefined,
    adds: undefined,
    node: undefined,
    ...facts,
  });
  const path = pathNames(operation).map((name) => {
    const value = values.path[name];
    const own = value === undefined ? [] : [value];
    const given = value !== undefined ? undefined : isOfRows(name) ? ofMarkedRows : provided[name];
    const isMissing = value === undefined && given === undefined;
    return make('path', name, pathField(details, name), { values: own, provided: given, isMissing });
  });
  const query = inOrder(details.parameters.filter((parameter) => parameter.in === 'query')).flatMap((parameter) =>
    queryParts(make('query', parameter.name, parameter, { values: values.query[parameter.name] ?? [] }), open),
  );
  const headers = details.parameters
    .filter((parameter) => parameter.in === 'header')
    .map((parameter) => make('header', parameter.name, parameter, { values: headerValues(values, parameter.name) }));
  const inTree = isTree && details.body ? treeParts(form, details.body, make, open) : undefined;
  const body = inTree?.fields ?? bodyFields(request, details, values, make);
  const known = [...path, ...query, ...headers, ...body];
  return {
    fields: inGroups([...known, ...unknownFields(request, known, isTree, make, details.body)]),
    missing: [...outside, ...(inTree?.missing ?? [])],
    slips: inTree?.slips ?? [],
  };
}

/** True where the parts of the body are shown: it is JSON, and stands in the line as such or not at all. */
function isBodyTree(request: RequestLine, body: BodyFacts | undefined): boolean {
  if (!body || !takesBody(effectiveMethod(request)) || request.items.some(isWholeButJson)) return false;
  if (request.items.some(isBodyItem)) return body.kind === 'json' && bodyTree(request) !== undefined;
  return body.kind === 'json' && (!isSentWhole(body) || ['array', 'object'].includes(body.whole?.kinds[0] ?? ''));
}

function isWholeButJson({ kind }: Item): boolean {
  return kind === 'file' || kind === 'text';
}

function treeParts(
  { request, match, edited }: Omit<Form, 'fields' | 'missing' | 'slips'>,
  body: BodyFacts,
  make: Make,
  open: ReadonlySet<string>,
): Pick<Form, 'fields' | 'missing' | 'slips'> {
  const own = bodyTree(request);
  const shape = bodyShape(body);
  const tree = shownBody({ request, edited, details: { body } });
  const isEdited = ([first]: readonly BodyStep[]): boolean =>
    edited !== undefined && !(own?.kind === 'object' && own.members.some(({ key }) => key === first));
  // What the API itself has said is not judged.
  const path = match.values;
  const remarks = bodyRemarks(shape, tree, path).filter(({ kind, steps }) => kind === 'missing' || !isEdited(steps));
  const fields = bodyParts({ shape, tree, path, remarks, isEdited, open, make });
  const missing = remarks
    .filter(({ kind }) => kind === 'missing')
    .map(({ steps }): MissingPart => {
      const name = fieldName(steps);
      return { key: fieldKey('body', name), in: 'body', name };
    });
  const slips = remarks
    .filter(({ nearest }) => nearest !== undefined)
    .map(({ steps, message }) => `${fieldName(steps)} ${message}`);
  return { fields, missing, slips };
}

/** The body as the form shows it: the line's, over what the resource has that is edited. */
export function shownBody(
  form: Pick<Form, 'request' | 'edited'> & { readonly details: Pick<OperationDetails, 'body'> },
): BodyNode | undefined {
  const { request, edited, details } = form;
  const own = bodyTree(request);
  return edited && details.body ? overlaid(edited.tree, own, details.body) : own;
}

/** The resource with the line's own members in the place of its; what no request sets is left out. */
function overlaid(edited: BodyNode, own: BodyNode | undefined, { fields }: BodyFacts): BodyNode {
  if (edited.kind !== 'object') return own ?? edited;
  const members = own?.kind === 'object' ? own.members : [];
  const names = new Set(members.map(({ key }) => key));
  const kept = edited.members.filter(({ key }) => !names.has(key) && fields.some(({ name }) => name === key));
  return { kind: 'object', members: [...kept, ...members] };
}

/** The values of a parameter that takes a list have a row each, where it is open. */
function queryParts(part: FormField, open: ReadonlySet<string>): readonly FormField[] {
  const items = part.field?.shape.kinds[0] === 'array' ? part.field.shape.items : undefined;
  if (!part.field || !items) return [part];
  const isOpen = open.has(part.key);
  const list: FormField = { ...part, fold: isOpen ? 'open' : 'closed' };
  if (!isOpen) return [list];
  const field: Field = { ...part.field, shape: items, required: false, initial: undefined };
  const entry = (index: number, values: readonly string[]): FormField => ({
    ...part,
    key: `${part.key} #${index}`,
    label: String(index),
    field,
    values,
    isRequired: false,
    isMissing: false,
    steps: [index],
    depth: 1,
    adds: values.length === 0 ? 'entry' : undefined,
  });
  return [list, ...part.values.map((value, index) => entry(index, [value])), entry(part.values.length, [])];
}

function bodyFields(
  request: RequestLine,
  { body }: OperationDetails,
  values: FormValues,
  make: Make,
): readonly FormField[] {
  if (!body || !takesBody(effectiveMethod(request))) return [];
  if (isSentWhole(body) || values.whole) {
    const shape = body.whole ?? { ...plainField.shape, kinds: ['file'] };
    const field: Field = { ...plainField, shape, required: body.fields.some(({ required }) => required) };
    return [make('body', '', field, { values: values.whole ? [wholeText(values.whole)] : [] })];
  }
  return inOrder(fieldsInForce(body, values)).map((field) => {
    const value = values.body[field.name];
    return make('body', field.name, field, { values: value === undefined ? [] : [value], steps: [field.name] });
  });
}

/** True where the body is one value, and no object. */
export function isSentWhole(body: BodyFacts): boolean {
  return body.whole !== undefined || body.fields.length === 0;
}

/** A file as it is written in a line. */
function wholeText({ kind, text }: NonNullable<FormValues['whole']>): string {
  return kind === 'file' ? `@${text}` : text;
}

/** What stands in the line beside what the operation takes. */
function unknownFields(
  request: RequestLine,
  known: readonly FormField[],
  isTree: boolean,
  make: Make,
  body: BodyFacts | undefined,
): readonly FormField[] {
  const found = new Map<string, FormField>();
  for (const item of request.items) {
    const [place, name, value] = partOf(item);
    if (isTree && place === 'body') continue;
    const key = fieldKey(place, name);
    const isPartOfKnown = known.some(
      ({ in: of, field }) => of === 'body' && field && body && isPartOf(body, field)(item),
    );
    if (body?.kind === 'multipart' && isPartOfKnown) continue;
    const root = place === 'body' && name !== '' ? fieldKey(place, rootKey(name) ?? name) : key;
    const isKnown = known.some(
      (field) =>
        field.key === key ||
        field.key === root ||
        (place === 'header' && field.key.toLowerCase() === key.toLowerCase()),
    );
    if (isKnown) continue;
    const steps = place === 'body' ? (stepsOfName(name) ?? []) : [];
    found.set(key, make(place, name, undefined, { values: [...(found.get(key)?.values ?? []), value], steps }));
  }
  return [...found.values()];
}

function partOf(item: Item): readonly [place: FieldPlace, name: string, value: string] {
  switch (item.kind) {
    case 'query':
    case 'header':
      return [item.kind, item.name, item.value];
    case 'field':
    case 'json':
      return ['body', item.name, item.value];
    case 'fieldFile':
    case 'jsonFile':
      return ['body', item.name, `@${item.path}`];
    case 'part':
      return ['body', item.name, item.value];
    case 'partFile':
      return ['body', item.name, `@${item.path}`];
    case 'file':
      return ['body', '', `@${item.path}`];
    case 'body':
    case 'text':
      return ['body', '', item.value];
  }
}

const groups: readonly FieldPlace[] = ['path', 'query', 'header', 'body'];

function inGroups(fields: readonly FormField[]): readonly FormField[] {
  return groups.flatMap((group) => fields.filter((field) => field.in === group));
}

/** Placeholders of the path, in order. */
export function pathNames({ path }: Operation): readonly string[] {
  return Array.from(path.matchAll(/\{([^}]*)\}/g), (match) => match[1] ?? '');
}

const plainField: Field = {
  name: '',
  required: true,
  description: '',
  shape: { kinds: ['string'], choices: undefined, items: undefined, fields: undefined },
  deprecated: false,
  initial: undefined,
  when: undefined,
};

function pathField(details: OperationDetails, name: string): Field {
  return (
    details.parameters.find((parameter) => parameter.in === 'path' && parameter.name === name) ?? {
      ...plainField,
      name,
    }
  );
}

function headerValues(values: FormValues, name: string): readonly string[] {
  return Object.entries(values.headers).flatMap(([other, value]) =>
    other.toLowerCase() === name.toLowerCase() ? [value] : [],
  );
}

/** What the account puts in the place of placeholders that the line leaves open. */
export function accountValues({ session: { accountId } }: Pick<State, 'session'>): Readonly<Record<string, string>> {
  return accountId === undefined ? {} : { account_id: accountId };
}

/** What placeholders stand for, the account's own included. */
export function pathValues({ match }: Pick<Form, 'match'>, state: State): Readonly<Record<string, string>> {
  return { ...accountValues(state), ...match.values };
}
