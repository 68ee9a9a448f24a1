// What happened to profiles and to the account in force, and what that changes.
import { consentWords } from '../../../api/writes.ts';
import { isCovered } from '../../model/account-in-force.ts';
import type { AccountLabel, ProfileRow, Protection, Verdict } from '../../model/accounts.ts';
import type { ProfileEvent } from '../../model/events.ts';
import { isUnlocking } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import { stowResponse } from '../../model/record.ts';
import type { EventOf, Reducers } from '../../model/reducers.ts';
import type { State } from '../../model/state.ts';
import { accountLabel } from '../../model/writes.ts';
import { askForProtection, takeDraftVerdict, takeName, takeNewPassphrase } from './adding.ts';
import { findRow, keepCursor, pickAccountOf, placeOnProfile, use } from './profiles.ts';
import { bringLineBack, forgetSession } from './putting-away.ts';
import { askToUnlock, lock, takeLocked, takeWrong, withOverlays, withoutProfiles, withProfiles } from './unlocking.ts';

export const accountReducers: Reducers<ProfileEvent['type'] | 'session.changed'> = {
  'profiles.begun': (state, event) => {
    const { environment, newPlace, noNewPlace, isLocked, asks } = event;
    const known = withProfiles(state, { environment, newPlace, noNewPlace });
    if (!isLocked) return [known, []];
    const locked = takeLocked(known, 'passphrase');
    return [asks ? askToUnlock(locked) : locked, []];
  },
  'profiles.opened': (state, event) => [takeOpened(state, event.rows, event.by), []],
  'profiles.absent': (state) => [takeNothing(state, { kind: 'none' }, 'The profiles no longer exist'), []],
  'profiles.unusable': (state, event) => [
    takeNothing(state, { kind: 'unusable', reason: event.reason }, event.reason),
    [],
  ],
  'profiles.locked': (state, event) => [takeLocked(state, event.by), []],
  'profiles.wrong': (state, event) => [takeWrong(state, event.until, event.now), []],
  'profiles.idled': (state) => lock(state, 'idle'),
  'profiles.changed': (state, event) => [takeChange(state, event), []],
  'profiles.verified': (state, event) => takeVerdict(state, event.verdict),
  'profiles.named': (state, event) => takeName(state, event.name),
  'profiles.protectable': (state, event) => [askForProtection(state, event.keychain, event.reason), []],
  'profiles.passphraseChecked': (state, event) => [takeNewPassphrase(state, event.passphrase), []],
  'profiles.saved': (state, event) => takeSaved(state, event),
  'session.changed': takeSession,
  'profiles.refused': (state, event) => [complain(withProfiles(state, { busy: undefined }), event.reason), []],
};

/** The account in force is another, or the same in another way. */
function takeSession(state: State, event: EventOf<'session.changed'>): Step {
  const { isAnother, greeting } = event;
  const { busy } = state.profiles;
  const rateLimit = isAnother ? undefined : state.session.rateLimit;
  const changed: State = { ...state, session: { ...event.session, rateLimit } };
  if (!isAnother) return [greeting === undefined ? changed : inform(changed, greeting), []];
  const exchange = changed.exchange.kind === 'sending' ? changed.exchange : ({ kind: 'draft' } as const);
  const isHidden = isCovered(state);
  const left = letGo({ ...changed, exchange, prefetched: undefined }, isHidden);
  // What was open belonged to the former account, or was about changing it.
  const bare = withOverlays(left, []);
  const settled = withProfiles(withFormerLine(bare, accountLabel(state.session)), {
    busy: undefined,
    since: state.lastId,
  });
  const [cancelled, told] = busy?.what === 'switching' ? [busy.cancelled, busy.told] : [undefined, undefined];
  // A line is part of what was hidden.
  const words = [told, greeting, cancelled === undefined || isHidden ? undefined : `Cancelled: ${cancelled}`];
  const effects: Step[1] =
    isHidden && state.exchange.kind === 'sending' ? [{ type: 'cancel', id: state.exchange.id }] : [];
  return [inform(settled, sentences(words)), effects];
}

/** What was typed for another account has that one's ids in it. */
function withFormerLine(state: State, from: AccountLabel): State {
  const { composer } = state;
  if (composer.line.text.trim() === '' || composer.recalled) return state;
  return { ...state, composer: { ...composer, recalled: { text: composer.line.text, from } } };
}

/**
 * Takes the former account's response off the screen: its pages are not to be turned with the credential of another. It
 * stays in the history, unless it was hidden: whoever does not know the passphrase is not to see it there.
 */
function letGo(state: State, isHidden: boolean): State {
  if (isHidden) return forgetSession(state);
  // A file belongs to no account.
  if (state.response && !state.response.request) return state;
  return { ...stowResponse(state), response: undefined };
}

function takeOpened(state: State, rows: readonly ProfileRow[], by: Protection): State {
  const { busy } = state.profiles;
  const opened = withProfiles(state, {
    vault: { kind: 'open', rows, by },
    busy: busy?.what === 'opening' || busy?.what === 'unlocking' ? undefined : busy,
    heldUntil: 0,
  });
  const bare = withOverlays(
    opened,
    opened.focus.overlays.filter((overlay) => !isUnlocking(overlay)),
  );
  return keepCursor(state, bringLineBack(bare));
}

/** There are no profiles, or they cannot be had. What is hidden stays hidden. */
function takeNothing(state: State, vault: State['profiles']['vault'], told: string): State {
  const { busy, vault: before } = state.profiles;
  const settled = busy?.what === 'opening' || busy?.what === 'unlocking' ? undefined : busy;
  const taken = withProfiles(state, { busy: settled, vault: isCovered(state) ? before : vault });
  return vault.kind === 'none' && before.kind !== 'locked' ? taken : complain(taken, told);
}

function takeChange(state: State, { name, change, rows }: Extract<ProfileEvent, { type: 'profiles.changed' }>): State {
  const { vault } = state.profiles;
  if (vault.kind !== 'open') return state;
  const changed = keepCursor(state, withProfiles(state, { vault: { ...vault, rows }, busy: undefined }));
  switch (change.kind) {
    case 'remove':
      return inform(changed, `Removed ${name}. Its credential stays valid: flarescope auth revoke ends it`);
    case 'current':
      return inform(changed, `${name} is now the default profile`);
    case 'readOnly':
      return inform(
        changed,
        change.readOnly ? `${name} is read-only: only what reads is sent` : `${name} is no longer read-only`,
      );
    case 'production':
      return inform(changed, `${name} is ${change.production ? 'marked' : 'no longer marked'} as production`);
    case 'consent':
      return inform(changed, `${name} ${consentWords[change.consent]}`);
    case 'account':
      return inform(
        changed,
        change.accountId === undefined
          ? `${name} has no default account: {account_id} is not filled in`
          : `The default account of ${name} is ${change.accountId}`,
      );
  }
}

function takeVerdict(state: State, verdict: Verdict): Step {
  const { busy, verdicts } = state.profiles;
  if (busy?.what !== 'verifying') return [state, []];
  const asked = withProfiles({ ...state, now: verdict.at }, { busy: undefined });
  if (busy.whom === 'draft') return takeDraftVerdict(asked, verdict);
  // A good token has come with a session of its own.
  if (busy.whom === 'token') return [complain(asked, verdict.lines.join(' ')), []];
  const { profile, picksAccount } = busy.whom;
  const known = withProfiles(asked, { verdicts: { ...verdicts, [profile]: verdict } });
  const told = verdict.lines[0] ?? '';
  if (!verdict.isGood) return [complain(known, told), []];
  if (picksAccount) return [findRow(known, profile) ? pickAccountOf(known, profile) : known, []];
  return [inform(known, `${profile} is valid: ${told}`), []];
}

function takeSaved(state: State, event: Extract<ProfileEvent, { type: 'profiles.saved' }>): Step {
  const { name, rows, by, told } = event;
  const { draft, verdicts, vault } = state.profiles;
  if (vault.kind === 'locked') return [inform(state, `Saved ${name}`), []];
  const known = draft?.verdict?.isGood ? { ...verdicts, [name]: draft.verdict } : verdicts;
  const saved = withProfiles(state, {
    vault: { kind: 'open', rows, by },
    busy: undefined,
    draft: undefined,
    verdicts: known,
  });
  const list = state.focus.overlays.filter((overlay) => overlay.kind === 'picker' && overlay.name === 'profiles');
  const back = placeOnProfile(withOverlays(saved, [...withoutProfiles(state.focus.overlays), ...list]), name);
  const words = sentences([`Saved ${name}`, told]);
  // Who adds a first profile is done with the sandbox.
  if (state.session.kind === 'sandbox' && rows.length === 1) return use(back, { kind: 'profile', name }, words);
  const next =
    list.length > 0 ? `${keyFor(state, 'profiles.use')} uses it` : `${keyFor(state, 'profiles.open')} lists it`;
  return [inform(back, sentences([words, next])), []];
}

/** What there is to say, one after the other. */
function sentences(words: readonly (string | undefined)[]): string {
  return words
    .filter((word) => word !== undefined)
    .map((word) => word.replace(/\.$/, ''))
    .join('. ');
}
