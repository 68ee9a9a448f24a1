// Whether a response is a success, and in whose words it is none: GraphQL, problems, pages, plain text, firewalls.
import { expect, test } from 'vitest';
import { sentence } from '../../src/api/failures.ts';
import type { HeaderList, WireResponse } from '../../src/api/messages.ts';
import { readResponse } from '../../src/api/received.ts';

const request = { method: 'POST', url: 'https://api.example/client/v4/graphql', headers: [], body: undefined };

function read(status: number, body: string, type = 'application/json', more: HeaderList = [], url = request.url) {
  const response: WireResponse = {
    status,
    statusText: '',
    headers: [['content-type', type], ...more],
    body: new TextEncoder().encode(body),
    url,
    encodedBytes: body.length,
    durationMs: 1,
    attempts: 1,
  };
  const { failure, told } = readResponse({ ...request, url }, response);
  return { said: failure && sentence(failure).slice(`POST ${url}: `.length), told };
}

const query = { message: 'unknown field "zone"', path: ['viewer', 'zones', 0], extensions: { code: 'x' } };

test.each<readonly [string, unknown, string | undefined, readonly string[] | undefined]>([
  ['no data', { data: null, errors: [query] }, 'unknown field "zone" (at viewer.zones.0)', undefined],
  ['nor a member for it', { errors: [query] }, 'unknown field "zone" (at viewer.zones.0)', undefined],
  [
    'partial data',
    { data: { viewer: {} }, errors: [query] },
    undefined,
    ['the data is only a part: unknown field "zone" (at viewer.zones.0)'],
  ],
  ['all of it', { data: { viewer: {} }, errors: null }, undefined, undefined],
  ['all of it with an empty list', { data: { viewer: {} }, errors: [] }, undefined, undefined],
  ['a document of a user with errors of its own', { name: 'log', errors: [{ message: 'x' }] }, undefined, undefined],
  [
    'messages',
    { success: true, errors: [], messages: [{ code: 10000, message: 'Deprecated' }], result: 1 },
    undefined,
    ['Deprecated (code 10000)'],
  ],
  ['messages of text', { success: true, errors: [], messages: ['Deprecated'], result: 1 }, undefined, ['Deprecated']],
])('200 with %s', (_, body, failure, told) => {
  const { said, told: says } = read(200, JSON.stringify(body));
  if (failure === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(`200 OK: ${failure}`);
  expect(says).toEqual(told);
});

test.each<readonly [string, number, string, string, string]>([
  [
    'errors without success',
    400,
    '{"errors":[{"message":"no such field"}]}',
    'application/json',
    '400 Bad Request: no such field.',
  ],
  [
    'a problem',
    403,
    '{"title":"Forbidden","detail":"Plan too small.","status":403}',
    'application/problem+json',
    '403 Forbidden: Forbidden: Plan too small.',
  ],
  [
    'a problem as JSON',
    422,
    '{"type":"about:blank","title":"Invalid","detail":"Bad ttl"}',
    'application/json',
    '422 Unprocessable Content: Invalid: Bad ttl.',
  ],
  [
    'an error of OAuth',
    400,
    '{"error":"invalid_grant","error_description":"Expired"}',
    'application/json',
    'invalid_grant: Expired.',
  ],
  [
    'an object of a gateway',
    502,
    '{"error":{"message":"upstream gone"}}',
    'application/json',
    '502 Bad Gateway: upstream gone.',
  ],
  ['plain text', 502, 'error code: 502\n', 'text/plain', '502 Bad Gateway: error code: 502.'],
  [
    'a page',
    502,
    '<html><title>api.example | 502: Bad gateway</title></html>',
    'text/html',
    'with a page, "api.example | 502: Bad gateway".',
  ],
])('%s keeps its words', (_, status, body, type, words) => {
  expect(read(status, body, type).said).toContain(words);
});

const ray: HeaderList = [['CF-Ray', '8f2a-FRA']];

test('a block page is told as a firewall’s, with its Ray ID', () => {
  const page = '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head></html>';
  const { said } = read(403, page, 'text/html; charset=UTF-8', ray);
  expect(said).toMatch(
    /^a firewall in front of the API blocked the request: 403 Forbidden with a page, "Attention Required!/,
  );
  expect(said).toMatch(/Ray ID 8f2a-FRA\.$/);
  expect(said).not.toContain('has the permission');
});

test('every failure tells the Ray ID where there is one', () => {
  const envelope = '{"success":false,"errors":[{"code":1003,"message":"x"}]}';
  for (const [status, body] of [
    [404, envelope],
    [200, envelope],
    [500, ''],
    [200, '{"errors":[{"message":"x"}]}'],
  ] as const) {
    expect(read(status, body, 'application/json', ray).said).toMatch(/ Ray ID 8f2a-FRA\.$/);
    expect(read(status, body).said).not.toContain('Ray ID');
  }
  expect(read(302, '', 'text/html', [...ray, ['location', 'https://x.example']]).said).toContain('Ray ID 8f2a-FRA');
});

test('a page with 200 is a failure, but where somebody stored it', () => {
  const page = '<html><title>Sign in</title></html>';
  expect(read(200, page, 'text/html').said).toContain('200 OK with a page, "Sign in", where JSON was due');
  expect(read(200, page, 'text/plain').said).toBeUndefined();
  const value = 'https://api.example/client/v4/accounts/a/storage/kv/namespaces/n/values/k';
  expect(read(200, page, 'text/html', [], value).said).toBeUndefined();
});

test.each([
  [403, { code: 9109, message: 'Invalid access token' }, /Check the credential/],
  [403, { code: 9109, message: 'Unauthorized to access requested resource' }, /permission/],
  [
    400,
    { code: 1001, message: 'List accounts endpoint does not support account owned tokens.' },
    /account-owned token/,
  ],
  [400, { code: 1001, message: 'Invalid value' }, /Read the message/],
])('%i with %j has advice that fits', (status, error, advice) => {
  expect(read(status, JSON.stringify({ success: false, errors: [error] })).said).toMatch(advice);
});

test('Retry-After: 0 asks for no wait', () => {
  expect(read(429, '{}', 'application/json', [['retry-after', '0']]).said).toContain('Try again now');
});
