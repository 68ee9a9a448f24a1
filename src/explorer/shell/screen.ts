// The rows of the whole screen for a state: bars, panes, and what stands over them. Says what each piece means, by its role; the
// terminal paints it.
import { isOfProfiles, lockedCover } from '../features/accounts/unlocking.ts';
import { comparePane } from '../features/compare/rows.ts';
import { requestPane } from '../features/compose/rows.ts';
import { bodyTextOverlay } from '../features/edit/body-text.ts';
import { permissionPane } from '../features/find/permissions.ts';
import { historyPane } from '../features/history/rows.ts';
import { manyPane } from '../features/many/rows.ts';
import { readerOverlay } from '../features/response/reader.ts';
import { responsePane } from '../features/response/rows.ts';
import { previewPane } from '../features/writes/pane.ts';
import { isCovered } from '../model/account-in-force.ts';
import { topOverlay } from '../model/focus.ts';
import { helpRect, layout, smallest, withTabs } from '../model/layout.ts';
import type { BodyText, Overlay } from '../model/overlays.ts';
import { fileTitle } from '../model/response.ts';
import { type PaneRows, type Row, span } from '../model/rows.ts';
import type { State } from '../model/state.ts';
import { footerRows, headerRow, promptRows } from './bars.ts';
import { keymapOf } from './bindings.ts';
import { helpPane } from './help.ts';
import { pickerOverlay } from './pickers.ts';
import { remembered } from './remembered.ts';

/** A row of one pane. */
interface Strip {
  readonly row: Row;
  /** True for the row under the cursor: a bar inside the border. */
  readonly isSelected: boolean;
}

/** A row of the screen: the strips of the panes that stand side by side there. */
export type ScreenRow = readonly Strip[];

interface Screenful {
  /** As many as the screen has, none wider than it; one where it is too small. */
  readonly rows: readonly ScreenRow[];
  /** Where the terminal's cursor stands; undefined where no field has the focus. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
}

export function screenRows(state: State): Screenful {
  const { columns, rows } = state.screen;
  if (layout(state.screen, state.focus.pane).kind === 'tiny') {
    const words = `flarescope needs ${smallest.columns}×${smallest.rows} cells; this is ${columns}×${rows}`;
    return { rows: [alone([span(words.slice(0, columns))])], cursor: undefined };
  }
  const prompt = keptPrompt(state);
  const footer = footerRows(state, columns).map(alone);
  // A long request covers the first rows of the panes in the same way.
  const [edge, ...panes] = middle(state);
  const above = [
    alone(keptHeader(state)),
    ...prompt.rows.map(alone),
    ...(edge ? [edge] : []),
    ...panes.slice(prompt.rows.length - 1),
  ];
  // A notice of several rows covers the last rows of the panes, so that these keep their size while it stands.
  const shown = [...above.slice(0, rows - footer.length), ...footer];
  const written = openedBody(state);
  if (written) return { rows: shown, cursor: bodyTextOverlay(state, written, helpRect(state.screen)).cursor };
  return { rows: shown, cursor: prompt.cursor && { x: prompt.cursor.x, y: prompt.cursor.y + 1 } };
}

// Most keys change the response, or the prompt: what stands around it is kept.
const keptHeader = remembered((state) => headerRow(state, state.screen.columns), { response: fileTitle });
const keptPrompt = remembered(promptRows);
const keptRequest = remembered((state): readonly Strip[] => {
  const { request } = layout(state.screen, state.focus.pane, state.panes);
  return request ? strips(requestPane(state, request)) : [];
});
const keptHistory = remembered((state): readonly Strip[] => {
  const { history } = layout(state.screen, state.focus.pane, state.panes);
  return history ? strips(historyPane(state, history)) : [];
});

/** The body that is written as text, where nothing stands over it. */
function openedBody(state: State): BodyText | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'bodyText' && !isCovered(state) ? overlay : undefined;
}

/** Overlays that stand in the place of the prompt, or in none. */
const uncovering: ReadonlySet<Overlay['kind']> = new Set(['question', 'confirm', 'copy']);

/** What stands between the bars: what covers the panes, else the panes. */
function middle(state: State): readonly ScreenRow[] {
  const covering = state.focus.overlays.findLast(({ kind }) => !uncovering.has(kind));
  if (covering?.kind === 'help') return strips(helpPane(state, covering, keymapOf(state))).map((strip) => [strip]);
  if (covering?.kind === 'bodyText' && !isCovered(state)) {
    return bodyTextOverlay(state, covering, helpRect(state.screen)).rows.map(alone);
  }
  if (covering?.kind === 'reader' && !isCovered(state)) {
    return readerOverlay(covering, helpRect(state.screen), state.now, state.textSearch).map(alone);
  }
  if (covering?.kind === 'permissions' && !isCovered(state))
    return permissionPane(state, covering, helpRect(state.screen)).map(alone);
  if (covering?.kind === 'preview' && !isCovered(state))
    return previewPane(state, covering, helpRect(state.screen)).map(alone);
  if (covering?.kind === 'many' && !isCovered(state))
    return manyPane(state, covering, helpRect(state.screen)).map(alone);
  if (covering?.kind === 'compare' && !isCovered(state))
    return strips(comparePane(state, helpRect(state.screen))).map((strip) => [strip]);
  // A list that stood there when the profiles were locked is hidden with all else.
  if (covering?.kind === 'picker' && (!isCovered(state) || isOfProfiles(covering))) {
    const { list, selected, preview, isBeside } = pickerOverlay(state, covering);
    const shown = strips({ rows: list, selected });
    return isBeside
      ? sideBySide(shown, preview.map(unselected))
      : [...shown.map((strip) => [strip]), ...preview.map(alone)];
  }
  if (isCovered(state)) return lockedCover(state).map(alone);
  const areas = layout(state.screen, state.focus.pane, state.panes);
  const left = [...keptRequest(state), ...keptHistory(state)];
  const right = areas.response ? strips(responsePane(state, areas.response)) : [];
  if (left.length === 0) return tabbed(right).map((strip) => [strip]);
  return right.length === 0 ? tabbed(left).map((strip) => [strip]) : sideBySide(left, tabbed(right));

  function tabbed([edge, ...rest]: readonly Strip[]): readonly Strip[] {
    return edge ? [{ ...edge, row: withTabs(edge.row, areas) }, ...rest] : [];
  }
}

function sideBySide(left: readonly Strip[], right: readonly Strip[]): readonly ScreenRow[] {
  return left.map((strip, index) => [strip, ...right.slice(index, index + 1)]);
}

function strips({ rows, selected }: PaneRows): readonly Strip[] {
  return rows.map((row, index) => ({ row, isSelected: index === selected }));
}

function unselected(row: Row): Strip {
  return { row, isSelected: false };
}

function alone(row: Row): ScreenRow {
  return [unselected(row)];
}
