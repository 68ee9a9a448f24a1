// A busy Worker: 1,000 events a second for 10 seconds, from a server of the bench's own, while keys are pressed. Whether a row is lost, and
// how long a key takes to show.
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { startTailServer } from '../perform/tail-server.ts';
import { cleanEnvironment, type Program } from './programs.ts';
import { openSession, type Session } from './session.ts';
import { type Summary, summarise } from './statistics.ts';
import { figure, table } from './table.ts';

export interface TailFigures {
  readonly name: string;
  readonly sent: number;
  readonly rows: number;
  /** Milliseconds from a key to what it brings. */
  readonly keys: Summary;
}

const eventsPerSecond = 1000;
const seconds = 10;
const beat = 10;

/** Milliseconds between keys. */
const betweenKeys = 60;

export async function measureTail(programs: readonly Program[], folder: string): Promise<readonly TailFigures[]> {
  const measured: TailFigures[] = [];
  for (const { name, main } of programs) {
    const home = await mkdtemp(path.join(folder, 'tail-'));
    const server = await startTailServer();
    const env = {
      ...cleanEnvironment(home),
      CLOUDFLARE_BASE_URL: server.baseUrl,
      CLOUDFLARE_API_TOKEN: 'token-of-the-bench-that-opens-nothing',
    };
    const session = openSession({ columns: 120, rows: 40, file: process.execPath, args: [main], env, cwd: home });
    try {
      measured.push({ name, ...(await followEvents(session, server.say)) });
    } finally {
      await session.close();
      await server.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  return measured;
}

async function followEvents(
  session: Session,
  say: (event: unknown) => void,
): Promise<Pick<TailFigures, 'sent' | 'rows' | 'keys'>> {
  const has = (words: string) => session.shown((screen) => screen.text().includes(words), words);
  await has('type a request');
  session.write('POST /accounts/0123456789abcdef0123456789abcdef/workers/scripts/busy/tails\r');
  await has('"tail-1"');
  session.write('o');
  await has('Connected: events come');
  let sent = 0;
  const start = performance.now();
  const timer = setInterval(() => {
    const due = Math.min(seconds, (performance.now() - start) / 1000) * eventsPerSecond;
    for (; sent < due; sent++) say(eventOf(sent));
    if (sent >= seconds * eventsPerSecond) clearInterval(timer);
  }, beat);
  const taken: number[] = [];
  for (let isOn = true; sent < seconds * eventsPerSecond; isOn = !isOn) {
    await new Promise((resolve) => setTimeout(resolve, betweenKeys));
    const at = session.write('F');
    const wish = isOn ? 'Paused: rows go on' : 'following';
    const shownAt = await session.shown((screen) => screen.text().includes(wish), `${wish} after F`);
    taken.push(shownAt - at);
  }
  const total = (sent + 1).toLocaleString('en-US');
  session.write('G');
  await has(`of ${total}+`);
  const [, rows = '0'] = /▾ \[(\d+)\+\]|row [\d,]+ of ([\d,]+)\+/.exec(session.screen.text())?.filter(Boolean) ?? [];
  session.write('\u0003');
  await session.ended();
  return { sent, rows: Number(rows.replaceAll(',', '')) - 1, keys: summarise(taken) };
}

function eventOf(number: number): unknown {
  const url = `https://busy.example.com/api/orders/${number}`;
  return {
    wallTime: 12,
    cpuTime: 3,
    truncated: false,
    outcome: number % 20 === 0 ? 'exception' : 'ok',
    scriptName: 'busy',
    exceptions: [],
    logs: [{ message: [`order ${number}`, 'x'.repeat(200)], level: 'log', timestamp: number }],
    eventTimestamp: number,
    event: {
      request: { url, method: 'GET', headers: { 'user-agent': 'curl/8.9.1', accept: '*/*' }, cf: { colo: 'FRA' } },
      response: { status: 200 },
    },
  };
}

export function tailTable(measured: readonly TailFigures[]): string {
  const rows = measured.map(({ name, sent, rows: came, keys }) => [
    name,
    sent.toLocaleString('en-US'),
    (sent - came).toLocaleString('en-US'),
    figure(keys.median),
    figure(keys.p99),
    figure(keys.max),
    '',
  ]);
  return table('A tail of 1,000 events a second', ['events', 'lost', 'key, ms', 'p99', 'max', ''], rows);
}
