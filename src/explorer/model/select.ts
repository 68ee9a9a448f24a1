// Questions to the state whose answers several places need. Pure, cheap, and without memory.
import type { Failure } from '../../api/failures.ts';
import { formatBytes, formatCount } from '../../text/numbers.ts';
import { visible } from '../../text/untrusted.ts';
import { wrap } from '../../text/wrap.ts';
import type { Incomplete } from './arrival.ts';
import { explainedLines } from './explained.ts';
import { barePage, layerProblem, shownPage } from './layers.ts';
import { inner, layout } from './layout.ts';
import type { Answer, Page, State } from './state.ts';

/** What is on screen of the answer: its page, or what filters over that have made of it. */
export function currentPage(state: State): Page | undefined {
  return state.answer && shownPage(state.answer);
}

/** The page as it came, under the filters. */
export function currentBarePage(state: State): Page | undefined {
  return state.answer && barePage(state.answer);
}

/** A failure in two sentences, for places that show what was tried anyway. */
export function explain(failure: Failure): string {
  const clauses = [failure.happened, failure.next];
  return clauses.map((clause) => `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}.`).join(' ');
}

/** Lines at most that a complaint may take from the answer below it. */
const bannerLines = 3;

/**
 * What must be said of what is on screen before it is shown: the API's no and what it is about, or why it is not JSON. Wrapped; at most half
 * of the pane.
 */
export function banner(state: State, answer: Answer, page: Page): readonly string[] {
  const { width, height } = responsePane(state);
  const { body, failure } = page;
  const said: string[] = [];
  if (failure) said.push(explain(failure), ...explainedLines(state, page));
  const problem = layerProblem(answer);
  if (problem !== undefined) said.push(`The filter was not applied: ${problem}`);
  if (body.kind === 'text' && body.problem) {
    const { line, column, reason } = body.problem;
    said.push(`Not JSON: line ${formatCount(line)}, column ${formatCount(column)}: ${reason}`);
  }
  if (body.kind === 'json' && body.incomplete) said.push(tellIncomplete(body.incomplete, body.bytes.length));
  if (body.kind === 'binary')
    said.push(`Binary data, ${formatBytes(body.bytes.length)}: the first bytes as a hex dump`);
  const lines = said.flatMap((text) => wrap(visible(text), width, bannerLines));
  return lines.slice(0, Math.max(bannerLines, Math.floor(height / 2)));
}

function tellIncomplete(incomplete: Incomplete, bytes: number): string {
  switch (incomplete.kind) {
    case 'broken': {
      const { line, column, reason } = incomplete.error;
      const place = `line ${formatCount(line)}, column ${formatCount(column)}`;
      return `Not JSON from ${place} on: ${reason}. This is what stands before it`;
    }
    case 'full':
      return `Only the first ${formatBytes(bytes)} fit into the memory. flarescope api … > FILE saves the whole of an answer`;
    case 'stopped':
      return `Stopped after ${formatBytes(bytes)}: this is what had come until then`;
    case 'unreadable':
      return `It could not be read to its end: ${incomplete.reason}`;
  }
}

/** Cells inside the response pane, without the banner's rows; the pane's own where it is not on screen. */
export function responseSize(state: State): { readonly width: number; readonly height: number } {
  const { width, height } = responsePane(state);
  const page = currentPage(state);
  const above = state.answer && page ? banner(state, state.answer, page).length : 0;
  return { width, height: Math.max(1, height - above) };
}

function responsePane(state: State): { readonly width: number; readonly height: number } {
  const rect = layout(state.screen, state.focus.pane).response ?? layout(state.screen, 'response').response;
  return rect ? inner(rect) : { width: 1, height: 1 };
}
