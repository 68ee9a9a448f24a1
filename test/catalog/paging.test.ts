import { expect, test } from 'vitest';
import type { PagingHint } from '../../src/api/recognise.ts';
import { pagingHintOf } from '../../src/catalog/paging.ts';
import { catalog, operationOf } from './loaded.ts';

test.each<readonly [operation: string, hint: PagingHint | undefined]>([
  ['GET /zones', { kind: 'page', parameter: 'page', sizeParameter: 'per_page' }],
  ['GET A/storage/kv/namespaces/{namespace_id}/keys', { kind: 'cursor', parameter: 'cursor', sizeParameter: 'limit' }],
  ['GET A/rules/lists/{list_id}/items', { kind: 'cursor', parameter: 'cursor', sizeParameter: 'per_page' }],
  ['GET A/r2/buckets', { kind: 'cursor', parameter: 'cursor', sizeParameter: 'per_page' }],
  [
    'GET A/containers/applications/{application_id}/instances-v2',
    { kind: 'token', parameter: 'page_token', sizeParameter: 'per_page' },
  ],
  ['GET A/workers/scripts', { kind: 'whole' }],
  ['GET Z', undefined],
  ['POST Z/dns_records', undefined],
])('the paging of %s', (operation, hint) => {
  const found = operationOf(operation);
  // A hint as the wire's reader of pages takes it.
  const told: PagingHint | undefined = pagingHintOf(found, catalog.details(found));
  expect(told).toEqual(hint);
});
