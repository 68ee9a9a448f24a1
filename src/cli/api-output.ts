// What `flarescope api` prints of items: one writer for each format, fed as the items come.

import { HttpFailure } from '../api/failures.ts';
import { headerValue, streamKind } from '../api/messages.ts';
import type { Received } from '../api/received.ts';
import type { BodyHead, BodySink, SendContext } from '../http/send.ts';
import { cellText, columnsOf, type FieldPath, fieldJson, itemText, pickFields, wholeRow } from '../json/columns.ts';
import type { JsonDocument, NodeId } from '../json/document.ts';
import { indexDocument } from '../json/parse.ts';
import type { RequestLine } from '../request/types.ts';
import { csvRow, tsvRow } from '../text/delimited.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, padEnd, truncate } from '../text/width.ts';
import type { ApiOptions } from './api-options.ts';
import type { OutputFormat } from './commands/api.ts';
import { complain } from './complain.ts';
import { type Io, print, printEach } from './io.ts';
import { printPretty } from './pretty.ts';

interface ItemWriter {
  readonly write: (doc: JsonDocument, items: readonly NodeId[]) => Promise<void>;
  /** After the last item. */
  readonly end: () => Promise<void>;
  /** The names of the columns, where it has some and an item has been written. */
  readonly columns?: () => readonly string[] | undefined;
}

interface WriterOptions {
  readonly format: Exclude<OutputFormat, 'raw'>;
  readonly fields: readonly FieldPath[] | undefined;
  /** One JSON array, an item a line. */
  readonly slurp: boolean;
  /** Whether rows go without the names of their columns. */
  readonly withoutHeader?: boolean;
  /** False where the one item is the whole result. */
  readonly isList: boolean;
  readonly csvEnd: '\n' | '\r\n';
}

export function createWriter(io: Io, options: WriterOptions): ItemWriter {
  const { fields } = options;
  const writer = formatWriter(io, options);
  return fields === undefined ? writer : tellingMissing(io, writer, fields);
}

/** Says at the end which of the fields no item has. */
function tellingMissing(io: Io, writer: ItemWriter, fields: readonly FieldPath[]): ItemWriter {
  const missing = new Set(fields);
  let hasItems = false;
  return {
    columns: () => writer.columns?.(),
    write: async (doc, items) => {
      hasItems ||= items.length > 0;
      for (const field of [...missing]) {
        if (items.some((item) => fieldJson(doc, item, field) !== undefined)) missing.delete(field);
      }
      await writer.write(doc, items);
    },
    end: async () => {
      await writer.end();
      if (hasItems && missing.size > 0)
        complain(io, `no item has ${missing.size === 1 ? 'the field' : 'the fields'} ${[...missing].join(', ')}`);
    },
  };
}

function formatWriter(
  io: Io,
  { format, fields, slurp, isList, csvEnd, withoutHeader = false }: WriterOptions,
): ItemWriter {
  if (slurp) return arrayWriter(io, fields);
  switch (format) {
    case 'json':
      return prettyWriter(io, fields, isList);
    case 'ndjson':
      return linesWriter(io, fields);
    case 'csv':
      return delimitedWriter(io, fields, (cells) => csvRow(cells, csvEnd), withoutHeader);
    case 'tsv':
      return delimitedWriter(io, fields, tsvRow, withoutHeader);
    case 'table':
      return tableWriter(io, fields);
    case 'chart':
      return chartWriter(io, fields);
  }
}

function itemJson(doc: JsonDocument, item: NodeId, fields: readonly FieldPath[] | undefined): string {
  return fields ? pickFields(doc, item, fields) : itemText(doc, item);
}

/** Text that another program reads goes as it is; text for eyes is made safe. */
function shown(io: Io, text: string): string {
  return io.isForEyes ? visible(text) : text;
}

function linesWriter(io: Io, fields: readonly FieldPath[] | undefined): ItemWriter {
  return {
    write: async (doc, items) => {
      await printEach(
        io,
        Iterator.from(items).map((item) => `${shown(io, itemJson(doc, item, fields))}\n`),
      );
    },
    end: async () => undefined,
  };
}

function arrayWriter(io: Io, fields: readonly FieldPath[] | undefined): ItemWriter {
  let isEmpty = true;
  return {
    write: async (doc, items) => {
      const texts = Iterator.from(items).map((item) => {
        const before = isEmpty ? '[\n' : ',\n';
        isEmpty = false;
        return before + shown(io, itemJson(doc, item, fields));
      });
      await printEach(io, texts);
    },
    end: () => print(io, isEmpty ? '[]\n' : '\n]\n'),
  };
}

/** One document, indented: an array of the items, or the one item that is no list's. */
function prettyWriter(io: Io, fields: readonly FieldPath[] | undefined, isList: boolean): ItemWriter {
  let isEmpty = true;
  return {
    write: async (doc, items) => {
      for (const item of items) {
        const indexed = indexDocument(new TextEncoder().encode(itemJson(doc, item, fields)));
        if (!indexed.ok) continue;
        if (isList) await print(io, isEmpty ? '[\n' : ',\n');
        isEmpty = false;
        await printPretty(io, indexed.document, isList ? { margin: 2, end: '' } : {});
      }
    },
    end: async () => {
      if (isList) await print(io, isEmpty ? '[]\n' : '\n]\n');
    },
  };
}

/** The columns are the fields, or those of the first items; what later items have besides is told at the end. */
function delimitedWriter(
  io: Io,
  fields: readonly FieldPath[] | undefined,
  toRow: (cells: readonly string[]) => string,
  withoutHeader: boolean,
): ItemWriter {
  let columns: readonly FieldPath[] | undefined;
  const leftOut = new Set<string>();
  const begin = async (first: readonly FieldPath[]): Promise<readonly FieldPath[]> => {
    if (!withoutHeader) await print(io, shownRow(io, toRow(first.map(columnName))));
    return first;
  };
  return {
    columns: () => (columns?.includes(wholeRow) ? undefined : columns),
    write: async (doc, items) => {
      if (items.length === 0) return;
      if (columns !== undefined && fields === undefined) {
        for (const column of columnsOf(doc, items, columns).slice(columns.length)) leftOut.add(columnName(column));
      }
      const own = columns ?? (await begin(fields ?? columnsOf(doc, items)));
      columns = own;
      await printEach(
        io,
        Iterator.from(items).map((item) => shownRow(io, toRow(cellsOf(doc, item, own)))),
      );
    },
    end: async () => {
      if (columns === undefined && fields !== undefined) await begin(fields);
      if (leftOut.size > 0)
        complain(io, `columns not printed, because the first page does not have them: ${[...leftOut].join(', ')}`);
    },
  };
}

/** Line ends stay; on a terminal everything else that it would obey is made visible. */
function shownRow(io: Io, row: string): string {
  if (!io.isForEyes) return row;
  const end = /\r?\n$/.exec(row)?.[0] ?? '';
  return visible(row.slice(0, row.length - end.length)) + end;
}

function cellsOf(doc: JsonDocument, item: NodeId, columns: readonly FieldPath[]): readonly string[] {
  return columns.map((column) => cellText(doc, item, column));
}

function columnName(column: FieldPath): string {
  return column === wholeRow ? 'value' : column;
}

/** Columns are no wider than this on a terminal, so that one long value does not push the others out. */
const widestCell = 60;

/** Aligned columns, which must know all items before the first is printed. */
function tableWriter(io: Io, fields: readonly FieldPath[] | undefined): ItemWriter {
  let columns: readonly FieldPath[] = fields ?? [];
  const rows: (readonly [doc: JsonDocument, item: NodeId])[] = [];
  return {
    write: async (doc, items) => {
      if (fields === undefined) columns = columnsOf(doc, items, columns);
      for (const item of items) rows.push([doc, item]);
    },
    end: async () => {
      if (rows.length === 0) return;
      const kept = fields ?? columns.filter((column) => rows.some(([doc, item]) => isShort(doc, item, column)));
      const limit = io.isForEyes ? widestCell : Number.POSITIVE_INFINITY;
      const widths = kept.map((column) => cellWidth(columnName(column)));
      const body = rows.map(([doc, item]) =>
        kept.map((column, index) => {
          const cell = visible(cellText(doc, item, column));
          widths[index] = Math.min(limit, Math.max(widths[index] ?? 0, cellWidth(cell)));
          return cell;
        }),
      );
      const columnsOfTerminal = io.isForEyes ? io.stdout.columns || Number.POSITIVE_INFINITY : Number.POSITIVE_INFINITY;
      const layOut = (cells: readonly string[]): string => {
        const line = cells
          .map((cell, index) => padEnd(truncate(cell, widths[index] ?? 0), widths[index] ?? 0))
          .join('  ')
          .trimEnd();
        return `${truncate(line, columnsOfTerminal)}\n`;
      };
      await print(io, layOut(kept.map((column) => columnName(column).toUpperCase())));
      await printEach(io, Iterator.from(body).map(layOut));
      const long = columns.filter((column) => !kept.includes(column)).map(columnName);
      if (long.length > 0 && fields === undefined)
        complain(
          io,
          `columns not printed, because they hold only lists, objects or nothing: ${long.join(', ')}. --fields names what to print`,
        );
      const hidden = kept.filter((_, index) => startOf(widths, index) >= columnsOfTerminal).map(columnName);
      if (hidden.length > 0)
        complain(io, `columns that the terminal has no room for: ${hidden.join(', ')}. --fields names what to print`);
    },
  };
}

function chartWriter(io: Io, fields: readonly FieldPath[] | undefined): ItemWriter {
  const items: string[] = [];
  return {
    write: async (doc, found) => {
      for (const item of found) items.push(itemJson(doc, item, fields));
    },
    end: async () => {
      if (items.length > 0) await (await import('./print-chart.ts')).printChart(io, items, fields);
    },
  };
}

/** The cell in which a column begins. */
function startOf(widths: readonly number[], index: number): number {
  return widths.slice(0, index).reduce((sum, width) => sum + width + 2, 0);
}

/** Objects and arrays are seldom what a table is read for: a column of nothing else is left out unless it is asked for. */
function isShort(doc: JsonDocument, item: NodeId, column: FieldPath): boolean {
  const text = cellText(doc, item, column);
  return text !== '' && (column === wholeRow || !/^[[{]/.test(text));
}

/** What jq puts out, a line for each output; texts as they are with -r, safe where a terminal shows them. */
export async function printLines(io: Io, lines: string, { isRawOutput }: ApiOptions): Promise<void> {
  if (lines === '') return;
  if (!isRawOutput) return print(io, `${lines}\n`);
  const texts = lines.split('\n').map((line) => (line.startsWith('"') ? String(JSON.parse(line)) : line));
  await print(io, `${texts.map((text) => shownText(io, text)).join('\n')}\n`);
}

/** Lines and columns of a text stay what they are. */
function shownText(io: Io, text: string): string {
  return text
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : shown(io, part)))
    .join('');
}

export type ResponseHead = Pick<BodyHead, 'status' | 'statusText' | 'headers'>;

export interface BodyStream {
  readonly openSink: NonNullable<SendContext['openSink']>;
  /** True once a part of a body has gone out. */
  readonly isUsed: () => boolean;
  /** Throws why the rest of it could not be printed, where that is so. */
  readonly refuseUnprinted: () => void;
}

/** Milliseconds after which a body that comes slowly goes out as far as it has come. */
export const slowBodyMs = 250;

/** Bytes of a body that are kept besides, to tell what it said of success. */
const mostKept = 1024 * 1024;

/** Whether the body goes out as it comes; what a filter, a table or a terminal makes of it needs all of it. */
export function mayStream(request: RequestLine, { output, fields }: ApiOptions): boolean {
  return (output === 'raw' || output === undefined) && request.filter === undefined && fields === undefined;
}

/**
 * A body that goes out as it comes. On a terminal that is one of events or lines, made safe for it; JSON is indented when it is whole.
 *
 * @param printHead goes before the body, where that is wanted
 */
export function createBodyStream(
  io: Io,
  { output }: ApiOptions,
  printHead: ((head: ResponseHead) => Promise<void>) | undefined,
): BodyStream {
  const isRaw = output === 'raw' || !io.isForEyes;
  return createSink(printHead, ({ headers }) => {
    // Parts that come one by one are read so by people too.
    if (!isRaw && streamKind(headers) === undefined) return undefined;
    // A page where JSON was due is judged whole.
    if (/^text\/html\b/i.test(headerValue(headers, 'content-type') ?? '')) return undefined;
    const lines = isRaw ? undefined : createVisibleLines();
    return (chunk) => print(io, lines ? lines(chunk) : chunk);
  });
}

/**
 * Takes in a body as it comes.
 *
 * @param printHead goes before the body, where that is wanted
 * @param open what takes the pieces of this one; undefined where it is to be taken whole
 */
export function createSink(
  printHead: ((head: ResponseHead) => Promise<void>) | undefined,
  open: (head: BodyHead) => ((chunk: Uint8Array) => Promise<void>) | undefined,
): BodyStream {
  let isUsed = false;
  let trouble: unknown;
  const openSink = (head: BodyHead): BodySink | undefined => {
    const take = open(head);
    if (!take) return undefined;
    let kept: Uint8Array[] | undefined = [];
    let size = 0;
    return {
      write: async (chunk) => {
        size += chunk.length;
        if (size > mostKept) kept = undefined;
        kept?.push(chunk.slice());
        try {
          if (!isUsed) await printHead?.(head);
          isUsed = true;
          await take(chunk);
          return true;
        } catch (error) {
          trouble = error;
          return false;
        }
      },
      end: () => undefined,
      bytes: () => (kept === undefined ? new Uint8Array(0) : new Uint8Array(Buffer.concat(kept))),
    };
  };
  return {
    openSink,
    isUsed: () => isUsed,
    refuseUnprinted: () => {
      if (trouble !== undefined) throw trouble;
    },
  };
}

/** Bytes to text that is safe for a terminal, line by line but without waiting for the end of one. */
function createVisibleLines(): (chunk: Uint8Array) => string {
  const decoder = new TextDecoder();
  return (chunk) =>
    decoder
      .decode(chunk, { stream: true })
      .split('\n')
      .map((line) => visible(line.replace(/\r$/, '')))
      .join('\n');
}

/** Why a request is given up whose response was printed in part. */
export function brokenOff(because: string): HttpFailure {
  return new HttpFailure({
    kind: 'truncated',
    tried: 'printing the response as it arrived',
    happened: `it broke off (${because}), so only its beginning was printed`,
    next: 'send the request again',
  });
}

/** The body: indented where that was asked for or on a terminal, else byte for byte. */
export async function printAsReceived({ body }: Received, { output }: ApiOptions, io: Io): Promise<void> {
  if (body.kind === 'empty') return;
  const isPretty = output === 'json' || (io.isForEyes && output !== 'raw');
  if (body.kind === 'json' && isPretty) return printPretty(io, body.document);
  if (!isPretty || !io.isForEyes) return print(io, body.kind === 'json' ? body.document.bytes : body.bytes);
  if (body.kind === 'text') {
    for (const line of new TextDecoder().decode(body.bytes).split('\n'))
      await print(io, `${visible(line.replace(/\r$/, ''))}\n`);
  } else if (body.kind === 'binary') {
    complain(
      io,
      `the response is ${body.bytes.length} bytes of binary data, which would garble the terminal. Write it to a file with >, or print it with --raw`,
    );
  }
}
