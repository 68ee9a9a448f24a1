// How quickly a document becomes an index, against JSON.parse on the same bytes in the same process.
// Garbage is collected before each measurement: JSON.parse leaves much, and the next one must not pay for it.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { indexDocument } from '../../src/json/parse.ts';
import { writeList } from './documents.ts';
import { documentOf, type Records } from './records.ts';
import { takeTurns } from './rounds.ts';
import { type Summary, summarise } from './statistics.ts';

export interface IndexRate {
  /** In bytes. */
  readonly size: number;
  readonly nodes: number;
  /** Milliseconds. */
  readonly index: Summary;
  /** Milliseconds from the same bytes: decoding them as UTF-8 is part of it. */
  readonly parse: Summary;
  /** Milliseconds of JSON.parse on text that is decoded already. */
  readonly parseText: Summary;
}

/** The same in processes that have just started, each of which opens one document. */
export interface ColdRate {
  /** In bytes. */
  readonly size: number;
  /** Milliseconds. */
  readonly index: Summary;
  readonly parse: Summary;
}

const coldProgram = path.join(import.meta.dirname, 'cold-index.ts');

export async function measureColdRate(folder: string, rounds: number): Promise<readonly ColdRate[]> {
  const rates: ColdRate[] = [];
  for (const size of sizes) {
    const file = path.join(folder, `cold-${size}.json`);
    await writeList(file, size);
    const [index = [], parse = []] = await takeTurns(['index', 'parse'], rounds, async (way) => {
      const { stdout } = await promisify(execFile)(process.execPath, [coldProgram, way, file]);
      return Number(stdout);
    });
    rates.push({ size, index: summarise(index), parse: summarise(parse) });
  }
  return rates;
}

const megabyte = 1_000_000;

export const sizes: readonly number[] = [megabyte, 10 * megabyte, 100 * megabyte];

/** At this size and below, one measurement is the mean of several calls: a timer must not be most of what it measures. */
const smallSize = 2 * megabyte;
const callsWhenSmall = 5;

export async function measureIndexRate(records: Records, rounds: number): Promise<readonly IndexRate[]> {
  const collectGarbage = garbageCollector();
  const rates: IndexRate[] = [];
  for (const size of sizes) {
    const bytes = documentOf(records.list, size);
    const text = new TextDecoder().decode(bytes);
    const subjects = [
      () => nodesOf(bytes),
      () => hasResult(JSON.parse(new TextDecoder().decode(bytes))),
      () => hasResult(JSON.parse(text)),
    ];
    const calls = size <= smallSize ? callsWhenSmall : 1;
    const measure = async (subject: () => unknown): Promise<number> => {
      collectGarbage();
      const start = performance.now();
      for (let call = 0; call < calls; call++) subject();
      return (performance.now() - start) / calls;
    };
    // Twice unmeasured: both sides are compiled by then.
    await takeTurns(subjects, 2, measure);
    const [index = [], parse = [], parseText = []] = await takeTurns(subjects, rounds, measure);
    rates.push({
      size: bytes.length,
      nodes: nodesOf(bytes),
      index: summarise(index),
      parse: summarise(parse),
      parseText: summarise(parseText),
    });
  }
  return rates;
}

function nodesOf(bytes: Uint8Array): number {
  const result = indexDocument(bytes);
  if (!result.ok) throw new Error(`the document could not be indexed: ${result.error.reason}`);
  return result.document.nodeCount;
}

function hasResult(value: { readonly result?: unknown }): boolean {
  return Array.isArray(value.result);
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('the garbage collector cannot be called in this process');
  return () => {
    Reflect.apply(collect, undefined, []);
  };
}
