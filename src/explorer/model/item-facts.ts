// What is known of the items of the list on the screen besides the list: which fields the catalog knows them by, and when they came.
import { headerValue } from '../../api/messages.ts';
import type { ResponseFacts } from '../../api/received.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { sortingOf } from '../../catalog/paging.ts';
import type { ItemFacts } from '../../json/telling.ts';
import { effectiveMethod } from '../../request/method.ts';
import type { Page } from './response.ts';
import type { State } from './state.ts';

/** Rows are painted with every key, and a response stays as it came. */
const known = new WeakMap<ResponseFacts, { readonly catalog: Catalog | undefined; readonly facts: ItemFacts }>();

/** Of a page; undefined for what is no response. */
export function itemFacts({ find }: State, { request, response, storedAt }: Page): ItemFacts | undefined {
  if (!response) return undefined;
  const catalog = find.catalog?.catalog;
  const before = known.get(response);
  if (before && before.catalog === catalog) return before.facts;
  const match = request && catalog?.matcher().match(effectiveMethod(request), request.path);
  const details = match && catalog?.details(match.operation);
  const query = details?.parameters.filter((parameter) => parameter.in === 'query') ?? [];
  const orders = details ? (sortingOf(details).order?.shape.choices ?? []) : [];
  const sent = Date.parse(headerValue(response.headers, 'date') ?? '');
  const facts: ItemFacts = {
    id: match?.operation.list?.id,
    name: match?.operation.list?.name,
    asked: [...new Set([...query.map(({ name }) => name.split(/[.[]/)[0] ?? name), ...orders.map(String)])],
    now: Number.isNaN(sent) ? storedAt : sent,
  };
  known.set(response, { catalog, facts });
  return facts;
}
