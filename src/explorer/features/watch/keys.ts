// Watching what is on the screen.
import { inGroup } from '../../keys/binding.ts';
import { askToWatch, whyNotWatched } from './watch.ts';

export const watchKeys = inGroup('Compare', [
  {
    id: 'watch.toggle',
    keys: ['W'],
    contexts: ['response'],
    help: 'watch: read again, mark what changes',
    when: whyNotWatched,
    do: askToWatch,
  },
]);
