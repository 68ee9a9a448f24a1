// What a token may do: its policies as GET /user/tokens/{id} and /accounts/{}/tokens/{id} tell them, and in words.
// https://developers.cloudflare.com/fundamentals/api/how-to/create-via-api/
import { isRecord } from '../json/values.ts';

/** One policy: permissions, each on all of the resources. Where a permission is allowed and denied, it is denied. */
export interface Grant {
  readonly effect: 'allow' | 'deny';
  readonly permissions: readonly GrantedPermission[];
  readonly resources: readonly GrantedResource[];
}

interface GrantedPermission {
  readonly id: string;
  /** As the API documents it, such as `DNS Read`; undefined where only the id was told. */
  readonly name: string | undefined;
}

export type GrantedResource =
  | { readonly kind: 'user'; readonly id: string | undefined }
  /** `id` undefined: all that there are, here and below. Permissions for zones are not given by it. */
  | { readonly kind: 'account'; readonly id: string | undefined }
  /** `accountId` undefined: of any account. */
  | { readonly kind: 'zone'; readonly id: string | undefined; readonly accountId: string | undefined }
  /** An R2 bucket; its id is `ACCOUNT_JURISDICTION_NAME`. */
  | { readonly kind: 'bucket'; readonly id: string | undefined; readonly accountId: string | undefined }
  /** Nothing that this program knows. */
  | { readonly kind: 'other'; readonly key: string };

/** Beginnings of the keys of `resources`, the more special first. */
const kinds = [
  ['com.cloudflare.api.account.zone.', 'zone'],
  ['com.cloudflare.api.account.', 'account'],
  ['com.cloudflare.api.user.', 'user'],
  ['com.cloudflare.edge.r2.bucket.', 'bucket'],
] as const;

/** Reads the `policies` of a token. Undefined where there are none to read. */
export function readGrants(policies: unknown): readonly Grant[] | undefined {
  if (!Array.isArray(policies)) return undefined;
  return policies.filter(isRecord).map((policy) => ({
    effect: policy.effect === 'deny' ? 'deny' : 'allow',
    permissions: records(policy.permission_groups).map(({ id, name }) => ({
      id: typeof id === 'string' ? id : '',
      name: typeof name === 'string' && name !== '' ? name : undefined,
    })),
    resources: isRecord(policy.resources) ? readResources(policy.resources, undefined) : [],
  }));
}

/** A key is a kind and an id or `*`; its value is `*`, or for what belongs to an account another such object. */
function readResources(
  resources: Readonly<Record<string, unknown>>,
  accountId: string | undefined,
): readonly GrantedResource[] {
  return Object.entries(resources).flatMap(([key, value]): readonly GrantedResource[] => {
    const [prefix, kind] = kinds.find(([beginning]) => key.startsWith(beginning)) ?? [];
    if (prefix === undefined || kind === undefined) return [{ kind: 'other', key }];
    const id = key === `${prefix}*` ? undefined : key.slice(prefix.length);
    if (kind === 'zone' || kind === 'bucket') return [{ kind, id, accountId }];
    if (kind === 'account' && isRecord(value)) return readResources(value, id);
    return [{ kind, id }];
  });
}

/** What is left of the grants of a token that an account owns: it reaches nothing beyond that account. */
export function withinAccount(grants: readonly Grant[], accountId: string): readonly Grant[] {
  const narrowed = (resource: GrantedResource): readonly GrantedResource[] => {
    if (resource.kind === 'user') return [];
    if (resource.kind === 'other') return [resource];
    if (resource.kind === 'account') return [{ kind: 'account', id: resource.id ?? accountId }];
    return [resource.id === undefined ? { ...resource, accountId: resource.accountId ?? accountId } : resource];
  };
  return grants.map((grant) => ({ ...grant, resources: grant.resources.flatMap(narrowed) }));
}

/** A permission by its name, or by its id where that is all that is known. */
export function nameOfPermission({ id, name }: GrantedPermission): string {
  return name ?? (id === '' ? 'a permission without a name' : id);
}

/** Ids of the zones and accounts that grants name, each once. */
export function grantedIds(grants: readonly Grant[]): {
  readonly zones: readonly string[];
  readonly accounts: readonly string[];
} {
  const zones = new Set<string>();
  const accounts = new Set<string>();
  for (const resource of grants.flatMap(({ resources }) => resources)) {
    if (resource.kind === 'zone' && resource.id !== undefined) zones.add(resource.id);
    if (resource.kind === 'account' && resource.id !== undefined) accounts.add(resource.id);
    if ('accountId' in resource && resource.accountId !== undefined) accounts.add(resource.accountId);
  }
  return { zones: [...zones], accounts: [...accounts] };
}

type NameOf = (id: string) => string | undefined;

/** A resource in words: `example.com`, `all zones of Example Books`; an id where no name is known. */
export function tellResource(resource: GrantedResource, nameOf: NameOf): string {
  const named = (kind: string, id: string): string => nameOf(id) ?? `${kind} ${id}`;
  switch (resource.kind) {
    case 'user':
      return resource.id === undefined ? 'all users' : 'the user';
    case 'other':
      return resource.key;
    case 'account':
      return resource.id === undefined ? 'all accounts' : named('account', resource.id);
    case 'zone':
    case 'bucket': {
      const { kind, id, accountId } = resource;
      const of = accountId === undefined ? '' : ` of ${named('account', accountId)}`;
      if (id === undefined) return `all ${kind}s${of}`;
      return kind === 'zone' ? named('zone', id) : `bucket ${id.split('_').slice(2).join('_') || id}`;
    }
  }
}

interface GrantRow {
  readonly permission: string;
  /** Resources in words; `nothing` for what is only denied. */
  readonly on: string;
}

/** Permissions in the order of the policies, each once, with all that it is allowed on and what is denied. */
export function grantTable(grants: readonly Grant[], nameOf: NameOf): readonly GrantRow[] {
  const rows = new Map<string, { readonly allow: Set<string>; readonly deny: Set<string> }>();
  for (const { effect, permissions, resources } of grants) {
    for (const permission of permissions) {
      const name = nameOfPermission(permission);
      const row = rows.get(name) ?? { allow: new Set(), deny: new Set() };
      rows.set(name, row);
      for (const resource of resources) row[effect].add(tellResource(resource, nameOf));
    }
  }
  return [...rows].map(([permission, { allow, deny }]) => {
    const allowed = [...allow].join(', ') || 'nothing';
    return { permission, on: deny.size === 0 ? allowed : `${allowed}; denied on ${[...deny].join(', ')}` };
  });
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
