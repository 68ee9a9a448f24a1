// `flarescope can`: whether the credential may send requests, before they are sent.
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { accountOptions, colorOption, jsonOption } from './shared-options.ts';

const canOptions = { ...jsonOption, ...colorOption, ...accountOptions } as const satisfies OptionSpecs;

export type CanValues = Values<typeof canOptions>;

export const can = command({
  name: 'can',
  summary: 'Tell whether the credential may send a request',
  about: [
    'Compares the permissions that requests need, any one of which is enough, with what the policies of the token grant. Nothing ' +
      'is sent but what reads these. A token may read its own policies only with API Tokens Read, one of an account with Account ' +
      'API Tokens Read. Where the needs are taken from a similar operation, the answer is probably yes, or probably not.',
  ],
  usage: ['[OPTION...] REQUEST...'],
  arguments: [{ name: '[REQUEST...]', completes: 'request' }],
  options: canOptions,
  sections: [
    {
      title: 'Request',
      rows: [
        'As for flarescope api. Several may follow each other; each begins with its method or its path. A placeholder such as ' +
          '{zone_id} may stay: then the answer is for all zones.',
      ],
    },
  ],
  examples: [
    ['flarescope can PATCH /zones/example.com/settings/ssl', 'May I change this?'],
    ["flarescope can 'GET /zones' 'POST /zones/{zone_id}/dns_records'", 'Several at once, for any zone'],
    [
      "flarescope can GET /zones --json | jq -r '.[].verdict'",
      'For scripts: [{request, permissions, verdict, reason, ...}, ...]',
    ],
  ],
  exits: {
    0: 'it may send all of them',
    1: 'it may not send one of them',
    2: 'wrong usage',
    3: 'no response',
    4: 'it is not known for one of them, and it may send the others',
  },
  run: async (given, io) => (await import('../can.ts')).runCan(given, io),
});
