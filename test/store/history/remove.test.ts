import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { answered, newest, openHistory, sent } from './requests.ts';

describe('deleting one request', () => {
  test('takes it with its pages and its line, and can be undone', () => {
    const history = openHistory();
    history.add(sent('GET /kept'));
    const id = history.add(sent('GET /zones', { outcome: answered('the answer') }));
    history.add(sent('GET /zones page==2', { partOf: id }));
    const before = history.read(id);

    const deletion = history.delete(id);
    expect(history.list(newest, 10).rows.map((row) => row.line)).toEqual(['GET /kept']);
    expect(history.read(id)).toBeUndefined();
    expect([...history.search('zones', 'rank')].at(-1)?.rows()).toEqual([]);

    if (deletion.type !== 'deleted') throw new Error(deletion.type);
    history.undelete(deletion.deleted);
    expect(history.read(id)).toEqual(before);
    expect(history.count()).toBe(2);
    expect([...history.search('zones', 'rank')].at(-1)?.rows()).toMatchObject([{ id, uses: 1 }]);
  });

  test('leaves the line to the requests before it', () => {
    const history = openHistory();
    history.add(sent('GET /zones'));
    history.delete(history.add(sent('GET /zones')));
    expect([...history.search('zones', 'rank')].at(-1)?.rows()).toMatchObject([{ id: 1, uses: 1 }]);
  });

  test('never takes a saved one, nor one that is not there', () => {
    const history = openHistory();
    const id = history.add(sent('GET /zones'));
    history.save(id, { name: 'all zones', tags: [] }, 0);
    expect(history.delete(id)).toEqual({ type: 'saved', name: 'all zones' });
    expect(history.delete(99)).toEqual({ type: 'missing' });
    expect(history.read(id)).toBeDefined();
  });

  test('never gives a number again', () => {
    const history = openHistory();
    history.delete(history.add(sent('GET /a')));
    expect(history.add(sent('GET /b'))).toBe(2);
  });
});

describe('clearing', () => {
  test('takes what was sent before a date, but nothing that is saved', () => {
    const history = openHistory();
    for (let day = 1; day <= 5; day += 1) {
      const id = history.add(sent(`GET /${day}`, { at: Date.UTC(2025, 0, day) }));
      if (day === 2) history.save(id, { name: 'second', tags: [] }, 0);
    }
    const before = Date.UTC(2025, 0, 4);
    expect(history.countBefore(before)).toBe(2);
    expect(history.clear(before)).toBe(2);
    expect(history.list(newest, 10).rows.map((row) => row.line)).toEqual(['GET /5', 'GET /4', 'GET /2']);
    expect(history.count()).toBe(3);
    expect([...history.search('GET', 'rank')].at(-1)?.rows()).toHaveLength(3);
  });

  test('gives the room back to the disk, and leaves nothing of it in the files', () => {
    const history = openHistory();
    for (let row = 0; row < 40; row += 1) {
      history.add(sent(`GET /marked-line-${row}`, { outcome: answered(randomBytes(100_000)) }));
    }
    const sizeOf = (): number =>
      readdirSync(history.folder).reduce((sum, file) => sum + statSync(path.join(history.folder, file)).size, 0);
    const full = sizeOf();
    expect(full).toBeGreaterThan(4_000_000);
    expect(history.clear(Number.MAX_SAFE_INTEGER)).toBe(40);
    expect(sizeOf()).toBeLessThan(500_000);
    for (const file of readdirSync(history.folder)) {
      expect(readFileSync(path.join(history.folder, file)).includes('marked-line')).toBe(false);
    }
  });

  test('takes more than one transaction does', () => {
    const history = openHistory(undefined, { bodyKey: undefined });
    for (let row = 0; row < 6_000; row += 1) history.add(sent(`GET /${row % 7}`, { at: row }));
    expect(history.clear(5_999)).toBe(5_999);
    expect(history.list(newest, 10).rows).toMatchObject([{ id: 6_000, line: 'GET /0' }]);
    expect([...history.search('', 'rank')].at(-1)?.rows()).toMatchObject([{ uses: 1 }]);
  });
});
