// Writing the response, what its table shows, or the value under the cursor, to a file of the user's. A file that is there is written over only when
// enter is pressed again on the same name.
import { isUnfinished } from '../../../json/document.ts';
import { tableFormatOf } from '../../../json/table-text.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { formatQuantity } from '../../../text/numbers.ts';
import { isCovered, lockedReason } from '../../model/account-in-force.ts';
import type { Passage } from '../../model/effects.ts';
import type { DocumentEvent } from '../../model/events.ts';
import { closeOverlay, openOverlay, topOverlay } from '../../model/focus.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import { isFile, type Page } from '../../model/response.ts';
import { currentPage, rowHere } from '../../model/select.ts';
import type { State, WriteState } from '../../model/state.ts';
import { listLength, rowCount, shownColumns } from '../../model/table.ts';
import { pathLabel } from './copy.ts';
import { tableHere } from './table.ts';

type WriteEvent = Extract<DocumentEvent, { readonly type: 'write.ended' }>;

export function openWrite(state: State): State {
  const page = currentPage(state);
  if (!page) return state;
  if (page.body.kind === 'empty') return complain(state, 'There is no body to write');
  const line = createLine(suggestedName(state, page));
  const of = tableHere(state) ? 'table' : 'all';
  return openOverlay(withWrite(state, { of, there: undefined }), { kind: 'question', name: 'write', line });
}

/** What is written to a file of this name: a table where it ends as one does. */
function partFor({ write }: State, path: string): WriteState['of'] {
  return write.of === 'table' && tableFormatOf(path) === undefined ? 'all' : write.of;
}

function typedName(state: State): string {
  const overlay = topOverlay(state);
  return overlay?.kind === 'question' && overlay.name === 'write' ? overlay.line.text.trim() : '';
}

/** What the table shows, all of it, or the value under the cursor alone. */
export function nextPart(state: State): State {
  const part = partFor(state, typedName(state));
  if (part === 'table') return withWrite(state, { of: 'all' });
  if (part === 'subtree') return withWrite(state, { of: tableHere(state) ? 'table' : 'all' });
  if (!rowHere(state)) return complain(state, 'There is no row here, so everything is written');
  return withWrite(state, { of: 'subtree' });
}

export function writeLabel(state: State): string {
  const part = partFor(state, typedName(state));
  if (part === 'table') return 'write the table to';
  if (part === 'all') return state.response?.layers.length ? 'write the result to' : 'write the body to';
  return `write ${partName(state)} to`;
}

function partName(state: State): string {
  const row = rowHere(state);
  return row ? pathLabel(row, 24) : '';
}

/** The rows and columns that the table shows, or why they are not known yet. */
function tablePassage(state: State, path: string): { readonly text: Passage; readonly what: string } | string {
  const shown = tableHere(state);
  const format = tableFormatOf(path);
  if (!shown || !format) return 'There is no table here';
  const { document, table } = shown;
  const rows = rowCount(document, table);
  if (table.filter?.isPending) return 'The rows are still being filtered. Try again in a moment';
  if (table.sort?.isPending) return 'The rows are still being sorted. Try again in a moment';
  if (table.seen < listLength(document, table)) return 'All rows are still searched for columns. Try again in a moment';
  const columns = shownColumns(table);
  return {
    text: { kind: 'table', table: { document, list: table.list, columns, order: table.places }, format },
    what: `${formatQuantity(rows, 'row')} of ${formatQuantity(columns.length, 'column')}`,
  };
}

function answerWrite(state: State, typed: string): Step {
  if (isCovered(state)) return [complain(state, lockedReason(state)), []];
  const page = currentPage(state);
  const path = typed.trim();
  if (path === '') return [complain(state, 'Type a file name'), []];
  if (!page) return [closeOverlay(state), []];
  if (state.write.isBusy) return [complain(state, 'A file is being written. Try again when it is done'), []];
  const { body } = page;
  const isLive = body.kind === 'json' && body.live !== undefined;
  if (body.kind !== 'empty' && body.arriving && !isLive) return [complain(state, 'It is still arriving'), []];
  let text: Passage = { kind: 'body', bytes: body.bytes };
  let what = body.kind !== 'empty' && body.incomplete ? 'the part that has arrived' : 'all of it';
  const row = rowHere(state);
  const part = partFor(state, path);
  if (part === 'table') {
    const found = tablePassage(state, path);
    if (typeof found === 'string') return [complain(state, found), []];
    ({ text, what } = found);
  }
  if (part === 'subtree' && row) {
    const { document, node } = row;
    if (isUnfinished(document, node)) return [complain(state, 'This value has not arrived completely'), []];
    text = { kind: 'pretty', document, node };
    what = partName(state);
  }
  const mayReplace = state.write.there === path;
  const isPrivate = state.response !== undefined && !isFile(state.response);
  return [
    withWrite(inform(state, `Writing ${path}…`), { isBusy: true }),
    [{ type: 'write', text, what, path, mayReplace, isPrivate }],
  ];
}

/** Asks for the file to write to. */
export const writeQuestion: QuestionSpec = {
  label: writeLabel,
  placeholder: 'file name',
  answer: answerWrite,
};

/** Says how it went; the question stays where it did not go well. */
export function takeWritten(state: State, { outcome, path, text }: WriteEvent): State {
  const over = withWrite(state, { isBusy: false, there: outcome === 'exists' ? path : undefined });
  if (outcome !== 'written') return complain(over, text);
  const overlay = topOverlay(over);
  const isAsked = overlay?.kind === 'question' && (overlay.name === 'write' || overlay.name === 'compareWrite');
  return inform(isAsked ? closeOverlay(over) : over, text);
}

const endings: Readonly<Record<Page['body']['kind'], string>> = {
  json: 'json',
  text: 'txt',
  binary: 'bin',
  empty: 'txt',
};

/** Such as `dns_records.json`; of a file's own name another, so that enter is never about to write over it. */
function suggestedName({ response }: State, page: Page): string {
  const source = response?.request?.path ?? response?.title ?? '';
  const last = source.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  const name = last.replaceAll(/[^\p{L}\p{N}._-]/gu, '').replace(/\.[^.]*$/, '');
  const stem = name === '' || name.startsWith('.') ? 'response' : name;
  const ending = page.view === 'table' && page.table ? 'csv' : endings[page.body.kind];
  return `${stem}${response?.request ? '' : '-out'}.${ending}`;
}

function withWrite(state: State, write: Partial<WriteState>): State {
  return { ...state, write: { ...state.write, ...write } };
}
