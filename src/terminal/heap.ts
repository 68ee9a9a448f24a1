// How much memory V8 takes for what is only just made. It doubles that space, up to 16 MB and twice over, whenever some of it lives on, and
// never gives it back while the program is used: a key of the explorer makes 200 kB, and frees them.
import { setFlagsFromString } from 'node:v8';

/** What V8 is told while the program runs, and how it is told to do as it began. */
const options = {
  small: ['--semi-space-growth-factor=1', '--semi-space-growth-factor=2'],
  often: ['--heap-growing-percent=50', '--heap-growing-percent=0'],
} as const;

type HeapOptions = ReadonlySet<keyof typeof options>;

let inForce: HeapOptions = new Set();

/** The space for young objects stays as it is, in this thread and in those that begin later: 20 MB less, and no key is slower. */
export function keepHeapSmall(): void {
  setOptions(new Set([...inForce, 'small']));
}

/** For work that goes on for long and keeps nothing: what is no longer used goes once it is half of what is, and not when it is several times as much. */
export function collectOften(): void {
  setOptions(new Set([...inForce, 'often']));
}

/** The same set until an option changes. */
export function heapOptions(): HeapOptions {
  return inForce;
}

/** Does the work under other options: V8 keeps and takes compiled code under those alone that it was loaded under. */
export function withHeapOptions(wanted: HeapOptions, work: () => void): void {
  const before = inForce;
  setOptions(wanted);
  try {
    work();
  } finally {
    setOptions(before);
  }
}

function setOptions(wanted: HeapOptions): void {
  for (const [name, [on, off]] of Object.entries(options)) {
    const option = name as keyof typeof options;
    if (wanted.has(option) !== inForce.has(option)) setFlagsFromString(wanted.has(option) ? on : off);
  }
  inForce = wanted;
}
