// Every question that one line answers, and every question of yes or no; what they are is their feature's.
import { addingSpecs, tokenEmailQuestion, unverifiedConfirm } from '../features/accounts/adding.ts';
import { removeConfirm, tokenQuestion } from '../features/accounts/profiles.ts';
import { unlockConfirm, unlockQuestion } from '../features/accounts/unlocking.ts';
import { compareIgnoreQuestion, compareWriteQuestion } from '../features/compare/output.ts';
import { memberQuestion, valueQuestion } from '../features/compose/form-filling.ts';
import { jqQuestion } from '../features/filter/jq.ts';
import { searchQuestion } from '../features/filter/search.ts';
import { textSearchQuestion } from '../features/filter/text-search.ts';
import { dayQuestion, nameQuestion } from '../features/history/use.ts';
import { pageQuestion } from '../features/pages/pages.ts';
import { rowFilterQuestion } from '../features/response/table-filter.ts';
import { writeQuestion } from '../features/response/write.ts';
import { settingQuestion } from '../features/settings/settings.ts';
import { importConfirm } from '../features/tools/import.ts';
import { watchQuestion } from '../features/watch/watch.ts';
import { openConfirm, openQuestion } from '../model/focus.ts';
import type { Step } from '../model/notices.ts';
import type { Confirm, ConfirmName, QuestionName } from '../model/overlays.ts';
import type { ConfirmSpec, QuestionSpec } from '../model/questions.ts';
import type { State } from '../model/state.ts';

const questions: Readonly<Record<QuestionName, QuestionSpec>> = {
  page: pageQuestion,
  token: tokenQuestion,
  tokenEmail: tokenEmailQuestion,
  save: nameQuestion,
  clear: dayQuestion,
  search: searchQuestion,
  searchText: textSearchQuestion,
  jq: jqQuestion,
  write: writeQuestion,
  rowFilter: rowFilterQuestion,
  watch: watchQuestion,
  compareWrite: compareWriteQuestion,
  compareIgnore: compareIgnoreQuestion,
  setting: settingQuestion,
  value: valueQuestion,
  member: memberQuestion,
  unlock: unlockQuestion,
  ...addingSpecs,
};

const confirms: Readonly<Record<ConfirmName, ConfirmSpec>> = {
  unlock: unlockConfirm,
  removeProfile: removeConfirm,
  saveImported: importConfirm,
  saveUnverified: unverifiedConfirm,
};

export function questionSpec(name: QuestionName): QuestionSpec {
  return questions[name];
}

export function answerQuestion(state: State): Step {
  const open = openQuestion(state);
  return open ? questions[open.name].answer(state, open.line.text) : [state, []];
}

export function confirmQuestion(state: State, { name, of }: Confirm): string {
  return confirms[name].question(state, of);
}

export function confirmYes(state: State): Step {
  const open = openConfirm(state);
  return open ? confirms[open.name].yes(state, open.of) : [state, []];
}
