// What a session has typed and read, out of reach while its profiles are locked: the line in the prompt comes back with the
// profiles, and where another account takes over instead it is gone, with everything else.
import { emptyComposer, initialState, type State } from '../../model/state.ts';

/** Locked: the line that was being written goes with what is on the screen. */
export function putLineAway(state: State): State {
  if (state.putAway) return state;
  return { ...state, putAway: state.composer, composer: emptyComposer };
}

/** Unlocked: the line comes back, unless another was begun. */
export function bringLineBack(state: State): State {
  if (!state.putAway) return state;
  const composer = state.composer.line.text === '' ? state.putAway : state.composer;
  return { ...state, putAway: undefined, composer };
}

/**
 * Another account takes over what was hidden: whoever does not know the passphrase is not to find anything of it. What stays is
 * named here; whatever else a state comes to hold is forgotten.
 */
export function forgetSession(state: State): State {
  const { screen, session, now, keyLabels, settings, ownKeys, focus, profiles, lastId } = state;
  return {
    ...initialState(screen, session, now, keyLabels, settings),
    ownKeys,
    focus,
    profiles,
    lastId,
    history: { ...state.history, entries: [], cursor: 0, top: 0 },
    find: { ...state.find, listed: new Map(), names: new Map() },
  };
}

/** Locked while another account is in force: what was read before that one stays out of reach. */
export function forgetFormerSessions(state: State): State {
  const { since } = state.profiles;
  const isOfThisOne = ({ id }: { readonly id: number }): boolean => id > since;
  const entries = state.history.entries.filter(isOfThisOne);
  const places = state.trail.places.filter((place) => place.isFile || isOfThisOne(place));
  if (entries.length === state.history.entries.length && places.length === state.trail.places.length) return state;
  return {
    ...state,
    history: { ...state.history, entries, cursor: 0, top: 0 },
    trail: { places, at: Math.min(state.trail.at, places.length - 1) },
  };
}
