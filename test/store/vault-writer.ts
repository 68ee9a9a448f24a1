// A process of its own that saves profiles, for tests that kill it or run it twice:
// `node vault-writer.ts FOLDER add NAME COUNT`, or `… protect`. The passphrase comes in PASSPHRASE. Says what it has saved.
import { createSecret } from '../../src/api/credential.ts';
import { systemKeychain } from '../../src/store/keychain.ts';
import { addProfile, type Profile } from '../../src/store/profiles.ts';
import { createVault, type Vault } from '../../src/store/vault.ts';

const [folder = '', task = '', name = '', count = '0'] = process.argv.slice(2);
const cost = { n: 1024, r: 8, p: 1 };
const passphrase = createSecret(process.env.PASSPHRASE ?? '');

const opening = await createVault({ folder, keychain: systemKeychain }, { kind: 'passphrase', passphrase, cost });
if (opening.kind !== 'open') throw new Error(JSON.stringify(opening));
process.stdout.write('open\n');
if (task === 'add') await addProfiles(opening.vault);
else await protectOverAndOver(opening.vault);

async function addProfiles(vault: Vault): Promise<void> {
  for (let number = 0; number < Number(count); number++) {
    const profile: Profile = {
      name: `${name}${number}`,
      credential: { kind: 'token', token: createSecret(`token-${name}-${number}`.padEnd(40, '0')) },
      baseUrl: 'https://api.cloudflare.com/client/v4',
      accountId: undefined,
      readOnly: false,
      production: false,
    };
    const change = await vault.change((set) => addProfile(set, profile));
    if (!change.ok) throw new Error(change.reason);
    process.stdout.write(`${profile.name}\n`);
  }
}

/** Two passphrases in turn: the one it was opened with, and the same with `!` behind it. */
async function protectOverAndOver(vault: Vault): Promise<void> {
  for (let number = 0; number < Number(count); number++) {
    const text = `${process.env.PASSPHRASE}${number % 2 === 0 ? '!' : ''}`;
    await vault.protect({ kind: 'passphrase', passphrase: createSecret(text), cost });
    process.stdout.write(`${number}\n`);
  }
}
