// Puts the rows of the journal into the database, each once, whatever ends whom meanwhile: whoever folds it renames it first, and what
// a program that was killed has left under such a name is folded by the next one.
import { lstatSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { claimFile } from '../owned-files.ts';
import type { Database } from './database.ts';
import type { SentRequest } from './entry.ts';
import { appendToJournal, type JournalLine, journalName, readJournalLine } from './journal.ts';
import { insertRequest } from './write.ts';

/** Puts the rows of the journal into the database, each once. Cheap where there is none. */
export function foldJournal(database: Database, folder: string): void {
  const file = path.join(folder, journalName);
  if (!isThere(file)) return;
  claimFile(file);
  const taken = `${file}-${process.pid}-${Date.now()}`;
  try {
    renameSync(file, taken);
  } catch {
    // Another program was quicker.
    return;
  }
  fold(database, folder, taken, false);
}

/** The same for what programs that ended in the middle of it have left. */
export function foldLeftJournals(database: Database, folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^history\.journal-(\d+)-\d+$/.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const file = path.join(folder, name);
    claimFile(file);
    fold(database, folder, file, true);
  }
}

/** @param isDoubtful true where the rows may be in the database already */
function fold(database: Database, folder: string, file: string, isDoubtful: boolean): void {
  const lines = new Map<string, JournalLine>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = readJournalLine(text);
    if (line && !lines.get(line.id)?.isOver) lines.set(line.id, line);
  }
  database.write(() => {
    for (const { id, isOver, request } of lines.values()) {
      if (!request) continue;
      // Of a write that is on its way more is to come.
      if (!isOver && isRunning(Number(id.split('-')[0])) && appendToJournal(folder, id, request, false)) continue;
      if (isDoubtful && isKnown(database, request)) continue;
      insertRequest(database, request, undefined, { key: undefined, budget: 0 });
    }
  });
  rmSync(file, { force: true });
}

function isKnown(database: Database, { at, line }: SentRequest): boolean {
  const found = database
    .sql('SELECT 1 FROM request JOIN line ON line.id = request.line WHERE request.at = ? AND line.text = ?')
    .get(Math.round(at), line);
  return found !== undefined;
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
