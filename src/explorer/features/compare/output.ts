// What leaves a comparison: copied or written as JSON Patch or as text; and what it leaves out.
import { differenceStep } from '../../../json/compare.ts';
import { differenceLines } from '../../../json/difference-text.ts';
import { whyNoPatch } from '../../../json/patch.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { narrowItems } from '../../../text/matching.ts';
import type { Compared } from '../../model/compare.ts';
import type { Passage } from '../../model/effects.ts';
import { closeOverlay, openOverlay, pick } from '../../model/focus.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import type { Reason } from '../../model/reasons.ts';
import { span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { compareAnew, withCompared } from './sides.ts';

/** For what acts on differences. */
export function whyNoDifferences({ compare }: State): Reason {
  const { shown } = compare;
  if (!shown?.found || shown.share !== undefined) return shown?.problem ?? 'The comparison is not there yet';
  return shown.found.differences.length === 0 ? 'There is nothing that differs' : undefined;
}

const forms = [
  ['patch', 'JSON Patch (RFC 6902)'],
  ['differences', 'text, a line for each change'],
  ['here', 'text of this row and what is in it'],
] as const;

export function copyComparison(state: State): Step {
  return [pick(state, 'compareCopy'), []];
}

export const compareCopyPicker: PickerSpec = {
  label: 'copy as',
  title: 'Copy what differs',
  items: (_, typed) =>
    narrowItems(forms, typed, ([, words]) => words).map(([key, words]) => ({ key, row: [span(words)] })),
  empty: () => 'No form matches',
  choose: (state, { key }) => {
    const closed = closeOverlay(state);
    const { shown } = state.compare;
    if (!shown?.found) return [closed, []];
    if (key === 'here') {
      const text = [...differenceLines(shown.found, shown.cursor)].join('');
      return [closed, [{ type: 'copy', text, what: 'the changes of this row' }]];
    }
    return passageOf(closed, shown, key === 'patch', (text, what) => [closed, [{ type: 'copy', text, what }]]);
  },
};

function passageOf(
  state: State,
  { found, ignored }: Compared,
  isPatch: boolean,
  use: (text: Passage, what: string) => Step,
): Step {
  if (!found) return [state, []];
  if (!isPatch) return use({ kind: 'differences', comparison: found }, 'the changes as text');
  const why = whyNoPatch(found);
  if (why !== undefined) return [complain(state, `There is no patch: ${why}`), []];
  const left = found.ignored.length > 0 ? ` without ${ignored.join(', ')}` : '';
  return use({ kind: 'patch', comparison: found }, `the JSON Patch${left}`);
}

export function openCompareWrite(state: State): Step {
  return [openOverlay(state, { kind: 'question', name: 'compareWrite', line: createLine('changes.json') }), []];
}

/** A name that ends in `.txt` is written as text. */
export const compareWriteQuestion: QuestionSpec = {
  label: 'write to (.json: JSON Patch, .txt: text)',
  placeholder: 'file name',
  answer: (state, typed) => {
    const { shown } = state.compare;
    const path = typed.trim();
    if (path === '') return [complain(state, 'Type a file name'), []];
    if (!shown) return [closeOverlay(state), []];
    return passageOf(state, shown, !path.endsWith('.txt'), (text, what) => [
      { ...inform(state, `Writing ${path}…`), write: { ...state.write, isBusy: true } },
      [{ type: 'write', text, what, path, mayReplace: state.write.there === path, isPrivate: true }],
    ]);
  },
};

export function openIgnores(state: State): Step {
  const line = createLine(state.compare.shown?.ignored.join(' ') ?? '');
  return [openOverlay(state, { kind: 'question', name: 'compareIgnore', line }), []];
}

/** Names with blanks between them. */
export const compareIgnoreQuestion: QuestionSpec = {
  label: 'ignore members named',
  placeholder: 'none',
  answer: (state, typed) =>
    ignore(
      closeOverlay(state),
      typed.split(/[\s,]+/).filter((name) => name !== ''),
    ),
};

/** Leaves out what is called as the row under the cursor. */
export function ignoreHere(state: State): Step {
  const { shown } = state.compare;
  const step = shown?.found && differenceStep(shown.found, shown.cursor);
  if (!shown || typeof step !== 'string') return [complain(state, 'Only members with a name can be ignored'), []];
  return ignore(state, [...new Set([...shown.ignored, step])]);
}

/** It holds for the comparisons of this session. */
function ignore(state: State, ignored: readonly string[]): Step {
  return compareAnew(withCompared({ ...state, settings: { ...state.settings, compareIgnores: ignored } }, { ignored }));
}
