// How a person has arranged the columns of a table: what is kept of it, and nothing else: names of columns, never what is in them.
import type { Column } from './table.ts';
import { isUnreadable } from './telling.ts';

/** The field of a column; null for rows that are neither objects nor arrays. */
type LayoutField = string | number | readonly (string | number)[] | null;

export interface TableLayout {
  /** In their order. */
  readonly columns: readonly LayoutField[];
  readonly hidden: readonly LayoutField[];
  /** Those that a person has chosen. */
  readonly widths: readonly (readonly [LayoutField, number])[];
  readonly sort: { readonly field: LayoutField; readonly isDescending: boolean } | null;
}

/** Columns that are kept, and characters of the name of one: what is longer, or reads like an id, is no name. */
const most = 300;

const longest = 100;

/** Cells of a column that nobody makes wider. */
const widest = 1000;

export function layoutField(field: Column['field']): LayoutField {
  return field === undefined ? null : field;
}

/** What is kept of columns, those that are hidden among them. */
export function layoutOf(
  columns: readonly Column[],
  hidden: readonly Column['field'][],
  sort: { readonly field: Column['field']; readonly isDescending: boolean } | undefined,
): TableLayout {
  const kept = columns.filter(({ field }) => isName(layoutField(field))).slice(0, most);
  const sorted = sort && layoutField(sort.field);
  return {
    columns: kept.map(({ field }) => layoutField(field)),
    hidden: hidden.map(layoutField).filter(isName).slice(0, most),
    widths: kept.flatMap(({ field, width, isChosen }) => (isChosen ? [[layoutField(field), width] as const] : [])),
    sort: sort && sorted !== undefined && isName(sorted) ? { field: sorted, isDescending: sort.isDescending } : null,
  };
}

/** Undefined where the value, which comes from a file, is none. */
export function readLayout(value: unknown): TableLayout | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { columns, hidden, widths, sort } = value as Readonly<Record<string, unknown>>;
  const isSort =
    sort === null ||
    (typeof sort === 'object' &&
      'field' in sort &&
      isName(sort.field) &&
      'isDescending' in sort &&
      typeof sort.isDescending === 'boolean');
  const isWidth = (pair: unknown): boolean =>
    Array.isArray(pair) &&
    pair.length === 2 &&
    isName(pair[0]) &&
    Number.isInteger(pair[1]) &&
    pair[1] > 0 &&
    pair[1] <= widest;
  const isGood = isList(columns, isName) && isList(hidden, isName) && isList(widths, isWidth) && isSort;
  return isGood ? (value as TableLayout) : undefined;
}

function isList(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= most && value.every(isOne);
}

function isName(field: unknown): boolean {
  if (Array.isArray(field)) return field.length <= 8 && field.every((step) => step !== null && isStep(step));
  return field === null || isStep(field);
}

function isStep(step: unknown): boolean {
  if (typeof step === 'number') return Number.isInteger(step) && step >= 0;
  return typeof step === 'string' && step.length <= longest && !isUnreadable(step);
}
