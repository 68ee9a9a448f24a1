// The plan for the marked rows, and its report, on the screen.
import { outcomeWords, type RowOutcome } from '../../../api/many.ts';
import { redactLine } from '../../../api/redact-line.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { formatCount, formatDuration, formatQuantity, progressBar, timeLeft } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, padEnd, truncate } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { replaceOverlay } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { framed, helpRect, inner, type Rect, rangeStatus } from '../../model/layout.ts';
import type { ManyPanel, ManyRun } from '../../model/many.ts';
import { type Movement, scrolled } from '../../model/movement.ts';
import { type Row, requestSpans, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { accountLabel, accountWords } from '../../model/writes.ts';
import { keyToSend, openMany } from './plan.ts';

export function manyPane(state: State, panel: ManyPanel, rect: Rect): readonly Row[] {
  const { many } = state;
  if (!many) return framed(rect, { title: [], status: [], focused: true }, []);
  const { width, height } = inner(rect);
  const head = headRows(state, many, width);
  const list = listRows(many, width);
  const room = Math.max(1, height - head.length);
  const top = Math.min(panel.top, Math.max(0, list.length - room));
  const last = Math.min(list.length, top + room);
  return framed(
    rect,
    {
      title: [span(titles[many.phase], 'title')],
      status: list.length > room ? rangeStatus(top, last, list.length) : [],
      focused: true,
    },
    [...head, ...list.slice(top, last)],
  );
}

const titles: Readonly<Record<ManyRun['phase'], string>> = {
  planned: 'One request for each marked row',
  running: 'Sending for each marked row',
  ended: 'Report of each row',
  undoing: 'Taking back',
};

const barCells = 20;

function headRows(state: State, many: ManyRun, width: number): readonly Row[] {
  const { rows, requests, expectedMs, outcomes, phase, undone, kept } = many;
  const line = wrap(visible(redactLine(many.line).line), Math.max(8, width), 3).map((text): Row => [span(text)]);
  const account = accountLabel(state.session);
  const to: Row = [span('to ', 'dim'), span(visible(accountWords(account)), 'title')];
  if (phase === 'planned') {
    const count = `${formatQuantity(rows.length, 'row')}, ${formatQuantity(requests, 'request')}, about ${formatDuration(expectedMs)}`;
    const notes = many.notes.flatMap((text) =>
      wrap(visible(text), Math.max(8, width)).map((told): Row => [span(told, 'warn')]),
    );
    return [to, ...line, [span(count, 'accent')], ...notes, []];
  }
  const over = outcomes.filter((outcome) => outcome !== undefined).length;
  const pause = many.pausedUntil === undefined ? 0 : many.pausedUntil - state.now;
  const waiting = pause > 0 ? ` · waiting ${formatDuration(pause)} for the rate limit` : '';
  const words =
    phase === 'running'
      ? `${progressBar(over / Math.max(1, rows.length), barCells)} ${formatCount(over)} of ${formatCount(rows.length)}${waiting || paceOf(state, many, over)}`
      : outcomeWords(outcomes);
  const back = undone
    ? [`${formatCount(undone.done)} of ${formatQuantity(undone.of, 'request')} taken back`]
    : phase === 'ended' && kept.length > 0
      ? [`${keyFor(state, 'many.undo')} takes back what was done`]
      : [];
  const isBad = phase === 'ended' && outcomes.some((outcome) => outcome?.kind !== 'done');
  return [to, ...line, [span(words, isBad ? 'bad' : 'accent')], ...back.map((text): Row => [span(text, 'dim')]), []];
}

/** Milliseconds after which a rate says something. */
const paceAfter = 1000;

/** How fast it goes, and how long what is left will take. */
function paceOf({ now }: State, { startedAt = now, rows }: ManyRun, over: number): string {
  const elapsed = now - startedAt;
  if (elapsed < paceAfter) return '';
  const left = timeLeft(over, rows.length, elapsed);
  const rate = ` · ${(over / (elapsed / 1000)).toFixed(1)}/s`;
  return left === undefined ? rate : `${rate} · ${formatDuration(left)} left`;
}

function listRows({ rows, outcomes, phase, undone, judgement }: ManyRun, width: number): readonly Row[] {
  const column = Math.min(Math.floor(width / 2), Math.max(0, ...rows.map(({ name }) => cellWidth(visible(name)))));
  const problems = (undone?.problems ?? []).flatMap((text) =>
    wrap(visible(text), Math.max(8, width)).map((line): Row => [span(line, 'bad')]),
  );
  const list = rows.map(({ name, request }, row): Row => {
    const label = padEnd(truncate(visible(name), column), column);
    const room = Math.max(0, width - column - 4);
    if (phase === 'planned') {
      const line = `${effectiveMethod(request)} ${request.path}`;
      return [span(label), span('  '), ...requestSpans(truncate(visible(line), room + 2), 'dim')];
    }
    const [mark, text, role] = told(outcomes[row], judgement.kind === 'reads');
    return [span(`${mark} `, role), span(label), span('  '), span(truncate(visible(text), room), role)];
  });
  return [...problems, ...list];
}

/** Characters of a result that a row has room for at the most. */
const mostShown = 500;

function whatCame({ items, result }: Extract<RowOutcome, { readonly kind: 'done' }>): string {
  const count = items === undefined ? '' : `  ${formatQuantity(items, 'item')}`;
  return `${count}${result ? `  ${result.slice(0, mostShown)}` : ''}`;
}

/** The mark says what the colour says. */
function told(
  outcome: RowOutcome | undefined,
  isRead: boolean,
): readonly [mark: string, text: string, role: 'dim' | 'bad' | 'warn' | 'good'] {
  switch (outcome?.kind) {
    case 'done':
      return ['✓', `${outcome.status}${isRead ? whatCame(outcome) : ''}`, 'good'];
    case 'failed':
      return ['✗', outcome.error, 'bad'];
    case 'unknown':
      return ['?', `it may have been done: ${outcome.error}`, 'warn'];
    case 'unsent':
      return ['·', 'not sent', 'dim'];
    case undefined:
      return ['·', '', 'dim'];
  }
}

export function scrollMany(state: State, movement: Movement): State {
  const open = openMany(state);
  if (!open) return state;
  const { width, height } = inner(helpRect(state.screen));
  const room = Math.max(1, height - headRows(state, open.run, width).length);
  const count = listRows(open.run, width).length;
  return replaceOverlay(state, { ...open.panel, top: scrolled(movement, open.panel.top, room, count) });
}

/** What stands in the place of the prompt. */
export function manyLabel(state: State, run: ManyRun): string {
  const { phase, consent, rows, judgement } = run;
  const count = formatCount(rows.length);
  const back = keyFor(state, 'app.back');
  if (phase === 'running' || phase === 'undoing') return `${titles[phase]}. ${back} stops`;
  if (phase === 'ended') return `${titles.ended}. ${back} closes it`;
  if (consent === 'name') return `To go ahead, type ${rows.length}`;
  const verb = judgement.kind === 'deletes' ? 'Delete' : judgement.kind === 'purges' ? 'Purge for' : 'Send for';
  return `${verb} all ${count}? ${keyToSend(state, run)} sends it, ${back} does not`;
}
