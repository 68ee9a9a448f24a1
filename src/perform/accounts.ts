// Performs what the state wants of profiles: opens the vault and keeps it, asks the API about credentials, saves and changes
// profiles, takes another account into force. Loaded with the first such wish; nothing secret reaches the state but as Secret.

import { type Account, accountOf, accountOfProfile, type Environment } from '../accounts/account.ts';
import {
  AccountRefusal,
  accountFrom,
  bodyKeyOf,
  type ChosenAccount,
  type StartVault,
  sandboxAccount,
} from '../accounts/choice.ts';
import { findLocalAccount } from '../accounts/local.ts';
import {
  checkedName,
  findKeychain,
  newAccount,
  newProfile,
  saveProfile,
  tellProtection,
} from '../accounts/profiles.ts';
import { CommandFailure, createSecretFinder, type FindSecret, runSecretCommand } from '../accounts/secret-command.ts';
import { tellVerified } from '../accounts/tell-verified.ts';
import { createVaultKeeper, type VaultFound } from '../accounts/vault-keeper.ts';
import { verifyAccount } from '../accounts/verify.ts';
import { isLocalApi } from '../api/address.ts';
import type { Credential, Secret, SecretCommand } from '../api/credential.ts';
import { sentence } from '../api/failures.ts';
import { tellCommand } from '../api/shown-credential.ts';
import { lockedReason } from '../explorer/model/account-in-force.ts';
import type { Verdict } from '../explorer/model/accounts.ts';
import type {
  AccountWish,
  NewProfile,
  NewProtection,
  ProfileChange,
  ProfileEffect,
} from '../explorer/model/effects.ts';
import { type KeyLabels, keyFor } from '../explorer/model/key-labels.ts';
import type { Ticker } from '../http/clock.ts';
import {
  editProfile,
  findProfile,
  noSuchProfile,
  type Profile,
  type ProfileSet,
  type ProfileSetChange,
  removeProfile,
  selectProfile,
} from '../store/profiles.ts';
import type { Vault } from '../store/vault.ts';
import { isTooShort, shortestPassphrase } from '../store/vault-header.ts';
import { capitalised, errorText } from '../text/sentences.ts';
import type { HistoryClient } from '../workers/history.ts';
import type { Link } from './link.ts';
import { type Dispatch, type Performers, type Terminal, tick } from './performers.ts';
import { sessionOf, shownProfiles } from './shown.ts';

export interface Accounts {
  readonly performers: Performers<ProfileEffect['type']>;
  /** The account of the profile that the session began with. Rejects with AccountRefusal where it cannot be had now. */
  readonly find: (dispatch: Dispatch) => Promise<Account>;
  /** Runs the command that prints the secret of a profile. */
  readonly findSecret: FindSecret;
  /** The account of a profile as it is kept now; undefined while the profiles are locked. Rejects where it is not there any more. */
  readonly readAnew: (profile: string) => Promise<Account | undefined>;
  readonly close: () => void;
}

interface AccountTools {
  readonly clock: Ticker;
  readonly env: Environment;
  readonly version: string;
  readonly history: HistoryClient;
  readonly link: Link;
  readonly terminal: Pick<Terminal, 'lend'>;
  readonly keyLabels: KeyLabels;
  /** Cancels what is in flight and waits until it has ended. */
  readonly cancelAll: () => Promise<void>;
}

const wishedNames: Readonly<Record<Account['kind'], string>> = {
  sandbox: 'the sandbox',
  local: 'the local API',
  environment: 'the environment’s account',
  profile: 'the profile',
  typed: 'the environment’s account',
};

export function createAccounts(start: StartVault, tools: AccountTools): Accounts {
  const { clock, env, version, history, link, terminal } = tools;
  const locked = lockedReason(tools);
  const givenWrong = `Wrong passphrase: the profiles stay locked. ${keyFor(tools, 'profiles.open')} asks for it`;
  const keeper = createVaultKeeper(start, clock);
  let asking = new AbortController();
  const secrets = createSecretFinder((command, signal) => runInSession(command, env, terminal, signal));

  /** Tells the state what was found. An open vault seals what the history stores. */
  const report = (found: VaultFound, dispatch: Dispatch): void => {
    switch (found.kind) {
      case 'open':
        history.setBodyKey(bodyKeyOf(found.vault));
        dispatch({ type: 'profiles.opened', rows: shownProfiles(found.set), by: found.vault.protection() });
        if (found.notice !== undefined) dispatch({ type: 'profiles.refused', reason: found.notice });
        return;
      case 'locked':
        dispatch({ type: 'profiles.locked', by: found.by });
        return;
      case 'absent':
        dispatch({ type: 'profiles.absent' });
        return;
      case 'damaged':
        dispatch({ type: 'profiles.absent' });
        dispatch({ type: 'profiles.refused', reason: found.reason });
        return;
      case 'newer':
      case 'unreachable':
        dispatch({ type: 'profiles.unusable', reason: found.reason });
        return;
    }
  };

  const find = async (dispatch: Dispatch): Promise<Account> => {
    const found = await keeper.look();
    report(found, dispatch);
    if (found.kind === 'locked') throw new AccountRefusal(found.isGivenWrong ? givenWrong : locked);
    const { account, notice } = accountFrom(env, found, start.profile);
    if (notice !== undefined) dispatch({ type: 'session.refused', reason: notice });
    return account;
  };

  /** Gives a profile's session its account back, or for the first time. */
  const resume = (found: VaultFound, dispatch: Dispatch): void => {
    const { kind, profile } = link.account();
    if (found.kind !== 'open' || kind !== 'profile' || link.isKnown()) return;
    const { account, notice } = chosenFrom(found, profile ?? start.profile);
    link.take(account);
    const greeting = notice ?? (account.kind === 'profile' ? `Requests go to ${account.profile}` : undefined);
    dispatch({
      type: 'session.changed',
      session: sessionOf(account),
      isAnother: false,
      ...(greeting === undefined ? {} : { greeting }),
    });
    void link.open(dispatch);
  };

  /** Where the profile is not there any more, that is why nothing can be sent. */
  const chosenFrom = (found: VaultFound & { readonly kind: 'open' }, name: string | undefined): ChosenAccount => {
    try {
      return accountFrom(env, found, name);
    } catch (error) {
      link.release(errorText(error));
      throw error;
    }
  };

  const read = async (dispatch: Dispatch): Promise<void> => {
    const found = await keeper.look();
    report(found, dispatch);
    resume(found, dispatch);
  };

  const unlock = async (passphrase: Secret | undefined, dispatch: Dispatch): Promise<void> => {
    const tried = await keeper.unlock(passphrase);
    if (!tried) return;
    if (tried.kind !== 'wrong') {
      report(tried, dispatch);
      resume(tried, dispatch);
      return;
    }
    dispatch({ type: 'profiles.wrong', until: tried.until, now: clock.now() });
    countDown(tried.until, dispatch);
  };

  /** What the session left for another account, and may go back to. */
  let lastLocal: Account | undefined;

  let stopCounting = (): void => undefined;
  /** The seconds that are left are on the screen. */
  const countDown = (until: number, dispatch: Dispatch): void => {
    stopCounting();
    stopCounting = clock.every(tick, () => {
      const now = clock.now();
      dispatch({ type: 'clock.ticked', now });
      if (now >= until) stopCounting();
    });
  };

  const lock = (): void => {
    asking.abort();
    keeper.lock();
    secrets.forget();
    history.setBodyKey(undefined);
    // What is on its way may end: a request that has been sent cannot be called back, and who comes back wants its response.
    // It is hidden until then, and nothing new is sent.
    if (link.account().kind === 'profile') link.release(locked);
  };

  const openVault = (): Vault => {
    const vault = keeper.vault();
    if (!vault) throw new Error(locked);
    return vault;
  };

  const profileNamed = async (name: string): Promise<Profile> => {
    const { set } = await openVault().read();
    const profile = findProfile(set, name);
    if (!profile) throw new Error(noSuchProfile(set, name));
    return profile;
  };

  const accountWished = async (wish: AccountWish): Promise<Account> => {
    if (wish.kind === 'profile') return accountOfProfile(await profileNamed(wish.name));
    if (wish.kind === 'sandbox') return sandboxAccount(env);
    if (wish.kind === 'local') return lastLocal ?? findLocalAccount('', env, version);
    const account = accountOf(env);
    if (!account) throw new Error('the environment names no account');
    return account;
  };

  const use = async (account: Account, greeting: string, dispatch: Dispatch): Promise<void> => {
    await tools.cancelAll();
    const former = link.account();
    if (former.kind === 'local') lastLocal = former;
    // They may have been locked meanwhile.
    if (account.kind === 'profile') openVault();
    link.take(account);
    dispatch({ type: 'session.changed', session: sessionOf(account), isAnother: true, greeting });
    await link.open(dispatch);
  };

  /** What the API says of an account's credential; undefined where nobody waits for it any more. */
  const ask = async (account: Account): Promise<Verdict | undefined> => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    if (account.baseUrl !== undefined && isLocalApi(account.baseUrl)) return askLocal(account.baseUrl, signal);
    const verification = await verifyAccount(account, env, version, { signal, findSecret: secrets.find });
    if (signal.aborted) return undefined;
    const at = clock.now();
    if (!verification.ok) return { isGood: false, at, lines: [sentence(verification.failure)], accounts: [] };
    const { verified } = verification;
    return { isGood: true, at, lines: tellVerified(verified, at), accounts: verified.accounts };
  };

  /** A local API has no credential to ask about: whether it answers is what there is to know. */
  const askLocal = async (baseUrl: string, signal: AbortSignal): Promise<Verdict | undefined> => {
    const lines = await findLocalAccount(baseUrl, env, version).then(
      () => undefined,
      (error: unknown) => [`${capitalised(errorText(error))}.`],
    );
    if (signal.aborted) return undefined;
    const at = clock.now();
    return { isGood: lines === undefined, at, lines: lines ?? ['It answers as a local API does'], accounts: [] };
  };

  const askAndTell = async (account: Account, dispatch: Dispatch): Promise<void> => {
    const verdict = await ask(account);
    if (verdict) dispatch({ type: 'profiles.verified', verdict });
  };

  const takeTyped = async (credential: Credential, dispatch: Dispatch): Promise<void> => {
    const account = newAccount(env, credential);
    const verdict = await ask(account);
    const what = `The ${credential.kind}`;
    if (verdict?.isGood) await use(account, `${what} is valid. It is used until you quit and is not saved`, dispatch);
    else if (verdict) dispatch({ type: 'profiles.verified', verdict });
  };

  const change = async (name: string, wanted: ProfileChange, dispatch: Dispatch): Promise<void> => {
    const done = await openVault().change((set) => changedSet(set, name, wanted));
    if (!done.ok) throw new Error(done.reason);
    if (!keeper.vault()) return;
    dispatch({ type: 'profiles.changed', name, change: wanted, rows: shownProfiles(done.set) });
    const profile = findProfile(done.set, name);
    const inForce = link.account();
    if (!profile || inForce.kind !== 'profile' || inForce.profile !== name || wanted.kind === 'current') return;
    const account = accountOfProfile(profile);
    link.take(account);
    dispatch({ type: 'session.changed', session: sessionOf(account), isAnother: false });
  };

  const save = async (
    { name, credential, accountId }: NewProfile,
    by: NewProtection | undefined,
    dispatch: Dispatch,
  ): Promise<void> => {
    const profile = { ...newProfile(env, name, credential), accountId };
    const saving = await saveProfile(keeper, profile, { by, mayReplace: false });
    if (saving.kind === 'locked') throw new Error(locked);
    if (saving.kind === 'unprotected') {
      // The user has to say first how the vault is to be protected.
      const { keychain, reason } =
        saving.reason === undefined ? await findKeychain(await start.place()) : { ...saving, keychain: undefined };
      dispatch({ type: 'profiles.protectable', keychain, reason });
      return;
    }
    const { set, vault, isNew } = saving;
    if (isNew) history.setBodyKey(bodyKeyOf(vault));
    const protection = vault.protection();
    const told = isNew ? tellProtection(protection, await start.place()) : undefined;
    dispatch({ type: 'profiles.saved', name, rows: shownProfiles(set), by: protection, told });
  };

  /** The screen shows meanwhile that something goes on. */
  const doing = (dispatch: Dispatch, work: () => Promise<void>): void => {
    const stop = clock.every(tick, () => dispatch({ type: 'clock.ticked', now: clock.now() }));
    void work()
      .catch((error: unknown) => {
        dispatch({ type: 'profiles.refused', reason: capitalised(errorText(error)) });
      })
      .finally(stop);
  };

  const performers: Accounts['performers'] = {
    'profiles.read': (_, dispatch) => doing(dispatch, () => read(dispatch)),
    'profiles.unlock': ({ passphrase }, dispatch) => doing(dispatch, () => unlock(passphrase, dispatch)),
    'profiles.lock': (_, dispatch) => doing(dispatch, async () => lock()),
    'profiles.stop': (_, dispatch) =>
      doing(dispatch, async () => {
        asking.abort();
        keeper.abandon();
      }),
    'profiles.use': (effect, dispatch) =>
      doing(dispatch, async () => {
        const account = await accountWished(effect.account);
        const name = account.profile ?? wishedNames[account.kind];
        await use(account, `Requests go to ${name} now`, dispatch);
      }),
    'profiles.verify': ({ name }, dispatch) =>
      doing(dispatch, async () => askAndTell(accountOfProfile(await profileNamed(name)), dispatch)),
    'profiles.change': ({ name, change: wanted }, dispatch) => doing(dispatch, () => change(name, wanted, dispatch)),
    'profiles.checkName': ({ text }, dispatch) =>
      doing(dispatch, async () => {
        dispatch({ type: 'profiles.named', name: checkedName(text) });
      }),
    'profiles.verifyNew': ({ credential }, dispatch) =>
      doing(dispatch, async () => askAndTell(newAccount(env, credential), dispatch)),
    'profiles.checkPassphrase': ({ passphrase }, dispatch) =>
      doing(dispatch, async () => {
        if (isTooShort(passphrase)) throw new Error(`A passphrase must have at least ${shortestPassphrase} characters`);
        dispatch({ type: 'profiles.passphraseChecked', passphrase });
      }),
    'profiles.save': ({ profile, by }, dispatch) => doing(dispatch, () => save(profile, by, dispatch)),
    useTyped: ({ credential }, dispatch) => doing(dispatch, () => takeTyped(credential, dispatch)),
  };

  return {
    performers,
    find,
    findSecret: secrets.find,
    readAnew: async (profile) => (keeper.vault() ? accountOfProfile(await profileNamed(profile)) : undefined),
    close: () => {
      secrets.forget();
      stopCounting();
      asking.abort();
      keeper.abandon();
      keeper.lock();
    },
  };
}

/**
 * Runs it out of sight first, where Esc ends it: most commands ask nothing, or ask in a window of their own. Where it fails it gets the
 * terminal, to ask there, or to say what is wrong.
 */
async function runInSession(
  command: SecretCommand,
  env: Environment,
  terminal: Pick<Terminal, 'lend'>,
  signal: AbortSignal,
): Promise<Credential> {
  try {
    return await runSecretCommand(command, { env, terminal: 'none', signal });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const told = `flarescope runs ${tellCommand(command.words)}, which may ask you something. ctrl+c cancels it.`;
    return terminal.lend(told, (interrupted) =>
      runSecretCommand(command, { env, terminal: 'asks', signal: AbortSignal.any([signal, interrupted]) }),
    );
  }
}

function changedSet(set: ProfileSet, name: string, wanted: ProfileChange): ProfileSetChange {
  switch (wanted.kind) {
    case 'remove':
      return removeProfile(set, name);
    case 'current':
      return selectProfile(set, name);
    case 'readOnly':
      return editProfile(set, name, { readOnly: wanted.readOnly });
    case 'production':
      return editProfile(set, name, { production: wanted.production });
    case 'consent':
      return editProfile(set, name, { consent: wanted.consent });
    case 'account':
      return editProfile(set, name, { accountId: wanted.accountId });
  }
}
