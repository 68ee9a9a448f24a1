// The history performed for real: a store of state, the worker with its database, and the sandbox on loopback.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { accountOf } from '../../src/accounts/account.ts';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { historyItems, itemLine } from '../../src/explorer/features/history/list.ts';
import { pressesOfRun } from '../../src/explorer/keys/chord.ts';
import { initialState } from '../../src/explorer/model/state.ts';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { systemClock } from '../../src/http/clock.ts';
import { createEffects } from '../../src/perform/perform.ts';
import { sessionOf } from '../../src/perform/shown.ts';
import { createStore, type Store } from '../../src/perform/store.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { createHistory } from '../../src/store/history/history.ts';
import { createHistoryClient, type HistoryClient } from '../../src/workers/history.ts';
import { quietPorts, temporaryFolder } from '../perform/ports.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({});
});
afterAll(() => sandbox.close());

const key = new Uint8Array(32).fill(9);

interface Session extends Store {
  readonly client: HistoryClient;
  readonly type: (text: string) => void;
  readonly press: (chord: string) => void;
  readonly lines: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** A session of the explorer without a screen, with the history of that folder. */
function start(folder: string, isLocked = false): Session {
  const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
  const account = accountOf(env) ?? sandboxAccount(env);
  const client = createHistoryClient({ folder, bodyKey: isLocked ? undefined : key }, (sentence) =>
    store.dispatch({ type: 'history.troubled', sentence }),
  );
  const effects = createEffects(account, {
    ...quietPorts(client),
    env,
  });
  const state = initialState({ columns: 80, rows: 24 }, sessionOf(account), systemClock.now(), keyLabels, {
    prefetch: false,
  });
  const store = createStore(state, effects.perform);
  store.dispatch({ type: 'history.begun' });
  effects.openHistory(store.dispatch);
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (!isClosed) await effects.close();
    isClosed = true;
  };
  onTestFinished(close);
  return {
    ...store,
    client,
    type: (text) => {
      for (const press of pressesOfRun(text)) store.dispatch({ type: 'key.pressed', key: press });
    },
    press: (chord) => store.dispatch({ type: 'key.pressed', key: { chord, text: undefined } }),
    lines: () => {
      const items = historyItems(store.getState());
      return Array.from({ length: items.count }, (_, index) => itemLine(items.at(index)!));
    },
    close,
  };
}

/** A worker takes a while to start on a busy machine. */
function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000 });
}

async function ask(session: Session, line: string): Promise<void> {
  const before = session.getState().history.stored.total;
  session.type(`:\u0005\u0015${line}\r`);
  await until(() => expect(session.getState().exchange.kind).toBe('done'));
  await until(() => expect(session.getState().history.stored.total).toBe(before + 1));
}

describe('a session', () => {
  test('stores what it sends, and the next one opens it with its response and its pages', async () => {
    const folder = temporaryFolder();
    const first = start(folder);
    first.type('GET /zones per_page==20\r');
    await until(() => expect(first.getState().history.stored.total).toBe(1));
    first.type(']');
    await until(() => expect(first.getState().response?.pages).toHaveLength(2));
    await ask(first, 'GET /user | .result.id');
    await first.close();

    const second = start(folder);
    await until(() => expect(second.lines()).toEqual(['GET /user | .result.id', 'GET /zones per_page==20']));
    second.press('shift+tab');
    second.press('enter');
    await until(() => expect(second.getState().response?.pages[0]?.storedAt).toBeDefined());
    // The stored response is the whole one; the filter of the line is applied again.
    const filtered = (): Uint8Array | undefined => second.getState().response?.layers[0]?.page?.body.bytes;
    await until(() => expect(new TextDecoder().decode(filtered())).toMatch(/^"[0-9a-f]+"$/));
    second.press('ctrl+r');
    second.type('j');
    second.press('enter');
    await until(() => expect(second.getState().response?.pages).toHaveLength(2));
    expect(second.getState().response).toMatchObject({
      at: 0,
      pages: [{ info: { number: 1 } }, { info: { number: 2 } }],
    });
    expect(second.getState().composer.line.text).toBe('GET /zones per_page==20');
    // The page after the last one that is stored comes from the server, and belongs to the same request.
    second.type(']]');
    await until(() => expect(second.getState().response?.pages).toHaveLength(3));
    expect(second.getState().response?.pages[2]?.storedAt).toBeUndefined();
    await second.close();
    const history = createHistory({ folder, bodyKey: key, onTrouble: () => undefined });
    expect(history.read(1)?.parts).toHaveLength(2);
    expect(history.count()).toBe(2);
    history.close();
  });

  test('keeps a list that was asked for anew as a request of its own, with the pages turned since', async () => {
    const folder = temporaryFolder();
    const session = start(folder);
    await ask(session, 'GET /zones per_page==20');
    session.type('>');
    await until(() => expect(session.getState().history.stored.total).toBe(2));
    session.type(']');
    await until(() => expect(session.getState().response?.pages).toHaveLength(2));
    await session.close();
    const history = createHistory({ folder, bodyKey: key, onTrouble: () => undefined });
    const [anew, first] = history.list({ from: 'newest' }, 10).rows;
    expect([anew?.line, first?.line]).toEqual(['GET /zones per_page==25', 'GET /zones per_page==20']);
    expect(history.read(first?.id ?? 0)?.parts).toEqual([]);
    expect(history.read(anew?.id ?? 0)?.parts).toHaveLength(1);
    history.close();
  });

  test('stores a failure, and what was cancelled', async () => {
    const session = start(temporaryFolder());
    session.type('GET /sandbox/fault/slow ms==20000\r');
    await until(() => expect(session.getState().exchange.kind).toBe('sending'));
    session.press('esc');
    await until(() =>
      expect(session.getState().history.stored.rows).toMatchObject([{ failure: 'cancelled', status: undefined }]),
    );
  });

  test('leaves secrets out of what stands in the clear, and knows them while the vault is open', async () => {
    const folder = temporaryFolder();
    const marked = 'MARKED-0123456789-SECRET';
    const first = start(folder);
    await ask(first, `POST /sandbox/fault/echo client_secret=${marked} name=x`);
    expect(first.lines()).toEqual(['POST /sandbox/fault/echo client_secret=••• name=x']);
    await first.close();
    for (const file of readdirSync(folder)) {
      expect(readFileSync(path.join(folder, file)).includes(marked)).toBe(false);
      expect(readFileSync(path.join(folder, file)).includes(sandbox.token)).toBe(false);
    }
    const second = start(folder);
    await until(() => expect(second.lines()).toHaveLength(1));
    second.press('shift+tab');
    second.type('e');
    await until(() => expect(second.getState().composer.line.text).toContain(marked));
    await second.close();
    const locked = start(folder, true);
    await until(() => expect(locked.lines()).toHaveLength(1));
    locked.press('shift+tab');
    locked.press('enter');
    await until(() => expect(locked.getState().notice?.text).toContain('the profiles are locked'));
    expect(locked.getState().composer.line.text).toBe('POST /sandbox/fault/echo client_secret=••• name=x');
    // Unlocked meanwhile, it is there.
    locked.client.setBodyKey(key);
    locked.press('shift+tab');
    locked.press('enter');
    await until(() => expect(locked.getState().response?.pages[0]?.storedAt).toBeDefined());
  });

  test('searches, deletes, undoes, saves, counts and clears', async () => {
    const session = start(temporaryFolder());
    for (const line of ['GET /user', 'GET /accounts', 'GET /zones']) await ask(session, line);
    session.type(':');
    session.press('ctrl+r');
    session.type('acc');
    await until(() => expect(session.lines()).toEqual(['GET /accounts']));
    session.press('enter');
    expect(session.getState().composer.line.text).toBe('GET /accounts');

    session.press('shift+tab');
    session.type('d');
    await until(() => expect(session.lines()).toEqual(['GET /accounts', 'GET /user']));
    session.type('U');
    await until(() => expect(session.lines()).toEqual(['GET /zones', 'GET /accounts', 'GET /user']));

    session.type('s');
    session.type('my zones #dns\r');
    await until(() => expect(session.getState().notice?.text).toContain('Saved as my zones'));
    session.type('d');
    await until(() => expect(session.getState().notice?.text).toContain('Saved as my zones, so it is kept'));
    session.type('t');
    await until(() => expect(session.lines()).toEqual(['GET /zones']));
    session.type('d');
    await until(() => expect(session.lines()).toEqual([]));
    session.type('U');
    await until(() => expect(session.lines()).toEqual(['GET /zones']));
    session.type('t');

    session.type('X');
    session.press('ctrl+u');
    session.type('2999-01-01\r');
    await until(() => expect(session.getState().notice?.text).toContain('2 requests were sent before'));
    session.type('\r');
    await until(() => expect(session.lines()).toEqual(['GET /zones']));
  });

  test('walks back into the lines of the sessions before', async () => {
    const folder = temporaryFolder();
    const first = start(folder);
    for (const line of ['GET /user', 'GET /accounts']) await ask(first, line);
    await first.close();
    const second = start(folder);
    second.press('up');
    second.press('up');
    await until(() => expect(second.getState().composer.line.text).toBe('GET /user'));
  });

  test('without a place to write to sends and lists all the same, and says so once', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'data'), '');
    const session = start(path.join(folder, 'data'));
    await until(() => expect(session.getState().notice?.text).toContain('could not be opened'));
    session.type('GET /user\r');
    await until(() => expect(session.getState().response?.pages[0]?.response?.status).toBe(200));
    await until(() => expect(session.lines()).toEqual(['GET /user']));
    expect(session.getState().notice).toBeUndefined();
  });
});

test('a search that is overtaken answers only the last one', async () => {
  const folder = temporaryFolder();
  const client = createHistoryClient({ folder, bodyKey: undefined }, () => undefined);
  onTestFinished(client.close);
  const answers: string[] = [];
  const last = new Promise<void>((resolve) => {
    for (const query of ['a', 'ab', 'abc']) {
      client.search(query, 'rank', (_, isComplete) => {
        answers.push(query);
        if (isComplete) resolve();
      });
    }
  });
  await last;
  expect(new Set(answers)).toEqual(new Set(['abc']));
});
