// The policies of a token for given requests: for each resource the fewest permissions that are enough for all that is done to it,
// such as only read where reading is enough. Knows no ids of permissions but those that it is handed.
import type { NeededPermissions } from './operation.ts';
import type { PermissionTarget } from './permission-verdict.ts';

/** A permission group as the API lists it. */
export interface GrantableGroup {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

/** What a policy is for. An id that is undefined stands for all there are; of zones for all of the account, where that is told. */
type PolicyTarget =
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'account'; readonly id: string | undefined }
  | { readonly kind: 'zone'; readonly id: string | undefined; readonly accountId: string | undefined };

/** A request that the token is for. */
interface TokenWish {
  readonly needs: NeededPermissions | undefined;
  readonly target: PermissionTarget;
}

/** What a token would be for, and for what not. */
export interface TokenPlan {
  readonly policies: readonly TokenPolicy[];
  /** Of each wish the permission that is enough for it, or why there is none. */
  readonly answers: readonly WishAnswer[];
}

interface TokenPolicy {
  readonly target: PolicyTarget['kind'];
  readonly groups: readonly GrantableGroup[];
  readonly resources: readonly PolicyTarget[];
}

type WishAnswer =
  | { readonly kind: 'granted'; readonly name: string; readonly isProbable: boolean; readonly on: PolicyTarget }
  /** Nothing is known of what it needs. */
  | { readonly kind: 'unknown' }
  /** The API lists none of these permissions for what the request is about. */
  | { readonly kind: 'ungrantable'; readonly names: readonly string[] };

/** Where a wish that names no resource goes. */
export interface TokenOwner {
  readonly userId: string | undefined;
  /** What `all` is limited to; undefined for all accounts. */
  readonly accountId: string | undefined;
}

const SCOPES: Readonly<Record<PolicyTarget['kind'], string>> = {
  user: 'com.cloudflare.api.user',
  account: 'com.cloudflare.api.account',
  zone: 'com.cloudflare.api.account.zone',
};

/** Names that the API lists by another name by now. */
const RENAMED_GROUPS: Readonly<Record<string, string>> = {
  'Account Filter Lists Edit': 'Account Rule Lists Write',
  'Account Filter Lists Read': 'Account Rule Lists Read',
};

/** They open more than other permissions that would be enough as well. */
const BROAD = /^(?:Account Settings|SCIM|Zero Trust: PII|Zone|Zone Settings|Account Rulesets)(?: |$)/;

export function planToken(
  wishes: readonly TokenWish[],
  groups: readonly GrantableGroup[],
  owner: TokenOwner,
): TokenPlan {
  const asked = wishes.map(({ needs, target }) => askedOf(needs, target, groups, owner));
  const byResource = Map.groupBy(
    asked.filter((one) => one.kind === 'asked'),
    ({ on }) => keyOf(on),
  );
  const chosen = new Map<string, readonly GrantableGroup[]>();
  // What is allowed for all of a kind is allowed for each: those come first.
  const ordered = [...byResource].toSorted(([, a], [, b]) => Number(isOne(a[0]!.on)) - Number(isOne(b[0]!.on)));
  for (const [key, all] of ordered) {
    const above = isOne(all[0]!.on) ? ordered.filter(([, [other]]) => other && covers(other.on, all[0]!.on)) : [];
    const known = above.flatMap(([other]) => (other === key ? [] : (chosen.get(other) ?? [])));
    const open = all.filter(({ candidates }) => !candidates.some((group) => known.includes(group)));
    chosen.set(key, fewest(open.map(({ candidates }) => candidates)));
  }
  const policies = policiesOf(
    [...byResource.values()].map(([first]) => first!.on),
    chosen,
  );
  const granted = policies.flatMap(({ groups: given, resources }) =>
    resources.flatMap((on) => given.map((group) => ({ on, group }))),
  );
  const answers = asked.map((one): WishAnswer => {
    if (one.kind !== 'asked') return one;
    const found = granted.find(({ on, group }) => covers(on, one.on) && one.candidates.includes(group));
    if (!found) return { kind: 'ungrantable', names: one.candidates.map(({ name }) => name) };
    return { kind: 'granted', name: found.group.name, isProbable: one.isProbable, on: found.on };
  });
  return { policies, answers };
}

type Asked =
  | Exclude<WishAnswer, { kind: 'granted' }>
  | {
      readonly kind: 'asked';
      readonly on: PolicyTarget;
      readonly candidates: readonly GrantableGroup[];
      readonly isProbable: boolean;
    };

function askedOf(
  needs: NeededPermissions | undefined,
  target: PermissionTarget,
  groups: readonly GrantableGroup[],
  owner: TokenOwner,
): Asked {
  if (!needs) return { kind: 'unknown' };
  const named = groups.filter(({ name }) => needs.anyOf.some((one) => isSame(name, one)));
  for (const on of resourcesOf(target, owner)) {
    const candidates = named.filter(({ scopes }) => scopes.includes(SCOPES[on.kind]));
    if (candidates.length > 0) return { kind: 'asked', on, candidates, isProbable: needs.certainty === 'probable' };
  }
  return { kind: 'ungrantable', names: needs.anyOf };
}

function isSame(listed: string, needed: string): boolean {
  const fold = (name: string): string => name.trim().toLowerCase();
  return fold(listed) === fold(needed) || listed === RENAMED_GROUPS[needed];
}

/** Usually one; a path below no zone, account or user may need permissions of any of them. */
function resourcesOf({ kind, id, accountId }: PermissionTarget, owner: TokenOwner): readonly PolicyTarget[] {
  const user: readonly PolicyTarget[] = owner.userId === undefined ? [] : [{ kind: 'user', id: owner.userId }];
  const zone: PolicyTarget = {
    kind: 'zone',
    id,
    accountId: id === undefined ? (accountId ?? owner.accountId) : undefined,
  };
  if (kind === 'zone') return [zone];
  if (kind === 'account') return [{ kind: 'account', id: id ?? owner.accountId }];
  if (kind === 'user') return user;
  return [...user, { kind: 'account', id: owner.accountId }, zone];
}

function keyOf(on: PolicyTarget): string {
  return JSON.stringify([on.kind, on.id, on.kind === 'zone' ? on.accountId : undefined]);
}

function isOne({ id }: PolicyTarget): boolean {
  return id !== undefined;
}

/** Whether what is allowed on `wide` is on `narrow`; which account a zone belongs to is not known here. */
function covers(wide: PolicyTarget, narrow: PolicyTarget): boolean {
  if (keyOf(wide) === keyOf(narrow)) return true;
  return wide.kind === narrow.kind && wide.id === undefined && !(wide.kind === 'zone' && wide.accountId !== undefined);
}

/** Sets of so many are tried one by one; beyond that the one that helps most is taken first. */
const mostTried = 4;

/** Permissions of which so large sets are tried. */
const mostNamesTried = 40;

/** The smallest set that has one of each; of several the one that writes least and opens least beside. */
function fewest(lists: readonly (readonly GrantableGroup[])[]): readonly GrantableGroup[] {
  const all = [...new Set(lists.flat())].toSorted((a, b) => costOf(a) - costOf(b) || (a.name < b.name ? -1 : 1));
  const isEnough = (set: readonly GrantableGroup[]): boolean =>
    lists.every((list) => list.some((group) => set.includes(group)));
  const tried = all.length > mostNamesTried ? 2 : mostTried;
  for (let size = 0; size <= Math.min(tried, all.length); size++) {
    const fitting = subsets(all, size).filter(isEnough);
    const [first, ...others] = fitting;
    if (first) return others.reduce((best, set) => (sumOf(set) < sumOf(best) ? set : best), first);
  }
  const taken: GrantableGroup[] = [];
  for (let open = lists; open.length > 0; open = open.filter((list) => !list.some((group) => taken.includes(group)))) {
    const count = (group: GrantableGroup): number => open.filter((list) => list.includes(group)).length;
    taken.push(all.reduce((best, group) => (count(group) > count(best) ? group : best)));
  }
  return taken;
}

function subsets(all: readonly GrantableGroup[], size: number): readonly (readonly GrantableGroup[])[] {
  if (size === 0) return [[]];
  return all.flatMap((group, index) => subsets(all.slice(index + 1), size - 1).map((rest) => [group, ...rest]));
}

function costOf({ name }: GrantableGroup): number {
  return (/ (?:Read|Report)$/.test(name) ? 0 : 2) + (BROAD.test(name) ? 1 : 0);
}

function sumOf(set: readonly GrantableGroup[]): number {
  return set.reduce((sum, group) => sum + costOf(group), 0);
}

/** A policy for all resources of a kind that are allowed the same: a permission is for one kind of resource. */
function policiesOf(
  resources: readonly PolicyTarget[],
  chosen: ReadonlyMap<string, readonly GrantableGroup[]>,
): readonly TokenPolicy[] {
  const found = new Map<string, TokenPolicy>();
  for (const on of resources) {
    const groups = chosen.get(keyOf(on)) ?? [];
    if (groups.length === 0) continue;
    const key = JSON.stringify([on.kind, groups.map(({ id }) => id).sort()]);
    const known = found.get(key);
    found.set(key, { target: on.kind, groups, resources: [...(known?.resources ?? []), on] });
  }
  return [...found.values()];
}

/** The resources of a policy as the API takes them. */
export function resourceMap(resources: readonly PolicyTarget[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    resources.map((on): readonly [string, unknown] => {
      const prefix = SCOPES[on.kind];
      if (on.kind === 'zone' && on.id === undefined && on.accountId !== undefined)
        return [`${SCOPES.account}.${on.accountId}`, { [`${prefix}.*`]: '*' }];
      return [`${prefix}.${on.id ?? '*'}`, '*'];
    }),
  );
}

/** Keys of permissions in links to the dashboard, as its documentation lists them. */
const LINK_KEYS: Readonly<Record<string, string>> = {
  'Access: Apps and Policies': 'access',
  'Access: Audit Logs': 'access_audit_log',
  'Access: Custom Pages': 'access_custom_page',
  'Access: Organizations, Identity Providers, and Groups': 'access_acct',
  'Account API Tokens': 'account_api_tokens',
  'Account Analytics': 'account_analytics',
  'Account Settings': 'account_settings',
  Analytics: 'analytics',
  Billing: 'billing',
  Cache: 'cache',
  D1: 'd1',
  DNS: 'dns',
  'Firewall Services': 'firewall_services',
  Images: 'images',
  Logs: 'logs',
  'Page Rules': 'page_rules',
  Pages: 'page',
  Queues: 'queues',
  'SSL and Certificates': 'ssl_and_certificates',
  Stream: 'stream',
  'Workers KV Storage': 'workers_kv_storage',
  'Workers R2 Storage': 'workers_r2',
  'Workers Routes': 'workers_routes',
  'Workers Scripts': 'workers_scripts',
  'Zero Trust': 'teams',
  Zone: 'zone',
  'Zone Settings': 'zone_settings',
};

const LINK_TYPES: Readonly<Record<string, string>> = {
  Read: 'read',
  Write: 'edit',
  Edit: 'edit',
  Purge: 'purge',
  Revoke: 'revoke',
  Run: 'run',
};

/**
 * A link that fills in the dashboard's form for a token; what its documentation has no key for is left out.
 *
 * @param isOfAccount whether an account is to own the token
 */
export function dashboardLink(
  names: readonly string[],
  title: string,
  isOfAccount: boolean,
): { readonly link: string; readonly left: readonly string[] } {
  const keys = names.map((name) => {
    const [, family = '', type = ''] = /^(.*?):? (\w+)$/.exec(name) ?? [];
    return { name, key: LINK_KEYS[family], type: LINK_TYPES[type] };
  });
  const told = keys.flatMap(({ key, type }) => (key !== undefined && type !== undefined ? [{ key, type }] : []));
  const permissions = encodeURIComponent(JSON.stringify(told));
  const name = encodeURIComponent(title);
  return {
    link: isOfAccount
      ? `https://dash.cloudflare.com/?to=/:account/api-tokens&permissionGroupKeys=${permissions}&name=${name}`
      : `https://dash.cloudflare.com/profile/api-tokens?permissionGroupKeys=${permissions}&accountId=*&zoneId=all&name=${name}`,
    left: keys.filter(({ key, type }) => key === undefined || type === undefined).map((one) => one.name),
  };
}
