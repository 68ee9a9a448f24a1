// `flarescope endpoints`: find operations of the API.
import { methodOf } from '../../request/method.ts';
import type { Method } from '../../request/types.ts';
import { Refusal } from '../messages.ts';
import { command, type OptionSpecs, type Values } from '../spec.ts';
import { colorOption, jsonOption, localOption, wholeNumber } from './shared-options.ts';

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const endpointsOptions = {
  method: {
    value: 'METHOD',
    help: 'Only operations with this method',
    choices: methods,
    read: (text: string) => {
      const method = methodOf(text);
      if (method && methods.includes(method)) return method;
      throw new Refusal(`Allowed choices are ${methods.join(', ')}.`);
    },
  },
  needs: {
    value: 'PERMISSION',
    help: 'Only operations that a token with this permission may use, such as "DNS Write"',
    choices: async () => (await import('../endpoints.ts')).permissionNames(),
    read: (text: string) => text,
  },
  limit: { value: 'N', help: 'Print at most N (default: 20 with words, all without)', read: wholeNumber(1, 1_000_000) },
  docs: { help: 'Print the address of the documentation instead of the title' },
  ...localOption,
  ...jsonOption,
  ...colorOption,
} as const satisfies OptionSpecs;

export type EndpointsValues = Values<typeof endpointsOptions>;

export const endpoints = command({
  name: 'endpoints',
  summary: 'Find operations of the API',
  about: [
    'Without words it lists all operations. With words it lists those that match in method, path, title or product, the best ' +
      'match first. The words may be in any order, unfinished or misspelled.',
    'With --json, permissions is there where it is known what a token needs: any one of any_of is enough. It is "accepted" where a ' +
      'source says so of this resource, "probable" where it is taken from another one that this belongs to.',
  ],
  arguments: [{ name: '[WORD...]' }],
  options: endpointsOptions,
  examples: [
    ['flarescope endpoints purge cache', 'The best 20 matches'],
    ['flarescope endpoints dns --method PATCH --limit 5', 'Only one method'],
    ['flarescope endpoints dns records --docs', 'Where each is described'],
    ['flarescope endpoints --local', 'What wrangler dev serves'],
    ['flarescope endpoints --needs "DNS Write"', 'What a permission opens'],
    [
      "flarescope endpoints 'always use https' --json",
      'For scripts: [{method, path, title, group, deprecated, documentation, permissions}, ...]',
    ],
  ],
  exits: { 0: 'something was found', 1: 'nothing was found', 2: 'wrong usage', 3: 'no local API was found' },
  run: async (given, io) => (await import('../endpoints.ts')).runEndpoints(given, io),
});
