// The `?` screen, made from the binding table.

import { framed, rangeStatus } from '../model/frame.ts';
import { inner, type Rect } from '../model/layout.ts';
import { type Row, span } from '../model/spans.ts';
import { helpRows } from './help-rows.ts';

export function helpOverlay(top: number, rect: Rect): readonly Row[] {
  const { width, height } = inner(rect);
  const rows = helpRows(width);
  const last = Math.min(rows.length, top + height);
  const status = rows.length > height ? rangeStatus(top, last, rows.length) : [];
  return framed(rect, { title: [span('Keys', 'title')], status, focused: true }, rows.slice(top, last));
}
