// The form of what carries out effects, each feature's beside what it needs, and what all of them need of the world: commands give
// the real ones, tests give others.
import type { ChosenValue, Effect } from '../explorer/model/effects.ts';
import type { Event } from '../explorer/model/events.ts';
import type { ThemeDefinition } from '../explorer/model/theme.ts';

/** Tells the state. */
export type Dispatch = (event: Event) => void;

export type EffectOf<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>;

/** One for each type of effect: the compiler misses none. */
export type Performers<Type extends Effect['type']> = {
  readonly [Name in Type]: (effect: EffectOf<Name>, dispatch: Dispatch) => void;
};

/** Performers that are loaded with the first effect for one of them. Once loaded, they begin at once. */
export function loadedPerformers<Type extends Effect['type']>(
  types: readonly Type[],
  load: () => Promise<Performers<Type>>,
): Performers<Type> {
  let loaded: Performers<Type> | undefined;
  const performerOf = (type: Type): Performers<Type>[Type] => {
    return (effect, dispatch) => {
      if (loaded) return loaded[type](effect, dispatch);
      void load().then((performers) => {
        loaded = performers;
        performers[type](effect, dispatch);
      });
    };
  };
  return Object.fromEntries(types.map((type) => [type, performerOf(type)])) as unknown as Performers<Type>;
}

/** Milliseconds between frames of the spinner, and between reports of progress. */
export const tick = 100;

export interface Files {
  readonly read: (path: string) => Promise<Uint8Array>;
  /** For a file that is read while it is sent; gives undefined for what has to be read to know its size. */
  readonly open?: (path: string) => Promise<OpenedFile | undefined>;
}

export interface OpenedFile {
  readonly size: number;
  /** From its start, no more than `size` bytes. */
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

/** The terminal, or what stands for it; the UI gives it. */
export interface Terminal {
  /** Hands the terminal back to the shell until the user resumes the program. */
  readonly suspend: () => Promise<void>;
  /** Hands the terminal to a program that may ask something, after a line that says what it is, and takes it back when `work` has ended. Ctrl+c aborts the signal. */
  readonly lend: <Result>(told: string, work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  /** Draws the whole screen anew, whatever stands on it. */
  readonly redraw: () => Promise<void>;
  /** Paints in that theme from now on; undefined for the terminal's own colours. */
  readonly paintIn: (theme: ThemeDefinition | undefined) => void;
  /** Whether its background is dark or light; undefined where it does not say. */
  readonly background: () => Promise<'dark' | 'light' | undefined>;
  /** Ends the explorer; that value is printed afterwards. */
  readonly quit: (chosen?: ChosenValue) => void;
  /** Writes a control sequence between two frames. */
  readonly write: (sequence: string) => void;
}
