// Questions to the GraphQL analytics that people ask most, ready to be sent. Names of datasets and fields are those of the pages that
// test/sandbox/dataset-pages.ts lists; each question is sent to the sandbox by a test.

import type { RequestLine } from '../request/types.ts';

export interface ReadyQuestion {
  /** What it shows, in a few words, each different. */
  readonly name: string;
  readonly owner: 'zone' | 'account';
  readonly dataset: string;
  /** GraphQL on one line, with the variables `$zoneTag` or `$accountTag`, `$since` and `$until`. */
  readonly query: string;
  /** What each row of the answer has: `dimensions.date`, `sum.requests`. */
  readonly fields: readonly string[];
  /** Where the time begins if nobody says otherwise: `-24h`. */
  readonly since: string;
}

/** Paths of the fields in `count sum { requests bytes }`. */
function fieldsIn(selection: string): readonly string[] {
  return [...selection.matchAll(/(\w+)(?:\s*\{([^}]*)\})?/g)].flatMap(([, name = '', inside]) =>
    inside === undefined
      ? [name]
      : inside
          .trim()
          .split(/\s+/)
          .map((field) => `${name}.${field}`),
  );
}

interface Parts {
  readonly owner: ReadyQuestion['owner'];
  readonly dataset: string;
  /** Of the groups: dimensions, and whatever else is asked of them. */
  readonly dimensions: string;
  readonly metrics: string;
  readonly order: string;
  readonly limit?: number;
  readonly filter?: string;
  readonly since?: string;
  /** Datasets whose time is told by days. */
  readonly byDate?: true;
}

function question(
  name: string,
  { owner, dataset, dimensions, metrics, order, limit = 100, filter, since, byDate }: Parts,
): ReadyQuestion {
  const tag = `${owner}Tag`;
  const [type, time] = byDate ? ['Date', 'date'] : ['Time', 'datetime'];
  const until = byDate ? 'leq' : 'lt';
  const wanted = [`${time}_geq: $since`, `${time}_${until}: $until`, ...(filter === undefined ? [] : [filter])].join(
    ', ',
  );
  const groups = `${dataset}(limit: ${limit}, filter: {${wanted}}, orderBy: [${order}]) { ${metrics} dimensions { ${dimensions} } }`;
  const query = `query ($${tag}: string!, $since: ${type}!, $until: ${type}!) { viewer { ${owner}s(filter: {${tag}: $${tag}}) { ${groups} } } }`;
  const fields = [...fieldsIn(`dimensions { ${dimensions} }`), ...fieldsIn(metrics)];
  return { name, owner, dataset, query, fields, since: since ?? (byDate ? '-7d' : '-24h') };
}

const traffic = { owner: 'zone', dataset: 'httpRequestsAdaptiveGroups' } as const;
const workers = { owner: 'account', dataset: 'workersInvocationsAdaptive' } as const;
const bytes = 'sum { edgeResponseBytes }';

export const readyQuestions: readonly ReadyQuestion[] = [
  question('Requests by hour', { ...traffic, dimensions: 'datetimeHour', metrics: 'count', order: 'datetimeHour_ASC' }),
  question('Requests by status', {
    ...traffic,
    dimensions: 'edgeResponseStatus',
    metrics: 'count',
    order: 'count_DESC',
  }),
  question('Requests by status and hour', {
    ...traffic,
    dimensions: 'datetimeHour edgeResponseStatus',
    metrics: 'count',
    order: 'datetimeHour_ASC',
    limit: 1000,
  }),
  question('Requests by country', {
    ...traffic,
    dimensions: 'clientCountryName',
    metrics: `count ${bytes}`,
    order: 'count_DESC',
  }),
  question('Requests by host', {
    ...traffic,
    dimensions: 'clientRequestHTTPHost',
    metrics: `count ${bytes}`,
    order: 'count_DESC',
  }),
  question('Requests by path', {
    ...traffic,
    dimensions: 'clientRequestPath',
    metrics: `count ${bytes}`,
    order: 'count_DESC',
  }),
  question('Requests by cache status', {
    ...traffic,
    dimensions: 'cacheStatus',
    metrics: `count ${bytes}`,
    order: 'count_DESC',
  }),
  question('Requests by device', { ...traffic, dimensions: 'clientDeviceType', metrics: 'count', order: 'count_DESC' }),
  question('Requests by data center', { ...traffic, dimensions: 'coloCode', metrics: 'count', order: 'count_DESC' }),
  question('Server errors by path', {
    ...traffic,
    dimensions: 'clientRequestPath edgeResponseStatus',
    metrics: 'count',
    order: 'count_DESC',
    filter: 'edgeResponseStatus_geq: 500',
  }),
  question('Bandwidth by hour', { ...traffic, dimensions: 'datetimeHour', metrics: bytes, order: 'datetimeHour_ASC' }),
  question('Time to first byte by hour', {
    ...traffic,
    dimensions: 'datetimeHour',
    metrics: 'quantiles { edgeTimeToFirstByteMsP50 edgeTimeToFirstByteMsP95 edgeTimeToFirstByteMsP99 }',
    order: 'datetimeHour_ASC',
  }),
  question('Requests, bytes and threats by day', {
    owner: 'zone',
    dataset: 'httpRequests1dGroups',
    dimensions: 'date',
    metrics: 'sum { requests cachedRequests bytes cachedBytes threats pageViews } uniq { uniques }',
    order: 'date_ASC',
    byDate: true,
    since: '-30d',
  }),
  question('Firewall events by action and hour', {
    owner: 'zone',
    dataset: 'firewallEventsAdaptiveGroups',
    dimensions: 'datetimeHour action',
    metrics: 'count',
    order: 'datetimeHour_ASC',
    limit: 1000,
  }),
  question('Firewall events by rule', {
    owner: 'zone',
    dataset: 'firewallEventsAdaptiveGroups',
    dimensions: 'ruleId description action',
    metrics: 'count',
    order: 'count_DESC',
  }),
  question('DNS queries by type and hour', {
    owner: 'zone',
    dataset: 'dnsAnalyticsAdaptiveGroups',
    dimensions: 'datetimeHour queryType',
    metrics: 'count',
    order: 'datetimeHour_ASC',
    limit: 1000,
  }),
  question('DNS queries by name', {
    owner: 'zone',
    dataset: 'dnsAnalyticsAdaptiveGroups',
    dimensions: 'queryName responseCode',
    metrics: 'count',
    order: 'count_DESC',
  }),
  question('Worker requests and errors by hour', {
    ...workers,
    dimensions: 'datetimeHour',
    metrics: 'sum { requests errors subrequests }',
    order: 'datetimeHour_ASC',
  }),
  question('Worker requests by script', {
    ...workers,
    dimensions: 'scriptName',
    metrics: 'sum { requests errors }',
    order: 'sum_requests_DESC',
  }),
  question('Worker failures by script and status', {
    ...workers,
    dimensions: 'scriptName status',
    metrics: 'sum { requests }',
    order: 'sum_requests_DESC',
    filter: 'status_neq: "success"',
  }),
  question('Worker CPU time by hour', {
    ...workers,
    dimensions: 'datetimeHour',
    metrics: 'quantiles { cpuTimeP50 cpuTimeP90 cpuTimeP99 cpuTimeP999 }',
    order: 'datetimeHour_ASC',
  }),
  question('Worker CPU time by script', {
    ...workers,
    dimensions: 'scriptName',
    metrics: 'quantiles { cpuTimeP50 cpuTimeP99 }',
    order: 'quantiles_cpuTimeP99_DESC',
  }),
  question('D1 rows read and written by day', {
    owner: 'account',
    dataset: 'd1AnalyticsAdaptiveGroups',
    dimensions: 'date',
    metrics: 'sum { rowsRead rowsWritten readQueries writeQueries }',
    order: 'date_ASC',
    byDate: true,
  }),
  question('D1 queries that read most', {
    owner: 'account',
    dataset: 'd1QueriesAdaptiveGroups',
    dimensions: 'query databaseId',
    metrics: 'count sum { rowsRead queryDurationMs }',
    order: 'sum_rowsRead_DESC',
    byDate: true,
  }),
  question('R2 operations by bucket', {
    owner: 'account',
    dataset: 'r2OperationsAdaptiveGroups',
    dimensions: 'bucketName actionType',
    metrics: 'sum { requests }',
    order: 'sum_requests_DESC',
  }),
  question('R2 storage by day', {
    owner: 'account',
    dataset: 'r2StorageAdaptiveGroups',
    dimensions: 'date',
    metrics: 'max { payloadSize objectCount }',
    order: 'date_ASC',
    byDate: true,
  }),
  question('KV operations by day', {
    owner: 'account',
    dataset: 'kvOperationsAdaptiveGroups',
    dimensions: 'date actionType',
    metrics: 'sum { requests }',
    order: 'date_ASC',
    byDate: true,
    limit: 1000,
  }),
  question('KV latency by day', {
    owner: 'account',
    dataset: 'kvOperationsAdaptiveGroups',
    dimensions: 'date',
    metrics: 'quantiles { latencyMsP50 latencyMsP90 latencyMsP99 }',
    order: 'date_ASC',
    byDate: true,
  }),
  question('Queue operations by hour', {
    owner: 'account',
    dataset: 'queueMessageOperationsAdaptiveGroups',
    dimensions: 'datetimeHour actionType',
    metrics: 'count sum { bytes }',
    order: 'datetimeHour_ASC',
    limit: 1000,
  }),
  question('Queue backlog by hour', {
    owner: 'account',
    dataset: 'queueBacklogAdaptiveGroups',
    dimensions: 'datetimeHour queueId',
    metrics: 'avg { messages bytes }',
    order: 'datetimeHour_ASC',
    limit: 1000,
  }),
];

/**
 * The request that asks a question.
 *
 * @param of name or id of the zone or account; empty where it is still to be filled in
 * @param span times, or `-24h` and its kin, where they are not the question's own
 */
export function questionRequest(
  { owner, query, since: usual }: ReadyQuestion,
  of: string,
  { since, until }: { readonly since?: string | undefined; readonly until?: string | undefined } = {},
): RequestLine {
  return {
    method: 'POST',
    path: '/graphql',
    items: [
      { kind: 'field', name: 'query', value: query },
      { kind: 'field', name: 'variables[since]', value: since ?? usual },
      { kind: 'field', name: 'variables[until]', value: until ?? 'now' },
      { kind: 'field', name: `variables[${owner}Tag]`, value: of },
    ],
    filter: undefined,
  };
}
