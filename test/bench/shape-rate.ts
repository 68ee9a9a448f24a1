// What each hard shape costs: indexing it, showing its end with everything open, changing the depth, searching it.
// In this process, on documents that stand in memory; garbage is collected before each shape.
import { indexDocuments } from '../../src/json/parse.ts';
import { readSearchQuery } from '../../src/json/query.ts';
import { SEARCH_START, searchOn } from '../../src/json/search.ts';
import { windowRows } from '../../src/json/tree-view.ts';
import * as view from '../../src/json/view.ts';
import { type Shape, shapes } from '../json/shapes.ts';
import { type Summary, summarise } from './statistics.ts';

/** Milliseconds. */
export interface ShapeFigures {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly nodes: number;
  readonly index: Summary;
  readonly openAllAndEnd: Summary;
  readonly depth: Summary;
  readonly search: Summary;
}

export function measureShapes(rounds: number): readonly ShapeFigures[] {
  return shapes.map((shape) => measure(shape, rounds));
}

function measure(shape: Shape, rounds: number): ShapeFigures {
  const bytes = shape.make();
  const times: Record<'index' | 'end' | 'depth' | 'search', number[]> = { index: [], end: [], depth: [], search: [] };
  let nodes = 0;
  for (let round = 0; round < rounds; round++) {
    const clock = (name: keyof typeof times, act: () => void): void => {
      const start = performance.now();
      act();
      times[name].push(performance.now() - start);
    };
    let indexed: ReturnType<typeof indexDocuments> | undefined;
    clock('index', () => {
      indexed = indexDocuments(bytes);
    });
    if (!indexed?.ok) throw new Error(`${shape.name} could not be indexed`);
    const { document } = indexed;
    nodes = document.nodeCount;
    let shown = view.openView(document, 40);
    clock('end', () => {
      shown = view.moveLast(view.openAll(shown));
      windowRows(shown);
    });
    clock('depth', () => {
      shown = view.setDepth(shown, 1);
      view.visibleCount(shown);
    });
    const read = readSearchQuery(shape.needle, 'both');
    if (!read.ok) throw new Error(read.reason);
    const latin1 = (from: Uint8Array, start: number, end: number): string =>
      Buffer.from(from.buffer, from.byteOffset + start, end - start).toString('latin1');
    let matches = 0;
    clock('search', () => searchOn(document, read.query, SEARCH_START, bytes.length, latin1, () => matches++));
    if (matches !== shape.matches) throw new Error(`${matches} matches in ${shape.name}`);
  }
  const { index, end, depth, search } = times;
  return {
    name: shape.name,
    size: bytes.length,
    nodes,
    index: summarise(index),
    openAllAndEnd: summarise(end),
    depth: summarise(depth),
    search: summarise(search),
  };
}
