// The Command Prompt as its rules are known, for what is typed or pasted at the prompt (not for batch files):
// Microsoft's `help cmd` and `help set`, and the phases that dbenham and jeb found by experiment,
// https://stackoverflow.com/questions/4094699. It obeys what cmd.exe obeys; what it does not model is an error.

export interface Variables {
  /** By name in capitals. */
  readonly [name: string]: string;
}

/** The command lines of the programs that a pasted command starts, the sides of its pipes, each as the program gets it. */
export function commandLinesOf(pasted: string, variables: Variables): readonly string[] {
  const expanded = pasted
    .split('\n')
    .map((line) => expandPercents(line, variables))
    .join('\n');
  return splitCommands(expanded);
}

/**
 * Phase 1. From a percent sign, the name goes up to the next percent sign or colon. A defined variable is replaced; of an
 * undefined one the percent sign stays and reading goes on behind it. At the prompt %1 and %% mean nothing.
 */
function expandPercents(line: string, variables: Variables): string {
  let result = '';
  let at = 0;
  while (at < line.length) {
    const match = line[at] === '%' ? /^%([^%:]*)(%|:[^%]*%)/.exec(line.slice(at)) : null;
    const value = match === null ? undefined : variables[(match[1] ?? '').toUpperCase()];
    if (match !== null && value !== undefined) {
      if (match[2] !== '%') throw new Error(`a part of ${match[1]} was asked for`);
      result += value;
      at += match[0].length;
    } else {
      result += line[at++];
    }
  }
  return result;
}

/**
 * Phase 2. A quote turns a flag on and off, and while it is on only a line end means something. Otherwise a caret takes the
 * meaning from the next character, or with a line end goes on in the next line, whose first character it takes it from.
 */
function splitCommands(text: string): readonly string[] {
  const commands = [''];
  const put = (character: string): void => {
    commands.push(`${commands.pop()}${character}`);
  };
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\n') throw new Error('a line end ends the command');
    if (/[\x00-\x08\x0b-\x1f]/.test(character)) throw new Error('a control character was pasted');
    if (character === '"') {
      quoted = !quoted;
      put(character);
    } else if (quoted) {
      put(character);
    } else if (character === '^') {
      at++;
      if (text[at] === '\n') at++;
      put(text[at] ?? '');
    } else if (character === '|') {
      commands.push('');
    } else if (/[&<>()]/.test(character)) {
      throw new Error(`${character} is obeyed`);
    } else {
      put(character);
    }
  }
  if (quoted) throw new Error('a quote is not closed');
  return commands.map((command) => command.trim());
}
