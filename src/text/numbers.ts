// Numbers as people read them: counts, sizes, durations.

/** `2000` -> `2,000`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 item`, `1,200 items`. */
export function formatQuantity(count: number, one: string): string {
  return `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;
}

/** Decimal units as networks count: `812 B`, `41 kB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `182 ms`, `1.2 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
}

const ages: readonly (readonly [unit: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
];

/** How long ago: `just now`, `5 min ago`, `3 h ago`, `12 d ago`. Clocks that went back make nothing of the future. */
export function formatAge(ms: number): string {
  const [unit, length] = ages.find(([, one]) => ms >= one) ?? [];
  return unit === undefined || length === undefined
    ? 'just now'
    : `${formatCount(Math.floor(ms / length))} ${unit} ago`;
}

/** From now to a point in time: `in 12 d`, `in 5 min`, `now`, `30 s ago`, `2 y ago`. */
export function formatDistance(ms: number): string {
  const units = [['y', 31_556_952_000], ...ages, ['s', 1000]] as const;
  const [unit, length] = units.find(([, one]) => Math.abs(ms) >= one) ?? [];
  if (unit === undefined || length === undefined) return 'now';
  const count = `${formatCount(Math.floor(Math.abs(ms) / length))} ${unit}`;
  return ms > 0 ? `in ${count}` : `${count} ago`;
}

/** Blocks that fill so many eighths of a cell from the left. */
export const eighths: readonly string[] = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of exactly `cells`; `part` from 0 to 1. */
export function progressBar(part: number, cells: number): string {
  const units = Math.round(Math.min(1, Math.max(0, part)) * cells * 8);
  const whole = Math.floor(units / 8);
  return ('█'.repeat(whole) + (eighths[units % 8] ?? '')).padEnd(cells, '░');
}

/**
 * Milliseconds that what is left will take at the pace so far; undefined before there is a pace.
 *
 * @param done of `total`, in any unit
 */
export function timeLeft(done: number, total: number, elapsedMs: number): number | undefined {
  if (done <= 0 || total <= done || elapsedMs <= 0) return undefined;
  return (elapsedMs / done) * (total - done);
}
