// Reads a theme, which is written as JSON. What is wrong in it is told with its place, and the rest of it holds.
import { childrenOf } from '../../../json/children.ts';
import { positionOf } from '../../../json/diagnose.ts';
import {
  type JsonDocument,
  keyOf,
  keyStart,
  kindOf,
  type NodeId,
  startOf,
  stringValue,
  toValue,
} from '../../../json/document.ts';
import { indexDocument } from '../../../json/parse.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncate } from '../../../text/width.ts';
import { type Colour, type Paint, type Painted, roleMeanings, type ThemeDefinition } from '../../model/theme.ts';

/** The sixteen, by the names that terminals give them. */
const colourNames: readonly string[] = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
];

const attributes = ['bold', 'dim', 'italic', 'underline', 'inverse'] as const;

interface ReadTheme {
  readonly theme: ThemeDefinition;
  /** Clauses that begin with the place, without a full stop. */
  readonly problems: readonly string[];
}

/** The colour that was written; undefined where it is none. */
export function colourOf(written: unknown): Colour | undefined {
  if (typeof written === 'number')
    return Number.isInteger(written) && written >= 0 && written <= 255 ? written : undefined;
  if (typeof written !== 'string') return undefined;
  const [, red, green, blue] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(written) ?? [];
  if (red !== undefined && green !== undefined && blue !== undefined)
    return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
  const index = colourNames.indexOf(written);
  return index === -1 ? undefined : index;
}

/**
 * Reads a theme: an object of roles, each with a colour, or with an object of `color`, `background` and attributes.
 *
 * @param bases themes that `base` may name: what is not said is as in that one
 */
export function readTheme(bytes: Uint8Array, bases: Readonly<Record<string, ThemeDefinition>> = {}): ReadTheme {
  const parsed = indexDocument(bytes);
  if (!parsed.ok) {
    const { line, column, reason } = parsed.error;
    return { theme: {}, problems: [`line ${line}, column ${column}: ${reason}`] };
  }
  const { document } = parsed;
  const problems: string[] = [];
  const complain = (at: number, what: string): void => {
    const { line, column } = positionOf(document.bytes, at);
    problems.push(`line ${line}, column ${column}: ${what}`);
  };
  if (kindOf(document, 0) !== 'object') {
    complain(startOf(document, 0), 'a theme is an object of roles');
    return { theme: {}, problems };
  }
  let base: ThemeDefinition = {};
  const own: Partial<Record<Painted, Paint>> = {};
  for (const member of childrenOf(document, 0)) {
    const name = keyOf(document, member) ?? '';
    if (name === 'base') {
      const wanted = stringValue(document, member) ?? '';
      if (Object.hasOwn(bases, wanted)) base = bases[wanted] ?? {};
      else complain(startOf(document, member), `base is one of ${Object.keys(bases).join(', ')}`);
    } else if (Object.hasOwn(roleMeanings, name)) {
      const paint = paintOf(document, member, complain);
      if (paint !== undefined) own[name as Painted] = paint;
    } else complain(keyStart(document, member) ?? 0, `no role is called ${told(name)}`);
  }
  // Of plain text the background is that of the whole screen, which whoever changes its colour seldom means to give up.
  const text = { ...base.text, ...own.text };
  return { theme: { ...base, ...own, ...(Object.keys(text).length === 0 ? {} : { text }) }, problems };
}

function paintOf(
  document: JsonDocument,
  node: NodeId,
  complain: (at: number, what: string) => void,
): Paint | undefined {
  if (kindOf(document, node) !== 'object') {
    const color = colourAt(document, node, complain);
    return color === undefined ? undefined : { color };
  }
  const paint: { -readonly [Name in keyof Paint]: Paint[Name] } = {};
  for (const part of childrenOf(document, node)) {
    const name = keyOf(document, part) ?? '';
    const attribute = attributes.find((known) => known === name);
    if (name === 'color' || name === 'background') {
      const colour = colourAt(document, part, complain);
      if (colour !== undefined) paint[name] = colour;
    } else if (attribute === undefined) {
      complain(keyStart(document, part) ?? 0, `${told(name)} is none of color, background, ${attributes.join(', ')}`);
    } else {
      const value = toValue(document, part);
      if (typeof value === 'boolean') paint[attribute] = value;
      else complain(startOf(document, part), `${attribute} is true or false`);
    }
  }
  return paint;
}

function colourAt(
  document: JsonDocument,
  node: NodeId,
  complain: (at: number, what: string) => void,
): Colour | undefined {
  const written = toValue(document, node);
  const colour = colourOf(typeof written === 'object' ? undefined : written);
  if (colour === undefined) {
    const what = typeof written === 'string' ? told(written) : 'this';
    complain(
      startOf(document, node),
      `${what} is no colour. A colour is #rrggbb, a number from 0 to 255, or a name such as ${colourNames[9]}`,
    );
  }
  return colour;
}

function told(name: string): string {
  return truncate(visible(name), 24);
}
