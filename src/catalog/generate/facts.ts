// What a source says of one operation, before the two are put together. Pure types.
import type { Method } from '../../request/types.ts';
import type { BodyFacts, Field, Paging, Parameter, SdkMethod } from '../types.ts';

export interface Facts {
  readonly source: 'sdk' | 'cf';
  readonly method: Method;
  /** With the source's own placeholders, but `{account_id}` and `{zone_id}` always by these names. */
  readonly path: string;
  /** Where the source's client or command line has it: `dns records list`. The last word is what it does. */
  readonly words: readonly string[];
  /** The name that the API's own description gives it, in words; empty where only the other source has it. */
  readonly operationId: string;
  readonly description: string;
  /** Undefined where it is not deprecated; empty where nothing says why. */
  readonly deprecation: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: BodyFacts | undefined;
  readonly accept: string | undefined;
  readonly call: SdkMethod | undefined;
  readonly paging: Paging | undefined;
  readonly answer: AnswerFacts | undefined;
}

/** A list in the answer; or, without `items`, one resource. */
export interface AnswerFacts {
  /** Members from `result` to the list. */
  readonly at: readonly string[];
  readonly isList: boolean;
  /** Members of the items, or of the resource; empty for items that are plain values, undefined for items of which nothing is told. */
  readonly fields: readonly Field[] | undefined;
}
