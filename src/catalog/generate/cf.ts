// The operations of the official command line, from the two lists that its package carries: what each command sends, and what
// its options are. It knows no answers and writes a body's fields as options, so what it says is used where the SDK says nothing.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PagingKind } from '../../api/recognise.ts';
import { METHODS } from '../../request/method.ts';
import { makeBody } from '../body-facts.ts';
import type { BodyFacts, Field, Kind, Parameter, Scalar, Shape } from '../operation.ts';
import { type CommandCode, readCommandCode } from './cf-code.ts';
import { type Facts, initialValue, type Problems, pagingOf, plainName } from './facts.ts';
import { plain } from './prose.ts';
import { simple } from './sdk-shapes.ts';

interface Schema {
  readonly operationId: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly pathParams: readonly CfParameter[];
  readonly queryParams: readonly CfParameter[];
  readonly hasRequestBody: boolean;
}

interface CfParameter {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

interface Command {
  readonly fullPath: readonly string[];
  readonly description: string;
  readonly options: readonly Option[];
  readonly httpMethod: string;
  readonly apiPath: string;
}

interface Option {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  readonly enum?: readonly Scalar[];
  readonly default?: unknown;
}

/** Options of the command line itself. Where a body has a field of such a name, nothing tells the two apart. */
const OWN_OPTIONS = new Set(['fields', 'ndjson', 'dryRun', 'body']);

/** Names that the same two parents of nearly every path have in this source. */
const ACCOUNT = /^\/accounts\/\{(?:account_id|accountId|account_identifier)\}/;

const ZONE = /^\/zones\/\{(?:zone_id|zone_identifier)\}/;

/** @param root the package's folder */
export function readCf(root: string, names: FieldNames, problems: Problems): readonly Facts[] {
  const meta = (file: string): unknown => JSON.parse(readFileSync(path.join(root, 'cf-dist/_meta', file), 'utf8'));
  const { schemas } = meta('schemas.json') as { readonly schemas: Readonly<Record<string, Schema>> };
  const { commands } = meta('commands.json') as { readonly commands: readonly Command[] };
  const codes = readCommandCode(root);
  const found: Facts[] = [];
  const left = new Set(Object.keys(schemas));
  for (const command of commands) {
    const name = command.fullPath.join(' ');
    const schema = schemas[name];
    const method = METHODS.find((known) => known === schema?.httpMethod);
    left.delete(name);
    if (!schema || !method || schema.path !== command.apiPath || schema.httpMethod !== command.httpMethod) {
      problems.report(`cf ${name}`, 'its command and its schema do not go together');
      continue;
    }
    if (!/^\/[^\s?#]*$/.test(schema.path)) problems.report(`cf ${name}`, `its path ${schema.path} is none`);
    found.push(factsOf(command, schema, method, names, codes.get(name), (what) => problems.report(`cf ${name}`, what)));
  }
  for (const name of left) problems.report(`cf ${name}`, 'a schema without a command');
  return found;
}

function factsOf(
  command: Command,
  schema: Schema,
  method: Facts['method'],
  names: FieldNames,
  code: CommandCode | undefined,
  report: (what: string) => void,
): Facts {
  const template = schema.path.replace(ACCOUNT, '/accounts/{account_id}').replace(ZONE, '/zones/{zone_id}');
  const options = new Map(command.options.map((option) => [plainName(option.name), option]));
  const taken = new Set([...schema.pathParams, ...schema.queryParams].map((parameter) => plainName(parameter.name)));
  const rest = command.options.filter((option) => !OWN_OPTIONS.has(option.name) && !taken.has(plainName(option.name)));
  const query = schema.queryParams.map(
    (parameter): Parameter => queryOf(parameter, options.get(plainName(parameter.name))),
  );
  const gaps = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']): Parameter => {
    const option = options.get(plainName(name));
    return { in: 'path', ...fieldOf(wireName(name), option, simple('string')), required: true };
  });
  // What a command without a body takes beside its path and query can only be a header field.
  const isHeader = ({ name }: Option): boolean => !schema.hasRequestBody || code?.headers.has(plainName(name)) === true;
  const headers = rest
    .filter(isHeader)
    .map((option): Parameter => ({ in: 'header', ...fieldOf(option.name, option, simple('string')) }));
  // A command that only reads has no body, whatever its lists say.
  const hasBody = schema.hasRequestBody && code !== undefined;
  return {
    source: 'cf',
    method,
    path: template.replace(/\{([^}]+)\}/g, (_, name: string) => `{${wireName(name)}}`),
    words: wordsOf(command.fullPath),
    operationId: schema.operationId,
    description: plain(command.description),
    deprecation: /\bdeprecated\b/i.test(`${command.description} ${schema.operationId}`) ? '' : undefined,
    parameters: [...gaps, ...query, ...headers],
    body: hasBody
      ? bodyOf(
          rest.filter((option) => !isHeader(option)),
          code,
          names,
          report,
        )
      : undefined,
    accept: undefined,
    call: undefined,
    paging: method === 'GET' ? listPaging(query, command.fullPath.at(-1) ?? '') : undefined,
    response: undefined,
  };
}

/** `zero-trust`, `access`, `applications-policies-create` -> `zero trust`, `access`, `applications policies create`. */
function wordsOf(fullPath: readonly string[]): readonly string[] {
  return fullPath.map((word) => word.replace(/-extra(?=-|$)/, '').replaceAll('-', ' '));
}

function queryOf(parameter: CfParameter, option: Option | undefined): Parameter {
  const kind = KINDS[parameter.type];
  const shape =
    kind === 'array' ? { ...simple('array'), items: shapeOf(option) } : kind ? simple(kind) : shapeOf(option);
  return { in: 'query', ...fieldOf(parameter.name, option, shape), required: parameter.required };
}

const KINDS: Readonly<Record<string, Kind>> = {
  array: 'array',
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  unknown: 'any',
};

function shapeOf(option: Option | undefined): Shape {
  const kind = option?.type === 'number' || option?.type === 'boolean' ? option.type : 'string';
  return { ...simple(kind), choices: option?.enum };
}

function fieldOf(name: string, option: Option | undefined, shape: Shape): Field {
  const description = plain(option?.description ?? '');
  const known = option?.enum ? { ...shape, choices: shape.items ? undefined : option.enum } : shape;
  return {
    name,
    required: option?.required ?? false,
    description,
    shape: known,
    deprecated: false,
    initial: defaultOf(option) ?? initialValue(description, known),
    when: undefined,
  };
}

function defaultOf(option: Option | undefined): string | undefined {
  const value = option?.default;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** Options back to fields, each where the command puts it: a member of a member where it is several steps down. */
function bodyOf(
  options: readonly Option[],
  code: CommandCode,
  names: FieldNames,
  report: (what: string) => void,
): BodyFacts {
  let fields: readonly Field[] = [];
  for (const option of options) {
    const place = code.places.get(plainName(option.name));
    if (place) fields = placed(fields, place, fieldAt(place, option, names));
    else if (option.name !== 'file' && option.name !== 'account-id') report(`its option ${option.name} goes nowhere`);
  }
  if (fields.length === 0 && code.file?.kind !== 'part') {
    const contentType = code.file?.contentType ?? 'application/json';
    // JSON of which nothing is told, which may be left out for all that is known.
    const kinds: readonly Kind[] =
      /\bjson$/.test(contentType) && !/ndjson/.test(contentType) ? ['any', 'null'] : ['file', 'string'];
    return makeBody(contentType, [], { ...simple('any'), kinds }, undefined);
  }
  if (code.file?.kind !== 'part') return makeBody('application/json', withoutEnvelope(fields), undefined, undefined);
  const own = options.find(({ name }) => name === 'file');
  const file: Field = { ...fieldOf(code.file.name, own, simple('file')), required: fields.length === 0 };
  return makeBody('multipart/form-data', [file, ...fields], undefined, undefined);
}

/** Some commands take what the API answers for what it is sent: then what is in `result` is the body, and nothing says what it needs. */
function withoutEnvelope(fields: readonly Field[]): readonly Field[] {
  const result = fields.find(({ name }) => name === 'result')?.shape.fields;
  if (!result || !fields.some(({ name }) => name === 'success')) return fields;
  return result.map((field) => ({ ...field, required: false }));
}

function placed(fields: readonly Field[], [first = '', ...rest]: readonly string[], field: Field): readonly Field[] {
  if (rest.length === 0) return [...fields, field];
  const index = fields.findIndex(({ name }) => name === first);
  const known = fields[index] ?? { ...fieldOf(first, undefined, simple('object')), required: false };
  const members = placed(known.shape.fields ?? [], rest, field);
  const holder: Field = { ...known, shape: { ...simple('object'), fields: members } };
  return index < 0 ? [...fields, holder] : fields.with(index, holder);
}

/** An option is text even where the field is a list or an object: then what the SDK has at the same place elsewhere says more. */
function fieldAt(place: readonly string[], option: Option, names: FieldNames): Field {
  const field = fieldOf(place.at(-1) ?? '', option, shapeOf(option));
  const known = names.find(place);
  return { ...field, shape: structured(field, known?.shape) };
}

/** Choices of a field of the same name elsewhere are not its own. */
function structured({ shape, description }: Field, known: Shape | undefined): Shape {
  if (shape.kinds[0] !== 'string' || shape.choices) return shape;
  const [kind] = known?.kinds ?? [];
  if (kind === 'array') return { ...simple('array'), items: known?.items && { ...known.items, choices: undefined } };
  if (kind === 'object') return simple('object');
  return /^(?:an? )?(?:array|list) of\b/i.test(description) ? simple('array') : shape;
}

/** The source tells no pages, but which commands list something. */
function listPaging(query: readonly Parameter[], command: string): PagingKind | undefined {
  return pagingOf(query) ?? (/(?:^|-)list(?:-|$)/.test(command) ? 'whole' : undefined);
}

/** `accountId` and `livestream-session-id` as every other placeholder is written. */
function wireName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}

/** What most bodies of the SDK have at a place. */
interface FieldNames {
  readonly find: (place: readonly string[]) => Field | undefined;
}

/** Learns from all bodies of the SDK. */
export function learnFieldNames(facts: readonly Facts[]): FieldNames {
  const counts = new Map<string, Map<string, { readonly count: number; readonly field: Field }>>();
  const learn = (fields: readonly Field[], before: readonly string[]): void => {
    for (const field of fields) {
      const place = [...before, field.name];
      const key = place.slice(-2).join('.');
      const found = counts.get(key) ?? new Map<string, { readonly count: number; readonly field: Field }>();
      const kind = field.shape.kinds.join(' ');
      found.set(kind, { field, count: (found.get(kind)?.count ?? 0) + 1 });
      counts.set(key, found);
      if (field.shape.fields && place.length < 4) learn(field.shape.fields, place);
    }
  };
  for (const { body } of facts) learn(body?.fields ?? [], []);
  return {
    find: (place) => {
      const found = [...(counts.get(place.slice(-2).join('.'))?.values() ?? [])];
      return found.toSorted((a, b) => b.count - a.count)[0]?.field;
    },
  };
}
