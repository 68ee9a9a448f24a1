import { expect, test } from 'vitest';
import { type Driver, drive } from '../../driver.ts';
import { idOf, knowCatalog, listNames } from '../../known.ts';

function begun(): Driver {
  const user = drive(100, 30);
  knowCatalog(user);
  return user;
}

function sent(user: Driver, path: string, body: unknown): void {
  user.type(path);
  user.press('enter');
  user.answer(body);
}

const line = (user: Driver): string => user.state().composer.line.text;

test('a question is asked of the zone that the screen is about', () => {
  const user = begun();
  sent(user, '/zones/example.com/dns_records', { result: [], success: true });
  user.press('Q');
  user.type('cache');
  user.press('enter');
  expect(line(user)).toMatch(
    /^POST \/graphql query=.*cacheStatus.* variables\[since\]=-24h variables\[until\]=now variables\[zoneTag\]=example\.com$/,
  );
  user.effects();
  user.press('enter');
  expect(user.effects().some(({ type }) => type === 'send')).toBe(true);
});

test('where it is about none, the zone is picked by its name', () => {
  const user = begun();
  sent(user, '/user', { result: {}, success: true });
  user.press('Q');
  user.type('by country');
  user.press('enter');
  listNames(user, ['example.com']);
  user.type('example');
  user.press('enter');
  expect(line(user)).toContain(`variables[zoneTag]=${idOf('example.com')}`);
});

test('a question of one`s own begins in the form', () => {
  const user = begun();
  sent(user, '/user', { result: {}, success: true });
  user.press('Q');
  user.type('zzz');
  user.press('enter');
  expect(line(user)).toBe('POST /graphql query=');
  expect(user.state().focus.pane).toBe('request');
});
