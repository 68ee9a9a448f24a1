// What the help texts say in columns: options with what they take, and the commands below a command. The texts are written
// once, for people; completion reads them.

export interface HelpOption {
  /** With its hyphens: `--output`, `-i`. */
  readonly names: readonly string[];
  /** What it takes, in capitals as the help writes it; undefined for a switch. */
  readonly argument: string | undefined;
  readonly description: string;
}

export interface HelpCommand {
  readonly name: string;
  readonly description: string;
}

const optionRow = /^ {2,8}(?:(-\w), )?(--[a-z][\w-]*)(?: (\S+))?(?: {2,}(\S.*))?$/;
const commandRow = /^ {2}(?:flarescope )?([a-z]+)(?: [^\s]+)*?(?: {2,}(\S.*))?$/;

/** The options in the text, each once; a description on the row below its option is taken from there. */
export function optionsIn(help: string): readonly HelpOption[] {
  const found = new Map<string, HelpOption>();
  const rows = help.split('\n');
  for (const [at, row] of rows.entries()) {
    const [, short, long, argument, beside] = optionRow.exec(row) ?? [];
    if (long === undefined || found.has(long)) continue;
    const description = beside ?? descriptionBelow(rows, at);
    found.set(long, { names: short === undefined ? [long] : [long, short], argument, description });
  }
  return [...found.values()];
}

/** The commands in the text, in its order. */
export function commandsIn(help: string): readonly HelpCommand[] {
  const found = new Map<string, HelpCommand>();
  const rows = help.split('\n');
  for (const [at, row] of rows.entries()) {
    const [, name, beside] = commandRow.exec(row) ?? [];
    if (name === undefined || name === 'flarescope' || found.has(name)) continue;
    found.set(name, { name, description: beside ?? descriptionBelow(rows, at) });
  }
  return [...found.values()];
}

function descriptionBelow(rows: readonly string[], at: number): string {
  return /^ {12,}(\S.*)$/.exec(rows[at + 1] ?? '')?.[1] ?? '';
}
