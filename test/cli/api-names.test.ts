// Names in place of ids in `flarescope api`, looked up in the sandbox.
import { afterEach, describe, expect, test } from 'vitest';

import { flarescope, servedSandbox } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

describe('a zone or an account by its name', () => {
  test('is looked up, told, and put into the path', async () => {
    const { env } = await servedSandbox();
    const { code, stdout, stderr } = await flarescope(['api', 'GET', '/zones/example.com/dns_records', 'per_page==1'], {
      env,
    });
    expect(code).toBe(0);
    const [record] = JSON.parse(stdout).result;
    expect(record.name).toMatch(/example\.com$/);
    const id = /^flarescope: zone example\.com is ([0-9a-f]{32})\n$/.exec(stderr)?.[1];
    const byId = await flarescope(['api', 'GET', `/zones/${id}/dns_records`, 'per_page==1'], { env });
    expect({ stdout: byId.stdout, stderr: byId.stderr }).toEqual({ stdout, stderr: '' });
  });

  test('may be an account with spaces in its name, in letters of any case', async () => {
    const { env } = await servedSandbox();
    const { stdout } = await flarescope(['api', 'GET', '/accounts', '| .result[0].name'], { env });
    const name: string = JSON.parse(stdout);
    const found = await flarescope(['api', 'GET', `/accounts/${encodeURIComponent(name.toUpperCase())}`], { env });
    expect(found.code).toBe(0);
    expect(JSON.parse(found.stdout).result.name).toBe(name);
  });

  test("that is nothing's is an error that names what there is, and nothing is sent to the path", async () => {
    const { env } = await servedSandbox();
    const { code, stdout, stderr } = await flarescope(['api', 'DELETE', '/zones/exmaple.com/dns_records/x'], { env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^flarescope: no zone is named exmaple\.com; there are example\.com, .* and others\n$/);
  });

  test('cannot be looked up by who may not list zones: the refusal is passed on', async () => {
    const { env } = await servedSandbox();
    const wrong = { ...env, CLOUDFLARE_API_TOKEN: 'not-a-token-of-this-sandbox' };
    const { code, stderr } = await flarescope(['api', 'GET', '/zones/example.com/dns_records'], { env: wrong });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^flarescope: the zone example\.com could not be looked up: GET http/);
  });
});

test('a zone that only the list has is found by its other form', async () => {
  const { origin } = await startHttp((request, response) => {
    const isList = request.url?.startsWith('/zones?per_page');
    const zones = [{ id: '0123456789abcdef0123456789abcdef', name: 'bücher.example' }];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ success: true, errors: [], messages: [], result: isList ? zones : [] }));
  });
  const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: 'a-token-of-more-than-twenty-letters' };
  const ended = await flarescope(['api', 'GET', '/zones/xn--bcher-kva.example/dns_records'], { env });
  expect(ended.stderr).toContain('zone xn--bcher-kva.example is 0123456789abcdef0123456789abcdef');
  expect(ended.code).toBe(0);
});

test('a placeholder that is left is told with what lists its values', async () => {
  const { code, stderr } = await flarescope(['api', '--sandbox', 'GET', '/zones/{zone_id}/dns_records/{id}']);
  expect(code).toBe(2);
  expect(stderr).toContain(
    'put values in place of {zone_id}, which GET /zones lists, and of {id}, which GET /zones/{zone_id}/dns_records lists\n',
  );
});
