// `flarescope auth list`, `use`, `remove`, `verify`, `protect` and `lock`, and what the commands below `auth` have in common: a terminal
// to ask at, which is given back, and a sentence for whatever goes wrong.
import { tellProtection } from '../accounts/profiles.ts';
import { tellVerified } from '../accounts/tell-verified.ts';
import { type Verification, type Verified, verifyAccount } from '../accounts/verify.ts';
import { isLocalApi, shortAddress } from '../api/address.ts';
import { createSecret, type Secret } from '../api/credential.ts';
import { sentence } from '../api/failures.ts';
import { describeCredential, tellCommand } from '../api/shown-credential.ts';
import { consentFlags, consentSettings, isConsentSetting } from '../api/writes.ts';
import { locate } from '../store/locations.ts';
import {
  editProfile,
  emptySet,
  findProfile,
  noSuchProfile,
  type Profile,
  type ProfileSet,
  removeProfile,
  selectProfile,
} from '../store/profiles.ts';
import type { Settled } from '../store/vault.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, padEnd } from '../text/width.ts';
import { findAccount, findLocalApi, secretFinder } from './account.ts';
import type {
  AuthListValues,
  EditValues,
  ProtectValues,
  RemoveValues,
  UseValues,
  VerifyValues,
} from './commands/auth.ts';
import { complain } from './complain.ts';
import { type Io, tell } from './io.ts';
import { exitCodes, Refusal, refuse } from './messages.ts';
import type { Given } from './spec.ts';
import {
  type Asking,
  choosePassphrase,
  confirm,
  createAsking,
  type FoundVault,
  readDescriptor,
  takePassphrase,
  unlockVault,
} from './unlocking.ts';
import { version } from './version.ts';

type Run<Values> = (given: Given<Values>, io: Io) => Promise<number>;

export function authCommand<Values>(
  run: (given: Given<Values>, io: Io, asking: Asking) => Promise<number>,
): Run<Values> {
  return async (given, io) => {
    const asking = createAsking(io);
    try {
      return await run(given, io, asking);
    } catch (error) {
      return refuse(error);
    } finally {
      asking.close();
    }
  };
}

export const listProfiles = authCommand<AuthListValues>(async ({ values }, io, asking) => {
  const { found } = await openForCommand(takePassphrase(values['passphrase-fd'], io), asking, io);
  const set = found.kind === 'open' ? found.set : emptySet;
  if (values.json) {
    const rows = set.profiles.map((profile) => profileJson(profile, set.current));
    return tell(io, `${JSON.stringify(rows, undefined, 2)}\n`);
  }
  if (set.profiles.length === 0) complain(io, 'there are no profiles. To add one: flarescope auth add NAME');
  return tell(
    io,
    profileRows(set)
      .map((row) => `${row}\n`)
      .join(''),
  );
});

export const useProfileCommand = authCommand<UseValues>(async ({ values, words }, io, asking) => {
  const [name = ''] = words;
  const { vault } = expectOpen(await openForCommand(takePassphrase(values['passphrase-fd'], io), asking, io), name);
  const change = await vault.change((set) => selectProfile(set, name));
  if (!change.ok) throw new Refusal(change.reason);
  const profile = findProfile(change.set, name);
  if (io.env.CLOUDFLARE_API_TOKEN || io.env.CLOUDFLARE_API_KEY)
    complain(io, 'the environment has a credential too, which is used instead of this profile');
  return tell(io, `In use: ${profile ? tellProfile(profile) : visible(name)}\n`);
});

export const editProfileCommand = authCommand<EditValues>(async ({ values, words }, io, asking) => {
  const [name = ''] = words;
  const edit = {
    ...markOf(values, 'production', 'production'),
    ...markOf(values, 'read-only', 'readOnly'),
    ...givenConsent(values),
  };
  if (Object.keys(edit).length === 0)
    throw new Refusal(
      'there is nothing to change. Use --confirm-writes, --production, --read-only, --no-production or --no-read-only',
    );
  const given = takePassphrase(values['passphrase-fd'], io);
  const { vault } = expectOpen(await openForCommand(given, asking, io), name);
  const change = await vault.change((set) => editProfile(set, name, edit));
  if (!change.ok) throw new Refusal(change.reason);
  const profile = findProfile(change.set, name);
  return tell(io, `Changed ${profile ? tellProfile(profile) : visible(name)}\n`);
});

/** What a switch or its opposite says; of both the last counts. */
function markOf<Name extends string>(
  values: EditValues,
  option: 'production' | 'read-only',
  name: Name,
): { readonly [Key in Name]?: boolean } {
  const isSaid = values[option] || values[`no-${option}`];
  return isSaid ? ({ [name]: values[option] } as { readonly [Key in Name]?: boolean }) : {};
}

/** What `--confirm-writes` says; nothing where it is not given. */
export function givenConsent(values: { readonly 'confirm-writes': string | undefined }): Pick<Profile, 'consent'> {
  const how = values['confirm-writes'];
  if (how === undefined) return {};
  if (isConsentSetting(how)) return { consent: how };
  throw new Refusal(`--confirm-writes takes ${consentSettings.join(', ')}`);
}

export const removeProfileCommand = authCommand<RemoveValues>(async ({ values, words }, io, asking) => {
  const [name = ''] = words;
  const { vault, set } = expectOpen(
    await openForCommand(takePassphrase(values['passphrase-fd'], io), asking, io),
    name,
  );
  const profile = findProfile(set, name);
  if (!profile) throw new Refusal(noSuchProfile(set, name));
  if (!values.yes && !(await confirm(`Remove ${tellProfile(profile)}?`, 'remove it', asking)))
    return tell(io, 'Nothing was removed.\n');
  const change = await vault.change((now) => removeProfile(now, name));
  if (!change.ok) throw new Refusal(change.reason);
  const isUnused = change.set.current === undefined && change.set.profiles.length > 0;
  const next = isUnused ? ' No profile is in use now. To choose one: flarescope auth use NAME' : '';
  return tell(io, `Removed ${visible(profile.name)}.${next}\n`);
});

/** Opens the vault for a command, and says what there is to say of it. Throws Refusal or Cancelled. */
export async function openForCommand(
  given: Secret | undefined,
  asking: Asking,
  io: Io,
): Promise<FoundVault & { readonly found: Settled }> {
  const vault = await unlockVault(given, asking, io);
  const { found } = vault;
  if (found.kind === 'newer' || found.kind === 'unreachable') throw new Refusal(found.reason);
  if (found.kind === 'damaged') complain(io, found.reason);
  if (found.kind === 'open' && found.notice !== undefined) complain(io, found.notice);
  return vault;
}

/** Throws Refusal where there is no vault, and so no profile of this name. */
function expectOpen({ found }: { readonly found: Settled }, name: string): Extract<Settled, { kind: 'open' }> {
  if (found.kind === 'open') return found;
  throw new Refusal(`there is no profile named ${name}, nor any other. To add it: flarescope auth add ${name}`);
}

/** A profile in one clause: `prod, token ····3f2a, api.cloudflare.com, read-only`. */
export function tellProfile({ name, credential, baseUrl, accountId, readOnly, production, consent }: Profile): string {
  const parts = [name, describeCredential(credential), shortAddress(baseUrl)];
  if (accountId !== undefined) parts.push(`account ${accountId}`);
  if (production) parts.push('production');
  if (readOnly) parts.push('read-only');
  if (consent && consent !== 'default') parts.push(consentFlags[consent]);
  return visible(parts.join(', '));
}

/** A row for each profile, in columns; the one in use has a mark. */
function profileRows(set: ProfileSet): readonly string[] {
  const rows = set.profiles.map((profile) => [
    profile.name === set.current ? '*' : ' ',
    visible(profile.name),
    visible(describeCredential(profile.credential)),
    visible(shortAddress(profile.baseUrl)),
    visible(flagsOf(profile).join(' ')),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => cellWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function flagsOf({ accountId, readOnly, production, consent = 'default' }: Profile): readonly string[] {
  const flags = [accountId ?? '', production ? 'production' : '', readOnly ? 'read-only' : '', consentFlags[consent]];
  return flags.filter((part) => part !== '');
}

/** A profile for programs: nothing secret but the last four characters. */
function profileJson(profile: Profile, current: string | undefined): Readonly<Record<string, unknown>> {
  const { name, credential, baseUrl, accountId, readOnly, production, consent = 'default' } = profile;
  return {
    name,
    current: name === current,
    kind: credential.kind,
    ...('email' in credential && credential.email !== undefined ? { email: credential.email } : {}),
    ...(credential.kind === 'command' ? { command: tellCommand(credential.words) } : {}),
    credential: describeCredential(credential),
    baseUrl,
    ...(accountId === undefined ? {} : { accountId }),
    readOnly,
    production,
    confirmWrites: consent,
  };
}

export const verifyProfile = authCommand<VerifyValues>(async ({ values, words }, io) => {
  const chosen = await findAccount({ profile: words[0], 'passphrase-fd': values['passphrase-fd'] }, io);
  if (chosen.notice !== undefined) complain(io, chosen.notice);
  const account = { ...chosen.account, accountId: checkedAccount(values.account) ?? chosen.account.accountId };
  if (account.baseUrl !== undefined && isLocalApi(account.baseUrl)) {
    await findLocalApi(account.baseUrl, io);
    if (values.json) return tell(io, `${JSON.stringify({ kind: 'local', baseUrl: account.baseUrl }, undefined, 2)}\n`);
    return tell(io, `${visible(account.profile ?? 'environment')}: a local API answers at ${account.baseUrl}\n`);
  }
  if (!account.credential) throw new Refusal('no credential is in use. To add a profile: flarescope auth add NAME');
  const verified = expectGood(await verifyAccount(account, io.env, version, { findSecret: secretFinder(io) }), '');
  if (values.json) return tell(io, `${JSON.stringify(verified, undefined, 2)}\n`);
  const place = account.baseUrl === undefined ? '' : `, ${shortAddress(account.baseUrl)}`;
  const name = account.profile ?? 'environment';
  const lines = [
    visible(`${name}, ${describeCredential(account.credential)}${place}`),
    ...tellVerified(verified, Date.now(), true),
  ];
  return tell(io, lines.map((line, index) => `${index === 0 ? '' : '  '}${line}\n`).join(''));
});

/** What `--account` gives. Throws Refusal for what is no id. */
export function checkedAccount(text: string | undefined): string | undefined {
  if (text === undefined || /^[0-9a-f]{32}$/.test(text)) return text;
  throw new Refusal('--account takes the id of an account, which is 32 hexadecimal digits');
}

/** What the API said of a good credential. Throws Refusal with its words for any other, and `more` behind them. */
export function expectGood(verification: Verification, more: string): Verified {
  if (verification.ok) return verification.verified;
  const { failure, isAnswer } = verification;
  throw new Refusal(`${sentence(failure)}${more}`, isAnswer ? exitCodes.failed : exitCodes.noResponse);
}

export const protectProfiles = authCommand<ProtectValues>(async ({ values, words: [way] }, io, asking) => {
  const given = takePassphrase(values['passphrase-fd'], io);
  const next = values['new-passphrase-fd'];
  const chosen = next === undefined ? undefined : createSecret(readDescriptor('--new-passphrase-fd', next));
  const { found, keeper, place } = await unlockVault(given, asking, io);
  if (found.kind === 'absent')
    throw new Refusal('there are no profiles to protect. To add one: flarescope auth add NAME');
  if (found.kind !== 'open') throw new Refusal(found.reason);
  const { vault } = found;
  if (way === 'keychain' && vault.protection() === 'keychain')
    throw new Refusal('the keychain holds the key already. Nothing was changed');
  if (way === 'keychain') await vault.protect({ kind: 'keychain' });
  else {
    // One that has opened the vault is the former one.
    const unused = keeper.given();
    const why = 'the profiles need a new passphrase, from --new-passphrase-fd N';
    await vault.protect({ kind: 'passphrase', passphrase: await choosePassphrase(chosen ?? unused, asking, why) });
  }
  return tell(io, `${visible(tellProtection(vault.protection(), place))}\n`);
});

const lockText = (
  folder: string,
): string => `Nothing is left unlocked: each command opens the profiles for itself and forgets their key when it ends. Neither the key
nor a credential is ever written to the disk unencrypted. The profiles are in ${visible(folder)}.

A running explorer keeps its account until you quit or lock it: press ctrl+o, then ctrl+l. It locks itself after 15 minutes
without a key; the setting idleLockMinutes changes that (0 means never).

If the keychain holds the key, anyone logged in as you can open the profiles. Lock the keychain itself, or use
flarescope auth protect passphrase.
`;

export const explainLock = authCommand(async (_, io) => {
  return tell(io, lockText(locate(io.env).config));
});
