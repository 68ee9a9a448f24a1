// `flarescope auth list`, `use` and `remove`.

import { parseArgs } from 'node:util';
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
import type { AuthCommand } from './auth.ts';
import { complain, Refusal, tell } from './messages.ts';
import { type Asking, type FoundVault, takePassphrase, unlockVault } from './unlocking.ts';

const common = {
  'passphrase-fd': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export const listHelp = `Usage: flarescope auth list [--json]

Lists the profiles; * is the one in use. Of a secret it shows the last four characters at most.

  --json             the same as JSON
  --passphrase-fd N  read the passphrase of the profiles from this file descriptor
`;

export const listProfiles: AuthCommand = async (argv, asking) => {
  const options = { ...common, json: { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ args: [...argv], options });
  if (values.help) return tell(listHelp);
  const { found } = await openForCommand(takePassphrase(values['passphrase-fd']), asking);
  const set = found.kind === 'open' ? found.set : emptySet;
  if (values.json) {
    const rows = set.profiles.map((profile) => profileJson(profile, set.current));
    return tell(`${JSON.stringify(rows, undefined, 2)}\n`);
  }
  if (set.profiles.length === 0) complain('there are no profiles; flarescope auth add NAME adds one');
  return tell(
    profileRows(set)
      .map((row) => `${row}\n`)
      .join(''),
  );
};

export const useHelp = `Usage: flarescope auth use NAME

Takes a profile into use: requests go to its account where neither --profile nor the environment names another.

  --passphrase-fd N  read the passphrase of the profiles from this file descriptor
`;

export const useProfileCommand: AuthCommand = async (argv, asking) => {
  const { values, positionals } = parseArgs({ args: [...argv], options: common, allowPositionals: true });
  if (values.help) return tell(useHelp);
  const name = oneName(positionals);
  const { vault } = expectOpen(await openForCommand(takePassphrase(values['passphrase-fd']), asking), name);
  const change = await vault.change((set) => selectProfile(set, name));
  if (!change.ok) throw new Refusal(change.reason);
  const profile = findProfile(change.set, name);
  if (process.env.CLOUDFLARE_API_TOKEN || process.env.CLOUDFLARE_API_KEY)
    complain('the environment names a credential too, which comes before the profile in use');
  return tell(`In use: ${profile ? tellProfile(profile) : visible(name)}\n`);
};

export const removeHelp = `Usage: flarescope auth remove [--yes] NAME

Removes a profile. The credential itself stays good: it is revoked in the dashboard.

  -y, --yes          do not ask
  --passphrase-fd N  read the passphrase of the profiles from this file descriptor
`;

export const removeProfileCommand: AuthCommand = async (argv, asking) => {
  const options = { ...common, yes: { type: 'boolean', short: 'y', default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  if (values.help) return tell(removeHelp);
  const name = oneName(positionals);
  const { vault, set } = expectOpen(await openForCommand(takePassphrase(values['passphrase-fd']), asking), name);
  const profile = findProfile(set, name);
  if (!profile) throw new Refusal(noSuchProfile(set, name));
  if (!values.yes) {
    const terminal = await asking.terminal();
    if (!terminal) throw new Refusal('there is no terminal to ask whether that is meant: say so with --yes');
    const response = await terminal.ask(`Remove ${tellProfile(profile)}? [y/N] `);
    if (!/^y(?:es)?$/i.test(response.trim())) return tell('Nothing was removed.\n');
  }
  const change = await vault.change((now) => removeProfile(now, name));
  if (!change.ok) throw new Refusal(change.reason);
  const isUnused = change.set.current === undefined && change.set.profiles.length > 0;
  const next = isUnused ? ' No profile is in use now: flarescope auth use NAME takes one.' : '';
  return tell(`Removed ${visible(profile.name)}.${next}\n`);
};

/** Opens the vault for a command, and says what there is to say of it. Throws Refusal or Cancelled. */
export async function openForCommand(
  given: Secret | undefined,
  asking: Asking,
): Promise<FoundVault & { readonly found: Settled }> {
  const vault = await unlockVault(given, asking);
  const { found } = vault;
  if (found.kind === 'newer' || found.kind === 'unreachable') throw new Refusal(found.reason);
  if (found.kind === 'damaged') complain(found.reason);
  if (found.kind === 'open' && found.notice !== undefined) complain(found.notice);
  return vault;
}

/** Throws Refusal where there is no vault, and so no profile of this name. */
export function expectOpen({ found }: { readonly found: Settled }, name: string): Extract<Settled, { kind: 'open' }> {
  if (found.kind === 'open') return found;
  throw new Refusal(`there is no profile ${name}, nor any other; flarescope auth add ${name} adds it`);
}

function oneName(positionals: readonly string[]): string {
  const [name] = positionals;
  if (name === undefined || positionals.length > 1) throw new Refusal('name one profile');
  return name;
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
