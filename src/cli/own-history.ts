// The user's own history, for every command that reads or writes it: where it is, what seals its bodies, how large it may be.
import type { AccountName } from '../accounts/account.ts';
import type { RecordEntry } from '../http/interceptors/report.ts';
import { toSentRequest } from '../perform/sent-request.ts';
import type { History, HistoryOptions } from '../store/history/history.ts';
import { locate } from '../store/locations.ts';
import { readSettings } from '../store/settings.ts';
import type { HistoryClient } from '../workers/history.ts';
import type { HistoryMethod } from '../workers/history-worker.ts';
import { complain } from './complain.ts';
import type { Io } from './io.ts';

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
  return { folder: locate(env).data, bodyKey, budget: (mebibytes(env[budgetVariable]) ?? setMebibytes) * 1024 * 1024 };
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
  readonly record: (entry: RecordEntry) => void;
  /** The history itself, for what is kept beside the requests. */
  readonly history: Pick<HistoryClient, 'call' | 'keepsBodies'>;
  /** Waits until everything is stored. */
  readonly close: () => Promise<void>;
}

/** Milliseconds for which what came of a response goes first: most often the next response is waited for after that. */
const storeAfter = 20;

/** The database is loaded with the first response. What cannot be stored is said once, and fails nothing. */
export function createKeeper(account: AccountName, io: Io, bodyKey?: Uint8Array): Keeper {
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
    const partOf = asked.partOf === undefined ? undefined : rows.get(asked.partOf);
    const sent = toSentRequest(entry, account, partOf, bodyKey !== undefined);
    if (!sent) return;
    if (asked.row !== undefined) history.settle(asked.row, sent);
    rows.set(asked.id, asked.row ?? history.add(sent));
  };
  const storePending = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const entry of pending) {
      // `onTrouble` has heard why it was not stored.
      last = last.then(() => store(entry)).catch(() => undefined);
    }
    pending = [];
  };
  return {
    history: { call, keepsBodies: () => bodyKey !== undefined },
    record: (entry) => {
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
