// `flarescope analytics`: ready questions to the GraphQL analytics.
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { apiOptions } from './api.ts';
import { accountOptions, colorOption, jsonOption } from './shared-options.ts';

const { output, 'dry-run': dryRun, as, jq } = apiOptions;

const analyticsOptions = {
  zone: { value: 'ZONE', help: 'Of this zone, by name or id' },
  account: { value: 'ACCOUNT', help: 'Of this account, by name or id' },
  since: { value: 'TIME', help: 'From this time on: -24h, -7d, or 2026-11-30T10:00:00Z (each question has a default)' },
  until: { value: 'TIME', help: 'Up to this time (default now)' },
  output,
  jq,
  as,
  'dry-run': dryRun,
  ...jsonOption,
  ...accountOptions,
  ...colorOption,
} as const satisfies OptionSpecs;

export type AnalyticsValues = Values<typeof analyticsOptions>;

export const analytics = command({
  name: 'analytics',
  summary: 'Ask the analytics: traffic, Workers, storage, DNS',
  about: [
    'Without words it lists the questions. The words say which one is asked; they may be unfinished, and in any order. It is a POST to ' +
      '/graphql that flarescope api sends as well: --dry-run shows it.',
  ],
  arguments: [{ name: '[WORD...]' }],
  options: analyticsOptions,
  examples: [
    ['flarescope analytics', 'List the questions'],
    ['flarescope analytics requests by country --zone example.com', 'Ask one'],
    ['flarescope analytics worker cpu hour --account NAME --since -7d --output chart', 'Draw the answer'],
  ],
  exits: {
    0: 'success',
    1: 'the API returned an error, or no zone or account has the name',
    2: 'wrong usage; nothing was sent',
    3: 'no response',
  },
  run: async (given, io) => (await import('../analytics.ts')).runAnalytics(given, io),
});
