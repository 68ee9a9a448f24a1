// Reads every page of a list: in order, each item once, several pages at once where their places are known beforehand.
// It asks for pages through a function and hands on what comes; it must not know what becomes of the items.
import { type Failure, HttpFailure } from '../api/failures.ts';
import { identitiesOf, itemsOf } from '../api/list.ts';
import { answered, createPace, failed, type Pace, slowedDown, started, toldLimit, waitFor } from '../api/pace.ts';
import { isNumbered, isTooMuch, lesserSize, type PageQuery } from '../api/paging.ts';
import type { KnownPage, ReadAllProgress, ReadAllReport, Received } from '../api/received.ts';
import type { PageInfo } from '../api/recognise.ts';
import type { SendContext } from '../http/send.ts';
import { childrenOf } from '../json/children.ts';
import { type JsonDocument, type NodeId, sourceText } from '../json/document.ts';
import { createSeenTexts } from '../json/search.ts';

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

export interface PageOfList {
  readonly info: PageInfo;
  readonly document: JsonDocument;
  /** The list itself in the document. */
  readonly list: NodeId;
  /** Its items, without those that an earlier page had. */
  readonly items: readonly NodeId[];
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
  /** The first response holds no list. */
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
  /** Pages that are there already, from the first one on without a gap. */
  readonly known?: readonly KnownPage[];
  /** A reading that was stopped: what it had gathered, as a list, and where it goes on. */
  readonly before?:
    | { readonly items: JsonDocument; readonly resume: PageQuery; readonly report: ReadAllReport }
    | undefined;
}

export interface ReadAllClock {
  /** Milliseconds that never go back. */
  readonly elapsed: () => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects as soon as the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A page as far as reading cares. */
export interface Page {
  readonly info: PageInfo;
  /** Undefined where the response is no JSON. */
  readonly document: JsonDocument | undefined;
}

export function pageOf({ info, body }: Received): Page {
  return { info, document: body.kind === 'json' ? body.document : undefined };
}

export type Outcome = { readonly received: Received } | { readonly failure: Failure; readonly received?: Received };

export type Reading = ReturnType<typeof createReading>;

/** What both ways of reading share: the pace, the items seen, the report. */
export function createReading({ read, onPage, onProgress, clock, most = 8, before }: ReadAllOptions) {
  let pace: Pace = createPace(most);
  const seen = createSeenTexts();
  const seenPages = createSeenTexts();
  let hasIds = true;
  if (before) {
    const items = childrenOf(before.items, 0);
    const ids = identitiesOf(before.items, items);
    if (ids) for (const id of ids) seen.add(id);
    else hasIds = false;
  }
  let report: ReadAllReport = before?.report ?? {
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

  /** `onRoom` hears that another request may start: before this one's response is decoded and looked at. */
  const fetch = async (query: PageQuery, signal: AbortSignal, onRoom?: () => void): Promise<Outcome> => {
    pace = started(pace);
    const startedAt = clock.elapsed();
    let waited = 0;
    let isSuccess = false;
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      pace = answered(pace, clock.elapsed() - startedAt - waited);
    };
    try {
      const received = await read(query, {
        signal,
        onEvent: (event) => {
          // Whatever else has come may be asked for again.
          if (event.type === 'headers') isSuccess = event.status >= 200 && event.status < 300;
          if (event.type === 'received' && isSuccess) {
            over();
            onRoom?.();
          }
          if (event.type === 'rate-limit') pace = toldLimit(pace, event.limit, clock.elapsed());
          if (event.type !== 'retrying') return;
          waited += event.waitMs;
          pace = slowedDown(pace, event.waitMs, clock.elapsed());
          tell({ pausedUntil: clock.now() + event.waitMs });
        },
      });
      over();
      const { failure } = received;
      return failure === undefined ? { received } : { failure, received };
    } catch (error) {
      // A success that cannot be read was a response all the same.
      if (!isOver) pace = failed(pace);
      if (error instanceof HttpFailure) return { failure: error.failure };
      throw error;
    }
  };

  /** Hands the new items of a page on. Gives how many they were. */
  const take = async ({ document, info }: Page, isSecondLook = false): Promise<number> => {
    if (!document) return 0;
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
