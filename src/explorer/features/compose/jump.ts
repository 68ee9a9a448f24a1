// A path in the prompt instead of a request: enter goes to the row that it leads to. No request begins with what paths do.
import { isContainer, kindOf } from '../../../json/document.ts';
import { followPath, pathOf, readPathText, shownPath } from '../../../json/paths.ts';
import { moveTo } from '../../../json/view.ts';
import { setText } from '../../../text/line-buffer.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncateMiddle } from '../../../text/width.ts';
import { isCovered, lockedReason } from '../../model/account-in-force.ts';
import { withPage } from '../../model/document.ts';
import { focusPane } from '../../model/focus.ts';
import { complain, type Step } from '../../model/notices.ts';
import { whyNotJson } from '../../model/reasons.ts';
import { currentPage } from '../../model/select.ts';
import type { State } from '../../model/state.ts';

/** Cells that a path may take in a notice. */
const pathCells = 60;

/** True for `.result[0]`, `["a b"].c`, `$.result`, and `#/result/0`: a pointer alone would be the path of a request. */
export function isPath(text: string): boolean {
  return /^\s*(?:[.$[]|#\/|#\s*$)/.test(text);
}

/** Goes to the row, or says how far the path leads and keeps it. */
export function jump(state: State, text: string): Step {
  // How far a path leads tells of what is hidden.
  if (isCovered(state)) return [complain(state, lockedReason(state)), []];
  const reason = whyNotJson(state);
  if (reason !== undefined) return [complain(state, reason), []];
  const page = currentPage(state);
  if (page?.body.kind !== 'json') return [state, []];
  const steps = readPathText(text);
  if (!steps) return [complain(state, 'This is not a path. Write it as .result[0].name or #/result/0/name'), []];
  const { view } = page.body;
  const { document } = view;
  const followed = followPath(document, steps);
  if (!followed.isFound) {
    const { node, step } = followed;
    const place = truncateMiddle(shownPath(pathOf(document, node)), pathCells);
    const wanted = truncateMiddle(visible(typeof step === 'number' ? `[${step}]` : JSON.stringify(step)), pathCells);
    const inside = isContainer(document, node)
      ? `has no ${wanted}`
      : `is a ${kindOf(document, node)} and has nothing inside`;
    const more = document.isComplete ? '' : ' so far';
    return [complain(state, `${place} ${inside}${more}`), []];
  }
  const { line, settled } = state.composer;
  const composer = { ...state.composer, line: setText(line, settled), problem: undefined, back: 0 };
  const moved = withPage(
    { ...state, composer },
    {
      ...page,
      view: 'tree',
      body: { ...page.body, view: moveTo(view, followed.node) },
    },
  );
  return [focusPane(moved, 'response'), []];
}
