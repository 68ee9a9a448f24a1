// Rows made exactly as wide as their place: too long is cut with an ellipsis, too short is padded.
import { cellWidth, truncate } from '../../text/width.ts';
import { type Row, type Span, span } from './spans.ts';

export function rowWidth(row: Row): number {
  return row.reduce((sum, piece) => sum + cellWidth(piece.text), 0);
}

/** The row in exactly `width` cells. */
export function fitRow(row: Row, width: number): Row {
  const fitted: Span[] = [];
  let left = Math.max(0, width);
  for (const piece of row) {
    const cells = cellWidth(piece.text);
    if (cells > left) {
      const text = truncate(piece.text, left);
      fitted.push({ text, role: piece.role });
      left -= cellWidth(text);
      break;
    }
    fitted.push(piece);
    left -= cells;
  }
  if (left > 0) fitted.push(span(' '.repeat(left)));
  return fitted;
}

/** `left` and `right` at the ends of `width` cells; where both do not fit, `right` gives way. */
export function spread(left: Row, right: Row, width: number): Row {
  const gap = width - rowWidth(left) - rowWidth(right);
  return gap < 1 ? fitRow(left, width) : fitRow([...left, span(' '.repeat(gap)), ...right], width);
}
