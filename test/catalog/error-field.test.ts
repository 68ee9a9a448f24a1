import { describe, expect, test } from 'vitest';
import { type ErrorField, locateError } from '../../src/catalog/error-field.ts';
import { parseLine } from '../../src/request/parse.ts';
import { catalog } from './loaded.ts';

const zone = '023e105f4ecef8ad9ca31a8372d0c353';

function explained(text: string, message: string, pointer?: string): ErrorField | undefined {
  const parsed = parseLine(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { request } = parsed;
  const match = catalog.matcher().match(request.method ?? 'GET', request.path);
  if (!match) throw new Error(`${request.path} is no operation`);
  return locateError({ message, pointer }, match, catalog.details(match.operation), request);
}

const post = `POST /zones/${zone}/dns_records type=MX name=www ttl:=5 data:={"weight":1}`;

describe('an error with a pointer', () => {
  test.each([
    ['/ttl', 'ttl', '5'],
    ['#/ttl', 'ttl', '5'],
    ['/body/ttl', 'ttl', '5'],
    ['$.ttl', 'ttl', '5'],
    ['ttl', 'ttl', '5'],
    ['/data/weight', 'data.weight', '1'],
    ['data.weight', 'data.weight', '1'],
    ['/data', 'data', '{"weight":1}'],
    ['/priority', 'priority', undefined],
  ])('%s names a field of the body', (pointer, name, sent) => {
    const found = explained(post, 'Invalid', pointer);
    expect(found).toMatchObject({ in: 'body', name, sent });
    expect(found?.field?.name).toBe(name.split('.').at(-1));
  });

  test('names a parameter of the query or the path', () => {
    expect(explained(`GET /zones/${zone}/dns_records per_page==9999999`, 'Bad', '/query/per_page')).toMatchObject({
      in: 'query',
      name: 'per_page',
      sent: '9999999',
      field: { name: 'per_page' },
    });
    expect(explained('GET /zones/nonsense/dns_records', 'Bad', '/params/zone_id')).toMatchObject({
      in: 'path',
      name: 'zone_id',
      sent: 'nonsense',
    });
  });

  test('that the catalog does not know is told as it is', () => {
    expect(explained(post, 'Invalid', '/body/made/up/0')).toEqual({
      in: 'body',
      name: 'made.up.0',
      field: undefined,
      sent: undefined,
    });
  });

  test('passes over the indexes of lists', () => {
    const found = explained(
      `POST /zones/${zone}/rulesets rules:=[{"action":"x"}] kind=zone name=n phase=http_ratelimit`,
      'Invalid',
      '/rules/0/action',
    );
    expect(found).toMatchObject({ in: 'body', name: 'rules.0.action', sent: '"x"', field: { name: 'action' } });
  });
});

describe('an error without a pointer', () => {
  test.each([
    ['Content for A record is invalid. ttl must be between 60 and 86400 seconds, or 1 for Automatic.', 'ttl'],
    ["Invalid value for parameter 'priority'", 'priority'],
    ['DNS name is invalid.', 'name'],
    ['The `private_routing` flag is not allowed here', 'private_routing'],
  ])('%s', (message, name) => {
    expect(explained(post, message)).toMatchObject({ in: 'body', name });
  });

  test.each(['Authentication error', 'An identical record already exists.', ''])(
    'that names nothing is about nothing: %j',
    (message) => {
      expect(explained(post, message)).toBeUndefined();
    },
  );
});

test.each(['/', '$', '///', '[', '0', 'a'.repeat(5000), '/__proto__/x', '/constructor'])(
  'stands the pointer %j',
  (pointer) => {
    expect(() => explained(post, 'Invalid', pointer)).not.toThrow();
    expect(() => explained(`PUT /accounts/x/storage/kv/namespaces/n/values/k @file`, 'Invalid', pointer)).not.toThrow();
  },
);
