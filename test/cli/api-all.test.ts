// `flarescope api --all` and the formats of `--output`.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { lines, numbered } from '../helpers/numbered-list.ts';
import { flarescope } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

let found: Promise<string> | undefined;

/** The id of the sandbox's largest account; the sandbox is the same each time. */
function accountId(): Promise<string> {
  const find = async (): Promise<string> => {
    const { stdout } = await flarescope(['api', '--sandbox', '/accounts', '--output', 'tsv', '--fields', 'type,id']);
    return /^enterprise\t(\w+)$/m.exec(stdout)?.[1] ?? 'none';
  };
  found ??= find();
  return found;
}

describe('all pages', () => {
  test('are read of a list of which the catalog alone tells that it has pages', async () => {
    const { origin } = await startHttp((request, response) => {
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 1);
      const result = page > 3 ? [] : [{ id: `a${page}` }, { id: `b${page}` }];
      const body = JSON.stringify({ result, success: true, errors: [], messages: [] });
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const { code, stdout } = await flarescope(['api', '--all', '/zones'], { env });
    expect(code).toBe(0);
    expect(lines(stdout).map((line) => JSON.parse(line).id)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
    // Of a path that the catalog does not know nothing tells it.
    expect(lines((await flarescope(['api', '--all', '/nowhere'], { env })).stdout)).toHaveLength(2);
  });

  test('come as one item a line, in order', async () => {
    const ended = await flarescope(['api', '--all', 'GET', '/x'], { env: await numbered() });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(lines(ended.stdout).map((line) => JSON.parse(line).id)).toEqual(
      Array.from({ length: 20 }, (_, at) => `i${at}`),
    );
  });

  test.each<readonly [option: string, begins: string]>([
    ['json', '[\n  {\n    "id": "i0",\n'],
    ['ndjson', '{"id":"i0","n":1,"tags":["a",{"b":1}]}\n{"id":"i1"'],
    ['csv', 'id,n,tags\ni0,1,"[""a"",{""b"":1}]"\n'],
    ['tsv', 'id\tn\ttags\ni0\t1\t["a",{"b":1}]\n'],
    ['table', 'ID   N\ni0   1\ni1   1\n'],
    ['raw', '{"result":[{"id":"i0"'],
  ])('--output %s', async (format, begins) => {
    const ended = await flarescope(['api', '--all', '/x', '--output', format], { env: await numbered() });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(format === 'table' ? /^flarescope: columns not printed, .*: tags\. [^\n]*\n$/ : /^$/);
    expect(ended.stdout.slice(0, begins.length)).toBe(begins);
    if (format === 'json') expect(JSON.parse(ended.stdout)).toHaveLength(20);
    if (format === 'raw') expect(lines(ended.stdout)).toHaveLength(10);
  });

  test('--slurp makes one array of them, and --fields chooses', async () => {
    const env = await numbered();
    const ended = await flarescope(['api', '--all', '--slurp', '--fields', 'id,tags.b', '/x'], { env });
    const items = JSON.parse(ended.stdout);
    expect(items).toHaveLength(20);
    expect(items[3]).toEqual({ id: 'i3', 'tags.b': [1] });
  });

  test('a filter is put to each page', async () => {
    const ended = await flarescope(['api', '--all', '/x', '--jq', '.result[] | .n * 2'], { env: await numbered() });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(lines(ended.stdout).slice(0, 4)).toEqual(['2', '2', '4', '4']);
    const wrong = await flarescope(['api', '--all', '/x', '--jq', '.result['], { env: await numbered() });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^flarescope: the filter cannot be read: [^\n]+\n$/);
  });

  test('by cursor, and those of a namespace with 2,500 keys', async () => {
    const spaces = await flarescope([
      'api',
      '--sandbox',
      `/accounts/${await accountId()}/storage/kv/namespaces`,
      '--output',
      'tsv',
      '--fields',
      'id',
    ]);
    const account = await accountId();
    const counts = await Promise.all(
      lines(spaces.stdout)
        .slice(1)
        .map(async (id) => {
          const path = `/accounts/${account}/storage/kv/namespaces/${id}/keys`;
          return lines((await flarescope(['api', '--sandbox', '--all', path])).stdout).length;
        }),
    );
    expect(Math.max(...counts)).toBe(2500);
  });

  test.each([
    ['same-cursor', 10],
    ['repeats', 30],
    ['prefilter kind==odd', 45],
    ['clamped per_page==1000', 95],
  ])('the misbehaving list %s comes once and ends', async (list, count) => {
    const [name = '', ...items] = list.split(' ');
    const ended = await flarescope([
      'api',
      '--sandbox',
      '--all',
      `/accounts/${await accountId()}/sandbox/${name}`,
      ...items,
    ]);
    expect(ended.code).toBe(0);
    expect(new Set(lines(ended.stdout)).size).toBe(count);
  });

  test('a first page that is too much is asked for again at half the size, and that is said', async () => {
    const path = `/accounts/${await accountId()}/sandbox/heavy`;
    const ended = await flarescope(['api', '--sandbox', '--all', '--retries', '0', path, 'per_page==100']);
    expect(ended.code).toBe(0);
    expect(lines(ended.stdout)).toHaveLength(150);
    expect(ended.stderr).toMatch(/the pages were too large for the server, so they were reduced to 25 items$/m);
    // From a page in the middle on, where that one begins.
    const middle = await flarescope(['api', '--sandbox', '--all', '--retries', '0', path, 'per_page==50', 'page==2']);
    expect(lines(middle.stdout).map((line) => JSON.parse(line).name)[0]).toBe('item-51');
    expect(middle.code).toBe(0);
    // One call is one call: it says what it may be, and asks nothing again.
    const single = await flarescope(['api', '--sandbox', '--retries', '0', path, 'per_page==100']);
    expect(single.code).toBe(1);
    expect(single.stderr).toContain('A page of 100 items may be too many. Try per_page==50');
  });

  test('of a server that repeats a page are told as incomplete, and what came is kept', async () => {
    const items = Array.from({ length: 20 }, (_, index) => ({ id: `i${index}` }));
    const { origin } = await startHttp((_, response) => {
      const result_info = { page: 1, per_page: 20, count: 20, total_count: 60, total_pages: 3 };
      const body = JSON.stringify({ result: items, success: true, errors: [], messages: [], result_info });
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '--all', '/x'], { env });
    expect(ended.code).toBe(1);
    expect(lines(ended.stdout)).toHaveLength(20);
    expect(ended.stderr).toBe('flarescope: the list is incomplete. 20 of 60 items: the server repeats a page\n');
  });

  test.each<readonly [what: string, code: number, complete: number, says: string]>([
    ['prefilter kind==odd', 0, 4, '45 of 500 items: the server may count more than was asked for'],
    ['same-cursor', 0, 4, '10 items: the server repeats a page or a cursor and does not say whether more follow'],
    ['prefilter', 0, 0, ''],
  ])('of %s exit with %i, and with %i where the list must be complete', async (list, code, complete, says) => {
    const [name = '', ...items] = list.split(' ');
    const words = ['api', '--sandbox', '--all', `/accounts/${await accountId()}/sandbox/${name}`, ...items];
    const ended = await flarescope(words);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(says);
    expect((await flarescope([...words, '--complete'])).code).toBe(complete);
  });

  test('are where the catalog says, be the list inside a member, null or of nothing', async () => {
    const path = `/accounts/${await accountId()}/stream/live_inputs`;
    for (const words of [
      ['--all', path],
      ['--output', 'ndjson', path],
      ['--output', 'ndjson', path, 'include_counts==true'],
    ]) {
      const ended = await flarescope(['api', '--sandbox', ...words]);
      expect(ended.code).toBe(0);
      expect(lines(ended.stdout)).toHaveLength(47);
    }
    const csv = await flarescope(['api', '--sandbox', '--output', 'csv', '--fields', 'uid', path]);
    expect(lines(csv.stdout)).toHaveLength(48);
  });

  test.each<readonly [what: string, path: string, body: unknown, code: number, stdout: string]>([
    ['null', '/zones', { result: null }, 0, ''],
    ['null with a count', '/x', { result: null, result_info: { count: 0, total_count: 0 } }, 0, ''],
    ['null where more is counted', '/x', { result: null, result_info: { count: 0, total_count: 3 } }, 1, ''],
    ['an inner null', `/accounts/${'a'.repeat(32)}/r2/buckets`, { result: { buckets: null } }, 0, ''],
    [
      'an object of objects',
      '/x',
      { result: { a: { id: 1 }, b: { id: 2 } }, result_info: { count: 2, page: 1, total_pages: 1 } },
      2,
      '',
    ],
    ['null of what is no list', '/x', { result: null }, 2, ''],
  ])('of %s', async (_, path, body, code, stdout) => {
    const { origin } = await startHttp((_request, response) => {
      const text = JSON.stringify({ success: true, errors: [], messages: [], ...(body as object) });
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '--all', path], { env });
    expect(ended).toMatchObject({ code, stdout });
    if (code === 2) expect(ended.stderr).toContain('the response is not a list');
  });

  test('a list that changes while it is read is told of', async () => {
    const ended = await flarescope(['api', '--sandbox', '--all', `/accounts/${await accountId()}/sandbox/grows`]);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/^flarescope: the list changed while it was read: \d+ items arrived twice/m);
    expect(ended.stderr).toMatch(/ the list went from 20\d to 2\d\d items while it was read$/m);
    expect(new Set(lines(ended.stdout)).size).toBe(lines(ended.stdout).length);
  });

  test('an answer that is no list is refused, and so is a method that reads none', async () => {
    const single = await flarescope(['api', '--sandbox', '--all', '/user']);
    expect(single).toMatchObject({ code: 2, stdout: '' });
    expect(single.stderr).toContain('the response is not a list');
    const post = await flarescope(['api', '--sandbox', '--all', 'POST', '/zones', 'name=x']);
    expect(post).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('one answer', () => {
  test.each<readonly [args: readonly string[], prints: RegExp]>([
    [['/accounts', '--fields', 'name'], /^\{"name":"Example Books"\}\n\{"name":"Example Labs"\}\n/],
    [['/user', '--fields', 'username,nope'], /^\{"username":"ada","nope":null\}\n$/],
    [['/user', '--fields', 'username', '--output', 'json'], /^\{\n {2}"username": "ada"\n\}\n$/],
    [
      ['/accounts', '--output', 'csv', '--fields', 'name,settings.enforce_twofactor'],
      /^name,settings.enforce_twofactor\nExample Books,true\n/,
    ],
    [['/accounts', '--output', 'table', '--fields', 'name,type'], /^NAME +TYPE\nExample Books +enterprise\n/],
    [['/accounts', '--output', 'json'], /^\{\n {2}"result": \[\n/],
    [['/accounts', '--output', 'ndjson'], /^\{"id":"[^\n]*\}\n\{"id":"/],
    [['/accounts', '--output', 'csv', '| .result[] | {name}'], /^name\nExample Books\nExample Labs\n/],
  ])('%j', async (args, prints) => {
    const ended = await flarescope(['api', '--sandbox', ...args]);
    const isMissing = args.includes('username,nope');
    expect(ended).toMatchObject({ code: 0, stderr: isMissing ? 'flarescope: no item has the field nope\n' : '' });
    expect(ended.stdout).toMatch(prints);
  });

  test('--dry-run shows what would be sent, without the credential, and sends nothing', async () => {
    let asked = 0;
    const { origin } = await startHttp((_, response) => {
      asked += 1;
      response.end();
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '--dry-run', 'POST', '/zones', 'name=x', 'n:=1.50', 'a==b c'], { env });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toBe(
      `POST ${origin}/zones?a=b%20c\naccept: application/json\ncontent-type: application/json\nAuthorization: •••\n\n{"name":"x","n":1.50}\n`,
    );
    expect(asked).toBe(0);
  });

  test('--verbose tells every attempt on standard error, without the credential', async () => {
    let asked = 0;
    const { origin } = await startHttp((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503, { 'retry-after': '0' }).end();
      else
        response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'session=s3cret' }).end('{"a":1}');
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '--verbose', '/x', 'api_key==s3cret', 'b==c'], { env });
    expect(ended).toMatchObject({ code: 0, stdout: '{"a":1}' });
    expect(ended.stderr).toMatch(/^> GET http:.*\/x\?api_key=•••&b=c$/m);
    expect(ended.stderr).toMatch(/^< 503 /m);
    expect(ended.stderr).toMatch(/^< 200 OK \(.*7 B\)$/m);
    expect(ended.stderr).not.toMatch(/s3cret/);
    expect(ended.stderr).not.toContain(testToken);
  });

  test('--timeout and --retries hold for it', async () => {
    const { origin } = await startHttp(() => undefined);
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '--timeout', '0.2', '--retries', '0', '/x'], { env });
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain('did not respond within 200 ms');
  });

  test.each([
    ['{"a": 1.50}', 'application/json'],
    ['plain', 'application/octet-stream'],
  ])('--input - sends %s as the body', async (input, type) => {
    const { origin, seen } = await startHttp((_, response) => void response.end());
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', 'PUT', '/x', '--input', '-'], { env, input });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(seen).toMatchObject([{ method: 'PUT', headers: { 'content-type': type }, body: input }]);
  });

  test.each([
    [
      ['--output', 'xml', '/x'],
      "'--output xml' is invalid. Allowed choices are json, ndjson, csv, tsv, table, chart, raw",
    ],
    [['--fields', 'a,,b', '/x'], "'--fields a,,b' is invalid. It takes names"],
    [['--fields', 'a', '--raw', '/x'], '--fields cannot be used with --output raw'],
    [['--slurp', '/x'], '--slurp requires --all'],
    [['--all', '--include', '/x'], 'it cannot be used with --all'],
    [['--retries', '1.5', '/x'], "'--retries 1.5' is invalid. It takes a whole number from 0 to 20"],
    [['--timeout', 'soon', '/x'], "'--timeout soon' is invalid. It takes 0.1 to 86400 seconds"],
    [['--jq', ' ', '/x'], '--jq takes a filter'],
    [['--jq', '.a', '/x', '| .b'], 'there are two filters'],
    [['--input', '-', 'GET', '/x'], 'GET takes no body'],
    [['--input', 'no-such-file', '/x'], 'no-such-file could not be read'],
  ])('%j is refused with a sentence', async (args, says) => {
    const ended = await flarescope(['api', '--sandbox', ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^flarescope: [^\n]+\n$/);
    expect(ended.stderr).toContain(says);
  });
});

describe('a list that was stopped', () => {
  const failsOnce = () => {
    let isFailed = false;
    return numbered((page, respond) => {
      if (page !== 4 || isFailed) return false;
      isFailed = true;
      respond(403, { result: null, success: false, errors: [{ code: 1, message: 'no' }], messages: [] });
      return true;
    });
  };

  /** The command that it says to continue with, as words. */
  function commandIn(stderr: string): readonly string[] {
    const [, command = ''] = /continue with: flarescope (.*)$/m.exec(stderr) ?? [];
    return [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  }

  test.each<readonly [options: readonly string[], again: readonly string[]]>([
    [[], []],
    [
      ['--output', 'csv'],
      ['--output', 'csv', '--without-header', '--fields', 'id,n,tags'],
    ],
    [
      ['--output', 'tsv', '--fields', 'id'],
      ['--output', 'tsv', '--without-header', '--fields', 'id'],
    ],
    [
      ['--fields', 'id,tags.b', '--slurp'],
      ['--fields', 'id,tags.b', '--slurp'],
    ],
    [
      ['--retries', '1', '--timeout', '5', '--complete', '--verbose', '--jq', '.result[].id'],
      ['--retries', '1', '--timeout', '5', '--complete', '--verbose'],
    ],
  ])('says how to go on with %j and all else', async (options, again) => {
    const env = await failsOnce();
    const ended = await flarescope(['api', '--all', '/x', ...options], { env });
    expect(ended.code).toBe(1);
    const words = commandIn(ended.stderr);
    expect(words.slice(0, 2)).toEqual(['api', '--all']);
    const given = words.slice(2, -1);
    expect(given.length).toBe(again.length);
    for (const word of again) expect(given).toContain(word);
    expect(words.at(-1)).toBe(options.includes('--jq') ? '/x page==4 | .result[].id' : '/x page==4');
    const rest = await flarescope(words, { env });
    expect(rest.code).toBe(0);
    if (options.includes('--slurp') || options.includes('--jq')) return;
    // Both together are what an uninterrupted run prints.
    const whole = await flarescope(['api', '--all', '/x', ...options], { env: await numbered() });
    expect(ended.stdout + rest.stdout).toBe(whole.stdout);
  });

  test('is continued in its file, whatever of a last line is there', async () => {
    const folder = await temporaryFolder();
    const env = await numbered();
    const words = ['api', '--all', '/x', '--output', 'csv', '--continue', path.join(folder, 'list.csv')];
    expect(await flarescope(words, { env })).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const whole = await readFile(path.join(folder, 'list.csv'));
    for (const length of [0, 3, whole.length - 2, whole.length, Math.floor(whole.length / 2)]) {
      await writeFile(path.join(folder, 'list.csv'), whole.subarray(0, length));
      expect(await flarescope(words, { env })).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(await readFile(path.join(folder, 'list.csv'), 'utf8')).toBe(whole.toString());
    }
    // A file of other columns stays as it is.
    await writeFile(path.join(folder, 'list.csv'), 'a,b\r\n1,2\r\n');
    const other = await flarescope(words, { env });
    expect(other.code).toBe(6);
    expect(other.stderr).toContain('has other columns');
    expect(await readFile(path.join(folder, 'list.csv'), 'utf8')).toBe('a,b\r\n1,2\r\n');
  });

  test.each([
    [['--continue', 'x', '/x'], '--continue requires --all'],
    [['--all', '--continue', 'x', '--slurp', '/x'], '--continue appends lines'],
    [['--all', '--continue', 'x', '--output', 'json', '/x'], '--continue appends lines'],
    [['--complete', '/x'], '--complete requires --all'],
    [['--without-header', '/x'], '--without-header requires --output csv or tsv'],
  ])('%j is refused', async (args, says) => {
    const ended = await flarescope(['api', '--sandbox', ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(says);
  });
});
