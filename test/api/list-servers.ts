// List servers for tests: how one pages, what it tells, and in which one way it may be wrong; what it answers is made from that.
import fc from 'fast-check';
import type { PageQuery } from '../../src/api/paging.ts';
import type { PagingHint } from '../../src/api/recognise.ts';

const faults = [
  'none',
  /** Totals that are more or less than there is. */
  'counts',
  /** A `count` that is not that of the page. */
  'miscounts',
  /** Sends the first page whatever is asked for. */
  'ignores',
  /** Sends the last page again in place of those after it. */
  'repeatsLast',
  /** Never stops giving a cursor. */
  'sameCursor',
  /** Loses an item with each request, at the front or the back. */
  'shrinks',
  'grows',
  /** Sends an empty page before the end. */
  'stopsEarly',
  /** Forgets to say that there is more. */
  'silent',
  /** Says that more follows when nothing does. */
  'saysMore',
  /** All items are of one moment. */
  'oneMoment',
] as const;

export interface ServerPlan {
  readonly paging: 'page' | 'offset' | 'cursor' | 'time';
  readonly fault: (typeof faults)[number];
  readonly items: number;
  readonly size: number;
  /** Whether more is asked for than the server gives; it says what it gives, or not. */
  readonly isClamped: boolean;
  readonly tells: {
    readonly total: boolean;
    readonly pages: boolean;
    readonly size: boolean;
    readonly count: boolean;
    readonly more: boolean;
  };
  /** How the end of a cursor shows. */
  readonly lastCursor: 'null' | 'empty' | 'absent';
  /** Where the list is. */
  readonly place: 'result' | 'member' | 'cursors.after';
  /** An empty list is null. */
  readonly isNull: boolean;
  readonly isFiltered: boolean;
  /** By which the fault is wrong, and where. */
  readonly error: number;
  readonly isAtFront: boolean;
  readonly isExclusive: boolean;
}

/** Every plan makes sense: a fault that its way of paging cannot have is another one. */
export const serverPlans: fc.Arbitrary<ServerPlan> = fc
  .record<ServerPlan>({
    paging: fc.constantFrom('page', 'offset', 'cursor', 'time'),
    fault: fc.oneof(fc.constant('none' as const), fc.constantFrom(...faults)),
    items: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 80 })),
    size: fc.integer({ min: 1, max: 20 }),
    isClamped: fc.boolean(),
    tells: fc.record({
      total: fc.boolean(),
      pages: fc.boolean(),
      size: fc.boolean(),
      count: fc.boolean(),
      more: fc.boolean(),
    }),
    lastCursor: fc.constantFrom('null', 'empty', 'absent'),
    place: fc.constantFrom('result', 'member', 'cursors.after'),
    isNull: fc.boolean(),
    isFiltered: fc.boolean(),
    error: fc.integer({ min: 1, max: 30 }),
    isAtFront: fc.boolean(),
    isExclusive: fc.boolean(),
  })
  .map(sensible);

function sensible(plan: ServerPlan): ServerPlan {
  const { paging, fault, tells } = plan;
  const isNumbered = paging === 'page' || paging === 'offset';
  const fits: Partial<Record<ServerPlan['fault'], boolean>> = {
    counts: isNumbered && (tells.total || tells.pages),
    miscounts: tells.count,
    ignores: isNumbered,
    repeatsLast: isNumbered,
    sameCursor: paging === 'cursor',
    silent: paging === 'cursor',
    saysMore: tells.more,
    oneMoment: paging === 'time',
    stopsEarly: isNumbered,
  };
  // A page that holds nothing but one moment cannot be told from a longer one: two items share one at the most.
  const size = paging === 'time' ? Math.max(3, plan.size) : plan.size;
  return {
    ...plan,
    size,
    fault: fits[fault] === false ? 'none' : fault,
    isFiltered: plan.isFiltered && (tells.total || tells.pages),
    // A page that is full and has no cursor says nothing about an end, unless something else does.
    lastCursor: plan.lastCursor === 'absent' && fault !== 'silent' && !tells.total ? 'null' : plan.lastCursor,
  };
}

/** A response and what it says, for the one who judges. */
export interface Sent {
  readonly url: string;
  readonly body: unknown;
  readonly ids: readonly string[];
  readonly total: number | undefined;
  readonly pages: number | undefined;
  readonly count: number | undefined;
  readonly more: boolean | undefined;
  /** Items a page, as far as anybody can know. */
  readonly size: number;
  readonly asked: string | undefined;
  /** How far on in the list it is. */
  readonly position: number;
  /** The cursor in it. */
  readonly next: string | undefined;
  /** True where nothing in it is about an end. */
  readonly isSilent: boolean;
  readonly isFirst: boolean;
}

export interface ListServer {
  /** What the request asks for besides the page. */
  readonly query: PageQuery;
  readonly hint: PagingHint | undefined;
  readonly answer: (query: PageQuery) => Sent;
  /** What it holds now. */
  readonly ids: () => readonly string[];
}

interface Item {
  readonly id: string;
  readonly created_at: string;
}

const names = {
  page: { parameter: 'page', size: 'per_page' },
  offset: { parameter: 'offset', size: 'limit' },
  cursor: { parameter: 'cursor', size: 'per_page' },
  time: { parameter: 'until', size: 'limit' },
} as const;

const dayMs = Date.parse('2024-05-01T00:00:00Z');

/** Two follow each other in one moment. */
function itemAt(index: number, isOneMoment: boolean): Item {
  const moment = dayMs - (isOneMoment ? 0 : Math.floor(index / 2) * 1000);
  return { id: `i${index}`, created_at: new Date(moment).toISOString().replace('.000Z', 'Z') };
}

export function listServer(plan: ServerPlan): ListServer {
  const { paging, fault, size, tells, error } = plan;
  const { parameter, size: sizeParameter } = names[paging];
  let items: readonly Item[] = Array.from({ length: plan.items }, (_, index) => itemAt(index, fault === 'oneMoment'));
  let asked = 0;

  const move = (): void => {
    asked += 1;
    if (asked === 1 || asked > 12) return;
    if (fault === 'shrinks') items = plan.isAtFront ? items.slice(1) : items.slice(0, -1);
    if (fault !== 'grows') return;
    const added = { id: `n${asked}`, created_at: new Date(dayMs + asked * 1000).toISOString().replace('.000Z', 'Z') };
    const last = {
      id: `n${asked}`,
      created_at: new Date(dayMs - (500 + asked) * 1000).toISOString().replace('.000Z', 'Z'),
    };
    items = plan.isAtFront ? [added, ...items] : [...items, last];
  };

  const answer = (query: PageQuery): Sent => {
    move();
    const place = query[parameter];
    const matching = plan.isFiltered ? items.slice(0, Math.ceil(items.length / 2)) : items;
    const { page, next } = cut(matching, place);
    const lie = plan.isAtFront ? error : -Math.min(error, items.length);
    const counted = items.length + (fault === 'counts' ? lie : 0);
    const total = tells.total ? counted : undefined;
    const pages = tells.pages && (paging === 'page' || paging === 'offset') ? Math.ceil(counted / size) : undefined;
    const count = tells.count ? page.length + (fault === 'miscounts' ? error : 0) : undefined;
    const isLast = next === undefined;
    const more = tells.more ? !isLast || fault === 'saysMore' : undefined;
    const number = paging === 'page' ? { page: Number(place ?? 1) } : {};
    const cursor = cursorOf(next, place);
    const info = {
      ...(total === undefined ? {} : { total_count: total }),
      ...(pages === undefined ? {} : { total_pages: pages }),
      ...(count === undefined ? {} : { count }),
      ...(more === undefined ? {} : { has_more: more }),
      ...(tells.size && paging !== 'time' ? { per_page: size, ...number } : {}),
      ...cursor.info,
    };
    const list = page.length === 0 && plan.isNull ? null : page;
    const result = plan.place === 'member' ? { total_time: 1.5, things: list } : list;
    const url = `http://127.0.0.1/list?${new URLSearchParams(query as Record<string, string>)}`;
    return {
      url,
      body: {
        result,
        success: true,
        errors: [],
        messages: [],
        ...(Object.keys(info).length > 0 && { result_info: info }),
      },
      ids: page.map(({ id }) => id),
      total: plan.isFiltered ? undefined : total,
      pages: plan.isFiltered ? undefined : pages,
      count,
      more,
      size: tells.size || !plan.isClamped ? size : size * 2,
      asked: place,
      position: paging === 'page' || paging === 'offset' ? Number(place ?? 0) : asked,
      next: cursor.next,
      isSilent:
        paging === 'cursor' && !cursor.hasPlace && place === undefined && total === undefined && more === undefined,
      isFirst: fault === 'ignores' && page.length > 0,
    };
  };

  /** The items of a page, and where the next one is. */
  const cut = (
    all: readonly Item[],
    place: string | undefined,
  ): { readonly page: readonly Item[]; readonly next: string | undefined } => {
    const slice = (from: number) => ({
      page: all.slice(from, from + size),
      next: from + size < all.length ? String(from + size) : undefined,
    });
    switch (paging) {
      case 'page': {
        const last = Math.max(1, Math.ceil(all.length / size));
        const wanted =
          fault === 'ignores' ? 1 : fault === 'repeatsLast' ? Math.min(last, Number(place ?? 1)) : Number(place ?? 1);
        return fault === 'stopsEarly' && wanted > 1 ? { page: [], next: undefined } : slice((wanted - 1) * size);
      }
      case 'offset': {
        const last = Math.max(0, all.length - size);
        const wanted =
          fault === 'ignores' ? 0 : fault === 'repeatsLast' ? Math.min(last, Number(place ?? 0)) : Number(place ?? 0);
        return fault === 'stopsEarly' && wanted > 0 ? { page: [], next: undefined } : slice(wanted);
      }
      case 'cursor': {
        // A cursor names the last item that was seen, whatever was added or lost before it.
        const seen = place === undefined ? -1 : all.findIndex(({ id }) => id === place);
        const from = place !== undefined && seen < 0 ? Number(place.slice(1)) + 1 : seen + 1;
        const page = all.slice(from, from + size);
        const hasMore = from + size < all.length;
        return { page, next: hasMore && page.length > 0 ? page.at(-1)?.id : undefined };
      }
      case 'time': {
        const until = place === undefined ? Number.POSITIVE_INFINITY : Date.parse(place);
        const left = all.filter(({ created_at }) => {
          const time = Date.parse(created_at);
          return plan.isExclusive ? time < until : time <= until;
        });
        return { page: left.slice(0, size), next: left.length > size ? 'later' : undefined };
      }
    }
  };

  const cursorOf = (next: string | undefined, place: string | undefined) => {
    const none = { info: {}, next: undefined, hasPlace: false };
    if (paging !== 'cursor' || fault === 'silent') return none;
    const told = next ?? (fault === 'sameCursor' ? (place ?? 'i0') : undefined);
    const written = told ?? (plan.lastCursor === 'null' ? null : plan.lastCursor === 'empty' ? '' : undefined);
    if (plan.place === 'cursors.after')
      return { info: { cursors: written === undefined ? {} : { after: written } }, next: told, hasPlace: true };
    return written === undefined ? none : { info: { cursor: written }, next: told, hasPlace: true };
  };

  const bounds = { upper: 'until', lower: 'since', isExclusive: plan.isExclusive };
  return {
    query: {
      ...(plan.isClamped ? { [sizeParameter]: String(size * 2) } : { [sizeParameter]: String(size) }),
      ...(plan.isFiltered ? { kind: 'some' } : {}),
    },
    hint: {
      kind: paging,
      sizeParameter,
      at: plan.place === 'member' ? ['things'] : [],
      ...(paging === 'time' ? { bounds } : { parameter }),
    },
    answer,
    ids: () => items.map(({ id }) => id),
  };
}
