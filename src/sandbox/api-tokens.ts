// API tokens of the user and of accounts: made, changed, rolled and deleted through the API, and good for requests themselves.
import { accountsOf, inAccount, SMALL_PAGES } from './accounts.ts';
import { listByPage, orderBy } from './lists.ts';
import { PERMISSION_GROUPS, SCOPE_NAMES, type Scope } from './permission-groups.ts';
import { type ApiToken, type Policy, type Resource, statusOf } from './policies.ts';
import { FIRST_DAY, LAST_DAY, type Random } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import type { JsonObject } from './request-body.ts';
import type { Call, Handler } from './router.ts';
import { readWishes, type TokenWishes } from './token-body.ts';
import { oncePerWorld, type World } from './world.ts';
import { zonesOf } from './zones.ts';

/** A value as long as Cloudflare's, with a prefix that no secret scanner knows. */
const makeValue = (random: Random): string => `sandbox-${random.hex(32)}`;

const newValues = oncePerWorld('token-values', (random) => random);

const groupsOf = (scope: Scope, ...names: readonly string[]) =>
  PERMISSION_GROUPS.filter((group) => group.scope === scope && (names.length === 0 || names.includes(group.name))).map(
    ({ id, name }) => ({ id, name }),
  );

function everything(random: Random, userId: string): readonly Policy[] {
  const policy = (scope: Scope, id: string): Policy => ({
    id: random.hex(32),
    effect: 'allow',
    resources: { [`${SCOPE_NAMES[scope]}.${id}`]: '*' },
    permission_groups: groupsOf(scope),
  });
  return [policy('account', '*'), policy('zone', '*'), policy('user', userId)];
}

const OLD_TOKENS: readonly (readonly [name: string, scope: Scope, permissions: readonly string[]])[] = [
  ['ci: purge cache', 'zone', ['Cache Purge']],
  ['backup of DNS', 'zone', ['DNS Read', 'Zone Read']],
  ['terraform', 'zone', ['DNS Read', 'DNS Write', 'Zone Read', 'Zone Settings Write']],
  ['dashboards', 'account', ['Account Analytics Read', 'Account Settings Read']],
  ['old laptop', 'zone', ['DNS Read', 'DNS Write']],
  ['intern', 'zone', ['DNS Read']],
];

/** By their ids. */
const tokensOf = oncePerWorld('tokens', (random, world): Map<string, ApiToken> => {
  const { tokenId, token: value, userId } = world.identity;
  const account = accountsOf(world)[0]!;
  const dates = () => {
    const issued = random.instant(FIRST_DAY, LAST_DAY);
    const used = random.chance(0.8) ? new Date(LAST_DAY).toISOString() : null;
    return { issued_on: issued, modified_on: issued, last_used_on: used };
  };
  const own: ApiToken = {
    id: tokenId,
    value,
    name: 'flarescope',
    status: 'active',
    ...dates(),
    policies: everything(random, userId),
    isAllPowerful: true,
  };
  const old = OLD_TOKENS.map(([name, scope, permissions]): ApiToken => {
    const key = `${SCOPE_NAMES.account}.${account.id}`;
    const resources = scope === 'zone' ? { [key]: { [`${SCOPE_NAMES.zone}.*`]: '*' } } : { [key]: '*' };
    return {
      id: random.hex(32),
      value: makeValue(random),
      name,
      status: name === 'intern' ? 'disabled' : 'active',
      ...dates(),
      ...(name === 'old laptop' ? { expires_on: new Date(LAST_DAY).toISOString() } : {}),
      policies: [
        { id: random.hex(32), effect: 'allow', resources, permission_groups: groupsOf(scope, ...permissions) },
      ],
    };
  });
  return new Map([own, ...old].map((token) => [token.id, token]));
});

/** The token that has this value. */
export function tokenOfValue(world: World, value: string): ApiToken | undefined {
  return [...tokensOf(world).values()].find((token) => token.value === value);
}

/** Remembers that it was used. */
export function touchToken(world: World, token: ApiToken, now: number): void {
  tokensOf(world).set(token.id, { ...token, last_used_on: new Date(now).toISOString() });
}

/** As the API tells it: never its value. */
function shown({ value, accountId, isAllPowerful, ...rest }: ApiToken, now: number): JsonObject {
  return { ...rest, status: statusOf({ ...rest, value }, now) };
}

function exists(world: World, owner: string | undefined): (resource: Resource) => boolean {
  const accounts = accountsOf(world).map(({ id }) => id);
  const isOurs = (id: string): boolean =>
    (id === '*' && owner === undefined) || ((owner ?? id) === id && accounts.includes(id));
  return (resource) => {
    switch (resource.kind) {
      case 'user':
        return owner === undefined && resource.id === world.identity.userId;
      case 'account':
        return isOurs(resource.id);
      case 'zone': {
        if (resource.id === '*') return resource.accountId === '*' || isOurs(resource.accountId);
        const account = zonesOf(world).get(resource.id)?.account.id;
        return (
          account !== undefined && isOurs(account) && (resource.accountId === '*' || resource.accountId === account)
        );
      }
      case 'bucket':
        return resource.id === '*' ? isOurs(resource.accountId) : isOurs(resource.id.split('_')[0] ?? '');
    }
  };
}

const NOT_FOUND = failWith(404, 1003, 'API Token not found');

/** What is wanted; a reply where it is refused. Code 1001 is our reading. */
function readToken(call: Call, owner: string | undefined) {
  const wishes = readWishes(call.body, exists(call.world, owner));
  if (typeof wishes === 'string') return { kind: 'refused', reply: failWith(400, 1001, wishes) } as const;
  if (wishes.expires_on !== undefined && Date.parse(wishes.expires_on) <= call.now) {
    return { kind: 'refused', reply: failWith(400, 1001, 'expires_on must be in the future') } as const;
  }
  return { kind: 'read', wishes } as const;
}

/** Makes a token and keeps it: the user's, or an account's where there is an owner. */
export function makeToken(world: World, wishes: TokenWishes, now: number, owner?: string): ApiToken {
  const at = new Date(now).toISOString();
  const token: ApiToken = {
    id: world.nextId(),
    value: makeValue(newValues(world)),
    status: 'active',
    issued_on: at,
    modified_on: at,
    last_used_on: null,
    ...wishes,
    policies: withIds(world, wishes),
    ...(owner === undefined ? {} : { accountId: owner }),
  };
  tokensOf(world).set(token.id, token);
  return token;
}

function withIds(world: World, { policies }: TokenWishes): readonly Policy[] {
  return policies.map((policy) => ({ id: world.nextId(), ...policy }));
}

type TokenHandlers = {
  readonly list: Handler;
  readonly create: Handler;
  readonly get: Handler;
  readonly update: Handler;
  readonly remove: Handler;
  readonly roll: Handler;
  readonly verify: Handler;
  readonly permissionGroups: Handler;
};

/** The same operations for the user's tokens (no owner) and for those of an account. */
function handlersFor(within: (handler: (call: Call, owner: string | undefined) => Reply) => Handler): TokenHandlers {
  const one = (handler: (call: Call, token: ApiToken, owner: string | undefined) => Reply): Handler =>
    within((call, owner) => {
      const token = tokensOf(call.world).get(call.params.token_id ?? '');
      return token === undefined || token.accountId !== owner ? NOT_FOUND : handler(call, token, owner);
    });
  return {
    list: within((call, owner) => {
      const withExpired = call.query.get('include_expired') !== 'false';
      const found = [...tokensOf(call.world).values()].filter((token) => {
        return token.accountId === owner && (withExpired || statusOf(token, call.now) !== 'expired');
      });
      const ordered = orderBy(found, call.query, { issued_on: (token: ApiToken) => token.issued_on }, 'issued_on');
      if (ordered.kind === 'refused') return ordered.reply;
      return listByPage(
        ordered.items.map((token) => shown(token, call.now)),
        call.query,
        SMALL_PAGES,
      );
    }),
    create: within((call, owner) => {
      const read = readToken(call, owner);
      if (read.kind === 'refused') return read.reply;
      const token = makeToken(call.world, read.wishes, call.now, owner);
      return success({ ...shown(token, call.now), value: token.value });
    }),
    get: one((call, token) => success(shown(token, call.now))),
    update: one((call, token, owner) => {
      const read = readToken(call, owner);
      if (read.kind === 'refused') return read.reply;
      const { status = token.status } = call.body;
      if (status !== 'active' && status !== 'disabled')
        return failWith(400, 1001, "status must be 'active' or 'disabled'");
      const { id, value, issued_on, last_used_on, accountId } = token;
      const changed: ApiToken = {
        id,
        value,
        status,
        issued_on,
        modified_on: new Date(call.now).toISOString(),
        last_used_on,
        ...read.wishes,
        policies: withIds(call.world, read.wishes),
        ...(accountId === undefined ? {} : { accountId }),
      };
      tokensOf(call.world).set(id, changed);
      return success(shown(changed, call.now));
    }),
    remove: one((call, token) => {
      tokensOf(call.world).delete(token.id);
      return success({ id: token.id });
    }),
    /** The old value is gone with the reply, which is the new one and nothing else. */
    roll: one((call, token) => {
      const value = makeValue(newValues(call.world));
      tokensOf(call.world).set(token.id, { ...token, value, modified_on: new Date(call.now).toISOString() });
      return success(value);
    }),
    verify: within((call, owner) => {
      const token = call.caller.kind === 'token' ? call.caller.token : undefined;
      // The API tells a token of the user from one of an account so.
      if (token === undefined || token.accountId !== owner) return failWith(401, 1000, 'Invalid API Token');
      const status = statusOf(token, call.now);
      const { id, not_before, expires_on } = token;
      const message = { code: 10000, message: 'This API Token is valid and active', type: null };
      return success(
        { id, status, ...(not_before && { not_before }), ...(expires_on && { expires_on }) },
        status === 'active' ? { messages: [message] } : {},
      );
    }),
    permissionGroups: within((call, owner) => {
      const name = call.query.get('name');
      const scope = call.query.get('scope');
      return success(
        PERMISSION_GROUPS.filter((group) => {
          if (owner !== undefined && group.scope === 'user') return false;
          return (name === null || group.name === name) && (scope === null || SCOPE_NAMES[group.scope] === scope);
        }).map((group) => ({
          id: group.id,
          name: group.name,
          category: group.category,
          is_selectable: true,
          scopes: [SCOPE_NAMES[group.scope]],
        })),
      );
    }),
  };
}

export const userTokens = handlersFor((handler) => (call) => handler(call, undefined));
export const accountTokens = handlersFor((handler) => inAccount((call, account) => handler(call, account.id)));
