// The screen as sentences, for screen readers and terminals without a cursor to move: no frames, no padding, no spinner, nothing that
// ticks. Made from the rows of the screen, so that nothing is shown that is not said; what changes between two states is one line each.
import { isPlain } from '../../text/plain.ts';
import { visible } from '../../text/untrusted.ts';
import { keyFor } from '../model/key-labels.ts';
import { latestNotice } from '../model/notices.ts';
import type { Row } from '../model/rows.ts';
import type { State } from '../model/state.ts';
import { footerRows, promptRow } from './bars.ts';
import { type ScreenRow, screenRows } from './screen.ts';

/** What is said is laid out for this: one pane at a time, rows long enough for whole values, as many as one listens to at once. */
export const spokenScreen = { columns: 250, rows: 13 } as const;

export interface Spoken {
  /** Said where they change, in this order; by name. */
  readonly sentences: ReadonlyMap<string, string>;
  /** Text without a row under the cursor, such as help or a failure: of it, the lines that were not there before. */
  readonly lines: readonly string[];
  /** The field that has focus: its label and what is typed. */
  readonly field: string | undefined;
  /** While a request is on its way the pane tells of what goes: nothing is said but that. */
  readonly isWaiting: boolean;
}

export function spoken(given: State): Spoken {
  const state: State = { ...given, notice: undefined, screen: spokenScreen };
  const { rows, cursor } = screenRows(state);
  const [header = [], , top = [], ...rest] = rows;
  const sentences = new Map<string, string>();
  // The quota changes with every request, and is told by the header of whoever asks for it.
  sentences.set('account', textOf(header).replace(/ *[\d,]+(?:\/[\d,]+)? left\b/, ''));
  const [typed = '', beside = ''] = fieldOf(state);
  const isWaiting = state.exchange.kind === 'sending';
  const say = (name: string, text: string | undefined): void => {
    if (text !== undefined && text !== '') sentences.set(name, text);
  };
  const body = rest.slice(0, -2);
  const edge = textOf(rest.at(-2) ?? []);
  const selected = [top, ...body].flat().find(({ isSelected }) => isSelected);
  if (state.exchange.kind === 'sending') {
    const what = state.exchange.all ? 'Reading all pages' : 'Sent';
    say('waiting', `${what}; ${keyFor(state, 'app.back')} cancels`);
  } else {
    say('title', textOf(top));
    say('depth', /\bdepth \S+/.exec(edge)?.[0]);
    say('beside', beside);
    const place = /\brow [\d,]+ of [\d,]+/.exec(edge)?.[0];
    if (selected) say('selected', [sentence(selected.row), ...(place === undefined ? [] : [place])].join(', '));
  }
  // What waits on a screen is said as it comes.
  const notice = latestNotice(given);
  say('notice', notice && sentence([{ text: visible(notice.text), role: 'text' }]));
  if (given.pendingKeys !== '') say('following', sentence(footerRows(given, spokenScreen.columns).flat()));
  return {
    sentences,
    lines: isWaiting || selected ? [] : body.map(textOf).filter((line) => line !== ''),
    field: cursor === undefined ? undefined : typed,
    isWaiting,
  };
}

/** What is said of a change; all of it where nothing was said before. */
export function saidBetween(before: Spoken | undefined, after: Spoken): readonly string[] {
  // What has come is told whatever stood there before it was asked for.
  const known = before?.isWaiting && !after.isWaiting ? undefined : before;
  const said: string[] = [];
  for (const [name, text] of after.sentences) {
    const was = (name === 'account' ? before : known)?.sentences.get(name);
    if (was === undefined || withoutCounts(name, was) !== withoutCounts(name, text)) said.push(text);
    if (name === 'title') said.push(...newLines(known, after));
  }
  return after.sentences.has('title') ? said : [...said, ...newLines(known, after)];
}

function newLines(before: Spoken | undefined, { lines }: Spoken): readonly string[] {
  return lines.filter((line) => !before?.lines.includes(line));
}

/** What stands beside the field may count down. */
function withoutCounts(name: string, text: string): string {
  return name === 'beside' ? text.replace(/[\d.,]+/g, '') : text;
}

/** What is typed, and what stands at the right end of its row. */
function fieldOf(state: State): readonly string[] {
  const { row } = promptRow(state, spokenScreen.columns);
  const text = row.map((piece) => piece.text).join('');
  return text.split(/ {3,}/).map((part) =>
    part
      .replaceAll(/[\u2800-\u28ff]/g, '')
      .trim()
      .replace(/^❯|(?<=\S )❯/, '>'),
  );
}

function textOf(row: ScreenRow): string {
  return row
    .slice(0, 1)
    .map((strip) => sentence(strip.row))
    .join('');
}

/** The words of a row, without what only the eye wants. */
function sentence(row: Row): string {
  const words = row.map(({ role, text }) => (role === 'border' || role === 'focusedBorder' ? ' ' : text)).join('');
  const plain = words.trim().replaceAll(/ {2,}/g, '  ').replace(/^▾ /, 'open ').replace(/^▸ /, 'closed ');
  return isPlain(plain) ? plain.replaceAll(/[─│┃┌┐└┘├┤]+/g, ' ').trim() : plain;
}
