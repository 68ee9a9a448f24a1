// What the catalog costs: to load it in a new process, to find a path's operation, and to rank at every keystroke of every task
// phrase; and how well the phrases find what they mean. A process of its own, since what is loaded once is quick ever after.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { catalogFile, readCatalogFile } from '../../src/catalog/format.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { createRank } from '../../src/catalog/rank/rank.ts';
import { phrases } from '../catalog/phrases.ts';
import { productPhrases } from '../catalog/product-phrases.ts';
import { takeTurns } from './rounds.ts';
import { type Summary, summarise } from './statistics.ts';

export interface CatalogFigures {
  readonly counts: { readonly sdk: number; readonly cf: number; readonly both: number; readonly all: number };
  /** Milliseconds from the first file read to operations that can be listed, in a new process. */
  readonly load: Summary;
  /** Milliseconds to read and parse the same file alone, in another new process: what any loading of it costs. */
  readonly parse: Summary;
  /** Milliseconds of the first ranking in that process, which makes the index. */
  readonly firstRank: Summary;
  /** Milliseconds of one match. */
  readonly match: Summary;
  /** Milliseconds of one keystroke. */
  readonly keystroke: Summary;
  readonly ranking: readonly Ranking[];
}

export interface Ranking {
  readonly name: string;
  readonly phrases: number;
  /** Shares of 1. */
  readonly first: number;
  readonly firstFive: number;
}

const run = promisify(execFile);
const module = (file: string): string => JSON.stringify(path.resolve(import.meta.dirname, '../../src/catalog', file));

/** A new process that loads the catalog, ranks once, and prints how long each took. */
const cold = `
  const { loadCatalog } = await import(${module('load.ts')});
  const { createRank } = await import(${module('rank/rank.ts')});
  const start = performance.now();
  const catalog = loadCatalog();
  const loaded = performance.now();
  createRank(catalog)('dns', { limit: 20 });
  process.stdout.write(JSON.stringify([loaded - start, performance.now() - loaded]));
`;

const parseAlone = `
  const { readFileSync } = await import('node:fs');
  const start = performance.now();
  for (const line of readFileSync(${JSON.stringify(path.resolve(import.meta.dirname, '../../dist', catalogFile))}, 'latin1').trim().split('\\n'))
    JSON.parse(line);
  process.stdout.write(JSON.stringify([performance.now() - start]));
`;

/** As many rows as a palette shows, and a few screens more. */
const shown = 50;

/** Matches that are timed together, so that the timer is no part of the figure. */
const matchesAtOnce = 500;

export async function measureCatalog(rounds: number): Promise<CatalogFigures> {
  const [colds = [], parses = []] = await takeTurns([cold, parseAlone], rounds, async (script) => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
    return JSON.parse(stdout) as readonly number[];
  });
  const file = path.resolve(import.meta.dirname, '../../dist', catalogFile);
  return {
    counts: readCatalogFile(readFileSync(file, 'latin1')).counts,
    load: summarise(colds.flatMap(([load]) => load ?? [])),
    parse: summarise(parses.flat()),
    firstRank: summarise(colds.flatMap(([, first]) => first ?? [])),
    match: summarise(measureMatches(rounds)),
    keystroke: summarise(measureKeystrokes(rounds)),
    ranking: measureRanking(),
  };
}

function measureMatches(rounds: number): readonly number[] {
  const catalog = loadCatalog();
  const { match } = catalog.matcher();
  const paths = catalog.operations.map(
    ({ method, path: template }) =>
      [method, template.replace(/\{[^}]*\}/g, '023e105f4ecef8ad9ca31a8372d0c353')] as const,
  );
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let from = 0; from + matchesAtOnce <= paths.length; from += matchesAtOnce) {
      const start = performance.now();
      for (let index = from; index < from + matchesAtOnce; index++) match(...paths[index]!);
      times.push((performance.now() - start) / matchesAtOnce);
    }
  }
  return times;
}

/** Every phrase typed letter by letter, with nothing known from the ones before it. */
function measureKeystrokes(rounds: number): readonly number[] {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [phrase] of phrases) {
      const rank = createRank(loadCatalog());
      for (let length = 1; length <= phrase.length; length++) {
        const start = performance.now();
        rank(phrase.slice(0, length), { limit: shown });
        times.push(performance.now() - start);
      }
    }
  }
  return times;
}

function measureRanking(): readonly Ranking[] {
  const rank = createRank(loadCatalog());
  const tell = (name: string, chosen: typeof phrases): Ranking => {
    const places = chosen.map(([phrase, ...operations]) => {
      const right = new Set(
        operations.map((text) =>
          text.replace(/ A(?=\/|$)/, ' /accounts/{account_id}').replace(/ Z(?=\/|$)/, ' /zones/{zone_id}'),
        ),
      );
      const place = rank(phrase, { limit: 5 }).findIndex(({ operation }) =>
        right.has(`${operation.method} ${operation.path}`),
      );
      return place < 0 ? Number.POSITIVE_INFINITY : place;
    });
    return {
      name,
      phrases: chosen.length,
      first: places.filter((place) => place === 0).length / chosen.length,
      firstFive: places.filter((place) => place < 5).length / chosen.length,
    };
  };
  const part = (chosen: typeof phrases, every: number, isHeldOut: boolean): typeof phrases =>
    chosen.filter((_, index) => (index % every === every - 1) === isHeldOut);
  return [
    tell('tuned on', part(phrases, 3, false)),
    tell('held out', part(phrases, 3, true)),
    tell('of products, tuned on', part(productPhrases, 2, false)),
    tell('of products, held out', part(productPhrases, 2, true)),
    tell('together', [...phrases, ...productPhrases]),
  ];
}
