// Puts the HTTP room together: one client per profile, one visible list of interceptors. The order is the safety:
// record sits outside auth and never sees a credential; redirect sits outside auth, so every hop is checked again;
// timeout sits inside retry and counts per attempt. Loads undici: import it only where something is sent.

import type { Credential } from '../api/credential.ts';
import { type Clock, systemClock } from './clock.ts';
import { authorize, readOnly } from './interceptors/auth.ts';
import { redirect } from './interceptors/redirect.ts';
import { type RecordEntry, rateLimit, record, type TraceEntry, trace } from './interceptors/report.ts';
import { retry } from './interceptors/retry.ts';
import { timeout } from './interceptors/timeout.ts';
import type { Interceptor, Send } from './send.ts';
import { createWire } from './wire.ts';

export interface ClientOptions {
  /** Absolute http or https URL. Requests to any other origin are refused. Throws a TypeError where it is no URL. */
  readonly baseUrl: string;
  readonly credential: Credential | undefined;
  /** Name of a profile that may only read: what writes is refused. @default none: all is sent */
  readonly readOnlyProfile?: string | undefined;
  readonly userAgent: string;
  readonly timeouts?: {
    /** Until the connection stands, TLS included. @default 10_000 */
    readonly connectMs?: number;
    /** From the start of an attempt to its header fields. @default 60_000 */
    readonly headersMs?: number;
    /** Between two chunks of a body. @default 30_000 */
    readonly bodyIdleMs?: number;
    /** From the start of an attempt to the end of its body. @default none */
    readonly totalMs?: number;
  };
  /** Cap on a decoded body. @default 512 MiB */
  readonly maxBodyBytes?: number;
  /** Attempts after the first one, for GET and HEAD. @default 3 */
  readonly retries?: number;
  /** Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read. @default none: no proxy */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A certificate authority (PEM) trusted besides the built-in ones. */
  readonly ca?: string;
  /** Called for every attempt and what came of it, without the credential. Must not throw. */
  readonly trace?: (entry: TraceEntry) => void;
  /** Called once per send, with everything secret redacted. Must not throw. */
  readonly record?: (entry: RecordEntry) => void;
  /** @default systemClock */
  readonly clock?: Clock;
}

export interface Client {
  readonly send: Send;
  /** Closes every connection at once; sends in flight fail. */
  readonly close: () => Promise<void>;
}

export function createClient(options: ClientOptions): Client {
  const base = new URL(options.baseUrl);
  const clock = options.clock ?? systemClock;
  const { connectMs = 10_000, headersMs = 60_000, bodyIdleMs = 30_000, totalMs } = options.timeouts ?? {};
  const wire = createWire({
    base,
    userAgent: options.userAgent,
    connectMs,
    maxBodyBytes: options.maxBodyBytes ?? 512 * 1024 * 1024,
    env: options.env ?? {},
    ca: options.ca,
    clock,
  });
  const interceptors: readonly Interceptor[] = [
    record(options.record ?? (() => undefined), clock),
    readOnly(options.readOnlyProfile, base),
    retry(options.retries ?? 3, clock),
    redirect(),
    rateLimit(),
    ...(options.trace === undefined ? [] : [trace(options.trace)]),
    authorize(options.credential, base),
    timeout({ headersMs, bodyIdleMs, totalMs }),
  ];
  return { send: compose(interceptors, wire.send), close: wire.close };
}

/** The first interceptor is the outermost, the wire the innermost. */
function compose(interceptors: readonly Interceptor[], wire: Send): Send {
  return interceptors.reduceRight((next, intercept) => intercept(next), wire);
}
