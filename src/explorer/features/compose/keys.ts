// The prompt and the form: writing a request and sending it.
import { inGroup } from '../../keys/binding.ts';
import { cyclePane, focusPane } from '../../model/focus.ts';
import { completePrompt } from './completion.ts';
import { whyNoForm } from './form.ts';
import { chooseInForm, clearInForm, sendForm, stepChoice } from './form-filling.ts';
import { recall, recallLater, submit } from './prompt.ts';

export const formKeys = inGroup('Operations', [
  {
    id: 'form.choose',
    keys: ['enter'],
    contexts: ['request'],
    help: 'fill in this part, or send',
    hint: 'fill in',
    do: chooseInForm,
  },
  {
    id: 'form.nextChoice',
    keys: ['l', 'right'],
    contexts: ['request'],
    help: 'next of a few choices',
    when: whyNoForm,
    hint: 'next choice',
    do: (state) => stepChoice(state, 1),
  },
  {
    id: 'form.previousChoice',
    keys: ['h', 'left'],
    contexts: ['request'],
    help: 'choice before',
    when: whyNoForm,
    do: (state) => stepChoice(state, -1),
  },
  {
    id: 'form.clear',
    keys: ['x', 'delete'],
    contexts: ['request'],
    help: 'take this part out',
    when: whyNoForm,
    hint: 'take out',
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
    id: 'request.edit',
    keys: ['e'],
    contexts: ['request'],
    help: 'edit the request as a line',
    hint: 'edit',
    do: (state) => [focusPane(state, 'prompt'), []],
  },
]);

export const sendKeys = inGroup('Prompt', [
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
    help: 'earlier request',
    hint: 'earlier',
    do: (state) => recall(state, 1),
  },
]);

export const completionKeys = inGroup('Prompt', [
  {
    id: 'prompt.complete',
    keys: ['tab'],
    contexts: ['prompt'],
    help: 'complete what is typed',
    hint: 'complete',
    // An empty line has nothing to complete: there the key goes to the next pane, as everywhere else.
    do: (state) => (state.composer.line.text.trim() === '' ? [cyclePane(state, 1), []] : completePrompt(state)),
  },
  { id: 'prompt.later', keys: ['down'], contexts: ['prompt'], help: 'later request, then the form', do: recallLater },
]);
