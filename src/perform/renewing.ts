// A profile whose token was changed by another program while this one runs: after a refusal the profile is read again, and what only
// reads is sent once more. A write is not: whoever asked for it sends it again.
import type { Account } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import { isSameSecret, type StoredCredential } from '../api/credential.ts';
import { isSafeMethod } from '../api/retry.ts';
import { visible } from '../text/untrusted.ts';
import type { Link } from './link.ts';
import type { Dispatch } from './performers.ts';
import { sessionOf } from './shown.ts';

interface Renewal {
  readonly link: Pick<Link, 'account' | 'take' | 'use'>;
  /** The profile as it is kept now; undefined where it cannot be read. */
  readonly readAnew: (profile: string) => Promise<Account | undefined>;
  readonly dispatch: Dispatch;
}

/** @param used the account whose credential the connection sends */
export function withRenewal(connection: Connection, used: Account, renewal: Renewal): Connection {
  const { link, dispatch } = renewal;
  return {
    ...connection,
    send: async (request, context) => {
      const response = await connection.send(request, context);
      if (response.status !== 401 && response.status !== 403) return response;
      const renewed = await takeRenewed(used, renewal);
      if (!renewed || context.signal.aborted) return response;
      const told = `The token of the profile ${visible(renewed.profile ?? '')} was changed`;
      if (!isSafeMethod(request.method) || renewed.baseUrl !== used.baseUrl) {
        dispatch({ type: 'told', kind: 'info', text: `${told}. It is used from now on: send the request again` });
        return response;
      }
      dispatch({ type: 'told', kind: 'info', text: `${told}: the request was sent again` });
      return link.use(dispatch, (fresh) => fresh.send(request, context));
    },
  };
}

/** The account with its other credential, in force from now on; undefined where it has no other, or another account is in force. */
async function takeRenewed(used: Account, { link, readAnew, dispatch }: Renewal): Promise<Account | undefined> {
  if (used.kind !== 'profile' || used.profile === undefined) return undefined;
  if (link.account() === used) {
    const read = await readAnew(used.profile).catch(() => undefined);
    if (read && !isSameCredential(read.credential, used.credential) && link.account() === used) {
      link.take(read);
      dispatch({ type: 'session.changed', session: sessionOf(read), isAnother: false });
      return read;
    }
  }
  // Several requests are refused at once, and one of them has read it.
  const now = link.account();
  const isRenewed = now.kind === 'profile' && now.profile === used.profile;
  return isRenewed && !isSameCredential(now.credential, used.credential) ? now : undefined;
}

function isSameCredential(one: StoredCredential | undefined, other: StoredCredential | undefined): boolean {
  if (one?.kind === 'token' && other?.kind === 'token') return isSameSecret(one.token, other.token);
  if (one?.kind === 'key' && other?.kind === 'key')
    return one.email === other.email && isSameSecret(one.key, other.key);
  if (one?.kind === 'command' && other?.kind === 'command')
    return one.email === other.email && JSON.stringify(one.words) === JSON.stringify(other.words);
  return one === other;
}
