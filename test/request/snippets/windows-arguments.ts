// How a program on Windows gets its arguments: one command line, which its C runtime takes apart.

/**
 * The arguments after the program's name, by the rules of Microsoft's C runtime since Visual C++ 2005, which are curl.exe's:
 * https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments. White space is a space or a tab. 2n backslashes
 * before a quote are n and the quote opens or closes; 2n+1 are n and a quote of its own; elsewhere they stand for themselves.
 * Two quotes within quotes are one quote, and the quotes stay open.
 */
export function argumentsOf(commandLine: string): readonly string[] {
  const found: string[] = [];
  let at = 0;
  for (;;) {
    while (commandLine[at] === ' ' || commandLine[at] === '\t') at++;
    if (at >= commandLine.length) return found.slice(1);
    let argument = '';
    let quoted = false;
    while (at < commandLine.length && (quoted || !/[ \t]/.test(commandLine[at] ?? ''))) {
      const backslashes = /^\\*/.exec(commandLine.slice(at))?.[0].length ?? 0;
      at += backslashes;
      if (commandLine[at] !== '"') {
        argument += '\\'.repeat(backslashes);
        if (backslashes === 0) argument += commandLine[at++] ?? '';
        continue;
      }
      argument += '\\'.repeat(Math.floor(backslashes / 2));
      if (backslashes % 2 === 1) {
        argument += '"';
      } else if (quoted && commandLine[at + 1] === '"') {
        argument += '"';
        at++;
      } else {
        quoted = !quoted;
      }
      at++;
    }
    found.push(argument);
  }
}
