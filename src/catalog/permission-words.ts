// What was judged of permissions, in words: for the explorer, for the command `can`, and for what stands below a refusal.
import { type GrantedResource, tellResource } from '../api/grants.ts';
import { capitalised } from '../text/sentences.ts';
import type { NeededPermissions, Operation } from './operation.ts';
import {
  type JudgedRequest,
  type PermissionTarget,
  type PermissionVerdict,
  permissionTarget,
} from './permission-verdict.ts';

type NameOf = (id: string) => string | undefined;

/** Names that are told one by one; of more, those of a kind are told together. */
const mostNames = 3;

/** `DNS Read or DNS Write`; of many `Magic Transit Read or Write, or Magic WAN Read or Write`. */
function anyOfWords(names: readonly string[]): string {
  if (names.length <= mostNames)
    return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  const kinds = Map.groupBy(names, (name) => name.replace(/ (?:Read|Write)$/, ''));
  const told = [...kinds].map(([kind, all]) => (all.length > 1 ? `${kind} Read or Write` : (all[0] ?? kind)));
  const rest = told.length - mostNames + 1;
  const shown = told.length > mostNames ? [...told.slice(0, mostNames - 1), `${rest} more`] : told;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')}, or ${shown.at(-1)}`;
}

/** Such as `DNS Read or DNS Write (zone)`; of a guess also what it is taken from. */
export function needWords({ anyOf, certainty, from }: NeededPermissions, { kind }: PermissionTarget): string {
  const names = `${anyOfWords(anyOf)}${kind === 'any' ? '' : ` (${kind})`}`;
  return certainty === 'accepted' ? names : `probably ${names}, taken from ${from}`;
}

/** The same of an operation; undefined where nothing is known. */
export function neededWords({ path, permissions }: Pick<Operation, 'path' | 'permissions'>): string | undefined {
  return permissions && needWords(permissions, permissionTarget(path));
}

/** `zone example.com`, `any zone`, `the user`; empty where a request is about nothing that permissions are given for. */
export function targetWords({ kind, id }: PermissionTarget, nameOf: NameOf): string {
  if (kind === 'any') return '';
  if (kind === 'user') return 'the user';
  return id === undefined ? `any ${kind}` : `${kind} ${nameOf(id) ?? id}`;
}

/** Resources that are named; the others are counted. */
const mostNamed = 4;

/** `all zones`, `zone example.com and 3 more`. */
export function resourceWords(resources: readonly GrantedResource[], nameOf: NameOf): string {
  const told = [...new Set(resources.map((resource) => tellResource(resource, nameOf)))];
  const rest = told.length - mostNamed;
  return rest > 0 ? `${told.slice(0, mostNamed).join(', ')} and ${rest} more` : told.join(', ');
}

/** `yes`, `probably yes`, `no`, `probably not`, `unknown`. */
export function answerWords({ answer, because, isProbable }: PermissionVerdict): string {
  if (answer === 'yes') return isProbable ? 'probably yes' : 'yes';
  if (answer === 'no') return 'no';
  return because === 'missing' || because === 'elsewhere' || because === 'denied' ? 'probably not' : 'unknown';
}

/** Why it was judged so: a clause about the credential, which is `it`. */
export function reasonWords(
  { because, permissions }: PermissionVerdict,
  target: PermissionTarget,
  nameOf: NameOf,
  why: string | undefined,
): string {
  const [first] = permissions;
  const about = targetWords(target, nameOf);
  const forIt = about === '' ? '' : ` for ${about}`;
  const name = first?.name ?? '';
  const allowed = resourceWords(first?.allowedOn ?? [], nameOf);
  switch (because) {
    case 'held':
      // What a policy says of all zones is true of those alone that the credential reaches.
      return `it has ${name} for ${resourceWords(first?.heldBy ?? [], nameOf)}${target.isList ? ', and a list shows no others' : ''}`;
    case 'missing':
      return missingWords(permissions.map((permission) => permission.name));
    case 'elsewhere':
      return `it has ${name} for ${allowed}, but not${forIt}`;
    case 'denied':
      return `one of its policies denies ${name}${forIt}`;
    case 'partly':
      return `it has ${name} for ${allowed}${exceptWords(first?.deniedOn ?? [], nameOf) || ' only'}, and the request does not say for which ${target.kind}`;
    case 'unclear':
      return `it has ${name} for ${allowed}${exceptWords(first?.deniedOn ?? [], nameOf)}, and it is not known whether ${about} is one of them`;
    case 'unnamed':
      return 'one of its policies has a permission that the API tells no name of';
    case 'unknown-needs':
      return 'the catalog does not know which permission this operation needs';
    case 'key':
      return 'a global key may do what its user may do, and that is a matter of roles, not of permissions';
    case 'hidden':
    case 'ended':
      return why ?? '';
  }
}

function exceptWords(denied: readonly GrantedResource[], nameOf: NameOf): string {
  return denied.length === 0 ? '' : `, except ${resourceWords(denied, nameOf)}`;
}

/** The same clause as a sentence of its own, without a full stop: `The credential lacks DNS Write`. */
export function ofCredential(reason: string): string {
  return capitalised(reason.replace(/^it /, 'the credential '));
}

/** What is missing for a request, as a sentence without a full stop; undefined where nothing is known to be. */
export function lackWords({ verdict }: JudgedRequest, reason: string | undefined): string | undefined {
  if (!verdict || reason === undefined) return undefined;
  if (verdict.answer === 'no') return `${ofCredential(reason)}: the API will refuse this`;
  return answerWords(verdict) === 'probably not' ? `${ofCredential(reason)}, which this probably needs` : undefined;
}

/** Permissions that are named where all are missing. */
const mostMissing = 3;

function missingWords(names: readonly string[]): string {
  const [first = '', second] = names;
  if (second === undefined) return `it lacks ${first}`;
  if (names.length === 2) return `it has neither ${first} nor ${second}`;
  const told = names.slice(0, mostMissing);
  const rest = names.length - told.length;
  return `it has none of ${told.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
