// Taking back what a request of the history has changed: the request that does so is composed, shown with what it changes of what is
// there now, and sent when the user agrees, like any other write.
import { formatLine } from '../../../request/format.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import { whyBusy } from '../../model/reasons.ts';
import type { Reducers } from '../../model/reducers.ts';
import type { State } from '../../model/state.ts';
import type { UndoProposal } from '../../model/writes.ts';
import { sendOrAsk } from '../writes/consent.ts';
import { currentItem, itemRow, withHistory } from './list.ts';

/** Takes back what the request under the cursor has changed. */
export function takeBackItem(state: State): Step {
  const item = currentItem(state);
  const row = item && itemRow(item);
  if (row === undefined) {
    const reason = whyBusy(state) ?? 'This request is not in the stored history, so what it changed is not known';
    return [complain(state, reason), []];
  }
  const id = state.lastId + 1;
  const composing = withHistory({ ...state, lastId: id }, { reading: id });
  return [inform(composing, 'Looking at what it changed…'), [{ type: 'undo.compose', id, row }]];
}

export const undoReducers: Reducers<'undo.composed' | 'undo.went'> = {
  'undo.composed': (state, { id, undo }) => {
    // Something else was asked for since.
    if (state.history.reading !== id) return [state, []];
    const settled: State = { ...withHistory(state, { reading: undefined }), notice: undefined };
    return undo.kind === 'refused' ? [complain(settled, undo.reason), []] : propose(settled, undo.first);
  },
  'undo.went': (state, { next }) => (next ? propose(state, next) : [inform(state, 'Taken back'), []]),
};

function propose(state: State, undoing: UndoProposal): Step {
  const { request } = undoing;
  const line = formatLine(request);
  const { text } = state.composer.line;
  return sendOrAsk(state, {
    request,
    line,
    typed: text,
    isRecalled: true,
    from: undefined,
    cameFrom: { composer: state.composer, pane: state.focus.pane },
    undoing,
  });
}
