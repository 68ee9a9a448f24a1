// The accounts: profiles in their list, and what unlocks them. Letters narrow the list, so its keys are chords.
import type { Row } from '../../keys/binding.ts';

export const profileRows: readonly Row[] = [
  {
    id: 'profiles.unlock',
    keys: ['enter'],
    contexts: ['unlock'],
    help: 'unlock the profiles',
    hint: 'unlock',
  },
  {
    id: 'profiles.others',
    // The key that leads to unlocking must not lead away from it: a passphrase would be typed in the clear.
    keys: ['tab'],
    contexts: ['unlock'],
    help: 'use another account instead',
    hint: 'other account',
  },
  {
    id: 'picker.choose',
    keys: ['enter'],
    contexts: ['profiles'],
    help: 'send requests to this account',
    hint: 'use',
  },
  {
    id: 'profiles.verify',
    keys: ['ctrl+r'],
    contexts: ['profiles'],
    help: 'ask the API what a profile may do',
    when: 'profile',
    hint: 'verify',
  },
  {
    id: 'profiles.readOnly',
    keys: ['ctrl+t'],
    contexts: ['profiles'],
    help: 'make a profile read-only, or not',
    when: 'profile',
    hint: 'read-only',
  },
  {
    id: 'profiles.account',
    keys: ['ctrl+a'],
    contexts: ['profiles'],
    help: 'choose its default account',
    when: 'profile',
    hint: 'account',
  },
  {
    id: 'profiles.default',
    keys: ['ctrl+d'],
    contexts: ['profiles'],
    help: 'take it from the next start on',
    when: 'profile',
    hint: 'default',
  },
  {
    id: 'profiles.remove',
    keys: ['ctrl+x'],
    contexts: ['profiles'],
    help: 'remove the profile',
    when: 'profile',
    hint: 'remove',
  },
  {
    id: 'profiles.lock',
    keys: ['ctrl+l'],
    contexts: ['profiles'],
    help: 'lock the profiles',
    when: 'unlocked',
    hint: 'lock',
  },
];
