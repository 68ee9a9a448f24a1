import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { type Driver, drive } from '../../driver.ts';

function opened(document: unknown): Driver {
  const user = drive(60, 20);
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  user.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(bytes) });
  user.press('0', 'g', 'j');
  return user;
}

function screen(user: Driver): string {
  return screenRows(user.state())
    .rows.map((row) => row.flatMap(({ row: spans }) => spans.map(({ text }) => text)).join(''))
    .join('\n');
}

describe('a long value', () => {
  const text = `begin ${'lorem '.repeat(30)}end`;

  test('is gone through with . and , and ;', () => {
    const user = opened({ text, other: 1 });
    expect(screen(user)).toContain('"begin lorem');
    expect(screen(user)).toMatch(/lorem.*…│/);
    user.press('.');
    expect(screen(user)).not.toContain('begin');
    expect(screen(user)).toMatch(/"….*lorem.*…│/);
    user.press(',');
    expect(screen(user)).toContain('"begin lorem');
    user.press(',');
    expect(user.state().notice?.text).toBe('This is the beginning of the value');
    user.press(';');
    expect(screen(user)).toContain('lorem end"');
    user.press('.');
    expect(user.state().notice?.text).toBe('This is the end of the value');
    user.press(';');
    expect(screen(user)).toContain('"begin lorem');
  });

  test('stays scrolled while the cursor is elsewhere; a short one says that it is shown whole', () => {
    const user = opened({ text, other: 1 });
    user.press(';', 'j');
    expect(screen(user)).toContain('lorem end"');
    user.press('.');
    expect(user.state().notice?.text).toBe('All of this value is shown');
  });
});

test('the field of the search says that a key and its value can be looked for, and a row found so is marked', () => {
  const user = opened([{ ttl: 3601 }, { ttl: 1 }]);
  user.press('/');
  expect(screen(user)).toContain('a key and its value');
  user.type('ttl: 1');
  const { id = 0 } = user.state().search ?? {};
  user.dispatch({ type: 'search.found', id, matches: Int32Array.of(4), isDone: true });
  const row = screenRows(user.state())
    .rows.map((strips) => strips.flatMap(({ row: spans }) => spans))
    .find((spans) => spans.some(({ role }) => role === 'match'));
  expect(row?.filter(({ role }) => role === 'match').map((piece) => piece.text)).toEqual(['ttl', '1']);
});
