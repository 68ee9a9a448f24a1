// PRODUCT PATH, NOT CLOUDFLARE'S: /accounts/{account_id}/sandbox/… are lists that misbehave the way real ones have been
// seen to, so that a client's paging can be tested. Each must stay wrong in exactly the one way its description says.
import { inAccount } from './accounts.ts';
import { decimalDigits, decodeCursor, encodeCursor } from './lists.ts';
import { failWith, type Reply, success } from './reply.ts';
import type { Handler } from './router.ts';
import { perOwner } from './world.ts';

type Item = { readonly id: string; readonly name: string; readonly kind: 'odd' | 'even' };

type OddList = {
  readonly description: string;
  /** `earlier` counts the requests to this list so far, up to MOST_MOVES. */
  readonly reply: (query: URLSearchParams, earlier: number) => Reply;
};

function itemAt(index: number): Item {
  return { id: index.toString(16).padStart(32, '0'), name: `item-${index}`, kind: index % 2 === 1 ? 'odd' : 'even' };
}

function itemsUpTo(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, index) => itemAt(index + 1));
}

/** A whole number of at least 1 from the query; anything else is the fallback: these lists never refuse. */
function numberFrom(query: URLSearchParams, name: string, fallback: number): number {
  const value = decimalDigits(query.get(name) ?? '');
  return value === undefined || value < 1 ? fallback : value;
}

function slicePage(items: readonly Item[], page: number, perPage: number): readonly Item[] {
  return items.slice((page - 1) * perPage, page * perPage);
}

/** Items that came after the first ones, the newest first. */
function newItems(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, index) => ({
    ...itemAt(1000 + count - index),
    name: `new-${count - index}`,
  }));
}

function movingPage(query: URLSearchParams, items: readonly Item[]): Reply {
  const page = numberFrom(query, 'page', 1);
  const perPage = numberFrom(query, 'per_page', 20);
  const result = slicePage(items, page, perPage);
  return success(result, { info: totals(page, perPage, result.length, items.length) });
}

function totals(page: number, perPage: number, count: number, total: number) {
  return { page, per_page: perPage, count, total_count: total, total_pages: Math.ceil(total / perPage) };
}

const CLAMP = 25;

/** Lists that move with every request come to rest. */
const MOST_MOVES = 60;

const ODD_LISTS: Readonly<Record<string, OddList>> = {
  clamped: {
    description: `95 items; never more than ${CLAMP} per page, whatever per_page asks for, and result_info says so`,
    reply: (query) => {
      const page = numberFrom(query, 'page', 1);
      const perPage = Math.min(CLAMP, numberFrom(query, 'per_page', 20));
      const result = slicePage(itemsUpTo(95), page, perPage);
      return success(result, { info: totals(page, perPage, result.length, 95) });
    },
  },
  repeats: {
    description: '30 items without a total; every page past the last is the last page again',
    reply: (query) => {
      const page = numberFrom(query, 'page', 1);
      const perPage = numberFrom(query, 'per_page', 20);
      const items = itemsUpTo(30);
      const result = slicePage(items, Math.min(page, Math.ceil(items.length / perPage)), perPage);
      return success(result, { info: { page, per_page: perPage, count: result.length } });
    },
  },
  prefilter: {
    description: 'total_count and total_pages are from before the filter: 500, while 45 items match kind=odd',
    reply: (query) => {
      const page = numberFrom(query, 'page', 1);
      const perPage = numberFrom(query, 'per_page', 20);
      const kind = query.get('kind');
      // 45 odd ones among 500: the numbers 1, 3 … 89 keep their kind, the rest count as even.
      const all = itemsUpTo(500).map((item, index): Item => (index < 90 ? item : { ...item, kind: 'even' }));
      const matching = kind === null ? all : all.filter((item) => item.kind === kind);
      const result = slicePage(matching, page, perPage);
      return success(result, { info: totals(page, perPage, result.length, 500) });
    },
  },
  grows: {
    description: `200 items; each of the first ${MOST_MOVES} requests finds one more at the front: items move on while they are read`,
    reply: (query, earlier) => movingPage(query, [...newItems(earlier), ...itemsUpTo(200)]),
  },
  shrinks: {
    description: `200 items; each of the first ${MOST_MOVES} requests finds one less at the front: items move up while they are read`,
    reply: (query, earlier) => movingPage(query, itemsUpTo(200).slice(earlier)),
  },
  heavy: {
    description: '150 items; answers 504 when more than 25 are asked for at once',
    reply: (query) =>
      numberFrom(query, 'per_page', 20) > 25
        ? failWith(504, 1101, 'The upstream took too long')
        : movingPage(query, itemsUpTo(150)),
  },
  'same-cursor': {
    description: 'answers the same items and the same cursor for ever',
    reply: (query) => {
      const result = itemsUpTo(numberFrom(query, 'limit', 10));
      return success(result, { info: { count: result.length, cursor: encodeCursor('for-ever') } });
    },
  },
  'no-info': {
    description: '45 items by page and per_page, but no result_info at all',
    reply: (query) =>
      success(slicePage(itemsUpTo(45), numberFrom(query, 'page', 1), numberFrom(query, 'per_page', 20))),
  },
  'string-page': {
    description: '45 items; every number in result_info is a string',
    reply: (query) => {
      const page = numberFrom(query, 'page', 1);
      const perPage = numberFrom(query, 'per_page', 20);
      const result = slicePage(itemsUpTo(45), page, perPage);
      const info = totals(page, perPage, result.length, 45);
      return success(result, {
        info: Object.fromEntries(Object.entries(info).map(([name, value]) => [name, String(value)])),
      });
    },
  },
  'before-after': {
    description: '60 items; cursors.before and cursors.after lead both ways, either is absent at its end',
    reply: (query) => {
      const items = itemsUpTo(60);
      const limit = numberFrom(query, 'limit', 20);
      const cursor = query.get('cursor');
      const start = cursor === null || cursor === '' ? 0 : decimalDigits(decodeCursor(cursor) ?? '');
      if (start === undefined || start >= items.length) return failWith(400, 1001, 'Invalid cursor');
      const result = items.slice(start, start + limit);
      const before = start > 0 ? { before: encodeCursor(String(Math.max(0, start - limit))) } : {};
      const after = start + limit < items.length ? { after: encodeCursor(String(start + limit)) } : {};
      return success(result, { info: { count: result.length, cursors: { ...before, ...after } } });
    },
  },
};

/** How often each list was asked, per account. */
const askedOf = perOwner('odd-lists', () => new Map<string, number>());

export const ODD_LIST_NAMES: readonly string[] = Object.keys(ODD_LISTS);

export const listOddLists = inAccount((_call, account) =>
  success(
    Object.entries(ODD_LISTS).map(([name, list]) => ({
      name,
      path: `/accounts/${account.id}/sandbox/${name}`,
      description: list.description,
    })),
  ),
);

/** The handler of one of `ODD_LIST_NAMES`. */
export function oddListHandler(name: string): Handler {
  const list = ODD_LISTS[name];
  if (list === undefined) throw new Error(`odd-lists: there is no list called ${name}`);
  return inAccount((call, account) => {
    const asked = askedOf(call.world, account);
    const earlier = asked.get(name) ?? 0;
    asked.set(name, Math.min(MOST_MOVES, earlier + 1));
    return list.reply(call.query, earlier);
  });
}
