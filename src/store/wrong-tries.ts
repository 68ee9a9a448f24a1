// How long the next try of a passphrase is held back after wrong ones. Pure.

const longestPause = 30_000;

/** Milliseconds: 1, 2, 4 … seconds, at most 30; none after no wrong try. */
export function pauseAfter(wrongTries: number): number {
  return wrongTries < 1 ? 0 : Math.min(longestPause, 1000 * 2 ** (wrongTries - 1));
}
