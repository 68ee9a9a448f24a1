// Where the body of a request comes from: fields from files, standard input where that is asked for, and what the catalog says
// where there is none.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { shell, startFlarescope, temporaryFolder } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { flarescope } from '../helpers/run-command.ts';
import { closeServers, startHttp, type TestServer } from '../http/servers.ts';

afterEach(closeServers);

const id = '0123456789abcdef0123456789abcdef';
const value = `/accounts/${id}/storage/kv/namespaces/${id}/values/k`;

async function listening(): Promise<{ readonly env: Record<string, string>; readonly seen: TestServer['seen'] }> {
  const { origin, seen } = await startHttp((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true,"result":null}');
  });
  return { env: { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken }, seen };
}

describe('a body that the catalog requires', () => {
  test.each([
    ['PUT', value],
    ['POST', '/zones'],
    ['POST', `/zones/${id}/dns_records`],
  ])('%s %s without one is refused, whatever standard input holds', async (method, where) => {
    const { env, seen } = await listening();
    const ended = await flarescope(['api', method, where], { env, input: 'new' });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/needs a body, and none is given\. Standard input is read only .*add --input - or @-/);
    expect(seen).toEqual([]);
  });

  test.each([[['--input', '-']], [['@-']]])('comes from standard input with %j', async (asking) => {
    const { env, seen } = await listening();
    const ended = await flarescope(['api', 'PUT', value, ...asking], { env, input: 'new' });
    expect(ended.code).toBe(0);
    expect(seen).toMatchObject([{ method: 'PUT', body: 'new' }]);
  });

  test('is not asked of operations that need none', async () => {
    const { env, seen } = await listening();
    expect(await flarescope(['api', 'PUT', `/zones/${id}/activation_check`], { env })).toMatchObject({ code: 0 });
    expect(await flarescope(['api', '--yes', 'DELETE', `/zones/${id}`], { env })).toMatchObject({ code: 0 });
    expect(seen.map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
  });
});

describe('standard input', () => {
  test('is left to the loop that the command stands in', async () => {
    const { env, seen } = await listening();
    const ended = await shell(`while read id; do "$node" "$main" api --yes DELETE "/zones/$id" > /dev/null; done`, {
      env,
      input: `${id}\n${id.replace('0', '1')}\n${id.replace('0', '2')}\n`,
    });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(seen.map(({ url }) => url.at(-32))).toEqual(['0', '1', '2']);
  });

  test('that is open and silent holds nothing up', async () => {
    const { env } = await listening();
    const running = await startFlarescope(['api', 'PATCH', `/zones/${id}`, 'paused:=true'], { env });
    // It is never ended.
    expect(await running.ended).toMatchObject({ code: 0 });
  });
});

describe('fields from files', () => {
  test('hold what the files do, as text and as JSON', async () => {
    const { env, seen } = await listening();
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'text'), 'two\nlines "é"\n');
    await writeFile(path.join(folder, 'data.json'), ' {"big": 12345678901234567890} \n');
    const ended = await flarescope(
      ['api', 'POST', '/x', `a=@${folder}/text`, `b[c]:=@${folder}/data.json`, 'd=@-', 'e=@'],
      { env, input: 'piped' },
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(seen[0]?.body).toBe(
      '{"a":"two\\nlines \\"é\\"\\n","b":{"c":{"big": 12345678901234567890}},"d":"piped","e":"@"}',
    );
  });

  test.each<readonly [item: string, says: RegExp]>([
    ['a=@none', /the file none could not be read for the field a .*or write a=\\@none for that text/],
    ['a:=@text', /the file text is not JSON.*write a=@text/],
    ['a=@bytes', /it is not text in UTF-8/],
  ])('%s that cannot be used is refused', async (item, says) => {
    const { env, seen } = await listening();
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'text'), 'no JSON');
    await writeFile(path.join(folder, 'bytes'), Buffer.from([0xff, 0xfe, 0x61]));
    const ended = await flarescope(['api', 'POST', '/x', item.replace('@', `@${folder}/`)], { env });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr.replaceAll(`${folder}/`, '')).toMatch(says);
    expect(seen).toEqual([]);
  });

  test('are read for the commands of other tools too', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'text'), 'hello');
    const ended = await flarescope(['api', 'POST', '/x', `a[b]=@${folder}/text`, '--as', 'curl']);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('{"a":{"b":"hello"}}');
  });
});

describe('a dot in the name of a field', () => {
  test('is refused where the catalog knows an object, with the spelling that works', async () => {
    const { env, seen } = await listening();
    const refused = await flarescope(
      ['api', 'POST', `/zones/${id}/dns_records`, 'type=SRV', 'name=_a._b', 'data.priority:=10'],
      { env },
    );
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('Write data[priority]:=10');
    expect(seen).toEqual([]);
    const sent = await flarescope(
      ['api', 'POST', `/zones/${id}/dns_records`, 'type=SRV', 'name=_a._b', 'data[priority]:=10'],
      { env },
    );
    expect(sent.code).toBe(0);
    expect(seen[0]?.body).toBe('{"type":"SRV","name":"_a._b","data":{"priority":10}}');
  });

  test('is part of the name where nothing is known', async () => {
    const { env, seen } = await listening();
    expect(await flarescope(['api', 'POST', '/x', 'a.b=c'], { env })).toMatchObject({ code: 0 });
    expect(seen[0]?.body).toBe('{"a.b":"c"}');
  });
});
