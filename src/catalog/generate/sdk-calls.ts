// What each method of the SDK's resources does on the wire, read from its JavaScript: method, path, and which of its
// arguments goes where. Knows no types. The SDK is generated code of few shapes; whatever has another shape is a problem.
import type { Class, Expression, Function as FunctionNode, MethodDefinition, Node } from 'oxc-parser';
import type { Method } from '../../request/types.ts';
import type { Problems } from './problems.ts';
import { bags, readLocals } from './sdk-locals.ts';
import { readOptions, type WireParts } from './sdk-options.ts';
import { type PathTemplate, readTemplate } from './sdk-template.ts';
import type { SourceFile } from './sources.ts';
import { bare, nameOf, walk } from './syntax.ts';

export interface SdkCall extends WireParts {
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
  /** Name of the SDK's class for a list in pages; undefined where it reads one answer. */
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
export function readCalls(source: SourceFile, label: string, problems: Problems): readonly SdkCall[] {
  const calls: SdkCall[] = [];
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

type OneCall = Omit<SdkCall, 'where' | 'className' | 'key' | 'doc'>;

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
