// `flarescope auth protect` and `lock`: what protects the key of the profiles.

import { parseArgs } from 'node:util';
import { tellProtection } from '../accounts/profiles.ts';
import { createSecret } from '../api/credential.ts';
import { locate } from '../store/locations.ts';
import { visible } from '../text/untrusted.ts';
import type { AuthCommand } from './auth.ts';
import { Refusal, tell } from './messages.ts';
import { choosePassphrase, readDescriptor, takePassphrase, unlockVault } from './unlocking.ts';

export const protectHelp = `Usage: flarescope auth protect keychain
       flarescope auth protect passphrase

Protects the key of the profiles another way, or with another passphrase. The new way holds before the old one ends, and what
was encrypted before stays readable.

  --passphrase-fd N      read the passphrase that holds now from this file descriptor; where the keychain holds the key now,
                         the new one
  --new-passphrase-fd N  read the new passphrase from this file descriptor
  -h, --help             this text
`;

export const protectProfiles: AuthCommand = async (argv, asking) => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      'passphrase-fd': { type: 'string' },
      'new-passphrase-fd': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return tell(protectHelp);
  const [way] = positionals;
  if (positionals.length !== 1 || (way !== 'keychain' && way !== 'passphrase'))
    throw new Refusal('say keychain or passphrase');
  const given = takePassphrase(values['passphrase-fd']);
  const next = values['new-passphrase-fd'];
  const chosen = next === undefined ? undefined : createSecret(readDescriptor('--new-passphrase-fd', next));
  const { found, keeper, place } = await unlockVault(given, asking);
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
  return tell(`${visible(tellProtection(vault.protection(), place))}\n`);
};

const lockText = (
  folder: string,
): string => `Nothing is left unlocked: a command opens the profiles for itself, and forgets their key when it ends. No key and no
secret is ever written to the disk in the clear (the profiles are in ${visible(folder)}).
An explorer that runs keeps its account until it is quit or locked: with ctrl+o and ctrl+l, or by itself once no key was
pressed for the minutes of the setting idleLockMinutes (15; 0 never).
Where the keychain holds the key, whoever is logged in can open the profiles: lock the keychain
itself, or use flarescope auth protect passphrase.
`;

export const explainLock: AuthCommand = async (argv) => {
  const { values } = parseArgs({ args: [...argv], options: { help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) return tell('Usage: flarescope auth lock\n\nSays what is unlocked, and how it is locked again.\n');
  return tell(lockText(locate(process.env).config));
};
