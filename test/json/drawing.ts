// Trees as text, so that a test of folding or movement is a drawing before, the names of movements, a drawing after.
// `>` is the cursor, `-` an open container and `+` a closed one.
import { indexInParent } from '../../src/json/children.ts';
import { isContainer, keyOf, sourceText } from '../../src/json/document.ts';
import { isOpen } from '../../src/json/folds.ts';
import { rowsFrom } from '../../src/json/rows.ts';
import { type TreeView, visibleRows } from '../../src/json/tree-view.ts';
import { moveTo, openView, resize } from '../../src/json/view.ts';
import { indexed } from './indexed.ts';

/** All visible rows of the view, one a line. */
export function draw(view: TreeView): string {
  return rowsFrom(view.document, view.folds, 0, view.document.nodeCount)
    .map(({ node, depth }) => {
      const { document, folds } = view;
      const sign = isOpen(folds, document, node) ? '-' : isContainer(document, node) ? '+' : ' ';
      const value = isContainer(document, node) ? '' : ` ${sourceText(document, node)}`;
      const label = node === 0 ? 'root' : (keyOf(document, node) ?? indexInParent(document, node));
      return `${node === view.cursor ? '>' : ' '}${'  '.repeat(depth)}${sign} ${label}${value}`;
    })
    .join('\n');
}

/** The rows of the window of a list of numbers, with the cursor marked: `1 2 >3 4`. */
export function drawWindow(view: TreeView): string {
  return visibleRows(view)
    .map((node) => `${node === view.cursor ? '>' : ''}${node}`)
    .join(' ');
}

/** A list of `count - 1` numbers, which is `count` rows and whose node ids are its row numbers; the cursor on `cursor`. */
export function listView(count: number, height: number, cursor: number): TreeView {
  const doc = indexed(JSON.stringify(Array(count - 1).fill(0)));
  return resize(moveTo(openView(doc, count), cursor), height);
}

/** The tree drawn below a template literal's first line break, with the cursor on the row that has this label. */
export function withCursor(tree: string, label: string): string {
  const lines = tree.split('\n').slice(1, -1);
  const marked = lines.filter((line) => line.replace(/^[\s+-]+/, '') === label);
  if (marked.length !== 1) throw new Error(`${marked.length} rows are labelled ${label}`);
  return lines.map((line) => (line === marked[0] ? '>' : ' ') + line.slice(1)).join('\n');
}
