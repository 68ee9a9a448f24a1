// Where a row is, in the cells that there are for it. Looks at no more steps, and at no more of a key, than are shown:
// rows lie 100,000 levels deep, and keys are as long as servers make them.
import { cellWidth, truncateStart } from '../text/width.ts';
import { indexInParent } from './children.ts';
import { isMember, type JsonDocument, type NodeId, rawParent } from './document.ts';
import { keyLabel } from './preview.ts';

const longestKey = 40;

/** jq's path to the node, safe to show; where it is longer than `cells` its end. */
export function breadcrumb(doc: JsonDocument, node: NodeId, cells: number): string {
  if (node === 0) return '.';
  let text = '';
  let n = node;
  for (; n !== 0 && cellWidth(text) <= cells; n = rawParent(doc, n)) text = stepText(doc, n) + text;
  if (n === 0 && !text.startsWith('.')) text = `.${text}`;
  return truncateStart(text, cells);
}

function stepText(doc: JsonDocument, node: NodeId): string {
  if (!isMember(doc, node)) return `[${indexInParent(doc, node)}]`;
  const key = keyLabel(doc, node, longestKey) ?? '';
  return /^[A-Za-z_]\w*…?$/.test(key) ? `.${key}` : `["${key === '""' ? '' : key}"]`;
}
