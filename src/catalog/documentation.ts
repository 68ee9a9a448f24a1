// Where the official documentation describes an operation. Its addresses are made of the names that the official SDK has for the
// resources and the method, in small letters with underscores.
import type { OperationDetails } from './operation.ts';

/** The beginning of all these addresses; nothing else is opened. */
export const documentationRoot = 'https://developers.cloudflare.com/api/resources/';

/** The page of an operation; undefined where the SDK does not have it, so that its name there is not known. */
export function documentationOf({ documented }: Pick<OperationDetails, 'documented'>): string | undefined {
  const [resource, ...others] = documented ?? [];
  const method = others.at(-1);
  if (resource === undefined || method === undefined) return undefined;
  const inner = others.slice(0, -1).map((name) => `/subresources/${name}`);
  return `${documentationRoot}${resource}${inner.join('')}/methods/${method}/`;
}
