// What a token may do, as far as it may read that itself, and the names of what its policies are about.
import { type Grant, grantedIds, readGrants } from '../api/grants.ts';
import { isRecord } from '../json/values.ts';
import { type Asker, toRecord } from './asker.ts';

/** Ranges of addresses, as a token has them in its condition. */
export interface TokenAddresses {
  readonly only: readonly string[];
  readonly except: readonly string[];
}

interface OwnPolicies {
  readonly grants: readonly Grant[] | undefined;
  readonly addresses: TokenAddresses | undefined;
}

/**
 * Only a token that may read tokens can read what it may do itself.
 *
 * @param path of the tokens of its owner: `/user/tokens`, `/accounts/{id}/tokens`
 */
export async function readOwnPolicies(ask: Asker, path: string, id: unknown): Promise<OwnPolicies> {
  const asked = typeof id === 'string' ? await ask(`${path}/${encodeURIComponent(id)}`) : undefined;
  if (!asked?.ok) return { grants: undefined, addresses: undefined };
  const { policies, condition } = toRecord(asked.result);
  return { grants: readGrants(policies), addresses: readAddresses(toRecord(condition)) };
}

/** The SDK spells it `request_ip`, the guide `request.ip`. */
function readAddresses(condition: Readonly<Record<string, unknown>>): TokenAddresses | undefined {
  const given = toRecord(condition.request_ip ?? condition['request.ip']);
  const [only, except] = [texts(given.in), texts(given.not_in)];
  return only.length + except.length === 0 ? undefined : { only, except };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Zones, and accounts beyond those that are known, whose names are asked for. */
const mostNamed = 20;

/** Names by ids, of what the grants are about; without those that the credential may not read. Throws HttpFailure. */
export async function nameResources(
  ask: Asker,
  grants: readonly Grant[],
  known: readonly { readonly id: string; readonly name: string }[],
): Promise<Readonly<Record<string, string>>> {
  const names = new Map(known.filter(({ name }) => name !== '').map(({ id, name }) => [id, name]));
  const nameIn = async (path: string, ids: readonly string[]): Promise<void> => {
    const unknown = ids.filter((id) => !names.has(id)).slice(0, mostNamed);
    const asked = await Promise.all(unknown.map((id) => ask(`${path}/${encodeURIComponent(id)}`)));
    for (const [index, one] of asked.entries()) {
      const name = one.ok && isRecord(one.result) ? one.result.name : undefined;
      if (typeof name === 'string' && name !== '') names.set(unknown[index] ?? '', name);
    }
  };
  const { zones, accounts } = grantedIds(grants);
  await nameIn('/zones', zones);
  await nameIn('/accounts', accounts);
  return Object.fromEntries(names);
}
