// Rows as they come in: the account and the line once, the request always, its bodies sealed and within the budget.
import { hash } from 'node:crypto';
import type { Database } from './database.ts';
import type { BodyState, SentRequest } from './entry.ts';
import { pack, seal } from './sealed.ts';

export interface Keeping {
  /** 32 bytes; undefined where nothing can be sealed. */
  readonly key: Uint8Array | undefined;
  /** Bytes of sealed bodies at most. */
  readonly budget: number;
}

/** Adds a request in one transaction. Gives its row. */
export function addRequest(database: Database, request: SentRequest, keeping: Keeping): number {
  const packed = keeping.key && keeping.budget > 0 ? pack(request) : undefined;
  return database.write(() => insertRequest(database, request, packed, keeping));
}

/** The same inside a transaction of the caller's; `packed` is what `pack` gave. */
export function insertRequest(
  database: Database,
  request: SentRequest,
  packed: Uint8Array | undefined,
  { key, budget }: Keeping,
): number {
  const { outcome, partOf } = request;
  const answered = outcome.type === 'answered' ? outcome : undefined;
  const failure = outcome.type === 'failed' ? outcome.failure : undefined;
  const fits = packed !== undefined && packed.length <= budget;
  const bodies: BodyState = key === undefined ? 'no key' : fits ? 'kept' : 'too large';
  const line = lineOf(database, request);
  const ray = answered?.headers.find(([name]) => name.toLowerCase() === 'cf-ray')?.[1];
  const { lastInsertRowid } = database
    .sql(
      `INSERT INTO request (line, part_of, at, status, duration, size, ray, failure, failure_text, redacted, bodies)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      line,
      // The request that a page belongs to may have been deleted meanwhile.
      partOf !== undefined && database.sql('SELECT 1 FROM request WHERE id = ?').get(partOf) ? partOf : null,
      Math.round(request.at),
      answered?.status ?? null,
      answered ? Math.round(answered.durationMs) : null,
      answered?.size ?? null,
      ray ?? null,
      failure?.kind ?? null,
      failure ? JSON.stringify(failure) : null,
      request.typed === undefined ? 0 : 1,
      bodies,
    );
  const row = Number(lastInsertRowid);
  if (partOf === undefined) {
    database.sql('UPDATE line SET last = ?, uses = uses + 1 WHERE id = ?').run(row, line);
  }
  if (key && fits) {
    const sealed = seal(packed, key, row);
    database.sql('INSERT INTO body (request, size, sealed) VALUES (?, ?, ?)').run(row, sealed.length, sealed);
    makeRoom(database, budget);
  }
  return row;
}

/** The row of the line for that account, made where it is new. */
export function lineOf(
  database: Database,
  { profile, origin, line, method, path }: Pick<SentRequest, 'profile' | 'origin' | 'line' | 'method' | 'path'>,
): number {
  const account = accountOf(database, profile, origin);
  const digest = hash('sha1', line, 'buffer').readUIntBE(0, 6);
  const known = database
    .sql('SELECT id FROM line WHERE digest = ? AND account = ? AND text = ?')
    .get(digest, account, line);
  if (known) return Number(known.id);
  const made = database
    .sql('INSERT INTO line (account, method, path, text, digest, uses) VALUES (?, ?, ?, ?, ?, 0)')
    .run(account, method, path, line, digest);
  return Number(made.lastInsertRowid);
}

function accountOf(database: Database, profile: string, origin: string): number {
  const known = database.sql('SELECT id FROM account WHERE profile = ? AND origin = ?').get(profile, origin);
  if (known) return Number(known.id);
  return Number(
    database.sql('INSERT INTO account (profile, origin) VALUES (?, ?)').run(profile, origin).lastInsertRowid,
  );
}

/** Lets the oldest bodies go until the rest keep within the budget. Those of saved requests stay and count. */
function makeRoom(database: Database, budget: number): void {
  const bytes = (): number => Number(database.sql('SELECT bytes FROM total').get()?.bytes);
  while (bytes() > budget) {
    const oldest = database
      .sql(`SELECT request FROM body WHERE ${isNotSaved('body.request')} ORDER BY request LIMIT 20`)
      .all();
    if (oldest.length === 0) return;
    for (const { request } of oldest) {
      if (bytes() <= budget) break;
      database.sql('DELETE FROM body WHERE request = ?').run(request ?? null);
      database.sql(`UPDATE request SET bodies = 'made room' WHERE id = ?`).run(request ?? null);
    }
  }
  // The pages stay in the file, for the bodies that come next.
}

/** SQL that holds for requests which are not saved, nor pages of one that is. */
export function isNotSaved(column: string): string {
  return `NOT EXISTS (SELECT 1 FROM saved JOIN request AS kept ON kept.id = ${column}
    WHERE saved.request IN (kept.id, kept.part_of))`;
}
