// What the bundle has of undici, beside what every other test here uses: proxies, TLS and HTTP/2.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { flarescope, temporaryFolder } from '../helpers/command.ts';
import { CERTIFICATE } from '../http/certificate.ts';
import { closeProxies, startProxy } from '../http/proxy-server.ts';
import { closeServers, startHttp2, startHttps } from '../http/servers.ts';

afterEach(async () => {
  await closeProxies();
  await closeServers();
});

async function trusting(baseUrl: string): Promise<Record<string, string>> {
  const file = path.join(await temporaryFolder(), 'ca.pem');
  await writeFile(file, CERTIFICATE);
  return {
    CLOUDFLARE_BASE_URL: baseUrl,
    CLOUDFLARE_API_TOKEN: 'token-of-the-proxy-tests-0123456789',
    NODE_EXTRA_CA_CERTS: file,
  };
}

test('a request goes through the tunnel of a proxy', async () => {
  const server = await startHttps((_, response) => response.end('{"result":"through"}'));
  const proxy = await startProxy(server.port);
  const env = { ...(await trusting('https://api.flarescope.test')), HTTPS_PROXY: proxy.url };
  expect(await flarescope(['api', '/x'], { env })).toMatchObject({
    code: 0,
    stdout: '{"result":"through"}',
    stderr: '',
  });
  expect(proxy.lines).toEqual(['CONNECT api.flarescope.test:443']);
  expect(server.seen[0]?.headers.authorization).toBe('Bearer token-of-the-proxy-tests-0123456789');
});

test('a proxy that refuses is told of', async () => {
  const proxy = await startProxy(1, 407);
  const env = { ...(await trusting('https://api.flarescope.test')), HTTPS_PROXY: proxy.url };
  const ended = await flarescope(['api', '/x', '--retries', '0'], { env });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(/^flarescope: [^\n]*proxy[^\n]*\n$/i);
});

test('a server that speaks only HTTP/2 is understood', async () => {
  const server = await startHttp2('{"result":"two"}');
  const env = await trusting(server.origin);
  expect(await flarescope(['api', '/x'], { env })).toMatchObject({ code: 0, stdout: '{"result":"two"}' });
});
