// `flarescope history` and the commands below it: the requests that were sent.
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { accountOptions, colorOption, jsonOption, wholeNumber } from './shared-options.ts';

const request = { name: '<N|NAME>' };

const listOptions = {
  saved: { help: 'List the saved requests' },
  limit: { value: 'N', help: 'List at most N (default 50)', read: wholeNumber(1, 100_000) },
  ...jsonOption,
} as const satisfies OptionSpecs;
export type HistoryListValues = Values<typeof listOptions>;

const showOptions = {
  ...jsonOption,
  raw: { help: 'Print only the body of the response, as received' },
  ...colorOption,
} as const satisfies OptionSpecs;
export type ShowValues = Values<typeof showOptions>;

const runOptions = {
  raw: { help: 'Print the body as received on a terminal too' },
  include: { short: 'i', help: 'Print the status and the header fields first' },
  yes: { short: 'y', help: 'Send it without asking' },
  ...colorOption,
  ...accountOptions,
} as const satisfies OptionSpecs;
export type RunValues = Values<typeof runOptions>;

const undoOptions = {
  yes: { short: 'y', help: 'Send without asking' },
  overwrite: { help: 'Take it back although somebody has changed it since' },
  ...accountOptions,
} as const satisfies OptionSpecs;
export type UndoValues = Values<typeof undoOptions>;

const saveOptions = {
  tag: { value: 'TAG', help: 'Add a tag; may be repeated', isRepeatable: true },
} as const satisfies OptionSpecs;
export type SaveValues = Values<typeof saveOptions>;

const clearOptions = {
  before: { value: 'DAY', help: 'Delete only what was sent before this day, such as 2025-11-24' },
  yes: { short: 'y', help: 'Delete without asking' },
} as const satisfies OptionSpecs;
export type ClearValues = Values<typeof clearOptions>;

const exportOptions = { force: { help: 'Overwrite a file' } } as const satisfies OptionSpecs;
export type ExportValues = Values<typeof exportOptions>;

const run = () => import('../history.ts');

export const history = command({
  name: 'history',
  summary: 'Search the requests that were sent, and send them again',
  about: [
    'Without a command it lists requests, the newest first. With words it lists those that match, the best match first and each ' +
      'line once. N is the number in the first column, NAME the name of a saved request.',
  ],
  usage: ['[OPTION...] [WORD...]', 'COMMAND'],
  arguments: [{ name: '[WORD...]' }],
  options: listOptions,
  commands: [
    command({
      name: 'show',
      summary: 'Show a request with its stored response',
      arguments: [request],
      options: showOptions,
      run: async (given, io) => (await run()).show(given, io),
    }),
    command({
      name: 'run',
      summary: 'Send a request again',
      about: [
        'It goes to the account in use now, and asks first if it writes or was recorded under another account. The response is ' +
          'printed as flarescope api prints it.',
      ],
      arguments: [request],
      options: runOptions,
      run: async (given, io) => (await run()).runAgain(given, io),
    }),
    command({
      name: 'undo',
      summary: 'Take back what a request has changed',
      about: [
        'It works for what was sent from the explorer, or with flarescope api --undoable. The requests that put back what was there ' +
          'are printed, and sent when you agree. What was made again has another id.',
      ],
      arguments: [{ name: '<N>' }],
      options: undoOptions,
      examples: [
        ['flarescope history undo 12 --yes', 'Take back number 12'],
        ['flarescope history undo 12-211,215', 'Take back several, the last first'],
      ],
      exits: {
        0: 'taken back, or nothing to do',
        1: 'it cannot be, or somebody has changed it since',
        2: 'nothing was sent',
      },
      run: async (given, io) => (await import('../history-undo.ts')).undoWrite(given, io),
    }),
    command({
      name: 'save',
      summary: 'Save a request under a name, so that clear keeps it',
      arguments: [{ name: '<N>' }, { name: '<NAME>' }],
      options: saveOptions,
      examples: [['flarescope history save 12 "all zones" --tag weekly', 'Save number 12']],
      run: async (given, io) => (await run()).save(given, io),
    }),
    command({
      name: 'delete',
      summary: 'Delete a request',
      arguments: [{ name: '<N>' }],
      run: async (given, io) => (await run()).deleteOne(given, io),
    }),
    command({
      name: 'forget',
      summary: 'Remove the name of a saved request',
      arguments: [{ name: '<NAME>' }],
      run: async (given, io) => (await run()).forgetSaved(given, io),
    }),
    command({
      name: 'clear',
      summary: 'Delete all requests, or all before a day; saved ones stay',
      options: clearOptions,
      run: async (given, io) => (await run()).clear(given, io),
    }),
    command({
      name: 'export',
      summary: 'Write the saved requests to a file for others',
      about: ['The file holds no accounts and no secrets. - is standard output.'],
      arguments: [{ name: '<FILE>', completes: 'file' }],
      options: exportOptions,
      run: async (given, io) => (await run()).exportSaved(given, io),
    }),
    command({
      name: 'import',
      summary: 'Add the saved requests of such a file',
      about: ['A name that is already in use keeps its request. - is standard input.'],
      arguments: [{ name: '<FILE>', completes: 'file' }],
      run: async (given, io) => (await run()).importSaved(given, io),
    }),
  ],
  sections: [
    {
      title: 'Environment',
      rows: [['FLARESCOPE_HISTORY_MIB', 'the space that stored responses may take (default 200); 0 stores none']],
    },
  ],
  examples: [
    ['flarescope history dns_records', 'Search'],
    ['flarescope history run 12', 'Send number 12 again'],
    ['flarescope history export saved.json', 'Share your saved requests'],
  ],
  exits: { 0: 'done', 1: 'not found, or not done', 2: 'wrong usage' },
  run: async (given, io) => (await run()).list(given, io),
});
