// `flarescope keys`: the keys of the explorer that are in force.
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { colorOption, jsonOption } from './shared-options.ts';

const keysOptions = {
  check: { help: 'Only say what is wrong in keys.json' },
  ...jsonOption,
  ...colorOption,
} as const satisfies OptionSpecs;

export type KeysValues = Values<typeof keysOptions>;

export const keys = command({
  name: 'keys',
  summary: 'List the keys of the explorer, and check your own',
  about: [
    'It lists what is in force: the flavour that the setting keys names (default, vim, less or emacs), with what keys.json of the ' +
      'folder of the settings changes of it. With words it lists those whose id or help has all of them. * marks what differs from ' +
      'the default.',
    'keys.json holds one object. Its members are ids, with a key, a list of keys or null for none; or an object with these by context: ' +
      '{"move.first": ["g g", "home"], "history.delete": null, "copy.open": {"response": "C-w"}}.',
  ],
  arguments: [{ name: '[WORD...]', completes: 'key' }],
  options: keysOptions,
  examples: [
    ['flarescope keys table', 'What has to do with tables'],
    ['flarescope keys --check', 'Whether keys.json is right'],
    ['flarescope config set keys vim', 'Take the flavour of vim'],
    ["flarescope keys --json | jq '.[] | select(.isOwn)'", 'For scripts: [{id, keys, contexts, help, isOwn}, ...]'],
  ],
  exits: { 0: 'done', 1: 'something in keys.json is wrong, or nothing has the words', 2: 'wrong usage' },
  run: async (given, io) => (await import('../keys.ts')).runKeys(given, io),
});
