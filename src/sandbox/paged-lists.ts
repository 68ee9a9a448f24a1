// Lists of products of which the sandbox has nothing else, one for each way of turning pages that the catalog's parameters tell:
// created_before, page_no, startIndex, scan_cursor … All have the same plain items. Read only.
import { inAccount } from './accounts.ts';
import { cutByCursor, decimalDigits, type PageSizes } from './lists.ts';
import { LAST_DAY } from './random.ts';
import { type Reply, success } from './reply.ts';
import type { Handler } from './router.ts';

interface Item {
  readonly id: string;
  readonly uid: string;
  readonly key: string;
  readonly name: string;
  readonly created: string;
}

/** The newest first, as most of these lists come; three come in the same second. */
const items: readonly Item[] = Array.from({ length: 47 }, (_, index) => ({
  id: (index + 1).toString(16).padStart(32, '0'),
  uid: (index + 1).toString(16).padStart(32, '0'),
  key: `logs/${String(index + 1).padStart(4, '0')}.txt`,
  name: `item-${index + 1}`,
  created: new Date(LAST_DAY - Math.floor(index / 3) * 60_000).toISOString().replace('.000Z', 'Z'),
}));

const initialSize = 20;
const mostItems = 25;

/** Clamped: what is asked for above the most is quietly made less. */
function sizeOf(query: URLSearchParams, parameter: string, initial = initialSize): number {
  const asked = decimalDigits(query.get(parameter) ?? '');
  return Math.min(mostItems, asked === undefined || asked < 1 ? initial : asked);
}

function numberOf(query: URLSearchParams, parameter: string, initial: number): number {
  const asked = decimalDigits(query.get(parameter) ?? '');
  return asked === undefined || asked < initial ? initial : asked;
}

function json(body: unknown): Reply {
  return { kind: 'bytes', status: 200, contentType: 'application/json', bytes: Buffer.from(JSON.stringify(body)) };
}

/** The items of a page, by its number. */
function pageOf(query: URLSearchParams, parameter: string, sizeParameter: string): readonly Item[] {
  const size = sizeOf(query, sizeParameter);
  const start = (numberOf(query, parameter, 1) - 1) * size;
  return items.slice(start, start + size);
}

/** The items of a page by a cursor, and the next one. */
function cursorPage(query: URLSearchParams, parameter: string, sizeParameter: string) {
  const sizes: PageSizes = { initial: initialSize, min: 1, max: mostItems, outOfRange: 'clamp' };
  const asked = new URLSearchParams(query);
  asked.set('cursor', query.get(parameter) ?? '');
  return cutByCursor(items, asked, { sizes, sizeParameter, keyOf: (item) => item.key });
}

/** `page` and no word about totals: an empty page is the end. */
function pagedBy(parameter: string, sizeParameter: string): Handler {
  return inAccount(({ query }) => success(pageOf(query, parameter, sizeParameter)));
}

/** By the time of creation; what is exactly at a bound is left out. */
function byTime(upper: string, lower: string, sizeParameter: string, tell: boolean): Handler {
  return inAccount(({ query }) => {
    const before = Date.parse(query.get(upper) ?? '9999-12-31T00:00:00Z');
    const after = Date.parse(query.get(lower) ?? '1970-01-01T00:00:00Z');
    const within = items.filter(({ created }) => Date.parse(created) < before && Date.parse(created) > after);
    const page = (query.get('asc') === 'true' ? within.toReversed() : within).slice(0, sizeOf(query, sizeParameter));
    // The total is of what the bounds leave.
    return tell ? success(page, { info: { count: page.length, total_count: within.length } }) : success(page);
  });
}

const users: Handler = inAccount(({ query }) => {
  const start = numberOf(query, 'startIndex', 1);
  const page = items.slice(start - 1, start - 1 + sizeOf(query, 'count'));
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
  const about = { schemas, totalResults: items.length, startIndex: start, itemsPerPage: page.length };
  return json({ ...about, Resources: page });
});

const apps: Handler = inAccount(({ query }) => {
  const page = pageOf(query, 'page_no', 'per_page');
  const start = (numberOf(query, 'page_no', 1) - 1) * sizeOf(query, 'per_page');
  const paging = { total_count: items.length, start_offset: start + 1, end_offset: start + page.length };
  return json({ success: true, data: page, paging });
});

/** Cursors of other names, in other places. */
const scans: Handler = inAccount(({ query }) => {
  const page = cursorPage(query, 'scan_cursor', 'scan_limit');
  if (page.kind === 'refused') return page.reply;
  return success({ id: 'repo', readiness: ['source'], scans: page.items, next_scan_cursor: page.next ?? null });
});

const urlScans: Handler = inAccount(({ query }) => {
  const page = cursorPage(query, 'next_cursor', 'limit');
  if (page.kind === 'refused') return page.reply;
  return success({ tasks: page.items, next_cursor: page.next ?? null });
});

const vectors: Handler = inAccount(({ query }) => {
  const page = cursorPage(query, 'cursor', 'count');
  if (page.kind === 'refused') return page.reply;
  const isTruncated = page.next !== undefined;
  const told = { count: page.items.length, totalCount: items.length, isTruncated, nextCursor: page.next ?? null };
  return success({ ...told, vectors: page.items.map(({ id }) => ({ id })) });
});

/** As many as were asked for, and more by its own word. */
const search: Handler = inAccount(({ query }) => {
  const page = items.slice(0, sizeOf(query, 'size'));
  return json({ results: page, total: items.length, has_more: page.length < items.length });
});

const liveInputs: Handler = inAccount(() => success({ liveInputs: items, range: 1000, total: items.length }));

/** All that there are, up to a limit, without a word about more. */
const versions: Handler = inAccount(({ query }) => success(items.slice(0, sizeOf(query, 'limit'))));

const ACCOUNT = '/accounts/{account_id}';

/** By the path of the operation. */
export const PAGED_LISTS: Readonly<Record<string, Handler>> = {
  [`${ACCOUNT}/moq/relays`]: byTime('created_before', 'created_after', 'per_page', true),
  [`${ACCOUNT}/stream`]: byTime('before', 'after', 'limit', false),
  [`${ACCOUNT}/stream/live_inputs`]: liveInputs,
  [`${ACCOUNT}/scim/v2/Users`]: users,
  [`${ACCOUNT}/realtime/kit/apps`]: apps,
  [`${ACCOUNT}/workers/observability/queries`]: pagedBy('page', 'perPage'),
  [`${ACCOUNT}/one/applications`]: pagedBy('page', 'page_size'),
  [`${ACCOUNT}/cloudforce-one/events/tags`]: inAccount(({ query }) =>
    success({ tags: pageOf(query, 'page', 'pageSize') }),
  ),
  [`${ACCOUNT}/managed-defense/vulnerability-discovery/repos/{repo}`]: scans,
  [`${ACCOUNT}/urlscanner/scan`]: urlScans,
  [`${ACCOUNT}/vectorize/v2/indexes/{index_name}/list`]: vectors,
  [`${ACCOUNT}/urlscanner/v2/search`]: search,
  [`${ACCOUNT}/logpush/transformers/{transformer}/versions`]: versions,
};
