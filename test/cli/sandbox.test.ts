// What `flarescope sandbox` refuses before it serves anything.
import { expect, test } from 'vitest';
import { flarescope } from '../helpers/run-command.ts';

test.each<readonly [options: readonly string[], says: RegExp]>([
  [['--port', '65536'], /--port 65536.*whole number from 0 to 65535/],
  [['--port', '-1'], /--port/],
  [['--port', 'http'], /--port.*whole number/],
  [['--port', ''], /--port.*whole number/],
  [['--latency', '1.5'], /--latency.*whole number from 0 to 60000/],
  [['--latency'], /--latency/],
  [['--verbose'], /--verbose/],
  [['--token', 'DNS Look on example.com'], /--token: DNS Look: the sandbox has no such permission/],
  [['--token', 'DNS Read on example.com', '--token', 'DNS Read'], /--token: 'DNS Read' is not of the form/],
  [['extra'], /extra/],
])('refuses %j', async (options, says) => {
  const ended = await flarescope(['sandbox', ...options]);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(says);
  expect(ended.stderr).toMatch(/^flarescope: [^\n]+\n$/);
});
