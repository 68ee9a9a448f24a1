// Components as Ink's own testing library shows them: frames of text, keys by stdin.

import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import type { KeyPress } from '../../src/explorer/keys/chord.ts';
import { App } from '../../src/terminal/App.tsx';
import { KeyInput } from '../../src/terminal/KeyInput.tsx';
import { createTheme } from '../../src/terminal/theme.ts';
import { drive, listPage } from '../explorer/driver.ts';
import { eventually } from '../helpers/eventually.ts';

afterEach(cleanup);

describe('KeyInput', () => {
  test.each([
    ['j', ['j']],
    ['jj', ['j', 'j']],
    ['\r', ['enter']],
    ['\n', ['enter']],
    ['\t', ['tab']],
    ['\u001b[Z', ['shift+tab']],
    ['\u001b[A', ['up']],
    ['\u001bOB', ['down']],
    ['\u001b[1;3D', ['alt+left']],
    ['\u001b[1;5C', ['ctrl+right']],
    ['\u001b[5~', ['pageup']],
    ['\u001b[H', ['home']],
    ['\u001b[3~', ['delete']],
    ['\u001bb', ['alt+b']],
    ['\u001b\u007f', ['alt+backspace']],
    ['\u0007', ['ctrl+g']],
    ['\u001f', ['ctrl+_']],
    ['\u001a', ['ctrl+z']],
    ['\u0003', ['ctrl+c']],
    ['G', ['G']],
    ['é', ['é']],
    [' ', ['space']],
  ])('names %j %j', async (bytes, chords) => {
    const keys: KeyPress[] = [];
    const app = render(<KeyInput onKey={(key) => keys.push(key)} onPaste={() => undefined} />);
    await eventually(() => {
      app.stdin.write(bytes);
      expect(keys.length).toBeGreaterThan(0);
    });
    expect(keys.slice(0, chords.length).map((key) => key.chord)).toEqual(chords);
  });

  test('names a lone Esc, which comes after a moment', async () => {
    const keys: KeyPress[] = [];
    const app = render(<KeyInput onKey={(key) => keys.push(key)} onPaste={() => undefined} />);
    await eventually(() => {
      app.stdin.write('\u001b');
      expect(keys[0]?.chord).toBe('esc');
    });
  });
});

describe('the app', () => {
  test('paints what the store says, and follows it', async () => {
    const user = drive(100, 20);
    const app = render(<App store={user.store} theme={createTheme(1)} />);
    expect(app.lastFrame()).toContain('SANDBOX');
    user.type('GET /zones\r');
    user.answer(listPage(1, 20, 60));
    await eventually(() => expect(app.lastFrame()).toContain('page 1/3 · 1–20 of 60'));
    expect(app.lastFrame()).toContain('depth 2/3');
    user.press('1');
    await eventually(() => expect(app.lastFrame()).toContain('depth 1/3'));
  });

  test('counts a key that came with others against what the one before it left', async () => {
    const user = drive(100, 20);
    const app = render(<App store={user.store} theme={createTheme(1)} />);
    user.type('GET /zones\r');
    user.answer(listPage(1, 20, 60));
    app.stdin.write('jjjk');
    await eventually(() => expect(app.lastFrame()).toContain('row 4 of'));
  });
});
