// A large body on its way to standard output: it goes out while it comes in, byte for byte, and takes no memory.
import { HttpFailure } from '../api/failures.ts';
import type { BodyHead, BodySink, SendContext } from '../api/types.ts';
import type { RequestLine } from '../request/types.ts';
import type { ApiOptions } from './api-options.ts';
import { print } from './terminal-text.ts';

export type AnswerHead = Pick<BodyHead, 'status' | 'statusText' | 'headers'>;

export interface BodyStream {
  readonly openSink: NonNullable<SendContext['openSink']>;
  /** True once a part of a body has gone out. */
  readonly isUsed: () => boolean;
}

/** Whether the body goes out as it came; on a terminal it is made readable first. */
export function mayStream(request: RequestLine, { output, fields }: ApiOptions): boolean {
  const isAsReceived = output === 'raw' || (output === undefined && !process.stdout.isTTY);
  return isAsReceived && request.filter === undefined && fields === undefined;
}

/** `printHead` goes before the body, where that is wanted. */
export function createBodyStream(printHead: ((head: AnswerHead) => Promise<void>) | undefined): BodyStream {
  let isUsed = false;
  const openSink = (head: BodyHead): BodySink => ({
    write: async (chunk) => {
      if (!isUsed) await printHead?.(head);
      isUsed = true;
      await print(chunk);
      return true;
    },
    end: () => undefined,
    bytes: () => new Uint8Array(0),
  });
  return { openSink, isUsed: () => isUsed };
}

/** Why a request is given up whose answer was printed in part. */
export function brokenOff(because: string): HttpFailure {
  return new HttpFailure({
    kind: 'truncated',
    tried: 'to print the answer while it came',
    happened: `it broke off (${because}), and what was printed is only its beginning`,
    next: 'send the request again',
  });
}
