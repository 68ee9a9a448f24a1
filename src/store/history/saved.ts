// Saved requests: a line under a name and tags, which stays when the history is cleared.

import { isRecord } from '../../json/values.ts';
import { errorText } from '../../text/sentences.ts';
import type { Database } from './database.ts';
import type { SavedRow } from './entry.ts';
import { columnNumber } from './read.ts';
import { fitOf, queryWords } from './search.ts';
import { lineOf } from './write.ts';

export type Saving =
  | { readonly type: 'saved' }
  /** Another request has that name; it stays as it is. */
  | { readonly type: 'taken'; readonly line: string }
  | { readonly type: 'missing' };

export interface Label {
  readonly name: string;
  readonly tags: readonly string[];
}

const longestName = 100;
const longestTag = 40;
const mostTags = 20;

/** Why a request cannot have this name and these tags; undefined where it can. */
export function labelProblem({ name, tags }: Label): string | undefined {
  if (name.trim() === '') return 'a name is missing';
  if (name.length > longestName) return `the name is longer than ${longestName} characters`;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}#]/u.test(name)) return 'the name has a # or an invisible character';
  if (tags.length > mostTags) return `there are more than ${mostTags} tags`;
  const wrong = tags.find((tag) => tag.length > longestTag || !/^[\p{L}\p{N}._-]+$/u.test(tag));
  return wrong === undefined
    ? undefined
    : `a tag is made of letters, digits, dots, hyphens and underscores, at most ${longestTag}: ${JSON.stringify(wrong.slice(0, 60))} is not one`;
}

/** Saves a request of the history. The label has no problem. */
export function saveRequest(database: Database, id: number, label: Label, at: number): Saving {
  return database.write(() => {
    const line = database.sql('SELECT line FROM request WHERE id = ?').get(id)?.line;
    if (line === undefined || line === null) return { type: 'missing' };
    return insertSaved(database, Number(line), id, label, at);
  });
}

/** Saves a line that was not sent from here. */
export function saveLine(
  database: Database,
  line: { readonly line: string; readonly method: string; readonly path: string },
  label: Label,
  at: number,
): Saving {
  return database.write(() => {
    const id = lineOf(database, { ...line, profile: '', origin: '' });
    const saving = insertSaved(database, id, undefined, label, at);
    if (saving.type !== 'saved') {
      // A line that was made for nothing.
      database
        .sql(
          `DELETE FROM line WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM saved WHERE line = ?1)
           AND NOT EXISTS (SELECT 1 FROM request WHERE line = ?1)`,
        )
        .run(id);
    }
    return saving;
  });
}

function insertSaved(
  database: Database,
  line: number,
  request: number | undefined,
  { name, tags }: Label,
  at: number,
): Saving {
  const folded = name.trim().toLowerCase();
  const other = database
    .sql('SELECT line.text FROM saved JOIN line ON line.id = saved.line WHERE folded = ?')
    .get(folded);
  if (other) return { type: 'taken', line: String(other.text) };
  database
    .sql('INSERT INTO saved (name, folded, tags, line, request, at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(name.trim(), folded, [...new Set(tags)].join(' '), line, request ?? null, at);
  return { type: 'saved' };
}

/** Saved requests that fit the query, the best first; all by name where it is empty. */
export function listSaved(database: Database, query: string): readonly SavedRow[] {
  const rows = database
    .sql(
      `SELECT saved.id, saved.name, saved.tags, saved.at, saved.request, line.text AS line, account.profile, account.origin, request.status
       FROM saved JOIN line ON line.id = saved.line JOIN account ON account.id = line.account
       LEFT JOIN request ON request.id = saved.request ORDER BY saved.folded`,
    )
    .all()
    .map((row): SavedRow => {
      const tags = String(row.tags);
      return {
        id: Number(row.id),
        name: String(row.name),
        tags: tags === '' ? [] : tags.split(' '),
        line: String(row.line),
        profile: String(row.profile),
        origin: String(row.origin),
        at: Number(row.at),
        request: columnNumber(row.request),
        status: columnNumber(row.status),
      };
    });
  const words = queryWords(query);
  return rows
    .flatMap((row) => {
      const found = fitOf(words, { line: row.line, profile: row.profile, name: [row.name, ...row.tags].join(' ') });
      return found ? [{ row, score: found.score }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ row }) => row);
}

/** Takes the name off: the request stays in the history where it was sent from here. False where there is no such one. */
export function forget(database: Database, id: number): boolean {
  return database.write(() => {
    const line = database.sql('SELECT line FROM saved WHERE id = ?').get(id)?.line;
    if (line === undefined) return false;
    database.sql('DELETE FROM saved WHERE id = ?').run(id);
    database
      .sql(
        'DELETE FROM line WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM request WHERE line = ?1) AND NOT EXISTS (SELECT 1 FROM saved WHERE line = ?1)',
      )
      .run(line);
    return true;
  });
}

interface Portable extends Label {
  /** A request line. */
  readonly request: string;
}

type ImportedRequests =
  | { readonly ok: true; readonly requests: readonly Portable[] }
  /** A clause without a full stop. */
  | { readonly ok: false; readonly problem: string };

const version = 1;
const largestFile = 10 * 1024 * 1024;
const mostRequests = 10_000;
const longestLine = 64 * 1024;

/** The text of the file; it ends with a line break. */
export function exportText(saved: readonly SavedRow[]): string {
  const requests = saved.map(({ name, tags, line }) => ({ name, tags, request: line }));
  return `${JSON.stringify({ kind: 'flarescope saved requests', version, requests }, undefined, 2)}\n`;
}

/**
 * Reads such a file. All of it is right, or none of it is taken.
 *
 * @param lineProblem why a text is no request line; undefined where it is one
 */
export function importText(text: string, lineProblem: (line: string) => string | undefined): ImportedRequests {
  if (text.length > largestFile) return wrong('it is larger than 10 MiB');
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return wrong(`it is not JSON: ${errorText(error)}`);
  }
  if (!isRecord(value) || value.kind !== 'flarescope saved requests') {
    return wrong('it has no saved requests in it: "kind" should be "flarescope saved requests"');
  }
  if (value.version !== version) {
    return wrong(`its version is ${show(value.version)}, and this program reads version ${version}`);
  }
  if (!Array.isArray(value.requests)) return wrong('"requests" should be a list');
  if (value.requests.length > mostRequests) return wrong(`it has more than ${mostRequests} requests`);
  const requests: Portable[] = [];
  for (const [index, entry] of value.requests.entries()) {
    const read = readEntry(entry, lineProblem);
    if (typeof read === 'string') return wrong(`request ${index + 1}: ${read}`);
    requests.push(read);
  }
  return { ok: true, requests };
}

/** The entry, or what is wrong with it. */
function readEntry(entry: unknown, lineProblem: (line: string) => string | undefined): Portable | string {
  if (!isRecord(entry)) return 'it should be an object';
  const { name, request, tags = [] } = entry;
  if (typeof name !== 'string') return '"name" should be a string';
  if (typeof request !== 'string') return '"request" should be a string';
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string'))
    return '"tags" should be a list of strings';
  if (request.length > longestLine) return `its line is longer than ${longestLine} characters`;
  return labelProblem({ name, tags }) ?? lineProblem(request) ?? { name: name.trim(), tags, request: request.trim() };
}

function wrong(problem: string): ImportedRequests {
  return { ok: false, problem };
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 40);
}
