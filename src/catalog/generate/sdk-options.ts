// Where a call puts its arguments: into the query, the body or a header. Read from the object that the SDK hands its client.

import type { Expression, Node, Statement } from 'oxc-parser';
import type { Method } from '../../request/types.ts';
import type { Problems } from './facts.ts';
import { bare, keyText, nameOf, walk } from './sources.ts';

/** Members of `params` by where they go. A `Placing` names them, or says that all go there that no other place names. */
export interface WireParts {
  readonly query: Placing | undefined;
  readonly body: BodyPlacing | undefined;
  readonly headers: readonly HeaderPlacing[];
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  /** The response is bytes. */
  readonly isBinary: boolean;
}

type Placing =
  | { readonly kind: 'rest'; readonly except: readonly string[] }
  | { readonly kind: 'named'; readonly names: readonly { readonly wire: string; readonly member: string }[] };

export type BodyPlacing =
  | {
      readonly kind: 'fields';
      readonly except: readonly string[];
      readonly form: 'json' | 'multipart' | 'maybe-multipart';
    }
  /** One member, or one positional argument, is the whole body. */
  | { readonly kind: 'whole'; readonly member: string; readonly form: 'json' | 'multipart' | 'maybe-multipart' };

interface HeaderPlacing {
  readonly wire: string;
  readonly member: string;
}

const FORMS: Readonly<Record<string, 'multipart' | 'maybe-multipart'>> = {
  multipartFormRequestOptions: 'multipart',
  maybeMultipartFormRequestOptions: 'maybe-multipart',
};

type Found = { -readonly [Name in keyof WireParts]: WireParts[Name] } & { method: Method | undefined };

export function readOptions(
  node: Expression | undefined,
  locals: ReadonlyMap<string, Local>,
  where: string,
  problems: Problems,
): Found {
  const found: Found = {
    method: undefined,
    query: undefined,
    body: undefined,
    headers: [],
    contentType: undefined,
    accept: undefined,
    isBinary: false,
  };
  const wrapped = bare(node);
  const form = wrapped?.type === 'CallExpression' ? (FORMS[nameOf(wrapped.callee)] ?? 'json') : 'json';
  const options = wrapped?.type === 'CallExpression' ? bare(wrapped.arguments[0] as Expression) : wrapped;
  if (options === undefined || nameOf(options) === 'options') return found;
  if (options.type !== 'ObjectExpression') {
    problems.report(where, `options of another kind: ${options.type}`);
    return found;
  }
  for (const property of options.properties) {
    if (property.type === 'SpreadElement') {
      if (nameOf(property.argument) !== 'options') problems.report(where, 'an unknown spread in its options');
      continue;
    }
    const value = bare(property.value as Expression);
    switch (keyText(property.key)) {
      case 'query':
        found.query = readPlacing(value, locals, where, problems);
        break;
      case 'body':
        found.body = readBody(value, locals, form, where, problems);
        break;
      case 'method':
        found.method = (value?.type === 'Literal' ? String(value.value).toUpperCase() : undefined) as
          | Method
          | undefined;
        break;
      case 'headers':
        readHeaders(value, locals, found, where, problems);
        break;
      case '__binaryResponse':
        found.isBinary = true;
        break;
      default:
        problems.report(where, `an unknown option ${keyText(property.key)}`);
    }
  }
  return found;
}

function readPlacing(
  value: Expression | undefined,
  locals: ReadonlyMap<string, Local>,
  where: string,
  problems: Problems,
): Placing | undefined {
  const local = locals.get(nameOf(value));
  if (local?.kind === 'rest') return { kind: 'rest', except: local.except };
  if (value?.type !== 'ObjectExpression') {
    problems.report(where, 'a query of another kind');
    return undefined;
  }
  const names: { wire: string; member: string }[] = [];
  for (const property of value.properties) {
    const source = property.type === 'Property' ? locals.get(nameOf(property.value)) : undefined;
    if (property.type === 'Property' && source?.kind === 'member') {
      names.push({ wire: keyText(property.key), member: source.name });
    } else {
      problems.report(where, 'a query parameter from nowhere');
    }
  }
  return { kind: 'named', names };
}

function readBody(
  value: Expression | undefined,
  locals: ReadonlyMap<string, Local>,
  form: BodyPlacing['form'],
  where: string,
  problems: Problems,
): BodyPlacing | undefined {
  const local = locals.get(nameOf(value));
  if (local?.kind === 'rest') return { kind: 'fields', except: local.except, form };
  if (local?.kind === 'member' || local?.kind === 'argument') return { kind: 'whole', member: local.name, form };
  problems.report(where, 'a body of another kind');
  return undefined;
}

/** `buildHeaders([{ Accept: 'x', ...(y != null ? { Name: y } : undefined) }, options?.headers])`. */
function readHeaders(
  value: Expression | undefined,
  locals: ReadonlyMap<string, Local>,
  found: Found,
  where: string,
  problems: Problems,
): void {
  if (value?.type !== 'CallExpression' || nameOf(value.callee) !== 'buildHeaders') {
    problems.report(where, 'header fields of another kind');
    return;
  }
  const headers: HeaderPlacing[] = [];
  walk(value, (node) => {
    if (node.type !== 'Property') return;
    const wire = keyText(node.key);
    if (node.value.type === 'Literal') {
      if (/^accept$/i.test(wire)) found.accept = String(node.value.value);
      else if (/^content-type$/i.test(wire)) found.contentType = String(node.value.value);
      else problems.report(where, `a header field ${wire} with a fixed value`);
      return;
    }
    const member = memberIn(node.value, locals);
    if (member === undefined) problems.report(where, `a header field ${wire} from nowhere`);
    else headers.push({ wire, member });
  });
  found.headers = headers;
}

/** The member of `params` that an expression such as `name?.toString()` stands for. */
function memberIn(value: Node, locals: ReadonlyMap<string, Local>): string | undefined {
  let member: string | undefined;
  walk(value, (node) => {
    const local = locals.get(nameOf(node));
    if (local?.kind === 'member') member ??= local.name;
  });
  return member;
}

/** A local name of a method: one of its arguments, one member of `params`, or all members that were not named. */
export type Local =
  | { readonly kind: 'argument'; readonly name: string }
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'rest'; readonly except: readonly string[] }
  /** `accounts` or `zones`, and its id: the path serves both. */
  | { readonly kind: 'scope' }
  | { readonly kind: 'scope-id' };

/** Arguments that hold members; where all of them go to one place there is no `params` to take apart. */
export const bags: readonly string[] = ['params', 'query', 'body', 'options'];

/** What the arguments of a method, and the declarations at its start, name. */
export function readLocals(
  body: readonly Statement[],
  names: readonly string[],
  where: string,
  problems: Problems,
): ReadonlyMap<string, Local> {
  // Beside `params`, `body` is the whole body: its members are not told.
  const isBag = (name: string): boolean => bags.includes(name) && (name !== 'body' || !names.includes('params'));
  const locals = new Map<string, Local>(
    names.map((name) => [name, isBag(name) ? { kind: 'rest', except: [] } : { kind: 'argument', name }]),
  );
  for (const statement of body.slice(0, -1)) {
    // An `if` only refuses arguments that do not go together.
    if (statement.type === 'IfStatement') continue;
    const [declaration, second] = statement.type === 'VariableDeclaration' ? statement.declarations : [];
    if (declaration?.id.type !== 'ObjectPattern' || second) {
      problems.report(where, `a statement of another kind: ${statement.type}`);
      continue;
    }
    const isScope = bare(declaration.init ?? undefined)?.type === 'ConditionalExpression';
    const named: string[] = [];
    for (const property of declaration.id.properties) {
      if (property.type === 'RestElement') {
        locals.set(nameOf(property.argument), { kind: 'rest', except: named });
        continue;
      }
      const wire = keyText(property.key);
      const local = nameOf(property.value);
      named.push(wire);
      if (isScope) locals.set(local, { kind: wire === 'accountOrZone' ? 'scope' : 'scope-id' });
      else locals.set(local, { kind: 'member', name: wire });
    }
  }
  return locals;
}
