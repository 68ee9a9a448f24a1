// A vault whose passphrase is cheap to try, for tests that start many processes: the cost is in its header, so the program
// opens it as it opens any other, and what it costs by default is tested elsewhere.

import path from 'node:path';
import { createSecret } from '../../src/api/credential.ts';
import { systemKeychain } from '../../src/store/keychain.ts';
import { addProfile, type Profile } from '../../src/store/profiles.ts';
import { createVault } from '../../src/store/vault.ts';

/** @param home what FLARESCOPE_HOME is for the program */
export async function makeCheapVault(home: string, passphrase: string, ...profiles: readonly Profile[]): Promise<void> {
  const place = { folder: path.join(home, 'config'), keychain: systemKeychain };
  const cost = { n: 1024, r: 8, p: 1 };
  const opening = await createVault(place, { kind: 'passphrase', passphrase: createSecret(passphrase), cost });
  if (opening.kind !== 'open') throw new Error(JSON.stringify(opening));
  for (const profile of profiles) {
    const change = await opening.vault.change((set) => addProfile(set, profile));
    if (!change.ok) throw new Error(change.reason);
  }
  opening.vault.lock();
}
