// What a start costs and where: files, bytes and milliseconds until each step of it, the explorer's and those of the commands that are
// called in loops, each to `node -e 0` of the same run. Processor time stands beside the clock's, since other programs change it less.
// The trap: what records the files that are loaded slows the start, so that is a run of its own, and its times are in no ratio.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { cleanEnvironment, type Program, placeholder } from './programs.ts';
import { goal } from './report.ts';
import { takeTurns } from './rounds.ts';
import { openSession } from './session.ts';
import { type Summary, summarise } from './statistics.ts';
import { figure, table } from './table.ts';

interface Loaded {
  readonly url: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface Step {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** Milliseconds from the start of the process. */
  readonly ms: number;
}

interface Cost {
  readonly wall: Summary;
  readonly processor: Summary;
}

interface OneShot extends Cost {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

interface StartUp {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly commands: readonly OneShot[];
}

/** As `--import`: writes each file that is loaded, as a module by Node or as a script by the program, with its size and the time. */
function recorder(file: string): string {
  const code = [
    'import{registerHooks}from"node:module";import fs from"node:fs";import{pathToFileURL}from"node:url";',
    'const{readFileSync,appendFileSync,statSync}=fs;const tell=(url)=>',
    `appendFileSync(${JSON.stringify(file)},JSON.stringify({url,bytes:statSync(new URL(url)).size,at:performance.timeOrigin+performance.now()})+"\\n");`,
    'registerHooks({load(url,context,next){if(url.startsWith("file:"))tell(url);return next(url,context)}});',
    'fs.readFileSync=(...given)=>{const[place]=given;if(typeof place==="string"&&/[\\\\/]dist[\\\\/][^\\\\/]+\\.js$/.test(place))',
    'tell(pathToFileURL(place).href);return readFileSync(...given)}',
  ].join('');
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

async function recorded(file: string): Promise<readonly Loaded[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  await rm(file, { force: true });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Loaded);
}

/** The explorer's start, step by step, in one run that is recorded. */
async function stepsOf(main: string, folder: string): Promise<readonly Step[]> {
  const file = path.join(folder, 'loaded.jsonl');
  const session = openSession({
    columns: 120,
    rows: 40,
    file: process.execPath,
    args: ['--import', recorder(file), main],
    env: cleanEnvironment(folder),
    cwd: folder,
  });
  const epoch = (at: number): number => performance.timeOrigin + at;
  const usable = epoch(await session.shown((screen) => screen.row(1).includes(placeholder), 'the prompt'));
  const firstByte = epoch(session.chunks[0]?.at ?? Number.NaN);
  // Long enough for all that is loaded behind the first frame.
  await session.quiet(1_500);
  session.write('\u0003');
  await session.ended();
  await session.close();
  const loaded = await recorded(file);
  const begun = epoch(session.startedAt);
  const until = (name: string, at: number): Step => {
    const files = loaded.filter((one) => one.at <= at);
    return { name, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), ms: at - begun };
  };
  const first = Math.min(...loaded.map(({ at }) => at));
  const ink = loaded.find(({ url }) => /mount-/.test(url))?.at;
  const last = Math.max(...loaded.map(({ at }) => at));
  return [
    until('the first file is loaded', first),
    until('the terminal is taken', firstByte),
    until('the first frame stands', usable),
    ...(ink === undefined ? [] : [until('Ink is loaded', ink)]),
    until('the last file is loaded', last),
  ];
}

interface Subject {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

interface Ended {
  readonly wall: number;
  readonly processor: number;
}

/** Runs it to its end. */
function run({ args, env }: Subject, folder: string, preload: readonly string[] = []): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$@" 2>/dev/null', 'timed', process.execPath, ...preload, ...args];
    const child = spawn('bash', timed, {
      cwd: folder,
      env: { ...cleanEnvironment(folder), ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = told.trim().split(/\s+/).slice(-2).map(Number);
      if (code !== 0) reject(new Error(`${args.slice(1).join(' ')} ended with status ${code}`));
      else resolve({ wall: performance.now() - startedAt, processor: (seconds[0]! + seconds[1]!) * 1000 });
    });
  });
}

const answer = JSON.stringify({
  success: true,
  errors: [],
  messages: [],
  result: Array.from({ length: 20 }, (_, index) => ({
    id: `${index}`.padStart(32, '0'),
    name: `zone${index}.example`,
  })),
});

export async function measureStartUp(
  programs: readonly Program[],
  rounds: number,
  folder: string,
): Promise<{ readonly node: Cost; readonly programs: readonly StartUp[] }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const account = { CLOUDFLARE_API_TOKEN: 'a'.repeat(40), CLOUDFLARE_BASE_URL: `http://127.0.0.1:${port}` };
  const tab = { FLARESCOPE_LINE: 'flarescope api /zo' };
  const commandsOf = ({ main }: Program, home: string): readonly Subject[] => {
    const subject = (name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Subject => ({
      name,
      args: [main, ...args],
      env: { ...env, FLARESCOPE_HOME: home },
    });
    return [
      subject('--version', ['--version']),
      subject('--help', ['--help']),
      subject('api /zones', ['api', '/zones'], account),
      subject('api /zones --dry-run', ['api', '/zones', '--dry-run'], account),
      subject('api /zones --jq FILTER', ['api', '/zones', '--jq', '[.result[].name] | join(",")'], account),
      subject('endpoints dns', ['endpoints', 'dns']),
      subject('history', ['history'], account),
      subject('Tab behind api /zo', ['completion', 'bash', '--words'], tab),
    ];
  };
  try {
    const floor: Subject = { name: 'node -e 0', args: ['-e', '0'], env: {} };
    const own = await Promise.all(
      programs.map(async (program) => commandsOf(program, await mkdtemp(path.join(folder, 'home-')))),
    );
    const subjects = [floor, ...own.flat()];
    // Once unmeasured: compiled code is kept for the runs that follow.
    for (const subject of subjects) await run(subject, folder);
    const results = await takeTurns(subjects, rounds, (subject) => run(subject, folder));
    const summary = (index: number): Cost => ({
      wall: summarise((results[index] ?? []).map(({ wall }) => wall)),
      processor: summarise((results[index] ?? []).map(({ processor }) => processor)),
    });
    const measured: StartUp[] = [];
    for (const [at, { name, main }] of programs.entries()) {
      await stepsOf(main, folder);
      const steps = await stepsOf(main, folder);
      const commands: OneShot[] = [];
      for (const [number, subject] of (own[at] ?? []).entries()) {
        const file = path.join(folder, 'loaded.jsonl');
        await run(subject, folder, ['--import', recorder(file)]);
        const loaded = await recorded(file);
        const index = 1 + at * (own[at]?.length ?? 0) + number;
        const bytes = loaded.reduce((sum, one) => sum + one.bytes, 0);
        commands.push({ name: subject.name, ...summary(index), files: loaded.length, bytes });
      }
      measured.push({ name, steps, commands });
    }
    return { node: summary(0), programs: measured };
  } finally {
    server.close();
  }
}

/** Multiples of `node -e 0`, from the issue that asked for them. */
const goals: Readonly<Record<string, number>> = {
  'api /zones': 2.5,
  'api /zones --jq FILTER': 3.5,
  'endpoints dns': 1.8,
  'Tab behind api /zo': 1.8,
};

export function startUpTables({ node, programs }: Awaited<ReturnType<typeof measureStartUp>>): string {
  const kilobytes = (bytes: number): string => figure(bytes / 1000);
  return programs
    .flatMap(({ name, steps, commands }) => [
      table(
        `${name}: the explorer, until`,
        ['files', 'kB', 'ms, recorded', ''],
        steps.map((step) => [step.name, String(step.files), kilobytes(step.bytes), figure(step.ms)]),
      ),
      table(
        `${name}: whole processes`,
        ['files', 'kB', 'ms', 'to node', 'of the processor', 'to node', ''],
        [
          ['node -e 0', '', '', figure(node.wall.median), '1.00×', figure(node.processor.median), '1.00×'],
          ...commands.map((command) => [
            command.name,
            String(command.files),
            kilobytes(command.bytes),
            figure(command.wall.median),
            `${(command.wall.median / node.wall.median).toFixed(2)}×`,
            figure(command.processor.median),
            `${(command.processor.median / node.processor.median).toFixed(2)}×`,
            ...(goals[command.name] === undefined
              ? []
              : [goal(command.wall.median / node.wall.median, goals[command.name] ?? 0)]),
          ]),
        ],
      ),
    ])
    .join('\n\n');
}
