import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { migrate, schemaVersion, versionOf } from '../../../src/store/history/database.ts';
import { newest, openHistory, temporaryFolder } from './requests.ts';

/** A history as the program wrote it when its schema had version 1. */
function versionOne(): string {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(path.join(folder, 'history.db'));
  migrate(db, 1);
  db.exec(`
    INSERT INTO account VALUES (1, 'production', 'https://api.cloudflare.com');
    INSERT INTO line VALUES (1, 1, 'GET', '/zones', 'GET /zones', 5, 3, 2), (2, 1, 'GET', '/user', 'GET /user', 6, 2, 1);
    INSERT INTO request VALUES
      (1, 1, NULL, 1000, 200, 12, 7, 'ray-1', NULL, NULL, 0, 'no key'),
      (2, 2, NULL, 2000, NULL, NULL, NULL, NULL, 'refused', '{"kind":"refused"}', 0, 'no key'),
      (3, 1, NULL, 3000, 404, 9, 1, 'ray-3', NULL, NULL, 0, 'kept'),
      (4, 1, 3, 4000, 200, 9, 1, 'ray-4', NULL, NULL, 0, 'no key');
    INSERT INTO body VALUES (3, 4, x'01020304');
  `);
  expect(versionOf(db)).toBe(1);
  db.close();
  return folder;
}

describe('a history of an earlier version', () => {
  test('keeps every row, and can do what is new', () => {
    const history = openHistory(versionOne());
    expect(history.list(newest, 10).rows).toMatchObject([
      { id: 3, at: 3000, line: 'GET /zones', status: 404, duration: 9, size: 1 },
      { id: 2, at: 2000, line: 'GET /user', failure: 'refused' },
      { id: 1, at: 1000, line: 'GET /zones', status: 200 },
    ]);
    expect(history.read(3)).toMatchObject({ ray: 'ray-3', parts: [4], bodies: 'kept' });
    expect(history.count()).toBe(3);
    expect(history.save(1, { name: 'old', tags: [] }, 0)).toEqual({ type: 'saved' });
    expect(history.troubles).toEqual([]);
  });

  test('goes through every version in between, one of them at a time', () => {
    const folder = versionOne();
    for (let version = 2; version <= schemaVersion; version += 1) {
      const db = new DatabaseSync(path.join(folder, 'history.db'));
      migrate(db, version);
      expect(versionOf(db)).toBe(version);
      expect(db.prepare('SELECT count(*) AS count FROM request').get()).toEqual({ count: 4 });
      db.close();
    }
    expect(openHistory(folder).count()).toBe(3);
  });

  test('is as it was where a migration fails', () => {
    const folder = versionOne();
    const db = new DatabaseSync(path.join(folder, 'history.db'));
    db.exec('CREATE TABLE saved (in_the_way INTEGER)');
    expect(() => migrate(db)).toThrow('already exists');
    expect(versionOf(db)).toBe(1);
    expect(db.prepare('SELECT count(*) AS count FROM request').get()).toEqual({ count: 4 });
    db.close();
  });
});
