// JSON without the secrets in it: what stands under a secret name, in an object that says of itself that it holds a secret, or
// has the form of one. Reads JSON that is not complete yet as well. Everything else stays as it was typed, digit for digit.
import { LEFT_OUT } from './known-secrets.ts';
import {
  isBeside,
  isDestination,
  isSecretFieldOf,
  isSecretHeader,
  isSecretName,
  isSecretType,
} from './secret-names.ts';
import { redactDestination, redactText } from './secret-text.ts';

export interface Surroundings {
  /** The path that it is sent to. */
  readonly path: string;
  /** True where all of it is below something secret. */
  readonly isSecret: boolean;
  /** True for an object of header fields. */
  readonly isHeaders: boolean;
}

/** What is to be done with a member: left out, searched for forms, or as an address that logs go to. */
export type JudgedAs = 'secret' | 'destination' | 'text';

interface Scalar {
  readonly kind: 'scalar';
  readonly from: number;
  /** Grows where a string lacks its quotes and has blanks in it. */
  to: number;
  /** Decoded; undefined for what is no string. */
  readonly text: string | undefined;
}

interface ArrayNode {
  readonly kind: 'array';
  readonly items: Node[];
}

interface ObjectNode {
  readonly kind: 'object';
  readonly members: { readonly key: Scalar; value: Node | undefined }[];
}

type Node = Scalar | ArrayNode | ObjectNode;

/** A string, a sign, or any other scalar. A string may lack its end. */
const TOKEN = /"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|[{}[\]:,]|[^\s{}[\],:"]+/g;

/** JSON text without what is secret in it. */
export function redactJson(text: string, around: Surroundings): string {
  // A shell, or our own line, takes the quotes out of `{"a":"b"}`. Other quotes are another language's.
  const nameOf = ({ text: name, from, to }: Scalar): string => name ?? text.slice(from, to).replace(/^['`].*/s, '');
  const cuts: { readonly from: number; readonly to: number; readonly put: string }[] = [];
  const cut = ({ from, to }: Scalar, put: string): void => {
    if (text.slice(from, to) !== put) cuts.push({ from, to, put });
  };
  const asText = (scalar: Scalar, read: (text: string) => string): void => {
    if (scalar.text === undefined) return;
    const left = read(scalar.text);
    if (left !== scalar.text) cut(scalar, JSON.stringify(left));
  };
  // Not recursive: JSON may be nested deeper than the stack is.
  const open: { readonly node: Node; readonly around: Surroundings; readonly verdict: JudgedAs }[] = [];
  for (const node of read(text)) open.push({ node, around, verdict: around.isSecret ? 'secret' : 'text' });
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, verdict } = next;
    const inner = { ...next.around, isSecret: verdict === 'secret' };
    if (node.kind === 'scalar') {
      if (verdict === 'secret' && !isEmpty(text.slice(node.from, node.to))) cut(node, `"${LEFT_OUT}"`);
      else asText(node, verdict === 'destination' ? redactDestination : (value) => redactNested(value, inner));
    } else if (node.kind === 'array') {
      const [first, second] = node.items;
      // A header field as a pair.
      const isPair = node.items.length === 2 && second?.kind === 'scalar' && isHeaderName(first);
      for (const item of node.items) {
        open.push({ node: item, around: inner, verdict: isPair && item === second ? 'secret' : verdict });
      }
    } else {
      const judge = judgeOf(
        node.members.map(({ key, value }) => [
          nameOf(key),
          value?.kind === 'scalar' ? (value.text ?? text.slice(value.from, value.to)) : undefined,
        ]),
        inner,
      );
      for (const { key, value } of node.members) {
        asText(key, redactText);
        const name = nameOf(key);
        const isHeaders = /headers?$/i.test(name);
        if (value) open.push({ node: value, around: { ...inner, isHeaders }, verdict: judge(name) });
      }
    }
  }
  cuts.sort((a, b) => a.from - b.from);
  let at = 0;
  let left = '';
  for (const { from, to, put } of cuts) {
    if (from < at) continue;
    left += text.slice(at, from) + put;
    at = to;
  }
  return left + text.slice(at);
}

/** What is to be done with each member of an object, by its name and by what stands beside it. */
export function judgeOf(
  members: readonly (readonly [name: string, value: string | undefined])[],
  around: Surroundings,
): (name: string) => JudgedAs {
  const has = (named: RegExp, test: (value: string) => boolean): boolean =>
    members.some(([name, value]) => value !== undefined && named.test(name) && test(value));
  const saysSecret =
    has(/^type$/i, isSecretType) || has(/^(?:is_?)?(?:secret|sensitive|encrypted)$/i, (value) => value === 'true');
  const namesSecret = has(/^(?:name|key|header(?:_?name)?|field|variable)$/i, isNameOfSecret);
  const isKey = has(/^kty$/, () => true);
  const isAllBeside = members.every(([name]) => isBeside(name));
  return (name) => {
    if (isDestination(name)) return 'destination';
    if (isSecretName(name) || isSecretFieldOf(around.path, name)) return 'secret';
    if (around.isHeaders && isSecretHeader(name)) return 'secret';
    if (isKey && /^(?:k|d|p|q|dp|dq|qi|oth)$/.test(name)) return 'secret';
    if ((around.isSecret && !isAllBeside) || saysSecret) return isBeside(name) ? 'text' : 'secret';
    if (around.isSecret) return isAllBeside && /id$|uuid$/i.test(name) ? 'text' : 'secret';
    return namesSecret && /^(?:values?|text|header_?value)$/i.test(name) ? 'secret' : 'text';
  };
}

/** True for what tells nothing, even where it is secret. */
export function isEmpty(json: string): boolean {
  return /^(?:true|false|null|"(?:true|false)?"?)$/.test(json);
}

/** True for the name of a header field or of a variable that holds a secret; a host's name is none. */
function isNameOfSecret(name: string): boolean {
  if (!/^[\w%-]+$/.test(name)) return false;
  return isSecretName(name) || (isSecretHeader(name) && /-|_key$|^cookie$/i.test(name));
}

function isHeaderName(node: Node | undefined): boolean {
  return (
    node?.kind === 'scalar' &&
    /^(?:authorization|cookie|[\w]+-[\w-]+)$/i.test(node.text ?? '') &&
    isSecretHeader(node.text ?? '')
  );
}

/** A text may be JSON itself. */
function redactNested(text: string, around: Surroundings): string {
  return /^\s*[[{]/.test(text) ? redactJson(text, around) : redactText(text);
}

function read(text: string): readonly Node[] {
  const top: Node[] = [];
  const open: (ArrayNode | ObjectNode)[] = [];
  let key: { readonly key: Scalar; value: Node | undefined } | undefined;
  let last: Scalar | undefined;
  let before: Scalar | undefined;
  const add = (node: Node): void => {
    const container = open.at(-1);
    if (!container) top.push(node);
    else if (container.kind === 'array') container.items.push(node);
    else if (key) {
      key.value = node;
      key = undefined;
    }
  };
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    const container = open.at(-1);
    if (/^[{}[\]:,]$/.test(token)) before = undefined;
    if (token === '{' || token === '[') {
      const node: ArrayNode | ObjectNode =
        token === '{' ? { kind: 'object', members: [] } : { kind: 'array', items: [] };
      add(node);
      open.push(node);
    } else if (token === '}' || token === ']') {
      open.pop();
      key = undefined;
    } else if (token === ':') {
      if (container?.kind === 'object' && last) {
        key = { key: last, value: undefined };
        container.members.push(key);
      }
      last = undefined;
    } else if (token === ',') {
      key = undefined;
      last = undefined;
    } else {
      const scalar = scalarOf(token, match.index);
      if (before && scalar.text === undefined) before.to = scalar.to;
      else before = scalar;
      if (container?.kind === 'object' && !key) last = scalar;
      else add(scalar);
    }
  }
  return top;
}

function scalarOf(token: string, from: number): Scalar {
  const place = { kind: 'scalar', from, to: from + token.length } as const;
  return { ...place, text: token.startsWith('"') ? saidBy(token) : undefined };
}

/** What a string of JSON says; as it stands where it is not complete. */
export function saidBy(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.replace(/^"|"$/g, '');
  }
}
