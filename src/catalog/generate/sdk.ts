// The operations of the official SDK: what its code does on the wire, with what its types say of the arguments and answers.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Class, ClassBody, FormalParameter, Node, TSType } from 'oxc-parser';
import type { PagingKind } from '../../api/recognise.ts';
import { makeBody } from '../body-facts.ts';
import type { BodyFacts, Field, Parameter, SdkMethod, Shape } from '../operation.ts';
import type { Facts, Problems, ResponseShape } from './facts.ts';
import { mergeForms } from './forms.ts';
import { readProse } from './prose.ts';
import { expandCall, readCalls, type SdkCallFacts, snakeCase } from './sdk-calls.ts';
import type { BodyPlacing } from './sdk-options.ts';
import {
  createScopes,
  createShapeReader,
  dottedName,
  type Member,
  type ShapeReader,
  simple,
  type TypeScope,
} from './sdk-shapes.ts';
import { createSources, keyText, nameOf } from './sources.ts';

const PAGINGS: Readonly<Record<string, PagingKind>> = {
  V4PagePagination: 'page',
  V4PagePaginationArray: 'page',
  CursorPagination: 'cursor',
  CursorPaginationAfter: 'cursor',
  CursorLimitPagination: 'cursor',
  PageTokenPagination: 'token',
  ContainersInstancesV1Pagination: 'token',
  SinglePage: 'whole',
};

/** Levels of members that are read below a body's or a response's fields. */
const depth = 6;

interface SdkFacts {
  readonly facts: readonly Facts[];
  /** Calls in the SDK's code, before those that serve accounts and zones count twice. */
  readonly calls: number;
}

/** @param root the package's folder */
export function readSdk(root: string, problems: Problems): SdkFacts {
  const read = createSources();
  const findScope = createScopes(read);
  const shapes = createShapeReader(findScope, problems);
  const files = readdirSync(path.join(root, 'resources'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.mjs'))
    .sort();
  const facts: Facts[] = [];
  let calls = 0;
  for (const file of files) {
    const source = path.join(root, 'resources', file);
    const label = `resources/${file.replaceAll('\\', '/')}`;
    for (const call of readCalls(read(source), label, problems)) {
      calls++;
      const scope = findScope(source.replace(/\.mjs$/, '.d.mts'));
      facts.push(...factsOf(call, scope, shapes, problems));
    }
  }
  return { facts, calls };
}

interface Signature {
  /** Types of the arguments by name. */
  readonly arguments: ReadonlyMap<string, TSType>;
  readonly returns: TSType;
}

function factsOf(call: SdkCallFacts, scope: TypeScope, shapes: ShapeReader, problems: Problems): readonly Facts[] {
  const signature = signatureOf(call, scope);
  if (!signature) {
    problems.report(call.where, 'its types are not declared');
    return [];
  }
  const bag = ['params', 'query', 'body'].flatMap((name) => signature.arguments.get(name) ?? [])[0];
  const forms = bag ? shapes.formsOf(bag, scope) : [];
  const merged = mergeForms(forms.map((form) => shapes.fieldsOf(form, depth)));
  const { fields } = merged;
  const byName = new Map(fields.map((field) => [field.name, field]));
  const { text, deprecated } = readProse(call.doc);
  if (call.pageClass !== undefined && !PAGINGS[call.pageClass])
    problems.report(call.where, `pages of ${call.pageClass}`);
  const find = (name: string): Field => {
    const found = byName.get(name);
    if (!found) problems.report(call.where, `its argument ${name} has no type`);
    return (
      found ?? {
        name,
        required: false,
        description: '',
        shape: simple('any'),
        deprecated: false,
        initial: undefined,
        when: undefined,
      }
    );
  };
  const shared = {
    source: 'sdk',
    method: call.http,
    words: [...call.key, call.name].map((word) => snakeCase(word).replaceAll('_', ' ')),
    operationId: '',
    description: text,
    deprecation: deprecated,
    body: call.body && bodyOf(call, call.body, merged, signature, scope, shapes, find),
    accept: call.accept === '*/*' || call.accept === 'string' ? undefined : call.accept,
    call: methodOf(call),
    paging: call.pageClass === undefined ? undefined : PAGINGS[call.pageClass],
    response: readResponseShape(signature.returns, call, scope, shapes),
  } as const;
  const others = [...queryOf(call, fields, find), ...headersOf(call, find)];
  return expandCall(call.template).map((expanded) => ({
    ...shared,
    path: expanded,
    parameters: [...gapsOf(call, expanded, signature, scope, shapes, byName), ...others],
  }));
}

/** The method where its arguments have the names that they have on the wire and stand side by side. */
function methodOf({ key, name, positional, template, query, body, headers }: SdkCallFacts): SdkMethod | undefined {
  const isRenamed = query?.kind === 'named' && query.names.some(({ wire, member }) => wire !== member);
  if (isRenamed || headers.length > 0 || (body && (body.kind !== 'fields' || body.form === 'multipart')))
    return undefined;
  const gaps = positional.map((argument) =>
    template.pieces.find((piece) => piece.kind === 'gap' && piece.source === argument),
  );
  const wires = gaps.flatMap((gap) => (gap?.kind === 'gap' ? [gap.wire] : []));
  return wires.length === positional.length ? { members: [...key, name], positional: wires } : undefined;
}

/** Parameters of the path, in its order. */
function gapsOf(
  call: SdkCallFacts,
  expanded: string,
  signature: Signature,
  scope: TypeScope,
  shapes: ShapeReader,
  byName: ReadonlyMap<string, Field>,
): readonly Parameter[] {
  const sources = new Map(
    call.template.pieces.flatMap((piece) => (piece.kind === 'gap' ? [[piece.wire, piece.source] as const] : [])),
  );
  return [...expanded.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const source = sources.get(name) ?? name;
    const field = byName.get(source);
    const type = signature.arguments.get(source);
    const shape = field?.shape ?? (type ? shapes.shapeOf(type, scope, 0) : simple('string'));
    const description =
      call.template.isScoped && field ? field.description.split('. ')[0]! : (field?.description ?? '');
    return {
      in: 'path',
      name,
      required: true,
      description,
      shape,
      deprecated: false,
      initial: undefined,
      when: undefined,
    };
  });
}

function queryOf(call: SdkCallFacts, fields: readonly Field[], find: (name: string) => Field): readonly Parameter[] {
  const { query } = call;
  if (!query) return [];
  const found =
    query.kind === 'rest'
      ? fields.filter((field) => !query.except.includes(field.name))
      : query.names.map(({ wire, member }) => ({ ...find(member), name: wire }));
  return found.flatMap(spread).map((field) => ({ ...field, in: 'query' }));
}

/** An object in the query goes over the wire as one parameter for each member, with a dot: `name.contains`. */
function spread(field: Field): readonly Field[] {
  const { fields } = field.shape;
  if (!fields || !field.shape.kinds.includes('object')) return [field];
  return fields.map((member) => ({
    ...member,
    name: `${field.name}.${member.name}`,
    required: field.required && member.required,
    description: member.description || field.description,
  }));
}

function headersOf(call: SdkCallFacts, find: (name: string) => Field): readonly Parameter[] {
  return call.headers.map(({ wire, member }) => ({ ...find(member), name: wire, in: 'header' }));
}

function bodyOf(
  call: SdkCallFacts,
  placing: BodyPlacing,
  { fields, forms }: ReturnType<typeof mergeForms>,
  signature: Signature,
  scope: TypeScope,
  shapes: ShapeReader,
  find: (name: string) => Field,
): BodyFacts {
  const contentType = contentTypeOf(call, placing);
  if (placing.kind === 'fields') {
    const isOwn = (name: string): boolean => !placing.except.includes(name);
    const own = fields.filter(({ name }) => isOwn(name));
    if (own.length === 0) return makeBody(contentType, [], anyOrNone, undefined);
    return makeBody(contentType, own, undefined, forms && ownForms(forms.map((names) => names.filter(isOwn))));
  }
  const type = signature.arguments.get(placing.member);
  const whole = type ? shapes.shapeOf(type, scope, depth) : find(placing.member).shape;
  const isObject = whole.kinds.length === 1 && whole.kinds[0] === 'object' && whole.fields !== undefined;
  return isObject
    ? makeBody(contentType, whole.fields ?? [], undefined, whole.forms)
    : makeBody(contentType, [], whole, undefined);
}

/** A body of which nothing is told, which may be left out for all that is known. */
const anyOrNone: Shape = { ...simple('any'), kinds: ['any', 'null'] };

/** Forms that differ in the body; undefined where they differ elsewhere only. */
function ownForms(forms: readonly (readonly string[])[]): readonly (readonly string[])[] | undefined {
  const distinct = [...new Map(forms.map((names) => [names.join(' '), names])).values()];
  return distinct.length > 1 ? distinct : undefined;
}

/** Parts that are files make a form; where only some arguments are files the SDK decides by the value, and so may the caller. */
function contentTypeOf(call: SdkCallFacts, { form }: BodyPlacing): string {
  if (form === 'json') return call.contentType ?? 'application/json';
  return 'multipart/form-data';
}

/** The method's declaration with the most arguments: an overload may leave the optional ones out. */
function signatureOf(call: SdkCallFacts, scope: TypeScope): Signature | undefined {
  const found = classOf(scope, call.className);
  const signatures = (found?.body as ClassBody | undefined)?.body.flatMap((member): readonly Signature[] => {
    if (member.type !== 'MethodDefinition' || keyText(member.key as Node) !== call.name) return [];
    const { params, returnType } = member.value;
    if (!returnType) return [];
    const types = params.flatMap((parameter): readonly (readonly [string, TSType])[] => {
      const annotation = (parameter as FormalParameter & { typeAnnotation?: { typeAnnotation: TSType } })
        .typeAnnotation;
      return annotation ? [[nameOf(parameter as Node), annotation.typeAnnotation]] : [];
    });
    return [{ arguments: new Map(types), returns: returnType.typeAnnotation }];
  });
  return signatures?.toSorted((a, b) => b.arguments.size - a.arguments.size)[0];
}

function classOf(scope: TypeScope, name: string): Class | undefined {
  for (const statement of scope.source.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'ClassDeclaration' && declaration.id?.name === name) return declaration;
  }
  return undefined;
}

/** Members that hold the list where `result` is an object around it. */
const WRAPPERS: Readonly<Record<string, readonly string[]>> = {
  V4PagePagination: ['items'],
  ContainersInstancesV1Pagination: ['instances'],
};

/** Undefined where the response is no JSON object or list, or says nothing of its members. */
function readResponseShape(
  returns: TSType,
  call: SdkCallFacts,
  scope: TypeScope,
  shapes: ShapeReader,
): ResponseShape | undefined {
  if (returns.type !== 'TSTypeReference') return undefined;
  const name = dottedName(returns.typeName)?.at(-1);
  const [first, second] = returns.typeArguments?.params ?? [];
  if (name === 'PagePromise' && second && call.pageClass) {
    const wrapper = WRAPPERS[call.pageClass];
    // The SDK reads `result.items`, and here and there declares the whole page as the item.
    const inner = wrapper && responseOf(second, scope, shapes);
    if (inner?.isList && inner.at.length > 0) return inner;
    return { at: wrapper ?? [], isList: true, fields: fieldsOf(second, scope, shapes) };
  }
  if (name !== 'APIPromise' || !first) return undefined;
  const whole = withoutNull(first, scope, shapes);
  if (call.isUnwrapped) return responseOf(whole.type, whole.scope, shapes);
  // The whole body was declared: what is in its `result` is what counts.
  const result = membersOf(whole.type, whole.scope, shapes).find((member) => member.name === 'result');
  return result?.type ? responseOf(result.type, result.scope, shapes) : responseOf(whole.type, whole.scope, shapes);
}

function responseOf(type: TSType, scope: TypeScope, shapes: ShapeReader): ResponseShape | undefined {
  const at = withoutNull(type, scope, shapes);
  const items = elementOf(at.type);
  if (items) return { at: [], isList: true, fields: fieldsOf(items, at.scope, shapes) };
  const members = membersOf(at.type, at.scope, shapes);
  if (members.length === 0) return undefined;
  const lists = members.flatMap((member) => {
    const inner = member.type && withoutNull(member.type, member.scope, shapes);
    const element = inner && elementOf(inner.type);
    return inner && element ? [{ name: member.name, element, scope: inner.scope }] : [];
  });
  const [list, another] = lists;
  // An object that holds one list, and beside it no name or id of its own, is that list: `{ buckets: […] }`.
  const isWrapper = list && !another && !members.some(({ name }) => /^(?:id|uuid|uid|name)$/.test(name));
  if (list && isWrapper) {
    const fields = fieldsOf(list.element, list.scope, shapes);
    if (fields && fields.length > 0) return { at: [list.name], isList: true, fields };
  }
  const fields = fieldsOf(at.type, at.scope, shapes);
  const forms = shapes.formsOf(at.type, at.scope);
  return { at: [], isList: false, fields, ...(forms.length > 1 && { notes: notesById(forms, shapes) }) };
}

/** What the SDK says of each form of a resource, by the id that the form is for. */
function notesById(
  forms: ReturnType<ShapeReader['formsOf']>,
  shapes: ShapeReader,
): NonNullable<ResponseShape['notes']> {
  return new Map(
    forms.flatMap((form) => {
      const id = shapes.fieldsOf(form, 1).fields.find(({ name }) => name === 'id')?.shape.choices?.[0];
      return id === undefined ? [] : [[String(id), readProse(form.doc).text] as const];
    }),
  );
}

function withoutNull(
  type: TSType,
  scope: TypeScope,
  shapes: ShapeReader,
): { readonly type: TSType; readonly scope: TypeScope } {
  const at = shapes.behind(type, scope);
  if (at.type.type !== 'TSUnionType') return at;
  const others = at.type.types.filter((part) => part.type !== 'TSNullKeyword' && part.type !== 'TSUndefinedKeyword');
  const [only] = others;
  return only && others.length === 1 ? shapes.behind(only, at.scope) : at;
}

/** The type of an array's entries; undefined for what is no array. */
function elementOf(type: TSType): TSType | undefined {
  if (type.type === 'TSArrayType') return type.elementType;
  if (type.type !== 'TSTypeReference' || dottedName(type.typeName)?.join('.') !== 'Array') return undefined;
  return type.typeArguments?.params[0];
}

function membersOf(type: TSType, scope: TypeScope, shapes: ShapeReader): readonly Member[] {
  const forms = shapes.formsOf(type, scope);
  return [...new Map(forms.flatMap(({ members }) => members.map((member) => [member.name, member]))).values()];
}

function fieldsOf(type: TSType, scope: TypeScope, shapes: ShapeReader): readonly Field[] | undefined {
  if (shapes.shapeOf(type, scope, 0).kinds.includes('any')) return undefined;
  return mergeForms(shapes.formsOf(type, scope).map((form) => shapes.fieldsOf(form, 3))).fields;
}
