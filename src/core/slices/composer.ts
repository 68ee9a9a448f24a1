// The prompt: sending what it says, and walking back through what it said before, as in a shell.
import { parseLine } from '../../request/parse.ts';
import { placeholders } from '../../request/placeholders.ts';
import { moveTo, setText } from '../../text/line-buffer.ts';
import type { Composer, State } from '../state.ts';
import { recordSend } from './history.ts';
import { complain } from './notices.ts';
import { type Step, start } from './sending.ts';

export const example = 'GET /zones per_page==50';

/** Sends the line, or says where it is wrong and keeps it. */
export function submit(state: State): Step {
  const { text } = state.composer.line;
  if (text.trim() === '') return [complain(state, `Type a request first, such as ${example}`), []];
  const parsed = parseLine(text, { baseUrl: state.session.baseUrl });
  if (!parsed.ok) {
    const { position, length, message } = parsed.error;
    return [withProblem(state, position, length, message), []];
  }
  const unfilled = placeholders(parsed.request)[0];
  if (unfilled !== undefined) {
    const written = `{${unfilled}}`;
    return [withProblem(state, text.indexOf(written), written.length, `Put a value in place of ${written}`), []];
  }
  const [started, effects] = start(state, parsed.request, undefined);
  return effects.length === 0 ? [started, effects] : [recordSend(started, text.trim()), effects];
}

function withProblem(state: State, position: number, length: number, message: string): State {
  const at = Math.max(0, position);
  const composer: Composer = {
    ...state.composer,
    line: moveTo(state.composer.line, at),
    problem: { position: at, length, message },
  };
  return complain({ ...state, composer }, message);
}

/** `step` 1 shows the request before, -1 the one after; the line being written waits at 0. */
export function recall(state: State, step: 1 | -1): State {
  const lines = earlierLines(state);
  const { back, line } = state.composer;
  // The request just sent is still in the prompt: going back from it means the one before.
  const skipped = step === 1 && back === 0 && line.text === lines[0] ? 1 : 0;
  const wanted = back + step + skipped;
  if (wanted < 0) return complain(state, 'This is the newest line');
  if (wanted > lines.length)
    return complain(state, lines.length === 0 ? 'No earlier requests yet' : 'This is the oldest request');
  const draft = back === 0 ? line.text : state.composer.draft;
  const text = wanted === 0 ? draft : (lines[wanted - 1] ?? '');
  return { ...state, composer: { line: setText(line, text), problem: undefined, back: wanted, draft } };
}

/** Lines sent, the newest first; the same line several times in a row counts once. */
function earlierLines(state: State): readonly string[] {
  const sent = state.history.entries.filter((entry) => entry.outcome !== 'opened');
  const lines = sent.map((entry) => entry.line);
  return lines.filter((line, index) => line !== lines[index - 1]);
}
