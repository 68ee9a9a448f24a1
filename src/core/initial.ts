// The state at start.
import { createLine } from '../text/line-buffer.ts';
import type { Screen, Session, Settings, State } from './state.ts';

export const defaultSettings: Settings = { prefetch: true };

export function initialState(screen: Screen, session: Session, now: number, settings = defaultSettings): State {
  return {
    screen,
    session,
    focus: { pane: 'prompt', overlays: [] },
    composer: { line: createLine(), problem: undefined, back: 0, draft: '' },
    exchange: { kind: 'draft' },
    answer: undefined,
    ahead: undefined,
    history: { entries: [], cursor: 0, top: 0 },
    request: { top: 0 },
    notice: undefined,
    settings,
    now,
    lastId: 0,
  };
}
