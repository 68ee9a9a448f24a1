// `flarescope config …`: the settings, for scripts and for people without the explorer open.
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { colorOption, jsonOption } from './shared-options.ts';

const listOptions = { ...jsonOption, ...colorOption } as const satisfies OptionSpecs;

export type ConfigValues = Values<typeof listOptions>;

const run = () => import('../config.ts');

const setting = { name: '<NAME>', completes: 'setting' } as const;

export const config = command({
  name: 'config',
  summary: 'Show and change the settings',
  about: [
    'Without a command it lists all of them with their values. What is marked with * is set; all else has its default.',
  ],
  usage: ['[OPTION...]', 'COMMAND [OPTION...]'],
  options: listOptions,
  commands: [
    command({
      name: 'get',
      summary: 'Print the value of a setting',
      arguments: [setting],
      options: jsonOption,
      examples: [['flarescope config get compareIgnores --json', 'As JSON, for scripts']],
      run: async (given, io) => (await run()).getConfig(given, io),
    }),
    command({
      name: 'set',
      summary: 'Change a setting',
      about: ['The rest of the file stays as it is. A file that is not valid JSON is never written over.'],
      arguments: [setting, { name: '<VALUE...>', completes: 'settingValue' }],
      examples: [
        ['flarescope config set idleLockMinutes 5', 'Lock the profiles after five minutes'],
        ['flarescope config set compareIgnores modified_on etag', 'A list of names'],
      ],
      run: async (given, io) => (await run()).setConfig(given, io),
    }),
    command({
      name: 'unset',
      summary: 'Go back to the default of a setting',
      arguments: [setting],
      run: async (given, io) => (await run()).unsetConfig(given, io),
    }),
    command({
      name: 'path',
      summary: 'Print where the file of the settings is',
      run: async (_, io) => (await run()).printConfigPath(io),
    }),
  ],
  examples: [
    ['flarescope config', 'All settings'],
    [
      "flarescope config --json | jq '.[] | select(.isSet)'",
      'For scripts: [{name, value, default, isSet, takes, meaning, applies}, ...]',
    ],
    ['flarescope config set prefetch false', 'Change one'],
  ],
  exits: {
    0: 'done',
    1: 'something in the file is wrong, or it could not be read or written',
    2: 'there is no such setting or value: nothing was changed',
  },
  run: async (given, io) => (await run()).listConfig(given, io),
});
