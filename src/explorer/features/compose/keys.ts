// The prompt, and the questions asked in its place.
import type { Row } from '../../keys/binding.ts';

export const promptRows: readonly Row[] = [
  { id: 'prompt.send', keys: ['enter'], contexts: ['prompt'], help: 'send the request', hint: 'send' },
  {
    id: 'prompt.earlier',
    keys: ['up'],
    contexts: ['prompt'],
    help: 'earlier request',
    hint: 'earlier',
  },
  {
    id: 'history.search',
    keys: ['ctrl+r'],
    contexts: ['prompt'],
    help: 'search earlier requests',
    hint: 'search',
  },
  { id: 'prompt.complete', keys: ['tab'], contexts: ['prompt'], help: 'complete what is typed', hint: 'complete' },
  { id: 'prompt.later', keys: ['down'], contexts: ['prompt'], help: 'later request, then the form' },
  {
    id: 'question.answer',
    keys: ['enter'],
    contexts: ['question'],
    help: 'accept what was typed',
    hint: 'accept',
  },
  { id: 'confirm.yes', keys: ['y'], contexts: ['confirm'], help: 'yes', hint: 'yes' },
  { id: 'confirm.no', keys: ['n', 'enter'], contexts: ['confirm'], help: 'no', hint: 'no' },
];
