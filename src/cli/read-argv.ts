// Arguments read by a command's specification. The one file that knows commander; it is loaded to parse, and for nothing else.
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { exitCodes, messageOf, Refusal } from './messages.ts';
import { type CommandSpec, type Found, firstWord, type Given, type OptionSpec } from './spec.ts';

/**
 * What the arguments give, or `help` where they ask for it.
 *
 * @throws Refusal with what is wrong, and what was probably meant
 */
export async function readArgv({ path, spec, argv }: Found): Promise<Given | 'help'> {
  const parser = quiet(new Command(commandLine(path)));
  parser.helpOption('-h, --help').helpCommand(false);
  for (const [name, option] of Object.entries(spec.options)) parser.addOption(await optionOf(name, option, argv));
  for (const { name, choices } of spec.arguments ?? []) {
    const argument = new Argument(name);
    parser.addArgument(choices ? argument.choices(choices) : argument);
  }
  // A word that is neither an argument nor the name of a command is a mistyped name.
  const isMistyped =
    spec.commands !== undefined && spec.arguments === undefined && firstWord(spec.options, argv) < argv.length;
  if (isMistyped) for (const { name } of spec.commands ?? []) parser.addCommand(quiet(new Command(name)));
  else parser.action(() => undefined);
  try {
    parser.parse([...joinPairs(spec, argv)], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return 'help';
    throw new Refusal(`${sentenceOf(error)}. See ${commandLine(path)} --help`, exitCodes.usage);
  }
  for (const option of parser.options) {
    const { instead } = spec.options[option.long?.slice(2) ?? ''] ?? {};
    if (instead !== undefined && parser.getOptionValue(option.attributeName()) !== undefined)
      throw new Refusal(instead);
  }
  return { values: valuesOf(parser, spec), words: parser.args };
}

/**
 * `--arg NAME VALUE` as `--arg=NAME=VALUE`: to commander an option takes one word. And `--local` as `--local=`: commander would take
 * the next word for its value.
 */
function joinPairs({ options }: CommandSpec, argv: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const [name, value] = argv.slice(at + 1, at + 3);
    if (word === '--') return [...joined, ...argv.slice(at)];
    if (word.startsWith('--') && options[word.slice(2)]?.isValueOptional) {
      joined.push(`${word}=`);
      continue;
    }
    const isPair = word.startsWith('--') && options[word.slice(2)]?.takesTwo === true;
    if (isPair && name !== undefined && value !== undefined && !name.includes('=')) {
      joined.push(`${word}=${name}=${value}`);
      at += 2;
    } else {
      joined.push(word);
    }
  }
  return joined;
}

function commandLine(path: Found['path']): string {
  return path.map(({ name }) => name).join(' ');
}

/** A parser that throws instead of printing and exiting. */
function quiet(parser: Command): Command {
  return parser.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
}

async function optionOf(name: string, spec: OptionSpec, argv: readonly string[]): Promise<Option> {
  const { short, value, choices, isRepeatable, read, isHidden } = spec;
  const flags = `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` <${value}>`}`;
  const option = new Option(flags).hideHelp(isHidden === true);
  const isGiven = argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`) || word === `-${short}`);
  const known = typeof choices === 'function' ? (isGiven ? await choices() : undefined) : choices;
  if (isRepeatable)
    return option.default([]).argParser((text: string, earlier: readonly string[]) => [...earlier, text]);
  if (read) return option.argParser((text) => checked(read, text));
  return known ? option.choices(known) : option;
}

function checked(read: NonNullable<OptionSpec['read']>, text: string): unknown {
  try {
    return read(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** Under the options' own names: commander's are in camel case, and `--no-x` is its `x` being false. */
function valuesOf(parser: Command, spec: CommandSpec): Given['values'] {
  const given = parser.opts<Record<string, unknown>>();
  const values: Record<string, unknown> = {};
  for (const option of parser.options) {
    const name = option.long?.slice(2) ?? '';
    const value = given[option.attributeName()];
    const isSwitch = spec.options[name]?.value === undefined;
    values[name] = isSwitch ? (option.negate ? value === false : value === true) : value;
  }
  return values;
}

/** commander's sentence in one line and without its prefix. A value behind `=` may be a secret, and goes. */
function sentenceOf(error: CommanderError): string {
  return error.message
    .replace(/^error: /, '')
    .replace(/'(--[^'=\s]+)=[^']*'/, "'$1'")
    .replace(/^option '(?:-\w, )?(--\S+) <.*?>' argument '(.*)' is invalid/s, "'$1 $2' is invalid")
    .replace(/^option '(?:-\w, )?(--\S+) <(.*)>' argument missing$/, "'$1' needs a value: $2")
    .replace(/^command-argument value ('.*') is invalid for argument '(.*)'/s, '$1 is invalid for $2')
    .replace(/\n\((.*)\)$/s, ' ($1)')
    .replace(/\.$/, '');
}
