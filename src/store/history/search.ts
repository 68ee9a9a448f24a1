// Filtering a million requests as somebody types: a walk through the distinct lines from the newest on, in slices, so that a
// first response is there before the walk is over, and the next key need not wait for its end.
// The trap: what matches letter by letter matches much; such matches are capped, what stands there as typed is looked for to the end.
import { GRADES, matchWord, type WordMatch } from '../../text/matching.ts';
import type { Database } from './database.ts';
import type { HistoryRow } from './entry.ts';
import { toRow } from './read.ts';

/** `rank` puts what fits best first; `recent` the newest, as a shell does, what stands there as typed before the rest. */
export type Order = 'rank' | 'recent';

export interface SearchResult {
  /** Each line once for each account, by its newest request; read when it is called. */
  readonly rows: () => readonly HistoryRow[];
  /** False while older ones have not been looked at. */
  readonly isComplete: boolean;
}

/** Most rows in a response. */
const shown = 300;

/** Matches letter by letter after which only exact ones are looked for, and exact ones after which the search ends. */
const enough = { loose: 600, exact: shown };

/** Requests (not lines) whose lines one slice looks at. */
const sliceSize = 40_000;

interface Match extends LineFit {
  readonly line: number;
  readonly last: number;
}

/** What was found so far after each slice; the last one is complete. */
export function* search(database: Database, query: string, order: Order): Generator<SearchResult> {
  const words = queryWords(query);
  const accounts = accountsOf(database);
  const names = namesOf(database);
  const matches = new Map<number, Match>();
  let loose = 0;
  let exact = 0;
  const take = (line: number, last: number, text: string, account: number): void => {
    const found = fitOf(words, { line: text, profile: accounts.get(account) ?? '', name: names.get(line)?.name ?? '' });
    if (!found || matches.has(line)) return;
    matches.set(line, { ...found, line, last });
    if (found.isExact) exact += 1;
    else loose += 1;
  };
  // Few, and the walk below knows no names.
  for (const [line, { text, account, last }] of names) if (last !== undefined) take(line, last, text, account);

  const { newest, oldest } = boundsOf(database);
  /** Looks at the lines of a range and says below which the next one begins. */
  const walk = (from: number, below: number): number => {
    const isLoose = loose < enough.loose;
    for (const { id, last, text, account } of candidates(database, words, accounts, isLoose, from, below)) {
      take(id, last, text, account);
      if (exact >= enough.exact || (isLoose && loose >= enough.loose)) return last;
    }
    return from;
  };
  const rows = (): readonly HistoryRow[] => rowsOf(database, best(matches, order));
  for (let below = newest + 1; below > oldest && exact < enough.exact; ) {
    below = walk(Math.max(oldest, below - sliceSize), below);
    yield { rows, isComplete: false };
  }
  yield { rows, isComplete: true };
}

interface Candidate {
  readonly id: number;
  readonly last: number;
  readonly text: string;
  readonly account: number;
}

/** Lines whose newest request is in the range [from, below), the newest first, that may match. */
function* candidates(
  database: Database,
  words: readonly string[],
  accounts: ReadonlyMap<number, string>,
  isLoose: boolean,
  from: number,
  below: number,
): Generator<Candidate> {
  // LIKE takes small letters for capital ones too, and its `%` between all letters is a match letter by letter.
  const patterns = words.map((word) => (isLoose ? `%${[...word].map(escaped).join('%')}%` : `%${escaped(word)}%`));
  const conditions = words.map((word) => {
    const named = [...accounts].filter(([, profile]) => fitOf([word], { line: profile, profile: '', name: '' }));
    const orNamed = named.length === 0 ? '' : ` OR account IN (${named.map(([id]) => id).join(', ')})`;
    return ` AND (text LIKE ? ESCAPE '\\'${orNamed})`;
  });
  const rows = database
    .sql(
      `SELECT id, last, text, account FROM line WHERE last >= ? AND last < ?${conditions.join('')} ORDER BY last DESC`,
    )
    .iterate(from, below, ...patterns);
  for (const { id, last, text, account } of rows) {
    yield { id: Number(id), last: Number(last), text: String(text), account: Number(account) };
  }
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function accountsOf(database: Database): ReadonlyMap<number, string> {
  const rows = database.sql('SELECT id, profile FROM account').all();
  return new Map(rows.map((row) => [Number(row.id), String(row.profile)]));
}

interface Named {
  readonly name: string;
  readonly text: string;
  readonly account: number;
  readonly last: number | undefined;
}

/** Names and tags by the line that they were given to. */
function namesOf(database: Database): ReadonlyMap<number, Named> {
  const named = new Map<number, Named>();
  // CROSS JOIN keeps SQLite from walking through all lines for the few that are saved.
  const rows = database
    .sql(
      `SELECT line.id, line.text, line.account, line.last, name, tags
       FROM saved CROSS JOIN line ON line.id = saved.line`,
    )
    .all();
  for (const { id, text, account, last, name, tags } of rows) {
    const before = named.get(Number(id))?.name ?? '';
    named.set(Number(id), {
      name: `${before} ${name} ${tags}`,
      text: String(text),
      account: Number(account),
      last: last === null ? undefined : Number(last),
    });
  }
  return named;
}

function boundsOf(database: Database): { readonly newest: number; readonly oldest: number } {
  const newest = database.sql('SELECT last FROM line WHERE last IS NOT NULL ORDER BY last DESC LIMIT 1').get()?.last;
  const oldest = database.sql('SELECT last FROM line WHERE last IS NOT NULL ORDER BY last LIMIT 1').get()?.last;
  return { newest: Number(newest ?? 0), oldest: Number(oldest ?? 1) };
}

function best(matches: ReadonlyMap<number, Match>, order: Order): readonly Match[] {
  const byTime = (a: Match, b: Match): number => b.last - a.last;
  const compare =
    order === 'rank'
      ? (a: Match, b: Match) => b.score - a.score || byTime(a, b)
      : (a: Match, b: Match) => Number(b.isExact) - Number(a.isExact) || byTime(a, b);
  return [...matches.values()].sort(compare).slice(0, shown);
}

function rowsOf(database: Database, matches: readonly Match[]): readonly HistoryRow[] {
  const statement = database.sql(
    `SELECT request.id, request.at, request.status, request.failure, request.duration, request.size, line.text AS line,
     account.profile, account.origin, line.uses, (SELECT name FROM saved WHERE saved.line = line.id LIMIT 1) AS name
     FROM request JOIN line ON line.id = request.line JOIN account ON account.id = line.account WHERE request.id = ?`,
  );
  return matches.flatMap((match) => {
    const row = statement.get(match.last);
    return row ? [toRow(row)] : [];
  });
}

/** What is searched of one request. */
interface Haystack {
  readonly line: string;
  readonly profile: string;
  /** The name and tags of a saved request. */
  readonly name: string;
}

interface LineFit {
  /** Higher is better. */
  readonly score: number;
  /** True where every word stands in it as it was typed. */
  readonly isExact: boolean;
}

/** Words of a query, in small letters; at most eight, since nobody reads more. */
export function queryWords(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
}

/** Undefined where a word is in none of the fields. No words fit everything. */
export function fitOf(words: readonly string[], haystack: Haystack): LineFit | undefined {
  const fields = [haystack.name, haystack.line, haystack.profile];
  let score = 0;
  let isExact = true;
  for (const word of words) {
    const matches = fields.map((field) => matchWord(word, field));
    const best = Math.max(...matches.map((match, index) => scoreOf(match) * (weights[index] ?? 0)));
    if (best <= 0) return undefined;
    score += best;
    isExact &&= matches.some((match) => match !== undefined && match.grade > GRADES.letters);
  }
  return { score, isExact };
}

/** A name was given to be found by; a profile is shared by many. */
const weights = [1.5, 1, 0.8];

/** A word that stands there as it was typed is worth more than one whose letters only do, and most where it begins a word. */
const points = { exact: 100, atWordStart: 130 };

/** 0 where the letters are not all there in their order. */
function scoreOf(match: WordMatch | undefined): number {
  if (!match) return 0;
  if (match.grade === GRADES.letters) return match.closeness;
  return match.grade === GRADES.inside ? points.exact : points.atWordStart;
}
