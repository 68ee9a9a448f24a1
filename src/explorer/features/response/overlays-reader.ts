// The reader over the panes: its title names the value and what it can be read as.
import { truncateStart } from '../../../text/width.ts';
import { framed, rangeStatus } from '../../model/frame.ts';
import { inner, type Rect } from '../../model/layout.ts';
import type { Reader } from '../../model/overlays.ts';
import { type Row, span } from '../../model/spans.ts';
import { readerRows } from './reader-rows.ts';

export function readerOverlay(reader: Reader, rect: Rect, now: number): readonly Row[] {
  const { width, height } = inner(rect);
  const rows = readerRows(reader, width, now);
  // A wider screen has fewer rows than the one that was scrolled.
  const top = Math.min(reader.top, Math.max(0, rows.count - height));
  const last = Math.min(rows.count, top + height);
  const names = reader.views.flatMap(({ name }, index) => [
    span(' · ', 'dim'),
    span(
      index === reader.view && reader.views.length > 1 ? `▸${name}` : name,
      index === reader.view ? 'accent' : 'dim',
    ),
  ]);
  const taken = reader.views.reduce((sum, { name }) => sum + name.length + 3, 6);
  const title = [span(truncateStart(reader.place, Math.max(8, width - taken)), 'title'), ...names];
  const shown = Array.from({ length: last - top }, (_, index) => rows.row(top + index));
  return framed(rect, { title, status: rangeStatus(top, last, rows.count), focused: true }, shown);
}
