// `flarescope auth protect` and `lock`: what protects the key of the profiles.

import { tellProtection } from '../accounts/profiles.ts';
import { createSecret } from '../api/credential.ts';
import { locate } from '../store/locations.ts';
import { visible } from '../text/untrusted.ts';
import { authCommand } from './auth.ts';
import type { ProtectValues } from './commands/auth.ts';
import { tell } from './io.ts';
import { Refusal } from './messages.ts';
import { choosePassphrase, readDescriptor, takePassphrase, unlockVault } from './unlocking.ts';

export const protectProfiles = authCommand<ProtectValues>(async ({ values, words: [way] }, io, asking) => {
  const given = takePassphrase(values['passphrase-fd'], io);
  const next = values['new-passphrase-fd'];
  const chosen = next === undefined ? undefined : createSecret(readDescriptor('--new-passphrase-fd', next));
  const { found, keeper, place } = await unlockVault(given, asking, io);
  if (found.kind === 'absent')
    throw new Refusal('there are no profiles to protect yet; flarescope auth add NAME adds one');
  if (found.kind !== 'open') throw new Refusal(found.reason);
  const { vault } = found;
  if (way === 'keychain' && vault.protection() === 'keychain')
    throw new Refusal('the keychain holds the key already; nothing was changed');
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
): string => `Nothing is left unlocked: a command opens the profiles for itself, and forgets their key when it ends. No key and no
secret is ever written to the disk in the clear (the profiles are in ${visible(folder)}).
An explorer that runs keeps its account until it is quit or locked: with ctrl+o and ctrl+l, or by itself once no key was
pressed for the minutes of the setting idleLockMinutes (15; 0 never).
Where the keychain holds the key, whoever is logged in can open the profiles: lock the keychain
itself, or use flarescope auth protect passphrase.
`;

export const explainLock = authCommand(async (_, io) => {
  return tell(io, lockText(locate(io.env).config));
});
