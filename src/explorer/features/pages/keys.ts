// Turning pages, and asking for a list in another way.
import type { Row } from '../../keys/binding.ts';

export const pagesRows: readonly Row[] = [
  {
    id: 'page.next',
    keys: [']'],
    contexts: ['response'],
    help: 'next page',
    when: 'pages',
    hint: 'next page',
  },
  { id: 'page.previous', keys: ['['], contexts: ['response'], help: 'previous page', when: 'pages' },
  { id: 'page.last', keys: ['}'], contexts: ['response'], help: 'last page', when: 'pages' },
  { id: 'page.first', keys: ['{'], contexts: ['response'], help: 'first page', when: 'pages' },
  {
    id: 'page.goTo',
    keys: ['ctrl+g'],
    contexts: ['response'],
    help: 'go to a page by number',
    when: 'pages',
  },
  { id: 'page.larger', keys: ['>'], contexts: ['response'], help: 'more items a page', when: 'list' },
  { id: 'page.smaller', keys: ['<'], contexts: ['response'], help: 'fewer items a page', when: 'list' },
  { id: 'page.all', keys: ['A'], contexts: ['response'], help: 'read all pages into one', when: 'list' },
  { id: 'list.order', keys: ['s'], contexts: ['response'], help: 'order by a field', when: 'list' },
  {
    id: 'list.flip',
    keys: ['S'],
    contexts: ['response'],
    help: 'order the other way round',
    when: 'list',
  },
];
