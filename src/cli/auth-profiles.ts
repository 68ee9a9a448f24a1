// `flarescope auth list`, `use` and `remove`.

import { shortAddress } from '../api/address.ts';
import { describeCredential, type Secret } from '../api/credential.ts';
import {
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
import { authCommand } from './auth.ts';
import type { ListValues, RemoveValues, UseValues } from './commands/auth.ts';
import { complain, type Io, tell } from './io.ts';
import { Refusal } from './messages.ts';
import { type Asking, type FoundVault, takePassphrase, unlockVault } from './unlocking.ts';

export const listProfiles = authCommand<ListValues>(async ({ values }, io, asking) => {
  const { found } = await openForCommand(takePassphrase(values['passphrase-fd'], io), asking, io);
  const set = found.kind === 'open' ? found.set : emptySet;
  if (values.json) {
    const rows = set.profiles.map((profile) => profileJson(profile, set.current));
    return tell(io, `${JSON.stringify(rows, undefined, 2)}\n`);
  }
  if (set.profiles.length === 0) complain(io, 'there are no profiles; flarescope auth add NAME adds one');
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
    complain(io, 'the environment names a credential too, which comes before the profile in use');
  return tell(io, `In use: ${profile ? tellProfile(profile) : visible(name)}\n`);
});

export const removeProfileCommand = authCommand<RemoveValues>(async ({ values, words }, io, asking) => {
  const [name = ''] = words;
  const { vault, set } = expectOpen(
    await openForCommand(takePassphrase(values['passphrase-fd'], io), asking, io),
    name,
  );
  const profile = findProfile(set, name);
  if (!profile) throw new Refusal(noSuchProfile(set, name));
  if (!values.yes) {
    const terminal = await asking.terminal();
    if (!terminal) throw new Refusal('there is no terminal to ask whether that is meant: say so with --yes');
    const response = await terminal.ask(`Remove ${tellProfile(profile)}? [y/N] `);
    if (!/^y(?:es)?$/i.test(response.trim())) return tell(io, 'Nothing was removed.\n');
  }
  const change = await vault.change((now) => removeProfile(now, name));
  if (!change.ok) throw new Refusal(change.reason);
  const isUnused = change.set.current === undefined && change.set.profiles.length > 0;
  const next = isUnused ? ' No profile is in use now: flarescope auth use NAME takes one.' : '';
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
export function expectOpen({ found }: { readonly found: Settled }, name: string): Extract<Settled, { kind: 'open' }> {
  if (found.kind === 'open') return found;
  throw new Refusal(`there is no profile ${name}, nor any other; flarescope auth add ${name} adds it`);
}

/** A profile in one clause: `prod, token ····3f2a, api.cloudflare.com, read-only`. */
export function tellProfile({ name, credential, baseUrl, accountId, readOnly }: Profile): string {
  const parts = [name, describeCredential(credential), shortAddress(baseUrl)];
  if (accountId !== undefined) parts.push(`account ${accountId}`);
  if (readOnly) parts.push('read-only');
  return visible(parts.join(', '));
}

/** A row for each profile, in columns; the one in use has a mark. */
export function profileRows(set: ProfileSet): readonly string[] {
  const rows = set.profiles.map((profile) => [
    profile.name === set.current ? '*' : ' ',
    visible(profile.name),
    visible(describeCredential(profile.credential)),
    visible(shortAddress(profile.baseUrl)),
    visible([profile.accountId ?? '', profile.readOnly ? 'read-only' : ''].filter((part) => part !== '').join(' ')),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => cellWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A profile for programs: nothing secret but the last four characters. */
export function profileJson(profile: Profile, current: string | undefined): Readonly<Record<string, unknown>> {
  const { name, credential, baseUrl, accountId, readOnly } = profile;
  return {
    name,
    current: name === current,
    kind: credential.kind,
    ...(credential.kind === 'key' ? { email: credential.email } : {}),
    credential: describeCredential(credential),
    baseUrl,
    ...(accountId === undefined ? {} : { accountId }),
    readOnly,
  };
}
