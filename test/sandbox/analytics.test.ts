// The analytics API of the sandbox: what it says adds up, its schema is the table's, and it refuses as the real one does.
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATASETS } from '../../src/sandbox/datasets.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { datasetPages } from './dataset-pages.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({});
});
afterAll(() => sandbox.close());

interface Answer {
  readonly status: number;
  readonly data: never;
  readonly errors:
    | readonly {
        readonly message: string;
        readonly path: readonly string[] | null;
        readonly extensions: { readonly code?: string };
      }[]
    | null;
}

async function ask(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  token = sandbox.token,
): Promise<Answer> {
  const response = await fetch(`${sandbox.baseUrl}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}

async function listed(
  path: string,
): Promise<readonly { readonly id: string; readonly plan: { readonly legacy_id: string } }[]> {
  const response = await fetch(`${sandbox.baseUrl}${path}`, { headers: { authorization: `Bearer ${sandbox.token}` } });
  return ((await response.json()) as { readonly result: [] }).result;
}

const zoneTag = async (): Promise<string> => (await listed('/zones?name=example.com'))[0]?.id ?? '';

interface Row {
  readonly count?: number;
  readonly sum?: Readonly<Record<string, number>>;
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** The groups of a question about one zone or account. */
async function groups(owner: 'zones' | 'accounts', tag: string, node: string): Promise<readonly Row[]> {
  const filter = owner === 'zones' ? 'zoneTag' : 'accountTag';
  const answer = await ask(
    `query ($tag: string!) { viewer { ${owner}(filter: {${filter}: $tag}) { found: ${node} } } }`,
    { tag },
  );
  expect(answer.errors).toBeNull();
  return (answer.data as { viewer: Record<string, [{ found: [] }]> }).viewer[owner]![0].found;
}

const hourAgo = (hours: number): string =>
  `${new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 13)}:00:00Z`;

describe('what it says', () => {
  test('adds up: over countries, over hours and in all', async () => {
    const tag = await zoneTag();
    const range = `datetime_geq: "${hourAgo(20)}", datetime_lt: "${hourAgo(2)}"`;
    const sum = (rows: readonly Row[]): number => rows.reduce((total, row) => total + (row.count ?? 0), 0);
    const node = (dimensions: string, more = ''): string =>
      `httpRequestsAdaptiveGroups(limit: 1000, filter: {${range}${more}}) { count ${dimensions} }`;
    const all = sum(await groups('zones', tag, node('')));
    const countries = await groups('zones', tag, node('dimensions { clientCountryName }'));
    const hours = await groups('zones', tag, node('dimensions { datetimeHour }'));
    expect(all).toBeGreaterThan(10_000);
    expect(countries).toHaveLength(8);
    expect(hours).toHaveLength(18);
    expect(Math.abs(sum(countries) - all)).toBeLessThanOrEqual(8);
    expect(Math.abs(sum(hours) - all)).toBeLessThanOrEqual(18);
    const some = sum(await groups('zones', tag, node('', ', clientCountryName_in: ["DE", "US"]')));
    const theirs = countries.filter(({ dimensions }) => ['DE', 'US'].includes(dimensions?.clientCountryName ?? ''));
    expect(Math.abs(some - sum(theirs))).toBeLessThanOrEqual(2);
  });

  test('comes in the order and number that was asked for', async () => {
    const node =
      'httpRequestsAdaptiveGroups(limit: 3, orderBy: [sum_edgeResponseBytes_DESC]) { sum { edgeResponseBytes } dimensions { clientRequestPath } }';
    const found = await groups('zones', await zoneTag(), node);
    const bytes = found.map(({ sum }) => sum?.edgeResponseBytes ?? 0);
    expect(bytes).toHaveLength(3);
    expect(bytes).toEqual(bytes.toSorted((a, b) => b - a));
  });

  test.each(DATASETS.map((dataset) => [dataset.name, dataset] as const))(
    '%s has all of its fields',
    async (name, dataset) => {
      const owners = await listed(dataset.owner === 'zone' ? '/zones?per_page=50' : '/accounts');
      const owner = owners.find(({ plan }) => dataset.plans === undefined || dataset.plans.includes(plan.legacy_id));
      const blocks = Object.entries(dataset.metrics).map(
        ([block, metrics]) => `${block} { ${Object.keys(metrics).join(' ')} }`,
      );
      const names = Object.keys(dataset.dimensions);
      const nodes = names.map((dimension, index) => {
        const count = dataset.count === undefined ? '' : 'count';
        return `of${index}: ${name}(limit: 5) { ${count} dimensions { ${dimension} } ${blocks.join(' ')} }`;
      });
      const [kind, filter] = dataset.owner === 'zone' ? ['zones', 'zoneTag'] : ['accounts', 'accountTag'];
      const query = `query ($tag: string!) { viewer { ${kind}(filter: {${filter}: $tag}) { ${nodes.join(' ')} } } }`;
      const { data, errors } = await ask(query, { tag: owner?.id });
      expect(errors).toBeNull();
      const found = (data as { viewer: Record<string, [Record<string, readonly Row[]>]> }).viewer[kind ?? '']?.[0];
      for (const [index, dimension] of names.entries()) {
        const rows = found?.[`of${index}`] ?? [];
        expect(rows.length, dimension).toBeGreaterThan(0);
        for (const row of rows) expect(row.dimensions?.[dimension]).toBeDefined();
      }
    },
  );
});

describe('the schema', () => {
  test('is told by introspection, and has the fields of the table', async () => {
    const answer = await ask(getIntrospectionQuery());
    const schema = buildClientSchema(answer.data as IntrospectionQuery);
    for (const dataset of DATASETS) {
      const owner = schema.getType(dataset.owner);
      expect(isObjectType(owner) && owner.getFields()[dataset.name], dataset.name).toBeTruthy();
    }
  });

  test('has each dataset on a page of the documentation, with what was read elsewhere', () => {
    expect(Object.keys(datasetPages).toSorted()).toEqual(DATASETS.map(({ name }) => name).toSorted());
    for (const { name, dimensions, metrics } of DATASETS) {
      const fields = [
        'count',
        ...Object.keys(dimensions).map((dimension) => `dimensions.${dimension}`),
        ...Object.entries(metrics).flatMap(([block, names]) =>
          Object.keys(names).map((metric) => `${block}.${metric}`),
        ),
      ];
      expect(datasetPages[name]?.page).toMatch(/^\/[\w/-]+\/$/);
      expect(datasetPages[name]?.elsewhere.filter((field) => !fields.includes(field))).toEqual([]);
    }
  });
});

describe('refusals', () => {
  test.each([
    ['{ viewer { nope } }', 400, 'unknown field "nope"', undefined],
    [
      '{ viewer { zones(filter: {zoneTag: "0123456789abcdef0123456789abcdef"}) { zoneTag } } }',
      403,
      'zones [0123456789abcdef0123456789abcdef] are not authorized',
      'authz',
    ],
    [
      '{ viewer { accounts(filter: {accountTag: "none"}) { accountTag } } }',
      403,
      'not authorized for that account',
      'authz',
    ],
    ['{ viewer { zones { zoneTag } } }', 200, 'cannot query more than 10 zones', 'quota'],
    ['mutation { x }', 400, 'only queries are supported', undefined],
    ['', 400, 'query is empty', undefined],
    ['{ viewer {', 400, 'Syntax Error: Expected Name, found <EOF>.', undefined],
  ])('%s', async (query, status, message, code) => {
    const answer = await ask(query);
    expect(answer.errors?.[0]?.message).toBe(message);
    expect(answer.errors?.[0]?.extensions.code).toBe(code);
    expect([answer.status, answer.data]).toEqual([status, null]);
  });

  test('a span that is too wide, or too far back, with the place in the question', async () => {
    const tag = await zoneTag();
    const about = (filter: string): Promise<Answer> =>
      ask(
        `query ($tag: string!) { viewer { zones(filter: {zoneTag: $tag}) { httpRequestsAdaptiveGroups(limit: 1, filter: {${filter}}) { count } } } }`,
        { tag },
      );
    const wide = await about(`datetime_geq: "${hourAgo(30)}"`);
    expect(wide.errors?.[0]?.message).toMatch(
      /cannot request a time range wider than 1d, but your query time range spans 1d6h/,
    );
    expect(wide.errors?.[0]?.path).toEqual(['viewer', 'zones', '0', 'httpRequestsAdaptiveGroups']);
    const old = await about(`datetime_geq: "${hourAgo(300)}", datetime_lt: "${hourAgo(299)}"`);
    expect(old.errors?.[0]?.message).toMatch(
      /cannot request data older than 1w1d, but your query requests data from 1w5d/,
    );
    const limit = await ask(
      `query ($tag: string!) { viewer { zones(filter: {zoneTag: $tag}) { httpRequestsAdaptiveGroups(limit: 20000) { count } } } }`,
      { tag },
    );
    expect(limit.errors?.[0]?.message).toBe('limit must be positive number and not greater than 10000');
  });

  test('a dataset that the plan of the zone does not have', async () => {
    const free = (await listed('/zones?per_page=50')).find(({ plan }) => plan.legacy_id === 'free');
    const answer = await ask(
      'query ($tag: string!) { viewer { zones(filter: {zoneTag: $tag}) { settings { firewallEventsAdaptiveGroups { enabled } } firewallEventsAdaptiveGroups(limit: 1) { count } } } }',
      { tag: free?.id },
    );
    expect(answer.status).toBe(403);
    expect(answer.errors?.[0]?.message).toContain('does not have access to the path');
  });

  test('a token without the permission sees neither the zone nor the account', async () => {
    const token = sandbox.makeToken('Zone Read on example.com');
    const answer = await ask(
      'query ($tag: string!) { viewer { zones(filter: {zoneTag: $tag}) { zoneTag } } }',
      { tag: await zoneTag() },
      token,
    );
    expect(answer.errors?.[0]?.message).toContain('are not authorized');
    const allowed = sandbox.makeToken('Analytics Read on example.com');
    const seen = await ask(
      'query ($tag: string!) { viewer { zones(filter: {zoneTag: $tag}) { zoneTag } } }',
      { tag: await zoneTag() },
      allowed,
    );
    expect(seen.errors).toBeNull();
  });

  test('more than 300 questions in five minutes', async () => {
    const own = await startSandbox({});
    try {
      const once = (): Promise<Response> =>
        fetch(`${own.baseUrl}/graphql`, {
          method: 'POST',
          headers: { authorization: `Bearer ${own.token}`, 'content-type': 'application/json' },
          body: '{"query":"{ viewer { budget } }"}',
        });
      const statuses = await Promise.all(Array.from({ length: 301 }, async () => (await once()).status));
      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    } finally {
      await own.close();
    }
  });
});
