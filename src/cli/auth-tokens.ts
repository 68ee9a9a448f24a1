// `flarescope auth rotate` and `revoke`: a new secret for the token of a profile, and the end of a token. Trap: once the API has
// rolled a token, nothing else in the world has its new secret: it is saved before anything else, and shown where it cannot be.
import { type Account, accountOf, accountOfProfile } from '../accounts/account.ts';
import { type Connection, connect } from '../accounts/connection.ts';
import { deleteToken, pathOfToken, putNewSecret, rollToken } from '../accounts/rotation.ts';
import type { FindSecret } from '../accounts/secret-command.ts';
import { type Verified, verifyAccount, verifyCredential } from '../accounts/verify.ts';
import { type Secret, secretTail, unwrapSecret } from '../api/credential.ts';
import { sentence } from '../api/failures.ts';
import { describeCredential, tellCommand } from '../api/shown-credential.ts';
import { consentSettingOf } from '../explorer/model/writes.ts';
import type { RequestLine } from '../request/types.ts';
import { currentProfile, findProfile, noSuchProfile, type Profile, removeProfile } from '../store/profiles.ts';
import { openForSending, readUserFile } from '../store/user-files.ts';
import type { Vault } from '../store/vault.ts';
import { capitalised } from '../text/sentences.ts';
import { visible } from '../text/untrusted.ts';
import { secretFinder } from './account.ts';
import { authCommand, checkedAccount, expectGood, openForCommand } from './auth.ts';
import type { RevokeValues, RotateValues } from './commands/auth.ts';
import { complain } from './complain.ts';
import { askBeforeSending } from './consent.ts';
import { type Io, print, tell } from './io.ts';
import { exitCodes, messageOf, Refusal } from './messages.ts';
import { type Asking, takePassphrase } from './unlocking.ts';
import { version } from './version.ts';

interface Chosen {
  readonly account: Account;
  /** Undefined for the account of the environment. */
  readonly saved: { readonly profile: Profile; readonly vault: Vault } | undefined;
  /** What sends the request: the token itself, unless `--by` names another profile. */
  readonly by: Account;
  readonly findSecret: FindSecret;
}

type Values = Pick<RotateValues, 'by' | 'account' | 'passphrase-fd'>;

/** The profile that is named, else the account in force. Throws Refusal. */
async function choose(name: string | undefined, values: Values, asking: Asking, io: Io): Promise<Chosen> {
  const findSecret = secretFinder(io);
  const fromEnvironment = name === undefined ? accountOf(io.env) : undefined;
  if (fromEnvironment && values.by === undefined) {
    return { account: fromEnvironment, saved: undefined, by: fromEnvironment, findSecret };
  }
  const { found } = await openForCommand(takePassphrase(values['passphrase-fd'], io), asking, io);
  if (found.kind !== 'open') throw new Refusal('there are no profiles. To add one: flarescope auth add NAME');
  const { set, vault } = found;
  const named = (wanted: string): Profile => {
    const profile = findProfile(set, wanted);
    if (!profile) throw new Refusal(noSuchProfile(set, wanted));
    return profile;
  };
  const by = values.by === undefined ? undefined : accountOfProfile(named(values.by));
  if (fromEnvironment) return { account: fromEnvironment, saved: undefined, by: by ?? fromEnvironment, findSecret };
  const profile = name === undefined ? currentProfile(set) : named(name);
  if (!profile) throw new Refusal('no profile is in use. Name one');
  const account = accountOfProfile(profile);
  if (by !== undefined && by.baseUrl !== account.baseUrl)
    throw new Refusal(`the profile ${values.by} is for ${by.baseUrl}, and the token for ${account.baseUrl}`);
  return { account, saved: { profile, vault }, by: by ?? account, findSecret };
}

/** What the API says of the token, and where it has it. Throws Refusal for what is no token that it knows. */
async function findToken(
  { account: chosen, findSecret }: Chosen,
  values: Values,
  io: Io,
): Promise<{ readonly verified: Verified; readonly path: string }> {
  const account = { ...chosen, accountId: checkedAccount(values.account) ?? chosen.accountId };
  if (account.credential?.kind === 'key' || (account.credential?.kind === 'command' && account.credential.email)) {
    throw new Refusal('a global key is changed in the dashboard only: the API has no operation for that');
  }
  const verification = await verifyAccount(account, io.env, version, { findSecret });
  const verified = expectGood(verification, ' Nothing was changed.');
  const path = pathOfToken(verified);
  if (path === undefined) throw new Refusal('the API did not say which token it is. Nothing was changed');
  return { verified, path };
}

/** Sends after consent. Not repeated: what was done the first time would be refused the second time. */
async function withConsent<T>(
  { by, findSecret }: Chosen,
  request: RequestLine,
  how: { readonly yes: boolean; readonly why: string },
  io: Io,
  send: (connection: Connection) => Promise<T>,
): Promise<T> {
  if (by.readOnly) {
    throw new Refusal(
      `the profile ${by.profile} is read-only. Nothing was sent. To allow it: flarescope auth edit --no-read-only ${by.profile}`,
    );
  }
  const connection = await connect(by, io.env, version, { findSecret, retries: 0 });
  try {
    const files = { read: readUserFile, open: openForSending };
    const asksAll = consentSettingOf(by) !== 'never';
    const unsent = { connection, account: by, request, files, signal: new AbortController().signal };
    const meaning = { isSure: how.yes, asksAll: asksAll && !how.yes, isRecalled: true, from: undefined };
    await askBeforeSending(unsent, { ...meaning, why: how.why }, io);
    return await send(connection);
  } finally {
    await connection.close();
  }
}

const unknownEnd = (what: string): string =>
  `It is not known whether the token was ${what}. flarescope auth verify tells whether its present secret still works`;

/** What may be missing where the API says no. */
function missing({ owner }: Verified, failure: { readonly status?: number }): string {
  if (failure.status !== 401 && failure.status !== 403) return '';
  const permission = owner === undefined ? 'API Tokens Write' : 'Account API Tokens Write';
  return ` That takes the permission ${permission}; with --by NAME another profile does it.`;
}

export const rotateToken = authCommand<RotateValues>(async ({ values, words }, io, asking) => {
  const chosen = await choose(words[0], values, asking, io);
  const { account, saved } = chosen;
  if (!saved) {
    throw new Refusal(
      'the token in use comes from the environment, where a new one cannot be put. Name a profile, or send ' +
        'PUT /user/tokens/ID/value with flarescope api and set the variable yourself; auth verify tells the ID',
    );
  }
  const { profile, vault } = saved;
  const { credential } = profile;
  if (credential.kind === 'command') {
    throw new Refusal(
      `the secret of ${profile.name} comes from ${tellCommand(credential.words)}, where flarescope cannot put a new one. Roll ` +
        'it with flarescope api PUT /user/tokens/ID/value, and put the result there yourself; auth verify tells the ID',
    );
  }
  const { verified, path } = await findToken(chosen, values, io);
  // A disk that takes nothing is found out while the old secret still works.
  const rehearsal = await vault.change((set) => ({ ok: true, set }));
  if (!rehearsal.ok) throw new Refusal(rehearsal.reason);
  const request: RequestLine = { method: 'PUT', path: `${path}/value`, items: [], filter: undefined };
  const why = 'the present secret stops working wherever it is used';
  let free = (): void => undefined;
  try {
    const rolled = await withConsent(chosen, request, { yes: values.yes, why }, io, (open) => {
      // From here on ending would lose the new secret.
      free = io.onSignal(['SIGINT', 'SIGTERM'], () =>
        complain(io, 'the token is being rolled: its new secret is on the way'),
      );
      return rollToken(open, path);
    });
    if (!rolled.ok) {
      const { failure, isKnown } = rolled;
      const end = isKnown ? missing(verified, 'status' in failure ? failure : {}) : ` ${unknownEnd('rolled')}.`;
      throw new Refusal(`${sentence(failure)}${end}`, 'status' in failure ? exitCodes.failed : exitCodes.noResponse);
    }
    const { secret } = rolled;
    await save(saved, secret, asking, io);
    const before = describeCredential(credential);
    await tell(io, `${visible(`Rotated ${profile.name}: ${before} is gone, token ${secretTail(secret)} is saved.`)}\n`);
    return await tellWhetherGood(account, verified, secret, io);
  } finally {
    free();
  }
});

/** Puts it into the profile. Where that fails it is shown, once: nothing else has it. Throws Refusal then. */
async function save(
  { profile, vault }: NonNullable<Chosen['saved']>,
  secret: Secret,
  asking: Asking,
  io: Io,
): Promise<void> {
  let reason: string;
  try {
    const change = await vault.change((set) => putNewSecret(set, profile, secret));
    if (change.ok) return;
    reason = change.reason;
  } catch (error) {
    reason = messageOf(error);
  }
  complain(
    io,
    `the token was rolled, and its new secret could not be saved: ${reason}. The old one does not work any more`,
  );
  const next = `To save it: flarescope auth add --replace ${profile.name}`;
  const terminal = await asking.terminal();
  if (!terminal) {
    await print(io, `${unwrapSecret(secret)}\n`);
    throw new Refusal(
      `the new secret was printed to standard output, this once. ${next} --secret-stdin`,
      exitCodes.failed,
    );
  }
  const isWanted = !/^no?$/i.test((await terminal.ask('Show the new secret here, this once? [Y/n] ')).trim());
  if (isWanted) terminal.say(unwrapSecret(secret));
  throw new Refusal(isWanted ? next : 'the new secret is gone. Roll the token in the dashboard', exitCodes.failed);
}

/** Asks the API about the new secret, which is saved by now. */
async function tellWhetherGood(account: Account, { kind, owner }: Verified, secret: Secret, io: Io): Promise<number> {
  const renewed: Account = { ...account, credential: { kind: 'token', token: secret } };
  const connection = await connect(renewed, io.env, version);
  try {
    const verification = await verifyCredential(connection, kind, owner);
    if (verification.ok) return await tell(io, 'The API takes the new secret.\n');
    const { failure, isAnswer } = verification;
    throw new Refusal(
      `the new secret is saved, but could not be verified: ${sentence(failure)} Try again: flarescope auth verify`,
      isAnswer ? exitCodes.failed : exitCodes.noResponse,
    );
  } finally {
    await connection.close();
  }
}

export const revokeToken = authCommand<RevokeValues>(async ({ values, words }, io, asking) => {
  const chosen = await choose(words[0], values, asking, io);
  const { account, saved } = chosen;
  const { verified, path } = await findToken(chosen, values, io);
  const request: RequestLine = { method: 'DELETE', path, items: [], filter: undefined };
  const how = { yes: values.yes, why: 'it ends the token for good' };
  const deleted = await withConsent(chosen, request, how, io, (open) => deleteToken(open, path));
  if (!deleted.ok) {
    const { failure, isKnown } = deleted;
    const end = isKnown ? missing(verified, 'status' in failure ? failure : {}) : ` ${unknownEnd('deleted')}.`;
    throw new Refusal(`${sentence(failure)}${end}`, 'status' in failure ? exitCodes.failed : exitCodes.noResponse);
  }
  const told = `Revoked ${describeCredential(account.credential)}.`;
  if (!saved) return tell(io, `${visible(told)} Remove it from the environment.\n`);
  const { profile, vault } = saved;
  if (values['keep-profile']) {
    return tell(io, `${visible(`${told} The profile ${profile.name} is kept, and has no token that works.`)}\n`);
  }
  const change = await vault.change((set) => removeProfile(set, profile.name));
  if (!change.ok) throw new Refusal(`${told} ${capitalised(change.reason)}`, exitCodes.failed);
  return tell(io, `${visible(`${told} The profile ${profile.name} is removed.`)}\n`);
});
