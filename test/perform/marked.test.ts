// 200 marked rows over the wire: failures between them, stopped half way, the rest again, all of it taken back.
import { Agent, request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { accountOf, type Environment } from '../../src/accounts/account.ts';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { pressesOfRun } from '../../src/explorer/keys/chord.ts';
import { initialState } from '../../src/explorer/model/state.ts';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { createEffects } from '../../src/perform/perform.ts';
import { sessionOf } from '../../src/perform/shown.ts';
import { createStore } from '../../src/perform/store.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { eventually } from '../helpers/eventually.ts';
import { quietPorts } from './ports.ts';

type Fields = Readonly<Record<string, unknown>>;

test('200 marked rows, with failures, stopped, retried and taken back: the account is as it was', async () => {
  const sandbox = await startSandbox({ rateLimit: 5000 });
  onTestFinished(() => sandbox.close());
  let patched = 0;
  let onPatch: (count: number) => number | undefined = () => undefined;
  const agent = new Agent({ keepAlive: true });
  const before = createServer((incoming, outgoing) => {
    const { method, url = '/', headers } = incoming;
    if (method === 'PATCH') patched += 1;
    const status = method === 'PATCH' ? onPatch(patched) : undefined;
    if (status !== undefined) {
      incoming.resume();
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ success: false, errors: [{ code: 1, message: 'not now' }], result: null }));
      return;
    }
    const passed = ask(new URL(url, sandbox.baseUrl), { method, headers, agent }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => before.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    agent.destroy();
    before.closeAllConnections();
    before.close();
  });
  const result = async <T>(at: string, init: RequestInit = {}): Promise<T> => {
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    return ((await (await fetch(sandbox.baseUrl + at, { ...init, headers })).json()) as { readonly result: T }).result;
  };
  const [found] = await result<readonly { readonly id: string }[]>('/zones?name=example.com');
  const zone = `/zones/${found?.id}`;
  const posts = Array.from({ length: 200 }, (_, index) => ({
    type: 'TXT',
    name: `many-${index}.example.com`,
    content: `"${index}"`,
    ttl: 300,
  }));
  await result(`${zone}/dns_records/batch`, { method: 'POST', body: JSON.stringify({ posts }) });
  const records = async () =>
    (await result<readonly Fields[]>(`${zone}/dns_records?name.startswith=many-&per_page=500`)).map(
      ({ modified_on: _, ...rest }) => rest,
    );
  const start = await records();

  const env: Environment = {
    CLOUDFLARE_BASE_URL: `http://127.0.0.1:${(before.address() as AddressInfo).port}${new URL(sandbox.baseUrl).pathname}`,
    CLOUDFLARE_API_TOKEN: sandbox.token,
  };
  const account = accountOf(env) ?? sandboxAccount(env);
  const effects = createEffects(account, { ...quietPorts(), env });
  const store = createStore(
    initialState({ columns: 100, rows: 24 }, sessionOf(account), 0, keyLabels),
    effects.perform,
  );
  const press = (...chords: readonly string[]): void => {
    for (const chord of chords)
      store.dispatch({ type: 'key.pressed', key: { chord, text: chord.length === 1 ? chord : undefined } });
  };
  const type = (text: string): void => {
    for (const key of pressesOfRun(text)) store.dispatch({ type: 'key.pressed', key });
  };
  const many = () => store.getState().many;
  const ended = () => eventually(() => expect(many()?.phase).toBe('ended'));
  try {
    type(`GET ${zone}/dns_records name.startswith==many- per_page==500`);
    press('enter');
    await eventually(() => expect(store.getState().exchange.kind).toBe('done'));
    press('M', ':', 'ctrl+u');
    // A header field keeps each in a request of its own.
    type(`PATCH ${zone}/dns_records/{id} ttl:=120 X-Each:1`);
    press('enter');
    expect(many()).toMatchObject({ phase: 'planned', requests: 200 });
    onPatch = (count) => {
      if (count === 60) press('esc');
      return count < 60 && count % 9 === 0 ? 500 : undefined;
    };
    press('enter');
    await ended();
    const count = (kind: string) => many()?.outcomes.filter((outcome) => outcome?.kind === kind).length ?? 0;
    expect(count('failed')).toBe(6);
    expect(count('done') + count('unsent')).toBe(194);
    expect(count('unsent')).toBeGreaterThan(120);
    const now = new Map((await records()).map((one) => [one.name, one.ttl]));
    for (const [row, { name }] of many()!.rows.entries())
      expect(now.get(name), name).toBe(many()!.outcomes[row]?.kind === 'done' ? 120 : 300);

    onPatch = () => undefined;
    press('r');
    await ended();
    expect(count('done')).toBe(200);
    expect((await records()).every(({ ttl }) => ttl === 120)).toBe(true);

    await eventually(() => expect(many()?.kept).toHaveLength(200));
    press('u');
    await ended();
    expect(many()?.undone).toEqual({ done: 200, of: 200, problems: [] });
    expect(await records()).toEqual(start);
  } finally {
    await effects.close();
  }
});
