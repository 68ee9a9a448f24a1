// The examples of the README's section on scripts and its table of requests, as they stand there, in the sandbox.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { formatWords } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope } from '../helpers/run-command.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** What stands in the first column of the table of requests; a file field needs files that the README does not bring. */
const requests = [...readme.matchAll(/^\| `((?:(?:GET|POST|PUT|DELETE) )?\/[^`]+)` \|/gm)]
  .map(([, line = '']) => line.replaceAll('\\|', '|'))
  .filter((line) => !/pages\/projects|type=SRV/.test(line));
const commands = [...readme.matchAll(/^flarescope (api (?!POST|--dry-run)[^#>\n]+)/gm)].map(([, words = '']) =>
  words.trim(),
);

async function findIds() {
  const ask = async (...words: readonly string[]) =>
    JSON.parse((await flarescope(['api', '--sandbox', ...words])).stdout) as string;
  const zone = await ask('/zones', '| .result[0].id');
  const account = await ask('/accounts', '| .result[0].id');
  const namespace = await ask(`/accounts/${account}/storage/kv/namespaces`, '| .result[0].id');
  return { zone, account, namespace };
}

test('there are examples', () => {
  expect(requests.length).toBeGreaterThan(6);
  expect(commands.length).toBeGreaterThan(2);
});

test.each(requests)('%s', async (line) => {
  const ids = await findIds();
  const file = path.join(await temporaryFolder(), 'value.bin');
  writeFileSync(file, 'bytes');
  const filled = line
    .replace('/zones/ID', `/zones/${ids.zone}`)
    .replace('/accounts/ID', `/accounts/${ids.account}`)
    .replace('/namespaces/ID', `/namespaces/${ids.namespace}`)
    .replace('@value.bin', `@${file}`);
  const parsed = parseLine(filled);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const ended = await flarescope(['api', '--sandbox', ...formatWords(parsed.request)]);
  expect(ended).toMatchObject({ code: 0 });
});

test.each(commands)('flarescope %s', async (words) => {
  const [, option = '', request = words.slice(4)] = /^api (--all )?(.*)$/.exec(words) ?? [];
  const parts = request.match(/'[^']*'|\S+/g)?.map((part) => part.replaceAll("'", '')) ?? [];
  const ended = await flarescope(['api', '--sandbox', ...option.trim().split(' ').filter(Boolean), ...parts]);
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.stdout).not.toBe('');
});
