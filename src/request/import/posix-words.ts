// The words of a text for bash, zsh or sh (POSIX.1-2024, Shell Command Language, 2.2 and 2.3), with what bash adds and people
// paste: $'…', here-documents, arrays. Lenient where a shell would do something nobody meant: typographic quotes, blanks after a
// backslash at a line's end, an & or a <placeholder> in a URL without quotes.
// Why not the package shell-quote: it takes a # inside a word for a comment, loses unclosed quotes silently, knows no
// here-document and no continued line, and splits a word at each variable.
import type { Marks } from './marks.ts';
import { type ExpansionScope, expandParameter } from './posix-expansion.ts';
import { BARE_AMPERSAND, BLANKS_BEHIND, JOINED } from './recognise.ts';

export type PosixToken =
  | { readonly kind: 'word'; readonly text: string; readonly assigns: string | undefined }
  /** Words that one array expansion, or an assignment of an array, makes. */
  | { readonly kind: 'words'; readonly texts: readonly string[]; readonly assigns: string | undefined }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'end' };

export interface Heredoc {
  text: string;
}

export interface PosixScope {
  readonly marks: Marks;
  readonly variables: Map<string, string>;
  readonly arrays: Map<string, readonly string[]>;
  /** What a command substitution stands for; `isFile`: the file that `<(…)` is. */
  readonly substitute: (script: string, written: string, isFile: boolean) => string;
  /** Steps that the patterns of the whole text may still take. */
  readonly patience: { steps: number };
  /** Expansions around this one. */
  readonly depth: number;
}

/** Expansions within expansions that are read; deeper ones stay marks. */
const MAX_DEPTH = 6;

interface PosixReader {
  readonly next: () => PosixToken;
  /** Reads the word after `<<` or `<<-` and gives the document, whose text is there once its lines have been passed. */
  readonly heredoc: (stripsTabs: boolean) => Heredoc;
  /** Goes on in a later line that can only belong to the command before it: an option, its address, a quoted value. */
  readonly joinLine: () => boolean;
  /** What was read as it was meant and not as a shell would, a sentence for each kind. */
  readonly notes: () => readonly string[];
  /** What is wrong with the text, once it has been read to its end. */
  readonly problem: () => string | undefined;
}

const OPERATOR = /&&|&>>|&>|\|\||\|&|\|&?|;;&?|;&|;|<<<|<<-|<<|<>|<&|<(?!\()|>>|>&|>\||>\(|>|&|\(|\)|\n/y;
const PLACEHOLDER = /<[A-Za-z][\w -]*>/y;
const BLANK = /(?:[ \t\r]|\\[ \t\r]*\n)+/y;
/** The end of a continued line that became a blank on the way, as where a web page was copied without its line ends. */
const FLATTENED = /\\[ \t]+(?=['"]?(?:[-\u2013\u2014]{1,2}[A-Za-z]|https?:\/\/))/y;
/** Empty lines and comments before what no command begins with. */
const CONTINUED =
  /(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*(?=[-\u2013\u2014]{1,2}[A-Za-z]|['"]|https?:\/\/|\|(?!\|)|\\[ \t\r]*\n)/y;
const ASSIGNMENT = /([A-Za-z_]\w*)\+?=/y;
const FILE_DESCRIPTOR = /\d+(?=[<>])/y;
const QUERY_PART = /&(?=[\w.[\]-]+=)/y;
const PLAIN = /[^\s'"\\$`;&|<>()\u2018\u2019\u201c\u201d\u201e#]+/y;

const TYPOGRAPHIC: Readonly<Record<string, RegExp>> = {
  '\u2018': /[\u2018\u2019]/g,
  '\u2019': /\u2019/g,
  '\u201c': /[\u201c\u201d]/g,
  '\u201d': /\u201d/g,
  '\u201e': /[\u201c\u201d]/g,
};

export function createPosixReader(text: string, scope: PosixScope): PosixReader {
  const { marks, variables, arrays } = scope;
  let at = 0;
  let problem: string | undefined;
  const notes = new Set<string>();
  const awaited: {
    readonly heredoc: Heredoc;
    readonly end: string;
    readonly isLiteral: boolean;
    readonly strips: boolean;
  }[] = [];

  const expansionScope: ExpansionScope = {
    variables,
    arrays,
    patience: scope.patience,
    isOpen: (value) => marks.find(value).length > 0,
    expand: (word, isPattern) => expandOperand(word, isPattern, { ...scope, depth: scope.depth + 1 }),
  };

  const matches = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };

  function unclosed(what: string, from: number): void {
    const line = text.slice(0, from).split('\n').length;
    problem ??= `The ${what} opened on line ${line} of the command is not closed.`;
    at = text.length;
  }

  function skipBlanks(): void {
    const blank = matches(BLANK) ?? '';
    if (/\\[ \t]+\r?\n/.test(blank)) notes.add(BLANKS_BEHIND);
    at += blank.length;
    for (let flat = matches(FLATTENED); flat !== undefined; flat = matches(FLATTENED)) {
      notes.add(JOINED);
      at += flat.length;
    }
    // A comment begins only where a word could.
    if (text[at] === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    }
  }

  function next(): PosixToken {
    skipBlanks();
    if (at >= text.length) return { kind: 'end' };
    const descriptor = matches(FILE_DESCRIPTOR);
    if (descriptor !== undefined) at += descriptor.length;
    const operator = matches(PLACEHOLDER) === undefined ? matches(OPERATOR) : undefined;
    if (operator !== undefined) {
      at += operator.length;
      if (operator === '\n') readHeredocs();
      return { kind: 'operator', text: operator };
    }
    return readItem();
  }

  function readItem(): PosixToken {
    const assigned = matches(ASSIGNMENT);
    const name = assigned?.replace(/\+?=$/, '');
    if (assigned !== undefined && text[at + assigned.length] === '(') {
      at += assigned.length + 1;
      const before = assigned.endsWith('+=') ? (arrays.get(name ?? '') ?? []) : [];
      return { kind: 'words', texts: [...before, ...readArray()], assigns: name };
    }
    const spliced = /^"?\$\{(\w+)\[[@*]\]\}"?(?=[\s;&|)]|$)/.exec(text.slice(at, at + 200));
    const array = arrays.get(spliced?.[1] ?? '');
    if (spliced !== null && array !== undefined) {
      at += spliced[0].length;
      return { kind: 'words', texts: array, assigns: undefined };
    }
    if (assigned !== undefined) at += assigned.length;
    const value = readWord(assigned === undefined);
    const isAdding = assigned?.endsWith('+=') === true;
    return { kind: 'word', text: isAdding ? (variables.get(name ?? '') ?? '') + value : value, assigns: name };
  }

  function readArray(): readonly string[] {
    const found: string[] = [];
    for (;;) {
      const token = next();
      if (token.kind === 'end' || (token.kind === 'operator' && token.text === ')')) return found;
      if (token.kind === 'word')
        found.push(token.assigns === undefined ? token.text : `${token.assigns}=${token.text}`);
      if (token.kind === 'words') found.push(...token.texts);
    }
  }

  function readWord(mayBeTypographic: boolean): string {
    const parts: string[] = [];
    const start = at;
    let parentheses = 0;
    for (;;) {
      const character = text[at];
      if (character === undefined || /\s/.test(character)) return parts.join('');
      const plain = matches(PLAIN);
      if (plain !== undefined) {
        at += plain.length;
        parts.push(plain);
      } else if (character === "'") parts.push(readSingle());
      else if (character === '"') parts.push(readDouble());
      else if (character === '$') parts.push(readDollar(false));
      else if (character === '`') parts.push(readBackticks());
      else if (character === '\\') {
        const continued = matches(BLANK);
        // A line that goes on in the middle of a word.
        if (continued?.includes('\n') && /^\\\r?\n/.test(continued)) {
          at += continued.indexOf('\n') + 1;
          continue;
        }
        if (continued !== undefined && /^\\[ \t\r]*\n/.test(continued)) return parts.join('');
        parts.push(text[at + 1] ?? '');
        at += 2;
      } else if (TYPOGRAPHIC[character] !== undefined) {
        const value = mayBeTypographic && at === start ? readTypographic(character) : undefined;
        if (value === undefined) at++;
        parts.push(value ?? character);
      } else if (character === '<' && text[at + 1] === '(') parts.push(readSubstitution());
      else if (character === '<' && matches(PLACEHOLDER) !== undefined) {
        const placeholder = matches(PLACEHOLDER) ?? '';
        at += placeholder.length;
        parts.push(placeholder);
      } else if (character === '&' && text.slice(start, at).includes('?') && matches(QUERY_PART) !== undefined) {
        notes.add(BARE_AMPERSAND);
        at++;
        parts.push('&');
      } else if (character === '#' || (character === '(' && at > start) || (character === ')' && parentheses > 0)) {
        parentheses += character === '(' ? 1 : character === ')' ? -1 : 0;
        at++;
        parts.push(character);
      } else return parts.join('');
    }
  }

  function readSingle(): string {
    const close = text.indexOf("'", at + 1);
    if (close < 0) {
      const from = at;
      const rest = text.slice(at + 1);
      unclosed("'", from);
      return rest;
    }
    const value = text.slice(at + 1, close);
    at = close + 1;
    return value;
  }

  function readTypographic(open: string): string | undefined {
    const pattern = TYPOGRAPHIC[open] ?? /$^/g;
    pattern.lastIndex = at + 1;
    const close = pattern.exec(text)?.index;
    if (close === undefined) return undefined;
    const value = text.slice(at + 1, close);
    at = close + 1;
    return value.replaceAll('\\"', '"');
  }

  function readDouble(): string {
    const from = at;
    at++;
    const parts: string[] = [];
    for (;;) {
      const character = text[at];
      if (character === undefined) {
        unclosed('"', from);
        return parts.join('');
      }
      if (character === '"') {
        at++;
        return parts.join('');
      }
      parts.push(readExpanded(character));
    }
  }

  function readExpanded(character: string): string {
    if (character === '$') return readDollar(true);
    if (character === '`') return readBackticks();
    if (character !== '\\') {
      const run = /[^"\\$`]+/y;
      const plain = matches(run) ?? character;
      at += plain.length;
      return plain;
    }
    const escaped = text[at + 1] ?? '';
    at += 2;
    if (escaped === '\n') return '';
    return /[$`"\\]/.test(escaped) ? escaped : `\\${escaped}`;
  }

  function readDollar(isQuoted: boolean): string {
    const rest = text.slice(at, at + 200);
    if (!isQuoted && rest.startsWith("$'")) return readAnsiC();
    if (!isQuoted && rest.startsWith('$"')) {
      at++;
      return readDouble();
    }
    if (rest.startsWith('$(')) return readSubstitution();
    if (rest.startsWith('${')) return readBraces();
    const name = /^\$([A-Za-z_]\w*|[0-9@*#?$!-])/.exec(rest)?.[1];
    at += name === undefined ? 1 : name.length + 1;
    return name === undefined ? '$' : valueNamed(name, `$${name}`);
  }

  function readAnsiC(): string {
    const match = /\$'((?:\\[\s\S]|[^\\'])*)'/y;
    match.lastIndex = at;
    const found = match.exec(text);
    if (found === null) {
      unclosed("$'", at);
      return '';
    }
    at += found[0].length;
    return unescapeAnsiC(found[1] ?? '');
  }

  function readBraces(): string {
    const from = at;
    let depth = 0;
    let end = at + 1;
    for (; end < text.length; end++) {
      if (text[end] === '{') depth++;
      else if (text[end] === '}' && --depth === 0) break;
    }
    if (end >= text.length) {
      unclosed('${', from);
      return '';
    }
    const written = text.slice(from, end + 1);
    at = end + 1;
    const [, name = 'value'] = /^\$\{[#!]?(\w+)/.exec(written) ?? [];
    const value = scope.depth < MAX_DEPTH ? expandParameter(written.slice(2, -1), expansionScope) : undefined;
    return value ?? marks.put({ name, written });
  }

  function valueNamed(name: string, written: string): string {
    return (
      variables.get(name) ?? arrays.get(name)?.[0] ?? marks.put({ name: /^\w+$/.test(name) ? name : 'value', written })
    );
  }

  function readSubstitution(): string {
    const from = at;
    const end = endOfSubstitution(text, at + 1);
    if (end === undefined) {
      unclosed(text.slice(from, from + 2), from);
      return '';
    }
    at = end + 1;
    return scope.substitute(text.slice(from + 2, end), text.slice(from, end + 1), text[from] === '<');
  }

  function readBackticks(): string {
    const match = /`((?:\\[\s\S]|[^\\`])*)`/y;
    match.lastIndex = at;
    const found = match.exec(text);
    if (found === null) {
      unclosed('`', at);
      return '';
    }
    at += found[0].length;
    return scope.substitute((found[1] ?? '').replace(/\\([$`\\])/g, '$1'), found[0], false);
  }

  function heredoc(strips: boolean): Heredoc {
    skipBlanks();
    const from = at;
    const end = readWord(false);
    const document: Heredoc = { text: '' };
    awaited.push({
      heredoc: document,
      end: marks.written(end),
      isLiteral: /['"\\]/.test(text.slice(from, at)),
      strips,
    });
    return document;
  }

  function readHeredocs(): void {
    for (const { heredoc: document, end, isLiteral, strips } of awaited.splice(0)) {
      const lines: string[] = [];
      for (;;) {
        if (at >= text.length) break;
        const stop = text.indexOf('\n', at);
        const line = text.slice(at, stop < 0 ? text.length : stop).replace(/\r$/, '');
        at = stop < 0 ? text.length : stop + 1;
        // People paste the end with blanks before it, or with the quote of what was around it behind it.
        if (line.trim() === end) break;
        lines.push(strips ? line.replace(/^\t+/, '') : line);
      }
      const body = lines.map((line) => `${line}\n`).join('');
      document.text = isLiteral ? body : expandText(body, scope);
    }
  }

  function joinLine(): boolean {
    const blank = matches(CONTINUED);
    if (blank === undefined) return false;
    at += blank.length;
    notes.add(JOINED);
    return true;
  }

  return {
    next,
    heredoc,
    joinLine,
    notes: () => [...notes],
    problem: () => problem,
  };
}

/** A text in which variables and substitutions are expanded as in double quotes, where `"` means nothing. */
function expandText(body: string, scope: PosixScope): string {
  const escaped = body.replace(/\\[\s\S]|"/g, (found) => (found === '"' ? '\\"' : found === '\\"' ? '\\\\\\"' : found));
  const reader = createPosixReader(`"${escaped}"`, scope);
  const token = reader.next();
  return token.kind === 'word' && reader.problem() === undefined ? token.text : body;
}

/** A word within `${…}`: its quotes undone. In a pattern, what is quoted stands for itself. */
function expandOperand(word: string, isPattern: boolean, scope: PosixScope): string {
  const literal = (text: string): string => (isPattern ? text.replace(/[^\w\s]/g, '\\$&') : text);
  return word.replace(
    /'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])|[^'"\\]+/g,
    (found, single?: string, double?: string, one?: string) => {
      if (single !== undefined) return literal(single);
      if (double !== undefined) return literal(expandText(double.replaceAll('\\"', '"'), scope));
      if (one !== undefined) return literal(one);
      return found.includes('$') || found.includes('`') ? expandText(found, scope) : found;
    },
  );
}

/** Where the parenthesis at `open` closes, quotes and nested ones skipped; undefined where it does not. */
function endOfSubstitution(text: string, open: number): number | undefined {
  const nested: ('(' | '"')[] = [];
  for (let at = open; at < text.length; at++) {
    const character = text[at];
    const inQuotes = nested.at(-1) === '"';
    if (character === '\\') at++;
    else if (character === '"') inQuotes ? nested.pop() : nested.push('"');
    else if (character === "'" && !inQuotes) {
      const close = text.indexOf("'", at + 1);
      if (close < 0) return undefined;
      at = close;
    } else if (character === '(' && (!inQuotes || text[at - 1] === '$')) nested.push('(');
    else if (character === ')' && !inQuotes) {
      nested.pop();
      if (nested.length === 0) return at;
    }
  }
  return undefined;
}

const LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([\dA-Fa-f]{1,2})|u([\dA-Fa-f]{1,4})|U([\dA-Fa-f]{1,8})|c([\s\S])|([\s\S]))/g;

/** What the text between the quotes stands for. Bytes that \x and octal escapes write are UTF-8 where they can be. */
export function unescapeAnsiC(text: string): string {
  const bytes: number[] = [];
  const parts: string[] = [];
  const flush = (): void => {
    if (bytes.length > 0) parts.push(decode(Uint8Array.from(bytes.splice(0))));
  };
  let last = 0;
  for (const match of text.matchAll(ESCAPE)) {
    if (match.index > last) {
      flush();
      parts.push(text.slice(last, match.index));
    }
    last = match.index + match[0].length;
    const [, octal, hex, short, long, control, other] = match;
    const byte = octal === undefined ? hex && Number.parseInt(hex, 16) : Number.parseInt(octal, 8) & 0xff;
    if (typeof byte === 'number') {
      bytes.push(byte);
      continue;
    }
    flush();
    const code = short ?? long;
    if (code !== undefined) parts.push(codePoint(Number.parseInt(code, 16)));
    else if (control !== undefined) parts.push(String.fromCharCode(control.charCodeAt(0) & 0x1f));
    else parts.push(LETTERS[other ?? ''] ?? (/['"\\?]/.test(other ?? '') ? (other ?? '') : match[0]));
  }
  flush();
  parts.push(text.slice(last));
  return parts.join('');
}

/** Bytes that are no UTF-8 are half a surrogate pair each, until somebody knows what they are for: see `bytesAsCharacters`. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join('');
  }
}

/** The text with a character for each byte that is no UTF-8. */
export function bytesAsCharacters(text: string): string {
  return text.replace(/[\udc80-\udcff]/gu, (half) => String.fromCharCode(half.charCodeAt(0) - 0xdc00));
}

/** A header is sent as the bytes that the shell hands over: UTF-8, each a character here. */
export function headerBytes(text: string, marks: Marks): string {
  return marks.around(text, (part) =>
    part.replace(/[^\x00-\x7f]/gu, (character) =>
      /[\udc80-\udcff]/u.test(character)
        ? bytesAsCharacters(character)
        : Array.from(new TextEncoder().encode(character), (byte) => String.fromCharCode(byte)).join(''),
    ),
  );
}

function codePoint(code: number): string {
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}
