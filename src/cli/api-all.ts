// `flarescope api --all`: every item of a list as its pages arrive, with how far it has come on standard error.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../accounts/connection.ts';
import { tellDoubt } from '../api/completeness.ts';
import type { Failure } from '../api/failures.ts';
import { itemsOf } from '../api/list.ts';
import { askedPage, type PageQuery } from '../api/paging.ts';
import type { PageOfList, ReadAllEnd, ReadAllProgress, ReadAllReport } from '../api/reading.ts';
import { isSafeMethod } from '../api/retry.ts';
import { systemClock } from '../http/clock.ts';
import { sourceText } from '../json/document.ts';
import { compactJson } from '../json/format.ts';
import { indexDocument } from '../json/parse.ts';
import { createCatalogs, pagingHint } from '../perform/catalogs.ts';
import { exchange } from '../perform/exchange.ts';
import type { Files } from '../perform/performers.ts';
import { readAll } from '../perform/read-all.ts';
import { queryOf, withQuery } from '../request/edit.ts';
import { formatLine } from '../request/format.ts';
import { effectiveMethod } from '../request/method.ts';
import type { RequestLine } from '../request/types.ts';
import { collectOften, keepHeapSmall } from '../terminal/heap.ts';
import { formatBytes, formatCount, formatDuration, formatQuantity, progressBar, timeLeft } from '../text/numbers.ts';
import type { Filter } from '../workers/filter.ts';
import type { ApiOptions } from './api-options.ts';
import { createWriter, printLines } from './api-output.ts';
import { complain } from './complain.ts';
import { type Io, print } from './io.ts';
import { exitCodes, Refusal } from './messages.ts';
import { createProgress } from './progress.ts';

/** Writes one page; rejects with a sentence where that cannot be done. */
type Take = (page: PageOfList) => Promise<void>;

/** What is read, and over what. */
interface Reading {
  readonly connection: Connection;
  /** Of its first page. */
  readonly request: RequestLine;
  readonly files: Files;
  readonly signal: AbortSignal;
  /** A failure as sentences. */
  readonly explain: (failure: Failure) => Promise<string>;
}

export async function printAll(
  reading: Reading,
  filtering: Filter | undefined,
  options: ApiOptions,
  io: Io,
): Promise<number> {
  if (options.continueFile === undefined) return printItems(reading, filtering, options, io);
  const { continueFile } = await import('./api-continue.ts');
  const { output, close } = await continueFile(options.continueFile, options);
  try {
    const { stderr, env, onSignal, openQuestioner, stdin } = io;
    const appending = { stdin, stdout: output, stderr, env, onSignal, openQuestioner, colorDepth: 1, isForEyes: false };
    return await printItems(reading, filtering, options, appending);
  } finally {
    await close();
  }
}

async function printItems(
  { connection, request, files, signal, explain }: Reading,
  filtering: Filter | undefined,
  options: ApiOptions,
  io: Io,
): Promise<number> {
  const method = effectiveMethod(request);
  if (!isSafeMethod(method)) throw new Refusal(`--all reads pages, so it cannot be used with ${method}`);
  // However long the list is, a page is all that has to be kept.
  keepHeapSmall();
  collectOften();
  let hint: ReturnType<typeof pagingHint> | undefined;
  const progress = createProgress(io.stderr, progressText);
  const stopped = new AbortController();
  const format = options.output === undefined ? 'ndjson' : options.output;
  const writer =
    format === 'raw' || options.isRawOutput ? undefined : createWriter(io, { ...options, format, isList: true });
  let mistake: string | undefined;
  let sent = 0;
  const take: Take = async (page) => {
    progress.hide();
    if (filtering !== undefined) {
      const outcome = await filtering.apply(pageText(page), AbortSignal.any([signal, stopped.signal]));
      if (!outcome.ok) {
        mistake = `the filter failed: ${outcome.error}`;
        stopped.abort();
      }
      if (outcome.lines === '') return;
      const indexed = indexDocument(new TextEncoder().encode(`[${outcome.lines.split('\n').join(',')}]`));
      if (!indexed.ok) return;
      const outputs = itemsOf(indexed.document, { ...page.info, listAt: [] })?.items ?? [];
      if (writer) await writer.write(indexed.document, outputs);
      else await printLines(io, outcome.lines, options);
    } else if (writer) {
      await writer.write(page.document, page.items);
    } else {
      await print(io, `${compactJson(pageText(page))}\n`);
    }
  };
  try {
    const end = await readAll({
      read: (query, context) => {
        const page = withQuery({ ...request, filter: undefined }, query);
        sent += 1;
        // In the history the pages belong to the first of them.
        const asked = { line: formatLine(sent === 1 ? request : page), id: sent, partOf: sent === 1 ? undefined : 1 };
        // The catalog is read while the first response is waited for.
        hint ??= onceSent().then(() => pagingHint(createCatalogs(), connection, request));
        const asksForLess = Object.keys(query).length > 0 || askedPage(queryOf(page)) !== undefined;
        return exchange(connection, page, files, { ...context, asked, asksForLess }, { hint });
      },
      onPage: take,
      onProgress: progress.show,
      signal: AbortSignal.any([signal, stopped.signal]),
      clock: systemClock,
      asked: askedPage(queryOf(request)),
    }).catch((error: unknown) => {
      if (!signal.aborted && !stopped.signal.aborted) throw error;
      return undefined;
    });
    progress.close();
    if (end?.type !== 'notAList') await writer?.end();
    if (mistake !== undefined) throw new Refusal(mistake, exitCodes.filterFailed);
    const columns = writer?.columns?.();
    return await tellEnd(end, { request, explain }, options, columns, io);
  } finally {
    progress.close();
  }
}

/** Resolves when a request that begins now has most likely gone out: connecting to a near server takes two turns. */
async function onceSent(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
}

/** The page as it came, without the items that an earlier page had. */
export function pageText({ document, list, items, info }: PageOfList): string {
  const whole = sourceText(document, 0);
  if (itemsOf(document, info)?.items.length === items.length) return whole;
  const kept = `[${items.map((item) => sourceText(document, item)).join(',')}]`;
  return whole.replace(sourceText(document, list), () => kept);
}

async function tellEnd(
  end: ReadAllEnd | undefined,
  { request, explain }: Pick<Reading, 'request' | 'explain'>,
  options: ApiOptions,
  columns: readonly string[] | undefined,
  io: Io,
): Promise<number> {
  if (end === undefined) return exitCodes.cancelled;
  if (end.type === 'notAList') {
    const { failure } = end.received;
    complain(
      io,
      failure ? await explain(failure) : 'the response is not a list, so there are no pages to read. Leave out --all',
    );
    return failure ? exitCodes.failed : exitCodes.usage;
  }
  tellReport(end.report, io);
  if (end.type === 'ended') return tellWhole(end.report, options.mustBeComplete, io);
  const { failure } = end;
  if (failure.kind !== 'cancelled') complain(io, await explain(failure));
  if (end.report.pages > 0) {
    const items = formatQuantity(end.report.items, 'item');
    complain(
      io,
      `stopped after ${items}; continue with: ${await resumeCommand(request, end.resume, options, columns)}`,
    );
  }
  if (failure.kind === 'cancelled') return exitCodes.cancelled;
  return end.received ? exitCodes.failed : exitCodes.noResponse;
}

/** Says of a list that was read to its end why it is not whole, or may not be. */
function tellWhole({ completeness }: ReadAllReport, mustBeComplete: boolean, io: Io): number {
  if (completeness === undefined || completeness.kind === 'complete') return exitCodes.success;
  const why = tellDoubt(completeness.why);
  if (completeness.kind === 'incomplete') {
    complain(io, `the list is incomplete. ${why}`);
    return exitCodes.failed;
  }
  complain(io, `it is not known whether the list is complete. ${why}`);
  return mustBeComplete ? exitCodes.unknown : exitCodes.success;
}

/** What a reader of page after page would have seen and wondered about. */
function tellReport({ repeated, recovered, added, smallerPages, evidence, completeness }: ReadAllReport, io: Io): void {
  const { totals } = evidence;
  const isTold = completeness?.kind === 'unknown' && completeness.why.kind === 'changed';
  if (totals && totals.last !== totals.first && !isTold)
    complain(
      io,
      `the list went from ${formatCount(totals.first)} to ${formatCount(totals.last)} items while it was read`,
    );
  if (repeated > 0) {
    complain(io, `the list changed while it was read: ${formatQuantity(repeated, 'item')} arrived twice, printed once`);
  }
  if (recovered > 0) {
    complain(io, `the list shrank while it was read: found ${formatQuantity(recovered, 'item')} that had moved`);
  }
  if (added > 0)
    complain(
      io,
      added === 1
        ? '1 item was added while the list was read, and is printed last'
        : `${formatQuantity(added, 'item')} were added while the list was read, and are printed last`,
    );
  if (smallerPages !== undefined)
    complain(
      io,
      `the pages were too large for the server, so they were reduced to ${formatQuantity(smallerPages, 'item')}`,
    );
}

/** The whole command, from where it stopped; a file that is continued says itself how far it has come. */
async function resumeCommand(
  request: RequestLine,
  resume: PageQuery,
  { values, continueFile, fields, output }: ApiOptions,
  columns: readonly string[] | undefined,
): Promise<string> {
  const { optionWords, shellWord } = await import('./api-continue.ts');
  const isDelimited = output === 'csv' || output === 'tsv';
  // What follows has the same columns, and their names stand above it already.
  const same = {
    ...values,
    ...(isDelimited && continueFile === undefined && columns && { 'without-header': true, fields: fields ?? columns }),
  };
  const line = formatLine(continueFile === undefined ? withQuery(request, resume) : request);
  return ['flarescope api --all', ...optionWords(same), shellWord(line)].join(' ');
}

const barCells = 20;

/** `████░░░░ 12/200 pages · 1,200 of 20,000 items · 3.4 MB · 1.2 MB/s · 14 s left` */
function progressText(progress: ReadAllProgress, elapsedMs: number): string {
  const { pages, ofPages, items, ofItems, bytes, pausedUntil } = progress;
  const parts = [
    `${formatCount(pages)}${ofPages === undefined ? '' : `/${formatCount(ofPages)}`} ${pages === 1 && ofPages === undefined ? 'page' : 'pages'}`,
    `${formatCount(items)}${ofItems === undefined || ofItems < items ? '' : ` of ${formatCount(ofItems)}`} items`,
    formatBytes(bytes),
    `${formatBytes(Math.round(bytes / Math.max(0.001, elapsedMs / 1000)))}/s`,
  ];
  const left = ofPages === undefined ? undefined : timeLeft(pages, ofPages, elapsedMs);
  if (pausedUntil !== undefined && pausedUntil > Date.now()) {
    parts.push(`waiting ${formatDuration(pausedUntil - Date.now())} for the rate limit`);
  } else if (left !== undefined) {
    parts.push(`${formatDuration(left)} left`);
  }
  const bar = ofPages === undefined ? '' : `${progressBar(pages / ofPages, barCells)} `;
  return bar + parts.join(' · ');
}
