// A connection to an account: a client for its address, or for a sandbox that is started for it.
import { type Credential, createSecret } from '../api/credential.ts';
import type { RecordEntry, TraceEntry } from '../http/interceptors/report.ts';
import type { Send } from '../http/send.ts';
import type { Account, Environment } from './account.ts';

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

function wholeWithin(ms: number): {
  readonly headersMs: number;
  readonly bodyIdleMs: number;
  readonly totalMs: number;
} {
  return { headersMs: ms, bodyIdleMs: ms, totalMs: ms };
}

function fieldsOf(credential: Credential | undefined): readonly string[] {
  if (!credential) return [];
  return credential.kind === 'token' ? ['Authorization'] : ['X-Auth-Email', 'X-Auth-Key'];
}
