// What the numbers of a column count, told by the column's name, and how such numbers stand on an axis and under the cursor.
import { nice, tickStep, ticks } from 'd3-array';

/** `scale`: how much one of the column is in the base unit, which is a byte, a second, a percent or one. */
export interface Unit {
  readonly kind: 'bytes' | 'duration' | 'percent' | 'count';
  readonly scale: number;
}

export const countUnit: Unit = { kind: 'count', scale: 1 };

/** By the last name of a path, in the spellings of the API: `sum.edgeResponseBytes`, `duration_ms`, `cpuTimeP99`, `ttl`. */
export function unitOf(path: string): Unit {
  const name = path.split('.').at(-1) ?? path;
  const bare = name.replace(/_?P\d{2,3}$/i, '');
  if (/(?:^|_)ms$|Ms$|(?:^|_)millis(?:econds)?$|Millis(?:econds)?$/.test(bare))
    return { kind: 'duration', scale: 1e-3 };
  // Workers' analytics give these in microseconds (GraphQL's workersInvocationsAdaptive), whatever they are called.
  if (/(?:_us|Us|micros|microseconds)$/.test(bare) || /^(?:cpu_?time|wall_?time)$/i.test(bare))
    return { kind: 'duration', scale: 1e-6 };
  if (/(?:_seconds|Seconds|_secs?|^seconds)$/.test(bare) || /^(?:ttl|max_?age|uptime|lifetime|age)$|_ttl$/i.test(bare))
    return { kind: 'duration', scale: 1 };
  if (/bytes$|bytes(?=[A-Z_])|(?:payload|body|file|object|metadata|raw|message)_?size$|^size$|bandwidth/i.test(bare))
    return { kind: 'bytes', scale: 1 };
  if (/percent|(?:^|_)pct$/i.test(bare)) return { kind: 'percent', scale: 1 };
  return countUnit;
}

export function isSameUnit(a: Unit, b: Unit): boolean {
  return a.kind === b.kind && a.scale === b.scale;
}

type Step = readonly [size: number, sign: string];

const counts: readonly Step[] = [
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
];

/** Decimal, as networks count. */
const sizes: readonly Step[] = counts.map(([size, sign]) => [size, ` ${sign}B`]);

const durations: readonly Step[] = [
  [86_400, ' d'],
  [3600, ' h'],
  [60, ' min'],
  [1, ' s'],
  [1e-3, ' ms'],
  [1e-6, ' µs'],
];

/** @param isAxis an axis up to two minutes counts seconds, one up to two hours minutes, for fractions of them say little */
function stepFor({ kind }: Unit, largest: number, isAxis: boolean): Step {
  if (kind === 'percent') return [1, ' %'];
  const steps = kind === 'bytes' ? sizes : kind === 'duration' ? durations : counts;
  const enough = (size: number): number => (isAxis && kind === 'duration' && size > 1 ? 2 * size : size);
  return steps.find(([size]) => largest >= enough(size)) ?? steps.at(-1)!;
}

/** Digits after the point that tell numbers so far apart, at most 12. */
function decimals(step: number): number {
  if (!(step > 0)) return 0;
  return Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}

/** A number alone, to three or four digits: `1.25 MB`, `12.4 ms`, `1,204`, `2e-7`. */
export function formatValue(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '–';
  const base = value * unit.scale;
  const magnitude = Math.abs(base);
  if (unit.kind === 'count' && magnitude < 100_000 && Number.isInteger(base)) return grouped(base.toFixed(0));
  if (unit.kind === 'count' && magnitude > 0 && magnitude < 1e-3) return tidyExponent(base);
  const [size, sign] = stepFor(unit, magnitude, false);
  const scaled = base / size;
  const first = scaled === 0 ? 0 : Math.floor(Math.log10(Math.abs(scaled)));
  return grouped(trimZeros(scaled.toFixed(Math.min(12, Math.max(0, 2 - first))))) + sign;
}

function tidyExponent(value: number): string {
  return value.toExponential(2).replace(/\.?0+e/, 'e');
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function grouped(text: string): string {
  return text.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
}

/** Less is nothing, for it could not be divided any more. */
const smallest = 1e-200;

/**
 * An axis for values from `low` to `high`, rounded outwards to its ticks. It begins at zero unless all values lie in a narrow band far
 * from it. Values that are all the same stand in the middle, or on the ground.
 *
 * @param count of ticks, about; at least 2
 */
export function valueAxis(low: number, high: number, unit: Unit, count: number): Axis {
  let [from, to] = [low, high];
  const part = (to - from) / Math.max(Math.abs(from), Math.abs(to), Number.MIN_VALUE);
  // What differs in the last digits only is drawn as the same.
  const isBand = part < 0.1 && part > 1e-9;
  if (!isBand) {
    from = Math.min(from, 0);
    to = Math.max(to, 0);
  }
  if (to - from < smallest) to = from + 1;
  // What is counted has no halves.
  const isWhole = unit.kind === 'count' && Number.isInteger(low) && Number.isInteger(high);
  return scaleAxis(from, to, unit, isWhole ? Math.min(count, to - from) : count, true);
}

/** An axis from one value to another, rounded outwards where `isNice`. */
export function scaleAxis(low: number, high: number, unit: Unit, count: number, isNice: boolean): Axis {
  const largest = Math.max(Math.abs(low), Math.abs(high)) * unit.scale;
  const [size, sign] = stepFor(unit, largest, true);
  const factor = unit.scale / size;
  const [start, end] = isNice ? nice(low * factor, high * factor, count) : [low * factor, high * factor];
  const step = Math.abs(tickStep(start, end, count));
  const isTiny = unit.kind === 'count' && largest < 1e-3;
  const label = (value: number): string => {
    if (value === 0) return '0';
    return isTiny ? tidyExponent(value) : grouped(value.toFixed(decimals(step))) + sign;
  };
  const found = ticks(start, end, count).map((value) => ({ at: value / factor, label: label(value) }));
  return { from: start / factor, to: end / factor, ticks: found };
}
