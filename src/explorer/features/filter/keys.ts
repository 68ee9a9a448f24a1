// Filtering the document with jq.
import type { Row } from '../../keys/binding.ts';

export const jqRows: readonly Row[] = [
  {
    id: 'jq.open',
    keys: ['|'],
    contexts: ['response'],
    help: 'filter with jq as you type',
    when: 'document',
    hint: 'jq',
  },
  { id: 'jq.complete', keys: ['tab'], contexts: ['jq'], help: 'next key that fits', hint: 'keys' },
  { id: 'jq.completeBack', keys: ['shift+tab'], contexts: ['jq'], help: 'key before' },
  { id: 'jq.older', keys: ['up'], contexts: ['jq'], help: 'earlier filter', hint: 'earlier' },
  { id: 'jq.newer', keys: ['down'], contexts: ['jq'], help: 'later filter' },
];

export const searchRows: readonly Row[] = [
  {
    id: 'search.open',
    keys: ['/'],
    contexts: ['response'],
    help: 'search; /re/ is an expression',
    when: 'tree',
    hint: 'search',
  },
  { id: 'search.next', keys: ['n'], contexts: ['response'], help: 'next match', when: 'search' },
  { id: 'search.previous', keys: ['N'], contexts: ['response'], help: 'match before', when: 'search' },
  {
    id: 'search.scope',
    keys: ['tab'],
    contexts: ['search'],
    help: 'in keys, in values or in both',
    hint: 'keys, values or both',
  },
];
