// What the history keeps for taking a write back: what was there before it and after it, sealed, and that it was taken back.
import type { Database } from './database.ts';
import type { SentRequest } from './entry.ts';
import { columnNumber } from './read.ts';
import { insertRequest, keepState, openState, pack } from './write.ts';

/** Ids of what was made again: old and new. */
export type RenamedIds = readonly (readonly [old: string, new: string])[];

export interface KeptState {
  /** As it was handed over; undefined where it is not there or cannot be read, with the reason in `missing`. */
  readonly state: Uint8Array | undefined;
  /** A sentence without a full stop. */
  readonly missing: string | undefined;
  /** When the write was taken back, epoch milliseconds. */
  readonly undoneAt: number | undefined;
  /** What was made again since this request, the oldest first. */
  readonly renames: RenamedIds;
}

/** Adds a write before it is sent, with what it will change. Gives its row. */
export function beginWrite(
  database: Database,
  request: SentRequest,
  state: Uint8Array | undefined,
  keeping: Parameters<typeof keepState>[3],
): number {
  const packed = keeping.key && keeping.budget > 0 ? pack(request) : undefined;
  return database.write(() => {
    const row = insertRequest(database, request, packed, keeping);
    if (state) keepState(database, row, state, keeping);
    return row;
  });
}

/** Keeps what is known of a write by now, in the place of what was kept before. */
export function replaceState(
  database: Database,
  row: number,
  state: Uint8Array,
  keeping: Parameters<typeof keepState>[3],
): void {
  database.write(() => {
    if (database.sql('SELECT 1 FROM request WHERE id = ?').get(row)) keepState(database, row, state, keeping);
  });
}

/** What is kept of a write; undefined where there is no such row. */
export function readState(database: Database, row: number, key: Uint8Array | undefined): KeptState | undefined {
  const found = database
    .sql(
      `SELECT request.bodies, state.sealed, undone.at FROM request LEFT JOIN state ON state.request = request.id
       LEFT JOIN undone ON undone.request = request.id WHERE request.id = ?`,
    )
    .get(row);
  if (!found) return undefined;
  const { sealed } = found;
  const state = sealed instanceof Uint8Array && key ? openState(sealed, key, row) : undefined;
  return {
    state: state && new Uint8Array(state),
    missing: state ? undefined : whyMissing(sealed instanceof Uint8Array, key !== undefined, String(found.bodies)),
    undoneAt: columnNumber(found.at),
    renames: renamesSince(database, row),
  };
}

function whyMissing(isSealed: boolean, hasKey: boolean, bodies: string): string {
  if (isSealed) {
    return hasKey
      ? 'What was there before cannot be read: it was stored under another key, or was changed since'
      : 'What was there before is encrypted, and the profiles are locked';
  }
  if (bodies === 'no key') return 'What was there before was kept for its session only: nothing could encrypt it';
  return 'What was there before was not kept';
}

function renamesSince(database: Database, row: number): RenamedIds {
  return database
    .sql('SELECT renames FROM undone WHERE newest >= ? ORDER BY at')
    .all(row)
    .flatMap(({ renames }) => JSON.parse(String(renames)) as RenamedIds);
}

/** Notes that a write was taken back, and which ids are others since. */
export function noteUndone(database: Database, row: number, at: number, renames: RenamedIds): void {
  database.write(() => {
    const newest = columnNumber(database.sql('SELECT max(id) AS newest FROM request').get()?.newest) ?? row;
    database
      .sql('INSERT OR REPLACE INTO undone (request, at, newest, renames) SELECT id, ?, ?, ? FROM request WHERE id = ?')
      .run(Math.round(at), newest, JSON.stringify(renames), row);
  });
}
