// API tokens and what their policies allow. A permission is allowed on a resource where one policy allows it and none denies it.
// https://developers.cloudflare.com/fundamentals/api/how-to/create-via-api/
import { BlockList, isIP } from 'node:net';
import { permissionGroup, SCOPE_NAMES, type Scope } from './permission-groups.ts';
import { isObject, type JsonObject } from './request-body.ts';

export type Policy = {
  readonly id: string;
  readonly effect: 'allow' | 'deny';
  readonly resources: JsonObject;
  readonly permission_groups: readonly { readonly id: string; readonly name: string }[];
};

type IpLists = { readonly in?: readonly string[]; readonly not_in?: readonly string[] };

export type ApiToken = {
  readonly id: string;
  readonly value: string;
  readonly name: string;
  /** As it was set; that it has expired follows from the time. */
  readonly status: 'active' | 'disabled';
  readonly issued_on: string;
  readonly modified_on: string;
  readonly last_used_on: string | null;
  readonly not_before?: string;
  readonly expires_on?: string;
  readonly condition?: { readonly request_ip: IpLists };
  readonly policies: readonly Policy[];
  /** Of the account that owns it; undefined where the user does. */
  readonly accountId?: string;
  /** The sandbox's own token is allowed everything, until somebody gives it other policies. */
  readonly isAllPowerful?: boolean;
};

/** Who is calling; the sandbox's own credentials may do everything. */
export type Caller = { readonly kind: 'owner' } | { readonly kind: 'token'; readonly token: ApiToken };

/** Any one of these permissions, on a resource of this kind. */
export type Need = { readonly scope: Scope; readonly anyOf: readonly string[] };

/** What is to be read or changed. `id` may be `*`: all of them. */
export type Resource =
  | { readonly kind: 'user' | 'account'; readonly id: string }
  | { readonly kind: 'zone' | 'bucket'; readonly id: string; readonly accountId: string };

function covers(resources: JsonObject, resource: Resource): boolean {
  const base = SCOPE_NAMES[resource.kind];
  const has = (given: JsonObject): boolean => given[`${base}.${resource.id}`] === '*' || given[`${base}.*`] === '*';
  if (has(resources)) return true;
  if (!('accountId' in resource)) return false;
  const account = SCOPE_NAMES.account;
  const nested = [resources[`${account}.${resource.accountId}`], resources[`${account}.*`]];
  return nested.some((given) => isObject(given) && has(given));
}

function gives(policy: Policy, name: string, scope: Scope): boolean {
  return policy.permission_groups.some(({ id }) => {
    const group = permissionGroup(id);
    return group?.name === name && group.scope === scope;
  });
}

export function mayDoAll(caller: Caller): boolean {
  return caller.kind === 'owner' || caller.token.isAllPowerful === true;
}

/** True where the caller has one of the permissions on the resource. */
export function isAllowed(caller: Caller, need: Need, resource: Resource): boolean {
  if (caller.kind === 'owner' || caller.token.isAllPowerful === true) return true;
  const { accountId, policies } = caller.token;
  if (accountId !== undefined && accountId !== ('accountId' in resource ? resource.accountId : resource.id))
    return false;
  return need.anyOf.some((name) => {
    const about = policies.filter((policy) => gives(policy, name, need.scope) && covers(policy.resources, resource));
    return about.length > 0 && about.every(({ effect }) => effect === 'allow');
  });
}

/** What the API says of a token at a time. */
export function statusOf(token: ApiToken, now: number): 'active' | 'disabled' | 'expired' {
  return token.expires_on !== undefined && Date.parse(token.expires_on) <= now ? 'expired' : token.status;
}

function addTo(list: BlockList, cidr: string): boolean {
  const [address = '', bits] = cidr.split('/');
  const version = isIP(address);
  if (version === 0) return false;
  const most = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (prefix < 0 || prefix > most) return false;
  list.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
  return true;
}

function isIn(cidrs: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const cidr of cidrs) addTo(list, cidr);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** True for an address with or without the length of its prefix (RFC 4632 section 3.1). */
export function isCidr(text: unknown): text is string {
  return typeof text === 'string' && addTo(new BlockList(), text);
}

/** Whether the token may be used from an address. */
export function mayComeFrom({ condition }: ApiToken, address: string): boolean {
  const { in: inside, not_in: outside } = condition?.request_ip ?? {};
  return (inside === undefined || isIn(inside, address)) && !(outside !== undefined && isIn(outside, address));
}
