// Searching the tree, and filtering the document with jq.
import { inGroup } from '../../keys/binding.ts';
import type { Step } from '../../model/notices.ts';
import { shownText } from '../../model/plain-text.ts';
import { type Reason, whyNoTree } from '../../model/reasons.ts';
import type { State } from '../../model/state.ts';
import { completeFilter, openJqField, recallFilter, whyNoJq } from './jq.ts';
import { goToMatch, nextScope, openSearch, whyNoSearch } from './search.ts';
import { goToTextMatch, openTextSearch, whyNoTextSearch } from './text-search.ts';

function whyNoMatches(state: State): Reason {
  return shownText(state) ? whyNoTextSearch(state) : whyNoSearch(state);
}

function goOn(state: State, direction: 1 | -1): Step {
  return shownText(state) ? goToTextMatch(state, direction) : goToMatch(state, direction);
}

export const searchKeys = inGroup('Search', [
  {
    id: 'search.open',
    keys: ['/'],
    contexts: ['response'],
    help: 'search; /re/ is a regular expression',
    when: (state) => (shownText(state) ? undefined : whyNoTree(state)),
    hint: 'search',
    do: (state) => (shownText(state) ? openTextSearch(state) : openSearch(state)),
  },
  {
    id: 'search.reader',
    keys: ['/'],
    contexts: ['reader'],
    help: 'search this text',
    do: openTextSearch,
  },
  {
    id: 'search.next',
    keys: ['n'],
    contexts: ['response', 'reader'],
    help: 'next match',
    when: whyNoMatches,
    do: (state) => goOn(state, 1),
  },
  {
    id: 'search.previous',
    keys: ['N'],
    contexts: ['response', 'reader'],
    help: 'previous match',
    when: whyNoMatches,
    do: (state) => goOn(state, -1),
  },
  {
    id: 'search.scope',
    keys: ['tab'],
    contexts: ['search'],
    help: 'search in keys, values or both',
    hint: 'keys, values or both',
    do: nextScope,
  },
]);

export const jqKeys = inGroup('Filter', [
  {
    id: 'jq.open',
    keys: ['|'],
    contexts: ['response'],
    help: 'filter with jq',
    when: whyNoJq,
    hint: 'jq',
    do: openJqField,
  },
  {
    id: 'jq.complete',
    keys: ['tab'],
    contexts: ['jq'],
    help: 'next completion',
    hint: 'complete',
    do: (state) => [completeFilter(state, 1), []],
  },
  {
    id: 'jq.completeBack',
    keys: ['shift+tab'],
    contexts: ['jq'],
    help: 'previous completion',
    do: (state) => [completeFilter(state, -1), []],
  },
  {
    id: 'jq.older',
    keys: ['up'],
    contexts: ['jq'],
    help: 'previous filter',
    hint: 'previous',
    do: (state) => [recallFilter(state, 1), []],
  },
  {
    id: 'jq.newer',
    keys: ['down'],
    contexts: ['jq'],
    help: 'next filter',
    do: (state) => [recallFilter(state, -1), []],
  },
]);
