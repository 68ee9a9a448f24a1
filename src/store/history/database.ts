// One connection to the history's file: how it is opened, and what SQLite's errors mean. Loads node:sqlite: import it only
// where the history is needed. The trap: an open connection survives the renaming of its file.
import { chmodSync, closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { makePrivateFolder } from '../locations.ts';
import { migrate, schemaVersion, versionOf } from './schema.ts';
import { isLogDamaged } from './write-ahead-log.ts';

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

export const fileName = 'history.db';

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
  // SQLite gives its side files the mode of this one.
  closeSync(openSync(file, 'a', 0o600));
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
        // Some errors (a full disk) have rolled back already.
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    isCurrent,
    close: () => db.close(),
  };
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

const codes = { error: 1, busy: 5, locked: 6, corrupt: 11, full: 13, notADatabase: 26 } as const;

function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === codes.busy || code === codes.locked;
}

/** True where the file itself is wrong. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === codes.corrupt || code === codes.notADatabase || error instanceof ForeignFile;
}

export function isFull(error: unknown): boolean {
  return resultCode(error) === codes.full || (error instanceof Error && 'code' in error && error.code === 'ENOSPC');
}

/** Renames the file, and its side files, to a name that is not taken. Gives the new name; undefined where there is no file. */
export function setAside(folder: string, now: Date): string | undefined {
  return moveAside(folder, now, ['', '-wal', '-shm']);
}

/**
 * SQLite leaves out of a damaged log what it cannot read, and then writes over it. Sets such a log aside before that.
 *
 * @returns its new name where there was one
 */
export function setDamagedLogAside(folder: string, now: Date): string | undefined {
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
