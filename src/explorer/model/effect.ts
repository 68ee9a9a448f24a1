// What the state wants done in the world, as data. Only runtime/effects performs these.
import type { PageQuery } from '../../api/pagination.ts';
import type { JsonDocument } from '../../json/document.ts';
import type { Scope } from '../../json/query.ts';
import type { RequestLine } from '../../request/types.ts';
import type { KnownPage, ReadAllReport } from './all-pages.ts';
import type { DocumentEffect } from './document-effect.ts';
import type { GuideEffect } from './guide-effect.ts';
import type { HistoryEffect } from './history-effect.ts';
import type { ProfileEffect } from './profile-effect.ts';
import type { ToolEffect } from './tools.ts';

export type Effect =
  | {
      readonly type: 'send';
      readonly id: number;
      readonly request: RequestLine;
      /** The answer whose list this turns a page of. */
      readonly partOf?: number;
      /** The answer whose list this asks for in another way: its pages belong to this request from then on. */
      readonly relists?: number;
    }
  /** Reads all pages of the list that the request begins, into one document. */
  | {
      readonly type: 'readAll';
      readonly id: number;
      readonly request: RequestLine;
      /** The answer that it is a reading of: its pages belong to that request. */
      readonly partOf: number;
      /** Pages that are there already, from the first one on. */
      readonly known: readonly KnownPage[];
      /** What was gathered before it was stopped, and where to go on. */
      readonly before:
        | { readonly document: JsonDocument; readonly resume: PageQuery; readonly report: ReadAllReport }
        | undefined;
    }
  | { readonly type: 'cancel'; readonly id: number }
  | HistoryEffect
  | DocumentEffect
  | GuideEffect
  | ProfileEffect
  | ToolEffect
  /** Find what matches; `id` comes back with what is found. A search before it is let go. */
  | {
      readonly type: 'search';
      readonly id: number;
      readonly document: JsonDocument;
      readonly text: string;
      readonly scope: Scope;
    }
  /** A search is about to be typed. */
  | { readonly type: 'prepareSearch' }
  | { readonly type: 'stopSearch' }
  /** Stop taking in the document that was opened as `id`. */
  | { readonly type: 'stopArrival'; readonly id: number }
  | { readonly type: 'redraw' }
  | { readonly type: 'suspend' }
  | { readonly type: 'quit' };
