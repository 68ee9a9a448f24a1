// What a long list costs in memory: all of its pages printed, of a server that answers at once, for few pages and for many. A program
// that keeps no page has the same peak for both.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { peakMemory } from './memory.ts';
import { cleanEnvironment, type Program } from './programs.ts';
import { figure, table } from './table.ts';

interface FlatRun {
  readonly name: string;
  readonly pages: number;
  /** Undefined where the system does not tell. */
  readonly peakBytes: number | undefined;
  readonly seconds: number;
}

const few = 1000;
/** `FLARESCOPE_BENCH_PAGES`: as many as one has the patience for. */
const many = Number(process.env.FLARESCOPE_BENCH_PAGES ?? 20_000);

/** Milliseconds between two looks at the process. */
const every = 200;

export async function measureFlat(programs: readonly Program[], folder: string): Promise<readonly FlatRun[]> {
  let pages = few;
  const server = createServer((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
    const result = [{ id: `${page}`.padStart(32, '0'), name: `r${page}.example.com`, content: '198.51.100.4' }];
    const info = { page, per_page: 1, count: 1, total_count: pages, total_pages: pages };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ success: true, errors: [], messages: [], result, result_info: info }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const account = { CLOUDFLARE_API_TOKEN: 'a'.repeat(40), CLOUDFLARE_BASE_URL: `http://127.0.0.1:${port}` };
  const runs: FlatRun[] = [];
  try {
    for (const { name, main } of programs) {
      for (pages of [few, many]) {
        const startedAt = performance.now();
        const args = [main, 'api', '--all', '/zones', 'per_page==1', '--output', 'ndjson'];
        const child = spawn(process.execPath, args, {
          cwd: folder,
          env: { ...cleanEnvironment(folder), ...account },
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
        let peakBytes: number | undefined;
        for (let code: number | null | undefined; code === undefined; ) {
          // One that has just ended has no memory any more.
          peakBytes = (await peakMemory(child.pid ?? 0).catch(() => undefined)) ?? peakBytes;
          code = await Promise.race([ended, sleep(every, undefined)]);
          if (code !== undefined && code !== 0) throw new Error(`${name} ended with status ${code}`);
        }
        runs.push({ name, pages, peakBytes, seconds: (performance.now() - startedAt) / 1000 });
      }
    }
  } finally {
    server.close();
  }
  return runs;
}

export function flatTable(runs: readonly FlatRun[]): string {
  return table(
    'api --all --output ndjson, one item a page, no latency',
    ['pages', 'seconds', 'peak memory, MB', ''],
    runs.map(({ name, pages, seconds, peakBytes }) => [
      name,
      String(pages),
      figure(seconds),
      peakBytes === undefined ? 'unknown' : figure(peakBytes / 1_000_000),
    ]),
  );
}
