// Quoting for the Command Prompt. Two readers take a line apart one after the other: cmd.exe (percent signs first, then
// quotes and carets), and the C runtime of the program, which splits what is left into arguments
// (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments).
// Everything stays in double quotes, with "" for one inside: cmd.exe sees the quotes closed and opened again and finds
// nothing to obey between them, also where it reads a command twice, as it does with both sides of a pipe. The runtime of
// curl.exe, the one in Windows among them, reads "" inside quotes as one quote.

/** The longest command line of the Command Prompt (https://learn.microsoft.com/troubleshoot/windows-client/shell-experience/command-line-string-limitation). */
export const longestCmdLine = 8191;

/**
 * The text as one argument. It must hold no line break and no other control character but a tab: cmd.exe ends the line there.
 * A percent sign is expanded even in quotes, where a variable's name and another percent sign follow: the quotes are closed and
 * opened around the first letter of such a name, and no variable is called that. Names that begin with a digit are left alone,
 * for URLs are full of %20 and nobody has such a variable; so are the characters that mean something outside quotes.
 */
export function quoteCmd(text: string): string {
  const quoted = text
    .replace(/\\*"/g, (run) => `${'\\'.repeat((run.length - 1) * 2)}""`)
    .replace(/\\+$/, '$&$&')
    .replace(/%([^\d"\s\\%&|<>^()])/gu, '%"$1"');
  return `"${quoted}"`;
}

export function quoteCmdVariable(before: string, variable: string): string {
  return `"${before}%${variable}%"`;
}

/** True where `quoteCmd` can write the text. */
export function fitsCmd(text: string): boolean {
  return !/[\x00-\x08\x0a-\x1f]/.test(text);
}
