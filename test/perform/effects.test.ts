// Effects performed for real: a store, the runtime, and the sandbox on loopback.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accountOf, type Environment } from '../../src/accounts/account.ts';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { pressesOfRun } from '../../src/explorer/keys/chord.ts';
import { shownPage } from '../../src/explorer/model/response.ts';
import { initialState } from '../../src/explorer/model/state.ts';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { systemClock } from '../../src/http/clock.ts';
import { createEffects, type Effects } from '../../src/perform/perform.ts';
import { sessionOf } from '../../src/perform/shown.ts';
import { createStore, type Store } from '../../src/perform/store.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { eventually } from '../helpers/eventually.ts';
import { quietPorts } from './ports.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({});
});
afterAll(() => sandbox.close());

let effects: Effects;
afterEach(() => effects.close());

interface Running extends Store {
  readonly type: (text: string) => void;
  readonly terminal: { suspended: number; redrawn: number; quit: number };
}

function start(env: Environment): Running {
  const account = accountOf(env) ?? sandboxAccount(env);
  const terminal = { suspended: 0, redrawn: 0, quit: 0 };
  effects = createEffects(account, {
    ...quietPorts(),
    env,
    terminal: {
      suspend: async () => {
        terminal.suspended += 1;
      },
      lend: (_, work) => work(new AbortController().signal),
      redraw: async () => {
        terminal.redrawn += 1;
      },
      paintIn: () => undefined,
      background: async () => undefined,
      quit: () => {
        terminal.quit += 1;
      },
      write: () => undefined,
    },
  });
  const store = createStore(
    initialState({ columns: 80, rows: 24 }, sessionOf(account), systemClock.now(), keyLabels),
    effects.perform,
  );
  const type = (text: string): void => {
    for (const key of pressesOfRun(text)) store.dispatch({ type: 'key.pressed', key });
  };
  return { ...store, type, terminal };
}

const withToken = (): Environment => ({ CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token });

describe('sending', () => {
  test('brings the response, its page and what is left of the rate limit', async () => {
    const app = start(withToken());
    app.type('GET /zones per_page==20\r');
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    const { response, session, history } = app.getState();
    expect(response?.pages[0]).toMatchObject({ response: { status: 200 }, info: { kind: 'page', lastPage: 3 } });
    expect(session.rateLimit?.quota).toBe(1200);
    expect(history.entries[0]).toMatchObject({ line: 'GET /zones per_page==20', outcome: { status: 200 } });
  });

  test('a write with a filter that jq cannot read is not sent', async () => {
    const app = start(withToken());
    app.type('GET /zones/example.com\r');
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    app.type(':\x15PATCH /zones/example.com paused:=true | .result[\r');
    await eventually(() => expect(app.getState().notice?.text).toContain('Nothing was sent, since jq cannot read'));
    expect(app.getState().focus.overlays).toEqual([]);
    app.type(':\x15GET /zones/example.com | .result.paused\r');
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    await eventually(() => {
      const { response } = app.getState();
      const page = response && shownPage(response);
      expect(page && new TextDecoder().decode(page.body.bytes).trim()).toBe('false');
    });
  });

  test('to the sandbox starts it on the first request, where nothing did before', async () => {
    const app = start({});
    expect(app.getState().session.baseUrl).toBeUndefined();
    app.type('GET /user\r');
    await eventually(() => expect(app.getState().response?.pages[0]?.response?.status).toBe(200));
  });

  test('opened ahead tells the address', async () => {
    const app = start({});
    await effects.open(app.dispatch);
    expect(app.getState().session).toMatchObject({
      kind: 'sandbox',
      baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/),
    });
  });

  test('can be cancelled', async () => {
    const app = start(withToken());
    app.type('GET /sandbox/fault/slow ms==20000\r');
    await eventually(() => expect(app.getState().now).toBeGreaterThan(0));
    app.dispatch({ type: 'key.pressed', key: { chord: 'esc', text: undefined } });
    await eventually(() => expect(app.getState().exchange.kind).toBe('cancelled'));
  });

  test('tells its retries', async () => {
    const app = start(withToken());
    const seen: unknown[] = [];
    app.subscribe(() => {
      const { exchange } = app.getState();
      if (exchange.kind === 'sending' && exchange.retry) seen.push(exchange.retry.attempt);
    });
    app.type('GET /sandbox/fault/rate id==effects\r');
    await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
    expect(new Set(seen)).toEqual(new Set([2, 3]));
    expect(app.getState().response?.pages[0]?.response?.attempts).toBe(3);
  });

  test('applies the filter of the line, and pages on all the same', async () => {
    const app = start(withToken());
    app.type('GET /zones per_page==20 | .result[].name\r');
    await eventually(() => expect(app.getState().response?.layers[0]?.page).toBeDefined());
    const { pages, layers } = app.getState().response ?? {};
    expect(pages?.[0]?.info.lastPage).toBe(3);
    expect(new TextDecoder().decode(layers?.[0]?.page?.body.bytes)).toMatch(/^\["[a-z.-]+",\n"/);
  });

  test('keeps the response as it came where the filter is wrong, and says why', async () => {
    const app = start(withToken());
    app.type('GET /user | .[\r');
    await eventually(() => expect(app.getState().response?.layers[0]?.problem).toContain('incomplete filter'));
    const { response } = app.getState();
    expect(response && shownPage(response)).toBe(response?.pages[0]);
  });

  test('sends a file as the body, and says which file cannot be read', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'flarescope-'));
    try {
      const file = path.join(folder, 'record.json');
      await writeFile(file, '{"marked":1}');
      const app = start(withToken());
      app.type(`POST /sandbox/fault/echo @${file}\r`);
      await eventually(() => expect(app.getState().exchange.kind).toBe('done'));
      expect(new TextDecoder().decode(app.getState().response?.pages[0]?.body.bytes)).toContain('marked');
      app.type(':\u0005\u0015');
      app.type(`POST /sandbox/fault/echo @${file}.missing\r`);
      await eventually(() =>
        expect(app.getState().exchange).toMatchObject({
          kind: 'failed',
          failure: { happened: expect.stringContaining('missing') },
        }),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a token', () => {
  test('that is good is used from then on', async () => {
    const app = start({ CLOUDFLARE_BASE_URL: sandbox.baseUrl });
    app.type(`\u000fuse an\r${sandbox.token}\r`);
    await eventually(() => expect(app.getState().session.kind).toBe('typed'));
    expect(app.getState().focus.overlays).toEqual([]);
    app.type('GET /user\r');
    await eventually(() => expect(app.getState().response?.pages[0]?.response?.status).toBe(200));
    expect(JSON.stringify(app.getState())).not.toContain(sandbox.token);
  });

  test('that is refused changes nothing, and stays to be corrected', async () => {
    const app = start({ CLOUDFLARE_BASE_URL: sandbox.baseUrl });
    app.type('\u000fuse an\rwrong-token\r');
    await eventually(() => expect(app.getState().notice?.kind).toBe('problem'));
    expect(app.getState().session.kind).toBe('environment');
    expect(app.getState().focus.overlays.at(-1)).toMatchObject({ name: 'token', line: { text: 'wrong-token' } });
  });
});

test('suspending, drawing anew and quitting are the terminal’s to do', () => {
  const app = start(withToken());
  app.type('\u001a\u000c\u0003');
  expect(app.terminal).toEqual({ suspended: 1, redrawn: 1, quit: 1 });
});
