// Whose account requests go to, and a connection to it. What the environment names is read here; choosing between it, a
// profile and the sandbox is account-choice's.
import { placeOf, publicBaseUrl, readBaseUrl } from '../api/address.ts';
import { type Credential, createSecret, secretTail } from '../api/credential.ts';
import type { Send } from '../api/messages.ts';
import type { Session, ShownAccount } from '../explorer/model/accounts.ts';
import type { RecordEntry, TraceEntry } from '../http/interceptors/report.ts';
import type { Profile } from '../store/profiles.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is known before anything is opened. */
export interface Account {
  readonly kind: Session['kind'];
  /** Undefined for the sandbox, which gets its address when it starts. */
  readonly baseUrl: string | undefined;
  readonly credential: Credential | undefined;
  /** Name of the profile; undefined for every other kind, and for a profile whose name is still encrypted. */
  readonly profile?: string | undefined;
  /** Stands where a request leaves `{account_id}` open. */
  readonly accountId?: string | undefined;
  readonly readOnly?: boolean;
}

/** An account as the history names it. */
export interface AccountName {
  readonly profile: string;
  readonly origin: string;
}

/** The sandbox has another port in every session, and is the same to its user. */
export function accountName({ kind, profile: name, baseUrl }: Account): AccountName {
  const profile = name ?? (kind === 'typed' ? 'typed token' : kind);
  return { profile, origin: baseUrl === undefined ? 'sandbox' : new URL(baseUrl).origin };
}

/** An account that requests can be sent to. */
export interface Connection {
  readonly baseUrl: string;
  /** Names of the header fields that its credential goes in. */
  readonly credentialFields: readonly string[];
  readonly send: Send;
  readonly close: () => Promise<void>;
}

/**
 * The account that the environment names, by the official SDK's variables; the sandbox where it names none.
 * An API token wins over a key with an e-mail address: one kind is sent, never both. Empty variables count as unset.
 *
 * @throws Error with a sentence for the user where CLOUDFLARE_BASE_URL is no http(s) URL
 */
export function accountOf(env: Environment): Account {
  const credential = credentialOf(env);
  const named = env.CLOUDFLARE_BASE_URL || undefined;
  const accountId = env.CLOUDFLARE_ACCOUNT_ID?.trim() || undefined;
  if (named !== undefined) return { kind: 'environment', baseUrl: checkedBaseUrl(named), credential, accountId };
  return credential
    ? { kind: 'environment', baseUrl: publicBaseUrl, credential, accountId }
    : { kind: 'sandbox', baseUrl: undefined, credential };
}

export function accountOfProfile({ name, credential, baseUrl, accountId, readOnly }: Profile): Account {
  return { kind: 'profile', profile: name, credential, baseUrl, accountId, readOnly };
}

/** A session of its own with a token that was typed. */
export function accountOfToken(env: Environment, token: ReturnType<typeof createSecret>): Account {
  return { kind: 'typed', baseUrl: newAddress(env), credential: { kind: 'token', token } };
}

/** Where requests go with a credential that came without an address: where the environment says, or to the public API. */
export function newAddress(env: Environment): string {
  return env.CLOUDFLARE_BASE_URL ? checkedBaseUrl(env.CLOUDFLARE_BASE_URL) : publicBaseUrl;
}

function credentialOf(env: Environment): Credential | undefined {
  const token = env.CLOUDFLARE_API_TOKEN?.trim();
  if (token) return { kind: 'token', token: createSecret(token) };
  const key = env.CLOUDFLARE_API_KEY?.trim();
  const email = env.CLOUDFLARE_EMAIL?.trim();
  return key && email ? { kind: 'key', email, key: createSecret(key) } : undefined;
}

function checkedBaseUrl(text: string): string {
  const url = readBaseUrl(text);
  if (url === undefined) {
    throw new Error(`CLOUDFLARE_BASE_URL is not an address that requests can go to: use one such as ${publicBaseUrl}`);
  }
  return url;
}

/** What the header may show of an account. */
export function sessionOf(account: Account): Session {
  return {
    kind: account.kind,
    baseUrl: account.baseUrl,
    credential: account.kind === 'profile' && !account.credential ? 'opening…' : describe(account.credential),
    rateLimit: undefined,
    ...(account.profile === undefined ? {} : { profile: account.profile }),
    ...(account.accountId === undefined ? {} : { accountId: account.accountId }),
    ...(account.readOnly ? { readOnly: true } : {}),
  };
}

/** What may be shown of the account that the environment names; undefined where it names none. */
export function shownEnvironment(env: Environment): ShownAccount | undefined {
  // One with an address that is none is no account to offer.
  if (env.CLOUDFLARE_BASE_URL && readBaseUrl(env.CLOUDFLARE_BASE_URL) === undefined) return undefined;
  const { kind, credential, baseUrl } = accountOf(env);
  if (kind !== 'environment' || baseUrl === undefined) return undefined;
  return { credential: describe(credential), place: placeOf(baseUrl) };
}

/** A credential as it may be shown: at most the last four characters of what is secret. */
export function describe(credential: Credential | undefined): string {
  if (!credential) return 'no credential';
  return credential.kind === 'token' ? `token ${secretTail(credential.token)}` : `key of ${credential.email}`;
}

/** What a command may say of the wire; undefined leaves the client's own. */
export interface WireOptions {
  readonly timeoutMs?: number | undefined;
  readonly retries?: number | undefined;
  readonly trace?: ((entry: TraceEntry) => void) | undefined;
  /** Hears of every send when it is over; must not throw. */
  readonly record?: ((entry: RecordEntry) => void) | undefined;
}

/** Opens an account: starts the sandbox where it is the one, and a client. Loads both only now. */
export async function connect(
  account: Account,
  env: Environment,
  version: string,
  wire: WireOptions = {},
): Promise<Connection> {
  const { createClient } = await import('../http/client.ts');
  const options = {
    env,
    userAgent: `flarescope/${version}`,
    readOnlyProfile: account.readOnly ? (account.profile ?? '') : undefined,
    ...(wire.timeoutMs === undefined ? {} : { timeouts: { headersMs: wire.timeoutMs, bodyIdleMs: wire.timeoutMs } }),
    ...(wire.retries === undefined ? {} : { retries: wire.retries }),
    ...(wire.trace === undefined ? {} : { trace: wire.trace }),
    ...(wire.record === undefined ? {} : { record: wire.record }),
  };
  if (account.baseUrl !== undefined) {
    const client = createClient({ baseUrl: account.baseUrl, credential: account.credential, ...options });
    return {
      baseUrl: account.baseUrl,
      credentialFields: fieldsOf(account.credential),
      send: client.send,
      close: client.close,
    };
  }
  const { startSandbox } = await import('../sandbox/server.ts');
  const sandbox = await startSandbox({});
  sandbox.unref();
  const credential: Credential = { kind: 'token', token: createSecret(sandbox.token) };
  const client = createClient({ baseUrl: sandbox.baseUrl, credential, ...options });
  return {
    baseUrl: sandbox.baseUrl,
    credentialFields: fieldsOf(credential),
    send: client.send,
    close: async () => {
      await client.close();
      await sandbox.close();
    },
  };
}

function fieldsOf(credential: Credential | undefined): readonly string[] {
  if (!credential) return [];
  return credential.kind === 'token' ? ['Authorization'] : ['X-Auth-Email', 'X-Auth-Key'];
}
