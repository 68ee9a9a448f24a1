// What the line in the prompt will send, part by part, as rows. Core knows how many there are, since scrolling must stop at the last.
import { effectiveMethod } from '../../../request/method.ts';
import { parseLine } from '../../../request/parse.ts';
import type { Item, RequestLine } from '../../../request/types.ts';
import { visible } from '../../../text/untrusted.ts';
import { padEnd } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { type Row, span } from '../../model/spans.ts';
import type { State } from '../../model/state.ts';

export function requestRows(state: State, width: number): readonly Row[] {
  const { text } = state.composer.line;
  if (text.trim() === '') return [[span('Nothing typed yet', 'dim')]];
  const parsed = parseLine(text, { baseUrl: state.session.baseUrl });
  if (parsed.ok) return partsOf(parsed.request, width);
  return wrap(visible(parsed.error.message), Math.max(8, width)).map((line): Row => [span(line, 'warn')]);
}

function partsOf(request: RequestLine, width: number): readonly Row[] {
  const rows: Row[] = [[span(effectiveMethod(request), 'method')]];
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
      return [item.name, JSON.stringify(item.value)];
    case 'body':
    case 'text':
      return ['', item.value];
    case 'file':
      return ['', `the file ${item.path}`];
  }
}
