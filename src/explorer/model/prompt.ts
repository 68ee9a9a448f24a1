// What the prompt shows, when something else than typing changes it.
import { isLocalApi } from '../../api/address.ts';
import { formatLine } from '../../request/format.ts';
import type { RequestLine } from '../../request/types.ts';
import { setText } from '../../text/line-buffer.ts';
import type { AccountLabel } from './accounts.ts';
import type { State } from './state.ts';

/** Puts a line into the prompt, the cursor at its end. */
export function showLine(state: State, text: string): State {
  const line = setText(state.composer.line, text);
  return { ...state, composer: { line, problem: undefined, back: 0, draft: '', settled: line.text } };
}

/** The same for a line that was not typed in this moment, and perhaps not for this account: what it writes is asked for. */
export function showRecalled(state: State, text: string, from: AccountLabel | undefined): State {
  const shown = showLine(state, text);
  return { ...shown, composer: { ...shown.composer, recalled: { text: shown.composer.line.text, from } } };
}

/** Follows the page on screen from one request to another, unless the user has typed something else. */
export function showPageLine(state: State, from: RequestLine, to: RequestLine): State {
  const typed = state.composer.line.text.trim();
  const sent = state.history.entries.find((entry) => entry.id === state.response?.id)?.line;
  return typed === formatLine(from) || typed === sent ? showLine(state, formatLine(to)) : state;
}

/** A request that would be answered: a local API has no zones. */
export function exampleOf({ session }: Pick<State, 'session'>): string {
  const isLocal = session.baseUrl !== undefined && isLocalApi(session.baseUrl);
  return isLocal ? 'GET /d1/database' : 'GET /zones per_page==50';
}
