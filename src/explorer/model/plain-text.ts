// Text on the screen that is not a tree: the raw view, and the value in the reader. Which bytes it is, and how wide its rows are.
import type { DecodedView } from '../../json/decoded.ts';
import { helpRect, inner } from './layout.ts';
import type { Reader } from './overlays.ts';
import { currentPage, responseSize } from './select.ts';
import type { State } from './state.ts';

export interface ShownText {
  readonly bytes: Uint8Array;
  /** Cells of a row, and rows of the window. */
  readonly width: number;
  readonly height: number;
  /** The first row of the text that is shown. */
  readonly top: number;
  /** In the reader what is said above the text is scrolled with it: so many rows. */
  readonly above: number;
  readonly where: 'raw' | 'reader';
}

/** The text that can be searched: that of the reader, else that of the raw view. */
export function shownText(state: State): ShownText | undefined {
  const reader = state.focus.overlays.findLast((overlay) => overlay.kind === 'reader');
  if (reader) {
    const { width, height } = inner(helpRect(state.screen));
    const shown = reader.views[reader.view];
    const above = (shown?.at === undefined ? 0 : 1) + (shown?.note === undefined ? 0 : 1);
    return { bytes: readerBytes(reader), width, height, top: reader.top - above, above, where: 'reader' };
  }
  const page = currentPage(state);
  if (page?.view !== 'raw' || (page.body.kind !== 'text' && page.body.kind !== 'json')) return undefined;
  const { width, height } = responseSize(state);
  const { bytes } = page.body;
  return { bytes, width: rawTextWidth(bytes.length, width), height, top: page.rawTop, above: 0, where: 'raw' };
}

const encoded = new WeakMap<DecodedView, Uint8Array>();

/** The text of the reader, which stays the same bytes while it is shown. */
export function readerBytes({ views, view }: Pick<Reader, 'views' | 'view'>): Uint8Array {
  const shown = views[view];
  if (!shown) return new Uint8Array(0);
  const bytes = encoded.get(shown) ?? new TextEncoder().encode(shown.text);
  encoded.set(shown, bytes);
  return bytes;
}

/** Cells of the line numbers: as many as lines of a usual length have, so that nothing moves where a longer one is reached. */
export function lineDigits(bytes: number): number {
  return Math.min(7, Math.max(2, String(Math.ceil(bytes / 16)).length));
}

/** Cells that the raw view has for text, beside the line numbers. */
export function rawTextWidth(bytes: number, width: number): number {
  return width - lineDigits(bytes) - 1;
}
