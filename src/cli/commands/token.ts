// `flarescope token`: an API token for given requests, and for no more.
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { accountOptions, colorOption } from './shared-options.ts';

const tokenOptions = {
  name: { value: 'NAME', help: 'What the token is called in the dashboard', group: 'Token' },
  expires: {
    value: 'WHEN',
    help: 'When it ends: 30d, 12h or 2w from now, or a day such as 2027-06-30',
    group: 'Token',
  },
  ip: { value: 'CIDR', help: 'Accept it from these addresses only', isRepeatable: true, group: 'Token' },
  'account-owned': { help: 'An account owns it, not a user', group: 'Token' },
  account: { value: 'ID', help: 'The account, where the profile has none or another', group: 'Token' },
  since: { value: 'TIME', help: 'Also for the requests of the history since then: 1h, 2d', group: 'Requests' },
  tag: { value: 'TAG', help: 'Also for the saved requests with this tag', group: 'Requests' },
  'save-profile': { value: 'NAME', help: 'Put the token into a new profile, and show it nowhere', group: 'Output' },
  copy: { help: 'Put the token into the clipboard, and show it nowhere', group: 'Output' },
  print: { help: 'Print the token to standard output, for a script', group: 'Output' },
  link: { help: 'Print a link that fills in the form of the dashboard instead; nothing is made', group: 'Output' },
  'dry-run': { help: 'Print the body that would be sent; nothing is made', group: 'Output' },
  yes: { short: 'y', help: 'Send it without asking' },
  ...colorOption,
  ...accountOptions,
} as const satisfies OptionSpecs;

export type TokenValues = Values<typeof tokenOptions>;

export const token = command({
  name: 'token',
  summary: 'Make a token that may do what requests need',
  about: [
    'Finds the fewest permissions that are enough for all of the requests, only to read where reading is enough, each for the zones ' +
      'and accounts that they name. It shows which request needs which, asks, and then makes the token, whose value is shown once. ' +
      'A request of which nobody knows what it needs is named, and the token is not for it.',
  ],
  usage: ['[OPTION...] REQUEST...'],
  arguments: [{ name: '[REQUEST...]', completes: 'request' }],
  options: tokenOptions,
  sections: [
    {
      title: 'Request',
      rows: [
        'As for flarescope api, or the name of a saved one. Several may follow each other; each begins with its method or its path. ' +
          'A placeholder such as {zone_id} may stay: then the token is for all zones of the account, or of all accounts where none is set.',
      ],
    },
  ],
  examples: [
    ['flarescope token POST /zones/example.com/dns_records --expires 30d', 'For the records of one zone'],
    ["flarescope token 'GET /zones' 'POST /zones/{zone_id}/purge_cache' --save-profile purger", 'Into a profile'],
    ['flarescope token --since 1h --dry-run', 'What the requests of the last hour need'],
    ['flarescope token GET /zones/example.com/dns_records --link', 'To make it in the dashboard'],
  ],
  exits: {
    0: 'done',
    1: 'the API refused it, or it could not be saved',
    2: 'wrong usage, or nobody agreed: nothing was sent',
    3: 'no response',
    4: 'done, but not for all: of one request it is not known what it needs',
  },
  run: async (given, io) => (await import('../token.ts')).runToken(given, io),
});
