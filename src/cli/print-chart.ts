// `--output chart`: the items as lines or bars, as wide as the terminal. Loaded only where a chart is asked for.
import { drawableList, readChart } from '../chart/data.ts';
import { leastHeight, leastWidth, plot } from '../chart/plot.ts';
import { isSameUnit } from '../chart/units.ts';
import { markRole } from '../explorer/features/chart/chart.ts';
import { indexDocument } from '../json/parse.ts';
import { createTheme } from '../terminal/theme.ts';
import { complain } from './complain.ts';
import { type Io, print } from './io.ts';

/** Cells where there is no terminal to fit into. */
const usualWidth = 80;
const usualHeight = 20;

/**
 * @param items JSON texts
 * @param fields the numbers that are drawn, and the time or name that they are drawn along, where those were named
 */
export async function printChart(
  io: Io,
  items: readonly string[],
  fields: readonly string[] | undefined,
): Promise<void> {
  const indexed = indexDocument(new TextEncoder().encode(`[${items.join(',')}]`));
  const found = indexed.ok ? drawableList(indexed.document, 0) : undefined;
  if (!indexed.ok || !found) {
    complain(io, 'there is no list of objects with numbers to draw');
    return;
  }
  const named = found.fields.filter(({ path, kind }) => kind === 'number' && fields?.includes(path) === true);
  const values = named
    .filter(({ unit }, _, [first]) => first !== undefined && isSameUnit(unit, first.unit))
    .slice(0, 6);
  const choice = values.length > 0 ? { ...found.choice, values: values.map(({ path }) => path) } : found.choice;
  const data = readChart(indexed.document, found.list, found.fields, choice);
  const left = named.filter((field) => !values.includes(field)).map(({ path }) => path);
  if (left.length > 0) complain(io, `not drawn, because they are of another unit or more than six: ${left.join(', ')}`);
  const width = Math.max(leastWidth, io.stdout.columns ?? usualWidth);
  const bars = data.places.length * data.series.length + 1;
  const height = data.kind === 'text' ? Math.max(leastHeight, bars) : usualHeight;
  const theme = createTheme(io.colorDepth, io.isForEyes && io.env.TERM !== 'dumb');
  const view = { cursor: undefined, from: 0, to: Math.max(0, data.places.length - 1) };
  for (const row of plot(data, view, width, height)) {
    const text = theme.paint(row.map((mark) => ({ text: mark.text, role: markRole(mark) })));
    await print(io, `${text.trimEnd()}\n`);
  }
}
