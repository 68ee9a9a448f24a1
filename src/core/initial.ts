// The state at start.
import { createLine } from '../text/line-buffer.ts';
import type { Screen, Session, State } from './state.ts';

export function initialState(screen: Screen, session: Session, now: number): State {
  return {
    screen,
    session,
    focus: { pane: 'prompt', overlays: [] },
    composer: { line: createLine(), problem: undefined, back: 0, draft: '' },
    exchange: { kind: 'draft' },
    answer: undefined,
    history: { entries: [], cursor: 0, top: 0 },
    request: { top: 0 },
    notice: undefined,
    now,
    lastId: 0,
  };
}
