// `flarescope api REQUEST...`: one request, or all pages of one, its response on standard output.
import { type Account, type AccountName, accountName } from '../accounts/account.ts';
import type { ChosenAccount } from '../accounts/choice.ts';
import { type Connection, connect } from '../accounts/connection.ts';
import { isLocalApi } from '../api/address.ts';
import { type Failure, HttpFailure, refusesCredential, sentence } from '../api/failures.ts';
import { itemsOf, resultNode } from '../api/list.ts';
import type { RateLimit } from '../api/messages.ts';
import type { Received } from '../api/received.ts';
import type { PagingHint } from '../api/recognise.ts';
import { isSafeMethod } from '../api/retry.ts';
import { emptyPart, judgeWrite, wishOf } from '../api/writes.ts';
import type { SendContext } from '../http/send.ts';
import { exchange, withFileFields, withSettledBody } from '../perform/exchange.ts';
import type { Files } from '../perform/performers.ts';
import { fillPlaceholders, placeholders } from '../request/edit.ts';
import { formatLine } from '../request/format.ts';
import { withMoments } from '../request/graphql.ts';
import { effectiveMethod } from '../request/method.ts';
import { parseWords } from '../request/parse.ts';
import { mayHoldNames } from '../request/path.ts';
import type { RequestLine } from '../request/types.ts';
import { openForSending, readUserFile } from '../store/user-files.ts';
import { visible } from '../text/untrusted.ts';
import type { Filter } from '../workers/filter.ts';
import { explainLack, findAccount, findAccountOrLack, secretFinder } from './account.ts';
import { createFilteredRows, createOutputs, createRowStream, openChecked, printFiltered } from './api-filter.ts';
import { refuseBody, withInput } from './api-input.ts';
import { type ApiOptions, readApiOptions } from './api-options.ts';
import {
  brokenOff,
  createBodyStream,
  createWriter,
  mayStream,
  printAsReceived,
  type ResponseHead,
  slowBodyMs,
} from './api-output.ts';
import { type ApiValues, apiOptions } from './commands/api.ts';
import { complain } from './complain.ts';
import type { UnsentRequest } from './consent.ts';
import { type Io, isHistoryOff, print } from './io.ts';
import { exitCodes, Refusal, refuse } from './messages.ts';
import { createKeeper } from './own-history.ts';
import { createUploadProgress } from './progress.ts';
import { type Given, noValues } from './spec.ts';
import { version } from './version.ts';

/**
 * Runs the command with these options, and all others left out.
 *
 * @param chosen the account, where it was found already: a passphrase is given once
 */
export async function runApi(
  words: readonly string[],
  values: Partial<ApiValues>,
  io: Io,
  chosen?: ChosenAccount,
  recalled?: Recalled,
): Promise<number> {
  return callApi({ words, values: { ...noValues(apiOptions), ...values } }, io, chosen, recalled);
}

/** Where a request comes from that nobody wrote down for this run. */
interface Recalled {
  /** The account that it was recorded under, where that is known. */
  readonly from: AccountName | undefined;
}

export async function callApi(
  given: Given<ApiValues>,
  io: Io,
  chosen?: ChosenAccount,
  recalled?: Recalled,
): Promise<number> {
  const options = readApiOptions(given);
  if (options.as !== undefined) return printAs(options.as, options, io).catch(refuseFailure);
  const { each } = options;
  const many = each && (await import('./api-many.ts'));
  if (each?.kind === 'profiles') return many!.sendForEachProfile(options, each, io).catch(refuseFailure);
  const { account, notice, bodyKey } = chosen ?? (await findAccount(options.account, io));
  if (notice !== undefined) complain(io, notice);
  if (options.undoable && isHistoryOff(io.env))
    throw new Refusal('--undoable keeps what was there before in the history, and this run stores nothing');
  const { keyForUndo, undoableConnection } = options.undoable ? await import('./history-undo.ts') : {};
  const keeper = createKeeper(
    accountName(account),
    io,
    keyForUndo ? await keyForUndo(bodyKey, io) : bodyKey,
    !each && !options.undoable,
  );
  const { timeoutMs, retries, verbose } = options;
  const trace = verbose ? (await import('./api-verbose.ts')).traceTo(io.stderr) : undefined;
  const connected = await connect(account, io.env, version, {
    timeoutMs,
    retries,
    trace,
    record: keeper.record,
    findSecret: secretFinder(io),
  }).catch(refuse);
  const plain = each || options.all ? connected : keeper.announcing(connected);
  const undone: number[] = [];
  const onKept = each && ((row: number) => void undone.push(row));
  const undoable = undoableConnection?.(plain, keeper, accountName(account), io, onKept);
  const connection = undoable ?? plain;
  try {
    if (each) return await many!.sendForEach({ connection, account }, options, each, io);
    const request = await readRequest(options, connection.baseUrl, account.accountId);
    const empty = emptyPart(wishOf(request));
    if (empty) throw new Refusal(empty.message);
    return await perform({ connection, account, recalled }, request, options, io);
  } catch (error) {
    return refuseFailure(error);
  } finally {
    await undoable?.settled();
    if (undone.length > 0) complain(io, `flarescope history undo ${rangesOf(undone)} takes back what was done`);
    await connection.close();
    await keeper.close();
  }
}

/** `3-12,15`: what `history undo` takes. */
function rangesOf(rows: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const row of rows.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === row - 1) last[1] = row;
    else ranges.push([row, row]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}

function refuseFailure(error: unknown): never {
  if (!(error instanceof HttpFailure)) throw error;
  const { kind } = error.failure;
  const { cancelled, usage, noResponse } = exitCodes;
  throw new Refusal(error.message, kind === 'cancelled' ? cancelled : kind === 'unusable' ? usage : noResponse);
}

async function printAs(format: string, options: ApiOptions, io: Io): Promise<number> {
  const { account, notice, lack } = await findAccountOrLack(options.account, io);
  if (notice !== undefined) complain(io, notice);
  const [{ printSnippet }, { snippetBaseUrl }] = await Promise.all([
    import('./api-verbose.ts'),
    import('../perform/tools.ts'),
  ]);
  const { request: read, files } = await withInput(
    await readRequest(options, snippetBaseUrl(account), account.accountId),
    undefined,
    io,
  );
  const request = await withFileFields(read, files);
  // Without names it takes no account; with names, the made-up ids of the sandbox would be taken for the user's.
  if (lack && mayHoldNames(request)) throw new Refusal(explainLack(lack));
  const named = await withSettledBody(await withIdsFor(account, request, io));
  return printSnippet(format, options.multiline, named, account, io);
}

/** The request for other tools, which take no names for ids; asks the API only where there are names. */
async function withIdsFor(account: Account, asked: RequestLine, io: Io): Promise<RequestLine> {
  const request = withMoments(asked, Date.now());
  if (!mayHoldNames(request)) return request;
  const connection = await connect(account, io.env, version, { findSecret: secretFinder(io) }).catch(refuse);
  const context = { signal: new AbortController().signal, onEvent: () => undefined };
  try {
    return await withIdsForNames(connection, request, { read: readUserFile, open: openForSending }, context, io);
  } finally {
    await connection.close();
  }
}

/** The request that the words and options make together. Throws Refusal where they make none. */
async function readRequest(options: ApiOptions, baseUrl: string, accountId: string | undefined): Promise<RequestLine> {
  const parsed = parseWords(options.words, { baseUrl });
  if (!parsed.ok) throw new Refusal(parsed.error.message);
  const request = fillPlaceholders(parsed.request, accountId === undefined ? {} : { account_id: accountId });
  const unfilled = placeholders(request);
  if (unfilled.length > 0) throw new Refusal(await explainPlaceholders(request, unfilled));
  if (options.filter !== undefined && request.filter !== undefined) {
    throw new Refusal('there are two filters, one after | and one after --jq. Use one of them');
  }
  const filter = options.filter ?? request.filter;
  if (filter !== undefined) return { ...request, filter: options.filterStart + filter };
  if (options.isRawOutput || options.filterStart !== '')
    throw new Refusal('-r, --arg and --argjson are for a filter: give one with --jq or after |');
  return request;
}

interface Performed {
  readonly connection: Connection;
  readonly account: Account;
  readonly recalled: Recalled | undefined;
}

async function perform(
  { connection, account, recalled }: Performed,
  asked: RequestLine,
  options: ApiOptions,
  io: Io,
): Promise<number> {
  const { request: typed, files } = await withInput(asked, options.input, io);
  await refuseBody(typed, io);
  if (options.dryRun) {
    await tellNames(connection, typed, io);
    await tellChanges({ connection, account, request: typed, files, signal: new AbortController().signal }, io);
    return (await import('./api-verbose.ts')).printRequest(connection, withMoments(typed, Date.now()), files, io);
  }
  const controller = new AbortController();
  const stopListening = io.onSignal(['SIGINT'], () => controller.abort());
  const { signal } = controller;
  const context: SendContext = {
    signal,
    onEvent: (event) => {
      if (event.type === 'retrying')
        complain(
          io,
          `${event.because}: attempt ${event.attempt} of ${event.of} in ${Math.ceil(event.waitMs / 1000)} s`,
        );
    },
  };
  const isWatched = options.watch !== undefined || options.until !== undefined;
  if (isWatched && effectiveMethod(typed) !== 'GET')
    throw new Refusal(
      `only a GET can be watched: a ${effectiveMethod(typed)} may write, and would be sent again and again. Nothing was sent`,
    );
  let filtering: Filter | undefined;
  let until: Filter | undefined;
  try {
    filtering = typed.filter === undefined ? undefined : await openChecked(typed.filter, signal);
    until = options.until === undefined ? undefined : await openChecked(options.until, signal);
    const request = await withIdsForNames(connection, typed, files, context, io);
    if (options.asksAll || recalled || judgeWrite(wishOf(request)).kind !== 'reads') {
      const { askBeforeSending } = await import('./consent.ts');
      const { isSure, asksAll } = options;
      const meaning = { isSure, asksAll, isRecalled: recalled !== undefined, from: recalled?.from };
      await askBeforeSending({ connection, account, request, files, signal }, meaning, io);
    }
    // What is loaded for it is loaded for a failure alone.
    const explain = async (failure: Failure): Promise<string> =>
      refusesCredential(failure)
        ? (await import('./permissions.ts')).failureWords(failure, { connection, account, request, signal }, io)
        : sentence(failure);
    if (options.all) {
      const { printAll } = await import('./api-all.ts');
      return await printAll({ connection, request, files, signal, explain }, filtering, options, io);
    }
    if (isWatched) {
      const { watchRequest } = await import('./api-watch.ts');
      const line = formatLine(typed);
      const watch = {
        line,
        every: options.watch,
        until,
        filter: filtering,
        isWhole: options.output !== undefined,
        send: (onLimit: (limit: RateLimit) => void, isFirst: boolean) => {
          const onEvent: SendContext['onEvent'] = (event) =>
            event.type === 'rate-limit' ? onLimit(event.limit) : context.onEvent(event);
          // The history has the first answer; the others would flood it.
          const asked = isFirst ? { asked: { line, id: 1, partOf: undefined } } : {};
          return exchange(connection, request, files, { signal, onEvent, ...asked });
        },
        print: (received: Received) => printResponse(received, options, io),
        printFiltered: async (lines: string) => {
          const outputs = createOutputs(options, io);
          await outputs.print(lines);
          await outputs.end();
        },
      };
      return await watchRequest(watch, signal, io);
    }
    const tellHead = (head: ResponseHead): Promise<void> => printHead(head, io);
    const printed = options.include ? tellHead : undefined;
    const isRead = isSafeMethod(effectiveMethod(request));
    const rows =
      filtering && createFilteredRows(filtering, { filter: typed.filter ?? '.', isRead, signal }, options, io);
    const stream = mayStream(request, options)
      ? createBodyStream(io, options, printed)
      : rows && createRowStream(rows, printed);
    const sending = createUploadProgress(io.stderr);
    const received = await exchange(
      connection,
      request,
      files,
      {
        signal,
        asked: { line: formatLine(typed), id: 1, partOf: undefined },
        ...(stream ? { openSink: stream.openSink, sinkAfterMs: slowBodyMs } : {}),
        onEvent: (event) => {
          // Half of a body has gone out: no other may follow it.
          if (event.type === 'retrying' && stream?.isUsed()) controller.abort(brokenOff(event.because));
          else context.onEvent(event);
          sending.hear(event);
        },
      },
      { hint: mayBeList(request, options) ? listHint(connection, request) : undefined },
    )
      .finally(sending.close)
      .catch((error: unknown) => {
        stream?.refuseUnprinted();
        throw error;
      });
    for (const text of received.told ?? []) complain(io, `the response says: ${visible(text)}`);
    if (stream?.isUsed()) {
      stream.refuseUnprinted();
      await rows?.end();
      if (received.failure) throw new Refusal(await explain(received.failure), exitCodes.failed);
      return exitCodes.success;
    }
    if (options.include && received.response) await printHead(received.response, io);
    if (received.failure) {
      await printAsReceived(received, options, io);
      throw new Refusal(await explain(received.failure), exitCodes.failed);
    }
    return filtering && rows
      ? await printFiltered(received, filtering, rows, { isRead, signal }, options, io)
      : await printResponse(received, options, io);
  } catch (error) {
    // Whoever breaks off while the filter is read has sent nothing.
    if (signal.aborted && error === signal.reason && !(error instanceof HttpFailure)) return exitCodes.cancelled;
    throw error;
  } finally {
    await filtering?.close();
    await until?.close();
    stopListening();
  }
}

/** Whether it matters where a list is in the response: items are printed, or fields of them. */
function mayBeList({ filter }: RequestLine, { output, fields }: ApiOptions): boolean {
  const isOfItems = fields !== undefined || !(output === undefined || output === 'raw' || output === 'json');
  return isOfItems && filter === undefined;
}

async function listHint(connection: Connection, request: RequestLine): Promise<PagingHint | undefined> {
  const { createCatalogs, pagingHint } = await import('../perform/catalogs.ts');
  return pagingHint(createCatalogs(), connection, request);
}

async function printResponse(received: Received, options: ApiOptions, io: Io): Promise<number> {
  const { output, fields } = options;
  const { body, info } = received;
  const isWhole = output === undefined || output === 'raw' || output === 'json';
  if (body.kind === 'empty') return exitCodes.success;
  if (isWhole && fields === undefined) {
    await printAsReceived(received, options, io);
    return exitCodes.success;
  }
  if (body.kind !== 'json') {
    await printAsReceived(received, options, io);
    throw new Refusal(
      'the response is not JSON, so it was printed as it is: it has no fields to choose from',
      exitCodes.failed,
    );
  }
  const { document } = body;
  const list = itemsOf(document, info);
  const format = output === undefined || output === 'raw' ? (io.isForEyes ? 'json' : 'ndjson') : output;
  const writer = createWriter(io, { format, fields, slurp: false, isList: list !== undefined, csvEnd: options.csvEnd });
  await writer.write(document, list?.items ?? [resultNode(document) ?? 0]);
  await writer.end();
  return exitCodes.success;
}

async function printHead(response: ResponseHead, io: Io): Promise<void> {
  const lines = [
    `HTTP ${response.status} ${response.statusText}`.trim(),
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  await print(io, `${lines.map(visible).join('\n')}\n\n`);
}

/** What to fill in, as a sentence. */
async function explainPlaceholders(request: RequestLine, names: readonly string[]): Promise<string> {
  const { loadCatalog } = await import('../catalog/load.ts');
  const { explainUnfilled } = await import('../catalog/name-lookup.ts');
  return `put values in place of ${explainUnfilled(loadCatalog(), request, names).join(', and of ')}`;
}

/**
 * The request with ids in place of names, each told on standard error.
 *
 * @throws HttpFailure where no response came; Refusal where a name belongs to nothing, or to several
 */
export async function withIdsForNames(
  connection: Connection,
  asked: RequestLine,
  files: Files,
  context: SendContext,
  io: Io,
): Promise<RequestLine> {
  const request = withMoments(asked, Date.now());
  if (!mayHoldNames(request) || isLocalApi(connection.baseUrl)) return request;
  const { loadCatalog } = await import('../catalog/load.ts');
  const { resolveNames } = await import('../perform/resolve-names.ts');
  const resolved = await resolveNames(loadCatalog(), connection, request, new Map(), files, context);
  if (!resolved.ok) throw new Refusal(resolved.message, exitCodes.failed);
  for (const { kind, name, id } of resolved.names) complain(io, `${kind} ${name} is ${id}`);
  return resolved.request;
}

/** Shows what a change or a deletion would do, where nothing is to be sent. */
async function tellChanges(asked: UnsentRequest, io: Io): Promise<void> {
  const { kind } = judgeWrite(wishOf(asked.request));
  if (kind === 'reads') return;
  const { connection, request, files, signal } = asked;
  if (effectiveMethod(request) === 'POST') {
    // There is nothing to read for it: a script does not wait for this alone.
    const lack = io.isForEyes ? await (await import('./permissions.ts')).lackFor(asked) : undefined;
    if (lack !== undefined) complain(io, visible(lack));
    return;
  }
  const { previewLines } = await import('./consent.ts');
  const named = await withIdsForNames(connection, request, files, { signal, onEvent: () => undefined }, io);
  for (const line of await previewLines({ ...asked, request: named }, io)) io.stderr.write(`${line}\n`);
}

/** Says which names would be looked up, where nothing is to be sent. */
async function tellNames(connection: Connection, request: RequestLine, io: Io): Promise<void> {
  if (!mayHoldNames(request) || isLocalApi(connection.baseUrl)) return;
  const { loadCatalog } = await import('../catalog/load.ts');
  const { namedSegments } = await import('../catalog/name-lookup.ts');
  for (const { kind, name } of namedSegments(loadCatalog(), request))
    complain(io, `the id of the ${kind} ${name} would be looked up first`);
}
