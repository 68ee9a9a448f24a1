// Colours by role; none is the only carrier of meaning. The theme that is built in uses only the sixteen colours that every terminal
// defines, on the terminal's own background; any other one says what it paints, as far as the terminal shows colours.
import type { Span } from '../explorer/model/rows.ts';
import type { Colour, Paint, Painted, ThemeDefinition } from '../explorer/model/theme.ts';
import { colourParameters, degraded } from './colours.ts';

/** Turns spans into one string of text and SGR sequences. */
export interface Theme {
  readonly paint: (spans: readonly Span[]) => string;
  /** A row under the cursor: one plain bar, since role colours may vanish on its background. */
  readonly paintSelected: (spans: readonly Span[]) => string;
}

type Style = readonly [open: string, close: string];

/** The colours of the terminal: the default. */
const ownColours: ThemeDefinition = {
  key: { color: 6 },
  index: { dim: true },
  marker: { dim: true },
  punctuation: { dim: true },
  string: { color: 2 },
  number: { color: 3 },
  literal: { color: 5 },
  count: { dim: true },
  title: { bold: true },
  brand: { bold: true, color: 3 },
  dim: { dim: true },
  accent: { color: 6 },
  good: { color: 2 },
  warn: { color: 3 },
  bad: { color: 1 },
  border: { dim: true },
  focusedBorder: { color: 6 },
  badge: { inverse: true },
  production: { bold: true, inverse: true, color: 1 },
  get: { bold: true, color: 6 },
  post: { bold: true, color: 2 },
  put: { bold: true, color: 3 },
  patch: { bold: true, color: 5 },
  delete: { bold: true, color: 1 },
  keyName: { bold: true },
  wrong: { underline: true, color: 1 },
  broken: { color: 1 },
  match: { bold: true, underline: true, color: 3 },
};

const attributeStyles: Readonly<Record<Exclude<keyof Paint, 'color' | 'background'>, Style>> = {
  bold: ['1', '22'],
  dim: ['2', '22'],
  italic: ['3', '23'],
  underline: ['4', '24'],
  inverse: ['7', '27'],
};

/**
 * @param depth bits of colour that the terminal shows, as `tty.WriteStream.getColorDepth()` says (1: none, as with NO_COLOR)
 * @param attributes whether bold, dim, underline and inverse may be used; not on a dumb terminal
 * @param wanted the terminal's own colours where there is none
 */
export function createTheme(depth: number, attributes = true, wanted: ThemeDefinition = ownColours): Theme {
  // Where there are no colours, what a theme tells by colours alone is told by attributes.
  const definition = depth === 1 ? ownColours : wanted;
  const { text: base = {} } = definition;
  const sequences = new Map<Painted, Style>();
  const open = parametersOf(base, {}, depth, attributes).map(([begin]) => begin);
  for (const [role, paint] of Object.entries(definition) as [Painted, Paint][]) {
    if (role === 'text') continue;
    const styles = parametersOf(paint, base, depth, attributes);
    if (styles.length === 0) continue;
    // What ends a colour or an attribute is what plain text has of it.
    const ends = new Set([...styles].reverse().map(([, close]) => close));
    const again = open.filter((one) => ends.has(endOf(one)));
    const closing = [...ends].filter((end) => !isColourEnd(end) || !again.some((one) => endOf(one) === end));
    sequences.set(role, [sgr(styles.map(([begin]) => begin)), sgr([...closing, ...again])]);
  }
  const begin = open.length === 0 ? '' : sgr(open);
  const end = open.length === 0 ? '' : sgr(['0']);
  const paint = (spans: readonly Span[]): string => {
    let painted = begin;
    for (const span of spans) {
      const style = sequences.get(span.role);
      painted += style && span.text !== '' ? style[0] + span.text + style[1] : span.text;
    }
    return painted + end;
  };
  const bar = sequences.get('selected') ?? (attributes ? [sgr(['7']), sgr(['27'])] : ['', '']);
  const paintSelected = (spans: readonly Span[]): string =>
    begin + bar[0] + spans.map((span) => span.text).join('') + bar[1] + end;
  return { paint, paintSelected };
}

/** What begins and what ends each part of it, where plain text looks as `base` says. */
function parametersOf(paint: Paint, base: Paint, depth: number, attributes: boolean): readonly Style[] {
  const styles: Style[] = [];
  if (attributes) {
    for (const [name, style] of Object.entries(attributeStyles) as [keyof typeof attributeStyles, Style][])
      if (paint[name] === true) styles.push(style);
  }
  if (depth === 1) return styles;
  const behind = paint.background ?? base.background;
  const colour = (written: Colour, isBackground: boolean): string =>
    colourParameters(degraded(written, depth, isBackground ? undefined : behind), isBackground);
  if (paint.color !== undefined) styles.push([colour(paint.color, false), '39']);
  if (paint.background !== undefined) styles.push([colour(paint.background, true), '49']);
  return styles;
}

function isColourEnd(end: string): boolean {
  return end === '39' || end === '49';
}

/** What ends what these parameters begin. */
function endOf(parameters: string): string {
  const known = Object.values(attributeStyles).find(([begin]) => begin === parameters);
  if (known) return known[1];
  const first = Number(parameters.split(';')[0]);
  return (first >= 30 && first < 40) || (first >= 90 && first < 100) ? '39' : '49';
}

function sgr(codes: readonly string[]): string {
  return `\u001b[${codes.join(';')}m`;
}
