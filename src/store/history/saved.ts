// Saved requests: a line under a name and tags, which stays when the history is cleared.
import type { Database } from './database.ts';
import type { SavedRow } from './entry.ts';
import { fitOf, wordsOf } from './rank.ts';
import { numberOf } from './read.ts';
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
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}#]/u.test(name)) return 'the name has a # or a character that cannot be seen in it';
  if (tags.length > mostTags) return `there are more than ${mostTags} tags`;
  const wrong = tags.find((tag) => tag.length > longestTag || !/^[\p{L}\p{N}._-]+$/u.test(tag));
  return wrong === undefined
    ? undefined
    : `a tag is made of letters, digits, dots, hyphens and underscores, at most ${longestTag}: ${JSON.stringify(wrong.slice(0, 60))} is none`;
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
      `SELECT saved.id, saved.name, saved.tags, saved.at, saved.request, line.text AS line, account.profile, request.status
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
        at: Number(row.at),
        request: numberOf(row.request),
        status: numberOf(row.status),
      };
    });
  const words = wordsOf(query);
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
