// `flarescope open`: a JSON document in the explorer's tree.
import { encodings } from '../../text/encoding.ts';
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { accessibleOption, accountOptions, colorOption, wholeNumber } from './shared-options.ts';

const openOptions = {
  encoding: {
    value: 'NAME',
    help: 'Read text of another encoding (default: as its byte order mark says, else utf-8)',
    choices: encodings,
  },
  follow: { short: 'f', help: 'Go on reading a file that grows, is truncated or is replaced: each line is a row' },
  keep: {
    value: 'MIB',
    help: 'Keep at most so much of rows that go on, be they of a file, a tail or a response, and drop the oldest beyond it (default: the setting keepMiB, 64)',
    read: wholeNumber(1, 1024),
  },
  print: { short: 'p', help: 'Choose a value with Enter: it is printed on leaving, and q leaves with status 130' },
  raw: { help: 'Without a terminal: print the document as it is. With --print: a text without its quotes' },
  ...colorOption,
  ...accessibleOption,
  ...accountOptions,
} as const satisfies OptionSpecs;

export type OpenValues = Values<typeof openOptions>;

export const open = command({
  name: 'open',
  summary: 'Show a JSON file or standard input as a tree',
  about: [
    'Several documents in a row, such as JSON lines, are shown as a list. A large document can be used while it is still being ' +
      'read. If the output is not a terminal, the document is printed indented. A broken line of JSON lines costs only itself: ' +
      'it is shown, or reported on standard error, with its line and column.',
  ],
  arguments: [{ name: '<FILE>', completes: 'file' }],
  options: openOptions,
  examples: [
    ['flarescope open response.json', 'Show a file'],
    ['curl -s https://example.com/data.json | flarescope open -', 'Show what comes from a pipe; keys work as usual'],
    ['id=$(flarescope open --print --raw zones.json)', 'Choose a value, here of a text, for a script'],
    ['flarescope open response.json | less', 'Print it indented'],
  ],
  exits: {
    0: 'shown, or with --print something was chosen',
    1: 'it is not JSON, or some of its lines are not',
    2: 'wrong usage, or the file cannot be read',
    130: 'with --print nothing was chosen',
  },
  run: async (given, io) => (await import('../open.ts')).runOpen(given, io),
});
