// Turning pages, and asking for a list in another way.
import { type Binding, inGroup } from '../../keys/binding.ts';
import { ask, pick } from '../../model/focus.ts';
import { type PageName, turnPage, whyNoPage, whyNoPages } from './pages.ts';
import { readAllPages } from './read-all.ts';
import { flipDirection, resizePages, whyNoList } from './relist.ts';

export const pageKeys = inGroup('Pages', [
  { id: 'page.next', keys: [']'], ...turning('next'), help: 'next page', hint: 'next page' },
  { id: 'page.previous', keys: ['['], ...turning('previous'), help: 'previous page' },
  { id: 'page.last', keys: ['}'], ...turning('last'), help: 'last page' },
  { id: 'page.first', keys: ['{'], ...turning('first'), help: 'first page' },
  {
    id: 'page.goTo',
    keys: ['ctrl+g'],
    contexts: ['response'],
    help: 'go to a page by number',
    when: whyNoPages,
    do: (state) => [ask(state, 'page'), []],
  },
  {
    id: 'page.larger',
    keys: ['>'],
    contexts: ['response'],
    help: 'more items per page',
    when: whyNoList,
    do: (state) => resizePages(state, 1),
  },
  {
    id: 'page.smaller',
    keys: ['<'],
    contexts: ['response'],
    help: 'fewer items per page',
    when: whyNoList,
    do: (state) => resizePages(state, -1),
  },
  {
    id: 'page.all',
    keys: ['A'],
    contexts: ['response'],
    help: 'fetch all pages',
    when: whyNoList,
    do: readAllPages,
  },
  {
    id: 'list.order',
    keys: ['s'],
    contexts: ['response'],
    help: 'sort by a field',
    when: whyNoList,
    do: (state) => [pick(state, 'order'), []],
  },
  {
    id: 'list.flip',
    keys: ['S'],
    contexts: ['response'],
    help: 'reverse the sort order',
    when: whyNoList,
    do: flipDirection,
  },
]);

function turning(name: PageName): Pick<Binding, 'contexts' | 'when' | 'do'> {
  return {
    contexts: ['response'],
    when: (state) => whyNoPage(state, name),
    do: (state) => turnPage(state, name),
  };
}
