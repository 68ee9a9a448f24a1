// `flarescope tail SCRIPT`: what a Worker does right now.
import { tailStatuses } from '../../api/tails.ts';
import { Refusal } from '../messages.ts';
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { accountOptions, colorOption, wholeNumber } from './shared-options.ts';

const tailOptions = {
  status: {
    value: 'STATUS',
    help: 'Only events that ended so; error is whatever went wrong',
    group: 'Events',
    isRepeatable: true,
    choices: tailStatuses,
  },
  search: { value: 'TEXT', help: 'Only events with this text in their logs', group: 'Events' },
  sampling: { value: 'RATE', help: 'Only this share of events, such as 0.5', group: 'Events', read: readRate },
  method: { value: 'METHOD', help: 'Only requests with this method', group: 'Events', isRepeatable: true },
  ip: { value: 'IP', help: 'Only requests from this address; self is your own', group: 'Events', isRepeatable: true },
  header: {
    value: 'NAME[:TEXT]',
    help: 'Only requests with this header field, and this text in it',
    group: 'Events',
    isRepeatable: true,
  },
  'version-id': { value: 'ID', help: 'Only events of this version of the Worker', group: 'Events' },
  count: { value: 'N', help: 'End after this many events', read: wholeNumber(1, 1_000_000) },
  account: { value: 'NAME|ID', help: "The Worker's account, where several have one of that name", group: 'Account' },
  output: {
    value: 'FORMAT',
    help: 'text: a line for each event (default on a terminal); ndjson: the events as they come',
    choices: ['text', 'ndjson'],
    group: 'Output',
  },
  ...colorOption,
  ...accountOptions,
} as const satisfies OptionSpecs;

export type TailValues = Values<typeof tailOptions>;

function readRate(text: string): number {
  const rate = Number(text);
  if (text.trim() !== '' && rate > 0 && rate < 1) return rate;
  throw new Refusal('It takes a number between 0 and 1, such as 0.5.');
}

export const tail = command({
  name: 'tail',
  summary: 'Show what a Worker does, as it happens',
  about: [
    'Prints each call of the Worker with its outcome, its request, its CPU time and the first that it logged, until you press ' +
      'ctrl+c. A lost connection is made again. The tail is deleted at the end.',
  ],
  arguments: [{ name: '<SCRIPT>' }],
  options: tailOptions,
  examples: [
    ['flarescope tail my-worker --status error', 'Only what goes wrong'],
    ["flarescope tail my-worker | jq '.logs[].message'", 'Logs for another program'],
    ['flarescope tail my-worker | flarescope open -', 'In the tree'],
  ],
  exits: {
    0: 'the tail ended, or there were as many events as wanted',
    1: 'the API said no, or the Worker is not found',
    2: 'wrong usage',
    3: 'no response, or the connection could not be made again',
    130: 'stopped with ctrl+c',
  },
  run: async (given, io) => (await import('../tail.ts')).runTail(given, io),
});
