// What it costs to compare 10 MB with 10 MB: a few items changed, all of them, another order with ids and without, laid out in another
// way. In this process, on documents that are indexed; from the comparison on to the last operation of the patch.
import { compareValues } from '../../src/json/compare.ts';
import type { JsonDocument } from '../../src/json/document.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { patchText } from '../../src/json/patch.ts';
import { documentOf, readRecords } from './records.ts';
import { type Summary, summarise } from './statistics.ts';
import { figure, table } from './table.ts';

interface ComparingFigures {
  readonly name: string;
  /** Milliseconds, and of the processor in all threads. */
  readonly compare: Summary;
  readonly cpu: Summary;
  readonly patch: Summary;
  readonly changes: number;
}

const size = 10_000_000;

/** Milliseconds. */
const goal = 2_000;

type Item = Readonly<Record<string, unknown>>;

export async function measureComparing(
  rounds: number,
): Promise<{ readonly text: string; readonly figures: readonly ComparingFigures[] }> {
  const { list } = await readRecords();
  const text = new TextDecoder().decode(documentOf(list, size));
  const { result, ...rest } = JSON.parse(text) as { readonly result: readonly Item[] };
  const few = result.map((item, index) => (index % 100 === 0 ? { ...item, ttl: 12_345 } : item));
  const shuffled = few.toSorted((a, b) => Number(hashed(a) > hashed(b)) - Number(hashed(a) < hashed(b)));
  const other = (items: readonly Item[]): string => JSON.stringify({ result: items, ...rest });
  const nameless = (items: readonly Item[]): string =>
    other(items.map(({ id, name, ...item }) => ({ called: `${id} ${name}`, ...item })));
  const shapes: readonly (readonly [name: string, before: string, after: string])[] = [
    ['1 % of the items changed', text, other(few)],
    ['the same, laid out on lines', text, JSON.stringify(JSON.parse(other(few)), undefined, 2)],
    ['every item changed', text, other(result.map((item) => ({ ...item, ttl: 12_345, comment: 'new' })))],
    ['in another order, 1 % changed', text, other(shuffled)],
    ['the same, without ids', nameless(result), nameless(shuffled)],
  ];
  const figures = shapes.map(([name, before, after]) => measure(name, indexed(before), indexed(after), rounds));
  return { text: comparingTable(figures), figures };
}

function hashed({ id }: Item): string {
  return String(id).split('').reverse().join('');
}

function indexed(text: string): JsonDocument {
  const found = indexDocument(new TextEncoder().encode(text));
  if (!found.ok) throw new Error(found.error.reason);
  return found.document;
}

function measure(name: string, before: JsonDocument, after: JsonDocument, rounds: number): ComparingFigures {
  const times = { compare: [] as number[], cpu: [] as number[], patch: [] as number[] };
  let changes = 0;
  for (let round = 0; round < rounds; round++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const found = compareValues({ document: before, node: 0 }, { document: after, node: 0 });
    const compared = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    for (const _ of patchText(found)) changes += 0;
    times.compare.push(compared - start);
    times.cpu.push((user + system) / 1000);
    times.patch.push(performance.now() - compared);
    changes = Object.values(found.counts).reduce((sum, count) => sum + count, 0);
  }
  const { compare, cpu, patch } = times;
  return { name, compare: summarise(compare), cpu: summarise(cpu), patch: summarise(patch), changes };
}

function comparingTable(measured: readonly ComparingFigures[]): string {
  const rows = measured.map(({ name, compare, cpu, patch, changes }) => [
    name,
    ...[compare, cpu, patch].map(({ median }) => figure(median)),
    changes.toLocaleString('en-US'),
    `goal ≤ ${figure(goal)} ${compare.median <= goal ? 'met' : 'missed'}`,
  ]);
  return table('10 MB against 10 MB, ms', ['compare', 'processor', 'patch', 'changes', ''], rows);
}
