// What a binding is: which keys do what where, when they can, and how they are told of. The table of them is bindings.ts.
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
  | 'jq'
  | 'copy'
  | 'table'
  | 'reader'
  | 'write'
  | 'confirm'
  | 'unlock'
  | 'picker'
  | 'profiles'
  | 'export'
  | 'filter'
  | 'global';

/** What must hold for a binding to act; core/conditions says for a state whether it does, and why not. */
export type Condition =
  | 'response'
  | 'tree'
  | 'pages'
  | 'list'
  | 'history'
  | 'deletion'
  | 'search'
  | 'document'
  | 'row'
  | 'json'
  | 'follow'
  | 'request'
  | 'refusal'
  | 'form'
  | 'profile'
  | 'unlocked';

export type Group =
  | 'Move'
  | 'Operations'
  | 'Fold'
  | 'Search'
  | 'Filter'
  | 'Table'
  | 'Copy and write'
  | 'Pages'
  | 'Response'
  | 'History'
  | 'Prompt'
  | 'Profiles'
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

/** A binding as its group's table has it. */
export type Row = Omit<Binding, 'group'>;

export const lists: readonly Context[] = ['response', 'request', 'history', 'help', 'reader'];
export const panes: readonly Context[] = ['response', 'request', 'history'];
export const fields: readonly Context[] = ['prompt', 'question', 'picker', 'filter'];
