// Puts the ids of zones and accounts in place of their names in a path, asking the API for them once a session. What a name is and
// what counts as found is the catalog's to say.
import type { Connection } from '../accounts/connection.ts';
import { sentence } from '../api/failures.ts';
import type { Catalog } from '../catalog/catalog.ts';
import {
  explainNone,
  explainSeveral,
  listRequest,
  lookupRequest,
  type NamedSegment,
  namedSegments,
  nameKey,
  resolveName,
  withIds,
} from '../catalog/name-lookup.ts';
import type { SendContext } from '../http/send.ts';
import type { RequestLine } from '../request/types.ts';
import { exchange } from './exchange.ts';
import type { Files } from './performers.ts';

interface ResolvedName extends NamedSegment {
  readonly id: string;
}

type NamesResolved =
  /** `names` are those that stood in the path, with their ids; none where it had only ids. */
  | { readonly ok: true; readonly request: RequestLine; readonly names: readonly ResolvedName[] }
  /** A sentence that lists what was found instead. */
  | { readonly ok: false; readonly message: string };

/** Ids by kind and name: one for each connection, since another account has other ones. */
export type KnownNames = Map<string, string>;

/**
 * The request with ids for names. Sends a request for each name that `known` lacks, and one more where nothing has the name.
 *
 * @throws HttpFailure where no response came
 */
export async function resolveNames(
  catalog: Catalog,
  connection: Connection,
  request: RequestLine,
  known: KnownNames,
  files: Files,
  context: SendContext,
): Promise<NamesResolved> {
  const segments = namedSegments(catalog, request);
  const names: ResolvedName[] = [];
  for (const segment of segments) {
    const key = `${segment.kind} ${nameKey(segment.kind, segment.name)}`;
    const found = known.get(key) ?? (await lookUp(connection, segment, files, context));
    if (typeof found !== 'string') return { ok: false, message: found.message };
    known.set(key, found);
    names.push({ ...segment, id: found });
  }
  return {
    ok: true,
    request: withIds(
      request,
      segments,
      names.map(({ id }) => id),
    ),
    names,
  };
}

async function lookUp(
  connection: Connection,
  segment: NamedSegment,
  files: Files,
  context: SendContext,
): Promise<string | { readonly message: string }> {
  const ask = async (line: RequestLine): Promise<{ readonly response: unknown } | { readonly message: string }> => {
    const { body, failure } = await exchange(connection, line, files, context);
    if (failure) return { message: `the ${segment.kind} ${segment.name} could not be looked up: ${sentence(failure)}` };
    return { response: body.kind === 'json' ? JSON.parse(new TextDecoder().decode(body.document.bytes)) : undefined };
  };
  const asked = await ask(lookupRequest(segment));
  if ('message' in asked) return asked;
  const resolution = resolveName(segment, asked.response);
  if (resolution.kind === 'found') return resolution.id;
  if (resolution.kind === 'several') return { message: explainSeveral(segment, resolution.found) };
  // A list may hold a name that the lookup does not find in this form: of letters beyond ASCII there are two.
  const all = await ask(listRequest(segment));
  const listed = resolveName(segment, 'response' in all ? all.response : undefined);
  if (listed.kind === 'found') return listed.id;
  if (listed.kind === 'several') return { message: explainSeveral(segment, listed.found) };
  return { message: explainNone(segment, 'response' in all ? all.response : undefined) };
}
