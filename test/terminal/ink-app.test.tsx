// The component that Ink has, in Ink's own testing library: it hands states on, and neither paints nor reads.
import { cleanup, render } from 'ink-testing-library';
import { afterEach, expect, test } from 'vitest';
import type { State } from '../../src/explorer/model/state.ts';
import { App, type AppHandle } from '../../src/terminal/App.tsx';
import { screenFrame } from '../../src/terminal/frame.ts';
import { createTheme } from '../../src/terminal/theme.ts';
import { drive, listPage } from '../explorer/driver.ts';
import { eventually } from '../helpers/eventually.ts';

afterEach(cleanup);

function start() {
  const user = drive(100, 20);
  const shown: State[] = [];
  const handles: AppHandle[] = [];
  const app = render(
    <App store={user.store} show={(state) => shown.push(state)} onHandle={(handle) => handles.push(handle)} />,
  );
  const frame = (): string => screenFrame(shown.at(-1) as State, createTheme(1, false)).lines.join('\n');
  return { user, app, shown, handles, frame };
}

test('the first state is shown when it is mounted, and every later one as it comes', async () => {
  const { user, shown, frame } = start();
  expect(shown).toEqual([user.state()]);
  expect(frame()).toContain('SANDBOX');
  user.type('GET /zones\r');
  user.answer(listPage(1, 20, 60));
  await eventually(() => expect(shown.at(-1)).toBe(user.state()));
  expect(frame()).toContain('page 1/3 · 1–20 of 60');
  user.press('1');
  await eventually(() => expect(frame()).toContain('depth 1/3'));
});

test('Ink paints nothing of it, and reads no key and no paste', async () => {
  const { user, app, shown } = start();
  app.stdin.write('GET /zones\r');
  app.stdin.write('\u001b[200~pasted\u001b[201~');
  user.type('x');
  await eventually(() => expect(shown.at(-1)?.composer.line.text).toBe('x'));
  expect(app.frames.join('').trim()).toBe('');
});

test('it gives its handle once, and shows nothing after it is gone', async () => {
  const { user, app, shown, handles } = start();
  user.type('x');
  await eventually(() => expect(shown).toHaveLength(2));
  expect(handles).toHaveLength(1);
  app.unmount();
  user.type('y');
  expect(user.state().composer.line.text).toBe('xy');
  expect(shown).toHaveLength(2);
});
