// Tab in the prompt.

import { describe, expect, test } from 'vitest';
import { openPicker } from '../../../../src/explorer/model/focus.ts';
import type { Driver } from '../../driver.ts';
import { driveKnown, idOf, listNames, offered, zone } from '../../known.ts';

const account = 'a'.repeat(32);

function typed(line: string, accountId?: string): Driver {
  const user = driveKnown();
  const { session } = user.state();
  if (accountId !== undefined)
    user.dispatch({ type: 'session.changed', session: { ...session, accountId }, isAnother: false });
  const [before = '', after = ''] = line.split('‸');
  user.type(before + after);
  for (const _ of after) user.press('left');
  user.effects();
  user.press('tab');
  return user;
}

/** The line with its cursor. */
function line(user: Driver): string {
  const { text, cursor } = user.state().composer.line;
  return `${text.slice(0, cursor)}‸${text.slice(cursor)}`;
}

const asked = (user: Driver): readonly string[] =>
  user.effects().flatMap((effect) => (effect.type === 'lookup.read' ? [effect.request.path] : []));

describe('tab completes', () => {
  test.each([
    ['del', 'DELETE ‸'],
    ['GET /zo', 'GET /zones‸'],
    ['GET zo', 'GET /zones‸'],
    [`GET /zones/${zone}`, `GET /zones/${zone}/‸`],
    [`GET /zones/${zone}/dns_r`, `GET /zones/${zone}/dns_records‸`],
    [`POST /zones/${zone}/purge_c`, `POST /zones/${zone}/purge_cache ‸`],
    [`GET /zones/${zone}/dns_records per`, `GET /zones/${zone}/dns_records per_page==‸`],
    [`GET /zones/${zone}/dns_records direction==d`, `GET /zones/${zone}/dns_records direction==desc ‸`],
    [`POST /zones/${zone}/dns_records proxied:=t`, `POST /zones/${zone}/dns_records proxied:=true ‸`],
    [`GET /zones/${zone}/dns_records per‸ | .result`, `GET /zones/${zone}/dns_records per_page==‸ | .result`],
    [`GET /zones/${zone}/dns_rec‸ name==x`, `GET /zones/${zone}/dns_records‸ name==x`],
  ])('%s', (before, after) => {
    const user = typed(before);
    expect(line(user)).toBe(after);
    expect(openPicker(user.state())).toBeUndefined();
  });

  test('nothing that is there already twice: one space is enough', () => {
    expect(line(typed(`POST /zones/${zone}/purge_c‸ tags:=[]`))).toBe(`POST /zones/${zone}/purge_cache ‸tags:=[]`);
  });
});

describe('tab offers', () => {
  test('what may follow, and puts what is chosen in its place', () => {
    const user = typed(`POST /zones/${zone}/dns_records `);
    expect(offered(user)[0]).toMatch(/^(?:name|ttl|type)=.*required/);
    user.type('comment');
    user.press('enter');
    expect(line(user)).toBe(`POST /zones/${zone}/dns_records comment=‸`);
  });

  test('paths by their last segment', () => {
    const user = typed(`GET /zones/${zone}/dns`);
    expect(offered(user).map((row) => row.split(' ')[0])).toEqual(
      expect.arrayContaining(['dns_records', 'dns_analytics/', 'dnssec']),
    );
    user.type('sec');
    user.press('enter');
    expect(line(user)).toBe(`GET /zones/${zone}/dnssec‸`);
  });
});

describe('tab looks up', () => {
  test('a zone by the name that was begun', () => {
    const user = typed('GET /zones/exam‸');
    expect(asked(user)).toEqual(['/zones']);
    user.press('esc');
    const again = typed('GET /zones/exam‸/dns_records');
    listNames(again, ['example.com', 'other.test']);
    expect(offered(again)[0]).toContain('example.com');
    again.press('enter');
    expect(line(again)).toBe(`GET /zones/${idOf('example.com')}‸/dns_records`);
  });

  test('a placeholder that stands in the path, wherever the cursor is behind it', () => {
    const user = typed('GET /zones/{zone_id}/dns_records per');
    expect(asked(user)).toEqual(['/zones']);
  });

  test('what a zone has, with the zone in its place', () => {
    const user = typed(`GET /zones/${zone}/dns_records/`);
    user.type('rec');
    expect(openPicker(user.state())).toBeDefined();
  });

  test('what an account has, the account of the profile in its place', () => {
    const user = typed('GET /accounts/{account_id}/storage/kv/namespaces/', account);
    expect(asked(user)).toEqual([`/accounts/${account}/storage/kv/namespaces`]);
  });
});

describe('tab says why it does nothing', () => {
  test.each([
    ['GET /nowhere/at/all', 'No API operation'],
    ['GET /zones | .res', 'A jq filter cannot be completed here'],
    [`GET /zones/${zone}/dns_records qqq`, 'no field qqq'],
    ['GET https://api.cloudflare.com/client/v4/zo', 'A path can be completed'],
  ])('%s', (text, reason) => {
    const user = typed(text);
    expect(user.state().notice?.text).toContain(reason);
    expect(line(user)).toBe(`${text}‸`);
  });

  test('on an empty line it goes to the panes', () => {
    const user = driveKnown();
    user.press('tab');
    expect(user.state().focus.pane).toBe('request');
  });
});
