// Notices wait for each other, are counted, and can be listed.

import { describe, expect, test } from 'vitest';
import { openPicker } from '../../../../src/explorer/model/focus.ts';
import { isUntimed } from '../../../../src/explorer/model/notices.ts';
import { footerRows } from '../../../../src/explorer/shell/bars.ts';
import { type Driver, drive } from '../../driver.ts';
import { offered } from '../../known.ts';

const tell = (user: Driver, text: string, kind: 'info' | 'problem' = 'info'): void =>
  user.dispatch({ type: 'told', kind, text });
const shown = (user: Driver): string | undefined => user.state().notice?.text;
const footer = (user: Driver, width = 80): string =>
  footerRows(user.state(), width)
    .map((row) =>
      row
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n');

describe('notices', () => {
  test('that come at once are shown one after another, with a count of the others', () => {
    const user = drive();
    for (const text of ['first', 'second', 'third']) tell(user, text);
    expect(footer(user)).toBe(' • first  (+2: alt+m)');
    user.press('left');
    expect(footer(user)).toBe(' • second  (+1: alt+m)');
    user.press('left');
    expect(footer(user)).toBe(' • third');
    user.press('left');
    expect(shown(user)).toBeUndefined();
  });

  test('of problems come first, and what a key has to say comes at once', () => {
    const user = drive();
    tell(user, 'pending');
    tell(user, 'broken', 'problem');
    expect(shown(user)).toBe('broken');
    user.press('enter');
    expect(user.state().notice).toEqual({ kind: 'problem', text: expect.not.stringMatching(/pending|broken/) });
    user.press('left');
    expect(shown(user)).toBe('pending');
  });

  test('of what is under way, and answers to keys, give way', () => {
    const user = drive();
    tell(user, 'Writing a.json…');
    tell(user, 'Wrote a.json');
    expect(footer(user)).toBe(' • Wrote a.json');
    user.press('left', 'enter');
    const answer = shown(user);
    tell(user, 'something came');
    expect(answer).not.toBe('something came');
    expect(footer(user)).toBe(' • something came');
  });

  test('that are told again are not counted twice, and no more wait than anybody reads', () => {
    const user = drive();
    for (let times = 0; times < 5; times++) tell(user, 'the same');
    expect(footer(user)).toBe(' • the same');
    for (let times = 0; times < 300; times++) tell(user, `number ${times}`);
    expect(footer(user)).toBe(' • the same  (+20: alt+m)');
    expect(user.state().notices.told).toHaveLength(200);
  });

  test('that have stood for long enough make room for what comes', () => {
    const user = drive();
    const at = (now: number): void => user.dispatch({ type: 'clock.ticked', now });
    tell(user, 'old');
    expect(isUntimed(user.state())).toBe(true);
    at(1000);
    expect(isUntimed(user.state())).toBe(false);
    tell(user, 'soon after');
    at(2000);
    expect(footer(user)).toBe(' • old  (+1: alt+m)');
    tell(user, 'much later');
    at(9000);
    expect(shown(user)).toBe('soon after');
  });

  test('leave the count where a long one is wrapped', () => {
    const user = drive();
    tell(user, 'word '.repeat(60));
    tell(user, 'second');
    const rows = footer(user, 40).split('\n');
    expect(rows).toHaveLength(3);
    expect(rows.at(-1)).toMatch(/\(\+1: alt\+m\)$/);
    expect(rows.filter((row) => row.length > 40)).toEqual([]);
  });

  test('are listed with the time, the newest first, without secrets, and enter copies one', () => {
    const user = drive();
    expect(footer(user)).not.toContain('alt+m');
    user.press('alt+m');
    expect(openPicker(user.state())).toBeUndefined();
    const noon = new Date(2026, 10, 30, 12, 5, 9).getTime();
    tell(user, 'The first');
    user.dispatch({ type: 'clock.ticked', now: noon });
    tell(user, 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789ABCD', 'problem');
    user.dispatch({ type: 'clock.ticked', now: noon + 1000 });
    user.press('alt+m');
    expect(offered(user)).toEqual([
      expect.stringMatching(/^12:05:10 {2}✗ Authorization: /),
      expect.stringMatching(/^12:05:09 {2}• The first *$/),
      expect.stringMatching(/^12:05:09 {2}✗ Nothing has been told/),
    ]);
    expect(offered(user).join()).not.toContain('abcdefghijklmnop');
    user.type('the first');
    user.press('enter');
    expect(user.effects()).toContainEqual({ type: 'copy', text: 'The first', what: 'the notice' });
  });
});
