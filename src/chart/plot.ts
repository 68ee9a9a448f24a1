// A chart as rows of characters: lines and points in braille, two by four dots a cell; bars in eighths of a cell. Several series are told
// apart by dashes and by a letter at their end, so that no colour is needed.

import { bisectLeft, bisectRight } from 'd3-array';
import { eighths } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import { cellWidth, padEnd, padStart, truncate } from '../text/width.ts';
import type { ChartData, Series } from './data.ts';
import { formatSpan, formatTime, timeAxis } from './time-axis.ts';
import { type Axis, formatValue, scaleAxis, type Tick, valueAxis } from './units.ts';

/** A piece of a row; a number is the index of the series that it belongs to. */
export interface Mark {
  readonly text: string;
  readonly tone: 'axis' | 'label' | 'cursor' | 'text' | number;
}

/** What is shown of a chart. */
interface ChartView {
  /** Index of the place under the cursor; undefined where there is no cursor. */
  readonly cursor: number | undefined;
  /** The first and the last place that are shown. */
  readonly from: number;
  readonly to: number;
}

/** Dots of a cell, by column and row, as Unicode numbers them (U+2800 and on). */
const dots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

const letters = 'abcdef';

/** Which dots along a line are drawn, by series: solid, dashes, dots, long dashes, dash and dot, pairs of dots. */
const dashes: readonly ((step: number) => boolean)[] = [
  () => true,
  (step) => step % 6 < 3,
  (step) => step % 3 === 0,
  (step) => step % 10 < 7,
  (step) => step % 8 < 4 || step % 8 === 6,
  (step) => step % 6 < 2,
];

const fills = ['█', '▓', '▒', '░', '▚', '▞'];

/** Cells below which there is no room for a chart. */
export const leastWidth = 20;
export const leastHeight = 5;

/** The chart in exactly `height` rows of at most `width` cells. */
export function plot(data: ChartData, view: ChartView, width: number, height: number): readonly (readonly Mark[])[] {
  if (width < leastWidth || height < leastHeight)
    return [[{ text: truncate('The chart needs more room', width), tone: 'label' }]];
  const rows = data.kind === 'text' ? bars(data, view, width, height - 1) : lines(data, view, width, height - 1);
  return [legend(data, view, width), ...rows].map((row) => clipped(row, width));
}

/** What stands at a place, as one line: of a name its value, of a place on an axis the values first, since the axis shows the place too. */
export function describePlace(data: ChartData, place: number): readonly Mark[] {
  const at = data.places[place];
  if (at === undefined) return [];
  const where: Mark = { text: placeName(data, at), tone: 'text' };
  const gap: Mark = { text: '  ', tone: 'axis' };
  const isSeveral = data.series.length > 1;
  const values = data.series.flatMap((series, index): readonly Mark[] => {
    const value = valueAt(series, at);
    if (value === undefined && isSeveral) return [];
    const text = value === undefined ? 'no value' : formatValue(value, data.unit);
    return [{ text: isSeveral ? `${letters[index]} ${text}` : text, tone: index }];
  });
  const parts = data.kind === 'text' ? [where, ...values] : [...values, where];
  return parts.flatMap((part, index) => (index === 0 ? [part] : [gap, part]));
}

function placeName(data: ChartData, at: number): string {
  if (data.kind === 'time') return formatTime(at, data.zone);
  if (data.kind === 'text') return visible(data.labels[at] ?? '') || '(empty)';
  return formatValue(at, data.alongUnit);
}

/** The last value at a place. */
function valueAt({ at, values }: Series, place: number): number | undefined {
  const index = bisectRight(at, place) - 1;
  const value = at[index] === place ? values[index] : undefined;
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function legend(
  { series, moreSeries, kind, places, zone, rowsRead, rowCount }: ChartData,
  { from, to }: ChartView,
  width: number,
): readonly Mark[] {
  const marks: Mark[] = [];
  for (const [index, { name }] of series.entries()) {
    if (index > 0) marks.push({ text: '  ', tone: 'axis' });
    const sample =
      series.length === 1
        ? ''
        : kind === 'text'
          ? `${letters[index]}${fills[index]} `
          : `${letters[index]}${sampleLine(index)} `;
    marks.push({ text: sample + (visible(name) || '(empty)'), tone: index });
  }
  if (moreSeries > 0) marks.push({ text: `  and ${moreSeries} more`, tone: 'label' });
  if (rowsRead < rowCount)
    marks.push({ text: `  first ${formatValue(rowsRead, { kind: 'count', scale: 1 })} rows`, tone: 'label' });
  const span = kind === 'time' && places.length > 0 ? formatSpan(places[from] ?? 0, places[to] ?? 0, zone) : '';
  const used = marks.reduce((sum, { text }) => sum + cellWidth(text), 0);
  const room = width - used - cellWidth(span);
  if (span !== '' && room >= 2)
    return [...marks, { text: ' '.repeat(room), tone: 'axis' }, { text: span, tone: 'label' }];
  return marks;
}

function clipped(marks: readonly Mark[], width: number): readonly Mark[] {
  const kept: Mark[] = [];
  let left = width;
  for (const { text, tone } of marks) {
    if (left <= 0) break;
    const shown = truncate(text, left);
    kept.push({ text: shown, tone });
    left -= cellWidth(shown);
  }
  return kept;
}

/** Three cells of how a series is drawn. */
function sampleLine(index: number): string {
  let text = '';
  for (let cell = 0; cell < 3; cell++) {
    const bits = [0, 1].reduce((sum, x) => sum | (dashes[index]!(cell * 2 + x) ? dots[x]![2] : 0), 0);
    text += String.fromCharCode(0x2800 + bits);
  }
  return text;
}

/** The lowest and the highest of the values that are shown; undefined where there are none. */
function extent(series: readonly Series[], from: number, to: number): readonly [low: number, high: number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at, values } of series) {
    for (let index = bisectLeft(at, from); index < values.length && at[index]! <= to; index++) {
      const value = values[index]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}

function lines(data: ChartData, view: ChartView, width: number, height: number): readonly (readonly Mark[])[] {
  const { series, places, unit } = data;
  let [from, to] = [places[view.from] ?? 0, places[view.to] ?? 0];
  const found = extent(series, from, to);
  if (!found) return [[], [{ text: 'There is no number to show here', tone: 'label' }]];
  if (from === to) {
    // One point stands in the middle of an hour, or of two steps.
    const around = data.kind === 'time' ? 1_800_000 : 1;
    [from, to] = [from - around, to + around];
  }
  const rows = height - 2;
  const axis = valueAxis(...found, unit, Math.max(2, Math.round(rows / 3)));
  const margin = Math.max(...axis.ticks.map(({ label }) => cellWidth(label)));
  const ends = series.length > 1 ? 2 : 0;
  const columns = width - margin - 2 - ends;
  if (columns < 8) return [[{ text: 'The chart needs more room', tone: 'label' }]];
  const canvas = new Canvas(columns, rows, { from, to }, axis);
  for (const [index, one] of series.entries()) canvas.draw(one, index);
  const cursor = view.cursor === undefined ? undefined : places[view.cursor];
  const grid = canvas.rows(series, cursor !== undefined && cursor >= from && cursor <= to ? cursor : undefined);
  const tickRows = new Map(axis.ticks.map((tick) => [canvas.rowOf(tick.at), tick]));
  const endings = ends > 0 ? lettersAt(series, to, canvas, rows) : new Map<number, number>();
  const body = grid.map((cells, row): readonly Mark[] => {
    const tick = tickRows.get(row);
    const letter = endings.get(row);
    return [
      { text: padStart(tick?.label ?? '', margin), tone: 'label' },
      { text: tick ? ' ┤' : ' │', tone: 'axis' },
      ...cells,
      ...(letter === undefined ? [] : [{ text: ` ${letters[letter]}`, tone: letter }]),
    ];
  });
  const count = Math.max(2, Math.floor(columns / 12));
  const along =
    data.kind === 'time' ? timeAxis(from, to, data.zone, count) : scaleAxis(from, to, data.alongUnit, count, false);
  return [...body, ...footer(along.ticks, (at) => canvas.columnOf(at), margin, columns, width)];
}

/** The lower axis: a line with a mark for each tick, and below it those labels that do not run into one another. */
function footer(
  ticks: readonly Tick[],
  columnOf: (at: number) => number,
  margin: number,
  columns: number,
  width: number,
): readonly (readonly Mark[])[] {
  const line = Array.from({ length: columns }, () => '─');
  let labels = '';
  for (const { at, label } of ticks) {
    const column = columnOf(at);
    if (column < 0 || column >= columns) continue;
    const cells = cellWidth(label);
    const start = Math.min(width - cells, Math.max(0, margin + 2 + column - Math.floor(cells / 2)));
    if (labels !== '' && start < labels.length + 2) continue;
    line[column] = '┬';
    labels = labels.padEnd(start) + label;
  }
  return [[{ text: `${' '.repeat(margin)} └${line.join('')}`, tone: 'axis' }], [{ text: labels, tone: 'label' }]];
}

/** By row: the series whose last value stands there; of two in one row, the other goes to the next that is free. */
function lettersAt(series: readonly Series[], to: number, canvas: Canvas, rows: number): ReadonlyMap<number, number> {
  const taken = new Map<number, number>();
  for (const [index, { at, values }] of series.entries()) {
    let last = bisectRight(at, to) - 1;
    while (last >= 0 && Number.isNaN(values[last]!)) last--;
    if (last < 0) continue;
    const wanted = Math.min(rows - 1, Math.max(0, canvas.rowOf(values[last]!)));
    const free = Array.from({ length: rows }, (_, step) => [wanted - step, wanted + step])
      .flat()
      .find((row) => row >= 0 && row < rows && !taken.has(row));
    if (free !== undefined) taken.set(free, index);
  }
  return taken;
}

/** Dots on a grid of cells. */
class Canvas {
  readonly columns: number;
  private readonly height: number;
  private readonly cells: Uint8Array;
  /** By cell: 1 + the series that was drawn there first. */
  private readonly owners: Uint8Array;
  /** Cells with a value that no line leads to. */
  private readonly alone = new Map<number, number>();
  private readonly along: Pick<Axis, 'from' | 'to'>;
  private readonly axis: Pick<Axis, 'from' | 'to'>;

  constructor(columns: number, height: number, along: Pick<Axis, 'from' | 'to'>, axis: Pick<Axis, 'from' | 'to'>) {
    this.columns = columns;
    this.height = height;
    this.along = along;
    this.axis = axis;
    this.cells = new Uint8Array(columns * height);
    this.owners = new Uint8Array(columns * height);
  }

  private dotX(at: number): number {
    const { from, to } = this.along;
    return Math.round(((at - from) / (to - from)) * (this.columns * 2 - 1));
  }

  private dotY(value: number): number {
    const { from, to } = this.axis;
    return Math.round((1 - (value - from) / (to - from)) * (this.height * 4 - 1));
  }

  rowOf(value: number): number {
    return Math.floor(this.dotY(value) / 4);
  }

  columnOf(at: number): number {
    return Math.floor(this.dotX(at) / 2);
  }

  /** Lines between points that follow each other; a point alone is a dot. */
  draw({ at, values }: Series, index: number): void {
    const isDrawn = dashes[index % dashes.length]!;
    const { from, to } = this.along;
    let lastX: number | undefined;
    let lastY = 0;
    let steps = 0;
    for (let i = Math.max(0, bisectLeft(at, from) - 1); i < values.length; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) {
        lastX = undefined;
        continue;
      }
      const [x, y] = [this.dotX(at[i]!), this.dotY(value)];
      if (lastX === undefined) {
        this.dot(x, y, index);
        const next = values[i + 1];
        if (next === undefined || Number.isNaN(next)) this.alone.set((y >> 2) * this.columns + (x >> 1), index);
      }
      if (lastX !== undefined) {
        const length = Math.max(Math.abs(x - lastX), Math.abs(y - lastY));
        // A line from far outside is followed only as far as it can be seen.
        const first = x - lastX > 4 * this.columns ? Math.max(1, length - 4 * this.columns) : 1;
        for (let step = first; step <= length; step++, steps++) {
          if (!isDrawn(steps)) continue;
          this.dot(
            Math.round(lastX + ((x - lastX) * step) / length),
            Math.round(lastY + ((y - lastY) * step) / length),
            index,
          );
        }
      }
      lastX = x;
      lastY = y;
      if (at[i]! > to) break;
    }
  }

  private dot(x: number, y: number, index: number): void {
    if (x < 0 || y < 0 || x >= this.columns * 2 || y >= this.height * 4) return;
    const cell = (y >> 2) * this.columns + (x >> 1);
    this.cells[cell]! |= dots[(x & 1) as 0 | 1][(y & 3) as 0 | 1 | 2 | 3];
    if (this.owners[cell] === 0) this.owners[cell] = index + 1;
  }

  /** The cells as pieces of one tone each; at `cursor` a line upwards, with a mark on every series. */
  rows(series: readonly Series[], cursor: number | undefined): readonly (readonly Mark[])[] {
    const column = cursor === undefined ? -1 : this.columnOf(cursor);
    const marked = new Map<number, number>();
    if (cursor !== undefined) {
      for (const [index, one] of series.entries()) {
        const value = valueAt(one, cursor);
        if (value !== undefined) marked.set(this.rowOf(value), index);
      }
    }
    return Array.from({ length: this.height }, (_, row) => {
      const marks: { text: string; tone: Mark['tone'] }[] = [];
      for (let x = 0; x < this.columns; x++) {
        const cell = row * this.columns + x;
        const bits = this.cells[cell]!;
        const own = (x === column ? marked.get(row) : undefined) ?? this.alone.get(cell);
        const tone = own ?? (bits !== 0 ? this.owners[cell]! - 1 : x === column ? 'cursor' : 'axis');
        const text =
          own !== undefined ? '●' : bits !== 0 ? String.fromCharCode(0x2800 + bits) : x === column ? '┊' : ' ';
        const last = marks.at(-1);
        if (last && last.tone === tone) last.text += text;
        else marks.push({ text, tone });
      }
      return marks;
    });
  }
}

/** Rows of bars: one for each place, and of several series one below the other. */
function bars(data: ChartData, view: ChartView, width: number, height: number): readonly (readonly Mark[])[] {
  const { series, unit, labels } = data;
  const found = extent(series, 0, Number.POSITIVE_INFINITY);
  if (!found) return [[], [{ text: 'There is no number to show here', tone: 'label' }]];
  const axis = { from: Math.min(0, found[0]), to: Math.max(0, found[1]) };
  if (axis.from === axis.to) axis.to = 1;
  const entries: { readonly place: number; readonly index: number; readonly value: number | undefined }[] = [];
  const fitting = Math.max(1, Math.floor(height / series.length));
  const top = firstShown(view, fitting);
  for (let place = top; place <= Math.min(view.to, top + fitting - 1); place++) {
    for (const [index, one] of series.entries()) {
      entries.push({ place, index, value: valueAt(one, data.places[place] ?? 0) });
    }
  }
  const name = (place: number): string => visible(labels[place] ?? '') || '(empty)';
  const widest = Math.max(...entries.map(({ place }) => cellWidth(name(place))));
  const label = Math.min(widest, Math.max(8, Math.floor(width * 0.4)));
  const texts = entries.map(({ value }) => (value === undefined ? 'no value' : formatValue(value, unit)));
  const valueCells = Math.max(...texts.map(cellWidth));
  const several = series.length > 1 ? 2 : 0;
  const room = Math.max(1, width - label - valueCells - several - 4);
  return entries.map(({ place, index, value }, entry): readonly Mark[] => {
    const isHere = place === view.cursor;
    const own = index === 0 ? name(place) : '';
    return [
      { text: isHere && index === 0 ? '▸ ' : '  ', tone: 'cursor' },
      { text: padEnd(truncate(own, label), label), tone: isHere ? 'text' : 'label' },
      { text: several > 0 ? ` ${letters[index]}` : '', tone: index },
      { text: ' ', tone: 'axis' },
      { text: padEnd(bar(value ?? 0, axis, room, index), room), tone: index },
      { text: ` ${padStart(texts[entry] ?? '', valueCells)}`, tone: 'text' },
    ];
  });
}

/** The window of bars moves only where the cursor leaves it. */
function firstShown({ cursor = 0, from, to }: ChartView, fitting: number): number {
  const page = Math.floor((cursor - from) / fitting);
  return Math.max(from, Math.min(from + page * fitting, to - fitting + 1));
}

/** From zero to the value, wherever zero stands; one below zero ends in halves of a cell, for Unicode has no others. */
function bar(
  value: number,
  { from, to }: { readonly from: number; readonly to: number },
  cells: number,
  index: number,
): string {
  const fill = fills[index % fills.length]!;
  const zero = Math.round((-from / (to - from)) * cells);
  if (value < 0) {
    const halves = Math.round((-value / (to - from)) * cells * 2);
    const whole = Math.min(zero, Math.floor(halves / 2));
    const half = halves % 2 === 1 && whole < zero ? '▐' : '';
    return padStart(half + fill.repeat(whole), zero);
  }
  const units = Math.min((cells - zero) * 8, Math.round((value / (to - from)) * cells * 8));
  const part = value > 0 && units === 0 ? '▏' : (eighths[units % 8] ?? '');
  return ' '.repeat(zero) + fill.repeat(Math.floor(units / 8)) + (fill === '█' ? part : '');
}
