// The whole state of the explorer as one value. Slices own their part; nothing here reads a clock, a file or a terminal.

import type { Credential } from '../../api/credential.ts';
import type { Failure } from '../../api/failures.ts';
import type { PageInfo } from '../../api/recognise.ts';
import type { RateLimit } from '../../api/types.ts';
import type { JsonDocument, NodeId } from '../../json/document.ts';
import type { JsonError } from '../../json/parse.ts';
import type { Scope } from '../../json/query.ts';
import type { TreeView } from '../../json/view.ts';
import type { RequestLine } from '../../request/types.ts';
import type { LineBuffer } from '../../text/line-buffer.ts';
import type { Profiles } from './accounts.ts';
import type { Gathered, ReadAllProgress } from './all-pages.ts';
import type { Arriving, Incomplete } from './arrival.ts';
import type { Guide } from './catalog.ts';
import type { EarlierLines, HistoryFilter, SavedItem, StoredList } from './history.ts';
import type { Overlay } from './overlays.ts';
import type { Received, ResponseFacts } from './received.ts';
import type { Table } from './table.ts';
import type { Exporting } from './tools.ts';

export interface State {
  readonly screen: Screen;
  readonly session: Session;
  readonly focus: Focus;
  readonly composer: Composer;
  /** The request in flight or how the last one ended. */
  readonly exchange: Exchange;
  /** What the response pane shows: the pages read of one list, or one answer. */
  readonly answer: Answer | undefined;
  /** The page after the one on screen, fetched before it is asked for. */
  readonly ahead: Ahead | undefined;
  readonly history: History;
  readonly request: RequestFocus;
  /** What is known of the API, and what is being chosen from it. */
  readonly guide: Guide;
  /** The answers visited, to go back and forward through. */
  readonly trail: Trail;
  readonly profiles: Profiles;
  /** A request that is being written down for another tool. */
  readonly exporting: Exporting | undefined;
  /** A credential that stood in a pasted command, while it is offered to a new profile. */
  readonly importedCredential: Credential | undefined;
  readonly search: Search | undefined;
  /** The jq filter that runs, and those that have been used. */
  readonly jq: JqState;
  readonly write: WriteState;
  readonly notice: Notice | undefined;
  readonly settings: Settings;
  /** Milliseconds since the epoch, as of the last tick; ticks come only while something is in flight. */
  readonly now: number;
  /** Number of the last request sent; every send has its own. */
  readonly lastId: number;
}

export interface RequestFocus {
  /** First row shown of the request pane. */
  readonly top: number;
  /** The part of the form under the cursor, by its key; undefined for the row that sends. */
  readonly at: string | undefined;
}

export interface Trail {
  /** In the order in which they were visited. */
  readonly places: readonly Place[];
  /** Index of the place that was visited last; -1 before the first. */
  readonly at: number;
}

export interface Place {
  /** Of its answer. */
  readonly id: number;
  /** The request, or the name of the file. */
  readonly title: string;
  readonly isFile: boolean;
  /** As it was left; undefined while it is on screen, and when it was let go to save memory. */
  readonly answer: Answer | undefined;
}

/** What the user may set. */
export interface Settings {
  /** Fetch the next page while the current one is read. */
  readonly prefetch: boolean;
  /** Seconds that a jq filter may run. */
  readonly filterLimitSeconds: number;
}

/** The terminal's size in cells. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

export type PaneName = 'prompt' | 'request' | 'response' | 'history';

export interface Focus {
  readonly pane: PaneName;
  /** What stands over the panes; the last one has the keys. */
  readonly overlays: readonly Overlay[];
}

/** A search in the tree: what is looked for, what was found, and what to do with it. */
export interface Search {
  readonly text: string;
  readonly scope: Scope;
  /** Every search has its own; hits of another are dropped. */
  readonly id: number;
  /** Where it searched, as far as that had come; undefined where nothing is searched for. */
  readonly document: JsonDocument | undefined;
  /** Nodes, ascending. */
  readonly hits: Int32Array;
  readonly isDone: boolean;
  /** Why the expression cannot be read. */
  readonly problem: string | undefined;
  /** The view that it began from, to come back to. */
  readonly origin: TreeView | undefined;
  /** The hit to go to once it is known: the first from a node on, or the last before it. */
  readonly goal: { readonly from: NodeId; readonly direction: 1 | -1; readonly isInclusive: boolean } | undefined;
}

/** Whose account requests go to. Holds no credential, only what may be shown of it. */
export interface Session {
  readonly kind: 'sandbox' | 'environment' | 'profile' | 'typed';
  /** Name of the profile; absent for every other kind, and while it is still encrypted. */
  readonly profile?: string;
  /** Stands where a request leaves `{account_id}` open. */
  readonly accountId?: string;
  /** The profile refuses everything but GET, HEAD and OPTIONS. */
  readonly readOnly?: boolean;
  /** Where requests go; undefined while the sandbox is starting. */
  readonly baseUrl: string | undefined;
  /** Such as `token ····3f2a`, `key of a@b.example`, `no credential`; empty where there is nothing to say. */
  readonly credential: string;
  readonly rateLimit: RateLimit | undefined;
}

export interface Composer {
  readonly line: LineBuffer;
  readonly problem: { readonly position: number; readonly length: number; readonly message: string } | undefined;
  /** How many requests back the line shows, as in a shell; 0 is the line being written. */
  readonly back: number;
  /** The line being written, kept while earlier ones are shown. */
  readonly draft: string;
  /** What was last sent from here, or put here by the program: anything else was typed and is unsent. */
  readonly settled: string;
  /** A line of which was said that required parts are missing: sent again, it is meant. */
  readonly warned?: string;
}

export type Exchange =
  | { readonly kind: 'draft' }
  | Sending
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'cancelled'; readonly id: number };

export interface Sending {
  readonly kind: 'sending';
  readonly id: number;
  readonly request: RequestLine;
  /** For another page of an answer; undefined for a request of its own. */
  readonly turn: Turn | undefined;
  readonly startedAt: number;
  /** Decoded bytes so far, and of how many where the server said. */
  readonly received: number;
  readonly total: number | undefined;
  /** How far reading all pages has come. */
  readonly all?: ReadAllProgress;
  readonly retry:
    | { readonly attempt: number; readonly of: number; readonly until: number; readonly because: string }
    | undefined;
}

export interface Ahead {
  readonly id: number;
  /** The answer whose next page it is. */
  readonly of: number;
  readonly request: RequestLine;
  readonly startedAt: number;
  readonly outcome: 'coming' | 'failed' | Received;
  /** Why it failed. */
  readonly failure?: Failure;
}

export interface Turn {
  readonly answer: number;
  readonly number: number | undefined;
  /** Where the list is asked for in another way: in what way, in words. Its pages take the place of those read. */
  readonly relisted?: string;
  /** Where all pages are read, into an answer of their own. */
  readonly isAll?: boolean;
  /** Where pages were made smaller, since one was too much: items a page. */
  readonly smaller?: number;
}

export type Face = 'tree' | 'table' | 'headers' | 'raw';

export interface Answer {
  readonly id: number;
  /** What it answers; undefined for a file that was opened. */
  readonly request: RequestLine | undefined;
  readonly title: string;
  readonly pages: readonly Page[];
  /** Index of the page on screen. */
  readonly at: number;
  /** Filters over the page on screen, each over the result of the one before; the last one's is shown. */
  readonly layers: readonly Layer[];
  /** Of all pages gathered into one: how it went. */
  readonly gathered?: Gathered;
  /** Items on a page of a list that came whole, where the usual number was changed. */
  readonly wholeSize?: number;
  /** Items a page, where pages of more were too much. */
  readonly smallerPages?: number;
}

/** A jq filter over what lies under it, and what came of it. */
export interface Layer {
  readonly filter: string;
  /** True while it is being typed. */
  readonly isDraft: boolean;
  /** What was filtered last, with which filter: where that is not what is wanted now, it is filtered anew. */
  readonly tried: { readonly document: JsonDocument; readonly filter: string } | undefined;
  /** The result; of a draft that is wrong as it stands, the last good one. */
  readonly page: Page | undefined;
  /** Why there is none, in jq's words. */
  readonly problem: string | undefined;
}

export interface JqState {
  readonly run: JqRun | undefined;
  /** Number of the last run; what comes of an earlier one is dropped. */
  readonly lastRun: number;
  /** Filters used in this session, the newest first. */
  readonly used: readonly string[];
  /** How many filters back the field shows; 0 is the one being typed, which waits in `draft`. */
  readonly back: number;
  readonly draft: string;
  /** True where enter was pressed on a filter of which the result is not there yet. */
  readonly isAccepted: boolean;
  /** What tab goes round, of which one stands in the field. */
  readonly completion: { readonly from: number; readonly texts: readonly string[]; readonly at: number } | undefined;
}

export interface WriteState {
  /** What is written: all that is on the screen, or the value under the cursor. */
  readonly of: 'all' | 'subtree';
  /** A file that is there already: a second enter writes over it. */
  readonly there: string | undefined;
  readonly isBusy: boolean;
}

export interface JqRun {
  readonly id: number;
  readonly document: JsonDocument;
  readonly filter: string;
  /** Milliseconds since the epoch; undefined while it waits for a pause in the typing. */
  readonly startedAt: number | undefined;
}

export interface Page {
  readonly request: RequestLine | undefined;
  readonly response: ResponseFacts | undefined;
  readonly body: Body;
  readonly info: PageInfo;
  /** What the status or the envelope complains of; undefined for success. */
  readonly failure: Failure | undefined;
  /** When it came, where it was read from the history; epoch milliseconds. */
  readonly storedAt: number | undefined;
  readonly face: Face;
  /** The table of the list last looked at in one. */
  readonly table: Table | undefined;
  /** First row shown of the headers and the raw face. */
  readonly headersTop: number;
  readonly rawTop: number;
}

export type Body =
  | {
      readonly kind: 'json';
      readonly bytes: Uint8Array;
      readonly view: TreeView;
      readonly arriving: Arriving | undefined;
      readonly incomplete: Incomplete | undefined;
    }
  /** Not JSON; `problem` says where parsing stopped and why, for a body that should have been. */
  | { readonly kind: 'text'; readonly bytes: Uint8Array; readonly problem: JsonError | undefined }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
  | { readonly kind: 'empty'; readonly bytes: Uint8Array };

export interface History {
  /** This session's requests and opened files, the newest first, each with its answer as it was left. */
  readonly entries: readonly HistoryEntry[];
  /** What the store has told of the requests of all sessions. */
  readonly stored: StoredList;
  readonly saved: readonly SavedItem[];
  /** False where only this session's requests are known. */
  readonly hasStore: boolean;
  readonly tab: 'all' | 'saved';
  /** What the list is narrowed to; undefined where it is whole. */
  readonly filter: HistoryFilter | undefined;
  /** Lines of earlier sessions, as far as the prompt has gone back to them. */
  readonly earlier: EarlierLines;
  /** Index of the item under the cursor, 0 the first. */
  readonly cursor: number;
  readonly top: number;
  /** True after a deletion, until the next one: it can be undone. */
  readonly canUndo: boolean;
  /** What a clearing would take, once that was asked; a second enter does it. */
  readonly clearing: { readonly text: string; readonly count: number } | undefined;
  /** The number under which a stored request is being read, to be used when it is there. */
  readonly reading: number | undefined;
  /** Midnight of the local day, as of the last list that came. */
  readonly today: number;
}

export interface HistoryEntry {
  readonly id: number;
  /** The request as it was typed; of a file that was opened, its name. */
  readonly line: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly outcome: 'sending' | 'cancelled' | 'opened' | { readonly status: number } | { readonly failure: Failure };
  /** The answer as it was left; undefined when none came, or when it was let go to save memory. */
  readonly answer: Answer | undefined;
  /** The number that the store has given it; undefined while it is not stored. */
  readonly row?: number;
}

export interface Notice {
  readonly kind: 'info' | 'problem';
  readonly text: string;
}
