import { expect, test } from 'vitest';
import { unsentAccount } from '../../../../src/explorer/features/compose/prompt.ts';
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

/** A line of the store, which was sent under another account or under the one in force. */
const accounts = [
  ['prod', 'https://api.cloudflare.com', false],
  ['prod', 'https://other.example', true],
  ['staging', 'https://api.cloudflare.com', true],
  ['sandbox', 'sandbox', true],
  ['', '', false],
] as const;

const creation = 'POST /accounts/A/things name=x';

/** Agrees to it where it is of the account in force; else it is named, and what reads would ask too. */
function expectAsked(user: ReturnType<typeof driveKnown>, isForeign: boolean): void {
  user.press('enter');
  expect(isAsked(user)).toBe(true);
  prepared(user, undefined);
  expect(hasLine(user, 'It goes to prod now')).toBe(isForeign);
  user.press('enter');
  expect(sent(user)).toEqual(['POST /accounts/A/things']);
}

test.each(accounts)('a POST that ctrl+r brings back, sent under %s at %s, asks', (profile, origin, isForeign) => {
  const user = driveKnown(100);
  toProd(user);
  const at = { at: 0, status: 200, failure: undefined, uses: 1, name: undefined };
  user.dispatch({ type: 'history.begun' });
  user.press(':', 'ctrl+r');
  user.dispatch({
    type: 'history.found',
    query: '',
    order: 'recent',
    rows: [{ ...at, id: 7, line: creation, profile, origin }],
    isComplete: true,
  });
  user.press('enter');
  expect(user.state().composer.line.text).toBe(creation);
  expectAsked(user, isForeign);
});

test.each(accounts)('a POST of an earlier session by ↑, sent under %s at %s, asks', (profile, origin, isForeign) => {
  const user = driveKnown(100);
  toProd(user);
  user.dispatch({ type: 'history.begun' });
  user.press(':', 'up');
  user.dispatch({ type: 'history.wentBack', lines: [{ line: creation, profile, origin }], before: undefined });
  expect(user.state().composer.line.text).toBe(creation);
  expectAsked(user, isForeign);
});

test.each(accounts)('a POST restored after a crash, written for %s at %s, asks', (profile, origin, isForeign) => {
  const user = driveKnown(100);
  toProd(user);
  const from = profile === '' ? undefined : { profile, origin };
  user.dispatch({ type: 'draft.restored', text: creation, from });
  expect(unsentAccount(user.state())).toEqual(from);
  expectAsked(user, isForeign);
});

test.each(accounts)(
  'a stored POST whose response is shown, sent under %s at %s, asks',
  (profile, origin, isForeign) => {
    const user = driveKnown(100);
    toProd(user);
    const row = {
      id: 7,
      at: 0,
      line: creation,
      profile,
      origin,
      status: 200,
      failure: undefined,
      uses: 1,
      name: undefined,
    };
    user.dispatch({ type: 'history.begun' });
    user.press('shift+tab');
    user.dispatch({ type: 'history.listed', place: { from: 'newest' }, rows: [row], hasMore: false, total: 1, now: 0 });
    user.press('enter');
    const id = user.state().lastId;
    const outcome = { kind: 'missing', reason: 'It was not kept' } as const;
    user.dispatch({ type: 'history.wasRead', id, want: 'response', line: creation, profile, origin, outcome, now: 0 });
    expect(user.state().composer.line.text).toBe(creation);
    expectAsked(user, isForeign);
  },
);

test('a line that is being typed is written for the account in force, the line below earlier ones too', () => {
  const user = driveKnown(100);
  toProd(user);
  const own = { profile: 'prod', origin: 'https://api.cloudflare.com' };
  user.type('POST /mine');
  expect(unsentAccount(user.state())).toEqual(own);
  user.dispatch({ type: 'history.begun' });
  user.press('up');
  const lines = [{ line: creation, profile: 'staging', origin: 'https://other.example' }];
  user.dispatch({ type: 'history.wentBack', lines, before: undefined });
  expect(user.state().composer.line.text).toBe(creation);
  expect(unsentAccount(user.state())).toEqual(own);
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
