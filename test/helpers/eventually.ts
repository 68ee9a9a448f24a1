// Waiting for what should appear, as long as a busy machine may need; a wait that is over sooner ends sooner.
import { vi } from 'vitest';

export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 20_000, interval: 10 });
}
