// The whole state of the explorer as one value, and how it begins.
import type { Credential } from '../../api/credential.ts';
import type { Failure } from '../../api/failures.ts';
import type { ReadAllProgress } from '../../api/reading.ts';
import type { Received } from '../../api/received.ts';
import type { JsonDocument, NodeId } from '../../json/document.ts';
import type { KeyPaths } from '../../json/key-paths.ts';
import type { SearchScope } from '../../json/query.ts';
import type { TableLayout } from '../../json/table-layout.ts';
import type { TreeView } from '../../json/tree-view.ts';
import type { BodyNode } from '../../request/body-tree.ts';
import type { Method, RequestLine } from '../../request/types.ts';
import { defaultSettings, type Settings } from '../../settings/table.ts';
import { createLine, type LineBuffer } from '../../text/line-buffer.ts';
import type { KeySequence } from '../keys/chord.ts';
import { noOwnKeys, type OwnKeys } from '../keys/own-keys.ts';
import { type AccountLabel, noProfiles, type Profiles, type Session } from './accounts.ts';
import { emptyFind, type Find } from './catalog.ts';
import { type CompareState, noComparison } from './compare.ts';
import { dayOf, type HistoryState } from './history.ts';
import type { KeyLabels } from './key-labels.ts';
import type { ManyRun, MarkedRows } from './many.ts';
import type { Overlay } from './overlays.ts';
import type { OpenResponse } from './response.ts';
import { type Notice, type Notices, noNotices } from './told.ts';
import type { Exporting, ImportedRequest } from './tools.ts';
import type { Watch } from './watch.ts';

export interface State {
  readonly screen: Screen;
  readonly session: Session;
  readonly focus: Focus;
  readonly panes: PanePlan;
  /** The border that the mouse has taken hold of. */
  readonly dragging: 'side' | 'upper' | undefined;
  readonly composer: Composer;
  /** What stood in the prompt when the profiles were locked; it comes back with them. */
  readonly putAway: Composer | undefined;
  /** Where the user was when a write was shown, to go back to. */
  readonly cameFrom: { readonly composer: Composer; readonly pane: PaneName } | undefined;
  /** The request in flight or how the last one ended. */
  readonly exchange: Exchange;
  /** What the response pane shows: the pages read of one list, or one response. */
  readonly response: OpenResponse | undefined;
  /** The page after the one on screen, fetched before it is asked for. */
  readonly prefetched: Prefetched | undefined;
  /** Items per page, by path, where more were too many for the server in this session. */
  readonly pageSizes: Readonly<Record<string, number>>;
  readonly history: HistoryState;
  /** What is under the cursor while no response is shown, and whether the keys to begin with stand there. */
  readonly home: { readonly cursor: number; readonly tour: boolean };
  readonly request: RequestFocus;
  /** What is known of the API, and what is being chosen from it. */
  readonly find: Find;
  /** The answers visited, to go back and forward through. */
  readonly trail: Trail;
  readonly profiles: Profiles;
  /** A request that is being written down for another tool. */
  readonly exporting: Exporting | undefined;
  /** A credential that stood in a pasted command, while it is offered to a new profile. */
  readonly importedCredential: Credential | undefined;
  /** The requests of a pasted text with several. */
  readonly importedRequests: readonly ImportedRequest[];
  readonly search: Search | undefined;
  /** A search in the raw view, or in the reader. */
  readonly textSearch: TextSearch | undefined;
  /** The list whose rows are being looked through for columns. */
  readonly columnSearch: { readonly document: JsonDocument; readonly list: NodeId } | undefined;
  /** How tables are arranged, by what they are of; what is kept is read with the first of them. */
  readonly tableLayouts: { readonly isRead: boolean; readonly known: ReadonlyMap<string, TableLayout> };
  /** The keys of the document that was asked for them last. */
  readonly keys: KnownKeys | undefined;
  /** The jq filter that runs, and those that have been used. */
  readonly jq: JqState;
  readonly write: WriteState;
  readonly compare: CompareState;
  /** Rows that are marked on the screen. */
  readonly marks: MarkedRows | undefined;
  /** What is sent, or was sent last, for each of such rows. */
  readonly many: ManyRun | undefined;
  /** The response on screen while it is read again and again, and what came of that. */
  readonly watch: Watch | undefined;
  /** What is said at the foot of the screen. */
  readonly notice: Notice | undefined;
  readonly notices: Notices;
  /** Keys that were pressed and begin a sequence; empty most of the time. */
  readonly pendingKeys: KeySequence;
  /** What the user has set, and the defaults for all else. */
  readonly settings: Settings;
  /** Keys that differ from the defaults, as the user wants them. */
  readonly ownKeys: OwnKeys;
  /** Names of the themes that the user has written, once they were asked for. */
  readonly ownThemes: readonly string[];
  /** True where the explorer was started to choose a value, which is printed on leaving. */
  readonly isChoosing: boolean;
  /** How sentences name keys. */
  readonly keyLabels: KeyLabels;
  /** Milliseconds since the epoch, as of the last tick; ticks come only while something is in flight. */
  readonly now: number;
  /** Number of the last request sent; every send has its own. */
  readonly lastId: number;
}

interface RequestFocus {
  /** First row shown of the request pane. */
  readonly top: number;
  /** The part of the form under the cursor, by its key; undefined for the row that sends. */
  readonly at: string | undefined;
  /** Keys of the objects and lists that are open. */
  readonly open: ReadonlySet<string>;
  /** The resource that is being edited, as it was read. */
  readonly edited: Edited | undefined;
  /** The line whose body is in an editor now. */
  readonly editing: string | undefined;
  /** What was written there for a line and could not become its body: it is opened again. */
  readonly kept: { readonly line: string; readonly text: string } | undefined;
  /** A resource that is being read to be edited, and the field that the cursor is to stand on. */
  readonly reading: { readonly id: number; readonly request: RequestLine; readonly at: string | undefined } | undefined;
}

/** What the form shows where the line says nothing, as long as the line is about this. */
export interface Edited {
  readonly method: Method;
  readonly path: string;
  readonly tree: BodyNode;
}

export interface Trail {
  /** In the order in which they were visited. */
  readonly places: readonly Place[];
  /** Index of the place that was visited last; -1 before the first. */
  readonly at: number;
}

export interface Place {
  /** Of its response. */
  readonly id: number;
  /** The request, or the name of the file. */
  readonly title: string;
  readonly isFile: boolean;
  /** As it was left; undefined while it is on screen, and when it was let go to save memory. */
  readonly response: OpenResponse | undefined;
}

/** The terminal's size in cells. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

export type PaneName = 'prompt' | 'request' | 'response' | 'history';

/** How the user wants the panes to stand. */
export interface PanePlan {
  /** Shares of the room, 0 to 1: of the left column, and of the request in it. Undefined for what the design gives. */
  readonly side: number | undefined;
  readonly upper: number | undefined;
  /** The pane in focus has all the room. */
  readonly isEnlarged: boolean;
  readonly hidden: readonly PaneName[];
}

/** As they stand where the user has changed nothing. */
export const asDesigned: PanePlan = { side: undefined, upper: undefined, isEnlarged: false, hidden: [] };

interface Focus {
  readonly pane: PaneName;
  /** What stands over the panes; the last one has focus. */
  readonly overlays: readonly Overlay[];
}

/** A search in the tree: what is looked for, what was found, and what to do with it. */
export interface Search {
  readonly text: string;
  readonly scope: SearchScope;
  /** Every search has its own; matches of another are dropped. */
  readonly id: number;
  /** Where it searched, as far as that had come; undefined where nothing is searched for. */
  readonly document: JsonDocument | undefined;
  /** Nodes, ascending. */
  readonly matches: Int32Array;
  readonly isDone: boolean;
  /** Why the expression cannot be read. */
  readonly problem: string | undefined;
  /** The view that it began from, to come back to. */
  readonly origin: TreeView | undefined;
  /** The match to go to once it is known: the first from a node on, or the last before it. */
  readonly goal: { readonly from: NodeId; readonly direction: 1 | -1; readonly isInclusive: boolean } | undefined;
}

export interface KnownKeys extends KeyPaths {
  readonly document: JsonDocument;
  /** True where all of it has been looked through. */
  readonly isRead: boolean;
}

/** A search in text that is no tree. */
export interface TextSearch {
  readonly text: string;
  readonly id: number;
  /** The text that is searched; undefined where nothing is searched for. */
  readonly bytes: Uint8Array | undefined;
  /** Offsets of bytes, ascending. */
  readonly matches: Int32Array;
  readonly isDone: boolean;
  readonly problem: string | undefined;
  /** The first row that was shown where it began, to come back to. */
  readonly origin: number;
  /** The match that was gone to last. */
  readonly at: number | undefined;
  /** The match to go to once it is known: the first from a byte on, or the last before it. */
  readonly goal: { readonly from: number; readonly direction: 1 | -1 } | undefined;
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
  /** A word taken from the request so many back: where it stands in which line. */
  readonly argument?: { readonly text: string; readonly from: number; readonly to: number; readonly back: number };
  /** A line that was not typed in this moment but taken from the history, and the account that it was recorded under. */
  readonly recalled?: { readonly text: string; readonly from: AccountLabel | undefined } | undefined;
}

type Exchange =
  | { readonly kind: 'draft' }
  | Sending
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'cancelled'; readonly id: number };

export interface Sending {
  readonly kind: 'sending';
  readonly id: number;
  readonly request: RequestLine;
  /** For another page of a response; undefined for a request of its own. */
  readonly turn: Turn | undefined;
  readonly startedAt: number;
  /** Decoded bytes so far, and of how many where the server said. */
  readonly received: number;
  /** True while bytes of the request are sent: then they are what is counted. */
  readonly isUpload?: boolean | undefined;
  readonly total: number | undefined;
  /** How far reading all pages has come. */
  readonly all?: ReadAllProgress;
  readonly retry:
    | { readonly attempt: number; readonly of: number; readonly until: number; readonly because: string }
    | undefined;
}

export interface Prefetched {
  readonly id: number;
  /** The response whose next page it is. */
  readonly of: number;
  readonly request: RequestLine;
  readonly startedAt: number;
  readonly outcome: 'coming' | 'failed' | Received;
  /** Why it failed. */
  readonly failure?: Failure;
}

interface Turn {
  readonly response: number;
  readonly number: number | undefined;
  /** Where the list is asked for in another way: in what way, in words. Its pages take the place of those read. */
  readonly relisted?: string;
  /** Where all pages are read, into a response of their own. */
  readonly isAll?: boolean;
  /** Where pages were made smaller, since one was too much: items a page. */
  readonly smaller?: number;
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
  /** What is written: what the table shows, where the name of the file ends as that of a table, all of it, or the value under the cursor. */
  readonly of: 'table' | 'all' | 'subtree';
  /** A file that is there already: a second enter writes over it. */
  readonly there: string | undefined;
  readonly isBusy: boolean;
}

interface JqRun {
  readonly id: number;
  readonly document: JsonDocument;
  readonly filter: string;
  /** Which rows that go on it is over; undefined where it is over a document. */
  readonly of: string | undefined;
  /** Milliseconds since the epoch; undefined while it waits for a pause in the typing. */
  readonly startedAt: number | undefined;
}

/** As long as no store has said anything. */
const emptyHistory: HistoryState = {
  entries: [],
  stored: { rows: [], hasNewer: false, hasOlder: false, total: 0, isReading: false },
  saved: [],
  hasStore: false,
  tab: 'all',
  filter: undefined,
  earlier: { lines: [], before: undefined, isAll: true, owed: 0, isReading: false },
  cursor: 0,
  top: 0,
  opened: new Set(),
  canUndo: false,
  clearing: undefined,
  reading: undefined,
  today: 0,
};

export const emptyComposer: Composer = { line: createLine(), problem: undefined, back: 0, draft: '', settled: '' };

const noFilter: JqState = {
  run: undefined,
  lastRun: 0,
  used: [],
  back: 0,
  draft: '',
  isAccepted: false,
  completion: undefined,
};

/**
 * @param keyLabels those of the bindings in force
 * @param settings what is not in it has its default
 */
export function initialState(
  screen: Screen,
  session: Session,
  now: number,
  keyLabels: KeyLabels,
  settings: Partial<Settings> = {},
): State {
  return {
    screen,
    session,
    focus: { pane: 'prompt', overlays: [] },
    panes: asDesigned,
    dragging: undefined,
    composer: emptyComposer,
    putAway: undefined,
    cameFrom: undefined,
    exchange: { kind: 'draft' },
    response: undefined,
    prefetched: undefined,
    pageSizes: {},
    history: { ...emptyHistory, today: dayOf(now) },
    home: { cursor: 0, tour: false },
    request: {
      top: 0,
      at: undefined,
      open: new Set(),
      edited: undefined,
      editing: undefined,
      kept: undefined,
      reading: undefined,
    },
    find: emptyFind,
    trail: { places: [], at: -1 },
    profiles: noProfiles,
    exporting: undefined,
    importedCredential: undefined,
    importedRequests: [],
    search: undefined,
    textSearch: undefined,
    columnSearch: undefined,
    tableLayouts: { isRead: false, known: new Map() },
    keys: undefined,
    jq: noFilter,
    write: { of: 'all', there: undefined, isBusy: false },
    compare: noComparison,
    marks: undefined,
    many: undefined,
    watch: undefined,
    notice: undefined,
    notices: noNotices,
    pendingKeys: '',
    ownKeys: noOwnKeys,
    settings: { ...defaultSettings, ...settings },
    ownThemes: [],
    isChoosing: false,
    keyLabels,
    now,
    lastId: 0,
  };
}
