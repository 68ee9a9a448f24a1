// What can be told of a credential: by its looks, and from what the API says of it.

import { type Secret, secretPrefix } from '../api/credential.ts';
import { isRecord } from '../json/values.ts';
import { formatQuantity } from '../text/numbers.ts';

/** What a credential is by its prefix (https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/). */
export type TokenFormat = 'user-token' | 'account-token' | 'key' | 'unknown';

const shapes: Readonly<Record<string, TokenFormat>> = { cfut_: 'user-token', cfat_: 'account-token', cfk_: 'key' };

export function tokenFormat(secret: Secret): TokenFormat {
  return shapes[secretPrefix(secret)] ?? 'unknown';
}

/** What a token may do: the names of its permissions, and to how much of what. */
export interface Grant {
  readonly effect: 'allow' | 'deny';
  readonly permissions: readonly string[];
  /** Such as `1 account`, `all zones`, `2 zones`. */
  readonly scope: string;
}

/** Reads the `policies` of a token. Undefined where there are none to read. */
export function readGrants(policies: unknown): readonly Grant[] | undefined {
  if (!Array.isArray(policies)) return undefined;
  return policies.filter(isRecord).map((policy) => ({
    effect: policy.effect === 'deny' ? 'deny' : 'allow',
    permissions: list(policy.permission_groups).map((group) =>
      typeof group.name === 'string' ? group.name : String(group.id ?? 'a permission without a name'),
    ),
    scope: describeScope(policy.resources),
  }));
}

/** Kinds of resources by the beginning of their keys, the more special first. */
const kinds: readonly (readonly [prefix: string, one: string, many: string])[] = [
  ['com.cloudflare.api.account.zone.', 'zone', 'zones'],
  ['com.cloudflare.api.account.', 'account', 'accounts'],
  ['com.cloudflare.api.user.', 'user', 'users'],
];

/**
 * Resources of a policy in words. A key is a kind and an id or `*`; the value is `*`, or for the zones of an account
 * another such object. Whatever is unknown is counted, not dropped.
 */
function describeScope(resources: unknown): string {
  if (!isRecord(resources)) return 'nothing';
  const counts = new Map<string, number>();
  const all = new Set<string>();
  let others = 0;
  for (const [key, value] of Object.entries(resources)) {
    const kind = kinds.find(([prefix]) => key.startsWith(prefix));
    if (!kind) others += 1;
    else if (isRecord(value)) {
      const inside = describeScope(value);
      counts.set(`${inside} of an account`, (counts.get(`${inside} of an account`) ?? 0) + 1);
    } else if (key === `${kind[0]}*`) all.add(`all ${kind[2]}`);
    else counts.set(kind[1], (counts.get(kind[1]) ?? 0) + 1);
  }
  const told = [...counts].map(([what, count]) => {
    const kind = kinds.find(([, one]) => one === what);
    return kind ? `${count} ${count === 1 ? kind[1] : kind[2]}` : what;
  });
  return [...all, ...told, ...(others > 0 ? [formatQuantity(others, 'other resource')] : [])].join(', ') || 'nothing';
}

/** A line for each grant: `allows DNS Read, DNS Write on 1 account`. */
export function tellGrants(grants: readonly Grant[]): readonly string[] {
  return grants.map(({ effect, permissions, scope }) => {
    const names = permissions.length === 0 ? 'nothing' : permissions.join(', ');
    return `${effect === 'deny' ? 'denies' : 'allows'} ${names} on ${scope}`;
  });
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
