// Searching the tree, and filtering the document with jq.
import { inGroup } from '../../keys/binding.ts';
import { whyNoTree } from '../../model/reasons.ts';
import { completeFilter, openJqField, recallFilter, whyNoJq } from './jq.ts';
import { goToMatch, nextScope, openSearch, whyNoSearch } from './search.ts';

export const searchKeys = inGroup('Search', [
  {
    id: 'search.open',
    keys: ['/'],
    contexts: ['response'],
    help: 'search; /re/ is an expression',
    when: whyNoTree,
    hint: 'search',
    do: openSearch,
  },
  {
    id: 'search.next',
    keys: ['n'],
    contexts: ['response'],
    help: 'next match',
    when: whyNoSearch,
    do: (state) => goToMatch(state, 1),
  },
  {
    id: 'search.previous',
    keys: ['N'],
    contexts: ['response'],
    help: 'match before',
    when: whyNoSearch,
    do: (state) => goToMatch(state, -1),
  },
  {
    id: 'search.scope',
    keys: ['tab'],
    contexts: ['search'],
    help: 'in keys, in values or in both',
    hint: 'keys, values or both',
    do: nextScope,
  },
]);

export const jqKeys = inGroup('Filter', [
  {
    id: 'jq.open',
    keys: ['|'],
    contexts: ['response'],
    help: 'filter with jq as you type',
    when: whyNoJq,
    hint: 'jq',
    do: openJqField,
  },
  {
    id: 'jq.complete',
    keys: ['tab'],
    contexts: ['jq'],
    help: 'next key that fits',
    hint: 'keys',
    do: (state) => [completeFilter(state, 1), []],
  },
  {
    id: 'jq.completeBack',
    keys: ['shift+tab'],
    contexts: ['jq'],
    help: 'key before',
    do: (state) => [completeFilter(state, -1), []],
  },
  {
    id: 'jq.older',
    keys: ['up'],
    contexts: ['jq'],
    help: 'earlier filter',
    hint: 'earlier',
    do: (state) => [recallFilter(state, 1), []],
  },
  {
    id: 'jq.newer',
    keys: ['down'],
    contexts: ['jq'],
    help: 'later filter',
    do: (state) => [recallFilter(state, -1), []],
  },
]);
