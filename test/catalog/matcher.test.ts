import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../helpers/runs.ts';
import { catalog, operationOf } from './loaded.ts';

const { match, methods, next } = catalog.matcher();
const id = '023e105f4ecef8ad9ca31a8372d0c353';

describe('a path', () => {
  test.each([
    ['GET', `/zones/${id}/dns_records/export`, 'GET Z/dns_records/export', { zone_id: id }],
    ['GET', `/zones/${id}/dns_records/${id}`, 'GET Z/dns_records/{dns_record_id}', { zone_id: id, dns_record_id: id }],
    ['HEAD', '/zones', 'GET /zones', {}],
    ['GET', '/zones/', 'GET /zones', {}],
    ['GET', '/zones/{zone_id}/dns_records', 'GET Z/dns_records', {}],
    ['GET', '/zones/{id}/settings/brotli', 'GET Z/settings/{setting_id}', { setting_id: 'brotli' }],
    ['GET', `/zones/${id}/settings/fonts`, 'GET Z/settings/fonts', { zone_id: id }],
    ['POST', '/accounts/move', 'POST /accounts/move', {}],
    [
      'GET',
      `/accounts/${id}/storage/kv/namespaces/n/values/a%2Fb%20c`,
      'GET A/storage/kv/namespaces/{namespace_id}/values/{key_name}',
      { account_id: id, namespace_id: 'n', key_name: 'a/b c' },
    ],
    [
      'GET',
      `/accounts/${id}/urlscanner/v2/screenshots/abc.png`,
      'GET A/urlscanner/v2/screenshots/{scan_id}.png',
      { account_id: id, scan_id: 'abc' },
    ],
    [
      'POST',
      `/accounts/${id}/ai/run/@cf/some/new-model`,
      'POST A/ai/run/{model_name}',
      { account_id: id, model_name: '@cf/some/new-model' },
    ],
    ['POST', `/accounts/${id}/ai/run/@cf/openai/whisper`, 'POST A/ai/run/@cf/openai/whisper', { account_id: id }],
  ] as const)('%s %s is %s', (method, path, operation, values) => {
    expect(match(method, path)).toEqual({ operation: operationOf(operation), values });
  });

  test.each([
    ['GET', '/'],
    ['GET', '/zonez'],
    ['POST', `/zones/${id}`],
    ['GET', `/zones/${id}/dns_records/x/y`],
  ] as const)('%s %s is no operation', (method, path) => {
    expect(match(method, path)).toBeUndefined();
  });

  test('tells the methods that it takes', () => {
    expect(methods(`/zones/${id}`)).toEqual(['DELETE', 'GET', 'PATCH']);
    expect(methods('/nothing')).toEqual([]);
  });

  test('of every operation leads back to it, whatever fills it in', () => {
    const value = fc.stringMatching(/^[a-z0-9][A-Za-z0-9 %é@_-]{0,20}$/).filter((text) => text.length > 0);
    fc.assert(
      fc.property(
        fc.nat(catalog.operations.length - 1),
        fc.array(value, { minLength: 8, maxLength: 8 }),
        (index, texts) => {
          const operation = catalog.operations[index]!;
          let next = 0;
          const filled: Record<string, string> = {};
          const path = operation.path.replace(/\{([^}]*)\}/g, (_, name: string) => {
            // A literal of another operation in the same place is that operation's.
            filled[name] = `~${texts[next++ % texts.length]}`;
            return encodeURIComponent(filled[name]);
          });
          expect(match(operation.method, path)).toEqual({ operation, values: filled });
        },
      ),
      runs(150),
    );
  });
});

describe('a path that is being typed', () => {
  const segments = (path: string): readonly string[] => next(path).map(({ segment }) => segment);

  test.each([
    ['/zo', ['zones']],
    ['/zones/', ['{zone_id}']],
    ['/zones/example.com/dnss', ['dnssec']],
    [`/zones/${id}/dns_records/e`, ['export']],
    ['/zones/{zone_id}/dns_records/', ['batch', 'export', 'import', 'scan', 'usage', '{dns_record_id}']],
    ['/accounts/m', ['move']],
    ['/nothing/', []],
  ])('%s goes on with %j', (path, wanted) => {
    expect(segments(path)).toEqual(wanted);
  });

  test('tells where an operation ends and where more follows', () => {
    expect(next('/zones/x/dns_records')).toEqual([{ segment: 'dns_records', isWhole: true, hasMore: true }]);
    expect(next('/zones/x/purge_c')).toEqual([{ segment: 'purge_cache', isWhole: true, hasMore: false }]);
    expect(segments('/')).toEqual(expect.arrayContaining(['accounts', 'user', 'zones']));
  });
});
