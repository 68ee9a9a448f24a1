// The chart of a list: opening it from the tree or the table and going back to the same row, its cursor, its zoom, what is drawn in it.
import { listNode } from '../../../api/list.ts';
import type { ChartField } from '../../../chart/data.ts';
import { describePlace, type Mark, plot } from '../../../chart/plot.ts';
import { isSameUnit } from '../../../chart/units.ts';
import type { JsonDocument } from '../../../json/document.ts';
import { moveTo } from '../../../json/view.ts';
import { narrow } from '../../../text/matching.ts';
import { formatCount } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { type Chart, chartData, chartRow, firstCursor, openChart, shownPlaces } from '../../model/chart.ts';
import { withPage } from '../../model/document.ts';
import { closeOverlay, hasFocus } from '../../model/focus.ts';
import { type Movement, movedRow } from '../../model/movement.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { Page } from '../../model/response.ts';
import { fitRow, type Role, type Row, rowWidth, span } from '../../model/rows.ts';
import { currentPage, responseSize, selectedNode } from '../../model/select.ts';
import type { State } from '../../model/state.ts';

interface Shown {
  readonly page: Page;
  readonly document: JsonDocument;
  readonly chart: Chart;
}

/** The chart that is on the screen. */
export function chartHere(state: State): Shown | undefined {
  const page = currentPage(state);
  if (page?.view !== 'chart' || !page.chart || page.body.kind !== 'json') return undefined;
  return { page, document: page.body.view.document, chart: page.chart };
}

/** Draws the list around the cursor, or shows the tree again. */
export function toggleChart(state: State): State {
  return chartHere(state) ? toRowInTree(state, false) : show(state);
}

function show(state: State): State {
  const page = currentPage(state);
  if (page?.body.kind !== 'json') return state;
  if (page.body.arriving) return complain(state, 'The chart can be drawn when all rows have arrived');
  const { document, cursor } = page.body.view;
  const chart = openChart(document, selectedNode(page) ?? cursor, page.chart, listNode(document, page.info));
  if (!chart) return complain(state, 'There is no list of objects with numbers here to draw');
  return withPage(state, { ...page, view: 'chart', chart });
}

/** The tree's cursor stands on the row under the chart's. */
export function toRowInTree(state: State, isAtRow: boolean): State {
  const shown = chartHere(state);
  if (shown?.page.body.kind !== 'json') return state;
  const { page, document, chart } = shown;
  const { body } = shown.page;
  const row = isAtRow ? chartRow(document, chart) : undefined;
  const view = row === undefined ? body.view : moveTo(body.view, row);
  return withPage(state, { ...page, view: 'tree', body: { ...body, view } });
}

/** Leaves the chart for the tree; undefined where no chart has the focus. */
export function leaveChart(state: State): Step | undefined {
  return hasFocus(state, 'response') && chartHere(state) ? [toRowInTree(state, false), []] : undefined;
}

function changeChart(state: State, change: (shown: Shown) => Chart | string): State {
  const shown = chartHere(state);
  if (!shown) return state;
  const changed = change(shown);
  return typeof changed === 'string'
    ? complain(state, changed)
    : withPage(state, { ...shown.page, chart: follow(shown.document, changed) });
}

/** What is shown goes along where the cursor leaves it. */
function follow(document: JsonDocument, chart: Chart): Chart {
  const { zoom, cursor } = chart;
  if (!zoom || (cursor >= zoom.from && cursor <= zoom.to)) return chart;
  const size = zoom.to - zoom.from;
  const last = chartData(document, chart).places.length - 1;
  const from = cursor < zoom.from ? cursor : Math.max(0, Math.min(last, cursor) - size);
  return { ...chart, zoom: { from, to: from + size } };
}

function moved(document: JsonDocument, chart: Chart, to: number): Chart {
  const last = chartData(document, chart).places.length - 1;
  return { ...chart, cursor: Math.max(0, Math.min(last, to)) };
}

/** One place to the left or to the right; of many that share a column of the screen, on to the next column. */
export function moveAlong(state: State, step: number): State {
  return changeChart(state, ({ document, chart }) => {
    const to = moved(document, chart, chart.cursor + step * stride(state, document, chart));
    if (to.cursor === chart.cursor) return step > 0 ? 'This is the last value' : 'This is the first value';
    return to;
  });
}

/** Places that fall on one column of the screen. */
function stride(state: State, document: JsonDocument, chart: Chart): number {
  const data = chartData(document, chart);
  if (data.kind === 'text') return 1;
  const { from, to } = shownPlaces(data, chart);
  return Math.max(1, Math.floor((to - from + 1) / Math.max(1, responseSize(state).width - 8)));
}

/** Up and down go from bar to bar, and along lines as left and right do; the other movements as in every list. */
export function moveInChart(state: State, movement: Movement): State {
  if (movement === 'up' || movement === 'down') return moveAlong(state, movement === 'up' ? -1 : 1);
  return changeChart(state, ({ document, chart }) => {
    const data = chartData(document, chart);
    const { from, to } = shownPlaces(data, chart);
    const count = data.places.length;
    const page = data.kind === 'text' ? responseSize(state).height - 1 : Math.max(1, Math.floor((to - from + 1) / 4));
    return moved(document, chart, movedRow(movement, chart.cursor, page, count, count - 1));
  });
}

/** Half, or twice, of what is shown, around the cursor. */
export function zoomChart(state: State, direction: 1 | -1): State {
  return changeChart(state, ({ document, chart }) => {
    const data = chartData(document, chart);
    if (data.kind === 'text') return 'Bars are not enlarged: every row has one';
    const { from, to } = shownPlaces(data, chart);
    const last = data.places.length - 1;
    if (direction === -1 && from === 0 && to === last) return 'All of it is shown already';
    const size = direction === 1 ? Math.floor((to - from) / 2) : (to - from) * 2;
    if (size < 2) return 'Nearer is not possible';
    if (size >= last) return { ...chart, zoom: undefined };
    const start = Math.max(0, Math.min(last - size, chart.cursor - Math.floor(size / 2)));
    return { ...chart, zoom: { from: start, to: start + size } };
  });
}

export function showAll(state: State): State {
  return changeChart(state, ({ chart }) => (chart.zoom ? { ...chart, zoom: undefined } : 'All of it is shown already'));
}

type Use = 'draw' | 'along' | 'by';

interface Option {
  readonly use: Use;
  readonly field: ChartField;
}

const useWords: Readonly<Record<Use, string>> = { draw: 'draw ', along: 'along', by: 'by   ' };

function options({ fields }: Chart): readonly Option[] {
  const numbers = fields.filter(({ kind }) => kind === 'number');
  const few = fields.filter(({ kind, distinct }) => kind !== 'time' && distinct > 1);
  return [
    ...numbers.map((field): Option => ({ use: 'draw', field })),
    ...fields.map((field): Option => ({ use: 'along', field })),
    ...few.map((field): Option => ({ use: 'by', field })),
  ];
}

function isChosen({ choice }: Chart, { use, field }: Option): boolean {
  if (use === 'draw') return choice.values.includes(field.path);
  return (use === 'along' ? choice.along : choice.by) === field.path;
}

/** Which numbers are drawn, along what, and what parts them into several: enter adds it, or takes it away. */
export const chartPicker: PickerSpec = {
  label: 'draw',
  title: 'What the chart shows',
  items: (state: State, typed: string): readonly PickerItem[] => {
    const chart = chartHere(state)?.chart;
    const all = chart ? options(chart) : [];
    const names = all.map(({ use, field }) => `${useWords[use]} ${visible(field.path)}`);
    return narrow(names, typed).map(({ index }) => {
      const option = all[index]!;
      const isOn = chart !== undefined && isChosen(chart, option);
      return {
        key: String(index),
        row: [span(isOn ? '● ' : '  ', 'accent'), span(names[index] ?? '', isOn ? 'text' : 'dim')],
      };
    });
  },
  empty: () => 'No field matches',
  choose: (state: State, { key }: PickerItem): Step => {
    const closed = closeOverlay(state);
    const shown = chartHere(closed);
    const option = shown && options(shown.chart)[Number(key)];
    if (!option) return [closed, []];
    return [changeChart(closed, ({ document, chart }) => chosen(document, chart, option)), []];
  },
};

function chosen(document: JsonDocument, chart: Chart, option: Option): Chart | string {
  const { path, unit } = option.field;
  const isOn = isChosen(chart, option);
  const redrawn = (choice: Partial<Chart['choice']>): Chart => {
    const next: Chart = { ...chart, choice: { ...chart.choice, ...choice }, zoom: undefined };
    return { ...next, cursor: firstCursor(chartData(document, next)) };
  };
  if (option.use === 'along') return redrawn({ along: isOn ? undefined : path });
  // Parts of one number are compared, not of several.
  if (option.use === 'by') return redrawn({ by: isOn ? undefined : path, values: chart.choice.values.slice(0, 1) });
  const { values } = chart.choice;
  if (isOn)
    return values.length === 1
      ? 'This is the only thing drawn'
      : redrawn({ values: values.filter((value) => value !== path) });
  const drawn = chart.fields.filter((field) => values.includes(field.path));
  const isSame = drawn.every((field) => isSameUnit(field.unit, unit));
  // What is of another unit has no place on this axis and is drawn alone.
  if (!isSame || chart.choice.by !== undefined) return redrawn({ values: [path] });
  return values.length >= 6 ? 'Six at most can be told apart' : redrawn({ values: [...values, path] });
}

const seriesRoles: readonly Role[] = ['accent', 'warn', 'good', 'literal', 'bad', 'text'];

/** The role of a part of a chart. */
export function markRole({ tone }: Mark): Role {
  if (typeof tone === 'number') return seriesRoles[tone % seriesRoles.length] ?? 'text';
  return tone === 'axis' || tone === 'label' ? 'dim' : tone === 'cursor' ? 'keyName' : 'text';
}

function toRow(marks: readonly Mark[]): Row {
  return marks.map((mark) => span(mark.text, markRole(mark)));
}

interface PaintedChart {
  readonly rows: readonly Row[];
  readonly selected: undefined;
  readonly status: Row;
  readonly place: (cells: number) => Row;
}

export function paintChart(document: JsonDocument, chart: Chart, width: number, height: number): PaintedChart {
  const data = chartData(document, chart);
  const { from, to } = shownPlaces(data, chart);
  const rows = plot(data, { cursor: chart.cursor, from, to }, width, height).map(toRow);
  const count = data.places.length;
  const place = `${formatCount(chart.cursor + 1)} of ${formatCount(count)}`;
  return {
    rows,
    selected: undefined,
    status: chart.zoom ? [span('enlarged', 'accent'), span(' ─ ', 'border'), span(place, 'dim')] : [span(place, 'dim')],
    place: (cells) => {
      const words = toRow(describePlace(data, chart.cursor));
      return rowWidth(words) > cells ? fitRow(words, cells) : words;
    },
  };
}
