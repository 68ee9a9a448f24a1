// What the screen mostly holds, so that it can be measured and taken apart quickly.

/** Anything but the blocks whose every character is a grapheme cluster and takes one cell, beside whichever other of them it stands. */
const notPlain =
  /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc\u2713\u2717\u276f\u2800-\u28ff]/;

/** True for text whose every character takes one cell and is one grapheme cluster and one UTF-16 unit. */
export function isPlain(text: string): boolean {
  return !notPlain.test(text);
}
