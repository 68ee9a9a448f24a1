// Made-up traffic of the analytics API: what a dataset says of an owner, by the dimensions that were asked for. The parts of a dimension
// add up to the whole, and the same question has the same answer.
import { ADDS_UP, type Dataset } from './datasets.ts';
import { hashOf } from './random.ts';
import { isObject, type JsonObject } from './request-body.ts';

const HOUR = 3_600_000;

/** Milliseconds of the dimensions of time; a raw `datetime` is told to the minute. */
const bucketOf: Readonly<Record<string, number>> = {
  datetime: 60_000,
  datetimeMinute: 60_000,
  datetimeFiveMinutes: 300_000,
  datetimeFifteenMinutes: 900_000,
  datetimeHour: HOUR,
  date: 24 * HOUR,
};

export type Shares = readonly (readonly [value: string, share: number])[];

type TrafficQuestion = {
  readonly dataset: Dataset;
  readonly ownerId: string;
  /** What each dimension that is no time can be, for this owner. */
  readonly sharesOf: (dimension: string) => Shares;
  readonly from: number;
  readonly to: number;
  readonly dimensions: readonly string[];
  readonly accepts: (dimension: string, value: string | number) => boolean;
  readonly metrics: Readonly<Record<string, readonly string[]>>;
};

export type TrafficGroup = {
  readonly dimensions: Readonly<Record<string, string | number>>;
  readonly count: number;
  readonly [block: string]: unknown;
};

/** Cells that are computed for one question at the most. */
const MOST_CELLS = 100_000;

const part = (...words: readonly (string | number)[]): number => (hashOf(words.join('\u0000')) % 10_000) / 10_000;

/** How busy an hour is, 1 on average: quiet nights, and no two days alike. */
function busyness(ownerId: string, hour: number): number {
  const daily = 1 + 0.55 * Math.sin(((hour % 24) / 24) * 2 * Math.PI - 2);
  return daily * (0.85 + 0.3 * part(ownerId, hour));
}

/** The shares of a dimension's values in an hour; they add up to 1. */
function sharesAt(shares: Shares, ownerId: string, hour: number): readonly number[] {
  const raw = shares.map(
    ([value, share]) => share * (1 + 0.3 * Math.sin((hour / 24) * 2 * Math.PI + 6 * part(ownerId, value))),
  );
  const sum = raw.reduce((total, one) => total + one, 0);
  return raw.map((one) => one / sum);
}

/** Undefined where the answer would have too many parts. */
export function groupsOf(question: TrafficQuestion): readonly TrafficGroup[] | undefined {
  const { dataset, ownerId, dimensions, accepts, from, to, sharesOf } = question;
  const times = dimensions.filter((name) => name in bucketOf);
  const size = times.length > 0 ? Math.min(...times.map((name) => bucketOf[name] ?? HOUR)) : undefined;
  const others = dimensions.filter((name) => !(name in bucketOf));
  const hidden = Object.keys(dataset.dimensions).filter((name) => !(name in bucketOf) && !others.includes(name));
  const choices = others.map((name) =>
    sharesOf(name)
      .map(([value], index) => ({ value, index }))
      .filter(({ value }) => accepts(name, value)),
  );
  const combinations = choices.reduce((product, values) => product * values.length, 1);
  const buckets = size === undefined ? 1 : Math.ceil((to - from) / size) + 1;
  const slices = Math.ceil((to - from) / Math.min(size ?? HOUR, HOUR)) + 1;
  if (combinations * Math.max(buckets, slices) > MOST_CELLS) return undefined;
  const scale = 0.3 + 2 * part(ownerId, 'scale');
  const found = new Map<
    string,
    { readonly dimensions: Record<string, string | number>; hours: number; when: number }
  >();
  // Slice by slice of at most an hour, for an hour is what the shares are told for.
  const step = Math.min(size ?? HOUR, HOUR);
  for (let start = Math.floor(from / step) * step; start < to; start += step) {
    const length = Math.min(to, start + step) - Math.max(from, start);
    if (length <= 0) continue;
    const hour = Math.floor(start / HOUR);
    const seen = hidden.reduce((product, name) => product * acceptedShare(question, name, hour), 1);
    const weight = (length / HOUR) * busyness(ownerId, hour) * scale * seen;
    const shares = others.map((name) => sharesAt(sharesOf(name), ownerId, hour));
    const told = Object.fromEntries(times.map((name) => [name, timeText(name, start)]));
    for (const combination of combined(choices)) {
      const own = combination.reduce((product, { index }, place) => product * (shares[place]?.[index] ?? 0), weight);
      const values = Object.fromEntries(
        combination.map(({ value }, place) => [others[place]!, typed(dataset, others[place]!, value)]),
      );
      const all = { ...told, ...values };
      const key = JSON.stringify(all);
      const group = found.get(key) ?? { dimensions: all, hours: 0, when: start };
      found.set(key, group);
      group.hours += own;
    }
  }
  return [...found.values()].filter(({ hours }) => hours > 0).map((group) => toGroup(question, group));
}

/** What part of the traffic of an hour a filter on a dimension lets through that is not asked for. */
function acceptedShare({ sharesOf, ownerId, accepts }: TrafficQuestion, name: string, hour: number): number {
  const shares = sharesOf(name);
  if (shares.every(([value]) => accepts(name, value))) return 1;
  const weights = sharesAt(shares, ownerId, hour);
  return shares.reduce((sum, [value], index) => sum + (accepts(name, value) ? (weights[index] ?? 0) : 0), 0);
}

type Choice = { readonly value: string; readonly index: number };

function* combined(
  choices: readonly (readonly Choice[])[],
  chosen: readonly Choice[] = [],
): Generator<readonly Choice[]> {
  const [first, ...rest] = choices;
  if (!first) {
    yield chosen;
    return;
  }
  for (const choice of first) yield* combined(rest, [...chosen, choice]);
}

function typed({ dimensions }: Dataset, name: string, value: string): string | number {
  return dimensions[name]?.type === 'uint16' ? Number(value) : value;
}

/** To the second, as the API tells times. */
function timeText(name: string, at: number): string {
  const size = bucketOf[name] ?? HOUR;
  const text = new Date(Math.floor(at / size) * size).toISOString();
  return name === 'date' ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

function toGroup(
  { dataset, ownerId, metrics }: TrafficQuestion,
  {
    dimensions,
    hours,
    when,
  }: { readonly dimensions: Readonly<Record<string, string | number>>; readonly hours: number; readonly when: number },
): TrafficGroup {
  const blocks = Object.entries(metrics).map(([block, names]) => {
    const values = names.map((name) => {
      const usual = dataset.metrics[block]?.[name] ?? 0;
      const noise = 0.8 + 0.4 * part(ownerId, name, when, ...Object.values(dimensions));
      return [name, ADDS_UP.includes(block) ? Math.round(usual * hours) : tidy(usual * noise)];
    });
    return [block, Object.fromEntries(values)];
  });
  return { dimensions, count: Math.round((dataset.count ?? 0) * hours), ...Object.fromEntries(blocks) };
}

function tidy(value: number): number {
  return value >= 20 ? Math.round(value) : Math.round(value * 100) / 100;
}

type TrafficFilter = {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly accepts: (dimension: string, value: string | number) => boolean;
};

const operators = ['geq', 'gt', 'leq', 'lt', 'neq', 'in', 'notin', 'like', 'notlike'] as const;

/** Reads `{datetime_geq: …, clientCountryName_in: […], AND: […]}`. */
export function readFilter(given: unknown, dimensions: readonly string[]): TrafficFilter {
  let [from, to]: [number | undefined, number | undefined] = [undefined, undefined];
  const tests: { readonly name: string; readonly operator: string; readonly wanted: unknown }[] = [];
  const read = (filter: JsonObject): void => {
    for (const [key, wanted] of Object.entries(filter)) {
      if (key === 'AND' && Array.isArray(wanted)) for (const inner of wanted) if (isObject(inner)) read(inner);
      const operator = operators.find((end) => key.endsWith(`_${end}`)) ?? 'eq';
      const name = operator === 'eq' ? key : key.slice(0, -operator.length - 1);
      if (!dimensions.includes(name)) continue;
      const size = bucketOf[name];
      if (size === undefined) {
        tests.push({ name, operator, wanted });
        continue;
      }
      const at = Date.parse(String(wanted));
      if (operator === 'geq' || operator === 'eq') from = Math.max(from ?? at, at);
      if (operator === 'gt') from = Math.max(from ?? at, at + (name === 'date' ? size : 1));
      if (operator === 'lt') to = Math.min(to ?? at, at);
      // The last moment, or the whole of the last day.
      if (operator === 'leq' || operator === 'eq')
        to = Math.min(to ?? Number.POSITIVE_INFINITY, at + (name === 'datetime' ? 1 : size));
    }
  };
  if (isObject(given)) read(given);
  const accepts = (dimension: string, value: string | number): boolean =>
    tests.every(({ name, operator, wanted }) => name !== dimension || passes(operator, value, wanted));
  return { from, to, accepts };
}

function passes(operator: string, value: string | number, wanted: unknown): boolean {
  const [left, right] = [String(value), String(wanted)];
  const order =
    Number.isNaN(Number(left)) || Number.isNaN(Number(right))
      ? left < right
        ? -1
        : left > right
          ? 1
          : 0
      : Number(left) - Number(right);
  const list = Array.isArray(wanted) ? wanted.map(String) : [right];
  switch (operator) {
    case 'geq':
      return order >= 0;
    case 'gt':
      return order > 0;
    case 'leq':
      return order <= 0;
    case 'lt':
      return order < 0;
    case 'neq':
      return order !== 0;
    case 'in':
      return list.includes(left);
    case 'notin':
      return !list.includes(left);
    case 'like':
      return isLike(left, right);
    case 'notlike':
      return !isLike(left, right);
    default:
      return order === 0;
  }
}

/** SQL's LIKE: `%` stands for any text. */
function isLike(text: string, pattern: string): boolean {
  const source = pattern.split('%').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 's').test(text);
}
