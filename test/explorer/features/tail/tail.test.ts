// What leads to the tail of a Worker: its row in a list, and the answer to a request that made one.
import { expect, test } from 'vitest';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { drive } from '../../driver.ts';
import { knowCatalog } from '../../known.ts';

const account = '9409ca24f2904b058fa64160600b76e0';
const scripts = `/accounts/${account}/workers/scripts`;

const envelope = (result: unknown) => ({ success: true, errors: [], messages: [], result });

test('the tail of the Worker in a row is made and followed at once', () => {
  const user = drive();
  knowCatalog(user);
  user.type(`GET ${scripts}\r`);
  user.answer(envelope([{ id: 'shop', handlers: ['fetch'] }]));
  user.press('j', 'o');
  user.type('create tail');
  const shown = screenRows(user.state()).rows.map((row) =>
    row.flatMap((strip) => strip.row.map(({ text }) => text)).join(''),
  );
  expect(shown.join('\n')).toMatch(/POST +\/accounts\/\S+\/workers\/scripts\/shop\/tails +followed live · /);
  user.effects();
  user.press('enter');
  expect(user.effects()).toMatchObject([
    { type: 'tail.open', made: undefined, request: { method: 'POST', path: `${scripts}/shop/tails` } },
  ]);
});

test('o on the answer to a request for a tail follows that one', () => {
  const user = drive();
  knowCatalog(user);
  user.type(`POST ${scripts}/shop/tails filters:=[]\r`);
  const made = { id: 'one', url: 'wss://tail.example.com/one', expires_at: '2026-11-30T12:00:00Z' };
  user.answer(envelope(made));
  user.effects();
  user.press('o');
  expect(user.effects()).toMatchObject([
    { type: 'tail.open', id: 2, made, request: { path: `${scripts}/shop/tails` } },
  ]);
});

test('o on a refusal of a tail shows what is related', () => {
  const user = drive();
  knowCatalog(user);
  user.type(`POST ${scripts}/gone/tails filters:=[]\r`);
  user.answer(
    { success: false, errors: [{ code: 10007, message: 'no' }], messages: [], result: null },
    { status: 404 },
  );
  user.effects();
  user.press('o');
  expect(user.effects()).toEqual([]);
  expect(user.state().focus.overlays).toMatchObject([{ kind: 'picker', name: 'follow' }]);
});
