// A list that is saved to a file and killed: `--continue` drops what was torn and appends the rest, so that the file ends as one that
// was written without a break. Killed at a few random points, and at 50 with FLARESCOPE_RUNS=10.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { flarescope, startFlarescope, temporaryFolder } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { scaled } from '../helpers/runs.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

const pages = 40;

interface Served {
  readonly env: Readonly<Record<string, string>>;
  /** Called with every page that is asked for. */
  onPage: (count: number) => void;
}

/** Names with what CSV has to quote: a comma, a quote, a line break. */
async function serve(): Promise<Served> {
  let asked = 0;
  const { origin } = await startHttp((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
    const result = [0, 1, 2, 3, 4].map((at) => ({
      id: `i${page * 5 + at}`,
      name: `a,"${at}"\nb`,
      pad: 'x'.repeat(200),
    }));
    const result_info = { page, per_page: 5, count: 5, total_count: pages * 5, total_pages: pages };
    served.onPage(++asked);
    const body = JSON.stringify({ result, success: true, errors: [], messages: [], result_info });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
  const served: Served = { env, onPage: () => undefined };
  return served;
}

const seed = Number(process.env.FLARESCOPE_SEED ?? Date.now() % 1_000_000);

/** Numbers from 0 to 1, the same for a seed. */
function randomFrom(state: number): () => number {
  let at = state;
  return () => {
    at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
    return at / 2_147_483_648;
  };
}

describe.each([['ndjson'], ['csv']])('as %s', (format) => {
  test(`killed anywhere and continued, the file is as if it had not been (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const served = await serve();
    const folder = await temporaryFolder();
    const whole = path.join(folder, 'whole');
    const words = ['api', '--all', '/x', '--output', format, '--continue'];
    expect(await flarescope([...words, whole], { env: served.env })).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const expected = await readFile(whole, 'utf8');
    expect(expected.length).toBeGreaterThan(pages * 5 * 200);

    // Killed by the system while it reads, a random number of pages on.
    const kills = scaled(2.5);
    for (let run = 0; run < kills; run += 1) {
      const file = path.join(folder, `killed-${run}`);
      const enough = 1 + Math.floor(random() * pages);
      let count = 0;
      const running = await startFlarescope([...words, file], { env: served.env });
      served.onPage = () => {
        count += 1;
        if (count === enough) running.child.kill('SIGKILL');
      };
      const { signal } = await running.ended;
      served.onPage = () => undefined;
      // The last page may have been asked for and written before the signal came.
      expect([undefined, 'SIGKILL']).toContain(signal);
      expect(await flarescope([...words, file], { env: served.env })).toMatchObject({
        code: 0,
        stdout: '',
        stderr: '',
      });
      expect(await readFile(file, 'utf8')).toBe(expected);
    }
  }, 120_000);

  test('torn after any byte and continued, the file is as if it had not been', async () => {
    const random = randomFrom(seed + 1);
    const served = await serve();
    const folder = await temporaryFolder();
    const file = path.join(folder, 'torn');
    const words = ['api', '--all', '/x', '--output', format, '--continue', file];
    await flarescope(words, { env: served.env });
    const expected = await readFile(file);
    for (let run = 0; run < scaled(2); run += 1) {
      await writeFile(file, expected.subarray(0, Math.floor(random() * expected.length)));
      expect((await flarescope(words, { env: served.env })).code).toBe(0);
      expect((await readFile(file)).equals(expected)).toBe(true);
    }
  }, 120_000);
});
