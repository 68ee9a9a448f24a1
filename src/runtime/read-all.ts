// Reads every page of a list: in order, each item once, several pages at once where their places are known beforehand.
// It asks for pages through a function and hands on what comes; it must not know what becomes of the items.

import { identitiesOf, itemsOf } from '../core/list.ts';
import type { Received } from '../core/received.ts';
import { type Failure, HttpFailure } from '../http/failures.ts';
import { answered, createPace, failed, type Pace, slowedDown, started, toldLimit, waitFor } from '../http/pace.ts';
import { isTooMuch, lesserSize } from '../http/page-size.ts';
import { isNumbered, type PageQuery } from '../http/pagination.ts';
import type { PageInfo } from '../http/recognise-page.ts';
import type { SendContext } from '../http/types.ts';
import { type JsonDocument, type NodeId, sourceText } from '../json/document.ts';
import { createSeenTexts } from '../json/seen-texts.ts';

export interface PageOfList {
  readonly info: PageInfo;
  readonly document: JsonDocument;
  /** The list itself in the document. */
  readonly list: NodeId;
  /** Its items, without those that an earlier page had. */
  readonly items: readonly NodeId[];
}

export interface ReadAllProgress {
  readonly pages: number;
  /** How many pages there are, as far as is known. */
  readonly ofPages: number | undefined;
  readonly items: number;
  readonly ofItems: number | undefined;
  /** Bytes of the bodies. */
  readonly bytes: number;
  /** Requests at once at the moment. */
  readonly width: number;
  /** Milliseconds since the epoch until which a pause lasts, for the rate limit or because the server asked for it. */
  readonly pausedUntil: number | undefined;
}

/** What must be said of the whole: things that a person reading page after page would have seen. */
export interface ReadAllReport extends ReadAllProgress {
  /** Items that came again on a later page, because the list grew or was ordered anew while it was read. */
  readonly repeated: number;
  /** Items that had moved to a page read already, because the list shrank, and were found there by a second look. */
  readonly recovered: number;
  /** `per_page` as it was made smaller after pages that were too much; undefined where it stayed. */
  readonly smallerPages: number | undefined;
}

export type ReadAllEnd =
  | { readonly type: 'complete'; readonly report: ReadAllReport }
  /** `resume` are the parameters of the page that is still to come. */
  | {
      readonly type: 'stopped';
      readonly failure: Failure;
      readonly resume: PageQuery;
      readonly report: ReadAllReport;
      readonly received?: Received;
    }
  /** The first answer holds no list. */
  | { readonly type: 'notAList'; readonly received: Received };

export interface ReadAllOptions {
  /** Sends the request with these parameters set. Rejects with an HttpFailure. */
  readonly read: (query: PageQuery, context: SendContext) => Promise<Received>;
  /** Takes a page; the next one waits until it has. */
  readonly onPage: (page: PageOfList) => void | Promise<void>;
  readonly onProgress: (progress: ReadAllProgress) => void;
  readonly signal: AbortSignal;
  readonly clock: ReadAllClock;
  /** Requests at once at the most. @default 8 */
  readonly most?: number;
}

export interface ReadAllClock {
  /** Milliseconds that never go back. */
  readonly elapsed: () => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects as soon as the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Pages without any new item after which a list of unknown length is taken to be at its end. */
const longestRunWithoutNews = 25;

type Outcome = { readonly received: Received } | { readonly failure: Failure; readonly received?: Received };

export async function readAll(options: ReadAllOptions): Promise<ReadAllEnd> {
  const reading = createReading(options);
  const first = await reading.fetch({}, options.signal);
  if ('failure' in first) return reading.stop(first, {});
  const { info } = first.received;
  if (info.kind === 'none') return { type: 'notAList', received: first.received };
  if (isNumbered(info)) return readNumbered(options, reading, first.received);
  return readForward(options, reading, first.received);
}

type Reading = ReturnType<typeof createReading>;

/** What both ways of reading share: the pace, the items seen, the report. */
function createReading({ read, onPage, onProgress, clock, most = 8 }: ReadAllOptions) {
  let pace: Pace = createPace(most);
  const seen = createSeenTexts();
  const seenPages = createSeenTexts();
  let hasIds = true;
  let report: ReadAllReport = {
    pages: 0,
    ofPages: undefined,
    items: 0,
    ofItems: undefined,
    bytes: 0,
    width: 1,
    pausedUntil: undefined,
    repeated: 0,
    recovered: 0,
    smallerPages: undefined,
  };
  const tell = (change: Partial<ReadAllReport>): void => {
    report = { ...report, width: pace.width, ...change };
    onProgress(report);
  };

  const fetch = async (query: PageQuery, signal: AbortSignal): Promise<Outcome> => {
    pace = started(pace);
    const startedAt = clock.elapsed();
    let waited = 0;
    try {
      const received = await read(query, {
        signal,
        onEvent: (event) => {
          if (event.type === 'rate-limit') pace = toldLimit(pace, event.limit, clock.elapsed());
          if (event.type !== 'retrying') return;
          waited += event.waitMs;
          pace = slowedDown(pace, event.waitMs, clock.elapsed());
          tell({ pausedUntil: clock.now() + event.waitMs });
        },
      });
      pace = answered(pace, clock.elapsed() - startedAt - waited);
      const { failure } = received;
      return failure === undefined ? { received } : { failure, received };
    } catch (error) {
      pace = failed(pace);
      if (error instanceof HttpFailure) return { failure: error.failure };
      throw error;
    }
  };

  /** Hands the new items of a page on. Gives how many they were. */
  const take = async (received: Received, isSecondLook = false): Promise<number> => {
    const { body, info } = received;
    if (body.kind !== 'json') return 0;
    const { document } = body;
    const found = itemsOf(document, info);
    if (found === undefined) return 0;
    const ids = hasIds ? identitiesOf(document, found.items) : undefined;
    // A list whose items cannot be told apart is taken page by page.
    if (ids === undefined) hasIds = false;
    const isNewPage = ids !== undefined || seenPages.add(sourceText(document, found.list));
    const items = found.items.filter((_, index) => (ids === undefined ? isNewPage : seen.add(ids[index] ?? '')));
    if (items.length > 0) await onPage({ info, document, list: found.list, items });
    const again = found.items.length - items.length;
    tell({
      items: report.items + items.length,
      bytes: report.bytes + document.bytes.length,
      pausedUntil: undefined,
      ...(isSecondLook ? { recovered: report.recovered + items.length } : {}),
      // Lists cut by time begin with what the page before ended with, by their nature.
      ...(isSecondLook || info.kind === 'time' ? {} : { repeated: report.repeated + again }),
    });
    return items.length;
  };

  return {
    fetch,
    take,
    tell,
    /** Resolves when the next request may start, or at once where one under way must end first: then with false. */
    mayStart: async (signal: AbortSignal): Promise<boolean> => {
      const wait = waitFor(pace, clock.elapsed());
      if (wait === undefined) return false;
      if (wait > 0) {
        tell({ pausedUntil: clock.now() + wait });
        await clock.sleep(wait, signal);
        tell({ pausedUntil: undefined });
      }
      return true;
    },
    waitNow: (): number | undefined => waitFor(pace, clock.elapsed()),
    width: (): number => pace.width,
    canTellItems: (): boolean => hasIds,
    complete: (): ReadAllEnd => ({ type: 'complete', report }),
    stop: (outcome: Extract<Outcome, { failure: Failure }>, resume: PageQuery): ReadAllEnd => ({
      type: 'stopped',
      failure: outcome.failure,
      resume,
      report,
      ...(outcome.received === undefined ? {} : { received: outcome.received }),
    }),
  };
}

/** Cursors, tokens and times: each page tells where the next one is. */
async function readForward(options: ReadAllOptions, reading: Reading, first: Received): Promise<ReadAllEnd> {
  const asked = new Set<string>();
  let size: PageQuery = {};
  let withoutNews = 0;
  let page = first;
  for (let pages = 1; ; pages += 1) {
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
    page = outcome.received;
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
async function readNumbered(options: ReadAllOptions, reading: Reading, first: Received): Promise<ReadAllEnd> {
  let taken = first;
  let number = first.info.number ?? 1;
  let last = lastOf(first.info);
  let size: PageQuery = {};
  let pages = 1;
  await reading.take(first);
  reading.tell({ pages, ofPages: last && last - number + 1, ofItems: first.info.totalCount });

  for (;;) {
    if (taken.info.isEnd || (last !== undefined && number >= last)) return reading.complete();
    const window = createWindow(options, reading, taken.info, size, number, last);
    const failure = await window.run(
      async (received) => {
        const { info } = received;
        if (info.count === 0) return 'end';
        await lookBack(options, reading, taken.info, info, window.queryOf);
        const news = await reading.take(received);
        // Where totals bound the list, a page that brings nothing new may only have been pushed there by a list that grows.
        const isRepeat = news === 0 && lastOf(info) === undefined;
        if (isRepeat) return 'end';
        pages += 1;
        number += 1;
        taken = received;
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
    if ('received' in outcome && !('failure' in outcome)) await reading.take(outcome.received, true);
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
    const launch = (): void => {
      flights.set(
        next,
        ((at: number) =>
          reading.fetch(queryOf(at), signal).then((outcome) => {
            flights.delete(at);
            ready.set(at, outcome);
          }))(next),
      );
      next += 1;
    };
    const isWorthAsking = (): boolean => {
      const last = lastNow() ?? lastAtStart;
      // Answers wait for their turn, and must not pile up behind one that is late.
      return next < wanted + 2 * reading.width() && (last === undefined || next <= last);
    };
    try {
      for (;;) {
        while (isWorthAsking() && reading.waitNow() === 0) launch();
        const outcome = ready.get(wanted);
        if (outcome === undefined) {
          const pause = isWorthAsking() ? reading.waitNow() : undefined;
          const timer = new AbortController();
          const waits: Promise<unknown>[] = [...flights.values()];
          if (pause !== undefined && pause > 0) {
            waits.push(reading.mayStart(AbortSignal.any([signal, timer.signal])).catch(() => undefined));
          }
          await Promise.race(waits);
          timer.abort();
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
