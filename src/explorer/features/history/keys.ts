// The requests of this and earlier sessions.
import { inGroup } from '../../keys/binding.ts';
import { acceptFilter, filterPane, moveMatch, searchFromPrompt } from './filter.ts';
import { nextTab, showHistory, toggleRepeats, whyNoDeletion, whyNoItem, whyNoRepeats } from './list.ts';
import { takeBackItem } from './undo.ts';
import { askForDay, askForName, deleteItem, editItem, openItem, runItem } from './use.ts';

export const historyKeys = inGroup('History', [
  {
    id: 'history.open',
    keys: ['enter', 'l', 'right'],
    contexts: ['history'],
    help: 'open this request and its response',
    when: whyNoItem,
    hint: 'open',
    do: openItem,
  },
  {
    id: 'history.filter',
    keys: ['/'],
    contexts: ['history'],
    help: 'filter the history',
    hint: 'filter',
    do: filterPane,
  },
  {
    id: 'history.run',
    keys: ['r'],
    contexts: ['history'],
    help: 'send this request again',
    when: whyNoItem,
    hint: 'run',
    do: runItem,
  },
  {
    id: 'history.edit',
    keys: ['e'],
    contexts: ['history'],
    help: 'edit this request in the prompt',
    when: whyNoItem,
    hint: 'edit',
    do: editItem,
  },
  {
    id: 'history.save',
    keys: ['s'],
    contexts: ['history'],
    help: 'save this request',
    when: whyNoItem,
    hint: 'save',
    do: askForName,
  },
  {
    id: 'history.tab',
    keys: ['t'],
    contexts: ['history'],
    help: 'show saved requests, or all',
    hint: 'saved',
    do: nextTab,
  },
  {
    id: 'history.repeats',
    keys: ['h', 'left', 'z a'],
    contexts: ['history'],
    help: 'open or fold repeated requests',
    when: whyNoRepeats,
    do: (state) => [toggleRepeats(state), []],
  },
  {
    id: 'history.delete',
    keys: ['d'],
    contexts: ['history'],
    help: 'delete this request',
    when: whyNoItem,
    do: deleteItem,
  },
  {
    id: 'history.undo',
    keys: ['u'],
    contexts: ['history'],
    help: 'take back what this request changed',
    when: whyNoItem,
    hint: 'undo',
    do: takeBackItem,
  },
  {
    id: 'history.restore',
    keys: ['U'],
    contexts: ['history'],
    help: 'restore the deleted request',
    when: whyNoDeletion,
    do: (state) => [state, [{ type: 'history.restore' }]],
  },
  {
    id: 'history.clear',
    keys: ['X'],
    contexts: ['history'],
    help: 'delete requests before a day',
    when: whyNoItem,
    do: askForDay,
  },
  {
    id: 'filter.accept',
    keys: ['enter'],
    contexts: ['filter'],
    help: 'use this request',
    hint: 'accept',
    do: acceptFilter,
  },
  {
    id: 'filter.older',
    keys: ['ctrl+r', 'down'],
    contexts: ['filter'],
    help: 'next match',
    hint: 'next',
    do: (state) => [moveMatch(state, 1), []],
  },
  {
    id: 'filter.newer',
    keys: ['up'],
    contexts: ['filter'],
    help: 'previous match',
    do: (state) => [moveMatch(state, -1), []],
  },
]);

export const historySearchKeys = inGroup('Prompt', [
  {
    id: 'history.search',
    keys: ['ctrl+r'],
    contexts: ['prompt'],
    help: 'search the history',
    hint: 'search',
    do: searchFromPrompt,
  },
]);

export const historyFocusKeys = inGroup('General', [
  { id: 'focus.history', keys: ['ctrl+r'], contexts: ['global'], help: 'go to the history', do: showHistory },
]);
