// Everything that can happen to the state: keys and pastes, and events from outside, in the past tense.

import type { Secret } from '../../api/credential.ts';
import type { Failure } from '../../api/failures.ts';
import type { RowOutcome } from '../../api/many.ts';
import type { RateLimit } from '../../api/messages.ts';
import type { Gathered, ReadAllProgress } from '../../api/reading.ts';
import type { Received, ReceivedBody } from '../../api/received.ts';
import type { PageInfo } from '../../api/recognise.ts';
import type { ResourceBefore } from '../../api/resource.ts';
import type { GraphqlLanguage } from '../../catalog/graphql-language.ts';
import type { ListedValue } from '../../catalog/value-sources.ts';
import type { Comparison, FoundDifferences } from '../../json/compare.ts';
import type { JsonDocument, NodeId } from '../../json/document.ts';
import type { KeyPaths } from '../../json/key-paths.ts';
import type { Column } from '../../json/table.ts';
import type { FoundRows } from '../../json/table-filter.ts';
import type { TableLayout } from '../../json/table-layout.ts';
import type { RowsInOrder } from '../../json/table-order.ts';
import type { ColumnSums } from '../../json/table-sums.ts';
import type { RequestLine } from '../../request/types.ts';
import type { SettingName, SettingValue } from '../../settings/table.ts';
import type { KeyPress } from '../keys/chord.ts';
import type { AccountLabel, ProfileRow, Protection, Session, ShownAccount, Verdict } from './accounts.ts';
import type { CredentialFacts, KnownCatalog, PermissionPlace } from './catalog.ts';
import type { ListPlace, ProfileChange, RowOrder } from './effects.ts';
import type { EarlierLine, SavedItem, StoredItem } from './history.ts';
import type { Mouse } from './mouse.ts';
import type { FilterWish, SumsWish } from './table.ts';
import type { ToolEvent } from './tools.ts';
import type { ComposedUndo, PreparedWrite, UndoProposal } from './writes.ts';

export type Event =
  | { readonly type: 'key.pressed'; readonly key: KeyPress }
  | { readonly type: 'text.pasted'; readonly text: string }
  | { readonly type: 'mouse.used'; readonly mouse: Mouse }
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
      /** The request is still on its way: `received` is what of it has been sent. */
      readonly isUpload?: boolean;
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
  /** The response is large, and its first part has come; more of it comes as `document.grew`. */
  | { readonly type: 'exchange.arriving'; readonly id: number; readonly received: Received }
  | { readonly type: 'all.progressed'; readonly id: number; readonly progress: ReadAllProgress }
  | { readonly type: 'all.ended'; readonly id: number; readonly gathered: Gathered }
  | { readonly type: 'exchange.done'; readonly id: number; readonly received: Received }
  | { readonly type: 'exchange.failed'; readonly id: number; readonly failure: Failure }
  /** What write `id` is about was read; `names` are those of the things in its path, by their ids. */
  | {
      readonly type: 'write.prepared';
      readonly id: number;
      readonly prepared: PreparedWrite;
      readonly names: readonly (readonly [id: string, name: string])[];
    }
  /** What became of rows of run `id`, since the last time. */
  | {
      readonly type: 'many.went';
      readonly id: number;
      readonly outcomes: readonly (readonly [row: number, outcome: RowOutcome])[];
      readonly pausedUntil: number | undefined;
      readonly rateLimit: RateLimit | undefined;
    }
  /** What will not come back of what run `id` does; sentences without a full stop. */
  | { readonly type: 'many.noted'; readonly id: number; readonly notes: readonly string[] }
  /** Nothing of run `id` is under way any more; why, where something went wrong with all of it. */
  | { readonly type: 'many.ended'; readonly id: number; readonly problem: string | undefined }
  /** A write of run `id` can be taken back, by its row in the history. */
  | { readonly type: 'many.kept'; readonly id: number; readonly row: number }
  /** One of them was taken back, or why it was not. */
  | { readonly type: 'many.undone'; readonly id: number; readonly problem: string | undefined }
  /** How a write of the history can be taken back, as asked by that number. */
  | { readonly type: 'undo.composed'; readonly id: number; readonly undo: ComposedUndo }
  /** One of its requests succeeded; `next` is still to be sent. */
  | { readonly type: 'undo.went'; readonly row: number; readonly next: UndoProposal | undefined }
  /** It cannot be sent as it is. */
  | { readonly type: 'write.unprepared'; readonly id: number; readonly failure: Failure }
  /** A file, or with `id` what an effect of that number has opened. */
  | { readonly type: 'document.opened'; readonly id?: number; readonly name: string; readonly received: Received }
  /** What an earlier session had typed and not sent. */
  | { readonly type: 'draft.restored'; readonly text: string; readonly from: AccountLabel | undefined }
  /** The nodes that search `id` has found so far, ascending. */
  | { readonly type: 'search.found'; readonly id: number; readonly matches: Int32Array; readonly isDone: boolean }
  /** The offsets of the bytes where matches begin that text search `id` has found so far, ascending. */
  | { readonly type: 'search.foundInText'; readonly id: number; readonly matches: Int32Array; readonly isDone: boolean }
  /** More has come of the document that answers request `id`, or of the file that was opened as `id`. */
  | { readonly type: 'document.grew'; readonly id: number; readonly body: ReceivedBody }
  /** The names of the themes that the user has written. */
  | { readonly type: 'theme.listed'; readonly names: readonly string[] }
  | DocumentEvent
  | FindEvent
  /** The resource that is to be edited was read, or not. */
  | { readonly type: 'editor.closed'; readonly outcome: EditorOutcome }
  | { readonly type: 'edit.wasRead'; readonly id: number; readonly before: ResourceBefore }
  | HistoryEvent
  | CompareEvent
  | WatchEvent
  | ProfileEvent
  | ToolEvent
  /** A setting was kept; without a value it is the default from now on. */
  | { readonly type: 'settings.written'; readonly name: SettingName; readonly value: SettingValue | undefined };

export type EditorOutcome =
  | { readonly kind: 'saved'; readonly text: string }
  | { readonly kind: 'unchanged' }
  /** A sentence without a full stop. */
  | { readonly kind: 'failed'; readonly reason: string };

export type DocumentEvent =
  /** How something went that has no further consequence. */
  | { readonly type: 'told'; readonly kind: 'info' | 'problem'; readonly text: string }
  /** A file is written, or not: because it is there, or for another reason. */
  | {
      readonly type: 'write.ended';
      readonly outcome: 'written' | 'exists' | 'failed';
      readonly path: string;
      readonly text: string;
    }
  /** The rows of a list in order, by their indexes. */
  | ({ readonly type: 'table.ordered' } & RowsInOrder & RowOrder)
  /** How tables are arranged, by what they are of. */
  | { readonly type: 'table.recalled'; readonly layouts: ReadonlyMap<string, TableLayout> }
  /** The keys of all of a document. */
  | ({ readonly type: 'keys.told'; readonly document: JsonDocument } & KeyPaths)
  /** The rows of a list that hold a text. */
  | { readonly type: 'table.filtered'; readonly wish: FilterWish; readonly found: FoundRows }
  /** What a column comes to. */
  | { readonly type: 'table.summed'; readonly wish: SumsWish; readonly sums: ColumnSums }
  /** The columns that all rows of a list have. */
  | {
      readonly type: 'table.columnsFound';
      readonly document: JsonDocument;
      readonly list: NodeId;
      readonly columns: readonly Column[];
    }
  /** Filter `id` runs now, at that time in epoch milliseconds. */
  | { readonly type: 'jq.started'; readonly id: number; readonly at: number }
  /** The first part of a long result; more comes in the same way, then `jq.done`. */
  | { readonly type: 'jq.grew'; readonly id: number; readonly body: ReceivedBody }
  | { readonly type: 'jq.done'; readonly id: number; readonly body: ReceivedBody }
  /** In jq's words, or why it was stopped. */
  | { readonly type: 'jq.refused'; readonly id: number; readonly reason: string };

export type CompareEvent =
  /** How far comparison `id` has come, of 1. */
  | { readonly type: 'compare.progressed'; readonly id: number; readonly share: number }
  | { readonly type: 'compare.done'; readonly id: number; readonly found: FoundDifferences }
  /** The response that was asked for as `id` is here, or none came. */
  | { readonly type: 'compare.fetched'; readonly id: number; readonly received: Received }
  /** A sentence without a full stop. */
  | { readonly type: 'compare.failed'; readonly id: number; readonly reason: string };

export type WatchEvent =
  /** What watch `id` reads came again; `answer` where it is different. */
  | {
      readonly type: 'watch.answered';
      readonly id: number;
      readonly now: number;
      readonly rateLimit: RateLimit | undefined;
      /** Milliseconds until the next time, where the rate limit makes that longer. */
      readonly slowedMs: number | undefined;
      readonly answer:
        | { readonly document: JsonDocument; readonly bytes: Uint8Array; readonly found: Comparison }
        | undefined;
    }
  /** A sentence without a full stop. */
  | { readonly type: 'watch.ended'; readonly id: number; readonly reason: string };

export type FindEvent =
  | { readonly type: 'catalog.loaded'; readonly known: KnownCatalog }
  /** A sentence. */
  | { readonly type: 'catalog.failed'; readonly reason: string }
  /** Names that stood in the path of request `id`, with their ids. */
  | { readonly type: 'names.found'; readonly id: number; readonly names: readonly FoundId[] }
  | {
      readonly type: 'lookup.listed';
      readonly id: number;
      readonly key: string;
      readonly values: readonly ListedValue[];
      readonly info: PageInfo;
    }
  | { readonly type: 'lookup.failed'; readonly id: number; readonly key: string; readonly failure: Failure }
  | { readonly type: 'schema.wasRead'; readonly id: number; readonly language: GraphqlLanguage }
  | { readonly type: 'schema.failed'; readonly id: number; readonly reason: string }
  | { readonly type: 'access.told'; readonly id: number; readonly told: CredentialFacts }
  /** `typed` is the path as it was asked for. */
  | {
      readonly type: 'access.placed';
      readonly id: number;
      readonly typed: string;
      readonly place: Pick<PermissionPlace, 'path' | 'problem'>;
      /** The account of its zone, where that was asked for. */
      readonly zone: { readonly id: string; readonly account: string | undefined } | undefined;
    };

interface FoundId {
  readonly kind: 'zone' | 'account';
  readonly name: string;
  readonly id: string;
}

/** What the history's store says. `now` is the time of saying it, epoch milliseconds. */
export type HistoryEvent =
  /** There is a store: it knows lines and requests of earlier sessions. */
  | { readonly type: 'history.begun' }
  /** The request that was sent under that id is stored. */
  | { readonly type: 'history.recorded'; readonly id: number; readonly row: StoredItem }
  | {
      readonly type: 'history.listed';
      readonly place: ListPlace;
      readonly rows: readonly StoredItem[];
      /** In the direction that was read. */
      readonly hasMore: boolean;
      readonly total: number;
      readonly now: number;
    }
  | { readonly type: 'history.savedListed'; readonly query: string; readonly rows: readonly SavedItem[] }
  | {
      readonly type: 'history.found';
      readonly query: string;
      readonly order: 'rank' | 'recent';
      readonly rows: readonly StoredItem[];
      readonly isComplete: boolean;
    }
  | { readonly type: 'history.wentBack'; readonly lines: readonly EarlierLine[]; readonly before: number | undefined }
  | {
      readonly type: 'history.wasRead';
      readonly id: number;
      readonly want: 'response' | 'line' | 'run' | 'compare';
      readonly line: string;
      readonly profile: string;
      readonly origin?: string | undefined;
      readonly outcome: StoredOutcome;
      readonly now: number;
    }
  | { readonly type: 'history.deleted'; readonly row: number }
  | { readonly type: 'history.forgotten'; readonly id: number; readonly name: string }
  | { readonly type: 'history.restored' }
  | { readonly type: 'history.counted'; readonly text: string; readonly count: number }
  | { readonly type: 'history.cleared'; readonly count: number; readonly day: string }
  | { readonly type: 'history.wasSaved'; readonly row: number; readonly name: string }
  /** What was asked of it cannot be done; what was typed stays. */
  | { readonly type: 'history.refused'; readonly reason: string }
  /** Something is wrong with the store: it is said once. */
  | { readonly type: 'history.troubled'; readonly sentence: string };

/** What the history has of a request: its response with the pages turned to, or why there is none, or that none came. */
export type StoredOutcome =
  | { readonly kind: 'response'; readonly pages: readonly StoredPage[] }
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** A sentence without a full stop. */
  | { readonly kind: 'missing'; readonly reason: string };

export interface StoredPage {
  readonly request: RequestLine;
  readonly received: Received;
}

export type ProfileEvent =
  /** What is known at start. `asks`: the passphrase is asked for at once. */
  | {
      readonly type: 'profiles.begun';
      readonly environment: ShownAccount | undefined;
      readonly newPlace?: string | undefined;
      readonly noNewPlace?: string | undefined;
      readonly isLocked: boolean;
      readonly asks: boolean;
    }
  | { readonly type: 'profiles.opened'; readonly rows: readonly ProfileRow[]; readonly by: Protection }
  /** There is no vault. */
  | { readonly type: 'profiles.absent' }
  /** The vault wants a passphrase, or was locked and has the keychain's key. */
  | { readonly type: 'profiles.locked'; readonly by: Protection }
  | { readonly type: 'profiles.unusable'; readonly reason: string }
  /** A passphrase was wrong; the next try is held back until then, epoch milliseconds. */
  | { readonly type: 'profiles.wrong'; readonly until: number; readonly now: number }
  /** Nobody has pressed a key for as long as the settings allow. */
  | { readonly type: 'profiles.idled' }
  | {
      readonly type: 'profiles.changed';
      readonly name: string;
      readonly change: ProfileChange;
      readonly rows: readonly ProfileRow[];
    }
  | { readonly type: 'profiles.verified'; readonly verdict: Verdict }
  | { readonly type: 'profiles.named'; readonly name: string }
  /** A first profile is to be saved. `keychain` names the one that can keep the key; `reason` says why there is none. */
  | {
      readonly type: 'profiles.protectable';
      readonly keychain: string | undefined;
      readonly reason: string | undefined;
    }
  /** A passphrase is long enough; it is to be typed again. */
  | { readonly type: 'profiles.passphraseChecked'; readonly passphrase: Secret }
  /** `told` says how the first one is protected. */
  | {
      readonly type: 'profiles.saved';
      readonly name: string;
      readonly rows: readonly ProfileRow[];
      readonly by: Protection;
      readonly told: string | undefined;
    }
  /** What was wished for last could not be done; sentences, or a clause without a full stop. */
  | { readonly type: 'profiles.refused'; readonly reason: string };
