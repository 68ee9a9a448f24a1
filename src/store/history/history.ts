// The history: one object that opens its file when it is first asked, survives what can go wrong with it, and says so once.
// Everything here is synchronous; workers/history-worker keeps it off the thread that paints.
import { errorText } from '../../text/sentences.ts';
import {
  type Database,
  diskTrouble,
  isDamage,
  NewerSchema,
  openDatabase,
  openMemory,
  setAsideDatabase,
  setDamagedLogAside,
} from './database.ts';
import type { SavedRow, SentRequest, StoredRequest } from './entry.ts';
import { foldJournal, foldLeftJournals } from './fold-journal.ts';
import {
  countBefore,
  countRequests,
  type Earlier,
  earlierLines,
  type ListedRequests,
  type ListStart,
  listRequests,
  readRequest,
} from './read.ts';
import { clearBefore, type Deleted, type Deletion, deleteRequest, requestIsNotSaved, undelete } from './remove.ts';
import { forget, type Label, listSaved, type Saving, saveLine, saveRequest } from './saved.ts';
import { type Order, type SearchResult, search } from './search.ts';
import { beginWrite, type KeptState, noteUndone, type RenamedIds, readState, replaceState } from './undo.ts';
import { addRequest, settleRequest } from './write.ts';

export interface HistoryOptions {
  /** The program's data folder; it is made when something is stored. */
  readonly folder: string;
  /** 32 bytes that bodies are sealed with; undefined where there is no vault, or it is locked. */
  readonly bodyKey: Uint8Array | undefined;
  /** Nothing is read from the disk, and nothing stored there. */
  readonly isOff?: boolean;
  /** Bytes of sealed bodies at most. @default 200 MiB */
  readonly budget?: number;
  /** Hears in a sentence what went wrong with the file, each thing once. */
  readonly onTrouble: (sentence: string) => void;
}

export interface History {
  /** Gives the row. @throws where it could not be stored, which `onTrouble` has heard */
  readonly add: (request: SentRequest) => number;
  /** Adds a write before it is sent, with what it will change, so that it can be taken back however the program ends. */
  readonly begin: (request: SentRequest, state: Uint8Array | undefined) => number;
  /** What came of it. False where it is no longer there. */
  readonly settle: (row: number, request: SentRequest) => boolean;
  /** What is known by then of what the write changed. */
  readonly keepState: (row: number, state: Uint8Array) => void;
  readonly readState: (row: number) => KeptState | undefined;
  readonly noteUndone: (row: number, at: number, renames: RenamedIds) => void;
  readonly list: (place: ListStart, limit: number) => ListedRequests;
  readonly count: () => number;
  readonly earlier: (before: number | undefined, limit: number) => Earlier;
  readonly search: (query: string, order: Order) => Generator<SearchResult>;
  readonly read: (id: number) => StoredRequest | undefined;
  readonly delete: (id: number) => Deletion;
  readonly undelete: (deleted: Deleted) => void;
  /** How many requests `clear` would take. */
  readonly countBefore: (at: number) => number;
  readonly clear: (before: number) => number;
  readonly save: (id: number, label: Label, at: number) => Saving;
  readonly saveLine: (line: { line: string; method: string; path: string }, label: Label, at: number) => Saving;
  readonly saved: (query: string) => readonly SavedRow[];
  readonly forget: (id: number) => boolean;
  /** From now on; what is sealed stays sealed with the key that it was sealed with. */
  readonly setBodyKey: (key: Uint8Array | undefined) => void;
  readonly close: () => void;
}

const defaultBudget = 200 * 1024 * 1024;

export function createHistory(options: HistoryOptions): History {
  const { folder, budget = defaultBudget } = options;
  let key = options.bodyKey;
  let open: Database | undefined;
  const told = new Set<string>();
  const tell = (topic: string, sentence: string): void => {
    if (told.has(topic)) return;
    told.add(topic);
    options.onTrouble(sentence);
  };

  const openOnDisk = (): Database => {
    const log = setDamagedLogAside(folder, new Date());
    if (log !== undefined) {
      tell(
        'log',
        `The newest requests of the history could not be read because its log was damaged. It was kept as ${log}`,
      );
    }
    const database = openDatabase(folder);
    foldLeftJournals(database, folder);
    return database;
  };

  /** Renames what is there, and says so. */
  const setDamagedAside = (): void => {
    const kept = setAsideDatabase(folder, new Date());
    tell('damage', `The history was damaged. It was kept as ${kept}, and a new one was started`);
  };

  /** True while what is open is the file. */
  let isOnDisk = false;
  const openAny = (): Database => {
    isOnDisk = !options.isOff;
    if (!isOnDisk) return openMemory();
    try {
      try {
        return openOnDisk();
      } catch (error) {
        if (!isDamage(error)) throw error;
        setDamagedAside();
        return openOnDisk();
      }
    } catch (error) {
      tell('closed', `${whyClosed(error)} Requests are kept only until you quit`);
      isOnDisk = false;
      return openMemory();
    }
  };

  /** With what commands have sent meanwhile. */
  const current = (): Database => {
    open ??= openAny();
    if (isOnDisk) foldJournal(open, folder);
    return open;
  };

  /** Begins anew where `error` says that the open file is damaged; throws it where it says anything else. */
  const recover = (error: unknown): void => {
    if (!isDamage(error) || !open) throw error;
    const damaged = open;
    open = undefined;
    damaged.close();
    if (damaged.isCurrent()) setDamagedAside();
  };

  const on = <Result>(use: (database: Database) => Result): Result => {
    try {
      return use(current());
    } catch (error) {
      recover(error);
      return use(current());
    }
  };

  /** Writing is what a full disk or a lost permission stops; reading goes on. */
  const change = <Result>(use: (database: Database) => Result): Result => {
    try {
      return on(use);
    } catch (error) {
      const why = diskTrouble(error) ?? errorText(error);
      tell('write', `The history could not be written: ${why}. Requests are kept only until you quit`);
      throw error;
    }
  };

  return {
    add: (request) => change((database) => addRequest(database, request, { key, budget })),
    begin: (request, state) => change((database) => beginWrite(database, request, state, { key, budget })),
    settle: (row, request) => change((database) => settleRequest(database, row, request, { key, budget })),
    keepState: (row, state) => change((database) => replaceState(database, row, state, { key, budget })),
    readState: (row) => on((database) => readState(database, row, key)),
    noteUndone: (row, at, renames) => change((database) => noteUndone(database, row, at, renames)),
    list: (place, limit) => on((database) => listRequests(database, place, limit)),
    count: () => on(countRequests),
    earlier: (before, limit) => on((database) => earlierLines(database, before, limit)),
    search: function* (query, order) {
      try {
        yield* search(current(), query, order);
      } catch (error) {
        recover(error);
        yield* search(current(), query, order);
      }
    },
    read: (id) => on((database) => readRequest(database, id, key)),
    delete: (id) => change((database) => deleteRequest(database, id)),
    undelete: (deleted) => change((database) => undelete(database, deleted)),
    countBefore: (at) => on((database) => countBefore(database, at, requestIsNotSaved)),
    clear: (before) => change((database) => clearBefore(database, before)),
    save: (id, label, at) => change((database) => saveRequest(database, id, label, at)),
    saveLine: (line, label, at) => change((database) => saveLine(database, line, label, at)),
    saved: (query) => on((database) => listSaved(database, query)),
    forget: (id) => change((database) => forget(database, id)),
    setBodyKey: (given) => {
      if (key !== given) key?.fill(0);
      key = given;
    },
    close: () => {
      open?.close();
      open = undefined;
    },
  };
}

function whyClosed(error: unknown): string {
  if (error instanceof NewerSchema) {
    return `The history was written by a newer flarescope (${error.message}), and was not changed.`;
  }
  if (diskTrouble(error)) return 'The history could not be opened: the disk is full.';
  return `The history could not be opened: ${errorText(error).replace(/\.$/, '')}.`;
}
