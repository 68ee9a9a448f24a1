import { expect, test } from 'vitest';
import { listSearchOf, searchItems } from '../../src/catalog/list-search.ts';
import { catalog, operationOf } from './loaded.ts';

const searched = (text: string): unknown => {
  const operation = operationOf(text);
  const search = operation.list && listSearchOf(catalog.details(operation), operation.list);
  return search && searchItems(search, 'x');
};

test.each([
  ['GET /zones', { name: 'contains:x' }],
  ['GET Z/dns_records', { 'name.contains': 'x', 'content.contains': 'x', match: 'any' }],
  ['GET /organizations', { 'name.contains': 'x' }],
  ['GET A/r2/buckets', { name_contains: 'x' }],
  ['GET A/d1/database', { name: 'x' }],
  ['GET A/access/groups', { search: 'x' }],
  ['GET A/storage/kv/namespaces/{namespace_id}/keys', { prefix: 'x' }],
  ['GET Z/custom_hostnames', { 'hostname.contain': 'x' }],
  // The whole name only, or no filter at all: the list itself is read and looked through.
  ['GET /accounts', undefined],
  ['GET A/storage/kv/namespaces', undefined],
] as const)('%s is searched by %j', (operation, items) => {
  expect(searched(operation)).toEqual(items);
});

test('every list is searched by parameters that it has', () => {
  for (const { operation, ...list } of catalog.listings.values()) {
    const details = catalog.details(operation);
    const search = listSearchOf(details, list);
    const known = details.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    if (search) expect(known).toEqual(expect.arrayContaining([...search.parameters, ...Object.keys(search.beside)]));
  }
});
