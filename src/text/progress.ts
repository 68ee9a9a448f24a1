// How far something has come, in words and as a bar.

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

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
