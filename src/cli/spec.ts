// What a command is: one value, from which parsing, help, completion and the README's table are made. To add a command, write one
// in `commands/`. A specification is light, since every start loads all of them: what a command runs it imports when it runs.
//
// Arguments are parsed by commander. Compared on 2026-11-30, each bundled and minified with a program of 12 commands and 180 options;
// processor time of the whole process over that of node's own parseArgs (39 ms), medians of 15:
//
//   library         bundle   dependencies  releases  last      time    parses strictly  keeps values  "did you mean"
//   commander 15.1  39 kB    0             125       2026-11   +17 ms  yes              yes           commands and options
//   cac 7.1         11 kB    0             73        2026-10   0 ms    yes              no (a)        no
//   citty 0.2       9 kB     0             13        2026-04   +4 ms   no (b)           yes           no
//
//   (a) `--profile 0123` becomes the number 123; an unknown command is left to the program. (b) Unknown options are taken silently,
//   and of one that is given twice the last counts.
//
// So commander is given the options of the one command that runs (+13 ms), and is not loaded for --help and --version, nor where the
// arguments are plainly written (plain-argv.ts). Its own help
// would cost those with every --help, and has no place for request items; @bomb.sh/tab (0.0.22, 124 kB) completes from fixed lists,
// and ours come from the catalog and the account: help and completion are made here, from the same specifications.
import type { Io } from './io.ts';

export interface OptionSpec {
  readonly short?: string;
  /** What it takes, in capitals; none for a switch. */
  readonly value?: string;
  readonly help: string;
  /** Its heading in the help; "Options" where there is none. */
  readonly group?: string;
  /** The only values that it takes, where `read` does not say so. A function where finding them out means loading more. */
  readonly choices?: readonly string[] | (() => Promise<readonly string[]>);
  readonly isRepeatable?: true;
  /** It takes two words, NAME and VALUE, and gives them as `NAME=VALUE`, which may be written in one word as well. */
  readonly takesTwo?: true;
  /** It may stand without its value, which is the empty text then; a value stands behind `=`, and never in the next word. */
  readonly isValueOptional?: true;
  /** Taken, and shown neither in the help nor by completion: habits from other tools. */
  readonly isHidden?: true;
  /** It is not taken: what to write instead. */
  readonly instead?: string;
  readonly completes?: 'file' | 'profile';
  /** Checks the value and turns it into what the command works with; throws a sentence. */
  readonly read?: (text: string) => unknown;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<Option> = Option extends { readonly isRepeatable: true }
  ? readonly string[]
  : Option extends { readonly read: (text: string) => infer Value }
    ? Value | undefined
    : Option extends { readonly choices: readonly (infer Choice)[] }
      ? Choice | undefined
      : Option extends { readonly value: string }
        ? string | undefined
        : boolean;

export type Values<Options extends OptionSpecs> = { readonly [Name in keyof Options]: ValueOf<Options[Name]> };

/** What the options give when none of them is written. */
export function noValues<const Options extends OptionSpecs>(options: Options): Values<Options> {
  const unset = Object.entries(options).map(([name, option]) => [
    name,
    option.isRepeatable ? [] : option.value === undefined ? false : undefined,
  ]);
  // As `ValueOf` says.
  return Object.fromEntries(unset) as Values<Options>;
}

export interface Given<OptionValues = Readonly<Record<string, unknown>>> {
  readonly values: OptionValues;
  /** The arguments that are no options. */
  readonly words: readonly string[];
}

export interface ArgumentSpec {
  /** As in the usage line: `<NAME>`, `[FILE]`, `[WORD...]`. */
  readonly name: string;
  readonly choices?: readonly string[];
  readonly completes?: 'file' | 'profile' | 'request' | 'command' | 'setting' | 'settingValue' | 'key';
}

export interface Section {
  readonly title: string;
  /** A term with what it means, or prose. */
  readonly rows: readonly (readonly [term: string, meaning: string] | string)[];
}

/** A command as everything but its own code sees it. */
export interface CommandSpec {
  readonly name: string;
  /** One line for lists of commands. */
  readonly summary: string;
  /** What follows the name in the usage lines; made from the rest where it is left out. */
  readonly usage?: readonly string[];
  /** Paragraphs below the summary. */
  readonly about?: readonly string[];
  readonly arguments?: readonly ArgumentSpec[];
  readonly options: OptionSpecs;
  readonly sections?: readonly Section[];
  readonly examples?: readonly (readonly [command: string, does: string])[];
  readonly exits?: Readonly<Record<number, string>>;
  readonly commands?: readonly CommandSpec[];
  /** Looks at the arguments before they are parsed, also for the commands below; throws Refusal. */
  readonly check?: (argv: readonly string[]) => Promise<void>;
  /** Undefined for a group that does nothing without a command. */
  readonly run?: (given: Given, io: Io) => Promise<number>;
}

interface TypedSpec<Options extends OptionSpecs> extends Omit<CommandSpec, 'options' | 'run'> {
  readonly options?: Options;
  readonly run?: (given: Given<Values<Options>>, io: Io) => Promise<number>;
}

/** A command whose `run` gets the values with the types that its options say. */
export function command<const Options extends OptionSpecs = Record<never, never>>(
  spec: TypedSpec<Options>,
): CommandSpec {
  // The values that it is called with are made by these very options.
  return { ...spec, options: spec.options ?? {}, run: spec.run as CommandSpec['run'] };
}

export interface Found {
  /** The commands from the program down to the one that is meant. */
  readonly path: readonly [CommandSpec, ...CommandSpec[]];
  readonly spec: CommandSpec;
  /** Its arguments; options that stood before its name are among them. */
  readonly argv: readonly string[];
}

/** The command that the words name. Options of a command may stand before the name of one below it. */
export function findCommand(program: CommandSpec, words: readonly string[]): Found {
  let path: Found['path'] = [program];
  let spec = program;
  let argv = words;
  for (;;) {
    const at = firstWord(spec.options, argv);
    const below = spec.commands?.find((candidate) => candidate.name === argv[at]);
    if (!below) return { path, spec, argv };
    argv = [...argv.slice(0, at), ...argv.slice(at + 1)];
    path = [...path, below];
    spec = below;
  }
}

/** Where the first word stands that is neither an option nor an option's value; past the end where there is none. */
export function firstWord(options: OptionSpecs, argv: readonly string[]): number {
  let at = 0;
  while (at < argv.length) {
    const word = argv[at] ?? '';
    if (word === '--') return argv.length;
    if (!/^-./.test(word)) return at;
    const option = optionNamed(options, word);
    at += takesNext(option, word) ? 2 : 1;
  }
  return at;
}

/** True where the option's value is the word after this one. */
export function takesNext(option: OptionSpec | undefined, word: string): boolean {
  return option?.value !== undefined && !option.isValueOptional && !word.includes('=');
}

/** The option that a word such as `--output`, `--output=json` or `-i` names. */
export function optionNamed(options: OptionSpecs, word: string): OptionSpec | undefined {
  const [, long] = /^--([^=]+)/.exec(word) ?? [];
  if (long !== undefined) return Object.hasOwn(options, long) ? options[long] : undefined;
  return Object.values(options).find(({ short }) => short !== undefined && word === `-${short}`);
}
