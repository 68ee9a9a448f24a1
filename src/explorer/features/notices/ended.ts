// Tells whoever looks elsewhere that something long has ended, where the settings say so.
import { redactLine } from '../../../api/redact-line.ts';
import { effectiveMethod } from '../../../request/method.ts';
import { formatCount, formatDuration } from '../../../text/numbers.ts';
import { isCovered } from '../../model/account-in-force.ts';
import type { Event } from '../../model/events.ts';
import type { Step } from '../../model/notices.ts';
import type { State } from '../../model/state.ts';

interface Ended {
  readonly text: string;
  readonly startedAt: number;
}

/** What a key ended has somebody before it, who knows. */
export function notifyEnd(before: State, state: State, event: Event): Step {
  const { notify, notifyAfterSeconds } = state.settings;
  if (notify === 'off' || event.type === 'key.pressed') return [state, []];
  const ended = endedWork(before, state);
  const took = ended ? state.now - ended.startedAt : 0;
  if (!ended || took < notifyAfterSeconds * 1000) return [state, []];
  // What was asked is nobody's business while the screen is hidden.
  const text = isCovered(state) ? 'A request has ended' : `${ended.text} after ${formatDuration(took)}`;
  return [state, [{ type: 'notify', how: notify, text }]];
}

function endedWork(before: State, { exchange, many, jq }: State): Ended | undefined {
  const sent = before.exchange;
  if (sent.kind === 'sending' && exchange.kind !== 'sending' && exchange.kind !== 'draft' && exchange.id === sent.id) {
    const { request, startedAt, all } = sent;
    const what = all ? 'all pages' : exchange.kind === 'failed' ? 'no response' : 'response';
    return { text: `${effectiveMethod(request)} ${redactLine(request.path).line}: ${what}`, startedAt };
  }
  const run = before.many;
  if (run?.startedAt !== undefined && (run.phase === 'running' || run.phase === 'undoing') && many?.phase === 'ended') {
    const done = many.outcomes.filter((outcome) => outcome?.kind === 'done').length;
    const text = `${formatCount(done)} of ${formatCount(many.rows.length)} rows done`;
    return { text, startedAt: run.startedAt };
  }
  const filter = before.jq.run;
  if (filter?.startedAt !== undefined && jq.run === undefined)
    return { text: 'filter done', startedAt: filter.startedAt };
  return undefined;
}
