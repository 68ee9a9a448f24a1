import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFile } from '../../../src/api/received.ts';
import { openHelp } from '../../../src/explorer/model/focus.ts';
import { layout } from '../../../src/explorer/model/layout.ts';
import { bindings } from '../../../src/explorer/shell/bindings.ts';
import { rowNumber } from '../../../src/json/view.ts';
import { runs } from '../../helpers/runs.ts';
import { drive, listPage } from '../driver.ts';

function answered(columns = 80, rows = 24): ReturnType<typeof drive> {
  const user = drive(columns, rows);
  user.type('GET /zones\r');
  user.answer(listPage(1, 20, 60));
  user.effects();
  return user;
}

describe('the focus', () => {
  test('goes round the panes with tab, and back with shift+tab', () => {
    const user = drive();
    const seen: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      user.press('tab');
      seen.push(user.state().focus.pane);
    }
    expect(seen).toEqual(['request', 'response', 'history', 'prompt']);
    user.press('shift+tab');
    expect(user.state().focus.pane).toBe('history');
  });

  test.each([[':'], ['i']])('%s goes to the prompt and types nothing there', (key) => {
    const user = answered();
    user.press(key);
    expect(user.state().focus.pane).toBe('prompt');
    expect(user.state().composer.line.text).toBe('GET /zones');
  });

  test('Esc goes from the prompt back to the response', () => {
    const user = answered();
    user.press(':', 'esc');
    expect(user.state().focus.pane).toBe('response');
  });

  test('Esc closes an overlay first', () => {
    const user = answered();
    user.press('ctrl+g');
    user.type('12');
    user.press('esc');
    expect(user.state().focus.overlays).toEqual([]);
  });

  test('q in the help leaves the help; ctrl+c quits from everywhere', () => {
    const user = answered();
    user.press('?', 'q');
    expect(user.effects()).toEqual([]);
    expect(user.state().focus.overlays).toEqual([]);
    user.press('?', 'ctrl+c');
    expect(user.effects()).toEqual([{ type: 'quit' }]);
  });

  test('the cursor of the help stops at its last key', () => {
    const user = answered();
    user.press('?', ...Array<string>(30).fill('pagedown'));
    const cursor = (): number | undefined => openHelp(user.state())?.cursor;
    const last = cursor();
    expect(last).toBeGreaterThan(100);
    user.press('down', 'pagedown');
    expect(cursor()).toBe(last);
    user.press(...Array<string>(30).fill('pageup'));
    expect(cursor()).toBe(0);
  });
});

describe('a key that can do nothing says why', () => {
  test.each([
    ['a number without an offer', ['tab', 'tab', '9'], 'requests to choose from'],
    ['a page before a response', ['tab', 'tab', ']'], 'no response yet'],
    ['an empty history', ['tab', 'tab', 'tab', 'enter'], 'No requests yet'],
    ['a key without a meaning', ['tab', 'B'], 'B does nothing here'],
    ['Esc with nothing to leave', ['esc'], 'Nothing to cancel'],
  ])('%s', (_, keys, words) => {
    const user = drive();
    user.press(...keys);
    expect(user.state().notice?.text).toContain(words);
  });

  test('folding in another view', () => {
    const user = answered();
    user.press('r', 'h');
    expect(user.state().notice?.text).toContain('r switches the view');
  });

  test.each([
    ['opening a value that holds nothing', ['j', 'enter', 'j', 'enter'], 'nothing inside'],
    ['a sibling after the last', ['G', 'J'], 'last of its siblings'],
    ['a sibling before the first', ['K'], 'first of its siblings'],
    ['the parent of the root', ['g', 'p'], 'root'],
    ['closing the closed root', ['g', 'h', 'h'], 'root'],
  ])('%s', (_, keys, words) => {
    const user = answered();
    user.press(...keys);
    expect(user.state().notice?.text).toContain(words);
  });

  test('and the notice goes with the next key', () => {
    const user = answered();
    user.press('B', 'j');
    expect(user.state().notice).toBeUndefined();
  });
});

describe('the views', () => {
  test('go round: tree, headers, raw', () => {
    const user = answered();
    const seen = [0, 1, 2, 3].map(() => {
      const view = user.state().response?.pages[0]?.view;
      user.press('r');
      return view;
    });
    expect(seen).toEqual(['tree', 'headers', 'raw', 'tree']);
  });

  test('scroll each for itself, to the last row and no further', () => {
    const user = answered(40, 12);
    user.press('r', 'r', 'G');
    const end = user.state().response?.pages[0]?.rawTop ?? 0;
    expect(end).toBeGreaterThan(0);
    user.press('j');
    expect(user.state().response?.pages[0]).toMatchObject({ rawTop: end, headersTop: 0 });
    user.press('g');
    expect(user.state().response?.pages[0]?.rawTop).toBe(0);
  });
});

describe('the history', () => {
  test('opens a request with its response as it was left', () => {
    const user = answered();
    user.press('3', 'j', 'j');
    const before = user.state().response;
    user.press(':', 'ctrl+u');
    user.type('GET /accounts\r');
    user.answer(listPage(1, 20, 3));
    user.press('ctrl+r', 'j', 'enter');
    expect(user.effects().filter((effect) => effect.type === 'send')).toHaveLength(1);
    expect(user.state().response).toEqual(before);
    expect(user.state().composer.line.text).toBe('GET /zones');
    expect(user.state().focus.pane).toBe('response');
  });
});

test('a file that was opened can be come back to after a request', () => {
  const user = drive();
  user.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(new TextEncoder().encode('[1,2]')) });
  user.press('j');
  const before = user.state().response;
  user.press(':');
  user.type('GET /zones\r');
  user.answer(listPage(1, 20, 60));
  user.press('ctrl+r', 'j', 'enter');
  expect(user.state().response).toEqual(before);
  expect(user.state().composer.line.text).toBe('GET /zones');
  user.press(':', 'up');
  expect(user.state().notice?.text).toContain('oldest');
});

describe('a token', () => {
  test('is handed on as a secret, and is gone from the state when the field closes', () => {
    const user = answered();
    user.press('ctrl+o');
    user.type('use an');
    user.press('enter');
    user.effects();
    user.type('very-secret-token');
    user.press('enter');
    const effects = user.effects();
    expect(effects).toHaveLength(1);
    expect(JSON.stringify(effects)).not.toContain('very-secret');
    user.dispatch({ type: 'profiles.refused', reason: 'no' });
    expect(user.state().focus.overlays.at(-1)).toMatchObject({ name: 'token', line: { text: 'very-secret-token' } });
    user.press('esc');
    expect(JSON.stringify(user.state())).not.toContain('very-secret');
  });
});

describe('the layout', () => {
  const sizes = fc.record({ columns: fc.integer({ min: 1, max: 300 }), rows: fc.integer({ min: 1, max: 100 }) });

  test('panes fill the room between the bars and never overlap', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom('prompt', 'request', 'response', 'history'), (screen, pane) => {
        const areas = layout(screen, pane);
        const rects = [areas.request, areas.history, areas.response].filter((rect) => rect !== undefined);
        if (areas.kind === 'tiny') {
          expect(rects).toEqual([]);
          return;
        }
        const cells = rects.reduce((sum, rect) => sum + rect.width * rect.height, 0);
        expect(cells).toBe(screen.columns * (screen.rows - 3));
        for (const rect of rects) {
          expect(rect.x + rect.width).toBeLessThanOrEqual(screen.columns);
          expect(rect.y + rect.height).toBeLessThanOrEqual(screen.rows - 1);
          expect(Math.min(rect.width, rect.height)).toBeGreaterThan(2);
        }
      }),
    );
  });

  test('a resize keeps the row under the cursor', () => {
    const user = answered(120, 40);
    user.press('j', 'j', 'j', 'j', 'j');
    const at = (): number | undefined => {
      const body = user.state().response?.pages[0]?.body;
      return body?.kind === 'json' ? rowNumber(body.view) : undefined;
    };
    const before = at();
    user.dispatch({ type: 'screen.resized', columns: 40, rows: 12 });
    expect(at()).toBe(before);
    user.dispatch({ type: 'screen.resized', columns: 10, rows: 3 });
    user.dispatch({ type: 'screen.resized', columns: 120, rows: 40 });
    expect(at()).toBe(before);
  });
});

test('any keys in any order leave a state that holds together', () => {
  const chords = [...new Set(bindings.flatMap(({ keys }) => keys.flatMap((sequence) => sequence.split(' '))))].filter(
    (chord) => chord !== 'ctrl+c',
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...chords), fc.constantFrom('x', '2', '/')), { maxLength: 60 }),
      (keys) => {
        const user = answered();
        for (const key of keys) {
          user.press(key);
          if (user.state().exchange.kind === 'sending') user.answer(listPage(2, 20, 60));
        }
        const { history, response, composer } = user.state();
        expect(history.cursor).toBeLessThan(Math.max(1, history.entries.length));
        expect(response?.pages[response.at]).toBeDefined();
        expect(composer.line.cursor).toBeLessThanOrEqual(composer.line.text.length);
      },
    ),
    runs(150),
  );
});
