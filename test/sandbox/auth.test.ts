import Cloudflare from 'cloudflare';
import { describe, expect, it } from 'vitest';
import { codeOf, hostSandbox, rejection } from './client.ts';

const harness = hostSandbox();

const ID = '0123456789abcdef0123456789abcdef';
const WRONG_TOKEN = `Bearer ${'x'.repeat(40)}`;
const WRONG_KEY = 'k'.repeat(37);

async function answer(path: string, headers: Record<string, string>) {
  const response = await fetch(harness.sandbox().baseUrl + path, { headers });
  const { errors } = (await response.json()) as { errors: { code: number; error_chain?: { code: number }[] }[] };
  return [response.status, errors[0]?.code, ...(errors[0]?.error_chain ?? []).map((chained) => chained.code)];
}

describe('credentials that are not accepted', () => {
  it.each([
    ['none at all', '/zones', {}, [400, 9106]],
    ['an Authorization header of another scheme', '/zones', { authorization: 'Basic abc' }, [400, 6003, 6111]],
    ['an empty Bearer token', '/zones', { authorization: 'Bearer ' }, [400, 6003, 6111]],
    ['a token with an illegal character', '/zones', { authorization: `${WRONG_TOKEN}!` }, [400, 6003, 6111]],
    ['an unknown token on a list of the user', '/zones', { authorization: WRONG_TOKEN }, [403, 9109]],
    ['an unknown token below a zone', `/zones/${ID}/dns_records`, { authorization: WRONG_TOKEN }, [403, 10000]],
    ['an unknown token below an account', `/accounts/${ID}/members`, { authorization: WRONG_TOKEN }, [403, 10000]],
    ['an unknown token to verify', '/user/tokens/verify', { authorization: WRONG_TOKEN }, [401, 1000]],
    ['an address without a key', '/zones', { 'x-auth-email': 'a@example.com' }, [400, 6003, 6101]],
    ['a key without an address', '/zones', { 'x-auth-key': WRONG_KEY }, [400, 6003, 6100]],
    ['a short key and no address', '/zones', { 'x-auth-email': 'ada', 'x-auth-key': 'short' }, [400, 6003, 6102, 6103]],
    ['an unknown pair', '/zones', { 'x-auth-email': 'a@example.com', 'x-auth-key': WRONG_KEY }, [403, 9103]],
  ])('%s', async (_name, path, headers, expected) => {
    expect(await answer(path, headers as Record<string, string>)).toEqual(expected);
  });

  it('the official SDK sees them as its own error classes', async () => {
    const sdk = new Cloudflare({ baseURL: harness.sandbox().baseUrl, apiToken: 'x'.repeat(40), maxRetries: 0 });
    const onZone = await rejection(sdk.dns.records.list({ zone_id: ID }));
    expect(onZone).toBeInstanceOf(Cloudflare.PermissionDeniedError);
    expect(codeOf(onZone)).toBe(10000);
    const onVerify = await rejection(sdk.user.tokens.verify());
    expect(onVerify).toBeInstanceOf(Cloudflare.AuthenticationError);
    expect(codeOf(onVerify)).toBe(1000);
  });
});

describe('credentials that are accepted', () => {
  it('address and key, through the official SDK; only verifying a token needs a token', async () => {
    const { baseUrl, email, apiKey } = harness.sandbox();
    const sdk = new Cloudflare({ baseURL: baseUrl, apiEmail: email, apiKey, maxRetries: 0 });
    expect((await sdk.user.get()).email).toBe(email);
    expect(codeOf(await rejection(sdk.user.tokens.verify()))).toBe(10405);
  });

  it('the scheme of the token is read without regard to case (RFC 9110 section 11.1)', async () => {
    expect(await answer('/user', { authorization: `bearer ${harness.sandbox().token}` })).toEqual([200, undefined]);
  });

  it('where both kinds are sent the token decides', async () => {
    const { token, email } = harness.sandbox();
    const wrongPair = { 'x-auth-email': email, 'x-auth-key': WRONG_KEY };
    expect(await answer('/user', { authorization: `Bearer ${token}`, ...wrongPair })).toEqual([200, undefined]);
  });
});
