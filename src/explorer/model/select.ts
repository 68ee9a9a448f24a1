// Questions to the state whose answers several features need: the page on screen, what must be said above it, what an error is about.
import { type ApiError, type Failure, refusesCredential, tellRay } from '../../api/failures.ts';
import type { Incomplete } from '../../api/received.ts';
import { type ErrorField, locateError } from '../../catalog/error-field.ts';
import { needWords, ofCredential } from '../../catalog/permission-words.ts';
import { indexInParent } from '../../json/children.ts';
import type { JsonDocument, NodeId } from '../../json/document.ts';
import { brokenText } from '../../json/lines.ts';
import type { JsonError } from '../../json/parse.ts';
import { effectiveMethod } from '../../request/method.ts';
import type { RequestLine } from '../../request/types.ts';
import { formatBytes, formatCount } from '../../text/numbers.ts';
import { visible } from '../../text/untrusted.ts';
import { wrap } from '../../text/wrap.ts';
import { chartRow } from './chart.ts';
import { shapeWords } from './field-words.ts';
import { keyFor } from './key-labels.ts';
import { inner, layout } from './layout.ts';
import { permissionReason, permissionsOf } from './permissions.ts';
import { barePage, layerProblem, type OpenResponse, type Page, shownPage } from './response.ts';
import type { State } from './state.ts';
import { cellNode, rowNode } from './table.ts';
import { watchRowsOf } from './watch.ts';

/** What is on screen of the response: its page, or what filters over that have made of it. */
export function currentPage(state: State): Page | undefined {
  return state.response && shownPage(state.response);
}

/** The page as it came, under the filters. */
export function currentBarePage(state: State): Page | undefined {
  return state.response && barePage(state.response);
}

/** A failure in two sentences, for places that show what was tried anyway. */
export function explain(failure: Failure): string {
  const clauses = [failure.happened, failure.next];
  return clauses.map((clause) => `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}.`).join(' ') + tellRay(failure);
}

/** Lines at most that a complaint may take from the response below it. */
const bannerLines = 3;

/**
 * What must be said of what is on screen before it is shown: the API's no and what it is about, or why it is not JSON. Wrapped; at most half
 * of the pane.
 */
export function banner(state: State, response: OpenResponse, page: Page): readonly string[] {
  const { width, height } = responsePane(state);
  const { body, failure } = page;
  const said: string[] = [];
  if (failure) said.push(explain(failure), ...explainedLines(state, page));
  const problem = layerProblem(response);
  if (problem !== undefined) said.push(`The filter was not applied: ${problem}`);
  if (body.kind === 'text' && body.problem) {
    const { line, column, reason } = body.problem;
    said.push(`Not JSON: line ${formatCount(line)}, column ${formatCount(column)}: ${reason}`);
  }
  if (body.kind === 'json' && body.view.document.broken.count > 0) said.push(tellBroken(body.view.document));
  if (body.kind === 'text' && body.misread) said.push(tellMisread(body.misread, response.request === undefined));
  if (body.kind !== 'empty' && body.incomplete) said.push(tellIncomplete(body.incomplete, body.bytes.length));
  if (body.kind === 'binary')
    said.push(`Binary data, ${formatBytes(body.bytes.length)}: the first bytes as a hex dump`);
  const lines = said.flatMap((text) => wrap(visible(text), width, bannerLines));
  return lines.slice(0, Math.max(bannerLines, Math.floor(height / 2)));
}

/** Where it is not UTF-8, and what a file may be instead. */
function tellMisread({ line, column, reason }: JsonError, isFile: boolean): string {
  const place = `line ${formatCount(line)}, column ${formatCount(column)}`;
  const option = isFile ? '. flarescope open --encoding latin1 FILE reads it as Latin-1' : '';
  return `Not UTF-8: ${place}: ${reason.replace(/, which is not UTF-8$/, '')}${option}`;
}

/** How many lines are no JSON, and the first of them: its row in the list as a path that the prompt takes. */
function tellBroken(document: JsonDocument): string {
  const { count, first } = document.broken;
  const path = `.[${indexInParent(document, first)}]`;
  const text = brokenText(document, first);
  if (count === 1) return `${path} is not JSON: ${text}`;
  return `${formatCount(count)} lines are not JSON, the first is ${path}: ${text}`;
}

function tellIncomplete(incomplete: Incomplete, bytes: number): string {
  switch (incomplete.kind) {
    case 'broken': {
      const { line, column, reason } = incomplete.error;
      const place = `line ${formatCount(line)}, column ${formatCount(column)}`;
      return `Not JSON from ${place} on: ${reason}. Only what comes before it is shown`;
    }
    case 'full':
      return `Only the first ${formatBytes(bytes)} fit in memory. flarescope api … > FILE saves the whole response`;
    case 'stopped':
      return `Stopped after ${formatBytes(bytes)}. Only what had arrived is shown`;
    case 'unreadable':
      return `Reading stopped early: ${incomplete.reason}`;
  }
}

/** Cells inside the response pane, without the banner's rows; the pane's own where it is not on screen. */
export function responseSize(state: State): { readonly width: number; readonly height: number } {
  const { width, height } = responsePane(state);
  const page = currentPage(state);
  const above = state.response && page ? banner(state, state.response, page).length : 0;
  return { width, height: Math.max(1, height - above - watchRowsOf(state, height)) };
}

function responsePane(state: State): { readonly width: number; readonly height: number } {
  const rect =
    layout(state.screen, state.focus.pane, state.panes).response ??
    layout(state.screen, 'response', state.panes).response;
  return rect ? inner(rect) : { width: 1, height: 1 };
}

/** Errors that are explained; those after them say the same of other parts, mostly. */
const mostExplained = 3;

/** The parts of the request that its errors name, each once. */
export function pointedParts({ find }: Pick<State, 'find'>, { request, failure }: Page): readonly ErrorField[] {
  const catalog = find.catalog?.catalog;
  if (!catalog || !request || failure?.kind !== 'api' || isRefusal(failure)) return [];
  const match = catalog.matcher().match(effectiveMethod(request), request.path);
  if (!match) return [];
  const details = catalog.details(match.operation);
  const found = new Map<string, ErrorField>();
  for (const error of flat(failure.errors).slice(0, 20)) {
    const part = locateError(error, match, details, request);
    if (part && found.size < mostExplained) found.set(`${part.in} ${part.name}`, part);
  }
  return [...found.values()];
}

/** What to say below the failure itself, a line each. */
function explainedLines(state: State, page: Page): readonly string[] {
  const { failure } = page;
  if (failure?.kind !== 'api' && failure?.kind !== 'status') return [];
  const ask = isRefusal(failure) && page.request ? refusalLines(state, page.request) : [];
  const errors = failure.kind === 'api' ? flat(failure.errors) : [];
  const urls = [...new Set(errors.flatMap(({ documentationUrl }) => documentationUrl ?? []))].slice(0, 2);
  // What is missing comes first, after the API's own words.
  return [...ask, ...pointedParts(state, page).map(describePart), ...urls.map((url) => `Read more: ${url}`)];
}

/** What the request needs and, once that is known, what the credential lacks of it. */
function refusalLines(state: State, request: RequestLine): readonly string[] {
  const judged = permissionsOf(state, request);
  const reason = judged && permissionReason(state, judged);
  const { verdict, needs, target } = judged ?? {};
  const isTold = verdict && needs && reason !== undefined && verdict.because !== 'hidden' && verdict.because !== 'key';
  const lack = isTold ? `${ofCredential(reason)}. ` : '';
  const isNamed = isTold && ['held', 'missing', 'elsewhere', 'denied'].includes(verdict.because);
  const needed = needs && target && !isNamed ? `It needs ${needWords(needs, target)}. ` : '';
  return [`${lack}${needed}${keyFor(state, 'access.ask')} shows what the credential may do.`];
}

export function isRefusal(failure: Page['failure']): boolean {
  return failure !== undefined && refusesCredential(failure);
}

function describePart({ in: place, name, field, sent }: ErrorField): string {
  const what = `${name}, in the ${place}`;
  const takes = field ? `takes ${shapeWords(field.shape)}` : 'is not in the catalog';
  return `${what}, ${takes}; ${sent === undefined ? 'it was not sent' : `you sent ${sent}`}.`;
}

function flat(errors: readonly ApiError[]): readonly ApiError[] {
  return errors.flatMap((error) => [error, ...flat(error.chain)]);
}

/** What stands under the cursor of the tree or of the table; of a cell that is empty its row, as of a chart. */
export function selectedNode(page: Page): NodeId | undefined {
  if (page.body.kind !== 'json') return undefined;
  const { document, cursor } = page.body.view;
  if (page.view === 'tree') return cursor;
  if (page.view === 'chart' && page.chart) return chartRow(document, page.chart);
  if (page.view !== 'table' || !page.table) return undefined;
  return cellNode(document, page.table) ?? rowNode(document, page.table, page.table.row);
}

export interface RowHere {
  readonly document: JsonDocument;
  readonly node: NodeId;
}

/** The row of the tree, or the cell of the table, that is under the cursor. */
export function rowHere(state: State): RowHere | undefined {
  const page = currentPage(state);
  const node = page && selectedNode(page);
  return page?.body.kind === 'json' && node !== undefined ? { document: page.body.view.document, node } : undefined;
}
