// What holds for every command: help, version, options before the name, mistyped names, colour, and habits from other tools.
import { WriteStream } from 'node:tty';
import { afterEach, describe, expect, test } from 'vitest';
import { program } from '../../src/cli/commands/program.ts';
import { type Io, withColor } from '../../src/cli/io.ts';
import type { CommandSpec } from '../../src/cli/spec.ts';
import { testToken } from '../helpers/explorer.ts';
import { flarescope, servedSandbox } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

const names = (spec: CommandSpec, above: readonly string[]): readonly (readonly string[])[] =>
  (spec.commands ?? []).flatMap((below) => [[...above, below.name], ...names(below, [...above, below.name])]);
const all = names(program, []);

/** A server that gives `{"a":[1]}` to everything, and the environment that leads to it. */
async function echoing() {
  const server = await startHttp((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":[1]}');
  });
  return { seen: server.seen, env: { CLOUDFLARE_BASE_URL: server.origin, CLOUDFLARE_API_TOKEN: testToken } };
}

describe('help', () => {
  test.each<[words: readonly string[]]>([[[]], ...all.map((words): [readonly string[]] => [words])])(
    '%j has it, spelled in every way',
    async (words) => {
      const { code, stdout, stderr } = await flarescope([...words, '--help']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain(`\nUsage\n  ${['flarescope', ...words].join(' ')}`);
      expect(stdout.split('\n').filter((line) => line.length > 100 && !line.startsWith('  $ '))).toEqual([]);
      expect((await flarescope([...words, '-h'])).stdout).toBe(stdout);
      expect((await flarescope(['help', ...words])).stdout).toBe(stdout);
    },
  );

  test('is given where it stands among other arguments', async () => {
    const { stdout } = await flarescope(['api', '--help']);
    expect((await flarescope(['api', 'POST', '/zones', '-h'])).stdout).toBe(stdout);
    expect((await flarescope(['auth', 'use', '--help'])).code).toBe(0);
  });

  test('of a command that does not exist is refused', async () => {
    expect(await flarescope(['help', 'api', 'nope'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('of a group is printed on standard error where its command is missing', async () => {
    const { stdout } = await flarescope(['auth', '--help']);
    expect(await flarescope(['auth'])).toMatchObject({ code: 2, stdout: '', stderr: stdout });
  });
});

test.each([['version'], ['--version'], ['-V']])('%s prints the version', async (word) => {
  expect(await flarescope([word])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^0\.0\.0-test\nfilters: jq-web 0\.0\.1-test, a build of jq 1\.7 \(https:\S+\)\n$/),
    stderr: '',
  });
});

describe('a mistyped name', () => {
  test.each([
    [['hisory'], "unknown command 'hisory' (Did you mean history?). See flarescope --help"],
    [['auth', 'lst'], "unknown command 'lst' (Did you mean list?). See flarescope auth --help"],
    [['api', '--timeut=5', '/x'], "unknown option '--timeut' (Did you mean --timeout?). See flarescope api --help"],
    [['endpoints', '--jsn'], "unknown option '--jsn' (Did you mean --json?). See flarescope endpoints --help"],
    [['--profil', 'x'], "unknown option '--profil' (Did you mean --profile?). See flarescope --help"],
    [['history', 'show'], "missing required argument 'N|NAME'. See flarescope history show --help"],
    [['api', '/x', '--jq'], "'--jq' needs a value: FILTER. See flarescope api --help"],
  ])('%j', async (words, says) => {
    expect(await flarescope(words)).toMatchObject({ code: 2, stdout: '', stderr: `flarescope: ${says}\n` });
  });

  test('is told without the value behind it, which may be a secret', async () => {
    const { stderr } = await flarescope(['api', '--tokn=abc-secret-123', '/x']);
    expect(stderr).toBe("flarescope: unknown option '--tokn'. See flarescope api --help\n");
  });
});

describe('options before the command', () => {
  test('work as they do after it', async () => {
    const { seen, env } = await echoing();
    for (const words of [
      ['--sandbox', 'api', '/user', '--jq', '.success'],
      ['api', '/user', '--jq', '.success', '--sandbox'],
    ])
      expect(await flarescope(words, { env })).toMatchObject({ code: 0, stdout: 'true\n', stderr: '' });
    expect(seen).toEqual([]);
    for (const words of [
      ['--profile', 'nope', 'api', '/user'],
      ['--profile=nope', 'api', '/user'],
    ])
      expect((await flarescope(words)).stderr).toContain('no profile named nope');
  });

  test('are refused where the command does not have them', async () => {
    expect((await flarescope(['--profile', 'x', 'sandbox'])).stderr).toContain("unknown option '--profile'");
    expect((await flarescope(['api', '--profile', 'x', '--sandbox', '/x'])).stderr).toContain('Use one of them');
  });
});

describe('colour', () => {
  const colored = /\u001b\[3\dm/;
  const ask = async (words: readonly string[], more: Record<string, string>, columns?: number): Promise<string> => {
    const { env } = await echoing();
    const options = { env: { ...env, ...more }, ...(columns === undefined ? {} : { columns }) };
    return (await flarescope(['api', '/x', ...words], options)).stdout;
  };

  test.each<
    readonly [when: string, words: readonly string[], env: Record<string, string>, columns: number | undefined]
  >([
    ['on a terminal', [], {}, 80],
    ['with --color always', ['--color', 'always'], {}, undefined],
    ['with --color always whatever NO_COLOR says', ['--color=always'], { NO_COLOR: '1' }, undefined],
    ['with FORCE_COLOR where the output is laid out', ['--output', 'json'], { FORCE_COLOR: '1' }, undefined],
    ['with CLICOLOR_FORCE there', ['--output', 'json'], { CLICOLOR_FORCE: '1' }, undefined],
    ['with FORCE_COLOR on a dumb terminal', [], { FORCE_COLOR: '1', TERM: 'dumb' }, 80],
  ])('is there %s', async (_, words, env, columns) => {
    expect(await ask(words, env, columns)).toMatch(colored);
  });

  test.each<
    readonly [when: string, words: readonly string[], env: Record<string, string>, columns: number | undefined]
  >([
    ['in a pipe', ['--output', 'json'], {}, undefined],
    ['with --color never', ['--color', 'never'], { FORCE_COLOR: '1' }, 80],
    ['with NO_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, 80],
    ['with FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, 80],
    ['with CLICOLOR=0', [], { CLICOLOR: '0' }, 80],
    ['with CLICOLOR_FORCE=0 in a pipe', ['--output', 'json'], { CLICOLOR_FORCE: '0' }, undefined],
    ['on a dumb terminal', [], { TERM: 'dumb' }, 80],
  ])('is not there %s', async (_, words, env, columns) => {
    expect(await ask(words, env, columns)).not.toMatch(colored);
  });

  test.each<readonly [choice: 'auto' | 'always', env: Record<string, string>, depth: number]>([
    ['auto', { TERM: 'xterm' }, 4],
    ['auto', { TERM: 'xterm-256color' }, 8],
    ['auto', { TERM: 'screen-256color' }, 8],
    ['auto', { TERM: 'rxvt-unicode-256color' }, 8],
    ['auto', { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 24],
    ['always', { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 24],
    ['auto', { TERM: 'xterm-256color', CLICOLOR_FORCE: '1' }, 8],
    ['always', { TERM: 'dumb' }, 4],
    ['auto', { TERM: 'screen-256color', NO_COLOR: '1' }, 1],
  ])('%s with %j is as deep as the terminal says', (choice, env, depth) => {
    const stdout = { isTTY: true, getColorDepth: WriteStream.prototype.getColorDepth } as unknown as Io['stdout'];
    expect(withColor({ ...({} as Io), env, stdout }, choice).colorDepth).toBe(depth);
  });

  test('variables never change a body that goes on as received', async () => {
    expect(await ask([], { FORCE_COLOR: '1', CLICOLOR_FORCE: '1' })).toBe('{"a":[1]}');
  });
});

describe('habits of curl and gh', () => {
  test.each<
    readonly [words: readonly string[], method: string, url: string, body: string, fields: Record<string, string>]
  >([
    [['-X', 'delete', '/x'], 'DELETE', '/x', '', {}],
    [['--request', 'POST', '/x', '-d', '{"a":1.50}'], 'POST', '/x', '{"a":1.50}', {}],
    [['/x', '-d', '{"a":1}'], 'POST', '/x', '{"a":1}', {}],
    [['/x', '--data-raw', '["a"]'], 'POST', '/x', '["a"]', {}],
    [['/x', '-H', 'If-Match: "v=1: x"', '-H', 'X-B:c'], 'GET', '/x', '', { 'if-match': '"v=1: x"', 'x-b': 'c' }],
    [['/x', '-f', 'name=a=b', '-f', 'a:b=c'], 'POST', '/x', '{"name":"a=b","a:b":"c"}', {}],
    [['-X', 'PATCH', '/x q==1', '-f', 'n=1'], 'PATCH', '/x?q=1', '{"n":"1"}', {}],
    [['PUT', '/x', '-X', 'PUT', '-d', '"text"'], 'PUT', '/x', '"text"', {}],
  ])('%j simply works', async (words, method, url, body, fields) => {
    const { seen, env } = await echoing();
    expect(await flarescope(['api', ...words], { env })).toMatchObject({ code: 0, stderr: '' });
    expect(seen).toMatchObject([{ method, url, body, headers: fields }]);
  });

  test('a filter stays the last word, and -q is one too', async () => {
    const { seen, env } = await echoing();
    expect((await flarescope(['api', '/x', '-f', 'a=b', '| .a[0]'], { env })).stdout).toBe('1\n');
    expect((await flarescope(['api', '/x', '-q', '.a'], { env })).stdout).toBe('[1]\n');
    expect(seen).toHaveLength(2);
  });

  test('-d @- reads standard input', async () => {
    const { seen, env } = await echoing();
    await flarescope(['api', 'PUT', '/x', '-d', '@-'], { env, input: '{"from":"stdin"}' });
    expect(seen).toMatchObject([{ method: 'PUT', body: '{"from":"stdin"}' }]);
  });

  test('--paginate reads all pages', async () => {
    const { env } = await servedSandbox();
    const { stdout } = await flarescope(['api', '--paginate', '/zones', '--fields', 'name'], { env });
    expect(stdout.trimEnd().split('\n')).toHaveLength(60);
  });

  test.each<readonly [words: readonly string[], says: string]>([
    [['/x', '-F', 'file=@a.txt'], 'Write name=text for text, name:=json for JSON'],
    [['/x', '-d', 'a=b&c=d'], 'write fields as name=text and name:=json'],
    [['/x', '-H', 'nonsense'], "-H 'Name: value'"],
    [['/x', '-f', 'nonsense'], '-f name=text'],
    [['-X', 'PUT', 'POST', '/x'], 'two methods'],
    [['-s', '/x'], 'Leave it out'],
    [['-L', '/x'], 'Leave it out'],
    [['-k', '/x'], 'NODE_EXTRA_CA_CERTS'],
    [['-u', 'me:hidden-password', '/x'], 'flarescope auth add'],
    [['/x', '-o', 'file'], '> FILE'],
    [['-G', '/x'], 'name==value'],
    [['/x', '-H', 'Authorization: Bearer abcdef'], 'credential'],
  ])('%j is told in our language, and nothing is sent', async (words, says) => {
    const { seen, env } = await echoing();
    const { code, stdout, stderr } = await flarescope(['api', ...words], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('hidden-password');
    expect(seen).toEqual([]);
  });
});
