import { describe, expect, test } from 'vitest';
import { currentPage } from '../../../../src/explorer/model/select.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { compareValues } from '../../../../src/json/compare.ts';
import { pathOf, shownPath } from '../../../../src/json/paths.ts';
import { indexed } from '../../../json/indexed.ts';
import { type Driver, drive } from '../../driver.ts';

const first = '{"result":[{"id":"a","status":"pending"},{"id":"b","status":"active"}],"success":true}';

function watching(columns = 80, rows = 24, seconds = '5'): Driver {
  const user = drive(columns, rows);
  user.type('GET /zones\r');
  user.answer(first);
  user.press('e', 'W', 'ctrl+u');
  user.effects();
  user.type(`${seconds}\r`);
  return user;
}

/** What the watch reads next; without a text it is as it was. */
function read(user: Driver, text?: string, now = 1_000, slowedMs?: number): void {
  const { watch } = user.state();
  const page = currentPage(user.state());
  if (!watch || page?.body.kind !== 'json') throw new Error('nothing is watched');
  const before = page.body.view.document;
  const document = text === undefined ? undefined : indexed(text);
  const found = document && compareValues({ document: before, node: 0 }, { document, node: 0 });
  const answer = document && found ? { document, bytes: document.bytes, found } : undefined;
  user.dispatch({ type: 'watch.answered', id: watch.id, now, rateLimit: undefined, slowedMs, answer });
}

function texts(user: Driver): readonly string[] {
  return screenRows(user.state()).rows.map((row) => row.flatMap((strip) => strip.row.map(({ text }) => text)).join(''));
}

function cursorPath(user: Driver): string {
  const page = currentPage(user.state());
  if (page?.body.kind !== 'json') throw new Error('no tree');
  return shownPath(pathOf(page.body.view.document, page.body.view.cursor));
}

describe('watching', () => {
  test('asks how often, and sends the GET without its filter', () => {
    const user = watching(80, 24, '7');
    const [start] = user.effects();
    expect(start).toMatchObject({ type: 'watch.start', seconds: 7, request: { path: '/zones', filter: undefined } });
    expect(user.state().notice?.text).toBe('Watching every 7 s. esc stops');
    expect(texts(user).join('\n')).toContain('watching every 7 s · 0 answers · 0 changes');
  });

  test.each(['0', 'often', '99999', ''])('"%s" is no number of seconds', (seconds) => {
    const user = watching(80, 24, seconds);
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toContain('Type a number of seconds');
  });

  test('what changed is marked where it stands, told in the log, and fades', () => {
    const user = watching();
    read(user, first.replace('pending', 'active'), 5_000);
    const marked = texts(user).find((line) => line.includes('◂'));
    expect(marked).toMatch(/status +"active" +◂ was "pending"/);
    expect(texts(user).join('\n')).toMatch(/\d\d:\d\d:\d\d ~ \.result\[0\]\.status {2}"pending" → "active"/);
    expect(texts(user).join('\n')).toContain('1 answer · 1 change');
    user.dispatch({ type: 'clock.ticked', now: 16_000 });
    expect(texts(user).some((line) => line.includes('◂'))).toBe(false);
    expect(texts(user).join('\n')).toContain('"pending" → "active"');
  });

  test('what changed is marked at the end of a long value that is wrapped', () => {
    const user = watching();
    user.press('z', 'w');
    read(user, first.replace('pending', `${'again and '.repeat(8)}again`), 5_000);
    const rows = texts(user).filter((line) => /again|◂/.test(line) && !line.includes('→'));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/status +"again and again [^◂]*│$/);
    expect(rows[1]).toMatch(/and again" +◂ was "pending"/);
  });

  test('the log is read whole, the newest change first', () => {
    const user = watching();
    user.press('R');
    expect(user.state().notice?.text).toBe('Nothing has changed yet');
    for (let n = 1; n <= 20; n++) read(user, first.replace('pending', `${n} ${'long '.repeat(20)}end`), n * 1000);
    expect(texts(user).join('\n')).toContain('· esc stops · R reads all');
    user.press('R');
    const [reader] = user.state().focus.overlays;
    const [newest = '', ...older] = reader?.kind === 'reader' ? (reader.views[0]?.text.split('\n') ?? []) : [];
    expect(newest).toMatch(/^\d\d:\d\d:\d\d ~ \.result\[0\]\.status {2}"19 (?:long ){20}end" → "20 (?:long ){20}end"$/);
    expect(older.at(-1)).toContain('"pending" → "1 long');
    user.press('G');
    expect(texts(user).join('\n')).toContain('"pending" → "1 long');
    user.press('esc');
    expect(user.state().watch).toMatchObject({ count: 20, ended: undefined });
  });

  test('a folded row says that something changed inside', () => {
    const user = watching();
    user.press('1');
    read(user, first.replace('pending', 'active'), 5_000);
    expect(texts(user).find((line) => line.includes('◂'))).toContain('result');
    expect(texts(user).find((line) => line.includes('◂'))).toContain('changed inside');
  });

  test('the cursor stays on its item, wherever that goes, and on its row of the screen', () => {
    const user = watching();
    user.press('g', 'j', 'j', 'j', 'j', 'j', 'j');
    expect(cursorPath(user)).toBe('.result[1].id');
    read(user, '{"result":[{"id":"n"},{"id":"a","status":"x"},{"id":"b","status":"active"}],"success":true}');
    expect(cursorPath(user)).toBe('.result[2].id');
    expect(texts(user).join('\n')).toContain('2 changes');
  });

  test('in a table the cursor stays on its item, cells are marked, and the order is made anew', () => {
    const user = watching();
    user.press('g', 'j', 'j', 't', 'j', 's');
    const [wish] = user.effects().filter(({ type }) => type === 'table.order');
    if (wish?.type !== 'table.order') throw new Error('nothing is sorted');
    const { type: _, ...order } = wish;
    user.dispatch({ type: 'table.ordered', ...order, order: Int32Array.of(0, 1), kinds: [] });
    read(user, '{"result":[{"id":"n"},{"id":"a","status":"x"},{"id":"b","status":"active"}],"success":true}');
    const page = currentPage(user.state());
    expect(page?.view).toBe('table');
    expect(page?.table?.row).toBe(2);
    expect(user.effects()).toMatchObject([
      { type: 'table.order', field: order.field, isDescending: order.isDescending },
    ]);
    expect(texts(user).find((line) => line.includes('•'))).toMatch(/n/);
    expect(texts(user).filter((line) => line.includes(' •'))).toHaveLength(2);
  });

  test('an answer that is the same is counted, and a slower pace is said', () => {
    const user = watching();
    read(user);
    read(user, undefined, 2_000, 20_000);
    expect(user.state().notice?.text).toContain('The rate limit is near: it is read every 20 s');
    expect(texts(user).join('\n')).toContain('every 20.0 s (rate limit) · 2 answers · 0 changes');
  });
});

describe('it ends', () => {
  test('with Esc, and with another the log goes', () => {
    const user = watching();
    user.effects();
    const { id } = user.state().watch ?? { id: 0 };
    user.press('esc');
    expect(user.effects()).toEqual([{ type: 'cancel', id }]);
    expect(texts(user).join('\n')).toContain('watch ended: Stopped');
    user.press('esc');
    expect(user.state().watch).toBeUndefined();
    expect(user.state().response).toBeDefined();
  });

  test('with W as well', () => {
    const user = watching();
    user.press('W');
    expect(user.state().watch?.ended).toBe('Stopped');
  });

  test('on a failure, and says why', () => {
    const user = watching();
    user.dispatch({ type: 'watch.ended', id: user.state().watch?.id ?? 0, reason: 'The API says 404' });
    expect(user.state().notice?.text).toBe('The watch has ended: The API says 404');
    expect(texts(user).join('\n')).toContain('watch ended: The API says 404');
  });

  test('when another response takes its place, or a filter stands over it', () => {
    const user = watching();
    user.effects();
    user.press(':', 'ctrl+u');
    user.type('GET /accounts\r');
    user.answer('{"result":[],"success":true}');
    expect(user.state().watch).toBeUndefined();
    expect(user.effects()).toContainEqual(expect.objectContaining({ type: 'cancel' }));
  });

  test('what comes late is dropped', () => {
    const user = watching();
    const { id } = user.state().watch ?? { id: 0 };
    user.press('esc', 'esc');
    user.dispatch({ type: 'watch.answered', id, now: 9, rateLimit: undefined, slowedMs: undefined, answer: undefined });
    expect(user.state().watch).toBeUndefined();
  });
});

test('what writes is not watched, nor what is no JSON', () => {
  const user = drive(80, 24);
  user.type('POST /zones name=x\r');
  user.answer('{"result":{},"success":true}');
  user.press('W');
  expect(user.state().notice?.text).toContain('Only a GET can be watched');
  const other = drive(80, 24);
  other.type('GET /x\r');
  other.answer('plain', { contentType: 'text/plain' });
  other.press('W');
  expect(other.state().notice?.text).toContain('not JSON');
});

test.each([
  [40, 12],
  [80, 24],
  [120, 40],
  [30, 8],
])('the screen of %i×%i has all its rows', (columns, rows) => {
  const user = watching(columns, rows);
  read(user, first.replace('pending', `active\\u202e${'日本'.repeat(90)}`));
  expect(texts(user)).toHaveLength(rows);
  expect(texts(user).join('')).not.toContain('\u202e');
});
