import { execFile } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { hostSandbox, json } from './client.ts';

const harness = hostSandbox();

type Plain = {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
};

/** A request without anything that fetch adds or undoes (Accept-Encoding, decompression). */
function plain(path: string, method: string, headers: Record<string, string> = {}): Promise<Plain> {
  const { baseUrl, token } = harness.sandbox();
  return new Promise((resolve, reject) => {
    const options = { method, headers: { authorization: `Bearer ${token}`, ...headers } };
    const sent = httpRequest(baseUrl + path, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

describe('what every answer carries', () => {
  it('an envelope in one key order, a ray, the quota and a date', async () => {
    const response = await harness.request('/zones?per_page=5');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('cf-ray')).toMatch(/^[0-9a-f]{16}-SBX$/);
    expect(response.headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=\d+$/);
    expect(response.headers.get('ratelimit-policy')).toBe('"default";q=1000000;w=300');
    expect(Date.parse(response.headers.get('date') ?? '')).not.toBeNaN();
    const text = await response.text();
    expect(Object.keys(JSON.parse(text))).toEqual(['result', 'success', 'errors', 'messages', 'result_info']);
  });

  it('two answers have two rays', async () => {
    const rays = await Promise.all([1, 2].map(async () => (await harness.request('/user')).headers.get('cf-ray')));
    expect(rays[0]).not.toBe(rays[1]);
  });
});

describe('the body on the wire', () => {
  it('is compressed where the client takes gzip and the body is worth it', async () => {
    const large = await plain('/zones', 'GET', { 'accept-encoding': 'gzip' });
    expect(large.headers['content-encoding']).toBe('gzip');
    expect(large.bytes.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    const untouched = await plain('/zones', 'GET');
    expect(untouched.headers['content-encoding']).toBeUndefined();
    expect(untouched.bytes.length).toBeGreaterThan(large.bytes.length);
    const refused = await plain('/zones', 'GET', { 'accept-encoding': 'gzip;q=0' });
    expect(refused.headers['content-encoding']).toBeUndefined();
    const small = await plain('/user/tokens/verify', 'GET', { 'accept-encoding': 'gzip' });
    expect(small.headers['content-encoding']).toBeUndefined();
  });

  it('is left out of the answer to HEAD, whose headers are those of GET', async () => {
    const got = await plain('/zones', 'GET');
    const head = await plain('/zones', 'HEAD');
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    expect(head.headers['content-length']).toBe(String(got.bytes.length));
  });
});

describe('paths and methods', () => {
  it('an unknown path has no route, whoever asks', async () => {
    const response = await fetch(`${harness.sandbox().baseUrl}/no/such/thing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      result: null,
      success: false,
      errors: [{ code: 7000, message: 'The sandbox does not have this operation: nothing is at /no/such/thing' }],
      messages: [],
    });
  });

  it('a path outside the API has no route either', async () => {
    const response = await fetch(new URL('/', harness.sandbox().baseUrl));
    expect(response.status).toBe(404);
  });

  it('a wrong method names the right ones', async () => {
    const { status, headers, envelope } = await harness.ask('/user/invites/0123456789abcdef0123456789abcdef', {
      method: 'PUT',
    });
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('GET, PATCH, HEAD');
    expect(envelope.errors[0]?.code).toBe(10405);
  });
});

describe('bodies that cannot be taken', () => {
  const path = '/user/invites/0123456789abcdef0123456789abcdef';

  it.each([
    ['malformed JSON', { ...json('PATCH', {}), body: '{"status":' }, 6007],
    ['an empty body', { ...json('PATCH', {}), body: '' }, 6007],
    ['a JSON array', json('PATCH', []), 6007],
    ['another content type', { method: 'PATCH', body: 'status=accepted' }, 9207],
  ])('%s', async (_name, init, code) => {
    const { status, envelope } = await harness.ask(path, init);
    expect([status, envelope.errors[0]?.code]).toEqual([400, code]);
  });

  it('one that is larger than any endpoint takes is refused with 413', async () => {
    const { envelope } = await harness.ask('/accounts');
    const [account] = envelope.result as readonly { readonly id: string }[];
    const namespaces = `/accounts/${account?.id}/storage/kv/namespaces`;
    const listed = await harness.ask(namespaces);
    const [namespace] = listed.envelope.result as readonly { readonly id: string }[];
    const body = new Uint8Array(27 * 1024 * 1024);
    const refused = await harness.ask(`${namespaces}/${namespace?.id}/values/huge`, { method: 'PUT', body });
    expect([refused.status, refused.envelope.errors[0]?.code]).toEqual([413, 10400]);
    expect((await harness.request(`${namespaces}/${namespace?.id}/values/huge`)).status).toBe(404);
  });
});

describe('starting and stopping', () => {
  it('the same seed gives the same credentials and data, another seed others', async () => {
    const dump = async (seed: number) => {
      const sandbox = await startSandbox({ seed });
      const headers = { authorization: `Bearer ${sandbox.token}` };
      const read = async (path: string) => (await fetch(sandbox.baseUrl + path, { headers })).text();
      // Not in the order of the second run, and more than once: neither may matter.
      const paths = seed === 7 ? ['/zones', '/accounts', '/user/invites'] : ['/accounts', '/user/invites', '/zones'];
      const texts = new Map<string, string>();
      for (const path of paths) texts.set(path, await read(path));
      await sandbox.close();
      return {
        token: sandbox.token,
        apiKey: sandbox.apiKey,
        zones: texts.get('/zones'),
        rest: [...texts.values()].sort(),
      };
    };
    const [first, again, other] = [await dump(7), await dump(7.0), await dump(8)];
    expect(again).toEqual(first);
    expect(other.token).not.toBe(first.token);
    expect(other.zones).not.toBe(first.zones);
  });

  it('the credentials look like nothing that a secret scanner knows', () => {
    expect(harness.sandbox().token).toMatch(/^sandbox-[0-9a-f]{32}$/);
    expect(harness.sandbox().apiKey).toMatch(/^sandbox-[0-9a-f]{29}$/);
  });

  it('nothing but 127.0.0.1 is bound', async () => {
    const { hostname, port } = new URL(harness.sandbox().baseUrl);
    expect(hostname).toBe('127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter((address) => address.address !== '127.0.0.1' && address.scopeid === undefined)
      .map((address) => address.address);
    // On Linux all of 127.0.0.0/8 reaches a server that listens on every address.
    if (process.platform === 'linux') others.push('127.0.0.2');
    for (const host of others)
      expect({ host, open: await canConnect(host, Number(port)) }).toEqual({ host, open: false });
    expect(await canConnect('127.0.0.1', Number(port))).toBe(true);
  });

  it('a port that is taken rejects with the error of Node', async () => {
    const port = Number(new URL(harness.sandbox().baseUrl).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  });

  it('after close nothing answers, even where a request was waiting', async () => {
    const sandbox = await startSandbox();
    const waiting = fetch(`${sandbox.baseUrl}/sandbox/fault/slow?ms=300000`).then(
      () => 'answered',
      () => 'cut off',
    );
    // The server has the request once it answers another one on a second connection.
    await fetch(`${sandbox.baseUrl}/sandbox/fault/empty`);
    await sandbox.close();
    expect(await waiting).toBe('cut off');
    expect(await canConnect('127.0.0.1', Number(new URL(sandbox.baseUrl).port))).toBe(false);
  });

  it('an unreferenced sandbox lets its process end', async () => {
    const server = new URL('../../src/sandbox/server.ts', import.meta.url).href;
    const script = `
      const { startSandbox } = await import(${JSON.stringify(server)});
      const sandbox = await startSandbox();
      sandbox.unref();
      const response = await fetch(sandbox.baseUrl + '/sandbox/fault/echo');
      console.log(response.status, (await response.json()).success);
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout.trim()).toBe('200 true');
  });

  it('latency delays every answer, and a client that gives up is let go', async () => {
    const sandbox = await startSandbox({ latencyMs: 300_000 });
    const error = await fetch(`${sandbox.baseUrl}/user`, { signal: AbortSignal.timeout(50) }).catch((caught) => caught);
    expect(error).toMatchObject({ name: 'TimeoutError' });
    await sandbox.close();
    const quick = await startSandbox({ latencyMs: 1 });
    expect((await fetch(`${quick.baseUrl}/no-route`)).status).toBe(404);
    await quick.close();
  });
});
