// A process that stores, opens, re-protects and reads profiles by way of the keychain of its session, for keychain.test.ts.
import { createSecret } from '../../src/api/credential.ts';
import { systemKeychain } from '../../src/store/keychain.ts';
import { addProfile } from '../../src/store/profiles.ts';
import { createVault, openVault } from '../../src/store/vault.ts';

const [folder = '', task = ''] = process.argv.slice(2);
const place = { folder, keychain: systemKeychain };
const passphrase = createSecret('correct horse battery staple');
const cost = { n: 1024, r: 8, p: 1 };

process.stdout.write(`${JSON.stringify(await run())}\n`);

async function run(): Promise<unknown> {
  if (task === 'create') {
    const opening = await createVault(place, { kind: 'keychain' });
    if (opening.kind !== 'open') return opening;
    const credential = { kind: 'token', token: createSecret('token-in-the-keychain-test-0123456789') } as const;
    const profile = {
      name: 'prod',
      credential,
      baseUrl: 'https://a.example',
      accountId: undefined,
      readOnly: false,
      production: false,
    };
    return opening.vault.change((set) => addProfile(set, profile));
  }
  const opening = await openVault(place);
  const unlocked = opening.kind === 'locked' ? await opening.unlock(passphrase) : opening;
  if (unlocked.kind !== 'open') return unlocked;
  const { vault, set } = unlocked;
  if (task === 'to-passphrase') await vault.protect({ kind: 'passphrase', passphrase, cost });
  if (task === 'to-keychain') await vault.protect({ kind: 'keychain' });
  return { kind: opening.kind, protection: vault.protection(), names: set.profiles.map(({ name }) => name) };
}
