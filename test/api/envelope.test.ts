import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, readEnvelope } from '../../src/api/envelope.ts';
import { sentence } from '../../src/api/failures.ts';
import type { HeaderList } from '../../src/api/messages.ts';

const GET = { method: 'GET', url: 'https://api.cloudflare.com/client/v4/zones?name=x' };
const POST = { ...GET, method: 'POST' };

function told(status: number, head: unknown, request = GET, headers: HeaderList = []): string {
  const failure = judge(request, { status, headers }, readEnvelope(head));
  return failure === undefined ? 'success' : `${failure.kind}: ${sentence(failure)}`;
}

describe('readEnvelope', () => {
  test('reads errors with pointer, documentation and chain, and keeps result_info as it came', () => {
    const envelope = readEnvelope({
      success: false,
      errors: [
        {
          code: 6003,
          message: 'Invalid request headers',
          documentation_url: 'https://example.com/6003',
          source: { pointer: '/ttl' },
          error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
        },
      ],
      messages: [{ code: 10000, message: 'This API Token is valid and active', type: null }],
      result_info: { page: '1' },
    });
    expect(envelope).toEqual({
      success: false,
      errors: [
        {
          code: 6003,
          message: 'Invalid request headers',
          documentationUrl: 'https://example.com/6003',
          pointer: '/ttl',
          chain: [{ code: 6111, message: 'Invalid format for Authorization header', chain: [] }],
        },
      ],
      messages: [{ code: 10000, message: 'This API Token is valid and active', type: undefined }],
      resultInfo: { page: '1' },
    });
  });

  test.each([undefined, null, 'text', 7, [], {}, { success: 'yes' }, { data: {}, errors: null }])(
    '%j is no envelope',
    (head) => {
      expect(readEnvelope(head)).toBeUndefined();
    },
  );

  test.each([
    [null, []],
    ['plain text', [{ code: undefined, message: 'plain text', chain: [] }]],
    [['one', 2, null], ['one', '2', ''].map((message) => ({ code: undefined, message, chain: [] }))],
    [{ code: '7003', message: 'no list' }, [{ code: 7003, message: 'no list', chain: [] }]],
    [[{ code: 1.5, message: { odd: true } }], [{ code: undefined, message: '{"odd":true}', chain: [] }]],
    [[{ error: 'elsewhere' }], [{ code: undefined, message: 'elsewhere', chain: [] }]],
  ])('the odd errors %j are kept as text', (errors, read) => {
    expect(readEnvelope({ success: false, errors })?.errors).toEqual(read);
  });

  test('a chain that is nested without end, and a list without end, are cut', () => {
    let error: object = { code: 1, message: 'deepest' };
    for (let depth = 0; depth < 50_000; depth++) error = { code: 1, message: 'x', error_chain: [error] };
    const envelope = readEnvelope({
      success: false,
      errors: [error],
      messages: Array.from({ length: 9999 }, () => 'm'),
    });
    expect(JSON.stringify(envelope?.errors).length).toBeLessThan(1000);
    expect(envelope?.messages).toHaveLength(100);
  });

  test('nothing makes it throw', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.boolean(),
        fc.integer({ min: 100, max: 599 }),
        (errors, messages, success, status) => {
          const envelope = readEnvelope({ success, errors, messages });
          const failure = judge(GET, { status, headers: [] }, envelope);
          if (status >= 400 || !success) expect(sentence(failure!)).not.toContain('undefined');
          else expect(failure).toBeUndefined();
        },
      ),
    );
  });
});

const ok = { success: true, errors: [], messages: [] };
const no = (...errors: unknown[]): unknown => ({ success: false, errors, messages: [], result: null });

describe('judge', () => {
  test.each([
    [200, ok],
    [201, undefined],
    [204, undefined],
    [304, undefined],
    [200, { ...ok, messages: [{ code: 10000, message: 'This API Token is valid and active' }] }],
    [200, { ...ok, errors: [{ code: 1, message: 'a warning in the wrong place' }] }],
  ])('status %i with %j is a success', (status, head) => {
    expect(told(status, head)).toBe('success');
  });

  test.each([
    [
      'an API error',
      400,
      no({ code: 1004, message: 'DNS Validation Error.' }),
      /^api: GET https:\/\/api\.cloudflare\.com\/client\/v4\/zones: 400 Bad Request: DNS Validation Error \(code 1004\)\. Read/,
    ],
    ['success: false with status 200', 200, no({ code: 7, message: 'No' }), /^api: .*200 OK: No \(code 7\)/],
    ['success: false without errors', 200, no(), /^api: .*lists no errors/],
    ['success: true with status 500', 500, ok, /^status: .*500 Internal Server Error\. Try again/],
    ['success: true with errors and status 400', 400, { ...ok, errors: ['odd'] }, /^api: .*: odd\./],
    [
      'the chain behind an error',
      400,
      no({
        code: 6003,
        message: 'Invalid request headers',
        error_chain: [{ code: 6103, message: 'Invalid format for X-Auth-Key header' }],
      }),
      /Invalid request headers \(code 6003\) ← Invalid format for X-Auth-Key header \(code 6103\)\. Enter the credential again/,
    ],
    [
      'a chain about another header',
      400,
      no({
        code: 6003,
        message: 'Invalid request headers',
        error_chain: [{ code: 6105, message: 'Invalid Content-Type header' }],
      }),
      /6105\)\. Read the message/,
    ],
    [
      'a pointer',
      400,
      no({ code: 1, message: 'too low', source: { pointer: '/ttl' } }),
      /too low \(code 1, at \/ttl\)/,
    ],
    ['the first three of many errors', 400, no('a', 'b', 'c', 'd', 'e'), /: a; b; c; and 2 more\./],
    [
      'a credential that is not known',
      401,
      no({ code: 10000, message: 'Authentication error' }),
      /401 Unauthorized.*Check the credential/,
    ],
    [
      'a missing permission',
      403,
      no({ code: 10000, message: 'Authentication error' }),
      /403 Forbidden.*has permission/,
    ],
    ['a missing credential', 400, no({ code: 9106, message: 'Missing headers' }), /Enter the credential again/],
    [
      'an unknown route or id',
      404,
      no({ code: 7003, message: 'Could not route' }),
      /404 Not Found.*no such route, or no such resource/,
    ],
    ['a conflict', 409, no({ code: 81057, message: 'Record already exists' }), /409 Conflict.*already exists/],
    ['too large a body', 413, undefined, /^status: .*413 Content Too Large.*Send a smaller body/],
    ['a gateway', 502, undefined, /^status: .*502 Bad Gateway.*cloudflarestatus/],
    ['an origin of Cloudflare that is down', 522, undefined, /522 Connection Timed Out.*could not reach the service/],
    ['a status without a name', 499, undefined, /the server returned 499\. /],
  ])('tells of %s', (_, status, head, sentenceLike) => {
    expect(told(status, head)).toMatch(sentenceLike);
  });

  test('names the method that a path does not take', () => {
    expect(told(405, undefined, POST)).toMatch(/does not accept POST/);
  });

  test('warns that a change may have been made after a server error', () => {
    expect(told(500, undefined, POST)).toMatch(/may have been made anyway/);
  });

  test.each<[HeaderList, RegExp]>([
    [[], /up to five minutes/],
    [[['retry-after', '1']], /Wait 1 second before/],
    [[['retry-after', '45']], /Wait 45 seconds before/],
    [[['retry-after', '300']], /Wait 5 min before/],
    [[['retry-after', '7500']], /Wait 2 h 5 min before/],
    [[['ratelimit', '"default";r=0;t=30']], /Wait 30 seconds before/],
    [
      [
        ['Retry-After', 'Sun, 06 Nov 1994 08:49:37 GMT'],
        ['Date', 'Sun, 06 Nov 1994 08:49:07 GMT'],
      ],
      /Wait 30 seconds before/,
    ],
    [[['Retry-After', 'Sun, 06 Nov 1994 08:49:37 GMT']], /up to five minutes/],
  ])('tells how long to wait after a 429 with %j', (headers, sentenceLike) => {
    expect(told(429, undefined, GET, headers)).toMatch(sentenceLike);
  });

  test('tells where a redirect that was not followed leads, without its query', () => {
    const failure = judge(POST, { status: 307, headers: [['Location', '/elsewhere?signature=hush']] }, undefined);
    expect(failure).toMatchObject({ kind: 'redirect', status: 307, target: 'https://api.cloudflare.com/elsewhere' });
    expect(sentence(failure!)).not.toContain('hush');
  });

  test('cuts what the server says at 300 characters, between whole characters', () => {
    const failure = judge(
      GET,
      { status: 400, headers: [] },
      readEnvelope(no({ message: `${'a'.repeat(298)}😀${'b'.repeat(5000)}` })),
    );
    expect(failure!.happened.length).toBeLessThan(330);
    expect(failure!.happened.isWellFormed()).toBe(true);
    expect(failure!.happened).toContain('…');
  });
});
