// The datasets of the GraphQL analytics API that the sandbox has: their dimensions and metrics, named as the real ones are.
// test/sandbox/dataset-pages.ts says on which page of Cloudflare's documentation each was read.

type DimensionType = 'Time' | 'Date' | 'string' | 'uint16';

/** Where a dimension's values come from: a list with the share that each has of the traffic, or the owner's own things. */
type DimensionValues =
  | readonly (readonly [value: string, share: number])[]
  | 'hosts'
  | 'scripts'
  | 'databases'
  | 'buckets'
  | 'namespaces';

type Dimension = { readonly type: DimensionType; readonly values?: DimensionValues };

export type Dataset = {
  readonly name: string;
  readonly owner: 'zone' | 'account';
  readonly dimensions: Readonly<Record<string, Dimension>>;
  /** Events an hour, about, where the dataset has a `count`. */
  readonly count?: number;
  /** By block (`sum`, `avg`, `quantiles`, `max`, `uniq`): what each metric is in an hour; a count or bytes add up, the others do not. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Seconds that one query may span, and how far back it may go. */
  readonly maxDuration: number;
  readonly notOlderThan: number;
  /** Plans of zones that have it; all where it is left out. */
  readonly plans?: readonly string[];
};

const day = 86_400;

const time: Dimension = { type: 'Time' };
const date: Dimension = { type: 'Date' };
const of = (...values: readonly (readonly [string, number])[]): Dimension => ({ type: 'string', values });
const codes = (...values: readonly (readonly [number, number])[]): Dimension => ({
  type: 'uint16',
  values: values.map(([code, share]) => [String(code), share]),
});

const countries = of(
  ['US', 0.34],
  ['DE', 0.21],
  ['GB', 0.13],
  ['JP', 0.1],
  ['FR', 0.08],
  ['IN', 0.06],
  ['BR', 0.05],
  ['AU', 0.03],
);
const statuses = codes([200, 0.83], [304, 0.06], [301, 0.04], [404, 0.04], [403, 0.02], [500, 0.006], [502, 0.004]);
const hosts: Dimension = { type: 'string', values: 'hosts' };
const scripts: Dimension = { type: 'string', values: 'scripts' };
const times = {
  datetime: time,
  datetimeMinute: time,
  datetimeFiveMinutes: time,
  datetimeFifteenMinutes: time,
  datetimeHour: time,
  date,
};

/** `cpuTimeP50` and its kin: what half of all stay below, and so on. */
const quantiles = (name: string, median: number, ...percentiles: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    percentiles.map((percentile, index) => [`${name}${percentile}`, Math.round(median * 1.9 ** index)]),
  );

/** What the two datasets that are summed up beforehand count. */
const rollups: Dataset['metrics'] = {
  sum: {
    requests: 5200,
    bytes: 4.1e8,
    cachedRequests: 3900,
    cachedBytes: 3.2e8,
    encryptedRequests: 5100,
    encryptedBytes: 4e8,
    threats: 12,
    pageViews: 900,
  },
  uniq: { uniques: 410 },
};

export const DATASETS: readonly Dataset[] = [
  {
    name: 'httpRequests1hGroups',
    owner: 'zone',
    dimensions: { datetime: time, date },
    metrics: rollups,
    maxDuration: 3 * day,
    notOlderThan: 30 * day,
    plans: ['pro', 'business', 'enterprise'],
  },
  {
    name: 'httpRequests1dGroups',
    owner: 'zone',
    dimensions: { date },
    metrics: rollups,
    maxDuration: 365 * day,
    notOlderThan: 365 * day,
  },
  {
    name: 'httpRequestsAdaptiveGroups',
    owner: 'zone',
    dimensions: {
      ...times,
      clientCountryName: countries,
      clientRequestHTTPHost: hosts,
      clientRequestPath: of(
        ['/', 0.4],
        ['/api/items', 0.22],
        ['/login', 0.12],
        ['/assets/app.js', 0.12],
        ['/assets/app.css', 0.09],
        ['/robots.txt', 0.03],
        ['/wp-login.php', 0.02],
      ),
      clientDeviceType: of(['desktop', 0.55], ['mobile', 0.41], ['tablet', 0.04]),
      cacheStatus: of(['hit', 0.62], ['dynamic', 0.2], ['miss', 0.12], ['expired', 0.04], ['bypass', 0.02]),
      coloCode: of(['FRA', 0.3], ['IAD', 0.28], ['LHR', 0.18], ['NRT', 0.14], ['CDG', 0.1]),
      edgeResponseStatus: statuses,
      originResponseStatus: codes([0, 0.62], [200, 0.3], [304, 0.03], [404, 0.03], [500, 0.02]),
      requestSource: of(['eyeball', 0.93], ['edgeWorkerFetch', 0.07]),
    },
    count: 5200,
    metrics: {
      sum: { edgeResponseBytes: 4.1e8, visits: 870 },
      avg: { sampleInterval: 1, edgeTimeToFirstByteMs: 88, originResponseDurationMs: 140 },
      quantiles: quantiles('edgeTimeToFirstByteMs', 60, 'P50', 'P95', 'P99'),
    },
    maxDuration: day,
    notOlderThan: 8 * day,
  },
  {
    name: 'firewallEventsAdaptiveGroups',
    owner: 'zone',
    dimensions: {
      ...times,
      action: of(['block', 0.5], ['managed_challenge', 0.3], ['log', 0.15], ['skip', 0.05]),
      source: of(['firewallCustom', 0.5], ['firewallManaged', 0.35], ['rateLimit', 0.15]),
      ruleId: of(['5de7edfa648c4d6891dc3e7f84534ffa', 0.6], ['874a3e315c344b81bb2a2a8d1b1e3c11', 0.4]),
      description: of(['blocks scanners', 0.6], ['ticket 4711', 0.4]),
      clientCountryName: countries,
      clientAsn: of(['3320', 0.4], ['7922', 0.35], ['16509', 0.25]),
      clientRequestHTTPHost: hosts,
    },
    count: 60,
    metrics: {},
    maxDuration: 3 * day,
    notOlderThan: 31 * day,
    plans: ['pro', 'business', 'enterprise'],
  },
  {
    name: 'dnsAnalyticsAdaptiveGroups',
    owner: 'zone',
    dimensions: {
      ...times,
      queryName: hosts,
      queryType: of(['A', 0.52], ['AAAA', 0.3], ['HTTPS', 0.1], ['MX', 0.05], ['TXT', 0.03]),
      responseCode: of(['NOERROR', 0.93], ['NXDOMAIN', 0.07]),
    },
    count: 1900,
    metrics: {},
    maxDuration: 7 * day,
    notOlderThan: 7 * day,
  },
  {
    name: 'workersInvocationsAdaptive',
    owner: 'account',
    dimensions: {
      ...times,
      scriptName: scripts,
      status: of(
        ['success', 0.965],
        ['clientDisconnected', 0.02],
        ['scriptThrewException', 0.01],
        ['exceededResources', 0.004],
        ['internalError', 0.001],
      ),
    },
    metrics: {
      sum: {
        requests: 2600,
        errors: 31,
        subrequests: 3900,
        duration: 41,
        wallTime: 9.1e7,
        cpuTimeUs: 6.2e6,
        responseBodySize: 3.3e7,
      },
      quantiles: {
        ...quantiles('cpuTime', 1900, 'P25', 'P50', 'P75', 'P90', 'P99', 'P999'),
        ...quantiles('wallTime', 21_000, 'P25', 'P50', 'P75', 'P90', 'P99', 'P999'),
      },
    },
    maxDuration: 31 * day,
    notOlderThan: 91 * day,
  },
  {
    name: 'd1AnalyticsAdaptiveGroups',
    owner: 'account',
    dimensions: { date, databaseId: { type: 'string', values: 'databases' } },
    metrics: {
      sum: { readQueries: 830, writeQueries: 120, rowsRead: 41_000, rowsWritten: 310, queryBatchResponseBytes: 2.2e6 },
      quantiles: { queryBatchTimeMsP90: 7 },
    },
    maxDuration: 31 * day,
    notOlderThan: 31 * day,
  },
  {
    name: 'd1QueriesAdaptiveGroups',
    owner: 'account',
    dimensions: {
      date,
      databaseId: { type: 'string', values: 'databases' },
      query: of(
        ['SELECT * FROM items WHERE id = ?', 0.6],
        ['INSERT INTO events VALUES (?, ?)', 0.3],
        ['SELECT count(*) FROM items', 0.1],
      ),
    },
    count: 950,
    metrics: { sum: { queryDurationMs: 1400, rowsRead: 41_000, rowsWritten: 310, rowsReturned: 5200 } },
    maxDuration: 31 * day,
    notOlderThan: 31 * day,
  },
  {
    name: 'r2OperationsAdaptiveGroups',
    owner: 'account',
    dimensions: {
      date,
      datetime: time,
      bucketName: { type: 'string', values: 'buckets' },
      actionType: of(
        ['GetObject', 0.7],
        ['PutObject', 0.15],
        ['ListObjects', 0.1],
        ['HeadObject', 0.04],
        ['DeleteObject', 0.01],
      ),
      actionStatus: of(['success', 0.97], ['userError', 0.03]),
      responseStatusCode: codes([200, 0.97], [404, 0.03]),
    },
    metrics: { sum: { requests: 1500 } },
    maxDuration: 31 * day,
    notOlderThan: 31 * day,
  },
  {
    name: 'r2StorageAdaptiveGroups',
    owner: 'account',
    dimensions: { date, datetime: time, bucketName: { type: 'string', values: 'buckets' } },
    metrics: { max: { objectCount: 41_000, uploadCount: 3, payloadSize: 9.1e10, metadataSize: 4.1e6 } },
    maxDuration: 31 * day,
    notOlderThan: 31 * day,
  },
  {
    name: 'kvOperationsAdaptiveGroups',
    owner: 'account',
    dimensions: {
      date,
      namespaceId: { type: 'string', values: 'namespaces' },
      actionType: of(['read', 0.86], ['write', 0.09], ['list', 0.04], ['delete', 0.01]),
    },
    metrics: {
      sum: { requests: 3400 },
      quantiles: quantiles('latencyMs', 4, 'P25', 'P50', 'P75', 'P90', 'P99', 'P999'),
    },
    maxDuration: 31 * day,
    notOlderThan: 31 * day,
  },
  {
    name: 'kvStorageAdaptiveGroups',
    owner: 'account',
    dimensions: { date, namespaceId: { type: 'string', values: 'namespaces' } },
    metrics: { max: { keyCount: 5300, byteCount: 8.8e7 } },
    maxDuration: 31 * day,
    notOlderThan: 31 * day,
  },
  {
    name: 'queueMessageOperationsAdaptiveGroups',
    owner: 'account',
    dimensions: {
      ...times,
      queueId: of(['0f3a1c2b4d5e6f708192a3b4c5d6e7f8', 0.8], ['9a8b7c6d5e4f30211203f4e5d6c7b8a9', 0.2]),
      actionType: of(['WriteMessage', 0.4], ['ReadMessage', 0.4], ['DeleteMessage', 0.2]),
      consumerType: of(['worker', 1]),
      outcome: of(['success', 0.98], ['fail', 0.02]),
    },
    count: 700,
    metrics: {
      sum: { billableOperations: 700, bytes: 1.4e6 },
      avg: { lagTime: 120, retryCount: 0.1, messageSize: 2100 },
    },
    maxDuration: 31 * day,
    notOlderThan: 31 * day,
  },
  {
    name: 'queueBacklogAdaptiveGroups',
    owner: 'account',
    dimensions: {
      ...times,
      queueId: of(['0f3a1c2b4d5e6f708192a3b4c5d6e7f8', 0.8], ['9a8b7c6d5e4f30211203f4e5d6c7b8a9', 0.2]),
    },
    metrics: { avg: { messages: 41, bytes: 82_000 } },
    maxDuration: 31 * day,
    notOlderThan: 31 * day,
  },
  {
    name: 'durableObjectsInvocationsAdaptiveGroups',
    owner: 'account',
    dimensions: { ...times, scriptName: scripts, namespaceId: of(['3c1f7f2f4b1d4a47a1c2f0f5f0a9b8c7', 1]) },
    metrics: {
      sum: { requests: 1200, responseBodySize: 8.8e6 },
      quantiles: quantiles('cpuTime', 900, 'P50', 'P90', 'P99'),
    },
    maxDuration: 31 * day,
    notOlderThan: 91 * day,
  },
];

/** Metrics of these blocks add up over time and over parts; those of the others do not. */
export const ADDS_UP: readonly string[] = ['sum'];
