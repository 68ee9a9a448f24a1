// What the catalog says that a call needs against what the sandbox allows. They come from different sources: the catalog's facts from
// the lists of a provider, the sandbox's from a table by hand. Where both know, a token that has one of the permissions may call, and
// one that has all the others may not.
import { beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import type { NeededPermissions } from '../../src/catalog/operation.ts';
import type { Method } from '../../src/request/types.ts';
import { needsOf } from '../../src/sandbox/needs.ts';
import { PERMISSION_GROUPS, SCOPE_NAMES } from '../../src/sandbox/permission-groups.ts';
import type { Route } from '../../src/sandbox/router.ts';
import { ROUTES } from '../../src/sandbox/routes.ts';
import { hostSandbox, json, largeAccountId, zoneIdOf } from './client.ts';

const catalog = loadCatalog();

interface Compared {
  readonly title: string;
  readonly route: Route;
  readonly known: NeededPermissions;
  readonly own: readonly string[];
}

/** Everything that the sandbox serves and the catalog knows needs of. */
const compared = ROUTES.flatMap((route): readonly Compared[] => {
  // Routes that are not open have methods of the API.
  const { method, path, open } = route;
  const known = open ? undefined : catalog.matcher().match(method as Method, path)?.operation.permissions;
  const own = needsOf(method, path)?.flatMap(({ anyOf }) => anyOf);
  return known && own ? [{ title: `${method} ${path}`, route, known, own }] : [];
});

/**
 * Where the catalog's is not the whole truth and says so: it is probable only. A permission for one bucket reads its objects; the
 * provider has no resource for those.
 */
const more: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  compared
    .filter(({ route }) => route.path.includes('/objects'))
    .map(({ title, route }) => [
      title,
      ['Read', 'Write'].slice(route.method === 'GET' ? 0 : 1).map((verb) => `Workers R2 Storage Bucket Item ${verb}`),
    ]),
);

describe('the catalog and the sandbox', () => {
  test('know the same permissions of every operation that both know', () => {
    expect(compared.length).toBeGreaterThan(80);
    const differing = compared.flatMap(({ title, known: { certainty, anyOf, from }, own }) => {
      const told = [...anyOf, ...(more[title] ?? [])].toSorted();
      return JSON.stringify(told) === JSON.stringify([...new Set(own)].toSorted())
        ? []
        : [{ title, certainty, from, anyOf, own }];
    });
    expect(differing).toEqual([]);
    const surprising = compared.filter(({ title, known }) => title in more && known.certainty === 'accepted');
    expect(surprising).toEqual([]);
  });

  test('say something of most that the sandbox serves', () => {
    const served = ROUTES.filter(({ open, path }) => open !== true && !path.includes('/sandbox'));
    expect(compared.length / served.length).toBeGreaterThan(0.7);
  });
});

describe('a token with the permissions that the catalog names', () => {
  const harness = hostSandbox();
  const ids = { zone_id: '', account_id: '', user: '' };

  beforeAll(async () => {
    ids.account_id = await largeAccountId(harness.sdk());
    ids.zone_id = await zoneIdOf(harness.sdk(), 'example.org');
    ids.user = (await harness.sdk().user.get()).id ?? '';
  });

  /** What may stand for other placeholders; nothing is there. */
  const anyId = (name: string): string => {
    if (name === 'database_id' || name === 'certificate_pack_id') return '01234567-89ab-4def-8123-456789abcdef';
    return 'f'.repeat(32);
  };

  const pathOf = ({ path }: Route): string =>
    path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name as keyof typeof ids] ?? anyId(name));

  /** A token that has these permissions, or all of the same kinds but these, everywhere. */
  async function tokenWith(names: readonly string[], isWithout: boolean): Promise<string> {
    const resources = { user: ids.user, account: '*', zone: '*', bucket: undefined };
    const policies = (['user', 'account', 'zone'] as const).flatMap((scope) => {
      const groups = PERMISSION_GROUPS.filter(
        (group) => group.scope === scope && names.includes(group.name) !== isWithout,
      );
      if (groups.length === 0) return [];
      const permission_groups = groups.map(({ id }) => ({ id }));
      return [
        { effect: 'allow', resources: { [`${SCOPE_NAMES[scope]}.${resources[scope]}`]: '*' }, permission_groups },
      ];
    });
    const made = await harness.ask('/user/tokens', json('POST', { name: 'tried', policies }));
    return (made.envelope.result as { readonly value: string }).value;
  }

  async function isRefused(value: string, route: Route): Promise<boolean> {
    const headers = { authorization: `Bearer ${value}` };
    const { status, body } = await harness.request(pathOf(route), { method: route.method, headers });
    await body?.cancel();
    return status === 403;
  }

  // What deletes the zone comes last.
  const inOrder = compared.toSorted(
    (left, right) =>
      Number(left.title === 'DELETE /zones/{zone_id}') - Number(right.title === 'DELETE /zones/{zone_id}'),
  );

  test('may call, with any one of them; with all others it may not', async () => {
    const tokens = new Map<string, Promise<string>>();
    const tokenFor = (names: readonly string[], isWithout = false): Promise<string> => {
      const key = `${isWithout} ${names.join()}`;
      const known = tokens.get(key) ?? tokenWith(names, isWithout);
      tokens.set(key, known);
      return known;
    };
    const wrong: string[] = [];
    for (const { title, route, known } of inOrder) {
      if (!(await isRefused(await tokenFor(known.anyOf, true), route)))
        wrong.push(`${title} without ${known.anyOf.join()}`);
      for (const name of known.anyOf) {
        if (await isRefused(await tokenFor([name]), route)) wrong.push(`${title} with ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
