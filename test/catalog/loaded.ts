// The built catalog, once for all tests of this room.
import { loadCatalog } from '../../src/catalog/load.ts';
import type { Operation } from '../../src/catalog/operation.ts';

export const catalog = loadCatalog();

/** `A` and `Z` stand for an account and a zone: `GET A/members`. */
export function spelledOut(operation: string): string {
  return operation.replace(/ A(?=\/|$)/, ' /accounts/{account_id}').replace(/ Z(?=\/|$)/, ' /zones/{zone_id}');
}

/** The operation of this method and path. */
export function operationOf(text: string): Operation {
  const wanted = spelledOut(text);
  const found = catalog.operations.find(({ method, path }) => `${method} ${path}` === wanted);
  if (!found) throw new Error(`the catalog has no ${wanted}`);
  return found;
}
