// The prompt and the form: writing a request and sending it.
import { type Binding, inGroup } from '../../keys/binding.ts';
import { cyclePane, focusPane, pick } from '../../model/focus.ts';
import type { Step } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';
import { completePrompt } from './completion.ts';
import { completeQuestion } from './file-completion.ts';
import { whyNoForm } from './form.ts';
import { addRow, changeEntry, chooseInForm, clearInForm, goToContainer, sendForm, stepChoice } from './form-filling.ts';
import { describePart } from './form-search.ts';
import { insertLastArgument, recall, recallLater, submit } from './prompt.ts';

export const formKeys = inGroup('Operations', [
  {
    id: 'form.choose',
    keys: ['enter'],
    contexts: ['request'],
    help: 'fill in, open or close, or send',
    hint: 'fill in',
    do: chooseInForm,
  },
  {
    id: 'form.nextChoice',
    keys: ['l', 'right'],
    contexts: ['request'],
    help: 'next choice, or open',
    when: whyNoForm,
    hint: 'next choice',
    do: (state) => stepChoice(state, 1),
  },
  {
    id: 'form.previousChoice',
    keys: ['h', 'left'],
    contexts: ['request'],
    help: 'previous choice, or close',
    when: whyNoForm,
    do: (state) => stepChoice(state, -1),
  },
  {
    id: 'form.clear',
    keys: ['x', 'delete'],
    contexts: ['request'],
    help: 'remove this field',
    when: whyNoForm,
    hint: 'remove',
    do: clearInForm,
  },
  {
    id: 'form.send',
    keys: ['s'],
    contexts: ['request'],
    help: 'send the request',
    when: whyNoForm,
    hint: 'send',
    do: sendForm,
  },
  {
    id: 'form.add',
    keys: ['a'],
    contexts: ['request'],
    help: 'add an entry or a field',
    when: whyNoForm,
    hint: 'add',
    do: addRow,
  },
  {
    id: 'form.copy',
    keys: ['c'],
    contexts: ['request'],
    help: 'copy this entry below',
    when: whyNoForm,
    do: (state) => changeEntry(state, 'copy'),
  },
  {
    id: 'form.moveDown',
    keys: ['alt+j', 'alt+down'],
    contexts: ['request'],
    help: 'move this entry down',
    when: whyNoForm,
    do: (state) => changeEntry(state, 'down'),
  },
  {
    id: 'form.moveUp',
    keys: ['alt+k', 'alt+up'],
    contexts: ['request'],
    help: 'move this entry up',
    when: whyNoForm,
    do: (state) => changeEntry(state, 'up'),
  },
  {
    id: 'form.parent',
    keys: ['p'],
    contexts: ['request'],
    help: 'go to the object or list around it',
    when: whyNoForm,
    do: goToContainer,
  },
  {
    id: 'form.search',
    keys: ['/'],
    contexts: ['request'],
    help: 'find a field',
    when: whyNoForm,
    hint: 'find',
    do: (state) => [pick(state, 'fields'), []],
  },
  {
    id: 'form.describe',
    keys: ['v'],
    contexts: ['request'],
    help: 'read the whole description',
    when: whyNoForm,
    do: describePart,
  },
  {
    id: 'request.edit',
    keys: ['e'],
    contexts: ['request'],
    help: 'edit the request as a line',
    hint: 'edit',
    do: (state) => [focusPane(state, 'prompt'), []],
  },
]);

/** The prompt with the cursor in the row above or below of a long line; undefined where there is none. */
type RowMover = (state: State, by: 1 | -1) => State | undefined;

export const sendKeys = (move: RowMover): readonly Binding[] =>
  inGroup('Prompt', [
    {
      id: 'prompt.send',
      keys: ['enter'],
      contexts: ['prompt'],
      help: 'send the request',
      hint: 'send',
      isAllowedWhileLocked: true,
      do: (state) => submit(state),
    },
    {
      id: 'prompt.earlier',
      keys: ['up'],
      contexts: ['prompt'],
      help: 'previous request',
      hint: 'previous',
      do: (state) => withoutEffects(move(state, -1)) ?? recall(state, 1),
    },
    {
      id: 'prompt.lastArgument',
      keys: ['alt+.'],
      contexts: ['prompt'],
      help: 'last word of the previous request',
      do: insertLastArgument,
    },
  ]);

export const completionKeys = (move: RowMover): readonly Binding[] =>
  inGroup('Prompt', [
    {
      id: 'prompt.complete',
      keys: ['tab'],
      contexts: ['prompt'],
      help: 'complete the word',
      hint: 'complete',
      // An empty line has nothing to complete: there the key goes to the next pane, as everywhere else.
      do: (state) => (state.composer.line.text.trim() === '' ? [cyclePane(state, 1), []] : completePrompt(state)),
    },
    {
      id: 'question.complete',
      keys: ['tab'],
      contexts: ['question'],
      help: 'complete the file name',
      do: completeQuestion,
    },
    {
      id: 'prompt.later',
      keys: ['down'],
      contexts: ['prompt'],
      help: 'next request, then the form',
      do: (state) => withoutEffects(move(state, 1)) ?? recallLater(state),
    },
  ]);

function withoutEffects(state: State | undefined): Step | undefined {
  return state && [state, []];
}
