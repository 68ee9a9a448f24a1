// Where each dataset of the sandbox's analytics was read, and which of its fields that page does not show.

export interface DatasetPage {
  /** On developers.cloudflare.com. */
  readonly page: string;
  /** Fields seen in public code that asks the real API, or told by its introspection there, and not on the page. */
  readonly elsewhere: readonly string[];
}

const times = [
  'dimensions.datetimeMinute',
  'dimensions.datetimeFiveMinutes',
  'dimensions.datetimeFifteenMinutes',
  'dimensions.datetimeHour',
  'dimensions.date',
];

export const datasetPages: Readonly<Record<string, DatasetPage>> = {
  httpRequests1hGroups: { page: '/analytics/graphql-api/migration-guides/zone-analytics/', elsewhere: [] },
  httpRequests1dGroups: { page: '/analytics/graphql-api/migration-guides/zone-analytics/', elsewhere: [] },
  httpRequestsAdaptiveGroups: {
    page: '/analytics/graphql-api/tutorials/end-customer-analytics/',
    elsewhere: [
      ...times,
      'dimensions.clientDeviceType',
      'dimensions.coloCode',
      'dimensions.originResponseStatus',
      'avg.edgeTimeToFirstByteMs',
      'avg.originResponseDurationMs',
      'quantiles.edgeTimeToFirstByteMsP50',
      'quantiles.edgeTimeToFirstByteMsP95',
      'quantiles.edgeTimeToFirstByteMsP99',
    ],
  },
  firewallEventsAdaptiveGroups: {
    page: '/analytics/graphql-api/tutorials/querying-firewall-events/',
    elsewhere: [...times, 'dimensions.ruleId', 'dimensions.description', 'count'],
  },
  dnsAnalyticsAdaptiveGroups: { page: '/dns/additional-options/analytics/', elsewhere: times.slice(0, 4) },
  workersInvocationsAdaptive: {
    page: '/analytics/graphql-api/tutorials/querying-workers-metrics/',
    elsewhere: [
      ...times,
      'sum.duration',
      'sum.wallTime',
      'sum.cpuTimeUs',
      'sum.responseBodySize',
      ...['P25', 'P75', 'P90', 'P999'].map((percentile) => `quantiles.cpuTime${percentile}`),
      ...['P25', 'P50', 'P75', 'P90', 'P99', 'P999'].map((percentile) => `quantiles.wallTime${percentile}`),
    ],
  },
  d1AnalyticsAdaptiveGroups: { page: '/d1/observability/metrics-analytics/', elsewhere: [] },
  d1QueriesAdaptiveGroups: {
    page: '/d1/observability/metrics-analytics/',
    elsewhere: ['dimensions.query', 'sum.queryDurationMs', 'sum.rowsReturned', 'count'],
  },
  r2OperationsAdaptiveGroups: { page: '/r2/platform/metrics-analytics/', elsewhere: ['dimensions.date'] },
  r2StorageAdaptiveGroups: { page: '/r2/platform/metrics-analytics/', elsewhere: ['dimensions.date'] },
  kvOperationsAdaptiveGroups: { page: '/kv/observability/metrics-analytics/', elsewhere: [] },
  kvStorageAdaptiveGroups: { page: '/kv/observability/metrics-analytics/', elsewhere: [] },
  queueMessageOperationsAdaptiveGroups: {
    page: '/queues/observability/metrics/',
    elsewhere: ['dimensions.datetimeFiveMinutes', 'dimensions.datetimeFifteenMinutes'],
  },
  queueBacklogAdaptiveGroups: {
    page: '/queues/observability/metrics/',
    elsewhere: ['dimensions.datetimeFiveMinutes', 'dimensions.datetimeFifteenMinutes'],
  },
  durableObjectsInvocationsAdaptiveGroups: {
    page: '/durable-objects/observability/metrics-and-analytics/',
    elsewhere: [
      ...times,
      'dimensions.scriptName',
      'dimensions.namespaceId',
      'quantiles.cpuTimeP50',
      'quantiles.cpuTimeP90',
      'quantiles.cpuTimeP99',
    ],
  },
};
