// What Tab does to a line: one thing that fits is put there, several are offered, a value that is listed is looked up. Pure, and
// must not know the state: a line, a place in it, and the catalog.
import type { Catalog } from '../catalog/catalog.ts';
import { completionOf } from '../catalog/complete.ts';
import { looksLikeId } from '../catalog/identity.ts';
import { type Match, type NextSegment, valuesIn } from '../catalog/matcher.ts';
import type { Field, Parameter } from '../catalog/types.ts';
import { spellValue } from '../request/format.ts';
import { METHODS, methodOf, takesBody } from '../request/method.ts';
import { findSeparator } from '../request/separator.ts';
import type { Method } from '../request/types.ts';
import { nextWord, type Word } from '../request/words.ts';
import { type ListedPart, listingOf } from './field-listing.ts';
import { shapeWords } from './field-words.ts';
import type { Candidate, Offer } from './guide.ts';

export type Completion =
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
  /** A sentence without a full stop. */
  | { readonly kind: 'nothing'; readonly reason: string };

/** What completes the line at the cursor; `own` is what the account puts in the place of placeholders. */
export function completeLine(
  catalog: Catalog,
  text: string,
  cursor: number,
  own: Readonly<Record<string, string>>,
): Completion {
  const scanned = readWords(text.slice(0, cursor));
  if (typeof scanned === 'string') return nothing(scanned);
  const { method, words, current } = scanned;
  const [path] = words;
  if (path === undefined) {
    const named = method === undefined ? completeMethod(current) : undefined;
    return named ?? completePath(catalog, method, current, own);
  }
  const gap = firstGap(catalog, path, own);
  if (gap) return gap;
  return completeItem(catalog, method, path.text, words.slice(1), current, own);
}

interface Scanned {
  readonly method: Method | undefined;
  /** Whole words before the one at the cursor, without the method: the path first. */
  readonly words: readonly Word[];
  /** The word that ends at the cursor, empty after white space. */
  readonly current: Pick<Word, 'text' | 'start' | 'end'>;
}

function readWords(text: string): Scanned | string {
  const words: Word[] = [];
  let method: Method | undefined;
  let at = 0;
  for (;;) {
    const scanned = nextWord(text, at, words.length === 0 ? 'name' : 'item');
    if (scanned.kind === 'error') return scanned.error.message.replace(/\.$/, '');
    if (scanned.kind === 'filter') return 'Nothing completes a jq filter';
    if (scanned.kind === 'end') return { method, words, current: { text: '', start: text.length, end: text.length } };
    at = scanned.end;
    if (at === text.length) {
      return scanned.spans ? 'Tab completes what stands in no quotes' : { method, words, current: scanned };
    }
    if (words.length === 0 && method === undefined && methodOf(scanned.text)) method = methodOf(scanned.text);
    else words.push(scanned);
  }
}

type Current = Scanned['current'];

/** `ge` is `GET`; undefined for what begins no method. */
function completeMethod(current: Current): Completion | undefined {
  if (!/^[A-Za-z]*$/.test(current.text)) return undefined;
  const found = METHODS.filter((method) => method.startsWith(current.text.toUpperCase()));
  if (current.text === '' || found.length === 0) return undefined;
  return putOrOffer(
    current,
    'Methods',
    found.map((method) => candidate(method, `${method} `, '')),
  );
}

function completePath(
  catalog: Catalog,
  method: Method | undefined,
  current: Current,
  own: Readonly<Record<string, string>>,
): Completion {
  if (/^[a-z]+:\/\/|\?/i.test(current.text)) return nothing('Tab completes a path, and then name==value after a space');
  const path = current.text.startsWith('/') ? current.text : `/${current.text}`;
  const gap = firstGap(catalog, { ...current, text: path, start: current.end - path.length }, own);
  if (gap) return gap;
  const slash = path.lastIndexOf('/');
  const before = path.slice(0, slash + 1);
  const begun = path.slice(slash + 1);
  const matcher = catalog.matcher();
  const fitting = matcher.next(path);
  if (fitting.length === 0) {
    const open = matcher.next(before).find(({ segment }) => segment.startsWith('{'));
    if (open && begun !== '' && !looksLikeId(begun)) return lookUp(catalog, open, before, begun, current, own);
    if (open) return goOn(current, path, open);
    return nothing(`No operation of the API is at ${path} or below`);
  }
  const [only] = fitting;
  if (only && fitting.length === 1) {
    if (only.segment === begun) return goOn(current, path, only);
    if (only.segment.startsWith('{')) return lookUp(catalog, only, before, begun, current, own);
    return put(current, before + only.segment + after(only));
  }
  const offered = fitting.map((next): Candidate => {
    const title = matcher.match(method ?? 'GET', before + next.segment)?.operation.title ?? '';
    const isOpen = next.segment.startsWith('{');
    return {
      ...candidate(next.segment, before + next.segment + (isOpen ? '' : after(next)), next.isWhole ? title : '…'),
      placeholder: isOpen ? next.segment : undefined,
    };
  });
  return { kind: 'offer', offer: { from: current.start, to: current.end, title: 'Paths', candidates: offered } };
}

/** What comes after a segment without doubt: more of the path, or what the request takes. */
function after({ isWhole, hasMore }: NextSegment): string {
  return hasMore ? (isWhole ? '' : '/') : ' ';
}

/** A segment that is whole already. */
function goOn(current: Current, path: string, { hasMore }: NextSegment): Completion {
  return put(current, path + (hasMore ? '/' : ' '));
}

/** The first `{placeholder}` that stands in a path, to be filled in before anything else. */
function firstGap(catalog: Catalog, path: Current, own: Readonly<Record<string, string>>): Completion | undefined {
  const found = [...path.text.matchAll(/\{([^}/]*)\}/g)].find(([, name = '']) => own[name] === undefined);
  if (!found) return undefined;
  const before = path.text.slice(0, found.index);
  const next = catalog
    .matcher()
    .next(before)
    .find(({ segment }) => segment.startsWith('{'));
  const from = path.start + found.index;
  const place = { start: from, end: from + found[0].length };
  return next
    ? lookUp(catalog, next, before, '', { ...place, text: found[0] }, own, 0)
    : nothing(`Nothing lists what ${found[0]} may be`);
}

/** @param at where in the word the segment begins that the value stands for */
function lookUp(
  catalog: Catalog,
  next: NextSegment,
  before: string,
  typed: string,
  current: Current,
  own: Readonly<Record<string, string>>,
  at = current.end - current.start - typed.length,
): Completion {
  const name = next.segment.slice(1, -1);
  const { leadsTo } = next;
  const values = { ...own, ...valuesIn(leadsTo.path, before) };
  const found = completionOf(catalog, leadsTo, name, values);
  const from = current.start + at;
  if (found?.kind === 'choices') {
    const fitting = found.values.filter((value) => value.startsWith(typed));
    return fitting.length === 0
      ? nothing(`{${name}} is none that begins with ${typed}`)
      : putOrOffer(
          { start: from, end: current.end },
          name,
          fitting.map((value) => candidate(value, encodeURIComponent(value), '')),
        );
  }
  if (!found) return nothing(`Nothing lists what {${name}} may be: type it`);
  if (found.missing.length > 0) return nothing(`First {${found.missing[0]}}: what {${name}} may be is listed below it`);
  return { kind: 'lookup', from, to: current.end, isSegment: true, name, listing: found, typed };
}

function completeItem(
  catalog: Catalog,
  method: Method | undefined,
  path: string,
  others: readonly Word[],
  current: Current,
  own: Readonly<Record<string, string>>,
): Completion {
  const match = matchOf(catalog, method, path, others, current);
  if (!match) return nothing(`The catalog does not know ${method ?? 'GET'} ${path}, nor what it takes`);
  const { parameters, body } = catalog.details(match.operation);
  const fields = takesBody(match.operation.method) ? (body?.fields ?? []) : [];
  const found = findSeparator(current.text);
  if (!found) return completeName(parameters, fields, others, current);
  const { separator, index } = found;
  const name = current.text.slice(0, index);
  const field =
    separator === '==' || separator === ':'
      ? parameters.find(
          (parameter) => parameter.name === name && parameter.in === (separator === ':' ? 'header' : 'query'),
        )
      : fields.find((known) => known.name === name);
  if (!field) return nothing(separator === '@' ? 'Nothing completes the name of a file' : `${name} is not known here`);
  const lead = index + separator.length;
  return completeValue(
    catalog,
    match,
    field,
    current.text.slice(lead),
    { start: current.start + lead, end: current.end },
    own,
  );
}

/** Without a method it is GET, or what takes the body that the items begin. */
function matchOf(
  catalog: Catalog,
  method: Method | undefined,
  path: string,
  others: readonly Word[],
  current: Current,
): Match | undefined {
  const matcher = catalog.matcher();
  const whole = path.startsWith('/') ? path : `/${path}`;
  if (method !== undefined) return matcher.match(method, whole);
  const isBody = [...others, current].some(({ text }) => ['=', ':='].includes(findSeparator(text)?.separator ?? ''));
  return matcher.match(isBody ? 'POST' : 'GET', whole) ?? matcher.match('POST', whole);
}

function completeName(
  parameters: readonly Parameter[],
  fields: readonly Field[],
  others: readonly Word[],
  current: Current,
): Completion {
  const written = new Set(others.map(({ text }) => text.slice(0, findSeparator(text)?.index ?? text.length)));
  const all = [
    ...fields.map((field) => named(field, isPlainText(field) ? '=' : ':=')),
    ...parameters.flatMap((parameter) =>
      parameter.in === 'path' ? [] : [named(parameter, parameter.in === 'query' ? '==' : ':')],
    ),
  ].filter(({ label }) => !written.has(label));
  const begun = current.text.toLowerCase();
  const beginning = all.filter(({ label }) => label.toLowerCase().startsWith(begun));
  const fitting = beginning.length > 0 ? beginning : all.filter(({ label }) => label.toLowerCase().includes(begun));
  if (all.length === 0) return nothing('This request takes nothing more that the catalog knows');
  if (fitting.length === 0) return nothing(`This request takes no ${current.text} that the catalog knows`);
  const required = fitting.toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired));
  return putOrOffer(current, 'Parameters and fields', required);
}

function named(field: Field, separator: string): Candidate {
  const about = `${field.deprecated ? 'deprecated, ' : ''}${shapeWords(field.shape)}`;
  return { ...candidate(field.name, field.name + separator, about), isRequired: field.required };
}

function isPlainText({ shape }: Field): boolean {
  return shape.choices ? shape.choices.some((choice) => typeof choice === 'string') : shape.kinds.includes('string');
}

function completeValue(
  catalog: Catalog,
  match: Match,
  field: Field,
  typed: string,
  place: Pick<Word, 'start' | 'end'>,
  own: Readonly<Record<string, string>>,
): Completion {
  const { choices, kinds, items } = field.shape;
  const values = choices ?? (kinds[0] === 'boolean' ? [true, false] : items?.choices);
  if (values) {
    const fitting = values.map(String).filter((value) => value.toLowerCase().startsWith(typed.toLowerCase()));
    if (fitting.length === 0) return nothing(`${field.name} is ${shapeWords(field.shape)}`);
    return putOrOffer(
      place,
      field.name,
      fitting.map((value) => candidate(value, `${spellValue(value)} `, '')),
    );
  }
  const listing = listingOf(catalog, match.operation, 'query', field.name, { ...own, ...match.values });
  if (listing && listing.missing.length === 0)
    return { kind: 'lookup', from: place.start, to: place.end, isSegment: false, name: field.name, listing, typed };
  return nothing(`${field.name} takes any ${shapeWords(field.shape)}`);
}

function candidate(label: string, text: string, about: string): Candidate {
  return { label, text, about, isRequired: false, placeholder: undefined };
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
