// The request pane's rows where the line in the prompt is a request of a known operation: what sends it, its parts with their values,
// and what is said of the one under the cursor.

import { neededWords } from '../../../catalog/permission-words.ts';
import { nodeAt } from '../../../request/body-tree.ts';
import { formatLine } from '../../../request/format.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import type { Item, RequestLine } from '../../../request/types.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, truncate, truncateMiddle } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { shapeWords } from '../../model/field-words.ts';
import { hasFocus } from '../../model/focus.ts';
import { framed, inner, type Rect, rangeStatus } from '../../model/layout.ts';
import { type PaneRows, type Row, requestSpans, type Span, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { type Form, formOf } from './form.ts';
import { currentField, rowOf, saidHeight } from './form-cursor.ts';
import { choicesOf, type FormField, nodeText, ofMarkedRows } from './form-part.ts';

const groupWidth = 7;
const widestName = 26;

/** All rows of the form, the first of which sends. */
function formRows(state: State, form: Form, width: number): readonly Row[] {
  const column = Math.min(widestName, Math.floor(width * 0.44), Math.max(0, ...form.fields.map(nameWidth)));
  const rows = form.fields.map((field, index) => {
    const isFirst = form.fields[index - 1]?.in !== field.in;
    return fieldRow(state, form, field, isFirst ? field.in : '', column, width);
  });
  return [sendingRow(form, width), ...rows];
}

/** The rows where the form does not have focus: what there is, and what is missing. */
function briefRows(state: State, form: Form, width: number): readonly Row[] {
  const told = {
    ...form,
    fields: form.fields.filter((field) => field.values.length > 0 || field.isMissing || field.provided),
  };
  const [, ...rows] = formRows(state, told, width);
  const lines = wrap(visible(`${form.match.operation.method} ${form.request.path}`), Math.max(8, width));
  const [first = '', ...rest] = lines;
  return [
    requestSpans(first),
    ...rest.map((line): Row => [span(line)]),
    ...rows,
    ...(form.request.filter === undefined ? [] : [filterRow(form.request.filter)]),
  ];
}

function filterRow(filter: string): Row {
  return [span('filter '.padEnd(groupWidth), 'dim'), span(visible(filter))];
}

/** What enter does there: send, or say what is missing. */
function sendingRow(form: Form, width: number): Row {
  const count = form.missing.length;
  const words = count === 0 ? 'send' : `${count} missing`;
  const line = visible(formatLine({ ...form.request, items: [] }));
  return [
    span(words.padEnd(groupWidth), count === 0 ? 'good' : 'warn'),
    span(words.length >= groupWidth ? ' ' : ''),
    span(truncateMiddle(line, Math.max(0, width - Math.max(groupWidth, words.length + 1)))),
  ];
}

function nameWidth(field: FormField): number {
  return cellWidth(visible(shownName(field))) + 3;
}

/** Indented by what it is in, and marked where it is opened and closed, as in a tree. */
function shownName({ label, depth, fold, adds }: FormField): string {
  const mark = fold === undefined ? '' : fold === 'open' ? '▾ ' : '▸ ';
  return `${'  '.repeat(depth)}${mark}${adds ? '+' : label || '(all)'}`;
}

function fieldRow(state: State, form: Form, field: FormField, group: string, column: number, width: number): Row {
  const name = padEnd(truncate(visible(shownName(field)), column - 2), column - 2);
  const mark = field.isRequired ? '*' : ' ';
  const isOld = field.field?.deprecated ?? false;
  const room = Math.max(0, width - groupWidth - column);
  return [
    span(group.padEnd(groupWidth), 'dim'),
    span(name, isOld ? 'dim' : 'key'),
    span(`${mark} `, field.isMissing ? 'warn' : 'dim'),
    ...valueSpans(state, form, field, room),
  ];
}

function valueSpans(state: State, form: Form, field: FormField, room: number): readonly Span[] {
  const { values, provided, fault, isMissing } = field;
  if (field.adds) return [span(field.adds === 'entry' ? 'another entry' : 'another field', 'dim')];
  // Its parts stand below it.
  if (field.fold === 'open' && field.node) return fault === undefined ? [] : [span(fault, 'bad')];
  if (values.length > 0) {
    const spans = values.length === 1 ? named(state, values[0] ?? '') : [span(values.map(visible).join(', '))];
    const was = nodeText(form.edited && field.in === 'body' ? nodeAt(form.edited.tree, field.steps) : undefined);
    if (fault === undefined && was !== undefined && was !== values[0] && !field.fold)
      return [...spans, span(` was ${visible(was)}`, 'dim')];
    return fault === undefined ? spans : [...spans.map(({ text }) => span(text, 'wrong')), span(` ${fault}`, 'bad')];
  }
  if (provided !== undefined && (field.in === 'body' || provided === ofMarkedRows))
    return [span(visible(provided), 'dim')];
  if (provided !== undefined) return [...named(state, provided), span(' from the account', 'dim')];
  if (isMissing) return [span('missing ', 'warn'), span(hint(field, room - 'missing '.length), 'dim')];
  return [span(hint(field, room), 'dim')];
}

/** A value with what it is called, where that is known. */
function named({ find }: State, value: string): readonly Span[] {
  const name = find.names.get(value);
  return name === undefined || name === value
    ? [span(visible(value))]
    : [span(visible(name)), span(` ${visible(value)}`, 'dim')];
}

/** What may stand there, as far as it has room. */
function hint(part: FormField, room: number): string {
  const { field } = part;
  if (!field || room < 4) return '';
  const choices = choicesOf(part);
  const names = field.shape.fields?.map(({ name }) => name) ?? [];
  const words = choices
    ? choices.join(' · ')
    : names.length > 0
      ? `${shapeWords(field.shape)}: ${names.join(', ')}`
      : shapeWords(field.shape);
  const initial = field.initial === undefined ? '' : `, default ${field.initial}`;
  const old = field.deprecated ? 'deprecated, ' : '';
  return truncate(visible(`${old}${words}${initial}`), room);
}

/** What is said of the part under the cursor, or of the operation where that is on the row that sends; at most `height` rows. */
export function saidRows(form: Form, field: FormField | undefined, width: number, height: number): readonly Row[] {
  if (height < 2) return [];
  const [title, text] = field
    ? [describeField(field), field.field?.description ?? '']
    : [form.match.operation.title, form.details.deprecation ?? form.details.description];
  const needed = field ? undefined : neededWords(form.match.operation);
  const line = '─'.repeat(Math.max(0, width));
  return [
    [span(line, 'border')],
    ...wrap(visible(title), Math.max(8, width), Math.max(1, height - 2)).map((row): Row => [span(row, 'title')]),
    ...(needed === undefined ? [] : neededRows(needed, width, 'text')),
    ...text
      .split('\n')
      .flatMap((paragraph) => wrap(visible(paragraph), Math.max(8, width), height))
      .map((row): Row => [span(row)]),
  ].slice(0, height);
}

/** What a token needs, beside what is in the request. */
function neededRows(words: string, width: number, role: 'text' | 'dim'): readonly Row[] {
  return wrap(words, Math.max(8, width - groupWidth)).map(
    (line, index): Row => [span((index === 0 ? 'needs' : '').padEnd(groupWidth), 'dim'), span(line, role)],
  );
}

export function requestRows(state: State, width: number): readonly Row[] {
  const { text } = state.composer.line;
  if (text.trim() === '') return [[span('Nothing typed yet', 'dim')]];
  const parsed = parseLine(text, { baseUrl: state.session.baseUrl });
  if (parsed.ok) return partsOf(parsed.request, width);
  return wrap(visible(parsed.error.message), Math.max(8, width)).map((line): Row => [span(line, 'warn')]);
}

function partsOf(request: RequestLine, width: number): readonly Row[] {
  const rows: Row[] = [requestSpans(effectiveMethod(request))];
  for (const line of wrap(visible(request.path), Math.max(8, width))) rows.push([span(line)]);
  const kinds: readonly (readonly [string, readonly Item['kind'][]])[] = [
    ['query', ['query']],
    ['header', ['header']],
    ['body', ['field', 'json', 'body', 'text', 'file']],
  ];
  for (const [label, accepted] of kinds) {
    const items = request.items.filter((item) => accepted.includes(item.kind)).map(nameAndValue);
    const column = Math.min(20, Math.max(0, ...items.map(([name]) => name.length)));
    for (const [index, [name, value]] of items.entries()) {
      rows.push([
        span((index === 0 ? label : '').padEnd(7), 'dim'),
        span(padEnd(visible(name), column), 'key'),
        span(column > 0 ? ' ' : ''),
        span(visible(value)),
      ]);
    }
  }
  if (request.filter !== undefined) rows.push([span('filter ', 'dim'), span(visible(request.filter))]);
  return rows;
}

function nameAndValue(item: Item): readonly [string, string] {
  switch (item.kind) {
    case 'query':
    case 'header':
    case 'json':
      return [item.name, item.value];
    case 'field':
    case 'part':
      return [item.name, JSON.stringify(item.value)];
    case 'partFile':
    case 'fieldFile':
    case 'jsonFile':
      return [item.name, `the file ${item.path}`];
    case 'body':
    case 'text':
      return ['', item.value];
    case 'file':
      return ['', `the file ${item.path}`];
  }
}

export function requestPane(state: State, rect: Rect): PaneRows {
  const form = formOf(state);
  // A question about a part stands in the prompt's place, with the form below it.
  return form && state.focus.pane === 'request' ? formPane(state, form, rect) : linePane(state, form, rect);
}

function formPane(state: State, form: Form, rect: Rect): PaneRows {
  const { width, height } = inner(rect);
  const said = saidHeight(height);
  const room = height - said;
  const rows = formRows(state, form, width);
  const at = rowOf(form, state.request.at);
  // The screen may have become lower since the cursor was placed.
  const top = Math.min(at, Math.max(state.request.top, at - room + 1, 0), Math.max(0, rows.length - room));
  const shown = rows.slice(top, top + room);
  const words = currentField(state) ? neededWords(form.match.operation) : undefined;
  const needed = words === undefined ? [] : neededRows(words, width, 'dim');
  // Below the parts, where they leave room for all of it.
  const below = shown.length + needed.length < room ? needed : [];
  const gap = Array.from({ length: room - shown.length - below.length }, (): Row => []);
  const filled = [...shown, ...gap, ...below];
  const status = rows.length > room ? rangeStatus(top, Math.min(rows.length, top + room), rows.length) : [];
  const frame = { title: titleOf(form), status, focused: hasFocus(state, 'request') };
  return {
    rows: framed(rect, frame, [...filled, ...saidRows(form, currentField(state), width, said)]),
    selected: at - top + 1,
  };
}

function linePane(state: State, form: Form | undefined, rect: Rect): PaneRows {
  const { width, height } = inner(rect);
  const rows = form ? briefRows(state, form, width) : requestRows(state, width);
  // The line may have become shorter since it was scrolled; of a form the first rows tell most.
  const top = form ? 0 : Math.min(state.request.top, Math.max(0, rows.length - height));
  const status = rows.length > height ? rangeStatus(top, Math.min(rows.length, top + height), rows.length) : [];
  const title = form ? titleOf(form) : [span('Request', 'title')];
  const frame = { title, status, focused: hasFocus(state, 'request') };
  return { rows: framed(rect, frame, rows.slice(top, top + height)), selected: undefined };
}

function titleOf({ match }: Form): Row {
  return [span(match.operation.title, 'title')];
}

/** What a part of a request is, in a line: `per_page, a part of the query: number`. */
export function describeField({ name, in: place, field, isRequired }: FormField): string {
  const what = name === '' ? 'The body' : name;
  if (!field) return `${what}: not in the catalog for this ${place === 'body' ? 'body' : 'request'}`;
  const required = isRequired ? 'required, ' : '';
  const old = field.deprecated ? ', deprecated' : '';
  const initial = field.initial === undefined ? '' : `; default ${field.initial}`;
  return `${what}${old}: ${required}${shapeWords(field.shape)}${initial}`;
}
