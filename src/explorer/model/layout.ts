// Where everything stands: a pure function of the terminal's size and the focus. A frame is never taller than the screen.
import type { PaneName, Screen } from './state.ts';

/** In cells; `x` and `y` count from 0 at the top left. Panes include their border. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  /** `tiny` shows one line that says so, and nothing else. */
  readonly kind: 'wide' | 'narrow' | 'tiny';
  readonly request: Rect | undefined;
  readonly history: Rect | undefined;
  readonly response: Rect | undefined;
}

export const smallest = { columns: 30, rows: 8 } as const;

/** Side by side the panes need this much. */
const wideFrom = { columns: 100, rows: 14 } as const;
const barsAbove = 2;
const barsBelow = 1;

/**
 * Rectangles of the panes between the bars (header and prompt above, footer below).
 *
 * From 100 columns and 14 rows on all panes stand side by side; on narrower screens the one in focus has the room,
 * the response where the prompt has the focus. The request has more of it than else while it has the focus.
 */
export function layout(screen: Screen, pane: PaneName): Layout {
  const none = { request: undefined, history: undefined, response: undefined };
  if (screen.columns < smallest.columns || screen.rows < smallest.rows) return { kind: 'tiny', ...none };
  const height = screen.rows - barsAbove - barsBelow;
  const full: Rect = { x: 0, y: barsAbove, width: screen.columns, height };
  if (screen.columns < wideFrom.columns || screen.rows < wideFrom.rows) {
    const shown = pane === 'request' || pane === 'history' ? pane : 'response';
    return { kind: 'narrow', ...none, [shown]: full };
  }
  // A form that is being filled in has names, values and a description to show.
  const isForm = pane === 'request';
  const side = isForm
    ? Math.min(96, Math.floor(screen.columns / 2))
    : Math.min(48, Math.max(28, Math.floor(screen.columns * 0.27)));
  const upper = isForm ? height - Math.max(3, Math.floor(height / 4)) : Math.ceil(height / 2);
  return {
    kind: 'wide',
    request: { ...full, width: side, height: upper },
    history: { ...full, y: barsAbove + upper, width: side, height: height - upper },
    response: { ...full, x: side, width: screen.columns - side },
  };
}

/** Cells for a pane's rows: inside its border, and one cell away from its left edge. */
export function inner(rect: Rect): { readonly width: number; readonly height: number } {
  return { width: Math.max(0, rect.width - 3), height: Math.max(0, rect.height - 2) };
}

/** Rows of the help overlay, which covers the panes. */
export function helpRect(screen: Screen): Rect {
  return { x: 0, y: barsAbove, width: screen.columns, height: Math.max(0, screen.rows - barsAbove - barsBelow) };
}
