// The vault for a command: opened with its passphrase, from the environment, from a file descriptor, or typed unseen.
// Loads the vault only when there is one to open.

import { closeSync, readSync } from 'node:fs';
import { ownVaultPlace } from '../accounts/choice.ts';
import type { VaultFound, VaultKeeper } from '../accounts/vault-keeper.ts';
import { createSecret, type Secret } from '../api/credential.ts';
import type { Settled, VaultPlace } from '../store/vault.ts';
import type { Io } from './io.ts';
import { Refusal } from './messages.ts';
import type { Questioner } from './questions.ts';

/** Names the variable; it is taken out of the environment when it is read, so that no child process inherits it. */
export const passphraseVariable = 'FLARESCOPE_PASSPHRASE';

/** More than any passphrase, less than a mistake. */
const longestPassphrase = 4096;

/** Tries that a person has at the terminal before the command ends. */
const mostTries = 3;

/** The terminal, opened for the first question and shared by all. */
export interface Asking {
  /** Undefined where there is no terminal. */
  readonly terminal: () => Promise<Questioner | undefined>;
  readonly close: () => void;
}

export function createAsking(io: Pick<Io, 'openQuestioner'>): Asking {
  let opened: { readonly terminal: Questioner | undefined } | undefined;
  return {
    terminal: async () => {
      opened ??= { terminal: await io.openQuestioner() };
      return opened.terminal;
    },
    close: () => opened?.terminal?.close(),
  };
}

/** Asks at the terminal before something is lost. Throws Refusal where nobody can be asked, or Cancelled. */
export async function confirm(question: string, verb: string, asking: Asking): Promise<boolean> {
  const terminal = await asking.terminal();
  if (!terminal) throw new Refusal(`there is no terminal to ask at. Use --yes to ${verb} without asking`);
  return /^y(?:es)?$/i.test((await terminal.ask(`${question} [y/N] `)).trim());
}

/**
 * The passphrase that comes without asking: from `--passphrase-fd`, else from FLARESCOPE_PASSPHRASE.
 *
 * @param option the value of `--passphrase-fd`
 */
export function takePassphrase(option: string | undefined, { env }: Pick<Io, 'env'>): Secret | undefined {
  const fromEnvironment = env[passphraseVariable];
  delete env[passphraseVariable];
  if (option !== undefined) return createSecret(readDescriptor('--passphrase-fd', option));
  return fromEnvironment ? createSecret(withoutMark(fromEnvironment)) : undefined;
}

/** Editors and PowerShell put a byte order mark before a text, which nobody means to be part of a passphrase. */
function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}

/** The first line of what a file descriptor gives. Throws Refusal. */
export function readDescriptor(option: string, text: string): string {
  if (!/^\d{1,4}$/.test(text))
    throw new Refusal(`${option} takes the number of a file descriptor, such as 3 with 3< FILE`);
  const descriptor = Number(text);
  const bytes = Buffer.alloc(longestPassphrase + 1);
  let length = 0;
  try {
    for (
      let read = -1;
      read !== 0 && length < bytes.length && !bytes.subarray(0, length).includes(0x0a);
      length += read
    ) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    if (descriptor > 2) closeSync(descriptor);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Refusal(
      `${option} ${text} cannot be read (${reason}). Open it for this command, for example with ${text}< FILE`,
    );
  }
  const [line = ''] = withoutMark(bytes.toString('utf8', 0, length)).split(/\r?\n/);
  if (line === '') throw new Refusal(`${option} ${text} has no passphrase`);
  if (line.length > longestPassphrase) throw new Refusal(`${option} ${text} has more than a passphrase`);
  return line;
}

/** The vault of this user, as it was found, and what keeps it for the rest of the command. */
export interface FoundVault {
  readonly keeper: VaultKeeper;
  readonly place: VaultPlace;
  readonly found: VaultFound;
}

/** Opens the vault where nothing has to be typed for it. Throws Refusal where the passphrase that was given is wrong. */
export async function findVault(given: Secret | undefined, { env }: Pick<Io, 'env'>): Promise<FoundVault> {
  const [{ createVaultKeeper }, { systemClock }] = await Promise.all([
    import('../accounts/vault-keeper.ts'),
    import('../http/clock.ts'),
  ]);
  const place = await ownVaultPlace(env);
  const keeper = createVaultKeeper({ place: async () => place, passphrase: given }, systemClock);
  const found = await keeper.look();
  if (found.kind !== 'locked' || !found.isGivenWrong) return { keeper, place, found };
  await keeper.waitForNextTry();
  throw new Refusal('wrong passphrase. The profiles stay locked, and nothing was changed');
}

/**
 * Opens the vault with the passphrase that was given, else with what is typed at the terminal.
 *
 * @throws Refusal where it is wrong, or where nobody can be asked; Cancelled
 */
export async function unlockVault(
  given: Secret | undefined,
  asking: Asking,
  io: Pick<Io, 'env'>,
): Promise<FoundVault & { readonly found: Settled }> {
  const vault = await findVault(given, io);
  return { ...vault, found: vault.found.kind === 'locked' ? await askUntilOpen(vault.keeper, asking) : vault.found };
}

/** Asks at the terminal for the passphrase of a vault that is locked. Throws as `unlockVault`. */
export async function askUntilOpen(keeper: VaultKeeper, asking: Asking): Promise<Settled> {
  const terminal = await asking.terminal();
  if (!terminal) {
    throw new Refusal(
      `the profiles are locked, and there is no terminal to ask for the passphrase. Give it in ${passphraseVariable} or with --passphrase-fd N`,
    );
  }
  for (let tries = 1; ; tries++) {
    const tried = await keeper.unlock(createSecret(await terminal.ask('Passphrase for the profiles: ', 'hidden')));
    if (tried && tried.kind !== 'wrong' && tried.kind !== 'locked') return tried;
    if (tries === mostTries) throw new Refusal('wrong passphrase, three times. The profiles stay locked');
    if (tried?.kind !== 'wrong') continue;
    const seconds = Math.ceil((tried.until - Date.now()) / 1000);
    terminal.say(`Wrong passphrase. You can try again in ${seconds} s.`);
  }
}

/** A new passphrase: the one that was given, else typed twice. Throws Refusal or Cancelled. */
export async function choosePassphrase(given: Secret | undefined, asking: Asking, why: string): Promise<Secret> {
  if (given) return given;
  const terminal = await asking.terminal();
  if (!terminal) {
    throw new Refusal(
      `${why}, and there is no terminal to ask for one. Give it in ${passphraseVariable} or with --passphrase-fd N`,
    );
  }
  const { isTooShort, shortestPassphrase } = await import('../store/vault-header.ts');
  for (;;) {
    const first = await terminal.ask('New passphrase for the profiles: ', 'hidden');
    if (isTooShort(createSecret(first))) {
      terminal.say(`It must have at least ${shortestPassphrase} characters.`);
    } else if ((await terminal.ask('Repeat it: ', 'hidden')) === first) {
      return createSecret(first);
    } else terminal.say('The two differ.');
  }
}
