// The `| filter` of `flarescope api`: jq over a response, or, where a response comes part by part, over each row of it as it comes.

import { streamKind } from '../api/messages.ts';
import type { Received } from '../api/received.ts';
import { childrenOf } from '../json/children.ts';
import { sourceText } from '../json/document.ts';
import { createEventRows } from '../json/event-rows.ts';
import { looksAround } from '../json/jq-feed.ts';
import { indexDocument, indexDocuments } from '../json/parse.ts';
import { createRowLines, type RowReader } from '../json/row-lines.ts';
import type { EachOutcome, Filter } from '../workers/filter.ts';
import type { ApiOptions } from './api-options.ts';
import {
  type BodyStream,
  createSink,
  createWriter,
  printAsReceived,
  printLines,
  type ResponseHead,
} from './api-output.ts';
import { type Io, print } from './io.ts';
import { exitCodes, Refusal } from './messages.ts';

/** What jq puts out, a line for each output as jq prints them; pretty on a terminal. */
export async function printFiltered(
  received: Received,
  filtering: Filter,
  rows: FilteredRows,
  { isRead, signal }: Asked,
  options: ApiOptions,
  io: Io,
): Promise<number> {
  const { body, response } = received;
  if (body.kind === 'empty') return exitCodes.success;
  const kind = streamKind(response?.headers ?? []);
  if (kind !== undefined) {
    await rows.take(kind, body.kind === 'json' ? body.document.bytes : body.bytes);
    await rows.end();
    return exitCodes.success;
  }
  if (body.kind !== 'json') {
    await printAsReceived(received, options, io);
    throw new Refusal('the response is not JSON, so it was printed and not filtered', exitCodes.filterFailed);
  }
  const outcome = await filtering.apply(body.document, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return undefined;
  });
  if (!outcome) return exitCodes.cancelled;
  const outputs = createOutputs(options, io);
  await outputs.print(outcome.lines);
  await outputs.end();
  if (outcome.ok) return exitCodes.success;
  if (isRead) throw new Refusal(`the filter failed: ${outcome.error}`, exitCodes.filterFailed);
  // What a write responds with may be shown only once.
  await printAsReceived(received, options, io);
  throw new Refusal(`the filter failed: ${outcome.error}. The response was printed whole`, exitCodes.filterFailed);
}

/** The filter, read by jq: what is wrong with it is told before anything is sent. */
export async function openChecked(filter: string, signal: AbortSignal): Promise<Filter> {
  const { openFilter } = await import('../workers/filter.ts');
  const filtering = openFilter(filter);
  try {
    const problem = await filtering.compile(signal);
    if (problem === undefined) return filtering;
    throw new Refusal(`the filter cannot be read: ${problem}. Nothing was sent`);
  } catch (error) {
    await filtering.close();
    throw error;
  }
}

interface Outputs {
  /** Outputs of jq, a compact JSON text a line. */
  readonly print: (lines: string) => Promise<void>;
  /** After the last. */
  readonly end: () => Promise<void>;
}

export function createOutputs(options: ApiOptions, io: Io): Outputs {
  const { output, fields } = options;
  if (options.isRawOutput || output === 'raw' || (output === undefined && fields === undefined && !io.isForEyes))
    return { print: (lines) => printLines(io, lines, options), end: async () => undefined };
  const format = output ?? (io.isForEyes ? 'json' : 'ndjson');
  const writer = createWriter(io, { format, fields, slurp: false, isList: false, csvEnd: options.csvEnd });
  return {
    print: async (lines) => {
      for (const line of lines === '' ? [] : lines.split('\n')) {
        const indexed = indexDocument(new TextEncoder().encode(line));
        if (indexed.ok) await writer.write(indexed.document, [0]);
      }
    },
    end: writer.end,
  };
}

interface Asked {
  /** Whether the response can be had again. */
  readonly isRead: boolean;
  readonly signal: AbortSignal;
}

type StreamKind = NonNullable<ReturnType<typeof streamKind>>;

interface FilteredRows {
  /** The next bytes of the body. Rejects with a Refusal where the filter fails. */
  readonly take: (kind: StreamKind, chunk: Uint8Array) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** The program runs on each row, as jq runs it on each of several values. One that reads the others itself gets all in the end. */
export function createFilteredRows(
  filtering: Filter,
  { filter, isRead, signal }: Asked & { readonly filter: string },
  options: ApiOptions,
  io: Io,
): FilteredRows {
  const outputs = createOutputs(options, io);
  const waits = looksAround.test(filter);
  const decoder = new TextDecoder();
  let reader: RowReader | undefined;
  let held = '';

  const apply = async (text: string): Promise<void> => {
    const { lines, failed } = waits ? await applyToAll(text) : await filtering.applyEach(text, signal);
    if (lines.length > 0) await outputs.print(lines.join('\n'));
    if (!failed) return;
    const failedOn = isRead ? undefined : valuesOf(text)[failed.at];
    if (failedOn !== undefined) await print(io, `${failedOn.trimEnd()}\n`);
    const rest = failedOn === undefined ? '' : '. What it failed on was printed as it came';
    throw new Refusal(`the filter failed: ${failed.error}${rest}`, exitCodes.filterFailed);
  };
  const applyToAll = async (text: string): Promise<EachOutcome> => {
    const outcome = await filtering.apply(text, signal);
    const failed = outcome.ok ? undefined : { error: outcome.error, at: 0 };
    return { lines: outcome.lines === '' ? [] : [outcome.lines], failed };
  };
  const add = async (more: Uint8Array, isLast: boolean): Promise<void> => {
    held += decoder.decode(more);
    if (held === '' || (waits && !isLast)) return;
    const text = held;
    held = '';
    await apply(text);
  };
  return {
    take: (kind, chunk) => {
      reader ??= kind === 'events' ? createEventRows() : createRowLines();
      return add(reader.write(chunk), false);
    },
    end: async () => {
      if (reader) await add(reader.end(), true);
      reader = undefined;
      await outputs.end();
    },
  };
}

/** The JSON texts that follow one another in this one. */
function valuesOf(text: string): readonly string[] {
  const indexed = indexDocuments(new TextEncoder().encode(text));
  if (!indexed.ok || !indexed.document.isSequence) return [text];
  const { document } = indexed;
  return childrenOf(document, 0).map((node) => sourceText(document, node));
}

/** A stream of rows, of which what the filter makes of them is printed as they come. */
export function createRowStream(
  rows: FilteredRows,
  printHead: ((head: ResponseHead) => Promise<void>) | undefined,
): BodyStream {
  return createSink(printHead, (head) => {
    const kind = streamKind(head.headers);
    return kind && ((chunk) => rows.take(kind, chunk));
  });
}
