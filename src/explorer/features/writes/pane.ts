// The preview of a write on the screen: as much of its rows as there is room for.
import { framed, inner, type Rect, rangeStatus } from '../../model/layout.ts';
import { type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import type { WritePreview } from '../../model/writes.ts';
import { previewRows } from './consent.ts';

export function previewPane(state: State, preview: WritePreview, rect: Rect): readonly Row[] {
  const { width, height } = inner(rect);
  const { title, rows } = previewRows(state, preview, width);
  // A wider screen has fewer rows than the one that was scrolled.
  const top = Math.min(preview.top, Math.max(0, rows.length - height));
  const last = Math.min(rows.length, top + height);
  return framed(
    rect,
    {
      title: [span(title, 'title')],
      status: rows.length > height ? rangeStatus(top, last, rows.length) : [],
      focused: true,
    },
    rows.slice(top, last),
  );
}
