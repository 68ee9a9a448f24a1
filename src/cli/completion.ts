// `flarescope completion SHELL`: the script that makes a shell complete this program's commands, options, and requests; and the
// words that the script asks for at every Tab. Completing says nothing on standard error and never fails loudly: a prompt is no
// place for either.
import type { Suggestion } from '../catalog/suggest.ts';
import { visible } from '../text/untrusted.ts';
import { truncate } from '../text/width.ts';
import type { AccountFlags } from './account.ts';
import { type CompletedCommand, commandNamed, valuesOfOption } from './completion/commands.ts';
import { readTypedLine, type Shell, shells, type TypedLine, writeWord } from './completion/line.ts';
import type { HelpOption } from './completion/options.ts';
import { complain, exitCodes, tell } from './messages.ts';

export const help = `Usage: flarescope completion SHELL

Prints what makes a shell complete flarescope: commands, options, and in requests methods, paths, the names of zones and
accounts, parameters and their values. Names are asked of the account in force, without ever asking for a passphrase.

  bash        source <(flarescope completion bash)                    in ~/.bashrc
  zsh         source <(flarescope completion zsh)                     in ~/.zshrc, below compinit
  fish        flarescope completion fish > ~/.config/fish/completions/flarescope.fish
  powershell  flarescope completion powershell | Out-String | Invoke-Expression
                                                                      in $PROFILE
  -h, --help  this text
`;

/** Cells of a description; what is longer would break the columns of a shell's list. */
const longestDescription = 70;

export async function completion(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) return tell(help);
  const [name, option, ...more] = argv;
  const shell = shells.find((known) => known === name);
  if (shell === undefined || more.length > 0 || (option !== undefined && option !== '--words')) {
    complain(`name one of ${shells.slice(0, -1).join(', ')} and powershell, as in flarescope completion bash`);
    return exitCodes.usage;
  }
  if (option === undefined) return tell((await import('./completion/scripts.ts')).scripts[shell]);
  const { FLARESCOPE_LINE: text = '', FLARESCOPE_BREAKS: breaks = '' } = process.env;
  const line = readTypedLine(shell, text);
  if (!line) return exitCodes.success;
  const found = await complete(line).catch(() => []);
  return tell(found.map((suggestion) => writeRow(shell, suggestion, line, breaks)).join(''));
}

/** What may stand at the cursor. */
export async function complete({ earlier, typed }: Omit<TypedLine, 'isQuoted'>): Promise<readonly Suggestion[]> {
  const { command, rest } = await commandNamed(earlier);
  const read = readOptions(command.options, rest);
  if (read.open) return valuesFor(read.open, '', typed);
  const [name = '', value] = splitOption(typed);
  if (value !== undefined && !read.isOver) {
    const option = command.options.find((known) => known.names.includes(name));
    return option ? valuesFor(option, `${name}=`, value) : [];
  }
  const options = read.isOver ? [] : suggestOptions(command.options, read.given, typed);
  // Options are many; who wants one begins it.
  const words = typed.startsWith('-') ? [] : await suggestWords(command, read, typed);
  return typed.startsWith('-') || (words.length === 0 && typed === '') ? options : words;
}

interface ReadOptions {
  /** The words that are no options and no options' values. */
  readonly words: readonly string[];
  readonly given: ReadonlySet<string>;
  /** What the profile and the passphrase come from. */
  readonly account: AccountFlags;
  /** The option whose value comes next. */
  readonly open: HelpOption | undefined;
  /** `--` was written: nothing is an option any more. */
  readonly isOver: boolean;
}

function readOptions(options: readonly HelpOption[], typed: readonly string[]): ReadOptions {
  const words: string[] = [];
  const given = new Set<string>();
  let profile: string | undefined;
  let open: HelpOption | undefined;
  let isOver = false;
  for (const word of typed) {
    if (open) {
      if (open.names.includes('--profile')) profile = word;
      open = undefined;
    } else if (isOver || !/^-./.test(word)) {
      words.push(word);
    } else if (word === '--') {
      isOver = true;
    } else {
      const [name = '', value] = splitOption(word);
      const option = options.find((known) => known.names.includes(name));
      for (const known of option?.names ?? []) given.add(known);
      if (name === '--profile') profile = value;
      if (option?.argument !== undefined && value === undefined) open = option;
    }
  }
  return { words, given, account: { profile }, open, isOver };
}

function splitOption(word: string): readonly [name: string, value?: string] {
  const [, name, value] = /^(--[a-z][\w-]*)=(.*)$/s.exec(word) ?? [];
  return name === undefined || value === undefined ? [word] : [name, value];
}

async function valuesFor(option: HelpOption, before: string, typed: string): Promise<readonly Suggestion[]> {
  if (option.argument?.startsWith('FILE')) {
    return (await import('./completion/files.ts')).listFiles(typed, before);
  }
  const values = (await Promise.all(option.names.map(valuesOfOption))).flat();
  return plain(values, typed).map((suggestion) => ({ ...suggestion, value: `${before}${suggestion.value}` }));
}

function suggestOptions(
  options: readonly HelpOption[],
  given: ReadonlySet<string>,
  typed: string,
): readonly Suggestion[] {
  return options
    .filter(({ names }) => !names.some((name) => given.has(name)))
    .flatMap(({ names, description }) =>
      names.filter((name) => name.startsWith(typed)).map((value) => ({ value, description, isWhole: true })),
    );
}

async function suggestWords(
  command: CompletedCommand,
  { words, account }: ReadOptions,
  typed: string,
): Promise<readonly Suggestion[]> {
  if (command.words === 'request') return suggestRequest(words, typed, account);
  if (words.length > 0) return [];
  if (command.words === 'file') return (await import('./completion/files.ts')).listFiles(typed);
  return [
    ...command.commands
      .filter(({ name }) => name.startsWith(typed))
      .map(({ name, description }) => ({ value: name, description, isWhole: true })),
    ...plain(command.words, typed),
  ];
}

async function suggestRequest(
  words: readonly string[],
  typed: string,
  account: AccountFlags,
): Promise<readonly Suggestion[]> {
  const { loadCatalog } = await import('../catalog/load.ts');
  const { completeWord } = await import('../catalog/suggest.ts');
  const catalog = loadCatalog();
  const found = completeWord(catalog, words, typed);
  if (found.kind === 'words') return found.words;
  if (found.kind === 'files') {
    return (await import('./completion/files.ts')).listFiles(typed.slice(found.before.length), found.before);
  }
  return (await import('./completion/values.ts')).listValues(catalog, found, typed, account);
}

function plain(values: readonly string[], typed: string): readonly Suggestion[] {
  return values.filter((value) => value.startsWith(typed)).map((value) => ({ value, description: '', isWhole: true }));
}

/** A whole word ends with a blank, where the shell does not see to that. Text of servers may be in both. */
function writeRow(shell: Shell, { value, description, isWhole }: Suggestion, line: TypedLine, breaks: string): string {
  // A row is a line, and what cannot stand in one cannot be typed either.
  if (/\p{Cc}/u.test(value)) return '';
  const word = writeWord(shell, value, line, breaks);
  const blank = isWhole && (shell === 'bash' || shell === 'zsh') ? ' ' : '';
  // bash shows what it is given, and would put a description into the line.
  if (shell === 'bash') return `${word}${blank}\n`;
  const text = visible(truncate(description, longestDescription));
  return `${word}${blank}\t${text}\n`;
}
