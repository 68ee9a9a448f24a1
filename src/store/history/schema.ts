// The tables of the history and how they came to be. A change of them is a new migration at the end of the list, never a
// change of one that has shipped.
import type { DatabaseSync } from 'node:sqlite';

/**
 * Migration n brings version n to version n + 1.
 *
 * `line` holds each line once for each account, since people repeat themselves: what is searched is this table alone, newest
 * first, in an index that holds all that the search reads. `last` is the newest request of that line, and null where there are
 * only turned pages. `digest` finds a line by its text without a second index of all texts.
 * `request.id` is never given twice (AUTOINCREMENT): it is part of what seals a body to its row.
 * `total` counts requests and the bytes of all bodies, kept by triggers: counting a million rows takes longer than a key may.
 * `saved.folded` is the name in small letters: two names that differ in case alone would be one name twice.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE account (
    id INTEGER PRIMARY KEY, profile TEXT NOT NULL, origin TEXT NOT NULL, UNIQUE (profile, origin)
  ) STRICT;
  CREATE TABLE line (
    id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account, method TEXT NOT NULL, path TEXT NOT NULL,
    text TEXT NOT NULL, digest INTEGER NOT NULL, last INTEGER, uses INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX line_by_digest ON line (digest);
  CREATE INDEX line_by_last ON line (last, account, text) WHERE last IS NOT NULL;
  CREATE TABLE request (
    id INTEGER PRIMARY KEY AUTOINCREMENT, line INTEGER NOT NULL REFERENCES line, part_of INTEGER REFERENCES request,
    at INTEGER NOT NULL, status INTEGER, duration INTEGER, size INTEGER, ray TEXT, failure TEXT, failure_text TEXT,
    redacted INTEGER NOT NULL, bodies TEXT NOT NULL
  ) STRICT;
  CREATE INDEX request_by_time ON request (at) WHERE part_of IS NULL;
  CREATE INDEX request_by_line ON request (line);
  CREATE INDEX request_by_part ON request (part_of) WHERE part_of IS NOT NULL;
  CREATE TABLE body (request INTEGER PRIMARY KEY REFERENCES request, size INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
  CREATE TABLE total (requests INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT;
  INSERT INTO total VALUES (0, 0);
  CREATE TRIGGER request_added AFTER INSERT ON request WHEN new.part_of IS NULL
    BEGIN UPDATE total SET requests = requests + 1; END;
  CREATE TRIGGER request_removed AFTER DELETE ON request WHEN old.part_of IS NULL
    BEGIN UPDATE total SET requests = requests - 1; END;
  CREATE TRIGGER body_added AFTER INSERT ON body BEGIN UPDATE total SET bytes = bytes + new.size; END;
  CREATE TRIGGER body_removed AFTER DELETE ON body BEGIN UPDATE total SET bytes = bytes - old.size; END;
  `,
  `
  CREATE TABLE saved (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, tags TEXT NOT NULL,
    line INTEGER NOT NULL REFERENCES line, request INTEGER REFERENCES request, at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX saved_by_line ON saved (line);
  CREATE INDEX saved_by_request ON saved (request);
  `,
];

/** The version that this program writes. */
export const schemaVersion = migrations.length;

/** `PRAGMA user_version`. */
export function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version);
}

/**
 * Brings the schema from its version to `to`, in one transaction: all of it or nothing. Several processes may try at once.
 *
 * @throws SQLite's own error, with nothing changed
 */
export function migrate(db: DatabaseSync, to = schemaVersion): void {
  if (versionOf(db) >= to) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been quicker.
    for (const step of migrations.slice(versionOf(db), to)) db.exec(step);
    if (versionOf(db) < to) db.exec(`PRAGMA user_version = ${to}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
