// Questions about the account that requests go to: whether there is one, whether what is on the screen is its response.
import { type KeyLabels, keyFor } from './key-labels.ts';
import type { State } from './state.ts';

/** True while requests have no account to go to until the profiles are unlocked. */
export function isLocked({ session, profiles }: State): boolean {
  return session.kind === 'profile' && profiles.vault.kind === 'locked';
}

/** True while what is on the screen is hidden: the profiles were locked with something on it. */
export function isCovered(state: State): boolean {
  const { vault } = state.profiles;
  return isLocked(state) && vault.kind === 'locked' && vault.because !== undefined;
}

/** Why nothing can be sent, and nothing done that needs to see what is hidden. */
export function lockedReason(keys: { readonly keyLabels: KeyLabels }): string {
  return `The profiles are locked. ${keyFor(keys, 'profiles.open')} unlocks them`;
}

/** True where the response on screen came from another account than the one in force, so that its pages cannot be turned. */
export function isOfFormerAccount({ response, profiles }: State): boolean {
  return response?.request !== undefined && response.id <= profiles.since;
}
