// What is asked of the API beside the user's own requests, as data. Answers are the events of guide-event.ts.
import type { ListFacts } from '../../catalog/types.ts';
import type { RequestLine } from '../../request/types.ts';

export type GuideEffect =
  /** Read the catalog that fits the address of the account. */
  | { readonly type: 'catalog.load' }
  /** Read a page of a list of values; `cancel` with the id ends it. */
  | {
      readonly type: 'lookup.read';
      readonly id: number;
      readonly key: string;
      readonly request: RequestLine;
      readonly facts: ListFacts;
    }
  /** Ask the API what the credential in use may do. */
  | { readonly type: 'access.ask'; readonly id: number };
