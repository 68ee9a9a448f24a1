import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TableLayout } from '../../src/json/table-layout.ts';
import { keepTableLayout, readTableLayouts } from '../../src/store/table-layouts.ts';

const now = new Date('2026-01-02T03:04:05Z');

let data = '';

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'tables-'));
});

afterEach(() => rmSync(data, { recursive: true, force: true }));

const layout: TableLayout = {
  columns: ['id', ['plan', 'name'], 3, null],
  hidden: ['id'],
  widths: [['id', 12]],
  sort: { field: ['plan', 'name'], isDescending: true },
};

function file(): string {
  return path.join(data, 'tables', 'tables.json');
}

test('a layout is kept for the user alone, and forgotten; reading makes nothing', async () => {
  expect((await readTableLayouts(data, now)).layouts.size).toBe(0);
  expect(readdirSync(data)).toEqual([]);
  await keepTableLayout(data, 'GET /zones result', layout, now);
  await keepTableLayout(data, 'GET /accounts result', { ...layout, sort: null }, now);
  const { layouts, problem } = await readTableLayouts(data, now);
  expect(problem).toBe(undefined);
  expect(layouts.get('GET /zones result')).toEqual(layout);
  expect([...layouts.keys()]).toEqual(['GET /zones result', 'GET /accounts result']);
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
  await keepTableLayout(data, 'GET /zones result', undefined, now);
  expect([...(await readTableLayouts(data, now)).layouts.keys()]).toEqual(['GET /accounts result']);
});

test('those that were arranged last are kept, two hundred of them', async () => {
  const tables = Array.from({ length: 200 }, (_, n) => ({ of: `GET /${n}`, ...layout }));
  mkdirSync(path.dirname(file()));
  writeFileSync(file(), JSON.stringify({ version: 1, tables }));
  await keepTableLayout(data, 'GET /0', layout, now);
  await keepTableLayout(data, 'GET /new', layout, now);
  await keepTableLayout(data, `GET /${'x'.repeat(500)}`, layout, now);
  const names = [...(await readTableLayouts(data, now)).layouts.keys()];
  expect(names).toHaveLength(200);
  expect(names.slice(-2)).toEqual(['GET /0', 'GET /new']);
  expect(names[0]).toBe('GET /2');
});

test.each([
  ['no JSON', '{"version":1,'],
  ['another version', '{"version":2,"tables":[]}'],
  ['no layouts', '{"version":1,"tables":[{"of":"GET /zones","columns":"id"}]}'],
  ['a width that is none', JSON.stringify({ version: 1, tables: [{ of: 'a', ...layout, widths: [['id', -1]] }] })],
  ['too much', `"${'x'.repeat(5_000_000)}"`],
])('a damaged file (%s) is set aside and told, and others are kept after it', async (_, text) => {
  mkdirSync(path.dirname(file()));
  writeFileSync(file(), text);
  const { layouts, problem } = await readTableLayouts(data, now);
  expect(layouts.size).toBe(0);
  const aside = path.join(data, 'tables', 'damaged-2026-01-02T03-04-05');
  expect(problem).toContain(aside);
  expect(readFileSync(path.join(aside, 'tables.json'), 'utf8')).toBe(text);
  await keepTableLayout(data, 'GET /zones', layout, now);
  expect((await readTableLayouts(data, now)).layouts.size).toBe(1);
});
