// Whether a credential may send a request: its policies against what the request needs. A permission that is not known to be missing
// is never called missing, and a denial never gives anything.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Grant, readGrants } from '../../src/api/grants.ts';
import type { NeededPermissions } from '../../src/catalog/operation.ts';
import {
  dependsOnAccount,
  type Holding,
  judgePermissions,
  type PermissionVerdict,
  permissionTarget,
} from '../../src/catalog/permission-verdict.ts';
import { answerWords, needWords, reasonWords } from '../../src/catalog/permission-words.ts';
import { runs } from '../helpers/runs.ts';

const zone = 'com.cloudflare.api.account.zone.';
const account = 'com.cloudflare.api.account.';
const bucket = 'com.cloudflare.edge.r2.bucket.';
const everyZone = { [`${zone}*`]: '*' };

const dns: NeededPermissions = { certainty: 'accepted', anyOf: ['DNS Read', 'DNS Write'], from: 'dns_record' };

/** Policies as the API has them. */
function policies(
  ...list: readonly (readonly [effect: string, names: readonly string[], resources: object])[]
): Holding {
  const grants = readGrants(
    list.map(([effect, names, resources]) => ({
      effect,
      permission_groups: names.map((name) =>
        name === '' ? { id: 'c8fed203ed3043cba015a93ad1616f1f' } : { id: name, name },
      ),
      resources,
    })),
  );
  return { kind: 'grants', grants: grants ?? [] };
}

function judged(
  path: string,
  holding: Holding,
  {
    needs = dns,
    zoneAccount,
    isRead = true,
  }: { readonly needs?: NeededPermissions | undefined; readonly zoneAccount?: string; readonly isRead?: boolean } = {},
): { readonly answer: string; readonly reason: string; readonly verdict: PermissionVerdict } {
  const found = permissionTarget(path);
  const target = zoneAccount === undefined ? found : { ...found, accountId: zoneAccount };
  const verdict = judgePermissions(needs, target, isRead, holding);
  const why = 'reason' in holding ? holding.reason : undefined;
  const reason = reasonWords(verdict, target, (id) => (id === 'z1' ? 'example.com' : undefined), why);
  return { answer: answerWords(verdict), reason, verdict };
}

describe('a zone', () => {
  const path = '/zones/z1/dns_records/r1';
  test.each([
    ['all zones', [['allow', ['DNS Read'], everyZone]], 'yes', 'it has DNS Read for all zones'],
    ['this zone', [['allow', ['DNS Write'], { [`${zone}z1`]: '*' }]], 'yes', 'it has DNS Write for example.com'],
    ['all zones of any account', [['allow', ['DNS Read'], { [`${account}*`]: everyZone }]], 'yes', 'it has DNS Read'],
    [
      'another zone',
      [['allow', ['DNS Read'], { [`${zone}z2`]: '*' }]],
      'no',
      'it has DNS Read for zone z2, but not for zone example.com',
    ],
    ['another permission', [['allow', ['Zone Read'], everyZone]], 'no', 'it has neither DNS Read nor DNS Write'],
    ['the account as such', [['allow', ['DNS Read'], { [`${account}a1`]: '*' }]], 'no', 'but not for zone example.com'],
    ['no policy at all', [], 'no', 'neither DNS Read nor DNS Write'],
    [
      'a denial for it',
      [
        ['allow', ['DNS Read'], everyZone],
        ['deny', ['DNS Read'], { [`${zone}z1`]: '*' }],
      ],
      'no',
      'one of its policies denies DNS Read for zone example.com',
    ],
    [
      'a denial for another zone',
      [
        ['allow', ['DNS Read'], everyZone],
        ['deny', ['DNS Read'], { [`${zone}z2`]: '*' }],
      ],
      'yes',
      'it has DNS Read',
    ],
    [
      'all zones of an account, and nobody knows whose the zone is',
      [['allow', ['DNS Read'], { [`${account}a1`]: everyZone }]],
      'unknown',
      'it has DNS Read for all zones of account a1, and it is not known whether zone example.com is one of them',
    ],
    ['a permission without a name', [['allow', [''], everyZone]], 'unknown', 'tells no name of'],
    ['a resource that is new', [['allow', ['DNS Read'], { 'com.cloudflare.api.new.*': '*' }]], 'unknown', 'not known'],
  ] as const)('with %s', (_, list, answer, reason) => {
    const found = judged(path, policies(...list));
    expect(found.answer).toBe(answer);
    expect(found.reason).toContain(reason);
  });

  test('is of an account, which decides where a policy is for all zones of one', () => {
    const holding = policies(['allow', ['DNS Read'], { [`${account}a1`]: everyZone }]);
    expect(judged(path, holding, { zoneAccount: 'a1' }).answer).toBe('yes');
    expect(judged(path, holding, { zoneAccount: 'a2' }).answer).toBe('no');
    const grants = holding.kind === 'grants' ? holding.grants : [];
    expect(dependsOnAccount(permissionTarget(path), grants)).toBe(true);
    expect(dependsOnAccount({ ...permissionTarget(path), accountId: 'a2' }, grants)).toBe(false);
    expect(dependsOnAccount(permissionTarget('/accounts/a1'), grants)).toBe(false);
  });

  test('is not named where it is still to be filled in: a permission for some zones decides nothing', () => {
    const some = judged('/zones/{zone_id}/dns_records', policies(['allow', ['DNS Read'], { [`${zone}z2`]: '*' }]));
    expect(some).toMatchObject({ answer: 'unknown', reason: expect.stringContaining('for zone z2 only') });
    const all = policies(['allow', ['DNS Read'], everyZone], ['deny', ['DNS Read'], { [`${zone}z2`]: '*' }]);
    expect(judged('/zones/{zone_id}/dns_records', all).reason).toContain('for all zones, except zone z2, and');
    expect(judged('/zones/{zone_id}/dns_records', policies(['allow', ['DNS Read'], everyZone])).answer).toBe('yes');
  });

  test('is one of a list, which shows those that the credential may see', () => {
    const needs: NeededPermissions = { certainty: 'accepted', anyOf: ['Zone Read'], from: 'zone' };
    const holding = policies(['allow', ['Zone Read'], { [`${zone}z1`]: '*' }]);
    expect(judged('/zones', holding, { needs })).toMatchObject({
      answer: 'yes',
      reason: 'it has Zone Read for example.com, and a list shows no others',
    });
    expect(judged('/zones', holding, { needs, isRead: false }).answer).toBe('unknown');
    expect(judged('/zones', holding, { needs, isRead: false, zoneAccount: 'a1' }).answer).toBe('no');
  });
});

describe('an account, a user and a bucket', () => {
  const workers: NeededPermissions = { certainty: 'accepted', anyOf: ['Workers Scripts Write'], from: 'x' };
  test.each([
    ['/accounts/a1/workers/scripts/x', { [`${account}a1`]: '*' }, 'yes'],
    ['/accounts/a1/workers/scripts/x', { [`${account}*`]: '*' }, 'yes'],
    ['/accounts/a1/workers/scripts/x', { [`${account}a2`]: '*' }, 'no'],
    ['/accounts/a1/workers/scripts/x', { [`${account}a1`]: everyZone }, 'no'],
    ['/accounts/{account_id}/workers/scripts/x', { [`${account}a2`]: '*' }, 'unknown'],
    ['/accounts/a1/r2/buckets/b/objects/k', { [`${bucket}a1_default_b`]: '*' }, 'yes'],
    ['/accounts/a1/r2/buckets/b_c/objects/k', { [`${bucket}a1_eu_b_c`]: '*' }, 'yes'],
    ['/accounts/a1/r2/buckets/b/objects/k', { [`${bucket}a1_default_c`]: '*' }, 'no'],
    ['/accounts/a1/r2/buckets/b/objects/k', { [`${account}a1`]: { [`${bucket}*`]: '*' } }, 'yes'],
    ['/accounts/a1/r2/buckets', { [`${bucket}a1_default_b`]: '*' }, 'unknown'],
    ['/user/tokens', { 'com.cloudflare.api.user.u1': '*' }, 'yes'],
    ['/user/tokens', { [`${account}*`]: '*' }, 'no'],
    ['/memberships', { 'com.cloudflare.api.user.u1': '*' }, 'yes'],
    ['/radar/bgp/routes', { [`${account}a1`]: '*' }, 'yes'],
  ])('%s with %j: %s', (path, resources, answer) => {
    expect(judged(path, policies(['allow', workers.anyOf, resources]), { needs: workers }).answer).toBe(answer);
  });
});

describe('what is only likely, or not known', () => {
  const probable: NeededPermissions = { ...dns, certainty: 'probable' };
  const path = '/zones/z1/dns_records';

  test('a probable permission that it has is probably enough; one that it lacks is no no', () => {
    const has = judged(path, policies(['allow', ['DNS Read'], everyZone]), { needs: probable });
    expect(has).toMatchObject({ answer: 'probably yes', verdict: { answer: 'yes' } });
    const lacks = judged(path, policies(['allow', ['Zone Read'], everyZone]), { needs: probable });
    expect(lacks).toMatchObject({ answer: 'probably not', verdict: { answer: 'unknown' } });
    expect(needWords(probable, permissionTarget(path))).toBe(
      'probably DNS Read or DNS Write (zone), taken from dns_record',
    );
  });

  test.each([
    [{ kind: 'key' }, 'unknown', 'a matter of roles'],
    [{ kind: 'hidden', reason: 'it may not read its own policies' }, 'unknown', 'it may not read its own policies'],
    [{ kind: 'ended', reason: 'the API reports that it is disabled' }, 'no', 'the API reports that it is disabled'],
  ] as const)('with %j it is %s', (holding, answer, reason) => {
    const found = judged(path, holding);
    expect(found.answer).toBe(answer);
    expect(found.reason).toContain(reason);
  });

  test('what the catalog does not know is no reason for a no, whatever the credential has', () => {
    const verdict = judgePermissions(undefined, permissionTarget(path), true, policies());
    expect(verdict).toMatchObject({ answer: 'unknown', because: 'unknown-needs' });
  });
});

const names = ['DNS Read', 'DNS Write', 'Zone Read', ''];
const resources = fc.oneof(
  fc.constantFrom<object>(everyZone, { [`${zone}z1`]: '*' }, { [`${zone}z2`]: '*' }, { [`${account}*`]: '*' }),
  fc.constantFrom<object>({ [`${account}a1`]: everyZone }, { [`${account}a2`]: everyZone }, { [`${account}a1`]: '*' }),
);
const grant = (effect: fc.Arbitrary<Grant['effect']>): fc.Arbitrary<readonly [string, readonly string[], object]> =>
  fc.tuple(effect, fc.subarray(names, { minLength: 1 }), resources);
const targets = fc.record({
  path: fc.constantFrom(
    '/zones/z1/dns_records',
    '/zones/{zone_id}/dns_records',
    '/zones',
    '/accounts/a1/x',
    '/radar/x',
  ),
  zoneAccount: fc.constantFrom('a1', 'a2', 'a3'),
});
const ranks = { no: 0, unknown: 1, yes: 2 };

test('a denial more never gives anything, and a permission more never takes anything', () => {
  const effect = fc.constantFrom<Grant['effect']>('allow', 'deny');
  fc.assert(
    fc.property(
      fc.array(grant(effect), { maxLength: 4 }),
      grant(effect),
      targets,
      (before, [, ...added], { path, ...rest }) => {
        const rank = (list: readonly (readonly [string, readonly string[], object])[]): number =>
          ranks[judged(path, policies(...list), rest).verdict.answer];
        expect(rank([...before, ['deny', ...added]])).toBeLessThanOrEqual(rank(before));
        expect(rank([...before, ['allow', ...added]])).toBeGreaterThanOrEqual(rank(before));
      },
    ),
    runs(300),
  );
});
