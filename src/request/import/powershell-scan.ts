// Where the parts of a PowerShell text end, as far as that takes no understanding of them.
import { closingParenthesis } from './powershell-strings.ts';

/** What begins where a reader stands; each is used with `lastIndex`. */
export const BLOCK_WORDS =
  /(?:if|elseif|else|foreach|for|while|do|until|switch|function|try|catch|finally|begin|process|end|param)\b/iy;
export const ASSIGNMENT =
  /(?:\[[\w.[\], ]+\]\s*)?\$((?:env:|script:|global:|local:)?\w+)((?:\.\w+|\[\s*(?:'[^'\n]*'|"[^"\n$]*")\s*\])?)\s*(\+?=)(?!=)/iy;
export const ADDING = /\$(\w+)\.Add\(/iy;
export const VARIABLE = /\$(?:\{([^}\n]{1,200})\}|((?:env:|script:|global:|local:)?\w+))/iy;
export const NUMBER = /[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/iy;
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
    if (/^`[ \t]*\n/.test(source.slice(at, at + 40))) at = source.indexOf('\n', at) + 1;
    else if (/[ \t\u00a0]/.test(source[at] ?? '') || (overLines && source[at] === '\n')) at++;
    else if (source[at] === '#' && (at === 0 || /\s/.test(source[at - 1] ?? ''))) {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else return at;
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
