// Tails of the sandbox over its real WebSocket: filters, expiry in silence, as many viewers as the API lets.
import { expect, test } from 'vitest';
import { isTailEvent } from '../../src/api/tails.ts';
import { eventually } from '../helpers/eventually.ts';
import { flarescope } from '../helpers/run-command.ts';
import { hostSandbox } from './client.ts';

const { sandbox, ask } = hostSandbox({ tails: { eventsPerSecond: 1000, seconds: 1 } });
const account = '9409ca24f2904b058fa64160600b76e0';
const tails = `/accounts/${account}/workers/scripts/amber-anchor-worker/tails`;

const make = (body?: unknown) =>
  ask(tails, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

test('events come at their pace, pass the filters, and are what the API has', async () => {
  const env = { CLOUDFLARE_BASE_URL: sandbox().baseUrl, CLOUDFLARE_API_TOKEN: sandbox().token };
  const run = (...options: readonly string[]) =>
    flarescope(['tail', 'amber-anchor-worker', '--account', 'Example Books', ...options], { env });
  const all = (await run('--count', '10')).stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(all.length).toBe(10);
  expect(all.every(isTailEvent)).toBe(true);
  const failed = await run('--status', 'exception', '--method', 'post', '--output', 'text', '--count', '3');
  expect(failed.code).toBe(0);
  for (const line of failed.stdout.trim().split('\n'))
    expect(line).toMatch(
      /^\d\d:\d\d:\d\d exception {2}POST amber-anchor-worker\.example\.com\S* 500 {2}\d+ ms CPU {2}TypeError: /,
    );
  expect((await run('--search', 'no such words', '--count', '1', '--sampling', '2')).code).toBe(2);
});

test('an expired tail says nothing more, though its socket stays; a deleted one hangs up', async () => {
  const { envelope } = await make();
  const { id, url, expires_at } = envelope.result as Readonly<Record<string, string>>;
  const socket = new WebSocket(url ?? '', 'trace-v1');
  let count = 0;
  let code: number | undefined;
  socket.addEventListener('message', () => count++);
  socket.addEventListener('close', (event) => {
    code = event.code;
  });
  await eventually(() => expect(Date.now()).toBeGreaterThan(Date.parse(expires_at ?? '') + 60));
  const atEnd = count;
  expect(atEnd).toBeGreaterThan(100);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(count).toBe(atEnd);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  expect((await ask(`${tails}/${id}`, { method: 'DELETE' })).status).toBe(200);
  await eventually(() => expect(code).toBe(1000));
  expect((await ask(`${tails}/${id}`, { method: 'DELETE' })).status).toBe(404);
});

test('ten may look on, and filters that are none are refused', async () => {
  const made = await Promise.all(Array.from({ length: 11 }, () => make({ filters: [] })));
  expect(made.map(({ status }) => status).filter((status) => status === 200).length).toBe(10);
  for (const filters of ['x', [{ odd: 1 }], [{ sampling_rate: 1 }]]) expect((await make({ filters })).status).toBe(400);
  expect((await ask(tails)).envelope.result).toMatchObject({ id: expect.any(String) });
});
