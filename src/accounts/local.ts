// The API that `wrangler dev` and Cloudflare's Vite plugin serve on this machine: found by asking, and used without a credential.

import { isLocalApi, isLoopbackHost, localBasePaths } from '../api/address.ts';
import { isRecord } from '../json/values.ts';
import { type Account, consentOf, type Environment } from './account.ts';
import { AccountRefusal } from './choice.ts';

/** wrangler's port and the next ones, which it takes where that is in use; then Vite's. */
const usualPorts = [8787, 8788, 8789, 8790, 5173, 5174] as const;

/** Milliseconds. A server on this machine that has not answered by then is another one, or hangs. */
const patience = 1_500;

/** The server's description is some 50 kB. */
const mostBytes = 8 * 1024 * 1024;

/** No server answers as a local API does. The message says what was asked. */
export class NoLocalApi extends AccountRefusal {}

/**
 * The account of the local API at an address, or of the first that is found at the usual ones. Nothing but the question for its
 * description is sent, without a credential, and to this machine only.
 *
 * @param given an address of any path, `localhost:PORT` or a port; empty: the usual ones
 * @throws AccountRefusal where the address is none of this machine, NoLocalApi where nothing answers
 */
export async function findLocalAccount(
  given: string,
  env: Environment,
  version: string,
  ports: readonly number[] = usualPorts,
): Promise<Account> {
  const consent = consentOf(env);
  const bases = given === '' ? ports.flatMap((port) => basesBelow(`http://localhost:${port}`)) : basesOf(given);
  const { createClient } = await import('../http/client.ts');
  const enough = new AbortController();
  const asked = bases.map(async (baseUrl): Promise<'found' | 'answered' | 'silent'> => {
    const client = createClient({
      baseUrl,
      credential: undefined,
      userAgent: `flarescope/${version}`,
      retries: 0,
      timeouts: { connectMs: patience, headersMs: patience, totalMs: patience },
      maxBodyBytes: mostBytes,
    });
    try {
      const request = { method: 'GET', url: baseUrl, headers: [], body: undefined };
      const response = await client.send(request, {
        signal: AbortSignal.any([AbortSignal.timeout(patience), enough.signal]),
        onEvent: () => undefined,
      });
      return response.status === 200 && isDescription(response.body) ? 'found' : 'answered';
    } catch {
      return 'silent';
    } finally {
      await client.close();
    }
  });
  // All are asked at once; of several servers the first in the list is taken, so that it is the same one every time.
  for (const host of new Set(bases.map((base) => new URL(base).host))) {
    const own = bases.flatMap((base, index) => (new URL(base).host === host ? [[base, asked[index]!] as const] : []));
    const baseUrl = await firstFound(own);
    if (baseUrl === undefined) continue;
    enough.abort();
    return { kind: 'local', baseUrl, credential: undefined, consent };
  }
  throw new NoLocalApi(tellMissing(bases, await Promise.all(asked)));
}

/**
 * The place of a server that has the API, as soon as one is found: where there is none the server passes the question on to the Worker
 * that is being developed, which may take its time.
 */
function firstFound(
  places: readonly (readonly [baseUrl: string, answer: Promise<string>])[],
): Promise<string | undefined> {
  const found = places.map(async ([baseUrl, answer]) => {
    if ((await answer) !== 'found') throw new Error('not here');
    return baseUrl;
  });
  return Promise.any(found).catch(() => undefined);
}

/** Where the API may be below what a user names. */
function basesOf(given: string): readonly string[] {
  const text = /^\d+$/.test(given) ? `http://localhost:${given}` : given.includes('://') ? given : `http://${given}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new AccountRefusal(`${given} is no address. Give --local one such as http://localhost:8787, or nothing`);
  if (!isLoopbackHost(url.hostname))
    throw new AccountRefusal(
      `--local takes addresses of this machine only, such as http://localhost:8787, and no ${url.host}`,
    );
  const path = url.pathname.replace(/\/+$/, '');
  const whole = url.origin + path;
  if (isLocalApi(whole)) return [whole];
  return [...basesBelow(whole), ...(path === '' ? [] : basesBelow(url.origin))];
}

function basesBelow(address: string): readonly string[] {
  return localBasePaths.map((path) => address + path);
}

function isDescription(body: Uint8Array): boolean {
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(body));
    return isRecord(document) && typeof document.openapi === 'string' && isRecord(document.paths);
  } catch {
    return false;
  }
}

function tellMissing(bases: readonly string[], answers: readonly string[]): string {
  const hosts = (which: (answer: string | undefined) => boolean): readonly string[] => [
    ...new Set(bases.filter((_, index) => which(answers[index])).map((base) => new URL(base).host)),
  ];
  const answered = hosts((answer) => answer === 'answered');
  const silent = hosts((answer) => answer === 'silent').filter((host) => !answered.includes(host));
  const told = [
    ...(silent.length === 0 ? [] : [`nothing answers at ${silent.join(', ')}`]),
    ...(answered.length === 0
      ? []
      : [`${answered.join(', ')} answers, and not with a local API (${localBasePaths.join(', ')})`]),
  ];
  return `no local API was found: ${told.join('; ')}. To start one: wrangler dev. Where it is elsewhere: --local=http://localhost:PORT`;
}
