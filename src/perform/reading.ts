// One reading of a list: its pace, the items seen so far, what there is to report; and what is asked of it and handed on.
// It knows nothing of the order of pages, which is read-all's.
import { type Failure, HttpFailure } from '../api/failures.ts';
import { identitiesOf, itemsOf } from '../api/list.ts';
import { answered, createPace, failed, type Pace, slowedDown, started, toldLimit, waitFor } from '../api/pace.ts';
import type { PageQuery } from '../api/pagination.ts';
import type { PageInfo } from '../api/recognise.ts';
import type { SendContext } from '../api/types.ts';
import type { KnownPage, ReadAllProgress, ReadAllReport } from '../explorer/model/all-pages.ts';
import type { Received } from '../explorer/model/received.ts';
import { childrenOf } from '../json/children.ts';
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
  /** Undefined where the answer is no JSON. */
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

  /** `onRoom` hears that another request may start: before this one's answer is decoded and looked at. */
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
      // A success that cannot be read was an answer all the same.
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
