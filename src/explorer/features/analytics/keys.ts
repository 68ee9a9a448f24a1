// The key that asks the analytics.
import { inGroup, panes } from '../../keys/binding.ts';
import { openQuestions } from './questions.ts';

export const analyticsKeys = inGroup('Operations', [
  {
    id: 'analytics.ask',
    keys: ['Q'],
    contexts: panes,
    help: 'ask the analytics',
    do: openQuestions,
  },
]);
