// What a search looks for, read from what was typed: plain text, or a regular expression between slashes. Smart case:
// capitals in it make it tell capitals from small letters.
import { errorText } from '../text/sentences.ts';

/** Where matches count. */
export type SearchScope = 'both' | 'keys' | 'values';

export type SearchQuery = {
  readonly scope: SearchScope;
  /** Matches the text of a key or a value with its escapes decoded. */
  readonly pattern: RegExp;
  /**
   * Matches, in the document's bytes as Latin-1, wherever a token without escapes may match; undefined where only
   * the decoded text can tell.
   */
  readonly anchor: RegExp | undefined;
  /** Bytes that a match of the anchor takes at most. */
  readonly anchorLength: number;
  /** True where a match of the anchor in a token without escapes is a match. */
  readonly isExact: boolean;
  /** True for a regular expression, which has to look at every token. */
  readonly isExpression: boolean;
};

export type QueryResult =
  | { readonly ok: true; readonly query: SearchQuery }
  /** `reason` says what is wrong with the expression. */
  | { readonly ok: false; readonly reason: string };

const EXPRESSION = /^\/(.+)\/(i?)$/s;

/** Reads a query; the text must not be empty. */
export function readSearchQuery(text: string, scope: SearchScope): QueryResult {
  const [, source, flag] = EXPRESSION.exec(text) ?? [];
  if (source === undefined) return { ok: true, query: literalQuery(text, scope) };
  // The capital in \S or \W is none of the text's.
  const isFolded = flag === 'i' || !hasCapital(source.replace(/\\./gs, ''));
  const pattern = compile(source, isFolded ? 'i' : '');
  if (typeof pattern === 'string') return { ok: false, reason: pattern };
  return {
    ok: true,
    query: { scope, pattern, anchor: undefined, anchorLength: 0, isExact: false, isExpression: true },
  };
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

function literalQuery(text: string, scope: SearchScope): SearchQuery {
  const isFolded = !hasCapital(text);
  const pattern = new RegExp(escaped(text), isFolded ? 'i' : '');
  const rest = { scope, pattern, isExpression: false };
  // Such a character never stands in a document as it is, only as an escape.
  if (/["\\\x00-\x1f]/.test(text)) return { ...rest, anchor: undefined, anchorLength: 0, isExact: false };
  const bytes = latin1OfUtf8(text);
  const isAscii = bytes.length === text.length;
  // The other case of a letter beyond ASCII has other bytes: any such letter is worth a look.
  if (isFolded && !isAscii) return { ...rest, anchor: /[\x80-\xff]/g, anchorLength: 1, isExact: false };
  const anchor = new RegExp(escaped(bytes), isFolded ? 'gi' : 'g');
  return { ...rest, anchor, anchorLength: bytes.length, isExact: true };
}

function hasCapital(text: string): boolean {
  return /\p{Lu}/u.test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The text's UTF-8 bytes, each as the character with that number. */
function latin1OfUtf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}
