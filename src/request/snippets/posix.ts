// Quoting for bash, zsh, dash and every other shell with POSIX's rules (POSIX.1-2024, Shell Command Language, 2.2), and for fish,
// whose rules differ: what is written here reads alike in all of them.

/**
 * The most bytes of a text that becomes one argument. Linux passes at most 128 KiB in one (MAX_ARG_STRLEN, execve(2));
 * a shell's built-in `printf` has no such limit.
 */
const longestArgument = 120_000;

/**
 * The text as one word, read alike by POSIX shells and by fish. In single quotes nothing means anything to the former, but to fish a
 * backslash before a quote or another backslash does: these stand in double quotes, with nothing else in them. It must hold no NUL.
 */
export function quotePosix(text: string): string {
  if (text === '') return "''";
  return text.replace(/(?:[^'\\]|\\(?!['\\]|$))+|['\\]+/g, (run) => {
    if (!/^(?:'|\\(?:['\\]|$))/.test(run)) return `'${run}'`;
    // In double quotes a backslash is doubled in all of them, and a quote means nothing.
    return `"${run.replaceAll('\\', '\\\\')}"`;
  });
}

/** `before` and then the value of a variable, as one word. `before` holds none of `" $ \ !` or a backtick. */
export function quotePosixVariable(before: string, variable: string): string {
  return `"${before}$${variable}"`;
}

/**
 * A word whose characters beyond ASCII are sent as one byte each, as header fields are (obs-text, RFC 9110 section 5.5):
 * typed as they are, they would be two bytes of UTF-8.
 */
export function quotePosixLatin1(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return quotePosix(text);
  return `"$(printf ${quotePosix(printfFormat(text, /[\x80-\xff]/g))})"`;
}

/** A command that prints the text, whatever is in it, and nothing else. */
export function printPosix(text: string): string {
  return text.includes('\0') ? `printf ${quotePosix(printfFormat(text, /\0/g))}` : `printf %s ${quotePosix(text)}`;
}

/**
 * A `printf` format that prints the text, with octal escapes of one byte for the characters of `asBytes`. So is a hyphen at
 * its start, which bash would take for an option.
 */
function printfFormat(text: string, asBytes: RegExp): string {
  const octal = (character: string): string => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return text
    .replace(/[%\\]/g, (character) => (character === '%' ? '%%' : '\\\\'))
    .replace(asBytes, octal)
    .replace(/^-/, octal);
}

/** True where the text, as UTF-8, fits into one argument and holds no NUL, which no argument can. */
export function fitsArgument(text: string): boolean {
  return !text.includes('\0') && new TextEncoder().encode(text).length <= longestArgument;
}
