// The operations of the official command line, from the two lists that its package carries: what each command sends, and what
// its options are. It knows no answers and writes a body's fields as options, so what it says is used where the SDK says nothing.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PagingKind } from '../../api/recognise.ts';
import { METHODS } from '../../request/method.ts';
import { makeBody } from '../body-facts.ts';
import type { BodyFacts, Field, Kind, Parameter, Scalar, Shape } from '../operation.ts';
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
    found.push(factsOf(command, schema, method, names));
  }
  for (const name of left) problems.report(`cf ${name}`, 'a schema without a command');
  return found;
}

function factsOf(command: Command, schema: Schema, method: Facts['method'], names: FieldNames): Facts {
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
  const headers = schema.hasRequestBody
    ? []
    : rest.map((option): Parameter => ({ in: 'header', ...fieldOf(option.name, option, simple('string')) }));
  return {
    source: 'cf',
    method,
    path: template.replace(/\{([^}]+)\}/g, (_, name: string) => `{${wireName(name)}}`),
    words: wordsOf(command.fullPath),
    operationId: schema.operationId,
    description: plain(command.description),
    deprecation: /\bdeprecated\b/i.test(`${command.description} ${schema.operationId}`) ? '' : undefined,
    parameters: [...gaps, ...query, ...headers],
    body: schema.hasRequestBody ? bodyOf(rest, names) : undefined,
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
    initial: initialValue(description, known),
    when: undefined,
  };
}

/** Options back to fields: what the SDK has elsewhere under the same name tells how it is written and where it belongs. */
function bodyOf(options: readonly Option[], names: FieldNames): BodyFacts {
  const fields: Field[] = [];
  for (const option of options) {
    const known = names.find(option.name);
    const own = fieldOf(option.name.replaceAll('-', '_'), option, shapeOf(option));
    const field = known ? { ...own, name: known.field.name, shape: structured(own.shape, known.field.shape) } : own;
    const parent = known?.parent;
    if (parent === undefined) {
      fields.push(field);
      continue;
    }
    const index = fields.findIndex((other) => other.name === parent);
    const beside = fields[index]?.shape.fields ?? [];
    const holder: Field = {
      ...(fields[index] ?? { ...fieldOf(parent, undefined, simple('object')), required: false }),
      shape: { ...simple('object'), fields: [...beside, field] },
    };
    if (index < 0) fields.push(holder);
    else fields[index] = holder;
  }
  const isForm = options.some((option) => option.name === 'file');
  return makeBody(isForm ? 'multipart/form-data' : 'application/json', fields, undefined, undefined);
}

/** An option is text even where the field is a list or an object; choices of a field of the same name elsewhere are not its own. */
function structured(own: Shape, known: Shape): Shape {
  const [kind] = known.kinds;
  if (kind === 'array') return { ...simple('array'), items: known.items && { ...known.items, choices: undefined } };
  return kind === 'object' ? simple('object') : own;
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

interface FieldNames {
  readonly find: (option: string) => { readonly field: Field; readonly parent: string | undefined } | undefined;
}

/** Learns from all bodies of the SDK: what most of them call a thing is its name. */
export function learnFieldNames(facts: readonly Facts[]): FieldNames {
  const counts = new Map<
    string,
    Map<string, { count: number; readonly field: Field; readonly parent: string | undefined }>
  >();
  const count = (spelled: string, field: Field, parent: string | undefined): void => {
    const found = counts.get(spelled) ?? new Map();
    counts.set(spelled, found);
    const key = `${parent ?? ''}.${field.name}`;
    const known = found.get(key) ?? { count: 0, field, parent };
    known.count += 1;
    found.set(key, known);
  };
  for (const { body } of facts) {
    for (const field of body?.fields ?? []) {
      count(kebab(field.name), field, undefined);
      for (const member of field.shape.fields ?? [])
        count(`${kebab(field.name)}-${kebab(member.name)}`, member, field.name);
    }
  }
  return {
    find: (option) => {
      const found = [...(counts.get(option)?.values() ?? [])];
      return found.toSorted((a, b) => b.count - a.count)[0];
    },
  };
}

function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}
