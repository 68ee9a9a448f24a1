// Tails against a server whose sockets the test breaks: what is asked for, what goes over the socket, and that every tail is deleted.
import { afterEach, describe, expect, test } from 'vitest';
import { accountOf } from '../../src/accounts/account.ts';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { createSecret } from '../../src/api/credential.ts';
import { pressesOfRun } from '../../src/explorer/keys/chord.ts';
import { initialState } from '../../src/explorer/model/state.ts';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { createClient } from '../../src/http/client.ts';
import { type Clock, systemClock } from '../../src/http/clock.ts';
import { childCount } from '../../src/json/children.ts';
import { createEffects } from '../../src/perform/perform.ts';
import { sessionOf } from '../../src/perform/shown.ts';
import { createStore } from '../../src/perform/store.ts';
import { openTail, type TailSession } from '../../src/perform/tail.ts';
import { eventually } from '../helpers/eventually.ts';
import { flarescope } from '../helpers/run-command.ts';
import { quietPorts } from './ports.ts';
import { startTailServer, type TailServerOptions } from './tail-server.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const path = '/accounts/0123456789abcdef0123456789abcdef/workers/scripts/shop/tails';
const token = 'token-for-a-test';

async function serve(options: TailServerOptions = {}) {
  const server = await startTailServer(options);
  ends.push(server.close);
  return server;
}

/** Waits that are over at once, but for those beyond half an hour. */
const quickClock: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms > 1_800_000 ? ms : 1, signal) };

interface Following {
  readonly session: TailSession;
  readonly events: string[];
  readonly said: string[];
}

async function follow(
  server: Awaited<ReturnType<typeof serve>>,
  options: Partial<Parameters<typeof openTail>[0]> = {},
  readOnlyProfile?: string,
): Promise<Following> {
  const { baseUrl } = server;
  const credential = { kind: 'token', token: createSecret(token) } as const;
  const client = createClient({ baseUrl, credential, userAgent: 'test', readOnlyProfile });
  ends.push(client.close);
  const events: string[] = [];
  const said: string[] = [];
  const session = await openTail({
    connection: { baseUrl, send: client.send },
    path,
    filters: [],
    env: {},
    version: '0.0.0',
    clock: quickClock,
    onEvent: (text) => events.push(text),
    onSay: (text) => said.push(text),
    ...options,
  });
  ends.push(session.stop);
  return { session, events, said };
}

const whatOf = ({ asked }: { readonly asked: readonly { readonly what: string }[] }) => asked.map(({ what }) => what);

describe('a tail', () => {
  test('is made with its filters, greets, gives its events as they are, and is deleted when it is stopped', async () => {
    const server = await serve();
    const { session, events } = await follow(server, { filters: [{ outcome: ['exception'] }] }, 'audit');
    await eventually(() => expect(server.viewers[0]?.first).toEqual(['{"debug":false}']));
    server.say({ outcome: 'ok' });
    server.viewers[0]?.socket.send(Buffer.from('{"in":"bytes"}'), { binary: true });
    await eventually(() => expect(events).toEqual(['{"outcome":"ok"}', '{"in":"bytes"}']));
    expect(await session.stop()).toEqual({ problem: undefined });
    expect(whatOf(server)).toEqual(['POST', 'DELETE tail-1']);
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({ filters: [{ outcome: ['exception'] }] });
    // The credential goes to the API, also under a profile that may only read, and never to the socket.
    for (const { headers } of server.asked) expect(headers.authorization).toBe(`Bearer ${token}`);
    const [{ headers } = { headers: {} }] = server.viewers;
    expect(JSON.stringify(headers)).not.toContain(token);
    expect(headers).toMatchObject({ 'sec-websocket-protocol': 'trace-v1', 'user-agent': 'flarescope/0.0.0' });
  });

  test('is made anew where its connection breaks, after longer and longer waits, and the old ones are deleted', async () => {
    const server = await serve({ answer: (number) => (number === 2 || number === 3 ? { status: 500 } : undefined) });
    const { session, events, said } = await follow(server);
    server.viewers[0]?.socket.terminate();
    await eventually(() => expect(said.at(-1)).toBe('Connected again: events in between are missing'));
    server.say({ n: 2 });
    await eventually(() => expect(events).toEqual(['{"n":2}']));
    expect(said.slice(0, -1).map((text) => / in (\d+) s$/.exec(text)?.[1])).toEqual(['1', '2', '4']);
    await session.stop();
    expect(whatOf(server).toSorted()).toEqual(['DELETE tail-1', 'DELETE tail-4', 'POST', 'POST', 'POST', 'POST']);
  });

  test('is given up after five tries, with the reason', async () => {
    const server = await serve({ answer: (number) => (number > 1 ? { status: 500 } : undefined) });
    const { session, said } = await follow(server);
    server.viewers[0]?.socket.terminate();
    expect((await session.ended).problem).toMatch(/500.*No new tail could be opened$/);
    expect(said.map((text) => / in (\d+) s$/.exec(text)?.[1])).toEqual(['1', '2', '4', '8', '16']);
    expect(whatOf(server).filter((what) => what.startsWith('DELETE'))).toEqual(['DELETE tail-1']);
  });

  test('that the server closes as it should has ended', async () => {
    const server = await serve();
    const { session, said } = await follow(server);
    server.viewers[0]?.socket.close(1000);
    expect(await session.ended).toEqual({ problem: undefined });
    expect(said).toEqual(['The tail has ended']);
    expect(whatOf(server)).toEqual(['POST', 'DELETE tail-1']);
  });

  test('is renewed before it expires, and nobody notices', async () => {
    const server = await serve({ lifeMs: 60_000 });
    const { events, said } = await follow(server, {
      clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(server.viewers.length > 1 ? ms : 50, signal) },
    });
    server.say({ n: 1 });
    await eventually(() => expect(server.viewers.length).toBe(2));
    await eventually(() => expect(whatOf(server)).toEqual(['POST', 'POST', 'DELETE tail-1']));
    server.say({ n: 2 });
    await eventually(() => expect(events).toEqual(['{"n":1}', '{"n":2}']));
    expect(said).toEqual([]);
  });

  test.each([
    ['ws://example.com/socket', 'is not wss'],
    ['http://127.0.0.1/socket', 'is not wss'],
    ['wss://user:secret@example.com/', 'a user name or a password'],
    ['nonsense', 'is no URL'],
  ])('whose address is %s is not connected to', async (url, reason) => {
    const server = await serve({ answer: () => ({ url }) });
    await expect(follow(server)).rejects.toThrow(reason);
    expect(server.viewers).toEqual([]);
  });

  test('that was made a while ago and is gone is made anew', async () => {
    const server = await serve();
    const made = {
      id: 'old',
      url: new URL(`${server.baseUrl.replace('http', 'ws').replace(/:\d+/, ':1')}/old`),
      expiresAt: 1,
    };
    const { session } = await follow(server, { made });
    expect(server.viewers.length).toBe(1);
    await session.stop();
    expect(whatOf(server).toSorted()).toEqual(['DELETE old', 'DELETE tail-1', 'POST']);
  });

  test('whose answer comes when nobody wants it any more is deleted all the same', async () => {
    const stopping = new AbortController();
    const server = await serve({
      answer: () => {
        stopping.abort();
        return undefined;
      },
    });
    await expect(follow(server, { signal: stopping.signal })).rejects.toThrow();
    await eventually(() => expect(whatOf(server)).toEqual(['POST', 'DELETE tail-1']));
  });
});

describe('in the explorer', () => {
  async function open(keep?: number) {
    const server = await serve();
    const env = { CLOUDFLARE_BASE_URL: server.baseUrl, CLOUDFLARE_API_TOKEN: token };
    const account = accountOf(env) ?? sandboxAccount(env);
    const effects = createEffects(account, { ...quietPorts(), env, keep });
    ends.push(effects.close);
    const start = initialState({ columns: 100, rows: 30 }, sessionOf(account), systemClock.now(), keyLabels);
    const store = createStore({ ...start, settings: { ...start.settings, prefetch: false } }, effects.perform);
    const press = (chord: string): void => store.dispatch({ type: 'key.pressed', key: { chord, text: undefined } });
    for (const key of pressesOfRun(`POST ${path}`)) store.dispatch({ type: 'key.pressed', key });
    press('enter');
    await eventually(() => expect(store.getState().exchange.kind).toBe('done'));
    press('o');
    await eventually(() => expect(server.viewers.length).toBe(1));
    const body = () => store.getState().response?.pages[0]?.body;
    const rows = () => {
      const shown = body();
      return shown?.kind === 'json' ? childCount(shown.view.document, 0) : 0;
    };
    return { server, store, press, effects, body, rows };
  }

  test('o on a tail follows it: its events are rows, and Esc stops and deletes it', async () => {
    const { server, store, press, body, rows } = await open();
    expect(store.getState().response).toMatchObject({ title: 'tail of shop', isOfAccount: true });
    server.say({ outcome: 'ok', logs: [], event: { cron: '* * * * *' } });
    server.say({ outcome: 'exception', logs: [], event: null });
    await eventually(() => expect(rows()).toBe(2));
    press('esc');
    await eventually(() => expect(whatOf(server)).toEqual(['POST', 'DELETE tail-1']));
    expect(body()).toMatchObject({ arriving: undefined });
    expect(rows()).toBe(2);
  });

  test('the oldest events go beyond what is to be kept', async () => {
    const { server, press, body, rows } = await open(10_000);
    for (let n = 0; n < 100; n++) server.say({ outcome: 'ok', logs: [], scriptName: 'x'.repeat(200), event: { n } });
    const live = () => {
      const shown = body();
      return shown?.kind === 'json' ? shown.live : undefined;
    };
    await eventually(() => expect(live()?.rows).toBe(100));
    expect(rows()).toBeLessThan(40);
    expect(live()?.dropped.rows).toBe(100 - rows());
    press('esc');
    await eventually(() => expect(whatOf(server)).toEqual(['POST', 'DELETE tail-1']));
  });

  test('quitting deletes it', async () => {
    const { server, effects } = await open();
    await effects.close();
    expect(whatOf(server)).toEqual(['POST', 'DELETE tail-1']);
  });
});

test('the command prints what comes, ends after as many as are wanted, and deletes the tail', async () => {
  const server = await serve();
  const id = path.split('/')[2] ?? '';
  const ended = flarescope(
    ['tail', 'shop', '--account', id, '--count', '2', '--status', 'error', '--sampling', '0.5'],
    {
      env: { CLOUDFLARE_BASE_URL: server.baseUrl, CLOUDFLARE_API_TOKEN: token },
    },
  );
  await eventually(() => expect(server.viewers.length).toBe(1));
  server.say({ outcome: 'ok', big: 1 });
  server.viewers[0]?.socket.send('{"n":9007199254740993,\n "x":1}');
  server.say({ n: 3 });
  const { code, stdout } = await ended;
  expect(code).toBe(0);
  expect(stdout).toBe('{"outcome":"ok","big":1}\n{"n":9007199254740993,  "x":1}\n');
  expect(whatOf(server)).toEqual(['POST', 'DELETE tail-1']);
  expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
    filters: [{ sampling_rate: 0.5 }, { outcome: ['exception', 'exceededCpu', 'exceededMemory', 'unknown'] }],
  });
});
