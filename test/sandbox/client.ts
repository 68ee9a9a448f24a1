// Starts a sandbox for a test file and talks to it: with the official SDK, where only the base URL and the credentials are
// changed, or with the platform's own fetch.
import Cloudflare from 'cloudflare';
import { afterAll, beforeAll } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts';

export type Envelope = {
  readonly result: unknown;
  readonly success: boolean;
  readonly errors: readonly {
    readonly code: number;
    readonly message: string;
    readonly error_chain?: readonly { readonly code: number; readonly message: string }[];
  }[];
  readonly messages: readonly unknown[];
  readonly result_info?: Readonly<Record<string, unknown>>;
};

export type Answered = { readonly status: number; readonly headers: Headers; readonly envelope: Envelope };

export type Harness = {
  readonly sandbox: () => Sandbox;
  readonly sdk: () => Cloudflare;
  /** With the token, unless the headers say otherwise. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  readonly ask: (path: string, init?: RequestInit) => Promise<Answered>;
};

/** One sandbox for all tests of the calling file. */
export function hostSandbox(options: SandboxOptions = {}): Harness {
  let running: Sandbox | undefined;
  beforeAll(async () => {
    running = await startSandbox({ rateLimit: 1_000_000, ...options });
  });
  afterAll(() => running?.close());
  const sandbox = (): Sandbox => {
    if (running === undefined) throw new Error('the sandbox has not been started');
    return running;
  };
  const request = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization') && !headers.has('x-auth-key')) {
      headers.set('authorization', `Bearer ${sandbox().token}`);
    }
    return fetch(sandbox().baseUrl + path, { ...init, headers });
  };
  return {
    sandbox,
    sdk: () => new Cloudflare({ baseURL: sandbox().baseUrl, apiToken: sandbox().token, maxRetries: 0 }),
    request,
    ask: async (path, init) => {
      const response = await request(path, init);
      // Decoding: the tests compare what is inside.
      const envelope = (await response.json()) as Envelope;
      return { status: response.status, headers: response.headers, envelope };
    },
  };
}

/** The body and headers of a request that carries JSON. */
export function json(method: string, body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** Everything that auto-paging gives. */
export async function collect<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

/** The error a promise rejects with; fails where it does not reject. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the call was expected to fail, but it succeeded');
}

/** The first error code of an SDK error, or what was thrown instead. */
export function codeOf(error: unknown): unknown {
  return error instanceof Cloudflare.APIError ? error.errors[0]?.code : error;
}

export async function zoneIdOf(sdk: Cloudflare, name: string): Promise<string> {
  const page = await sdk.zones.list({ name });
  const zone = page.result[0];
  if (zone === undefined) throw new Error(`the sandbox has no zone called ${name}`);
  return zone.id;
}

/** The account that has the most of everything. */
export async function largeAccountId(sdk: Cloudflare): Promise<string> {
  const page = await sdk.accounts.list();
  const account = page.result.find((candidate) => candidate.type === 'enterprise');
  if (account === undefined) throw new Error('the sandbox has no enterprise account');
  return account.id;
}
