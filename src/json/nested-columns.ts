// Columns of what is inside the cells of a list: `plan.name`. Found in the sample that the columns come from, and only there.
import { visible } from '../text/untrusted.ts';
import { cellWidth } from '../text/width.ts';
import { type JsonDocument, kindOf, type NodeId } from './document.ts';
import { type CellWay, type Column, cellOf, cellSpan, cellWay, fieldsOf, sampleRows, WIDEST_COLUMN } from './table.ts';

/** Keys on the way to a column, columns that are found, and members that are looked at for them. */
const DEEPEST = 5;

const MOST_FOUND = 300;

const MOST_LOOKED_AT = 20_000;

const found = new WeakMap<
  JsonDocument['memo'],
  { readonly list: NodeId; readonly nodeCount: number; readonly ways: readonly CellWay[] }
>();

/** The ways to what is inside objects of the rows, in the order in which they first come. */
export function nestedWays(doc: JsonDocument, list: NodeId): readonly CellWay[] {
  const known = found.get(doc.memo);
  if (known?.list === list && known.nodeCount === doc.nodeCount) return known.ways;
  const ways = new Map<string, CellWay>();
  let left = MOST_LOOKED_AT;
  const look = (node: NodeId, way: CellWay): void => {
    for (const { field, node: child } of fieldsOf(doc, node)) {
      if (field === undefined || left-- <= 0 || ways.size >= MOST_FOUND) return;
      const here = [...way, field];
      if (way.length > 0) ways.set(JSON.stringify(here), here);
      if (kindOf(doc, child) === 'object' && here.length < DEEPEST) look(child, here);
    }
  };
  for (const row of sampleRows(doc, list)) look(row, []);
  // A key first, and then what is below it, also where only a later row has it.
  const inOrder = [...ways.values()];
  const tops = new Map<string | number | undefined, number>();
  for (const [top] of inOrder) if (!tops.has(top)) tops.set(top, tops.size);
  inOrder.sort((a, b) => (tops.get(a[0]) ?? 0) - (tops.get(b[0]) ?? 0));
  found.set(doc.memo, { list, nodeCount: doc.nodeCount, ways: inOrder });
  return inOrder;
}

/** The column of what is at the end of a way, as wide as what the sample has there; undefined where it has nothing. */
export function nestedColumn(doc: JsonDocument, list: NodeId, way: CellWay): Column | undefined {
  const name = way.join('.');
  let width = cellWidth(visible(name)) + 1;
  let numbers = 0;
  let others = 0;
  let isFound = false;
  for (const row of sampleRows(doc, list)) {
    const node = cellOf(doc, row, way);
    if (node === undefined) continue;
    isFound = true;
    const kind = kindOf(doc, node);
    if (kind === 'number') numbers++;
    else if (kind !== 'null') others++;
    width = Math.max(width, cellWidth(cellSpan(doc, node, WIDEST_COLUMN).text));
  }
  if (!isFound) return undefined;
  const isNumeric = numbers > 0 && others === 0;
  return { field: cellWay(way), name, width: Math.min(width, WIDEST_COLUMN), isNumeric };
}
