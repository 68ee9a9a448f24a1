// Makes text that somebody else wrote (server, paste, file name) safe to paint on one terminal row.
// Must not know about JSON, colours or width. Trap: the result is for the eye only; whatever is copied, searched
// or sent must be the original text, because the escapes written here cannot be told from the same letters typed.
import { isPlain } from './plain.ts';

/**
 * Made when a text needs them, since V8 takes a while over each. Default_Ignorable_Code_Point (UAX #44) covers zero-width characters,
 * fillers, variation selectors and tag characters; Cf adds the bidi controls (UAX #9) and interlinear annotation; Zl and Zp are U+2028 and
 * U+2029; Cs is a lone surrogate.
 */
const makePatterns = () => ({
  hostile: /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/v,
  nonspacingMark: /^[\p{Mn}\p{Me}]$/v,
  /** Most texts have none of these. */
  mayChange: /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Mn}\p{Me}]/v,
});

let patterns: ReturnType<typeof makePatterns> | undefined;

// One alternation and no quantifier: V8 overflows its backtrack stack on `+` over a run of millions of marks.
// Made later still: V8 takes longer over the list of all emoji than Node takes to start.
let suspect: RegExp | undefined;
const suspectParts = (): RegExp =>
  /\p{RGI_Emoji}|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Mn}\p{Me}]/gv;

const ASCII_PRINTABLE = /^[\x20-\x7e]*$/;

/** UAX #15, Stream-Safe Text Format: no real text carries more combining marks than this on one base character. */
const MARKS_PER_BASE = 30;

/**
 * Replaces every character that a terminal obeys or hides, and nothing else, by what `show` makes of it.
 * `show` gets one code point (or one lone surrogate). Recommended emoji sequences (RGI, UTS #51) stay whole, so the joiners
 * and selectors inside them are kept; the same characters anywhere else are hostile. Combining marks are kept up to
 * the 30th in a row. Returns the same string when there is nothing to replace.
 */
export function replaceHostile(text: string, show: (character: string) => string): string {
  if (ASCII_PRINTABLE.test(text) || isPlain(text)) return text;
  patterns ??= makePatterns();
  const { hostile, nonspacingMark, mayChange } = patterns;
  if (!mayChange.test(text)) return text;
  let markEnd = -1;
  let marks = 0;
  suspect ??= suspectParts();
  return text.replace(suspect, (match: string, offset: number) => {
    if (nonspacingMark.test(match) && !hostile.test(match)) {
      marks = offset === markEnd ? marks + 1 : 1;
      markEnd = offset + match.length;
      return marks > MARKS_PER_BASE ? show(match) : match;
    }
    return isOneCodePoint(match) && hostile.test(match) ? show(match) : match;
  });
}

/**
 * The text with every character that a terminal obeys or hides made visible, in one row: C0 controls and DEL as Unicode
 * control pictures (U+2400 block: ␊ ␛ ␡), everything else as `\u202e`, or `\u{e0041}` beyond the BMP. Idempotent;
 * printable text comes back unchanged, and plain ASCII as the very same string.
 */
export function visible(text: string): string {
  return replaceHostile(text, picture);
}

/** True where `visible` would change the text. */
export function isHostile(text: string): boolean {
  return visible(text) !== text;
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  const hex = code.toString(16).padStart(4, '0');
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex}`;
}

function isOneCodePoint(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff);
}
