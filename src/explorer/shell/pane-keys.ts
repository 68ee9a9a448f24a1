// The room that the panes have: one of them all of it, some of them none, and where the borders between them stand.
import { inGroup, panes } from '../keys/binding.ts';
import { focusPane } from '../model/focus.ts';
import { layout } from '../model/layout.ts';
import type { Step } from '../model/notices.ts';
import type { PaneName, PanePlan, State } from '../model/state.ts';

/** Cells that a key moves a border by. */
const columnsAtOnce = 4;

export const paneKeys = inGroup('General', [
  {
    id: 'pane.enlarge',
    keys: ['Z'],
    contexts: panes,
    help: 'give this pane all the room, or not',
    when: (state) =>
      state.panes.isEnlarged || areasOf(state).kind === 'wide' ? undefined : 'This pane has all the room already',
    do: (state) => withPlan(state, { isEnlarged: !state.panes.isEnlarged }),
  },
  {
    id: 'pane.hide',
    keys: ['alt+z'],
    contexts: panes,
    help: 'hide or show this pane, or those beside',
    do: hideOrShow,
  },
  {
    id: 'pane.left',
    keys: ['ctrl+left', 'alt+-'],
    contexts: panes,
    help: 'move the border between panes left',
    when: whyNoSide,
    do: (state) => moveSide(state, -columnsAtOnce),
  },
  {
    id: 'pane.right',
    keys: ['ctrl+right', 'alt+='],
    contexts: panes,
    help: 'move the border between panes right',
    when: whyNoSide,
    do: (state) => moveSide(state, columnsAtOnce),
  },
  {
    id: 'pane.up',
    keys: ['ctrl+up'],
    contexts: panes,
    help: 'move the border between panes up',
    when: whyNoUpper,
    do: (state) => moveUpper(state, -1),
  },
  {
    id: 'pane.down',
    keys: ['ctrl+down'],
    contexts: panes,
    help: 'move the border between panes down',
    when: whyNoUpper,
    do: (state) => moveUpper(state, 1),
  },
]);

function areasOf({ screen, focus, panes: plan }: State): ReturnType<typeof layout> {
  return layout(screen, focus.pane, plan);
}

function withPlan(state: State, plan: Partial<PanePlan>): Step {
  return [{ ...state, panes: { ...state.panes, ...plan } }, []];
}

function whyNoSide(state: State): string | undefined {
  return areasOf(state).kind === 'wide' ? undefined : 'Only one pane is on the screen';
}

function whyNoUpper(state: State): string | undefined {
  const { kind, request, history } = areasOf(state);
  return kind === 'wide' && request && history ? undefined : 'There are no two panes above each other';
}

function moveSide(state: State, by: number): Step {
  const { response } = areasOf(state);
  return response ? withPlan(state, { side: (response.x + by) / state.screen.columns }) : [state, []];
}

function moveUpper(state: State, by: number): Step {
  const { request, response } = areasOf(state);
  return request && response ? withPlan(state, { upper: (request.height + by) / response.height }) : [state, []];
}

/** In the response it is the panes beside it that go and come; the response itself stays. */
function hideOrShow(state: State): Step {
  const { hidden } = state.panes;
  const { pane } = state.focus;
  if (pane !== 'request' && pane !== 'history')
    return withPlan(state, { hidden: hidden.length === 0 ? ['request', 'history'] : [] });
  if (hidden.includes(pane)) return withPlan(state, { hidden: hidden.filter((name: PaneName) => name !== pane) });
  return withPlan(focusPane(state, 'response'), { hidden: [...hidden, pane] });
}
