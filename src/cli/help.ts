// What `--help` prints of a command, and the README's table of all: both are made from the specifications.
import { Refusal } from './messages.ts';
import { type CommandSpec, type Found, findCommand, type OptionSpec, type Section } from './spec.ts';

/** Cells of a line of help; columns beside a term begin no further right than `widestTerm`. */
const widestLine = 100;
const widestTerm = 26;

/** Every command has it. */
export const helpOption: readonly [name: string, spec: OptionSpec] = ['help', { short: 'h', help: 'Show this help' }];

export function helpText({ path, spec }: Pick<Found, 'path' | 'spec'>): string {
  const name = path.map((command) => command.name).join(' ');
  const blocks = [
    [...wrapped(`${spec.summary}.`, ''), ...(spec.about ?? []).flatMap((text) => ['', ...wrapped(text, '')])],
    ['Usage', ...usageOf(spec).map((usage) => `  ${name} ${usage}`.trimEnd())],
    ...(spec.commands
      ? [
          rowsOf(
            'Commands',
            spec.commands.map((below) => [below.name, below.summary]),
          ),
        ]
      : []),
    ...(spec.sections ?? []).map(({ title, rows }) => rowsOf(title, rows)),
    ...optionBlocks(spec),
    ...(spec.examples ? [rowsOfExamples(spec.examples)] : []),
    ...(spec.exits ? [rowsOf('Exit status', Object.entries(spec.exits))] : []),
    ...(spec.commands ? [[`${name} COMMAND --help shows the help of a command.`]] : []),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** @throws Refusal where the words name no command */
export function helpFor(program: CommandSpec, words: readonly string[]): string {
  const found = findCommand(program, words);
  if (found.argv.length === 0) return helpText(found);
  throw new Refusal(`there is no command ${JSON.stringify(words.join(' '))}. See flarescope help`);
}

function usageOf(spec: CommandSpec): readonly string[] {
  if (spec.usage) return spec.usage;
  const words = (spec.arguments ?? []).map(({ name }) => name.replace(/^<(.*)>$/, '$1'));
  return [['[OPTION...]', ...words].join(' ')];
}

function optionBlocks(spec: CommandSpec): readonly (readonly string[])[] {
  const groups = new Map<string, (readonly [term: string, meaning: string])[]>();
  for (const [name, option] of [...Object.entries(spec.options), helpOption]) {
    if (option.isHidden) continue;
    const title = option.group ?? 'Options';
    const rows = groups.get(title) ?? [];
    groups.set(title, [...rows, [termOf(name, option), meaningOf(option)]]);
  }
  return [...groups].map(([title, rows]) => rowsOf(title, rows));
}

function termOf(name: string, { short, value, isValueOptional }: OptionSpec): string {
  const shown = value === undefined ? '' : isValueOptional ? `[=${value}]` : ` ${value}`;
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${shown}`;
}

function meaningOf({ help, choices }: OptionSpec): string {
  return Array.isArray(choices) ? `${help}: ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}` : help;
}

function rowsOf(title: string, rows: Section['rows']): readonly string[] {
  const terms = rows.flatMap((row) => (typeof row === 'string' || row[0].length > widestTerm ? [] : [row[0].length]));
  const column = Math.max(0, ...terms) + 4;
  const lines = rows.flatMap((row): readonly string[] => {
    if (typeof row === 'string') return wrapped(row, '  ');
    const [term, meaning] = row;
    const [first = '', ...more] = wrapped(meaning, ' '.repeat(column));
    // A long term has its meaning on the next line.
    return term.length > column - 4
      ? [`  ${term}`, first, ...more]
      : [`  ${term}`.padEnd(column) + first.trimStart(), ...more];
  });
  return [title, ...lines];
}

function rowsOfExamples(examples: NonNullable<CommandSpec['examples']>): readonly string[] {
  const lines = examples.flatMap(([command, does], index) => [
    ...(index === 0 ? [] : ['']),
    `  # ${does}`,
    `  $ ${command}`,
  ]);
  return ['Examples', ...lines];
}

/** Lines that break at blanks; all of it is ASCII. */
function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length > indent.length && line.length + word.length + 1 > widestLine) {
      lines.push(line);
      line = indent;
    }
    line += `${line.length > indent.length ? ' ' : ''}${word}`;
  }
  return [...lines, line];
}

/** All commands for the README. */
export function commandTable(program: CommandSpec): string {
  const rows = (program.commands ?? []).map(({ name, summary, commands }) => {
    const below = (commands ?? []).map((command) => `\`${command.name}\``).join(' ');
    return `| \`${program.name} ${name}\` | ${summary}${below === '' ? '' : `: ${below}`} |`;
  });
  return ['| Command | What it does |', '|---|---|', `| \`${program.name}\` | ${program.summary} |`, ...rows].join(
    '\n',
  );
}
