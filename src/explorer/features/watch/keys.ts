// Watching what is on the screen.
import { inGroup } from '../../keys/binding.ts';
import { askToWatch, openLog, whyNoLog, whyNotWatched } from './watch.ts';

export const watchKeys = inGroup('Compare', [
  {
    id: 'watch.toggle',
    keys: ['W'],
    contexts: ['response'],
    help: 'watch: read again, mark what changes',
    when: whyNotWatched,
    do: askToWatch,
  },
  {
    id: 'watch.log',
    keys: ['R'],
    contexts: ['response'],
    help: 'read the log of the watch',
    when: whyNoLog,
    do: openLog,
  },
]);
