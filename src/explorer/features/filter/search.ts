// Finding in the document.
import type { Row } from '../../keys/binding.ts';

export const searchRows: readonly Row[] = [
  {
    id: 'search.open',
    keys: ['/'],
    contexts: ['response'],
    help: 'search; /re/ is an expression',
    when: 'tree',
    hint: 'search',
  },
  { id: 'search.next', keys: ['n'], contexts: ['response'], help: 'next hit', when: 'search' },
  { id: 'search.previous', keys: ['N'], contexts: ['response'], help: 'hit before', when: 'search' },
  {
    id: 'search.scope',
    keys: ['tab'],
    contexts: ['search'],
    help: 'in keys, in values or in both',
    hint: 'keys, values or both',
  },
];
