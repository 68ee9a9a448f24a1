// What a search looks for, read from what was typed: plain text, or a regular expression between slashes. Smart case:
// capitals in it make it tell capitals from small letters. It is looked for in text as it is seen: composed and decomposed letters
// are the same, blanks are spaces, and the marks that are drawn for control characters stand for these.
import { searchable } from '../text/searchable.ts';
import { errorText } from '../text/sentences.ts';
import { isHostile, visible } from '../text/untrusted.ts';

/** Where matches count. */
export type SearchScope = 'both' | 'keys' | 'values';

export type SearchQuery = {
  readonly scope: SearchScope;
  /** Matches a text as it is looked for; ask `isMatch`. */
  readonly pattern: RegExp;
  /** True where it may match the marks that are drawn for what a terminal obeys or hides. */
  readonly isDrawn: boolean;
  /**
   * Matches, in the document's bytes as Latin-1, wherever a token without escapes may match; undefined where only
   * the decoded text can tell.
   */
  readonly anchor: RegExp | undefined;
  /** Bytes that a match of the anchor takes at most. */
  readonly anchorLength: number;
  /** True where a match of the anchor in a token without escapes is a match, if it and the byte after it are ASCII. */
  readonly isExact: boolean;
  /** True for a regular expression, which has to look at every token. */
  readonly isExpression: boolean;
  /** Where it may ask for a member too: its key and its value, such as `"ttl": 1`. */
  readonly pair?: PairQuery | undefined;
};

/** A member that is searched for by its key and its value; it is found beside what holds the text as it stands. */
export type PairQuery = {
  /** Matches the whole key, as it is looked for. */
  readonly key: RegExp;
  /** What the value holds; undefined where a container of that kind is wanted, or any value. */
  readonly value: SearchQuery | undefined;
  /** `start` and `whole` are for strings; `loose` is for a number as a whole, and for any part of other values. */
  readonly fit: 'loose' | 'expression' | 'start' | 'whole' | 'object' | 'array' | 'any';
};

type QueryResult =
  | { readonly ok: true; readonly query: SearchQuery }
  /** `reason` says what is wrong with the expression. */
  | { readonly ok: false; readonly reason: string };

const EXPRESSION = /^\/(.+)\/(i?)$/s;

/** Reads a query; the text must not be empty. */
export function readSearchQuery(text: string, scope: SearchScope): QueryResult {
  const [, source, flag] = EXPRESSION.exec(text) ?? [];
  if (source === undefined) return scope === 'both' ? withPair(literalQuery(text, scope), text) : literal(text, scope);
  // The capital in \S or \W is none of the text's.
  const isFolded = flag === 'i' || !hasCapital(source.replace(/\\./gs, ''));
  const pattern = compile(source, isFolded ? 'i' : '');
  if (typeof pattern === 'string') return { ok: false, reason: pattern };
  return {
    ok: true,
    query: { scope, pattern, isDrawn: drawnInExpression.test(source), ...noAnchor, isExpression: true },
  };
}

function literal(text: string, scope: SearchScope): QueryResult {
  return { ok: true, query: literalQuery(text, scope) };
}

/** A key in quotes or without, a colon, and a value: without quotes around the key there has to be one. */
const PAIR = /^\s*(?:"((?:[^"\\]|\\.)*)"\s*:|([^\s"/:{}[\],]+):(?=\s*\S))\s*(.*?)\s*,?\s*$/su;

/** The query, which finds members by key and value too where the text can be read so. */
function withPair(query: SearchQuery, text: string): QueryResult {
  const [, quoted, bare, value = ''] = PAIR.exec(text) ?? [];
  const key = bare ?? keyText(quoted);
  if (key === undefined) return { ok: true, query };
  const wanted = wantedValue(value);
  // What was typed may be a text with a colon in it, too.
  if (typeof wanted === 'string') return bare === undefined ? { ok: false, reason: wanted } : { ok: true, query };
  const isFolded = !hasCapital(key);
  const seen = searchable(key);
  const pair: PairQuery = { key: new RegExp(`^${escaped(seen)}$`, isFolded ? 'i' : ''), ...wanted };
  const isAscii = /^[\x20-\x7e]+$/.test(seen);
  const parts = [isAscii ? `"${seen.replace(/./g, anchorOf)}"` : seen === '' ? '""' : '[\\x80-\\xff]'];
  if (query.anchor !== undefined) parts.push(query.anchor.source);
  // Smart case is told for the key and for the text apart: where one of them is folded, both are looked at.
  const anchor = new RegExp(parts.join('|'), 'gi');
  const anchorLength = Math.max(query.anchorLength, (seen.length + 2) * longestForm);
  return { ok: true, query: { ...query, anchor, anchorLength, isExact: false, pair } };
}

function keyText(quoted: string | undefined): string | undefined {
  if (quoted === undefined) return undefined;
  try {
    return String(JSON.parse(`"${quoted}"`));
  } catch {
    return quoted;
  }
}

/** What is wanted of a value; a text where it is an expression that cannot be read. */
function wantedValue(text: string): Pick<PairQuery, 'value' | 'fit'> | string {
  if (text === '') return { value: undefined, fit: 'any' };
  if (text === '{') return { value: undefined, fit: 'object' };
  if (text === '[') return { value: undefined, fit: 'array' };
  if (EXPRESSION.test(text)) {
    const read = readSearchQuery(text, 'values');
    return read.ok ? { value: read.query, fit: 'expression' } : read.reason;
  }
  if (!text.startsWith('"')) return { value: literalQuery(text, 'values'), fit: 'loose' };
  const isWhole = /^"(?:[^"\\]|\\.)*"$/s.test(text);
  const inner = keyText(isWhole ? text.slice(1, -1) : text.slice(1)) ?? '';
  const read = literalQuery(inner, 'values');
  const pattern = new RegExp(`^${read.pattern.source}${isWhole ? '$' : ''}`, read.pattern.flags);
  return { value: { ...read, pattern }, fit: isWhole ? 'whole' : 'start' };
}

/** With Unicode's rules where the expression follows them, else with the older ones. */
function compile(source: string, flags: string): RegExp | string {
  try {
    return new RegExp(source, `${flags}u`);
  } catch (strict) {
    try {
      return new RegExp(source, flags);
    } catch {
      const message = errorText(strict);
      return message.replace(/^Invalid regular expression: .*\/\w*: /s, '');
    }
  }
}

const noAnchor = { anchor: undefined, anchorLength: 0, isExact: false } as const;

/** What the marks for control characters begin with, or are: `\u202e`, `␊`. */
const drawn = /[\\\u2400-\u2421]/;

/** In an expression a backslash stands for itself only after another. */
const drawnInExpression = /[\u2400-\u2421]|\\\\/;

/** Whether a query matches a text, as it is seen. */
export function isMatch({ pattern, isDrawn, isExpression }: SearchQuery, text: string): boolean {
  // An expression may ask for what is not seen, such as \u00a0.
  if (isExpression && pattern.test(text)) return true;
  const plain = searchable(text);
  return pattern.test(isDrawn ? visible(plain) : plain);
}

function literalQuery(text: string, scope: SearchScope): SearchQuery {
  const wanted = isHostile(text) ? visible(searchable(text)) : searchable(text);
  const isFolded = !hasCapital(wanted);
  const pattern = new RegExp(escaped(wanted), isFolded ? 'i' : '');
  const isDrawn = drawn.test(wanted);
  const rest = { scope, pattern, isDrawn, isExpression: false };
  // What marks are drawn for stands as it is only where it is DEL, or beyond ASCII.
  if (isDrawn) return { ...rest, anchor: /[\x7f-\xff]/g, anchorLength: 1, isExact: false };
  // A quote never stands in a document as it is, only as an escape.
  if (wanted.includes('"')) return { ...rest, ...noAnchor };
  const runs = wanted.match(/[\x20-\x7e]+/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  // Letters beyond ASCII have several forms and cases: any is worth a look.
  if (longest === '') return { ...rest, anchor: /[\x80-\xff]/g, anchorLength: 1, isExact: false };
  const anchor = new RegExp(longest.replace(/./g, anchorOf), isFolded ? 'gi' : 'g');
  return { ...rest, anchor, anchorLength: longest.length * longestForm, isExact: longest === wanted };
}

/** Bytes of the longest form of a character that looks like one of ASCII. */
const longestForm = 3;

/** What is the same as a character of ASCII (UAX #15, or a blank), in UTF-8 with each byte as the character of that number. */
const forms: Readonly<Record<string, string>> = {
  ' ': '\\xc2\\xa0|\\xe1\\x9a\\x80|\\xe2\\x80[\\x80-\\x8a\\xaf]|\\xe2\\x81\\x9f|\\xe3\\x80\\x80',
  ';': '\\xcd\\xbe',
  '`': '\\xe1\\xbf\\xaf',
  K: '\\xe2\\x84\\xaa',
};

function anchorOf(character: string): string {
  const others = forms[character === 'k' ? 'K' : character];
  return others === undefined ? escaped(character) : `(?:${escaped(character)}|${others})`;
}

function hasCapital(text: string): boolean {
  return /\p{Lu}/u.test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
