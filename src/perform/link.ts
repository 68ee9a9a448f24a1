// The connection that requests go over, to whichever account is in force. It is opened when it is first needed, and closed
// when another account takes over or the profiles are locked, as soon as nothing uses it any more.

import type { Account } from '../accounts/account.ts';
import { AccountRefusal } from '../accounts/choice.ts';
import type { Connection } from '../accounts/connection.ts';
import { errorText } from '../text/sentences.ts';
import type { Dispatch } from './performers.ts';
import { sessionOf } from './shown.ts';

export interface Link {
  /** The account in force, as far as it is known. */
  readonly account: () => Account;
  /** False while the account is a profile that nobody has decrypted. */
  readonly isKnown: () => boolean;
  /** Runs `work` over the connection, which stays open until the work is done. Rejects where there is no account to use. */
  readonly use: <T>(dispatch: Dispatch, work: (connection: Connection) => Promise<T>) => Promise<T>;
  /** Opens the connection ahead of the first request; tells the state its address, or why there is none. */
  readonly open: (dispatch: Dispatch) => Promise<void>;
  /** From now on requests go to this account. */
  readonly take: (account: Account) => void;
  /** From now on there is no account; the one that was comes back with `take`. */
  readonly release: (reason: string) => void;
  readonly close: () => Promise<void>;
}

interface LinkOptions {
  readonly connect: (account: Account, dispatch: Dispatch) => Promise<Connection>;
  /** Finds out the account, where that takes opening the vault; tells the state. Rejects with AccountRefusal. */
  readonly find: ((dispatch: Dispatch) => Promise<Account>) | undefined;
}

interface Opened {
  readonly connection: Promise<Connection>;
  /** How many use it now. */
  uses: number;
  isLetGo: boolean;
}

/** @param first what is known of the account at once */
export function createLink(first: Account, { connect, find }: LinkOptions): Link {
  let account = first;
  let isKnown = find === undefined;
  let refusal: string | undefined;
  let opened: Opened | undefined;
  const closing = new Set<Promise<unknown>>();

  const closeUnused = (used: Opened): void => {
    if (!used.isLetGo || used.uses > 0) return;
    const closed = used.connection.then((open) => open.close()).catch(() => undefined);
    closing.add(closed);
    void closed.then(() => closing.delete(closed));
  };

  const letGo = (): void => {
    const former = opened;
    opened = undefined;
    if (!former) return;
    former.isLetGo = true;
    closeUnused(former);
  };

  const settle = async (dispatch: Dispatch): Promise<Account> => {
    if (isKnown || !find) return account;
    const found = await find(dispatch);
    // Another account may have been taken meanwhile, and is what is used then.
    if (isKnown) return account;
    account = found;
    isKnown = true;
    dispatch({ type: 'session.changed', session: sessionOf(account), isAnother: false });
    return account;
  };

  const start = (dispatch: Dispatch): Opened => {
    if (opened) return opened;
    const next: Opened = {
      connection: settle(dispatch).then((settled) => connect(settled, dispatch)),
      uses: 0,
      isLetGo: false,
    };
    next.connection.then(
      ({ baseUrl }) => {
        if (opened === next) dispatch({ type: 'session.opened', baseUrl });
      },
      () => {
        // The next request tries again.
        if (opened === next) opened = undefined;
      },
    );
    opened = next;
    return next;
  };

  const use: Link['use'] = async (dispatch, work) => {
    if (refusal !== undefined) throw new AccountRefusal(refusal);
    const used = start(dispatch);
    used.uses += 1;
    try {
      return await work(await used.connection);
    } finally {
      used.uses -= 1;
      closeUnused(used);
    }
  };

  return {
    account: () => account,
    isKnown: () => isKnown && refusal === undefined,
    use,
    open: async (dispatch) => {
      try {
        await use(dispatch, async () => undefined);
      } catch (error) {
        if (!isKnown)
          dispatch({
            type: 'session.changed',
            session: { ...sessionOf(account), credential: 'not opened' },
            isAnother: false,
          });
        const refused = error instanceof AccountRefusal;
        const message = errorText(error);
        const reason = refused ? message : `The account could not be opened: ${message}`;
        dispatch({ type: 'session.refused', reason });
      }
    },
    take: (other) => {
      account = other;
      isKnown = true;
      refusal = undefined;
      letGo();
    },
    release: (reason) => {
      refusal = reason;
      letGo();
    },
    close: async () => {
      letGo();
      await Promise.all(closing);
    },
  };
}
