// All pages of a list from a server that takes a while for each: this program, the official SDK's auto-paging, and the loop
// of curl and jq that people write; and this program again where the server speaks HTTP/2. All must bring the same items; whole processes are measured, start included.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import http2 from 'node:http2';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { CERTIFICATE, PRIVATE_KEY } from '../http/certificate.ts';
import type { Program } from './programs.ts';
import { takeTurns } from './rounds.ts';
import { type Summary, summarise } from './statistics.ts';

export interface AllPages {
  readonly pages: number;
  readonly latencyMs: number;
  readonly concurrency: number;
  readonly items: number;
  readonly readers: readonly { readonly name: string; readonly ms: Summary }[];
  /** A reader of the machine's that is not there. */
  readonly missing: readonly string[];
}

const perPage = 10;
const records = 2000;
const latencyMs = 50;
const concurrency = 8;

export async function measureAllPages(programs: readonly Program[], rounds: number, folder: string): Promise<AllPages> {
  const sandbox = await startSandbox({ latencyMs, rateLimit: 1_000_000 });
  const front = await startFront(sandbox);
  try {
    const certificate = path.join(folder, 'certificate.pem');
    await writeFile(certificate, CERTIFICATE);
    const overTwo = { CLOUDFLARE_BASE_URL: front.baseUrl, NODE_EXTRA_CA_CERTS: certificate };
    const env = {
      ...process.env,
      // Not the user's own history.
      FLARESCOPE_HOME: path.join(folder, 'home'),
      CLOUDFLARE_BASE_URL: sandbox.baseUrl,
      CLOUDFLARE_API_TOKEN: sandbox.token,
    };
    const zoneId = await largestZone(sandbox);
    const listPath = `/zones/${zoneId}/dns_records`;
    const sdkFile = await writeSdkReader(folder, zoneId);
    const own = (main: string): readonly string[] => [
      ...[process.execPath, main, 'api', '--all', listPath, `per_page==${perPage}`],
      ...['--output', 'tsv', '--fields', 'id'],
    ];
    const readers: readonly Reader[] = [
      ...programs.flatMap(({ name, main }) => [
        { name: `${name} api --all`, command: own(main) },
        { name: `${name} api --all, over HTTP/2`, command: own(main), env: overTwo },
      ]),
      { name: "the official SDK's auto-paging", command: [process.execPath, sdkFile] },
      { name: 'a loop of curl and jq', command: ['sh', '-c', loop(listPath)] },
    ];
    const isThere = await Promise.all(['curl', 'jq'].map((name) => run(['sh', '-c', `command -v ${name}`], env)));
    const hasLoop = isThere.every((ended) => ended.code === 0);
    const present = hasLoop ? readers : readers.slice(0, -1);
    let ids: string | undefined;
    const measured = await takeTurns(present, rounds, async ({ name, command, env: more }) => {
      const start = performance.now();
      const ended = await run(command, { ...env, ...more });
      const ms = performance.now() - start;
      const lines = ended.stdout.trim().split('\n');
      const sorted = lines
        .filter((line) => line !== 'id')
        .sort()
        .join('\n');
      ids ??= sorted;
      if (ended.code !== 0) throw new Error(`${name} failed: ${ended.stderr.slice(0, 300)}`);
      if (sorted !== ids || sorted.split('\n').length !== records) throw new Error(`${name} brought other items`);
      return ms;
    });
    return {
      pages: records / perPage,
      latencyMs,
      concurrency,
      items: records,
      readers: present.map(({ name }, index) => ({ name, ms: summarise(measured[index] ?? []) })),
      missing: hasLoop ? [] : ['curl and jq'],
    };
  } finally {
    await front.close();
    await sandbox.close();
  }
}

interface Reader {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The same server behind one that speaks HTTP/2 over TLS, as the API's does. */
async function startFront(
  sandbox: Sandbox,
): Promise<{ readonly baseUrl: string; readonly close: () => Promise<void> }> {
  const inner = new URL(sandbox.baseUrl);
  const agent = new http.Agent({ keepAlive: true });
  const sessions = new Set<http2.ServerHttp2Session>();
  const server = http2.createSecureServer({ cert: CERTIFICATE, key: PRIVATE_KEY }, (request, response) => {
    const { authorization } = request.headers;
    const headers = authorization === undefined ? {} : { authorization };
    http.get({ host: inner.hostname, port: inner.port, path: request.url, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, { 'content-type': answer.headers['content-type'] ?? '' });
      answer.pipe(response);
    });
  });
  server.on('session', (session) => sessions.add(session));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `https://127.0.0.1:${port}${inner.pathname}`,
    close: async () => {
      for (const session of sessions) session.destroy();
      agent.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function largestZone(sandbox: Sandbox): Promise<string> {
  const ask = async (query: string): Promise<{ readonly result: readonly { readonly id: string }[] }> => {
    const response = await fetch(`${sandbox.baseUrl}${query}`, {
      headers: { authorization: `Bearer ${sandbox.token}` },
    });
    return (await response.json()) as { readonly result: readonly { readonly id: string }[] };
  };
  const { result } = await ask('/zones?name=example.com');
  const [zone] = result;
  if (!zone) throw new Error('the sandbox has no zone example.com');
  return zone.id;
}

/** As the SDK's own documentation walks a list. */
async function writeSdkReader(folder: string, zoneId: string): Promise<string> {
  const file = path.join(folder, 'sdk-reader.mjs');
  const sdk = pathToFileURL(createRequire(import.meta.url).resolve('cloudflare')).href;
  await writeFile(
    file,
    `import module from ${JSON.stringify(sdk)};
const Cloudflare = module.default ?? module;
const client = new Cloudflare({ apiToken: process.env.CLOUDFLARE_API_TOKEN });
for await (const record of client.dns.records.list({ zone_id: ${JSON.stringify(zoneId)}, per_page: ${perPage} })) console.log(record.id);
`,
  );
  return file;
}

function loop(listPath: string): string {
  return [
    'page=1; pages=1',
    'while [ "$page" -le "$pages" ]; do',
    `  response=$(curl -sS "$CLOUDFLARE_BASE_URL${listPath}?per_page=${perPage}&page=$page" -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN")`,
    '  printf %s "$response" | jq -r ".result[].id"',
    '  pages=$(printf %s "$response" | jq .result_info.total_pages)',
    '  page=$((page + 1))',
    'done',
  ].join('\n');
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
