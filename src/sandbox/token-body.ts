// The body that makes or changes an API token: its name, policies, times and addresses. The texts of refusals are our own.
import { type PermissionGroup, permissionGroup, SCOPE_NAMES } from './permission-groups.ts';
import { type ApiToken, isCidr, type Policy, type Resource } from './policies.ts';
import { isObject, type JsonObject } from './request-body.ts';

/** A text says what is wrong with it. */
type Read<T> = T | string;

/** What a body asks for: everything of a token that its maker decides. */
export type TokenWishes = Pick<ApiToken, 'name' | 'not_before' | 'expires_on' | 'condition'> & {
  readonly policies: readonly Omit<Policy, 'id'>[];
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

function readInstant(value: unknown, name: string): Read<{ readonly at: string | undefined }> {
  if (value === undefined || value === null) return { at: undefined };
  const isGood = typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value));
  return isGood ? { at: value } : `${name} must be a time in UTC such as 2026-12-31T23:59:59Z`;
}

function readCidrs(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every(isCidr) ? value : undefined;
}

/** The SDK spells it `request_ip`, the guide `request.ip`; both are taken. */
function readCondition(value: unknown): Read<Pick<ApiToken, 'condition'>> {
  if (value === undefined || value === null) return {};
  const given = isObject(value) ? (value.request_ip ?? value['request.ip']) : undefined;
  if (isObject(value) && Object.keys(value).length === 0) return {};
  if (!isObject(given)) return 'condition must have request_ip';
  const lists: { in?: readonly string[]; not_in?: readonly string[] } = {};
  for (const name of ['in', 'not_in'] as const) {
    if (given[name] === undefined) continue;
    const cidrs = readCidrs(given[name]);
    if (cidrs === undefined) return `condition: ${name} must be a list of addresses in CIDR notation`;
    lists[name] = cidrs;
  }
  return { condition: { request_ip: lists } };
}

/** What the resources of a policy name, flat; undefined where one of them cannot be. */
function readResources(given: JsonObject, account: string | undefined): readonly Resource[] | undefined {
  const found: Resource[] = [];
  for (const [key, value] of Object.entries(given)) {
    const scopes = (['zone', 'account', 'user', 'bucket'] as const).filter((name) =>
      key.startsWith(`${SCOPE_NAMES[name]}.`),
    );
    const kind = scopes[0];
    if (kind === undefined) return undefined;
    const id = key.slice(SCOPE_NAMES[kind].length + 1);
    if (kind === 'account' && isObject(value) && account === undefined) {
      const nested = readResources(value, id);
      if (nested === undefined || nested.length === 0 || nested.some((resource) => !('accountId' in resource)))
        return undefined;
      found.push(...nested);
    } else if (value !== '*') return undefined;
    else if (kind === 'zone' || kind === 'bucket') found.push({ kind, id, accountId: account ?? '*' });
    else found.push({ kind, id });
  }
  return found;
}

function readPolicy(value: unknown, exists: (resource: Resource) => boolean): Read<Omit<Policy, 'id'>> {
  if (!isObject(value)) return 'a policy must be an object';
  const { effect, resources, permission_groups: wanted } = value;
  if (effect !== 'allow' && effect !== 'deny') return "the effect of a policy must be 'allow' or 'deny'";
  if (!Array.isArray(wanted) || wanted.length === 0) return 'a policy must have permission_groups';
  const groups: PermissionGroup[] = [];
  for (const item of wanted) {
    const group = permissionGroup(isObject(item) ? item.id : undefined);
    if (group === undefined) return `no permission group has the id ${isObject(item) ? String(item.id) : String(item)}`;
    groups.push(group);
  }
  const named = isObject(resources) ? readResources(resources, undefined) : undefined;
  if (!isObject(resources) || named === undefined || named.length === 0)
    return 'the resources of a policy are not valid';
  for (const resource of named) {
    if (!exists(resource)) return `the resource ${SCOPE_NAMES[resource.kind]}.${resource.id} does not exist`;
    const stray = groups.find(({ scope }) => scope !== resource.kind);
    if (stray) return `the permission group ${stray.name} is not for resources of ${SCOPE_NAMES[resource.kind]}`;
  }
  return { effect, resources, permission_groups: groups.map(({ id, name }) => ({ id, name })) };
}

/**
 * Reads the body that makes or changes a token.
 *
 * @param exists whether a resource is one that the caller's user has
 * @returns a text where it is refused: why
 */
export function readWishes(body: JsonObject, exists: (resource: Resource) => boolean): Read<TokenWishes> {
  const { name, policies } = body;
  if (typeof name !== 'string' || name.trim() === '') return 'name is required';
  if (!Array.isArray(policies) || policies.length === 0) return 'policies are required';
  const notBefore = readInstant(body.not_before, 'not_before');
  if (typeof notBefore === 'string') return notBefore;
  const expiresOn = readInstant(body.expires_on, 'expires_on');
  if (typeof expiresOn === 'string') return expiresOn;
  const condition = readCondition(body.condition);
  if (typeof condition === 'string') return condition;
  const read: Omit<Policy, 'id'>[] = [];
  for (const policy of policies) {
    const got = readPolicy(policy, exists);
    if (typeof got === 'string') return got;
    read.push(got);
  }
  return {
    name,
    policies: read,
    ...condition,
    ...(notBefore.at === undefined ? {} : { not_before: notBefore.at }),
    ...(expiresOn.at === undefined ? {} : { expires_on: expiresOn.at }),
  };
}
