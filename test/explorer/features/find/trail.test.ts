// Following values to requests, and going back and forward through the answers.

import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { trailRow } from '../../../../src/explorer/features/find/trail.ts';
import { openPicker } from '../../../../src/explorer/model/focus.ts';
import { type Driver, listPage, refused } from '../../driver.ts';
import { driveKnown, offered, zone } from '../../known.ts';

const account = 'a'.repeat(32);
const record = '372e67954025e0ba6aaa6d586b9e0b59';
const zones = {
  success: true,
  errors: [],
  messages: [],
  result: [{ id: zone, name: 'example.com', account: { id: account, name: 'Example Books' }, name_servers: ['a.ns'] }],
  result_info: { page: 1, per_page: 20, count: 1, total_count: 1, total_pages: 1 },
};

function onZones(): Driver {
  const user = driveKnown();
  user.type('GET /zones\r');
  user.answer(zones);
  user.press('3');
  user.effects();
  return user;
}

const shown = (user: Driver): string => user.state().response?.title ?? '';

describe('following', () => {
  test('a zone leads to itself and to what is below it, by its name', () => {
    const user = onZones();
    user.press('j', 'o');
    const rows = offered(user);
    expect(rows[0]).toMatch(/^GET {4}\/zones\/example\.com {2}Get zone/);
    for (const path of ['dns_records', 'settings', 'rulesets', 'purge_cache'])
      expect(rows.slice(0, 12).join('\n')).toContain(`/zones/example.com/${path}`);
  });

  test('an id in an object of another name leads to that thing', () => {
    const user = onZones();
    // 0, id, name, account, its id
    user.press('j', 'j', 'j', 'j', 'l', 'j', 'o');
    expect(offered(user)[0]).toMatch(/^GET {4}\/accounts\/Example Books {2}Get account/);
  });

  test('sends what is whole at once, with the ids in place', () => {
    const user = onZones();
    user.press('j', 'o');
    user.type('list dns records');
    user.press('enter');
    expect(user.effects()).toMatchObject([{ type: 'send', request: { path: `/zones/${zone}/dns_records` } }]);
  });

  test('puts what changes things into the form, and sends nothing', () => {
    const user = onZones();
    user.press('j', 'o');
    user.type('delete zone');
    user.press('enter');
    expect(user.effects()).toEqual([]);
    expect(user.state().composer.line.text).toBe(`DELETE /zones/${zone}`);
    expect(user.state().focus.pane).toBe('request');
  });

  test('what is nearest stays first while one types: the record before its zone', () => {
    const user = driveKnown();
    user.type(`GET /zones/${zone}/dns_records\r`);
    user.answer({ result: [{ id: record, type: 'A', name: 'www' }], success: true, errors: [], messages: [] });
    user.press('j', 'o');
    for (const typed of ['d', 'e', 'l', 'e', 't', 'e']) {
      user.type(typed);
      if (typed === 'd') continue;
      expect(offered(user)[0]).toMatch(/^DELETE \/zones\/\S+\/dns_records\/\S+ {2}Delete DNS record/);
    }
  });

  test('says so where nothing leads on', () => {
    const user = driveKnown();
    user.type('GET /x/y/z\r');
    user.answer({ a: 1 });
    user.press('o');
    expect(openPicker(user.state())).toBeUndefined();
    expect(user.state().notice?.text).toContain('does not have GET /x/y/z');
    user.dispatch({
      type: 'document.opened',
      name: 'f.json',
      received: readFile(new TextEncoder().encode('{"id":1}')),
    });
    user.press('o');
    expect(user.state().notice?.text).toMatch(/^A file has no related/);
  });
});

describe('the trail', () => {
  function walk(): Driver {
    const user = driveKnown();
    user.type(`GET /zones/${zone}/dns_records\r`);
    user.answer(listPage(1, 20, 200));
    user.press(']');
    user.answer(listPage(2, 20, 200));
    user.press('j', 'j', 'j', ':', 'ctrl+u');
    user.type(`GET /zones/${zone}/dns_records/${record}\r`);
    user.answer({ success: true, errors: [], messages: [], result: { id: record } });
    return user;
  }

  test('goes back to the same page and row without a request, and forward again', () => {
    const user = walk();
    user.effects();
    const later = user.state().response;
    user.press('backspace');
    const back = user.state().response;
    expect(back?.at).toBe(1);
    expect(back?.pages).toHaveLength(2);
    const body = back?.pages[1]?.body;
    expect(body?.kind === 'json' ? body.view.cursor : undefined).not.toBe(0);
    expect(user.state().composer.line.text).toBe(`GET /zones/${zone}/dns_records`);
    user.press('alt+right');
    expect(user.state().response).toBe(later);
    user.press('alt+left');
    expect(user.state().response).toBe(back);
    expect(user.effects().filter(({ type }) => type === 'send')).toEqual([]);
  });

  test('says where it ends', () => {
    const user = walk();
    user.press('alt+right');
    expect(user.state().notice?.text).toBe('This is the last response');
    user.press('backspace', 'backspace');
    expect(user.state().notice?.text).toMatch(/^This is the first response/);
  });

  test('forgets what was ahead once it goes elsewhere', () => {
    const user = walk();
    user.press('backspace', ':', 'ctrl+u');
    user.type('GET /accounts\r');
    user.answer(listPage(1, 20, 20));
    user.press('alt+right');
    expect(user.state().notice?.text).toBe('This is the last response');
    user.press('backspace');
    expect(shown(user)).toBe(`GET /zones/${zone}/dns_records`);
  });

  test('goes back to the last response from a request that failed', () => {
    const user = walk();
    user.press(':', 'ctrl+u');
    user.type('GET /accounts\r');
    user.fail(refused);
    user.press('shift+tab', 'backspace');
    expect(shown(user)).toBe(`GET /zones/${zone}/dns_records/${record}`);
  });

  test('the same request again is one place', () => {
    const user = walk();
    user.press(':', 'enter');
    user.answer({ success: true, errors: [], messages: [], result: { id: record } });
    expect(user.state().trail.places).toHaveLength(2);
  });

  test('leaves a line that was not sent in the prompt', () => {
    const user = walk();
    user.press(':', 'ctrl+u');
    user.type('GET /half');
    user.press('esc', 'backspace');
    expect(user.state().composer.line.text).toBe('GET /half');
  });

  const words = (user: Driver, room: number): string =>
    trailRow(user.state(), room)
      .map(({ text }) => text)
      .join('');

  test('is told in a word for each place, as many as there is room for', () => {
    const user = onZones();
    user.press('j', 'o');
    user.type('list dns records');
    user.press('enter');
    user.answer(listPage(1, 20, 20));
    expect(words(user, 60)).toBe('zones › [dns_records]');
    user.press('backspace');
    expect(words(user, 60)).toBe('[zones] › dns_records');
    expect(words(user, 20)).toBe('[zones]…');
    expect(words(user, 10)).toBe('');
    for (let room = 0; room < 60; room++) expect(words(user, room).length).toBeLessThanOrEqual(room);
  });

  test('is not told where there is one place only', () => {
    expect(words(onZones(), 60)).toBe('');
  });
});
