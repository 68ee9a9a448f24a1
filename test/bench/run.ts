// `npm run bench`: what a user feels, measured. Prints tables, or with --json everything; a slow figure is no error, a missing one is.
// Needs a machine that does nothing else. The trap: figures of different machines, or of different moments of one, say
// nothing next to each other; compare ratios, or two builds in one run with --against.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureAllPages } from './all-pages.ts';
import { measureCatalog } from './catalog.ts';
import { catalogTables } from './catalog-report.ts';
import { chartsTable, measureCharts } from './charts.ts';
import { measureComparing } from './comparing.ts';
import { measureDocuments } from './documents.ts';
import { coldTable, documentTables, shapeTable } from './documents-report.ts';
import { filtersTable, measureFilters } from './filters.ts';
import { measureFirstFrame } from './first-frame.ts';
import { flatTable, measureFlat } from './flat.ts';
import { measureHistory } from './history.ts';
import { historyTables } from './history-report.ts';
import { measureColdRate, measureIndexRate } from './index-rate.ts';
import { measureKeys } from './keys.ts';
import { type MonkeyRun, monkeyTable, runMonkey } from './monkey.ts';
import { bundleBareInk, mainFile, type Program } from './programs.ts';
import { readRecords } from './records.ts';
import { allPagesTable, firstFrameTable, indexTable, keyFigures, keyTables } from './report.ts';
import { measureShapes } from './shape-rate.ts';
import { measureStartUp, startUpTables } from './start-up.ts';
import { measureTail, tailTable } from './tailing.ts';

const help = `npm run bench -- [--only first-frame|start-up|keys|index|documents|filters|shapes|all-pages|flat|history|catalog|charts|compare|tail|monkey]
                [--runs N] [--keys N] [--seed N]
                [--against FILE] [--json] [--page]

  --only NAME     one part alone (the monkey runs only when it is asked for)
  --runs N        runs of each measurement (default 7, at least 1)
  --keys N        keys of each of the monkey's runs (default 100000)
  --seed N        of one of the monkey's runs; repeatable (default 1, 2 and 3)
  --against FILE  measure another build's dist/main.js in turns with this one
  --json          all figures as JSON
  --page          writes what is measured into test/bench/README.md
`;

/** What one part found: words for a person, and the figures. */
interface Part {
  readonly text: string;
  readonly figures: unknown;
}

interface Setting {
  readonly programs: readonly Program[];
  readonly rounds: number;
  readonly keys: number;
  readonly seeds: readonly number[];
  readonly folder: string;
}

const parts: Readonly<Record<string, (setting: Setting) => Promise<Part>>> = {
  'first-frame': async ({ programs, rounds, folder }) => {
    const bareInk = await bundleBareInk(folder);
    const measured = await measureFirstFrame(programs, bareInk, rounds, folder);
    return { text: firstFrameTable(measured), figures: measured };
  },
  'start-up': async ({ programs, rounds, folder }) => {
    const measured = await measureStartUp(programs, rounds, folder);
    return { text: startUpTables(measured), figures: measured };
  },
  keys: async ({ programs, rounds, folder }) => {
    const { zoneId } = await readRecords();
    const measured = await measureKeys(programs, zoneId, rounds, folder);
    const { floor } = measured;
    const figures = [{ name: 'floor', sessions: floor }, ...measured.programs].map(({ name, sessions }) => ({
      name,
      keys: keyFigures(sessions),
      pageMemory: sessions.map((session) => session.pageMemory),
      endMemory: sessions.map((session) => session.endMemory),
    }));
    return { text: keyTables(measured), figures };
  },
  index: async ({ rounds, folder }) => {
    const cold = await measureColdRate(folder, rounds);
    const rates = await measureIndexRate(await readRecords(), rounds);
    return { text: [coldTable(cold), indexTable(rates)].join('\n\n'), figures: { cold, rates } };
  },
  documents: async ({ programs, rounds, folder }) => {
    const measured = await measureDocuments(programs, [1000, 1_000_000, 10_000_000, 100_000_000], rounds, folder);
    return { text: documentTables(measured), figures: measured };
  },
  filters: async ({ rounds, folder }) => {
    const measured = await measureFilters(await readRecords(), 100_000_000, rounds, folder);
    return { text: filtersTable(measured), figures: measured };
  },
  shapes: async ({ rounds }) => {
    const measured = measureShapes(rounds);
    return { text: shapeTable(measured), figures: measured };
  },
  flat: async ({ programs, folder }) => {
    const measured = await measureFlat(programs, folder);
    return { text: flatTable(measured), figures: measured };
  },
  'all-pages': async ({ programs, rounds, folder }) => {
    const measured = await measureAllPages(programs, rounds, folder);
    return { text: allPagesTable(measured), figures: measured };
  },
  history: async ({ programs, rounds, folder }) => {
    const costs = await measureHistory(programs, rounds, folder);
    return { text: historyTables(costs), figures: costs };
  },
  catalog: async ({ rounds }) => {
    const measured = await measureCatalog(rounds);
    return { text: catalogTables(measured), figures: measured };
  },
  charts: async ({ rounds }) => {
    const measured = measureCharts(rounds);
    return { text: chartsTable(measured), figures: measured };
  },
  compare: async ({ rounds }) => measureComparing(rounds),
  tail: async ({ programs, folder }) => {
    const measured = await measureTail(programs, folder);
    return { text: tailTable(measured), figures: measured };
  },
  monkey: async ({ programs, keys, seeds, folder }) => {
    const [program] = programs;
    const measured: MonkeyRun[] = [];
    for (const seed of seeds) measured.push(await runMonkey(program?.main ?? mainFile, seed, keys, folder));
    return { text: monkeyTable(measured), figures: measured };
  },
};

const pageFile = path.join(import.meta.dirname, 'README.md');

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'string') {
    process.stderr.write(`bench: ${options}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const machine = {
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    /** Of the last minute, before anything was measured: where it is not near 0, others have a share in every figure. */
    load: loadavg()[0] ?? 0,
    runs: options.rounds,
  };
  const say = (text: string): boolean => options.json || process.stdout.write(`${text}\n\n`);
  const texts: string[] = [];
  say(
    `flarescope bench: Node ${machine.node}, ${machine.system}, ${machine.cores} cores (${machine.processor}), load ${machine.load.toFixed(1)} before, ${machine.runs} runs of each, in turns`,
  );

  const folder = await mkdtemp(path.join(tmpdir(), 'flarescope-bench-'));
  const figures: Record<string, unknown> = { machine };
  const failures: string[] = [];
  try {
    for (const name of options.only) {
      try {
        const part = await parts[name]?.({ ...options, folder });
        if (!part) continue;
        figures[name] = part.figures;
        say(part.text);
        texts.push(`## ${name}\n\n\`\`\`text\n${part.text}\n\`\`\`\n`);
        if (options.page) await writeFile(pageFile, [pageHead(machine), ...texts].join('\n'));
      } catch (error) {
        failures.push(name);
        process.stderr.write(
          `bench: ${name} could not be measured: ${error instanceof Error ? error.message : error}\n`,
        );
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  if (options.json) process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
  return failures.length === 0 ? 0 : 1;
}

interface Machine {
  readonly node: string;
  readonly cores: number;
  readonly processor: string;
  readonly load: number;
  readonly runs: number;
}

function pageHead({ node, cores, processor, load, runs }: Machine): string {
  const day = new Date().toISOString().slice(0, 10);
  return `# Figures

\`npm run bench -- --page\` measures all parts and writes this page; \`npm run bench\` prints them, \`--only NAME\` one of them; \`--runs N\`,
\`--against FILE\` (another build's \`dist/main.js\`, in turns with this one), \`--json\`. Use a machine that does nothing else, and compare
ratios: milliseconds of different machines, or of different moments of one, say nothing next to each other.

All of this is from one run, on ${day}: ${runs} runs of each, in turns, on ${cores} cores (${processor}), Node ${node}, load ${load.toFixed(1)} before.

A monkey of 100,000 keys on each of three seeds (\`--only monkey\`, \`--seed N\` for one, \`--keys N\`) is not in it: each takes about 9
minutes. After every thousand keys the prompt must be reached with Esc and its key, and every row stand in its place.
`;
}

interface Options {
  readonly only: readonly string[];
  readonly rounds: number;
  readonly keys: number;
  readonly seeds: readonly number[];
  readonly programs: readonly Program[];
  readonly json: boolean;
  readonly page: boolean;
  readonly help: boolean;
}

/** The options, or what is wrong with them. */
function readOptions(argv: readonly string[]): Options | string {
  const shape = {
    only: { type: 'string', multiple: true },
    runs: { type: 'string', default: '7' },
    keys: { type: 'string', default: '100000' },
    seed: { type: 'string', multiple: true },
    against: { type: 'string' },
    json: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...argv], options: shape });
    const usual = Object.keys(parts).filter((name) => name !== 'monkey');
    const {
      only = usual,
      runs,
      keys: wantedKeys,
      seed = ['1', '2', '3'],
      against,
      json,
      page,
      help: wantsHelp,
    } = values;
    const unknown = only.find((name) => !Object.hasOwn(parts, name));
    if (unknown !== undefined) return `there is no part ${unknown}: ${Object.keys(parts).join(', ')}`;
    const rounds = Number(runs);
    if (!Number.isInteger(rounds) || rounds < 1) return '--runs takes a whole number from 1 on';
    const keys = Number(wantedKeys);
    if (!Number.isInteger(keys) || keys < 1) return '--keys takes a whole number from 1 on';
    const seeds = seed.map(Number);
    if (!seeds.every(Number.isInteger)) return '--seed takes a whole number';
    const programs = [{ name: 'flarescope', main: mainFile }];
    if (against !== undefined) programs.push({ name: 'the other', main: path.resolve(against) });
    return { only, rounds, keys, seeds, programs, json, page, help: wantsHelp };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
