// Requests in JavaScript: `fetch`, as browsers copy it and people write it, axios, and the official SDK. Nothing runs: acorn reads
// the text, and what is written out in it is what a request says.
import { type CallExpression, type Node, parse, parseExpressionAt, type VariableDeclarator } from 'acorn';
import { type JsScope, type JsValue, jsJson, jsNothing, jsString, jsValue } from './javascript-values.ts';
import type { Marks } from './marks.ts';
import type { CallBody, FindSdkOperation, HttpCall } from './types.ts';

const OPTIONS = {
  ecmaVersion: 'latest',
  sourceType: 'module',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowHashBang: true,
} as const;

/** Constants and calls that are read of a text that is no program as a whole. */
const MOST_PARTS = 50;

/** The requests in the text, in order; a sentence where it cannot be read. */
export function readJavaScript(
  text: string,
  marks: Marks,
  findOperation: FindSdkOperation,
): readonly HttpCall[] | string {
  const scope: JsScope = { source: text, marks, variables: new Map() };
  try {
    const calls: HttpCall[] = [];
    const clients = new Map<string, Client>();
    for (const node of statementsOf(text)) {
      visit(node, (found) => {
        if (isVariable(found)) takeVariable(found, scope, clients);
        else if (isCall(found)) calls.push(...callOf(found, scope, clients, findOperation));
      });
    }
    return calls;
  } catch (error) {
    if (error instanceof RangeError) return 'This JavaScript is nested too deeply to be read.';
    throw error;
  }
}

/** The text as a program; where it is none, as with types in it, its constants and calls one by one. */
function statementsOf(text: string): readonly Node[] {
  const plain = withoutTypes(text);
  for (const source of [text, plain]) {
    try {
      return [parse(source, OPTIONS)];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  const nodes: Node[] = [];
  const starts = /\b(?:const|let|var)\s+\w+\s*=\s*|\b(?:fetch|axios(?:\.\w+)?)\s*\(/g;
  let after = 0;
  for (const { index, 0: found } of plain.matchAll(starts)) {
    if (index < after) continue;
    if (nodes.length === MOST_PARTS) break;
    try {
      const isDeclared = found.endsWith('(') === false;
      const expression = parseExpressionAt(plain, isDeclared ? index + found.length : index, OPTIONS);
      const statement = ' '.repeat(index) + plain.slice(index, expression.end);
      nodes.push(isDeclared ? parse(statement, OPTIONS) : expression);
      after = expression.end;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return nodes;
}

/** The text with blanks for what only TypeScript has, so that every offset stays. */
function withoutTypes(text: string): string {
  const blank = (found: string): string => ' '.repeat(found.length);
  return text
    .replace(/^[ \t]*(?:export )?(?:interface \w+ \{[^{}]*\}|type \w+ = [^;\n]*;)/gm, (found) =>
      found.replace(/[^\n]/g, ' '),
    )
    .replace(/(?<=[\w)\]])!(?=[\s,;.)}\]`])/g, ' ')
    .replace(/\bas (?:const|any|unknown|string|number|[A-Z]\w*(?:<\w+>)?(?:\[\])?)/g, blank)
    .replace(/(?<=\b(?:const|let|var) \w+)\s*:\s*[\w.<>[\], |]+(?= =)/g, blank)
    .replace(/(?<=\bfetch)<\w+>(?=\()/g, blank);
}

/** Goes through the nodes in the order of the text; an inner call comes before the one around it. */
function visit(node: Node, take: (node: Node) => void): void {
  for (const [name, value] of Object.entries(node)) {
    if (name === 'type') continue;
    for (const inner of Array.isArray(value) ? value : [value]) if (isNode(inner)) visit(inner, take);
  }
  take(node);
}

const isVariable = (node: Node): node is VariableDeclarator => node.type === 'VariableDeclarator';
const isCall = (node: Node): node is CallExpression => node.type === 'CallExpression';

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

interface Client {
  readonly bearer: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
}

/** A constant, a client of the SDK, or FormData, which other lines fill. */
function takeVariable({ id, init }: VariableDeclarator, scope: JsScope, clients: Map<string, Client>): void {
  if (!init || id.type !== 'Identifier') return;
  const { name } = id;
  const created = init.type === 'NewExpression' ? init : undefined;
  if (created && /^Cloudflare$/i.test(scope.source.slice(created.callee.start, created.callee.end))) {
    clients.set(name, clientOf(jsValue(created.arguments[0], scope), scope));
  } else if (init.type !== 'ArrowFunctionExpression' && init.type !== 'FunctionExpression') {
    const value = jsValue(init, scope);
    // A value that is not known is told by its own name.
    const isOpen =
      value.kind === 'text' &&
      scope.marks.only(value.text) !== undefined &&
      !/env\b/.test(scope.source.slice(init.start, init.end));
    if (!isOpen) scope.variables.set(name, value);
  }
}

function clientOf(options: JsValue, scope: JsScope): Client {
  const member = (name: string): string | undefined => {
    const value = memberNamed(options, name);
    return value.kind === 'text' ? jsString(value, undefined, scope) : undefined;
  };
  const [email, key] = [member('apiEmail'), member('apiKey')];
  const headers = [
    ...(email === undefined ? [] : [['X-Auth-Email', email] as const]),
    ...(key === undefined ? [] : [['X-Auth-Key', key] as const]),
  ];
  return { bearer: member('apiToken'), headers };
}

function memberNamed(value: JsValue, name: string): JsValue {
  if (value.kind !== 'object') return jsNothing;
  return value.entries.findLast(([key]) => key === name)?.[1] ?? jsNothing;
}

function callOf(
  call: CallExpression,
  scope: JsScope,
  clients: ReadonlyMap<string, Client>,
  findOperation: FindSdkOperation,
): readonly HttpCall[] {
  const callee = scope.source.slice(call.callee.start, call.callee.end).replace(/\s/g, '');
  const args = call.arguments.map((argument) => jsValue(argument, scope));
  if (/^(?:(?:window|globalThis|self|undici)\.)?fetch$/.test(callee)) return [fetchCallOf(args, call, scope)];
  const axios = /^axios(?:\.(get|delete|head|options|post|put|patch|request))?$/.exec(callee);
  if (axios !== null) return [axiosCallOf(axios[1], args, call, scope)];
  const [object = '', ...members] = callee.replace(/\?\./g, '.').split('.');
  const client = clients.get(object);
  if (client === undefined || members.length === 0) return [];
  return [sdkCallOf(members, args, call, client, scope, findOperation)];
}

/** A call with what all kinds of them have; `given` is what is known of this one. */
function made(given: Partial<HttpCall> & { readonly url: string }): HttpCall {
  return {
    method: 'GET',
    headers: [],
    query: [],
    body: undefined,
    filter: undefined,
    notes: [],
    isComplete: true,
    bearer: undefined,
    ...given,
  };
}

/** `fetch(address, {method, headers, body})`; `new Request(…)` is not looked into. */
function fetchCallOf(
  [address = jsNothing, init = jsNothing]: readonly JsValue[],
  call: CallExpression,
  scope: JsScope,
): HttpCall {
  const problems: Problems = { notes: [], isComplete: true };
  if (init.kind !== 'object' && init.kind !== 'nothing')
    leaveOut(problems, 'What fetch is told besides the address is not in the text.');
  const headers = headersOf(memberNamed(init, 'headers'), scope, problems);
  const body = bodyOf(memberNamed(init, 'body'), headers, scope, problems);
  const method = memberNamed(init, 'method');
  const isFile = address.kind === 'other';
  return made({
    method: method.kind === 'text' ? method.text.toUpperCase() : 'GET',
    url: isFile ? '' : jsString(address, call.arguments[0], scope),
    headers,
    body,
    ...problems,
  });
}

interface Problems {
  notes: string[];
  isComplete: boolean;
}

function leaveOut(problems: Problems, note: string): void {
  problems.notes.push(note);
  problems.isComplete = false;
}

function headersOf(value: JsValue, scope: JsScope, problems: Problems): (readonly [string, string])[] {
  if (value.kind === 'nothing') return [];
  const pairs =
    value.kind === 'object'
      ? value.entries
      : value.kind === 'list'
        ? value.items.flatMap((item): readonly (readonly [string, JsValue])[] =>
            item.kind === 'list'
              ? [[jsString(item.items[0] ?? jsNothing, undefined, scope), item.items[1] ?? jsNothing]]
              : [],
          )
        : undefined;
  if (pairs === undefined) {
    leaveOut(problems, 'The headers are not in the text.');
    return [];
  }
  return pairs.flatMap(([name, one]) => {
    if (one.kind === 'nothing' || (one.kind === 'json' && one.source === 'null')) return [];
    // The SDK sends a header for each of a list.
    const all = one.kind === 'list' ? one.items : [one];
    return all.map((single) => [name, jsString(single, undefined, scope)] as const);
  });
}

function bodyOf(
  value: JsValue,
  headers: (readonly [string, string])[],
  scope: JsScope,
  problems: Problems,
): CallBody | undefined {
  switch (value.kind) {
    case 'text':
      return value.text === '' ? undefined : { kind: 'text', text: value.text };
    case 'query':
      if (!headers.some(([name]) => name.toLowerCase() === 'content-type'))
        headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
      return { kind: 'text', text: jsString(value, undefined, scope) };
    case 'file':
      return { kind: 'file', path: value.path };
    case 'nothing':
      return undefined;
    case 'json':
      return value.source === 'null' ? undefined : { kind: 'text', text: value.source };
    default:
      leaveOut(problems, 'The body is no text in this script, and was left out.');
      return undefined;
  }
}

/** `axios(config)`, `axios.get(address, config)`, `axios.post(address, data, config)`: data becomes JSON. */
function axiosCallOf(
  method: string | undefined,
  args: readonly JsValue[],
  call: CallExpression,
  scope: JsScope,
): HttpCall {
  const problems: Problems = { notes: [], isComplete: true };
  const takesData = method !== undefined && /^(?:post|put|patch)$/.test(method);
  const [first = jsNothing] = args;
  const config = first.kind === 'object' ? first : (args[takesData ? 2 : 1] ?? jsNothing);
  const address = first.kind === 'object' ? memberNamed(first, 'url') : first;
  const own = takesData ? (args[1] ?? jsNothing) : jsNothing;
  const data = own.kind === 'nothing' ? memberNamed(config, 'data') : own;
  const headers = headersOf(memberNamed(config, 'headers'), scope, problems);
  const isJson = data.kind === 'object' || data.kind === 'list';
  const body = isJson ? ({ kind: 'text', text: jsJson(data) } as const) : bodyOf(data, headers, scope, problems);
  if (isJson && !headers.some(([name]) => name.toLowerCase() === 'content-type'))
    headers.push(['Content-Type', 'application/json']);
  const named = memberNamed(config, 'method');
  const verb = method === undefined || method === 'request' ? (named.kind === 'text' ? named.text : 'get') : method;
  const base = memberNamed(config, 'baseURL');
  const url = jsString(address, call.arguments[0], scope);
  return made({
    method: verb.toUpperCase(),
    url:
      base.kind === 'text' && !/^https?:/.test(url) ? `${base.text.replace(/\/$/, '')}/${url.replace(/^\//, '')}` : url,
    headers,
    query: pairsOf(memberNamed(config, 'params'), scope),
    body,
    ...problems,
  });
}

function pairsOf(value: JsValue, scope: JsScope): readonly (readonly [string, string])[] {
  if (value.kind === 'query') return value.pairs;
  if (value.kind !== 'object') return [];
  return value.entries.flatMap(([name, one]) =>
    one.kind === 'nothing'
      ? []
      : (one.kind === 'list' ? one.items : [one]).map((single) => [name, jsString(single, undefined, scope)] as const),
  );
}

/** `client.get(path, {query, body, headers})`, and the methods of the API's operations. */
function sdkCallOf(
  members: readonly string[],
  args: readonly JsValue[],
  call: CallExpression,
  client: Client,
  scope: JsScope,
  findOperation: FindSdkOperation,
): HttpCall {
  const problems: Problems = { notes: [], isComplete: true };
  const [verb = ''] = members;
  const credential = { bearer: client.bearer };
  if (members.length === 1 && /^(?:get|post|put|patch|delete)$/.test(verb)) {
    const [address = jsNothing, options = jsNothing] = args;
    const headers = headersOf(memberNamed(options, 'headers'), scope, problems);
    const data = memberNamed(options, 'body');
    const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type');
    // Text that is not said to be of a type goes out as JSON.
    const isJson = data.kind !== 'nothing' && data.kind !== 'file' && !(data.kind === 'text' && isTyped);
    return made({
      method: verb.toUpperCase(),
      url: jsString(address, call.arguments[0], scope),
      headers: [...client.headers, ...headers],
      query: pairsOf(memberNamed(options, 'query'), scope),
      body: isJson ? { kind: 'text', text: jsJson(data) } : bodyOf(data, headers, scope, problems),
      ...problems,
      ...credential,
    });
  }
  const operation = findOperation(members);
  if (operation === undefined) return made({ url: '', ...problems });
  const { positional, path, query, method } = operation;
  const parameters = args[positional.length] ?? jsNothing;
  const values = new Map<string, JsValue>(positional.map((name, index) => [name, args[index] ?? jsNothing]));
  const rest = parameters.kind === 'object' ? parameters.entries : [];
  if (parameters.kind !== 'object' && parameters.kind !== 'nothing')
    leaveOut(problems, 'The parameters are not in the text.');
  const inPath = new Set(Array.from(path.matchAll(/\{([^{}]+)\}/g), ([, name = '']) => name));
  for (const [name, value] of rest) if (inPath.has(name)) values.set(name, value);
  const others = rest.filter(([name]) => !inPath.has(name));
  const inQuery = others.filter(([name]) => query.includes(name));
  const fields = others.filter(([name]) => !query.includes(name));
  const filled = path.replace(/\{([^{}]+)\}/g, (placeholder, name: string) => {
    const value = values.get(name);
    if (value === undefined || value.kind === 'nothing') return placeholder;
    return scope.marks.around(jsString(value, undefined, scope), (part) => encodeURIComponent(part.toWellFormed()));
  });
  return made({
    method,
    url: filled,
    headers: client.headers,
    query: pairsOf({ kind: 'object', entries: inQuery }, scope),
    body: fields.length === 0 ? undefined : { kind: 'text', text: jsJson({ kind: 'object', entries: fields }) },
    ...problems,
    ...credential,
  });
}
