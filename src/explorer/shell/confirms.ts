// Questions that y or n answers: how each is put, and what a yes does. No and Esc take the question off, and that is all.
import { saveUnverified } from '../features/accounts/adding.ts';
import { change, findRow } from '../features/accounts/profiles.ts';
import { unlock } from '../features/accounts/unlocking.ts';
import { saveImported } from '../features/tools/import.ts';
import type { Step } from '../model/exchange.ts';
import { closeOverlay, topOverlay } from '../model/focus.ts';
import type { Confirm, ConfirmName } from '../model/overlays.ts';
import type { State } from '../model/state.ts';

interface ConfirmSpec {
  /** A question; `of` is what it is about. */
  readonly question: (state: State, of: string) => string;
  /** Takes the question off too, where that is to be. */
  readonly yes: (state: State, of: string) => Step;
}

const confirms: Readonly<Record<ConfirmName, ConfirmSpec>> = {
  unlock: { question: () => 'Unlock the profiles with the keychain?', yes: (state) => unlock(state) },
  removeProfile: {
    question: (state, of) => `Remove ${of}, ${findRow(state, of)?.credential ?? 'its credential'}?`,
    yes: (state, of) => change(closeOverlay(state), of, { kind: 'remove' }),
  },
  saveImported: {
    question: (_, of) => `Save ${of} of the command in a profile? y or n`,
    yes: (state) => saveImported(state),
  },
  saveUnverified: { question: (_, of) => `Save ${of} all the same?`, yes: (state) => saveUnverified(state) },
};

/** The question that has the keys. */
export function openConfirm(state: State): Confirm | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'confirm' ? overlay : undefined;
}

export function confirmQuestion(state: State, { name, of }: Confirm): string {
  return confirms[name].question(state, of);
}

export function confirmYes(state: State): Step {
  const open = openConfirm(state);
  return open ? confirms[open.name].yes(state, open.of) : [state, []];
}
