import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEFT_OUT as REDACTED } from '../../src/api/known-secrets.ts';
import { redactHeaders } from '../../src/api/redaction.ts';
import { isSecretHeader } from '../../src/api/secret-names.ts';

test.each([
  'Authorization',
  'authorization ',
  'Proxy-Authorization',
  'X-Auth-Key',
  'X-AUTH-EMAIL',
  'X-Auth-User-Service-Key',
  'Cookie',
  'Set-Cookie',
  'CF-Access-Client-Secret',
  'cf-aig-authorization',
  'Cf-Access-Jwt-Assertion',
  'Api-Key',
  'apikey',
  'X-My-Token',
  'X-Db-Password',
])('the value of %s is hidden', (name) => {
  expect(redactHeaders([[name, 'value']])).toEqual([[name, REDACTED]]);
});

test.each([
  'Accept',
  'Content-Type',
  'CF-Ray',
  'Ratelimit',
  'Retry-After',
  'User-Agent',
  'Location',
  'CF-Access-Client-Id',
])('the value of %s is kept', (name) => {
  expect(redactHeaders([[name, 'value']])).toEqual([[name, 'value']]);
});

test('names, order and repeats stay', () => {
  const name = fc.constantFrom('accept', 'X-Token', 'cookie', 'etag');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (headers) => {
      const redacted = redactHeaders(headers);
      expect(redacted.map(([field]) => field)).toEqual(headers.map(([field]) => field));
      redacted.forEach(([field, value], at) => {
        expect(value).toBe(isSecretHeader(field) ? REDACTED : headers[at]?.[1]);
      });
    }),
  );
});
