// The response on screen as the state keeps it: its pages, the view of each, the filters over them.
import type { Failure } from '../../api/failures.ts';
import type { Gathered } from '../../api/reading.ts';
import type { Arriving, BinaryBody, Incomplete, Live, ResponseFacts, TextBody } from '../../api/received.ts';
import type { PageInfo } from '../../api/recognise.ts';
import { isSameDocument, type JsonDocument, NODE_SIZE } from '../../json/document.ts';
import type { TreeView } from '../../json/tree-view.ts';
import type { RequestLine } from '../../request/types.ts';
import type { Chart } from './chart.ts';
import type { Table } from './table.ts';

/** Bytes of its bodies, of what filters have made of them, and of their indexes. */
export function sizeOf({ pages, layers }: OpenResponse): number {
  return [...pages, ...layers.flatMap(({ page }) => page ?? [])].reduce(
    (sum, { body }) => sum + body.bytes.length + (body.kind === 'json' ? indexSize(body.view.document) : 0),
    0,
  );
}

function indexSize({ nodeCount }: JsonDocument): number {
  return nodeCount * NODE_SIZE * Int32Array.BYTES_PER_ELEMENT;
}

export function newLayer(filter: string, isDraft: boolean): Layer {
  return { filter, isDraft, tried: undefined, page: undefined, problem: undefined };
}

/** The page itself, under whatever filters it. */
export function barePage(response: OpenResponse): Page | undefined {
  return response.pages[response.at];
}

/** What stands on the screen: the result of the topmost filter that has one, else the page itself. */
export function shownPage(response: OpenResponse): Page | undefined {
  return pageUnder(response, response.layers.length);
}

/** Filters of which the result is shown, or that made what is; the last one's is shown. */
export function shownLayers(response: OpenResponse): readonly Layer[] {
  return response.layers.slice(0, response.layers.findLastIndex(({ page }) => page !== undefined) + 1).filter(hasPage);
}

function hasPage({ page }: Layer): boolean {
  return page !== undefined;
}

/** What would be on screen without the layers from this one on. */
function pageUnder({ layers, pages, at }: OpenResponse, index: number): Page | undefined {
  return layers.slice(0, index).findLast(hasPage)?.page ?? pages[at];
}

/** The response with another page in the place of the one on screen. */
export function withShownPage(response: OpenResponse, page: Page): OpenResponse {
  const top = response.layers.findLastIndex(hasPage);
  if (top !== -1) return { ...response, layers: response.layers.with(top, { ...layerAt(response, top), page }) };
  return { ...response, pages: response.pages.map((kept, index) => (index === response.at ? page : kept)) };
}

function layerAt(response: OpenResponse, index: number): Layer {
  return response.layers[index] ?? newLayer('', false);
}

export interface WantedRun {
  /** Index of the layer. */
  readonly layer: number;
  readonly document: JsonDocument;
  readonly filter: string;
  /** Of rows that go on: how many had come, and were dropped. */
  readonly live: Live | undefined;
}

/** The lowest filter that is not over what it should be; undefined where there is none, or where it must wait. */
export function wantedRun(response: OpenResponse): WantedRun | undefined {
  for (const [index, { filter, tried }] of response.layers.entries()) {
    const source = sourceOf(response, index);
    if (source === 'waiting') return undefined;
    if (typeof source === 'string') continue;
    const live = liveUnder(response, index);
    const isFresh =
      tried?.filter === filter &&
      isSameDocument(tried.document, source) &&
      (!live || tried.document.nodeCount === source.nodeCount);
    if (!isFresh) return { layer: index, document: source, filter, live };
  }
  return undefined;
}

/** The layers with what came of a run: a result, or why there is none, with which what lies above is gone too. */
export function withOutcome(
  layers: readonly Layer[],
  { layer, document, filter }: WantedRun,
  outcome: { readonly page: Page } | { readonly problem: string },
): readonly Layer[] {
  return layers.map((kept, index) => {
    if (index < layer) return kept;
    if ('page' in outcome)
      return index > layer ? kept : { ...kept, ...outcome, problem: undefined, tried: { document, filter } };
    if (index > layer) return { ...kept, page: undefined, tried: undefined };
    // While somebody types, what is wrong for a moment leaves the last good result on the screen.
    const isSame = kept.isDraft && kept.tried !== undefined && isSameDocument(kept.tried.document, document);
    return { ...kept, ...outcome, page: isSame ? kept.page : undefined, tried: { document, filter } };
  });
}

/** True where a filter waits for the rest of what it is for. */
export function isWaiting(response: OpenResponse): boolean {
  return response.layers.some((_, index) => sourceOf(response, index) === 'waiting');
}

/** Why the filters that are not being typed have no result: jq's words, or what is not to be filtered. */
export function layerProblem(response: OpenResponse): string | undefined {
  for (const [index, { isDraft, problem }] of response.layers.entries()) {
    if (isDraft) continue;
    const source = sourceOf(response, index);
    if (source === 'failure' || source === 'waiting') return undefined;
    if (typeof source === 'string') return source;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What a layer lies over. */
function pageBelow(response: OpenResponse, index: number): Page | undefined {
  const under = response.layers[index - 1];
  return under ? under.page : response.pages[response.at];
}

function liveUnder(response: OpenResponse, index: number): Live | undefined {
  const body = pageBelow(response, index)?.body;
  return body?.kind === 'json' ? body.live : undefined;
}

/** The document that a layer filters; else why there is none. */
function sourceOf(response: OpenResponse, index: number): JsonDocument | string {
  const page = pageBelow(response, index);
  if (!page || page.failure) return 'failure';
  const { body } = page;
  if (body.kind !== 'json') return 'the response is not JSON';
  if (body.arriving && !body.live) return 'waiting';
  if (body.incomplete) return 'the response is incomplete, and jq needs all of it';
  return body.view.document;
}

export type ViewKind = 'tree' | 'table' | 'chart' | 'headers' | 'raw';

export interface OpenResponse {
  readonly id: number;
  /** What it answers; undefined for a file that was opened. */
  readonly request: RequestLine | undefined;
  /** True for what an account sends without being asked again: it is no file. */
  readonly isOfAccount?: boolean;
  readonly title: string;
  readonly pages: readonly Page[];
  /** Index of the page on screen. */
  readonly at: number;
  /** Filters over the page on screen, each over the result of the one before; the last one's is shown. */
  readonly layers: readonly Layer[];
  /** Of all pages gathered into one: how it went. */
  readonly gathered?: Gathered;
  /** Items on a page of a list that came whole, where the usual number was changed. */
  readonly wholeSize?: number;
  /** Items a page, where pages of more were too much. */
  readonly smallerPages?: number;
}

/** True for a document of the user's own, which belongs to no account. */
export function isFile({ request, isOfAccount }: OpenResponse): boolean {
  return !request && isOfAccount !== true;
}

/** The name of such a document where it is what stands on the screen. */
export function fileTitle(response: OpenResponse | undefined): string | undefined {
  return response && isFile(response) ? response.title : undefined;
}

/** A jq filter over what lies under it, and what came of it. */
export interface Layer {
  readonly filter: string;
  /** True while it is being typed. */
  readonly isDraft: boolean;
  /** What was filtered last, with which filter: where that is not what is wanted now, it is filtered anew. */
  readonly tried: { readonly document: JsonDocument; readonly filter: string } | undefined;
  /** The result; of a draft that is wrong as it stands, the last good one. */
  readonly page: Page | undefined;
  /** Why there is none, in jq's words. */
  readonly problem: string | undefined;
}

export interface Page {
  readonly request: RequestLine | undefined;
  readonly response: ResponseFacts | undefined;
  readonly body: Body;
  readonly info: PageInfo;
  /** What the status or the envelope complains of; undefined for success. */
  readonly failure: Failure | undefined;
  /** When it came, where it was read from the history; epoch milliseconds. */
  readonly storedAt: number | undefined;
  readonly view: ViewKind;
  /** The table of the list last looked at in one. */
  readonly table: Table | undefined;
  /** The chart of the list last looked at in one. */
  readonly chart: Chart | undefined;
  /** First row shown of the headers and the raw view. */
  readonly headersTop: number;
  readonly rawTop: number;
}

/** Whether the view goes along with the end of what arrives. */
interface Follow {
  readonly isOn: boolean;
  /** Rows that had come when it was last on. */
  readonly seen: number;
}

export type Body =
  | {
      readonly kind: 'json';
      readonly bytes: Uint8Array;
      readonly view: TreeView;
      readonly arriving: Arriving | undefined;
      readonly incomplete: Incomplete | undefined;
      readonly live?: Live | undefined;
      readonly follow?: Follow | undefined;
    }
  | TextBody
  | BinaryBody
  | { readonly kind: 'empty'; readonly bytes: Uint8Array };
