import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { locate } from '../../src/store/locations.ts';
import { makePrivateFolder } from '../../src/store/owned-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'flarescope-locations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('FLARESCOPE_HOME moves all of them under one folder', () => {
  expect(locate({ FLARESCOPE_HOME: folder })).toEqual({
    config: path.join(folder, 'config'),
    data: path.join(folder, 'data'),
    cache: path.join(folder, 'cache'),
  });
  expect(locate({ FLARESCOPE_HOME: 'here' }).data).toBe(path.resolve('here', 'data'));
});

test("without it they are the platform's own places, each its own", () => {
  const { config, data, cache } = locate({ FLARESCOPE_HOME: '' });
  expect(new Set([config, data, cache]).size).toBe(3);
  for (const place of [config, data, cache]) {
    expect(path.isAbsolute(place)).toBe(true);
    expect(place).toContain('flarescope');
    expect(place).not.toContain('nodejs');
  }
});

test('a folder is made with those above it, for its owner alone', () => {
  const made = path.join(folder, 'a', 'b');
  makePrivateFolder(made);
  makePrivateFolder(made);
  for (const one of [made, path.dirname(made)]) expect(statSync(one).mode & 0o777).toBe(0o700);
});
