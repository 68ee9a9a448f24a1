// Turns what undici, node:net, node:tls and node:zlib throw into a Failure. Knows error codes, not undici itself.
// The trap: the same socket error means "never answered" before the header fields and "cut off" after them.

import { describeRequest, type Failure, HttpFailure } from '../api/failures.ts';
import { errorText } from '../text/sentences.ts';

export interface ExchangeState {
  readonly request: { readonly method: string; readonly url: string };
  /** True once the response's header fields have come. */
  readonly answered: boolean;
  /** Encoded bytes of the body received, of the announced number. */
  readonly received: number;
  readonly total: number | undefined;
  /** What the response's header fields say, once they have come. */
  readonly ray?: string | undefined;
  /** The environment variable that named the proxy in between. */
  readonly proxyVariable: string | undefined;
}

/** The failure behind anything thrown while sending `state.request`. An HttpFailure passes unchanged. */
export function toHttpFailure(error: unknown, state: ExchangeState): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const failure = explain(error, state);
  return new HttpFailure(state.ray === undefined ? failure : { ...failure, ray: state.ray }, { cause: error });
}

export function cancelledFailure(request: { readonly method: string; readonly url: string }): Failure {
  return {
    kind: 'cancelled',
    tried: describeRequest(request),
    happened: 'it was cancelled',
    next: isHarmless(request.method)
      ? 'send it again if you want to'
      : 'get the resource before sending this again: the change may have been made anyway',
  };
}

const REFUSED_CODES = new Set(['ECONNREFUSED']);
const DNS_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_FAIL', 'EAI_NONAME']);
const LOST_CODES = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED']);
/** The client was closed under the request. */
const CLOSED_CODES = new Set(['UND_ERR_CLOSED', 'UND_ERR_DESTROYED']);
const UNREACHABLE_CODES = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES']);
const UNSENDABLE_CODES = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);
/** OpenSSL's certificate verdicts as node:tls names them, and its own check of the host name. */
const CERTIFICATE_CODES =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|INVALID_CA|PATH_LENGTH|HOSTNAME_MISMATCH|CRL_|ERROR_IN_CERT)/;
const TLS_CODES = /^(ERR_SSL_|ERR_TLS_|EPROTO$)/;
/** What OpenSSL says when the first bytes of the other side are no TLS record: usually a plain http port. */
const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER_FAILURE/;

function explain(error: unknown, state: ExchangeState): Failure {
  const { request } = state;
  const code = codeOf(error);
  const tried = describeRequest(request);
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  const host = url?.host ?? 'the server';
  const peer = state.proxyVariable === undefined ? host : `${host} or the proxy of ${state.proxyVariable}`;

  if (CLOSED_CODES.has(code)) return cancelledFailure(request);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return {
      kind: 'headers-too-large',
      tried,
      happened: `${host} sent more header fields than flarescope accepts`,
      next: 'check that the base URL is the API and not another service',
    };
  }
  if (isProxyRefusal(error, code)) {
    const status = Number(/\b(5\d\d)\b/.exec(proxyText(error))?.[1]);
    if (status >= 500) {
      return {
        kind: 'network',
        tried,
        happened: `the proxy of ${state.proxyVariable ?? 'the environment'} did not reach ${host}: it answered ${status}`,
        next: 'try again; if it stays, check the proxy and the network behind it',
      };
    }
    return {
      kind: 'unusable',
      tried,
      happened: `the proxy of ${state.proxyVariable ?? 'the environment'} did not open a tunnel: ${shortText(error)}`,
      next: 'check the proxy variable with its user and password, or exclude this host with NO_PROXY',
    };
  }
  if (UNSENDABLE_CODES.has(code)) {
    return {
      kind: 'unusable',
      tried,
      happened: `the request cannot be sent as it is: ${shortText(error)}`,
      next: 'correct the header fields, the method or the path',
    };
  }
  if (state.answered) return brokenBody(error, state, tried, host);
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return {
      kind: 'timeout',
      phase: 'connect',
      tried,
      happened: `${peer} did not accept the connection in time`,
      next: 'check the network, and any VPN or firewall, then try again',
    };
  }
  if (REFUSED_CODES.has(code)) {
    return {
      kind: 'refused',
      tried,
      happened: `${peer} refused the connection: nothing is listening on that port`,
      next: 'check the host and port of the base URL, and that the server is running',
    };
  }
  if (DNS_CODES.has(code)) {
    return {
      kind: 'dns',
      tried,
      happened: `no address was found for ${peer} (${code})`,
      next: 'check the spelling of the host in the base URL, and that this machine is online',
    };
  }
  if (CERTIFICATE_CODES.test(code)) {
    return {
      kind: 'tls',
      tried,
      happened: `the certificate of ${peer} was not accepted (${code}): ${shortText(error)}`,
      next: 'do not send a credential there unless you know why; for a company certificate, set NODE_EXTRA_CA_CERTS',
    };
  }
  if (TLS_CODES.test(code)) {
    const isPlain = NOT_TLS.test(code) || NOT_TLS.test(shortText(error).toUpperCase().replaceAll(' ', '_'));
    return {
      kind: 'tls',
      tried,
      happened: isPlain
        ? `${host} does not use TLS on this port: it responded in plain text`
        : `the TLS handshake with ${peer} failed (${code})`,
      next: isPlain
        ? 'if that is a local server, use http instead of https, or another port'
        : 'check the host and port, and any proxy that intercepts TLS',
    };
  }
  if (isParserError(error) || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return notHttp(error, tried, host);
  if (LOST_CODES.has(code) || code.startsWith('ERR_HTTP2_')) {
    return {
      kind: 'network',
      tried,
      happened: `${peer} closed the connection before it responded (${lostDetail(error, code)})`,
      next: isHarmless(request.method)
        ? 'try again; if it keeps failing, check that the URL has the right scheme for that port (http or https)'
        : 'get the resource before sending this again: the change may have been made anyway',
    };
  }
  if (UNREACHABLE_CODES.has(code)) {
    return {
      kind: 'network',
      tried,
      happened: `${peer} cannot be reached from this machine (${code})`,
      next: 'check the network and try again',
    };
  }
  return {
    kind: 'protocol',
    tried,
    happened: `the request to ${peer} failed unexpectedly: ${shortText(error)}`,
    next: 'try again; if it keeps failing, report it with this line',
  };
}

function brokenBody(error: unknown, state: ExchangeState, tried: string, host: string): Failure {
  const amount = state.total === undefined ? `${state.received} bytes` : `${state.received} of ${state.total} bytes`;
  const code = codeOf(error);
  // The parser also reports an end that came too early, and that one is no fault of the syntax.
  if (isParserError(error) && !/EOF/.test(shortText(error))) return notHttp(error, tried, host);
  return {
    kind: 'truncated',
    tried,
    happened: `the response from ${host} broke off after ${amount}${code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ? ', short of its Content-Length' : ''}`,
    next: isHarmless(state.request.method)
      ? 'try again, or ask for less at once (per_page)'
      : 'get the resource before sending this again: the change has most likely been made',
  };
}

function notHttp(error: unknown, tried: string, host: string): Failure {
  // A TLS alert record (RFC 8446 §5.1: type 21, version 3.x) where a status line should be: an https port.
  const isTls = /^[\x14-\x17]\x03/.test(parserDataOf(error));
  return {
    kind: 'protocol',
    tried,
    happened: isTls
      ? `${host} uses TLS on this port, and the request was sent in plain text`
      : `what ${host} sent is not HTTP: ${shortText(error) || codeOf(error)}`,
    next: isTls
      ? 'use https instead of http in the base URL'
      : 'check the host and port of the base URL, and any proxy',
  };
}

/** A proxy that answers CONNECT, or a plain request, with a refusal of its own. */
function isProxyRefusal(error: unknown, code: string): boolean {
  if (code === 'UND_ERR_PRX_CONN' || code === 'UND_ERR_PRX_TLS') return true;
  return /^Proxy (response \(\d+\)|Authentication Required)/.test(shortText(error));
}

/** What undici says of the proxy's response, also behind an error of its own. */
function proxyText(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return `${shortText(error)} ${cause === undefined ? '' : shortText(cause)}`;
}

/** GET, HEAD, OPTIONS: sending them again changes nothing (RFC 9110 §9.2.1). */
function isHarmless(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function lostDetail(error: unknown, code: string): string {
  return code === 'UND_ERR_SOCKET' ? shortText(error) : code;
}

function codeOf(error: unknown): string {
  const code = memberOf(error, 'code');
  return typeof code === 'string' ? code : '';
}

/** By name: undici leaves the code of some parser errors undefined. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && error.name === 'HTTPParserError';
}

function shortText(error: unknown): string {
  return errorText(error).replace(/\s+/g, ' ').slice(0, 300).trim().replace(/\.$/, '');
}

function parserDataOf(error: unknown): string {
  const data = memberOf(error, 'data');
  return typeof data === 'string' ? data : '';
}

function memberOf(error: unknown, name: 'code' | 'data'): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
