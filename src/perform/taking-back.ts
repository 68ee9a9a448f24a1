// Takes back a write of the history: finds what was kept of it, looks at the account as it is now, and makes the requests that put
// back what was there. It sends nothing but GETs; the requests are ordinary writes, for whoever asks for consent.
import type { AccountName } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import type { Received } from '../api/received.ts';
import { readParts } from '../api/undo/forms.ts';
import { parseJson, type Seen, type Sight, type Undoable, type Write } from '../api/undo/plan.ts';
import { invertRenamed, pathToday, type Renames } from '../api/undo/renames.ts';
import { planUndo } from '../api/undo/undo.ts';
import { isRecord } from '../json/values.ts';
import type { Item, RequestLine } from '../request/types.ts';
import type { HistoryClient } from '../workers/history.ts';
import type { KeptWrite, KeptWrites } from './kept-writes.ts';
import { look, type UndoPorts } from './undoable.ts';

/** How a write is taken back, as far as it can be. */
export type TakingBack =
  | {
      readonly kind: 'requests';
      /** In this order; each is sent when the one before it succeeded. */
      readonly requests: readonly RequestLine[];
      /** What bodies hold that no line can say, by the names that the requests give them. */
      readonly contents: ReadonlyMap<string, Uint8Array>;
      readonly warnings: readonly string[];
      readonly conflicts: readonly string[];
      /** Notes in the history that it was done. */
      readonly finish: (answers: readonly Seen[]) => Promise<void>;
    }
  | { readonly kind: 'unneeded' | 'none'; readonly reason: string };

interface Ports {
  readonly history: Pick<HistoryClient, 'call'>;
  readonly kept: KeptWrites;
  readonly account: AccountName;
  readonly factsOf: UndoPorts['factsOf'];
  readonly clock: { readonly now: () => number };
}

/** @param row of the write in the history */
export async function composeUndo(
  connection: Connection,
  row: number,
  { history, kept: keptWrites, account, factsOf, clock }: Ports,
  signal?: AbortSignal,
): Promise<TakingBack> {
  const stored = await history.call('read', row);
  const found = await keptWrites.find(row);
  if (!stored || !found) return no('This request is no longer in the history');
  const { method, profile, origin } = stored;
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS')
    return no('It changed nothing, so there is nothing to take back');
  if (found.undoneAt !== undefined) return no('It was taken back already');
  if (profile !== account.profile || origin !== account.origin) {
    return no(`It was sent as ${profile} to ${hostOf(origin)}. Use that account to take it back`);
  }
  if (stored.status !== undefined && stored.status >= 400 && stored.status < 500)
    return no('The API refused it, so there is nothing to take back');
  if (!found.kept) return no(found.missing ?? 'What was there before was not kept');
  const { write, before, answer, after } = found.kept;
  const plan = planUndo(write, await factsOf(connection));
  if (plan.kind === 'none') return plan;
  const renames: Renames = new Map(found.renames);
  const now = await nowOf(connection, plan, found.kept, renames, signal);
  const inverse = invertRenamed(plan, { before, answer, after, now, nowMs: clock.now() }, renames);
  if (inverse.kind !== 'writes') return inverse;
  const contents = new Map<string, Uint8Array>();
  return {
    kind: 'requests',
    requests: inverse.writes.map((again) => requestOf({ ...again, headers: write.headers ?? [] }, row, contents)),
    contents,
    warnings: inverse.warnings,
    conflicts: inverse.conflicts,
    finish: async (answers) => {
      await history.call('noteUndone', row, clock.now(), plan.renamed?.(before, answers) ?? []);
    },
  };
}

async function nowOf(
  connection: Connection,
  plan: Undoable,
  { write, answer }: KeptWrite,
  renames: Renames,
  signal: AbortSignal | undefined,
): Promise<Sight> {
  const paths = [...plan.reads, ...plan.laterReads(answer)];
  const today = new Map(paths.map((path) => [path, pathToday(path, renames)]));
  const seen = await look(connection, [...today.values()], write.headers, signal);
  return Object.fromEntries(
    [...today].flatMap(([path, now]) => {
      const one = seen[now];
      return one ? [[path, one]] : [];
    }),
  );
}

/** The response as an inverse's `renamed` reads it; none where none came. */
export function seenIn({ response, body }: Received): readonly Seen[] {
  if (!response) return [];
  const { status, headers } = response;
  return [{ status, headers, body: body.kind === 'empty' ? new Uint8Array() : body.bytes }];
}

function no(reason: string): TakingBack {
  return { kind: 'none', reason };
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

/** The request as a line says it; what no line can say is named in it and put into `contents`. */
function requestOf(write: Write, row: number, contents: Map<string, Uint8Array>): RequestLine {
  const { method, path, query, headers = [], contentType, body } = write;
  const hold = (name: string, bytes: Uint8Array): string => {
    const held = `kept-with-${row}/${name}`;
    contents.set(held, bytes);
    return held;
  };
  const items: readonly Item[] = [
    ...query.map(([name, value]): Item => ({ kind: 'query', name, value })),
    ...headers.map(([name, value]): Item => ({ kind: 'header', name, value })),
    ...(body ? bodyItems(body, contentType, hold) : []),
  ];
  return { method, path, items, filter: undefined };
}

function bodyItems(
  body: Uint8Array,
  contentType: string | undefined,
  hold: (name: string, bytes: Uint8Array) => string,
): readonly Item[] {
  const text = textOf(body);
  if (contentType === 'application/json' && text !== undefined) return jsonItems(text);
  const parts = contentType?.startsWith('multipart/form-data') ? readParts(contentType, body) : undefined;
  if (parts) {
    return parts.map(({ name, type, filename, bytes }): Item => {
      const value = textOf(bytes);
      return value === undefined || value === ''
        ? { kind: 'partFile', name, path: hold(filename ?? name, bytes), type, filename: filename ?? name }
        : { kind: 'part', name, value, type, filename };
    });
  }
  const typed: readonly Item[] =
    contentType === undefined ? [] : [{ kind: 'header', name: 'Content-Type', value: contentType }];
  if (text !== undefined && text !== '') return [...typed, { kind: 'text', value: text }];
  return [...typed, { kind: 'file', path: hold('body', body) }];
}

/** Fields where they can say it, as somebody would type them. */
function jsonItems(text: string): readonly Item[] {
  const value = parseJson(new TextEncoder().encode(text));
  if (!isRecord(value) || Object.keys(value).length === 0) return [{ kind: 'body', value: text }];
  const members = Object.entries(value);
  if (!members.every(([name]) => /^[A-Za-z_]\w*$/.test(name))) return [{ kind: 'body', value: text }];
  return members.map(
    ([name, member]): Item =>
      typeof member === 'string'
        ? { kind: 'field', name, value: member }
        : { kind: 'json', name, value: JSON.stringify(member) },
  );
}

/** Undefined for bytes that are no text. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
