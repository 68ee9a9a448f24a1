// What is printed, and what is told of what is not: raw texts, variables of filters, ends of rows, fields and columns that are missing.
import { afterEach, describe, expect, test } from 'vitest';
import { testToken } from '../helpers/explorer.ts';
import { flarescope } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

async function serving(body: unknown): Promise<Record<string, string>> {
  const { origin } = await startHttp((_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
}

const zones = {
  success: true,
  result: [
    { id: 'a', name: 'x "y"\n', n: 1 },
    { id: 'b', name: 'é', n: 2, extra: { deep: true } },
  ],
};

describe('-r', () => {
  test.each<readonly [filter: string, prints: string]>([
    ['.result[].id', 'a\nb\n'],
    ['.result[].name', 'x "y"\n\né\n'],
    ['.result[] | [.id, .n] | @csv', '"a",1\n"b",2\n'],
    ['.result[] | [.id, .name] | @tsv', 'a\tx "y"\\n\nb\té\n'],
    ['.result[0].n, null, {a: "b"}, "12345678901234567890"', '1\nnull\n{"a":"b"}\n12345678901234567890\n'],
    ['"  blanks  ", ""', '  blanks  \n\n'],
    ['empty', ''],
  ])('%s', async (filter, prints) => {
    const env = await serving(zones);
    expect(await flarescope(['api', '-r', '/x', `| ${filter}`], { env })).toMatchObject({
      code: 0,
      stdout: prints,
      stderr: '',
    });
    const all = await flarescope(['api', '--all', '--raw-output', '/x', '--jq', filter], { env });
    expect(all.stdout).toBe(prints);
  });

  test('is safe on a terminal, where lines and tabs stay', async () => {
    const env = await serving(zones);
    const ended = await flarescope(['api', '-r', '/x', '| "a\\u001b[31m\\tb\\nc"'], { env, columns: 80 });
    expect(ended.stdout).toMatch(/^a[^\u001b]*\tb\nc\n$/);
  });

  test.each([
    [['-r', '/x'], '-r, --arg and --argjson are for a filter'],
    [['-r', '--output', 'csv', '--jq', '.', '/x'], 'cannot be used with --fields, --slurp or another --output'],
  ])('%j is refused', async (args, says) => {
    expect(await flarescope(['api', ...args], { env: await serving(zones) })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(says),
    });
  });
});

describe('variables of a filter', () => {
  test.each<readonly [args: readonly string[], filter: string, prints: string]>([
    [['--arg', 'who', 'a "b" \\(1) $x'], '$who', '"a \\"b\\" \\\\(1) $x"\n'],
    [['--arg=who=x=y'], '$who', '"x=y"\n'],
    [['--arg', 'a', '-1', '--argjson', 'b', '{"c": [1, null]}'], '[$a, $b]', '["-1",{"c":[1,null]}]\n'],
    [['--argjson', 'n', '2'], '.result[] | select(.n == $n) | .id', '"b"\n'],
    [['--arg', 'a', 'x'], 'def f: $a; f', '"x"\n'],
  ])('%j in %s', async (args, filter, prints) => {
    const env = await serving(zones);
    expect(await flarescope(['api', ...args, '/x', '--jq', filter], { env })).toMatchObject({
      code: 0,
      stdout: prints,
    });
  });

  test.each([
    [['--arg', 'a', 'b', '/x'], 'are for a filter'],
    [['--arg', '1a', 'b', '/x', '| .'], 'where NAME has letters, digits and _'],
    [['--argjson', 'a', 'b', '/x', '| .'], '--argjson takes JSON, and b is none'],
    [['/x', '--jq', '.', '--arg', 'a'], 'NAME'],
  ])('%j is refused', async (args, says) => {
    expect(await flarescope(['api', ...args], { env: await serving(zones) })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(says),
    });
  });
});

describe('a filter is refused before it runs', () => {
  test.each(['env', '$ENV.PATH', '"a\\($ENV.HOME)"', '{a: env.HOME}', '.result | map(env)'])(
    'where it reads the environment: %s',
    async (filter) => {
      const ended = await flarescope(['api', '/x', '--jq', filter], { env: await serving(zones) });
      expect(ended).toMatchObject({ stdout: '', stderr: expect.stringContaining('env and $ENV are not available') });
      expect(ended.code).not.toBe(0);
    },
  );

  test.each<readonly [filter: string, prints: string]>([
    ['.env', '1\n'],
    ['{env}', '{"env":1}\n'],
    ['{env: 2}', '{"env":2}\n'],
    ['"env"', '"env"\n'],
  ])('and not where a field is called so: %s', async (filter, prints) => {
    expect(await flarescope(['api', '/x', '--jq', filter], { env: await serving({ env: 1 }) })).toMatchObject({
      stdout: prints,
    });
  });

  test('where JSON is nested deeper than jq can take', async () => {
    const nested = (levels: number): string => `${'['.repeat(levels)}"[["${']'.repeat(levels)}`;
    const most = await flarescope(['api', '/x', '--jq', '.'], { env: await serving(nested(256)) });
    expect(most).toMatchObject({ code: 0, stdout: `${nested(256)}\n` });
    const more = await flarescope(['api', '/x', '--jq', '.'], { env: await serving(nested(257)) });
    expect(more).toMatchObject({ stdout: '', stderr: expect.stringContaining('jq takes JSON of 256 levels at most') });
  });
});

describe('rows of CSV', () => {
  test('end as in a shell, and as in RFC 4180 where that is asked for', async () => {
    const env = await serving({ result: [{ a: 'x\ny', b: 1 }] });
    const args = ['api', '--output', 'csv', '/x'];
    expect((await flarescope(args, { env })).stdout).toBe('a,b\n"x\ny",1\n');
    expect((await flarescope([...args, '--csv-crlf'], { env })).stdout).toBe('a,b\r\n"x\ny",1\r\n');
    expect(await flarescope(['api', '--csv-crlf', '/x'], { env })).toMatchObject({ code: 2 });
  });
});

describe('what is not printed is told', () => {
  test.each(['csv', 'tsv', 'table', 'ndjson', 'json'])('a field that no item has, as %s', async (output) => {
    const env = await serving(zones);
    const ended = await flarescope(['api', '/x', '--fields', 'id,nmae,extra.deep', '--output', output], { env });
    expect(ended).toMatchObject({ code: 0, stderr: 'flarescope: no item has the field nmae\n' });
  });

  test('columns of a table that hold only lists and objects', async () => {
    const env = await serving({ result: [{ id: 'a', list: [1], object: { b: 1 } }] });
    const ended = await flarescope(['api', '/x', '--output', 'table'], { env });
    expect(ended.stdout).toBe('ID\na\n');
    expect(ended.stderr).toMatch(
      /columns not printed, because they hold only lists, objects or nothing: list, object\. --fields/,
    );
  });

  test('columns that a terminal has no room for', async () => {
    const env = await serving({ result: [{ id: 'a'.repeat(18), name: 'b', status: 'c' }] });
    const ended = await flarescope(['api', '/x', '--output', 'table'], { env, columns: 25 });
    expect(ended.stderr).toMatch(/columns that the terminal has no room for: status\./);
  });
});

test('a terminal that tells no width gets whole rows', async () => {
  const env = await serving({ result: [{ id: 'a', name: 'b'.repeat(50) }] });
  const ended = await flarescope(['api', '/x', '--output', 'table'], { env, columns: 0 });
  expect(ended.stdout).toBe(`ID  NAME\na   ${'b'.repeat(50)}\n`);
});
