// The words of a jq program, as far as the paths in it are to be understood: jq itself reads and runs it. Never fails; what is
// unfinished is the usual thing while somebody types.

export type JqKind =
  /** `.name`, `."a name"` */
  | 'field'
  | 'dot'
  /** `..` */
  | 'recurse'
  | 'string'
  | 'number'
  /** A function, a keyword, or a key in `{…}`. */
  | 'word'
  /** `$name` */
  | 'variable'
  /** `@base64` */
  | 'format'
  | 'open'
  | 'close'
  | 'pipe'
  | 'operator';

export type JqToken = {
  readonly kind: JqKind;
  readonly from: number;
  /** The offset after it. */
  readonly to: number;
  readonly text: string;
  /** A field's key, a string's text; undefined where that is computed, as in `"a\(.b)"`. */
  readonly key?: string | undefined;
  /** True for a string whose closing quote has not been typed. */
  readonly isOpen?: boolean;
};

const pieces: readonly (readonly [kind: JqKind, pattern: RegExp])[] = [
  ['recurse', /\.\.(?!\w)/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['field', /\.[A-Za-z_]\w*/y],
  ['dot', /\./y],
  ['variable', /\$(?:\w|::)+/y],
  ['format', /@\w*/y],
  ['word', /[A-Za-z_](?:\w|::)*/y],
  ['operator', /\?\/\/|\/\/=|\|=|\/\/|[=!<>+\-*/%]=|[,;:?=+\-*/%<>]/y],
  ['pipe', /\|/y],
  ['open', /[([{]/y],
  ['close', /[)\]}]/y],
];

const blank = /(?:\s|#[^\n]*)+/y;

/** The words in order. What is no word of jq is left out. */
export function jqTokens(text: string): readonly JqToken[] {
  const tokens: JqToken[] = [];
  for (let at = 0; at < text.length; ) {
    const skipped = match(blank, text, at);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const token = tokenAt(text, at);
    if (token) tokens.push(token);
    at = token?.to ?? at + 1;
  }
  return tokens;
}

function tokenAt(text: string, at: number): JqToken | undefined {
  if (text[at] === '"') return stringAt(text, at, 'string');
  if (text[at] === '.' && text[at + 1] === '"') return stringAt(text, at, 'field');
  for (const [kind, pattern] of pieces) {
    const found = match(pattern, text, at);
    if (found === undefined) continue;
    const key = kind === 'field' ? { key: found.slice(1) } : {};
    return { kind, from: at, to: at + found.length, text: found, ...key };
  }
  return undefined;
}

/** A string, or a field whose key is one. */
function stringAt(text: string, from: number, kind: 'string' | 'field'): JqToken {
  const quote = kind === 'field' ? from + 1 : from;
  const end = endOfString(text, quote);
  const to = end ?? text.length;
  const literal = end === undefined ? `${text.slice(quote)}"` : text.slice(quote, end);
  return { kind, from, to, text: text.slice(from, to), key: literalValue(literal), isOpen: end === undefined };
}

/** The offset after the string whose quote is at `quote`; undefined where it is not closed. */
function endOfString(text: string, quote: number): number | undefined {
  // Each number counts the parentheses that are open in an interpolation; strings and interpolations may nest.
  const nested: number[] = [];
  let inString = true;
  for (let at = quote + 1; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') {
        at++;
        if (text[at] !== '(') continue;
        nested.push(1);
        inString = false;
      } else if (character === '"') {
        if (nested.length === 0) return at + 1;
        inString = false;
      }
    } else if (character === '"') {
      inString = true;
    } else if (character === '(' || character === ')') {
      const open = (nested.pop() ?? 0) + (character === '(' ? 1 : -1);
      if (open > 0) nested.push(open);
      else inString = true;
    }
  }
  return undefined;
}

function literalValue(literal: string): string | undefined {
  if (/\\\(/.test(literal)) return undefined;
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
