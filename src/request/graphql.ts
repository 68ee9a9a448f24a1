// Questions to the GraphQL analytics: what stands in `variables[…]` of a line, and times that are told from now on.
import type { Item, RequestLine } from './types.ts';

const graphqlPath = '/graphql';

/** True for a question to the analytics. */
export function isGraphql({ path }: Pick<RequestLine, 'path'>): boolean {
  return path === graphqlPath;
}

/** The variable that an item of a question sets; undefined for what sets none. */
export function variableOf(item: Item): string | undefined {
  return item.kind === 'field' ? /^variables\[([A-Za-z_]\w*)\]$/.exec(item.name)?.[1] : undefined;
}

/** What the API calls a zone and an account there; https://developers.cloudflare.com/analytics/graphql-api/features/filtering/ */
export function taggedKind(variable: string): 'zone' | 'account' | undefined {
  return variable === 'zoneTag' ? 'zone' : variable === 'accountTag' ? 'account' : undefined;
}

/** The query of a question, where the line itself has it. */
export function queryText({ items }: RequestLine): string | undefined {
  const found = items.find((item) => item.kind === 'field' && item.name === 'query');
  return found?.kind === 'field' ? found.value : undefined;
}

/** The request with another query. */
export function withQueryText(request: RequestLine, query: string): RequestLine {
  const item: Item = { kind: 'field', name: 'query', value: onOneLine(query) };
  const at = request.items.findIndex((known) => known.kind === 'field' && known.name === 'query');
  return { ...request, items: at < 0 ? [item, ...request.items] : request.items.with(at, item) };
}

/** Blanks and ends of lines mean nothing in a query, unless it has comments or texts of several lines. */
function onOneLine(query: string): string {
  const trimmed = query.trim();
  return /#|"""/.test(trimmed) ? trimmed : trimmed.replace(/\s*\n\s*/g, ' ');
}

/** Types of the variables that a query declares, without `!`: `{since: 'Time'}`. */
export function variableTypes(query: string): Readonly<Record<string, string>> {
  const declared = [...query.matchAll(/\$(\w+)\s*:\s*\[?\s*(\w+)/g)];
  return Object.fromEntries(declared.map(([, name = '', type = '']) => [name, type]));
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `now`, `-24h`, `-7d`, `-30m`, `-2w`. */
const moment = /^(?:now|-(\d{1,5})([mhdw]))$/;

/** True where a time of the question is told from now on. */
export function hasMoments(request: RequestLine): boolean {
  return momentItems(request).length > 0;
}

function momentItems(request: RequestLine): readonly { readonly index: number; readonly isDate: boolean }[] {
  if (!isGraphql(request)) return [];
  const types = variableTypes(queryText(request) ?? '');
  return request.items.flatMap((item, index) => {
    const variable = variableOf(item);
    if (variable === undefined || item.kind !== 'field' || !moment.test(item.value)) return [];
    const type = types[variable] ?? 'Time';
    return type === 'Time' || type === 'Date' ? [{ index, isDate: type === 'Date' }] : [];
  });
}

/**
 * The request with times in place of `-24h` and its kin in variables that are declared as `Time` or `Date`.
 *
 * @param now milliseconds since the epoch
 */
export function withMoments(request: RequestLine, now: number): RequestLine {
  const found = momentItems(request);
  if (found.length === 0) return request;
  const items = [...request.items];
  for (const { index, isDate } of found) {
    const item = items[index];
    if (item?.kind !== 'field') continue;
    const [, count = '0', unit = 'm'] = moment.exec(item.value) ?? [];
    const text = new Date(now - Number(count) * (unitMs[unit] ?? 0)).toISOString();
    items[index] = { ...item, value: isDate ? text.slice(0, 10) : `${text.slice(0, 19)}Z` };
  }
  return { ...request, items };
}
