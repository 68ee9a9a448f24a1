// How much memory V8 takes for what is only just made. It doubles that space, up to 16 MB and twice over, whenever some of it lives on, and
// never gives it back while the program is used: a key of the explorer makes 200 kB, and frees them.
import { setFlagsFromString } from 'node:v8';

/** The space for young objects stays as it is, in this thread and in those that begin later: 20 MB less, and no key is slower. */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** For work that goes on for long and keeps nothing: what is no longer used goes once it is half of what is, and not when it is several times as much. */
export function collectOften(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
