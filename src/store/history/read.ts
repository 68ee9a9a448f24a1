// Reading the history: lists by time, in pages that start where the one before ended, and everything of one row.

import type { SQLOutputValue } from 'node:sqlite';
import type { Database } from './database.ts';
import type { BodyState, HistoryRow, StoredRequest } from './entry.ts';
import { unseal } from './write.ts';

/** From where a page of the list goes on: the row next to it, towards older or newer ones; or the oldest end. */
export type ListStart =
  | { readonly from: 'newest' | 'oldest' }
  | { readonly from: 'after' | 'before'; readonly at: number; readonly id: number };

export interface ListedRequests {
  /** The newest first. */
  readonly rows: readonly HistoryRow[];
  /** True where there are more rows in the direction that was read. */
  readonly hasMore: boolean;
}

export type Columns = Record<string, SQLOutputValue>;

const columns = `request.id, request.at, request.status, request.failure, request.duration, request.size,
  line.text AS line, account.profile, account.origin, 1 AS uses, (SELECT name FROM saved WHERE saved.request = request.id) AS name`;
const tables = 'request JOIN line ON line.id = request.line JOIN account ON account.id = line.account';

/** Requests by time, without the pages that were turned to. `before` reads newer rows, `after` older ones. */
export function listRequests(database: Database, place: ListStart, limit: number): ListedRequests {
  const isDown = place.from === 'newest' || place.from === 'after';
  const order = isDown ? 'DESC' : 'ASC';
  const where = 'at' in place ? `AND (request.at, request.id) ${isDown ? '<' : '>'} (?, ?)` : '';
  const rows = database
    .sql(
      `SELECT ${columns} FROM ${tables} WHERE request.part_of IS NULL ${where}
       ORDER BY request.at ${order}, request.id ${order} LIMIT ?`,
    )
    .all(...('at' in place ? [place.at, place.id] : []), limit + 1)
    .map(toRow);
  const hasMore = rows.length > limit;
  const page = rows.slice(0, limit);
  return { rows: isDown ? page : page.reverse(), hasMore };
}

/** How many requests `listRequests` has in all. */
export function countRequests(database: Database): number {
  return Number(database.sql('SELECT requests FROM total').get()?.requests);
}

/** How many requests were sent before then, those that are saved left out. */
export function countBefore(database: Database, at: number, isNotSaved: string): number {
  const { count } =
    database.sql(`SELECT count(*) AS count FROM request WHERE part_of IS NULL AND at < ? AND ${isNotSaved}`).get(at) ??
    {};
  return Number(count);
}

export interface Earlier {
  /** The newest first; the same line several times in a row counts once, as it was last sent. */
  readonly lines: readonly { readonly line: string; readonly profile: string; readonly origin: string }[];
  /** Where the next call goes on; undefined where there is nothing older. */
  readonly before: number | undefined;
}

/** Lines as a shell goes back through them, below the row `before` or from the newest. */
export function earlierLines(database: Database, before: number | undefined, limit: number): Earlier {
  const rows = database
    .sql(
      `SELECT request.id, line.text, account.profile, account.origin FROM ${tables}
       WHERE request.part_of IS NULL AND request.id < ? ORDER BY request.id DESC LIMIT ?`,
    )
    .all(before ?? Number.MAX_SAFE_INTEGER, limit);
  const lines = rows.map(({ text, profile, origin }) => ({
    line: String(text),
    profile: String(profile),
    origin: String(origin),
  }));
  const last = rows.at(-1)?.id;
  return {
    lines: lines.filter(({ line }, index) => line !== lines[index - 1]?.line),
    before: rows.length < limit || last === undefined ? undefined : Number(last),
  };
}

/** Everything of one row, its bodies opened with the key; undefined where there is no such row. */
export function readRequest(database: Database, id: number, key: Uint8Array | undefined): StoredRequest | undefined {
  const found = database
    .sql(
      `SELECT ${columns}, line.method, line.path, request.ray, request.failure_text, request.redacted,
       request.bodies, request.part_of, body.sealed FROM ${tables} LEFT JOIN body ON body.request = request.id
       WHERE request.id = ?`,
    )
    .get(id);
  if (!found) return undefined;
  const bodies = String(found.bodies) as BodyState;
  const opened = found.sealed instanceof Uint8Array && key ? unseal(found.sealed, key, id) : undefined;
  const parts = database.sql('SELECT id FROM request WHERE part_of = ? ORDER BY id').all(id);
  const row = toRow(found);
  return {
    ...row,
    line: opened?.line ?? row.line,
    isRedacted: Number(found.redacted) === 1 && opened?.line === undefined,
    method: String(found.method),
    path: String(found.path),
    ray: columnText(found.ray),
    error: found.failure_text === null ? undefined : JSON.parse(String(found.failure_text)),
    bodies,
    parts: parts.map((part) => Number(part.id)),
    partOf: columnNumber(found.part_of),
    exchange: opened && { sent: opened.sent, answer: opened.answer },
    sealed: opened ? undefined : whyClosed(bodies, key !== undefined),
  };
}

function whyClosed(bodies: BodyState, hasKey: boolean): string {
  switch (bodies) {
    case 'kept':
      return hasKey
        ? 'its response cannot be read: it was stored under another key, or was changed since'
        : 'its response is encrypted, and the profiles are locked';
    case 'no key':
      return 'its response was not kept: the profiles were locked, so it could not be encrypted';
    case 'too large':
      return 'its response was not kept: it was too large';
    case 'made room':
      return 'its response was removed to make room for newer ones';
  }
}

export function toRow(row: Columns): HistoryRow {
  return {
    id: Number(row.id),
    at: Number(row.at),
    line: String(row.line),
    profile: String(row.profile),
    origin: String(row.origin),
    status: columnNumber(row.status),
    failure: columnText(row.failure),
    duration: columnNumber(row.duration),
    size: columnNumber(row.size),
    uses: Number(row.uses),
    name: columnText(row.name),
  };
}

export function columnNumber(value: SQLOutputValue | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

function columnText(value: SQLOutputValue | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}
