// Rows as they come in: the account and the line once, the request always, its bodies sealed and within the budget.

import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Database } from './database.ts';
import type { BodyState, Fields, SentRequest, StoredExchange } from './entry.ts';

interface Keeping {
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
      partOf === undefined ? null : (rowOfFirst(database, request, partOf) ?? null),
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

/** The row of the request that a page belongs to; undefined where it has been deleted meanwhile. */
function rowOfFirst(
  database: Database,
  { profile, origin }: SentRequest,
  partOf: NonNullable<SentRequest['partOf']>,
): number | undefined {
  const found =
    typeof partOf === 'number'
      ? database.sql('SELECT id FROM request WHERE id = ?').get(partOf)
      : database
          .sql(
            `SELECT request.id FROM request JOIN line ON line.id = request.line
             WHERE line.digest = ? AND line.account = ? AND line.text = ? AND request.at = ? AND request.part_of IS NULL
             ORDER BY request.id DESC LIMIT 1`,
          )
          .get(digestOf(partOf.line), accountOf(database, profile, origin), partOf.line, Math.round(partOf.at));
  return found && Number(found.id);
}

/** Gives a request that was added before its response came what came of it. False where it is no longer there. */
export function settleRequest(database: Database, row: number, request: SentRequest, keeping: Keeping): boolean {
  const { key, budget } = keeping;
  const packed = key && budget > 0 ? pack(request) : undefined;
  const { outcome } = request;
  const answered = outcome.type === 'answered' ? outcome : undefined;
  const failure = outcome.type === 'failed' ? outcome.failure : undefined;
  const fits = packed !== undefined && packed.length <= budget;
  const bodies: BodyState = key === undefined ? 'no key' : fits ? 'kept' : 'too large';
  const ray = answered?.headers.find(([name]) => name.toLowerCase() === 'cf-ray')?.[1];
  return database.write(() => {
    const { changes } = database
      .sql(
        `UPDATE request SET status = ?, duration = ?, size = ?, ray = ?, failure = ?, failure_text = ?, bodies = ?
         WHERE id = ?`,
      )
      .run(
        answered?.status ?? null,
        answered ? Math.round(answered.durationMs) : null,
        answered?.size ?? null,
        ray ?? null,
        failure?.kind ?? null,
        failure ? JSON.stringify(failure) : null,
        bodies,
        row,
      );
    if (changes === 0) return false;
    if (key && fits) {
      const sealed = seal(packed, key, row);
      database.sql('DELETE FROM body WHERE request = ?').run(row);
      database.sql('INSERT INTO body (request, size, sealed) VALUES (?, ?, ?)').run(row, sealed.length, sealed);
    }
    makeRoom(database, budget);
    return true;
  });
}

/** Keeps what a write changes, sealed, within a transaction of the caller's; nothing where there is no key. */
export function keepState(database: Database, row: number, state: Uint8Array, { key, budget }: Keeping): void {
  if (!key) return;
  const sealed = seal(zstdCompressSync(state), key, row, 'state');
  if (sealed.length > budget) return;
  database.sql('DELETE FROM state WHERE request = ?').run(row);
  database.sql('INSERT INTO state (request, size, sealed) VALUES (?, ?, ?)').run(row, sealed.length, sealed);
}

/** What `keepState` kept; undefined where the key is another one, or the bytes were changed. */
export function openState(sealed: Uint8Array, key: Uint8Array, row: number): Uint8Array | undefined {
  return opened(sealed, key, row, 'state');
}

/** The row of the line for that account, made where it is new. */
export function lineOf(
  database: Database,
  { profile, origin, line, method, path }: Pick<SentRequest, 'profile' | 'origin' | 'line' | 'method' | 'path'>,
): number {
  const account = accountOf(database, profile, origin);
  const digest = digestOf(line);
  const known = database
    .sql('SELECT id FROM line WHERE digest = ? AND account = ? AND text = ?')
    .get(digest, account, line);
  if (known) return Number(known.id);
  const made = database
    .sql('INSERT INTO line (account, method, path, text, digest, uses) VALUES (?, ?, ?, ?, ?, 0)')
    .run(account, method, path, line, digest);
  return Number(made.lastInsertRowid);
}

/** What a line is looked up by. */
function digestOf(line: string): number {
  return hash('sha1', line, 'buffer').readUIntBE(0, 6);
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
      .sql(
        `SELECT request FROM (SELECT request FROM body UNION SELECT request FROM state) AS kept_bytes
         WHERE ${columnIsNotSaved('kept_bytes.request')} ORDER BY request LIMIT 20`,
      )
      .all();
    if (oldest.length === 0) return;
    for (const { request } of oldest) {
      if (bytes() <= budget) break;
      database.sql('DELETE FROM body WHERE request = ?').run(request ?? null);
      database.sql('DELETE FROM state WHERE request = ?').run(request ?? null);
      database.sql(`UPDATE request SET bodies = 'made room' WHERE id = ?`).run(request ?? null);
    }
  }
  // The pages stay in the file, for the bodies that come next.
}

/** SQL that holds for requests which are not saved, nor pages of one that is. */
function columnIsNotSaved(column: string): string {
  return `NOT EXISTS (SELECT 1 FROM saved JOIN request AS kept ON kept.id = ${column}
    WHERE saved.request IN (kept.id, kept.part_of))`;
}

/** Bytes of a body that is kept at all; beyond it a row says `too large`. */
const largestBody = 32 * 1024 * 1024;

/** First byte of what is sealed. */
const format = 1;

const nonceSize = 12;
const tagSize = 16;

interface Head {
  readonly line?: string;
  readonly sent: Fields;
  /** Bytes of the request's body; absent where there was none. */
  readonly sentBody?: number;
  readonly answer?: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: Fields;
    readonly url: string;
    readonly durationMs: number;
    readonly attempts: number;
  };
}

/** What is to be sealed, compressed; undefined where it is too large. Slow for large bodies: call it outside transactions. */
export function pack(request: SentRequest): Uint8Array | undefined {
  const { headers, body, outcome } = request;
  const answered = outcome.type === 'answered' ? outcome : undefined;
  if (answered && !answered.body) return undefined;
  if ((body?.length ?? 0) + (answered?.body?.length ?? 0) > largestBody) return undefined;
  const head: Head = {
    ...(request.typed === undefined ? {} : { line: request.typed }),
    sent: headers,
    ...(body ? { sentBody: body.length } : {}),
    ...(answered ? { answer: answerHead(answered) } : {}),
  };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  const whole = Buffer.concat([length, json, body ?? new Uint8Array(0), answered?.body ?? new Uint8Array(0)]);
  return zstdCompressSync(whole);
}

function answerHead(answered: Extract<SentRequest['outcome'], { type: 'answered' }>): NonNullable<Head['answer']> {
  const { status, statusText, headers, url, durationMs, attempts } = answered;
  return { status, statusText, headers, url, durationMs, attempts };
}

/** What is sealed of a row. */
type Sealed = 'exchange' | 'state';

/** Encrypts what is compressed, bound to its row and to what it is of it. `key` has 32 bytes. */
function seal(packed: Uint8Array, key: Uint8Array, row: number, what: Sealed = 'exchange'): Uint8Array {
  const nonce = randomBytes(nonceSize);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(boundTo(row, what));
  const encrypted = [cipher.update(packed), cipher.final()];
  return Buffer.concat([Uint8Array.of(format), nonce, cipher.getAuthTag(), ...encrypted]);
}

interface Opened extends StoredExchange {
  /** The line as it was typed, where it differs from the one in the clear. */
  readonly line: string | undefined;
}

/** Undefined where the key is another one, the bytes were changed, or they belong to another row. */
export function unseal(sealed: Uint8Array, key: Uint8Array, row: number): Opened | undefined {
  const whole = opened(sealed, key, row, 'exchange');
  return whole && unpack(whole);
}

function opened(sealed: Uint8Array, key: Uint8Array, row: number, what: Sealed): Buffer | undefined {
  if (sealed[0] !== format || sealed.length < 1 + nonceSize + tagSize) return undefined;
  try {
    const nonce = sealed.subarray(1, 1 + nonceSize);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAAD(boundTo(row, what));
    decipher.setAuthTag(sealed.subarray(1 + nonceSize, 1 + nonceSize + tagSize));
    const packed = Buffer.concat([decipher.update(sealed.subarray(1 + nonceSize + tagSize)), decipher.final()]);
    return zstdDecompressSync(packed);
  } catch {
    return undefined;
  }
}

function unpack(whole: Buffer): Opened {
  const bodies = 4 + whole.readUInt32BE(0);
  // Ours: nothing that was not sealed with the key comes this far.
  const head = JSON.parse(whole.toString('utf8', 4, bodies)) as Head;
  const answer = bodies + (head.sentBody ?? 0);
  return {
    line: head.line,
    sent: {
      headers: head.sent,
      body: head.sentBody === undefined ? undefined : new Uint8Array(whole.subarray(bodies, answer)),
    },
    answer: head.answer && { ...head.answer, body: new Uint8Array(whole.subarray(answer)) },
  };
}

function boundTo(row: number, what: Sealed): Uint8Array {
  return Buffer.from(`flarescope history ${format} row ${row}${what === 'exchange' ? '' : ` ${what}`}`);
}
