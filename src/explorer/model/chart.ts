// A chart on the screen: which list it is of, what is drawn of it, and where its cursor is. Its points are read once for a choice.
import { type ChartChoice, type ChartData, type ChartField, drawableList, readChart } from '../../chart/data.ts';
import type { JsonDocument, Memo, NodeId } from '../../json/document.ts';

export interface Chart {
  readonly list: NodeId;
  readonly fields: readonly ChartField[];
  readonly choice: ChartChoice;
  /** Index of the place under the cursor. */
  readonly cursor: number;
  /** The first and the last place shown; undefined for all. */
  readonly zoom: { readonly from: number; readonly to: number } | undefined;
}

/**
 * A chart of the list around a node; what is drawn is what `like` draws, where the list has the same fields.
 *
 * @param own the list that the response is of, for a node outside of any list
 */
export function openChart(doc: JsonDocument, node: NodeId, like?: Chart, own?: NodeId): Chart | undefined {
  const found = drawableList(doc, node, own);
  if (!found) return undefined;
  const { list, fields, choice } = found;
  const paths = like ? [like.choice.along, like.choice.by, ...like.choice.values].flatMap((path) => path ?? []) : [];
  const isSame = like !== undefined && paths.every((path) => fields.some((field) => field.path === path));
  const chart: Chart = { list, fields, choice: isSame ? like.choice : choice, cursor: 0, zoom: undefined };
  return { ...chart, cursor: firstCursor(chartData(doc, chart)) };
}

/** What is newest along a time, the first of a list of names. */
export function firstCursor({ kind, places }: ChartData): number {
  return kind === 'text' ? 0 : Math.max(0, places.length - 1);
}

const kept = new WeakMap<Memo, { readonly key: string; readonly data: ChartData }>();

/** The points of a chart. The last ones read of a document are kept. */
export function chartData(doc: JsonDocument, { list, fields, choice }: Chart): ChartData {
  const key = JSON.stringify([list, choice, doc.nodeCount]);
  const known = kept.get(doc.memo);
  if (known?.key === key) return known.data;
  const data = readChart(doc, list, fields, choice);
  kept.set(doc.memo, { key, data });
  return data;
}

/** The first and the last place that the chart shows. */
export function shownPlaces({ places }: ChartData, { zoom }: Chart): { readonly from: number; readonly to: number } {
  const last = Math.max(0, places.length - 1);
  return { from: Math.min(last, zoom?.from ?? 0), to: Math.min(last, zoom?.to ?? last) };
}

/** The row of the list under the cursor. */
export function chartRow(doc: JsonDocument, chart: Chart): NodeId | undefined {
  return chartData(doc, chart).rows[chart.cursor];
}
