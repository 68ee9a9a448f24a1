// The ways through a list from page to page: by what each page tells of the next one, or by numbers, several at once.
import { halved, isNumbered, isTooMuch, lesserSize, type PageQuery, placeQuery } from './paging.ts';
import {
  type Ending,
  type FailedPage,
  type PageOutcome,
  pageOf,
  type ReadAllSources,
  type ReadAllStep,
  type Reading,
  type ReadPage,
} from './reading.ts';
import type { PageInfo } from './recognise.ts';

/** Which page of the list a request is for. */
export type PagePlace = { readonly kind: 'next' | 'back' } | { readonly kind: 'number'; readonly number: number };

/** A way of going through a list, once its first page is there. */
export interface Course {
  /** The request that is to go out next, whatever the pace says. */
  readonly wanted: () => { readonly place: PagePlace; readonly query: PageQuery } | undefined;
  readonly sent: (place: PagePlace) => void;
  readonly land: (place: PagePlace, outcome: PageOutcome) => void;
  /** Goes on with what has come. `again`: something changed, and may allow more requests. */
  readonly advance: () => ReadAllStep | 'again' | undefined;
  /** The parameters of the page that is still to come. */
  readonly resume: () => PageQuery;
}

/** Pages without any new item after which a list of unknown length is taken to be at its end. */
const longestRunWithoutNews = 25;

/** Pages that are looked at once more where a list has become shorter. */
const longestLookBack = 5;

/** The first page, from what is known or from a request; it tells how the list goes on. */
export function begin(
  reading: Reading,
  { asked: first, known = [], before }: Pick<ReadAllSources, 'asked' | 'known' | 'before'>,
  goOn: (course: Course) => void,
): Course {
  let query = before?.resume ?? {};
  let asked = first;
  const earlier = known.slice(0, -1);
  let state: 'unsent' | 'sent' | PageOutcome = 'unsent';

  const start = (page: ReadPage): 'again' => {
    // What else than the place was asked for is asked for again: pages that were made smaller.
    const size = Object.fromEntries(Object.entries(query).filter(([name]) => name !== page.info.parameter));
    const pages = (before?.report.pages ?? 0) + Math.max(1, known.length);
    goOn((isNumbered(page.info) ? readNumbered : readForward)(reading, page, size, pages));
    return 'again';
  };

  return {
    wanted: () => (state === 'unsent' && known.length === 0 ? { place: { kind: 'next' }, query } : undefined),
    sent: () => {
      state = 'sent';
    },
    land: (_, outcome) => {
      state = outcome;
    },
    advance: () => {
      const page = earlier.shift();
      if (page) return reading.take(page).step ?? 'again';
      const last = known.at(-1);
      if (last) return start(last);
      if (typeof state === 'string') return undefined;
      if ('failure' in state) {
        const lesser = asked && isTooMuch(state) ? halved(asked) : undefined;
        if (!lesser) return { type: 'end', end: reading.stop(state, query) };
        asked = lesser;
        query = { ...query, ...lesser.query };
        state = 'unsent';
        reading.tell({ smallerPages: lesser.size });
        return 'again';
      }
      const { received } = state;
      if (received.info.kind === 'none') return { type: 'end', end: { type: 'notAList', received } };
      return start(pageOf(received));
    },
    resume: () => query,
  };
}

/** Cursors, tokens and times: each page tells where the next one is. */
function readForward(reading: Reading, first: ReadPage, firstSize: PageQuery, read: number): Course {
  const asked = new Set<string>();
  let size = firstSize;
  let withoutNews = 0;
  let pages = read;
  let page = first;
  let isTaken = false;
  let state: 'unsent' | 'sent' | PageOutcome = 'unsent';

  const next = (): string | undefined => {
    const { isEnd, nextCursor } = page.info;
    return isEnd || nextCursor === undefined || asked.has(nextCursor) ? undefined : nextCursor;
  };
  const query = (): PageQuery => ({ ...size, [page.info.parameter ?? 'cursor']: next() });

  /** Items of the largest page so far. */
  let largest = 0;
  let hadNews = true;

  const takePage = (): ReadAllStep | 'again' => {
    isTaken = true;
    const { news, step } = reading.take(page);
    const { totalCount, count = 0 } = page.info;
    hadNews = news > 0;
    largest = Math.max(largest, count);
    reading.tell({ pages, ofPages: next() === undefined ? pages : undefined, ofItems: totalCount });
    withoutNews = news === 0 ? withoutNews + 1 : 0;
    return step ?? 'again';
  };

  return {
    // While the items are taken the next page is on its way.
    wanted: () =>
      state === 'unsent' && next() !== undefined ? { place: { kind: 'next' }, query: query() } : undefined,
    sent: () => {
      state = 'sent';
    },
    land: (_, outcome) => {
      state = outcome;
    },
    advance: () => {
      if (!isTaken) return takePage();
      const cursor = next();
      if (cursor === undefined) return reading.end(endOfForward(page.info, largest));
      // What a bound in time asks for anew and nothing else: the list has no more.
      if (page.info.kind === 'time' && !hadNews) return reading.end(endOfForward(page.info, largest));
      if (withoutNews >= longestRunWithoutNews) return reading.end('sameCursor');
      if (typeof state === 'string') return undefined;
      const outcome = state;
      state = 'unsent';
      if ('failure' in outcome) {
        const lesser = lesserSize(page.info, size);
        if (!isTooMuch(outcome) || lesser === undefined) return { type: 'end', end: reading.stop(outcome, query()) };
        size = lesser.query;
        reading.tell({ smallerPages: lesser.size });
        return 'again';
      }
      asked.add(cursor);
      page = pageOf(outcome.received);
      isTaken = false;
      pages += 1;
      return 'again';
    },
    resume: query,
  };
}

/** How a list that goes forward has ended with this page. */
function endOfForward({ kind, count = 0, nextCursor, signs }: PageInfo, largest: number): Ending {
  if (kind === 'time') {
    if (nextCursor === undefined || count === 0) return 'told';
    // A page full of a single moment may hide others of it.
    return count < Math.max(largest, signs.size ?? 0) ? 'told' : 'repeated';
  }
  return nextCursor === undefined ? 'told' : 'sameCursor';
}

/** Numbered pages and offsets: as many at once as the pace allows, taken in their order. */
function readNumbered(reading: Reading, first: ReadPage, firstSize: PageQuery, read: number): Course {
  let taken = first;
  let isFirstTaken = false;
  let number = first.info.number ?? 1;
  let size = firstSize;
  let pages = read;
  /** The next page to ask for. */
  let ahead = number + 1;
  const ready = new Map<number, PageOutcome>();
  /** Pages to look at once more before the next one is taken; undefined where that has not been considered. */
  let backs: number[] | undefined;
  let isLookingBack = false;
  let secondLook: ReadPage | undefined;
  /** What is looked at once more is the beginning of a list that became longer, not the pages before this one. */
  let isAtFront = false;
  /** The next page of the beginning; 0 where it has not been considered. */
  let front = 0;
  let over: Ending | undefined;
  /** The page that offsets are counted from. */
  let base = first.info;
  let last = lastFrom(first.info, number);

  const queryOf = (wanted: number): PageQuery => ({ ...size, ...placeQuery(base, wanted) });

  /** Ends the list, or looks at its beginning once more for what was added there while it was read. */
  const finish = (how: Ending): ReadAllStep | 'again' => {
    over = how;
    const isWorthLooking = reading.canTellItems() && reading.missing() > 0 && front < longestLookBack;
    if (!isWorthLooking) return reading.end(how);
    front += 1;
    isAtFront = true;
    backs = [front];
    return 'again';
  };

  const takeFirst = (): ReadAllStep | 'again' => {
    isFirstTaken = true;
    const { step } = reading.take(first);
    reading.tell({ pages, ofPages: last && last - number + pages, ofItems: first.info.totalCount });
    return step ?? 'again';
  };

  const fail = (outcome: FailedPage): ReadAllStep => {
    const lesser = lesserSize(taken.info, size);
    if (!isTooMuch(outcome) || lesser === undefined)
      return { type: 'end', end: reading.stop(outcome, queryOf(number + 1)) };
    // Smaller pages are numbered anew: the next one begins where the last one taken ended.
    size = lesser.query;
    const factor = (taken.info.perPage ?? lesser.size) / lesser.size;
    number *= factor;
    if (last !== undefined) last *= factor;
    taken = { ...taken, info: { ...taken.info, number, perPage: lesser.size, stride: lesser.size, lastPage: last } };
    base = { ...base, number: ((base.number ?? 1) - 1) * factor + 1, perPage: lesser.size, stride: lesser.size };
    ready.clear();
    ahead = number + 1;
    reading.tell({ smallerPages: lesser.size });
    return { type: 'drop' };
  };

  const takeNext = (page: ReadPage): ReadAllStep | 'again' => {
    const { info } = page;
    const { news, step } = reading.take(page, 'turn', number + 1);
    backs = undefined;
    ready.delete(number + 1);
    // Where totals bound the list, a page that brings nothing new may only have been pushed there by a list that grows.
    if (news === 0 && (lastPageOf(info) === undefined || isSameAgain(taken.info, info))) return finish('repeated');
    pages += 1;
    number += 1;
    taken = page;
    last = lastFrom(info, number);
    reading.tell({ pages, ofPages: last && pages + last - number, ofItems: info.totalCount });
    return step ?? 'again';
  };

  return {
    wanted: () => {
      const back = backs?.[0];
      if (back !== undefined && !isLookingBack) return { place: { kind: 'back' }, query: queryOf(back) };
      if (over || isOver()) return undefined;
      // Responses wait for their turn, and must not pile up behind one that is late.
      const isWorthAsking = ahead <= number + 2 * reading.width() && (last === undefined || ahead <= last);
      return isWorthAsking ? { place: { kind: 'number', number: ahead }, query: queryOf(ahead) } : undefined;
    },
    sent: (place) => {
      if (place.kind === 'number') ahead = place.number + 1;
      else isLookingBack = true;
    },
    land: (place, outcome) => {
      if (place.kind === 'number') {
        ready.set(place.number, outcome);
        return;
      }
      isLookingBack = false;
      backs?.shift();
      // What cannot be read a second time was read once; the next page will tell whether something is wrong.
      if (!('failure' in outcome)) secondLook = pageOf(outcome.received);
    },
    advance: () => {
      if (!isFirstTaken) return takeFirst();
      if (secondLook) {
        const { news, step } = reading.take(secondLook, isAtFront ? 'front' : 'back');
        secondLook = undefined;
        if (isAtFront && news === 0) front = longestLookBack;
        return step ?? 'again';
      }
      if (isAtFront && backs && backs.length > 0) return undefined;
      if (over) return finish(over);
      if (isOver()) return finish('told');
      const outcome = ready.get(number + 1);
      if (outcome === undefined) return undefined;
      if ('failure' in outcome) return fail(outcome);
      const page = pageOf(outcome.received);
      if (backs === undefined) {
        backs = reading.canTellItems() ? pagesToLookBack(taken.info, page.info) : [];
        return 'again';
      }
      if (backs.length > 0) return undefined;
      if (page.info.count === 0) {
        // It has no items, and may tell totals.
        reading.take(page);
        return finish('emptyPage');
      }
      return takeNext(page);
    },
    resume: () => queryOf(number + 1),
  };

  /** The last page, by what the one with this number tells. */
  function lastFrom(info: PageInfo, at: number): number | undefined {
    const { kind, isEnd, offset, count = 0, totalCount } = info;
    if (isEnd || kind === 'page' || offset === undefined || totalCount === undefined) return isEnd ? at : info.lastPage;
    return at + Math.ceil(Math.max(0, totalCount - offset - count) / (base.stride ?? 1));
  }

  function isOver(): boolean {
    return taken.info.isEnd || (last !== undefined && number >= last);
  }
}

/** True for a page that begins as the one before it does, of a list that is as long as it was. */
function isSameAgain(before: PageInfo, now: PageInfo): boolean {
  return before.firstId !== undefined && before.firstId === now.firstId && before.totalCount === now.totalCount;
}

/**
 * A list that shrank between two pages moved items from the page before to the one before that, which was read already: a
 * second look at those finds them.
 */
function pagesToLookBack(before: PageInfo, now: PageInfo): number[] {
  const { totalCount: former, number = 1 } = before;
  const { totalCount, perPage } = now;
  if (former === undefined || totalCount === undefined || perPage === undefined) return [];
  const count = Math.min(longestLookBack, number, Math.ceil(Math.max(0, former - totalCount) / perPage));
  return Array.from({ length: count }, (_, index) => number - count + 1 + index);
}

function lastPageOf(info: PageInfo): number | undefined {
  return info.isEnd ? info.number : info.lastPage;
}
