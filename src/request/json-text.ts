// Finds the end of one JSON text inside a longer text, strictly after RFC 8259, without making values of it: numbers keep
// their digits because nobody reads them. Iterative, so that deep nesting cannot overflow the stack.

type JsonScan =
  | { readonly ok: true; readonly end: number }
  | {
      readonly ok: false;
      /** Offset of the first character that cannot be; the text's length where it ends too early. */
      readonly position: number;
      readonly expected: string;
    };

type Awaited = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma';

const WHITESPACE = /[\x20\t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;
const STRING_PART = /[^"\\\x00-\x1f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Scans the JSON text that starts at `start` (no white space before it) and gives the offset after its last character,
 * or where it stops being JSON and what should stand there.
 */
export function scanJson(text: string, start: number): JsonScan {
  /** Open containers, the outermost first: `{` or `[`. */
  const open: string[] = [];
  let awaited: Awaited = 'value';
  let at = start;
  for (;;) {
    const character = text[at];
    if (awaited === 'colon') {
      if (character !== ':') return failed(at, '":" after the key');
      at++;
      awaited = 'value';
    } else if (awaited === 'comma') {
      const inObject = open.at(-1) === '{';
      if (character === ',') awaited = inObject ? 'key' : 'value';
      else if (character === (inObject ? '}' : ']')) open.pop();
      else return failed(at, inObject ? '"," or "}"' : '"," or "]"');
      at++;
    } else if (awaited === 'key' || awaited === 'key or }') {
      if (character === '}' && awaited === 'key or }') {
        open.pop();
        at++;
        awaited = 'comma';
      } else {
        if (character !== '"') return failed(at, 'a key in double quotes');
        const key = scanString(text, at);
        if (!key.ok) return key;
        at = key.end;
        awaited = 'colon';
      }
    } else if (character === '{' || character === '[') {
      open.push(character);
      at++;
      awaited = character === '{' ? 'key or }' : 'value or ]';
    } else if (character === ']' && awaited === 'value or ]') {
      open.pop();
      at++;
      awaited = 'comma';
    } else {
      const scalar = scanScalar(text, at);
      if (!scalar.ok) return scalar;
      at = scalar.end;
      awaited = 'comma';
    }
    if (awaited === 'comma' && open.length === 0) return { ok: true, end: at };
    at = matchEnd(WHITESPACE, text, at) ?? at;
  }
}

/** The text without the white space that JSON allows around a value (RFC 8259 section 2). */
export function trimJson(text: string): string {
  return text.replace(/^[\x20\t\n\r]+/, '').replace(/(?<![\x20\t\n\r])[\x20\t\n\r]+$/, '');
}

function scanScalar(text: string, at: number): JsonScan {
  if (text[at] === '"') return scanString(text, at);
  const end = matchEnd(LITERAL, text, at) ?? matchEnd(NUMBER, text, at);
  return end === undefined ? failed(at, 'a JSON value') : { ok: true, end };
}

function scanString(text: string, start: number): JsonScan {
  let at = start + 1;
  for (;;) {
    at = matchEnd(STRING_PART, text, at) ?? at;
    if (text[at] === '"') return { ok: true, end: at + 1 };
    if (text[at] !== '\\') return failed(at, at < text.length ? 'an escape such as \\n or \\u001b' : 'a closing "');
    const escaped = matchEnd(ESCAPE, text, at);
    if (escaped === undefined) return failed(at, 'one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX');
    at = escaped;
  }
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function failed(position: number, expected: string): JsonScan {
  return { ok: false, position, expected };
}

/** Where a text stops being JSON, counted from 1, and what should stand there; undefined for JSON. */
export function jsonProblem(
  text: string,
): { readonly at: number; readonly line: number; readonly column: number; readonly expected: string } | undefined {
  const start = afterSpace(text, 0);
  const scan = scanJson(text, start);
  const end = scan.ok ? afterSpace(text, scan.end) : scan.position;
  if (scan.ok && end === text.length) return undefined;
  const before = text.slice(0, end);
  const line = before.split('\n').length;
  const column = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1;
  return { at: end, line, column, expected: scan.ok ? 'nothing more' : scan.expected };
}

interface JsonMember {
  readonly key: string;
  /** False where the escapes in its source would not be written the same way again. */
  readonly isPlain: boolean;
  readonly value: string;
}

/** The members of an object that `scanJson` accepts; undefined for any other value. */
export function jsonMembers(json: string): readonly JsonMember[] | undefined {
  if (!json.startsWith('{')) return undefined;
  const members: JsonMember[] = [];
  let at = afterSpace(json, 1);
  while (at < json.length && json[at] !== '}') {
    const key = scanJson(json, at);
    if (!key.ok) return undefined;
    const source = json.slice(at, key.end);
    // A colon stands here, since the whole is JSON.
    const start = afterSpace(json, afterSpace(json, key.end) + 1);
    const value = scanJson(json, start);
    if (!value.ok) return undefined;
    const name: unknown = JSON.parse(source);
    members.push({
      key: String(name),
      isPlain: JSON.stringify(name) === source,
      value: json.slice(start, value.end),
    });
    at = afterSpace(json, value.end);
    if (json[at] === ',') at = afterSpace(json, at + 1);
  }
  return members;
}

/** The entries of a list that `scanJson` accepts; undefined for any other value. */
export function jsonElements(json: string): readonly string[] | undefined {
  if (!json.startsWith('[')) return undefined;
  const elements: string[] = [];
  let at = afterSpace(json, 1);
  while (at < json.length && json[at] !== ']') {
    const value = scanJson(json, at);
    if (!value.ok) return undefined;
    elements.push(json.slice(at, value.end));
    at = afterSpace(json, value.end);
    if (json[at] === ',') at = afterSpace(json, at + 1);
  }
  return elements;
}

function afterSpace(text: string, from: number): number {
  return matchEnd(WHITESPACE, text, from) ?? from;
}
