// Values of JavaScript, as far as a script that makes a request has them. Nothing is evaluated but what is written out: literals,
// templates, objects, what they are put together by. The rest becomes marks.
import type { Expression, Node, Property, SpreadElement, Super } from 'acorn';
import type { Marks } from './marks.ts';

export type JsValue =
  | { readonly kind: 'text'; readonly text: string }
  /** A number, a boolean or null, as JSON writes it. */
  | { readonly kind: 'json'; readonly source: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'list'; readonly items: readonly JsValue[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [name: string, value: JsValue])[] }
  /** URLSearchParams. */
  | { readonly kind: 'query'; readonly pairs: readonly (readonly [string, string])[] }
  | { readonly kind: 'file'; readonly path: string }
  /** FormData and whatever else is not text. */
  | { readonly kind: 'other'; readonly written: string };

const jsText = (text: string): JsValue => ({ kind: 'text', text });
export const jsNothing: JsValue = { kind: 'nothing' };

/** Expressions within expressions that are read; deeper ones become marks. */
const MAX_DEPTH = 200;

export interface JsScope {
  readonly source: string;
  readonly marks: Marks;
  readonly variables: Map<string, JsValue>;
}

type Readable = Expression | SpreadElement | Super | Node | null | undefined;

/** The value of an expression; a mark where only running it would tell. */
export function jsValue(node: Readable, scope: JsScope, depth = 0): JsValue {
  if (node === null || node === undefined) return jsNothing;
  if (depth > MAX_DEPTH) return unknown(node, scope);
  const of = (inner: Readable): JsValue => jsValue(inner, scope, depth + 1);
  // Acorn's nodes are told apart by their type.
  const expression = node as Expression;
  switch (expression.type) {
    case 'Literal':
      return literal(expression.value, node, scope);
    case 'TemplateLiteral': {
      const parts = expression.quasis.map(({ value }, index) => {
        const inner = expression.expressions[index];
        return (value.cooked ?? value.raw) + (inner === undefined ? '' : jsString(of(inner), inner, scope));
      });
      return jsText(parts.join(''));
    }
    case 'Identifier':
      if (expression.name === 'undefined') return jsNothing;
      return scope.variables.get(expression.name) ?? unknown(node, scope, expression.name);
    case 'AwaitExpression':
      return of(expression.argument);
    case 'ParenthesizedExpression':
      return of(expression.expression);
    case 'UnaryExpression':
      return unary(expression.operator, of(expression.argument)) ?? unknown(node, scope);
    case 'BinaryExpression': {
      if (expression.operator !== '+') return unknown(node, scope);
      const [left, right] = [of(expression.left), of(expression.right)];
      if (left.kind !== 'text' && right.kind !== 'text') return unknown(node, scope);
      return jsText(jsString(left, expression.left, scope) + jsString(right, expression.right, scope));
    }
    case 'LogicalExpression': {
      // `process.env.ZONE ?? 'abc'`: what the script would use here.
      const left = of(expression.left);
      const isOpen = left.kind === 'text' && scope.marks.only(left.text) !== undefined;
      return expression.operator === '&&' ? unknown(node, scope) : isOpen ? of(expression.right) : left;
    }
    case 'ArrayExpression':
      return { kind: 'list', items: expression.elements.map(of) };
    case 'ObjectExpression':
      return { kind: 'object', entries: expression.properties.flatMap((one) => entriesOf(one, of, scope)) };
    case 'MemberExpression': {
      const { property, computed } = expression;
      const key = of(property);
      const name = !computed && property.type === 'Identifier' ? property.name : key.kind === 'text' ? key.text : '';
      const object = expression.object.type === 'Super' ? jsNothing : of(expression.object);
      return memberOf(object, name) ?? unknown(node, scope, name || undefined);
    }
    case 'NewExpression':
    case 'CallExpression':
      return called(expression, of, scope) ?? unknown(node, scope);
    case 'ChainExpression':
      return of(expression.expression);
    default:
      return unknown(node, scope);
  }
}

function literal(value: unknown, node: Node, scope: JsScope): JsValue {
  if (typeof value === 'string') return jsText(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'number')
    return { kind: 'json', source: JSON.stringify(value) };
  return unknown(node, scope);
}

function unary(operator: string, value: JsValue): JsValue | undefined {
  if (operator === 'void') return jsNothing;
  if (value.kind !== 'json') return undefined;
  if (operator === '-' && /^\d/.test(value.source)) return { kind: 'json', source: `-${value.source}` };
  if (operator === '!') return { kind: 'json', source: String(/^(?:0|false|null)$/.test(value.source)) };
  return undefined;
}

function entriesOf(
  property: Property | SpreadElement,
  of: (node: Readable) => JsValue,
  scope: JsScope,
): readonly (readonly [string, JsValue])[] {
  if (property.type === 'SpreadElement') {
    const spread = of(property.argument);
    return spread.kind === 'object' ? spread.entries : [];
  }
  const { key, computed } = property;
  const name = !computed && key.type === 'Identifier' ? key.name : jsString(of(key), key, scope);
  return [[name, of(property.value)]];
}

function memberOf(object: JsValue, name: string): JsValue | undefined {
  if (object.kind === 'object') return object.entries.findLast(([key]) => key === name)?.[1];
  return object.kind === 'list' && /^\d+$/.test(name) ? object.items[Number(name)] : undefined;
}

/** What a call gives, where that follows from what is written. */
function called(
  { callee, arguments: args, type }: Extract<Expression, { type: 'CallExpression' | 'NewExpression' }>,
  of: (node: Readable) => JsValue,
  scope: JsScope,
): JsValue | undefined {
  const written = scope.source.slice(callee.start, callee.end).replace(/\s/g, '');
  const [first, second] = args;
  const text = (): string => jsString(of(first), first, scope);
  if (type === 'NewExpression') {
    if (/^(?:\w+\.)?URLSearchParams$/.test(written)) return queryOf(of(first), first, scope);
    if (/^(?:\w+\.)?Headers$/.test(written)) return of(first);
    if (written === 'URL') return urlOf(text(), second === undefined ? undefined : jsString(of(second), second, scope));
    return { kind: 'other', written };
  }
  if (written === 'JSON.stringify') return jsText(jsJson(of(first)));
  if (/^(?:encodeURIComponent|encodeURI)$/.test(written))
    return jsText(scope.marks.around(text(), (part) => encodeURIComponent(part.toWellFormed())));
  if (/^(?:String|Buffer\.from)$/.test(written)) return jsText(text());
  if (/(?:^|\.)(?:readFile|readFileSync|openAsBlob|createReadStream)$|^Bun\.file$/.test(written))
    return { kind: 'file', path: text() };
  if (/TextEncoder\(\)\.encode$/.test(written)) return of(first);
  if (callee.type !== 'MemberExpression' || callee.object.type === 'Super') return undefined;
  const object = of(callee.object);
  if (/\.(?:toString|trim|href)$/.test(written)) return object.kind === 'query' ? jsText(formOf(object.pairs)) : object;
  if (/\.join$/.test(written) && object.kind === 'list') {
    const between = first === undefined ? ',' : text();
    return jsText(object.items.map((item) => jsString(item, undefined, scope)).join(between));
  }
  return undefined;
}

function urlOf(path: string, base: string | undefined): JsValue {
  if (base === undefined || /^https?:/.test(path)) return jsText(path);
  const origin = /^https?:\/\/[^/]+/.exec(base)?.[0] ?? '';
  return jsText(path.startsWith('/') ? origin + path : base.replace(/[^/]*$/, '') + path);
}

function queryOf(value: JsValue, node: Readable, scope: JsScope): JsValue {
  const string = (one: JsValue | undefined): string => jsString(one ?? jsNothing, undefined, scope);
  if (value.kind === 'object')
    return { kind: 'query', pairs: value.entries.map(([name, one]) => [name, string(one)] as const) };
  if (value.kind === 'list') {
    const pairs = value.items.map((item) =>
      item.kind === 'list' ? ([string(item.items[0]), string(item.items[1])] as const) : (['', ''] as const),
    );
    return { kind: 'query', pairs };
  }
  return value.kind === 'nothing'
    ? { kind: 'query', pairs: [] }
    : jsText(jsString(value, node, scope).replace(/^\?/, ''));
}

/** Pairs as a query; marks are not encoded, for they are no text yet. */
function formOf(pairs: readonly (readonly [string, string])[]): string {
  const encoded = (text: string): string =>
    text.replace(/[^\w*.\-\ue000-\uf8ff]/gu, (character) =>
      character === ' '
        ? '+'
        : encodeURIComponent(character.toWellFormed()).replace(
            /[!'()~]/g,
            (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
          ),
    );
  return pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
}

/** The value where text is wanted. */
export function jsString(value: JsValue, node: Readable, scope: JsScope): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'json':
      return value.source;
    case 'nothing':
      return 'undefined';
    case 'query':
      return formOf(value.pairs);
    case 'list':
      return value.items.map((item) => jsString(item, undefined, scope)).join(',');
    default:
      return node === null || node === undefined ? '' : textOf(unknown(node, scope));
  }
}

function textOf(value: JsValue): string {
  return value.kind === 'text' ? value.text : '';
}

/** What `JSON.stringify` makes of it; marks stay in its strings. */
export function jsJson(value: JsValue): string {
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text);
    case 'json':
      return value.source;
    case 'list':
      return `[${value.items.map((item) => (item.kind === 'nothing' ? 'null' : jsJson(item))).join(',')}]`;
    case 'object': {
      const last = new Map(value.entries.filter(([, one]) => one.kind !== 'nothing'));
      return `{${[...last].map(([name, one]) => `${JSON.stringify(name)}:${jsJson(one)}`).join(',')}}`;
    }
    case 'nothing':
      return 'null';
    default:
      return '{}';
  }
}

function unknown({ start, end }: Node, { source, marks }: JsScope, name?: string): JsValue {
  const written = source.slice(start, end);
  return jsText(
    marks.put({ name: name ?? /([A-Za-z_]\w*)\W*$/.exec(written)?.[1] ?? 'value', written: `\${${written}}` }),
  );
}
