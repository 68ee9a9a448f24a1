// A screen of a terminal model as an SVG, and several as one that plays: what the README shows are the cells that the painter made.
// SVG and its animation run in an <img> of a page, without a script. https://www.w3.org/TR/SVG2/conform.html#secure-animated-mode
import xterm from '@xterm/headless';
import type { State } from '../../src/explorer/model/state.ts';
import { screenFrame } from '../../src/terminal/frame.ts';
import type { Theme } from '../../src/terminal/theme.ts';

/** Pixels of a cell, as a monospaced font of 14 pixels has them. */
const cellWidth = 8.4;
const cellHeight = 18;
const margin = 10;

const paper = '#0d1117';
const ink = '#c9d1d9';
/** The sixteen colours of a terminal, by their numbers. */
const colours = [
  ['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
  ['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#f0f6fc'],
].flat();

interface Run {
  readonly column: number;
  readonly cells: number;
  readonly text: string;
  readonly style: string;
  readonly background: string | undefined;
}

export interface Screen {
  readonly columns: number;
  readonly rows: readonly (readonly Run[])[];
}

/** What stands on a terminal that shows this state. */
export async function screenOf(state: State, theme: Theme): Promise<Screen> {
  const { columns, rows } = state.screen;
  const model = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const { lines, cursor } = screenFrame(state, theme);
  await new Promise<void>((resolve) => {
    model.write(lines.map((line, row) => `\u001b[${row + 1};1H${line}`).join(''), resolve);
  });
  const screen = { columns, rows: Array.from({ length: rows }, (_, row) => runsOf(model, row, cursor)) };
  model.dispose();
  return screen;
}

function runsOf(
  model: InstanceType<typeof xterm.Terminal>,
  row: number,
  cursor: { readonly x: number; readonly y: number } | undefined,
): readonly Run[] {
  const line = model.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; column < model.cols; ) {
    const cell = line?.getCell(column);
    if (!cell) break;
    const cells = Math.max(1, cell.getWidth());
    const isCursor = cursor?.y === row && cursor.x === column;
    const isInverse = (cell.isInverse() !== 0) !== isCursor;
    const own = cell.isFgPalette()
      ? (colours[cell.getFgColor()] ?? ink)
      : cell.isFgRGB()
        ? hex(cell.getFgColor())
        : ink;
    const under = cell.isBgPalette() ? colours[cell.getBgColor()] : cell.isBgRGB() ? hex(cell.getBgColor()) : undefined;
    const [fill, background] = isInverse ? [under ?? paper, own] : [own, under];
    const style = [
      `fill="${fill}"`,
      cell.isBold() ? 'font-weight="bold"' : '',
      cell.isDim() ? 'opacity="0.65"' : '',
      cell.isUnderline() ? 'text-decoration="underline"' : '',
    ]
      .filter((part) => part !== '')
      .join(' ');
    const text = cell.getChars() || ' ';
    const last = runs.at(-1);
    if (last?.style === style && last.background === background && last.column + last.cells === column)
      runs[runs.length - 1] = { ...last, cells: last.cells + cells, text: last.text + text };
    else runs.push({ column, cells, text, style, background });
    column += cells;
  }
  return runs.filter(({ text, background }) => text.trim() !== '' || background !== undefined);
}

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}

/** One screen. */
export function still(title: string, screen: Screen): string {
  return document(title, screen, screen.rows.map(rowSvg).join('\n'));
}

/** Screens one after the other, each for so many seconds, again and again; what stays from one to the next stands once. */
export function recording(title: string, screens: readonly Screen[], seconds: number): string {
  const [first] = screens;
  if (!first) throw new Error('nothing was recorded');
  const whole = seconds * screens.length;
  const seen = new Map<string, boolean[]>();
  for (const [at, { rows }] of screens.entries()) {
    for (const [row, runs] of rows.entries()) {
      const text = rowSvg(runs, row);
      const shown = seen.get(text) ?? screens.map(() => false);
      shown[at] = true;
      seen.set(text, shown);
    }
  }
  const rows = [...seen].filter(([text]) => text !== '');
  const body = rows.map(([text, shown]) => {
    if (shown.every(Boolean)) return text;
    const values = shown.map((is) => (is ? 'inline' : 'none')).join(';');
    return `<g>${text}<animate attributeName="display" calcMode="discrete" values="${values}" dur="${whole}s" repeatCount="indefinite"/></g>`;
  });
  return document(title, first, body.join('\n'));
}

function rowSvg(runs: readonly Run[], row: number): string {
  const y = row * cellHeight;
  const grounds = runs.flatMap(({ column, cells, background }) =>
    background === undefined
      ? []
      : [`<rect x="${x(column)}" y="${y}" width="${x(cells)}" height="${cellHeight}" fill="${background}"/>`],
  );
  const texts = runs
    .filter(({ text }) => text.trim() !== '')
    .map(
      ({ column, cells, text, style }) =>
        `<text x="${x(column)}" y="${y + 13.5}" textLength="${x(cells)}" lengthAdjust="spacingAndGlyphs" ${style}>${escaped(text)}</text>`,
    );
  return [...grounds, ...texts].join('');
}

function x(cells: number): string {
  return String(Math.round(cells * cellWidth * 100) / 100);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function document(title: string, { columns, rows }: Screen, body: string): string {
  const width = Math.round(columns * cellWidth) + 2 * margin;
  const height = rows.length * cellHeight + 2 * margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-margin} ${-margin} ${width} ${height}" width="${width}" height="${height}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
<title>${escaped(title)}</title>
<rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" rx="6" fill="${paper}"/>
${body}
</svg>
`;
}
