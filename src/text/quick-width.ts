// The cells a text takes, quickly for what the screen mostly holds: ASCII, box drawing, arrows, and SGR sequences between them.
// Everything else goes to the library. The build gives this file to Ink too (build/bundle.ts), which measures every row of every
// frame several times: there it halves the time of a key. The trap is to answer other than the library would; a test compares them.
import stringWidth, { type Options } from 'string-width';

/** Anything but the blocks whose every character takes one cell, beside whichever other of them it stands. */
const other =
  /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc\u2713\u2717\u276f\u2800-\u28ff]/;

const sgr = /\u001b\[[\d;]*m/g;

/** As `string-width`: escape sequences take no cell unless `countAnsiEscapeCodes` says so. */
export default function quickWidth(text: string, options?: Options): number {
  // Ambiguous characters, box drawing among them, are wide where the caller says so.
  if (options?.ambiguousIsNarrow !== false) {
    const bare = options?.countAnsiEscapeCodes || !text.includes('\u001b') ? text : text.replace(sgr, '');
    if (!other.test(bare)) return bare.length;
  }
  return stringWidth(text, options);
}
