// The request in the prompt as a form: what its operation takes, what of that stands in the line, and what is missing. It is made
// from the line, which stays the only place where the request is kept.
import {
  bodyItem,
  type FormValues,
  fieldsInForce,
  fillPath,
  formFromRequest,
  requestFromForm,
} from '../../../catalog/form-request.ts';
import type { Match } from '../../../catalog/matcher.ts';
import type { BodyFacts, Field, Operation, OperationDetails } from '../../../catalog/operation.ts';
import { isField } from '../../../request/body.ts';
import { withQuery } from '../../../request/edit.ts';
import { scanJson } from '../../../request/json-text.ts';
import { effectiveMethod, isBodyItem, takesBody } from '../../../request/method.ts';
import { rootKey } from '../../../request/nested.ts';
import { parseLine } from '../../../request/parse.ts';
import type { Item, RequestLine } from '../../../request/types.ts';
import type { LineBuffer } from '../../../text/line-buffer.ts';
import { keyFor } from '../../model/key-labels.ts';
import type { Reason } from '../../model/reasons.ts';
import type { State } from '../../model/state.ts';

export type FieldPlace = 'path' | 'query' | 'header' | 'body';

export interface FormField {
  /** Its place and its name: `query per_page`. */
  readonly key: string;
  readonly in: FieldPlace;
  /** Empty for the body as a whole. */
  readonly name: string;
  /** What the catalog says of it; undefined for what stands in the line and is not known. */
  readonly field: Field | undefined;
  /** As they stand in the line; a query parameter may have several. */
  readonly values: readonly string[];
  /** What the account puts in its place where the line says nothing. */
  readonly provided: string | undefined;
  readonly isRequired: boolean;
  readonly isMissing: boolean;
  /** What is wrong with the value, as a clause. */
  readonly fault: string | undefined;
}

export interface Form {
  readonly request: RequestLine;
  readonly match: Match;
  readonly details: OperationDetails;
  readonly fields: readonly FormField[];
}

interface Made {
  readonly session: Pick<State['session'], 'baseUrl' | 'accountId'>;
  readonly catalog: State['find']['catalog'];
  readonly form: Form | undefined;
}

/** One key looks at the form several times. */
const made = new WeakMap<LineBuffer, Made>();

/** The form for the line in the prompt; undefined where that is no request of an operation that the catalog knows. */
export function formOf(state: State): Form | undefined {
  const { line } = state.composer;
  const { catalog } = state.find;
  const { baseUrl, accountId } = state.session;
  const known = made.get(line);
  const isSame = known?.catalog === catalog && known?.session.accountId === accountId;
  if (known && isSame && known.session.baseUrl === baseUrl) return known.form;
  const form = makeForm(state);
  made.set(line, { catalog, session: { baseUrl, accountId }, form });
  return form;
}

/** For what changes or sends the form. */
export function whyNoForm(state: State): Reason {
  if (formOf(state)) return undefined;
  return `The request in the prompt is not in the catalog. ${keyFor(state, 'request.edit')} edits it`;
}

function makeForm({ composer, find, session }: State): Form | undefined {
  const catalog = find.catalog?.catalog;
  if (!catalog || composer.line.text.trim() === '') return undefined;
  const parsed = parseLine(composer.line.text, { baseUrl: session.baseUrl });
  if (!parsed.ok) return undefined;
  const { request } = parsed;
  const match = catalog.matcher().match(effectiveMethod(request), request.path);
  if (!match) return undefined;
  const details = catalog.details(match.operation);
  return { request, match, details, fields: fieldsOf(request, match, details, accountValues({ session })) };
}

function fieldsOf(
  request: RequestLine,
  match: Match,
  details: OperationDetails,
  provided: Readonly<Record<string, string>>,
): readonly FormField[] {
  const { operation } = match;
  const values = formFromRequest(request, match);
  const filled = requestFromForm(operation, details, { ...values, path: { ...provided, ...values.path } });
  const hasBody = request.items.some(isBodyItem);
  // A body that is there in some form is taken for what was meant: descriptions of forms in parts say no more.
  const isMissing = (place: FieldPlace, name: string): boolean =>
    filled.missing.some((missing) => missing.in === place && missing.name === name) &&
    !(place === 'body' && name === '' && hasBody);
  const make = (place: FieldPlace, name: string, field: Field | undefined, own: readonly string[]): FormField => ({
    key: fieldKey(place, name),
    in: place,
    name,
    field,
    values: own,
    provided: place === 'path' && own.length === 0 ? provided[name] : undefined,
    isRequired: field?.required ?? false,
    isMissing: place === 'path' ? own.length === 0 && provided[name] === undefined : isMissing(place, name),
    fault: filled.faults.find((fault) => fault.in === place && fault.name === name)?.message,
  });
  const path = pathNames(operation).map((name) => {
    const value = values.path[name];
    return make('path', name, pathField(details, name), value === undefined ? [] : [value]);
  });
  const query = inOrder(details.parameters.filter((parameter) => parameter.in === 'query')).map((parameter) =>
    make('query', parameter.name, parameter, values.query[parameter.name] ?? []),
  );
  const headers = details.parameters
    .filter((parameter) => parameter.in === 'header')
    .map((parameter) => make('header', parameter.name, parameter, headerValues(values, parameter.name)));
  const known = [...path, ...query, ...headers, ...bodyFields(request, details, values, make)];
  return inGroups([...known, ...unknownFields(request, known, make)]);
}

type Make = (place: FieldPlace, name: string, field: Field | undefined, own: readonly string[]) => FormField;

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
    return [make('body', '', field, values.whole ? [wholeText(values.whole)] : [])];
  }
  return inOrder(fieldsInForce(body, values)).map((field) => {
    const value = values.body[field.name];
    return make('body', field.name, field, value === undefined ? [] : [value]);
  });
}

/** True where the body is one value: no object, or a form in parts, which a line cannot say. */
export function isSentWhole(body: BodyFacts): boolean {
  return body.whole !== undefined || body.kind === 'multipart' || body.fields.length === 0;
}

/** A file as it is written in a line. */
function wholeText({ kind, text }: NonNullable<FormValues['whole']>): string {
  return kind === 'file' ? `@${text}` : text;
}

/** What stands in the line beside what the operation takes. */
function unknownFields(request: RequestLine, known: readonly FormField[], make: Make): readonly FormField[] {
  const found = new Map<string, FormField>();
  for (const item of request.items) {
    const [place, name, value] = partOf(item);
    const key = fieldKey(place, name);
    const root = place === 'body' && name !== '' ? fieldKey(place, rootKey(name) ?? name) : key;
    const isKnown = known.some(
      (field) =>
        field.key === key ||
        field.key === root ||
        (place === 'header' && field.key.toLowerCase() === key.toLowerCase()),
    );
    if (isKnown) continue;
    found.set(key, make(place, name, undefined, [...(found.get(key)?.values ?? []), value]));
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
    case 'file':
      return ['body', '', `@${item.path}`];
    case 'body':
    case 'text':
      return ['body', '', item.value];
  }
}

export function fieldKey(place: FieldPlace, name: string): string {
  return `${place} ${name}`;
}

const groups: readonly FieldPlace[] = ['path', 'query', 'header', 'body'];

function inGroups(fields: readonly FormField[]): readonly FormField[] {
  return groups.flatMap((group) => fields.filter((field) => field.in === group));
}

/** What has to be there first, what is deprecated last; else as the operation names them. */
function inOrder<F extends Field>(fields: readonly F[]): readonly F[] {
  const rank = ({ required, deprecated }: F): number => (deprecated ? 2 : required ? 0 : 1);
  return fields.toSorted((a, b) => rank(a) - rank(b));
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

/** Parts that have to be filled in before the request is whole. */
export function missingFields({ fields }: Form): readonly FormField[] {
  return fields.filter((field) => field.isMissing);
}

/** The few values that a part may have; undefined where it may have others. */
export function choicesOf({ in: place, field }: FormField): readonly string[] | undefined {
  if (!field) return undefined;
  const { kinds, choices, items } = field.shape;
  if (choices) return choices.map(String);
  if (kinds.length === 1 && kinds[0] === 'boolean') return ['true', 'false'];
  return place === 'query' && kinds[0] === 'array' ? items?.choices?.map(String) : undefined;
}

type Edited =
  | { readonly ok: true; readonly request: RequestLine }
  /** A sentence without a full stop. */
  | { readonly ok: false; readonly problem: string };

/** The form's request with another value for a part; undefined, or an empty text, takes it out. */
export function withPart(form: Form, part: FormField, text: string | undefined): Edited {
  const value = text === '' ? undefined : text;
  switch (part.in) {
    case 'path': {
      const { [part.name]: _, ...others } = form.match.values;
      const values = value === undefined ? others : { ...others, [part.name]: value };
      return edited({ ...form.request, path: fillPath(form.match.operation, values) });
    }
    case 'query':
      return edited(withQuery(form.request, { [part.name]: value }));
    case 'header':
      return edited(withItem(form.request, isHeader(part.name), value && { kind: 'header', name: part.name, value }));
    case 'body':
      return part.name === '' ? withWhole(form, value) : withBodyField(form, part, value);
  }
}

function edited(request: RequestLine): Edited {
  return { ok: true, request };
}

function isHeader(name: string): (item: Item) => boolean {
  return (item) => item.kind === 'header' && item.name.toLowerCase() === name.toLowerCase();
}

/** The item takes the place of the first that it replaces, or stands at the end. */
function withItem(request: RequestLine, isReplaced: (item: Item) => boolean, item: Item | '' | undefined): RequestLine {
  const at = request.items.findIndex(isReplaced);
  const others = request.items.filter((other) => !isReplaced(other));
  const put = item ? [item] : [];
  const items = at < 0 ? [...others, ...put] : [...others.slice(0, at), ...put, ...others.slice(at)];
  return { ...request, items };
}

function withBodyField(form: Form, part: FormField, value: string | undefined): Edited {
  // A field that the operation knows stands for all that is put into it: `data[priority]` is part of `data`.
  const isSame = (item: Item): boolean =>
    isField(item) && (item.name === part.name || (part.field !== undefined && rootKey(item.name) === part.name));
  const before = form.request.items.find(isSame);
  if (value === undefined) return edited(withItem(form.request, isSame, undefined));
  const item = isFromFile(before, value)
    ? { ...before, path: value.slice(1) }
    : part.field
      ? bodyItem(part.field, asList(part.field, value))
      : ownItem(part.name, before, value);
  if (item.kind === 'json' && !isJson(item.value)) {
    return { ok: false, problem: `${part.name} takes ${wantedFor(part.field)}, such as ${exampleOf(part.field)}` };
  }
  return edited(withItem(form.request, isSame, item));
}

/** A value that came from a file may come from another. */
function isFromFile(
  before: Item | undefined,
  value: string,
): before is Extract<Item, { kind: 'fieldFile' | 'jsonFile' }> {
  return (before?.kind === 'fieldFile' || before?.kind === 'jsonFile') && value.startsWith('@') && value.length > 1;
}

/** A part that nothing is known of stays text or JSON, whichever it was. */
function ownItem(name: string, before: Item | undefined, value: string): Item {
  return { kind: before?.kind === 'json' ? 'json' : 'field', name, value };
}

/** Texts of a list may be written with commas between them. */
function asList({ shape }: Field, value: string): string {
  const isTexts = shape.kinds[0] === 'array' && shape.items?.kinds[0] === 'string';
  if (!isTexts || isJson(value)) return value;
  return JSON.stringify(value.split(',').map((text) => text.trim()));
}

function wantedFor(field: Field | undefined): string {
  const kind = field?.shape.kinds[0];
  return kind === 'number' ? 'a number' : kind === 'boolean' ? 'true or false' : 'JSON';
}

function exampleOf(field: Field | undefined): string {
  const kind = field?.shape.kinds[0];
  return kind === 'array'
    ? '["a", "b"]'
    : kind === 'number'
      ? '3600'
      : kind === 'boolean'
        ? 'true'
        : '{"key": "value"}';
}

function withWhole({ request, details }: Form, value: string | undefined): Edited {
  if (value === undefined) return edited(withItem(request, isBodyItem, undefined));
  if (value.startsWith('@') && value.length > 1) {
    return edited(withItem(request, isBodyItem, { kind: 'file', path: value.slice(1) }));
  }
  const isMeantAsJson = details.body?.contentType === 'application/json';
  if (isJson(value) && isMeantAsJson) {
    return edited(withItem(request, isBodyItem, { kind: 'body', value: value.trim() }));
  }
  if (isMeantAsJson) return { ok: false, problem: 'Type the body as JSON, or a file as @name' };
  return edited(withItem(request, isBodyItem, { kind: 'text', value }));
}

function isJson(text: string): boolean {
  const trimmed = text.trim();
  const scan = scanJson(trimmed, 0);
  return scan.ok && scan.end === trimmed.length;
}
