// What the keys for profiles mean, and what Esc leaves of what they have begun.
import type { ActionName } from '../../keys/actions.ts';
import { isCovered, isLocked, lockedReason } from '../../model/account-in-force.ts';
import { isUnlocking, topOverlay } from '../../model/focus.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import {
  askToRemove,
  chooseDefaultAccount,
  lockNow,
  makeDefault,
  openAccounts,
  toggleReadOnly,
  verify,
} from './profiles.ts';
import { askToUnlock, leaveLocked, unlock, withProfiles } from './unlocking.ts';

type ProfileAction = Extract<ActionName, `profiles.${string}`>;

export function isProfileAction(name: ActionName): name is ProfileAction {
  return name.startsWith('profiles.');
}

export function actOnProfiles(state: State, name: ProfileAction): Step {
  switch (name) {
    case 'profiles.open':
      return isLocked(state) ? [askToUnlock(state), []] : openAccounts(state);
    case 'profiles.others':
      return openAccounts(state);
    case 'profiles.unlock':
      return unlock(state);
    case 'profiles.verify':
      return verify(state);
    case 'profiles.readOnly':
      return toggleReadOnly(state);
    case 'profiles.account':
      return chooseDefaultAccount(state);
    case 'profiles.default':
      return makeDefault(state);
    case 'profiles.remove':
      return askToRemove(state);
    case 'profiles.lock':
      return lockNow(state);
  }
}

/** Esc, as far as it is about profiles: ends what is under way, or leaves the profiles locked. */
export function leaveProfiles(state: State): Step | undefined {
  const { busy } = state.profiles;
  const overlay = topOverlay(state);
  if (overlay && isUnlocking(overlay)) return leaveLocked(state);
  if (busy?.what === 'verifying' || busy?.what === 'opening') {
    const words = busy.what === 'verifying' ? 'The API is not asked any more' : 'The profiles are not opened';
    return [inform(withProfiles(state, { busy: undefined }), words), [{ type: 'profiles.stop' }]];
  }
  // The prompt has the keys: there is nothing to be seen elsewhere.
  if (!overlay && isCovered(state) && state.exchange.kind !== 'sending') return [complain(state, lockedReason), []];
  return undefined;
}
