// Reads every page of a list: in order, each item once, several pages at once where their places are known beforehand.
// It asks for pages through a function and hands on what comes; it must not know what becomes of the items.

import type { Failure } from '../api/failures.ts';
import { isTooMuch, lesserSize } from '../api/page-size.ts';
import { isNumbered, type PageQuery } from '../api/pagination.ts';
import type { PageInfo } from '../api/recognise.ts';
import type { Received } from '../explorer/model/received.ts';
import {
  createReading,
  type Outcome,
  type Page,
  pageOf,
  type ReadAllEnd,
  type ReadAllOptions,
  type Reading,
} from './reading.ts';

/** Pages without any new item after which a list of unknown length is taken to be at its end. */
const longestRunWithoutNews = 25;

export async function readAll(options: ReadAllOptions): Promise<ReadAllEnd> {
  const reading = createReading(options);
  const { known = [], before } = options;
  for (const page of known.slice(0, -1)) await reading.take(page);
  const query = before?.resume ?? {};
  const last = known.at(-1);
  const first = last ?? (await reading.fetch(query, options.signal));
  if ('failure' in first) return reading.stop(first, query);
  const page = 'received' in first ? pageOf(first.received) : first;
  if (page.info.kind === 'none' && 'received' in first) return { type: 'notAList', received: first.received };
  // What else than the place was asked for is asked for again: pages that were made smaller.
  const size = Object.fromEntries(Object.entries(query).filter(([name]) => name !== page.info.parameter));
  const read = (before?.report.pages ?? 0) + Math.max(1, known.length);
  return isNumbered(page.info)
    ? readNumbered(options, reading, page, size, read)
    : readForward(options, reading, page, size, read);
}

/** Cursors, tokens and times: each page tells where the next one is. */
async function readForward(
  options: ReadAllOptions,
  reading: Reading,
  first: Page,
  firstSize: PageQuery,
  read: number,
): Promise<ReadAllEnd> {
  const asked = new Set<string>();
  let size = firstSize;
  let withoutNews = 0;
  let page = first;
  for (let pages = read; ; pages += 1) {
    const { info } = page;
    const next =
      info.isEnd || info.nextCursor === undefined || asked.has(info.nextCursor) ? undefined : info.nextCursor;
    const query: PageQuery = { [info.parameter ?? 'cursor']: next };
    // While the items are taken the next page is on its way.
    const coming = next === undefined ? undefined : readNext(options, reading, { ...size, ...query });
    coming?.catch(() => undefined);
    const news = await reading.take(page);
    reading.tell({ pages, ofPages: next === undefined ? pages : undefined, ofItems: info.totalCount });
    withoutNews = news === 0 ? withoutNews + 1 : 0;
    if (coming === undefined || next === undefined || withoutNews >= longestRunWithoutNews) return reading.complete();
    asked.add(next);
    let outcome = await coming;
    while ('failure' in outcome) {
      const lesser = lesserSize(info, size);
      if (!isTooMuch(outcome) || lesser === undefined) return reading.stop(outcome, { ...size, ...query });
      size = lesser.query;
      reading.tell({ smallerPages: lesser.size });
      outcome = await readNext(options, reading, { ...size, ...query });
    }
    page = pageOf(outcome.received);
  }
}

async function readNext(options: ReadAllOptions, reading: Reading, query: PageQuery): Promise<Outcome> {
  try {
    await reading.mayStart(options.signal);
  } catch {
    return { failure: cancelled };
  }
  return reading.fetch(query, options.signal);
}

/** Numbered pages and offsets: as many at once as the pace allows, taken in their order. */
async function readNumbered(
  options: ReadAllOptions,
  reading: Reading,
  first: Page,
  firstSize: PageQuery,
  read: number,
): Promise<ReadAllEnd> {
  let taken = first;
  let number = first.info.number ?? 1;
  let last = lastOf(first.info);
  let size = firstSize;
  let pages = read;
  await reading.take(first);
  reading.tell({ pages, ofPages: last && last - number + pages, ofItems: first.info.totalCount });

  for (;;) {
    if (taken.info.isEnd || (last !== undefined && number >= last)) return reading.complete();
    const window = createWindow(options, reading, taken.info, size, number, last);
    const failure = await window.run(
      async (received) => {
        const page = pageOf(received);
        const { info } = page;
        if (info.count === 0) return 'end';
        await lookBack(options, reading, taken.info, info, window.queryOf);
        const news = await reading.take(page);
        // Where totals bound the list, a page that brings nothing new may only have been pushed there by a list that grows.
        const isRepeat = news === 0 && lastOf(info) === undefined;
        if (isRepeat) return 'end';
        pages += 1;
        number += 1;
        taken = page;
        last = lastOf(info);
        reading.tell({ pages, ofPages: last && pages + last - number, ofItems: info.totalCount });
        return info.isEnd || (last !== undefined && number >= last) ? 'end' : 'go on';
      },
      () => last,
    );
    if (failure === undefined) return reading.complete();
    const lesser = lesserSize(taken.info, size);
    if (!isTooMuch(failure) || lesser === undefined)
      return reading.stop(failure, { ...size, ...window.queryOf(number + 1) });
    // Smaller pages are numbered anew: the next one begins where the last one taken ended.
    size = lesser.query;
    const factor = (taken.info.perPage ?? lesser.size) / lesser.size;
    number *= factor;
    if (last !== undefined) last *= factor;
    taken = { ...taken, info: { ...taken.info, number, perPage: lesser.size, lastPage: last } };
    reading.tell({ smallerPages: lesser.size });
  }
}

function lastOf(info: PageInfo): number | undefined {
  return info.isEnd ? info.number : info.lastPage;
}

/**
 * A list that shrank between two pages moved items from this page to the one before, which was read already: a second
 * look at it finds them.
 */
async function lookBack(
  options: ReadAllOptions,
  reading: Reading,
  before: PageInfo,
  now: PageInfo,
  queryOf: (number: number) => PageQuery,
): Promise<void> {
  const { totalCount: former, number = 1 } = before;
  const { totalCount, perPage } = now;
  if (former === undefined || totalCount === undefined || perPage === undefined || !reading.canTellItems()) return;
  const pagesBack = Math.min(longestLookBack, number, Math.ceil(Math.max(0, former - totalCount) / perPage));
  for (let back = pagesBack - 1; back >= 0; back -= 1) {
    const outcome = await readNext(options, reading, queryOf(number - back));
    // What cannot be read a second time was read once; the next page will tell whether something is wrong.
    if ('received' in outcome && !('failure' in outcome)) await reading.take(pageOf(outcome.received), true);
  }
}

const longestLookBack = 5;

/** Pages from `number + 1` on that are asked for ahead and handed on in order, until one ends the list or fails. */
function createWindow(
  options: ReadAllOptions,
  reading: Reading,
  from: PageInfo,
  size: PageQuery,
  number: number,
  lastAtStart: number | undefined,
) {
  const { offset = 0, number: base = 1, perPage = 0 } = from;
  const queryOf = (wanted: number): PageQuery =>
    from.kind === 'page'
      ? { ...size, page: String(wanted) }
      : { ...size, offset: String(Math.max(0, offset + (wanted - base) * perPage)) };

  const run = async (
    takeIn: (received: Received) => Promise<'end' | 'go on'>,
    lastNow: () => number | undefined,
  ): Promise<Extract<Outcome, { failure: Failure }> | undefined> => {
    const stopped = new AbortController();
    const signal = AbortSignal.any([options.signal, stopped.signal]);
    const flights = new Map<number, Promise<void>>();
    const ready = new Map<number, Outcome>();
    let wanted = number + 1;
    let next = number + 1;
    const launch = (at: number): void => {
      const landed = reading.fetch(queryOf(at), signal, fill).then((outcome) => {
        flights.delete(at);
        ready.set(at, outcome);
      });
      flights.set(at, landed);
    };
    const isWorthAsking = (): boolean => {
      const last = lastNow() ?? lastAtStart;
      // Answers wait for their turn, and must not pile up behind one that is late.
      return next < wanted + 2 * reading.width() && (last === undefined || next <= last);
    };
    const fill = (): void => {
      while (!stopped.signal.aborted && isWorthAsking() && reading.waitNow() === 0) {
        next += 1;
        launch(next - 1);
      }
    };
    try {
      for (;;) {
        fill();
        const outcome = ready.get(wanted);
        if (outcome === undefined) {
          const pause = isWorthAsking() ? reading.waitNow() : undefined;
          const waits: Promise<unknown>[] = [...flights.values()];
          let timer: AbortController | undefined;
          if (pause !== undefined && pause > 0) {
            timer = new AbortController();
            waits.push(reading.mayStart(AbortSignal.any([signal, timer.signal])).catch(() => undefined));
          }
          await Promise.race(waits);
          timer?.abort();
          if (options.signal.aborted && flights.size === 0) return { failure: cancelled };
          continue;
        }
        ready.delete(wanted);
        if ('failure' in outcome) return outcome;
        wanted += 1;
        if ((await takeIn(outcome.received)) === 'end') return undefined;
      }
    } finally {
      stopped.abort();
      await Promise.allSettled(flights.values());
    }
  };
  return { run, queryOf };
}

const cancelled: Failure = {
  kind: 'cancelled',
  tried: 'all pages of the list',
  happened: 'it was cancelled',
  next: 'go on from where it stopped, or send the request again',
};
