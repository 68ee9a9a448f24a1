// What a token may do: its policies as GET /user/tokens/{id} and /accounts/{}/tokens/{id} tell them, and in words.
// https://developers.cloudflare.com/fundamentals/api/how-to/create-via-api/
import { isRecord } from '../json/values.ts';
import { formatQuantity } from '../text/numbers.ts';

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

/** Resources counted, such as `1 account`, `all zones, 2 accounts`, `all zones of an account`. */
function tellResources(resources: readonly GrantedResource[]): string {
  const all = new Set<string>();
  const counts = new Map<string, number>();
  for (const resource of resources) {
    const word = resource.kind === 'other' ? 'other resource' : resource.kind;
    const inAccount = 'accountId' in resource && resource.accountId !== undefined ? ' of an account' : '';
    if (resource.kind !== 'other' && resource.id === undefined) all.add(`all ${word}s${inAccount}`);
    else counts.set(`${word}|${inAccount}`, (counts.get(`${word}|${inAccount}`) ?? 0) + 1);
  }
  const counted = [...counts].map(([label, count]) => {
    const [word = '', inAccount = ''] = label.split('|');
    return `${formatQuantity(count, word)}${inAccount}`;
  });
  return [...all, ...counted].join(', ') || 'nothing';
}

/** Permissions named in a line; the others are counted. */
const mostNamed = 8;

/** A line for each grant: `allows DNS Read, DNS Write on 1 account`. */
export function tellGrants(grants: readonly Grant[]): readonly string[] {
  return grants.map(({ effect, permissions, resources }) => {
    const named = permissions.slice(0, mostNamed).map(nameOfPermission);
    const others = permissions.length - named.length;
    const names = others > 0 ? [...named, `and ${others} more`] : named;
    return `${effect === 'deny' ? 'denies' : 'allows'} ${names.join(', ') || 'nothing'} on ${tellResources(resources)}`;
  });
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
