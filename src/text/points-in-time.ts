// What is a point in time, as APIs write them.

/** Digits of a count since 1970 in each unit, for the years 2001 to 2286, and how many of it make a millisecond. */
const units: readonly (readonly [digits: number, name: string, perMs: number])[] = [
  [10, 'seconds', 0.001],
  [13, 'milliseconds', 1],
  [16, 'microseconds', 1_000],
  [19, 'nanoseconds', 1_000_000],
];

export type PointInTime = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Such as `seconds since 1970`. */
  readonly form: string;
};

/** The time that a number or a string stands for; undefined where it is none, or one of another age than ours. */
export function pointInTime(text: string): PointInTime | undefined {
  const unit = /^\d+(?:\.\d+)?$/.test(text)
    ? units.find(([digits]) => /^\d+/.exec(text)?.[0].length === digits)
    : undefined;
  if (unit) {
    const [, name, perMs] = unit;
    return { at: Number(text) / perMs, form: `${name} since 1970` };
  }
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text)) return undefined;
  // Without an offset a time is somebody's local one: Cloudflare's are UTC.
  const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) && text.includes(':');
  const at = Date.parse(hasOffset ? text : `${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`);
  return Number.isNaN(at) ? undefined : { at, form: 'ISO 8601' };
}
