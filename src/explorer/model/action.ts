// Everything that can happen to the state: wishes of the user's (keys/actions) and events from outside, in the past tense.
import type { Failure } from '../../api/failures.ts';
import type { RateLimit } from '../../api/types.ts';
import type { KeyPress } from '../keys/chord.ts';
import type { Gathered, ReadAllProgress } from './all-pages.ts';
import type { DocumentEvent } from './document-event.ts';
import type { GuideEvent } from './guide-event.ts';
import type { HistoryEvent } from './history-event.ts';
import type { ProfileEvent } from './profile-event.ts';
import type { Received, ReceivedBody } from './received.ts';
import type { Session } from './state.ts';
import type { ToolEvent } from './tools.ts';

export type Event =
  | { readonly type: 'key.pressed'; readonly key: KeyPress }
  | { readonly type: 'text.pasted'; readonly text: string }
  | { readonly type: 'screen.resized'; readonly columns: number; readonly rows: number }
  | { readonly type: 'clock.ticked'; readonly now: number }
  /** The account's address is known: the sandbox has started. */
  | { readonly type: 'session.opened'; readonly baseUrl: string }
  /** `isAnother`: another account than before has taken its place. */
  | {
      readonly type: 'session.changed';
      readonly session: Session;
      readonly isAnother: boolean;
      readonly greeting?: string;
    }
  | { readonly type: 'session.refused'; readonly reason: string }
  | { readonly type: 'exchange.started'; readonly id: number; readonly at: number }
  | {
      readonly type: 'exchange.progressed';
      readonly id: number;
      readonly received: number;
      readonly total: number | undefined;
    }
  | {
      readonly type: 'exchange.retrying';
      readonly id: number;
      readonly attempt: number;
      readonly of: number;
      readonly until: number;
      readonly because: string;
    }
  | { readonly type: 'exchange.rateLimited'; readonly id: number; readonly rateLimit: RateLimit }
  /** The answer is large, and its first part has come; more of it comes as `document.grew`. */
  | { readonly type: 'exchange.arriving'; readonly id: number; readonly received: Received }
  | { readonly type: 'all.progressed'; readonly id: number; readonly progress: ReadAllProgress }
  | { readonly type: 'all.ended'; readonly id: number; readonly gathered: Gathered }
  | { readonly type: 'exchange.done'; readonly id: number; readonly received: Received }
  | { readonly type: 'exchange.failed'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'document.opened'; readonly name: string; readonly received: Received }
  /** What an earlier session had typed and not sent. */
  | { readonly type: 'draft.restored'; readonly text: string }
  /** The nodes that search `id` has found so far, ascending. */
  | { readonly type: 'search.found'; readonly id: number; readonly hits: Int32Array; readonly isDone: boolean }
  /** More has come of the document that answers request `id`, or of the file that was opened as `id`. */
  | { readonly type: 'document.grew'; readonly id: number; readonly body: ReceivedBody }
  | DocumentEvent
  | GuideEvent
  | HistoryEvent
  | ProfileEvent
  | ToolEvent;
