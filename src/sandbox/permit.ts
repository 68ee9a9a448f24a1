// Whether a caller may do what it asks: the permissions that a route needs, on the zone, the account or the user in its path.
// A refusal tells neither what is missing nor whether the thing exists, as the API's does.
import { accountsOf } from './accounts.ts';
import { needsOf } from './needs.ts';
import { type Caller, isAllowed, mayDoAll, type Need, type Resource } from './policies.ts';
import { failWith, type Reply } from './reply.ts';
import type { Route } from './router.ts';
import type { World } from './world.ts';
import { zonesOf } from './zones.ts';

type Params = Readonly<Record<string, string>>;

/** What a need is asked of: one thing, or for a list anything that is there, since the list shows only what may be seen. */
function resourcesOf(world: World, { scope }: Need, params: Params): readonly Resource[] {
  const { account_id: accountId, zone_id: zoneId } = params;
  switch (scope) {
    case 'user':
      return [{ kind: 'user', id: world.identity.userId }];
    case 'account':
      return (accountId === undefined ? accountsOf(world).map(({ id }) => id) : [accountId]).map((id) => {
        return { kind: 'account', id };
      });
    case 'zone': {
      const zones = [...zonesOf(world).values()].filter(({ id }) => zoneId === undefined || id === zoneId);
      return zones.map(({ id, account }) => ({ kind: 'zone', id, accountId: account.id }));
    }
    case 'bucket':
      return accountId === undefined
        ? []
        : [{ kind: 'bucket', id: `${accountId}_default_${params.bucket_name ?? ''}`, accountId }];
  }
}

/** Our reading: what belongs to a product is refused by the product (10000), the others by the gateway (9109). */
const GATEWAY = /^(\/zones|\/accounts)(\/\{\w+\})?$|^\/(user|organizations)\b/;

/** The refusal, or undefined where the call may be made. */
export function refusalOf(
  world: World,
  caller: Caller,
  route: Route,
  method: string,
  params: Params,
): Reply | undefined {
  // The sandbox's own paths are for everybody who has a credential.
  if (mayDoAll(caller) || /^\/accounts\/\{account_id\}\/sandbox\b/.test(route.path)) return undefined;
  const needs = needsOf(method, route.path);
  if (needs === undefined) throw new Error(`it does not know which permission ${method} ${route.path} needs`);
  if (needs.length === 0) return undefined;
  const may = needs.some((need) =>
    resourcesOf(world, need, params).some((resource) => isAllowed(caller, need, resource)),
  );
  if (may) return undefined;
  return GATEWAY.test(route.path)
    ? failWith(403, 9109, 'Unauthorized to access requested resource')
    : failWith(403, 10000, 'Authentication error');
}
