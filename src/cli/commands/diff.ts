// `flarescope diff`: what differs between two JSON documents, wherever they are from.
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { accountOptions, colorOption } from './shared-options.ts';

const diffOptions = {
  profiles: {
    value: 'A B',
    help: 'Send one request to two profiles, and compare the responses',
    isRepeatable: true,
    takesTwo: true,
    completes: 'profile',
  },
  ignore: {
    value: 'FIELD',
    help: 'Leave out members of this name; may be repeated',
    isRepeatable: true,
  },
  'ignore-nothing': { help: 'Compare also what the settings leave out' },
  'item-id': {
    value: 'FIELD',
    help: 'Match items of lists by this field (default: id, uuid, ref, name, …, or as the catalog has it)',
  },
  output: {
    value: 'FORMAT',
    help: 'Print lines, JSON Patch (RFC 6902), or the differences as JSON (default text)',
    choices: ['text', 'patch', 'json'],
  },
  ...colorOption,
  ...accountOptions,
} as const satisfies OptionSpecs;

export type DiffValues = Values<typeof diffOptions>;

export const diff = command({
  name: 'diff',
  summary: 'Compare two responses, files or accounts',
  about: [
    'A and B are files, - for standard input, @N or @NAME for a response in the history, or a GET request in one word: ' +
      "'/zones/example.com/dns_records per_page==100'. A path such as /zones is a request unless there is such a file.",
    'Items of a list are matched by what identifies them; an item in another place is moved (>), not changed. Numbers are compared ' +
      'digit for digit. Members that compareIgnores in settings.json names (modified_on) are left out and counted on standard error; ' +
      'a patch leaves out only what --ignore says.',
  ],
  usage: ['[OPTION...] A B', '[OPTION...] --profiles A B REQUEST'],
  arguments: [
    { name: '[A]', completes: 'file' },
    { name: '[B...]', completes: 'file' },
  ],
  options: diffOptions,
  examples: [
    ['flarescope diff before.json after.json', 'Compare two files'],
    ['flarescope diff @12 /zones/example.com/dns_records', 'Compare what the history has with what is there now'],
    ['flarescope diff /zones/a.com/settings /zones/b.com/settings --ignore id', 'Compare two zones'],
    ['flarescope diff --profiles prod staging /zones', 'Compare two accounts'],
    ['flarescope diff old.json new.json --output patch > change.json', 'Write what makes the second of the first'],
  ],
  exits: {
    0: 'they are the same',
    1: 'they differ',
    2: 'trouble: wrong usage, a file that is not JSON, an error of the API, a key that stands twice for a patch',
    130: 'cancelled with ctrl+c',
  },
  run: async (given, io) => (await import('../diff.ts')).runDiff(given, io),
});
