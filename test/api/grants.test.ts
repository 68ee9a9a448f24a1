import { describe, expect, test } from 'vitest';
import { nameOfPermission, readGrants, tellGrants } from '../../src/api/grants.ts';

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
    [{ 'org.example.thing.x': '*' }, '1 other resource'],
    [{}, 'nothing'],
    [null, 'nothing'],
    [{ [`com.cloudflare.api.account.${id}`]: { 'com.cloudflare.edge.r2.bucket.*': '*' } }, 'all buckets of an account'],
    [
      {
        [`com.cloudflare.api.account.${id}`]: {
          'com.cloudflare.api.account.zone.a': '*',
          'com.cloudflare.api.account.zone.b': '*',
        },
      },
      '2 zones of an account',
    ],
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
    expect(readGrants([null, 1, {}])).toEqual([{ effect: 'allow', permissions: [], resources: [] }]);
  });

  test('is read as what it names, each resource with the account that it is said to be in', () => {
    const zones = { 'com.cloudflare.api.account.zone.*': '*', 'com.cloudflare.api.account.zone.z': '*' };
    const resources = {
      [`com.cloudflare.api.account.${id}`]: zones,
      'com.cloudflare.api.account.*': '*',
      'com.cloudflare.api.user.u': '*',
      'com.cloudflare.edge.r2.bucket.a_default_b': '*',
      'org.example.thing': '*',
    };
    const [grant] =
      readGrants([{ effect: 'allow', resources, permission_groups: [{ id: 'i' }, group('DNS Read')] }]) ?? [];
    expect(grant?.resources).toEqual([
      { kind: 'zone', id: undefined, accountId: id },
      { kind: 'zone', id: 'z', accountId: id },
      { kind: 'account', id: undefined },
      { kind: 'user', id: 'u' },
      { kind: 'bucket', id: 'a_default_b', accountId: undefined },
      { kind: 'other', key: 'org.example.thing' },
    ]);
    expect(grant?.permissions.map(nameOfPermission)).toEqual(['i', 'DNS Read']);
  });

  test('is cut where it is a hundred permissions', () => {
    const groups = Array.from({ length: 100 }, (_, index) => group(`P${index}`));
    const [line] = tellGrants(readGrants([{ effect: 'allow', resources: {}, permission_groups: groups }]) ?? []);
    expect(line).toBe('allows P0, P1, P2, P3, P4, P5, P6, P7, and 92 more on nothing');
  });
});
