// Choosing a value by its name: what tells rows apart, searching as one types, and taking what was typed.
import { describe, expect, test } from 'vitest';
import { recognisePage } from '../../../../src/api/recognise.ts';
import type { ListedValue } from '../../../../src/catalog/value-sources.ts';
import type { EffectOf } from '../../../../src/perform/performers.ts';
import type { Driver } from '../../driver.ts';
import { driveKnown, idOf, offered, zone } from '../../known.ts';

type Read = EffectOf<'lookup.read'>;

/** A line for one record, with the list of records open. */
function onRecords(): Driver {
  const user = driveKnown(120, 30);
  user.type(`GET /zones/${zone}/dns_records/{dns_record_id}`);
  user.press('tab');
  return user;
}

function asked(user: Driver): { readonly reads: readonly Read[]; readonly cancelled: readonly number[] } {
  const effects = user.effects();
  return {
    reads: effects.filter((effect): effect is Read => effect.type === 'lookup.read'),
    cancelled: effects.flatMap((effect) => (effect.type === 'cancel' ? [effect.id] : [])),
  };
}

const record = (name: string, type: string, content: string): ListedValue => ({
  id: idOf(name + content),
  name,
  fields: [
    ['type', type],
    ['content', content],
    ['ttl', '1'],
  ],
});

function list(user: Driver, { id, key, request }: Read, values: readonly ListedValue[], total = values.length): void {
  const per_page = Math.max(1, values.length);
  const resultInfo = {
    page: 1,
    per_page,
    count: values.length,
    total_count: total,
    total_pages: Math.ceil(total / per_page),
  };
  const query = request.items.flatMap((item) => (item.kind === 'query' ? [[item.name, item.value] as const] : []));
  const info = recognisePage({ query, resultInfo, count: values.length, firstId: values[0]?.id });
  user.dispatch({ type: 'lookup.listed', id, key, values, info });
}

const query = ({ request }: Read): Readonly<Record<string, string>> =>
  Object.fromEntries(request.items.flatMap((item) => (item.kind === 'query' ? [[item.name, item.value]] : [])));

const many = Array.from({ length: 60 }, (_, index) => record(`host${index}.example.com`, 'A', `192.0.2.${index}`));

describe('rows', () => {
  test('of records have type and content beside the name', () => {
    const user = onRecords();
    list(user, asked(user).reads[0]!, [record('www', 'A', '192.0.2.1'), record('www', 'AAAA', '2001:db8::1')]);
    expect(offered(user).map((row) => row.split('  ').slice(0, 3))).toEqual([
      ['www', 'A', '192.0.2.1'],
      ['www', 'AAAA', '2001:db8::1'],
    ]);
  });

  test('of other things have the fields that differ', () => {
    const user = onRecords();
    const same = (id: string, region: string): ListedValue => ({
      id,
      name: 'app',
      fields: [
        ['status', 'active'],
        ['created_on', `2026-01-0${region.length}`],
        ['region', region],
      ],
    });
    list(user, asked(user).reads[0]!, [same(idOf('a'), 'eu'), same(idOf('b'), 'us-1')]);
    expect(offered(user).map((row) => row.split('  ').slice(0, 2))).toEqual([
      ['app', 'eu'],
      ['app', 'us-1'],
    ]);
  });

  test('show what a server says as text that does nothing', () => {
    const user = onRecords();
    list(user, asked(user).reads[0]!, [record('www', 'A', '\u001b[31mred'), record('www', 'A', '\u202eb')]);
    expect(offered(user).join('')).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('typing', () => {
  test('asks the API once the keys rest, and for the last text alone', () => {
    const user = onRecords();
    list(user, asked(user).reads[0]!, many, 2000);
    expect(asked(user).reads).toEqual([]);
    user.type('mai');
    const { reads, cancelled } = asked(user);
    expect(reads.map(query)).toMatchObject(
      ['m', 'ma', 'mai'].map((typed) => ({ 'name.contains': typed, 'content.contains': typed, match: 'any' })),
    );
    expect(reads.every(({ afterMs }) => afterMs !== undefined && afterMs > 0)).toBe(true);
    // All but the last one are let go before they are sent.
    expect(cancelled).toEqual(reads.slice(0, -1).map(({ id }) => id));
    expect(offered(user)).toEqual([]);
    list(user, reads.at(-1)!, [record('mail.example.com', 'MX', 'mx.example.net'), record('x', 'TXT', 'mai')]);
    expect(offered(user).map((row) => row.split('  ')[0])).toEqual([
      'mail.example.com',
      'x',
      'use "mai" as it is: it is not an id',
    ]);
    expect(asked(user).reads).toEqual([]);
  });

  test('looks through a list that was read whole, and asks nothing', () => {
    const user = onRecords();
    list(user, asked(user).reads[0]!, many);
    user.type('host59');
    expect(offered(user)[0]).toMatch(/^host59/);
    user.press('ctrl+u');
    user.type('192.0.2.41');
    expect(offered(user)[0]).toMatch(/^host41\.example\.com {2}A {2}192\.0\.2\.41/);
    expect(asked(user).reads).toEqual([]);
  });

  test('reads the list on where the API refuses the filter', () => {
    const user = onRecords();
    list(user, asked(user).reads[0]!, many, 2000);
    user.type('z');
    const search = asked(user).reads[0]!;
    const failure = { kind: 'refused' as const, tried: 'GET', happened: 'it was refused', next: 'type an id' };
    user.dispatch({ type: 'lookup.failed', id: search.id, key: search.key, failure });
    const [next] = asked(user).reads;
    expect(query(next!)).toMatchObject({ page: '2' });
    expect(query(next!)).not.toHaveProperty('name.contains');
  });

  test('shows the whole list again once the text is gone, and keeps nothing waiting', () => {
    const user = onRecords();
    list(user, asked(user).reads[0]!, many, 2000);
    user.type('q');
    const [search] = asked(user).reads;
    user.press('backspace');
    expect(asked(user).cancelled).toEqual([search!.id]);
    expect(offered(user)).toHaveLength(60);
    user.type('q');
    user.press('esc');
    expect(asked(user).cancelled).toHaveLength(1);
  });
});

describe('what was typed', () => {
  test('is taken where an id stands only with words that say so', () => {
    const user = onRecords();
    list(user, asked(user).reads[0]!, [record('www', 'A', '192.0.2.1'), record('mail', 'A', '192.0.2.2')]);
    user.type('nope');
    expect(offered(user)).toEqual(['use "nope" as it is: it is not an id']);
    user.press('enter');
    expect(user.state().composer.line.text).toBe(`GET /zones/${zone}/dns_records/nope`);
    expect(user.state().notice?.text).toBe('"nope" stands where an id belongs: it is not one');
  });

  test('is an id, or a name where names are ids: nothing is said', () => {
    const user = onRecords();
    list(user, asked(user).reads[0]!, [record('www', 'A', '192.0.2.1')]);
    user.type('372e67954025e0ba6aaa6d586b9e0b59');
    expect(offered(user)).toEqual(['use "372e67954025e0ba6aaa6d586b9e0b59" as it is']);
    user.press('enter');
    expect(user.state().notice).toBeUndefined();
    const scripts = driveKnown(120, 30);
    scripts.type(`GET /accounts/${'a'.repeat(32)}/workers/scripts/{script_name}`);
    scripts.press('tab');
    list(scripts, asked(scripts).reads[0]!, [{ id: 'api', name: 'api' }]);
    scripts.type('new-one');
    expect(offered(scripts)).toEqual(['use "new-one" as it is']);
  });

  test('names a zone, which is looked up when the request is sent', () => {
    const user = driveKnown(120, 30);
    user.type('GET /zones/');
    user.press('tab');
    list(user, asked(user).reads[0]!, [{ id: zone, name: 'example.com' }]);
    user.type('other.test');
    expect(offered(user)).toEqual(['use "other.test" as the name of the zone']);
  });
});
