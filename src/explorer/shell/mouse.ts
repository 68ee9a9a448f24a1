// What the mouse does: a click goes where a key would go, or does what a key would do. It never agrees to anything and shows nothing
// that is hidden: over a question of consent and while the profiles are locked only keys do that.

import type { TreeView } from '../../json/tree-view.ts';
import { moveDown, moveUp, scroll, scrollAround } from '../../json/view.ts';
import { cursorAtLine } from '../../json/wrapped-window.ts';
import { goToPlace } from '../features/find/trail.ts';
import { showHistory } from '../features/history/list.ts';
import { sortByColumn } from '../features/response/table.ts';
import { changeTree, moveInResponse } from '../features/response/tree.ts';
import type { Context } from '../keys/context.ts';
import { isCovered } from '../model/account-in-force.ts';
import { contexts, focusPane, isUnlocking, openPicker, topOverlay } from '../model/focus.ts';
import { layout, shareAt } from '../model/layout.ts';
import type { Mouse, Target } from '../model/mouse.ts';
import { complain, type Step } from '../model/notices.ts';
import { rowWidth } from '../model/rows.ts';
import { currentPage } from '../model/select.ts';
import type { PaneName, State } from '../model/state.ts';
import { promptOffsetAt } from './bars.ts';
import { keymapOf, movers, whyUnavailable } from './bindings.ts';
import { movePicker } from './pickers.ts';
import { type ScreenRow, screenRows } from './screen.ts';

/** Rows that a notch of the wheel moves. */
const notch = 3;

export function useMouse(state: State, mouse: Mouse): Step {
  switch (mouse.kind) {
    case 'press':
      return press({ ...state, notice: undefined }, mouse);
    case 'wheel':
      return turnWheel(state, mouse);
    case 'drag':
      return [state.dragging === undefined ? state : drag(state, state.dragging, mouse), []];
    case 'release':
      return [state.dragging === undefined ? state : { ...state, dragging: undefined }, []];
  }
}

/** What stands in a pane means something only where that pane has the focus; the rows around the panes always do. */
function isThere(state: State, mouse: Mouse): boolean {
  const pane = topOverlay(state) ? undefined : paneAt(state, mouse);
  return pane === undefined || pane === state.focus.pane;
}

/** Something is asked for that only a key may give: consent, an answer, or the passphrase. */
function asksForKey(state: State): boolean {
  const overlay = topOverlay(state);
  return (
    overlay !== undefined &&
    (overlay.kind === 'preview' || overlay.kind === 'many' || overlay.kind === 'confirm' || isUnlocking(overlay))
  );
}

/** Bindings that only lead away. */
const harmless: readonly string[] = ['app.back', 'help.open'];

function press(state: State, mouse: Mouse): Step {
  const { rows } = screenRows(state);
  const line = rows[mouse.y];
  const target = line && targetAt(line, mouse.x);
  if (target?.kind === 'key' && isThere(state, mouse)) {
    if (asksForKey(state) && !harmless.includes(target.id)) return [complain(state, 'Agreeing takes a key'), []];
    return runBinding(state, target.id);
  }
  if (isCovered(state) || asksForKey(state)) return [state, []];
  const overlay = topOverlay(state);
  if (openPicker(state)) return pressInPicker(state, rows, mouse);
  if (overlay)
    return overlay.kind === 'help' || overlay.kind === 'compare' ? pressInPane(state, rows, mouse) : [state, []];
  if (target?.kind === 'pane') return toPane(state, target.pane);
  if (target?.kind === 'place') return [goToPlace(state, target.at), []];
  const offset = promptOffsetAt(state, mouse.x, mouse.y - 1);
  if (offset !== undefined) return [toPrompt(state, offset), []];
  const border = borderAt(state, mouse);
  if (border === 'side') return [{ ...state, dragging: border }, []];
  const pane = paneAt(state, mouse);
  if (!pane) return [state, []];
  // The upper edge of the history is the border, and has its title.
  if (border) return toPane({ ...state, dragging: border }, 'history');
  const [focused, effects] = state.focus.pane === pane ? ([state, []] as const) : toPane(state, pane);
  if (target?.kind === 'column') return joined(effects, sortByColumn(focused, target.at));
  // A pane that takes more room with the focus has moved its rows.
  if (focused.focus.pane !== state.focus.pane && pane === 'request') return [focused, effects];
  return joined(effects, pressInPane(focused, screenRows(focused).rows, mouse));
}

function joined(before: Step[1], [state, effects]: Step): Step {
  return [state, [...before, ...effects]];
}

/** Only what is at that place and can be seen there is meant. */
function targetAt(line: ScreenRow, x: number): Target | undefined {
  let at = 0;
  for (const { row } of line) {
    for (const piece of row) {
      const width = rowWidth([piece]);
      if (x < at + width) return x >= at ? piece.target : undefined;
      at += width;
    }
  }
  return undefined;
}

function runBinding(state: State, id: string): Step {
  const found = keymapOf(state)
    .reachable(contexts(state))
    .find(({ binding }) => binding.id === id)?.binding;
  if (!found) return [state, []];
  const reason = whyUnavailable(state, found);
  return reason === undefined ? found.do(state, found.keys[0] ?? '') : [complain(state, reason), []];
}

function toPane(state: State, pane: PaneName): Step {
  const focused = focusPane(state, pane);
  return pane === 'history' ? showHistory(focused) : [focused, []];
}

function toPrompt(state: State, cursor: number): State {
  const focused = focusPane(state, 'prompt');
  const { line } = focused.composer;
  return { ...focused, composer: { ...focused.composer, line: { ...line, cursor } } };
}

function paneAt({ screen, focus, panes }: State, { x, y }: Pick<Mouse, 'x' | 'y'>): PaneName | undefined {
  const areas = layout(screen, focus.pane, panes);
  return (['request', 'history', 'response'] as const).find((name) => {
    const rect = areas[name];
    return rect && x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
  });
}

/** What a second click on a row does, by where it is. */
const opening: Readonly<Partial<Record<Context, string>>> = {
  response: 'fold.toggle',
  table: 'table.enter',
  history: 'history.open',
  request: 'form.choose',
  picker: 'picker.choose',
  profiles: 'profiles.use',
  settings: 'settings.change',
  export: 'picker.choose',
  help: 'help.run',
  home: 'home.choose',
  compare: 'compare.toggle',
};

function open(state: State): Step {
  const id = opening[contexts(state)[0] ?? 'global'];
  return id === undefined ? [state, []] : runBinding(state, id);
}

function pressInPane(state: State, rows: readonly ScreenRow[], mouse: Mouse): Step {
  const at = cursorLine(rows, mouse.x);
  if (at === undefined) return [state, []];
  const [context] = contexts(state);
  const wrapped = context === 'response' ? wrappedTree(state) : undefined;
  if (wrapped) return pressInWrapped(state, wrapped, rows, mouse, mouse.y - at);
  const move = moverOf(context);
  if (!move) return [state, []];
  const [moved, effects] = moveToLine(state, mouse, at, move);
  const reached = cursorLine(screenRows(moved).rows, mouse.x);
  if (reached !== mouse.y) return reached === undefined ? [state, []] : [moved, effects];
  const folds = mouse.isAgain || isMarkerAt(screenRows(moved).rows[mouse.y], mouse.x);
  return folds ? joined(effects, open(moved)) : [moved, effects];
}

/** The tree on screen, where its values may take several rows. */
function wrappedTree(state: State): TreeView | undefined {
  const page = currentPage(state);
  const isTree = page?.view === 'tree' && page.body.kind === 'json';
  return isTree && page.body.view.wrap !== undefined ? page.body.view : undefined;
}

/** Every row of a value is that value's, and no row moves. */
function pressInWrapped(state: State, view: TreeView, rows: readonly ScreenRow[], mouse: Mouse, below: number): Step {
  const reached = cursorAtLine(view, below);
  if (!reached) return [state, []];
  const moved = changeTree(state, () => reached);
  return mouse.isAgain || isMarkerAt(rows[mouse.y], mouse.x) ? open(moved) : [moved, []];
}

type Mover = NonNullable<(typeof movers)[Context]>;

/** Where letters are text, moving has keys of its own. */
const ownMovement: Readonly<Partial<Record<Context, readonly [up: string, down: string]>>> = {
  help: ['help.up', 'help.down'],
  body: ['body.up', 'body.down'],
};

function moverOf(context: Context = 'global'): Mover | undefined {
  const own = ownMovement[context];
  return own ? (state, movement) => runBinding(state, own[movement === 'down' ? 1 : 0]) : movers[context];
}

/** Where the cursor's row is, of the pane in that column. */
function cursorLine(rows: readonly ScreenRow[], x: number): number | undefined {
  const found = rows.findIndex((line) => {
    let at = 0;
    for (const { row, isSelected } of line) {
      at += rowWidth(row);
      if (x < at) return isSelected;
    }
    return false;
  });
  return found === -1 ? undefined : found;
}

/** Rows may take several lines, so that a movement leads farther than one. */
const mostTries = 6;

function moveToLine(state: State, { x, y }: Mouse, from: number, move: Mover): Step {
  let best: Step = [state, []];
  let at = from;
  for (let tries = 0; tries < mostTries && at !== y; tries++) {
    let [next, effects] = best;
    for (let steps = Math.abs(y - at); steps > 0; steps--) {
      const [moved, more] = move(next, at < y ? 'down' : 'up');
      next = moved;
      effects = [...effects, ...more];
    }
    const reached = cursorLine(screenRows(next).rows, x);
    if (reached === undefined || reached === at || Math.abs(y - reached) > Math.abs(y - at)) break;
    best = [next, effects];
    at = reached;
  }
  return best;
}

/** The mark of what folds, and the cells beside it: it is small. */
function isMarkerAt(line: ScreenRow | undefined, x: number): boolean {
  let at = 0;
  for (const { row } of line ?? []) {
    for (const piece of row) {
      const mark = piece.role === 'marker' ? piece.text.search(/[▸▾]/) : -1;
      if (mark !== -1 && Math.abs(at + mark - x) <= 1) return true;
      at += rowWidth([piece]);
    }
  }
  return false;
}

function pressInPicker(state: State, rows: readonly ScreenRow[], mouse: Mouse): Step {
  const at = cursorLine(rows, mouse.x);
  if (at === undefined) return [state, []];
  const moved = mouse.y === at ? state : movePicker(state, mouse.y - at, 'item');
  const isThere = cursorLine(screenRows(moved).rows, mouse.x) === mouse.y;
  if (!isThere) return [state, []];
  return mouse.isAgain ? open(moved) : [moved, []];
}

/** The list or text under the pointer, or what stands over all. */
function turnWheel(state: State, { x, y, by }: Mouse): Step {
  if (isCovered(state)) return [state, []];
  const picker = openPicker(state);
  if (picker) return [movePicker(state, by * notch, 'item'), []];
  const overlay = topOverlay(state);
  const [context] = contexts(state);
  if (overlay && overlay.kind !== 'question' && overlay.kind !== 'copy') {
    const named = overlay.kind === 'preview' || overlay.kind === 'many' ? overlay.kind : context;
    return repeat(state, moverOf(named), by);
  }
  const pane = paneAt(state, { x, y });
  if (!pane) return [state, []];
  if (pane === 'response') return [scrollResponse(state, by), []];
  return repeat(state, movers[pane], by);
}

function repeat(state: State, move: Mover | undefined, by: 1 | -1): Step {
  let next: Step = [state, []];
  for (let times = 0; move && times < notch; times++) next = joined(next[1], move(next[0], by > 0 ? 'down' : 'up'));
  return next;
}

/** The rows of the tree go past the cursor, which stays where it is on the screen. */
function scrollResponse(state: State, by: 1 | -1): State {
  const page = currentPage(state);
  if (!page) return state;
  if (page.view === 'tree' && page.body.kind === 'json') {
    return changeTree(state, (view) => {
      if (view.wrap !== undefined) return scroll(view, by * notch);
      const above = view.cursorRow - view.topRow;
      return scrollAround(by > 0 ? moveDown(view, notch) : moveUp(view, notch), above);
    });
  }
  let next = state;
  for (let times = 0; times < notch; times++) next = moveInResponse(next, by > 0 ? 'down' : 'up');
  return next;
}

/** Between the left column and the response, or between the two panes of that column. */
function borderAt({ screen, focus, panes }: State, { x, y }: Mouse): State['dragging'] {
  const { kind, request, history, response } = layout(screen, focus.pane, panes);
  if (kind !== 'wide' || !response || y < response.y) return undefined;
  if (x === response.x || x === response.x - 1) return 'side';
  return request && history && x < response.x && y === history.y ? 'upper' : undefined;
}

function drag(state: State, border: 'side' | 'upper', { x, y }: Mouse): State {
  return { ...state, panes: { ...state.panes, [border]: shareAt(state.screen, border, x, y) } };
}
