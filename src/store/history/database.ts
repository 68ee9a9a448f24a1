// One connection to the history's file: how it is opened, and what SQLite's errors mean. Loads node:sqlite: import it only
// where the history is needed. The trap: an open connection survives the renaming of its file.

import { chmodSync, existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { claimFile, claimOrMakeFile, makePrivateFolder } from '../owned-files.ts';

export interface Database {
  readonly db: DatabaseSync;
  /** A statement, prepared once. */
  readonly sql: (text: string) => StatementSync;
  /** Runs `change` in one short transaction that has the write lock from its beginning. */
  readonly write: <Result>(change: () => Result) => Result;
  /** False where another process has set the file aside since, and perhaps begun a new one. */
  readonly isCurrent: () => boolean;
  readonly close: () => void;
}

/**
 * A computer without power may lose the last moments, a killed program nothing. Deleted lines are overwritten. The cache, in
 * KiB and used only as far as it is needed, holds the lines of a large history, which every key of a filter walks through.
 */
const settings = `
  PRAGMA synchronous = NORMAL;
  PRAGMA secure_delete = ON;
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = 256;
`;

/** Milliseconds that a connection waits for another one's transaction; none of ours takes nearly as long. */
const patience = 15_000;

const fileName = 'history.db';

/** The schema is of a version that this program does not know. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
  readonly version: number;

  constructor(version: number) {
    super(`the schema has version ${version}, and this program knows up to ${schemaVersion}`);
    this.version = version;
  }
}

/** The file is a database, but not one of ours. */
class ForeignFile extends Error {
  override readonly name = 'ForeignFile';
}

/**
 * Opens the file, which is made where there is none, for its owner alone.
 *
 * @throws NewerSchema, or SQLite's or Node's own error; nothing is changed then
 */
export function openDatabase(folder: string): Database {
  makePrivateFolder(folder);
  const file = path.join(folder, fileName);
  claimSides(file);
  // SQLite gives its side files the mode of this one, where it makes them.
  claimOrMakeFile(file);
  const db = new DatabaseSync(file, { timeout: patience });
  try {
    // In this order: another process may make the tables between the two.
    const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
    const version = versionOf(db);
    if (version > schemaVersion) throw new NewerSchema(version);
    if (version === 0 && !isEmpty) throw new ForeignFile('it holds tables of something else');
    if (version > 0) probe(db);
    // Both only before the first table. Deleted pages can be given back to the disk; a search reads much, in few large pages.
    if (version === 0) db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA page_size = 16384');
    switchToWriteAheadLog(db);
    db.exec(settings);
    migrate(db);
  } catch (error) {
    db.close();
    throw error;
  }
  const inode = inodeOf(file);
  return asDatabase(db, () => inodeOf(file) === inode);
}

/** SQLite follows links and trusts what it finds beside its file. */
function claimSides(file: string): void {
  for (const side of ['', '-wal', '-shm', '-journal']) claimFile(file + side);
}

function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}

/** A history that lasts as long as the program. */
export function openMemory(): Database {
  const db = new DatabaseSync(':memory:');
  migrate(db);
  return asDatabase(db, () => true);
}

function asDatabase(db: DatabaseSync, isCurrent: Database['isCurrent']): Database {
  const statements = new Map<string, StatementSync>();
  return {
    db,
    sql: (text) => {
      const known = statements.get(text);
      if (known) return known;
      const prepared = db.prepare(text);
      statements.set(text, prepared);
      return prepared;
    },
    write: (change) => {
      db.exec('BEGIN IMMEDIATE');
      try {
        const result = change();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        rollBack(db);
        throw error;
      }
    },
    isCurrent,
    close: () => db.close(),
  };
}

/** Some errors (a full disk) have rolled back already. */
function rollBack(db: DatabaseSync): void {
  if (db.isTransaction) db.exec('ROLLBACK');
}

/** The switch needs the file alone for a moment, and SQLite does not wait for that by itself. */
function switchToWriteAheadLog(db: DatabaseSync): void {
  const until = Date.now() + patience;
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

/** Reads a row by each index, so that a file that is no database, or half of one, is known before it is needed. */
function probe(db: DatabaseSync): void {
  try {
    db.prepare('SELECT * FROM request WHERE part_of IS NULL ORDER BY at DESC LIMIT 1').get();
    db.prepare('SELECT * FROM line WHERE last IS NOT NULL ORDER BY last DESC LIMIT 1').get();
    db.prepare('SELECT bytes FROM total').get();
  } catch (error) {
    throw resultCode(error) === codes.error ? new ForeignFile('its tables are not those of a history') : error;
  }
}

/** SQLite's primary result code, https://www.sqlite.org/rescode.html; undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return Number(error.errcode) & 0xff;
}

const codes = { error: 1, busy: 5, locked: 6, readOnly: 8, io: 10, corrupt: 11, full: 13, notADatabase: 26 } as const;

function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === codes.busy || code === codes.locked;
}

/** True where the file itself is wrong. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === codes.corrupt || code === codes.notADatabase || error instanceof ForeignFile;
}

/** Why the disk takes nothing, where it is that; undefined for any other error. */
export function diskTrouble(error: unknown): string | undefined {
  if (isFull(error)) return 'the disk is full';
  // SQLite's word for whatever the disk refused, a full one that has no room for its side files among it.
  if (resultCode(error) === codes.io) return 'the disk is full, or cannot be written or read';
  return resultCode(error) === codes.readOnly ? 'it may only be read' : undefined;
}

function isFull(error: unknown): boolean {
  return resultCode(error) === codes.full || (error instanceof Error && 'code' in error && error.code === 'ENOSPC');
}

/** Renames the file, and its side files, to a name that is not taken. Gives the new name; undefined where there is no file. */
export function setAsideDatabase(folder: string, now: Date): string | undefined {
  return moveAside(folder, now, ['', '-wal', '-shm']);
}

/**
 * SQLite leaves out of a damaged log what it cannot read, and then writes over it. Sets such a log aside before that.
 *
 * @returns its new name where there was one
 */
export function setDamagedLogAside(folder: string, now: Date): string | undefined {
  claimSides(path.join(folder, fileName));
  if (!isLogDamaged(path.join(folder, `${fileName}-wal`))) return undefined;
  return moveAside(folder, now, ['-wal', '-shm']);
}

function moveAside(folder: string, now: Date, sides: readonly string[]): string | undefined {
  const stamp = now.toISOString().replace(/[-:]|\..*$/g, '');
  let name = `history.damaged-${stamp}.db`;
  for (let number = 2; sides.some((side) => existsSync(path.join(folder, name + side))); number++) {
    name = `history.damaged-${stamp}-${number}.db`;
  }
  let moved: string | undefined;
  for (const side of sides) {
    const from = path.join(folder, fileName + side);
    if (!existsSync(from)) continue;
    renameSync(from, path.join(folder, name + side));
    chmodSync(path.join(folder, name + side), 0o600);
    moved ??= name + side;
  }
  return moved;
}

/**
 * Migration n brings version n to version n + 1.
 *
 * `line` holds each line once for each account, since people repeat themselves: what is searched is this table alone, newest
 * first, in an index that holds all that the search reads. `last` is the newest request of that line, and null where there are
 * only turned pages. `digest` finds a line by its text without a second index of all texts.
 * `request.id` is never given twice (AUTOINCREMENT): it is part of what seals a body to its row.
 * `total` counts requests and the bytes of all bodies, kept by triggers: counting a million rows takes longer than a key may.
 * `state` is what a write changed, as it was before and after, for taking it back. `undone` says of a write that it was taken back:
 * `newest` is the newest request at that time, and `renames` the ids of what was made again, as pairs; older requests name the old ones.
 * `saved.folded` is the name in small letters: two names that differ in case alone would be one name twice.
 */
const migrations: readonly string[] = [
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
  `
  CREATE TABLE state (request INTEGER PRIMARY KEY REFERENCES request, size INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
  CREATE TRIGGER state_added AFTER INSERT ON state BEGIN UPDATE total SET bytes = bytes + new.size; END;
  CREATE TRIGGER state_removed AFTER DELETE ON state BEGIN UPDATE total SET bytes = bytes - old.size; END;
  CREATE TABLE undone (
    request INTEGER PRIMARY KEY REFERENCES request, at INTEGER NOT NULL, newest INTEGER NOT NULL, renames TEXT NOT NULL
  ) STRICT;
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
    rollBack(db);
    throw error;
  }
}

const headerSize = 32;
const frameHeaderSize = 24;

/** Checksums over big-endian words have the last bit set, over little-endian words not. */
const magic = 0x377f0682;

/**
 * A log that another session writes to while it is read looks damaged, since its parts are of different moments: what was
 * read is believed only once a second reading gives the same.
 */
export function isLogDamaged(file: string): boolean {
  let log = readLog(file);
  while (log !== undefined && hasDamage(log)) {
    const again = readLog(file);
    if (again?.equals(log)) return true;
    log = again;
  }
  return false;
}

function readLog(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function hasDamage(log: Buffer): boolean {
  // Made, and nothing written yet.
  if (log.length < headerSize) return log.some((byte) => byte !== 0);
  const kind = log.readUInt32BE(0);
  if ((kind & ~1) >>> 0 !== magic) return true;
  const isBigEndian = (kind & 1) === 1;
  const words = (from: number, to: number, sum: Sum): Sum => checksum(log, from, to, isBigEndian, sum);
  let sum = words(0, 24, [0, 0]);
  if (!isSum(log, 24, sum)) return true;
  const pageSize = log.readUInt32BE(8);
  if (pageSize < 512 || pageSize > 65536) return true;

  let isChainBroken = false;
  for (let at = headerSize; at + frameHeaderSize + pageSize <= log.length; at += frameHeaderSize + pageSize) {
    // Frames of an earlier round of the log, which begins anew after each checkpoint, carry another salt.
    const isOfThisRound = log.compare(log, 16, 24, at + 8, at + 16) === 0;
    if (!isChainBroken) {
      sum = words(at, at + 8, sum);
      sum = words(at + frameHeaderSize, at + frameHeaderSize + pageSize, sum);
      isChainBroken = !isOfThisRound || !isSum(log, at + 16, sum);
    } else if (isOfThisRound && log.readUInt32BE(at + 4) !== 0) {
      // The size of the database after a commit stands only in a transaction's last frame.
      return true;
    }
  }
  return false;
}

type Sum = readonly [number, number];

function isSum(log: Buffer, at: number, sum: Sum): boolean {
  return log.readUInt32BE(at) === sum[0] && log.readUInt32BE(at + 4) === sum[1];
}

/** Fibonacci-weighted sums of pairs of 32-bit words; `to - from` is a multiple of 8. */
function checksum(log: Buffer, from: number, to: number, isBigEndian: boolean, [first, second]: Sum): Sum {
  let a = first;
  let b = second;
  for (let at = from; at < to; at += 8) {
    a = (a + (isBigEndian ? log.readUInt32BE(at) : log.readUInt32LE(at)) + b) >>> 0;
    b = (b + (isBigEndian ? log.readUInt32BE(at + 4) : log.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}
