// The names that the SDK's declaration files declare, and which declaration a name in one of them stands for: through
// namespaces and imports, as TypeScript resolves them. Knows nothing of what the types say. Build time only.
import path from 'node:path';
import type { Node, Program, Statement, TSInterfaceDeclaration, TSType, TSTypeAliasDeclaration } from 'oxc-parser';
import type { SourceFile } from './sources.ts';
import { nameOf } from './syntax.ts';

export interface Scope {
  readonly source: SourceFile;
  readonly parent: Scope | undefined;
  readonly names: ReadonlyMap<string, Declared>;
}

/** A type and a namespace may share a name. */
export interface Declared {
  /** The scope it stands in: where the names in it are looked up. */
  readonly scope: Scope;
  interfaces: readonly TSInterfaceDeclaration[];
  alias: TSTypeAliasDeclaration | undefined;
  namespace: Scope | undefined;
  /** From another file, which is read when the name is looked up. */
  from: { readonly file: string; readonly name: string | undefined } | undefined;
}

export type FindScope = (file: string) => Scope;

export function createScopes(read: (file: string) => SourceFile): FindScope {
  const scopes = new Map<string, Scope>();
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
  parent: Scope | undefined,
  names: Map<string, Declared>,
): Scope {
  const scope: Scope = { source, parent, names };
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
export function lookUp(names: readonly string[], scope: Scope, findScope: FindScope): Declared | undefined {
  const [first = '', ...rest] = names;
  let found: Declared | undefined;
  for (let at: Scope | undefined = scope; at && !found; at = at.parent) found = at.names.get(first);
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
function membersOf(declared: Declared, findScope: FindScope): Scope | undefined {
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
