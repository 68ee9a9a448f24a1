import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../src/sandbox/faults.ts';
import { hostSandbox } from './client.ts';

const harness = hostSandbox();

/** Without credentials: faults need none. */
function fault(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${harness.sandbox().baseUrl}/sandbox/fault/${path}`, init);
}

describe('faults', () => {
  it('the index names every fault', async () => {
    const { result } = (await (await fetch(`${harness.sandbox().baseUrl}/sandbox/fault`)).json()) as {
      result: unknown[];
    };
    expect(result).toHaveLength(FAULTS.length);
    expect(result).toContainEqual({ path: '/sandbox/fault/empty', description: '204 without a body' });
  });

  it.each([200, 299, 400, 404, 418, 500, 503, 599])('status/%i answers with an envelope', async (code) => {
    const response = await fault(`status/${code}`);
    expect(response.status).toBe(code);
    expect(await response.json()).toMatchObject({
      success: code < 400,
      errors: code < 400 ? [] : [{ code: 1000 + code }],
    });
  });

  it.each([204, 205, 304])('status/%i has no body', async (code) => {
    const response = await fault(`status/${code}`);
    expect([response.status, await response.text()]).toEqual([code, '']);
  });

  it.each(['99', '100', '600', 'abc'])('status/%s is refused', async (code) => {
    expect((await fault(`status/${code}`)).status).toBe(400);
  });

  it('a status can carry retry-after', async () => {
    expect((await fault('status/503?retry_after=7')).headers.get('retry-after')).toBe('7');
  });

  it('html answers with a page', async () => {
    const response = await fault('html/502');
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(await response.text()).toContain('<h1>Error 502</h1>');
  });

  it('empty has neither body nor length', async () => {
    const response = await fault('empty');
    expect([response.status, await response.text(), response.headers.get('content-length')]).toEqual([204, '', null]);
  });

  it.each(['truncated', 'broken-gzip'])('%s starts well and fails while the body is read', async (name) => {
    const response = await fault(name);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('slow and drip arrive whole in the end', async () => {
    expect(await (await fault('slow?ms=5')).json()).toMatchObject({ result: { slept_ms: 5 } });
    expect(await (await fault('drip?ms=20&chunks=4')).json()).toMatchObject({ result: { chunks: 4 }, success: true });
  });

  it('drip sends its headers before its body', async () => {
    const stop = new AbortController();
    const response = await fault('drip?ms=300000&chunks=2', { signal: stop.signal });
    expect(response.status).toBe(200);
    stop.abort();
    await expect(response.text()).rejects.toThrow();
  });

  it('big is one well-formed list of about the size asked for', async () => {
    const text = await (await fault('big?mb=2')).text();
    expect(text.length).toBeGreaterThan(2 * 1024 * 1024);
    expect(text.length).toBeLessThan(2 * 1024 * 1024 + 1000);
    const { result } = JSON.parse(text) as { result: { index: number }[] };
    expect(result.every((item, index) => item.index === index)).toBe(true);
  });

  it('binary holds every byte value and is no UTF-8', async () => {
    const bytes = new Uint8Array(await (await fault('binary')).arrayBuffer());
    expect(new Set(bytes).size).toBe(256);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('echo tells a %s request back', async (method) => {
    const init = { method, headers: { 'x-test': 'yes' }, ...(method === 'GET' ? {} : { body: 'grüße' }) };
    const { result } = (await (await fault('echo?a=1&a=2&b=%C3%BC', init)).json()) as {
      result: Record<string, unknown>;
    };
    expect(result).toMatchObject({
      method,
      path: '/sandbox/fault/echo',
      query: [
        { name: 'a', value: '1' },
        { name: 'a', value: '2' },
        { name: 'b', value: 'ü' },
      ],
      headers: { 'x-test': 'yes' },
      body: method === 'GET' ? '' : 'grüße',
    });
  });

  it('header sends a large one', async () => {
    expect((await fault('header?kb=4')).headers.get('x-sandbox-large')).toHaveLength(4096);
  });

  it('redirect points where it is told, with the status it is told', async () => {
    const response = await fault('redirect?to=https://example.com/x&status=307', { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([307, 'https://example.com/x']);
    expect((await fault('redirect')).status).toBe(400);
    expect((await fault('redirect?to=/x&status=200')).status).toBe(400);
    expect((await fault('redirect?to=%0d%0aset-cookie:x')).status).toBe(400);
  });

  it('rate gives way on the third try, for each id by itself', async () => {
    const attempt = async (id: string) => {
      const response = await fault(`rate?id=${id}`);
      await response.arrayBuffer();
      return [response.status, response.headers.get('retry-after')];
    };
    expect([await attempt('a'), await attempt('a'), await attempt('b'), await attempt('a')]).toEqual([
      [429, '1'],
      [429, '1'],
      [429, '1'],
      [200, null],
    ]);
  });
});
