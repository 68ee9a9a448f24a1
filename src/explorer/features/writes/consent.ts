// Sending, past the question whether the user means it: what reads goes at once; what writes is shown first, with what it changes,
// and goes when somebody has agreed to that. Esc leads back to where it was typed.
import { type Consent, consentFor, judgeWrite, wishOf } from '../../../api/writes.ts';
import { subjectOf } from '../../../catalog/subject.ts';
import { effectiveMethod } from '../../../request/method.ts';
import type { RequestLine } from '../../../request/types.ts';
import { visible } from '../../../text/untrusted.ts';
import type { AccountLabel } from '../../model/accounts.ts';
import { start, whyNotStarted } from '../../model/exchange.ts';
import { closeOverlay, focusPane, openOverlay, replaceOverlay, topOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { learnNames } from '../../model/known-catalog.ts';
import { helpRect, inner } from '../../model/layout.ts';
import { type Movement, scrolled } from '../../model/movement.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import { lackOf, learnNeeded } from '../../model/permissions.ts';
import type { Reason } from '../../model/reasons.ts';
import { recordSend } from '../../model/record.ts';
import type { Reducers } from '../../model/reducers.ts';
import { explain } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import {
  accountLabel,
  accountWords,
  consentSettingOf,
  isSameAccount,
  type PendingWrite,
  type PreparedWrite,
  previewOf,
  type UndoProposal,
  type WritePreview,
} from '../../model/writes.ts';
import { subjectWords, type WriteView, writeRows } from './rows.ts';

interface Wished {
  readonly request: RequestLine;
  /** As the history is to have it. */
  readonly line: string;
  /** What stands in the prompt. */
  readonly typed: string;
  /** It was taken from the history, and not changed since. */
  readonly isRecalled: boolean;
  /** The account that it was recorded under, where that is known. */
  readonly from: AccountLabel | undefined;
  readonly cameFrom: State['cameFrom'];
  /** It takes back another request: then it is always asked for. */
  readonly undoing?: UndoProposal;
}

/** Sends the request, or shows it and asks first. Everything that the user sends goes through here. */
export function sendOrAsk(state: State, wished: Wished): Step {
  const { request, line, typed, isRecalled, from, cameFrom, undoing } = wished;
  const reason = whyNotStarted(state);
  if (reason !== undefined) return [complain(state, reason), []];
  const judgement = judgeWrite(wishOf(request));
  const isForeign = from !== undefined && !isSameAccount(from, accountLabel(state.session));
  // Nobody is asked about what a read-only profile does not send: that is said at once.
  const isRefused = state.session.readOnly && judgement.kind !== 'reads';
  if (isRefused) return send(state, wished, undefined);
  const asked = consentFor(judgement, { setting: consentSettingOf(state.session), isRecalled, isForeign });
  const consent = undoing ? consentToUndo(asked, undoing) : asked;
  if (consent === 'none') return send(state, wished, undefined);
  const id = state.lastId + 1;
  const write: PendingWrite = {
    id,
    request,
    line,
    typed,
    judgement,
    consent,
    from: isForeign ? from : undefined,
    undoing,
    prepared: undefined,
  };
  const { names } = state.find;
  return [
    openOverlay({ ...state, lastId: id, cameFrom }, previewOf(write)),
    [{ type: 'write.prepare', id, request, names }],
  ];
}

/** What somebody else has changed is lost by more than Enter. */
function consentToUndo(asked: Consent, { conflicts }: UndoProposal): Consent {
  if (asked === 'name' || asked === 'yes') return asked;
  return conflicts.length > 0 ? 'yes' : 'enter';
}

function send(
  state: State,
  {
    request,
    line,
    typed,
    undoing,
  }: Pick<Wished, 'request' | 'line' | 'typed'> & Partial<Pick<PendingWrite, 'undoing'>>,
  agreed: PreparedWrite | undefined,
): Step {
  const [started, effects] = start(
    state,
    request,
    undefined,
    agreed,
    undoing && { row: undoing.row, step: undoing.step },
  );
  if (effects.length === 0) return [started, effects];
  const settled = { ...started, composer: { ...started.composer, settled: typed } };
  return [recordSend(settled, line), effects];
}

/** The preview that has focus. */
export function openPreview(state: State): WritePreview | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'preview' ? overlay : undefined;
}

export const writeReducers: Reducers<'write.prepared' | 'write.unprepared'> = {
  'write.prepared': (state, { id, prepared, names }) => {
    const learned = learnNames(state, names);
    const shown = withWrite(learned, id, (write) => ({ ...write, prepared }));
    // Nobody waits for it: its line comes when it is known.
    return learnNeeded(shown, openPreview(shown)?.write.prepared?.request);
  },
  'write.unprepared': (state, { id, failure }) => {
    const open = openPreview(state);
    if (open?.write.id !== id) return [state, []];
    const back = goBack(state);
    return [failure.kind === 'cancelled' ? back : complain(back, explain(failure)), []];
  },
};

function withWrite(state: State, id: number, change: (write: PendingWrite) => PendingWrite): State {
  const overlays = state.focus.overlays.map((overlay) =>
    overlay.kind === 'preview' && overlay.write.id === id ? { ...overlay, write: change(overlay.write) } : overlay,
  );
  return { ...state, focus: { ...state.focus, overlays } };
}

/** Nothing was sent: what was typed stands where it stood. */
function goBack(state: State): State {
  const { cameFrom } = state;
  const bare = { ...closeOverlay(state), cameFrom: undefined };
  return cameFrom ? focusPane({ ...bare, composer: cameFrom.composer }, cameFrom.pane) : bare;
}

/** Leaves the preview; undefined where none is open. */
export function cancelWrite(state: State): Step | undefined {
  const open = openPreview(state);
  if (!open) return undefined;
  const { id, prepared } = open.write;
  return [inform(goBack(state), 'Nothing was sent'), prepared ? [] : [{ type: 'cancel', id }]];
}

/** What has to be typed: the name of what goes; its id where it has no name that could be read. */
function nameToType(state: State, { request, prepared }: PendingWrite): string {
  const { thing } = subjectOf(
    state.find.catalog?.catalog,
    effectiveMethod(request),
    (prepared?.request ?? request).path,
  );
  const id = thing?.value ?? '';
  return state.find.names.get(id) ?? id;
}

/** What agrees, as the row in the place of the prompt says it. */
export function consentLabel(state: State, { write }: WritePreview): string {
  if (!write.prepared) return 'Reading what is there now…';
  const what = subjectWords({ ...viewOf(state, write), request: write.prepared.request });
  const { kind } = write.judgement;
  if (write.consent === 'name') return `To delete it, type ${visible(nameToType(state, write))}`;
  const done = kind === 'deletes' ? `Delete ${what}?` : kind === 'purges' ? 'Purge?' : 'Send it?';
  return `${done} ${keyToAgree(state, write)} sends it, ${keyFor(state, 'app.back')} does not`;
}

function keyToAgree(state: State, { consent }: PendingWrite): string {
  return consent === 'yes' ? keyFor(state, 'writes.agreeToLoss') : keyFor(state, 'writes.agree');
}

/** Why this key does not agree to what is shown; undefined where it does. */
export function whyNotAgreed(state: State, by: 'enter' | 'yes'): Reason {
  const open = openPreview(state);
  if (!open) return 'There is nothing to agree to';
  const { write, line } = open;
  if (!write.prepared) return 'It is still being read. Look at what changes, then agree';
  if (write.consent !== 'name') return write.consent === by ? undefined : `${keyToAgree(state, write)} sends it`;
  const wanted = nameToType(state, write);
  if (line.text.trim() === wanted) return undefined;
  return `Type ${visible(wanted)} to delete it, or ${keyFor(state, 'app.back')} to keep it`;
}

/** Sends what is shown. */
export function agree(state: State): Step {
  const open = openPreview(state);
  const prepared = open?.write.prepared;
  if (!open || !prepared) return [state, []];
  const { write } = open;
  const bare = focusPane(
    { ...state, cameFrom: undefined, composer: { ...state.composer, recalled: undefined } },
    'prompt',
  );
  return send(bare, write, prepared);
}

/** What the rows of a preview are made of. */
function viewOf(state: State, write: PendingWrite): WriteView {
  const { session, find } = state;
  const { host } = new URL(session.baseUrl ?? 'http://localhost');
  const account = accountLabel(session);
  return {
    request: write.request,
    judgement: write.judgement,
    prepared: write.prepared,
    account: accountWords(account),
    setting: consentSettingOf(session),
    host: account.origin === 'sandbox' ? 'made-up data' : host,
    from: write.from && accountWords(write.from, account),
    undoing: write.undoing,
    lack: lackOf(state, write.prepared?.request ?? write.request),
    catalog: find.catalog?.catalog,
    nameOf: (id) => find.names.get(id),
  };
}

/** The rows of the preview and their title. */
export function previewRows(
  state: State,
  { write }: WritePreview,
  width: number,
): { readonly title: string; readonly rows: ReturnType<typeof writeRows> } {
  const view = viewOf(state, write);
  const shown = write.prepared ? { ...view, request: write.prepared.request } : view;
  return { title: `${effectiveMethod(write.request)} ${subjectWords(shown)}`, rows: writeRows(view, width) };
}

export function scrollPreview(state: State, movement: Movement): State {
  const open = openPreview(state);
  if (!open) return state;
  const { width, height } = inner(helpRect(state.screen));
  const { rows } = previewRows(state, open, width);
  return replaceOverlay(state, { ...open, top: scrolled(movement, open.top, height, rows.length) });
}
