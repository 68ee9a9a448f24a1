import { describe, expect, test } from 'vitest';
import { AccountRefusal, accountFrom, chooseAccount } from '../../src/accounts/choice.ts';
import type { ProfileSet } from '../../src/store/profiles.ts';
import type { Settled, Vault } from '../../src/store/vault.ts';
import { profile } from '../store/vault-fixture.ts';

const env = { CLOUDFLARE_API_TOKEN: 'a-token-of-more-than-twenty-letters' };
const sandbox = { kind: 'account', account: { kind: 'sandbox' } };
const address = { CLOUDFLARE_BASE_URL: 'http://127.0.0.1:8787' };

describe('what is in force', () => {
  test.each([
    ['nothing', {}, undefined, false, { kind: 'none' }],
    [
      'the sandbox by its variable, before the environment',
      { ...env, FLARESCOPE_SANDBOX: '1' },
      undefined,
      true,
      sandbox,
    ],
    ['a flag before the variable', { FLARESCOPE_SANDBOX: '1' }, 'prod', true, { kind: 'vault', name: 'prod' }],
    [
      'a variable that says no',
      { ...env, FLARESCOPE_SANDBOX: '0' },
      undefined,
      true,
      { account: { kind: 'environment' } },
    ],
    ['a vault', {}, undefined, true, { kind: 'vault', name: undefined }],
    ['the environment', env, undefined, false, { kind: 'account', account: { kind: 'environment' } }],
    ['the environment before the vault', env, undefined, true, { kind: 'account', account: { kind: 'environment' } }],
    [
      'an address alone before the vault',
      address,
      undefined,
      true,
      { kind: 'account', account: { credential: undefined } },
    ],
    ['a flag before the environment', env, 'prod', true, { kind: 'vault', name: 'prod' }],
    ['a flag before the vault’s own', {}, 'prod', true, { kind: 'vault', name: 'prod' }],
  ])('%s', (_, environment, flag, hasVault, choice) => {
    expect(chooseAccount(environment, { profile: flag }, hasVault)).toMatchObject(choice);
  });

  test('a flag without any vault is refused, whatever the environment has', () => {
    expect(() => chooseAccount(env, { profile: 'prod' }, false)).toThrow(
      new AccountRefusal('There is no profile named prod, nor any other. To add it: flarescope auth add prod'),
    );
  });
});

test('half a credential in the environment matters to nobody who names the account', () => {
  const half = { CLOUDFLARE_API_TOKEN: '' };
  expect(() => chooseAccount(half, {}, true)).toThrow('CLOUDFLARE_API_TOKEN is set but empty');
  expect(chooseAccount(half, { profile: 'prod' }, true)).toEqual({ kind: 'vault', name: 'prod' });
  expect(chooseAccount(half, { sandbox: true }, true)).toMatchObject(sandbox);
  expect(chooseAccount({ ...half, FLARESCOPE_SANDBOX: 'true' }, {}, true)).toMatchObject(sandbox);
});

test('two accounts, or a variable that says neither yes nor no, are refused', () => {
  expect(() => chooseAccount({}, { profile: 'prod', sandbox: true }, true)).toThrow('choose two accounts');
  expect(() => chooseAccount({ FLARESCOPE_SANDBOX: 'maybe' }, {}, true)).toThrow('FLARESCOPE_SANDBOX takes 1');
});

test('the environment says when accounts ask that are no profile, and a word that nobody understands is refused', () => {
  const says = (consent: string) => ({ ...env, FLARESCOPE_CONFIRM_WRITES: consent });
  expect(chooseAccount(says(' ALL '), {}, true)).toMatchObject({ account: { kind: 'environment', consent: 'all' } });
  expect(chooseAccount(says(''), {}, true)).toMatchObject({ account: { consent: undefined } });
  expect(chooseAccount(says('all'), { sandbox: true }, true)).toMatchObject({
    account: { kind: 'sandbox', consent: 'all' },
  });
  expect(accountFrom(says('default'), { kind: 'absent' }, undefined).account).toMatchObject({
    kind: 'sandbox',
    consent: 'default',
  });
  for (const options of [{}, { sandbox: true }, { profile: 'prod' }])
    expect(() => chooseAccount(says('maybe'), options, true)).toThrow(
      'FLARESCOPE_CONFIRM_WRITES takes all, default, never',
    );
});

describe('an opened vault', () => {
  const set: ProfileSet = {
    profiles: [profile('prod', { readOnly: true, accountId: 'a'.repeat(32) }), profile('test')],
    current: 'prod',
  };
  const open = (some: Partial<ProfileSet> = {}, notice?: string): Settled => ({
    kind: 'open',
    // Choosing looks at nothing else of it.
    vault: { deriveKey: (purpose: string) => new TextEncoder().encode(purpose) } as Partial<Vault> as Vault,
    set: { ...set, ...some },
    notice,
  });

  test('gives the profile in use, or the one that is named', () => {
    expect(accountFrom({}, open(), undefined)).toMatchObject({
      account: { kind: 'profile', profile: 'prod', readOnly: true, accountId: 'a'.repeat(32) },
      notice: undefined,
      bodyKey: new TextEncoder().encode('history bodies'),
    });
    expect(accountFrom({}, open(), 'test').account).toMatchObject({ profile: 'test', readOnly: false });
  });

  test('gives no other profile than the one that is named', () => {
    expect(() => accountFrom({}, open(), 'nope')).toThrow('There is no profile named nope; profiles are prod, test.');
    expect(() => accountFrom({}, { kind: 'absent' }, 'nope')).toThrow('There is no profile named nope');
    expect(() => accountFrom({}, { kind: 'damaged', reason: 'It is damaged.' }, 'nope')).toThrow('It is damaged.');
  });

  test('without a profile in use gives the sandbox, and says so', () => {
    expect(accountFrom({}, open({ current: undefined }), undefined)).toMatchObject({
      account: { kind: 'sandbox' },
      notice: 'No profile is in use. To choose one: flarescope auth use NAME',
      lack: { kind: 'unusable', reason: 'No profile is in use. To choose one: flarescope auth use NAME' },
    });
    expect(accountFrom({}, open(), undefined).lack).toBeUndefined();
    expect(accountFrom({}, open({ profiles: [], current: undefined }), undefined)).toMatchObject({
      notice: undefined,
      lack: { kind: 'none' },
    });
    expect(accountFrom({}, { kind: 'absent' }, undefined).lack).toEqual({ kind: 'none' });
    expect(accountFrom({}, open({ profiles: [], current: undefined }, 'They were damaged.'), undefined).notice).toBe(
      'They were damaged.',
    );
    expect(accountFrom({}, { kind: 'damaged', reason: 'It is damaged.' }, undefined)).toMatchObject({
      account: { kind: 'sandbox' },
      notice: 'It is damaged.',
      lack: { kind: 'unusable', reason: 'It is damaged.' },
    });
  });

  test('that cannot be opened never gives the sandbox in its place', () => {
    for (const kind of ['newer', 'unreachable'] as const)
      expect(() => accountFrom({}, { kind, reason: 'Because.' }, undefined)).toThrow(new AccountRefusal('Because.'));
  });
});
