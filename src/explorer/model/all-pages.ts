// What is known of reading a whole list: how far it has come while it is read, and how it ended. Pure types.
import type { Failure } from '../../api/failures.ts';
import type { PageQuery } from '../../api/pagination.ts';
import type { PageInfo } from '../../api/recognise.ts';
import type { JsonDocument } from '../../json/document.ts';
import type { ResponseFacts } from './received.ts';

export interface ReadAllProgress {
  readonly pages: number;
  /** How many pages there are, as far as is known. */
  readonly ofPages: number | undefined;
  readonly items: number;
  readonly ofItems: number | undefined;
  /** Bytes of the bodies. */
  readonly bytes: number;
  /** Requests at once at the moment. */
  readonly width: number;
  /** Milliseconds since the epoch until which a pause lasts, for the rate limit or because the server asked for it. */
  readonly pausedUntil: number | undefined;
}

/** What must be said of the whole: things that a person reading page after page would have seen. */
export interface ReadAllReport extends ReadAllProgress {
  /** Items that came again on a later page, because the list grew or was ordered anew while it was read. */
  readonly repeated: number;
  /** Items that had moved to a page read already, because the list shrank, and were found there by a second look. */
  readonly recovered: number;
  /** `per_page` as it was made smaller after pages that were too much; undefined where it stayed. */
  readonly smallerPages: number | undefined;
}

/** How a list that was read to its end, or as far as it went, stands in an answer. */
export interface Gathered {
  readonly report: ReadAllReport;
  /** Where it stopped, and why; undefined where it is complete, and while it is read. */
  readonly stopped: { readonly failure: Failure; readonly resume: PageQuery } | undefined;
}

/** A page that was read before, whose items need not be asked for again. */
export interface KnownPage {
  readonly document: JsonDocument;
  readonly info: PageInfo;
  readonly response: ResponseFacts | undefined;
}
