// What the tests of the vault share: folders of their own, profiles, and a passphrase that is cheap to try. The cost is in
// the header of every vault, so a cheap one is as real as the default.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { addProfile, type Profile, type ProfileSet, type ProfileSetChange } from '../../src/store/profiles.ts';
import { createVault, type Opening, openVault, type Vault, type VaultPlace } from '../../src/store/vault.ts';
import { createMemoryKeychain, type MemoryKeychain } from './memory-keychain.ts';

export const cheapCost = { n: 1024, r: 8, p: 1 };

export const passphrase = createSecret('correct horse battery staple');

export interface TestPlace extends VaultPlace {
  readonly keychain: MemoryKeychain;
  /** What was waited for after wrong tries, in milliseconds. */
  readonly pauses: number[];
}

/** A config folder that is not there yet, removed with all around it when the test is over. */
export function newPlace(): TestPlace {
  const parent = mkdtempSync(path.join(tmpdir(), 'flarescope-vault-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return placeIn(path.join(parent, 'config'));
}

export function placeIn(folder: string): TestPlace {
  const pauses: number[] = [];
  return { folder, keychain: createMemoryKeychain(), pauses, pause: async (ms) => void pauses.push(ms) };
}

export function profile(name: string, more: Partial<Profile> = {}): Profile {
  return {
    name,
    credential: { kind: 'token', token: createSecret(`token-of-${name}-0123456789abcdef`) },
    baseUrl: 'https://api.cloudflare.com/client/v4',
    accountId: undefined,
    readOnly: false,
    production: false,
    ...more,
  };
}

export function adding(...names: readonly string[]): (set: ProfileSet) => ProfileSetChange {
  return (set) => {
    let change: ProfileSetChange = { ok: true, set };
    for (const name of names) if (change.ok) change = addProfile(change.set, profile(name));
    return change;
  };
}

export function namesOf(set: ProfileSet): readonly string[] {
  return set.profiles.map(({ name }) => name);
}

/** The open vault; any other outcome fails the test with what it says. */
export function expectOpen(opening: Opening | Awaited<ReturnType<Extract<Opening, { kind: 'locked' }>['unlock']>>) {
  if (opening.kind !== 'open') throw new Error(`the vault did not open: ${JSON.stringify(opening)}`);
  return opening;
}

/** A vault by the keychain with these profiles in it. */
export async function vaultWith(place: VaultPlace, ...names: readonly string[]): Promise<Vault> {
  const { vault } = expectOpen(await createVault(place, { kind: 'keychain' }));
  await vault.change(adding(...names));
  return vault;
}

export async function unlockedVault(place: VaultPlace, by = passphrase) {
  const opening = await openVault(place);
  return opening.kind === 'locked' ? expectOpen(await opening.unlock(by)) : expectOpen(opening);
}
