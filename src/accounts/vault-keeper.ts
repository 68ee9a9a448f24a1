// Keeps the vault for as long as the explorer runs: opens it when it is first wanted, holds back tries after wrong ones,
// forgets it when it is locked. Tells nobody anything; whoever calls it does.
import type { Secret } from '../api/credential.ts';
import type { Clock } from '../perform/ports.ts';
import { createVault, openVault, type Settled, type Vault, type VaultPlace } from '../store/vault.ts';
import { hasVault } from '../store/vault-files.ts';
import type { Protector } from '../store/vault-protection.ts';

export type Found =
  | Settled
  /** `isGivenWrong`: a passphrase came without asking, and was not the one. */
  | { readonly kind: 'locked'; readonly by: Protector['kind']; readonly isGivenWrong: boolean };

export type Try =
  | Found
  /** Until when the next try is held back, epoch milliseconds. */
  | { readonly kind: 'wrong'; readonly until: number };

export interface VaultKeeper {
  /** The vault while it is open. */
  readonly vault: () => Vault | undefined;
  /** Opens the vault where nothing has to be typed for it, or reads it anew. */
  readonly look: () => Promise<Found>;
  /**
   * Tries a passphrase, after the tries before it; without one asks the keychain.
   *
   * @returns undefined where nobody waited for it any more; the vault is then as locked as it was
   */
  readonly unlock: (passphrase: Secret | undefined) => Promise<Try | undefined>;
  /** Nobody waits any more for what is being opened or tried. */
  readonly abandon: () => void;
  /** Makes the vault, or opens the one that another program has made meanwhile. */
  readonly create: (by: Protector) => Promise<Found>;
  /** A passphrase that came without asking and was not used yet. */
  readonly given: () => Secret | undefined;
  /** Forgets the key. From then on `look` finds the vault locked, also where the keychain would open it. */
  readonly lock: () => void;
}

type Locked = Extract<Awaited<ReturnType<typeof openVault>>, { kind: 'locked' }>;

/** Milliseconds between looks at the clock while a try is held back. */
const lookEvery = 50;

export function createVaultKeeper(
  findPlace: () => Promise<VaultPlace>,
  passphrase: Secret | undefined,
  clock: Clock,
): VaultKeeper {
  let given = passphrase;
  let vault: Vault | undefined;
  /** What counts the wrong tries. */
  let locked: Locked | undefined;
  let lockedBy: Protector['kind'] | undefined;
  let heldUntil = 0;
  let trying = new AbortController();
  let tries: Promise<unknown> = Promise.resolve();
  let looking: Promise<Found> | undefined;

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

  const asLocked = (isGivenWrong = false): Found => ({ kind: 'locked', by: lockedBy ?? 'passphrase', isGivenWrong });

  const open = async (): Promise<Found> => {
    const where = await place();
    if (!hasVault(where.folder)) return { kind: 'absent' };
    const opening = await openVault(where);
    if (opening.kind !== 'locked') return keep(opening);
    locked = opening;
    lockedBy = 'passphrase';
    if (!given) return asLocked();
    const tried = await tryIt(opening, given);
    given = undefined;
    return tried.kind === 'wrong' ? asLocked(true) : tried;
  };

  const tryIt = async (opening: Locked, typed: Secret): Promise<Try> => {
    const unlocking = await opening.unlock(typed);
    if (unlocking.kind !== 'wrong') return keep(unlocking);
    heldUntil = clock.now() + unlocking.pauseMs;
    return { kind: 'wrong', until: heldUntil };
  };

  const attempt = async (typed: Secret | undefined, signal: AbortSignal): Promise<Try | undefined> => {
    if (signal.aborted) return undefined;
    const before = { by: lockedBy, opening: locked };
    const opening = locked ?? (await openVault(await place()));
    const tried = opening.kind !== 'locked' ? keep(opening) : await tryLocked(opening, typed);
    if (!signal.aborted) return tried;
    if (tried.kind === 'open') forget(before.by ?? tried.vault.protection(), before.opening);
    return undefined;
  };

  const tryLocked = (opening: Locked, typed: Secret | undefined): Try | Promise<Try> => {
    locked = opening;
    lockedBy = 'passphrase';
    // The keychain had the key when the vault was locked, and a passphrase protects it by now.
    return typed ? tryIt(opening, typed) : asLocked();
  };

  /** It may be locked while it is read. */
  const readAnew = async (open: Vault): Promise<Found> => {
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
function until(time: number, clock: Clock, signal: AbortSignal): Promise<void> {
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
