// The cells a text takes, quickly for what the screen mostly holds: ASCII, box drawing, arrows, and SGR sequences between them.
// Everything else goes to the library. The build gives this file to Ink too (build/bundle.ts), which measures every row that it
// paints anew. The trap is to answer other than the library would; a test compares them.
import stringWidth, { type Options } from 'string-width';
import { isPlain, sgr } from './plain.ts';

/** As `string-width`: escape sequences take no cell unless `countAnsiEscapeCodes` says so. */
export default function quickWidth(text: string, options?: Options): number {
  // Ambiguous characters, box drawing among them, are wide where the caller says so.
  if (options?.ambiguousIsNarrow !== false) {
    const bare = options?.countAnsiEscapeCodes || !text.includes('\u001b') ? text : text.replace(sgr, '');
    if (isPlain(bare)) return bare.length;
  }
  return stringWidth(text, options);
}
