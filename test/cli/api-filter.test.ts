// The `| jq-filter` of `flarescope api`: what it prints, and what it says where jq reports an error.
import { afterEach, describe, expect, test } from 'vitest';
import { testToken } from '../helpers/explorer.ts';
import { flarescope } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

async function serving(body: string, type = 'application/json', status = 200): Promise<Record<string, string>> {
  const { origin } = await startHttp((_, response) => {
    response.writeHead(status, { 'content-type': type, 'x-from': 'the test' }).end(body);
  });
  return { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
}

describe('a filter', () => {
  test.each<readonly [filter: string, prints: string]>([
    ['.result[].name', '"a"\n"b"\n'],
    ['.result | length', '2\n'],
    ['.result[] | {name}', '{"name":"a"}\n{"name":"b"}\n'],
    ['empty', ''],
    ['.missing', 'null\n'],
    ['"\\u001b" + "é"', '"\\u001bé"\n'],
  ])('%s prints a line for each output', async (filter, prints) => {
    const env = await serving('{"result":[{"name":"a"},{"name":"b"}]}');
    const ended = await flarescope(['api', '/x', `| ${filter}`], { env });
    expect(ended).toMatchObject({ code: 0, stdout: prints, stderr: '' });
  });

  test.each<readonly [what: string, status: number, filter: string, says: RegExp]>([
    ['a filter that cannot be read', 2, '.result[', /incomplete filter/],
    ['an unknown function', 2, 'nope(1)', /nope\/1/],
    ['an error while it runs', 5, '.result | keys | .a', /Cannot index array/],
    ['an error of its own making', 5, 'error("so\\u001b]52;c;aGk=\\u0007")', /so/],
  ])('%s is told in one sentence, with status %i', async (_, code, filter, says) => {
    const env = await serving('{"result":[]}');
    const ended = await flarescope(['api', '/x', `| ${filter}`], { env });
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^flarescope: the filter (?:failed|cannot be read): [^\n]+\n$/);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toMatch(/\u001b|\u0007/);
  });

  test('of a response that is no JSON prints the response', async () => {
    const ended = await flarescope(['api', '/x', '| .a'], { env: await serving('<h1>Hi</h1>', 'text/html') });
    expect(ended).toMatchObject({ code: 1, stdout: '<h1>Hi</h1>' });
    expect(ended.stderr).toContain('200 OK with a page, where JSON was due');
    const text = await flarescope(['api', '/x', '| .a'], { env: await serving('Hi', 'text/plain') });
    expect(text).toMatchObject({ code: 5, stdout: 'Hi' });
    expect(text.stderr).toMatch(/^flarescope: the response is not JSON[^\n]+\n$/);
  });

  test('gives way to the whole body where the API says no', async () => {
    const refusal = '{"success":false,"errors":[{"code":4242,"message":"no"}],"result":null}';
    const ended = await flarescope(['api', '/x', '| .result'], {
      env: await serving(refusal, 'application/json', 403),
    });
    expect(ended).toMatchObject({ code: 1, stdout: refusal });
    expect(ended.stderr).toContain('(code 4242)');
  });

  test('keeps the digits of a number', async () => {
    const env = await serving('{"big":12345678901234567890,"price":1.50,"huge":1e400}');
    const ended = await flarescope(['api', '/x', '| .big, .price, .huge'], { env });
    expect(ended.stdout).toBe('12345678901234567890\n1.50\n1E+400\n');
  });
});
