// An answer as it came, before the state decides how to show it.
import type { Failure } from '../../api/failures.ts';
import type { PageInfo } from '../../api/recognise.ts';
import type { HeaderList, Timing } from '../../api/types.ts';
import type { JsonDocument } from '../../json/document.ts';
import type { JsonError } from '../../json/parse.ts';
import type { Arriving, Incomplete } from './arrival.ts';

export interface Received {
  readonly response: ResponseFacts | undefined;
  readonly body: ReceivedBody;
  readonly info: PageInfo;
  readonly failure: Failure | undefined;
  /** When it came, where it is from the history; epoch milliseconds. */
  readonly storedAt?: number;
}

export type ReceivedBody =
  | {
      readonly kind: 'json';
      readonly document: JsonDocument;
      /** All that has come, indexed or not. */
      readonly bytes: Uint8Array;
      /** Undefined when no more will come. */
      readonly arriving: Arriving | undefined;
      /** Why the document ends before its end. */
      readonly incomplete: Incomplete | undefined;
    }
  | { readonly kind: 'text'; readonly bytes: Uint8Array; readonly problem: JsonError | undefined }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
  | { readonly kind: 'empty' };

export interface ResponseFacts {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  readonly url: string;
  readonly durationMs: number;
  readonly attempts: number;
  /** Where that time went; absent for what is from the history. */
  readonly timing?: Timing;
}
