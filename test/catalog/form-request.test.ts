import { describe, expect, test } from 'vitest';
import { type FormValues, formFromRequest, requestFromForm } from '../../src/catalog/form-request.ts';
import { sortingOf } from '../../src/catalog/paging.ts';
import { fieldValueSource, listedValues, valueSourceOf } from '../../src/catalog/value-sources.ts';
import { formatLine } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';
import { catalog, operationOf } from './loaded.ts';
import { noValues } from './no-values.ts';

const account = '9a7806061c88ada191ed06f989cc3dac';
const zone = '023e105f4ecef8ad9ca31a8372d0c353';

describe('the values of a placeholder', () => {
  test.each([
    ['GET Z/dns_records', 'zone_id', {}, '/zones', []],
    ['PATCH Z/dns_records/{dns_record_id}', 'dns_record_id', { zone_id: zone }, `/zones/${zone}/dns_records`, []],
    ['PATCH Z/dns_records/{dns_record_id}', 'dns_record_id', {}, '/zones/{zone_id}/dns_records', ['zone_id']],
    [
      'GET A/storage/kv/namespaces/{namespace_id}/values/{key_name}',
      'key_name',
      { account_id: account, namespace_id: 'n/1' },
      `/accounts/${account}/storage/kv/namespaces/n%2F1/keys`,
      [],
    ],
    [
      'DELETE Z/rulesets/{ruleset_id}/rules/{rule_id}',
      'rule_id',
      { zone_id: zone, ruleset_id: 'r' },
      `/zones/${zone}/rulesets/r`,
      [],
    ],
    ['PUT A/addressing/address_maps/{address_map_id}/zones/{zone_id}', 'zone_id', {}, '/zones', []],
    ['POST A/ai/run/{model_name}', 'model_name', { account_id: account }, `/accounts/${account}/ai/models/search`, []],
  ] as const)('of %s: {%s}', (operation, name, values, path, missing) => {
    const completion = valueSourceOf(catalog, operationOf(operation), name, values);
    expect(completion).toMatchObject({ kind: 'listing', request: { method: 'GET', path }, missing });
  });

  test('that are few are given', () => {
    const completion = valueSourceOf(catalog, operationOf('PATCH Z/settings/{setting_id}'), 'setting_id', {});
    expect(completion).toMatchObject({ kind: 'choices', values: expect.arrayContaining(['brotli', 'ssl', 'tls_1_3']) });
  });

  test('that nothing lists, and of names that the path has not, are none', () => {
    expect(valueSourceOf(catalog, operationOf('GET Z/logs/rayids/{ray_id}'), 'ray_id', {})).toBeUndefined();
    expect(valueSourceOf(catalog, operationOf('GET /zones'), 'zone_id', {})).toBeUndefined();
  });

  test('complete a field of the same name', () => {
    expect(fieldValueSource(catalog, operationOf('GET /certificates'), 'zone_id', {})).toMatchObject({
      request: { path: '/zones' },
    });
    expect(fieldValueSource(catalog, operationOf('GET /certificates'), 'limit', {})).toBeUndefined();
  });

  test('are read from a response wherever the list is', () => {
    const read = (operation: string, response: unknown): unknown =>
      listedValues(operationOf(operation).list!, response);
    expect(read('GET /zones', { result: [{ id: 'a', name: 'example.com' }, { name: 'no id' }, null] })).toEqual([
      { id: 'a', name: 'example.com' },
    ]);
    expect(read('GET A/r2/buckets', { result: { buckets: [{ name: 'photos' }] } })).toEqual([
      { id: 'photos', name: 'photos' },
    ]);
    expect(read('GET A/d1/database', { result: [{ uuid: 'u', name: 'n' }] })).toEqual([{ id: 'u', name: 'n' }]);
    expect(listedValues({ at: [], id: undefined, name: undefined }, { result: ['x', 1] })).toEqual([
      { id: 'x', name: 'x' },
      { id: '1', name: '1' },
    ]);
    for (const odd of [undefined, null, 'x', [], {}, { result: 3 }]) expect(read('GET /zones', odd)).toEqual([]);
  });
});

function filled(
  operation: string,
  values: Partial<FormValues>,
): ReturnType<typeof requestFromForm> & { readonly line: string } {
  const found = operationOf(operation);
  const result = requestFromForm(found, catalog.details(found), { ...noValues, ...values });
  return { ...result, line: formatLine(result.request) };
}

describe('a form', () => {
  test('becomes a line that reads the same', () => {
    const { line, missing, faults, request } = filled('POST Z/dns_records', {
      path: { zone_id: zone },
      body: {
        type: 'A',
        name: 'www',
        ttl: '3600',
        proxied: 'false',
        content: '198.51.100.4',
        tags: '["a:b"]',
        comment: '12',
      },
    });
    expect(line).toBe(
      `POST /zones/${zone}/dns_records name=www ttl:=3600 type=A comment=12 content=198.51.100.4 proxied:=false tags:=["a:b"]`,
    );
    expect({ missing, faults }).toEqual({ missing: [], faults: [] });
    expect(parseLine(line)).toEqual({ ok: true, request });
  });

  test('names what is missing, and leaves it in the path', () => {
    const { request, missing } = filled('POST Z/dns_records', { body: { name: 'www' } });
    expect(request.path).toBe('/zones/{zone_id}/dns_records');
    expect(missing).toEqual([
      { in: 'path', name: 'zone_id' },
      { in: 'body', name: 'ttl' },
      { in: 'body', name: 'type' },
    ]);
    expect(filled('GET /certificates', {}).missing).toEqual([{ in: 'query', name: 'zone_id' }]);
    expect(filled('POST A/stream', { path: { account_id: account } }).missing.map(({ name }) => name)).toEqual([
      'Tus-Resumable',
      'Upload-Length',
    ]);
  });

  test('says what is wrong with a value', () => {
    const { faults } = filled('POST Z/dns_records', { body: { ttl: 'long', type: 'B', proxied: 'yes' } });
    expect(faults).toEqual([
      { in: 'body', name: 'ttl', message: 'must be a number' },
      { in: 'body', name: 'type', message: 'is not an allowed value' },
      { in: 'body', name: 'proxied', message: 'must be true or false' },
    ]);
    expect(filled('GET /zones', { query: { direction: ['up'] } }).faults).toEqual([
      { in: 'query', name: 'direction', message: 'must be asc or desc' },
    ]);
  });

  test('puts query and header fields in their places, several of one name too', () => {
    expect(filled('GET /zones', { query: { status: ['active', 'moved'], name: [''] } }).line).toBe(
      'GET /zones status==active status==moved',
    );
    const values = { path: { account_id: account }, headers: { 'cf-r2-jurisdiction': 'eu' } };
    expect(filled('GET A/r2/buckets', values).line).toBe(`GET /accounts/${account}/r2/buckets cf-r2-jurisdiction:eu`);
  });

  test('encodes a value as one segment, but for names that have slashes', () => {
    const path = { account_id: account, namespace_id: 'n', key_name: 'a/b c' };
    expect(filled('GET A/storage/kv/namespaces/{namespace_id}/values/{key_name}', { path }).request.path).toMatch(
      /\/values\/a%2Fb%20c$/,
    );
    const model = { account_id: account, model_name: '@cf/meta/llama 3' };
    expect(filled('POST A/ai/run/{model_name}', { path: model }).request.path).toMatch(
      /\/ai\/run\/@cf\/meta\/llama%203$/,
    );
  });

  test('takes a whole body where the operation has no fields, with its content type', () => {
    const path = { account_id: account, index_name: 'i', namespace_id: 'n' };
    expect(filled('POST A/vectorize/v2/indexes/{index_name}/insert', { path }).missing).toEqual([
      { in: 'body', name: '' },
    ]);
    const whole = { kind: 'file', text: 'v.ndjson' } as const;
    expect(filled('POST A/vectorize/v2/indexes/{index_name}/insert', { path, whole }).line).toBe(
      `POST /accounts/${account}/vectorize/v2/indexes/i/insert Content-Type:application/x-ndjson @v.ndjson`,
    );
    const list = { kind: 'json', text: '["a"]' } as const;
    expect(filled('POST A/storage/kv/namespaces/{namespace_id}/bulk/delete', { path, whole: list }).line).toMatch(
      /bulk\/delete :=\["a"\]$/,
    );
    const broken = { kind: 'json', text: '["a"' } as const;
    expect(filled('POST A/storage/kv/namespaces/{namespace_id}/bulk/delete', { path, whole: broken }).faults).toEqual([
      { in: 'body', name: '', message: 'must be JSON' },
    ]);
  });

  test('fills in the parts of a form: a path, or = and a text, where a file is taken; JSON where that is', () => {
    const path = { account_id: account, namespace_id: 'n', key_name: 'k' };
    const put = (body: FormValues['body']) =>
      filled('PUT A/storage/kv/namespaces/{namespace_id}/values/{key_name}', { path, body });
    expect(put({ value: 'x.bin', metadata: '{"a": 1}' }).line).toMatch(/ value@x\.bin metadata:=\{"a": 1\}$/);
    expect(put({ value: '@x;type=a/b' }).line).toMatch(/ value@x;type=a\/b$/);
    expect(put({ value: '=x' }).line).toMatch(/ value@=x$/);
    expect(put({ value: '=x', metadata: '@m.json' }).line).toMatch(/ metadata:=@m\.json$/);
    expect(put({ metadata: '{"a": 1}' }).missing).toMatchObject([{ in: 'body', name: 'value' }]);
    expect(put({ value: '=x', metadata: '{' }).faults).toMatchObject([{ in: 'body', name: 'metadata' }]);
    const whole = { kind: 'file', text: 'x.bin' } as const;
    expect(filled('PUT A/storage/kv/namespaces/{namespace_id}/values/{key_name}', { path, whole })).toMatchObject({
      missing: [],
      faults: [],
    });
  });

  test('is filled from a line that was typed', () => {
    const parsed = parseLine(`PATCH /zones/${zone}/dns_records/r name=a ttl:=1 x==1 x==2 H:v`);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const match = catalog.matcher().match('PATCH', parsed.request.path)!;
    expect(formFromRequest(parsed.request, match)).toEqual({
      path: { zone_id: zone, dns_record_id: 'r' },
      query: { x: ['1', '2'] },
      headers: { H: 'v' },
      body: { name: 'a', ttl: '1' },
      whole: undefined,
    });
  });
});

describe('sorting', () => {
  test('tells what a list can be sorted by, and which way', () => {
    const sorting = sortingOf(catalog.details(operationOf('GET Z/dns_records')));
    expect(sorting.order?.shape.choices).toEqual(['type', 'name', 'content', 'ttl', 'proxied']);
    expect(sorting.direction?.shape.choices).toEqual(expect.arrayContaining(['asc', 'desc']));
    expect(sorting.pageSize?.name).toBe('per_page');
  });

  test('takes a range from a description that tells one', () => {
    const details = catalog.details(operationOf('GET Z/dns_records'));
    const withText = (description: string): unknown =>
      sortingOf({
        ...details,
        parameters: details.parameters.map((parameter) =>
          parameter.name === 'per_page' ? { ...parameter, description } : parameter,
        ),
      }).pageSizeRange;
    expect(withText('Items, between 5 and 50.')).toEqual({ least: 5, most: 50 });
    expect(withText('Max items to return (1–200).')).toEqual({ least: 1, most: 200 });
    expect(withText('A maximum of 100 is returned')).toEqual({ least: undefined, most: 100 });
    expect(withText('Number of records per page.')).toBeUndefined();
  });

  test('is nothing where an operation has none of it', () => {
    expect(sortingOf(catalog.details(operationOf('GET Z/dnssec')))).toEqual({
      order: undefined,
      direction: undefined,
      pageSize: undefined,
      pageSizeRange: undefined,
    });
  });
});
