// The history's journal: rows of commands, appended to a file as they come. A command would load SQLite and open the database for one
// row, which takes as long as the rest of it; whoever opens the database next folds the journal in. A line is written at once and
// whole, so that a program which is killed right after loses nothing. It holds what the database holds in the clear, and nothing else:
// where bodies are sealed, rows go into the database.
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../../json/values.ts';
import { claimDescriptor, claimFile, makePrivateFolder } from '../owned-files.ts';
import type { SentRequest } from './entry.ts';

export const journalName = 'history.journal';

/** Bytes; a journal that nobody has folded in is not let grow beyond it. */
const longest = 256 * 1024;

/** Bytes of a line; a longer one is for the database. */
const longestLine = 16 * 1024;

export interface JournalLine {
  readonly version: 1;
  /** One number for a write before it goes and after it came back. */
  readonly id: string;
  readonly isOver: boolean;
  /** Undefined for a write that did not go after all. */
  readonly request: SentRequest | undefined;
}

let count = 0;

/** Names a request; for `appendToJournal`. */
export function journalId(at: number): string {
  count += 1;
  return `${process.pid}-${Math.round(at)}-${count}`;
}

/**
 * Appends the row of a request.
 *
 * @param isOver false for a write that is about to go
 * @returns false where it was not taken, for whatever reason: the database takes it, or says why it does not
 */
export function appendToJournal(
  folder: string,
  id: string,
  request: SentRequest | undefined,
  isOver: boolean,
): boolean {
  return appendLines(folder, [journalLineOf(id, request, isOver)]);
}

/** The same for several that are over, at once: all of them are taken or none. */
export function appendAllToJournal(folder: string, requests: readonly SentRequest[]): boolean {
  return appendLines(
    folder,
    requests.map((request) => journalLineOf(journalId(request.at), request, true)),
  );
}

function journalLineOf(id: string, request: SentRequest | undefined, isOver: boolean): string {
  return `${JSON.stringify({ version: 1, id, isOver, request: request && inTheClear(request) } satisfies JournalLine)}\n`;
}

function appendLines(folder: string, lines: readonly string[]): boolean {
  if (lines.some(({ length }) => length > longestLine)) return false;
  try {
    makePrivateFolder(folder);
    return append(path.join(folder, journalName), lines.join(''));
  } catch {
    return false;
  }
}

function append(file: string, line: string): boolean {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0 } = constants;
  claimFile(file);
  const descriptor = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    claimDescriptor(file, descriptor);
    const about = fstatSync(descriptor);
    if (!about.isFile() || about.nlink > 1 || about.size > longest) return false;
    const bytes = Buffer.from(line);
    return writeSync(descriptor, bytes) === bytes.length;
  } finally {
    closeSync(descriptor);
  }
}

/** What the database has of it in columns: the rest is sealed there, or left out. */
function inTheClear({ headers: _, body: __, typed, outcome, ...request }: SentRequest): SentRequest {
  return {
    ...request,
    typed: typed === undefined ? undefined : '',
    headers: [],
    body: undefined,
    outcome:
      outcome.type === 'failed'
        ? outcome
        : {
            ...outcome,
            headers: outcome.headers.filter(([name]) => name.toLowerCase() === 'cf-ray'),
            body: undefined,
            url: '',
          },
  };
}

/** Undefined for what is no line of ours: the last one of a full disk, or a newer version's. */
export function readJournalLine(text: string): JournalLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || value.version !== 1) return undefined;
    return value as unknown as JournalLine;
  } catch {
    return undefined;
  }
}
