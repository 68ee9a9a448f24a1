// The vault as the explorer keeps it: opened when it is wanted, held back after wrong tries, forgotten when it is locked.

import { describe, expect, test } from 'vitest';
import { createVaultKeeper, type VaultKeeper } from '../../src/accounts/vault-keeper.ts';
import { createSecret } from '../../src/api/credential.ts';
import { createVault } from '../../src/store/vault.ts';
import { eventually } from '../helpers/eventually.ts';
import { type HandClock, handClock } from '../helpers/hand-clock.ts';
import {
  adding,
  cheapCost,
  expectOpen,
  namesOf,
  newPlace,
  passphrase,
  type TestPlace,
} from '../store/vault-fixture.ts';

const wrong = createSecret('not the passphrase');

interface Kept {
  readonly keeper: VaultKeeper;
  readonly clock: HandClock;
  readonly place: TestPlace;
}

async function keep(
  by: 'passphrase' | 'keychain' | 'none' = 'passphrase',
  given?: ReturnType<typeof createSecret>,
): Promise<Kept> {
  const place = newPlace();
  const protector = by === 'keychain' ? { kind: by } : { kind: 'passphrase' as const, passphrase, cost: cheapCost };
  if (by !== 'none') {
    const { vault } = expectOpen(await createVault(place, protector));
    await vault.change(adding('one', 'two'));
    vault.lock();
  }
  const clock = handClock();
  return { keeper: createVaultKeeper({ place: async () => place, passphrase: given }, clock), clock, place };
}

describe('looking', () => {
  test('finds nothing where there is no vault', async () => {
    const { keeper } = await keep('none');
    expect(await keeper.look()).toEqual({ kind: 'absent' });
  });

  test('opens what the keychain opens, and reads it anew every time', async () => {
    const { keeper, place } = await keep('keychain');
    expect(namesOf(expectOpen(await openFound(keeper)).set)).toEqual(['one', 'two']);
    const other = createVaultKeeper({ place: async () => place, passphrase: undefined }, handClock());
    await expectOpen(await openFound(other)).vault.change(adding('three'));
    expect(namesOf(expectOpen(await openFound(keeper)).set)).toEqual(['one', 'two', 'three']);
  });

  test('finds a passphrase wanted, and tries one that was given once', async () => {
    const asked = await keep();
    expect(await asked.keeper.look()).toEqual({ kind: 'locked', by: 'passphrase', isGivenWrong: false });
    const good = await keep('passphrase', passphrase);
    expect((await good.keeper.look()).kind).toBe('open');
    const bad = await keep('passphrase', wrong);
    expect(await bad.keeper.look()).toEqual({ kind: 'locked', by: 'passphrase', isGivenWrong: true });
    expect(await bad.keeper.look()).toMatchObject({ isGivenWrong: false });
  });
});

describe('unlocking', () => {
  test('opens with the passphrase, and holds the next try back longer after each wrong one', async () => {
    const { keeper, clock } = await keep();
    clock.set(1000);
    expect(await keeper.unlock(wrong)).toEqual({ kind: 'wrong', until: 2000 });
    const second = keeper.unlock(wrong);
    let isDone = false;
    void second.then(() => {
      isDone = true;
    });
    await eventually(() => expect(clock.looks()).toBe(1));
    clock.set(1999);
    clock.look();
    expect(isDone).toBe(false);
    clock.set(2000);
    clock.look();
    expect(await second).toEqual({ kind: 'wrong', until: 4000 });
    clock.set(4000);
    expect((await keeper.unlock(passphrase))?.kind).toBe('open');
  });

  test('that is given up while it is held back tries nothing, says nothing, and the pause stays', async () => {
    const { keeper, clock } = await keep();
    await keeper.unlock(wrong);
    const held = keeper.unlock(passphrase);
    await eventually(() => expect(clock.looks()).toBe(1));
    keeper.abandon();
    expect(await held).toBeUndefined();
    expect(keeper.vault()).toBeUndefined();
    expect(clock.looks()).toBe(0);
    const again = keeper.unlock(passphrase);
    await eventually(() => expect(clock.looks()).toBe(1));
    clock.set(1000);
    clock.look();
    expect((await again)?.kind).toBe('open');
  });

  test('that is given up while it is tried leaves the vault locked', async () => {
    const { keeper } = await keep();
    const tried = keeper.unlock(passphrase);
    keeper.abandon();
    expect(await tried).toBeUndefined();
    expect(keeper.vault()).toBeUndefined();
    expect(await keeper.look()).toMatchObject({ kind: 'locked' });
  });
});

describe('locking', () => {
  test('forgets the key: also what the keychain opens is found locked, and opened only when that is asked for', async () => {
    const { keeper } = await keep('keychain');
    const { vault } = expectOpen(await openFound(keeper));
    keeper.lock();
    expect(keeper.vault()).toBeUndefined();
    await expect(vault.read()).rejects.toThrow();
    expect(await keeper.look()).toEqual({ kind: 'locked', by: 'keychain', isGivenWrong: false });
    expect((await keeper.unlock(undefined))?.kind).toBe('open');
  });

  test('while the profiles are being read leaves them locked', async () => {
    const { keeper } = await keep('keychain');
    await keeper.look();
    const looking = keeper.look();
    keeper.lock();
    expect(await looking).toEqual({ kind: 'locked', by: 'keychain', isGivenWrong: false });
  });

  test('forgets a passphrase that was given', async () => {
    const { keeper } = await keep('passphrase', passphrase);
    await keeper.look();
    keeper.lock();
    expect(keeper.given()).toBeUndefined();
    expect(await keeper.look()).toEqual({ kind: 'locked', by: 'passphrase', isGivenWrong: false });
  });
});

test('a vault that is made is kept open', async () => {
  const { keeper } = await keep('none');
  expect((await keeper.create({ kind: 'keychain' })).kind).toBe('open');
  expect(keeper.vault()?.protection()).toBe('keychain');
});

/** What `look` found, where that is no lock. */
async function openFound(keeper: VaultKeeper) {
  const found = await keeper.look();
  if (found.kind === 'locked') throw new Error('it is locked');
  return found;
}
