// A worker that runs filters: over JSON texts, or over a document that lies in memory both see. In a worker, because a filter may run
// for ever and is then stopped by ending it. Over a document simple programs run on its index; jq is loaded for what is left.

import { parentPort } from 'node:worker_threads';
import type jq from 'jq-web';
import { childAt, childCount, childrenOf } from '../json/children.ts';
import { createMemo, endOf, type JsonDocument, kindOf, type NodeId, nextOf, startOf } from '../json/document.ts';
import { addOutputs, elementEnd, isForPrograms } from '../json/jq/outputs.ts';
import { createJqProgram, type JqProgram } from '../json/jq/run.ts';
import { createJqOutput, type JqOutput, takeOutput } from '../json/jq/writer.ts';
import { type Feed, feedOf, isIdentity } from '../json/jq-feed.ts';
import { CLOSE_ARRAY, OPEN_ARRAY } from '../json/tokens.ts';
import { formatBytes } from '../text/numbers.ts';
import { errorText } from '../text/sentences.ts';
import { filterRefusal } from './filter-limits.ts';
import { createResultSink, type Result, type ResultSink } from './result-sink.ts';

export type FilterTask =
  | { readonly kind: 'text'; readonly id: number; readonly filter: string; readonly text: string }
  /** Loads jq. */
  | { readonly kind: 'prepare' }
  /** Reads the program only. */
  | { readonly kind: 'compile'; readonly id: number; readonly filter: string }
  | {
      readonly kind: 'document';
      readonly id: number;
      readonly filter: string;
      readonly document: Omit<JsonDocument, 'memo' | 'levels'>;
    };

/**
 * What comes of a filter over a text: jq's outputs, one compact JSON text a line; where it fails, those before that, and jq's own
 * words on why.
 */
export type FilterOutcome =
  | { readonly ok: true; readonly lines: string }
  | { readonly ok: false; readonly error: string; readonly lines: string };

export type FilterNews =
  | { readonly id: number; readonly type: 'text'; readonly outcome: FilterOutcome }
  /** Of a document that is gone through piece by piece: what has come of the first `read` of `total` bytes. */
  | {
      readonly id: number;
      readonly type: 'grew';
      readonly result: Result;
      readonly read: number;
      readonly total: number;
    }
  /**
   * One output stands for itself, any other number is a list. `isFull`: the memory ended before the result. `error`: why jq
   * stopped before its end.
   */
  | {
      readonly id: number;
      readonly type: 'done';
      readonly result: Result;
      readonly isFull: boolean;
      readonly error: string | undefined;
      /** Whether jq had to be asked. */
      readonly isByJq: boolean;
    }
  /** `isBroken`: this worker is of no use any more. */
  | { readonly id: number; readonly type: 'refused'; readonly reason: string; readonly isBroken: boolean };

type Engine = Awaited<typeof jq>;
type Told = (news: FilterNews) => void;

/** Milliseconds between reports. */
const pause = 100;

/** Bytes that jq is given at once of a list that it goes through: few at first, so that there is something to see. */
const pieces = { first: 64 * 1024, most: 4 * 1024 * 1024 } as const;

/** Bytes of memory that are left to others. */
const reserve = 192 * 1024 * 1024;

/** What jq can use at the most: its WebAssembly has addresses for so many bytes. */
const jqMemory = 2 * 1024 * 1024 * 1024;

/** As measured: what jq needs for a value of a document, whatever it is, besides its text. */
const bytesPerNode = 130;

const tell: Told = (news) => parentPort?.postMessage(news);

parentPort?.on('message', (task: FilterTask) => void perform(task));

let loading: Promise<Engine> | undefined;

function loadJq(): Promise<Engine> {
  loading ??= import('./jq-engine.ts').then(({ jqEngine }) => jqEngine.ready);
  return loading;
}

async function perform(task: FilterTask): Promise<void> {
  if (task.kind === 'prepare') {
    await loadJq();
    return;
  }
  const { id } = task;
  try {
    if (task.kind === 'document') {
      await filterDocument(id, task.filter, { ...task.document, levels: undefined, memo: createMemo() });
      return;
    }
    const engine = await loadJq();
    if (task.kind === 'compile') {
      run(engine, '', task.filter);
      tell({ id, type: 'text', outcome: { ok: true, lines: '' } });
    } else {
      const { lines, error } = runUntilError(engine, task.text, task.filter);
      tell({ id, type: 'text', outcome: error === undefined ? { ok: true, lines } : { ok: false, error, lines } });
    }
  } catch (error) {
    const { reason, isBroken } = refusalOf(error);
    if (task.kind !== 'document') tell({ id, type: 'text', outcome: { ok: false, error: reason, lines: '' } });
    else tell({ id, type: 'refused', reason, isBroken });
  }
}

/** The outputs, a line each. The blank keeps jq from taking a filter such as `-1` for an option. */
function run(engine: Engine, json: string | Uint8Array, filter: string, flags: readonly string[] = []): string {
  const refusal = filterRefusal(json, filter);
  if (refusal !== undefined) throw new Refused(refusal);
  return engine.raw(json, ` ${filter}`, ['-c', ...flags]) ?? '';
}

/** The outputs up to the error, where there is one: jq's loader gives none then, so jq is asked again to catch it. */
function runUntilError(
  engine: Engine,
  json: string | Uint8Array,
  filter: string,
  flags: readonly string[] = [],
): { readonly lines: string; readonly error: string | undefined } {
  try {
    return { lines: run(engine, json, filter, flags), error: undefined };
  } catch (error) {
    const { reason, isBroken } = refusalOf(error);
    if (isBroken) throw error;
    return { lines: outputsBefore(engine, json, filter, flags), error: reason };
  }
}

function outputsBefore(engine: Engine, json: string | Uint8Array, filter: string, flags: readonly string[]): string {
  try {
    // Outputs are in brackets, an error is an object. The line feed ends a comment.
    const lines = run(engine, json, `try ((${filter}\n) | [.]) catch {}`, flags).split('\n');
    return lines
      .filter((line) => line.startsWith('['))
      .map((line) => line.slice(1, -1))
      .join('\n');
  } catch {
    // halt_error is not caught.
    return '';
  }
}

async function filterDocument(id: number, filter: string, doc: JsonDocument): Promise<void> {
  const whole = createJqProgram(filter);
  // Without input jq only reads the program: what is wrong with that need not wait for a large document.
  if (!whole) run(await loadJq(), '', filter);
  const feed = feedOf(doc, filter);
  const program = whole && isForPrograms(doc) ? createJqProgram(feed.filter) : undefined;
  const { node } = feed;
  const size = node === undefined ? 0 : endOf(doc, node) - startAt(doc, node);
  const items = feed.isEach && node !== undefined ? childCount(doc, node) : 0;
  const isWhole = isIdentity(feed.filter) && node !== undefined;
  if (isWhole && items === 1) copy(id, doc, childAt(doc, node, 0) ?? node);
  // The values of a list one after the other are a list again.
  else if (isWhole) copy(id, doc, node);
  else if (items > 0 && size > pieces.first) await goThrough(id, doc, feed, program);
  else if (!(program && runHere(id, doc, feed, program))) runAtOnce(await loadJq(), id, doc, feed, size);
}

/** False where jq has to be asked. */
function runHere(id: number, doc: JsonDocument, { node, isEach }: Feed, program: JqProgram): boolean {
  const output = createJqOutput();
  const inputs = isEach && node !== undefined ? childrenOf(doc, node) : [node];
  if (!inputs.every((input) => addOutputs(program, doc, input, output, elementEnd))) return false;
  const outputs = createOutputs(createResultSink(output.size + 2));
  addWritten(outputs, output);
  finish(id, outputs, undefined, false);
  return true;
}

/** What stands in the document as it is needs no jq. */
function copy(id: number, doc: JsonDocument, node: NodeId): void {
  const [from, to] = [startAt(doc, node), endOf(doc, node)];
  const sink = createResultSink(to - from);
  const report = reporter(id, sink, to - from);
  let isRoom = true;
  for (let at = from; at < to && isRoom; at += pieces.most) {
    isRoom = sink.write(doc.bytes.subarray(at, Math.min(at + pieces.most, to)));
    report(at - from);
  }
  tell({ id, type: 'done', result: sink.result(true), isFull: !isRoom, error: undefined, isByJq: false });
}

function runAtOnce(engine: Engine, id: number, doc: JsonDocument, { node, isEach, filter }: Feed, size: number): void {
  const program = isEach ? `.[] | ${filter}` : filter;
  if (node !== undefined) refuseTooLarge(size, nextOf(doc, node) - node);
  const bytes = node === undefined ? 'null' : jsonBytes(doc, node, startAt(doc, node), endOf(doc, node));
  // Documents in a row are a list on the screen, and so to a filter.
  const flags = node === 0 && doc.isSequence ? ['-s'] : [];
  const { lines, error } = runUntilError(engine, bytes, program, flags);
  if (error !== undefined && lines === '') throw new Stopped(error);
  // Each output is followed by at most two characters more than by its line feed, and a list has two brackets.
  const outputs = createOutputs(createResultSink(2 * Buffer.byteLength(lines) + 2));
  addLines(outputs, lines);
  finish(id, outputs, error, true);
}

/** Pieces in which jq had to be asked, after which it is asked at once. */
const mostMisses = 3;

/** The values of a large list in pieces, so that what comes of the first ones is there at once and memory is that of a piece. */
async function goThrough(
  id: number,
  doc: JsonDocument,
  { node = 0, filter }: Feed,
  program: JqProgram | undefined,
): Promise<void> {
  const total = endOf(doc, node) - startAt(doc, node);
  const outputs = createOutputs(createResultSink());
  const report = reporter(id, outputs.sink, total);
  const output = createJqOutput();
  let piece: number = pieces.first;
  let misses = program ? 0 : mostMisses;
  let isByJq = false;
  let stopped: string | undefined;
  for (
    let child: NodeId = node + 1, limit = nextOf(doc, node);
    child < limit && !outputs.isFull() && stopped === undefined;
  ) {
    const first = child;
    const end = startOf(doc, first) + piece;
    let last = first;
    for (; child < limit && startOf(doc, child) < end; child = nextOf(doc, child)) last = child;
    const to = endOf(doc, last);
    if (program && misses < mostMisses && runOver(program, doc, first, child, output)) {
      addWritten(outputs, output);
    } else {
      takeOutput(output);
      misses++;
      isByJq = true;
      const isInARow = node === 0 && doc.isSequence;
      const bytes = isInARow
        ? jsonBytes(doc, node, startOf(doc, first), to)
        : listOf(doc, node, startOf(doc, first), to);
      const { lines, error } = runUntilError(await loadJq(), bytes, `.[] | ${filter}`, isInARow ? ['-s'] : []);
      addLines(outputs, lines);
      stopped = error;
    }
    report(to - startAt(doc, node));
    piece = Math.min(pieces.most, 2 * piece);
  }
  if (stopped !== undefined && outputs.isEmpty()) throw new Stopped(stopped);
  finish(id, outputs, stopped, isByJq);
}

/** The outputs for the siblings from one to before another; false where jq has to be asked. */
function runOver(program: JqProgram, doc: JsonDocument, from: NodeId, to: NodeId, output: JqOutput): boolean {
  for (let child = from; child < to; child = nextOf(doc, child)) {
    if (!addOutputs(program, doc, child, output, elementEnd)) return false;
  }
  return true;
}

/** Siblings as a list of their own. Of several documents in a row jq would go on after one on which it fails. */
function listOf(doc: JsonDocument, node: NodeId, from: number, to: number): Uint8Array {
  const bytes = jsonBytes(doc, node, from, to);
  const list = new Uint8Array(bytes.length + 2);
  list[0] = OPEN_ARRAY;
  list.set(bytes, 1);
  list[bytes.length + 1] = CLOSE_ARRAY;
  return list;
}

/** jq stopped before its first output. The message is jq's. */
class Stopped extends Error {}

function finish(id: number, { end, sink, isFull }: Outputs, error: string | undefined, isByJq: boolean): void {
  end();
  tell({ id, type: 'done', result: sink.result(true), isFull: isFull(), error, isByJq });
}

/** Bytes of a value; lines that are no JSON are blank in it. */
function jsonBytes(doc: JsonDocument, node: NodeId, from: number, to: number): Uint8Array {
  if (node !== 0 || doc.broken.count === 0) return doc.bytes.subarray(from, to);
  const bytes = doc.bytes.slice(from, to);
  for (let child = doc.broken.first; child < doc.nodeCount; child = nextOf(doc, child)) {
    if (kindOf(doc, child) !== 'broken') continue;
    if (startOf(doc, child) >= to) break;
    if (startOf(doc, child) >= from) bytes.fill(0x20, startOf(doc, child) - from, endOf(doc, child) - from);
  }
  return bytes;
}

/** The list around documents in a row stands nowhere: it begins where the first one does. */
function startAt(doc: JsonDocument, node: NodeId): number {
  return node === 0 && doc.isSequence ? startOf(doc, 1) : startOf(doc, node);
}

function refuseTooLarge(bytes: number, nodes: number): void {
  const needed = 1.2 * bytes + nodes * bytesPerNode;
  if (needed > 1.2 * jqMemory) throw new OutOfMemory(jqMemory, bytes);
  const left = process.availableMemory() - reserve;
  if (bytes > pieces.most && needed > left) throw new OutOfMemory(Math.max(0, left), bytes);
}

class OutOfMemory extends Error {
  constructor(memory: number, bytes: number) {
    super(
      `jq needs more than its ${formatBytes(memory)} of memory for these ${formatBytes(bytes)}. Begin with a path, such as .result[] | …, to filter a list item by item`,
    );
  }
}

function reporter(id: number, sink: ResultSink, total: number): (read: number) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (read) => {
    if (performance.now() - toldAt < pause) return;
    toldAt = performance.now();
    tell({ id, type: 'grew', result: sink.result(false), read, total });
  };
}

interface Outputs {
  readonly sink: ResultSink;
  /** Takes in so many outputs, each followed by what parts two elements. */
  readonly add: (outputs: Uint8Array, count: number) => void;
  readonly isFull: () => boolean;
  readonly isEmpty: () => boolean;
  readonly end: () => void;
}

function addWritten(outputs: Outputs, output: JqOutput): void {
  const { count } = output;
  outputs.add(takeOutput(output), count);
}

/** Outputs of jq, a line each. */
function addLines(outputs: Outputs, lines: string): void {
  if (lines === '') return;
  const all = lines.split('\n');
  outputs.add(new TextEncoder().encode(`${all.join(',\n')},\n`), all.length);
}

/** Outputs become a list as soon as there is a second one. */
function createOutputs(sink: ResultSink): Outputs {
  const encoder = new TextEncoder();
  let only: Uint8Array | undefined;
  let isList = false;
  let isFull = false;
  const write = (bytes: Uint8Array): void => {
    isFull ||= !sink.write(bytes);
  };
  return {
    sink,
    isFull: () => isFull,
    isEmpty: () => only === undefined && !isList,
    add: (outputs, count) => {
      if (count === 0) return;
      const items = outputs.subarray(0, outputs.length - elementEnd.length);
      if (only === undefined && !isList && count === 1) {
        only = items.slice();
        return;
      }
      if (!isList) write(encoder.encode('['));
      if (!isList && only) write(only);
      if (isList || only) write(elementEnd);
      isList = true;
      write(items);
    },
    end: () => {
      if (isList) write(encoder.encode(']'));
      else write(only ?? encoder.encode('[]'));
    },
  };
}

/** The names of jq's tokens tell nobody anything, and a filter that is still typed is not wrong yet. */
function plainSyntaxError(reason: string): string {
  if (/^syntax error, unexpected (?:end of file|\$end|QQSTRING_)/.test(reason)) return 'incomplete filter';
  return reason
    .replace(/^(syntax error, unexpected [^,]+),.*$/, '$1')
    .replace(/^syntax error, unexpected INVALID_CHARACTER$/, 'syntax error, unexpected character');
}

/** A filter that is not begun. */
class Refused extends Error {}

/** jq says first how it exited, last how many errors it counted; what lies between is the reason. */
function refusalOf(error: unknown): { readonly reason: string; readonly isBroken: boolean } {
  if (error instanceof OutOfMemory || error instanceof Stopped || error instanceof Refused)
    return { reason: error.message, isBroken: false };
  if (error instanceof RangeError) return { reason: 'the result does not fit in memory', isBroken: true };
  const message = errorText(error);
  if (/^Aborted\(|memory access out of bounds|Maximum call stack/.test(message)) {
    return { reason: 'jq ran out of memory', isBroken: true };
  }
  const lines = message.split('\n').filter((line) => !/^Non-zero exit code|^jq: \d+ compile errors?$/.test(line));
  const reason = lines
    .join(' ')
    .replace(/^jq: (?:error:? )?|\(at inputString:\d+\): | \(Unix shell quoting issues\?\)/g, '')
    .replace(/\s+/g, ' ')
    // After the place jq repeats the filter, and perhaps a guess.
    .replace(/ at <top-level>, line \d+:.*$/, '')
    .trim();
  return { reason: plainSyntaxError(reason), isBroken: false };
}
