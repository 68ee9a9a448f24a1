// Large answers from a real server that sends as much as the test lets it: what the state shows meanwhile, and in the end.

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { accountOf } from '../../src/accounts/account.ts';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { pressesOfRun } from '../../src/explorer/keys/chord.ts';
import type { Body } from '../../src/explorer/model/response.ts';
import { initialState, type State } from '../../src/explorer/model/state.ts';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { systemClock } from '../../src/http/clock.ts';
import { childCount } from '../../src/json/children.ts';
import { sourceText } from '../../src/json/document.ts';
import { nodeAtPath } from '../../src/json/paths.ts';
import { createEffects, type Effects } from '../../src/perform/perform.ts';
import { sessionOf } from '../../src/perform/shown.ts';
import { createStore, type Store } from '../../src/perform/store.ts';
import { eventually } from '../helpers/eventually.ts';
import { quietPorts } from './ports.ts';

const records = Array.from({ length: 40_000 }, (_, index) => ({
  id: `id-${index}`,
  name: `host-${index}`,
  ttl: index,
}));
const info = { page: 1, per_page: 40_000, count: 40_000, total_count: 80_000, total_pages: 2 };
const text = JSON.stringify({ success: true, errors: [], messages: [], result: records, result_info: info });
const bytes = Buffer.from(text);
/** Where the server waits: past what is collected before anything is shown. */
const half = 1_600_000;

let effects: Effects | undefined;
let server: http.Server | undefined;
afterEach(async () => {
  await effects?.close();
  server?.closeAllConnections();
  server?.close();
});

async function startServer(answer: (response: http.ServerResponse, count: number) => void): Promise<string> {
  let count = 0;
  const started = http.createServer((_, response) => answer(response, ++count));
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

function open(baseUrl: string): Store & { readonly press: (chord: string) => void } {
  const env = { CLOUDFLARE_BASE_URL: baseUrl, CLOUDFLARE_API_TOKEN: 'token-for-a-test' };
  const account = accountOf(env) ?? sandboxAccount(env);
  const files = { read: async () => new Uint8Array(0) };
  effects = createEffects(account, { ...quietPorts(), files, env });
  const start = initialState({ columns: 100, rows: 30 }, sessionOf(account), systemClock.now(), keyLabels);
  const store = createStore({ ...start, settings: { ...start.settings, prefetch: false } }, effects.perform);
  const press = (chord: string): void => store.dispatch({ type: 'key.pressed', key: { chord, text: undefined } });
  for (const key of pressesOfRun('GET /list')) store.dispatch({ type: 'key.pressed', key });
  press('enter');
  return { ...store, press };
}

function bodyOf(state: State): Extract<Body, { readonly kind: 'json' }> | undefined {
  const body = state.response?.pages[0]?.body;
  return body?.kind === 'json' ? body : undefined;
}

function resultCount(state: State): number {
  const document = bodyOf(state)?.view.document;
  const result = document && nodeAtPath(document, ['result']);
  return document && result !== undefined ? childCount(document, result) : 0;
}

const json = { 'content-type': 'application/json' };

describe('a large answer', () => {
  test('has rows before it is there, keeps the row under the cursor, and is an answer like any other in the end', async () => {
    let rest: (() => void) | undefined;
    const baseUrl = await startServer((response) => {
      response.writeHead(200, { ...json, 'content-length': bytes.length });
      response.write(bytes.subarray(0, half));
      rest = () => response.end(bytes.subarray(half));
    });
    const app = open(baseUrl);
    await eventually(() => expect(resultCount(app.getState())).toBeGreaterThan(20_000));
    const state = app.getState();
    expect(state.exchange.kind).toBe('sending');
    expect(state.focus.pane).toBe('response');
    expect(bodyOf(state)?.arriving).toMatchObject({ total: bytes.length });
    for (let step = 0; step < 5; step++) app.press('j');
    const cursor = bodyOf(app.getState())?.view.cursor;
    rest?.();
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    const done = app.getState();
    expect(resultCount(done)).toBe(40_000);
    expect(bodyOf(done)).toMatchObject({ arriving: undefined, incomplete: undefined });
    expect(bodyOf(done)?.bytes.length).toBe(bytes.length);
    expect(bodyOf(done)?.view.cursor).toBe(cursor);
    expect(done.response?.pages[0]?.info).toMatchObject({ kind: 'page', number: 1, lastPage: 2 });
    expect(done.history.entries[0]?.outcome).toEqual({ status: 200 });
  });

  test('comes compressed too, of a size that nobody knows', async () => {
    const packed = gzipSync(bytes);
    const baseUrl = await startServer((response) => {
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' });
      response.end(packed);
    });
    const app = open(baseUrl);
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    expect(resultCount(app.getState())).toBe(40_000);
    expect(bodyOf(app.getState())?.view.document.isComplete).toBe(true);
  });

  test('that is cancelled leaves what had come', async () => {
    const baseUrl = await startServer((response) => {
      response.writeHead(200, json);
      response.write(bytes.subarray(0, half));
    });
    const app = open(baseUrl);
    await eventually(() => expect(resultCount(app.getState())).toBeGreaterThan(20_000));
    app.press('esc');
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    expect(resultCount(app.getState())).toBeGreaterThan(20_000);
    expect(bodyOf(app.getState())).toMatchObject({ arriving: undefined, incomplete: { kind: 'stopped' } });
    expect(app.getState().notice?.text).toContain('What had arrived is kept');
    expect(app.getState().history.entries[0]?.outcome).toBe('cancelled');
  });

  test('of documents in a row is a list', async () => {
    const lines = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
    const baseUrl = await startServer((response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.end(lines);
    });
    const app = open(baseUrl);
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    const document = bodyOf(app.getState())?.view.document;
    expect(document?.isSequence).toBe(true);
    expect(document && childCount(document, 0)).toBe(40_000);
  });

  test('whose connection is lost is asked for again, and comes whole', async () => {
    const baseUrl = await startServer((response, count) => {
      response.writeHead(200, { ...json, 'content-length': bytes.length });
      if (count > 1) response.end(bytes);
      else response.write(bytes.subarray(0, half), () => setImmediate(() => response.destroy()));
    });
    const app = open(baseUrl);
    await eventually(() => expect(['done', 'failed']).toContain(app.getState().exchange.kind));
    const state = app.getState();
    const whole = bodyOf(state);
    // Whether the loss is one that is tried again is http's to say; what is shown is whole, or says that it is not.
    if (whole?.incomplete === undefined) expect(resultCount(state)).toBe(40_000);
    else expect(state.response?.pages[0]?.failure).toBeDefined();
  });

  test('that is an error is collected as always', async () => {
    const baseUrl = await startServer((response) => {
      response.writeHead(400, json);
      response.end(JSON.stringify({ success: false, errors: [{ code: 1, message: 'x'.repeat(1_500_000) }] }));
    });
    const app = open(baseUrl);
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    expect(app.getState().response?.pages[0]?.failure).toMatchObject({ kind: 'api', status: 400 });
  });

  test.each([
    ['text/event-stream', (n: number) => `event: tick\ndata: {"n":${n}}\n\n`, '{"event":"tick","data":{"n":1}}'],
    ['application/x-ndjson', (n: number) => `{"n":${n}}\n`, '{"n":1}'],
  ])('of %s is rows as they come, until it is stopped', async (type, part, first) => {
    let say: ((n: number) => void) | undefined;
    const baseUrl = await startServer((response) => {
      response.writeHead(200, { 'content-type': type });
      say = (n) => response.write(part(n));
      say(1);
    });
    const app = open(baseUrl);
    await eventually(() => expect(bodyOf(app.getState())?.live?.rows).toBe(1));
    say?.(2);
    say?.(3);
    await eventually(() => expect(bodyOf(app.getState())?.live?.rows).toBe(3));
    const state = app.getState();
    expect(state.exchange.kind).toBe('sending');
    expect(state.response?.pages[0]?.response?.status).toBe(200);
    const body = bodyOf(state);
    expect(body?.follow?.isOn).toBe(true);
    expect(body && sourceText(body.view.document, 1)).toBe(first);
    app.press('esc');
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    expect(bodyOf(app.getState())).toMatchObject({ arriving: undefined, incomplete: undefined, live: { rows: 3 } });
  });
});
