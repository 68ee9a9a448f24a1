// The comparison on the screen: what differs as a tree, beside it the values of both sides where there is room, else old and new in
// one line.

import { childCount } from '../../../json/children.ts';
import { type Comparison, type DifferenceId, differenceAt, differenceStep } from '../../../json/compare.ts';
import { differenceMarks, ignoredText } from '../../../json/difference-text.ts';
import { childByKey, isContainer, type JsonDocument, kindOf, type NodeId } from '../../../json/document.ts';
import { sourceStart } from '../../../json/excerpts.ts';
import { formatCount, formatQuantity } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncate, truncateMiddle } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import type { Compared } from '../../model/compare.ts';
import { keyFor } from '../../model/key-labels.ts';
import { framed, inner, type Rect } from '../../model/layout.ts';
import { fitRow, type PaneRows, type Role, type Row, rowWidth, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { type ComparedRow, comparedRows, hasInside, headRows, rowOfDifference } from './view.ts';
import { wholeLines } from './whole.ts';

/** Columns of the screen from which both sides stand side by side. */
const sideBySideFrom = 120;

export function comparePane(state: State, rect: Rect): PaneRows {
  const { shown } = state.compare;
  const { width, height } = inner(rect);
  const title = [span('Compare', 'title')];
  if (!shown) return { rows: framed(rect, { title, status: [], focused: true }, []), selected: undefined };
  const isWide = rect.width >= sideBySideFrom;
  const head = headOf(shown, width, isWide);
  const said = sayings(state, shown, width);
  if (!shown.found || said) {
    const rows = [head, ...(said ?? []).map((row) => fitRow(row, width))];
    return {
      rows: framed(rect, { title, status: ignoredStatus(shown, width), focused: true }, rows),
      selected: undefined,
    };
  }
  const { found } = shown;
  const all = comparedRows(shown);
  const rowsShown = all.slice(shown.top, shown.top + height - headRows);
  const rows = rowsShown.map((row) => rowSpans(found, shown, row, width, isWide));
  const at = rowOfDifference(all, shown.cursor);
  const selected = at - shown.top + headRows + 1;
  const ignored = ignoredStatus(shown, width);
  const status: Row = [
    ...ignored,
    ...(ignored.length > 0 ? [span(' ─ ', 'border')] : []),
    span(`row ${formatCount(at + 1)} of ${formatCount(all.length)}`, 'dim'),
  ];
  return {
    rows: framed(rect, { title: [...title, span('  '), ...countSpans(found, width)], status, focused: true }, [
      head,
      ...rows,
    ]),
    selected: selected > headRows && selected <= height ? selected : undefined,
  };
}

/** What stands in the place of differences. */
function sayings(
  state: State,
  { share, problem, before, after, found, ignored }: Compared,
  width: number,
): readonly Row[] | undefined {
  if (problem !== undefined) return wrap(visible(problem), Math.max(8, width)).map((line): Row => [span(line, 'bad')]);
  if ('waitsFor' in before || 'waitsFor' in after) return [[span('Reading…', 'dim')]];
  if (share !== undefined)
    return [
      [span(`Comparing… ${Math.floor(share * 100)} %`, 'accent'), span(`  ${keyFor(state, 'app.back')} stops`, 'dim')],
    ];
  if (!found || found.differences.length > 0) return undefined;
  return [
    [
      span(
        ignored.length > 0 && found.ignored.length > 0 ? 'They differ only in what is ignored' : 'They are the same',
        'good',
      ),
    ],
  ];
}

function headOf({ titles: [before, after] }: Compared, width: number, isWide: boolean): Row {
  if (!isWide) {
    const room = Math.max(4, Math.floor((width - 3) / 2));
    return fitRow(
      [span(truncateMiddle(before, room), 'bad'), span(' → ', 'dim'), span(truncateMiddle(after, room), 'good')],
      width,
    );
  }
  const { label, side } = columns(width);
  return fitRow(
    [
      span(' '.repeat(label)),
      ...fitRow([span(truncateMiddle(before, side - 1), 'bad')], side),
      span('│ ', 'border'),
      span(truncateMiddle(after, side), 'good'),
    ],
    width,
  );
}

function countSpans({ counts }: Comparison, width: number): Row {
  const names = ['changed', 'added', 'removed', 'moved'] as const;
  const some = names.filter((name) => counts[name] > 0);
  return some.flatMap((name, index) => [
    span(index === 0 ? '' : width < 60 ? ' ' : ' · ', 'dim'),
    span(
      width < 60 ? `${differenceMarks[name]}${formatCount(counts[name])}` : `${formatCount(counts[name])} ${name}`,
      roles[name],
    ),
  ]);
}

function ignoredStatus({ ignored, found }: Compared, width: number): Row {
  const text = (found && ignoredText(found)) ?? (ignored.length > 0 ? `ignores ${ignored.join(', ')}` : undefined);
  if (text === undefined) return [];
  return [span(truncate(visible(text), Math.max(8, Math.floor(width / 2))), 'warn')];
}

const roles: Readonly<Record<'within' | 'changed' | 'added' | 'removed' | 'moved', Role>> = {
  within: 'text',
  changed: 'warn',
  added: 'good',
  removed: 'bad',
  moved: 'warn',
};

function columns(width: number): { readonly label: number; readonly side: number } {
  const label = Math.floor(width * 0.36);
  return { label, side: Math.floor((width - label - 2) / 2) };
}

function rowSpans(
  found: Comparison,
  shown: Compared,
  { id, depth, line }: ComparedRow,
  width: number,
  isWide: boolean,
): Row {
  const indent = '  '.repeat(Math.min(depth, Math.floor(width / 6)));
  if (line !== undefined) {
    const { mark, text } = wholeLines(found, id)[line] ?? { mark: '+', text: '' };
    return fitRow([span(`${indent}    ${mark} ${text}`, mark === '-' ? 'bad' : 'good')], width);
  }
  const { kind, before, after, from } = differenceAt(found, id);
  const isFolded = shown.closed.has(id);
  const fold = hasInside(found, id) ? (isFolded ? '▸ ' : '▾ ') : shown.opened.has(id) ? '▾ ' : '  ';
  const mark = kind === 'within' ? '  ' : `${differenceMarks[kind]} `;
  const label: Row = [span(indent + fold, 'marker'), span(mark, roles[kind]), ...labelSpans(found, id)];
  const moved: Row = kind === 'moved' ? [span(` from ${from}`, 'dim')] : [];
  if (kind === 'within' || kind === 'moved')
    return fitRow([...label, ...moved, span(isFolded ? ' …' : '', 'dim')], width);
  if (isWide) {
    const { label: cells, side } = columns(width);
    const left = fitRow(label, cells - 1);
    return fitRow(
      [
        ...left,
        span(' '),
        ...fitRow(valueSpans(found.before, before, side - 1, 'bad'), side),
        span('│ ', 'border'),
        ...valueSpans(found.after, after, side, 'good'),
      ],
      width,
    );
  }
  const room = Math.max(4, width - rowWidth(label) - 2);
  if (before === undefined || after === undefined)
    return fitRow(
      [
        ...label,
        span('  '),
        ...valueSpans(found.before, before, room, 'bad'),
        ...valueSpans(found.after, after, room, 'good'),
      ],
      width,
    );
  const old = valueSpans(found.before, before, Math.max(4, Math.floor(room / 2) - 2), 'bad');
  const rest = room - rowWidth(old) - 3;
  return fitRow(
    [...label, span('  '), ...old, span(' → ', 'dim'), ...valueSpans(found.after, after, Math.max(4, rest), 'good')],
    width,
  );
}

/** Members by which people know an item. */
const names = ['name', 'title', 'hostname', 'pattern', 'description', 'id'] as const;

function labelSpans(found: Comparison, id: DifferenceId): Row {
  const step = differenceStep(found, id);
  if (step === undefined) return [span('all', 'dim')];
  if (typeof step === 'string') return [span(visible(truncate(step, 40)), 'key')];
  const { before, after } = differenceAt(found, id);
  const called = calledIn(found.after, after) ?? calledIn(found.before, before);
  return [span(`${step}`, 'index'), ...(called === undefined ? [] : [span(` ${called}`, 'preview')])];
}

function calledIn(document: JsonDocument, node: NodeId | undefined): string | undefined {
  if (node === undefined) return undefined;
  for (const name of names) {
    const member = childByKey(document, node, name);
    if (member !== undefined && kindOf(document, member) === 'string')
      return visible(sourceStart(document, member, 60).slice(1).replace(/"$/, ''));
  }
  return undefined;
}

/** The beginning of a value; of what holds others, how many. */
function valueSpans(document: JsonDocument, node: NodeId | undefined, cells: number, role: Role): Row {
  if (node === undefined || cells < 1) return [];
  const text = sourceStart(document, node, cells * 4).replaceAll(/\s+/g, ' ');
  const count = isContainer(document, node)
    ? ` ${formatQuantity(childCount(document, node), kindOf(document, node) === 'array' ? 'item' : 'member')}`
    : '';
  const room = count.length + 6 < cells ? cells - count.length : cells;
  return [span(truncate(visible(text), room), role), span(room < cells ? count : '', 'dim')];
}
