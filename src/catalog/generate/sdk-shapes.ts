// What the SDK's types say of a value: its kinds, its choices, its members. Resolves names, `extends`, unions,
// intersections and `Omit` as far as generated code uses them; a type of another form is a problem. Build time only.

import path from 'node:path';
import type { Node, Program, Statement, TSInterfaceDeclaration, TSType, TSTypeAliasDeclaration } from 'oxc-parser';
import type { Field, Kind, Scalar, Shape } from '../operation.ts';
import { joinShapes } from '../variants.ts';
import { boundsOf, initialValue, type Problems } from './facts.ts';
import { mergeForms, type NamedForm, splitByName } from './forms.ts';
import { readProse } from './prose.ts';
import { keyText, nameOf, type SourceFile } from './sources.ts';

/** A member of an object type, before its own type is looked at. */
export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly type: TSType | undefined;
  readonly scope: TypeScope;
  readonly doc: string | undefined;
}

interface MemberForm {
  /** Of the type that declares it; empty where that has none. */
  readonly name: string;
  readonly members: readonly Member[];
  readonly doc: string | undefined;
}

export interface ShapeReader {
  /** The type as a shape; members of members down to `depth` levels. */
  readonly shapeOf: (type: TSType, scope: TypeScope, depth: number) => Shape;
  /** The members of an object type, of each form that it may have: several where it is a union of objects. */
  readonly formsOf: (type: TSType, scope: TypeScope) => readonly MemberForm[];
  /** The members of one form as fields. One that means something else for each value of another comes several times. */
  readonly fieldsOf: (form: MemberForm, depth: number) => NamedForm;
  /** The declaration that a type names, if it is a name. */
  readonly declared: (type: TSType, scope: TypeScope) => Declared | undefined;
  /** The type behind aliases, with the scope it stands in. */
  readonly behind: (type: TSType, scope: TypeScope) => { readonly type: TSType; readonly scope: TypeScope };
}

/** Types of the language, or of the SDK's own machinery, that no declaration file of a resource says more about. */
const WELL_KNOWN: Readonly<Record<string, Kind>> = {
  Uploadable: 'file',
  File: 'file',
  Blob: 'file',
  Response: 'file',
  ArrayBuffer: 'file',
  ArrayBufferView: 'file',
  DataView: 'file',
  BlobLike: 'file',
  Date: 'string',
  Record: 'object',
};

const KEYWORDS: Readonly<Record<string, Kind>> = {
  TSStringKeyword: 'string',
  TSNumberKeyword: 'number',
  TSBooleanKeyword: 'boolean',
  TSNullKeyword: 'null',
  TSUndefinedKeyword: 'null',
  TSVoidKeyword: 'null',
  TSAnyKeyword: 'any',
  TSUnknownKeyword: 'any',
  TSObjectKeyword: 'object',
};

/** Aliases that lead to aliases are followed this far: a cycle has no end. */
const longestChain = 20;

export function simple(kind: Kind): Shape {
  return { kinds: [kind], choices: undefined, items: undefined, fields: undefined };
}

export function createShapeReader(findScope: FindScope, problems: Problems): ShapeReader {
  const declared = (type: TSType, scope: TypeScope): Declared | undefined => {
    const names = type.type === 'TSTypeReference' ? dottedName(type.typeName) : undefined;
    return names && lookUp(names, scope, findScope);
  };

  const behind = (type: TSType, scope: TypeScope): { readonly type: TSType; readonly scope: TypeScope } => {
    let at = { type, scope };
    for (let step = 0; step < longestChain; step++) {
      if (wellKnown(at.type, at.scope)) break;
      if (at.type.type === 'TSParenthesizedType') {
        at = { type: at.type.typeAnnotation, scope: at.scope };
        continue;
      }
      const found = declared(at.type, at.scope);
      if (!found?.alias || found.interfaces.length > 0) break;
      at = { type: found.alias.typeAnnotation, scope: found.scope };
    }
    return at;
  };

  const membersOfInterface = (found: Declared, depth: number): readonly Member[] => {
    const members: Member[] = [];
    for (const declaration of found.interfaces) {
      for (const parent of declaration.extends) {
        const names = dottedName(parent.expression);
        const base = names && lookUp(names, found.scope, findScope);
        if (base?.alias) members.push(...(formsOf(base.alias.typeAnnotation, base.scope, depth + 1)[0]?.members ?? []));
        else if (base) members.push(...membersOfInterface(base, depth + 1));
        else if (names?.join('.') === 'Omit')
          members.push(...omitted(parent.typeArguments?.params, found.scope, depth));
        else
          problems.report(
            found.scope.source.file,
            `it extends ${names?.join('.') ?? 'no name'}, which nothing declares`,
          );
      }
      members.push(...membersOf(declaration.body.body, found.scope));
    }
    return withoutRepeats(members);
  };

  const membersOf = (body: readonly { readonly type: string }[], scope: TypeScope): readonly Member[] =>
    body.flatMap((signature): readonly Member[] => {
      const node = signature as import('oxc-parser').TSSignature;
      if (node.type !== 'TSPropertySignature') return [];
      return [
        {
          name: keyText(node.key),
          required: !node.optional,
          type: node.typeAnnotation?.typeAnnotation,
          scope,
          doc: scope.source.docOf(node),
        },
      ];
    });

  const omitted = (args: readonly TSType[] | undefined, scope: TypeScope, depth: number): readonly Member[] => {
    const [base, names] = args ?? [];
    const left = names ? shapeOf(names, scope, 0).choices : undefined;
    const members = base ? (formsOf(base, scope, depth + 1)[0]?.members ?? []) : [];
    return members.filter((member) => !left?.includes(member.name));
  };

  /** The kind of a type of the language, unless a resource has declared one of the same name. */
  const wellKnown = (type: TSType, scope: TypeScope): Kind | undefined => {
    const name = type.type === 'TSTypeReference' ? dottedName(type.typeName)?.at(-1) : undefined;
    const kind = name === undefined ? undefined : WELL_KNOWN[name];
    if (!kind) return undefined;
    const found = declared(type, scope);
    return found && !/[/\\]internal[/\\]/.test(found.scope.source.file) ? undefined : kind;
  };

  const formsOf = (type: TSType, scope: TypeScope, depth = 0): readonly MemberForm[] => {
    if (depth > longestChain) return [];
    const at = behind(type, scope);
    if (wellKnown(at.type, at.scope)) return [];
    switch (at.type.type) {
      case 'TSTypeLiteral':
        return [{ name: '', members: membersOf(at.type.members, at.scope), doc: undefined }];
      case 'TSUnionType':
        return at.type.types.flatMap((part) => formsOf(part, at.scope, depth + 1));
      case 'TSIntersectionType':
        return [intersection(at.type.types, at.scope, depth)];
      case 'TSTypeReference': {
        if (isNamed(at.type, 'Omit'))
          return [{ name: '', members: omitted(at.type.typeArguments?.params, at.scope, depth), doc: undefined }];
        const found = declared(at.type, at.scope);
        const [declaration] = found?.interfaces ?? [];
        if (!found || !declaration) return [];
        return [{ name: declaration.id.name, members: membersOfInterface(found, depth), doc: docOf(found) }];
      }
      default:
        return [];
    }
  };

  const intersection = (types: readonly TSType[], scope: TypeScope, depth: number): MemberForm => {
    const parts = types.flatMap((part) => formsOf(part, scope, depth + 1).slice(0, 1));
    return {
      name: parts[0]?.name ?? '',
      members: withoutRepeats(parts.flatMap(({ members }) => members)),
      doc: undefined,
    };
  };

  const fieldsOf = ({ name, members }: MemberForm, depth: number): NamedForm => {
    const fields = members.map((member) => fieldOf(member, depth));
    return {
      name,
      fields: members.flatMap(({ type, scope }, index) => {
        const forms = type && depth > 0 ? formsOf(type, scope) : [];
        const field = fields[index]!;
        if (forms.length < 3) return [field];
        const isNull = field.shape.kinds.includes('null');
        const shapeOfForms = (own: readonly NamedForm[]): Shape => ({
          ...shapeOfNamed(own),
          kinds: isNull ? ['object', 'null'] : ['object'],
        });
        return splitByName(
          field,
          forms.map((form) => fieldsOf(form, depth - 1)),
          shapeOfForms,
          fields,
        );
      }),
    };
  };

  const fieldOf = (member: Member, depth: number): Field => {
    const { text, deprecated } = readProse(member.doc);
    const shape = member.type ? shapeOf(member.type, member.scope, depth) : simple('any');
    const description = text.replace(/^(?:Path|Query|Body|Header) param(?:: |$)/, '');
    return {
      name: member.name,
      required: member.required,
      description,
      shape: { ...shape, ...boundsOf(description, shape) },
      deprecated: deprecated !== undefined,
      initial: initialValue(description, shape),
      when: undefined,
    };
  };

  const objectShape = (forms: readonly MemberForm[], depth: number): Shape =>
    depth <= 0 ? simple('object') : shapeOfNamed(forms.map((form) => fieldsOf(form, depth - 1)));

  const unionShape = (types: readonly TSType[], scope: TypeScope, depth: number): Shape => {
    const objects: MemberForm[] = [];
    const shapes: Shape[] = [];
    for (const part of types) {
      const forms = formsOf(part, scope);
      if (forms.length > 0) objects.push(...forms);
      else shapes.push(shapeOf(part, scope, depth));
    }
    if (objects.length > 0) shapes.push(objectShape(objects, depth));
    return joinShapes(shapes);
  };

  const shapeOf = (type: TSType, scope: TypeScope, depth: number): Shape => {
    const at = behind(type, scope);
    const kind = KEYWORDS[at.type.type] ?? wellKnown(at.type, at.scope);
    const values = kind === undefined || kind === 'object' ? valuesOf(at.type, at.scope, depth) : undefined;
    if (kind) return { ...simple(kind), ...(values && { values }) };
    if (values) return { ...plainShapeOf(at.type, at.scope, depth), kinds: ['object'], values };
    return plainShapeOf(at.type, at.scope, depth);
  };

  /** What each member is of an object whose members may have any name; undefined for other objects, and for no objects. */
  const valuesOf = (type: TSType, scope: TypeScope, depth: number): Shape | undefined => {
    if (depth <= 0) return undefined;
    if (isNamed(type, 'Record') && type.type === 'TSTypeReference') {
      const value = type.typeArguments?.params[1];
      return value && shapeOf(value, scope, depth - 1);
    }
    const found = declared(type, scope);
    const bodies =
      type.type === 'TSTypeLiteral' ? [type.members] : (found?.interfaces.map(({ body }) => body.body) ?? []);
    const index = bodies.flat().find((member) => member.type === 'TSIndexSignature');
    const value = index?.type === 'TSIndexSignature' ? index.typeAnnotation?.typeAnnotation : undefined;
    return value && shapeOf(value, found?.scope ?? scope, depth - 1);
  };

  const plainShapeOf = (type: TSType, scope: TypeScope, depth: number): Shape => {
    const at = { type, scope };
    switch (at.type.type) {
      case 'TSLiteralType': {
        const value = literalValue(at.type.literal);
        return value === undefined ? simple('any') : { ...simple(typeof value as Kind), choices: [value] };
      }
      case 'TSUnionType':
        return unionShape(at.type.types, at.scope, depth);
      case 'TSArrayType':
        return { ...simple('array'), items: shapeOf(at.type.elementType, at.scope, depth) };
      case 'TSTupleType':
        return simple('array');
      case 'TSTypeLiteral':
        return objectShape(formsOf(at.type, at.scope), depth);
      case 'TSTemplateLiteralType':
        return simple('string');
      case 'TSIntersectionType': {
        // `string & {}` keeps an editor's suggestions beside the literals: any string will do.
        const forms = formsOf(at.type, at.scope).filter(({ members }) => members.length > 0);
        return forms.length > 0 ? objectShape(forms, depth) : shapeOf(at.type.types[0]!, at.scope, depth);
      }
      case 'TSTypeReference':
        return referenceShape(at.type, at.scope, depth);
      default:
        problems.report(at.scope.source.file, `a type of the form ${at.type.type}`);
        return simple('any');
    }
  };

  const referenceShape = (type: TSType & { type: 'TSTypeReference' }, scope: TypeScope, depth: number): Shape => {
    const names = dottedName(type.typeName) ?? [];
    const last = names.at(-1) ?? '';
    const [argument] = type.typeArguments?.params ?? [];
    if ((last === 'Array' || last === 'ReadonlyArray') && argument) {
      return { ...simple('array'), items: shapeOf(argument, scope, depth) };
    }
    const forms = formsOf(type, scope);
    if (forms.length > 0) return objectShape(forms, depth);
    problems.report(scope.source.file, `${names.join('.')} is declared nowhere`);
    return simple('any');
  };

  return { shapeOf, formsOf: (type, scope) => formsOf(type, scope), fieldsOf, declared, behind };
}

/** The comment before an interface, or before the `export` that it is part of. */
function docOf({ interfaces: [declaration], scope }: Declared): string | undefined {
  if (!declaration) return undefined;
  const exported = scope.source.program.body.find(
    (statement) => statement.type === 'ExportNamedDeclaration' && statement.declaration === declaration,
  );
  return scope.source.docOf(exported ?? declaration);
}

function shapeOfNamed(named: readonly NamedForm[]): Shape {
  const { fields, forms } = mergeForms(named);
  return { ...simple('object'), fields: fields.length === 0 ? undefined : fields, ...(forms && { forms }) };
}

function isNamed(type: TSType, name: string): boolean {
  return type.type === 'TSTypeReference' && dottedName(type.typeName)?.join('.') === name;
}

/** A member that is declared again, as below an `extends`, counts as it was declared last, in the place of the first. */
function withoutRepeats(members: readonly Member[]): readonly Member[] {
  return [...new Map(members.map((member) => [member.name, member])).values()];
}

function literalValue(node: {
  readonly type: string;
  readonly value?: unknown;
  readonly argument?: unknown;
}): Scalar | undefined {
  const { value } = node;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const argument = node.argument as { readonly value?: unknown } | undefined;
  return node.type === 'UnaryExpression' && typeof argument?.value === 'number' ? -argument.value : undefined;
}

export interface TypeScope {
  readonly source: SourceFile;
  readonly parent: TypeScope | undefined;
  readonly names: ReadonlyMap<string, Declared>;
}

/** A type and a namespace may share a name. */
interface Declared {
  /** The scope it stands in: where the names in it are looked up. */
  readonly scope: TypeScope;
  interfaces: readonly TSInterfaceDeclaration[];
  alias: TSTypeAliasDeclaration | undefined;
  namespace: TypeScope | undefined;
  /** From another file, which is read when the name is looked up. */
  from: { readonly file: string; readonly name: string | undefined } | undefined;
}

type FindScope = (file: string) => TypeScope;

export function createScopes(read: (file: string) => SourceFile): FindScope {
  const scopes = new Map<string, TypeScope>();
  return (file) => {
    const known = scopes.get(file);
    if (known) return known;
    const source = read(file);
    const scope = scopeOf(source, source.program.body, undefined, new Map());
    scopes.set(file, scope);
    return scope;
  };
}

function scopeOf(
  source: SourceFile,
  body: Program['body'],
  parent: TypeScope | undefined,
  names: Map<string, Declared>,
): TypeScope {
  const scope: TypeScope = { source, parent, names };
  const entry = (name: string): Declared => {
    const known = names.get(name);
    if (known) return known;
    const made: Declared = { scope, interfaces: [], alias: undefined, namespace: undefined, from: undefined };
    names.set(name, made);
    return made;
  };
  for (const statement of body) {
    if (statement.type === 'ImportDeclaration' || (statement.type === 'ExportNamedDeclaration' && statement.source)) {
      const file = path.resolve(path.dirname(source.file), (statement.source?.value ?? '').replace(/\.mjs$/, '.d.mts'));
      for (const specifier of statement.specifiers) {
        if (specifier.type === 'ImportNamespaceSpecifier') entry(specifier.local.name).from = { file, name: undefined };
        else if (specifier.type === 'ImportSpecifier')
          entry(specifier.local.name).from = { file, name: nameOf(specifier.imported) };
        else if (specifier.type === 'ExportSpecifier')
          entry(nameOf(specifier.exported)).from = { file, name: nameOf(specifier.local) };
      }
      continue;
    }
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : (statement as Statement);
    if (declaration?.type === 'TSInterfaceDeclaration') {
      const declared = entry(declaration.id.name);
      declared.interfaces = [...declared.interfaces, declaration];
    } else if (declaration?.type === 'TSTypeAliasDeclaration') {
      entry(declaration.id.name).alias = declaration;
    } else if (declaration?.type === 'TSModuleDeclaration' && declaration.body) {
      const declared = entry(nameOf(declaration.id as Node));
      // A namespace may be declared in several pieces.
      const known = new Map(declared.namespace?.names);
      declared.namespace = scopeOf(source, declaration.body.body as Program['body'], scope, known);
    }
  }
  return scope;
}

/**
 * The declaration that a dotted name stands for, seen from a scope; undefined for a name that is declared nowhere, such as
 * one of the language's own.
 */
function lookUp(names: readonly string[], scope: TypeScope, findScope: FindScope): Declared | undefined {
  const [first = '', ...rest] = names;
  let found: Declared | undefined;
  for (let at: TypeScope | undefined = scope; at && !found; at = at.parent) found = at.names.get(first);
  for (const name of rest) {
    const members = found && membersOf(found, findScope);
    found = members?.names.get(name);
  }
  return found && followed(found, findScope);
}

/** The declaration itself, where a name was imported or passed on. */
function followed(declared: Declared, findScope: FindScope): Declared | undefined {
  const { from } = declared;
  if (!from || declared.alias || declared.interfaces.length > 0) return declared;
  if (from.name === undefined) return undefined;
  const target = findScope(from.file).names.get(from.name);
  return target && followed(target, findScope);
}

/** The scope behind a name: its namespace, or the file that it was imported as. */
function membersOf(declared: Declared, findScope: FindScope): TypeScope | undefined {
  if (declared.namespace) return declared.namespace;
  const { from } = declared;
  if (!from) return undefined;
  if (from.name === undefined) return findScope(from.file);
  const target = findScope(from.file).names.get(from.name);
  return target && membersOf(target, findScope);
}

/** `a.b.C` of a reference, an import or an `extends`, as its names; undefined for what is no name. */
export function dottedName(node: Node | TSType): readonly string[] | undefined {
  if (node.type === 'Identifier') return [node.name];
  if (node.type === 'TSQualifiedName') {
    const left = dottedName(node.left as Node);
    return left && [...left, node.right.name];
  }
  if (node.type === 'MemberExpression') {
    const left = dottedName(node.object);
    return left && [...left, nameOf(node.property)];
  }
  return undefined;
}
