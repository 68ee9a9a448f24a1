// Locking the profiles and unlocking them. While they are locked a profile's requests are refused; where they were locked
// with something on the screen, that is hidden until they are unlocked or another account takes over.
import { createSecret } from '../../../api/credential.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { wrap } from '../../../text/wrap.ts';
import { isCovered, isLocked, lockedReason } from '../../model/account-in-force.ts';
import type { Profiles, Protection } from '../../model/accounts.ts';
import { closeOverlay, focusPane, isUnlocking, openOverlay, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { framed, helpRect, inner } from '../../model/layout.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { Overlay } from '../../model/overlays.ts';
import type { ConfirmSpec, QuestionSpec } from '../../model/questions.ts';
import type { Reason } from '../../model/reasons.ts';
import { type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { forgetFormerSessions, putLineAway } from './putting-away.ts';

/** True while something is under way that leaves no room for more. Who waits for the vault may use another account. */
export function isOccupied({ profiles }: State): boolean {
  return profiles.busy !== undefined && profiles.busy.what !== 'opening';
}

export function whyOccupied(state: State): Reason {
  return isOccupied(state) ? `Busy. ${keyFor(state, 'app.back')} cancels` : undefined;
}

export function withProfiles(state: State, change: Partial<Profiles>): State {
  return { ...state, profiles: { ...state.profiles, ...change } };
}

/** Asks for what opens the vault; goes back to the question where it stands under others already. */
export function askToUnlock(state: State): State {
  const { vault } = state.profiles;
  if (vault.kind !== 'locked') return complain(state, 'The profiles are not locked');
  const { overlays } = state.focus;
  const asked = overlays.findLastIndex(isUnlocking);
  if (asked !== -1) return withOverlays(state, overlays.slice(0, asked + 1));
  return openOverlay(state, questionFor(vault.by));
}

function questionFor(by: Protection): Overlay {
  return by === 'passphrase'
    ? { kind: 'question', name: 'unlock', line: createLine() }
    : { kind: 'confirm', name: 'unlock', of: '' };
}

/** Tries to unlock, by what was typed or by the keychain. */
export function unlock(state: State): Step {
  const overlay = topOverlay(state);
  if (!overlay || !isUnlocking(overlay)) return [askToUnlock(state), []];
  const reason = whyOccupied(state);
  if (reason !== undefined) return [complain(state, reason), []];
  const typed = overlay.kind === 'question' ? overlay.line.text : undefined;
  if (typed === '') return [complain(state, 'Type the passphrase first'), []];
  const passphrase = typed === undefined ? undefined : createSecret(typed);
  return [withProfiles(state, { busy: { what: 'unlocking' } }), [{ type: 'profiles.unlock', passphrase }]];
}

export const unlockQuestion: QuestionSpec = {
  label: 'passphrase',
  placeholder: 'for the profiles',
  isSecret: true,
  answer: unlock,
};

export const unlockConfirm: ConfirmSpec = { question: () => 'Unlock the profiles with the keychain?', yes: unlock };

/** Ends what is in progress about profiles, or leaves them locked; undefined where there is nothing to leave. */
export function leaveProfiles(state: State): Step | undefined {
  const { busy } = state.profiles;
  const overlay = topOverlay(state);
  if (overlay && isUnlocking(overlay)) return leaveLocked(state);
  if (busy?.what === 'verifying' || busy?.what === 'opening') {
    const words = busy.what === 'verifying' ? 'Verification cancelled' : 'Opening the profiles was cancelled';
    return [inform(withProfiles(state, { busy: undefined }), words), [{ type: 'profiles.stop' }]];
  }
  // The prompt has the focus: there is nothing to be seen elsewhere.
  if (!overlay && isCovered(state) && state.exchange.kind !== 'sending')
    return [complain(state, lockedReason(state)), []];
  return undefined;
}

/** Leaves the profiles locked. Where the panes are hidden they stay so, and the prompt has focus. */
function leaveLocked(state: State): Step {
  const stopped = withProfiles(state, { busy: undefined });
  const left = isCovered(state) ? focusPane(stopped, 'prompt') : closeOverlay(stopped);
  const told = isLocked(state)
    ? inform(left, `The profiles stay locked. ${keyFor(state, 'profiles.open')} unlocks them`)
    : left;
  return [told, state.profiles.busy ? [{ type: 'profiles.stop' }] : []];
}

/** Locks the profiles, and hides what a profile's session has on the screen. */
export function lock(state: State, because: 'idle' | 'asked'): Step {
  const { vault } = state.profiles;
  if (vault.kind !== 'open') return [state, []];
  const locked = withProfiles(state, {
    vault: { kind: 'locked', by: vault.by, because },
    busy: undefined,
    draft: undefined,
    verdicts: {},
  });
  const bare = withOverlays(locked, withoutProfiles(locked.focus.overlays));
  const effects: Step[1] = [{ type: 'profiles.lock' }];
  if (state.session.kind !== 'profile') return [inform(forgetFormerSessions(bare), 'The profiles are locked'), effects];
  return [askToUnlock(putLineAway(bare)), effects];
}

/** Takes in that the vault wants something before it opens. */
export function takeLocked(state: State, by: Protection): State {
  const { vault, busy } = state.profiles;
  const because = vault.kind === 'locked' ? vault.because : undefined;
  const locked = withProfiles(state, {
    vault: { kind: 'locked', by, because },
    busy: busy?.what === 'opening' || busy?.what === 'unlocking' ? undefined : busy,
  });
  const { overlays } = state.focus;
  // Who has begun to add a profile goes on once the vault is open.
  if (openAdding(locked)) return askToUnlock(locked);
  if (!overlays.some(isUnlocking)) return locked;
  // It was asked for by what does not open it any more.
  const renewed = overlays.map((overlay) => (isUnlocking(overlay) ? questionFor(by) : overlay));
  return withOverlays(locked, renewed);
}

/** A wrong passphrase is typed anew. */
export function takeWrong(state: State, until: number, now: number): State {
  const { overlays } = state.focus;
  const emptied = overlays.map((overlay) => (isUnlocking(overlay) ? questionFor('passphrase') : overlay));
  const told = withProfiles({ ...withOverlays(state, emptied), now }, { busy: undefined, heldUntil: until });
  return complain(told, 'Wrong passphrase');
}

/** Questions that are asked of one who adds a profile. */
const addingNames = ['profileSecret', 'profileName', 'profileEmail', 'newPassphrase', 'samePassphrase'] as const;

export type AddingQuestion = (typeof addingNames)[number];

export const addingQuestions: readonly string[] = addingNames;

function openAdding(state: State): boolean {
  const overlay = topOverlay(state);
  return overlay?.kind === 'question' && addingQuestions.includes(overlay.name);
}

/** Whatever asks for something about accounts, or shows them. */
const ofProfiles: readonly string[] = [
  ...addingQuestions,
  'token',
  'tokenEmail',
  'unlock',
  'removeProfile',
  'saveUnverified',
  'profiles',
  'account',
  'protection',
];

/** True for what asks about accounts or shows them: it may be seen while all else is hidden. */
export function isOfProfiles(overlay: Overlay): boolean {
  return 'name' in overlay && ofProfiles.includes(overlay.name);
}

export function withoutProfiles(overlays: readonly Overlay[]): readonly Overlay[] {
  return overlays.filter((overlay) => !isOfProfiles(overlay));
}

export function withOverlays(state: State, overlays: readonly Overlay[]): State {
  return { ...state, focus: { ...state.focus, overlays } };
}

export function lockedCover(state: State): readonly Row[] {
  const rect = helpRect(state.screen);
  const { width } = inner(rect);
  const { vault } = state.profiles;
  const why = vault.kind === 'locked' && vault.because === 'idle' ? 'No key was pressed for a while.' : '';
  const said = [
    `${why} The screen comes back when the profiles are unlocked.`.trim(),
    'Requests in progress may finish; nothing new is sent until then.',
  ];
  const rows = said.flatMap((line): readonly Row[] => [
    [],
    ...wrap(line, Math.max(8, Math.min(72, width))).map((words): Row => [span(words)]),
  ]);
  return framed(rect, { title: [span('Locked', 'title')], status: [], focused: false }, rows);
}
