// What the SDK's types say of a value: its kinds, its choices, its members. Resolves names, `extends`, unions,
// intersections and `Omit` as far as generated code uses them; a type of another form is a problem. Build time only.
import type { TSType } from 'oxc-parser';
import type { Field, Kind, Scalar, Shape } from '../types.ts';
import { initialValue } from './hints.ts';
import type { Problems } from './problems.ts';
import { readProse } from './prose.ts';
import { type Declared, dottedName, type FindScope, lookUp, type Scope } from './sdk-scopes.ts';
import { keyText } from './syntax.ts';
import { joinShapes, mergeVariants } from './variants.ts';

/** A member of an object type, before its own type is looked at. */
export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly type: TSType | undefined;
  readonly scope: Scope;
  readonly doc: string | undefined;
}

export interface ShapeReader {
  /** The type as a shape; members of members down to `depth` levels. */
  readonly shapeOf: (type: TSType, scope: Scope, depth: number) => Shape;
  /** The members of an object type, of each form that it may have: several where it is a union of objects. */
  readonly formsOf: (type: TSType, scope: Scope) => readonly (readonly Member[])[];
  readonly fieldOf: (member: Member, depth: number) => Field;
  /** The declaration that a type names, if it is a name. */
  readonly declared: (type: TSType, scope: Scope) => Declared | undefined;
  /** The type behind aliases, with the scope it stands in. */
  readonly behind: (type: TSType, scope: Scope) => { readonly type: TSType; readonly scope: Scope };
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
  const declared = (type: TSType, scope: Scope): Declared | undefined => {
    const names = type.type === 'TSTypeReference' ? dottedName(type.typeName) : undefined;
    return names && lookUp(names, scope, findScope);
  };

  const behind = (type: TSType, scope: Scope): { readonly type: TSType; readonly scope: Scope } => {
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
        if (base?.alias) members.push(...(formsOf(base.alias.typeAnnotation, base.scope, depth + 1)[0] ?? []));
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

  const membersOf = (body: readonly { readonly type: string }[], scope: Scope): readonly Member[] =>
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

  const omitted = (args: readonly TSType[] | undefined, scope: Scope, depth: number): readonly Member[] => {
    const [base, names] = args ?? [];
    const left = names ? shapeOf(names, scope, 0).choices : undefined;
    const members = base ? (formsOf(base, scope, depth + 1)[0] ?? []) : [];
    return members.filter((member) => !left?.includes(member.name));
  };

  /** The kind of a type of the language, unless a resource has declared one of the same name. */
  const wellKnown = (type: TSType, scope: Scope): Kind | undefined => {
    const name = type.type === 'TSTypeReference' ? dottedName(type.typeName)?.at(-1) : undefined;
    const kind = name === undefined ? undefined : WELL_KNOWN[name];
    if (!kind) return undefined;
    const found = declared(type, scope);
    return found && !/[/\\]internal[/\\]/.test(found.scope.source.file) ? undefined : kind;
  };

  const formsOf = (type: TSType, scope: Scope, depth = 0): readonly (readonly Member[])[] => {
    if (depth > longestChain) return [];
    const at = behind(type, scope);
    if (wellKnown(at.type, at.scope)) return [];
    switch (at.type.type) {
      case 'TSTypeLiteral':
        return [membersOf(at.type.members, at.scope)];
      case 'TSUnionType':
        return at.type.types.flatMap((part) => formsOf(part, at.scope, depth + 1));
      case 'TSIntersectionType':
        return [withoutRepeats(at.type.types.flatMap((part) => formsOf(part, at.scope, depth + 1)[0] ?? []))];
      case 'TSTypeReference': {
        if (isNamed(at.type, 'Omit')) return [omitted(at.type.typeArguments?.params, at.scope, depth)];
        const found = declared(at.type, at.scope);
        return found && found.interfaces.length > 0 ? [membersOfInterface(found, depth)] : [];
      }
      default:
        return [];
    }
  };

  const fieldOf = (member: Member, depth: number): Field => {
    const { text, deprecated } = readProse(member.doc);
    const shape = member.type ? shapeOf(member.type, member.scope, depth) : simple('any');
    const description = text.replace(/^(?:Path|Query|Body|Header) param(?:: |$)/, '');
    return {
      name: member.name,
      required: member.required,
      description,
      shape,
      deprecated: deprecated !== undefined,
      initial: initialValue(description, shape),
      when: undefined,
    };
  };

  const objectShape = (forms: readonly (readonly Member[])[], depth: number): Shape => {
    if (depth <= 0) return simple('object');
    const variants = forms.map((members) => members.map((member) => fieldOf(member, depth - 1)));
    const fields = mergeVariants(variants);
    return { ...simple('object'), fields: fields.length === 0 ? undefined : fields };
  };

  const unionShape = (types: readonly TSType[], scope: Scope, depth: number): Shape => {
    const objects: (readonly Member[])[] = [];
    const shapes: Shape[] = [];
    for (const part of types) {
      const forms = formsOf(part, scope);
      if (forms.length > 0) objects.push(...forms);
      else shapes.push(shapeOf(part, scope, depth));
    }
    if (objects.length > 0) shapes.push(objectShape(objects, depth));
    return joinShapes(shapes);
  };

  const shapeOf = (type: TSType, scope: Scope, depth: number): Shape => {
    const at = behind(type, scope);
    const kind = KEYWORDS[at.type.type] ?? wellKnown(at.type, at.scope);
    if (kind) return simple(kind);
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
        const forms = formsOf(at.type, at.scope).filter((form) => form.length > 0);
        return forms.length > 0 ? objectShape(forms, depth) : shapeOf(at.type.types[0]!, at.scope, depth);
      }
      case 'TSTypeReference':
        return referenceShape(at.type, at.scope, depth);
      default:
        problems.report(at.scope.source.file, `a type of the form ${at.type.type}`);
        return simple('any');
    }
  };

  const referenceShape = (type: TSType & { type: 'TSTypeReference' }, scope: Scope, depth: number): Shape => {
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

  return { shapeOf, formsOf: (type, scope) => formsOf(type, scope), fieldOf, declared, behind };
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
