// The answers of the API: the JSON envelope of https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
// and the few answers that are no envelope. Nothing here writes to a socket (reply.ts does).
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

export type ChainedError = { readonly code: number; readonly message: string };

export type ApiError = {
  readonly code: number;
  readonly message: string;
  readonly error_chain?: readonly ChainedError[];
};

export type ApiMessage = { readonly code: number; readonly message: string; readonly type: string | null };

/** Any shape: lists disagree about what they put here, and the odd lists disagree on purpose. */
export type ResultInfo = Readonly<Record<string, unknown>>;

export type Envelope = {
  readonly result: unknown;
  readonly success: boolean;
  readonly errors: readonly ApiError[];
  readonly messages: readonly ApiMessage[];
  readonly result_info?: ResultInfo;
};

export type Reply =
  | {
      readonly kind: 'envelope';
      readonly status: number;
      readonly envelope: Envelope;
      readonly headers?: OutgoingHttpHeaders;
    }
  | {
      readonly kind: 'bytes';
      readonly status: number;
      readonly contentType: string;
      readonly bytes: Uint8Array;
      readonly headers?: OutgoingHttpHeaders;
    }
  /** Writes the whole response itself: for what the other two cannot express (faults, streams). */
  | {
      readonly kind: 'raw';
      readonly write: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
    };

export function success(
  result: unknown,
  extra: { readonly info?: ResultInfo; readonly messages?: readonly ApiMessage[] } = {},
): Reply {
  const envelope: Envelope = { result, success: true, errors: [], messages: extra.messages ?? [] };
  return {
    kind: 'envelope',
    status: 200,
    envelope: extra.info === undefined ? envelope : { ...envelope, result_info: extra.info },
  };
}

export function failure(status: number, errors: readonly ApiError[], headers: OutgoingHttpHeaders = {}): Reply {
  return { kind: 'envelope', status, envelope: { result: null, success: false, errors, messages: [] }, headers };
}

/** The common case: one error without a chain. */
export function refuse(status: number, code: number, message: string): Reply {
  return failure(status, [{ code, message }]);
}

export function text(contentType: string, body: string, headers: OutgoingHttpHeaders = {}): Reply {
  return { kind: 'bytes', status: 200, contentType, bytes: Buffer.from(body), headers };
}
