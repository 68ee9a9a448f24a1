// Strings of PowerShell (about_Quoting_Rules, about_Special_Characters): both quotes, here-strings, typographic quotes, which
// count as quotes, and what is expanded in double ones.

const SINGLE = /['\u2018-\u201b]/;
const DOUBLE = /["\u201c-\u201e]/;

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

export const isQuote = (character: string | undefined): boolean =>
  character !== undefined && (SINGLE.test(character) || DOUBLE.test(character));

/** A string: its text, or its parts where something in it is to be expanded. */
export interface PsString {
  /** Text, and source text of what is expanded: `$name`, `${name}`, `$env:NAME`, `$( … )`. */
  readonly parts: readonly { readonly kind: 'text' | 'expression'; readonly text: string }[];
  /** Offset after the string. */
  readonly end: number;
  /** True where a quote behind a backslash was read as a part of the text; PowerShell ends it there. */
  readonly hasBackslashes?: boolean;
}

/** Reads the string whose quote, or the `@` before it, is at `start`; undefined where it is not closed. */
export function readPsString(text: string, start: number, backslashEscapes: boolean, depth = 0): PsString | undefined {
  const opened = /^@(['"\u2018-\u201e])[ \t]*\n/.exec(text.slice(start, start + 80));
  if (opened) return readHereString(text, start + opened[0].length, SINGLE.test(opened[1] ?? ''));
  return SINGLE.test(text[start] ?? '') ? readSingle(text, start) : readDouble(text, start, backslashEscapes, depth);
}

function readHereString(text: string, from: number, isLiteral: boolean): PsString | undefined {
  const end = isLiteral ? /\n[ \t]*['\u2018-\u201b]@/g : /\n[ \t]*["\u201c-\u201e]@/g;
  end.lastIndex = from - 1;
  const match = end.exec(text);
  if (match === null) return undefined;
  const body = text.slice(from, Math.max(from, match.index));
  const parts = isLiteral ? [{ kind: 'text' as const, text: body }] : expandString(body);
  return { parts, end: match.index + match[0].length };
}

function readSingle(text: string, start: number): PsString | undefined {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (SINGLE.test(character)) {
      if (!SINGLE.test(text[at + 1] ?? '')) return { parts: [{ kind: 'text', text: value }], end: at + 1 };
      at++;
    }
    value += text[at];
  }
  return undefined;
}

function readDouble(text: string, start: number, backslashEscapes: boolean, depth: number): PsString | undefined {
  let raw = '';
  let hasBackslashes = false;
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '`') {
      raw += text.slice(at, at + 2);
      at++;
    } else if (
      backslashEscapes &&
      character === '\\' &&
      text[at + 1] === '"' &&
      !/^(?:[\s,;|)]|$)/.test(text.slice(at + 2, at + 3))
    ) {
      raw += '`"';
      hasBackslashes = true;
      at++;
    } else if (character === '$' && text[at + 1] === '(') {
      const close = closingParenthesis(text, at + 1, depth);
      if (close === undefined) return undefined;
      raw += text.slice(at, close + 1);
      at = close;
    } else if (DOUBLE.test(character)) {
      if (!DOUBLE.test(text[at + 1] ?? '')) return { parts: expandString(raw), end: at + 1, hasBackslashes };
      at++;
      raw += `\`${text[at]}`;
    } else raw += character;
  }
  return undefined;
}

const EXPANSION = /`([\s\S])|\$(\()|\$(?:\{([^}\n]{1,200})\}|(?:env:|script:|global:|local:)?\w+)/gi;

/** What stands between double quotes, taken apart. */
export function expandString(raw: string): PsString['parts'] {
  const parts: { kind: 'text' | 'expression'; text: string }[] = [];
  let last = 0;
  EXPANSION.lastIndex = 0;
  for (let match = EXPANSION.exec(raw); match !== null; match = EXPANSION.exec(raw)) {
    if (match.index > last) parts.push({ kind: 'text', text: raw.slice(last, match.index) });
    const [found, escaped, parenthesis] = match;
    let end = match.index + found.length;
    if (escaped !== undefined) {
      // A backtick at a line's end goes on in the next line.
      parts.push({ kind: 'text', text: escaped === '\n' ? '' : (ESCAPES[escaped] ?? escaped) });
    } else if (parenthesis !== undefined) {
      const close = closingParenthesis(raw, match.index + 1);
      end = close === undefined ? raw.length : close + 1;
      parts.push({ kind: close === undefined ? 'text' : 'expression', text: raw.slice(match.index, end) });
    } else parts.push({ kind: 'expression', text: found });
    last = end;
    EXPANSION.lastIndex = end;
  }
  if (last < raw.length) parts.push({ kind: 'text', text: raw.slice(last) });
  return parts;
}

/** Strings within substitutions within strings that are read; deeper ones count as not closed. */
const MAX_DEPTH = 40;

/** Where the parenthesis or brace at `open` closes, strings skipped; undefined where it does not. */
export function closingParenthesis(text: string, open: number, depth = 0): number | undefined {
  let nested = 0;
  for (let at = open; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '`') at++;
    else if (character === '#') at = endOfComment(text, at) - 1;
    else if (/[({[]/.test(character)) nested++;
    else if (/[)}\]]/.test(character)) {
      nested--;
      if (nested === 0) return at;
    } else if (isQuote(character)) {
      const start = text[at - 1] === '@' && /^.[ \t]*\n/.test(text.slice(at, at + 80)) ? at - 1 : at;
      const string = depth < MAX_DEPTH ? readPsString(text, start, false, depth + 1) : undefined;
      if (string === undefined) return undefined;
      at = string.end - 1;
    }
  }
  return undefined;
}

/** The offset after the comment whose `#` is at `at`; the next one where it begins none. */
function endOfComment(text: string, at: number): number {
  const before = text[at - 1] ?? '\n';
  if (before === '<') {
    const close = text.indexOf('#>', at + 1);
    return close < 0 ? text.length : close + 2;
  }
  if (!/[\s;({]/.test(before)) return at + 1;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** What begins where a reader stands; each is used with `lastIndex`. */
export const BLOCK_WORDS =
  /(?:if|elseif|else|foreach|for|while|do|until|switch|function|try|catch|finally|begin|process|end|param)\b/iy;

export const ASSIGNMENT =
  /(?:\[[\w.[\], ]+\]\s*)?\$((?:env:|script:|global:|local:)?\w+)((?:\.(?:\w+|'[^'\n]*'|"[^"\n$]*")|\[\s*(?:'[^'\n]*'|"[^"\n$]*")\s*\])?)\s*(\+?=)(?!=)/iy;

/** A line's end, empty lines and comments before a parameter. */
export const CONTINUED = /\n(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?=-{1,2}[A-Za-z])/y;

export const ADDING = /\$(\w+)\.Add\(/iy;
export const VARIABLE = /\$(?:\{([^}\n]{1,200})\}|((?:env:|script:|global:|local:)?\w+))/iy;
export const NUMBER = /[+-]?(?:0x[\da-f]{1,15}|\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?:[dlu]|[kmgtp]b)?(?![\w.])/iy;
export const OPERATOR = /(?:\+|-f|-join|-replace|-split|-as|-eq|-ne|-and|-or|-match|-like|\*|\/)(?=[\s'"$(@])/iy;
export const TYPE = /\[[\w.]+(?:\[[\w.,[\] ]*\])?\]/y;
const BARE_END = /[\s;|)}(,'"{\u2018-\u201e]/;
const STRING = `(?:'(?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*'|"(?:[^"\`]|\`[^])*")`;

const BY_VERSION = new RegExp(
  `\\$\\(if \\(\\$PSNativeCommandArgumentPassing -in \\$null, 'Legacy'\\) \\{ ${STRING} \\} else \\{ (${STRING}) \\}\\)`,
  'g',
);

/** The text without what snippets write for older versions (see snippets/powershell.ts). */
export function asNewVersion(text: string): string {
  return text.replace(BY_VERSION, (_, argument: string) => argument);
}

/** The offset after blanks, comments and continued lines (a backtick at the end; people leave blanks behind it). */
export function afterBlanks(source: string, from: number, overLines: boolean): number {
  let at = from;
  for (;;) {
    const next = source.slice(at, at + 40);
    if (/^`[ \t]*\n/.test(next)) at = source.indexOf('\n', at) + 1;
    // The end of a continued line that became a blank on the way.
    else if (/^`[ \t]+-[A-Za-z]/.test(next)) at++;
    else if (next.startsWith('<#')) at = endOfComment(source, at + 1);
    else if (/[ \t\u00a0]/.test(source[at] ?? '') || (overLines && source[at] === '\n')) at++;
    else if (source[at] === '#' && endOfComment(source, at) > at + 1) at = endOfComment(source, at);
    else return at;
  }
}

/** The offset after the condition of `if (…)` and the like, or before the block that follows. */
export function afterBlockHead(source: string, from: number): number {
  let at = afterBlanks(source, from, false);
  if (source[at] === '(') return (closingParenthesis(source, at) ?? source.length) + 1;
  while (at < source.length && !/[{\n(]/.test(source[at] ?? '')) at++;
  return at;
}

/** A word without quotes, up to what ends it; `{zone_id}` in a word belongs to it. */
export function readBareWord(source: string, from: number): { readonly raw: string; readonly end: number } {
  let at = from;
  while (at < source.length && (at > from || !/[\n;|)}]/.test(source[at] ?? ''))) {
    const character = source[at] ?? '';
    if (character === '`' && source[at + 1] !== '\n') at += 2;
    else if (character === '{' && at > from) {
      while (at < source.length && !/[\s}]/.test(source[at] ?? '')) at++;
      if (source[at] === '}') at++;
    } else if (BARE_END.test(character)) break;
    else at++;
  }
  const end = Math.min(at, source.length);
  return { raw: source.slice(from, end), end };
}
