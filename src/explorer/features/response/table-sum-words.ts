// What a column comes to, in words, for the lower edge of its table.
import type { ColumnSums } from '../../../json/table-sums.ts';
import { formatCount } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncate } from '../../../text/width.ts';
import { type Row, span } from '../../model/rows.ts';
import type { Table } from '../../model/table.ts';

/** Cells of the least and of the greatest text. */
const textCells = 16;

/** Digits that are told of a number. */
const mostDigits = 32;

export function sumsStatus({ sums }: Table): Row {
  if (!sums) return [];
  const words = sums.found ? sumWords(sums.found).join('  ') : 'adding up…';
  return [span(words, 'accent'), span(' ─ ', 'border')];
}

/** Such as `count 30`, `null 2`, `sum 435`, `min 0`, `max 29`; kinds are named where there are several. */
function sumWords({ rows, numbers, texts, ...others }: ColumnSums): readonly string[] {
  const { trues, falses, lists, objects, nulls, missing } = others;
  const isMixed = [numbers?.count, texts?.count, trues + falses, lists, objects].filter(Boolean).length > 1;
  const counted = (word: string, count: number): readonly string[] =>
    count === 0 ? [] : [`${word} ${formatCount(count)}`];
  return [
    `count ${formatCount(rows - nulls - missing)}`,
    ...counted('null', nulls),
    ...counted('missing', missing),
    ...(numbers
      ? [
          ...(isMixed ? counted('numbers', numbers.count) : []),
          `sum ${numbers.sum === undefined ? 'too long to tell' : shortNumber(numbers.sum)}`,
          `min ${shortNumber(numbers.min)}`,
          `max ${shortNumber(numbers.max)}`,
        ]
      : []),
    ...(texts
      ? [
          ...(isMixed ? counted('texts', texts.count) : []),
          `distinct ${formatCount(texts.distinct)}`,
          `min ${shortText(texts.min)}`,
          `max ${shortText(texts.max)}`,
        ]
      : []),
    ...counted('true', trues),
    ...counted('false', falses),
    ...counted('lists', lists),
    ...counted('objects', objects),
  ];
}

function shortNumber(text: string): string {
  return text.length <= mostDigits ? text : `${text.slice(0, mostDigits)}… (${formatCount(text.length)} characters)`;
}

function shortText(text: string): string {
  return text === '' ? '""' : truncate(visible(text), textCells);
}
