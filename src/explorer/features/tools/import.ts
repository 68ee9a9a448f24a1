// A command for another tool that is pasted becomes the request that it makes; a credential in it is taken out at once and
// offered to a new profile.
import type { Credential } from '../../../api/credential.ts';
import { recogniseImport } from '../../../request/import/languages.ts';
import { setText } from '../../../text/line-buffer.ts';
import { narrow } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { isCovered } from '../../model/account-in-force.ts';
import { closeOverlay, focusPane, hasFocus, openOverlay, pick, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { ConfirmSpec } from '../../model/questions.ts';
import type { EventOf, Reducers } from '../../model/reducers.ts';
import { letterSpans } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { startAdding } from '../accounts/start-adding.ts';

/** What reads a pasted command; undefined where it is none, or where something else takes what is pasted. */
export function takePastedCommand(state: State, text: string): Step | undefined {
  const isFree = topOverlay(state) === undefined && (hasFocus(state, 'prompt') || state.focus.pane !== 'prompt');
  if (!isFree || isCovered(state) || !recogniseImport(text)) return undefined;
  return [inform(state, 'Reading the command…'), [{ type: 'import.read', text }]];
}

/** Undo brings the line back that was there. */
function takeImported(state: State, event: EventOf<'import.done'>): State {
  const { line, notes, credential, choices } = event;
  const shown = line === undefined ? state : withLine(state, line);
  const said = [line === undefined ? 'Not imported.' : 'Imported.', ...notes].join(' ');
  const told = line === undefined ? complain(shown, said) : inform(shown, said);
  const offered = choices.length < 2 ? told : pick({ ...told, importedRequests: choices }, 'requests');
  // Of a command that is not taken, as one for another address, the credential may be for that one.
  if (!credential || (line === undefined && choices.length < 2)) return offered;
  const held: State = { ...offered, importedCredential: credential };
  return openOverlay(held, { kind: 'confirm', name: 'saveImported', of: nameOf(credential) });
}

function withLine(state: State, line: string): State {
  const composer = { ...state.composer, line: setText(state.composer.line, line), problem: undefined, back: 0 };
  return focusPane({ ...state, composer }, 'prompt');
}

function nameOf(credential: Credential): string {
  return credential.kind === 'token' ? 'the token' : `the key of ${credential.email}`;
}

export const importReducers: Reducers<'import.done'> = {
  'import.done': (state, event) => [takeImported(state, event), []],
};

/** Which request of a text with several is meant: the first one stands in the prompt until another is chosen. */
export const importPicker: PickerSpec = {
  label: 'request',
  title: ({ importedRequests }) => `${importedRequests.length} requests in what was pasted`,
  items: ({ importedRequests }, typed): readonly PickerItem[] =>
    narrow(
      importedRequests.map(({ line }) => visible(line)),
      typed,
    ).map(({ index, letters }) => ({
      key: String(index),
      row: letterSpans(visible(importedRequests[index]?.line ?? ''), letters),
    })),
  empty: () => 'No request matches',
  choose: (state, item) => {
    const chosen = state.importedRequests[Number(item.key)];
    if (!chosen) return [state, []];
    const closed: State = { ...closeOverlay(state), importedRequests: [] };
    return [inform(withLine(closed, chosen.line), ['Imported.', ...chosen.notes].join(' ')), []];
  },
};

/** A name is asked for the credential, as for one that is typed. */
function saveImported(state: State): Step {
  const { importedCredential: credential } = state;
  const closed: State = { ...closeOverlay(state), importedCredential: undefined };
  return credential ? startAdding(closed, credential) : [closed, []];
}

/** Asks whether to save the credential of a command. */
export const importConfirm: ConfirmSpec = {
  question: (state, of) =>
    `Save ${of} from the command in a profile? ${keyFor(state, 'confirm.yes')} or ${keyFor(state, 'confirm.no')}`,
  yes: saveImported,
};

/** A credential is held only for as long as somebody is asked about it. */
export function forgetImported(state: State): State {
  if (state.importedCredential === undefined) return state;
  const isAsked = state.focus.overlays.some((overlay) => overlay.kind === 'confirm' && overlay.name === 'saveImported');
  return isAsked ? state : { ...state, importedCredential: undefined };
}
