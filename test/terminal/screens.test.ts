// Whole screens at real sizes against plain-text goldens in test/frames. `vitest -u` writes them anew; read the diff.
// Rows of key hints stand in footers.txt, each once for a size, so that a new key leaves the frames alone.

import { readdirSync } from 'node:fs';
import stringWidth from 'string-width';
import { afterEach, describe, expect, test } from 'vitest';
import { completionHere } from '../../src/explorer/features/filter/jq.ts';
import { footerRows } from '../../src/explorer/shell/bars.ts';
import { screenFrame } from '../../src/terminal/frame.ts';
import { createTheme } from '../../src/terminal/theme.ts';
import { drive, listPage } from '../explorer/driver.ts';
import { eventually } from '../helpers/eventually.ts';
import { type ModelScreen, mount } from './model-screen.ts';
import { lockedSession, profileRows, scenes, type User } from './scenes.ts';

let screen: ModelScreen | undefined;
afterEach(() => screen?.close());

const sizes = { '40x12': [40, 12], '80x24': [80, 24], '120x40': [120, 40], '200x60': [200, 60] } as const;
type Size = keyof typeof sizes;
const allSizes = Object.keys(sizes) as Size[];

/** Screens that use the room of every size; the others have a golden where they differ in more than room. */
const mainScenes = new Set(['start', 'tree', 'table', 'history', 'palette', 'form', 'failure', 'accounts']);
const otherSizes: Readonly<Record<string, readonly Size[]>> = {
  // Two columns from 116 cells on.
  help: ['40x12', '80x24', '200x60'],
  // In the pane at the side, or alone.
  nested: ['40x12', '80x24', '200x60'],
  json: ['40x12', '80x24', '200x60'],
  changing: ['40x12', '80x24', '200x60'],
  deleting: ['40x12', '80x24', '200x60'],
  naming: ['40x12', '80x24', '200x60'],
  compare: ['40x12', '80x24', '120x40'],
  watch: ['80x24', '120x40'],
  forbidden: ['80x24'],
  permissions: ['40x12', '80x24'],
  days: ['40x12', '120x40'],
  filter: ['40x12', '120x40'],
  lines: ['40x12', '80x24', '120x40'],
  search: ['40x12', '120x40'],
  saved: ['40x12', '120x40'],
  // What stands beside the prompt grows with the width in three steps.
  sending: ['40x12', '80x24', '120x40'],
  arriving: ['40x12', '80x24', '120x40'],
  retrying: ['40x12', '80x24', '120x40'],
  tail: ['80x24', '120x40'],
};

function sizesOf(scene: string): readonly Size[] {
  return mainScenes.has(scene) ? allSizes : (otherSizes[scene] ?? ['40x12', '80x24']);
}

const sceneNames = Object.keys(scenes);

function play(scene: string, size: Size): User {
  const user = drive(...sizes[size]);
  scenes[scene]?.(user);
  return user;
}

/** The row of key hints as text; undefined where a notice or a completion has its place. */
function hintsOf(user: User, size: Size): string | undefined {
  const state = user.state();
  const [columns] = sizes[size];
  if (state.notice !== undefined || completionHere(state) !== undefined) return undefined;
  const spans = footerRows(state, columns).flat();
  return spans
    .map(({ text }) => text)
    .join('')
    .trimEnd();
}

describe.each(sceneNames)('%s', (scene) => {
  test('fits all sizes', () => {
    for (const size of allSizes) {
      const [columns, rows] = sizes[size];
      const { lines } = screenFrame(play(scene, size).state(), createTheme(1));
      expect(lines).toHaveLength(rows);
      expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
    }
  });

  test.each(sizesOf(scene))('at %s', async (size) => {
    const [width, height] = sizes[size];
    const user = drive(width, height);
    screen = mount(user.store, width, height);
    scenes[scene]?.(user);
    const rows = (await screen.text()).split('\n');
    expect(rows).toHaveLength(height);
    const footer = hintsOf(user, size);
    if (footer !== undefined) expect(rows.pop()).toBe(footer);
    await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot(`../frames/${scene}-${size}.txt`);
  });
});

test('the key hints of all scenes', async () => {
  const sections = allSizes.map((size) => {
    const footers = new Map<string, string[]>();
    for (const scene of sceneNames) {
      const footer = hintsOf(play(scene, size), size);
      if (footer !== undefined) footers.set(footer, [...(footers.get(footer) ?? []), scene]);
    }
    return `${size}\n${[...footers].map(([footer, names]) => `\n${names.join(' ')}\n${footer}\n`).join('')}`;
  });
  await expect(sections.join('\n\n')).toMatchFileSnapshot('../frames/footers.txt');
});

test('no golden is left over', () => {
  const written = sceneNames.flatMap((scene) => sizesOf(scene).map((size) => `${scene}-${size}.txt`));
  expect(readdirSync(new URL('../frames/', import.meta.url)).sort()).toEqual([...written, 'footers.txt'].sort());
});

describe('the screen', () => {
  test('hides a list that stood there when the profiles were locked, and shows it again', async () => {
    const user = drive(80, 24);
    screen = mount(user.store, 80, 24);
    user.dispatch({ type: 'session.changed', session: { ...lockedSession, profile: 'prod' }, isAnother: false });
    user.dispatch({ type: 'profiles.opened', rows: profileRows, by: 'passphrase' });
    scenes.order?.(user);
    expect(await screen.text()).toContain('─ Sort');
    user.dispatch({ type: 'profiles.idled' });
    expect(await screen.text()).toContain('─ Locked');
    expect(await screen.text()).not.toContain('─ Sort');
    user.press('tab');
    expect(await screen.text()).toContain('─ Accounts');
    user.press('esc');
    user.dispatch({ type: 'profiles.opened', rows: profileRows, by: 'passphrase' });
    expect(await screen.text()).toContain('─ Sort');
  });

  test('shows the cursor in the prompt, and hides it elsewhere', async () => {
    const user = drive();
    screen = mount(user.store, 80, 24);
    user.type('GET /zo');
    await screen.text();
    expect(screen.cursor()).toMatchObject({ row: 1, column: ' ❯ GET /zo'.length, hidden: false });
    user.press('shift+tab');
    await screen.text();
    expect(screen.cursor().hidden).toBe(true);
  });

  test('draws a bar on the row under the cursor', async () => {
    const user = drive();
    screen = mount(user.store, 80, 24);
    scenes.tree?.(user);
    const rows = (await screen.text()).split('\n');
    const bars = rows.map((_, row) => screen?.cell(row, 4).inverse);
    expect(bars).toContain(true);
    expect(rows[bars.indexOf(true)]).toContain('▾ 1 {}');
    expect(bars.filter(Boolean)).toHaveLength(1);
  });

  test('says in one line that it is too small, and comes back whole', async () => {
    const user = drive();
    screen = mount(user.store, 80, 24);
    scenes.tree?.(user);
    const before = await screen.text();
    screen.resize(29, 7);
    await eventually(async () =>
      expect((await screen?.text())?.trim().split('\n')).toEqual([expect.stringMatching(/^flarescope needs 30×8/)]),
    );
    screen.resize(80, 24);
    await eventually(async () => expect(await screen?.text()).toBe(before));
  });

  test('stays full of raw rows when it grows wider', async () => {
    const user = drive(40, 12);
    screen = mount(user.store, 40, 12);
    scenes.raw?.(user);
    user.press('G');
    screen.resize(90, 12);
    await eventually(async () => expect(await screen?.text()).toContain('total_pages'));
    expect(await screen.text()).toMatch(/rows \d+–(\d+) of \1/);
  });

  test('without colours still says everything', async () => {
    const user = drive();
    screen = mount(user.store, 80, 24, { depth: 1 });
    scenes.tree?.(user);
    const text = await screen.text();
    expect(screen.bytes()).not.toMatch(/\u001b\[[\d;]*(?:3[0-7]|9[0-7])m/);
    screen.close();
    const coloured = drive();
    screen = mount(coloured.store, 80, 24);
    scenes.tree?.(coloured);
    expect(await screen.text()).toBe(text);
  });

  test('takes keys from the terminal, several in one read', async () => {
    const user = drive();
    screen = mount(user.store, 80, 24);
    await screen.text();
    screen.keys('GET /zonesx\u007f\u0001');
    await eventually(() => expect(user.state().composer.line).toMatchObject({ text: 'GET /zones', cursor: 0 }));
    screen.keys('\u001b[C\u001bf\u001b[200~pasted\nlines\u001b[201~');
    await eventually(() => expect(user.state().composer.line.text).toBe('GETpasted lines /zones'));
  });

  test('obeys no sequence that a server sends', async () => {
    const user = drive();
    screen = mount(user.store, 120, 40);
    user.type('GET /zones\r');
    const hostile = '\u001b]52;c;ZXZpbA==\u0007\u001b[2J\u009b31m\u202e\u200b\ud800';
    user.answer(JSON.stringify({ [hostile]: hostile, result: [{ name: hostile }] }));
    for (const key of ['e', 'r', 'r', 'r']) {
      user.press(key);
      await screen.text();
    }
    // The window's title is the program's own.
    const bytes = screen.bytes().replace('\u001b]2;flarescope\u0007', '');
    expect(bytes).not.toMatch(/\u001b\]|\u001b\[2J|[\u0080-\u009f\u202e\u200b\ud800]/u);
  });
});

test('a list of many rows costs the terminal little for each j', async () => {
  const user = drive(120, 40);
  screen = mount(user.store, 120, 40);
  user.type('GET /zones per_page==2000\r');
  user.answer(listPage(1, 2000, 2000));
  await screen.text();
  const before = screen.bytes().length;
  for (let key = 0; key < 50; key += 1) {
    user.press('j');
    await screen.text();
  }
  expect((screen.bytes().length - before) / 50).toBeLessThan(350);
});
