// Choosing among the 2,000 records of the sandbox's zone, over the wire: how many requests it takes.
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOf, type Environment } from '../../src/accounts/account.ts';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { createRank } from '../../src/catalog/rank/rank.ts';
import { pressesOfRun } from '../../src/explorer/keys/chord.ts';
import { openPicker } from '../../src/explorer/model/focus.ts';
import { initialState } from '../../src/explorer/model/state.ts';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { pickerItems } from '../../src/explorer/shell/pickers.ts';
import { type Clock, systemClock } from '../../src/http/clock.ts';
import { createEffects } from '../../src/perform/perform.ts';
import { sessionOf } from '../../src/perform/shown.ts';
import { createStore } from '../../src/perform/store.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { eventually } from '../helpers/eventually.ts';
import { quietPorts } from './ports.ts';

let sandbox: Sandbox;
const asked: string[] = [];

/** Passes everything on to the sandbox, and writes down what was asked. */
const counter = createServer((incoming, outgoing) => {
  asked.push(incoming.url ?? '');
  const passed = ask(new URL(incoming.url ?? '/', sandbox.baseUrl), {
    method: incoming.method,
    headers: incoming.headers,
  });
  passed.on('response', (response) => {
    outgoing.writeHead(response.statusCode ?? 500, response.headers);
    response.pipe(outgoing);
  });
  incoming.pipe(passed);
});

beforeAll(async () => {
  sandbox = await startSandbox({});
  await new Promise<void>((resolve) => counter.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await sandbox.close();
  counter.closeAllConnections();
  await new Promise((resolve) => counter.close(resolve));
});

/** The pause for more keys ends with the turn that they were typed in. */
const clock: Clock = {
  ...systemClock,
  sleep: async (_, signal) => {
    await Promise.resolve();
    signal.throwIfAborted();
  },
};

test('a record among 2,000 is found by what is typed of its name, and of its content, with a request each', async () => {
  const { port } = counter.address() as AddressInfo;
  const env: Environment = {
    CLOUDFLARE_BASE_URL: `http://127.0.0.1:${port}${new URL(sandbox.baseUrl).pathname}`,
    CLOUDFLARE_API_TOKEN: sandbox.token,
  };
  const account = accountOf(env) ?? sandboxAccount(env);
  const effects = createEffects(account, { ...quietPorts(), env, clock });
  const store = createStore(
    initialState({ columns: 100, rows: 24 }, sessionOf(account), 0, keyLabels),
    effects.perform,
  );
  const type = (text: string): void => {
    for (const key of pressesOfRun(text)) store.dispatch({ type: 'key.pressed', key });
  };
  const rows = (): readonly string[] => {
    const picker = openPicker(store.getState());
    const items = picker ? pickerItems(store.getState(), picker) : [];
    return items.map(({ row }) => (typeof row === 'function' ? row(200) : row).map(({ text }) => text).join(''));
  };
  const about = (): readonly string[] => asked.filter((url) => url.includes('/dns_records'));
  try {
    const zones = await fetch(`${sandbox.baseUrl}/zones?name=example.com`, {
      headers: { authorization: `Bearer ${sandbox.token}` },
    });
    const { result } = (await zones.json()) as { readonly result: readonly { readonly id: string }[] };
    const path = `/zones/${result[0]?.id}/dns_records`;
    const last = await fetch(`${sandbox.baseUrl}${path}?per_page=1&page=1900`, {
      headers: { authorization: `Bearer ${sandbox.token}` },
    });
    const [record] = (
      (await last.json()) as { readonly result: readonly { readonly name: string; readonly content: string }[] }
    ).result;
    if (!record) throw new Error('the sandbox has no such record');

    store.dispatch({ type: 'key.pressed', key: { chord: 'esc', text: undefined } });
    type(`:\x15GET ${path}/{dns_record_id}`);
    const catalog = loadCatalog();
    store.dispatch({ type: 'catalog.loaded', known: { catalog, rank: createRank(catalog), baseUrl: undefined } });
    type('\t');
    await eventually(() => expect(rows().length).toBeGreaterThan(20));
    expect(about()).toHaveLength(1);

    type(record.name);
    await eventually(() => expect(rows()[0]).toContain(record.content));
    expect(rows()[0]).toContain(record.name);
    expect(about()).toHaveLength(2);

    type('\x15');
    type(record.content);
    await eventually(() => expect(rows()[0]).toContain(record.content));
    expect(about()).toHaveLength(3);

    type('\x15');
    type('no such record');
    await eventually(() => expect(rows()).toEqual(['use "no such record" as it is: it is not an id']));
    expect(about()).toHaveLength(4);
  } finally {
    await effects.close();
  }
});
