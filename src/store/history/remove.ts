// Taking requests out of the history, in short transactions, with what only they needed; and giving the room back to the disk.
// Saved requests stay until they are forgotten.
import type { SQLInputValue } from 'node:sqlite';
import type { Database } from './database.ts';
import type { Columns } from './read.ts';
import { lineOf } from './write.ts';

/** What a deletion took, so that it can be undone while the program runs. */
export interface Deleted {
  readonly id: number;
  readonly rows: readonly Columns[];
}

export type Deletion =
  | { readonly type: 'deleted'; readonly deleted: Deleted }
  | { readonly type: 'missing' }
  /** It is saved under that name, and stays. */
  | { readonly type: 'saved'; readonly name: string };

/** Deletes a request and the pages that were turned to from it. */
export function deleteRequest(database: Database, id: number): Deletion {
  const deletion = database.write((): Deletion => {
    const name = database.sql('SELECT name FROM saved WHERE request = ?').get(id)?.name;
    if (name !== undefined) return { type: 'saved', name: String(name) };
    const rows = database
      .sql(
        `SELECT request.*, line.method, line.path, line.text, account.profile, account.origin, body.sealed,
           state.sealed AS state
         FROM request JOIN line ON line.id = request.line JOIN account ON account.id = line.account
         LEFT JOIN body ON body.request = request.id LEFT JOIN state ON state.request = request.id
         WHERE ? IN (request.id, request.part_of) ORDER BY request.id`,
      )
      .all(id);
    if (!rows.some((row) => Number(row.id) === id)) return { type: 'missing' };
    doom(database, 'id = ?', [id]);
    deleteDoomed(database);
    return { type: 'deleted', deleted: { id, rows } };
  });
  if (deletion.type === 'deleted') giveBack(database);
  return deletion;
}

/** Puts back what `deleteRequest` took, under the same numbers. */
export function undelete(database: Database, { rows }: Deleted): void {
  database.write(() => {
    for (const row of rows) {
      const [profile, origin, line, method, path] = [row.profile, row.origin, row.text, row.method, row.path].map(
        String,
      );
      const lineId = lineOf(database, {
        profile: profile ?? '',
        origin: origin ?? '',
        line: line ?? '',
        method: method ?? '',
        path: path ?? '',
      });
      const kept = [
        'id',
        'part_of',
        'at',
        'status',
        'duration',
        'size',
        'ray',
        'failure',
        'failure_text',
        'redacted',
        'bodies',
      ];
      database
        .sql(`INSERT OR IGNORE INTO request (line, ${kept.join(', ')}) VALUES (?${', ?'.repeat(kept.length)})`)
        .run(lineId, ...kept.map((name): SQLInputValue => row[name] ?? null));
      if (row.part_of === null) {
        database
          .sql('UPDATE line SET uses = uses + 1, last = max(coalesce(last, 0), ?) WHERE id = ?')
          .run(row.id ?? null, lineId);
      }
      if (row.sealed instanceof Uint8Array) {
        database
          .sql('INSERT OR IGNORE INTO body (request, size, sealed) VALUES (?, ?, ?)')
          .run(row.id ?? null, row.sealed.length, row.sealed);
      }
      if (row.state instanceof Uint8Array) {
        database
          .sql('INSERT OR IGNORE INTO state (request, size, sealed) VALUES (?, ?, ?)')
          .run(row.id ?? null, row.state.length, row.state);
      }
    }
  });
}

/** Requests taken by one transaction; others wait no longer than it lasts. */
const chunk = 5_000;

/** SQL that holds for requests which are not saved. */
export const requestIsNotSaved = 'id NOT IN (SELECT request FROM saved WHERE request IS NOT NULL)';

/** Deletes all that was sent before then (epoch milliseconds), but nothing saved. Gives how many requests it took. */
export function clearBefore(database: Database, at: number): number {
  let taken = 0;
  for (;;) {
    const count = database.write(() => {
      const doomed = doom(database, `part_of IS NULL AND at < ? AND ${requestIsNotSaved} ORDER BY at LIMIT ${chunk}`, [
        at,
      ]);
      deleteDoomed(database);
      return doomed;
    });
    taken += count;
    if (count < chunk) break;
  }
  giveBack(database);
  return taken;
}

/** Notes the requests for which the condition holds, and their pages. Gives how many they are without the pages. */
function doom(database: Database, condition: string, values: readonly SQLInputValue[]): number {
  database.db.exec(
    `PRAGMA temp_store = MEMORY;
     CREATE TEMP TABLE IF NOT EXISTS doomed (id INTEGER PRIMARY KEY, line INTEGER NOT NULL, uses INTEGER NOT NULL);
     DELETE FROM doomed`,
  );
  const { changes } = database
    .sql(`INSERT INTO doomed SELECT id, line, part_of IS NULL FROM request WHERE ${condition}`)
    .run(...values);
  database
    .sql('INSERT OR IGNORE INTO doomed SELECT id, line, 0 FROM request WHERE part_of IN (SELECT id FROM doomed)')
    .run();
  return Number(changes);
}

function deleteDoomed(database: Database): void {
  database.sql('DELETE FROM body WHERE request IN (SELECT id FROM doomed)').run();
  database.sql('DELETE FROM state WHERE request IN (SELECT id FROM doomed)').run();
  database.sql('DELETE FROM undone WHERE request IN (SELECT id FROM doomed)').run();
  database.sql('DELETE FROM request WHERE id IN (SELECT id FROM doomed)').run();
  const lines = database.sql('SELECT line, sum(uses) AS uses, max(id) AS newest FROM doomed GROUP BY line').all();
  for (const { line, uses, newest } of lines) {
    database
      .sql(
        `UPDATE line SET uses = uses - ?2, last = CASE WHEN last > ?3 THEN last ELSE
           (SELECT id FROM request WHERE line = ?1 AND part_of IS NULL ORDER BY id DESC LIMIT 1) END
         WHERE id = ?1`,
      )
      .run(line ?? null, uses ?? null, newest ?? null);
  }
  database
    .sql(
      `DELETE FROM line WHERE id IN (SELECT line FROM doomed)
       AND NOT EXISTS (SELECT 1 FROM request WHERE request.line = line.id)
       AND NOT EXISTS (SELECT 1 FROM saved WHERE saved.line = line.id)`,
    )
    .run();
}

/** Pages that one transaction gives back: 8 MB. */
const pagesAtOnce = 2_000;

/** Makes the file as small as what is in it. */
function giveBack(database: Database): void {
  const free = (): number => Number(database.sql('PRAGMA freelist_count').get()?.freelist_count);
  for (let before = free(); before > 0; ) {
    database.db.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`);
    const now = free();
    if (now >= before) break;
    before = now;
  }
  // Until then the log still holds what was deleted. Another process that reads just now may keep it a while longer.
  database.sql('PRAGMA wal_checkpoint(TRUNCATE)').get();
}
