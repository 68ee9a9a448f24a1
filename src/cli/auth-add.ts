// `flarescope auth add`: a new profile. The credential is verified before anything is saved.

import { accountOfProfile, checkedBaseUrl, checkedChannel } from '../accounts/account.ts';
import { AccountRefusal } from '../accounts/choice.ts';
import { tokenFormat } from '../accounts/credential.ts';
import { checkedName, type ProfileSaving, saveProfile, tellProtection } from '../accounts/profiles.ts';
import { tellVerified } from '../accounts/tell-verified.ts';
import type { VaultKeeper } from '../accounts/vault-keeper.ts';
import { type AccountEntry, type Verified, verifyAccount } from '../accounts/verify.ts';
import { publicBaseUrl, shortAddress } from '../api/address.ts';
import {
  type Credential,
  createSecret,
  isGlobalKey,
  looksSecret,
  type Secret,
  type SecretCommand,
} from '../api/credential.ts';
import { readPlainCommand } from '../request/import/plain-command.ts';
import { emptySet, findProfile, type Profile, type ProfileSet } from '../store/profiles.ts';
import type { Protector } from '../store/vault-protection.ts';
import { capitalised } from '../text/sentences.ts';
import { visible } from '../text/untrusted.ts';
import { findLocalApi, secretFinder } from './account.ts';
import { authCommand, checkedAccount, expectGood, givenConsent, openForCommand, tellProfile } from './auth.ts';
import type { AddValues } from './commands/auth.ts';
import { complain } from './complain.ts';
import { type Io, tell } from './io.ts';
import { Refusal } from './messages.ts';
import { type Asking, askUntilOpen, choosePassphrase, takePassphrase } from './unlocking.ts';
import { version } from './version.ts';

export const addProfileCommand = authCommand<AddValues>(async ({ values, words }, io, asking) => {
  const local = values.local === undefined ? undefined : await findLocal(values.local, values, io);
  const baseUrl = local ?? checkedChannel(checkedBaseUrl('--base-url', values['base-url'] ?? publicBaseUrl));
  const { protect } = values;
  const accountId = checkedAccount(values.account);
  if (values['secret-stdin'] && values['passphrase-fd'] === '0')
    throw new Refusal(
      'standard input cannot be both the credential and the passphrase: use another file descriptor for --passphrase-fd',
    );
  const given = takePassphrase(values['passphrase-fd'], io);

  // Before the secret is asked for: nobody should type it in vain.
  const before = await openForCommand(given, asking, io);
  const { found, keeper, place } = before;
  const set = found.kind === 'open' ? found.set : emptySet;
  if (found.kind === 'open' && protect !== undefined && protect !== found.vault.protection())
    throw new Refusal(`the profiles are protected already. To change that, use flarescope auth protect ${protect}`);
  const [named] = words;
  const free = (text: string): string => freeName(set, text, values.replace);
  const givenName = named === undefined ? undefined : free(named);
  const email = values.email === undefined ? undefined : checkedEmail(values.email);

  // The secret first: its form says what else there is to ask.
  const fromStdin = values['secret-stdin'];
  const command = values['secret-command'] === undefined ? undefined : readCommand(values['secret-command'], email);
  if (command && fromStdin)
    throw new Refusal('--secret-command and --secret-stdin both give the credential. Use one of them');
  const secret =
    command || local !== undefined
      ? undefined
      : await readSecret({ email, fromStdin, place: shortAddress(baseUrl) }, asking, io);
  const usualName = local === undefined ? (fromStdin || command ? defaultName : undefined) : 'local';
  const name = givenName ?? (usualName === undefined ? await askName(asking, free) : free(usualName));
  const stored = secret ? await credentialOf(secret, email, asking) : command;
  const credential = local === undefined ? stored : ({ kind: 'local' } as const);
  if (!credential) throw new Refusal('no credential given');
  const draft: Profile = {
    name,
    credential,
    baseUrl,
    accountId,
    readOnly: values['read-only'],
    production: values.production,
    ...givenConsent(values),
  };
  const verified = values['no-verify'] || local !== undefined ? undefined : await verify(draft, io);
  const chosen =
    local !== undefined
      ? undefined
      : (accountId ?? (await chooseDefault(verified?.accounts ?? [], values['secret-stdin'] ? undefined : asking, io)));
  const profile = { ...draft, accountId: chosen };

  const save = (by: Protector | undefined): Promise<ProfileSaving> =>
    saveProfile(keeper, profile, { by, mayReplace: values.replace });
  const { set: saved, vault, isNew } = await saveUnder(protect, { save, keeper, given, asking, io });
  const lines = [`Saved ${tellProfile(profile)}.${saved.current === name ? ' It is in use.' : ''}`];
  if (isNew) lines.push(visible(tellProtection(vault.protection(), place)));
  if (saved.current !== name) lines.push(`To use it by default: flarescope auth use ${visible(name)}`);
  return tell(io, lines.map((line) => `${line}\n`).join(''));
});

/**
 * The address of the local API, which has answered.
 *
 * @throws Refusal where nothing answers, or where an option asks for a credential
 */
async function findLocal(given: string, values: AddValues, io: Io): Promise<string> {
  const others = ['base-url', 'email', 'account', 'secret-command'] as const;
  const other =
    others.find((name) => values[name] !== undefined) ?? (values['secret-stdin'] ? 'secret-stdin' : undefined);
  if (other !== undefined)
    throw new Refusal(`a local API has no accounts and gets no credential: --local goes without --${other}`);
  const { baseUrl } = await findLocalApi(given, io);
  if (baseUrl === undefined) throw new Refusal('the local API has no address');
  return baseUrl;
}

async function verify(profile: Profile, io: Io): Promise<Verified> {
  const verification = await verifyAccount(accountOfProfile(profile), io.env, version, {
    findSecret: secretFinder(io),
  });
  const verified = expectGood(verification, ' Nothing was saved.');
  await tell(
    io,
    tellVerified(verified, Date.now())
      .map((line) => `${line}\n`)
      .join(''),
  );
  const { accounts } = verified;
  if (profile.accountId !== undefined && accounts.length > 0 && !accounts.some(({ id }) => id === profile.accountId))
    throw new Refusal(
      `the credential has no access to the account ${profile.accountId}, only to those above. Nothing was saved`,
    );
  return verified;
}

/** The only account, or the one that is picked from several; undefined for none. */
async function chooseDefault(
  accounts: readonly AccountEntry[],
  asking: Asking | undefined,
  io: Io,
): Promise<string | undefined> {
  if (accounts.length < 2) return accounts[0]?.id;
  const terminal = await asking?.terminal();
  if (!terminal) {
    complain(io, 'there are several accounts, and none is the default. Choose one with --account ID');
    return undefined;
  }
  for (const [index, { id, name }] of accounts.entries())
    terminal.say(`${String(index + 1).padStart(3)}  ${name} (${id})`);
  for (;;) {
    const response = (await terminal.ask(`Default account, 1 to ${accounts.length}, or enter for none: `)).trim();
    if (response === '') return undefined;
    const picked = /^\d+$/.test(response) ? accounts[Number(response) - 1] : undefined;
    if (picked) return picked.id;
  }
}

/** Saves; the first profile by the keychain, or by a passphrase where that is wanted or there is no keychain. */
export async function saveUnder(
  protect: Protector['kind'] | undefined,
  how: {
    readonly save: (by: Protector | undefined) => Promise<ProfileSaving>;
    readonly keeper: VaultKeeper;
    readonly given: Secret | undefined;
    readonly asking: Asking;
    readonly io: Io;
  },
): Promise<Extract<ProfileSaving, { kind: 'saved' }>> {
  const { save, keeper, given, asking, io } = how;
  const byPassphrase = async (why: string): Promise<ProfileSaving> =>
    save({ kind: 'passphrase', passphrase: await choosePassphrase(given, asking, why) });
  const isByPassphrase = protect === 'passphrase' || (protect === undefined && given !== undefined);
  let saving = keeper.vault()
    ? await save(undefined)
    : isByPassphrase
      ? await byPassphrase('the profiles need a passphrase')
      : await save({ kind: 'keychain' });
  if (saving.kind === 'unprotected') {
    if (protect === 'keychain') throw new Refusal(`${saving.reason} Nothing was saved.`);
    complain(io, `${saving.reason} A passphrase protects the profiles instead.`);
    saving = await byPassphrase('without a keychain the profiles need a passphrase');
  }
  if (saving.kind === 'locked') {
    await askUntilOpen(keeper, asking);
    saving = await save(undefined);
  }
  if (saving.kind !== 'saved') throw new Refusal('the profile could not be saved');
  return saving;
}

/** More than any credential, less than a mistake. */
const longestSecret = 4096;

const defaultName = 'default';

/** A name that no profile has, or may lose. Throws Refusal, or AccountRefusal with what a name is. */
function freeName(set: ProfileSet, text: string, mayReplace: boolean): string {
  const name = checkedName(text);
  if (findProfile(set, name) && !mayReplace)
    throw new Refusal(`a profile named ${name} exists already. Choose another name, or replace it with --replace`);
  return name;
}

/** Asks until there is a name that is free. */
async function askName(asking: Asking, free: (text: string) => string): Promise<string> {
  const terminal = await asking.terminal();
  if (!terminal) return free(defaultName);
  for (;;) {
    const typed = (await terminal.ask(`Name of the profile, or enter for ${defaultName}: `, looksSecret)).trim();
    if (looksSecret(typed)) {
      terminal.say('This looks like a token or a key, which was asked for before.');
      continue;
    }
    try {
      return free(typed === '' ? defaultName : typed);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof AccountRefusal)) throw error;
      terminal.say(`${capitalised(error.message)}.`);
    }
  }
}

/** Throws Refusal where it takes a shell. */
function readCommand(text: string, email: string | undefined): SecretCommand {
  const read = readPlainCommand(text);
  if (!read.ok) throw new Refusal(`--secret-command: ${read.reason}`);
  return { kind: 'command', words: read.words, email };
}

interface SecretFlags {
  readonly email: string | undefined;
  readonly fromStdin: boolean;
  readonly place: string;
}

/** The secret, typed unseen or piped in. Throws Refusal or Cancelled. */
async function readSecret({ email, fromStdin, place }: SecretFlags, asking: Asking, io: Io): Promise<Secret> {
  const whose = email === undefined ? 'API token, or global key' : `Global key of ${email}`;
  const secret = checked(fromStdin ? await readPiped(io) : await askSecret(asking, `${whose}, for ${place}`));
  const shape = tokenFormat(secret);
  if (email !== undefined && (shape === 'user-token' || shape === 'account-token'))
    throw new Refusal('this is an API token. Leave out --email');
  return secret;
}

/** What the secret is by its form, and by an email address that came with it. Throws Refusal or Cancelled. */
async function credentialOf(secret: Secret, email: string | undefined, asking: Asking): Promise<Credential> {
  if (email === undefined && !isGlobalKey(secret)) return { kind: 'token', token: secret };
  return { kind: 'key', email: email ?? (await askEmail(asking)), key: secret };
}

function checkedEmail(text: string): string {
  if (isEmail(text)) return text;
  throw new Refusal('--email takes the email address of the user whose global key it is');
}

function isEmail(text: string): boolean {
  return /^[^\s@:]+@[^\s@:]+$/.test(text);
}

async function askSecret(asking: Asking, what: string): Promise<string> {
  const terminal = await asking.terminal();
  if (!terminal) throw new Refusal('there is no terminal to type the credential at. Pipe it in with --secret-stdin');
  return terminal.ask(`${what} (not shown): `, 'hidden');
}

async function askEmail(asking: Asking): Promise<string> {
  const terminal = await asking.terminal();
  if (!terminal) throw new Refusal('this is a global key, which needs an email address. Give it with --email');
  for (;;) {
    const email = (await terminal.ask('Email address of the key: ', looksSecret)).trim();
    if (isEmail(email)) return email;
    terminal.say(looksSecret(email) ? 'This looks like a token or a key.' : 'This is not an email address.');
  }
}

async function readPiped({ stdin }: Io): Promise<string> {
  if (stdin.isTTY)
    throw new Refusal(
      'standard input is the terminal, which would show the credential. Leave out --secret-stdin to type it unseen',
    );
  let text = '';
  for await (const chunk of stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.length > longestSecret) break;
  }
  return text;
}

/** What a header field can carry: printable ASCII, no spaces. */
function checked(text: string): Secret {
  const secret = text.trim();
  if (secret === '') throw new Refusal('no credential given');
  if (secret.length > longestSecret || !/^[\x21-\x7e]+$/.test(secret)) {
    throw new Refusal('this is neither a token nor a key: both are one word of ASCII characters. Nothing was saved');
  }
  return createSecret(secret);
}
