// The palette finds what was saved and what was sent, and the history says names and what has changed.

import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import type { SavedItem, StoredItem } from '../../../../src/explorer/model/history.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { type Driver, drive } from '../../driver.ts';
import { knowCatalog, offered } from '../../known.ts';
import { comparedLines, performComparisons } from '../compare/compared.ts';

const now = Date.UTC(2025, 10, 24, 12);
const zone = '023e105f4ecef8ad9ca31a8372d0c353';

function row(id: number, line: string, changes: Partial<StoredItem> = {}): StoredItem {
  const at = now - (1000 - id) * 60_000;
  return {
    id,
    at,
    line,
    profile: 'sandbox',
    origin: 'sandbox',
    status: 200,
    failure: undefined,
    uses: 1,
    name: undefined,
    ...changes,
  };
}

const saved: readonly SavedItem[] = ['weekly zones', 'mail records'].map((name, index) => ({
  id: index + 1,
  name,
  tags: index === 0 ? ['report'] : [],
  line: index === 0 ? 'GET /zones per_page==50' : `GET /zones/${zone}/dns_records type==MX`,
  profile: 'sandbox',
  at: now,
  request: index + 1,
  status: 200,
}));

function withHistory(rows: readonly StoredItem[]): Driver {
  const user = drive(120, 34);
  knowCatalog(user);
  user.dispatch({ type: 'history.begun' });
  user.dispatch({ type: 'history.listed', place: { from: 'newest' }, rows, hasMore: false, total: rows.length, now });
  user.effects();
  return user;
}

function palette(rows: readonly StoredItem[], typed: string): Driver {
  const user = withHistory(rows);
  user.press('ctrl+p');
  expect(user.effects()).toContainEqual({ type: 'history.listSaved', query: '' });
  user.dispatch({ type: 'history.savedListed', rows: saved, query: '' });
  user.type(typed);
  expect(user.effects().filter(({ type }) => type.startsWith('history.'))).toEqual([]);
  return user;
}

const read = row(3, `GET /zones/${zone}/dns_records per_page==7`);

describe('the palette', () => {
  test('has saved requests first, and all operations after them', () => {
    const rows = offered(palette([read], ''));
    expect(rows.slice(0, 2)).toEqual([
      '★ weekly zones  GET /zones per_page==50',
      expect.stringContaining('mail records'),
    ]);
    expect(rows.length).toBeGreaterThan(3200);
  });

  test('finds a saved one by the words of its name and tags, and enter puts it into the prompt', () => {
    const user = palette([], 'report week');
    expect(offered(user)[0]).toContain('weekly zones');
    user.press('enter');
    expect(user.state().composer.line.text).toBe('GET /zones per_page==50');
  });

  test('leaves the first place to an operation where only a line fits', () => {
    const user = palette([read, row(2, read.line)], 'dns_records per_page==7');
    const rows = offered(user);
    expect(rows.filter((each) => each.includes('per_page==7'))).toHaveLength(1);
    const plain = offered(palette([read], 'dns records'));
    expect(plain[0]).not.toMatch(/^[★↺]/);
  });

  test('says of one what it is', () => {
    const user = palette([], 'mail');
    const shown = screenRows(user.state()).rows.map((strips) =>
      strips.map((strip) => strip.row.map(({ text }) => text).join('')).join(''),
    );
    expect(shown.join('\n')).toMatch(/saved 20\d\d-\d\d-\d\d \d\d:\d\d/);
  });
});

describe('the history', () => {
  test('says known names in the place of ids', () => {
    const user = withHistory([read]);
    user.dispatch({ type: 'names.found', id: 0, names: [{ kind: 'zone', name: 'example.com', id: zone }] });
    user.press('shift+tab');
    const shown = screenRows(user.state()).rows.map((strips) =>
      strips.map((strip) => strip.row.map(({ text }) => text).join('')).join(''),
    );
    expect(shown.join('\n')).toMatch(/200 GET dns .*….*\.com/);
  });

  test('compares a response with the one before it, of the same account', () => {
    const line = 'GET /zones';
    const user = withHistory([
      row(9, line),
      row(8, 'GET /accounts'),
      row(7, line, { status: undefined, failure: 'timeout' }),
      row(6, line, { profile: 'prod', origin: 'https://api.cloudflare.com' }),
      row(5, line),
    ]);
    user.press('shift+tab');
    user.effects();
    user.press('c');
    const asked = user.effects().flatMap((effect) => (effect.type === 'history.read' ? [effect.row] : []));
    expect(asked.toSorted()).toEqual([5, 9]);
  });

  test('says where there is nothing to compare with', () => {
    const user = withHistory([row(9, 'GET /zones'), row(8, 'DELETE /zones/x', { status: 403 })]);
    user.press('shift+tab', 'c');
    expect(user.state().notice?.text).toContain('no earlier response');
    user.press('j', 'c');
    expect(user.state().notice?.text).toContain('The API refused it');
  });

  test('shows what was there before a write and after it', () => {
    const user = withHistory([row(8, `PATCH /zones/${zone}/dns_records/${zone} ttl:=60`)]);
    user.press('shift+tab');
    user.effects();
    user.press('c');
    const asked = user.effects().flatMap((effect) => (effect.type === 'compare.kept' ? [effect] : []));
    expect(asked.map(({ row: of, side }) => [of, side])).toEqual([
      [8, 'before'],
      [8, 'after'],
    ]);
    for (const { id, side } of asked) {
      const received = readFile(Buffer.from(JSON.stringify({ ttl: side === 'before' ? 1 : 60, name: 'www' })));
      user.dispatch({ type: 'compare.fetched', id, received });
    }
    performComparisons(user);
    expect(comparedLines(user).join('\n')).toMatch(/before PATCH dns /);
    expect(comparedLines(user).join('\n')).toMatch(/~ ttl +1 *│ 60/);
  });
});
