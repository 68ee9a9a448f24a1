// What stands in the place of the panes while they are hidden: that the profiles are locked, why, and what brings all back.
import { wrap } from '../../../text/wrap.ts';
import { framed } from '../../model/frame.ts';
import { helpRect, inner } from '../../model/layout.ts';
import { type Row, span } from '../../model/spans.ts';
import type { State } from '../../model/state.ts';

export function lockedCover(state: State): readonly Row[] {
  const rect = helpRect(state.screen);
  const { width } = inner(rect);
  const { vault } = state.profiles;
  const why = vault.kind === 'locked' && vault.because === 'idle' ? 'No key was pressed for long.' : '';
  const said = [
    `${why} What was on the screen is still there, and comes back when the profiles are unlocked.`.trim(),
    'What is on its way may end; nothing new is sent until then.',
  ];
  const rows = said.flatMap((line): readonly Row[] => [
    [],
    ...wrap(line, Math.max(8, Math.min(72, width))).map((words): Row => [span(words)]),
  ]);
  return framed(rect, { title: [span('Locked', 'title')], status: [], focused: false }, rows);
}
