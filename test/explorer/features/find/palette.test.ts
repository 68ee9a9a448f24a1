// Finding an operation, filling it in, and sending it.

import { describe, expect, test } from 'vitest';
import { currentField } from '../../../../src/explorer/features/compose/form-cursor.ts';
import { operationRows } from '../../../../src/explorer/features/find/palette.ts';
import { openPicker } from '../../../../src/explorer/model/focus.ts';
import { cellWidth } from '../../../../src/text/width.ts';
import { catalog, operationOf } from '../../../catalog/loaded.ts';
import { drive } from '../../driver.ts';
import { driveKnown, idOf, listNames, offered, zone } from '../../known.ts';

type User = ReturnType<typeof drive>;

const line = (user: User): string => user.state().composer.line.text;
const sent = (user: User): readonly string[] =>
  user.effects().flatMap((effect) => (effect.type === 'send' ? [effect.request.path] : []));

function choose(user: User, words: string): void {
  user.press('ctrl+p');
  user.type(words);
  user.press('enter');
}

describe('the palette', () => {
  test('asks for the catalog where there is none, and fills when it is there', () => {
    const user = drive();
    user.press('ctrl+p');
    expect(user.effects()).toEqual([{ type: 'catalog.load' }]);
    expect(offered(user)).toEqual([]);
    user.press('esc');
    expect(openPicker(user.state())).toBeUndefined();
  });

  test('has every operation, and the ones that words mean first', () => {
    const user = driveKnown();
    user.press('ctrl+p');
    expect(offered(user).length).toBeGreaterThan(3200);
    user.type('purge cache');
    expect(offered(user)[0]).toMatch(/^POST {3}\/zones\/\{zone_id\}\/purge_cache/);
  });

  test('cuts nothing of an explanation where there is room for it', () => {
    const operation = operationOf('PUT A/workers/scripts/{script_name}');
    const details = catalog.details(operation);
    const text = (height: number, width = 60): readonly string[] =>
      operationRows(operation, details, width, height).map((row) => row.map(({ text }) => text).join(''));
    expect(text(400).join('\n')).not.toContain('…');
    for (const height of [10, 30, 45, 400]) {
      const rows = text(height);
      if (rows.some((row) => row.includes('…')))
        expect(rows.length).toBeGreaterThanOrEqual(Math.min(height, text(0).length));
      for (const row of rows) expect(cellWidth(row)).toBeLessThanOrEqual(60);
    }
  });

  test('ranks what was sent before its like', () => {
    const user = driveKnown();
    user.press('ctrl+p');
    user.type('zone');
    const before = offered(user).findIndex((row) => row.startsWith('GET    /zones/{zone_id}/settings/{setting_id}'));
    user.press('esc');
    for (let times = 0; times < 5; times++) {
      user.press('ctrl+u');
      user.type(`GET /zones/${zone}/settings/ipv6\r`);
      user.answer({ success: true, errors: [], messages: [], result: {} });
      user.press('i');
    }
    user.press('ctrl+p');
    user.type('zone');
    const after = offered(user).findIndex((row) => row.startsWith('GET    /zones/{zone_id}/settings/{setting_id}'));
    expect(after).toBeLessThan(before);
  });

  test('says so where nothing fits', () => {
    const user = driveKnown();
    user.press('ctrl+p');
    user.type('qqqqxxzz');
    expect(offered(user)).toEqual([]);
    user.press('enter');
    expect(user.state().notice?.kind).toBe('problem');
  });

  test('puts what is chosen into the prompt, with the cursor on what is missing', () => {
    const user = driveKnown();
    choose(user, 'list dns records');
    expect(line(user)).toBe('GET /zones/{zone_id}/dns_records');
    expect(user.state().focus.pane).toBe('request');
    expect(currentField(user.state())?.name).toBe('zone_id');
  });

  test('keeps what was typed before for undo', () => {
    const user = driveKnown();
    user.type('GET /half/typed');
    choose(user, 'list dns records');
    user.press('e', 'ctrl+_');
    expect(line(user)).toBe('GET /half/typed');
  });
});

describe('the form', () => {
  test('fills an id in by its name, and sends', () => {
    const user = driveKnown();
    choose(user, 'list dns records');
    user.press('enter');
    listNames(user, ['example.com', 'example.org', 'other.test']);
    user.type('org');
    expect(offered(user)[0]).toContain('example.org');
    user.press('enter');
    expect(line(user)).toBe(`GET /zones/${idOf('example.org')}/dns_records`);
    user.press('enter');
    expect(sent(user)).toEqual([`/zones/${idOf('example.org')}/dns_records`]);
  });

  test('asks for what a list needs before it', () => {
    const user = driveKnown();
    user.type('GET /zones/{zone_id}/dns_records/{dns_record_id}\r');
    expect(currentField(user.state())?.name).toBe('zone_id');
    user.press('j', 'enter');
    expect(openPicker(user.state())?.name).toBe('lookup');
    listNames(user, ['example.com']);
    user.press('enter');
    // The zone was needed first; its records come then.
    const [effect] = user.effects().filter(({ type }) => type === 'lookup.read');
    expect(effect).toMatchObject({ request: { path: `/zones/${idOf('example.com')}/dns_records` } });
  });

  test('names what is missing, and sends nothing half-filled', () => {
    const user = driveKnown();
    choose(user, 'create dns record');
    user.press('s');
    expect(user.state().notice?.text).toMatch(/^zone_id, name, ttl and 1 more are missing/);
    expect(sent(user)).toEqual([]);
  });

  test('sends without what the catalog alone takes for required when it is meant', () => {
    const user = driveKnown();
    user.type(`POST /zones/${zone}/dns_records type=A\r`);
    expect(user.state().notice?.text).toContain('name, ttl are missing. Send again');
    expect(sent(user)).toEqual([]);
    user.press('s');
    expect(sent(user)).toEqual([`/zones/${zone}/dns_records`]);
  });

  test('never sends a path with a gap', () => {
    const user = driveKnown();
    user.type('GET /zones/{zone_id}/settings\r');
    user.press('s', 's', 'g', 'enter', ':', 'enter');
    expect(sent(user)).toEqual([]);
  });

  test('goes through the choices of a part, both ways', () => {
    const user = driveKnown();
    choose(user, 'list dns records');
    while (currentField(user.state())?.name !== 'direction') user.press('j');
    user.press('l');
    expect(line(user)).toContain('direction==asc');
    user.press('l');
    expect(line(user)).toContain('direction==desc');
    user.press('l');
    expect(line(user)).not.toContain('direction');
    user.press('h');
    expect(line(user)).toContain('direction==desc');
    user.press('x');
    expect(line(user)).not.toContain('direction');
  });

  test('takes a value as it is typed, and says what is wrong with it', () => {
    const user = driveKnown();
    user.type(`POST /zones/${zone}/dns_records type=A name=www\r`);
    expect(currentField(user.state())?.name).toBe('ttl');
    user.press('enter');
    user.type('soon\r');
    expect(user.state().notice?.text).toBe('ttl takes a number, such as 3600');
    expect(line(user)).not.toContain('ttl');
    user.press('ctrl+u');
    user.type('60\r');
    expect(line(user)).toContain('ttl:=60');
  });

  test('keeps everything else of the line as it was', () => {
    const user = driveKnown();
    user.type(`GET /zones/${zone}/dns_records unknown==1 'comment.contains==two words' X-Own:yes | .result[]`);
    user.press('shift+tab', 'shift+tab', 'shift+tab');
    expect(user.state().focus.pane).toBe('request');
    while (currentField(user.state())?.name !== 'per_page') user.press('j');
    user.press('enter');
    user.type('5\r');
    expect(line(user)).toBe(
      `GET /zones/${zone}/dns_records unknown==1 comment.contains=="two words" per_page==5 X-Own:yes | .result[]`,
    );
  });

  test('the account of the profile fills itself', () => {
    const user = driveKnown();
    const { session } = user.state();
    user.dispatch({ type: 'session.changed', session: { ...session, accountId: 'f'.repeat(32) }, isAnother: false });
    choose(user, 'list kv namespaces');
    expect(line(user)).toBe('GET /accounts/{account_id}/storage/kv/namespaces');
    user.press('enter');
    expect(sent(user)).toEqual([`/accounts/${'f'.repeat(32)}/storage/kv/namespaces`]);
  });
});

describe('a lookup', () => {
  function lookingUp(): User {
    const user = driveKnown(80, 24);
    choose(user, 'list dns records');
    user.press('enter');
    return user;
  }

  const names = (from: number, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `zone-${String(from + index).padStart(3, '0')}`);

  test('reads more pages as one scrolls, and no more than that', () => {
    const user = lookingUp();
    listNames(user, names(0, 50), 1, 150);
    expect(user.effects()).toEqual([]);
    user.press('pagedown', 'pagedown', 'pagedown');
    listNames(user, names(50, 50), 2, 150);
    expect(offered(user)).toHaveLength(100);
  });

  test('asks the API for what was typed while the list has more than was read', () => {
    const user = lookingUp();
    listNames(user, names(0, 50), 1, 150);
    user.type('zone-12');
    listNames(user, names(120, 10), 1, 10);
    expect(offered(user)[0]).toContain('zone-120');
    expect(user.effects()).toEqual([]);
  });

  test('is asked once a session, until something was written', () => {
    const user = lookingUp();
    listNames(user, ['example.com']);
    user.press('esc', 'enter');
    expect(user.effects()).toEqual([]);
    expect(offered(user)).toHaveLength(1);
    user.press('esc', ':', 'ctrl+u');
    user.type('DELETE /zones/x\r');
    user.answer({ success: true, errors: [], messages: [], result: {} });
    choose(user, 'list dns records');
    user.press('enter');
    expect(user.effects().map(({ type }) => type)).toContain('lookup.read');
  });

  test('that fails says why, and takes an id that is typed', () => {
    const user = lookingUp();
    const asked = user.effects().find((effect) => effect.type === 'lookup.read');
    if (asked?.type !== 'lookup.read') throw new Error('nothing was looked up');
    const failure = { kind: 'refused', tried: 'GET /zones', happened: 'nothing listens there', next: 'check' } as const;
    user.dispatch({ type: 'lookup.failed', id: asked.id, key: asked.key, failure });
    expect(offered(user)).toEqual([]);
    user.type(`${zone}\r`);
    expect(line(user)).toBe(`GET /zones/${zone}/dns_records`);
  });

  test('does not take a name for an id while the list is on its way', () => {
    const user = lookingUp();
    user.type('example.org\r');
    expect(openPicker(user.state())?.line.text).toBe('example.org');
    expect(user.state().notice?.text).toContain('Loading');
    listNames(user, ['example.com', 'example.org']);
    user.press('enter');
    expect(line(user)).toBe(`GET /zones/${idOf('example.org')}/dns_records`);
  });

  test('that is left is cancelled', () => {
    const user = lookingUp();
    const [asked] = user.effects();
    user.press('esc');
    expect(user.effects()).toEqual([{ type: 'cancel', id: asked?.type === 'lookup.read' ? asked.id : -1 }]);
  });

  test('keeps the name under the cursor when better ones come', () => {
    const user = lookingUp();
    listNames(user, ['b-zone', 'c-zone', 'zone-d'], 1, 6);
    user.type('zone');
    user.press('down');
    const before = offered(user)[openPicker(user.state())?.cursor ?? -1];
    listNames(user, ['zone', 'zone-a', 'x'], 2, 6);
    expect(offered(user)[openPicker(user.state())?.cursor ?? -1]).toBe(before);
  });
});

describe('a local API', () => {
  const local = 'http://127.0.0.1:8787/cdn-cgi/explorer/api';

  test('is asked to describe itself once it has answered, and not again after it could not', () => {
    const user = drive();
    const { session } = user.state();
    user.dispatch({ type: 'session.changed', session: { ...session, baseUrl: local }, isAnother: false });
    user.dispatch({ type: 'screen.resized', columns: 80, rows: 24 });
    expect(user.effects().map(({ type }) => type)).not.toContain('catalog.load');
    const ask = (): readonly string[] => {
      user.press(':', 'ctrl+u');
      user.type('GET /d1/database\r');
      user.answer({ success: true, errors: [], messages: [], result: [] });
      return user.effects().map(({ type }) => type);
    };
    expect(ask()).toContain('catalog.load');
    user.dispatch({ type: 'catalog.failed', reason: 'It has no description of its API' });
    expect(ask()).not.toContain('catalog.load');
    user.press('ctrl+p');
    expect(user.effects()).toEqual([{ type: 'catalog.load' }]);
  });
});
