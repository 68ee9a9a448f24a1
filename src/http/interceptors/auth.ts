// Adds the credential, the last thing before the wire. The only place besides the vault that unwraps a Secret, and the
// place where its rules hold: it goes below its own base URL only, only where nobody can read along, and nothing of it comes
// back: what the server echoes of it is hidden before anything else sees the response.
import { isLoopbackHost, isPrivateChannel } from '../../api/address.ts';
import { type Credential, unwrapSecret } from '../../api/credential.ts';
import { describeRequest, describeUrl, type Failure, HttpFailure } from '../../api/failures.ts';
import { shortestSecret } from '../../api/known-secrets.ts';
import { type HeaderList, hasHeader, type WireRequest, type WireResponse } from '../../api/messages.ts';
import { isSecretHeader } from '../../api/secret-names.ts';
import { judgeWrite, methodOverrides, type Wish } from '../../api/writes.ts';
import {
  concealed,
  concealedHead,
  concealingSink,
  type EchoForms,
  echoForms,
  noEcho,
  withoutEcho,
  withoutEchoInFailure,
} from '../echo.ts';
import type { Interceptor, SendContext } from '../send.ts';

/** A credential that the person typed into the request. It takes the place of the profile's: one kind, never both. */
const CREDENTIAL_FIELDS = ['authorization', 'x-auth-key', 'x-auth-email', 'x-auth-user-service-key'];

export function authorize(credential: Credential | undefined, base: URL): Interceptor {
  const forms = credential === undefined ? noEcho : echoForms(secretOf(credential));
  return (next) => async (request, context) => {
    const refusal = refuse(request, base, credential !== undefined) ?? tooShort(request, base, forms, credential);
    if (refusal !== undefined) throw new HttpFailure(refusal);
    if (!isBelow(base, new URL(request.url))) {
      // Where a redirect has led: another application of that server, perhaps of somebody else.
      const headers = request.headers.filter(
        ([name]) => !isSecretHeader(name) && !CREDENTIAL_FIELDS.includes(name.toLowerCase()),
      );
      return concealing(forms, context, (hidden) => next({ ...request, headers }, hidden));
    }
    if (credential === undefined || CREDENTIAL_FIELDS.some((name) => hasHeader(request.headers, name))) {
      return concealing(forms, context, (hidden) => next(request, hidden));
    }
    const fields = credentialFields(credential);
    // Checked here because undici's message for a bad value must not be relied on to leave the value out.
    if (fields.some(([, value]) => !/^[\x21-\x7e]+( [\x21-\x7e]+)?$/.test(value))) {
      throw new HttpFailure(malformed(request));
    }
    const sent = { ...request, headers: [...request.headers, ...fields] };
    return concealing(forms, context, (hidden) => next(sent, hidden));
  };
}

/** Sends with a context whose sink, if it has one, never sees the echo; nor does whoever gets the response. */
async function concealing(
  forms: EchoForms,
  context: SendContext,
  send: (context: SendContext) => Promise<WireResponse>,
): Promise<WireResponse> {
  const { openSink } = context;
  let isBodyDone = false;
  const open: SendContext['openSink'] = (head, start) => {
    const sink = openSink?.(concealedHead(head, forms), concealed(start, forms));
    isBodyDone = sink !== undefined;
    return sink && concealingSink(sink, forms);
  };
  try {
    return withoutEcho(await send(openSink ? { ...context, openSink: open } : context), forms, isBodyDone);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw new HttpFailure(withoutEchoInFailure(error.failure, forms), { cause: error.cause });
  }
}

function secretOf(credential: Credential): string {
  return unwrapSecret(credential.kind === 'token' ? credential.token : credential.key);
}

/** https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/ */
function credentialFields(credential: Credential): HeaderList {
  if (credential.kind === 'token') return [['Authorization', `Bearer ${unwrapSecret(credential.token)}`]];
  return [
    ['X-Auth-Email', credential.email],
    ['X-Auth-Key', unwrapSecret(credential.key)],
  ];
}

/**
 * True for the base path itself and all below it. Some servers read an encoded slash as one, so `..%2f` must not lead out of it
 * either.
 */
function isBelow(base: URL, url: URL): boolean {
  const folder = `${base.pathname.replace(/\/+$/, '')}/`;
  const read = url.pathname.replace(/%2f|%5c/gi, '/');
  return [url.pathname, new URL(read.replace(/^\/+/, '/'), url).pathname].every((path) =>
    `${path}/`.startsWith(folder),
  );
}

function refuse(request: WireRequest, base: URL, hasCredential: boolean): Failure | undefined {
  const tried = describeRequest(request);
  if (!URL.canParse(request.url)) {
    return {
      kind: 'unusable',
      tried,
      happened: 'the address is not a URL',
      next: 'correct the path',
    };
  }
  const url = new URL(request.url);
  if (url.origin !== base.origin || url.username !== '' || url.password !== '') {
    return {
      kind: 'unusable',
      tried,
      happened: `this profile sends requests only to ${base.origin}`,
      next: `use a path under ${describeUrl(base.href)}, or a profile with that base URL`,
    };
  }
  // With a Host of its own choosing the certificate would be checked against that name instead of the URL's.
  if (hasHeader(request.headers, 'host')) {
    return {
      kind: 'unusable',
      tried,
      happened: 'the Host header comes from the base URL and cannot be set',
      next: 'remove the Host header from the request',
    };
  }
  const carriesSecret = hasCredential || request.headers.some(([name]) => isSecretHeader(name));
  if (carriesSecret && !isPrivateChannel(url)) {
    return {
      kind: 'unusable',
      tried,
      happened: 'plain http would expose the credential',
      next: 'use https in the base URL of this profile; plain http is allowed for servers on this machine only',
    };
  }
  return undefined;
}

/** What is shorter cannot be told from other text, and so would not be kept out of what is written down. */
function tooShort(
  request: WireRequest,
  base: URL,
  forms: EchoForms,
  credential: Credential | undefined,
): Failure | undefined {
  if (credential === undefined || forms.texts.length > 0 || isLoopbackHost(base.hostname)) return undefined;
  return {
    kind: 'unusable',
    tried: describeRequest(request),
    happened: `the credential is shorter than ${shortestSecret} characters, and Cloudflare's are all longer`,
    next: 'enter the whole credential; a short one is for servers on this machine only',
  };
}

function malformed(request: WireRequest): Failure {
  return {
    kind: 'unusable',
    tried: describeRequest(request),
    happened: 'the credential is empty or has a character that a header cannot carry',
    next: 'enter the credential again, without spaces and line breaks',
  };
}

/**
 * Lets through what changes nothing: GET, HEAD and OPTIONS, and POSTs that only read.
 *
 * @param profile names the profile in the refusal; undefined lets everything through
 */
export function readOnly(profile: string | undefined, base: URL): Interceptor {
  if (profile === undefined) return (next) => next;
  return (next) => async (request, context) => {
    if (context.isHousekeeping) return next(request, context);
    const overridden = methodOverrides.find((name) => hasHeader(request.headers, name));
    if (overridden === undefined && judgeWrite(wishOfWire(request, base)).kind === 'reads')
      return next(request, context);
    const what = overridden === undefined ? request.method : `a request with ${overridden}`;
    throw new HttpFailure({
      kind: 'unusable',
      tried: describeRequest(request),
      happened: `the profile ${profile} is read-only, so ${what} was not sent`,
      next: 'send what only reads, or use a profile that is not read-only',
    });
  };
}

function wishOfWire({ method, url, body }: WireRequest, base: URL): Wish {
  const root = base.pathname.replace(/\/+$/, '');
  const { pathname } = new URL(url);
  const path = pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : pathname;
  return { method, path, body: body && new TextDecoder().decode(body) };
}
