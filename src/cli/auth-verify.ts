// `flarescope auth verify`: asks the API about the credential of a profile, or of the account in force.

import { tellVerified, type Verification, type Verified, verifyAccount } from '../accounts/verify.ts';
import { shortAddress } from '../api/address.ts';
import { describeCredential } from '../api/credential.ts';
import { sentence } from '../api/failures.ts';
import { visible } from '../text/untrusted.ts';
import { findAccount } from './account.ts';
import { authCommand } from './auth.ts';
import type { VerifyValues } from './commands/auth.ts';
import { complain, tell } from './io.ts';
import { exitCodes, Refusal } from './messages.ts';
import { version } from './version.ts';

export const verifyProfile = authCommand<VerifyValues>(async ({ values, words }, io) => {
  const chosen = await findAccount({ profile: words[0], 'passphrase-fd': values['passphrase-fd'] }, io);
  if (chosen.notice !== undefined) complain(io, chosen.notice);
  const { account } = chosen;
  if (!account.credential)
    throw new Refusal('there is no credential in force to verify; flarescope auth add adds a profile');
  const verified = expectGood(await verifyAccount(account, io.env, version), '');
  if (values.json) return tell(io, `${JSON.stringify(verified, undefined, 2)}\n`);
  const place = account.baseUrl === undefined ? '' : `, ${shortAddress(account.baseUrl)}`;
  const name = account.profile ?? 'environment';
  const lines = [
    visible(`${name}, ${describeCredential(account.credential)}${place}`),
    ...tellVerified(verified, Date.now()),
  ];
  return tell(io, lines.map((line, index) => `${index === 0 ? '' : '  '}${line}\n`).join(''));
});

/** What the API said of a good credential. Throws Refusal with its words for any other, and `more` behind them. */
export function expectGood(verification: Verification, more: string): Verified {
  if (verification.ok) return verification.verified;
  const { failure, isAnswer } = verification;
  throw new Refusal(`${sentence(failure)}${more}`, isAnswer ? exitCodes.failed : exitCodes.noResponse);
}
