// The user's own history, for every command that reads or writes it: where it is, what seals its bodies, how large it may be.
import type { AccountName } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import { HttpFailure } from '../api/failures.ts';
import type { WireRequest } from '../api/messages.ts';
import { redactHeaders } from '../api/redaction.ts';
import { isSafeMethod } from '../api/retry.ts';
import type { RecordEntry } from '../http/interceptors/report.ts';
import type { SendContext } from '../http/send.ts';
import { toSentRequest, unanswered } from '../perform/sent-request.ts';
import type { FirstOfList } from '../store/history/entry.ts';
import type { History, HistoryOptions } from '../store/history/history.ts';
import { appendAllToJournal, appendToJournal, journalId } from '../store/history/journal.ts';
import { locate } from '../store/locations.ts';
import { readSettings } from '../store/settings.ts';
import type { HistoryClient } from '../workers/history.ts';
import type { HistoryMethod } from '../workers/history-worker.ts';
import { complain } from './complain.ts';
import { type Io, isHistoryOff } from './io.ts';

/** Mebibytes of stored answers at most; 0 keeps none. */
const budgetVariable = 'FLARESCOPE_HISTORY_MIB';

/**
 * @param setMebibytes what the settings say, where the variable says nothing
 * @param bodyKey 32 bytes from the unlocked vault; without it bodies are not stored, and rows say so
 */
export function historyOptions(
  env: Readonly<Record<string, string | undefined>>,
  setMebibytes: number,
  bodyKey?: Uint8Array,
): Omit<HistoryOptions, 'onTrouble'> {
  const budget = (mebibytes(env[budgetVariable]) ?? setMebibytes) * 1024 * 1024;
  return { folder: locate(env).data, bodyKey, budget, isOff: isHistoryOff(env) };
}

/** The same, with the settings read. */
export async function ownHistory(
  { env }: Pick<Io, 'env'>,
  bodyKey?: Uint8Array,
): Promise<Omit<HistoryOptions, 'onTrouble'>> {
  const { settings } = await readSettings(locate(env).config);
  return historyOptions(env, settings.historyBudgetMiB, bodyKey);
}

/** What is no number counts as not set: a mistyped variable must not throw answers away. */
function mebibytes(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** Keeps what a command sends, while it prints. */
export interface Keeper {
  /** The same connection, of which a write stands in the history before it goes. */
  readonly announcing: (connection: Connection) => Connection;
  readonly record: (entry: RecordEntry) => void;
  /** The history itself, for what is kept beside the requests. */
  readonly history: Pick<HistoryClient, 'call' | 'keepsBodies'>;
  /** Waits until everything is stored. */
  readonly close: () => Promise<void>;
}

/** Milliseconds for which what came of a response goes first: most often the next response is waited for after that. */
const storeAfter = 20;

/**
 * The database is loaded with the first response. What cannot be stored is said once, and fails nothing.
 *
 * @param isShort true where it is one request, or the pages of one list, so that the rows can go into the journal
 */
export function createKeeper(account: AccountName, io: Io, bodyKey?: Uint8Array, isShort = false): Keeper {
  const isOff = isHistoryOff(io.env);
  const mayJournal = isShort && bodyKey === undefined;
  /** Names in the journal of what has gone, by the request's own number. */
  const announced = new Map<number, string>();
  /** What stands in the journal, by the same: pages belong to it. */
  const journaled = new Map<number, FirstOfList>();
  const rows = new Map<number, number>();
  let opened: History | undefined;
  let pending: RecordEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  const open = async (): Promise<History> => {
    if (!opened) {
      const { createHistory } = await import('../store/history/history.ts');
      opened = createHistory({ ...(await ownHistory(io, bodyKey)), onTrouble: (text) => complain(io, text) });
    }
    return opened;
  };
  const call = async <Name extends HistoryMethod>(
    method: Name,
    ...args: Parameters<History[Name]>
  ): Promise<ReturnType<History[Name]>> => {
    const history = await open();
    return Reflect.apply(history[method], history, args);
  };
  const store = async (entry: RecordEntry): Promise<void> => {
    const { asked } = entry;
    if (!asked) return;
    const history = await open();
    const partOf = asked.partOf === undefined ? undefined : (rows.get(asked.partOf) ?? journaled.get(asked.partOf));
    const sent = toSentRequest(entry, account, partOf, bodyKey !== undefined);
    if (!sent) return;
    if (asked.row !== undefined) history.settle(asked.row, sent);
    const row = asked.row ?? history.add(sent);
    // Of many pages the first alone is asked for again.
    if (asked.partOf === undefined) rows.set(asked.id, row);
  };
  /** True where the row stands in the journal. */
  const journal = (entry: RecordEntry, isOver: boolean): boolean => {
    const { asked } = entry;
    if (!mayJournal || !asked || asked.row !== undefined || asked.partOf !== undefined) return false;
    const sent = toSentRequest(entry, account, undefined, false);
    if (!sent) return false;
    const id = announced.get(asked.id) ?? journalId(sent.at);
    if (!appendToJournal(locate(io.env).data, id, sent, isOver)) return false;
    if (!isOver) announced.set(asked.id, id);
    journaled.set(asked.id, { at: sent.at, line: sent.line });
    return true;
  };
  /** Puts pages whose first one stands in the journal there too; gives the rest. */
  const journalPages = (entries: readonly RecordEntry[]): readonly RecordEntry[] => {
    const pages = entries.flatMap((entry) => {
      const first = entry.asked?.partOf === undefined ? undefined : journaled.get(entry.asked.partOf);
      const sent = first && toSentRequest(entry, account, first, false);
      return sent ? [{ entry, sent }] : [];
    });
    const isTaken =
      pages.length > 0 &&
      appendAllToJournal(
        locate(io.env).data,
        pages.map(({ sent }) => sent),
      );
    if (!isTaken) return entries;
    const taken = new Set(pages.map(({ entry }) => entry));
    return entries.filter((entry) => !taken.has(entry));
  };
  const announce = async (wire: WireRequest, context: SendContext): Promise<SendContext> => {
    const { asked } = context;
    if (!asked || asked.row !== undefined || isSafeMethod(wire.method)) return context;
    const entry = unanswered({ ...wire, headers: redactHeaders(wire.headers) }, asked, Date.now());
    if (journal(entry, false)) return { ...context };
    const sent = toSentRequest(entry, account, undefined, bodyKey !== undefined);
    // `onTrouble` has heard why it was not stored.
    const row = sent && (await call('begin', sent, undefined).catch(() => undefined));
    return row === undefined ? context : { ...context, asked: { ...asked, row } };
  };
  /** Nothing has gone after all. */
  const retract = async ({ asked }: SendContext): Promise<void> => {
    const id = asked && announced.get(asked.id);
    if (id !== undefined) appendToJournal(locate(io.env).data, id, undefined, true);
    else if (asked?.row !== undefined) await call('delete', asked.row).catch(() => undefined);
  };
  const announcing = (connection: Connection): Connection => ({
    ...connection,
    send: async (wire, context) => {
      const noted = await announce(wire, context);
      try {
        return await connection.send(wire, noted);
      } catch (error) {
        // A failure on the wire is recorded; anything else came before it.
        if (noted !== context && !(error instanceof HttpFailure)) await retract(noted);
        throw error;
      }
    },
  });
  const storePending = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const entry of journalPages(pending)) {
      // `onTrouble` has heard why it was not stored.
      last = last.then(() => store(entry)).catch(() => undefined);
    }
    pending = [];
  };
  return {
    history: { call, keepsBodies: () => bodyKey !== undefined },
    announcing: isOff ? (connection) => connection : announcing,
    record: (entry) => {
      if (isOff || journal(entry, true)) return;
      pending.push(entry);
      timer ??= setTimeout(storePending, storeAfter);
    },
    close: async () => {
      storePending();
      await last;
      opened?.close();
    },
  };
}
