// What a user's own keys are: what is written down, where something is wrong with it, and what of it is in force. Knows nothing of the
// state, which holds them.
import type { KeySequence } from './chord.ts';
import type { Context } from './context.ts';

/** The keys that a binding is to have, in some of its contexts or in all. */
export interface KeyOverride {
  readonly id: string;
  /** Undefined for all contexts of the binding. */
  readonly contexts: readonly Context[] | undefined;
  /** None takes its keys away. */
  readonly keys: readonly KeySequence[];
  /** Where the user wrote it; undefined in a flavour, which any line of the user's own overrides. */
  readonly place: KeyPlace | undefined;
}

/** In a file, from 1. */
export interface KeyPlace {
  readonly line: number;
  readonly column: number;
}

/** Something wrong with own keys, as a sentence; all else of them holds. */
export interface KeyProblem {
  readonly place: KeyPlace | undefined;
  readonly text: string;
}

/** By the id of a binding that has other keys than by default: which ones it has where. */
export type OwnKeys = ReadonlyMap<
  string,
  readonly { readonly contexts: readonly Context[]; readonly keys: readonly KeySequence[] }[]
>;

export const noOwnKeys: OwnKeys = new Map();
