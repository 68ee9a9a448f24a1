// Starts the explorer with the account of the environment, for the commands that end in it.

import { existsSync } from 'node:fs';
import type { StartAccount } from '../accounts/choice.ts';
import type { OwnKeys } from '../explorer/keys/own-keys.ts';
import type { ChosenValue } from '../explorer/model/effects.ts';
import { stringValue } from '../json/document.ts';
import type { Settings } from '../settings/table.ts';
import { noDrafts, openDrafts } from '../store/drafts.ts';
import { hasKeyFile } from '../store/key-file.ts';
import { locate } from '../store/locations.ts';
import { readSettings } from '../store/settings.ts';
import { homeExpanded, openForSending, readUserFile } from '../store/user-files.ts';
import type { ExplorerOptions } from '../terminal/run.ts';
import { visible } from '../text/untrusted.ts';
import { type AccountFlags, findStartAccount } from './account.ts';
import { type ColorChoice, type Io, isHistoryOff, print, withColor } from './io.ts';
import { exitCodes, Refusal, refuse } from './messages.ts';
import { historyOptions } from './own-history.ts';
import { version } from './version.ts';

type ExplorerFlags = AccountFlags & {
  readonly color?: ColorChoice | undefined;
  readonly accessible?: boolean | undefined;
  /** MiB, instead of the setting. */
  readonly keep?: number | undefined;
};

/** The explorer with the prompt. */
export async function explore(flags: ExplorerFlags, io: Io): Promise<number> {
  if (io.stdin.isTTY && io.stdout.isTTY) return startExplorer(flags, io, { stdin: process.stdin, document: undefined });
  throw new Refusal('the explorer needs a terminal. To send a single request, use flarescope api');
}

type StartOptions = Pick<ExplorerOptions, 'stdin' | 'stdout' | 'document' | 'isChoosing'> & {
  /** A text that is chosen is printed without its quotes. */
  readonly isRaw?: boolean;
};

/** Runs until the user quits, and prints what was chosen then; gives the exit status. Ink is loaded only here. */
export async function startExplorer(
  flags: ExplorerFlags,
  io: Io,
  { isRaw = false, ...options }: StartOptions,
): Promise<number> {
  const start = await findStart(flags, io);
  const { settings, notices } = await readSettings(locate(io.env).config);
  // The folder of data is made by the first session; without a history none is ever made, and nobody is told again and again.
  const isFirst = !isHistoryOff(io.env) && !existsSync(locate(io.env).data);
  const drafts = isHistoryOff(io.env) ? noDrafts : openDrafts(locate(io.env).data);
  const isOwnColours = settings.theme === 'terminal' || settings.theme === 'auto';
  const [{ runExplorer }, own, found, draft] = await Promise.all([
    import('../terminal/run.ts'),
    ownKeys(locate(io.env).config, settings.keys),
    isOwnColours
      ? undefined
      : import('../perform/themes.ts').then(({ findTheme }) => findTheme(locate(io.env).config, settings.theme)),
    // A document has the keys, not the prompt.
    options.document ? undefined : drafts.takeOver(),
  ]);
  const told = [...notices, ...own.notices, ...(found?.problem === undefined ? [] : [found.problem])];
  const { stdout } = options;
  const { status, chosen } = await runExplorer({
    ...start,
    // A document can be read without an account.
    asksToUnlock: start.isLocked && (options.document === undefined || flags.profile !== undefined),
    colorDepth: stdout ? withColor({ ...io, stdout }, flags.color ?? 'auto').colorDepth : io.colorDepth,
    isAccessible: flags.accessible === true || isSet(io.env.ACCESSIBLE) || isSet(io.env.INK_SCREEN_READER),
    version,
    // No shell has put the home folder in the place of a tilde.
    files: {
      read: (path) => readUserFile(homeExpanded(path, io.env.HOME)),
      open: (path) => openForSending(homeExpanded(path, io.env.HOME)),
    },
    history: historyOptions(io.env, settings.historyBudgetMiB),
    settings,
    theme: found?.theme,
    keep: (flags.keep ?? settings.keepMiB) * 1024 * 1024,
    isFirst,
    ownKeys: own.ownKeys,
    notice: told.length === 0 ? undefined : told.join(' '),
    drafts,
    tablesFolder: isHistoryOff(io.env) ? undefined : locate(io.env).data,
    draft,
    ...options,
  });
  if (chosen) await printChosen(io, chosen, isRaw);
  else if (options.isChoosing && status === exitCodes.success) return exitCodes.cancelled;
  return status;
}

async function printChosen(io: Io, { document, node }: ChosenValue, isRaw: boolean): Promise<void> {
  const text = isRaw ? stringValue(document, node) : undefined;
  if (text === undefined) await (await import('./pretty.ts')).printPretty(io, document, { node });
  else await print(io, `${io.isForEyes ? visible(text) : text}\n`);
}

/** Nothing is loaded where there are only the default keys. */
async function ownKeys(
  folder: string,
  flavour: Settings['keys'],
): Promise<{ ownKeys?: OwnKeys; notices: readonly string[] }> {
  if (flavour === 'default' && !hasKeyFile(folder)) return { notices: [] };
  const { keyNotices, loadOwnKeys } = await import('./own-keys.ts');
  const loaded = await loadOwnKeys(folder, flavour);
  return { ownKeys: loaded.ownKeys, notices: keyNotices(loaded.problems) };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no'].includes(value);
}

async function findStart(flags: AccountFlags, io: Io): Promise<StartAccount> {
  try {
    return await findStartAccount(flags, io);
  } catch (error) {
    return refuse(error);
  }
}
