// What every way of reading a whole list shares: which items are new, the report of how far it has come, how it ends.
import { childrenOf } from '../json/children.ts';
import { type JsonDocument, type NodeId, sourceText } from '../json/document.ts';
import { createSeenTexts } from '../json/search.ts';
import { type Completeness, type EndOfList, judgeCompleteness } from './completeness.ts';
import { beginning, type Evidence, noEvidence, withPageRead, withTotals } from './evidence.ts';
import type { Failure } from './failures.ts';
import { identitiesOf, itemsOf } from './list.ts';
import type { AskedPage, PageQuery } from './paging.ts';
import type { Received, ResponseFacts } from './received.ts';
import type { PageInfo } from './recognise.ts';

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
  /** Items that came again beside new ones, because the list grew or was ordered anew while it was read. */
  readonly repeated: number;
  /** Items that had moved to a page read already, because the list shrank, and were found there by a second look. */
  readonly recovered: number;
  /** Items that were added to its beginning while the list was read, and were found by a second look. */
  readonly added: number;
  /** `per_page` as it was made smaller after pages that were too much; undefined where it stayed. */
  readonly smallerPages: number | undefined;
  /** Whether the list is whole, by what came with it; absent while it is read. */
  readonly completeness?: Completeness;
  readonly evidence: Evidence;
}

/** How a list that was read to its end, or as far as it went, stands in a response. */
export interface Gathered {
  readonly report: ReadAllReport;
  /** Where it stopped, and why; undefined where it is complete, and while it is read. */
  readonly stopped: { readonly failure: Failure; readonly resume: PageQuery } | undefined;
}

/** A page that was read before, whose items need not be asked for again. */
export interface KnownPage {
  readonly document: JsonDocument;
  readonly info: PageInfo;
  readonly response: ResponseFacts | undefined;
}

export interface PageOfList {
  readonly info: PageInfo;
  readonly document: JsonDocument;
  /** The list itself in the document. */
  readonly list: NodeId;
  /** Its items, without those that an earlier page had. */
  readonly items: readonly NodeId[];
}

export type ReadAllEnd =
  | { readonly type: 'ended'; readonly report: ReadAllReport }
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

/** What is there when reading begins. */
export interface ReadAllSources {
  /** Requests at once at the most. @default 8 */
  readonly most?: number;
  /** The page that the first request asks for: where that is too much, it is asked for again with half the size. */
  readonly asked?: AskedPage | undefined;
  /** Pages that are there already, from the first one on without a gap. */
  readonly known?: readonly KnownPage[];
  /** A reading that was stopped: what it had gathered, as a list, and where it goes on. */
  readonly before?:
    | { readonly items: JsonDocument; readonly resume: PageQuery; readonly report: ReadAllReport }
    | undefined;
}

/** What came of a request; `received` beside a failure is a response that tells of it. */
export type PageOutcome = { readonly received: Received } | FailedPage;

export type FailedPage = { readonly failure: Failure; readonly received?: Received };

export interface PageAsk {
  readonly type: 'fetch';
  /** Names the request in `hear` and `land`. */
  readonly id: number;
  /** Parameters to set on the request. */
  readonly query: PageQuery;
}

export type ReadAllStep =
  | PageAsk
  /** Items to hand on, before anything else is asked of the plan. */
  | { readonly type: 'take'; readonly page: PageOfList }
  /** Nobody waits any more for the requests on their way: end them all. */
  | { readonly type: 'drop' }
  /** Until something lands, or so many milliseconds are over. */
  | { readonly type: 'wait'; readonly ms: number | undefined }
  | { readonly type: 'end'; readonly end: ReadAllEnd };

/** A page as far as reading cares; its document is undefined where the response is no JSON. */
export interface ReadPage {
  readonly info: PageInfo;
  readonly document: JsonDocument | undefined;
}

/** How a list shows that it has ended. */
export type Ending = Exclude<EndOfList, 'stopped'>;

export type Reading = ReturnType<typeof createReading>;

/** What every way of reading shares: the items seen and the report. */
export function createReading(before: ReadAllSources['before'], width: () => number) {
  const seen = createSeenTexts();
  const seenPages = createSeenTexts();
  let hasIds = true;
  if (before) {
    const ids = identitiesOf(before.items, childrenOf(before.items, 0));
    if (ids) for (const id of ids) seen.add(id);
    else hasIds = false;
  }
  let isFirst = before === undefined;
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
    added: 0,
    smallerPages: undefined,
    evidence: noEvidence,
  };
  const tell = (change: Partial<ReadAllReport>): void => {
    report = { ...report, width: width(), ...change };
  };
  const judged = (end: EndOfList): ReadAllReport => {
    const { items, evidence } = report;
    return { ...report, completeness: judgeCompleteness({ ...evidence, end, items: items + evidence.skipped }) };
  };
  /** What a page that is read in its turn tells of the whole. */
  const weigh = (info: PageInfo, news: number, count: number): Evidence => {
    const { evidence } = report;
    const begun = isFirst ? { ...evidence, ...beginning(info) } : evidence;
    isFirst = false;
    return withPageRead(begun, info, news, count);
  };

  /** The new items of a page, and how many they are. */
  const take = (
    { document, info }: ReadPage,
    look: 'turn' | 'back' | 'front' = 'turn',
    /** Of the page, counted from the first one that came: an offset alone does not tell it. */
    number = info.number,
  ): { readonly news: number; readonly step: ReadAllStep | undefined } => {
    const found = document && itemsOf(document, info);
    if (!document || !found) {
      tell({ evidence: weigh(info, 0, 0) });
      return { news: 0, step: undefined };
    }
    const ids = hasIds ? identitiesOf(document, found.items) : undefined;
    // A list whose items cannot be told apart is taken page by page.
    if (ids === undefined) hasIds = false;
    const isNewPage = ids !== undefined || seenPages.add(sourceText(document, found.list));
    const isTaken = isNewPage || isAnotherPage(info);
    const items = found.items.filter((_, index) => (ids === undefined ? isTaken : seen.add(ids[index] ?? '')));
    const again = found.items.length - items.length;
    const news = isNewPage || info.kind === 'page' ? items.length : 0;
    // Lists cut by time begin with what the page before ended with, by their nature.
    const isMoved = look === 'turn' && info.kind !== 'time' && news > 0;
    tell({
      items: report.items + items.length,
      bytes: report.bytes + document.bytes.length,
      pausedUntil: undefined,
      ...(look === 'back' && { recovered: report.recovered + items.length }),
      ...(look === 'front' && { added: report.added + items.length }),
      ...(isMoved && { repeated: report.repeated + again }),
      evidence:
        look === 'turn'
          ? weigh({ ...info, number }, items.length, found.items.length)
          : withTotals(report.evidence, info),
    });
    const page: PageOfList = { info, document, list: found.list, items };
    return { news, step: items.length === 0 ? undefined : { type: 'take', page } };
  };

  return {
    take,
    tell,
    report: () => report,
    width,
    canTellItems: () => hasIds,
    /** Items that the server counts and that have not come, where the list became longer while it was read. */
    missing: (): number => {
      const { items, evidence } = report;
      const { skipped, totals } = evidence;
      return totals && totals.last > totals.first ? Math.max(0, totals.last - items - skipped) : 0;
    },
    end: (how: Ending): ReadAllStep => ({
      type: 'end',
      end: { type: 'ended', report: judged(how) },
    }),
    stop: ({ failure, received }: FailedPage, resume: PageQuery): ReadAllEnd => ({
      type: 'stopped',
      failure,
      resume,
      report: judged('stopped'),
      ...(received === undefined ? {} : { received }),
    }),
  };
}

/** Where items cannot be told apart, a page that looks like another is one of its own where the server says which one it is. */
function isAnotherPage({ kind, number, reportedNumber, lastPage }: PageInfo): boolean {
  return kind === 'page' ? lastPage !== undefined && number === reportedNumber : kind !== 'offset';
}

export function pageOf({ info, body }: Received): ReadPage {
  return { info, document: body.kind === 'json' ? body.document : undefined };
}
