// From "when was each key sent" and "when did what arrive" to what each key cost. Pure; times in milliseconds.
import type { Chunk } from './session.ts';

export interface KeyLatency {
  /** From the key to the first byte that came after it; undefined where none came before the next key. */
  readonly first: number | undefined;
  /** From the key to the last byte before `silence`, or before the next key. */
  readonly last: number | undefined;
  readonly bytes: number;
}

/**
 * Gives what arrived to the last key sent before it. A program that lags behind looks quick here, which is why what
 * the screen shows is measured as well.
 *
 * @param sent ascending
 * @param chunks ascending; what came before the first key is ignored
 * @param silence how long a pause ends a key's output; what comes after it counts in `bytes` alone
 */
export function latenciesOf(sent: readonly number[], chunks: readonly Chunk[], silence: number): readonly KeyLatency[] {
  return sent.map((at, index) => {
    const until = sent[index + 1] ?? Number.POSITIVE_INFINITY;
    const own = chunks.filter((chunk) => chunk.at >= at && chunk.at < until);
    const pause = own.findIndex((chunk, order) => order > 0 && chunk.at - (own[order - 1]?.at ?? at) >= silence);
    const burst = pause === -1 ? own : own.slice(0, pause);
    const [first, last] = [burst.at(0), burst.at(-1)];
    return {
      first: first && first.at - at,
      last: last && last.at - at,
      bytes: own.reduce((sum, chunk) => sum + chunk.bytes, 0),
    };
  });
}
