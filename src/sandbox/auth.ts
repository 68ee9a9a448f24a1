// Who is calling: a Bearer token (RFC 6750), or X-Auth-Email with X-Auth-Key. Codes and texts are those people report from
// the real API; where reports disagree the comment says "our reading". Knows nothing of routes but their path template.

import type { IncomingHttpHeaders } from 'node:http';
import { tokenOfValue, touchToken } from './api-tokens.ts';
import { type Caller, mayComeFrom, statusOf } from './policies.ts';
import { type ChainedError, failure, failWith, type Reply } from './reply.ts';
import type { Identity, World } from './world.ts';

type Authentication = Caller | { readonly kind: 'refused'; readonly reply: Reply };

/** What is known of a request when its caller is asked for. */
type Claim = {
  readonly headers: IncomingHttpHeaders;
  /** The template of the matched route. */
  readonly routePath: string;
  /** The IP address that it comes from. */
  readonly address: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

const VERIFY_PATHS: readonly string[] = ['/user/tokens/verify', '/accounts/{account_id}/tokens/verify'];

const TOKEN_SHAPE = /^Bearer +([A-Za-z0-9_-]{30,})$/i;
const EMAIL_SHAPE = /^[^\s@]+@[^\s@]+$/;
const KEY_SHAPE = /^[A-Za-z0-9_-]{37,}$/;

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function invalidHeaders(chain: readonly ChainedError[]): Reply {
  return failure(400, [{ code: 6003, message: 'Invalid request headers', error_chain: chain }]);
}

/** A well-formed credential that nobody owns; what the API says depends on where it is shown. */
function unknownToken(routePath: string): Reply {
  if (VERIFY_PATHS.includes(routePath)) return failWith(401, 1000, 'Invalid API Token');
  // Our reading: endpoints below a zone or an account are checked by the product (10000), the others by the gateway (9109).
  const isScoped = /^\/(zones|accounts)\/\{/.test(routePath);
  return isScoped ? failWith(403, 10000, 'Authentication error') : failWith(403, 9109, 'Invalid access token');
}

function authenticateToken(authorization: string, world: World, { routePath, address, now }: Claim): Authentication {
  const value = TOKEN_SHAPE.exec(authorization)?.[1];
  if (value === undefined) {
    const reply = invalidHeaders([{ code: 6111, message: 'Invalid format for Authorization header' }]);
    return { kind: 'refused', reply };
  }
  const token = tokenOfValue(world, value);
  if (token === undefined) return { kind: 'refused', reply: unknownToken(routePath) };
  if (!mayComeFrom(token, address)) {
    return { kind: 'refused', reply: failWith(403, 9109, `Cannot use the access token from location: ${address}`) };
  }
  // What has ended may still ask whether it has.
  const isUsable = statusOf(token, now) === 'active' && !(Date.parse(token.not_before ?? '') > now);
  if (!isUsable && !VERIFY_PATHS.includes(routePath)) return { kind: 'refused', reply: unknownToken(routePath) };
  touchToken(world, token, now);
  return { kind: 'token', token };
}

function authenticateKey(email: string | undefined, key: string | undefined, identity: Identity): Authentication {
  const chain: ChainedError[] = [];
  if (email === undefined) chain.push({ code: 6100, message: 'Missing X-Auth-Email header' });
  else if (!EMAIL_SHAPE.test(email)) chain.push({ code: 6102, message: 'Invalid format for X-Auth-Email header' });
  if (key === undefined) chain.push({ code: 6101, message: 'Missing X-Auth-Key header' });
  else if (!KEY_SHAPE.test(key)) chain.push({ code: 6103, message: 'Invalid format for X-Auth-Key header' });
  if (chain.length > 0) return { kind: 'refused', reply: invalidHeaders(chain) };
  if (email !== identity.email || key !== identity.apiKey) {
    return { kind: 'refused', reply: failWith(403, 9103, 'Unknown X-Auth-Key or X-Auth-Email') };
  }
  return { kind: 'owner' };
}

/**
 * Checks the credentials of one request.
 * Our reading: where both kinds are sent (the official SDK does so) the Authorization header alone decides.
 */
export function authenticate(world: World, claim: Claim): Authentication {
  const { headers, routePath } = claim;
  const authorization = header(headers, 'authorization');
  if (authorization !== undefined) return authenticateToken(authorization, world, claim);
  const email = header(headers, 'x-auth-email');
  const key = header(headers, 'x-auth-key');
  if (email === undefined && key === undefined) {
    const reply = failWith(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers');
    return { kind: 'refused', reply };
  }
  const result = authenticateKey(email, key, world.identity);
  if (result.kind === 'owner' && VERIFY_PATHS.includes(routePath)) {
    return { kind: 'refused', reply: failWith(405, 10405, 'Method not allowed for this authentication scheme') };
  }
  return result;
}
