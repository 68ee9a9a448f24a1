// Colours for a terminal: the SGR parameters of each, and the nearest one where the terminal has fewer. What 16 to 255 look like is
// the same everywhere; the first 16 are the user's own, and are taken for those of the VGA where something must be known of them.
import type { Colour, Rgb } from '../explorer/model/theme.ts';

const cubeSteps = [0, 95, 135, 175, 215, 255];

/** As the VGA and the console of Linux have them: terminals with no more than these. */
const sixteen: readonly Rgb[] = [
  [0, 0, 0],
  [170, 0, 0],
  [0, 170, 0],
  [170, 85, 0],
  [0, 0, 170],
  [170, 0, 170],
  [0, 170, 170],
  [170, 170, 170],
  [85, 85, 85],
  [255, 85, 85],
  [85, 255, 85],
  [255, 255, 85],
  [85, 85, 255],
  [255, 85, 255],
  [85, 255, 255],
  [255, 255, 255],
];

/** Red, green and blue of a colour. */
export function rgbOf(colour: Colour): Rgb {
  if (typeof colour !== 'number') return colour;
  if (colour < 16) return sixteen[colour] ?? [0, 0, 0];
  if (colour >= 232) {
    const grey = 8 + (colour - 232) * 10;
    return [grey, grey, grey];
  }
  const at = colour - 16;
  return [cubeSteps[Math.floor(at / 36)] ?? 0, cubeSteps[Math.floor(at / 6) % 6] ?? 0, cubeSteps[at % 6] ?? 0];
}

/** The contrast of two colours, from 1 to 21 (WCAG 2.2). */
export function contrast(one: Colour, other: Colour): number {
  const [dark = 0, bright = 0] = [luminance(rgbOf(one)), luminance(rgbOf(other))].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/** Text that has less of it is hard to read; what only shows where something is needs as much as `visible`. */
const legible = 4.5;
const visible = 3;

const greysOfSixteen = [0, 7, 8, 15];

/** Of a colour with less there is no telling which hue it has (Oklab's chroma). */
const leastChroma = 0.07;

/**
 * The colour as a terminal of that depth shows it: itself, or the nearest of those it has. What can be read on its background can be
 * read there too: then the nearest is looked for among those with enough contrast. Of sixteen, whose shades are the user's own, the
 * hue decides.
 *
 * @param depth bits of colour: 4, 8 or 24
 * @param background what it stands on; absent for what is a background itself
 */
export function degraded(colour: Colour, depth: number, background?: Colour): Colour {
  if (depth >= 24 || (typeof colour === 'number' && (colour < 16 || depth >= 8))) return colour;
  const from = depth >= 8 ? 16 : 0;
  const isGrey = chromaOf(perceived(rgbOf(colour))) < leastChroma;
  const all =
    depth < 8 && isGrey ? greysOfSixteen : Array.from({ length: depth >= 8 ? 240 : 16 }, (_, at) => from + at);
  // Behind all that is to be read, two of sixteen colours leave room for the others.
  if (background === undefined) return nearest(colour, depth < 8 && isGrey ? [0, 15] : all, depth);
  const behind = degraded(background, depth);
  const before = contrast(colour, background);
  // Few of sixteen have more on white.
  const least = before >= legible && depth >= 8 ? legible : before >= visible ? visible : 0;
  const readable = all.filter((one) => contrast(one, behind) >= least);
  return nearest(colour, readable.length > 0 ? readable : all, depth);
}

/** SGR parameters, as `38;5;n`, for a colour that the terminal has. */
export function colourParameters(colour: Colour, isBackground: boolean): string {
  const extended = isBackground ? '48' : '38';
  if (typeof colour !== 'number') return `${extended};2;${colour.join(';')}`;
  if (colour >= 16) return `${extended};5;${colour}`;
  return String(colour < 8 ? (isBackground ? 40 : 30) + colour : (isBackground ? 100 : 90) + colour - 8);
}

function nearest(colour: Colour, candidates: readonly number[], depth: number): Colour {
  const wanted = perceived(rgbOf(colour));
  const hasHue = depth < 8 && chromaOf(wanted) >= leastChroma;
  let best = candidates[0] ?? 0;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const offered = perceived(rgbOf(candidate));
    const distance = hasHue ? hueDistance(wanted, offered) : squares(wanted, offered);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

/** Lightness, and how far towards red and away from green, towards yellow and away from blue. */
type Perceived = readonly [lightness: number, a: number, b: number];

function squares(one: Perceived, other: Perceived): number {
  return one.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0);
}

function chromaOf([, a, b]: Perceived): number {
  return Math.hypot(a, b);
}

/** Between hues, whatever their strength; the lightness decides between two shades of one. */
function hueDistance(one: Perceived, other: Perceived): number {
  if (chromaOf(other) < leastChroma) return Number.MAX_VALUE;
  const [ofOne, ofOther] = [chromaOf(one), chromaOf(other)];
  const hues = (one[1] / ofOne - other[1] / ofOther) ** 2 + (one[2] / ofOne - other[2] / ofOther) ** 2;
  return hues + (one[0] - other[0]) ** 2 / 4;
}

/** A share of light, from what a file says of it (sRGB). */
function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** As the eye has it (Oklab): equal distances look alike. */
function perceived(rgb: Rgb): Perceived {
  const [red, green, blue] = [linear(rgb[0]), linear(rgb[1]), linear(rgb[2])];
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}
