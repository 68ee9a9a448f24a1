// The official SDK's own method for a request, where it has one and takes all that the request holds.
import type { FindSdkOperation } from '../request/import/types.ts';
import type { SdkCall } from '../request/snippets/types.ts';
import type { RequestLine } from '../request/types.ts';
import type { Catalog } from './catalog.ts';
import type { Match } from './matcher.ts';
import type { OperationDetails, Shape } from './operation.ts';

/** Undefined where the request has a query that the method's types do not name, or where there is no such method. */
export function sdkCallOf({ operation }: Match, details: OperationDetails, request: RequestLine): SdkCall | undefined {
  const { call, parameters } = details;
  if (!call) return undefined;
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const isTyped = request.items.every(
    (item) =>
      item.kind !== 'query' ||
      (!item.name.includes('.') && query.some(({ name, shape }) => name === item.name && isPlain(shape))),
  );
  if (!isTyped) return undefined;
  const types = query.flatMap(({ name, shape }) => {
    const [kind] = shape.kinds;
    return kind === 'number' || kind === 'boolean' ? [[name, kind] as const] : [];
  });
  return {
    members: call.members,
    path: operation.path,
    positional: call.positional,
    queryTypes: Object.fromEntries(types),
  };
}

/** What the SDK's method with these members asks for; undefined where no operation is called so. Reads every operation's details. */
export function sdkOperationOf(catalog: Catalog, members: readonly string[]): ReturnType<FindSdkOperation> {
  const name = members.join('.');
  for (const operation of catalog.operations) {
    const { call, parameters } = catalog.details(operation);
    if (call?.members.join('.') !== name) continue;
    const query = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
    return { method: operation.method, path: operation.path, positional: call.positional, query };
  }
  return undefined;
}

/** Members of objects are queries of their own, with a dot in the name, and lists are several: the SDK takes them otherwise. */
function isPlain({ kinds }: Shape): boolean {
  return kinds.length === 1 && ['string', 'number', 'boolean'].includes(kinds[0] ?? '');
}
