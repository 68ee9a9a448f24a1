// A keychain that lives in memory, for tests of what stands on one; the real one has tests of its own.
import type { Keychain } from '../../src/store/keychain.ts';

export interface MemoryKeychain extends Keychain {
  readonly entries: ReadonlyMap<string, Uint8Array>;
  /** From now on every question fails with this reason; undefined: none does. */
  readonly failWith: (reason: string | undefined) => void;
}

export function createMemoryKeychain(): MemoryKeychain {
  const entries = new Map<string, Uint8Array>();
  let failure: string | undefined;
  const answer = async <T>(give: () => T): Promise<T> => {
    if (failure !== undefined) throw new Error(failure);
    return give();
  };
  return {
    name: 'the keychain of this test',
    entries,
    failWith: (reason) => {
      failure = reason;
    },
    read: (entry) => answer(() => entries.get(entry)?.slice()),
    write: (entry, key) => answer(() => void entries.set(entry, Uint8Array.from(key))),
    remove: (entry) => answer(() => void entries.delete(entry)),
  };
}
