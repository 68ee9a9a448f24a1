// Objects as rows of columns: which columns a list has, and what stands in a cell. Knows nothing of tables on a screen.
import { childrenOf } from './children.ts';
import {
  childByKey,
  isContainer,
  type JsonDocument,
  keyOf,
  kindOf,
  type NodeId,
  sourceText,
  stringValue,
} from './document.ts';
import { compactJson } from './format.ts';
import { namedValue, namesOfRow } from './named-rows.ts';

/** Where a column's values are found in a row: `id`, `meta.step`, `roles.name`, `0`. */
export type FieldPath = string;

/** What a field holds: nothing, one value, or one value of each element of the arrays on its way. */
type FoundField =
  | { readonly kind: 'absent' }
  | { readonly kind: 'one'; readonly node: NodeId }
  | { readonly kind: 'several'; readonly nodes: readonly NodeId[] };

/**
 * Follows a path from a row. A key that holds a dot is found by its whole name first; a whole number takes an element;
 * any other name goes through all elements of an array.
 */
function findField(doc: JsonDocument, row: NodeId, path: FieldPath): FoundField {
  const whole = namedValue(doc, row, path);
  if (whole !== undefined) return { kind: 'one', node: whole };
  let nodes: readonly NodeId[] = [row];
  let isSeveral = false;
  for (const step of path.split('.')) {
    const next: NodeId[] = [];
    for (const node of nodes) {
      const isArray = kindOf(doc, node) === 'array';
      if (isArray && !/^\d+$/.test(step)) {
        isSeveral = true;
        for (const element of childrenOf(doc, node)) push(next, childByKey(doc, element, step));
      } else if (isArray) {
        push(next, childrenOf(doc, node)[Number(step)]);
      } else {
        push(next, childByKey(doc, node, step));
      }
    }
    nodes = next;
  }
  const [only] = nodes;
  if (isSeveral) return { kind: 'several', nodes };
  return only === undefined ? { kind: 'absent' } : { kind: 'one', node: only };
}

function push(nodes: NodeId[], node: NodeId | undefined): void {
  if (node !== undefined) nodes.push(node);
}

/** The JSON text of a field, on one line; of several values an array; undefined where it is absent. */
export function fieldJson(doc: JsonDocument, row: NodeId, path: FieldPath): string | undefined {
  const found = findField(doc, row, path);
  if (found.kind === 'absent') return undefined;
  if (found.kind === 'one') return compactJson(sourceText(doc, found.node));
  return `[${found.nodes.map((node) => compactJson(sourceText(doc, node))).join(',')}]`;
}

/** What a cell shows: strings without quotes, numbers digit for digit, nothing for null and for what is absent, else JSON. */
export function fieldText(doc: JsonDocument, row: NodeId, path: FieldPath): string {
  const found = findField(doc, row, path);
  if (found.kind !== 'one') return found.kind === 'absent' ? '' : (fieldJson(doc, row, path) ?? '');
  return plainCell(doc, found.node);
}

/** A value as the cell of a file shows it. */
export function plainCell(doc: JsonDocument, node: NodeId): string {
  const kind = kindOf(doc, node);
  if (kind === 'string') return stringValue(doc, node) ?? '';
  if (kind === 'broken') return sourceText(doc, node);
  return kind === 'null' ? '' : compactJson(sourceText(doc, node));
}

/** The row as an object of these fields alone, in their order and under their paths as names. */
export function pickFields(doc: JsonDocument, row: NodeId, paths: readonly FieldPath[]): string {
  const members = paths.map((path) => `${JSON.stringify(path)}:${fieldJson(doc, row, path) ?? 'null'}`);
  return `{${members.join(',')}}`;
}

/** The column of rows that are no objects. */
export const wholeRow: FieldPath = '';

/**
 * The columns of a list: the keys of its objects in the order in which they first come, or the names of the elements of its rows; one
 * for rows that have neither.
 * Objects inside are not taken apart.
 *
 * @param seen columns that are known already; they stay first
 */
export function columnsOf(
  doc: JsonDocument,
  rows: readonly NodeId[],
  seen: readonly FieldPath[] = [],
): readonly FieldPath[] {
  const columns = new Set(seen);
  for (const row of rows) {
    const names = namesOfRow(doc, row);
    if (names) for (const name of names) columns.add(name);
    else if (kindOf(doc, row) !== 'object') columns.add(wholeRow);
    else for (const child of childrenOf(doc, row)) columns.add(keyOf(doc, child) ?? '');
  }
  return [...columns];
}

/** As `fieldText`, where the column of rows that are no objects shows the row itself. */
export function cellText(doc: JsonDocument, row: NodeId, column: FieldPath): string {
  if (column !== wholeRow) {
    // A name says nothing of a row that is an array; its elements have numbers.
    const isNameless = kindOf(doc, row) === 'array' && !/^\d/.test(column) && !namesOfRow(doc, row);
    return isNameless ? '' : fieldText(doc, row, column);
  }
  if (kindOf(doc, row) === 'object') return '';
  return kindOf(doc, row) === 'string' ? (stringValue(doc, row) ?? '') : rowJson(doc, row);
}

function rowJson(doc: JsonDocument, row: NodeId): string {
  return isContainer(doc, row) || kindOf(doc, row) !== 'null' ? compactJson(sourceText(doc, row)) : '';
}

/** The JSON of a row on one line; of values beside the names of their columns an object. */
export function itemText(doc: JsonDocument, row: NodeId): string {
  const names = namesOfRow(doc, row);
  return names ? pickFields(doc, row, names) : compactJson(sourceText(doc, row));
}
