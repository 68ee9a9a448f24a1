// One request for each of the marked rows: the plan is shown with every row before anything is sent, asked for as strictly as the
// strictest single one; then how far it is, what became of each, the failed again, and all of it taken back.
import { isLocalApi } from '../../../api/address.ts';
import { planSendings } from '../../../api/bulk.ts';
import { expectedMs, gravest, reportRow } from '../../../api/many.ts';
import { readFile } from '../../../api/received.ts';
import { consentFor, emptyPart, judgeWrite, wishOf } from '../../../api/writes.ts';
import { indexInParent } from '../../../json/children.ts';
import { fieldJson, fieldText } from '../../../json/columns.ts';
import type { NodeId } from '../../../json/document.ts';
import { itemName } from '../../../json/previews.ts';
import { formatLine } from '../../../request/format.ts';
import { fillTemplate, templateFields } from '../../../request/template.ts';
import type { RequestLine } from '../../../request/types.ts';
import { formatCount, formatQuantity } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { openResponse } from '../../model/document.ts';
import type { Event } from '../../model/events.ts';
import { whyNotStarted } from '../../model/exchange.ts';
import { closeOverlay, focusPane, openOverlay, topOverlay } from '../../model/focus.ts';
import { itemFacts } from '../../model/item-facts.ts';
import { keyFor } from '../../model/key-labels.ts';
import { type ManyPanel, type ManyRun, manyPanel, markedNodes } from '../../model/many.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { Reason } from '../../model/reasons.ts';
import { recordFile } from '../../model/record.ts';
import type { Reducers } from '../../model/reducers.ts';
import { currentPage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { consentSettingOf } from '../../model/writes.ts';

/** Shows the plan of a request with fields of the marked rows in it; undefined for any other. */
export function planMarked(state: State, template: RequestLine): Step | undefined {
  const nodes = markedNodes(state);
  const { marks } = state;
  if (!marks || nodes.length === 0 || templateFields(template).length === 0) return undefined;
  const reason = whyNotStarted(state) ?? whyBusyWithMany(state);
  if (reason !== undefined) return [complain(state, reason), []];
  if (template.filter !== undefined)
    return [complain(state, 'A request for marked rows takes no filter: leave out | and what follows'), []];
  const rows: { id: string; name: string; request: RequestLine }[] = [];
  for (const node of nodes) {
    const name = nameOf(state, node);
    const filled = fillTemplate(template, (field) => fieldOf(state, node, field));
    if (!filled.ok) return [complain(state, `There is no {${visible(filled.missing)}} in ${visible(name)}`), []];
    const empty = emptyPart(wishOf(filled.request));
    if (empty) return [complain(state, empty.message), []];
    rows.push({ id: idOf(state, node) || name, name, request: { ...filled.request, filter: undefined } });
  }
  const requests = rows.map(({ request }) => request);
  const sendings = planSendings(requests, {
    isBulk: !isLocalApi(state.session.baseUrl ?? ''),
    isUndoable: true,
  });
  const judgement = gravest(
    [...requests, ...sendings.map(({ request }) => request)].map((one) => judgeWrite(wishOf(one))),
  );
  if (state.session.readOnly && judgement.kind !== 'reads')
    return [complain(state, 'This profile may only read, so nothing was sent'), []];
  // The plan is shown also where one request would go at once.
  const asked = consentFor(judgement, { setting: consentSettingOf(state.session), isRecalled: true });
  const id = state.lastId + 1;
  const many: ManyRun = {
    id,
    line: formatLine(template),
    rows,
    startedAt: undefined,
    requests: sendings.length,
    expectedMs: expectedMs(sendings.length, state.session.rateLimit),
    judgement,
    consent: asked === 'none' ? 'enter' : asked,
    notes: [],
    phase: 'planned',
    outcomes: rows.map(() => undefined),
    kept: [],
    undone: undefined,
    pausedUntil: undefined,
  };
  const [first] = requests;
  const isRead = judgement.kind === 'reads' || !first;
  const opened = openOverlay({ ...state, lastId: id, many }, manyPanel());
  return [opened, isRead ? [] : [{ type: 'many.prepare', id, request: first }]];
}

/** JSON of a field of a row; what the API calls `zone_id` is the `id` of a row of `/zones`, and `zone.id` in others. */
function fieldOf(state: State, node: NodeId, field: string): string | undefined {
  const { marks } = state;
  if (!marks) return undefined;
  const own = fieldJson(marks.document, node, field);
  const [, kind] = /^(zone|account)_id$/.exec(field) ?? [];
  if (own !== undefined || kind === undefined) return own;
  const isItself = currentPage(state)?.request?.path === `/${kind}s`;
  return fieldJson(marks.document, node, isItself ? 'id' : `${kind}.id`);
}

/** What people call the row, by what tells rows of this list apart. */
function nameOf(state: State, node: NodeId): string {
  const { marks } = state;
  if (!marks) return '';
  const page = currentPage(state);
  return itemName(marks.document, node, page && itemFacts(state, page)) ?? `row ${indexInParent(marks.document, node)}`;
}

function idOf({ marks }: State, node: NodeId): string {
  return marks ? fieldText(marks.document, node, 'id') || fieldText(marks.document, node, 'uuid') : '';
}

function whyBusyWithMany({ many }: State): Reason {
  return many?.phase === 'running' || many?.phase === 'undoing' ? 'Rows are still being sent' : undefined;
}

/** The panel, where it has focus. */
export function openMany(state: State): { readonly panel: ManyPanel; readonly run: ManyRun } | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'many' && state.many ? { panel: overlay, run: state.many } : undefined;
}

/** Why this key does not agree to the plan; undefined where it does. */
export function whyNotSent(state: State, by: 'enter' | 'yes'): Reason {
  const open = openMany(state);
  if (open?.run.phase !== 'planned') return 'There is nothing to agree to';
  const { run, panel } = open;
  if (run.consent !== 'name') return run.consent === by ? undefined : `${keyToSend(state, run)} sends it`;
  const wanted = String(run.rows.length);
  return panel.line.text.trim() === wanted ? undefined : `Type ${wanted} to go ahead, or ${keyFor(state, 'app.back')}`;
}

/** The key that agrees to the plan. */
export function keyToSend(state: State, { consent }: ManyRun): string {
  return consent === 'yes' ? keyFor(state, 'many.agreeToLoss') : keyFor(state, 'many.agree');
}

/** Another account has other things: what was marked or sent is none of its. */
export function forgetMany(state: State, event: Event): State {
  if (event.type !== 'session.changed' || !event.isAnother) return state;
  return { ...state, marks: undefined, many: undefined };
}

/** Sends what is planned. */
export function sendMarked(state: State): Step {
  const { many } = state;
  return many
    ? run(
        { ...state, marks: undefined },
        many,
        many.rows.map((_, row) => row),
      )
    : [state, []];
}

function run(state: State, many: ManyRun, rows: readonly number[]): Step {
  const again = new Set(rows);
  const outcomes = many.outcomes.map((outcome, row) => (again.has(row) ? undefined : outcome));
  const next: ManyRun = { ...many, phase: 'running', outcomes, startedAt: undefined };
  const requests = rows.map((row) => many.rows[row]!.request);
  return [{ ...state, many: next }, [{ type: 'many.run', id: many.id, rows, requests }]];
}

/** Rows that were not done. */
function undoneRows({ outcomes }: ManyRun): readonly number[] {
  return outcomes.flatMap((outcome, row) => (outcome?.kind === 'done' ? [] : [row]));
}

/** Those of them to send again: what may have been made already is not made twice. */
function rowsToRetry(many: ManyRun): readonly number[] {
  const isMaking = many.judgement.kind === 'creates';
  return undoneRows(many).filter((row) => !isMaking || many.outcomes[row]?.kind !== 'unknown');
}

export function whyNoRetry(state: State): Reason {
  const found = openMany(state)?.run;
  if (found?.phase !== 'ended') return 'It is not over yet';
  if (found.undone) return 'It was taken back';
  return rowsToRetry(found).length === 0 ? 'Nothing has failed' : whyNotStarted(state);
}

/** Sends what failed, or was not sent, again. */
export function retryMarked(state: State): Step {
  const { many } = state;
  return many ? run(state, many, rowsToRetry(many)) : [state, []];
}

export function whyNoUndo(state: State): Reason {
  const found = openMany(state)?.run;
  if (found?.phase !== 'ended') return 'It is not over yet';
  if (found.undone) return 'It was taken back already';
  return found.kept.length === 0 ? 'There is nothing that can be taken back' : whyNotStarted(state);
}

/** Takes back all that was done, the last first; what cannot be is told. */
export function undoMarked(state: State): Step {
  const { many } = state;
  if (!many) return [state, []];
  const rows = many.kept.toSorted((a, b) => b - a);
  const undoing = {
    ...many,
    phase: 'undoing',
    startedAt: undefined,
    undone: { done: 0, of: rows.length, problems: [] },
  } as const;
  return [{ ...state, many: undoing }, [{ type: 'many.undo', id: many.id, rows }]];
}

export function whyNoReport({ many }: State): Reason {
  return many ? undefined : 'No request was sent for marked rows yet';
}

export function whyNotOpened(state: State): Reason {
  const found = openMany(state)?.run;
  return found?.phase === 'ended' ? whyNotStarted(state) : 'It is not over yet';
}

/** Shows what came of each row as one list: a document that has a table, can be filtered, and can be written to a file. */
export function openReport(state: State): Step {
  const { many } = state;
  if (!many) return [state, []];
  const rows = many.rows.map((row, index) => reportRow(row, many.outcomes[index] ?? { kind: 'unsent' }));
  const received = readFile(new TextEncoder().encode(`[${rows.join(',\n')}]`));
  const id = state.lastId + 1;
  const title = `report of ${many.line}`;
  const shown = openResponse({ ...closeOverlay(state), lastId: id }, id, undefined, title, received, 1);
  const response = shown.response && { ...shown.response, isOfAccount: true };
  return [focusPane(recordFile({ ...shown, response }, id, title), 'response'), []];
}

/** Shows the last one again. */
export function showMarked(state: State): Step {
  return [openOverlay(state, manyPanel()), []];
}

/** Stops what is under way, or leaves the panel; undefined where it is not open. */
export function leaveMany(state: State): Step | undefined {
  const open = openMany(state);
  if (!open) return undefined;
  const { run: many } = open;
  if (many.phase === 'running' || many.phase === 'undoing')
    return [inform(state, 'Stopping: what is under way is waited for'), [{ type: 'cancel', id: many.id }]];
  const closed = closeOverlay(state);
  return many.phase === 'planned' ? [inform({ ...closed, many: undefined }, 'Nothing was sent'), []] : [closed, []];
}

export const manyReducers: Reducers<'many.noted' | 'many.went' | 'many.ended' | 'many.kept' | 'many.undone'> = {
  'many.noted': (state, { id, notes }) => {
    const { many } = state;
    return [many?.id === id ? { ...state, many: { ...many, notes } } : state, []];
  },
  'many.went': (state, { id, outcomes, pausedUntil, rateLimit }) => {
    const { many } = state;
    if (many?.id !== id) return [state, []];
    const all = [...many.outcomes];
    for (const [row, outcome] of outcomes) all[row] = outcome;
    const session = rateLimit ? { ...state.session, rateLimit } : state.session;
    const startedAt = many.startedAt ?? state.now;
    return [{ ...state, session, many: { ...many, outcomes: all, pausedUntil, startedAt } }, []];
  },
  'many.ended': (state, { id, problem }) => {
    const { many } = state;
    if (many?.id !== id) return [state, []];
    const ended: State = { ...state, many: { ...many, phase: 'ended', pausedUntil: undefined } };
    if (problem !== undefined) return [complain(ended, problem), []];
    const failed = undoneRows(many).length;
    if (many.undone) {
      const { done, of } = many.undone;
      const words = `${formatCount(done)} of ${formatQuantity(of, 'request')} taken back`;
      return [done === of ? inform(ended, words) : complain(ended, words), []];
    }
    return [
      failed === 0
        ? inform(ended, `All ${formatCount(many.rows.length)} done`)
        : complain(ended, `${formatCount(failed)} of ${formatCount(many.rows.length)} not done`),
      [],
    ];
  },
  'many.kept': (state, { id, row }) => {
    const { many } = state;
    return [many?.id === id ? { ...state, many: { ...many, kept: [...many.kept, row] } } : state, []];
  },
  'many.undone': (state, { id, problem }) => {
    const { many } = state;
    if (many?.id !== id || !many.undone) return [state, []];
    const { done, of, problems } = many.undone;
    const undone =
      problem === undefined ? { done: done + 1, of, problems } : { done, of, problems: [...problems, problem] };
    return [{ ...state, many: { ...many, undone } }, []];
  },
};
