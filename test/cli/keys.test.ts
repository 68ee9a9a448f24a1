// `flarescope keys`: what it prints of the keys in force, and how it checks the user's own.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { complete } from '../../src/cli/completion.ts';
import { bindings } from '../../src/explorer/shell/bindings.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope } from '../helpers/run-command.ts';

async function home(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = await temporaryFolder();
  const config = path.join(folder, 'config');
  mkdirSync(config, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(config, name), text);
  const env = { FLARESCOPE_HOME: folder };
  return {
    file: path.join(config, 'keys.json'),
    keys: (...words: readonly string[]) => flarescope(['keys', ...words], { env }),
    seen: (...words: readonly string[]) => flarescope(['keys', ...words], { env, columns: 80 }),
  };
}

test('lists every key, with words those that have them', async () => {
  const { keys, seen } = await home({});
  const { code, stdout, stderr } = await keys();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toHaveLength(bindings.length);
  expect(stdout).toContain('scroll.top\tzt\tresponse,request,history,compare\tscroll the cursor to the top\n');
  expect((await keys('table', 'hide')).stdout).toBe('table.hide\t-\ttable\thide the column\n');
  expect(await keys('nonsense')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('nonsense') });
  const rows = (await seen()).stdout.split('\n');
  expect(rows.filter((row) => row.length > 80)).toEqual([]);
  expect(rows).toContainEqual(expect.stringMatching(/^ {2}table\.hide +- +hide the column {2}table$/));
});

test('shows what the flavour and the file change, by context', async () => {
  const { keys, seen } = await home({
    'settings.json': '{"keys": "vim"}',
    'keys.json': '{"history.delete": "D D", "move.down": {"history": ["ctrl+n", "j"]}, "compare.item": null}',
  });
  const { code, stdout, stderr } = await keys('--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows: readonly { readonly id: string }[] = JSON.parse(stdout);
  const of = (id: string) => rows.filter((row) => row.id === id);
  expect(of('history.delete')).toEqual([
    { id: 'history.delete', keys: ['D D'], contexts: ['history'], help: 'delete this request', isOwn: true },
  ]);
  expect(of('move.first')).toMatchObject([{ keys: ['g g', 'home'], isOwn: true }]);
  expect(of('move.down')).toMatchObject([{ keys: ['j', 'down'] }, { keys: ['ctrl+n', 'j'], contexts: ['history'] }]);
  expect(of('compare.item')).toMatchObject([{ keys: [] }]);
  expect(of('table.hide')).toMatchObject([{ isOwn: false }]);
  expect((await seen('first row')).stdout).toMatch(/^\* move\.first {14}gg Home/);
});

test('tells mistakes with their place, and goes on with the rest', async () => {
  const { keys, file } = await home({ 'keys.json': '{\n  "move.frist": "x",\n  "table.hide": "z"\n}' });
  const problem = `flarescope: ${file}:2:3: there is no key move.frist: did you mean move.first?\n`;
  expect(await keys('--check')).toEqual(expect.objectContaining({ code: 1, stdout: '', stderr: problem }));
  expect(await keys('table.hide')).toMatchObject({ code: 1, stdout: expect.stringMatching(/^table\.hide\tz\t/) });
});

test('a file that is right, or none, or one that cannot be read', async () => {
  expect(await (await home({})).keys('--check')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const right = await home({ 'keys.json': new TextEncoder().encode('\ufeff{"table.hide": "z"}') });
  expect(await right.keys('--check')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const empty = await home({ 'keys.json': '' });
  expect(await empty.keys('--check')).toMatchObject({ code: 1, stderr: expect.stringContaining('keys.json:1:1: ') });
  const folder = await home({});
  mkdirSync(folder.file);
  expect(await folder.keys('--check')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^flarescope: The keys could not be read /),
  });
});

test('completes ids', async () => {
  const found = await complete({ earlier: ['keys'], typed: 'scroll.' }, { env: {} });
  expect(found.map(({ value }) => value)).toEqual(['scroll.middle', 'scroll.top', 'scroll.bottom']);
});
