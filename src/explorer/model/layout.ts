// Where everything stands: a function of the terminal's size and the focus; and the frame around a pane. A frame is never
// taller than the screen.
import { formatCount } from '../../text/numbers.ts';
import { clickable, fitRow, type Row, rowWidth, span } from './rows.ts';
import { asDesigned, type PaneName, type PanePlan, type Screen } from './state.ts';

/** In cells; `x` and `y` count from 0 at the top left. Panes include their border. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Layout {
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
 * the response where the prompt has the focus. The request has more of it than else while it has the focus. What the user has
 * enlarged, hidden or resized goes before.
 */
export function layout(screen: Screen, pane: PaneName, plan: PanePlan = asDesigned): Layout {
  const none = { request: undefined, history: undefined, response: undefined };
  if (screen.columns < smallest.columns || screen.rows < smallest.rows) return { kind: 'tiny', ...none };
  const height = screen.rows - barsAbove - barsBelow;
  const full: Rect = { x: 0, y: barsAbove, width: screen.columns, height };
  const shown = pane === 'request' || pane === 'history' ? pane : 'response';
  const isNarrow = screen.columns < wideFrom.columns || screen.rows < wideFrom.rows;
  // A hidden pane that has the focus has all the room, as on a narrow screen.
  if (isNarrow || plan.isEnlarged || plan.hidden.includes(shown)) return { kind: 'narrow', ...none, [shown]: full };
  const [hasRequest, hasHistory] = [!plan.hidden.includes('request'), !plan.hidden.includes('history')];
  if (!hasRequest && !hasHistory) return { kind: 'narrow', ...none, response: full };
  // A form that is being filled in has names, values and a description to show.
  const isForm = pane === 'request';
  const designed = isForm
    ? Math.min(96, Math.floor(screen.columns / 2))
    : Math.min(48, Math.max(28, Math.floor(screen.columns * 0.27)));
  const side = within(narrowest, plan.side === undefined ? designed : plan.side * screen.columns, screen.columns);
  const designedUpper = isForm ? height - Math.max(lowest, Math.floor(height / 4)) : Math.ceil(height / 2);
  const shared = within(lowest, plan.upper === undefined ? designedUpper : plan.upper * height, height);
  const upper = hasRequest ? (hasHistory ? shared : height) : 0;
  return {
    kind: 'wide',
    request: hasRequest ? { ...full, width: side, height: upper } : undefined,
    history: hasHistory ? { ...full, y: barsAbove + upper, width: side, height: height - upper } : undefined,
    response: { ...full, x: side, width: screen.columns - side },
  };
}

const tabNames = [
  ['request', 'Request', 'Req'],
  ['response', 'Response', 'Resp'],
  ['history', 'History', 'Hist'],
] as const;

/**
 * The upper edge of a pane with a tab for every pane that is not on the screen, and for itself where it stands alone: a click on one
 * goes there. Where the title leaves no room for whole words, short ones stand there, or nothing.
 */
export function withTabs(edge: Row, areas: Layout): Row {
  const [line, corner] = edge.slice(-2);
  const named = areas.kind === 'narrow' ? tabNames : tabNames.filter(([pane]) => areas[pane] === undefined);
  if (named.length === 0 || !line || !corner || !/^─+$/.test(line.text)) return edge;
  for (const length of [1, 2] as const) {
    const tabs = named.flatMap((names, index): Row => {
      const [pane] = names;
      const tab = span(names[length], areas[pane] ? 'title' : 'dim');
      return [...(index === 0 ? [] : [span(' · ', 'dim')]), ...clickable([tab], { kind: 'pane', pane })];
    });
    const left = line.text.length - rowWidth(tabs) - 3;
    if (left < 1) continue;
    const shorter = { ...line, text: '─'.repeat(left) };
    return [...edge.slice(0, -2), shorter, span(' '), ...tabs, { ...corner, text: ` ─${corner.text}` }];
  }
  return edge;
}

/** Cells that a pane keeps however it is resized. */
const narrowest = 20;
const lowest = 3;

/** So many cells of all, but both parts keep `least`. */
function within(least: number, cells: number, all: number): number {
  return Math.round(Math.min(all - least, Math.max(least, cells)));
}

/** The share of the room that a border's place gives to what is before it. */
export function shareAt(screen: Screen, border: 'side' | 'upper', x: number, y: number): number {
  const height = screen.rows - barsAbove - barsBelow;
  const share = border === 'side' ? x / screen.columns : (y - barsAbove) / height;
  return Math.min(1, Math.max(0, share));
}

/** Cells for a pane's rows: inside its border, and one cell away from its left edge. */
export function inner(rect: Rect): { readonly width: number; readonly height: number } {
  return { width: Math.max(0, rect.width - 3), height: Math.max(0, rect.height - 2) };
}

/** Rows of the help overlay, which covers the panes. */
export function helpRect(screen: Screen): Rect {
  return { x: 0, y: barsAbove, width: screen.columns, height: Math.max(0, screen.rows - barsAbove - barsBelow) };
}

interface PickerLayout {
  readonly list: Rect;
  /** What is said of the item under the cursor; undefined where there is no room for it. */
  readonly preview: Rect | undefined;
}

const sideBySideFrom = 96;
const belowFrom = 16;

export function pickerLayout(screen: Screen, hasPreview: boolean): PickerLayout {
  const whole = helpRect(screen);
  if (!hasPreview) return { list: whole, preview: undefined };
  if (whole.width >= sideBySideFrom) {
    const width = Math.ceil(whole.width * 0.56);
    return { list: { ...whole, width }, preview: { ...whole, x: width, width: whole.width - width } };
  }
  if (whole.height < belowFrom) return { list: whole, preview: undefined };
  const height = Math.ceil(whole.height * 0.55);
  return { list: { ...whole, height }, preview: { ...whole, y: whole.y + height, height: whole.height - height } };
}

/** Rows of a picker's list. */
export function pickerHeight(screen: Screen, hasPreview: boolean): number {
  return Math.max(1, inner(pickerLayout(screen, hasPreview).list).height);
}

interface Border {
  readonly title: Row;
  readonly status: Row;
  /** At the left of the lower edge, as much as fits into the cells that are left there. */
  readonly place?: (cells: number) => Row;
  readonly focused: boolean;
}

/** Which rows of how many are shown; `from` counts from 0, `to` is the first one not shown. */
export function rangeStatus(from: number, to: number, count: number, isAll = true): Row {
  return [span(`rows ${formatCount(from + 1)}–${formatCount(to)} of ${formatCount(count)}${isAll ? '' : '+'}`, 'dim')];
}

/** A place of fewer cells would tell nothing. */
const fewestForPlace = 6;

const noRow: Row = [];

/** By the row that stands in it: a row that is shown again, at another place or not, is the same one. */
const inBorders = new WeakMap<Row, { readonly role: string; readonly width: number; readonly row: Row }>();

function between(row: Row, role: 'focusedBorder' | 'border', width: number): Row {
  const known = inBorders.get(row);
  if (known?.role === role && known.width === width) return known.row;
  const side = span('│', role);
  const made = [side, ...fitRow([span(' '), ...row], width), side];
  inBorders.set(row, { role, width, row: made });
  return made;
}

/** `rows` in a border as large as `rect`; rows that do not fit are left out, missing ones are blank. */
export function framed(rect: Rect, frame: Border, rows: readonly Row[]): readonly Row[] {
  const width = Math.max(0, rect.width - 2);
  const height = Math.max(0, rect.height - 2);
  const role = frame.focused ? 'focusedBorder' : 'border';
  const body = Array.from({ length: height }, (_, index) => between(rows[index] ?? noRow, role, width));
  return [edge('┌', frame.title, '┐', 'start'), ...body, lower()];

  function lower(): Row {
    const line = edge('└', frame.status, '┘', 'end');
    const left = width - rowWidth(frame.status) - 7;
    const place = left < fewestForPlace ? [] : (frame.place?.(left) ?? []);
    if (place.length === 0) return line;
    // The long line stands first: what changes with every key is behind it, and the line need not be sent again.
    const gap = '─'.repeat(Math.max(0, left - rowWidth(place)) + 1);
    return [span(`└${gap} `, role), ...place, span(' ─ ', 'border'), ...frame.status, span(' ─┘', role)];
  }
  function edge(left: string, label: Row, right: string, place: 'start' | 'end'): Row {
    const room = width - 2;
    const words = rowWidth(label) > room - 2 ? fitRow(label, Math.max(0, room - 2)) : label;
    if (room < 4 || rowWidth(label) === 0) return [span(left + '─'.repeat(width) + right, role)];
    const line = span('─'.repeat(Math.max(0, room - 2 - rowWidth(words)) + 1), role);
    const start = span(`${left}─ `, role);
    return place === 'start'
      ? [start, ...words, span(' ', role), line, span(right, role)]
      : [span(left, role), line, span(' ', role), ...words, span(` ─${right}`, role)];
  }
}
