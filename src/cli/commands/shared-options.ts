// Options that several commands take, and what they check.
import { Refusal } from '../messages.ts';
import type { OptionSpecs } from '../spec.ts';

/** In every command that sends requests, or tells what can be sent. */
export const localOption = {
  local: {
    value: 'URL',
    isValueOptional: true,
    help: 'Use the API that wrangler dev or the Vite plugin serves on this machine, without a credential (default: found by asking)',
    group: 'Account',
  },
} as const satisfies OptionSpecs;

/** In every command that sends requests. */
export const accountOptions = {
  profile: {
    value: 'NAME',
    help: 'Use this profile, whatever the environment says',
    group: 'Account',
    completes: 'profile',
  },
  sandbox: { help: 'Use the sandbox: an account of made-up data inside the program', group: 'Account' },
  ...localOption,
  'passphrase-fd': {
    value: 'N',
    help: 'Read the passphrase of the profiles from this file descriptor',
    group: 'Account',
  },
  'no-history': { help: 'Store nothing of this run (FLARESCOPE_NO_HISTORY=1: of any run)' },
} as const satisfies OptionSpecs;

export const passphraseOption = {
  'passphrase-fd': { value: 'N', help: 'Read the passphrase of the profiles from this file descriptor' },
} as const satisfies OptionSpecs;

export const colorOption = {
  color: {
    value: 'WHEN',
    help: 'Use colour (default auto: on a terminal, unless NO_COLOR is set; with FORCE_COLOR or CLICOLOR_FORCE elsewhere too)',
    choices: ['always', 'never', 'auto'],
    group: 'Output',
  },
} as const satisfies OptionSpecs;

/** In every command that starts the explorer. */
export const accessibleOption = {
  accessible: {
    help: 'Write line by line, for screen readers (also with ACCESSIBLE=1, and where TERM is dumb)',
    group: 'Output',
  },
} as const satisfies OptionSpecs;

export const jsonOption = { json: { help: 'Print JSON' } } as const satisfies OptionSpecs;

/** Reads a whole number between two others. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new Refusal(`It takes a whole number from ${least} to ${most}.`);
  };
}
