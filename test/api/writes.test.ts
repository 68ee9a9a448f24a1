import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readingPosts, whyPostReads } from '../../src/api/reading-posts.ts';
import { consentFor, consentSettings, emptyPart, judgeWrite, needsYes, wishOf } from '../../src/api/writes.ts';
import { pathShape } from '../../src/catalog/placeholders.ts';
import { parseLine } from '../../src/request/parse.ts';
import { catalog } from '../catalog/loaded.ts';
import { runs } from '../helpers/runs.ts';

function judged(line: string) {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return judgeWrite(wishOf(parsed.request));
}

describe('what a request does', () => {
  test.each([
    ['GET /zones', 'reads'],
    ['OPTIONS /zones', 'reads'],
    ['POST /zones name=example.com', 'creates'],
    ['PUT /zones/Z/dns_records/R type=A', 'changes'],
    ['PATCH /zones/Z/settings/ssl value=strict', 'changes'],
    ['DELETE /zones/Z/dns_records/R', 'deletes'],
    ['GET /zones X-HTTP-Method-Override:DELETE', 'deletes'],
    ['POST /zones/Z/dns_records/batch deletes:=\'[{"id":"R"}]\'', 'deletes'],
    ['POST /zones/Z/dns_records/batch patches:=\'[{"id":"R"}]\'', 'changes'],
    ["POST /zones/Z/dns_records/batch posts:='[{}]' deletes:=[]", 'creates'],
    ['POST /zones/Z/dns_records/batch @records.json', 'deletes'],
    ['POST /accounts/A/storage/kv/namespaces/N/bulk/delete :=\'["a"]\'', 'deletes'],
    ['POST /accounts/A/vectorize/v2/indexes/I/delete_by_ids ids:=[]', 'deletes'],
    ['POST /accounts/A/access/service_tokens/T/rotate', 'changes'],
    ['POST /zones/Z/purge_cache files:=\'["https://example.com/"]\'', 'purges'],
    ['DELETE /zones/Z/purge_cache purge_everything:=true', 'purges'],
    ["POST /accounts/A/d1/database/D/query sql='drop table users'", 'changes'],
    ["POST /graphql query='mutation { a }'", 'changes'],
  ])('%s %s', (line, kind) => {
    expect(judged(line).kind).toBe(kind);
  });

  test.each([
    ['DELETE /zones/Z', 'zone'],
    ['DELETE /zones/Z/', 'zone'],
    ['DELETE /zones/example.com', 'zone'],
    ['DELETE /accounts/A', 'account'],
    ['DELETE /accounts/A/storage/kv/namespaces/N', 'namespace'],
    ['DELETE /storage/kv/namespaces/N', 'namespace'],
    ['DELETE /accounts/A/workers/namespaces/N', 'namespace'],
    ['DELETE /accounts/A/r2/buckets/B', 'bucket'],
    ['DELETE /accounts/A/d1/database/D', 'database'],
    ['DELETE /accounts/A/workers/scripts/S', 'script'],
    ['DELETE /accounts/A/workers/dispatch/namespaces/N/scripts/S', 'script'],
    ['POST /zones/Z/purge_cache purge_everything:=true', 'cache'],
    ['POST /zones/Z/purge_cache @everything.json', 'cache'],
    ['DELETE /zones/Z/dns_records/R', undefined],
    ['DELETE /accounts/A/storage/kv/namespaces/N/values/K', undefined],
    ['DELETE /accounts/A/workers/scripts/S/schedules', undefined],
    ['POST /zones/Z/purge_cache purge_everything:=false files:=[]', undefined],
  ])('%s loses %s', (line, lost) => {
    expect(judged(line).lost).toBe(lost);
  });

  test('every deletion of the catalog is told as one, and every reading POST as a read', () => {
    for (const { method, path } of catalog.operations) {
      const sample = path.replace(/\{[^}]*\}/g, 'x');
      if (method === 'DELETE' && !/purge|cache_reserve/.test(path))
        expect(judgeWrite({ method, path: sample, body: undefined }).kind, path).toBe('deletes');
      if (method === 'POST' && /\/delete$/.test(path))
        expect(judgeWrite({ method, path: sample, body: undefined }).kind, path).toBe('deletes');
    }
  });
});

describe('POSTs that read', () => {
  /** Documented, and in neither source of the catalog. */
  const undocumented = new Set([
    '/graphql',
    '/accounts/{}/analytics_engine/sql',
    '/accounts/{}/workers/durable_objects/namespaces/{}/query',
  ]);

  test('each stands in the catalog, and has its reason', () => {
    const known = new Set(
      catalog.operations.filter(({ method }) => method === 'POST').map(({ path }) => pathShape(path)),
    );
    for (const { path, reason } of readingPosts) {
      expect(known.has(path) || undocumented.has(path), path).toBe(true);
      expect(reason).not.toBe('');
    }
  });

  test.each([
    ['select * from a', true],
    [' -- drop table a\nSELECT 1', true],
    ['select \'delete from a\', "update" from b', true],
    ['with a as (select 1) select * from a', true],
    ['select replace(name, 1, 2) from a', true],
    ['pragma table_info(a)', true],
    ['explain query plan select 1', true],
    ['select 1; select 2;', true],
    ['', false],
    [';', false],
    ['delete from a', false],
    ['with a as (select 1) insert into b select * from a', false],
    ['select 1; drop table a', false],
    ['select 1 /* */; update a set b = 1', false],
    ['pragma writable_schema = 1', false],
    ['pragma optimize', false],
    ['replace into a values (1)', false],
    ['vacuum', false],
  ])('SQL %j only reads: %s', (sql, isRead) => {
    const path = '/accounts/A/d1/database/D/query';
    expect(whyPostReads(path, JSON.stringify({ sql })) !== undefined).toBe(isRead);
    expect(whyPostReads('/zones/Z/logs/explorer/query/sql', sql) !== undefined).toBe(isRead);
  });

  test('one statement of several that writes makes all of them a write', () => {
    const path = '/accounts/A/d1/database/D/query';
    expect(whyPostReads(path, JSON.stringify({ batch: [{ sql: 'select 1' }, { sql: 'select 2' }] }))).toBeDefined();
    expect(
      whyPostReads(path, JSON.stringify({ batch: [{ sql: 'select 1' }, { sql: 'drop table a' }] })),
    ).toBeUndefined();
    expect(whyPostReads(path, JSON.stringify([{ sql: 'select 1' }]))).toBeDefined();
    expect(whyPostReads(path, JSON.stringify({ sql: 'select 1', batch: [{ sql: 'drop table a' }] }))).toBeUndefined();
    expect(whyPostReads(path, undefined)).toBeUndefined();
  });

  test.each([
    ['{ viewer { zones { zoneTag } } }', true],
    ['query A { viewer { mutation } }', true],
    ['# mutation\nquery { a(text: "mutation {") }', true],
    ['mutation { a }', false],
    ['query A { a } mutation B { b }', false],
    ['subscription { a }', false],
    ['', false],
  ])('GraphQL %j only reads: %s', (query, isRead) => {
    expect(whyPostReads('/graphql', JSON.stringify({ query })) !== undefined).toBe(isRead);
  });

  test('whatever a body holds, it is told in finite time', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        for (const path of ['/graphql', '/accounts/A/d1/database/D/query']) whyPostReads(path, body);
      }),
      runs(200),
    );
  });
});

describe('consent', () => {
  const setting = 'default';
  test.each([
    ['GET /zones', 'none'],
    ['POST /zones name=a', 'none'],
    ['PATCH /zones/Z/settings/ssl value=strict', 'enter'],
    ['DELETE /zones/Z/dns_records/R', 'yes'],
    ['DELETE /zones/Z', 'name'],
    ['DELETE /accounts/A/r2/buckets/B', 'name'],
    ['DELETE /accounts/A/workers/scripts/S', 'yes'],
    ['POST /zones/Z/purge_cache purge_everything:=true', 'yes'],
  ])('%s needs %s', (line, consent) => {
    expect(consentFor(judged(line), { setting })).toBe(consent);
  });

  test('the setting says when: all asks for what creates too, never for nothing', () => {
    expect(consentFor(judged('POST /zones name=a'), { setting: 'all' })).toBe('enter');
    expect(consentFor(judged('GET /zones'), { setting: 'all' })).toBe('none');
    expect(consentFor(judged('DELETE /zones/Z'), { setting: 'never' })).toBe('none');
  });

  test('what comes from elsewhere asks, whatever the setting', () => {
    for (const each of consentSettings) {
      for (const line of ['GET /zones', 'POST /zones name=a', 'DELETE /zones/Z/dns_records/R'])
        expect(consentFor(judged(line), { setting: each, isForeign: true })).not.toBe('none');
    }
    expect(consentFor(judged('POST /zones name=a'), { setting, isRecalled: true })).toBe('enter');
    expect(consentFor(judged('GET /zones'), { setting, isRecalled: true })).toBe('none');
  });

  test('a script must say so only for what nothing brings back, and for every write in production', () => {
    const plain = { setting, isProduction: false } as const;
    const production = { setting, isProduction: true } as const;
    expect(needsYes(judged('PATCH /zones/Z/settings/ssl value=strict'), plain)).toBe(false);
    expect(needsYes(judged('DELETE /zones/Z/dns_records/R'), plain)).toBe(false);
    expect(needsYes(judged('DELETE /zones/Z'), plain)).toBe(true);
    expect(needsYes(judged('DELETE /accounts/A/workers/scripts/S'), plain)).toBe(true);
    expect(needsYes(judged('POST /zones/Z/purge_cache purge_everything:=true'), plain)).toBe(true);
    expect(needsYes(judged('PATCH /zones/Z/settings/ssl value=strict'), production)).toBe(true);
    expect(needsYes(judged('POST /zones name=a'), production)).toBe(true);
    expect(needsYes(judged('POST /zones name=a'), { setting: 'all', isProduction: false })).toBe(false);
    expect(needsYes(judged('POST /zones name=a'), { setting: 'all', isProduction: true })).toBe(true);
    expect(needsYes(judged('DELETE /zones/Z'), { setting: 'never', isProduction: true })).toBe(false);
    expect(needsYes(judged('GET /zones'), { ...production, isForeign: true })).toBe(false);
    expect(needsYes(judged('POST /zones name=a'), { ...plain, isForeign: true })).toBe(true);
  });
});

describe('an empty part of a path', () => {
  test.each([
    ['DELETE', '/zones//dns_records', '/zones/'],
    ['DELETE', '/zones/Z/dns_records/', '/zones/Z/dns_records/'],
    ['POST', '/zones//purge_cache', '/zones/'],
    ['PUT', '/accounts/A/storage/kv/namespaces/N/values/', '/accounts/A/storage/kv/namespaces/N/values/'],
    ['DELETE', '/accounts/A/r2/buckets//objects/a', '/accounts/A/r2/buckets/'],
    ['DELETE', '/zones/', '/zones/'],
  ])('%s %s is refused', (method, path, before) => {
    expect(emptyPart({ method, path })?.message).toContain(`after ${before}:`);
  });

  test.each([
    ['GET', '/zones//dns_records'],
    ['DELETE', '/zones/Z/dns_records/R'],
    ['PUT', '/accounts/A/r2/buckets/B/objects/folder/'],
    ['PUT', '/accounts/A/r2/buckets/B/objects/a//b'],
  ])('%s %s is not', (method, path) => {
    expect(emptyPart({ method, path })).toBeUndefined();
  });
});
