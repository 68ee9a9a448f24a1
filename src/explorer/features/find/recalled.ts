// Requests that were sent before, among what the palette finds: saved ones stand first, with nothing typed or with their names typed;
// lines of the history come below the operations that fit best. Only what is in memory is looked through.
import { matchWord } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { wrap } from '../../../text/wrap.ts';
import type { SavedItem } from '../../model/history.ts';
import type { PickerItem } from '../../model/overlays.ts';
import { type Row, requestSpans, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { accountWords } from '../../model/writes.ts';
import { type HistoryItem, itemAccount, itemLine, itemTime } from '../history/list.ts';

/** Saved requests that stand first, and lines of the history that are shown. */
const mostSaved = 5;
const mostLines = 5;

/** Lines of the history that are looked through: the newest. */
const mostRead = 500;

/** Operations that stand before what was found in the history. */
const operationsFirst = 5;

interface Recalled {
  readonly saved: readonly HistoryItem[];
  readonly lines: readonly HistoryItem[];
}

let kept: { readonly typed: string; readonly of: readonly unknown[]; readonly found: Recalled } | undefined;

/** What of the saved requests and of the history fits what was typed; made anew only where one of them has changed. */
export function recalledRequests({ history }: State, typed: string): Recalled {
  const of = [history.saved, history.entries, history.stored.rows];
  if (kept?.typed === typed && kept.of.every((part, index) => part === of[index])) return kept.found;
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const pinned = history.saved.filter((saved) => words.every((word) => beginsWord(word, savedWords(saved))));
  const saved = pinned.slice(0, mostSaved).map((each): HistoryItem => ({ kind: 'saved', saved: each }));
  const found: Recalled = { saved, lines: words.length === 0 ? [] : linesWith(history, words, pinned) };
  kept = { typed, of, found };
  return found;
}

function savedWords({ name, tags }: SavedItem): string {
  return [name, ...tags].join(' ');
}

/** From the beginning of a word on: what fits inside of words only is found as a line. */
function beginsWord(word: string, text: string): boolean {
  const grade = matchWord(word, text)?.grade ?? 0;
  return grade >= 3;
}

/** The newest lines that have all words, each once; of saved requests those that were not found by their names. */
function linesWith(
  { saved, entries, stored }: State['history'],
  words: readonly string[],
  pinned: readonly SavedItem[],
): readonly HistoryItem[] {
  const candidates: readonly HistoryItem[] = [
    ...saved.filter((each) => !pinned.includes(each)).map((each): HistoryItem => ({ kind: 'saved', saved: each })),
    ...entries
      .filter(({ row, outcome }) => row === undefined && outcome !== 'opened')
      .map((entry): HistoryItem => ({ kind: 'entry', entry })),
    ...stored.rows.slice(0, mostRead).map((row): HistoryItem => ({ kind: 'stored', row })),
  ];
  const seen = new Set<string>();
  const found: HistoryItem[] = [];
  for (const item of candidates) {
    const line = itemLine(item);
    const text = line.toLowerCase();
    if (seen.has(line) || !words.every((word) => text.includes(word))) continue;
    seen.add(line);
    found.push(item);
    if (found.length === mostLines) break;
  }
  return found;
}

/** The operations with what was sent before among them. */
export function withRecalled(operations: readonly PickerItem[], { saved, lines }: Recalled): readonly PickerItem[] {
  if (saved.length === 0 && lines.length === 0) return operations;
  return [
    ...saved.map((item, index) => ({ key: `saved ${index}`, row: recalledRow(item) })),
    ...operations.slice(0, operationsFirst),
    ...lines.map((item, index) => ({ key: `line ${index}`, row: recalledRow(item) })),
    ...operations.slice(operationsFirst),
  ];
}

/** The request of such an item; undefined for an operation. */
export function recalledAt({ saved, lines }: Recalled, { key }: PickerItem): HistoryItem | undefined {
  const [kind, index] = key.split(' ');
  return kind === 'saved' ? saved[Number(index)] : kind === 'line' ? lines[Number(index)] : undefined;
}

function recalledRow(item: HistoryItem): Row {
  const name =
    item.kind === 'saved'
      ? [span('★ ', 'accent'), span(`${visible(item.saved.name)}  `, 'title')]
      : [span('↺ ', 'dim')];
  return [...name, ...requestSpans(visible(itemLine(item)))];
}

/** What it is, beside the list. */
export function recalledRows(item: HistoryItem, width: number): readonly Row[] {
  const room = Math.max(8, width);
  const account = itemAccount(item);
  const at = new Date(itemTime(item)).toLocaleString('sv-SE').slice(0, 16);
  const facts = [
    item.kind === 'saved' ? `saved ${at}` : `sent ${at}`,
    ...(account ? [accountWords(account)] : []),
    ...(item.kind === 'saved' ? item.saved.tags.map((tag) => `#${tag}`) : []),
  ];
  return [
    ...(item.kind === 'saved' ? [[span(visible(item.saved.name), 'title')]] : []),
    ...wrap(visible(itemLine(item)), room).map((line): Row => [span(line)]),
    ...wrap(visible(facts.join(' · ')), room).map((line): Row => [span(line, 'dim')]),
  ];
}
