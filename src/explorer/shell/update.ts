// The one way the state changes: update(state, event) = [state, effects]. An event goes to the reducer of its feature, a key to its
// binding; what follows from either is in reactions.ts. Total: no event and no key is left without a meaning.
import { accountReducers } from '../features/accounts/events.ts';
import { takePastedCredential } from '../features/accounts/start-adding.ts';
import { compareReducers, takeStoredSide } from '../features/compare/sides.ts';
import { fileReducers } from '../features/compose/file-completion.ts';
import { lookupReducers } from '../features/compose/lookup.ts';
import { restoreDraft } from '../features/compose/prompt.ts';
import { schemaReducers } from '../features/edit/body-text.ts';
import { editorReducers } from '../features/edit/editor.ts';
import { editReducers } from '../features/edit/resource.ts';
import { jqReducers } from '../features/filter/jq.ts';
import { takeMatches } from '../features/filter/search.ts';
import { takeTextMatches } from '../features/filter/text-search.ts';
import { findReducers } from '../features/find/events.ts';
import { historyReducers } from '../features/history/events.ts';
import { undoReducers } from '../features/history/undo.ts';
import { manyReducers } from '../features/many/plan.ts';
import { readAllReducers } from '../features/pages/read-all.ts';
import { takeKeys } from '../features/response/jump-to-key.ts';
import { takeLayouts } from '../features/response/remembered-table.ts';
import { takeColumns, takeOrder } from '../features/response/table.ts';
import { takeFiltered } from '../features/response/table-filter.ts';
import { takeSums } from '../features/response/table-sums.ts';
import { takeWritten } from '../features/response/write.ts';
import { settingsReducers } from '../features/settings/settings.ts';
import { themeReducers } from '../features/themes/themes.ts';
import { exportReducers } from '../features/tools/export.ts';
import { importReducers, takePastedCommand } from '../features/tools/import.ts';
import { watchReducers } from '../features/watch/watch.ts';
import { writeReducers } from '../features/writes/consent.ts';
import { type Chord, type KeyPress, type KeySequence, keysLabel } from '../keys/chord.ts';
import { openResponse, takeIn } from '../model/document.ts';
import type { Event } from '../model/events.ts';
import { contexts, focusPane } from '../model/focus.ts';
import { keyFor } from '../model/key-labels.ts';
import { complain, type Step } from '../model/notices.ts';
import { recordFile } from '../model/record.ts';
import type { EventOf, Reducers } from '../model/reducers.ts';
import type { State } from '../model/state.ts';
import { keymapOf, whyUnavailable } from './bindings.ts';
import { exchangeReducers } from './exchange.ts';
import { activeField, insertText, isHelpKey, leavesHelp } from './fields.ts';
import { useMouse } from './mouse.ts';
import { react } from './reactions.ts';

export function update(state: State, event: Event): Step {
  return react(state, reduce(state, event), event);
}

function reduce<Type extends Event['type']>(state: State, event: EventOf<Type>): Step {
  const reducer: Reducers<Type>[Type] = reducers[event.type];
  return reducer(state, event);
}

const reducers: Reducers<Event['type']> = {
  'key.pressed': (state, { key }) => press({ ...state, notice: undefined }, key),
  'mouse.used': (state, { mouse }) => useMouse({ ...state, pendingKeys: '' }, mouse),
  'text.pasted': (state, { text }) => paste({ ...state, pendingKeys: '' }, text),
  'screen.resized': (state, event) => [resized(state, event), []],
  'clock.ticked': (state, { now }) => [{ ...state, now }, []],
  'session.opened': (state, { baseUrl }) => [{ ...state, session: { ...state.session, baseUrl } }, []],
  'session.refused': (state, { reason }) => [complain(state, reason), []],
  told: (state, { kind, text }) => [{ ...state, notice: { kind, text } }, []],
  'document.opened': (state, { id, name, received }) => {
    const shown = openResponse(state, id ?? state.lastId, undefined, name, received);
    const opened =
      id !== undefined && shown.response ? { ...shown, response: { ...shown.response, isOfAccount: true } } : shown;
    return [focusPane(recordFile(opened, id ?? state.lastId, name), 'response'), []];
  },
  'document.grew': (state, { id, body }) => [takeIn(state, id, body), []],
  'draft.restored': (state, { text, from }) => [restoreDraft(state, text, from), []],
  'search.found': (state, { id, matches, isDone }) => [takeMatches(state, id, matches, isDone), []],
  'search.foundInText': takeTextMatches,
  'table.ordered': (state, event) => [takeOrder(state, event), []],
  'keys.told': (state, event) => [takeKeys(state, event), []],
  'table.filtered': takeFiltered,
  'table.summed': takeSums,
  'table.recalled': takeLayouts,
  'table.columnsFound': (state, event) => [takeColumns(state, event), []],
  'write.ended': (state, event) => [takeWritten(state, event), []],
  ...exchangeReducers,
  ...compareReducers,
  ...settingsReducers,
  ...watchReducers,
  ...readAllReducers,
  ...lookupReducers,
  ...schemaReducers,
  ...findReducers,
  ...editReducers,
  ...editorReducers,
  ...jqReducers,
  ...historyReducers,
  'history.wasRead': (state, event) =>
    event.want === 'compare' ? takeStoredSide(state, event) : historyReducers['history.wasRead'](state, event),
  ...accountReducers,
  ...exportReducers,
  ...importReducers,
  ...writeReducers,
  ...manyReducers,
  ...fileReducers,
  ...undoReducers,
  ...themeReducers,
};

/** A text field takes printable keys first; every other key means what its binding says where the focus is. */
function press(state: State, key: KeyPress): Step {
  if (state.pendingKeys !== '') return pressNext({ ...state, pendingKeys: '' }, state.pendingKeys, key);
  const asksForHelp = key.text === '?' && isHelpKey(state);
  const isText = key.text !== undefined && activeField(state) && !leavesHelp(state, key.text);
  if (key.text !== undefined && isText && !asksForHelp) return [insertText(state, key.text), []];
  return act(state, key.chord, key.chord);
}

/** The next key of a sequence. One that does not follow is not taken for another: it was meant to be part of the sequence. */
function pressNext(state: State, begun: KeySequence, { chord }: KeyPress): Step {
  if (chord === 'esc') return [state, []];
  return chord === 'ctrl+c' ? act(state, chord, chord) : act(state, `${begun} ${chord}`, chord);
}

function act(state: State, keys: KeySequence, chord: Chord): Step {
  const meaning = keymapOf(state).resolve(contexts(state), keys);
  if (!meaning) {
    const help = keyFor(state, 'help.open');
    return [complain(state, `${keysLabel(keys)} does nothing here. ${help} shows all keys`), []];
  }
  const { binding } = meaning;
  if (!binding) return [{ ...state, pendingKeys: keys }, []];
  const reason = whyUnavailable(state, binding);
  return reason === undefined ? binding.do(state, chord) : [complain(state, reason), []];
}

function paste(state: State, text: string): Step {
  const taken = takePastedCredential(state, text) ?? takePastedCommand(state, text);
  if (taken) return taken;
  if (activeField(state)) return [insertText(state, text), []];
  return [complain(state, `Pasting works in the prompt. ${keyFor(state, 'focus.prompt')} goes there`), []];
}

function resized(state: State, { columns, rows }: EventOf<'screen.resized'>): State {
  const isSame = columns === state.screen.columns && rows === state.screen.rows;
  return isSame ? state : { ...state, screen: { columns, rows } };
}
