// The user's own history, for every command that reads or writes it: where it is, what seals its bodies, how large it may be.
import type { HistoryOptions } from '../store/history/history.ts';
import { locate } from '../store/locations.ts';

/** Mebibytes of stored answers at most; 0 keeps none. */
const budgetVariable = 'FLARESCOPE_HISTORY_MIB';
const defaultMebibytes = 200;

/** @param bodyKey 32 bytes from the unlocked vault; without it bodies are not stored, and rows say so */
export function historyOptions(
  env: Readonly<Record<string, string | undefined>>,
  bodyKey?: Uint8Array,
): Omit<HistoryOptions, 'onTrouble'> {
  return { folder: locate(env).data, bodyKey, budget: mebibytes(env[budgetVariable]) * 1024 * 1024 };
}

/** What is no number counts as not set: a mistyped variable must not throw answers away. */
function mebibytes(text: string | undefined): number {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : defaultMebibytes;
}
