// `flarescope api REQUEST...`: one request, or all pages of one, its response on standard output.
import { type Account, accountName } from '../accounts/account.ts';
import { type Connection, connect } from '../accounts/connection.ts';
import { HttpFailure, sentence } from '../api/failures.ts';
import { itemsOf, resultNode } from '../api/list.ts';
import type { SendContext } from '../api/messages.ts';
import type { Received } from '../api/received.ts';
import { isLocalApi, mayHoldNames } from '../catalog/path-names.ts';
import { indexDocument } from '../json/parse.ts';
import { exchange } from '../perform/exchange.ts';
import type { Files } from '../perform/ports.ts';
import { bodyProblem } from '../request/body.ts';
import { fillPlaceholders, placeholders } from '../request/edit.ts';
import { formatLine } from '../request/format.ts';
import { parseWords } from '../request/parse.ts';
import type { RequestLine } from '../request/types.ts';
import { readUserFile } from '../store/user-files.ts';
import { visible } from '../text/untrusted.ts';
import { findAccount } from './account.ts';
import { type ApiOptions, apiHelp, readApiOptions } from './api-options.ts';
import { brokenOff, createBodyStream, createWriter, mayStream, type ResponseHead } from './api-output.ts';
import { Cancelled, complain, exitCodes, messageOf, print } from './messages.ts';
import { createKeeper, type Keeper } from './own-history.ts';
import { printPretty } from './pretty.ts';
import { version } from './version.ts';

export async function api(argv: readonly string[]): Promise<number> {
  let options: ApiOptions;
  try {
    const read = readApiOptions(argv);
    if (read === 'help') {
      process.stdout.write(apiHelp);
      return exitCodes.success;
    }
    options = read;
  } catch (error) {
    complain(messageOf(error));
    return exitCodes.usage;
  }
  let account: Account;
  let connection: Connection;
  let keeper: Keeper;
  try {
    const chosen = await findAccount(options.account);
    account = chosen.account;
    if (chosen.notice !== undefined) complain(chosen.notice);
    if (options.as !== undefined) return await printAs(options.as, options, account);
    keeper = createKeeper(accountName(account), chosen.bodyKey);
    if (account.kind === 'sandbox') complain('no credential was found, so the sandbox answers, with made-up data');
    const { timeoutMs, retries, verbose } = options;
    const trace = verbose ? (await import('./api-verbose.ts')).tellWire : undefined;
    connection = await connect(account, process.env, version, { timeoutMs, retries, trace, record: keeper.record });
  } catch (error) {
    complain(messageOf(error));
    return error instanceof Cancelled ? exitCodes.cancelled : exitCodes.usage;
  }
  try {
    const request = await readRequest(options, connection.baseUrl, account.accountId);
    if (typeof request === 'string') {
      complain(request);
      return exitCodes.usage;
    }
    return await perform(connection, request, options);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    complain(error.message);
    const { kind } = error.failure;
    return kind === 'cancelled' ? exitCodes.cancelled : kind === 'unusable' ? exitCodes.usage : exitCodes.noResponse;
  } finally {
    await connection.close();
    await keeper.close();
  }
}

async function printAs(format: string, options: ApiOptions, account: Account): Promise<number> {
  const [{ printSnippet }, { snippetBaseUrl }] = await Promise.all([
    import('./api-verbose.ts'),
    import('../perform/tools.ts'),
  ]);
  const request = await readRequest(options, snippetBaseUrl(account), account.accountId);
  if (typeof request === 'string') {
    complain(request);
    return exitCodes.usage;
  }
  const named = await withIdsFor(account, request);
  return named ? printSnippet(format, options.multiline, named, account) : exitCodes.refused;
}

/** The request for other tools, which take no names for ids; asks the API only where there are names. */
async function withIdsFor(account: Account, request: RequestLine): Promise<RequestLine | undefined> {
  if (!mayHoldNames(request)) return request;
  const connection = await connect(account, process.env, version);
  const context = { signal: new AbortController().signal, onEvent: () => undefined };
  try {
    return await withIdsForNames(connection, request, { read: readUserFile }, context);
  } finally {
    await connection.close();
  }
}

/** The request that the words and options make together, or why they make none. */
async function readRequest(
  options: ApiOptions,
  baseUrl: string,
  accountId: string | undefined,
): Promise<RequestLine | string> {
  const parsed = parseWords(options.words, { baseUrl });
  if (!parsed.ok) return parsed.error.message;
  const request = fillPlaceholders(parsed.request, accountId === undefined ? {} : { account_id: accountId });
  const unfilled = placeholders(request);
  if (unfilled.length > 0) return explainPlaceholders(request, unfilled);
  if (options.filter !== undefined && request.filter !== undefined) {
    return 'there are two filters, one after | and one after --jq: take one';
  }
  return { ...request, filter: options.filter ?? request.filter };
}

async function perform(connection: Connection, asked: RequestLine, options: ApiOptions): Promise<number> {
  const { request: typed, files } = await withInput(asked, options.input);
  if (options.dryRun) {
    await tellNames(connection, typed);
    return (await import('./api-verbose.ts')).printRequest(connection, typed, files);
  }
  const controller = new AbortController();
  const cancel = (): void => controller.abort();
  process.once('SIGINT', cancel);
  const { signal } = controller;
  const context: SendContext = {
    signal,
    onEvent: (event) => {
      if (event.type === 'retrying')
        complain(`${event.because}: try ${event.attempt} of ${event.of} in ${Math.ceil(event.waitMs / 1000)} s`);
    },
  };
  try {
    const request = await withIdsForNames(connection, typed, files, context);
    if (!request) return exitCodes.refused;
    if (options.all) return await (await import('./api-all.ts')).printAll(connection, request, files, options, signal);
    const stream = mayStream(request, options) ? createBodyStream(options.include ? printHead : undefined) : undefined;
    const received = await exchange(connection, request, files, {
      signal,
      asked: { line: formatLine(typed), id: 1, partOf: undefined },
      ...(stream ? { openSink: stream.openSink } : {}),
      onEvent: (event) => {
        // Half of a body has gone out: no other may follow it.
        if (event.type === 'retrying' && stream?.isUsed()) controller.abort(brokenOff(event.because));
        else context.onEvent(event);
      },
    });
    if (stream?.isUsed()) return exitCodes.success;
    if (options.include) await printHead(received.response);
    if (received.failure) {
      await printAsReceived(received, options);
      complain(sentence(received.failure));
      return exitCodes.refused;
    }
    return request.filter === undefined
      ? await printResponse(received, options)
      : await printFiltered(received, request.filter, options, signal);
  } finally {
    process.off('SIGINT', cancel);
  }
}

async function printResponse(received: Received, options: ApiOptions): Promise<number> {
  const { output, fields } = options;
  const { body, info } = received;
  const isWhole = output === undefined || output === 'raw' || output === 'json';
  if (isWhole && fields === undefined) {
    await printAsReceived(received, options);
    return exitCodes.success;
  }
  if (body.kind !== 'json') {
    complain('the response is not JSON, so it has no fields to choose from; --raw prints it as it is');
    return exitCodes.usage;
  }
  const { document } = body;
  const list = itemsOf(document, info);
  const format = output === undefined || output === 'raw' ? (process.stdout.isTTY ? 'json' : 'ndjson') : output;
  const writer = createWriter({ format, fields, slurp: false, isList: list !== undefined });
  await writer.write(document, list?.items ?? [resultNode(document) ?? 0]);
  await writer.end();
  return exitCodes.success;
}

/** What jq puts out, a line for each output as jq prints them; pretty on a terminal. */
async function printFiltered(
  received: Received,
  filter: string,
  options: ApiOptions,
  signal: AbortSignal,
): Promise<number> {
  const { body } = received;
  if (body.kind !== 'json') {
    complain('the response is not JSON, so it cannot be filtered');
    return exitCodes.usage;
  }
  const { filterJson } = await import('../workers/filter.ts');
  const outcome = await filterJson({ text: new TextDecoder().decode(body.document.bytes), filter }, signal).catch(
    (error: unknown) => {
      if (!signal.aborted) throw error;
      return undefined;
    },
  );
  if (!outcome) return exitCodes.cancelled;
  if (!outcome.ok) {
    complain(`the filter was not applied: ${outcome.error}`);
    return exitCodes.usage;
  }
  const { output, fields } = options;
  if (output === 'raw' || (output === undefined && fields === undefined && !process.stdout.isTTY)) {
    await print(outcome.lines === '' ? '' : `${outcome.lines}\n`);
    return exitCodes.success;
  }
  const format = output ?? (process.stdout.isTTY ? 'json' : 'ndjson');
  const writer = createWriter({ format, fields, slurp: false, isList: false });
  for (const line of outcome.lines === '' ? [] : outcome.lines.split('\n')) {
    const indexed = indexDocument(new TextEncoder().encode(line));
    if (indexed.ok) await writer.write(indexed.document, [0]);
  }
  await writer.end();
  return exitCodes.success;
}

async function printHead(response: ResponseHead | undefined): Promise<void> {
  if (!response) return;
  const lines = [
    `HTTP ${response.status} ${response.statusText}`.trim(),
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  await print(`${lines.map(visible).join('\n')}\n\n`);
}

/** The body: indented where that was asked for or on a terminal, else byte for byte. */
async function printAsReceived({ body }: Received, { output }: ApiOptions): Promise<void> {
  if (body.kind === 'empty') return;
  const isPretty = output === 'json' || (process.stdout.isTTY && output !== 'raw');
  if (body.kind === 'json' && isPretty) return printPretty(body.document);
  if (!isPretty || !process.stdout.isTTY) return print(body.kind === 'json' ? body.document.bytes : body.bytes);
  if (body.kind === 'text') {
    for (const line of new TextDecoder().decode(body.bytes).split('\n'))
      await print(`${visible(line.replace(/\r$/, ''))}\n`);
  } else if (body.kind === 'binary') {
    complain(
      `the response is ${body.bytes.length} bytes of binary data, which would garble the terminal; --raw prints them, or write them to a file with >`,
    );
  }
}

/**
 * @returns the request with the body, and the files to read it from, where `-` is standard input
 * @throws HttpFailure where the request has a body already, or takes none
 */
export async function withInput(
  request: RequestLine,
  input: string | undefined,
): Promise<{ readonly request: RequestLine; readonly files: Files }> {
  const files: Files = { read: readUserFile };
  if (input === undefined) return { request, files };
  const items = [...request.items, { kind: 'file', path: input } as const];
  const method = request.method ?? 'POST';
  const wrong = bodyProblem(method, items);
  if (wrong) {
    throw new HttpFailure({
      kind: 'unusable',
      tried: `${method} ${request.path} with --input`,
      happened: wrong.message.replace(/\.$/, ''),
      next: 'give the body once, in the line or with --input',
    });
  }
  if (input !== '-') return { request: { ...request, method, items }, files };
  const body = await readStdin();
  // Standard input has no name to guess from; the API speaks JSON.
  const hasType = items.some((item) => item.kind === 'header' && item.name.toLowerCase() === 'content-type');
  const first = body.find((byte) => byte > 0x20);
  const isJson = !hasType && (first === 0x7b || first === 0x5b);
  const type = { kind: 'header', name: 'Content-Type', value: 'application/json' } as const;
  return {
    request: { ...request, method, items: isJson ? [type, ...items] : items },
    files: { read: (path) => (path === '-' ? Promise.resolve(body) : readUserFile(path)) },
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** What to fill in, as a sentence. */
export async function explainPlaceholders(request: RequestLine, names: readonly string[]): Promise<string> {
  const { loadCatalog } = await import('../catalog/load.ts');
  const { explainUnfilled } = await import('../catalog/names.ts');
  return `put values in place of ${explainUnfilled(loadCatalog(), request, names).join(', and of ')}`;
}

/**
 * The request with ids in place of names, each told on standard error; undefined where a name is nothing's or several's, which is told.
 *
 * @throws HttpFailure where no response came
 */
export async function withIdsForNames(
  connection: Connection,
  request: RequestLine,
  files: Files,
  context: SendContext,
): Promise<RequestLine | undefined> {
  if (!mayHoldNames(request) || isLocalApi(connection.baseUrl)) return request;
  const { loadCatalog } = await import('../catalog/load.ts');
  const { resolveNames } = await import('../perform/resolve-names.ts');
  const resolved = await resolveNames(loadCatalog(), connection, request, new Map(), files, context);
  if (!resolved.ok) {
    complain(resolved.message);
    return undefined;
  }
  for (const { kind, name, id } of resolved.names) complain(`${kind} ${name} is ${id}`);
  return resolved.request;
}

/** Says which names would be looked up, where nothing is to be sent. */
export async function tellNames(connection: Connection, request: RequestLine): Promise<void> {
  if (!mayHoldNames(request) || isLocalApi(connection.baseUrl)) return;
  const { loadCatalog } = await import('../catalog/load.ts');
  const { namedSegments } = await import('../catalog/names.ts');
  for (const { kind, name } of namedSegments(loadCatalog(), request))
    complain(`the id of the ${kind} ${name} would be looked up first`);
}
