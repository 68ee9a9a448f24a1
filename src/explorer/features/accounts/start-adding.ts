// How adding a profile begins: by its key, or by a credential that was pasted.
import { type Credential, createSecret, isGlobalKey } from '../../../api/credential.ts';
import { createLine } from '../../../text/line-buffer.ts';
import type { HeldCredential, ProfileDraft } from '../../model/accounts.ts';
import { isUnlocking, openOverlay, openPicker } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { askToUnlock, whyOccupied, withOverlays, withProfiles } from './unlocking.ts';

const emptyDraft: ProfileDraft = {
  held: undefined,
  name: '',
  credential: undefined,
  verdict: undefined,
  accountId: undefined,
  passphrase: undefined,
};

/**
 * Asks for the secret of a new profile, and from there on for all that its form leaves open. Where the profiles are locked,
 * they are unlocked first.
 *
 * @param held a credential in hand: it is not asked for, is verified as one that is typed, and is forgotten with the question
 */
export function startAdding(state: State, held?: HeldCredential): Step {
  const reason = whyOccupied(state) ?? state.profiles.noNewPlace;
  if (reason !== undefined) return [complain(state, reason), []];
  const { vault } = state.profiles;
  if (vault.kind === 'unusable') return [complain(state, vault.reason), []];
  const drafted = withProfiles(state, { draft: { ...emptyDraft, held } });
  // What was asked before would be gone back to, and what is asked now would be lost.
  const bare = withOverlays(
    drafted,
    drafted.focus.overlays.filter((overlay) => !isUnlocking(overlay)),
  );
  const name = held ? 'profileName' : 'profileSecret';
  const asked = openOverlay(bare, { kind: 'question', name, line: createLine() });
  if (vault.kind === 'locked') return [inform(askToUnlock(asked), unlockFirst), []];
  if (vault.kind !== 'unread') return [asked, []];
  return [withProfiles(asked, { busy: { what: 'opening' } }), [{ type: 'profiles.read' }]];
}

export const unlockFirst = 'Unlock the profiles first: the new one is saved with them';

/** More than any credential, less than a mistake. */
const longestSecret = 4096;

/** What was typed as a credential, its kind told by its form; or why it is none. A header field carries printable ASCII, and no spaces. */
export function readSecret(text: string): HeldCredential | string {
  if (text === '') return 'Type or paste the token or key first';
  if (text.length > longestSecret || !/^[\x21-\x7e]+$/.test(text)) return 'A token or key is ASCII text without spaces';
  const secret = createSecret(text);
  return isGlobalKey(secret) ? { kind: 'key', email: undefined, key: secret } : { kind: 'token', token: secret };
}

/** The credential of a key and the email address that was typed for it; or why that is none. */
export function readEmail(held: HeldCredential | undefined, text: string): Credential | string {
  if (held?.kind !== 'key') return 'Only a global key has an email address';
  const email = text.trim();
  return /^[^\s@:]+@[^\s@:]+$/.test(email) ? { ...held, email } : 'This is not an email address';
}

/** Keeps the key of a session until its email address is typed. */
export function askForTokenEmail(state: State, held: HeldCredential): State {
  const drafted = withProfiles(state, { draft: { ...emptyDraft, held } });
  return openOverlay(drafted, { kind: 'question', name: 'tokenEmail', line: createLine() });
}

/** What credentials look like, with a prefix and without. */
const credentialShape = /^(?:cf(?:[ua]t|k)_[\w-]{20,}|[\w-]{40}|[0-9a-f]{37})$/;

/** A credential pasted into the list of accounts is no name to look for, and not to be seen; undefined for other text. */
export function takePastedCredential(state: State, pasted: string): Step | undefined {
  const text = pasted.trim();
  if (openPicker(state)?.name !== 'profiles') return undefined;
  const held = credentialShape.test(text) ? readSecret(text) : undefined;
  if (held === undefined || typeof held === 'string') return undefined;
  const [asked, effects] = startAdding(state, held);
  const isAsked = asked.profiles.draft !== undefined && asked.notice === state.notice;
  return [
    isAsked ? inform(asked, `${tellHeld(state, held)}. ${keyFor(state, 'app.back')} discards it`) : asked,
    effects,
  ];
}

/** What is held, and where it will be sent. */
export function tellHeld({ profiles }: State, held: HeldCredential): string {
  return `${held.kind === 'token' ? 'Token' : 'Global key'} for ${profiles.newPlace ?? 'the API'}: name the profile to save it in`;
}
