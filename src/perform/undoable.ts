// Sends writes so that they can be taken back: what is there is read and kept before they go out, and read again afterwards. A write
// whose response never came is looked for in the account, and what happened is said.
import type { AccountName } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import { type Failure, HttpFailure } from '../api/failures.ts';
import { type HeaderList, headerValue, type WireRequest, type WireResponse } from '../api/messages.ts';
import { redactHeaders } from '../api/redaction.ts';
import {
  none,
  type Seen,
  type Sight,
  type Undoable,
  type UndoFacts,
  type UndoPlan,
  type Write,
} from '../api/undo/plan.ts';
import { planUndo } from '../api/undo/undo.ts';
import { judgeWrite } from '../api/writes.ts';
import type { Ticker } from '../http/clock.ts';
import type { Asked } from '../http/send.ts';
import type { HistoryClient } from '../workers/history.ts';
import type { KeptWrite, KeptWrites } from './kept-writes.ts';
import { toSentRequest, unanswered } from './sent-request.ts';

export interface UndoPorts {
  readonly history: Pick<HistoryClient, 'call' | 'keepsBodies'>;
  readonly kept: KeptWrites;
  readonly account: AccountName;
  readonly clock: Ticker;
  readonly factsOf: (connection: Connection) => Promise<UndoFacts>;
  /** Refuses, with a sentence without a full stop, what could not be taken back later. @default all is sent */
  readonly refuse?: (plan: UndoPlan, before: Sight) => string | undefined;
  /** Hears of each write that can be taken back, by its row in the history. */
  readonly onKept?: (row: number, asked: Asked) => void;
}

export interface UndoableConnection extends Connection {
  /** Resolves when what was there after the writes is kept. */
  readonly settled: () => Promise<void>;
}

/** Bytes of a body that is looked at: larger uploads are sent, and cannot be taken back. */
const largestBody = 32 * 1024 * 1024;

/** Milliseconds for reading what is there beside a write. */
const patience = 20_000;

/** Reads that go out at once. */
const sideBySide = 6;

/** The same connection, for the user's own requests; the program's questions go through it as they are. */
export function withUndo(connection: Connection, ports: UndoPorts): UndoableConnection {
  const pending = new Set<Promise<void>>();
  const later = (work: Promise<void>): void => {
    const settled = work.catch(() => undefined);
    pending.add(settled);
    void settled.then(() => pending.delete(settled));
  };

  const send: Connection['send'] = async (wire, context) => {
    const { asked } = context;
    const write = asked && (await writeOf(wire, connection.baseUrl));
    if (!asked || !write) return connection.send(wire, context);
    const facts = await ports.factsOf(connection).catch(() => undefined);
    const plan = facts ? planUndo(write, facts) : none('It is not known what the API has here');
    const before = plan.kind === 'undoable' ? await look(connection, plan.reads, write.headers, context.signal) : {};
    const refusal = ports.refuse?.(plan, before);
    if (refusal !== undefined) throw unsent(wire, refusal);
    if (plan.kind === 'none') return connection.send(wire, context);
    const kept: KeptWrite = { write, before, answer: undefined, after: {} };
    const row = await begin(wire, asked, kept, ports).catch(() => undefined);
    const noted = row === undefined ? asked : { ...asked, row };
    try {
      const response = await connection.send(wire, { ...context, asked: noted });
      if (response.status < 400) later(keepAfter(connection, plan, kept, seenOf(response), row, asked, ports));
      return response;
    } catch (error) {
      if (!(error instanceof HttpFailure) || !mayHaveArrived(error.failure)) throw error;
      throw new HttpFailure(await withWhatHappened(error.failure, connection, plan, kept), { cause: error });
    }
  };

  return {
    ...connection,
    send,
    settled: async () => {
      await Promise.all(pending);
    },
    close: async () => {
      await Promise.all(pending);
      await connection.close();
    },
  };
}

/** How a request can be taken back; undefined for one that only reads, or is too large to look at. */
export async function planFor(wire: WireRequest, baseUrl: string, facts: UndoFacts): Promise<UndoPlan | undefined> {
  const write = await writeOf(wire, baseUrl);
  return write && planUndo(write, facts);
}

/** What a wire request writes; undefined for what only reads, or is too large to look at. */
async function writeOf(wire: WireRequest, baseUrl: string): Promise<Write | undefined> {
  const { method } = wire;
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH' && method !== 'DELETE') return undefined;
  const url = new URL(wire.url);
  const root = new URL(baseUrl).pathname.replace(/\/+$/, '');
  const path = url.pathname.startsWith(`${root}/`) ? url.pathname.slice(root.length) : url.pathname;
  const body = wire.upload ? await collected(wire.upload) : wire.body;
  if (wire.upload && !body) return undefined;
  const contentType = headerValue(wire.headers, 'content-type');
  const text = body && new TextDecoder().decode(body.subarray(0, largestBody));
  if (judgeWrite({ method, path, body: text }).kind === 'reads') return undefined;
  const headers = wire.headers.filter(([name]) => /^cf-/i.test(name));
  return { method, path, query: [...url.searchParams], contentType, body, headers };
}

async function collected({ size, open }: NonNullable<WireRequest['upload']>): Promise<Uint8Array | undefined> {
  if (size > largestBody) return undefined;
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of open()) pieces.push(new Uint8Array(piece));
  } catch {
    // Sending it says what is wrong with the file.
    return undefined;
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** What is at these paths now; what cannot be read is left out. */
export async function look(
  connection: Connection,
  paths: readonly string[],
  headers: HeaderList = [],
  signal?: AbortSignal,
): Promise<Sight> {
  const found: Record<string, Seen> = {};
  const waiting = [...paths];
  const patient = AbortSignal.timeout(patience);
  const both = signal ? AbortSignal.any([signal, patient]) : patient;
  const read = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const wire = { method: 'GET', url: connection.baseUrl + path, headers, body: undefined };
      try {
        const seen = seenOf(await connection.send(wire, { signal: both, onEvent: () => undefined }));
        if (seen.body.length <= largestBody) found[path] = seen;
      } catch (error) {
        if (signal?.aborted) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, paths.length) }, read));
  return found;
}

function seenOf({ status, headers, body }: Pick<WireResponse, 'status' | 'headers' | 'body'>): Seen {
  return { status, headers, body };
}

/** The row of a write in the history, made before it is sent. */
async function begin(
  wire: WireRequest,
  asked: Asked,
  kept: KeptWrite,
  { history, kept: keptWrites, account, clock }: UndoPorts,
): Promise<number | undefined> {
  const entry = unanswered({ ...wire, headers: redactHeaders(wire.headers) }, asked, clock.now());
  const sent = toSentRequest(entry, account, undefined, history.keepsBodies());
  if (!sent) return undefined;
  const state = keptWrites.sealable(kept);
  const row = await history.call('begin', sent, state);
  if (!state) keptWrites.remember(row, kept);
  return row;
}

async function keepAfter(
  connection: Connection,
  plan: Undoable,
  kept: KeptWrite,
  answer: Seen,
  row: number | undefined,
  asked: Asked,
  { history, kept: keptWrites, onKept }: UndoPorts,
): Promise<void> {
  if (row === undefined) return;
  const after = await look(connection, [...plan.reads, ...plan.laterReads(answer)], kept.write.headers);
  const whole = { ...kept, answer, after };
  const state = keptWrites.sealable(whole);
  if (state) await history.call('keepState', row, state);
  else keptWrites.remember(row, whole);
  onKept?.(row, asked);
}

function unsent(wire: WireRequest, reason: string): HttpFailure {
  return new HttpFailure({
    kind: 'unusable',
    tried: `${wire.method} ${new URL(wire.url).pathname}`,
    happened: `nothing was sent, since it could not be taken back: ${reason}`,
    next: 'send it without --undoable to do it all the same',
  });
}

/** False where the request cannot have reached the API. */
function mayHaveArrived(failure: Failure): boolean {
  switch (failure.kind) {
    case 'refused':
    case 'dns':
    case 'tls':
    case 'unusable':
      return false;
    case 'timeout':
      return failure.phase !== 'connect';
    default:
      return true;
  }
}

/** Never sends the write again: reads, and says which of the two happened. */
async function withWhatHappened(
  failure: Failure,
  connection: Connection,
  plan: Undoable,
  { write, before }: KeptWrite,
): Promise<Failure> {
  const now = await look(connection, plan.reads, write.headers).catch((): Sight => ({}));
  switch (plan.happened(before, now)) {
    case 'done':
      return {
        ...failure,
        happened: `${failure.happened}. The change was made all the same: it was read again`,
        next: 'do not send it again',
      };
    case 'not done':
      return {
        ...failure,
        happened: `${failure.happened}. The change was not made: it was read again`,
        next: 'send it again',
      };
    case 'unknown':
      return failure;
  }
}

/** Why a plan says no, or what it says beforehand; sentences without a full stop. */
export function forewarnings(plan: UndoPlan, before: Sight): readonly string[] {
  return plan.kind === 'none' ? [`It cannot be taken back. ${plan.reason}`] : plan.warn(before);
}
