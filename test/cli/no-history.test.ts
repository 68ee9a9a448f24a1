// What a command leaves behind: a write stands in the history before it goes, and a run that is to store nothing stores nothing.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope, servedSandbox } from '../helpers/run-command.ts';

/** Every file below a folder with its bytes and mode; where it is another one, that shows. */
function contents(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const place = path.join(entry.parentPath, entry.name);
    const { mode, mtimeMs } = statSync(place);
    return `${place} ${mode} ${entry.isFile() ? `${mtimeMs} ${readFileSync(place).toString('base64')}` : ''}`;
  });
}

test('a write stands in the history before it goes, and what came of it afterwards', async () => {
  const home = await temporaryFolder();
  let atArrival = '';
  const server = createServer((request, response) => {
    atArrival = readFileSync(path.join(home, 'data/history.journal'), 'utf8');
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end('{"success":true,"errors":[],"messages":[],"result":{"id":"1"}}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const env = {
    FLARESCOPE_HOME: home,
    CLOUDFLARE_BASE_URL: `http://127.0.0.1:${port}`,
    CLOUDFLARE_API_TOKEN: 'x'.repeat(40),
  };
  expect((await flarescope(['api', 'POST', '/zones', 'name=a.example'], { env })).code).toBe(0);
  expect(JSON.parse(atArrival)).toMatchObject({ isOver: false, request: { line: 'POST /zones name=a.example' } });
  const { stdout } = await flarescope(['history'], { env });
  expect(stdout).toMatch(/^1 .* 200 {2}POST \/zones name=a\.example\n$/);
});

test('the pages of a list are kept without the database, which has them once it is asked', async () => {
  const home = await temporaryFolder();
  const { env: sandbox } = await servedSandbox();
  const env = { ...sandbox, FLARESCOPE_HOME: home };
  const { stdout } = await flarescope(['api', '--all', '/zones', 'per_page==5'], { env });
  expect(stdout.trim().split('\n')).toHaveLength(60);
  expect(readdirSync(path.join(home, 'data'))).toEqual(['history.journal']);
  const history = await flarescope(['history'], { env });
  expect(history.stdout).toMatch(/^1 .* 200 {2}\/zones per_page==5\n$/);
  const page = await flarescope(['history', 'show', '3', '--json'], { env });
  expect(JSON.parse(page.stdout)).toMatchObject({ pageOf: 1 });
});

test('a write that was not sent after all is not in the history', async () => {
  const home = await temporaryFolder();
  const env = {
    FLARESCOPE_HOME: home,
    CLOUDFLARE_BASE_URL: 'http://127.0.0.1:1',
    CLOUDFLARE_API_TOKEN: 'x'.repeat(40),
  };
  expect((await flarescope(['api', 'POST', '/zones', 'name=a.example', '--retries', '0'], { env })).code).toBe(3);
  // No answer: that is known of it.
  expect((await flarescope(['history'], { env })).stdout).toMatch(/^1 .*POST \/zones name=a\.example\n$/);
  expect((await flarescope(['api', 'POST', '/zones', 'file@/nowhere'], { env })).code).not.toBe(0);
  expect((await flarescope(['history'], { env })).stdout.trim().split('\n')).toHaveLength(1);
});

test.each([
  ['--no-history', {}],
  ['the variable', { FLARESCOPE_NO_HISTORY: '1' }],
] as const)('with %s nothing is stored', async (by, variable) => {
  const home = await temporaryFolder();
  const { env: account } = await servedSandbox();
  const env = { FLARESCOPE_HOME: home, ...account };
  const flag = by === '--no-history' ? ['--no-history'] : [];
  const run = (...words: string[]) => flarescope([...words, ...flag], { env: { ...env, ...variable } });
  const all = async (): Promise<void> => {
    expect((await run('api', '/user')).code).toBe(0);
    expect((await run('api', 'POST', '/sandbox/fault/echo', 'a=b')).code).toBe(0);
    expect((await run('api', '/zones', '--all')).code).toBe(0);
    expect((await run('api', '/nowhere')).code).toBe(1);
    expect((await run('diff', '/zones', '/zones')).code).toBe(0);
  };
  await all();
  expect(contents(home).filter((place) => !place.startsWith(path.join(home, 'cache')))).toEqual([]);
  // Nor where something is there already, a journal that nobody has folded in among it.
  await flarescope(['api', '/user'], { env });
  await flarescope(['history'], { env });
  await flarescope(['api', '/accounts'], { env });
  const before = contents(home);
  await all();
  expect(contents(home)).toEqual(before);
  expect(await run('api', '--undoable', '-y', 'POST', '/zones', 'name=a.example')).toMatchObject({ code: 2 });
});
