// `flarescope diff`: two files, the history, requests, profiles; lines, JSON and JSON Patch; 0, 1 and 2.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope, servedSandbox } from '../helpers/run-command.ts';
import { applyPatch, exactText } from '../json/apply-patch.ts';

async function filesOf(...documents: readonly string[]): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  return documents.map((text, index) => {
    const file = path.join(folder, `${index}.json`);
    writeFileSync(file, text);
    return file;
  });
}

const before = '{"list":[{"id":"a","ttl":1},{"id":"b","n":9007199254740993},{"id":"c"}],"gone":1,"modified_on":"1"}';
const after = '{"list":[{"id":"c"},{"id":"a","ttl":300},{"id":"b","n":9007199254740992},{"id":"d"}],"modified_on":"2"}';

describe('two files', () => {
  test('lines say what differs, and what was left out', async () => {
    const ended = await flarescope(['diff', ...(await filesOf(before, after))]);
    expect(ended).toMatchObject({ code: 1, stderr: 'flarescope: ignored: modified_on (1)\n' });
    expect(ended.stdout.split('\n')).toEqual([
      '> .list[0]  moved from [2]',
      '~ .list[1].ttl  1 → 300',
      '~ .list[2].n  9007199254740993 → 9007199254740992',
      '+ .list[3]  {"id":"d"}',
      '- .gone  1',
      '',
    ]);
  });

  test('nothing is left out where that is asked for; other names may be', async () => {
    const files = await filesOf('{"a":1,"modified_on":1}', '{"a":2,"modified_on":2}');
    const all = await flarescope(['diff', '--ignore-nothing', ...files]);
    expect(all).toMatchObject({ code: 1, stdout: '~ .a  1 → 2\n~ .modified_on  1 → 2\n', stderr: '' });
    const none = await flarescope(['diff', ...files, '--ignore', 'a']);
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'flarescope: ignored: a (1), modified_on (1)\n' });
  });

  test('the settings say what is left out', async () => {
    const home = await temporaryFolder();
    mkdirSync(path.join(home, 'config'), { recursive: true });
    writeFileSync(path.join(home, 'config', 'settings.json'), '{"compareIgnores":["seen"]}');
    const files = await filesOf('{"seen":1,"modified_on":1}', '{"seen":2,"modified_on":2}');
    const ended = await flarescope(['diff', ...files], { env: { FLARESCOPE_HOME: home } });
    expect(ended).toMatchObject({ stdout: '~ .modified_on  1 → 2\n', stderr: 'flarescope: ignored: seen (1)\n' });
  });

  test('a patch makes the second of the first, with all that differs', async () => {
    const ended = await flarescope(['diff', '--output', 'patch', ...(await filesOf(before, after))]);
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    const patched = await filesOf(exactText(applyPatch(before, ended.stdout)), after);
    expect(await flarescope(['diff', '--ignore-nothing', ...patched])).toMatchObject({ code: 0, stdout: '' });
  });

  test('there is no patch for a key that stands twice', async () => {
    const files = await filesOf('{"a":1,"a":2}', '{"a":1,"a":3}');
    const ended = await flarescope(['diff', '--output', 'patch', ...files]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('the key .a stands more than once, and a JSON Patch cannot say which is meant');
    expect((await flarescope(['diff', ...files])).stdout).toBe('~ .a  2 → 3\n');
  });

  test('JSON has pointers and the values as they are written', async () => {
    const ended = await flarescope(['diff', '--output', 'json', ...(await filesOf(before, after))]);
    expect(JSON.parse(ended.stdout)[0]).toEqual({ kind: 'moved', path: '/list/0', from: '/list/2' });
    expect(ended.stdout).toContain(
      '{"kind":"changed","path":"/list/2/n","before":9007199254740993,"after":9007199254740992}',
    );
  });

  test('on a terminal what it would obey is made visible', async () => {
    const files = await filesOf('{"a":"\\u001b[2Jx"}', '{"a":"\u202Ey"}');
    const ended = await flarescope(['diff', ...files], { columns: 80 });
    expect(ended.stdout).not.toMatch(/\u202E|\u001b\[2J/);
    expect(ended.stdout).toContain('~ ');
  });

  test('the same in another order of members and with other blanks exits with 0', async () => {
    const ended = await flarescope(['diff', ...(await filesOf('{"a":1,"b":[1.0]}', '{ "b": [1],\n"a": 1 }'))]);
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  test.each([
    [['nowhere.json', '-'], 'nowhere.json cannot be read: no such file'],
    [['-'], 'give two things to compare'],
    [['-', '-'], 'standard input can be only one of the two'],
    [['-', 'POST /zones'], 'only what reads can be compared'],
    [['-', '@7'], 'there is no request 7'],
    [['--profiles', 'a', 'b'], 'no request given'],
  ])('trouble with %j exits with 2', async (words, text) => {
    const env = { CLOUDFLARE_API_TOKEN: 'secret-token-of-this-test', CLOUDFLARE_BASE_URL: 'http://127.0.0.1:9' };
    const ended = await flarescope(['diff', ...words], { input: '{}', env });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(text);
  });

  test('what is not JSON is told with its place', async () => {
    const [file = ''] = await filesOf('{"a":}');
    const ended = await flarescope(['diff', file, '-'], { input: '{}' });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('is not JSON: line 1, column 6');
  });
});

test('requests are compared with each other and with files', async () => {
  const { env } = await servedSandbox();
  const zones = await flarescope(['api', '/zones', 'per_page==5'], { env });
  const [file = ''] = await filesOf(zones.stdout);
  expect(await flarescope(['diff', file, '/zones per_page==5'], { env })).toMatchObject({ code: 0, stdout: '' });
  const ended = await flarescope(['diff', 'GET /zones per_page==5', '/zones per_page==5 page==2'], { env });
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('.result_info.page  1 → 2');
  const failed = await flarescope(['diff', file, '/nowhere'], { env });
  expect(failed).toMatchObject({ code: 2, stdout: '' });
  expect(failed.stderr).toMatch(/there is no file \/nowhere, and as a request it failed: .*404/);
});

test('two profiles are asked the same, and the history has what they said', async () => {
  const home = await temporaryFolder();
  const sandboxes = [await startSandbox({}), await startSandbox({})];
  onTestFinished(async () => {
    for (const sandbox of sandboxes) await sandbox.close();
  });
  const profiles = sandboxes.map(({ token, baseUrl }, index) => ({
    name: ['one', 'two'][index] ?? '',
    credential: { kind: 'token', token: createSecret(token) } as const,
    baseUrl,
    accountId: undefined,
    readOnly: false,
    production: false,
  }));
  const passphrase = 'diff test passphrase';
  await makeCheapVault(home, passphrase, ...profiles);
  const run = (...words: readonly string[]) =>
    flarescope(words, { env: { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase }, secrets: [passphrase] });
  const zone = await run('api', '--profile', 'two', '/zones', 'name==example.com', '-r', '| .result[].id');
  const path = `/zones/${zone.stdout.trim()}/settings/ssl`;
  const request = ['--profiles', 'one', 'two', path];
  expect(await run('diff', ...request)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  await run('api', '--profile', 'two', 'PATCH', path, 'value=off');
  const ended = await run('diff', ...request);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(/^~ \.result\.value {2}"\w+" → "off"$/m);
  // The newest is what the second profile said.
  const [row] = JSON.parse((await run('history', '--json', path)).stdout) as readonly { readonly number: number }[];
  expect(await run('diff', `@${row?.number}`, path, '--profile', 'two')).toMatchObject({ code: 0, stderr: '' });
});
