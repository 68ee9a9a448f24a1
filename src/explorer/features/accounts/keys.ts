// The accounts: profiles in their list, and what unlocks them. Letters narrow the list, so its keys are chords. All of them may
// be used while the profiles are locked: this is what unlocks them, or leads to another account.
import { inGroup } from '../../keys/binding.ts';
import { isLocked } from '../../model/account-in-force.ts';
import { chooseItem } from '../../model/pickers.ts';
import {
  accountsPicker,
  askToRemove,
  chooseDefaultAccount,
  makeDefault,
  openAccounts,
  toggleProduction,
  toggleReadOnly,
  verify,
  whyNoProfile,
  whyNotOpen,
} from './profiles.ts';
import { askToUnlock, lock, unlock } from './unlocking.ts';

export const profileKeys = inGroup('Profiles', [
  {
    id: 'profiles.unlock',
    keys: ['enter'],
    contexts: ['unlock'],
    help: 'unlock the profiles',
    hint: 'unlock',
    isAllowedWhileLocked: true,
    do: unlock,
  },
  {
    id: 'profiles.others',
    // The key that leads to unlocking must not lead away from it: a passphrase would be typed in the clear.
    keys: ['tab'],
    contexts: ['unlock'],
    help: 'use another account instead',
    hint: 'other account',
    isAllowedWhileLocked: true,
    do: openAccounts,
  },
  {
    id: 'profiles.use',
    keys: ['enter'],
    contexts: ['profiles'],
    help: 'use this account',
    hint: 'use',
    isAllowedWhileLocked: true,
    do: (state) => chooseItem(state, accountsPicker),
  },
  {
    id: 'profiles.verify',
    keys: ['ctrl+r'],
    contexts: ['profiles'],
    help: 'verify the credential',
    when: whyNoProfile,
    hint: 'verify',
    isAllowedWhileLocked: true,
    do: verify,
  },
  {
    id: 'profiles.readOnly',
    keys: ['ctrl+t'],
    contexts: ['profiles'],
    help: 'turn read-only on or off',
    when: whyNoProfile,
    hint: 'read-only',
    isAllowedWhileLocked: true,
    do: toggleReadOnly,
  },
  {
    id: 'profiles.production',
    keys: ['ctrl+g'],
    contexts: ['profiles'],
    help: 'mark as production, or not',
    when: whyNoProfile,
    hint: 'production',
    isAllowedWhileLocked: true,
    do: toggleProduction,
  },
  {
    id: 'profiles.account',
    keys: ['ctrl+a'],
    contexts: ['profiles'],
    help: 'choose the default account',
    when: whyNoProfile,
    hint: 'account',
    isAllowedWhileLocked: true,
    do: chooseDefaultAccount,
  },
  {
    id: 'profiles.default',
    keys: ['ctrl+d'],
    contexts: ['profiles'],
    help: 'make it the default profile',
    when: whyNoProfile,
    hint: 'default',
    isAllowedWhileLocked: true,
    do: makeDefault,
  },
  {
    id: 'profiles.remove',
    keys: ['ctrl+x'],
    contexts: ['profiles'],
    help: 'remove the profile',
    when: whyNoProfile,
    hint: 'remove',
    isAllowedWhileLocked: true,
    do: askToRemove,
  },
  {
    id: 'profiles.lock',
    keys: ['ctrl+l'],
    contexts: ['profiles'],
    help: 'lock the profiles',
    when: whyNotOpen,
    hint: 'lock',
    isAllowedWhileLocked: true,
    do: (state) => lock(state, 'asked'),
  },
]);

export const accountKeys = inGroup('General', [
  {
    id: 'profiles.open',
    keys: ['ctrl+o'],
    contexts: ['global'],
    help: 'show accounts and profiles',
    isAllowedWhileLocked: true,
    do: (state) => (isLocked(state) ? [askToUnlock(state), []] : openAccounts(state)),
  },
]);
