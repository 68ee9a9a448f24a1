// Requests that go together: which, how many, and what the others are.
import { describe, expect, test } from 'vitest';
import { planSendings, refusedKeys } from '../../src/api/bulk.ts';
import { expectedMs, gravest, outcomeWords } from '../../src/api/many.ts';
import { formatLine } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';

const zone = '0123456789abcdef0123456789abcdef';
const other = 'fedcba9876543210fedcba9876543210';
const keys = `/accounts/${zone}/storage/kv/namespaces/n`;

function plan(lines: readonly string[], isUndoable = false) {
  const requests = lines.map((line) => {
    const parsed = parseLine(line);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return parsed.request;
  });
  return planSendings(requests, { isBulk: true, isUndoable }).map(({ request, rows }) => [formatLine(request), rows]);
}

describe('requests that go together', () => {
  test.each([
    [
      'deletions of records, each zone by itself',
      [
        `DELETE /zones/${zone}/dns_records/a`,
        `DELETE /zones/${other}/dns_records/b`,
        `DELETE /zones/${zone}/dns_records/c`,
      ],
      [
        [`POST /zones/${zone}/dns_records/batch :={"deletes":[{"id":"a"},{"id":"c"}]}`, [0, 2]],
        [`DELETE /zones/${other}/dns_records/b`, [1]],
      ],
    ],
    [
      'changes keep their digits',
      [`PATCH /zones/${zone}/dns_records/a ttl:=1.50`, `PATCH /zones/${zone}/dns_records/b :={}`],
      [[`POST /zones/${zone}/dns_records/batch :={"patches":[{"id":"a","ttl":1.50},{"id":"b"}]}`, [0, 1]]],
    ],
    [
      'keys and values',
      [
        `PUT ${keys}/values/a%2Fb =one`,
        `PUT ${keys}/values/c =two`,
        `DELETE ${keys}/values/d`,
        `DELETE ${keys}/values/e`,
      ],
      [
        [`PUT ${keys}/bulk :=[{"key":"a/b","value":"one"},{"key":"c","value":"two"}]`, [0, 1]],
        [`POST ${keys}/bulk/delete :=["d","e"]`, [2, 3]],
      ],
    ],
    [
      'purges of one kind; never of everything',
      [
        `POST /zones/${zone}/purge_cache files:=["a"]`,
        `POST /zones/${zone}/purge_cache tags:=["t"]`,
        `POST /zones/${zone}/purge_cache files:=["b","c"]`,
        `POST /zones/${zone}/purge_cache purge_everything:=true`,
      ],
      [
        [`POST /zones/${zone}/purge_cache :={"files":["a","b","c"]}`, [0, 2]],
        [`POST /zones/${zone}/purge_cache tags:=["t"]`, [1]],
        [`POST /zones/${zone}/purge_cache purge_everything:=true`, [3]],
      ],
    ],
    [
      'what has a query, a header or another id of its own goes alone',
      [
        `DELETE ${keys}/values/a x==1`,
        `PATCH /zones/${zone}/dns_records/a id=b`,
        `PATCH /zones/${zone}/dns_records/a If-Match:x ttl:=1`,
        `PATCH /zones/${zone}/settings/ssl value=off`,
      ],
      [
        [`DELETE ${keys}/values/a x==1`, [0]],
        [`PATCH /zones/${zone}/dns_records/a id=b`, [1]],
        [`PATCH /zones/${zone}/dns_records/a If-Match:x ttl:=1`, [2]],
        [`PATCH /zones/${zone}/settings/ssl value=off`, [3]],
      ],
    ],
    [
      'the same thing twice is not done in one request',
      [`DELETE ${keys}/values/a`, `DELETE ${keys}/values/b`, `DELETE ${keys}/values/a`],
      [
        [`POST ${keys}/bulk/delete :=["a","b"]`, [0, 1]],
        [`DELETE ${keys}/values/a`, [2]],
      ],
    ],
  ])('%s', (_, lines, wanted) => {
    expect(plan(lines)).toEqual(wanted);
  });

  test('in the documented limits, and fewer where each is read beforehand', () => {
    const deletions = Array.from({ length: 450 }, (_, index) => `DELETE /zones/${zone}/dns_records/r${index}`);
    expect(plan(deletions).map(([, rows]) => (rows as readonly number[]).length)).toEqual([200, 200, 50]);
    expect(plan(deletions, true).map(([, rows]) => (rows as readonly number[]).length)).toEqual([
      100, 100, 100, 100, 50,
    ]);
  });

  test('a response may say that some were not done', () => {
    expect([...refusedKeys({ successful_key_count: 1, unsuccessful_keys: ['b'] })]).toEqual(['b']);
    expect(refusedKeys(null).size).toBe(0);
  });
});

describe('a plan', () => {
  test('is as long as the rate limit makes it', () => {
    const limit = { remaining: 110, resetSeconds: 60, quota: 110, windowSeconds: 100 };
    expect(expectedMs(100, limit)).toBe(5000);
    expect(expectedMs(101, limit)).toBe(60_000);
    expect(expectedMs(301, limit)).toBe(260_000);
  });

  test('asks as the gravest of its requests', () => {
    expect(gravest([{ kind: 'changes' }, { kind: 'deletes' }, { kind: 'reads' }])).toEqual({ kind: 'deletes' });
    expect(gravest([{ kind: 'deletes' }, { kind: 'purges', lost: 'cache' }])).toMatchObject({ lost: 'cache' });
  });

  test('says what became of it', () => {
    const done = { kind: 'done', status: 200, result: undefined, items: undefined } as const;
    expect(outcomeWords([done, { kind: 'unknown', error: '' }, undefined, { kind: 'unsent' }])).toBe(
      '1 done, 1 without a response, 2 not sent',
    );
  });
});
