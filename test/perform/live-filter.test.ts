// Search and filter act on what arrives: in the state and with the real workers, over rows that the test lets come.
import { afterEach, expect, test } from 'vitest';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { pressesOfRun } from '../../src/explorer/keys/chord.ts';
import type { Page } from '../../src/explorer/model/response.ts';
import { currentPage } from '../../src/explorer/model/select.ts';
import { initialState } from '../../src/explorer/model/state.ts';
import { keyLabels } from '../../src/explorer/shell/bindings.ts';
import { systemClock } from '../../src/http/clock.ts';
import { toValue } from '../../src/json/document.ts';
import { createLiveFeed, type LiveFeed } from '../../src/perform/live-feed.ts';
import { createEffects, type Effects } from '../../src/perform/perform.ts';
import { sessionOf } from '../../src/perform/shown.ts';
import { createStore, type Store } from '../../src/perform/store.ts';
import { eventually } from '../helpers/eventually.ts';
import { quietPorts } from './ports.ts';

let effects: Effects | undefined;
let feed: LiveFeed | undefined;
afterEach(async () => {
  feed?.stop();
  await effects?.close();
});

interface App extends Store {
  readonly press: (...chords: readonly string[]) => void;
  readonly type: (text: string) => void;
  readonly add: (from: number, to: number) => void;
  readonly page: () => Page | undefined;
  readonly rows: () => unknown;
}

function open(keep?: number): App {
  const account = sandboxAccount({});
  effects = createEffects(account, quietPorts());
  const store = createStore(
    initialState({ columns: 80, rows: 24 }, sessionOf(account), systemClock.now(), keyLabels),
    effects.perform,
  );
  const source = createLiveFeed({ keep });
  feed = source;
  store.dispatch({ type: 'document.opened', name: 'log', received: source.received() });
  source.listen((body) => store.dispatch({ type: 'document.grew', id: 0, body }));
  const page = () => currentPage(store.getState());
  return {
    ...store,
    press: (...chords) => {
      for (const chord of chords) store.dispatch({ type: 'key.pressed', key: { chord, text: undefined } });
    },
    type: (text) => {
      for (const key of pressesOfRun(text)) store.dispatch({ type: 'key.pressed', key });
    },
    add: (from, to) => {
      const lines = Array.from({ length: to - from }, (_, n) => `{"n":${from + n},"even":${(from + n) % 2 === 0}}\n`);
      source.add(new Uint8Array(Buffer.from(lines.join(''))));
    },
    page,
    rows: () => {
      const body = page()?.body;
      return body?.kind === 'json' ? toValue(body.view.document, 0) : undefined;
    },
  };
}

test('a filter for each row puts out what it makes of new ones, and keeps the place in what it made', async () => {
  const app = open();
  app.add(0, 4);
  app.press('|');
  app.type('.[] | select(.even) | .n');
  app.press('enter');
  await eventually(() => expect(app.rows()).toEqual([0, 2]));
  app.add(4, 9);
  await eventually(() => expect(app.rows()).toEqual([0, 2, 4, 6, 8]));
  const body = app.page()?.body;
  expect(body).toMatchObject({ follow: { isOn: true }, view: { cursorRow: 5 } });
  app.press('k');
  feed?.add(new Uint8Array(Buffer.from('"a line of text"\n{"n":100,"even":true}\n')));
  await eventually(() => expect(app.rows()).toEqual([0, 2, 4, 6, 8, 100]));
  expect(app.page()?.body).toMatchObject({ follow: { isOn: false, seen: 5 }, view: { cursorRow: 4 } });
  // Esc takes the filter off, and the rows go on.
  app.press('esc');
  app.add(101, 102);
  await eventually(() => expect((app.rows() as unknown[]).length).toBe(12));
});

test('a filter of all rows is run again when there are more', async () => {
  const app = open();
  app.add(0, 3);
  app.press('|');
  app.type('length');
  app.press('enter');
  await eventually(() => expect(app.rows()).toBe(3));
  app.add(3, 8);
  await eventually(() => expect(app.rows()).toBe(8));
});

test('what is searched for is found in new rows too, and goes with the rows that go', async () => {
  const app = open(6000);
  const matches = () => [...(app.getState().search?.matches ?? [])];
  app.add(0, 30);
  app.press('/');
  app.type('true\r');
  await eventually(() => expect(matches().length).toBe(15));
  app.add(30, 60);
  await eventually(() => expect(matches().length).toBe(30));
  app.add(60, 300);
  await eventually(() => {
    const body = app.page()?.body;
    const document = body?.kind === 'json' ? body.view.document : undefined;
    expect(body).toMatchObject({ live: { rows: 300 } });
    expect(app.getState().search?.isDone).toBe(true);
    const values = document ? matches().map((match) => toValue(document, match)) : [];
    const rows = app.rows() as readonly { readonly even: boolean }[];
    expect(rows.length).toBeLessThan(300);
    expect(values).toEqual(rows.filter(({ even }) => even).map(() => true));
  });
});
