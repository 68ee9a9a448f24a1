// What each method of the SDK's resources does on the wire, read from its JavaScript: method, path, and which of its
// arguments goes where. Knows no types. The SDK is generated code of few shapes; whatever has another shape is a problem.

import type { Class, Expression, Function as FunctionNode, MethodDefinition, Node } from 'oxc-parser';
import type { Method } from '../../request/types.ts';
import type { Problems } from './facts.ts';
import { bags, type Local, readLocals, readOptions, type WireParts } from './sdk-options.ts';
import { bare, nameOf, type SourceFile, walk } from './sources.ts';

export interface SdkCallFacts extends WireParts {
  /** Such as `resources/dns/records.mjs: BaseRecords.list`. */
  readonly where: string;
  readonly className: string;
  /** Where the client has it: `dns`, `records`. */
  readonly key: readonly string[];
  readonly name: string;
  readonly http: Method;
  readonly template: PathTemplate;
  /** Names of the method's positional arguments, as in the SDK, before `params` and `options`. */
  readonly positional: readonly string[];
  /** Name of the SDK's class for a list in pages; undefined where it reads one response. */
  readonly pageClass: string | undefined;
  /** The SDK gives `result`, not the whole body. */
  readonly isUnwrapped: boolean;
  readonly doc: string | undefined;
}

const HTTP: Readonly<Record<string, Method>> = {
  get: 'GET',
  getAPIList: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
};

/** All calls of one file, in its order. */
export function readCalls(source: SourceFile, label: string, problems: Problems): readonly SdkCallFacts[] {
  const calls: SdkCallFacts[] = [];
  const keys = readKeys(source.program);
  walk(source.program, (node) => {
    if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return;
    const className = node.id?.name ?? '';
    for (const method of methodsOf(node)) {
      const where = `${label}: ${className}.${keyName(method) ?? '?'}`;
      const key = keys.get(className);
      const call = key ? readCall(method, where, problems) : undefined;
      if (key && call) calls.push({ ...call, where, className, key, doc: source.docOf(method) });
      else problems.report(where, key ? 'no call on the wire' : 'a class without a key');
    }
  });
  const sent = countSends(source.program);
  if (sent !== calls.length) problems.report(label, `${sent} calls on the wire, of which ${calls.length} were read`);
  return calls;
}

type OneCall = Omit<SdkCallFacts, 'where' | 'className' | 'key' | 'doc'>;

function readCall(method: MethodDefinition, where: string, problems: Problems): OneCall | undefined {
  const name = keyName(method);
  const body = (method.value as FunctionNode).body?.body;
  if (name === undefined || !body) return undefined;
  const names = (method.value as FunctionNode).params.map((given) =>
    nameOf(given.type === 'AssignmentPattern' ? given.left : (given as Node)),
  );
  const positional = names.filter((given) => !bags.includes(given));
  const locals = readLocals(body, names, where, problems);
  const last = body.at(-1);
  const returned = last?.type === 'ReturnStatement' ? unwrapped(last.argument) : undefined;
  const callee = returned?.send.callee;
  const verb = callee?.type === 'MemberExpression' ? nameOf(callee.property) : '';
  const http = HTTP[verb];
  if (!returned || !http) return undefined;
  const [pathNode, ...others] = returned.send.arguments as readonly Expression[];
  const template = readTemplate(pathNode, locals);
  if (!template) {
    problems.report(where, 'its path was not understood');
    return undefined;
  }
  const pageClass = verb === 'getAPIList' ? nameOf(bare(others.shift())) : undefined;
  const { method: overridden, ...parts } = readOptions(others[0], locals, where, problems);
  return {
    name,
    http: overridden ?? http,
    template,
    positional,
    pageClass: pageClass === '' ? undefined : pageClass,
    isUnwrapped: returned.isUnwrapped,
    ...parts,
  };
}

/** `this._client.x(…)` below `._thenUnwrap(…)`, or by itself. */
function unwrapped(node: Expression | null): { readonly send: CallNode; readonly isUnwrapped: boolean } | undefined {
  const call = bare(node ?? undefined);
  if (call?.type !== 'CallExpression') return undefined;
  if (isSend(call)) return { send: call, isUnwrapped: false };
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || nameOf(callee.property) !== '_thenUnwrap') return undefined;
  const inner = bare(callee.object);
  return inner?.type === 'CallExpression' && isSend(inner) ? { send: inner, isUnwrapped: true } : undefined;
}

type CallNode = Extract<Expression, { type: 'CallExpression' }>;

/** True for a call on `this._client`. */
function isSend({ callee }: CallNode): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'MemberExpression' &&
    callee.object.object.type === 'ThisExpression' &&
    nameOf(callee.object.property) === '_client'
  );
}

function countSends(program: Node): number {
  let count = 0;
  walk(program, (node) => {
    if (node.type === 'CallExpression' && isSend(node)) count++;
  });
  return count;
}

/** `BaseX._key = Object.freeze(['a', 'b'])` for every class of a file. */
function readKeys(program: Node): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  walk(program, (node) => {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return;
    if (nameOf(node.left.property) !== '_key' || node.right.type !== 'CallExpression') return;
    const [list] = node.right.arguments;
    if (list?.type !== 'ArrayExpression') return;
    const words = list.elements.map((element) => (element?.type === 'Literal' ? String(element.value) : ''));
    keys.set(nameOf(node.left.object), words);
  });
  return keys;
}

function methodsOf(node: Class): readonly MethodDefinition[] {
  return node.body.body.filter(
    (member) => member.type === 'MethodDefinition' && member.kind === 'method',
  ) as readonly MethodDefinition[];
}

function keyName(method: MethodDefinition): string | undefined {
  return method.key.type === 'Identifier' ? method.key.name : undefined;
}

/** A path in pieces. A path that serves accounts and zones has its gap at the start: see `expand`. */
interface PathTemplate {
  readonly pieces: readonly Piece[];
  /** `/{accounts or zones}/{id}` stands before the pieces. */
  readonly isScoped: boolean;
}

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** `wire` is the name in braces; `source` the positional argument or the member of `params` that fills it. */
  | { readonly kind: 'gap'; readonly wire: string; readonly source: string };

/** Undefined where a gap is filled by anything but an argument. */
function readTemplate(node: Expression | undefined, locals: ReadonlyMap<string, Local>): PathTemplate | undefined {
  const expression = bare(node);
  if (expression?.type === 'Literal' && typeof expression.value === 'string') {
    return { pieces: [{ kind: 'text', text: expression.value }], isScoped: false };
  }
  if (expression?.type !== 'TaggedTemplateExpression' || nameOf(expression.tag) !== 'path') return undefined;
  const { quasis, expressions } = expression.quasi;
  const pieces: Piece[] = [];
  let isScoped = false;
  for (const [index, quasi] of quasis.entries()) {
    pieces.push({ kind: 'text', text: quasi.value.cooked ?? quasi.value.raw });
    const gap = expressions[index];
    if (!gap) continue;
    const local = locals.get(nameOf(gap));
    if (local?.kind === 'argument') pieces.push({ kind: 'gap', wire: snakeCase(local.name), source: local.name });
    else if (local?.kind === 'member') pieces.push({ kind: 'gap', wire: local.name, source: local.name });
    else if (local?.kind === 'scope') isScoped = true;
    else if (local?.kind !== 'scope-id') return undefined;
  }
  if (!isScoped) return { pieces: joined(pieces), isScoped };
  const [path = { kind: 'text', text: '' }, ...rest] = joined(pieces);
  // What is left of `/${accountOrZone}/${accountOrZoneId}/rest` without its gaps.
  if (path.kind !== 'text' || !path.text.startsWith('//')) return undefined;
  return { pieces: [{ kind: 'text', text: path.text.slice(2) }, ...rest], isScoped };
}

/** The paths that a template stands for: two where it serves accounts and zones. */
export function expandCall({ pieces, isScoped }: PathTemplate): readonly string[] {
  const path = pieces.map((piece) => (piece.kind === 'text' ? piece.text : `{${piece.wire}}`)).join('');
  return isScoped ? [`/accounts/{account_id}${path}`, `/zones/{zone_id}${path}`] : [path];
}

/** `dnsRecordID` -> `dns_record_id`, `cf1SiteID` -> `cf1_site_id`: what the API's own documentation writes in the path. */
export function snakeCase(name: string): string {
  return (
    name
      .replace(/(?:^d|D)DoS/g, 'Ddos')
      .replace(/E2E/g, 'E2e')
      .replace(/IdP/g, 'Idp')
      // A plural of an acronym is one word: `deleteByIDs`.
      .replace(/([A-Z])([A-Z]+)s(?=[A-Z]|$)/g, (_, first: string, rest: string) => `${first}${rest.toLowerCase()}s`)
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
      .toLowerCase()
  );
}

function joined(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = { kind: 'text', text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}
