import Cloudflare from 'cloudflare';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQuota } from '../../src/sandbox/rate-limit.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { codeOf, rejection } from './client.ts';

describe('counting requests', () => {
  it('the window opens with the first request and closes after its length', () => {
    const limit = createQuota(3, 300);
    expect(limit.take(1_000)).toEqual({ isBlocked: false, remaining: 2, resetSeconds: 300 });
    expect(limit.take(200_999)).toEqual({ isBlocked: false, remaining: 1, resetSeconds: 101 });
    expect(limit.take(301_000)).toEqual({ isBlocked: false, remaining: 2, resetSeconds: 300 });
  });

  it('one request too many blocks for a whole window from then, and asking again does not lengthen the block', () => {
    const limit = createQuota(1, 300);
    limit.take(0);
    expect(limit.take(200_000)).toEqual({ isBlocked: true, remaining: 0, resetSeconds: 300 });
    expect(limit.take(499_999)).toEqual({ isBlocked: true, remaining: 0, resetSeconds: 1 });
    expect(limit.take(500_000)).toEqual({ isBlocked: false, remaining: 0, resetSeconds: 300 });
  });

  it('never lets more than the quota through in one window, however the requests are spaced', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 10 }), (steps, quota) => {
        const limit = createQuota(quota, 1);
        let now = 0;
        let windowStart = Number.NEGATIVE_INFINITY;
        let passed = 0;
        for (const step of steps) {
          now += step;
          const state = limit.take(now);
          if (state.remaining === quota - 1 && !state.isBlocked && now - windowStart >= 1000) {
            windowStart = now;
            passed = 0;
          }
          if (!state.isBlocked) passed += 1;
          expect(passed).toBeLessThanOrEqual(quota);
          expect(state.resetSeconds).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('the quota over HTTP', () => {
  it('is 1,200 in 300 seconds unless said otherwise, and counts down', async () => {
    const sandbox = await startSandbox();
    const headers = { authorization: `Bearer ${sandbox.token}` };
    const remaining: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const response = await fetch(`${sandbox.baseUrl}/user`, { headers });
      expect(response.headers.get('ratelimit-policy')).toBe('"default";q=1200;w=300');
      remaining.push(/r=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1] ?? '');
    }
    expect(remaining).toEqual(['1199', '1198']);
    await sandbox.close();
  });

  it('is one quota for token and key together; beyond it 429 says when to come back', async () => {
    const sandbox = await startSandbox({ rateLimit: 2 });
    const byToken = new Cloudflare({ baseURL: sandbox.baseUrl, apiToken: sandbox.token, maxRetries: 0 });
    const byKey = new Cloudflare({
      baseURL: sandbox.baseUrl,
      apiEmail: sandbox.email,
      apiKey: sandbox.apiKey,
      maxRetries: 0,
    });
    await byToken.user.get();
    await byKey.user.get();
    const error = await rejection(byToken.user.get());
    expect(error).toBeInstanceOf(Cloudflare.RateLimitError);
    expect(codeOf(error)).toBe(10100);
    if (!(error instanceof Cloudflare.RateLimitError)) return;
    expect(error.headers?.get('retry-after')).toBe('300');
    expect(error.headers?.get('ratelimit')).toBe('"default";r=0;t=300');
    await sandbox.close();
  });

  it('is not spent by requests that are not let in', async () => {
    const sandbox = await startSandbox({ rateLimit: 1 });
    for (let round = 0; round < 3; round += 1) expect((await fetch(`${sandbox.baseUrl}/user`)).status).toBe(400);
    const response = await fetch(`${sandbox.baseUrl}/user`, { headers: { authorization: `Bearer ${sandbox.token}` } });
    expect(response.status).toBe(200);
    await sandbox.close();
  });
});
