// Colours by role. Only the sixteen colours that every terminal theme defines are used, and none is the only carrier of meaning.
import type { Role, Span } from '../explorer/model/rows.ts';

/** Turns spans into one string of text and SGR sequences. */
export interface Theme {
  readonly paint: (spans: readonly Span[]) => string;
  /** A row under the cursor: one plain bar, since role colours may vanish on its background. */
  readonly paintSelected: (spans: readonly Span[]) => string;
}

type Style = readonly [open: string, close: string];

const bold: Style = ['1', '22'];
const dim: Style = ['2', '22'];
const underline: Style = ['4', '24'];
const inverse: Style = ['7', '27'];
const colour = (code: number): Style => [String(code), '39'];

const styles: Readonly<Partial<Record<Role, readonly Style[]>>> = {
  key: [colour(36)],
  index: [dim],
  marker: [dim],
  punctuation: [dim],
  string: [colour(32)],
  number: [colour(33)],
  literal: [colour(35)],
  preview: [],
  count: [dim],
  title: [bold],
  brand: [bold, colour(33)],
  dim: [dim],
  accent: [colour(36)],
  good: [colour(32)],
  warn: [colour(33)],
  bad: [colour(31)],
  border: [dim],
  focusedBorder: [colour(36)],
  badge: [inverse],
  production: [bold, inverse, colour(31)],
  method: [bold],
  keyName: [bold],
  wrong: [underline, colour(31)],
  broken: [colour(31)],
  match: [bold, underline, colour(33)],
};

/**
 * @param depth bits of colour that the terminal shows, as `tty.WriteStream.getColorDepth()` says (1: none, as with NO_COLOR)
 * @param attributes whether bold, dim, underline and inverse may be used; not on a dumb terminal
 */
export function createTheme(depth: number, attributes = true): Theme {
  const sequences = new Map<Role, Style>();
  for (const [role, list] of Object.entries(styles) as [Role, readonly Style[]][]) {
    const usable = list.filter((style) => attributes && (depth > 1 || style[1] !== '39'));
    if (usable.length === 0) continue;
    sequences.set(role, [sgr(usable.map((style) => style[0])), sgr([...usable].reverse().map((style) => style[1]))]);
  }
  const paint = (spans: readonly Span[]): string => {
    let painted = '';
    for (const span of spans) {
      const style = sequences.get(span.role);
      painted += style && span.text !== '' ? style[0] + span.text + style[1] : span.text;
    }
    return painted;
  };
  const paintSelected = (spans: readonly Span[]): string => {
    const text = spans.map((span) => span.text).join('');
    return attributes ? `${sgr([inverse[0]])}${text}${sgr([inverse[1]])}` : text;
  };
  return { paint, paintSelected };
}

function sgr(codes: readonly string[]): string {
  return `\u001b[${codes.join(';')}m`;
}
