// The end of something long is notified where the settings say so, and nothing is told of it while the screen is hidden.
import { expect, test } from 'vitest';
import type { Settings } from '../../../../src/settings/table.ts';
import { drive } from '../../driver.ts';

/** The notifications of a request that takes so many seconds. */
function notified(seconds: number, settings: Partial<Settings>, end: 'answer' | 'esc' | 'locked' = 'answer') {
  const user = drive(80, 24, { prefetch: false, ...settings });
  user.type('GET /zones api_token==verysecretvalue123456\r');
  const { exchange } = user.state();
  if (exchange.kind !== 'sending') throw new Error('nothing is sent');
  user.dispatch({ type: 'exchange.started', id: exchange.id, at: 1000 });
  user.dispatch({ type: 'clock.ticked', now: 1000 + seconds * 1000 });
  if (end === 'locked') {
    const locked = { ...user.state().session, kind: 'profile', profile: 'prod' } as const;
    user.dispatch({ type: 'session.changed', session: locked, isAnother: false });
    user.dispatch({ type: 'profiles.opened', rows: [], by: 'passphrase' });
    user.dispatch({ type: 'profiles.idled' });
  }
  if (end === 'esc') user.press('esc');
  else if (user.state().exchange.kind === 'sending') user.answer({ success: true, result: [] });
  return user.effects().filter(({ type }) => type === 'notify');
}

test('off by default, and nothing for what was short', () => {
  expect(notified(600, {})).toEqual([]);
  expect(notified(9, { notify: 'bell' })).toEqual([]);
});

test('a request that took long is told by its line, without secrets', () => {
  const [told, ...others] = notified(10, { notify: 'desktop' });
  expect(others).toEqual([]);
  expect(told).toEqual({
    type: 'notify',
    how: 'desktop',
    text: expect.stringMatching(/^GET \/zones: response after 10/),
  });
  expect(JSON.stringify(told)).not.toContain('verysecret');
  expect(notified(3, { notify: 'bell', notifyAfterSeconds: 3 })).toMatchObject([{ how: 'bell' }]);
});

test('whoever ended it with a key is not told', () => {
  expect(notified(60, { notify: 'bell' }, 'esc')).toEqual([]);
});

test('a hidden screen lets nothing be known', () => {
  for (const told of notified(60, { notify: 'desktop' }, 'locked')) {
    expect(told).toMatchObject({ text: 'A request has ended' });
  }
});
