// Which values of a request line must not be written down in the clear, judged by the names that they stand under.
// Header fields are judged by http's rule, which is given. The trap: a name is a hint; what is secret under an innocent name stays.
import { formatLine } from './format.ts';
import { parseLine } from './parse.ts';
import type { Item, RequestLine } from './types.ts';

/** Stands where a value was left out; a line with it in it cannot be sent. */
export const LEFT_OUT = '•••';

const SECRET_NAMES =
  /secret|token|passw|passphrase|credential|authorization|signature|cookie|jwt|(?:private|api|auth|access|signing|license)[_-]?key/i;

/** Names that sound like it and tell where a list goes on. */
const HARMLESS_NAMES = /^(?:(?:next_|page_|continuation_|start_)+token|page-?token|continuation-?token)$/i;

export function isSecretName(name: string): boolean {
  return SECRET_NAMES.test(name) && !HARMLESS_NAMES.test(name);
}

export interface Redacted {
  readonly line: string;
  /** True where something was left out. */
  readonly isChanged: boolean;
}

/**
 * The line without the values of secret names: of queries, fields, members of JSON at any depth, and header fields. A line that
 * cannot be read yet is judged word by word. Where nothing was left out the line comes back as it is.
 */
export function redactLine(line: string, isSecretHeader: (name: string) => boolean): Redacted {
  const parsed = parseLine(line);
  if (!parsed.ok) {
    const text = redactWords(line, isSecretHeader);
    return { line: text, isChanged: text !== line };
  }
  const { request } = parsed;
  const items = request.items.map((item) => redactItem(item, request, isSecretHeader));
  const isChanged = items.some((item, index) => item !== request.items[index]);
  return { line: isChanged ? formatLine({ ...request, items }) : line, isChanged };
}

function redactItem(item: Item, request: RequestLine, isSecretHeader: (name: string) => boolean): Item {
  switch (item.kind) {
    case 'header':
      return isSecretHeader(item.name) || isSecretName(item.name) ? { ...item, value: LEFT_OUT } : item;
    case 'query':
      return isSecretName(item.name) ? { ...item, value: LEFT_OUT } : item;
    case 'field':
      return isSecretName(item.name) || isSecretText(item.name, request) ? { ...item, value: LEFT_OUT } : item;
    case 'json': {
      if (isSecretName(item.name) || isSecretText(item.name, request)) return { ...item, value: `"${LEFT_OUT}"` };
      return withValue(item, redactJson(item.value));
    }
    case 'body':
      return withValue(item, redactJson(item.value));
    case 'text':
      // A form, JSON that is none yet, or anything else: judged word by word.
      return withValue(item, redactWords(item.value, isSecretHeader));
    case 'file':
      return item;
  }
}

function withValue<Kind extends Item & { readonly value: string }>(item: Kind, value: string): Kind {
  return value === item.value ? item : { ...item, value };
}

/** The secrets of Workers and of the Secrets Store are set as `name` and `text`, or `value`. */
function isSecretText(name: string, { path, items }: RequestLine): boolean {
  if (name !== 'text' && name !== 'value') return false;
  return (
    /\/secrets(?:\/|$)/.test(path) ||
    items.some((item) => item.kind === 'field' && item.name === 'type' && item.value === 'secret_text')
  );
}

/** One token of JSON: a string, with the colon that makes it a name; a bracket; or any other scalar. */
const JSON_TOKEN = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]|[^\s{}[\],:"]+/g;

/** JSON text with the scalars below secret names replaced; all else stays as it was typed. */
function redactJson(text: string): string {
  let depth = 0;
  /** Depth of the value that is secret as a whole; undefined outside of one. */
  let secretFrom: number | undefined;
  let isNextSecret = false;
  return text.replace(JSON_TOKEN, (token: string, content: string | undefined, colon: string | undefined) => {
    if (colon !== undefined) {
      isNextSecret = isSecretName(content ?? '');
      return token;
    }
    if (token === '{' || token === '[') {
      if (isNextSecret) secretFrom ??= depth;
      isNextSecret = false;
      depth += 1;
      return token;
    }
    if (token === '}' || token === ']') {
      depth -= 1;
      if (depth === secretFrom) secretFrom = undefined;
      return token;
    }
    const isSecret = isNextSecret || secretFrom !== undefined;
    isNextSecret = false;
    return isSecret ? `"${LEFT_OUT}"` : token;
  });
}

/** A name, a separator, and a value in quotes or up to the next space. */
const WORD = /([\w.-]+)"?(==|:=|=|:)\s*("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s"',}\]]+)/g;

function redactWords(line: string, isSecretHeader: (name: string) => boolean): string {
  return line.replace(WORD, (word: string, name: string, separator: string, value: string) => {
    const isSecret = isSecretName(name) || (separator === ':' && isSecretHeader(name));
    return isSecret && value !== '' ? `${word.slice(0, word.length - value.length)}${LEFT_OUT}` : word;
  });
}
