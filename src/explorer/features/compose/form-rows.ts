// The request pane's rows where the line in the prompt is a request of a known operation: what sends it, its parts with their values,
// and what is said of the one under the cursor.
import { formatLine } from '../../../request/format.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, truncate, truncateMiddle } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { type Row, type Span, span } from '../../model/spans.ts';
import type { State } from '../../model/state.ts';
import { describeField, shapeWords } from './field-words.ts';
import { choicesOf, type Form, type FormField, missingFields } from './form.ts';

const groupWidth = 7;
const widestName = 26;

/** All rows of the form, the first of which sends. */
export function formRows(state: State, form: Form, width: number): readonly Row[] {
  const column = Math.min(widestName, Math.floor(width * 0.44), Math.max(0, ...form.fields.map(nameWidth)));
  const rows = form.fields.map((field, index) => {
    const isFirst = form.fields[index - 1]?.in !== field.in;
    return fieldRow(state, field, isFirst ? field.in : '', column, width);
  });
  return [sendingRow(form, width), ...rows];
}

/** The rows where the form has not the keys: what there is, and what is missing. */
export function briefRows(state: State, form: Form, width: number): readonly Row[] {
  const told = {
    ...form,
    fields: form.fields.filter((field) => field.values.length > 0 || field.isMissing || field.provided),
  };
  const [, ...rows] = formRows(state, told, width);
  const lines = wrap(visible(`${form.match.operation.method} ${form.request.path}`), Math.max(8, width));
  const [first = '', ...rest] = lines;
  const method = first.slice(0, form.match.operation.method.length);
  return [
    [span(method, 'method'), span(first.slice(method.length))],
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
  const count = missingFields(form).length;
  const words = count === 0 ? 'send' : `${count} missing`;
  const line = visible(formatLine({ ...form.request, items: [] }));
  return [
    span(words.padEnd(groupWidth), count === 0 ? 'good' : 'warn'),
    span(words.length >= groupWidth ? ' ' : ''),
    span(truncateMiddle(line, Math.max(0, width - Math.max(groupWidth, words.length + 1)))),
  ];
}

function nameWidth({ name }: FormField): number {
  return cellWidth(visible(name)) + 3;
}

function fieldRow(state: State, field: FormField, group: string, column: number, width: number): Row {
  const name = padEnd(truncate(visible(field.name || '(all)'), column - 2), column - 2);
  const mark = field.isRequired ? '*' : ' ';
  const isOld = field.field?.deprecated ?? false;
  const room = Math.max(0, width - groupWidth - column);
  return [
    span(group.padEnd(groupWidth), 'dim'),
    span(name, isOld ? 'dim' : 'key'),
    span(`${mark} `, field.isMissing ? 'warn' : 'dim'),
    ...valueSpans(state, field, room),
  ];
}

function valueSpans(state: State, field: FormField, room: number): readonly Span[] {
  const { values, provided, fault, isMissing } = field;
  if (values.length > 0) {
    const spans = values.length === 1 ? named(state, values[0] ?? '') : [span(values.map(visible).join(', '))];
    return fault === undefined ? spans : [...spans.map(({ text }) => span(text, 'wrong')), span(` ${fault}`, 'bad')];
  }
  if (provided !== undefined) return [...named(state, provided), span(' of the account', 'dim')];
  if (isMissing) return [span('missing ', 'warn'), span(hint(field, room - 'missing '.length), 'dim')];
  return [span(hint(field, room), 'dim')];
}

/** A value with what it is called, where that is known. */
function named({ guide }: State, value: string): readonly Span[] {
  const name = guide.names.get(value);
  return name === undefined || name === value
    ? [span(visible(value))]
    : [span(visible(name)), span(` ${visible(value)}`, 'dim')];
}

/** What may stand there, as far as it has room. */
function hint(part: FormField, room: number): string {
  const { field } = part;
  if (!field || room < 4) return '';
  const choices = choicesOf(part);
  const words = choices ? choices.join(' · ') : shapeWords(field.shape);
  const initial = field.initial === undefined ? '' : `, ${field.initial} where left out`;
  const old = field.deprecated ? 'deprecated, ' : '';
  return truncate(visible(`${old}${words}${initial}`), room);
}

/** What is said of the part under the cursor, or of the operation where that is on the row that sends; at most `height` rows. */
export function saidRows(form: Form, field: FormField | undefined, width: number, height: number): readonly Row[] {
  if (height < 2) return [];
  const [title, text] = field
    ? [describeField(field), field.field?.description ?? '']
    : [form.match.operation.title, form.details.deprecation ?? form.details.description];
  const line = '─'.repeat(Math.max(0, width));
  return [
    [span(line, 'border')],
    ...wrap(visible(title), Math.max(8, width), Math.max(1, height - 2)).map((row): Row => [span(row, 'title')]),
    ...text
      .split('\n')
      .flatMap((paragraph) => wrap(visible(paragraph), Math.max(8, width), height))
      .map((row): Row => [span(row)]),
  ].slice(0, height);
}
