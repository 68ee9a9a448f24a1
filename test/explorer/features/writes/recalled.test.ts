import { expect, test } from 'vitest';
import { driveKnown } from '../../known.ts';
import { isAsked, lines, prepared, prod, record, resource, sent, zone } from './previewed.ts';

const deletion = `DELETE /zones/${zone}/dns_records/${record}`;

function toProd(user: ReturnType<typeof driveKnown>): void {
  user.dispatch({ type: 'session.changed', session: prod, isAnother: true });
  user.effects();
}

function hasLine(user: ReturnType<typeof driveKnown>, text: string): boolean {
  return lines(user).some((line) => line.includes(text));
}

test('r on a deletion of the sandbox does not send it to the real account', () => {
  const user = driveKnown(100);
  user.type(deletion);
  user.press('enter');
  user.answer({ result: { id: record }, success: true });
  toProd(user);
  user.press('ctrl+r');
  if (user.state().focus.pane !== 'history') user.press('esc', 'ctrl+r');
  user.press('r');
  expect(isAsked(user)).toBe(true);
  prepared(user, resource({ id: record, name: 'www' }), [
    [record, 'www'],
    [zone, 'example.com'],
  ]);
  expect(hasLine(user, 'Recorded under the sandbox. It goes to prod now')).toBe(true);
  user.press('esc');
  expect(sent(user)).toEqual([]);
  expect(user.state().focus.pane).toBe('history');
});

test('what is read, or created, asks as well where it was recorded elsewhere, whatever the setting', () => {
  for (const line of ['GET /zones', 'POST /accounts/A/things name=x']) {
    const user = driveKnown(100);
    user.type(line);
    user.press('enter');
    user.answer({ result: [], success: true });
    user.dispatch({ type: 'session.changed', session: { ...prod, consent: 'never' }, isAnother: true });
    user.effects();
    user.press('ctrl+r');
    user.press('r');
    expect(isAsked(user), line).toBe(true);
    expect(sent(user)).toEqual([]);
  }
});

test('a line that was typed for another account asks, though it creates', () => {
  const user = driveKnown(100);
  user.type('POST /accounts/A/things name=x');
  toProd(user);
  user.press(':', 'enter');
  expect(isAsked(user)).toBe(true);
});

test('a POST that ↑ brings back asks; changed by hand it goes at once', () => {
  const user = driveKnown(100);
  toProd(user);
  user.type('POST /accounts/A/things name=x');
  user.press('enter');
  user.answer({ result: {}, success: true });
  user.press(':', 'ctrl+e', 'ctrl+u', 'up', 'enter');
  expect(isAsked(user)).toBe(true);
  user.press('esc');
  user.effects();
  user.type('y');
  user.press('enter');
  expect(sent(user)).toEqual(['POST /accounts/A/things']);
});

test('the history names a write by its thing and its account', () => {
  const user = driveKnown(200, 40);
  toProd(user);
  user.type(deletion);
  user.press('enter');
  prepared(user, resource({ id: record, name: 'www' }), [
    [record, 'www'],
    [zone, 'example.com'],
  ]);
  user.press('y');
  user.answer({ result: { id: record }, success: true });
  user.press('ctrl+r');
  expect(hasLine(user, 'DELETE dns record www')).toBe(true);
});
