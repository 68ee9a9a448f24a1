// The app on a terminal: frames by the painter, keys and pastes through the decoder, all on one Ink instance.
import { afterEach, describe, expect, test } from 'vitest';
import { drive, listPage } from '../explorer/driver.ts';
import { eventually } from '../helpers/eventually.ts';
import { type ModelOptions, type ModelScreen, mount } from './model-screen.ts';

const open: ModelScreen[] = [];
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

function start(options: ModelOptions = {}) {
  const [columns, rows] = [100, 20];
  const user = drive(columns, rows);
  const screen = mount(user.store, columns, rows, { depth: 1, ...options });
  open.push(screen);
  return { user, screen };
}

describe('the app', () => {
  test('paints what the store says, and follows it', async () => {
    const { user, screen } = start();
    expect(await screen.text()).toContain('SANDBOX');
    user.type('GET /zones\r');
    user.answer(listPage(1, 20, 60));
    expect(await screen.text()).toContain('page 1/3 · 1–20 of 60');
    expect(await screen.text()).toContain('depth 2/3');
    user.press('1');
    expect(await screen.text()).toContain('depth 1/3');
  });

  test('counts a key that came with others against what the one before it left', async () => {
    const { user, screen } = start();
    user.type('GET /zones\r');
    user.answer(listPage(1, 20, 60));
    screen.keys('jjjk');
    await eventually(async () => expect(await screen.text()).toContain('row 4 of'));
  });

  test('takes a paste, and refuses one that is too large with a sentence', async () => {
    const { screen } = start();
    screen.keys('\u001b[200~GET /zones\u001b[201~');
    await eventually(async () => expect(await screen.text()).toContain('❯ GET /zones'));
    screen.keys(`\u001b[200~${'x'.repeat(1024 * 1024 + 1)}\u001b[201~`);
    await eventually(async () =>
      expect(await screen.text()).toContain('Not pasted: 1,048,577 characters are too many'),
    );
  });

  test('takes Esc for a key after a moment, and a paste without an end', async () => {
    const { user, screen } = start();
    user.type('GET /zones\r');
    user.answer(listPage(1, 20, 60));
    screen.keys(':\u001b[200~ order=');
    await eventually(async () => expect(await screen.text()).toContain('❯ GET /zones order='));
    expect(screen.cursor().hidden).toBe(false);
    screen.keys('\u001b');
    await eventually(() => expect(screen.cursor().hidden).toBe(true));
  });

  test('leaves the shell a clean last row where the terminal has no alternate screen', async () => {
    const { screen } = start({
      prepare: (terminal) => {
        for (const final of ['h', 'l'])
          terminal.parser.registerCsiHandler({ prefix: '?', final }, ([mode]) => mode === 1049);
      },
    });
    expect((await screen.text()).split('\n').at(-1)).not.toBe('');
    expect(screen.wraps()).toBe(false);
    screen.end();
    const after = (await screen.text()).split('\n');
    expect(after.at(-1)).toBe('');
    expect(after[0]).toContain('flarescope');
    expect(screen.cursor()).toEqual({ row: 19, column: 0, hidden: false });
    expect(screen.wraps()).toBe(true);
  });
});
