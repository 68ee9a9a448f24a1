import { expect, test } from 'vitest';
import { subjectOf } from '../../src/catalog/subject.ts';
import type { Method } from '../../src/request/types.ts';
import { catalog } from './loaded.ts';

const id = '372e67954025e0ba6aaa6d586b9e0b59';

test.each<[Method, string, string, readonly string[]]>([
  ['DELETE', `/zones/example.com/dns_records/${id}`, 'dns record', ['zone example.com', `dns record ${id}`]],
  ['POST', '/zones/example.com/dns_records', 'dns record', ['zone example.com']],
  ['PATCH', '/zones/example.com/settings/ssl', 'setting', ['zone example.com', 'setting ssl']],
  ['PATCH', '/zones/example.com/dnssec', 'dnssec', ['zone example.com']],
  ['DELETE', `/zones/${id}`, 'zone', [`zone ${id}`]],
  ['PUT', '/accounts/A/workers/scripts/worker', 'script', ['account A', 'script worker']],
  ['DELETE', '/accounts/A/storage/kv/namespaces/N/values/a%2Fb', 'key', ['account A', 'namespace N', 'key a/b']],
  [
    'DELETE',
    '/accounts/A/r2/buckets/B/objects/folder/a.txt',
    'object',
    ['account A', 'bucket B', 'object folder/a.txt'],
  ],
  ['PUT', `/zones/${id}/rulesets/R/rules/1`, 'rule', [`zone ${id}`, 'ruleset R', 'rule 1']],
])('%s %s is about a %s', (method, path, object, things) => {
  const subject = subjectOf(catalog, method, path);
  expect(subject.object).toBe(object);
  expect(subject.things.map(({ kind, value }) => `${kind} ${value}`)).toEqual(things);
});

test('without a catalog ids are told by their form', () => {
  const subject = subjectOf(undefined, 'DELETE', `/zones/example.com/dns_records/${id}`);
  expect(subject.things.map(({ kind, value }) => `${kind} ${value}`)).toEqual(['zone example.com', `dns record ${id}`]);
  expect(subject.thing?.path).toBe(`/zones/example.com/dns_records/${id}`);
});
