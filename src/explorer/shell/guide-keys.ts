// The keys that find, fill in and follow: what each of them does.
import { completePrompt } from '../features/compose/completion.ts';
import { chooseInForm, clearInForm, sendForm, stepChoice } from '../features/compose/form-filling.ts';
import { askAccess } from '../features/find/access.ts';
import { openFollow } from '../features/find/follow.ts';
import { openPalette } from '../features/find/palette.ts';
import { goAlong } from '../features/find/trail.ts';
import type { ActionName } from '../keys/actions.ts';
import type { Step } from '../model/notices.ts';
import type { State } from '../model/state.ts';

type GuideKey = Extract<
  ActionName,
  `form.${string}` | `trail.${string}` | 'palette.open' | 'prompt.complete' | 'follow.open' | 'access.ask'
>;

const meanings: Readonly<Record<GuideKey, (state: State) => Step>> = {
  'palette.open': openPalette,
  'prompt.complete': completePrompt,
  'form.choose': chooseInForm,
  'form.clear': clearInForm,
  'form.nextChoice': (state) => stepChoice(state, 1),
  'form.previousChoice': (state) => stepChoice(state, -1),
  'form.send': sendForm,
  'follow.open': openFollow,
  'access.ask': askAccess,
  'trail.back': (state) => [goAlong(state, -1), []],
  'trail.forward': (state) => [goAlong(state, 1), []],
};

export function isGuideKey(name: ActionName): name is GuideKey {
  return name in meanings;
}

export function guide(state: State, name: GuideKey): Step {
  return meanings[name](state);
}
