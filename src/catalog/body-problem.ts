// What the catalog knows to be wrong with the body of a request before it is sent: none where one is required, and a dot where
// brackets are meant. Must not judge values: the API does that better.
import { isField } from '../request/body.ts';
import { formatLine } from '../request/format.ts';
import { effectiveMethod, isBodyItem, takesBody } from '../request/method.ts';
import { isNested, spelled } from '../request/nested.ts';
import type { Item, RequestLine } from '../request/types.ts';
import type { Catalog } from './catalog.ts';
import type { BodyFacts, Field, Shape } from './operation.ts';

interface CatalogProblem {
  readonly kind: 'no body' | 'dots';
  /** The field that it is about; empty for the body as a whole. */
  readonly name: string;
  /** A clause. */
  readonly message: string;
}

/** True where there may be a problem, so that the catalog is worth loading. */
export function mayHaveBodyProblem(request: RequestLine): boolean {
  if (!takesBody(effectiveMethod(request)) || effectiveMethod(request) === 'DELETE') return false;
  return !request.items.some(isBodyItem) || request.items.some(isDotted);
}

/** Undefined where the catalog knows nothing against the body. */
export function catalogProblem(catalog: Catalog, request: RequestLine): CatalogProblem | undefined {
  if (!mayHaveBodyProblem(request)) return undefined;
  const method = effectiveMethod(request);
  const operation = catalog.matcher().match(method, request.path)?.operation;
  const body = operation && catalog.details(operation).body;
  if (!body) return undefined;
  if (!request.items.some(isBodyItem)) {
    return body.isRequired
      ? { kind: 'no body', name: '', message: `${method} ${operation.path} needs a body` }
      : undefined;
  }
  return dottedProblem(body, request);
}

function isDotted(item: Item): item is Extract<Item, { readonly name: string }> {
  return isField(item) && item.name.includes('.') && !isNested(item.name);
}

/** `data.priority` where `data` is known to be an object, and no field is called so as a whole. */
function dottedProblem({ fields }: BodyFacts, request: RequestLine): CatalogProblem | undefined {
  for (const item of request.items) {
    if (!isDotted(item)) continue;
    const [first = '', ...rest] = item.name.split('.');
    const field = fields.find(({ name }) => name === first);
    if (!field || !holdsMembers(field.shape) || fields.some(({ name }) => name === item.name)) continue;
    const name = spelled([first, ...rest].map((key) => ({ kind: 'member', key })));
    const line = formatLine({ method: undefined, path: '/', items: [{ ...item, name }], filter: undefined });
    return {
      kind: 'dots',
      name: item.name,
      message: `${item.name} would be a field with a dot in its name. Write ${line.slice(2)}`,
    };
  }
  return undefined;
}

function holdsMembers({ kinds, fields }: Shape): boolean {
  return kinds.includes('object') || (fields as readonly Field[] | undefined) !== undefined;
}
