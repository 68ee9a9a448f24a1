// The rows of the reader: a remark where there is one, then the text broken at the width. Row n is made when it is asked for.
import type { DecodedView } from '../../../json/decoded.ts';
import { byteRows, textRow } from '../../../text/byte-rows.ts';
import { formatDistance } from '../../../text/numbers.ts';
import type { Reader } from '../../model/overlays.ts';
import { type Row, span } from '../../model/spans.ts';
import type { Rows } from './faces.ts';

const encoded = new WeakMap<DecodedView, Uint8Array>();

/** @param now milliseconds since the epoch */
export function readerRows({ views, view }: Pick<Reader, 'views' | 'view'>, width: number, now: number): Rows {
  const shown = views[view];
  if (!shown) return { count: 0, isAll: true, row: () => [] };
  const bytes = encoded.get(shown) ?? new TextEncoder().encode(shown.text);
  encoded.set(shown, bytes);
  const rows = byteRows(bytes, width, Number.POSITIVE_INFINITY);
  const above: Row[] = [];
  if (shown.at !== undefined) above.push([span(formatDistance(shown.at - now), 'accent')]);
  if (shown.note !== undefined) above.push([span(shown.note, 'warn')]);
  return {
    count: above.length + rows.count,
    isAll: true,
    row: (index) => above[index] ?? [span(textRow(bytes, rows, index - above.length))],
  };
}
