// What Tab does to a line: one thing that fits is put there, several are offered, a value that is listed is looked up. What may
// stand at the cursor is the catalog's to say; here it finds its place in the line.
import type { Catalog } from '../../../catalog/catalog.ts';
import { looksLikeId } from '../../../catalog/identity.ts';
import {
  completeWord,
  filePathAt,
  type ListedSegment,
  type Suggestion,
  type WordCompletion,
} from '../../../catalog/word-completion.ts';
import { fillPlaceholders } from '../../../request/edit.ts';
import { spellValue } from '../../../request/format.ts';
import { findSeparator } from '../../../request/item.ts';
import { methodOf } from '../../../request/method.ts';
import type { Method } from '../../../request/types.ts';
import { nextWord, type Word } from '../../../request/words.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { narrow } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, truncate } from '../../../text/width.ts';
import type { Candidate, Offer } from '../../model/catalog.ts';
import { closeOverlay, openPicker, pick, replaceOverlay } from '../../model/focus.ts';
import { needCatalog, whyNoCatalog, withFind } from '../../model/known-catalog.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { letterSpans, type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import type { FilePlace } from '../../model/tools.ts';
import { listFolder } from './file-completion.ts';
import { accountValues } from './form.ts';
import { withLine } from './form-cursor.ts';
import { type ListedPart, listingOf, startLookup } from './lookup.ts';

type Completion =
  | { readonly kind: 'put'; readonly from: number; readonly to: number; readonly text: string }
  | { readonly kind: 'offer'; readonly offer: Offer }
  | {
      readonly kind: 'lookup';
      readonly from: number;
      readonly to: number;
      readonly isSegment: boolean;
      /** What the value is called: `zone_id`. */
      readonly name: string;
      readonly listing: ListedPart;
      /** What of it stands there already. */
      readonly typed: string;
    }
  | { readonly kind: 'file'; readonly place: FilePlace }
  /** A sentence without a full stop. */
  | { readonly kind: 'nothing'; readonly reason: string };

/** A word of the line, or a part of one. */
type Piece = Pick<Word, 'text' | 'start' | 'end'> & { readonly spans?: Word['spans'] };

/** What placeholders stand for by themselves: the account's id. */
type Own = Readonly<Record<string, string>>;

/** What completes the line at the cursor; `own` is what the account puts in the place of placeholders. */
function completeLine(catalog: Catalog, text: string, cursor: number, own: Own): Completion {
  const scanned = readWords(text.slice(0, cursor));
  if (typeof scanned === 'string') return nothing(scanned);
  const { method, words, current } = scanned;
  const [path] = words;
  const file = path && fileIn(text, current);
  if (file) return file;
  if (current.spans) return nothing('Text in quotes cannot be completed');
  const gap = fillGap(catalog, path ?? current, own);
  if (gap) return gap;
  const earlier = [...(method ? [method] : []), ...words.map((word) => withOwn(word.text, own))];
  if (path !== undefined) return completeItem(catalog, method, earlier, current, own);
  if (/^[a-z]+:\/\/|\?/i.test(current.text)) return nothing('A path can be completed, and name==value after a space');
  return completePath(suggestPath(catalog, earlier, withOwn(current.text, own)), current, own);
}

/** A path in an item that takes a file, quotes in it or not. */
function fileIn(text: string, { text: word, start, end }: Piece): Completion | undefined {
  const at = filePathAt(word);
  if (at === undefined) return undefined;
  const lead = word.slice(0, at);
  const path = word.slice(at);
  if (/[\s'"|\\]/.test(lead)) return undefined;
  return { kind: 'file', place: { where: 'prompt', text, from: start, to: end, lead, path } };
}

interface Scanned {
  readonly method: Method | undefined;
  /** Whole words before the one at the cursor, without the method: the path first. */
  readonly words: readonly Word[];
  /** The word that ends at the cursor, empty after white space. */
  readonly current: Piece;
}

function readWords(text: string): Scanned | string {
  const words: Word[] = [];
  let method: Method | undefined;
  let at = 0;
  for (;;) {
    const read = nextWord(text, at, words.length === 0 ? 'name' : 'item');
    // JSON that is being typed is not yet any.
    const scanned = read.kind === 'error' ? nextWord(text, at, 'name') : read;
    if (scanned.kind === 'error') return scanned.error.message.replace(/\.$/, '');
    if (scanned.kind === 'filter') return 'A jq filter cannot be completed here';
    if (scanned.kind === 'end') return { method, words, current: { text: '', start: text.length, end: text.length } };
    at = scanned.end;
    if (at === text.length) {
      return { method, words, current: scanned };
    }
    if (words.length === 0 && method === undefined && methodOf(scanned.text)) method = methodOf(scanned.text);
    else words.push(scanned);
  }
}

function withOwn(path: string, own: Own): string {
  return path.replace(/\{([^}/]*)\}/g, (written, name: string) => own[name] ?? written);
}

/** A path may be begun without its slash, as it may be sent. */
function suggestPath(catalog: Catalog, earlier: readonly string[], typed: string): WordCompletion {
  const found = completeWord(catalog, earlier, typed);
  const isBegun = found.kind !== 'words' || found.words.length > 0 || typed === '' || typed.startsWith('/');
  return isBegun ? found : completeWord(catalog, earlier, `/${typed}`);
}

function completePath(found: WordCompletion, current: Piece, own: Own): Completion {
  if (found.kind !== 'listed') {
    if (found.kind === 'files' || found.words.length === 0) {
      return nothing(`No API operation starts with ${current.text}`);
    }
    const candidates = found.words.map((suggestion) => pathCandidate(suggestion, current, own));
    // What may both end and go on is put as far as it is the same; then it is a choice.
    const [ended, goesOn] = candidates.map(({ text }) => text.trimEnd());
    const isBoth = candidates.length === 2 && goesOn === `${ended}/` && ended !== current.text;
    return isBoth ? put(current, ended ?? '') : putOrOffer(current, 'Paths', candidates);
  }
  const at = current.text.lastIndexOf('/') + 1;
  const typed = current.text.slice(at);
  if (looksLikeId(typed)) return put({ start: current.end, end: current.end }, found.hasMore ? '/' : ' ');
  const place = { start: current.start + at, end: current.end, text: typed };
  // What stands beside the placeholder is offered with it, to who has begun neither.
  if (found.beside.length === 0 || typed !== '') return lookUp(found, place, own);
  const open = {
    ...candidate(`{${found.name}}`, `${current.text}{${found.name}}`, 'choose from a list'),
    placeholder: found.name,
  };
  const beside = found.beside.map((suggestion) => pathCandidate(suggestion, current, own));
  return putOrOffer(current, 'Paths', [open, ...beside]);
}

/** The last segment is what is new; what was written before it stays as it was written. */
function pathCandidate({ value, description, isWhole }: Suggestion, current: Piece, own: Own): Candidate {
  const written = withOwn(current.text, own);
  const text = value.startsWith(written) ? current.text + value.slice(written.length) : value;
  return candidate(
    value
      .split('/')
      .slice(value.endsWith('/') ? -2 : -1)
      .join('/'),
    text + (isWhole ? ' ' : ''),
    description,
  );
}

/** The first `{placeholder}` that stands in a path, to be filled in before anything else. */
function fillGap(catalog: Catalog, path: Piece, own: Own): Completion | undefined {
  const found = [...path.text.matchAll(/\{([^}/]*)\}/g)].find(([, name = '']) => own[name] === undefined);
  if (!found) return undefined;
  const before = withOwn(path.text.slice(0, found.index), own);
  const start = path.start + found.index;
  const place = { start, end: start + found[0].length, text: '' };
  const segment = completeWord(catalog, ['GET'], before.startsWith('/') ? before : `/${before}`);
  if (segment.kind === 'listed') return lookUp(segment, place, own);
  const few = segment.kind === 'words' ? segment.words : [];
  const values = few.map(({ value }) => value.split('/').findLast((part) => part !== '') ?? '');
  return values.length === 0
    ? nothing(`There is no list of values for ${found[0]}. Type one`)
    : putOrOffer(
        place,
        found[1] ?? '',
        values.map((value) => candidate(value, value, '')),
      );
}

function lookUp({ name, completion }: ListedSegment, place: Piece, own: Own): Completion {
  const missing = completion.missing.filter((placeholder) => own[placeholder] === undefined);
  if (missing.length > 0) return nothing(`Fill in {${missing[0]}} first: the values of {${name}} depend on it`);
  const { start: from, end: to, text: typed } = place;
  const listing = { ...completion, request: fillPlaceholders(completion.request, own), missing };
  return { kind: 'lookup', from, to, isSegment: true, name, listing, typed };
}

function completeItem(
  catalog: Catalog,
  method: Method | undefined,
  earlier: readonly string[],
  current: Piece,
  own: Own,
): Completion {
  const found = completeWord(catalog, earlier, current.text);
  if (found.kind !== 'words') return nothing('There is nothing to complete here');
  if (found.words.length > 0) {
    const title = findSeparator(current.text)
      ? current.text.slice(0, findSeparator(current.text)?.index)
      : 'Parameters and fields';
    return putOrOffer(current, title, found.words.map(itemCandidate));
  }
  const path = earlier[method ? 1 : 0] ?? '';
  const match = catalog.matcher().match(method ?? 'GET', path.startsWith('/') ? path : `/${path}`);
  if (!match) return nothing(`${method ?? 'GET'} ${path} is not in the catalog`);
  const separator = findSeparator(current.text);
  if (!separator) {
    const words = current.text === '' ? 'no more fields' : `no field ${current.text}`;
    return nothing(`The catalog has ${words} for this request`);
  }
  const name = current.text.slice(0, separator.index);
  const lead = separator.index + separator.separator.length;
  const listing = listingOf(catalog, match.operation, 'query', name, { ...own, ...match.values });
  if (!listing || listing.missing.length > 0) return nothing(`There is no list of values for ${name}. Type one`);
  const typed = current.text.slice(lead);
  return { kind: 'lookup', from: current.start + lead, to: current.end, isSegment: false, name, listing, typed };
}

/** The word as it is written in a line, in quotes where it needs them. */
function itemCandidate({ value, description, isWhole }: Suggestion): Candidate {
  const separator = findSeparator(value);
  const lead = separator ? separator.index + separator.separator.length : 0;
  const rest = value.slice(lead);
  const text = value.slice(0, lead) + (separator && rest !== '' ? spellValue(rest) : rest);
  return candidate(rest === '' ? value : rest, text + (isWhole ? ' ' : ''), description);
}

function candidate(label: string, text: string, about: string): Candidate {
  return { label, text, about, placeholder: undefined };
}

function putOrOffer(place: Pick<Word, 'start' | 'end'>, title: string, candidates: readonly Candidate[]): Completion {
  const [only] = candidates;
  return only && candidates.length === 1
    ? put(place, only.text)
    : { kind: 'offer', offer: { from: place.start, to: place.end, title, candidates } };
}

function put({ start, end }: Pick<Word, 'start' | 'end'>, text: string): Completion {
  return { kind: 'put', from: start, to: end, text };
}

function nothing(reason: string): Completion {
  return { kind: 'nothing', reason };
}

export function completePrompt(state: State): Step {
  const catalog = state.find.catalog?.catalog;
  if (!catalog) {
    const [asked, effects] = needCatalog(state);
    return [complain(asked, `${whyNoCatalog(asked)}. Try again in a moment`), effects];
  }
  const { text, cursor } = state.composer.line;
  return take(state, completeLine(catalog, text, cursor, accountValues(state)));
}

function take(state: State, completion: Completion): Step {
  switch (completion.kind) {
    case 'put':
      return [putText(state, completion.from, completion.to, completion.text), []];
    case 'offer':
      return [pick(withFind(state, { offer: completion.offer }), 'offer'), []];
    case 'lookup': {
      const { from, to, isSegment, name, listing, typed } = completion;
      const [opened, effects] = startLookup(state, listing, name, { kind: 'line', from, to, isSegment });
      const picker = openPicker(opened);
      // What stands in the line already narrows the list.
      return [picker ? replaceOverlay(opened, { ...picker, line: createLine(typed) }) : opened, effects];
    }
    case 'file':
      return listFolder(state, { ...completion.place, text: state.composer.line.text });
    case 'nothing':
      return [complain(state, completion.reason), []];
  }
}

function putText(state: State, from: number, to: number, text: string): State {
  const { line } = state.composer;
  const rest = line.text.slice(to);
  // A space is there already where something follows.
  const put = text.endsWith(' ') && rest.startsWith(' ') ? text.slice(0, -1) : text;
  return withLine(state, line.text.slice(0, from) + put + rest, from + text.length);
}

/** Candidates that what is typed fits, what is said of each in a column beside them; a key is its index. */
export function candidateItems(
  candidates: readonly { readonly label: string; readonly about: string }[],
  typed: string,
): readonly PickerItem[] {
  const column = Math.min(32, Math.max(0, ...candidates.map(({ label }) => cellWidth(label))));
  return narrow(
    candidates.map(({ label }) => label),
    typed,
  ).flatMap(({ index, letters }): readonly PickerItem[] => {
    const found = candidates[index];
    if (!found) return [];
    const { label, about } = found;
    const gap = padEnd('', Math.max(0, column - cellWidth(label)));
    const row = (width: number): Row => [
      ...letterSpans(label, letters),
      span(`  ${gap}${truncate(visible(about), Math.max(0, width - Math.max(column, cellWidth(label)) - 2))}`, 'dim'),
    ];
    return [{ key: String(index), row }];
  });
}

export const offerPicker: PickerSpec = {
  label: 'complete',
  title: ({ find }: State): string => find.offer?.title ?? '',
  items: ({ find }: State, typed: string): readonly PickerItem[] => candidateItems(find.offer?.candidates ?? [], typed),
  empty: (_: State, typed: string): string => `Nothing matches ${visible(typed.trim())}`,
  choose: (state: State, item: PickerItem): Step => {
    const { offer } = state.find;
    const found = offer?.candidates[Number(item.key)];
    const closed = withFind(closeOverlay(state), { offer: undefined });
    if (!offer || !found) return [closed, []];
    const line = putText(closed, offer.from, offer.to, found.text);
    // A placeholder in the line is filled in at once, where something lists its values.
    if (found.placeholder === undefined) return [line, []];
    const catalog = state.find.catalog?.catalog;
    const { text, cursor } = line.composer.line;
    const next = catalog && completeLine(catalog, text, cursor, accountValues(state));
    return next?.kind === 'lookup' || next?.kind === 'offer' ? take(line, next) : [line, []];
  },
};
