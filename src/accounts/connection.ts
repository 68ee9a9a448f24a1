// A connection to an account: a client for its address, or for a sandbox that is started for it.
import { isLocalApi } from '../api/address.ts';
import { type Credential, createSecret, type SecretCommand, type StoredCredential } from '../api/credential.ts';
import { HttpFailure } from '../api/failures.ts';
import { sentAs, tellCommand } from '../api/shown-credential.ts';
import type { Client } from '../http/client.ts';
import type { RecordEntry, TraceEntry } from '../http/interceptors/report.ts';
import type { Send } from '../http/send.ts';
import { cancelledFailure } from '../http/transport-failure.ts';
import type { Account, Environment } from './account.ts';
import { SecretRefusal } from './choice.ts';
import type { FindSecret } from './secret-command.ts';

/** An account that requests can be sent to. */
export interface Connection {
  readonly baseUrl: string;
  /** Names of the header fields that its credential goes in. */
  readonly credentialFields: readonly string[];
  readonly send: Send;
  readonly close: () => Promise<void>;
}

/** What a command may say of the wire; undefined leaves the client's own. */
interface WireOptions {
  readonly timeoutMs?: number | undefined;
  readonly retries?: number | undefined;
  readonly trace?: ((entry: TraceEntry) => void) | undefined;
  /** Hears of every send when it is over; must not throw. */
  readonly record?: ((entry: RecordEntry) => void) | undefined;
  /** Runs the command that prints the secret, with the first request; without it such a profile cannot be used. */
  readonly findSecret?: FindSecret | undefined;
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
    ...(wire.timeoutMs === undefined ? {} : { timeouts: wholeWithin(wire.timeoutMs) }),
    ...(wire.retries === undefined ? {} : { retries: wire.retries }),
    ...(wire.trace === undefined ? {} : { trace: wire.trace }),
    ...(wire.record === undefined ? {} : { record: wire.record }),
  };
  const { baseUrl } = account;
  // However it came to be in the account.
  const credential = baseUrl !== undefined && isLocalApi(baseUrl) ? undefined : account.credential;
  if (baseUrl !== undefined) {
    const open = (known: Credential | undefined): Client => createClient({ baseUrl, credential: known, ...options });
    const client = credential?.kind === 'command' ? openLater(credential, open, wire.findSecret) : open(credential);
    return { baseUrl, credentialFields: fieldsOf(credential), send: client.send, close: client.close };
  }
  const { startSandbox } = await import('../sandbox/server.ts');
  const sandbox = await startSandbox({});
  sandbox.unref();
  const token: Credential = { kind: 'token', token: createSecret(sandbox.token) };
  const client = createClient({ baseUrl: sandbox.baseUrl, credential: token, ...options });
  return {
    baseUrl: sandbox.baseUrl,
    credentialFields: fieldsOf(token),
    send: client.send,
    close: async () => {
      await client.close();
      await sandbox.close();
    },
  };
}

/** A client that is made with the first request, since that is what needs the secret. */
function openLater(
  command: SecretCommand,
  open: (credential: Credential) => Client,
  findSecret: FindSecret | undefined,
): Client {
  let opened: Client | undefined;
  return {
    send: async (request, context) => {
      if (!findSecret)
        throw new SecretRefusal(`The secret comes from ${tellCommand(command.words)}, which is not run here.`);
      try {
        const credential = opened ? undefined : await findSecret(command, context.signal);
        if (credential) opened ??= open(credential);
      } catch (error) {
        throw context.signal.aborted ? new HttpFailure(cancelledFailure(request)) : error;
      }
      if (!opened) throw new Error('the client was not opened');
      return opened.send(request, context);
    },
    close: async () => opened?.close(),
  };
}

function wholeWithin(ms: number): {
  readonly headersMs: number;
  readonly bodyIdleMs: number;
  readonly totalMs: number;
} {
  return { headersMs: ms, bodyIdleMs: ms, totalMs: ms };
}

function fieldsOf(credential: StoredCredential | undefined): readonly string[] {
  if (!credential) return [];
  return sentAs(credential) === 'token' ? ['Authorization'] : ['X-Auth-Email', 'X-Auth-Key'];
}
