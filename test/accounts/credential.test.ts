import { describe, expect, test } from 'vitest';
import { readGrants, tellGrants, tokenFormat } from '../../src/accounts/credential.ts';
import { createSecret, looksSecret } from '../../src/api/credential.ts';

describe('a credential', () => {
  test.each([
    ['cfut_abc', 'user-token'],
    ['cfat_abc', 'account-token'],
    ['cfk_abc', 'key'],
    ['cfx_abc', 'unknown'],
    ['CFUT_abc', 'unknown'],
    ['0123456789abcdef0123456789abcdef01234', 'unknown'],
  ])('%s is of the kind %s', (secret, shape) => {
    expect(tokenFormat(createSecret(secret))).toBe(shape);
  });

  test.each([
    ['cfut_x', true],
    ['0123456789abcdef0123456789abcdef01234', true],
    ['Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY', true],
    ['prod', false],
    ['ada@example.com', false],
    ['a-name-that-somebody-may-choose', false],
  ])('is recognised where it should not stand: %s', (text, looks) => {
    expect(looksSecret(text)).toBe(looks);
  });
});

describe('what a token may do', () => {
  const group = (name: string) => ({ id: '0'.repeat(32), name });
  const id = 'eb78d65290b24279ba6f44721b3ea3c4';

  test.each([
    [{ [`com.cloudflare.api.account.${id}`]: '*' }, '1 account'],
    [{ 'com.cloudflare.api.account.*': '*' }, 'all accounts'],
    [{ 'com.cloudflare.api.account.zone.*': '*' }, 'all zones'],
    [{ [`com.cloudflare.api.account.zone.${id}`]: '*', 'com.cloudflare.api.account.zone.x': '*' }, '2 zones'],
    [{ [`com.cloudflare.api.user.${id}`]: '*' }, '1 user'],
    [{ [`com.cloudflare.api.account.${id}`]: { 'com.cloudflare.api.account.zone.*': '*' } }, 'all zones of an account'],
    [{ 'com.cloudflare.edge.r2.bucket.x': '*' }, '1 other resource'],
    [{}, 'nothing'],
    [null, 'nothing'],
  ])('on %j is told as %s', (resources, scope) => {
    const policies = [{ effect: 'allow', resources, permission_groups: [group('DNS Read'), group('DNS Write')] }];
    expect(tellGrants(readGrants(policies) ?? [])).toEqual([`allows DNS Read, DNS Write on ${scope}`]);
  });

  test('that is denied is told as denied', () => {
    const policies = [{ effect: 'deny', resources: { 'com.cloudflare.api.account.*': '*' }, permission_groups: [] }];
    expect(tellGrants(readGrants(policies) ?? [])).toEqual(['denies nothing on all accounts']);
  });

  test('is not made up where the API says nothing of it', () => {
    expect(readGrants(undefined)).toBeUndefined();
    expect(readGrants({})).toBeUndefined();
    expect(readGrants([null, 1, {}])).toEqual([{ effect: 'allow', permissions: [], scope: 'nothing' }]);
  });
});
