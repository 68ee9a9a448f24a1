// The state at start.
import { createLine } from '../../text/line-buffer.ts';
import { dayOf } from '../features/history/history-items.ts';
import { noProfiles } from './accounts.ts';
import { emptyGuide } from './catalog.ts';
import type { History, JqState, Screen, Session, Settings, State } from './state.ts';

/** As long as no store has said anything. */
const emptyHistory: History = {
  entries: [],
  stored: { rows: [], hasNewer: false, hasOlder: false, total: 0, isReading: false },
  saved: [],
  hasStore: false,
  tab: 'all',
  filter: undefined,
  earlier: { lines: [], before: undefined, isAll: true, owed: 0, isReading: false },
  cursor: 0,
  top: 0,
  canUndo: false,
  clearing: undefined,
  reading: undefined,
  today: 0,
};

const noFilter: JqState = {
  run: undefined,
  lastRun: 0,
  used: [],
  back: 0,
  draft: '',
  isAccepted: false,
  completion: undefined,
};

const defaultSettings: Settings = { prefetch: true, filterLimitSeconds: 30 };

/** @param settings what is not in it has its default */
export function initialState(screen: Screen, session: Session, now: number, settings: Partial<Settings> = {}): State {
  return {
    screen,
    session,
    focus: { pane: 'prompt', overlays: [] },
    composer: { line: createLine(), problem: undefined, back: 0, draft: '', settled: '' },
    exchange: { kind: 'draft' },
    answer: undefined,
    ahead: undefined,
    history: { ...emptyHistory, today: dayOf(now) },
    request: { top: 0, at: undefined },
    guide: emptyGuide,
    trail: { places: [], at: -1 },
    profiles: noProfiles,
    exporting: undefined,
    importedCredential: undefined,
    search: undefined,
    jq: noFilter,
    write: { of: 'all', there: undefined, isBusy: false },
    notice: undefined,
    settings: { ...defaultSettings, ...settings },
    now,
    lastId: 0,
  };
}
