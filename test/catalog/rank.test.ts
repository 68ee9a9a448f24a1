import { describe, expect, test } from 'vitest';
import { createRank, type Ranked, usageKey } from '../../src/catalog/rank/rank.ts';
import { catalog, operationOf, spelledOut } from './loaded.ts';
import { phrases } from './phrases.ts';
import { productPhrases } from './product-phrases.ts';

const rank = createRank(catalog);

const named = ({ operation: { method, path } }: Ranked): string => `${method} ${path}`;
const first = (query: string): string | undefined => rank(query, { limit: 1 }).map(named)[0];

/** Place of the first right operation, from 0; Infinity where none of the first 50 is right. */
function placeOf([phrase, ...operations]: (typeof phrases)[number]): number {
  const right = new Set(operations.map(spelledOut));
  const place = rank(phrase, { limit: 50 }).findIndex((entry) => right.has(named(entry)));
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}

describe('task phrases', () => {
  test('are many, of many products, and mean operations that there are', () => {
    const all = [...phrases, ...productPhrases];
    expect(all.length).toBeGreaterThanOrEqual(270);
    expect(new Set(all.map(([phrase]) => phrase)).size).toBe(all.length);
    const operations = all.flatMap(([, ...meant]) => meant.map(operationOf));
    expect(new Set(operations.map((operation) => operation.group)).size).toBeGreaterThanOrEqual(40);
  });

  /** Shares that were measured, in percent, rounded down: less is a step back. */
  test.each([
    ['tuned', phrases.filter((_, index) => index % 3 !== 2), 94, 99],
    ['held out', phrases.filter((_, index) => index % 3 === 2), 89, 96],
    ['tuned, of products', productPhrases.filter((_, index) => index % 2 === 0), 96, 100],
    ['held out, of products', productPhrases.filter((_, index) => index % 2 === 1), 89, 97],
  ] as const)('that were %s find their operation as often as was measured', (_, chosen, first, firstFive) => {
    const places = chosen.map(placeOf);
    const share = (most: number): number => (100 * places.filter((place) => place < most).length) / places.length;
    expect(share(1)).toBeGreaterThanOrEqual(first);
    expect(share(5)).toBeGreaterThanOrEqual(firstFive);
  });
});

describe('the ranking', () => {
  test('takes words in any order, from method, path, title and product', () => {
    for (const query of ['dns records list', 'list records dns', 'records list dns'])
      expect(first(query)).toBe('GET /zones/{zone_id}/dns_records');
    expect(first('delete dns_records')).toBe('DELETE /zones/{zone_id}/dns_records/{dns_record_id}');
    expect(first('turnstile list')).toBe('GET /accounts/{account_id}/challenges/widgets');
  });

  test('reads a method in capitals as a method', () => {
    const found = rank('DELETE zone', { limit: 30 });
    expect(found.every(({ operation }) => operation.method === 'DELETE')).toBe(true);
  });

  test('reads a path as a path', () => {
    expect(first('/zones')).toBe('GET /zones');
    expect(first('zones/{id}/dns_records')).toBe('GET /zones/{zone_id}/dns_records');
    expect(first('PATCH /zones/023e105f4ecef8ad9ca31a8372d0c353/settings/{x}')).toBe(
      'PATCH /zones/{zone_id}/settings/{setting_id}',
    );
    expect(first('zones/:zone_id/purge_cache')).toBe('POST /zones/{zone_id}/purge_cache');
  });

  test('puts the list before the one for a plural, and the verb before the usual', () => {
    expect(first('load balancer pools')).toBe('GET /accounts/{account_id}/load_balancers/pools');
    expect(first('edit zone setting')).toBe('PATCH /zones/{zone_id}/settings/{setting_id}');
    expect(first('remove worker script')).toBe('DELETE /accounts/{account_id}/workers/scripts/{script_name}');
    expect(first('show zone')).toBe('GET /zones/{zone_id}');
  });

  test('forgives slips of the fingers and unfinished words', () => {
    expect(first('dns recrods')).toBe('GET /zones/{zone_id}/dns_records');
    expect(first('certifcate packs')).toBe('GET /zones/{zone_id}/ssl/certificate_packs');
    expect(first('dns rec')).toBe('GET /zones/{zone_id}/dns_records');
    expect(first('turnst')).toBe('GET /accounts/{account_id}/challenges/widgets');
  });

  test('knows the names of the dashboard, of other products, and everyday words', () => {
    for (const [query, operation] of [
      ['virtual queue', 'GET Z/waiting_rooms'],
      ['tcpdump', 'GET A/pcaps'],
      ['restream to twitch', 'GET A/stream/live_inputs/{live_input_identifier}/outputs'],
      ['sqlite', 'GET A/d1/database'],
      ['rebuild', 'POST A/builds/triggers/{trigger_uuid}/builds'],
    ] as const)
      expect([query, first(query)]).toEqual([query, spelledOut(operation)]);
  });

  test('means one where nothing says many, and what is only done by its name alone', () => {
    expect(first('delete kv keys in bulk')).toBe(
      'POST /accounts/{account_id}/storage/kv/namespaces/{namespace_id}/bulk/delete',
    );
    expect(first('render a screenshot')).toBe('POST /accounts/{account_id}/browser-rendering/screenshot');
  });

  test('fills in a placeholder whose value the query names', () => {
    const [found] = rank('always use https', { limit: 1 });
    expect(found?.values).toEqual({ setting_id: 'always_use_https' });
  });

  test('puts deprecated operations behind others that fit as well', () => {
    const found = rank('vectorize indexes', { limit: 10 }).map(({ operation }) => operation.deprecated);
    expect(found.indexOf(true)).toBeGreaterThan(found.indexOf(false));
    expect(first('vectorize indexes')).toBe('GET /accounts/{account_id}/vectorize/v2/indexes');
  });

  test('puts what was used before what fits as well', () => {
    const [, second] = rank('list rulesets', { limit: 2 });
    const used = new Map([[usageKey(second!.operation), 3]]);
    expect(rank('list rulesets', { limit: 1, used })[0]?.operation).toBe(second?.operation);
    expect(rank('', { limit: 1, used })[0]?.operation).toBe(second?.operation);
  });

  test('never lets usage bring up what does not fit', () => {
    const used = new Map([['GET /zones', 1000]]);
    expect(rank('purge cache', { limit: 1, used }).map(named)).toEqual(['POST /zones/{zone_id}/purge_cache']);
  });

  test('gives all operations for no query, and none for what fits nothing', () => {
    expect(rank('').length).toBe(catalog.operations.length);
    expect(rank('   ').length).toBe(catalog.operations.length);
    expect(rank('', { method: 'DELETE' }).every(({ operation }) => operation.method === 'DELETE')).toBe(true);
    expect(rank('qqqqqqqq')).toEqual([]);
  });

  test('tells which letters it matched', () => {
    const [found] = rank('dns rec', { limit: 1 });
    const { operation } = found!;
    const letters = found!.letters();
    expect(operation.title).toBe('List DNS records');
    expect(letters.title.map(([from, to]) => operation.title.slice(from, to))).toEqual(['DNS', 'rec']);
    expect(letters.path.map(([from, to]) => operation.path.slice(from, to))).toEqual(['dns', 'rec']);
    const [slipped] = rank('purge cahce', { limit: 1 });
    expect(slipped?.letters().title.map(([from, to]) => slipped.operation.title.slice(from, to))).toEqual([
      'Purge',
      'cache',
    ]);
  });

  test.each([
    '',
    '/',
    '///',
    '|',
    '🚇 tunnel',
    'ｄｎｓ',
    `${'a '.repeat(500)}`,
    '\u0000',
    '{',
    '.*',
    '(',
    'get',
    'GET',
    'the of and',
    'constructor',
    '__proto__ hasOwnProperty toString',
  ])('stands %j', (query) => {
    for (const { letters, operation } of rank(query, { limit: 5 })) {
      for (const [from, to] of [...letters().title, ...letters().path]) expect(from).toBeLessThan(to);
      expect(operation.path).toMatch(/^\//);
    }
  });
});
