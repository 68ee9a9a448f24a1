// How adding a profile begins: by its key, or by a credential that was pasted.
import { type Credential, createSecret } from '../../../api/credential.ts';
import { createLine } from '../../../text/line-buffer.ts';
import type { ProfileDraft } from '../../model/accounts.ts';
import { isUnlocking, openOverlay, openPicker } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { askToUnlock, whyOccupied, withOverlays, withProfiles } from './unlocking.ts';

const emptyDraft: ProfileDraft = {
  name: '',
  place: '',
  given: undefined,
  email: undefined,
  credential: undefined,
  verdict: undefined,
  accountId: undefined,
  passphrase: undefined,
};

/**
 * Asks what a new profile is to be called, and from there on for all else that is not known. Where the profiles are locked,
 * they are unlocked first.
 *
 * @param given a credential in hand: it is not asked for, is verified as one that is typed, and is forgotten with the question
 */
export function startAdding(state: State, given?: Credential): Step {
  const reason = whyOccupied(state);
  if (reason !== undefined) return [complain(state, reason), []];
  const { vault } = state.profiles;
  if (vault.kind === 'unusable') return [complain(state, vault.reason), []];
  const drafted = withProfiles(state, { draft: { ...emptyDraft, given } });
  // What was asked before would be gone back to, and what is asked now would be lost.
  const bare = withOverlays(
    drafted,
    drafted.focus.overlays.filter((overlay) => !isUnlocking(overlay)),
  );
  const asked = openOverlay(bare, { kind: 'question', name: 'profileName', line: createLine() });
  if (vault.kind === 'locked') return [inform(askToUnlock(asked), unlockFirst), []];
  if (vault.kind !== 'unread') return [asked, []];
  return [withProfiles(asked, { busy: { what: 'opening' } }), [{ type: 'profiles.read' }]];
}

export const unlockFirst = 'Unlock the profiles first: the new one is saved with them';

/** What tokens look like, with a prefix and without. */
const tokenShape = /^(?:cf[ua]t_[\w-]{20,}|[\w-]{40})$/;

const keyShape = /^(?:cfk_[\w-]{20,}|[0-9a-f]{37})$/;

/** A credential pasted into the list of accounts is no name to look for, and not to be seen; undefined for other text. */
export function takePastedCredential(state: State, pasted: string): Step | undefined {
  const text = pasted.trim();
  if (openPicker(state)?.name !== 'profiles') return undefined;
  if (keyShape.test(text))
    return [complain(state, 'This is a global key. Choose “add a profile” and type its email address first'), []];
  if (!tokenShape.test(text)) return undefined;
  const [asked, effects] = startAdding(state, { kind: 'token', token: createSecret(text) });
  const isAsked = asked.profiles.draft !== undefined && asked.notice === state.notice;
  return [
    isAsked
      ? inform(asked, `Token received. Name the profile to save it in; ${keyFor(state, 'app.back')} discards it`)
      : asked,
    effects,
  ];
}
