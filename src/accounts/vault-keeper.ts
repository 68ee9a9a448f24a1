// Keeps the vault for as long as a program runs: opens it when it is first wanted, holds back tries after wrong ones,
// forgets it when it is locked. Tells nobody anything; whoever calls it does.
import type { Secret } from '../api/credential.ts';
import type { Ticker } from '../http/clock.ts';
import { createVault, openVault, type Settled, type Vault, type VaultPlace } from '../store/vault.ts';
import type { Protector } from '../store/vault-protection.ts';
import type { VaultAccess } from './choice.ts';

/** What looking at the vault found. */
export type VaultFound =
  | Settled
  /** `isGivenWrong`: a passphrase came without asking, and was not the one. */
  | { readonly kind: 'locked'; readonly by: Protector['kind']; readonly isGivenWrong: boolean };

type UnlockTry =
  | VaultFound
  /** Until when the next try is held back, epoch milliseconds. */
  | { readonly kind: 'wrong'; readonly until: number };

export interface VaultKeeper {
  /** The vault while it is open. */
  readonly vault: () => Vault | undefined;
  /** Opens the vault where nothing has to be typed for it, or reads it anew. */
  readonly look: () => Promise<VaultFound>;
  /**
   * Tries a passphrase, after the tries before it; without one asks the keychain.
   *
   * @returns undefined where nobody waited for it any more; the vault is then as locked as it was
   */
  readonly unlock: (passphrase: Secret | undefined) => Promise<UnlockTry | undefined>;
  /** Resolves when the next try is not held back any more. */
  readonly waitForNextTry: () => Promise<void>;
  /** Nobody waits any more for what is being opened or tried. */
  readonly abandon: () => void;
  /** Makes the vault, or opens the one that another program has made meanwhile. */
  readonly create: (by: Protector) => Promise<VaultFound>;
  /** A passphrase that came without asking and was not used yet. */
  readonly given: () => Secret | undefined;
  /** Forgets the key. From then on `look` finds the vault locked, also where the keychain would open it. */
  readonly lock: () => void;
}

type Locked = Extract<Awaited<ReturnType<typeof openVault>>, { kind: 'locked' }>;

/** Milliseconds between looks at the clock while a try is held back. */
const lookEvery = 50;

export function createVaultKeeper({ place: findPlace, passphrase }: VaultAccess, clock: Ticker): VaultKeeper {
  let given = passphrase;
  let vault: Vault | undefined;
  /** What counts the wrong tries. */
  let locked: Locked | undefined;
  let lockedBy: Protector['kind'] | undefined;
  let heldUntil = 0;
  let trying = new AbortController();
  let tries: Promise<unknown> = Promise.resolve();
  let looking: Promise<VaultFound> | undefined;

  /** The pause begins with the wrong response: typing anew counts towards it. */
  const holdBack = (): Promise<void> => until(heldUntil, clock, trying.signal);
  const place = async (): Promise<VaultPlace> => ({ ...(await findPlace()), pause: holdBack });

  const keep = (settled: Settled): Settled => {
    if (settled.kind !== 'open') return settled;
    vault = settled.vault;
    locked = undefined;
    lockedBy = undefined;
    return settled;
  };

  const asLocked = (isGivenWrong = false): VaultFound => ({
    kind: 'locked',
    by: lockedBy ?? 'passphrase',
    isGivenWrong,
  });

  const open = async (): Promise<VaultFound> => {
    const where = await place();
    const opening = await openVault(where);
    if (opening.kind !== 'locked') return keep(opening);
    locked = opening;
    lockedBy = 'passphrase';
    if (!given) return asLocked();
    const tried = await tryIt(opening, given);
    given = undefined;
    return tried.kind === 'wrong' ? asLocked(true) : tried;
  };

  const tryIt = async (opening: Locked, typed: Secret): Promise<UnlockTry> => {
    const unlocking = await opening.unlock(typed);
    if (unlocking.kind !== 'wrong') return keep(unlocking);
    heldUntil = clock.now() + unlocking.pauseMs;
    return { kind: 'wrong', until: heldUntil };
  };

  const attempt = async (typed: Secret | undefined, signal: AbortSignal): Promise<UnlockTry | undefined> => {
    if (signal.aborted) return undefined;
    const before = { by: lockedBy, opening: locked };
    const opening = locked ?? (await openVault(await place()));
    const tried = opening.kind !== 'locked' ? keep(opening) : await tryLocked(opening, typed);
    if (!signal.aborted) return tried;
    if (tried.kind === 'open') forget(before.by ?? tried.vault.protection(), before.opening);
    return undefined;
  };

  const tryLocked = (opening: Locked, typed: Secret | undefined): UnlockTry | Promise<UnlockTry> => {
    locked = opening;
    lockedBy = 'passphrase';
    // The keychain had the key when the vault was locked, and a passphrase protects it by now.
    return typed ? tryIt(opening, typed) : asLocked();
  };

  /** It may be locked while it is read. */
  const readAnew = async (open: Vault): Promise<VaultFound> => {
    try {
      const read = await open.read();
      return vault === open ? { kind: 'open', vault: open, ...read } : asLocked();
    } catch (error) {
      if (vault === open) throw error;
      return asLocked();
    }
  };

  const forget = (by: Protector['kind'], opening: Locked | undefined): void => {
    vault?.lock();
    vault = undefined;
    lockedBy = by;
    locked = opening;
  };

  return {
    vault: () => vault,
    given: () => given,
    look: async () => {
      if (vault) return readAnew(vault);
      if (lockedBy !== undefined) return asLocked();
      looking ??= open().finally(() => {
        looking = undefined;
      });
      return looking;
    },
    unlock: (typed) => {
      trying.abort();
      const mine = new AbortController();
      trying = mine;
      const result = tries.then(() => attempt(typed, mine.signal));
      tries = result.catch(() => undefined);
      return result;
    },
    waitForNextTry: holdBack,
    abandon: () => trying.abort(),
    create: async (by) => {
      const opening = await createVault(await place(), by);
      if (opening.kind !== 'locked') return keep(opening);
      locked = opening;
      lockedBy = 'passphrase';
      return asLocked();
    },
    lock: () => {
      given = undefined;
      if (vault) forget(vault.protection(), undefined);
    },
  };
}

/** Waits for a time, epoch milliseconds. Rejects once the signal is aborted. */
function until(time: number, clock: Ticker, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (clock.now() >= time) return resolve();
    const stop = clock.every(lookEvery, () => {
      if (clock.now() >= time) end(resolve);
    });
    const giveUp = (): void => end(() => reject(new Error('nobody waits for it any more')));
    const end = (then: () => void): void => {
      stop();
      signal.removeEventListener('abort', giveUp);
      then();
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
