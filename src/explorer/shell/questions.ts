// Questions that one line answers: how each is put, and what its response does.
import { createSecret } from '../../api/credential.ts';
import {
  answerEmail,
  answerNewPassphrase,
  answerProfileName,
  answerSamePassphrase,
  answerSecret,
  saveUnverified,
} from '../features/accounts/adding.ts';
import { change, findRow } from '../features/accounts/profiles.ts';
import { isOccupied, unlock, withProfiles } from '../features/accounts/unlocking.ts';
import { valueQuestion } from '../features/compose/form-filling.ts';
import { answerJq, suggestedFilter } from '../features/filter/jq.ts';
import { answerSearch } from '../features/filter/search.ts';
import { answerDay, answerName } from '../features/history/use.ts';
import { goTo } from '../features/pages/pages.ts';
import { answerWrite, writeLabel } from '../features/response/write.ts';
import { saveImported } from '../features/tools/import.ts';
import { closeOverlay, openConfirm, openQuestion } from '../model/focus.ts';
import { complain, type Step } from '../model/notices.ts';
import type { Confirm, ConfirmName, QuestionName } from '../model/overlays.ts';
import type { State } from '../model/state.ts';

interface QuestionSpec {
  /** Before the field, as short as can be. */
  readonly label: (state: State) => string;
  /** What stands in the field while it is empty. */
  readonly placeholder: (state: State) => string;
  /** True where the text is shown as dots. */
  readonly isSecret: boolean;
  /** What enter does with the text. It closes the question where that was answered, and leaves it where it was not. */
  readonly answer: (state: State, text: string) => Step;
}

const empty = (): string => '';

const questions: Readonly<Record<QuestionName, QuestionSpec>> = {
  page: { label: () => 'page', placeholder: empty, isSecret: false, answer: answerPage },
  token: { label: () => 'API token', placeholder: () => 'for this session only', isSecret: true, answer: answerToken },
  save: { label: () => 'save as', placeholder: empty, isSecret: false, answer: answerName },
  clear: { label: () => 'delete all before', placeholder: empty, isSecret: false, answer: answerDay },
  search: {
    label: searchLabel,
    placeholder: ({ search }) => search?.text ?? '',
    isSecret: false,
    answer: answerSearch,
  },
  jq: { label: () => 'jq', placeholder: suggestedFilter, isSecret: false, answer: answerJq },
  write: { label: writeLabel, placeholder: () => 'the name of a file', isSecret: false, answer: answerWrite },
  value: valueQuestion,
  unlock: { label: () => 'passphrase', placeholder: () => 'of the profiles', isSecret: true, answer: unlock },
  profileName: {
    label: () => 'name of the profile',
    placeholder: () => 'such as prod',
    isSecret: false,
    answer: answerProfileName,
  },
  profileEmail: {
    label: () => 'e-mail of a key',
    placeholder: () => 'enter for an API token',
    isSecret: false,
    answer: answerEmail,
  },
  profileSecret: {
    label: ({ profiles }) => (profiles.draft?.email === undefined ? 'API token' : 'global key'),
    placeholder: ({ profiles }) => `for ${profiles.draft?.place ?? 'the API'}`,
    isSecret: true,
    answer: answerSecret,
  },
  newPassphrase: {
    label: () => 'new passphrase',
    placeholder: () => 'to protect the profiles',
    isSecret: true,
    answer: answerNewPassphrase,
  },
  samePassphrase: {
    label: () => 'the same again',
    placeholder: empty,
    isSecret: true,
    answer: answerSamePassphrase,
  },
};

function searchLabel({ search }: State): string {
  return search === undefined || search.scope === 'both' ? '/' : `/ in ${search.scope}`;
}

export function questionSpec(name: QuestionName): QuestionSpec {
  return questions[name];
}

export function answerQuestion(state: State): Step {
  const open = openQuestion(state);
  return open ? questions[open.name].answer(state, open.line.text) : [state, []];
}

function answerPage(state: State, text: string): Step {
  const [moved, effects] = goTo(state, text);
  return [moved.notice?.kind === 'problem' ? moved : closeOverlay(moved), effects];
}

/** The question stays until the API has said what it thinks of the token. */
function answerToken(state: State, text: string): Step {
  const token = text.trim();
  if (isOccupied(state)) return [complain(state, 'The API is being asked about it: Esc ends that'), []];
  if (token === '') return [complain(state, 'Paste or type an API token first'), []];
  const asking = withProfiles(state, { busy: { what: 'verifying', whom: 'token' } });
  return [asking, [{ type: 'useToken', token: createSecret(token) }]];
}

interface ConfirmSpec {
  /** A question; `of` is what it is about. */
  readonly question: (state: State, of: string) => string;
  /** Takes the question off too, where that is to be. */
  readonly yes: (state: State, of: string) => Step;
}

const confirms: Readonly<Record<ConfirmName, ConfirmSpec>> = {
  unlock: { question: () => 'Unlock the profiles with the keychain?', yes: (state) => unlock(state) },
  removeProfile: {
    question: (state, of) => `Remove ${of}, ${findRow(state, of)?.credential ?? 'its credential'}?`,
    yes: (state, of) => change(closeOverlay(state), of, { kind: 'remove' }),
  },
  saveImported: {
    question: (_, of) => `Save ${of} of the command in a profile? y or n`,
    yes: (state) => saveImported(state),
  },
  saveUnverified: { question: (_, of) => `Save ${of} all the same?`, yes: (state) => saveUnverified(state) },
};

export function confirmQuestion(state: State, { name, of }: Confirm): string {
  return confirms[name].question(state, of);
}

export function confirmYes(state: State): Step {
  const open = openConfirm(state);
  return open ? confirms[open.name].yes(state, open.of) : [state, []];
}
