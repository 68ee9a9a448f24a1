// The policies of a token for given requests: the fewest permissions, on the resources that the requests name.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { permissionTarget } from '../../src/catalog/permission-verdict.ts';
import {
  dashboardLink,
  type GrantableGroup,
  planToken,
  resourceMap,
  type TokenOwner,
} from '../../src/catalog/token-policies.ts';
import { needsOf } from '../../src/sandbox/needs.ts';
import { PERMISSION_GROUPS, SCOPE_NAMES } from '../../src/sandbox/permission-groups.ts';
import { ROUTES } from '../../src/sandbox/routes.ts';
import { runs } from '../helpers/runs.ts';
import { catalog } from './loaded.ts';

const groups: readonly GrantableGroup[] = PERMISSION_GROUPS.map(({ id, name, scope }) => ({
  id,
  name,
  scopes: [SCOPE_NAMES[scope]],
}));
const nobody: TokenOwner = { userId: 'u', accountId: undefined };
const [zone, other, account] = ['1', '2', 'a'].map((digit) => digit.repeat(32)) as [string, string, string];

function wish(line: string): Parameters<typeof planToken>[0][number] {
  const [method = '', path = ''] = line
    .replace(' Z1', ` /zones/${zone}`)
    .replace(' Z2', ` /zones/${other}`)
    .replace(' A', ` /accounts/${account}`)
    .split(' ');
  const operation = catalog.matcher().match(method as 'GET', path)?.operation;
  return { needs: operation?.permissions, target: permissionTarget(path) };
}

/** `DNS Read, Zone Read on zone 1` of each policy; resources by their kind and the first letter of their id. */
function told(lines: readonly string[], owner = nobody): readonly string[] {
  return planToken(lines.map(wish), groups, owner).policies.map(({ groups: given, resources }) => {
    const on = resources.map(({ kind, id, ...more }) => {
      const within = 'accountId' in more && more.accountId !== undefined ? ` of ${more.accountId[0]}` : '';
      return `${kind} ${id?.[0] ?? '*'}${within}`;
    });
    return `${given.map(({ name }) => name).join(', ')} on ${on.join(' + ')}`;
  });
}

describe('a token for requests', () => {
  test.each<[readonly string[], readonly string[]]>([
    [['GET Z1/dns_records'], ['DNS Read on zone 1']],
    [['POST Z1/dns_records'], ['DNS Write on zone 1']],
    // Who may write may read.
    [['GET Z1/dns_records', 'POST Z1/dns_records'], ['DNS Write on zone 1']],
    // On each resource what is done to it, and one policy for all that are allowed the same.
    [
      ['GET Z1/dns_records', 'POST Z2/dns_records'],
      ['DNS Read on zone 1', 'DNS Write on zone 2'],
    ],
    [['GET Z1/dns_records', 'GET Z2/dns_records'], ['DNS Read on zone 1 + zone 2']],
    // A permission is for one kind of resource.
    [
      ['GET Z1/dns_records', 'GET A/storage/kv/namespaces', 'GET /user'],
      ['DNS Read on zone 1', 'Workers KV Storage Read on account a', 'User Details Read on user u'],
    ],
    // Names that stand for two groups.
    [
      ['POST Z1/logpush/jobs', 'POST A/logpush/jobs'],
      ['Logs Write on zone 1', 'Logs Write on account a'],
    ],
    // One that is enough for several is taken instead of several, and of several the one that opens least.
    [['GET Z1/page_shield/scripts', 'GET Z1/settings/ssl'], ['Zone Settings Read on zone 1']],
    [['GET Z1/page_shield/scripts'], ['Domain Page Shield Read on zone 1']],
    [['GET A/alerting/v3/policies'], ['Notifications Read on account a']],
    [['POST A/workers/scripts/x/tails'], ['Workers Tail Read on account a']],
    // All zones, and what they cover.
    [['GET /zones', 'GET Z1'], ['Zone Read on zone *']],
    [
      ['GET /zones', 'PATCH Z1'],
      ['Zone Read on zone *', 'Zone Write on zone 1'],
    ],
    [['POST /zones/{zone_id}/purge_cache'], ['Cache Purge on zone *']],
    // Nobody knows.
    [['GET Z1/rulesets'], []],
  ])('%j needs %j', (lines, policies) => {
    expect(told(lines).toSorted()).toEqual(policies.toSorted());
  });

  test('is for all zones of the account where one is set', () => {
    expect(told(['GET /zones'], { userId: undefined, accountId: account })).toEqual(['Zone Read on zone * of a']);
    expect(told(['GET /accounts/{account_id}/members'], { userId: undefined, accountId: account })).toEqual([
      'Account Settings Read on account a',
    ]);
  });

  test('tells of each request what it gets, and drops none silently', () => {
    const lines = ['GET Z1/dns_records', 'GET Z1/rulesets', 'GET A/flagship/apps', 'GET Z1/no/such'];
    const none = groups.filter(({ name }) => !name.startsWith('Flagship'));
    expect(planToken(lines.map(wish), none, nobody).answers).toMatchObject([
      { kind: 'granted', name: 'DNS Read', isProbable: false },
      { kind: 'unknown' },
      { kind: 'ungrantable', names: ['Flagship Read'] },
      { kind: 'unknown' },
    ]);
  });

  test('finds a permission by the name that the API has for it by now', () => {
    const renamed = [{ id: 'x', name: 'Account Rule Lists Write', scopes: [SCOPE_NAMES.account] }];
    expect(planToken([wish('POST A/rules/lists')], renamed, nobody).policies).toMatchObject([{ groups: renamed }]);
  });

  const known = catalog.operations.filter(
    ({ permissions, path }) => permissions && /^\/(?:zones|accounts)\/\{/.test(path),
  );

  test('is enough for each of them, and no permission of it can be left out', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...known), { minLength: 1, maxLength: 8 }), (operations) => {
        const wishes = operations.map(({ permissions, path }) => ({
          needs: permissions,
          target: permissionTarget(path.replace('{zone_id}', zone).replace('{account_id}', account)),
        }));
        const { policies, answers } = planToken(wishes, groups, nobody);
        const isEnough = (names: (policy: (typeof policies)[number]) => readonly string[]): boolean =>
          wishes.every(({ needs, target }, index) => {
            if (answers[index]?.kind !== 'granted') return true;
            const own = policies.filter((policy) => policy.target === target.kind);
            return own.some((policy) => names(policy).some((name) => needs?.anyOf.includes(name)));
          });
        expect(isEnough((policy) => policy.groups.map(({ name }) => name))).toBe(true);
        for (const policy of policies) {
          for (const left of policy.groups) {
            const without = (one: typeof policy): readonly string[] =>
              one.groups.filter((group) => group !== left).map(({ name }) => name);
            expect(isEnough(without)).toBe(false);
          }
        }
      }),
      runs(60),
    );
  });

  test('has what the sandbox asks for, which knows that by itself', () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const { method, path } of ROUTES) {
      const needs = needsOf(method, path);
      if (!needs || needs.length === 0) continue;
      const filled = path.replace('{zone_id}', zone).replace('{account_id}', account);
      const operation = catalog.matcher().match(method as 'GET', filled)?.operation;
      const { policies } = planToken(
        [{ needs: operation?.permissions, target: permissionTarget(filled) }],
        groups,
        nobody,
      );
      const [policy] = policies;
      if (!policy) continue;
      compared++;
      const isGood = needs.some(
        ({ scope, anyOf }) => scope === policy.target && policy.groups.every(({ name }) => anyOf.includes(name)),
      );
      if (!isGood) wrong.push(`${method} ${path}: ${policy.groups.map(({ name }) => name).join(', ')}`);
    }
    expect(compared).toBeGreaterThan(60);
    expect(wrong).toEqual([]);
  });
});

test('resources are keys as the API takes them, all zones of one account nested', () => {
  expect(
    resourceMap([
      { kind: 'zone', id: zone, accountId: undefined },
      { kind: 'zone', id: undefined, accountId: account },
      { kind: 'account', id: undefined },
      { kind: 'user', id: 'u' },
    ]),
  ).toEqual({
    [`com.cloudflare.api.account.zone.${zone}`]: '*',
    [`com.cloudflare.api.account.${account}`]: { 'com.cloudflare.api.account.zone.*': '*' },
    'com.cloudflare.api.account.*': '*',
    'com.cloudflare.api.user.u': '*',
  });
});

test('a link to the dashboard has the documented keys, and says what it has none for', () => {
  expect(dashboardLink(['DNS Write', 'Cache Purge', 'Hyperdrive Read'], 'My token', false)).toEqual({
    link: `https://dash.cloudflare.com/profile/api-tokens?permissionGroupKeys=${encodeURIComponent('[{"key":"dns","type":"edit"},{"key":"cache","type":"purge"}]')}&accountId=*&zoneId=all&name=My%20token`,
    left: ['Hyperdrive Read'],
  });
  expect(dashboardLink(['Workers Scripts Read'], 'x', true).link).toBe(
    `https://dash.cloudflare.com/?to=/:account/api-tokens&permissionGroupKeys=${encodeURIComponent('[{"key":"workers_scripts","type":"read"}]')}&name=x`,
  );
});
