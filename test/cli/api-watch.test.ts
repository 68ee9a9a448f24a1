// `flarescope api --watch` and `--until`: what is printed of an account that changes meanwhile, and how it ends.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope } from '../helpers/run-command.ts';

/** Answers with one text after another, the last one for ever. */
async function serving(
  ...answers: readonly (string | number)[]
): Promise<{ readonly env: Readonly<Record<string, string>>; readonly count: () => number }> {
  let count = 0;
  const server: Server = createServer((_, response) => {
    const answer = answers[Math.min(count++, answers.length - 1)] ?? '';
    response.statusCode = typeof answer === 'number' ? answer : 200;
    response.setHeader('content-type', 'application/json');
    response.end(typeof answer === 'number' ? '{"success":false,"errors":[{"code":1,"message":"gone"}]}' : answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const env = {
    CLOUDFLARE_BASE_URL: `http://127.0.0.1:${port}/client/v4`,
    CLOUDFLARE_API_TOKEN: 'a-token-of-this-test-0123',
  };
  return { env, count: () => count };
}

const pending = '{"success":true,"result":{"id":9007199254740993,"status":"pending"}}';
const active = '{"success":true,"result":{"id":9007199254740992,"status":"active"}}';

test('it ends with 0 when the filter is true; each change is an object on a line', async () => {
  const { env, count } = await serving(pending, pending, active);
  const args = ['api', '/x', '--watch', '0.1', '--until', '.result.status == "active"'];
  const ended = await flarescope(args, { env });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const lines = ended.stdout.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /^\{"at":"\d{4}-.*Z","kind":"changed","path":"\/result\/id","before":9007199254740993,"after":9007199254740992\}$/,
  );
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ path: '/result/status', before: 'pending', after: 'active' });
  expect(count()).toBe(3);
});

test('for eyes the first answer is printed, then a line for each change with its time', async () => {
  const { env } = await serving(pending, active);
  const args = ['api', '/x', '--watch', '0.1', '--until', '.result.status == "active"', '--color', 'never'];
  const ended = await flarescope(args, { env, columns: 80 });
  expect(ended.stdout).toContain('9007199254740993');
  expect(ended.stdout).toMatch(/\n\d\d:\d\d:\d\d ~ \.result\.status {2}"pending" → "active"\n$/);
  expect(ended.stderr).toContain('watching every 100 ms until the filter is true; ctrl+c ends');
});

test('the whole answer, or what a filter gives, is printed when it changes', async () => {
  const whole = await serving(pending, pending, active);
  const until = ['--watch', '0.1', '--until', '.result.status == "active"'];
  const ended = await flarescope(['api', '/x', '--output', 'ndjson', ...until], { env: whole.env });
  expect(ended.stdout.trim().split('\n')).toEqual([
    '{"id":9007199254740993,"status":"pending"}',
    '{"id":9007199254740992,"status":"active"}',
  ]);
  const filtered = await serving(pending, pending, active);
  const lines = await flarescope(['api', '/x', '-r', ...until, '| .result.status'], { env: filtered.env });
  expect(lines).toMatchObject({ code: 0, stdout: 'pending\nactive\n' });
});

test('an error of the API ends it with 1, a wrong filter with 5 or 2', async () => {
  const failing = await serving(pending, 404);
  const ended = await flarescope(['api', '/x', '--watch', '0.1'], { env: failing.env });
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('The watch has ended');
  const { env } = await serving(pending);
  expect(await flarescope(['api', '/x', '--until', '.result | error("no")'], { env })).toMatchObject({ code: 5 });
  const unread = await serving(pending);
  expect(await flarescope(['api', '/x', '--until', '.['], { env: unread.env })).toMatchObject({ code: 2 });
  expect(unread.count()).toBe(0);
});

test.each([
  [['POST', '/x', '--watch', '1'], 'only a GET can be watched'],
  [['DELETE', '/x', '--until', 'true'], 'only a GET can be watched'],
  [['/x', '--watch', '1', '--all'], '--all cannot be used with --watch or --until'],
  [['/x', '--watch', '0'], 'It takes 0.1 to 86400 seconds'],
  [['/x', '--until', ' '], '--until takes a filter'],
])('%j is refused, and nothing is sent', async (args, text) => {
  const { env, count } = await serving(pending);
  const ended = await flarescope(['api', ...args], { env });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(text);
  expect(count()).toBe(0);
});

test('the history has the first answer alone', async () => {
  const { env } = await serving(pending, active);
  const home = { ...env, FLARESCOPE_HOME: await temporaryFolder() };
  const args = ['api', '/x', '--watch', '0.1', '--until', '.result.status == "active"'];
  expect(await flarescope(args, { env: home })).toMatchObject({ code: 0 });
  const history = await flarescope(['history', '--json'], { env: home });
  expect(JSON.parse(history.stdout)).toMatchObject([{ request: '/x', uses: 1 }]);
});
