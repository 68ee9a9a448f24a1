import { describe, expect, test } from 'vitest';
import { grantedIds, grantTable, nameOfPermission, readGrants } from '../../src/api/grants.ts';

describe('what a token may do', () => {
  const group = (name: string) => ({ id: '0'.repeat(32), name });
  const id = 'eb78d65290b24279ba6f44721b3ea3c4';

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

  test('is a table of permissions and what each is on', () => {
    const zones = (...names: string[]) =>
      Object.fromEntries(names.map((name) => [`com.cloudflare.api.account.zone.${name}`, '*']));
    const grants = readGrants([
      { effect: 'allow', resources: zones('z'), permission_groups: [group('DNS Read'), group('DNS Write')] },
      {
        effect: 'allow',
        resources: { [`com.cloudflare.api.account.${id}`]: zones('*') },
        permission_groups: [group('DNS Read')],
      },
      { effect: 'deny', resources: zones('x', 'y'), permission_groups: [group('DNS Write'), group('Zone Read')] },
      {
        effect: 'allow',
        resources: { 'com.cloudflare.api.account.*': '*', 'com.cloudflare.edge.r2.bucket.a_default_my_b': '*' },
        permission_groups: [{ id: 'i' }],
      },
      {
        effect: 'allow',
        resources: { 'com.cloudflare.api.user.u': '*' },
        permission_groups: [group('User Details Read')],
      },
    ]);
    const names = new Map([
      ['z', 'example.com'],
      [id, 'Example Books'],
      ['x', 'example.net'],
    ]);
    expect(grantTable(grants ?? [], (one) => names.get(one))).toEqual([
      { permission: 'DNS Read', on: 'example.com, all zones of Example Books' },
      { permission: 'DNS Write', on: 'example.com; denied on example.net, zone y' },
      { permission: 'Zone Read', on: 'nothing; denied on example.net, zone y' },
      { permission: 'i', on: 'all accounts, bucket my_b' },
      { permission: 'User Details Read', on: 'the user' },
    ]);
    expect(grantedIds(grants ?? [])).toEqual({ zones: ['z', 'x', 'y'], accounts: [id] });
  });
});
