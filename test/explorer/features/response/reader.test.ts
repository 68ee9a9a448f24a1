import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { readerRows } from '../../../../src/explorer/features/response/reader.ts';
import { type Driver, drive } from '../../driver.ts';

function opened(value: unknown): Driver {
  const user = drive(80, 24);
  const received = readFile(new TextEncoder().encode(JSON.stringify({ value })));
  user.dispatch({ type: 'document.opened', name: 'a.json', received });
  user.press('0', 'g', 'j');
  return user;
}

function lines(user: Driver): readonly string[] {
  const overlay = user.state().focus.overlays.at(-1);
  if (overlay?.kind !== 'reader') return [];
  const rows = readerRows(overlay, 40, user.state().now);
  return Array.from({ length: rows.count }, (_, index) =>
    rows
      .row(index)
      .map(({ text }) => text)
      .join(''),
  );
}

describe('the reader', () => {
  test('breaks a long string at the width and at its own lines', () => {
    const user = opened(`${'x'.repeat(50)}\nsecond\u001b[31m`);
    user.press('v');
    expect(lines(user)).toEqual(['x'.repeat(40), 'x'.repeat(10), 'second␛[31m']);
    user.press('v');
    expect(user.state().focus.overlays).toEqual([]);
  });

  test('tab goes round what it may be besides, a time relative to now', () => {
    const user = opened('2025-11-24T12:00:00Z');
    user.press('v');
    expect(user.effects()).toContainEqual({ type: 'tellTime' });
    user.dispatch({ type: 'clock.ticked', now: Date.UTC(2025, 10, 24, 15) });
    user.press('tab');
    expect(lines(user)).toEqual([
      '3 h ago',
      '2025-11-24T12:00:00.000Z  Monday',
      '1763985600 seconds since 1970',
      'written as ISO 8601',
    ]);
    user.press('tab');
    expect(lines(user)).toEqual(['2025-11-24T12:00:00Z']);
    user.press('shift+tab', 'y');
    expect(user.effects()).toMatchObject([{ type: 'copy', what: '.value as time' }]);
  });

  test('scrolls, and stays inside', () => {
    const user = opened(Array.from({ length: 100 }, (_, n) => `line ${n}`).join('\n'));
    user.press('v', 'G', 'j');
    expect(user.state().focus.overlays.at(-1)).toMatchObject({ top: 81 });
    user.press('g', 'k');
    expect(user.state().focus.overlays.at(-1)).toMatchObject({ top: 0 });
  });

  test('shows the beginning of what is too long, and says so', () => {
    const user = opened('y'.repeat(3_000_000));
    user.press('v');
    expect(lines(user)[0]).toContain('first 1.0 MB of');
    expect(lines(user).length).toBeGreaterThan(20_000);
  });

  test('says why where there is nothing to read', () => {
    const user = opened({ a: 1 });
    user.press('v');
    expect(user.state().notice?.text).toContain('a single value');
    user.press('j', 'v', 'tab');
    expect(user.state().notice?.text).toContain('No other representation');
  });
});
