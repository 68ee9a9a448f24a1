// Adding a profile: the secret, its name, the email address of a key, what the API says of it, its default account, and for
// the first one how the key of the profiles is protected. Each step is an overlay on the one before, so Esc goes back by one.
import { type Credential, createSecret, isSameSecret, looksSecret } from '../../../api/credential.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { narrowItems } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { padEnd } from '../../../text/width.ts';
import type { ProfileDraft, Verdict } from '../../model/accounts.ts';
import type { NewProtection } from '../../model/effects.ts';
import { closeOverlay, openOverlay, openPicker, pick, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { Overlay, PickerItem, QuestionName } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { ConfirmSpec, QuestionSpec } from '../../model/questions.ts';
import { type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { change, findRow, placeOf, secretLabel, verdictRows, verifyForSession } from './profiles.ts';
import { readEmail, readSecret, tellHeld, unlockFirst } from './start-adding.ts';
import {
  type AddingQuestion,
  addingQuestions,
  askToUnlock,
  isOccupied,
  whyOccupied,
  withProfiles,
} from './unlocking.ts';

/** The form of the secret says what it is, and so what else there is to ask. */
function answerSecret(state: State, text: string): Step {
  const { draft } = state.profiles;
  if (!draft) return [closeOverlay(state), []];
  const reason = whyOccupied(state);
  if (reason !== undefined) return [complain(state, reason), []];
  const held = readSecret(text.trim());
  if (typeof held === 'string') return [complain(state, held), []];
  const known = withDraft(state, { held, credential: undefined, verdict: undefined });
  return [inform(askNext(known, 'profileName', draft.name), tellHeld(state, held)), []];
}

/** The name is checked where names are known. */
function answerProfileName(state: State, text: string): Step {
  const name = text.trim();
  const { vault } = state.profiles;
  if (vault.kind === 'locked') return [inform(askToUnlock(state), unlockFirst), []];
  if (vault.kind === 'unusable') return [complain(state, vault.reason), []];
  if (vault.kind === 'unread' || isOccupied(state)) return [complain(state, 'Busy. Try again in a moment'), []];
  if (looksSecret(name)) return [withoutSecret(state, 'profileName', 'Type a name for the profile, such as prod'), []];
  if (name === '') return [complain(state, 'Type a name first, such as prod'), []];
  if (findRow(state, name)) return [complain(state, `The profile ${name} exists already. Type another name`), []];
  return [state, [{ type: 'profiles.checkName', text: name }]];
}

/** The name is good: a token is known with it, a key wants its address. */
export function takeName(state: State, name: string): Step {
  const held = state.profiles.draft?.held;
  if (topQuestion(state) !== 'profileName' || !held) return [state, []];
  const named = withDraft(state, { name });
  return held.kind === 'key' && held.email === undefined ? [askNext(named, 'profileEmail'), []] : askAbout(named, held);
}

/** What was typed in the wrong field goes away: nothing of it may be kept or shown. */
function withoutSecret(state: State, name: AddingQuestion | 'tokenEmail', next: string): State {
  return complain(askNext(closeOverlay(state), name), `This looks like a token or a key, so it was cleared. ${next}`);
}

const emailNext = 'Type the email address of the user whose key it is';

function answerEmail(state: State, text: string): Step {
  if (looksSecret(text.trim())) return [withoutSecret(state, 'profileEmail', emailNext), []];
  const reason = whyOccupied(state);
  if (reason !== undefined) return [complain(state, reason), []];
  const credential = readEmail(state.profiles.draft?.held, text);
  return typeof credential === 'string' ? [complain(state, credential), []] : askAbout(state, credential);
}

/** The API is asked about it; the question stays until it has answered. */
function askAbout(state: State, credential: Credential): Step {
  const asking = withDraft(state, { credential, verdict: undefined });
  return [
    withProfiles(asking, { busy: { what: 'verifying', whom: 'draft' } }),
    [{ type: 'profiles.verifyNew', credential }],
  ];
}

/** The same for a key that is used for this session. */
function answerTokenEmail(state: State, text: string): Step {
  if (looksSecret(text.trim())) return [withoutSecret(state, 'tokenEmail', emailNext), []];
  const reason = whyOccupied(state);
  if (reason !== undefined) return [complain(state, reason), []];
  const credential = readEmail(state.profiles.draft?.held, text);
  return typeof credential === 'string' ? [complain(state, credential), []] : verifyForSession(state, credential);
}

/** What the API says of the profile that is being added: it is saved, or offered to be saved all the same. */
export function takeDraftVerdict(state: State, verdict: Verdict): Step {
  const { draft } = state.profiles;
  if (!draft) return [state, []];
  const known = withDraft(state, { verdict, accountId: verdict.accounts[0]?.id });
  if (!verdict.isGood) {
    const asked = openOverlay(known, { kind: 'confirm', name: 'saveUnverified', of: draft.name });
    return [complain(asked, verdict.lines.join(' ')), []];
  }
  return verdict.accounts.length > 1 ? [pick(known, 'account'), []] : save(known, undefined);
}

/** Saves it, though the API has not said that it is good. */
function saveUnverified(state: State): Step {
  return save(withDraft(closeOverlay(state), { accountId: undefined }), undefined);
}

function save(state: State, by: NewProtection | undefined): Step {
  const { draft } = state.profiles;
  if (!draft?.credential) return [state, []];
  const { name, credential, accountId } = draft;
  const saving = withProfiles(state, { busy: { what: 'saving' } });
  return [saving, [{ type: 'profiles.save', profile: { name, credential, accountId }, by }]];
}

/** Asks how the key is to be protected: there is no vault yet. */
export function askForProtection(state: State, keychain: string | undefined, reason: string | undefined): State {
  if (!state.profiles.draft) return state;
  const settled = withProfiles(state, { busy: undefined, keychain });
  if (keychain !== undefined) return pick(settled, 'protection');
  // Where the keychain was chosen and does not keep the key after all, its list gives way.
  const bare = openPicker(settled)?.name === 'protection' ? closeOverlay(settled) : settled;
  const why = reason === undefined ? '' : `${reason} `;
  return inform(askNext(bare, 'newPassphrase'), `${why}Choose a passphrase to protect the profiles`);
}

/** How long it has to be is said where it is checked. */
function answerNewPassphrase(state: State, text: string): Step {
  if (text === '') return [complain(state, 'Type a new passphrase first'), []];
  return [state, [{ type: 'profiles.checkPassphrase', passphrase: createSecret(text) }]];
}

export function takeNewPassphrase(state: State, passphrase: NonNullable<ProfileDraft['passphrase']>): State {
  if (topQuestion(state) !== 'newPassphrase') return state;
  return askNext(withDraft(state, { passphrase }), 'samePassphrase');
}

function answerSamePassphrase(state: State, text: string): Step {
  const { draft } = state.profiles;
  if (isOccupied(state)) return [complain(state, 'The profile is being saved'), []];
  const passphrase = draft?.passphrase;
  if (!passphrase) return [closeOverlay(state), []];
  if (!isSameSecret(passphrase, createSecret(text))) return [complain(state, notTheSame(state)), []];
  return save(state, { kind: 'passphrase', passphrase });
}

function notTheSame(state: State): string {
  const [clear, back] = [keyFor(state, 'edit.killToStart'), keyFor(state, 'app.back')];
  return `The passphrases do not match. ${clear} clears this one, ${back} goes back to the first`;
}

/** Columns from which a question that is answered in clear names the host, too; the secret's always does. */
const roomForPlace = 72;

const emailQuestion = {
  label: (state: State) =>
    state.screen.columns < roomForPlace ? 'email of the key' : `email of the key for ${placeOf(state)}`,
  placeholder: 'of the user whose key it is',
  isSecret: looksSecret,
};

/** The email address of a key that is used for this session. */
export const tokenEmailQuestion: QuestionSpec = { ...emailQuestion, answer: answerTokenEmail };

/** The questions that are asked of one who adds a profile. */
export const addingSpecs: Readonly<Record<AddingQuestion, QuestionSpec>> = {
  profileSecret: {
    label: secretLabel,
    placeholder: 'checked there before it is saved',
    isSecret: true,
    answer: answerSecret,
  },
  profileName: {
    label: (state) => (state.screen.columns < roomForPlace ? 'profile name' : `profile name for ${placeOf(state)}`),
    placeholder: 'such as prod',
    isSecret: looksSecret,
    answer: answerProfileName,
  },
  profileEmail: { ...emailQuestion, answer: answerEmail },
  newPassphrase: {
    label: 'new passphrase',
    placeholder: 'to protect the profiles',
    isSecret: true,
    answer: answerNewPassphrase,
  },
  samePassphrase: { label: 'repeat the passphrase', isSecret: true, answer: answerSamePassphrase },
};

export const unverifiedConfirm: ConfirmSpec = {
  question: (_, of) => `Save ${of} anyway?`,
  yes: saveUnverified,
};

/** Drops what was typed for a profile once nothing asks for it any more: a secret must not linger. */
export function dropAbandoned(state: State): Step {
  const { draft, busy } = state.profiles;
  const isHeldFor = (overlay: Overlay): boolean =>
    'name' in overlay && (overlay.name === 'tokenEmail' || addingQuestions.includes(overlay.name));
  if (!draft || state.focus.overlays.some(isHeldFor)) return [state, []];
  const isAsked = busy?.what === 'verifying' && busy.whom === 'draft';
  const dropped = withProfiles(state, { draft: undefined, busy: isAsked ? undefined : busy });
  return [dropped, isAsked ? [{ type: 'profiles.stop' }] : []];
}

function askNext(state: State, name: QuestionName, typed = ''): State {
  return openOverlay(state, { kind: 'question', name, line: createLine(typed) });
}

function topQuestion(state: State): QuestionName | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'question' ? overlay.name : undefined;
}

function withDraft(state: State, changed: Partial<ProfileDraft>): State {
  const { draft } = state.profiles;
  return draft ? withProfiles(state, { draft: { ...draft, ...changed } }) : state;
}

/** Accounts to take where a request leaves `{account_id}` open: of the profile being added, or of one that there is. */
export const accountPicker: PickerSpec = {
  label: 'default account',
  title: 'Default account',
  items: (state: State, typed: string): readonly PickerItem[] => {
    const wanted = typed.trim().toLowerCase();
    const accounts = verdictInQuestion(state)?.accounts ?? [];
    const cells = Math.min(32, Math.max(0, ...accounts.map(({ name }) => visible(name).length)));
    // Letters with others between them would fit nearly every id.
    const words = ({ id, name }: (typeof accounts)[number]): string => (id.includes(wanted) ? `${name} ${id}` : name);
    const items = narrowItems(accounts, typed, words).map(({ id, name }) => ({
      key: id,
      row: [span(padEnd(visible(name), cells)), span(`  ${visible(id)}`, 'dim')],
    }));
    // One that may not list its accounts works for them all the same.
    const isId = /^[0-9a-f]{32}$/.test(wanted) && !items.some(({ key }) => key === wanted);
    const typedId = isId ? [{ key: wanted, row: [span(`the account ${wanted}`)] }] : [];
    const none = 'none'.includes(wanted)
      ? [{ key: '', row: [span('none: {account_id} is not filled in', 'dim')] }]
      : [];
    return [...items, ...typedId, ...none];
  },
  empty: (): string => 'No account matches. You can type an account id, 32 hexadecimal digits',
  preview: (state: State, _item: PickerItem, width: number): readonly Row[] => {
    const verdict = verdictInQuestion(state);
    return verdict ? verdictRows(verdict, state.now, width) : [];
  },
  choose: (state: State, { key }: PickerItem): Step => {
    const of = profileInQuestion(state);
    const accountId = key === '' ? undefined : key;
    if (of !== undefined) return change(closeOverlay(state), of, { kind: 'account', accountId });
    if (isOccupied(state)) return [complain(state, 'The profile is being saved'), []];
    return save(withDraft(state, { accountId }), undefined);
  },
};

/** The profile whose account is being picked; undefined for the one being added. */
function profileInQuestion({ focus }: State): string | undefined {
  const picker = focus.overlays.findLast((overlay) => overlay.kind === 'picker' && overlay.name === 'account');
  return picker?.kind === 'picker' ? picker.of : undefined;
}

function verdictInQuestion(state: State): Verdict | undefined {
  const of = profileInQuestion(state);
  return of === undefined ? state.profiles.draft?.verdict : state.profiles.verdicts[of];
}

/** How the first profile is protected; only where there is a choice. */
export const protectionPicker: PickerSpec = {
  label: 'protect with',
  title: 'Protect the profiles with',
  items: ({ profiles }: State, typed: string): readonly PickerItem[] =>
    narrowItems(
      [
        {
          key: 'keychain',
          words: profiles.keychain ?? 'the keychain',
          more: 'nothing to type; unlocked while you are logged in',
        },
        { key: 'passphrase', words: 'a passphrase', more: 'typed once per session' },
      ],
      typed,
      ({ words }) => words,
    ).map(({ key, words, more }) => ({ key, row: [span(visible(words)), span(`  ${more}`, 'dim')] })),
  empty: (): string => 'No choice matches',
  choose: (state: State, { key }: PickerItem): Step => {
    if (isOccupied(state)) return [complain(state, 'The profile is being saved'), []];
    if (key === 'keychain') return save(state, { kind: 'keychain' });
    return [askNext(state, 'newPassphrase'), []];
  },
};
