// What the state wants done in the world, as data. Only perform/ carries these out.
import type { Credential, Secret } from '../../api/credential.ts';
import type { PageQuery } from '../../api/paging.ts';
import type { KnownPage, ReadAllReport } from '../../api/reading.ts';
import type { ConsentSetting } from '../../api/writes.ts';
import type { ListLocation } from '../../catalog/operation.ts';
import type { Comparison, JsonPlace } from '../../json/compare.ts';
import type { JsonDocument, NodeId } from '../../json/document.ts';
import type { SearchScope } from '../../json/query.ts';
import type { Column } from '../../json/table.ts';
import type { TableLayout } from '../../json/table-layout.ts';
import type { TableFormat, TableOnScreen } from '../../json/table-text.ts';
import type { RequestLine } from '../../request/types.ts';
import type { SettingName, SettingValue } from '../../settings/table.ts';
import type { SavedItem } from './history.ts';
import type { FilterWish, SumsWish } from './table.ts';
import type { ToolEffect } from './tools.ts';
import type { PreparedWrite, UndoStep } from './writes.ts';

export type Effect =
  /** Paints in a theme from now on. */
  | { readonly type: 'theme.show'; readonly name: string }
  /** Looks which themes the user has written. */
  | { readonly type: 'theme.list' }
  | {
      readonly type: 'send';
      readonly id: number;
      readonly request: RequestLine;
      /** The response whose list this turns a page of. */
      readonly partOf?: number;
      /** True where nobody waits for it: what does is done first. */
      readonly isAhead?: boolean;
      /** The response whose list this asks for in another way: its pages belong to this request from then on. */
      readonly relists?: number;
      /** Of a write that was agreed to: what was shown, which is what is sent, and the resource as it was read for that. */
      readonly agreed?: PreparedWrite;
      /** Of a request that takes back the write of that row of the history: which one of several. */
      readonly undoes?: UndoStep;
    }
  /** Finds out whether requests such as this one can be taken back, for the plan of a run. */
  | { readonly type: 'many.prepare'; readonly id: number; readonly request: RequestLine }
  /** Sends these requests for the rows of a run; `cancel` with the id stops it. */
  | {
      readonly type: 'many.run';
      readonly id: number;
      /** Which rows of the run they are for. */
      readonly rows: readonly number[];
      readonly requests: readonly RequestLine[];
    }
  /** Takes back these rows of the history, in this order; `cancel` with the id stops it. */
  | { readonly type: 'many.undo'; readonly id: number; readonly rows: readonly number[] }
  /** Looks at what the write of that row has changed, and how it can be taken back; `cancel` with the id ends it. */
  | { readonly type: 'undo.compose'; readonly id: number; readonly row: number }
  /** Reads what a write is about before it goes out; `cancel` with the id ends it. Names are known already by their ids. */
  | {
      readonly type: 'write.prepare';
      readonly id: number;
      readonly request: RequestLine;
      readonly names: ReadonlyMap<string, string>;
    }
  /** Reads all pages of the list that the request begins, into one document. */
  | {
      readonly type: 'readAll';
      readonly id: number;
      readonly request: RequestLine;
      /** The response that it is a reading of: its pages belong to that request. */
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
  | CompareEffect
  | WatchEffect
  | DocumentEffect
  | FindEffect
  | EditEffect
  | ProfileEffect
  | ToolEffect
  /** Ring the bell, or show a notification; the text may be of servers. */
  | { readonly type: 'notify'; readonly how: 'bell' | 'desktop'; readonly text: string }
  /** Keep a setting in the file of the settings, or take it out, which is its default; `settings.written` says that it is done. */
  | { readonly type: 'settings.write'; readonly name: SettingName; readonly value: SettingValue | undefined }
  /** Find what matches; `id` comes back with what is found. A search before it is let go. */
  | {
      readonly type: 'search';
      readonly id: number;
      readonly document: JsonDocument;
      /** What was found in the nodes before this one, where those were looked through already. */
      readonly known?: { readonly matches: Int32Array; readonly before: NodeId } | undefined;
      readonly text: string;
      readonly scope: SearchScope;
    }
  /** Find where a text matches, as bytes; `id` comes back as with `search`. */
  | { readonly type: 'searchText'; readonly id: number; readonly bytes: Uint8Array; readonly text: string }
  /** A search is about to be typed. */
  | { readonly type: 'prepareSearch' }
  | { readonly type: 'stopSearch' }
  /** Follow the tail that the request makes, as the document `id`; or the one that it has made, as the API's result has it. */
  | { readonly type: 'tail.open'; readonly id: number; readonly request: RequestLine; readonly made: unknown }
  /** Stop taking in the document that was opened as `id`. */
  | { readonly type: 'stopArrival'; readonly id: number }
  | { readonly type: 'redraw' }
  | { readonly type: 'suspend' }
  /** End, and print that value once the terminal is as it was. */
  | { readonly type: 'quit'; readonly chosen?: ChosenValue };

/** A value of a document that is printed on leaving. */
export interface ChosenValue {
  readonly document: JsonDocument;
  readonly node: NodeId;
}

/** A text, or what it is to be made of where that may take a while: a value as it came, or laid out, or a whole body. */
export type Passage =
  | string
  | { readonly kind: 'value' | 'pretty'; readonly document: JsonDocument; readonly node: NodeId }
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  | { readonly kind: 'table'; readonly table: TableOnScreen; readonly format: TableFormat }
  | { readonly kind: 'patch' | 'differences'; readonly comparison: Comparison };

export type CompareEffect =
  /** Compare two values; `id` comes back with what differs. A comparison before it is let go. */
  | {
      readonly type: 'compare.run';
      readonly id: number;
      readonly before: JsonPlace;
      readonly after: JsonPlace;
      readonly ignored: readonly string[];
      readonly itemId: string | undefined;
    }
  | { readonly type: 'compare.stop' }
  /** Send a request that only reads, to compare what comes; `cancel` with the id ends it. */
  | { readonly type: 'compare.fetch'; readonly id: number; readonly request: RequestLine }
  /** What the history kept beside the write of that row, for taking it back. */
  | { readonly type: 'compare.kept'; readonly id: number; readonly row: number; readonly side: 'before' | 'after' };

export type WatchEffect = {
  /** Send a request that only reads every so many seconds, and tell what differs from the document; `cancel` with the id ends it. */
  readonly type: 'watch.start';
  readonly id: number;
  readonly request: RequestLine;
  readonly seconds: number;
  readonly document: JsonDocument;
};

type DocumentEffect =
  /** The time of day is shown: `clock.ticked` tells it. */
  | { readonly type: 'tellTime' }
  /** Copy to the clipboard, and tell how much and where to; `what` names it as in `Copied the value of .id`. */
  | { readonly type: 'copy'; readonly text: Passage; readonly what: string }
  /** Write to a file; one that is there is left as it is unless it may be replaced. `what` is as in `copy`. */
  | {
      readonly type: 'write';
      readonly text: Passage;
      readonly what: string;
      readonly path: string;
      readonly mayReplace: boolean;
      /** For the user alone: true for whatever comes from an account. */
      readonly isPrivate: boolean;
    }
  /** A filter is about to be typed. */
  | { readonly type: 'jq.prepare' }
  /** Filter a document; `id` comes back with what comes of it. A filter that runs is let go. */
  | {
      readonly type: 'jq.run';
      readonly id: number;
      readonly document: JsonDocument;
      /** Which rows of a stream the document holds, where it is one. */
      readonly live?: StreamRows | undefined;
      readonly filter: string;
      readonly limitMs: number;
    }
  | { readonly type: 'jq.stop' }
  /** Order the rows of a list; what comes of it says of what it is. An order that was wanted before is let go. */
  | ({ readonly type: 'table.order' } & RowOrder)
  | { readonly type: 'table.stop' }
  /** Read how tables are arranged: `table.recalled` comes of it, and nothing where that fails. */
  | { readonly type: 'table.recall' }
  /** Keep how the table of an operation is arranged, or forget it. */
  | { readonly type: 'table.remember'; readonly of: string; readonly layout: TableLayout | undefined }
  /** Look through all of a document for its keys. */
  | { readonly type: 'keys.read'; readonly document: JsonDocument }
  /** Find the rows of a long list that hold a text; what comes of it says of what it is. One that was wanted before is let go. */
  | { readonly type: 'table.filter'; readonly wish: FilterWish }
  /** Count and add up a column; one that was wanted before is let go. */
  | { readonly type: 'table.sum'; readonly wish: SumsWish }
  /** Look through all rows of a list for columns that its sample does not have. */
  | { readonly type: 'table.findColumns'; readonly document: JsonDocument; readonly list: NodeId };

export interface StreamRows {
  /** Which stream. */
  readonly of: string;
  /** Rows that have come, those included that were dropped. */
  readonly rows: number;
  readonly dropped: number;
}

export interface RowOrder {
  readonly document: JsonDocument;
  readonly list: NodeId;
  readonly field: Column['field'];
  readonly isDescending: boolean;
}

export type EditEffect =
  /** Read the resource that a PUT or PATCH is about; `cancel` with the id ends it. */
  | { readonly type: 'edit.read'; readonly id: number; readonly request: RequestLine }
  /** Open a text in the user's editor, which has the terminal meanwhile; `name` is that of the file. */
  | { readonly type: 'editor.open'; readonly name: string; readonly text: string };

export type FindEffect =
  /** Read the catalog that fits the address of the account. */
  | { readonly type: 'catalog.load' }
  /** Read a page of a list of values; `cancel` with the id ends it. */
  | {
      readonly type: 'lookup.read';
      readonly id: number;
      readonly key: string;
      readonly request: RequestLine;
      readonly facts: ListLocation;
      /** Milliseconds to wait first: more may be typed, and then it is cancelled. */
      readonly afterMs?: number;
    }
  /** Ask the API what the credential in use may do; `cancel` with the id ends it. */
  | { readonly type: 'access.ask'; readonly id: number }
  /** Open the documentation of the operation that a request is, or copy its address where no browser is seen. */
  | { readonly type: 'docs.open'; readonly request: RequestLine }
  | { readonly type: 'schema.read'; readonly id: number }
  /** Find out what permissions for a path depend on: ids for its names, and the account of its zone; `cancel` with the id ends it. */
  | {
      readonly type: 'access.place';
      readonly id: number;
      readonly request: RequestLine;
      readonly readsAccount: boolean;
    };

/** What is asked of the history's store; it answers with events of the same names in the past tense. */
export type HistoryEffect =
  | { readonly type: 'history.list'; readonly place: ListPlace }
  | { readonly type: 'history.listSaved'; readonly query: string }
  | { readonly type: 'history.search'; readonly query: string; readonly order: 'rank' | 'recent' }
  | { readonly type: 'history.goBack'; readonly before: number | undefined }
  /** Reads a stored request, to show its response as the response `id`, to put its line into the prompt, to send it again, or to compare it. */
  | {
      readonly type: 'history.read';
      readonly row: number;
      readonly id: number;
      readonly want: 'response' | 'line' | 'run' | 'compare';
    }
  | { readonly type: 'history.delete'; readonly row: number }
  | { readonly type: 'history.forget'; readonly saved: SavedItem }
  | { readonly type: 'history.restore' }
  /** A day as it was typed, and its midnight; `isSure` deletes what was sent before, else it is only counted. */
  | { readonly type: 'history.clear'; readonly text: string; readonly before: number; readonly isSure: boolean }
  /** Names a request: by its row, or, where it may not be stored yet, by its number in this session. */
  | {
      readonly type: 'history.save';
      readonly request: { readonly row: number } | { readonly asked: number };
      readonly name: string;
      readonly tags: readonly string[];
    };

/** Which stretch of the list; `after` goes on to older ones, `before` to newer ones. */
export type ListPlace =
  | { readonly from: 'newest' | 'oldest' }
  | { readonly from: 'after' | 'before'; readonly at: number; readonly id: number };

export type ProfileEffect =
  /** Open the vault where nothing has to be typed for it, or read it again. */
  | { readonly type: 'profiles.read' }
  /** Undefined where the keychain has the key. */
  | { readonly type: 'profiles.unlock'; readonly passphrase: Secret | undefined }
  | { readonly type: 'profiles.lock' }
  /** Nobody waits any more for what was being opened, tried or asked. */
  | { readonly type: 'profiles.stop' }
  /** Send requests to another account from now on; those in flight are cancelled. */
  | { readonly type: 'profiles.use'; readonly account: AccountWish }
  | { readonly type: 'profiles.verify'; readonly name: string }
  | { readonly type: 'profiles.change'; readonly name: string; readonly change: ProfileChange }
  | { readonly type: 'profiles.checkName'; readonly text: string }
  | { readonly type: 'profiles.verifyNew'; readonly credential: Credential }
  | { readonly type: 'profiles.checkPassphrase'; readonly passphrase: Secret }
  | { readonly type: 'profiles.save'; readonly profile: NewProfile; readonly by: NewProtection | undefined }
  /** Verify a credential that was typed and, when it is good, use it for the rest of this session. */
  | { readonly type: 'useTyped'; readonly credential: Credential };

export type AccountWish =
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'environment' }
  | { readonly kind: 'sandbox' }
  /** What `wrangler dev` serves; the session's own, or the first that is found. */
  | { readonly kind: 'local' };

export type ProfileChange =
  | { readonly kind: 'readOnly'; readonly readOnly: boolean }
  | { readonly kind: 'production'; readonly production: boolean }
  | { readonly kind: 'consent'; readonly consent: ConsentSetting }
  | { readonly kind: 'account'; readonly accountId: string | undefined }
  /** A start takes it where nothing names another. */
  | { readonly kind: 'current' }
  | { readonly kind: 'remove' };

export interface NewProfile {
  readonly name: string;
  readonly credential: Credential;
  readonly accountId: string | undefined;
}

/** How the vault that is made for the first profile protects its key. */
export type NewProtection =
  | { readonly kind: 'keychain' }
  | { readonly kind: 'passphrase'; readonly passphrase: Secret };
