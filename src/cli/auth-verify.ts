// `flarescope auth verify`: asks the API about the credential of a profile, or of the account in force.

import { parseArgs } from 'node:util';
import { tellVerified, type Verification, type Verified, verifyAccount } from '../accounts/verify.ts';
import { shortAddress } from '../api/address.ts';
import { describeCredential } from '../api/credential.ts';
import { sentence } from '../api/failures.ts';
import { visible } from '../text/untrusted.ts';
import { findAccount } from './account.ts';
import type { AuthCommand } from './auth.ts';
import { complain, exitCodes, Refusal, tell } from './messages.ts';
import { version } from './version.ts';

export const help = `Usage: flarescope auth verify [--json] [NAME]

Asks the API whether it takes the credential of a profile, what that may do, and until when. Without a name it asks about
the account in force, be it the environment's or the profile in use.

  --json             the same as JSON
  --passphrase-fd N  read the passphrase of the profiles from this file descriptor

Exit status: 0 it is good, 1 the API said no, 2 usage, 3 no response.
`;

export const verifyProfile: AuthCommand = async (argv) => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      'passphrase-fd': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return tell(help);
  if (positionals.length > 1) throw new Refusal('name one profile, or none for the account in force');
  const chosen = await findAccount({ profile: positionals[0], 'passphrase-fd': values['passphrase-fd'] });
  if (chosen.notice !== undefined) complain(chosen.notice);
  const { account } = chosen;
  if (!account.credential)
    throw new Refusal('there is no credential in force to verify; flarescope auth add adds a profile');
  const verified = expectGood(await verifyAccount(account, process.env, version), '');
  if (values.json) return tell(`${JSON.stringify(verified, undefined, 2)}\n`);
  const place = account.baseUrl === undefined ? '' : `, ${shortAddress(account.baseUrl)}`;
  const name = account.profile ?? 'environment';
  const lines = [
    visible(`${name}, ${describeCredential(account.credential)}${place}`),
    ...tellVerified(verified, Date.now()),
  ];
  return tell(lines.map((line, index) => `${index === 0 ? '' : '  '}${line}\n`).join(''));
};

/** What the API said of a good credential. Throws Refusal with its words for any other, and `more` behind them. */
export function expectGood(verification: Verification, more: string): Verified {
  if (verification.ok) return verification.verified;
  const { failure, isAnswer } = verification;
  throw new Refusal(`${sentence(failure)}${more}`, isAnswer ? exitCodes.refused : exitCodes.noResponse);
}
