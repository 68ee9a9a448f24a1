// `flarescope completion SHELL`: the script that makes a shell complete this program, and the words that the script asks for at every
// Tab, which come from the commands' specifications, the catalog and the account. Completing says nothing on standard error and
// never fails loudly: a prompt is no place for either.

import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Suggestion } from '../catalog/word-completion.ts';
import { quotePowerShell } from '../request/snippets/powershell.ts';
import { visible } from '../text/untrusted.ts';
import { truncate } from '../text/width.ts';
import type { AccountFlags } from './account.ts';
import { type Shell, shells } from './commands/completion.ts';
import { program } from './commands/program.ts';
import { helpOption } from './help.ts';
import { type Io, tell } from './io.ts';
import { exitCodes } from './messages.ts';
import { type CommandSpec, findCommand, type Given, type OptionSpec, optionNamed, takesNext } from './spec.ts';

/** Cells of a description; what is longer would break the columns of a shell's list. */
const longestDescription = 70;

export async function runCompletion(
  { values, words: [name] }: Given<{ readonly words: boolean }>,
  io: Io,
): Promise<number> {
  const shell = shells.find((known) => known === name) ?? 'bash';
  if (!values.words) return tell(io, (await import('./completion/scripts.ts')).scripts[shell]);
  const { FLARESCOPE_LINE: text = '', FLARESCOPE_BREAKS: breaks = '' } = io.env;
  const line = await readTypedLine(shell, text);
  if (!line) return exitCodes.success;
  const found = await complete(line, io).catch(() => []);
  const isOnly = found.length === 1;
  return tell(io, found.map((suggestion) => writeRow(shell, suggestion, { line, breaks, isOnly })).join(''));
}

/** What may stand at the cursor. */
export async function complete(
  { earlier, typed }: Pick<TypedWords, 'earlier' | 'typed'>,
  io: Pick<Io, 'env'>,
): Promise<readonly Suggestion[]> {
  const { spec, argv } = findCommand(program, earlier);
  const read = readOptions(spec, argv);
  if (read.open) return valuesFor(read.open, '', typed, io);
  const [name = '', value] = splitOption(typed);
  if (value !== undefined && !read.isOver) {
    const option = optionNamed(spec.options, name);
    return option ? valuesFor(option, `${name}=`, value, io) : [];
  }
  const options = read.isOver ? [] : suggestOptions(spec, read.given, typed);
  // Options are many; who wants one begins it.
  const words = typed.startsWith('-') ? [] : await suggestWords(spec, read, typed, io);
  return typed.startsWith('-') || (words.length === 0 && typed === '') ? options : words;
}

interface ReadOptions {
  /** The words that are no options and no options' values. */
  readonly words: readonly string[];
  readonly given: ReadonlySet<OptionSpec>;
  /** Whose account values are asked of. */
  readonly account: AccountFlags;
  /** The option whose value comes next. */
  readonly open: OptionSpec | undefined;
  /** `--` was written: nothing is an option any more. */
  readonly isOver: boolean;
}

function readOptions({ options }: CommandSpec, typed: readonly string[]): ReadOptions {
  const words: string[] = [];
  const given = new Set<OptionSpec>();
  let profile: string | undefined;
  let local: string | undefined;
  let open: OptionSpec | undefined;
  /** The option whose name is there, and whose value is not. */
  let named: OptionSpec | undefined;
  let isOver = false;
  for (const word of typed) {
    if (open) {
      if (open === options.profile) profile = word;
      // A name alone has its value in the next word; as a request that would be taken for a path.
      const isName = open.takesTwo === true && open !== named && !word.includes('=');
      named = isName ? open : undefined;
      if (!isName) open = undefined;
    } else if (isOver || !/^-./.test(word)) {
      words.push(word);
    } else if (word === '--') {
      isOver = true;
    } else {
      const [name = '', value] = splitOption(word);
      const option = optionNamed(options, name);
      if (!option) continue;
      if (!option.isRepeatable) given.add(option);
      if (option === options.profile) profile = value;
      if (option === options.local) local = value ?? '';
      if (takesNext(option, word)) open = option;
    }
  }
  const sandbox = options.sandbox !== undefined && given.has(options.sandbox);
  return { words, given, account: { profile, sandbox, local }, open, isOver };
}

function splitOption(word: string): readonly [name: string, value?: string] {
  const [, name, value] = /^(--[a-z][\w-]*)=(.*)$/s.exec(word) ?? [];
  return name === undefined || value === undefined ? [word] : [name, value];
}

async function valuesFor(
  { completes, choices = [] }: OptionSpec,
  before: string,
  typed: string,
  io: Pick<Io, 'env'>,
): Promise<readonly Suggestion[]> {
  if (completes === 'file') return listFiles(typed, before);
  if (completes === 'profile') return listProfiles(typed, before, io);
  const values = typeof choices === 'function' ? await choices() : choices;
  return plain(values, typed).map((suggestion) => ({ ...suggestion, value: `${before}${suggestion.value}` }));
}

function suggestOptions(
  { options }: CommandSpec,
  given: ReadonlySet<OptionSpec>,
  typed: string,
): readonly Suggestion[] {
  return [...Object.entries(options), helpOption]
    .filter(([, option]) => !option.isHidden && !given.has(option))
    .flatMap(([name, { short, help }]) =>
      [`--${name}`, ...(short === undefined ? [] : [`-${short}`])]
        .filter((spelling) => spelling.startsWith(typed))
        .map((value) => ({ value, description: help, isWhole: true })),
    );
}

async function suggestWords(
  { commands, arguments: slots = [] }: CommandSpec,
  { words, account }: ReadOptions,
  typed: string,
  io: Pick<Io, 'env'>,
): Promise<readonly Suggestion[]> {
  const slot = slots[words.length] ?? slots.at(-1);
  if (slot?.completes === 'request') return suggestRequest(words, typed, account, io);
  if (slot?.completes === 'command') return suggestCommands(findCommand(program, words).spec.commands, typed);
  if (slot?.completes === 'settingValue') return suggestSettingValues(words[0] ?? '', typed);
  if (words.length >= Math.max(1, slots.length)) return [];
  if (slot?.completes === 'setting') return suggestSettings(typed);
  if (slot?.completes === 'key') return suggestKeys(typed);
  if (slot?.completes === 'file') return listFiles(typed);
  if (slot?.completes === 'profile') return listProfiles(typed, '', io);
  return [...suggestCommands(commands, typed), ...plain(slot?.choices ?? [], typed)];
}

async function suggestSettings(typed: string): Promise<readonly Suggestion[]> {
  const { settingNames, settingTable } = await import('../settings/table.ts');
  return settingNames
    .filter((name) => name.startsWith(typed))
    .map((name) => ({ value: name, description: settingTable[name].meaning, isWhole: true }));
}

async function suggestKeys(typed: string): Promise<readonly Suggestion[]> {
  const { bindings } = await import('../explorer/shell/bindings.ts');
  return bindings
    .filter(({ id }) => id.startsWith(typed))
    .map(({ id, help }) => ({ value: id, description: help, isWhole: true }));
}

async function suggestSettingValues(name: string, typed: string): Promise<readonly Suggestion[]> {
  const { isSettingName, settingTable } = await import('../settings/table.ts');
  const { settingChoices } = await import('../settings/kinds.ts');
  return isSettingName(name) ? plain(settingChoices(settingTable[name]), typed) : [];
}

async function listProfiles(typed: string, before: string, io: Pick<Io, 'env'>): Promise<readonly Suggestion[]> {
  return (await import('./completion/profiles.ts')).listProfileNames(typed, before, io);
}

function suggestCommands(commands: CommandSpec['commands'] = [], typed: string): readonly Suggestion[] {
  return commands
    .filter(({ name }) => name.startsWith(typed))
    .map(({ name, summary }) => ({ value: name, description: summary, isWhole: true }));
}

async function suggestRequest(
  words: readonly string[],
  typed: string,
  account: AccountFlags,
  io: Pick<Io, 'env'>,
): Promise<readonly Suggestion[]> {
  const { loadCatalog } = await import('../catalog/load.ts');
  const { completeWord } = await import('../catalog/word-completion.ts');
  const catalog = loadCatalog();
  const found = completeWord(catalog, words, typed);
  if (found.kind === 'words') return found.words;
  if (found.kind === 'files') {
    return listFiles(typed.slice(found.before.length), found.before);
  }
  return (await import('./completion/values.ts')).listValues(catalog, found, typed, account, io);
}

function plain(values: readonly string[], typed: string): readonly Suggestion[] {
  return values.filter((value) => value.startsWith(typed)).map((value) => ({ value, description: '', isWhole: true }));
}

interface RowPlace {
  readonly line: TypedWords;
  /** bash's COMP_WORDBREAKS. */
  readonly breaks: string;
  /** Nothing else is suggested: the shell puts it in. */
  readonly isOnly: boolean;
}

/** A whole word ends with a blank, where the shell does not see to that. Text of servers may be in both. */
function writeRow(shell: Shell, { value, description, isWhole }: Suggestion, place: RowPlace): string {
  // A row is a line, and what cannot stand in one cannot be typed either.
  if (/\p{Cc}/u.test(value)) return '';
  const word = writeWord(shell, value, place.line, place.breaks, isWhole);
  if (word === undefined) return '';
  // bash shows what it is given, and would put a description into the line. Of the only word it gets the closing quote, too.
  if (shell === 'bash') return isWhole && place.isOnly ? `${word}${place.line.quote} \n` : `${word}\n`;
  const text = visible(truncate(description, longestDescription));
  return `${word}${isWhole && shell === 'zsh' ? ' ' : ''}\t${text}\n`;
}

export interface TypedWords {
  /** The words before the one at the cursor, the program's name aside. */
  readonly earlier: readonly string[];
  /** The word at the cursor, as far as it is there; empty behind a blank. */
  readonly typed: string;
  /** What of it stands before the quote that is still open; empty where none is. */
  readonly beforeQuote: string;
  /** The quote that is still open. */
  readonly quote: '' | "'" | '"';
  /** The word begins with a tilde that the shell puts the home folder in for. */
  readonly hasHome: boolean;
}

/** Stands at the cursor, so that an empty word is one too. From the Private Use Area. */
const CURSOR = '\uf8fe';

/**
 * The words of the last command in the line; a quote may be open. undefined where the line cannot be read.
 *
 * @param line as typed; of PowerShell, which tells the words itself, a JSON array of them
 */
export async function readTypedLine(shell: Shell, line: string): Promise<TypedWords | undefined> {
  const noQuote = { quote: '', inside: '' } as const;
  if (shell === 'powershell') return fromWords(wordsInJson(line), noQuote);
  if (PLAIN.test(line)) return fromWords(line.split(/[ \t]+/), noQuote);
  const [{ createMarks }, { readPosixScript }] = await Promise.all([
    import('../request/import/marks.ts'),
    import('../request/import/posix-script.ts'),
  ]);
  const open = openQuote(line);
  const text = `${line}${CURSOR}${open.quote}`;
  const marks = createMarks(text);
  const script = readPosixScript(text, marks);
  const words = script.ok ? script.pipelines.at(-1)?.at(-1)?.words.map(marks.written) : undefined;
  if (!words?.at(-1)?.endsWith(CURSOR)) return undefined;
  return fromWords(
    words.map((word) => word.replace(CURSOR, '')),
    open,
  );
}

/** A line in which nothing means more to a shell than its letters. */
const PLAIN = /^(?:[\w./-]*\/)?flarescope(?:[ \t][ \t\w./:=@,+%-]*)?$/;

interface OpenQuote {
  readonly quote: TypedWords['quote'];
  /** What stands behind it, without its escapes. */
  readonly inside: string;
}

/** The quote that is open at the end of a line. */
function openQuote(line: string): OpenQuote {
  let quote: TypedWords['quote'] = '';
  let from = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (character === '\\' && quote !== "'") at += 1;
    else if (character === quote) quote = '';
    else if (quote === '' && (character === "'" || character === '"')) {
      quote = character;
      from = at + 1;
    }
  }
  const inside = quote === '' ? '' : line.slice(from);
  return { quote, inside: quote === '"' ? inside.replace(/\\([$`"\\])/g, '$1') : inside };
}

function fromWords(words: readonly string[], { quote, inside }: OpenQuote): TypedWords | undefined {
  if (words.length < 2) return undefined;
  const typed = words.at(-1) ?? '';
  const beforeQuote = quote !== '' && typed.endsWith(inside) ? typed.slice(0, typed.length - inside.length) : '';
  return { earlier: words.slice(1, -1), typed, beforeQuote, quote, hasHome: typed.startsWith('~/') && quote === '' };
}

function wordsInJson(text: string): readonly string[] {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) ? words.map(String) : [];
  } catch {
    return [];
  }
}

/**
 * A word as the shell's completion takes it; zsh and fish quote by themselves. undefined where it cannot follow what was typed.
 *
 * @param breaks bash's COMP_WORDBREAKS: outside quotes it replaces only what stands behind the last of these characters
 */
export function writeWord(
  shell: Shell,
  word: string,
  line: TypedWords,
  breaks: string,
  isWhole = true,
): string | undefined {
  const { typed, quote, beforeQuote, hasHome } = line;
  if (shell === 'powershell') return writePowerShellWord(word, isWhole, hasHome);
  if (shell !== 'bash') return word;
  if (quote !== '') {
    // bash replaces what stands behind the quote.
    return word.startsWith(beforeQuote) ? escapeInside(quote, word.slice(beforeQuote.length)) : undefined;
  }
  // A blank or a quote that is in the word was escaped, and breaks nothing.
  const last = [...typed].findLastIndex((character) => /[^\s'"]/.test(character) && breaks.includes(character));
  // Readline leaves the sign of a variable or a host to the word that it begins.
  const kept = last + (/[$@]/.test([...typed][last] ?? '') ? 0 : 1);
  const home = hasHome && kept === 0 && word.startsWith('~/') ? '~/' : '';
  const rest = word.slice(word.startsWith(typed) ? Math.max(kept, home.length) : home.length);
  return `${home}${rest.replace(/[^\p{L}\p{M}\p{N}_@%+=:,./^-]/gu, '\\$&')}`;
}

/**
 * In quotes, or, where more is to be typed behind the word, with backticks, which keep no pattern and no blank at the start. With either of
 * them in the word PowerShell leaves a tilde as it is, so that the home folder stands there itself.
 */
function writePowerShellWord(word: string, isWhole: boolean, hasHome: boolean): string {
  if (/^(?:~\/)?[\w+=:./-]+$/.test(word)) return word;
  const text = hasHome && word.startsWith('~/') ? join(homedir(), word.slice(2)) : word;
  return isWhole || /^\s|[*?[\]~]/.test(text)
    ? quotePowerShell(text)
    : text.replace(/[^\p{L}\p{M}\p{N}_+=:./-]/gu, '`$&');
}

/** For bash, behind a quote that is open. An exclamation mark calls the history in double quotes, and a backslash before it would stay. */
function escapeInside(quote: "'" | '"', text: string): string {
  if (quote === "'") return text.replaceAll("'", "'\\''");
  return text.replace(/[$`"\\]/g, '\\$&').replace(/!+/g, `"'$&'"`);
}

/**
 * Hidden files only for who begins with a dot, as shells do; none where the folder cannot be read.
 *
 * @param typed as much of the name as is there
 * @param before what stands before the name in its word, such as `@`
 */
async function listFiles(typed: string, before = ''): Promise<readonly Suggestion[]> {
  const start = typed.lastIndexOf('/') + 1;
  const folder = typed.slice(0, start);
  const name = typed.slice(start);
  // The shell puts the home folder in only where the tilde begins the word.
  const place = before === '' && folder.startsWith('~/') ? join(homedir(), folder.slice(2)) : folder || '.';
  // Few presses of Tab ask for a file.
  const { readUserFolder } = await import('../store/user-files.ts');
  const entries = await readUserFolder(place).catch(() => []);
  return entries
    .filter((entry) => entry.name.startsWith(name) && (name.startsWith('.') || !entry.name.startsWith('.')))
    .map((entry) => ({
      // A name that begins with a hyphen would be an option, one that begins with a tilde a home folder.
      value: `${before}${typed === '' && before === '' && /^[-~]/.test(entry.name) ? './' : ''}${folder}${entry.name}${entry.isFolder ? '/' : ''}`,
      description: '',
      isWhole: !entry.isFolder,
    }));
}
