// Where the two sides of a comparison come from: files, standard input, the history, requests that only read.
import { accountName } from '../accounts/account.ts';
import { type Connection, connect } from '../accounts/connection.ts';
import { HttpFailure, sentence } from '../api/failures.ts';
import { headerValue } from '../api/messages.ts';
import { type ReceivedBody, readBody } from '../api/received.ts';
import type { JsonDocument } from '../json/document.ts';
import { exchange } from '../perform/exchange.ts';
import { fillPlaceholders } from '../request/edit.ts';
import { formatLine } from '../request/format.ts';
import { effectiveMethod } from '../request/method.ts';
import { parseLine, parseWords } from '../request/parse.ts';
import type { RequestLine } from '../request/types.ts';
import { openForSending, readUserFile } from '../store/user-files.ts';
import { toUtf8 } from '../text/encoding.ts';
import { findAccount, secretFinder } from './account.ts';
import { withIdsForNames } from './api.ts';
import type { DiffValues } from './commands/diff.ts';
import { complain } from './complain.ts';
import { readStored } from './history.ts';
import { type Io, readStdin } from './io.ts';
import { exitCodes, messageOf, Refusal, refuse } from './messages.ts';
import { createKeeper, type Keeper } from './own-history.ts';
import { passphraseVariable, readDescriptor } from './unlocking.ts';
import { version } from './version.ts';

export interface DiffSide {
  readonly document: JsonDocument;
  /** The member that the catalog says tells its items apart. */
  readonly itemId: string | undefined;
}

interface Sources {
  /** What a word names. */
  readonly read: (word: string) => Promise<DiffSide>;
  /** The response of a profile to a request. */
  readonly readFrom: (profile: string, words: readonly string[]) => Promise<DiffSide>;
  readonly close: () => Promise<void>;
}

interface Opened {
  readonly connection: Connection;
  readonly keeper: Keeper;
  readonly accountId: string | undefined;
}

export function openSources(values: DiffValues, io: Io): Sources {
  const accounts = new Map<string | undefined, Promise<Opened>>();
  // A passphrase is taken with its first use, and there may be several here.
  const passphrase =
    values['passphrase-fd'] === undefined
      ? io.env[passphraseVariable]
      : readDescriptor('--passphrase-fd', values['passphrase-fd']);
  delete io.env[passphraseVariable];
  const unlocking = (): Io => {
    const env = passphrase === undefined ? io.env : { ...io.env, [passphraseVariable]: passphrase };
    return Object.create(io, { env: { value: env } });
  };
  const flags = { ...values, 'passphrase-fd': undefined };
  const open = (profile: string | undefined): Promise<Opened> => {
    const known = accounts.get(profile) ?? openAccount(profile, flags, unlocking());
    accounts.set(profile, known);
    return known;
  };
  return {
    read: async (word) => {
      if (word === '-') return fromBytes('standard input', await readStdin(io));
      if (word.startsWith('@')) return fromHistory(word.slice(1), unlocking());
      const line = await requestOf(word);
      if (line === undefined) return fromFile(word);
      try {
        return await fromRequest(await open(undefined), line, io);
      } catch (error) {
        // A mistyped name of a file may look like a path of the API.
        if (!(error instanceof Refusal) || !word.startsWith('/')) throw error;
        throw new Refusal(`there is no file ${word}, and as a request it failed: ${error.message}`, error.exitCode);
      }
    },
    readFrom: async (profile, words) => fromRequest(await open(profile), words, io),
    close: async () => {
      for (const opened of await Promise.allSettled(accounts.values())) {
        if (opened.status === 'rejected') continue;
        await opened.value.connection.close();
        await opened.value.keeper.close();
      }
    },
  };
}

/** The words of a request, where it is one; a file of that name comes first. */
async function requestOf(word: string): Promise<readonly string[] | undefined> {
  const isLine = /^(?:get|post|put|patch|delete|head|options)\s+\S/i.test(word);
  if (!isLine && !word.startsWith('/') && !/^https?:\/\//.test(word)) return undefined;
  if (!isLine && (await isFile(word))) return undefined;
  return [word];
}

async function isFile(name: string): Promise<boolean> {
  return readUserFile(name).then(
    () => true,
    (error: unknown) =>
      !(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')),
  );
}

async function openAccount(profile: string | undefined, values: DiffValues, io: Io): Promise<Opened> {
  const { account, notice, bodyKey } = await findAccount(profile === undefined ? values : { ...values, profile }, io);
  if (notice !== undefined) complain(io, notice);
  const keeper = createKeeper(accountName(account), io, bodyKey);
  const wire = { record: keeper.record, findSecret: secretFinder(io) };
  const connection = await connect(account, io.env, version, wire).catch(refuse);
  return { connection, keeper, accountId: account.accountId };
}

async function fromFile(name: string): Promise<DiffSide> {
  const bytes = await readUserFile(name).catch((error: unknown) => {
    throw new Refusal(`${name} cannot be read: ${messageOf(error)}`);
  });
  return fromBytes(name, bytes);
}

function fromBytes(name: string, bytes: Uint8Array): DiffSide {
  return { document: documentOf(name, readBody(toUtf8(bytes, undefined), 'application/json')), itemId: undefined };
}

async function fromHistory(word: string, io: Io): Promise<DiffSide> {
  const stored = await readStored(word, io);
  const answer = stored.exchange?.answer;
  if (!answer) throw new Refusal(`@${word}: ${stored.sealed ?? 'no response came'}`);
  const parsed = parseLine(stored.line);
  const itemId = parsed.ok ? await itemIdOf(parsed.request) : undefined;
  return {
    document: documentOf(`@${word}`, readBody(answer.body, headerValue(answer.headers, 'content-type') ?? '')),
    itemId,
  };
}

async function fromRequest({ connection, accountId }: Opened, words: readonly string[], io: Io): Promise<DiffSide> {
  const [word = ''] = words;
  const parsed =
    words.length === 1
      ? parseLine(word, { baseUrl: connection.baseUrl })
      : parseWords(words, { baseUrl: connection.baseUrl });
  if (!parsed.ok) throw new Refusal(parsed.error.message);
  const typed = fillPlaceholders(parsed.request, accountId === undefined ? {} : { account_id: accountId });
  const line = formatLine(typed);
  if (effectiveMethod(typed) !== 'GET')
    throw new Refusal(`only what reads can be compared, and ${line} may write. Nothing was sent`);
  if (typed.filter !== undefined)
    throw new Refusal('a filter cannot be compared. Write what api prints to files, and compare these');
  const controller = new AbortController();
  const stopListening = io.onSignal(['SIGINT'], () => controller.abort());
  const { signal } = controller;
  const files = { read: readUserFile, open: openForSending };
  try {
    const request = await withIdsForNames(connection, typed, files, { signal, onEvent: () => undefined }, io);
    const asked = { line, id: 1, partOf: undefined };
    const received = await exchange(connection, request, files, { signal, asked, onEvent: () => undefined });
    if (received.failure) throw new Refusal(sentence(received.failure));
    for (const text of received.told ?? []) complain(io, `the response says: ${text}`);
    return { document: documentOf(line, received.body), itemId: await itemIdOf(request) };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw new Refusal(error.message, error.failure.kind === 'cancelled' ? exitCodes.cancelled : exitCodes.usage);
  } finally {
    stopListening();
  }
}

async function itemIdOf(request: RequestLine): Promise<string | undefined> {
  const { loadCatalog } = await import('../catalog/load.ts');
  return loadCatalog().matcher().match(effectiveMethod(request), request.path)?.operation.list?.id;
}

function documentOf(name: string, body: ReceivedBody): JsonDocument {
  if (body.kind === 'json') return body.document;
  if (body.kind === 'text' && body.problem) {
    const { line, column, reason } = body.problem;
    throw new Refusal(`${name} is not JSON: line ${line}, column ${column}: ${reason}`);
  }
  throw new Refusal(`${name} is not JSON${body.kind === 'empty' ? ': it is empty' : ''}`);
}
