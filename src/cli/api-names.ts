// Names and placeholders in the path of `flarescope api`: a name is looked up, a placeholder is told with what lists its values.
// The catalog is loaded only for a path that has one of them.
import type { Connection } from '../accounts/connection.ts';
import type { SendContext } from '../api/types.ts';
import { isLocalApi, mayHoldNames } from '../catalog/path-names.ts';
import type { Files } from '../perform/ports.ts';
import type { RequestLine } from '../request/types.ts';
import { complain } from './terminal-text.ts';

/** What to fill in, as a sentence. */
export async function explainPlaceholders(request: RequestLine, names: readonly string[]): Promise<string> {
  const { loadCatalog } = await import('../catalog/load.ts');
  const { explainUnfilled } = await import('../catalog/names.ts');
  return `put values in place of ${explainUnfilled(loadCatalog(), request, names).join(', and of ')}`;
}

/**
 * The request with ids in place of names, each told on standard error; undefined where a name is nothing's or several's, which is told.
 *
 * @throws HttpFailure where no answer came
 */
export async function withIdsForNames(
  connection: Connection,
  request: RequestLine,
  files: Files,
  context: SendContext,
): Promise<RequestLine | undefined> {
  if (!mayHoldNames(request) || isLocalApi(connection.baseUrl)) return request;
  const { loadCatalog } = await import('../catalog/load.ts');
  const { resolveNames } = await import('../perform/resolve-names.ts');
  const resolved = await resolveNames(loadCatalog(), connection, request, new Map(), files, context);
  if (!resolved.ok) {
    complain(resolved.message);
    return undefined;
  }
  for (const { kind, name, id } of resolved.names) complain(`${kind} ${name} is ${id}`);
  return resolved.request;
}

/** Says which names would be looked up, where nothing is to be sent. */
export async function tellNames(connection: Connection, request: RequestLine): Promise<void> {
  if (!mayHoldNames(request) || isLocalApi(connection.baseUrl)) return;
  const { loadCatalog } = await import('../catalog/load.ts');
  const { namedSegments } = await import('../catalog/names.ts');
  for (const { kind, name } of namedSegments(loadCatalog(), request))
    complain(`the id of the ${kind} ${name} would be looked up first`);
}
