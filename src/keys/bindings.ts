// THE binding table. The key handler, the footer hints, the `?` screen and the README's table are all made from it;
// nothing else in the program names a key.
import type { ActionName } from './actions.ts';
import type { Chord } from './chord.ts';

/** Where a key is pressed, innermost first: an overlay or a pane, then `global`. */
export type Context =
  | 'prompt'
  | 'request'
  | 'response'
  | 'history'
  | 'help'
  | 'question'
  | 'search'
  | 'picker'
  | 'filter'
  | 'global';

/** What must hold for a binding to act; core/conditions says for a state whether it does, and why not. */
export type Condition = 'answer' | 'tree' | 'pages' | 'list' | 'history' | 'deletion' | 'search';

export type Group =
  | 'Move'
  | 'Fold'
  | 'Search'
  | 'Pages'
  | 'Answer'
  | 'History'
  | 'Prompt'
  | 'Lists to choose from'
  | 'Line editing'
  | 'General';

export interface Binding {
  readonly id: ActionName;
  /** All chords that do it; the first is the one hints show. */
  readonly keys: readonly Chord[];
  readonly contexts: readonly Context[];
  /** Imperative, at most 40 characters, no full stop. */
  readonly help: string;
  readonly group: Group;
  readonly when?: Condition;
  /** Shorter words for the footer; a binding without them is not hinted at. */
  readonly hint?: string;
  /** How help prints the keys where a list of all would be long. */
  readonly label?: string;
}

const lists: readonly Context[] = ['response', 'request', 'history', 'help'];
const panes: readonly Context[] = ['response', 'request', 'history'];
const fields: readonly Context[] = ['prompt', 'question', 'picker', 'filter'];
const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export const bindings: readonly Binding[] = [
  {
    id: 'page.next',
    keys: [']'],
    contexts: ['response'],
    help: 'next page',
    group: 'Pages',
    when: 'pages',
    hint: 'next page',
  },
  { id: 'page.previous', keys: ['['], contexts: ['response'], help: 'previous page', group: 'Pages', when: 'pages' },
  { id: 'page.last', keys: ['}'], contexts: ['response'], help: 'last page', group: 'Pages', when: 'pages' },
  { id: 'page.first', keys: ['{'], contexts: ['response'], help: 'first page', group: 'Pages', when: 'pages' },
  {
    id: 'page.goTo',
    keys: ['ctrl+g'],
    contexts: ['response'],
    help: 'go to a page by number',
    group: 'Pages',
    when: 'pages',
  },
  { id: 'page.larger', keys: ['>'], contexts: ['response'], help: 'more items a page', group: 'Pages', when: 'list' },
  { id: 'page.smaller', keys: ['<'], contexts: ['response'], help: 'fewer items a page', group: 'Pages', when: 'list' },
  { id: 'list.order', keys: ['s'], contexts: ['response'], help: 'order by a field', group: 'Pages', when: 'list' },
  {
    id: 'list.flip',
    keys: ['S'],
    contexts: ['response'],
    help: 'order the other way round',
    group: 'Pages',
    when: 'list',
  },

  { id: 'move.down', keys: ['j', 'down'], contexts: lists, help: 'down', group: 'Move', hint: 'move' },
  { id: 'move.up', keys: ['k', 'up'], contexts: lists, help: 'up', group: 'Move' },
  { id: 'move.pageDown', keys: ['space', 'pagedown', 'ctrl+f'], contexts: lists, help: 'a screen down', group: 'Move' },
  { id: 'move.pageUp', keys: ['b', 'pageup', 'ctrl+b'], contexts: lists, help: 'a screen up', group: 'Move' },
  { id: 'move.halfPageDown', keys: ['ctrl+d'], contexts: lists, help: 'half a screen down', group: 'Move' },
  { id: 'move.halfPageUp', keys: ['ctrl+u'], contexts: lists, help: 'half a screen up', group: 'Move' },
  { id: 'move.first', keys: ['g', 'home'], contexts: lists, help: 'first row', group: 'Move' },
  { id: 'move.last', keys: ['G', 'end'], contexts: lists, help: 'last row', group: 'Move' },
  { id: 'move.nextSibling', keys: ['J'], contexts: ['response'], help: 'next sibling', group: 'Move', when: 'tree' },
  {
    id: 'move.previousSibling',
    keys: ['K'],
    contexts: ['response'],
    help: 'previous sibling',
    group: 'Move',
    when: 'tree',
  },
  { id: 'move.toParent', keys: ['p'], contexts: ['response'], help: 'parent', group: 'Move', when: 'tree' },

  {
    id: 'depth.set',
    keys: digits,
    contexts: ['response'],
    help: 'open to this depth',
    group: 'Fold',
    when: 'tree',
    hint: 'depth',
    label: '1–9',
  },
  { id: 'depth.all', keys: ['0'], contexts: ['response'], help: 'open to every depth', group: 'Fold', when: 'tree' },
  { id: 'depth.less', keys: ['-'], contexts: ['response'], help: 'one level less', group: 'Fold', when: 'tree' },
  { id: 'depth.more', keys: ['+', '='], contexts: ['response'], help: 'one level more', group: 'Fold', when: 'tree' },
  {
    id: 'fold.close',
    keys: ['h', 'left'],
    contexts: ['response'],
    help: 'close, or go to the parent',
    group: 'Fold',
    when: 'tree',
  },
  {
    id: 'fold.open',
    keys: ['l', 'right'],
    contexts: ['response'],
    help: 'open, or go to the first child',
    group: 'Fold',
    when: 'tree',
  },
  {
    id: 'fold.toggle',
    keys: ['enter'],
    contexts: ['response'],
    help: 'open or close',
    group: 'Fold',
    when: 'tree',
    hint: 'fold',
  },
  {
    id: 'fold.closeRecursively',
    keys: ['H'],
    contexts: ['response'],
    help: 'close with all below',
    group: 'Fold',
    when: 'tree',
  },
  {
    id: 'fold.openRecursively',
    keys: ['L'],
    contexts: ['response'],
    help: 'open with all below',
    group: 'Fold',
    when: 'tree',
  },
  { id: 'fold.openAll', keys: ['e'], contexts: ['response'], help: 'open all', group: 'Fold', when: 'tree' },
  { id: 'fold.closeAll', keys: ['E'], contexts: ['response'], help: 'close all', group: 'Fold', when: 'tree' },

  {
    id: 'search.open',
    keys: ['/'],
    contexts: ['response'],
    help: 'search; /re/ is an expression',
    group: 'Search',
    when: 'tree',
    hint: 'search',
  },
  { id: 'search.next', keys: ['n'], contexts: ['response'], help: 'next hit', group: 'Search', when: 'search' },
  { id: 'search.previous', keys: ['N'], contexts: ['response'], help: 'hit before', group: 'Search', when: 'search' },
  {
    id: 'search.scope',
    keys: ['tab'],
    contexts: ['search'],
    help: 'in keys, in values or in both',
    group: 'Search',
    hint: 'keys, values or both',
  },

  {
    id: 'response.nextFace',
    keys: ['r'],
    contexts: ['response'],
    help: 'next face: tree, headers, raw',
    group: 'Answer',
    when: 'answer',
    hint: 'face',
  },
  {
    id: 'history.open',
    keys: ['enter', 'l', 'right'],
    contexts: ['history'],
    help: 'open this request and its answer',
    group: 'History',
    when: 'history',
    hint: 'open',
  },
  {
    id: 'history.filter',
    keys: ['/'],
    contexts: ['history'],
    help: 'filter as you type',
    group: 'History',
    hint: 'filter',
  },
  {
    id: 'history.run',
    keys: ['r'],
    contexts: ['history'],
    help: 'send this request again',
    group: 'History',
    when: 'history',
    hint: 'run',
  },
  {
    id: 'history.edit',
    keys: ['e'],
    contexts: ['history'],
    help: 'edit this request in the prompt',
    group: 'History',
    when: 'history',
    hint: 'edit',
  },
  {
    id: 'history.save',
    keys: ['s'],
    contexts: ['history'],
    help: 'save this request under a name',
    group: 'History',
    when: 'history',
    hint: 'save',
  },
  {
    id: 'history.tab',
    keys: ['t'],
    contexts: ['history'],
    help: 'saved requests, or all',
    group: 'History',
    hint: 'saved',
  },
  {
    id: 'history.delete',
    keys: ['d'],
    contexts: ['history'],
    help: 'delete this request',
    group: 'History',
    when: 'history',
  },
  {
    id: 'history.undo',
    keys: ['u'],
    contexts: ['history'],
    help: 'bring back what was deleted',
    group: 'History',
    when: 'deletion',
  },
  {
    id: 'history.clear',
    keys: ['D'],
    contexts: ['history'],
    help: 'delete all before a day',
    group: 'History',
    when: 'history',
  },
  {
    id: 'filter.accept',
    keys: ['enter'],
    contexts: ['filter'],
    help: 'take what is found',
    group: 'History',
    hint: 'accept',
  },
  {
    id: 'filter.older',
    keys: ['ctrl+r', 'down'],
    contexts: ['filter'],
    help: 'next hit',
    group: 'History',
    hint: 'next',
  },
  { id: 'filter.newer', keys: ['up'], contexts: ['filter'], help: 'previous hit', group: 'History' },
  {
    id: 'request.edit',
    keys: ['enter'],
    contexts: ['request'],
    help: 'edit the request',
    group: 'Answer',
    hint: 'edit',
  },

  { id: 'prompt.send', keys: ['enter'], contexts: ['prompt'], help: 'send the request', group: 'Prompt', hint: 'send' },
  {
    id: 'prompt.earlier',
    keys: ['up'],
    contexts: ['prompt'],
    help: 'earlier request',
    group: 'Prompt',
    hint: 'earlier',
  },
  {
    id: 'history.search',
    keys: ['ctrl+r'],
    contexts: ['prompt'],
    help: 'search earlier requests',
    group: 'Prompt',
    hint: 'search',
  },
  { id: 'prompt.later', keys: ['down'], contexts: ['prompt'], help: 'later request', group: 'Prompt' },
  {
    id: 'question.answer',
    keys: ['enter'],
    contexts: ['question'],
    help: 'accept what was typed',
    group: 'Prompt',
    hint: 'accept',
  },
  {
    id: 'picker.choose',
    keys: ['enter'],
    contexts: ['picker'],
    help: 'choose',
    group: 'Lists to choose from',
    hint: 'choose',
  },
  {
    id: 'picker.down',
    keys: ['down', 'ctrl+n'],
    contexts: ['picker'],
    help: 'down',
    group: 'Lists to choose from',
    hint: 'down',
  },
  { id: 'picker.up', keys: ['up', 'ctrl+p'], contexts: ['picker'], help: 'up', group: 'Lists to choose from' },
  {
    id: 'picker.pageDown',
    keys: ['pagedown'],
    contexts: ['picker'],
    help: 'a screen down',
    group: 'Lists to choose from',
  },
  { id: 'picker.pageUp', keys: ['pageup'], contexts: ['picker'], help: 'a screen up', group: 'Lists to choose from' },

  { id: 'edit.left', keys: ['left', 'ctrl+b'], contexts: fields, help: 'left', group: 'Line editing' },
  { id: 'edit.right', keys: ['right', 'ctrl+f'], contexts: fields, help: 'right', group: 'Line editing' },
  {
    id: 'edit.wordLeft',
    keys: ['alt+b', 'ctrl+left', 'alt+left'],
    contexts: fields,
    help: 'a word left',
    group: 'Line editing',
  },
  {
    id: 'edit.wordRight',
    keys: ['alt+f', 'ctrl+right', 'alt+right'],
    contexts: fields,
    help: 'a word right',
    group: 'Line editing',
  },
  { id: 'edit.start', keys: ['ctrl+a', 'home'], contexts: fields, help: 'start of the line', group: 'Line editing' },
  { id: 'edit.end', keys: ['ctrl+e', 'end'], contexts: fields, help: 'end of the line', group: 'Line editing' },
  { id: 'edit.backspace', keys: ['backspace'], contexts: fields, help: 'delete to the left', group: 'Line editing' },
  {
    id: 'edit.delete',
    keys: ['delete', 'ctrl+d'],
    contexts: fields,
    help: 'delete to the right',
    group: 'Line editing',
  },
  { id: 'edit.killToEnd', keys: ['ctrl+k'], contexts: fields, help: 'cut to the end', group: 'Line editing' },
  { id: 'edit.killToStart', keys: ['ctrl+u'], contexts: fields, help: 'cut to the start', group: 'Line editing' },
  {
    id: 'edit.killWordBack',
    keys: ['ctrl+w'],
    contexts: fields,
    help: 'cut back to white space',
    group: 'Line editing',
  },
  {
    id: 'edit.deleteWordBack',
    keys: ['alt+backspace'],
    contexts: fields,
    help: 'delete a word to the left',
    group: 'Line editing',
  },
  {
    id: 'edit.deleteWordForward',
    keys: ['alt+d'],
    contexts: fields,
    help: 'delete a word to the right',
    group: 'Line editing',
  },
  { id: 'edit.yank', keys: ['ctrl+y'], contexts: fields, help: 'paste what was cut', group: 'Line editing' },
  { id: 'edit.transpose', keys: ['ctrl+t'], contexts: fields, help: 'swap two characters', group: 'Line editing' },
  { id: 'edit.undo', keys: ['ctrl+_', 'alt+u'], contexts: fields, help: 'undo', group: 'Line editing' },
  { id: 'edit.redo', keys: ['alt+r'], contexts: fields, help: 'redo', group: 'Line editing' },

  { id: 'focus.prompt', keys: [':', 'i'], contexts: panes, help: 'go to the prompt', group: 'General', hint: 'prompt' },
  { id: 'focus.next', keys: ['tab'], contexts: ['global'], help: 'next pane', group: 'General', hint: 'panes' },
  { id: 'focus.previous', keys: ['shift+tab'], contexts: ['global'], help: 'previous pane', group: 'General' },
  { id: 'focus.history', keys: ['ctrl+r'], contexts: ['global'], help: 'go to the history', group: 'General' },
  { id: 'session.addToken', keys: ['ctrl+o'], contexts: ['global'], help: 'use an API token', group: 'General' },
  { id: 'help.open', keys: ['?'], contexts: ['global'], help: 'show all keys', group: 'General', hint: 'keys' },
  { id: 'app.redraw', keys: ['ctrl+l'], contexts: ['global'], help: 'draw the screen anew', group: 'General' },
  { id: 'app.back', keys: ['esc'], contexts: ['global'], help: 'cancel, or go back', group: 'General', hint: 'back' },
  { id: 'app.suspend', keys: ['ctrl+z'], contexts: ['global'], help: 'suspend to the shell', group: 'General' },
  { id: 'app.quit', keys: ['q', 'ctrl+c'], contexts: ['global'], help: 'quit', group: 'General', hint: 'quit' },
];
