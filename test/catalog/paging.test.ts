// How the catalog's operations turn pages: by all the parameters and descriptions that it has, in one table; and each kind read
// to its end on the sandbox, with no other knowledge than the catalog's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountOf } from '../../src/accounts/account.ts';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { type Connection, connect } from '../../src/accounts/connection.ts';
import type { PageQuery } from '../../src/api/paging.ts';
import type { ReadAllEnd } from '../../src/api/reading.ts';
import type { PagingHint } from '../../src/api/recognise.ts';
import type { Operation, Parameter } from '../../src/catalog/operation.ts';
import { pagingHintOf } from '../../src/catalog/paging.ts';
import { systemClock } from '../../src/http/clock.ts';
import { sourceText } from '../../src/json/document.ts';
import { exchange } from '../../src/perform/exchange.ts';
import { readAll } from '../../src/perform/read-all.ts';
import { withQuery } from '../../src/request/edit.ts';
import { parseLine } from '../../src/request/parse.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { catalog, operationOf } from './loaded.ts';

const gets = catalog.operations.filter(({ method }) => method === 'GET');

function hintOf(operation: Operation): PagingHint | undefined {
  return pagingHintOf(operation, catalog.details(operation));
}

/** `page page_no per_page`: the kind, what asks for another page, what sets its size. */
function kindOf(hint: PagingHint | undefined): string {
  if (!hint) return 'no list';
  const bounds = hint.bounds && `${hint.bounds.upper}/${hint.bounds.lower}`;
  return [hint.kind ?? 'list', hint.parameter ?? bounds ?? '-', hint.sizeParameter ?? '-'].join(' ');
}

/** Each kind, how many operations have it at the least, one of them, and how many items the sandbox has there. */
const kinds: readonly (readonly [kind: string, count: number, example: string, line: string, items: number])[] = [
  ['page page per_page', 200, 'GET /zones', '/zones per_page==7', 60],
  ['page page page_size', 3, 'GET A/one/applications', 'A/one/applications page_size==7', 47],
  ['page page pageSize', 5, 'GET A/cloudforce-one/events/tags', 'A/cloudforce-one/events/tags', 47],
  ['page page perPage', 2, 'GET A/workers/observability/queries', 'A/workers/observability/queries perPage==9', 47],
  ['page page_no per_page', 11, 'GET A/realtime/kit/apps', 'A/realtime/kit/apps per_page==10', 47],
  ['offset offset limit', 25, 'GET A/ai/finetunes/public', 'A/slurper/jobs', 47],
  ['offset startIndex count', 2, 'GET A/scim/v2/Users', 'A/scim/v2/Users', 47],
  ['cursor cursor limit', 15, 'GET A/storage/kv/namespaces/{namespace_id}/keys', 'A/cni/interconnects', 23],
  ['cursor cursor per_page', 18, 'GET A/r2/buckets', 'A/r2/buckets per_page==4', 33],
  [
    'cursor cursor count',
    1,
    'GET A/vectorize/v2/indexes/{index_name}/list',
    'A/vectorize/v2/indexes/x/list count==9',
    47,
  ],
  [
    'cursor cursor per_page',
    18,
    'GET A/r2/buckets/{bucket_name}/objects',
    'A/r2/buckets/amber-anchor-files/objects per_page==10',
    47,
  ],
  ['cursor next_cursor limit', 1, 'GET A/urlscanner/scan', 'A/urlscanner/scan', 47],
  [
    'cursor scan_cursor scan_limit',
    1,
    'GET A/managed-defense/vulnerability-discovery/repos/{repo_id}',
    'A/managed-defense/vulnerability-discovery/repos/r scan_limit==11',
    47,
  ],
  ['token page_token page_size', 6, 'GET /organizations', '/organizations', 34],
  ['token page_token per_page', 3, 'GET A/containers/applications', '/organizations page_size==5', 34],
  ['token continuation_token per_page', 1, 'GET A/images/v2', 'A/images/v2 per_page==50', 240],
  ['time created_before/created_after per_page', 1, 'GET A/moq/relays', 'A/moq/relays', 47],
  ['time created_before/created_after per_page', 1, 'GET A/moq/relays', 'A/moq/relays asc==true per_page==8', 47],
  ['time before/after limit', 1, 'GET A/stream', 'A/stream', 47],
  ['whole - -', 150, 'GET A/workers/scripts', 'A/workers/scripts', 14],
  ['list - -', 60, 'GET A/stream/live_inputs', 'A/stream/live_inputs', 47],
];

describe('every kind of paging in the catalog', () => {
  test.each(kinds)('%s: %i operations or more', (kind, count, example) => {
    expect(kindOf(hintOf(operationOf(example)))).toBe(kind);
    expect(gets.filter((operation) => kindOf(hintOf(operation)) === kind).length).toBeGreaterThanOrEqual(count);
  });

  test('is in that table, but for lists that only a limit makes shorter', () => {
    const known = new Set(kinds.map(([kind]) => kind));
    const others = new Map<string, number>();
    for (const operation of gets) {
      const kind = kindOf(hintOf(operation));
      if (!known.has(kind) && kind !== 'no list') others.set(kind, (others.get(kind) ?? 0) + 1);
    }
    expect([...others.keys()].sort()).toEqual([
      // Data security, tags: they have no size.
      'cursor cursor -',
      'cursor cursor pageSize',
      // Tops and aggregations.
      'list - limit',
      'list - max_results',
      // The official documentation has no way to what comes after.
      'list - size',
      'whole - limit',
    ]);
  });

  test('has the place of every list that the catalog knows', () => {
    const inside = gets.filter(({ list }) => (list?.at.length ?? 0) > 0);
    expect(inside.length).toBeGreaterThanOrEqual(133);
    for (const operation of inside) expect(hintOf(operation)?.at).toEqual(operation.list?.at);
  });

  /** Parameters whose names or descriptions speak of pages, and that ask for none: filters, fields, what is beside a page. */
  const noPlaces =
    /^(?:page_(?:url|hostname|path|asn|ip)|url|hostname|path|ip|hash|name_prefix|cache|view|skip_ranking|deployable|type|count|size|limit|per_page|perPage|pageSize|page_size|scan_limit|max_results|filter|start|end|account_scans|date_start|date_end|scan_id|is_malicious|search|status|fields|sort|order|order_by|orderBy|direction|relatedEvents|relatedEventsLimit|datasetIds)$/;

  test('leaves no parameter over whose description speaks of the next page', () => {
    const speaks = /\b(?:pagination|paginat\w+|next (?:page|set of results)|cursor)\b/i;
    const left = gets.flatMap((operation) => {
      const hint = hintOf(operation);
      const asks = new Set([hint?.parameter, hint?.bounds?.upper, hint?.bounds?.lower, hint?.keyParameter]);
      const others = ['page', 'cursor', 'offset'];
      const isLeft = ({ name, description, in: where }: Parameter): boolean =>
        where === 'query' &&
        speaks.test(description) &&
        !asks.has(name) &&
        !others.includes(name) &&
        !noPlaces.test(name);
      return catalog
        .details(operation)
        .parameters.filter(isLeft)
        .map(({ name }) => `${operation.path} ${name}`);
    });
    expect(left).toEqual([]);
  });
});

test.each<readonly [operation: string, hint: PagingHint | undefined]>([
  ['GET /zones', { kind: 'page', parameter: 'page', sizeParameter: 'per_page', at: [] }],
  ['GET A/workers/scripts', { kind: 'whole', at: [] }],
  ['GET A/stream/live_inputs', { kind: undefined, at: ['liveInputs'] }],
  ['GET Z', undefined],
  ['POST Z/dns_records', undefined],
])('the paging of %s', (operation, hint) => {
  expect(hintOf(operationOf(operation))).toEqual(hint);
});

describe('on the sandbox, with what the catalog knows', () => {
  let connection: Connection;
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let account = '';

  beforeAll(async () => {
    sandbox = await startSandbox({});
    const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
    connection = await connect(accountOf(env) ?? sandboxAccount(env), env, 'test');
    const accounts = await read('/accounts');
    account = JSON.parse(accounts.items.find((item) => item.includes('enterprise')) ?? '{}').id;
  });
  afterAll(async () => {
    await connection.close();
    await sandbox.close();
  });

  async function read(line: string): Promise<{ readonly items: readonly string[]; readonly end: ReadAllEnd }> {
    const parsed = parseLine(`GET ${line.replace(/^A\//, `/accounts/${account}/`)}`);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const { request } = parsed;
    const operation = catalog.matcher().match('GET', request.path)?.operation;
    const hint = operation && hintOf(operation);
    const items: string[] = [];
    const end = await readAll({
      read: (query: PageQuery, context) =>
        exchange(connection, withQuery(request, query), { read: () => Promise.reject(new Error('none')) }, context, {
          hint,
        }),
      onPage: (page) => {
        for (const item of page.items) items.push(sourceText(page.document, item));
      },
      onProgress: () => undefined,
      signal: new AbortController().signal,
      clock: systemClock,
    });
    return { items, end };
  }

  test.each(kinds)('%s of %i operations, as %s: the whole list comes', async (_kind, _count, _example, line, count) => {
    const { items, end } = await read(line);
    expect(end).toMatchObject({ type: 'ended', report: { completeness: { kind: 'complete' } } });
    expect(new Set(items).size).toBe(count);
    expect(items).toHaveLength(count);
  });

  test('a search that says that more follow, and not how to ask for them, is incomplete', async () => {
    const { end } = await read('A/urlscanner/v2/search size==10');
    expect(end).toMatchObject({ type: 'ended', report: { completeness: { why: { kind: 'more', items: 10 } } } });
  });

  test('a list that is as long as its limit is not known to be whole', async () => {
    const { end } = await read('A/logpush/transformers/t/versions limit==10');
    expect(end).toMatchObject({ report: { completeness: { kind: 'unknown', why: { kind: 'full', items: 10 } } } });
  });
});
