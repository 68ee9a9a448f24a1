// One writer at a time among all processes. The lock is the kernel's own, taken by way of SQLite, so that it ends with its
// holder however that ends: a lock file with a process id in it would outlive a kill -9, and ids are used again.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { claimFile, claimOrMakeFile, emptyFile, makePrivateFolder } from './owned-files.ts';
import { StorageFailure } from './private-files.ts';

/** Milliseconds between two tries for a lock that another process holds. */
const between = 10;

/** SQLite's result codes (https://www.sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

/**
 * Runs `work` while no other process, and nothing else in this one, holds the lock of the folder, which is made where it
 * is missing. What `work` read before it got the lock may be out of date: it has to read again.
 *
 * @param patienceMs how long to wait for the holder
 * @throws StorageFailure when the wait is over; Node's own error where the folder or the lock's file cannot be made
 */
export async function withFolderLock<T>(folder: string, work: () => T | Promise<T>, patienceMs = 20_000): Promise<T> {
  makePrivateFolder(folder);
  const file = path.join(folder, 'lock');
  // Made here, so that it is private, and so that Node names the reason where it cannot be. Only where there is none:
  // closing any descriptor of a file drops every lock that this process has on it (POSIX, fcntl).
  if (existsSync(file)) claimFile(file);
  else claimOrMakeFile(file);
  const release = await take(file, patienceMs);
  try {
    return await work();
  } finally {
    release();
  }
}

async function take(file: string, patienceMs: number): Promise<() => void> {
  const { DatabaseSync } = await import('node:sqlite');
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      // SQLite would write a page into an empty database's journal, which a full disk has no room for.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      return () => database.close();
    } catch (error) {
      database.close();
      const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
      // The file holds nothing that could be lost.
      if (code === SQLITE_NOTADB) emptyFile(file);
      else if (code !== SQLITE_BUSY) throw error;
    }
    if (performance.now() > deadline) {
      const seconds = Math.round(patienceMs / 1000);
      throw new StorageFailure(
        `Another flarescope has held ${file} for ${seconds} s. Nothing was changed. Close that one, then try again.`,
      );
    }
    await wait(between);
  }
}
