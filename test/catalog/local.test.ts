import { describe, expect, test } from 'vitest';
import { requestFromForm } from '../../src/catalog/form-request.ts';
import { localCatalog } from '../../src/catalog/local.ts';
import { createRank } from '../../src/catalog/rank/rank.ts';
import { relatedOperations } from '../../src/catalog/related.ts';
import { valueSourceOf } from '../../src/catalog/value-sources.ts';
import { catalog } from './loaded.ts';
import { noValues } from './no-values.ts';
import { placeIn } from './place-in.ts';

/** A part of what `wrangler dev` answers at its base path. */
const document = {
  openapi: '3.0.3',
  paths: {
    '/storage/kv/namespaces': { get: { summary: 'List Namespaces' } },
    '/storage/kv/namespaces/{namespace_id}/keys': { get: { summary: 'List Keys' } },
    '/storage/kv/namespaces/{namespace_id}/values/{key_name}': { get: { summary: 'Read value' }, put: {}, delete: {} },
    '/d1/database': { get: {} },
    '/d1/database/{database_id}/raw': { post: {} },
    '/local/things/{thing_id}': {
      parameters: [{ name: 'thing_id', in: 'path', required: true, schema: { type: 'string' } }],
      post: {
        summary: 'Poke a thing',
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', default: 10 } }, { in: 'cookie' }, null],
        requestBody: {
          content: {
            'application/json': {
              schema: { required: ['sql'], properties: { sql: { type: 'string' }, mode: { enum: ['a', 'b'] } } },
            },
          },
        },
      },
    },
    nonsense: { get: {} },
    '/odd': 7,
  },
};

const local = localCatalog(document, catalog);
const find = (method: string, path: string): (typeof local.operations)[number] => {
  const found = local.operations.find((operation) => operation.method === method && operation.path === path);
  if (!found) throw new Error(`${method} ${path} is not there`);
  return found;
};

describe('the local API', () => {
  test('has the operations of its own description, told as the public ones are', () => {
    expect(local.operations.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /storage/kv/namespaces',
      'GET /storage/kv/namespaces/{namespace_id}/keys',
      'GET /storage/kv/namespaces/{namespace_id}/values/{key_name}',
      'PUT /storage/kv/namespaces/{namespace_id}/values/{key_name}',
      'DELETE /storage/kv/namespaces/{namespace_id}/values/{key_name}',
      'GET /d1/database',
      'POST /d1/database/{database_id}/raw',
      'POST /local/things/{thing_id}',
    ]);
    const keys = find('GET', '/storage/kv/namespaces/{namespace_id}/keys');
    expect(keys).toMatchObject({ title: 'List KV namespace keys', group: 'KV', paging: 'cursor' });
    const { parameters } = local.details(keys);
    expect(parameters.map((parameter) => parameter.name)).toEqual(['namespace_id', 'limit', 'cursor', 'prefix']);
  });

  test('has what the public API lacks, as its description tells it', () => {
    const poke = find('POST', '/local/things/{thing_id}');
    expect(poke).toMatchObject({ title: 'Poke a thing', group: 'Local' });
    const details = local.details(poke);
    expect(details.parameters).toMatchObject([
      { in: 'path', name: 'thing_id', required: true },
      { in: 'query', name: 'limit', initial: '10', shape: { kinds: ['number'] } },
    ]);
    expect(details.body).toMatchObject({
      fields: [
        { name: 'sql', required: true },
        { name: 'mode', shape: { choices: ['a', 'b'] } },
      ],
    });
    expect(requestFromForm(poke, details, { ...noValues, path: { thing_id: 'x' } }).missing).toEqual([
      { in: 'body', name: 'sql' },
    ]);
  });

  test('is matched, ranked and completed without an account', () => {
    expect(local.matcher().match('GET', '/storage/kv/namespaces/n/keys')?.values).toEqual({ namespace_id: 'n' });
    expect(createRank(local)('kv keys', { limit: 1 })[0]?.operation).toBe(
      find('GET', '/storage/kv/namespaces/{namespace_id}/keys'),
    );
    const value = find('GET', '/storage/kv/namespaces/{namespace_id}/values/{key_name}');
    expect(valueSourceOf(local, value, 'key_name', { namespace_id: 'n' })).toMatchObject({
      request: { path: '/storage/kv/namespaces/n/keys' },
      missing: [],
    });
    expect(valueSourceOf(local, value, 'namespace_id', {})).toMatchObject({
      request: { path: '/storage/kv/namespaces' },
      missing: [],
    });
  });

  test('is followed from a namespace to its keys, and from a key to its value', () => {
    const namespaces = find('GET', '/storage/kv/namespaces');
    const fromNamespace = relatedOperations(
      local,
      { operation: namespaces, values: {} },
      placeIn({ result: [{ id: 'n', title: 'S' }] }, ['result', 0, 'id']),
    );
    expect(fromNamespace[0]).toMatchObject({
      operation: { path: '/storage/kv/namespaces/{namespace_id}/keys' },
      values: { namespace_id: 'n' },
      missing: [],
    });
    const keys = find('GET', '/storage/kv/namespaces/{namespace_id}/keys');
    const fromKey = relatedOperations(
      local,
      { operation: keys, values: { namespace_id: 'n' } },
      placeIn({ result: [{ name: 'k/1' }] }, ['result', 0, 'name']),
    );
    expect(fromKey[0]).toMatchObject({
      operation: { method: 'GET', path: '/storage/kv/namespaces/{namespace_id}/values/{key_name}' },
      values: { namespace_id: 'n', key_name: 'k/1' },
      missing: [],
    });
  });

  test('tells the fields of a body that the description only refers to, of all of its forms', () => {
    const schemas = {
      id: { type: 'string', description: 'An id' },
      one: {
        type: 'object',
        required: ['room_id', 'queries'],
        properties: { room_id: { $ref: '#/components/schemas/id' }, queries: { $ref: '#/components/schemas/list' } },
      },
      other: {
        allOf: [
          { $ref: '#/components/schemas/named' },
          { required: ['queries'], properties: { queries: { $ref: '#/components/schemas/list' } } },
        ],
      },
      named: { required: ['room_name'], properties: { room_name: { type: 'string' } } },
      list: { type: 'array', items: { type: 'object', required: ['sql'], properties: { sql: { type: 'string' } } } },
      itself: { type: 'object', properties: { inside: { $ref: '#/components/schemas/itself' } } },
    };
    const body = (schema: unknown) => ({
      post: { requestBody: { content: { 'application/json': { schema } } } },
    });
    const referring = localCatalog(
      {
        paths: {
          '/rooms/query': body({
            oneOf: [{ $ref: '#/components/schemas/one' }, { $ref: '#/components/schemas/other' }],
          }),
          '/rooms/itself': body({ $ref: '#/components/schemas/itself' }),
          '/rooms/nothing': body({ $ref: '#/components/schemas/missing' }),
        },
        components: { schemas },
      },
      catalog,
    );
    const [query, itself, nothing] = referring.operations.map((operation) => referring.details(operation).body);
    if (query?.kind !== 'json') throw new Error('it has no body');
    expect(query.fields.map(({ name, required, description }) => [name, required, description])).toEqual([
      ['room_id', false, 'An id'],
      ['queries', true, ''],
      ['room_name', false, ''],
    ]);
    expect(query.fields[1]?.shape).toMatchObject({
      kinds: ['array'],
      items: { fields: [{ name: 'sql', required: true }] },
    });
    expect(itself).toMatchObject({ fields: [{ name: 'inside' }] });
    expect(nothing).toMatchObject({ fields: [] });
  });

  test.each([undefined, null, 'x', [], {}, { paths: 3 }, { paths: { '/x': { get: null } } }])(
    'is empty for %j',
    (odd) => {
      expect(localCatalog(odd, catalog).operations).toEqual([]);
      expect(createRank(localCatalog(odd, catalog))('x')).toEqual([]);
    },
  );
});
