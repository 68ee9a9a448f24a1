// Whether a credential may send a request: what the request needs, by the catalog, against what the policies of the credential grant.
// Deny beats allow. What is not known is never a no: a permission that is only probable, a zone whose account nobody has told, a
// permission without a name.
import type { Grant, GrantedResource } from '../api/grants.ts';
import { effectiveMethod } from '../request/method.ts';
import type { RequestLine } from '../request/types.ts';
import type { Catalog } from './catalog.ts';
import type { NeededPermissions, Operation } from './operation.ts';

/** What a request is about, as far as permissions are given for it. */
export interface PermissionTarget {
  /** `any`: the path is below no zone, account or user, such as `/radar/…`. */
  readonly kind: 'zone' | 'account' | 'user' | 'any';
  /** Undefined where the path names none: `GET /zones`, or a placeholder that is not filled in. */
  readonly id: string | undefined;
  /** Of a zone: the account that it belongs to, where that is known. */
  readonly accountId?: string | undefined;
  /** Of an R2 bucket in the account: its name. */
  readonly bucket?: string | undefined;
  /** The path is a list of them all, and the API gives those that the credential may see. */
  readonly isList?: boolean;
}

/** What is known of what a credential may do. */
export type Holding =
  /** The global key: it may do what its user may do. */
  | { readonly kind: 'key' }
  | { readonly kind: 'grants'; readonly grants: readonly Grant[] }
  /** A clause on why it is not known. */
  | { readonly kind: 'hidden'; readonly reason: string }
  /** A clause on why the API takes it for nothing. */
  | { readonly kind: 'ended'; readonly reason: string };

/** How one of the permissions stands, any of which is enough. */
export interface JudgedPermission {
  readonly name: string;
  /**
   * `elsewhere`: on other resources only. `partly`: on some, where the request names none. `unclear`: it depends on what is not known.
   */
  readonly state: 'held' | 'denied' | 'elsewhere' | 'partly' | 'unclear' | 'missing';
  /** Of what it is allowed on, what the target is, or may be, one of. */
  readonly heldBy: readonly GrantedResource[];
  /** What it is allowed on. */
  readonly allowedOn: readonly GrantedResource[];
  /** What it is denied on. */
  readonly deniedOn: readonly GrantedResource[];
}

type VerdictReason =
  | 'held'
  | 'missing'
  | 'elsewhere'
  | 'denied'
  | 'partly'
  | 'unknown-needs'
  | 'unclear'
  | 'unnamed'
  | 'hidden'
  | 'ended'
  | 'key';

export interface PermissionVerdict {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly because: VerdictReason;
  /** The needs are a good guess only: a yes is probable, and an unknown is probably a no. */
  readonly isProbable: boolean;
  /** Every permission that would be enough, those that count first; empty where the needs are not known. */
  readonly permissions: readonly JudgedPermission[];
}

/** What the path is about; names must be ids by now. `body` is the account that a new zone is put into, where the request says so. */
export function permissionTarget(path: string, newZoneAccount?: string): PermissionTarget {
  const [root = '', first = '', ...rest] = path.split('?')[0]!.split('/').slice(1).map(decoded);
  const id = first === '' || /^\{[^}]*\}$/.test(first) ? undefined : first;
  if (root === 'zones') {
    if (first === '') return { kind: 'zone', id: undefined, accountId: newZoneAccount, isList: true };
    return { kind: 'zone', id };
  }
  if (root === 'accounts') {
    if (first === '') return { kind: 'account', id: undefined, isList: true };
    const [product, collection, bucket] = rest;
    const isBucket = product === 'r2' && collection === 'buckets' && bucket !== undefined && !bucket.startsWith('{');
    return { kind: 'account', id, ...(isBucket ? { bucket } : {}) };
  }
  if (root === 'user' || root === 'memberships') return { kind: 'user', id: undefined };
  return { kind: 'any', id: undefined };
}

/**
 * @param needs undefined where the catalog does not know
 */
export function judgePermissions(
  needs: NeededPermissions | undefined,
  target: PermissionTarget,
  isRead: boolean,
  holding: Holding,
): PermissionVerdict {
  const isProbable = needs?.certainty === 'probable';
  const names = needs?.anyOf ?? [];
  const bare = (answer: PermissionVerdict['answer'], because: VerdictReason): PermissionVerdict => ({
    answer,
    because,
    isProbable,
    permissions: names.map((name) => ({ name, state: 'unclear', heldBy: [], allowedOn: [], deniedOn: [] })),
  });
  if (holding.kind === 'ended') return { ...bare('no', 'ended'), isProbable: false };
  if (names.length === 0) return { ...bare('unknown', 'unknown-needs'), isProbable: false };
  if (holding.kind === 'hidden') return bare('unknown', 'hidden');
  if (holding.kind === 'key') return bare('unknown', 'key');
  const permissions = names
    .map((name) => judgeOne(name, target, isRead, holding.grants))
    .toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  const state = permissions[0]?.state ?? 'missing';
  /** A permission that is known by its id alone may be any. */
  const isUnnamed = (effect: Grant['effect']): boolean =>
    holding.grants.some(
      (grant) =>
        grant.effect === effect &&
        grant.permissions.some(({ name }) => name === undefined) &&
        widest(grant.resources, target) !== 'none',
    );
  const verdict = (answer: PermissionVerdict['answer'], because: VerdictReason): PermissionVerdict => ({
    answer,
    because,
    isProbable,
    permissions,
  });
  if (state === 'held') return isUnnamed('deny') ? verdict('unknown', 'unnamed') : verdict('yes', 'held');
  if (state === 'unclear') return verdict('unknown', 'unclear');
  if (state === 'partly') return verdict('unknown', 'partly');
  if (isUnnamed('allow')) return verdict('unknown', 'unnamed');
  return verdict(isProbable ? 'unknown' : 'no', state);
}

/** The most telling first: what it is judged by. */
const order: readonly JudgedPermission['state'][] = ['held', 'unclear', 'partly', 'denied', 'elsewhere', 'missing'];

function judgeOne(name: string, target: PermissionTarget, isRead: boolean, grants: readonly Grant[]): JudgedPermission {
  const named = grants.filter(({ permissions }) => permissions.some((permission) => isCalled(permission.name, name)));
  const on = (effect: Grant['effect']): readonly GrantedResource[] =>
    named.filter((grant) => grant.effect === effect).flatMap(({ resources }) => resources);
  const [allowedOn, deniedOn] = [on('allow'), on('deny')];
  const allowed = widest(allowedOn, target);
  const denied = widest(deniedOn, target);
  const heldBy = allowedOn.filter((resource) => coverOf(resource, target) !== 'none');
  const known = { name, heldBy, allowedOn, deniedOn };
  if (allowed === 'none') return { ...known, state: allowedOn.length > 0 ? 'elsewhere' : 'missing' };
  if (denied === 'all') return { ...known, state: 'denied' };
  if (allowed === 'unclear' || denied === 'unclear') return { ...known, state: 'unclear' };
  const isAll = allowed === 'all' && denied === 'none';
  // A list gives those that the credential may see, and what is below no resource asks for none.
  const isEnough = target.kind === 'any' || (target.isList && isRead);
  if (isAll || (isEnough && (allowed === 'all' || denied === 'none'))) return { ...known, state: 'held' };
  return { ...known, state: 'partly' };
}

function isCalled(granted: string | undefined, needed: string): boolean {
  return granted !== undefined && granted.trim().toLowerCase() === needed.trim().toLowerCase();
}

type Cover = 'all' | 'some' | 'unclear' | 'none';

function widest(resources: readonly GrantedResource[], target: PermissionTarget): Cover {
  const covers = resources.map((resource) => coverOf(resource, target));
  return (['all', 'unclear', 'some', 'none'] as const).find((cover) => covers.includes(cover)) ?? 'none';
}

/** How much of the target a resource is: of a target without an id, `some` is not all that there are. */
function coverOf(resource: GrantedResource, target: PermissionTarget): Cover {
  if (resource.kind === 'other') return 'unclear';
  if (target.kind === 'any') return resource.id === undefined ? 'all' : 'some';
  if (target.kind === 'user') return resource.kind === 'user' ? 'all' : 'none';
  if (resource.kind === 'user') return 'none';
  if (target.kind === 'zone') return resource.kind === 'zone' ? coverOfZone(resource, target) : 'none';
  if (resource.kind === 'account') return coverById(resource.id, target.id);
  return resource.kind === 'bucket' ? coverOfBucket(resource, target) : 'none';
}

function coverById(granted: string | undefined, wanted: string | undefined): Cover {
  if (granted === undefined) return 'all';
  if (wanted === undefined) return 'some';
  return granted === wanted ? 'all' : 'none';
}

function coverOfZone({ id, accountId }: Extract<GrantedResource, { kind: 'zone' }>, target: PermissionTarget): Cover {
  if (id !== undefined) return target.isList && target.accountId !== undefined ? 'none' : coverById(id, target.id);
  if (accountId === undefined) return 'all';
  if (target.accountId !== undefined) return accountId === target.accountId ? 'all' : 'none';
  return target.id === undefined ? 'some' : 'unclear';
}

/** A bucket's id is `ACCOUNT_JURISDICTION_NAME`. */
function coverOfBucket(
  { id, accountId }: Extract<GrantedResource, { kind: 'bucket' }>,
  target: PermissionTarget,
): Cover {
  if (accountId !== undefined && target.id !== undefined && accountId !== target.id) return 'none';
  if (id === undefined) return target.id === undefined && accountId !== undefined ? 'some' : 'all';
  const [owner = '', , ...name] = id.split('_');
  if (target.id !== undefined && owner !== target.id) return 'none';
  if (target.bucket === undefined) return 'some';
  // The jurisdiction goes in a header, which says which of two of one name is meant.
  return name.join('_') === target.bucket ? 'all' : 'none';
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A request, what it needs, and whether the credential has it. */
export interface JudgedRequest {
  readonly request: RequestLine;
  /** Undefined where the catalog does not know it. */
  readonly operation: Operation | undefined;
  readonly needs: NeededPermissions | undefined;
  readonly target: PermissionTarget;
  /** Undefined where it is not known yet what the credential may do. */
  readonly verdict: PermissionVerdict | undefined;
}

/**
 * @param request with ids for names
 * @param zoneAccount the account of its zone, where that is known
 */
export function judgeRequest(
  catalog: Catalog,
  request: RequestLine,
  holding: Holding | undefined,
  zoneAccount?: string,
): JudgedRequest {
  const method = effectiveMethod(request);
  const operation = catalog.matcher().match(method, request.path)?.operation;
  const needs = operation?.permissions;
  const found = permissionTarget(request.path, newZoneAccount(request));
  const target = zoneAccount === undefined || found.kind !== 'zone' ? found : { ...found, accountId: zoneAccount };
  const isRead = method === 'GET' || method === 'HEAD';
  return { request, operation, needs, target, verdict: holding && judgePermissions(needs, target, isRead, holding) };
}

/** The account that a new zone is put into. */
function newZoneAccount({ items }: RequestLine): string | undefined {
  const found = items.find((item) => item.kind === 'field' && item.name === 'account[id]');
  return found?.kind === 'field' ? found.value : undefined;
}

/** True where it has to be known which account the zone belongs to: a policy is for all zones of one account. */
export function dependsOnAccount(target: PermissionTarget, grants: readonly Grant[]): boolean {
  return (
    target.kind === 'zone' &&
    target.id !== undefined &&
    target.accountId === undefined &&
    grants.some(({ resources }) =>
      resources.some(
        (resource) => resource.kind === 'zone' && resource.id === undefined && resource.accountId !== undefined,
      ),
    )
  );
}
