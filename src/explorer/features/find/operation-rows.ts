// An operation told beside a list: what it does, what it takes, how its list is paged.
import type { Field, Operation, OperationDetails, Paging } from '../../../catalog/types.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, truncate } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { type Row, span } from '../../model/spans.ts';
import { shapeWords } from '../compose/field-words.ts';
import { isSentWhole } from '../compose/form.ts';

const pagingWords: Readonly<Record<Paging, string>> = {
  page: 'a list in numbered pages',
  cursor: 'a list read on by cursors',
  cursors: 'a list read on by cursors',
  'cursor-limit': 'a list read on by cursors',
  'page-token': 'a list read on by tokens',
  single: 'a list that comes whole',
};

/** Lines of a description before what the operation takes. */
const mostDescribed = 6;

export function operationRows(operation: Operation, details: OperationDetails, width: number): readonly Row[] {
  const { method, path, title, group, deprecated, paging } = operation;
  const room = Math.max(8, width);
  const [first = '', ...others] = wrap(`${method} ${path}`, room);
  const facts = [
    group,
    ...(paging ? [pagingWords[paging]] : []),
    ...(details.accept ? [`answers ${details.accept}`] : []),
  ];
  const old = deprecated ? wrap(visible(`Deprecated. ${details.deprecation ?? ''}`), room) : [];
  const description = details.description.split('\n').flatMap((paragraph) => wrap(visible(paragraph), room));
  const said = description.length > mostDescribed ? [...description.slice(0, mostDescribed - 1), '…'] : description;
  return [
    [span(truncate(title, room), 'title')],
    [span(first.slice(0, method.length), 'method'), span(first.slice(method.length))],
    ...others.map((line): Row => [span(line)]),
    ...wrap(facts.join(' · '), room).map((line): Row => [span(line, 'dim')]),
    ...old.map((line): Row => [span(line, 'warn')]),
    ...said.map((line): Row => [span(line)]),
    [],
    ...partRows(details, room),
  ];
}

const groupWidth = 7;

/** What it takes, the required parts first and marked; in each group as the catalog has them. */
function partRows({ parameters, body }: OperationDetails, width: number): readonly Row[] {
  const groups: readonly (readonly [string, readonly Field[]])[] = [
    ...(['path', 'query', 'header'] as const).map(
      (place) => [place, parameters.filter((parameter) => parameter.in === place)] as const,
    ),
    ['body', body?.fields ?? []],
  ];
  const column = Math.min(
    26,
    Math.max(0, ...groups.flatMap(([, fields]) => fields.map(({ name }) => cellWidth(name)))),
  );
  const rows = groups.flatMap(([label, fields]) =>
    fields
      .toSorted((a, b) => Number(b.required) - Number(a.required) || Number(a.deprecated) - Number(b.deprecated))
      .map((field, index): Row => {
        const mark = field.required ? '* ' : '  ';
        const words = `${field.deprecated ? 'deprecated, ' : ''}${shapeWords(field.shape)}`;
        return [
          span((index === 0 ? label : '').padEnd(groupWidth), 'dim'),
          span(padEnd(truncate(visible(field.name), column), column), field.deprecated ? 'dim' : 'key'),
          span(mark, field.required ? 'warn' : 'dim'),
          span(truncate(visible(words), Math.max(0, width - groupWidth - column - 2)), 'dim'),
        ];
      }),
  );
  if (!body || (!isSentWhole(body) && body.fields.length > 0)) return rows;
  const whole = body.whole ? shapeWords(body.whole) : 'as a file: @name';
  return [...rows, [span('body'.padEnd(groupWidth), 'dim'), span(`${body.contentType}, ${whole}`, 'dim')]];
}
