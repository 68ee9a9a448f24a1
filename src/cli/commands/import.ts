// `flarescope import`: a command for another tool as a request.
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { accountOptions, colorOption } from './shared-options.ts';

const importOptions = {
  run: { help: 'Send the request, as flarescope api does; on a terminal it asks first if it writes' },
  yes: { short: 'y', help: 'With --run: send it without asking' },
  index: {
    value: 'N',
    help: 'Take the Nth request of a text with several',
    read: (text: string): number => {
      if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
      throw new Error('--index takes a number from 1 on');
    },
  },
  json: { help: 'Print method, path, query, headers, body, filter and notes as JSON' },
  ...colorOption,
  ...accountOptions,
} as const satisfies OptionSpecs;

export type ImportValues = Values<typeof importOptions>;

export const importing = command({
  name: 'import',
  summary: 'Turn a command or code for another tool into a request',
  about: [
    'Reads the command from a file or standard input and prints the request. It reads curl for bash, the Command Prompt and ' +
      'PowerShell, Invoke-RestMethod and Invoke-WebRequest, HTTPie, xh, wget, calls of fetch, axios and the official SDK, and HTTP ' +
      'messages: all that --as writes. Nothing in the command is run. Credentials are removed, and a ' +
      'note says what could not be converted. --run sends nothing where a part was not understood.',
  ],
  arguments: [{ name: '[FILE]', completes: 'file' }],
  options: importOptions,
  examples: [
    ['pbpaste | flarescope import', 'Convert what is on the clipboard'],
    ['flarescope import command.txt --run', 'Convert it and send it'],
  ],
  exits: { 0: 'converted', 2: 'wrong usage, or no command was found' },
  run: async (given, io) => (await import('../import.ts')).importRequest(given, io),
});
