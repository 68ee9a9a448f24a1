// A token in words: `DNS Read, Zone Read on example.com; deny DNS Write on example.net`. For whoever starts the sandbox.
import { accountsOf } from './accounts.ts';
import { PERMISSION_GROUPS, type PermissionGroup, SCOPE_NAMES, type Scope } from './permission-groups.ts';
import type { JsonObject } from './request-body.ts';
import type { TokenWishes } from './token-body.ts';
import type { World } from './world.ts';
import { zonesOf } from './zones.ts';

type Named = { readonly scope: Scope; readonly resources: JsonObject };

/** Throws RangeError with a sentence for what is no resource. */
function findResource(world: World, words: string): Named {
  const { account, zone, user } = SCOPE_NAMES;
  const named = (scope: Scope, resources: JsonObject): Named => ({ scope, resources });
  const accountKey = (name: string): string => {
    const found = accountsOf(world).find(({ id, name: title }) => id === name || title === name);
    if (found === undefined) throw new RangeError(`the sandbox has no account ${name}`);
    return `${account}.${found.id}`;
  };
  if (words === 'the user') return named('user', { [`${user}.${world.identity.userId}`]: '*' });
  if (words === 'all accounts') return named('account', { [`${account}.*`]: '*' });
  if (words === 'all zones') return named('zone', { [`${zone}.*`]: '*' });
  const owner = /^all zones of (.+)$/.exec(words)?.[1];
  if (owner !== undefined) return named('zone', { [accountKey(owner)]: { [`${zone}.*`]: '*' } });
  const found = [...zonesOf(world).values()].find(({ id, name }) => id === words || name === words);
  if (found !== undefined) return named('zone', { [`${zone}.${found.id}`]: '*' });
  if (accountsOf(world).some(({ id, name }) => id === words || name === words)) {
    return named('account', { [accountKey(words)]: '*' });
  }
  throw new RangeError(
    `the sandbox has no zone and no account ${words}; there are also 'all zones', 'all zones of ACCOUNT', 'all accounts' and 'the user'`,
  );
}

/** Names are separated by commas and may have commas in them. */
function findGroups(words: string, scope: Scope): readonly PermissionGroup[] {
  const groups = PERMISSION_GROUPS.filter((group) => group.scope === scope);
  const parts = words.split(',').map((part) => part.trim());
  const found: PermissionGroup[] = [];
  for (let from = 0; from < parts.length; ) {
    let to = parts.length;
    const nameTo = (end: number): string => parts.slice(from, end).join(', ').toLowerCase();
    while (to > from && !groups.some(({ name }) => name.toLowerCase() === nameTo(to))) to -= 1;
    const group = groups.find(({ name }) => name.toLowerCase() === nameTo(to));
    if (group === undefined) {
      const wanted = parts[from] ?? '';
      const elsewhere = PERMISSION_GROUPS.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.scope;
      const why =
        elsewhere === undefined
          ? 'the sandbox has no such permission'
          : `that is for a resource of another kind (${elsewhere})`;
      throw new RangeError(`${wanted}: ${why}`);
    }
    found.push(group);
    from = to;
  }
  return found;
}

/**
 * Reads a token in words.
 *
 * @throws RangeError with a sentence that says what is wrong
 */
export function readTokenWords(world: World, text: string): TokenWishes {
  const policies = text.split(';').flatMap((part): TokenWishes['policies'] => {
    const [, deny, permissions = '', on = ''] = /^\s*(deny\s+)?(.+)\son\s+(.+?)\s*$/.exec(part) ?? [];
    if (on === '') throw new RangeError(`'${part.trim()}' is not of the form 'PERMISSION, … on RESOURCE, …'`);
    const named = on.split(',').map((words) => findResource(world, words.trim()));
    // A permission is for one kind of resource, and so is a policy.
    return [...new Set(named.map(({ scope }) => scope))].map((scope) => ({
      effect: deny === undefined ? 'allow' : 'deny',
      resources: Object.assign({}, ...named.filter((one) => one.scope === scope).map(({ resources }) => resources)),
      permission_groups: findGroups(permissions, scope).map(({ id, name }) => ({ id, name })),
    }));
  });
  return { name: text.trim(), policies };
}
