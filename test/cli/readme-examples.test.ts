// The examples of the README's section on scripts and its table of requests, as they stand there, in the sandbox.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { formatWords } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope } from '../helpers/run-command.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** What stands in the first column of the table of requests. */
const requests = [...readme.matchAll(/^\| `((?:(?:GET|POST|PUT|DELETE) )?\/[^`]+)` \|/gm)].map(([, line = '']) =>
  line.replaceAll('\\|', '|'),
);
const commands = [...readme.matchAll(/^flarescope (api [^#>\n]+)/gm)].map(([, words = '']) => words.trim());

/** The files that the examples name. */
const files = {
  ...{ 'value.bin': 'bytes', 'note.txt': 'a note', 'tags.json': '["a"]', 'body.json': '{"a":1}' },
  'dist/index.mjs': 'export default {}',
};

/** A line with real ids and files in the places of its own. */
async function filledIn(line: string): Promise<string> {
  found ??= findIds();
  const ids = await found;
  const folder = await temporaryFolder();
  mkdirSync(path.join(folder, 'dist'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return line
    .replace('/zones/ID', `/zones/${ids.zone}`)
    .replace('/accounts/ID', `/accounts/${ids.account}`)
    .replace('/namespaces/ID', `/namespaces/${ids.namespace}`)
    .replace(/(@|--input )([\w/]+\.\w+)/g, (_, before: string, name: string) => before + path.join(folder, name));
}

/** The sandbox's account is the same in every run. */
const findIds = async () => {
  const ask = async (...words: readonly string[]) =>
    JSON.parse((await flarescope(['api', '--sandbox', ...words])).stdout) as string;
  const zone = await ask('/zones', '| .result[0].id');
  const account = await ask('/accounts', '| .result[0].id');
  const namespace = await ask(`/accounts/${account}/storage/kv/namespaces`, '| .result[0].id');
  return { zone, account, namespace };
};
let found: ReturnType<typeof findIds> | undefined;

test('there are examples', () => {
  expect(requests.length).toBeGreaterThan(6);
  expect(commands.length).toBeGreaterThan(2);
});

test.each(requests)('%s', async (line) => {
  const parsed = parseLine(await filledIn(line));
  if (!parsed.ok) throw new Error(parsed.error.message);
  const ended = await flarescope(['api', '--sandbox', ...formatWords(parsed.request)]);
  expect(ended).toMatchObject({ code: 0 });
});

test.each(commands)('flarescope %s', async (line) => {
  const [name = '', ...words] = ((await filledIn(line)).match(/'[^']*'|\S+/g) ?? []).map((word) =>
    word.replaceAll("'", ''),
  );
  const ended = await flarescope([name, '--sandbox', ...words]);
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.stdout).not.toBe('');
});
