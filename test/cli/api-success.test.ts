// Did it succeed? What `api` prints, says and exits with for responses that are empty, partial, pages, or that a filter fails on.
import { afterEach, expect, test } from 'vitest';
import { flarescope } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

async function serving(body: string, type = 'application/json', status = 200) {
  const { origin, seen } = await startHttp((_, response) => {
    response.writeHead(status, { 'content-type': type, 'cf-ray': '8f2a-FRA' });
    response.end(status === 204 ? undefined : body);
  });
  return { env: { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: 'a-token-of-more-than-twenty-letters' }, seen };
}

test.each([['.result['], ['nosuch(1)'], ['.a)']])(
  'the filter %s is refused before anything is sent, and before all pages of it',
  async (filter) => {
    const { env, seen } = await serving('{}');
    for (const more of [[], ['--all']]) {
      const ended = await flarescope(['api', ...more, '/x', '--jq', filter], { env });
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toMatch(/^flarescope: the filter cannot be read: [^\n]+\. Nothing was sent\n$/);
    }
    expect(seen).toEqual([]);
  },
);

const items = '{"success":true,"errors":[],"messages":[],"result":[{"n":1},{"n":2},{"n":"x"},{"n":4}]}';

test.each([[[]], [['--all']]])('a filter that fails at run time loses no output before it: %j', async (more) => {
  const { env } = await serving(items);
  const ended = await flarescope(['api', ...more, '/x', '| .result[].n + 1'], { env });
  expect(ended).toMatchObject({ code: 5, stdout: '2\n3\n' });
  expect(ended.stderr).toContain('the filter failed: ');
});

test('the response of a write is printed where its filter fails', async () => {
  const body = '{"success":true,"errors":[],"messages":[],"result":{"value":"shown-only-once"}}';
  const { env, seen } = await serving(body);
  const ended = await flarescope(['api', 'POST', '/user/tokens', 'name=x', '| .result.value | keys'], { env });
  expect(ended).toMatchObject({ code: 5, stdout: body });
  expect(ended.stderr).toContain('The response was printed whole');
  expect(seen).toHaveLength(1);
});

const forms = [['--jq', '.result'], ['--fields', 'id'], ['--output', 'csv'], ['--output', 'table'], []];

test.each(forms.map((form) => [form] as const))('204, an empty body and HEAD print nothing with %j', async (form) => {
  const none = { code: 0, stdout: '', stderr: '' };
  const gone = await serving('', 'application/json', 204);
  expect(await flarescope(['api', 'DELETE', '/x', ...form], { env: gone.env })).toMatchObject(none);
  const { env } = await serving('');
  expect(await flarescope(['api', '/x', ...form], { env })).toMatchObject(none);
  expect(await flarescope(['api', 'HEAD', '/x', ...form], { env })).toMatchObject(none);
});

test('a page with 200 is printed, and is no success', async () => {
  const page = '<html><title>Sign in</title></html>';
  const { env } = await serving(page, 'text/html');
  for (const form of forms) {
    const ended = await flarescope(['api', '/x', ...form], { env });
    expect(ended).toMatchObject({ code: 1, stdout: page });
    expect(ended.stderr).toMatch(/with a page, "Sign in", where JSON was due.* Ray ID 8f2a-FRA\.\n$/);
  }
});

test('GraphQL without data is no success, and a part is told', async () => {
  const error = '{"message":"unknown field","path":["viewer","zones"]}';
  const failed = await serving(`{"data":null,"errors":[${error}]}`);
  const line = ['api', 'POST', '/graphql', 'query={viewer{zones}}'];
  const ended = await flarescope(line, { env: failed.env });
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('"data":null');
  expect(ended.stderr).toContain('unknown field (at viewer.zones). Change the query');
  const partial = await serving(`{"data":{"viewer":{}},"errors":[${error}]}`);
  expect(await flarescope(line, { env: partial.env })).toMatchObject({
    code: 0,
    stderr: 'flarescope: the response says: the data is only a part: unknown field (at viewer.zones)\n',
  });
});

test('messages of a successful response are told on standard error', async () => {
  const body =
    '{"success":true,"errors":[],"messages":[{"code":10000,"message":"This field is deprecated"}],"result":1}';
  const { env } = await serving(body);
  expect(await flarescope(['api', '/x', '| .result'], { env })).toMatchObject({
    code: 0,
    stdout: '1\n',
    stderr: 'flarescope: the response says: This field is deprecated (code 10000)\n',
  });
});
