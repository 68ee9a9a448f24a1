// A binding is one value: its keys, where they are pressed, how it is told of, when it can act, and what it does. Each feature
// has those of its own in its `keys.ts`; `shell/bindings.ts` lists them all.
import type { Step } from '../model/notices.ts';
import type { State } from '../model/state.ts';
import type { Chord, KeySequence } from './chord.ts';
import type { Context } from './context.ts';

type Group =
  | 'Move'
  | 'Operations'
  | 'Fold'
  | 'Search'
  | 'Filter'
  | 'Table'
  | 'Chart'
  | 'Copy and write'
  | 'Pages'
  | 'Response'
  | 'Compare'
  | 'History'
  | 'Prompt'
  | 'Writes'
  | 'Many at once'
  | 'Profiles'
  | 'Settings'
  | 'Lists'
  | 'Line editing'
  | 'General';

export interface Binding {
  /** What it does, as `area.verb`; sentences name the key by it. */
  readonly id: string;
  /** All keys that do it, or short sequences of them; the first is the one hints show. */
  readonly keys: readonly KeySequence[];
  readonly contexts: readonly Context[];
  /** The heading under which help shows it. */
  readonly group: Group;
  /** Imperative, at most 40 characters, no full stop. */
  readonly help: string;
  /** Shorter words for the footer; a binding without them is not hinted at. */
  readonly hint?: string;
  /** How help prints the keys where a list of all would be long. */
  readonly label?: string;
  /** The other binding whose keys the label shows too. */
  readonly labelWith?: string;
  /** Its keys end in a digit, which is what they mean. */
  readonly takesDigits?: true;
  /** Why it cannot act now, as the user is to read it; undefined where it can. */
  readonly when?: (state: State) => string | undefined;
  /** True for what may be done while the profiles are locked and the panes hidden; without it a binding is refused then. */
  readonly isAllowedWhileLocked?: true;
  /** @param chord the key that was pressed, the last one of a sequence */
  readonly do: (state: State, chord: Chord) => Step;
}

/** The bindings of one heading. */
export function inGroup(group: Group, rows: readonly Omit<Binding, 'group'>[]): readonly Binding[] {
  return rows.map((row) => ({ ...row, group }));
}

export const panes: readonly Context[] = ['response', 'request', 'history'];
export const fields: readonly Context[] = ['prompt', 'question', 'picker', 'filter', 'body', 'help'];
