// `flarescope api --each LIST`, `--each-zone`, `--each-profile`: one request for each of many. The plan stands on standard error before
// anything is sent, the report on standard output: a row for each, in the order of the list.
import { type Account, accountName, accountOfProfile } from '../accounts/account.ts';
import { type Connection, connect } from '../accounts/connection.ts';
import { isLocalApi } from '../api/address.ts';
import { planSendings } from '../api/bulk.ts';
import { expectedMs, gravest, type ManyProgress, outcomeWords, type RowOutcome, reportRow } from '../api/many.ts';
import type { RateLimit } from '../api/messages.ts';
import type { Received } from '../api/received.ts';
import { emptyPart, type Judgement, judgeWrite, needsYes, wishOf } from '../api/writes.ts';
import { consentSettingOf } from '../explorer/model/writes.ts';
import { systemClock } from '../http/clock.ts';
import type { SendContext } from '../http/send.ts';
import { indexDocument } from '../json/parse.ts';
import { exchange, withFileFields } from '../perform/exchange.ts';
import { runMany } from '../perform/many.ts';
import type { Files } from '../perform/performers.ts';
import { fillPlaceholders } from '../request/edit.ts';
import { formatLine } from '../request/format.ts';
import { withMoments } from '../request/graphql.ts';
import { parseLine, parseWords } from '../request/parse.ts';
import { fillTemplate, templateFields } from '../request/template.ts';
import type { RequestLine } from '../request/types.ts';
import { formatCount, formatDuration, formatQuantity, progressBar, timeLeft } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import { type Filter, openFilter } from '../workers/filter.ts';
import { secretFinder } from './account.ts';
import { withIdsForNames } from './api.ts';
import { refuseBody, withInput } from './api-input.ts';
import type { ApiOptions, Each } from './api-options.ts';
import { createWriter } from './api-output.ts';
import { complain } from './complain.ts';
import { type Io, print } from './io.ts';
import { asZone, type ManyItem, readItems, undoneIn } from './many-rows.ts';
import { Cancelled, exitCodes, Refusal, refuse } from './messages.ts';
import { createKeeper } from './own-history.ts';
import { createProgress } from './progress.ts';
import { createAsking, takePassphrase, unlockVault } from './unlocking.ts';
import { version } from './version.ts';

/** What rows are sent over. */
interface ManyPlace {
  readonly connection: Connection;
  readonly account: Account;
}

interface PlannedRow {
  readonly item: ManyItem;
  readonly place: ManyPlace;
  readonly request: RequestLine;
}

interface Plan {
  readonly rows: readonly PlannedRow[];
  readonly template: RequestLine;
  readonly files: Files;
  readonly limit: RateLimit | undefined;
}

/** One request for each item of a list, under one account. */
export async function sendForEach(place: ManyPlace, options: ApiOptions, each: Each, io: Io): Promise<number> {
  const stopping = createStopping(io);
  try {
    const { connection, account } = place;
    const { template, files } = await readTemplate(options, connection.baseUrl, account.accountId, each, io);
    const context = { signal: stopping.stop, onEvent: () => undefined };
    const list = await readList(each, place, files, context, io);
    const named = await withIdsForNames(connection, template, files, context, io);
    let limit: RateLimit | undefined;
    const found = await readItems({
      connection,
      request: list,
      files,
      signal: stopping.stop,
      onLimit: (told) => {
        limit = told;
      },
    });
    const items = each.kind === 'zones' ? found.map(asZone) : found;
    const rows = fillAll(named, await onlyUndone(items, options, named, io), () => place);
    return await carryOut({ rows, template: named, files, limit }, options, stopping, io);
  } finally {
    stopping.close();
  }
}

/** One request under each profile. A credential goes to its own address only. */
export async function sendForEachProfile(options: ApiOptions, each: Each, io: Io): Promise<number> {
  const stopping = createStopping(io);
  const open: (() => Promise<void>)[] = [];
  try {
    const { accounts, bodyKey } = await everyProfile(options, io);
    const { template, files } = await readTemplate(options, undefined, undefined, each, io);
    const places = new Map<string, ManyPlace>();
    for (const account of accounts) {
      const keeper = createKeeper(accountName(account), io, bodyKey);
      const connection = await connect(account, io.env, version, {
        timeoutMs: options.timeoutMs,
        retries: options.retries,
        record: keeper.record,
        findSecret: secretFinder(io),
      }).catch(refuse);
      places.set(account.profile ?? '', { connection, account });
      open.push(async () => {
        await connection.close();
        await keeper.close();
      });
    }
    const items = [...places].map(([name, { account }]): ManyItem => {
      const { accountId } = account;
      const fields: Readonly<Record<string, string | undefined>> = { profile: name, account_id: accountId };
      return {
        id: name,
        name: undefined,
        jsonOf: (field) => {
          const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
          return value === undefined ? undefined : JSON.stringify(value);
        },
      };
    });
    const placeOf = ({ id }: ManyItem): ManyPlace => places.get(id)!;
    const filled = fillAll(template, await onlyUndone(items, options, template, io), placeOf);
    const rows: PlannedRow[] = [];
    for (const row of filled) {
      // A zone of one account is none of another: what cannot be found is told before anything is sent.
      const context = { signal: stopping.stop, onEvent: () => undefined };
      rows.push({ ...row, request: await withIdsForNames(row.place.connection, row.request, files, context, io) });
    }
    return await carryOut({ rows, template, files, limit: undefined }, options, stopping, io);
  } finally {
    for (const close of open) await close();
    stopping.close();
  }
}

async function everyProfile(
  options: ApiOptions,
  io: Io,
): Promise<{ readonly accounts: readonly Account[]; readonly bodyKey: Uint8Array | undefined }> {
  const { bodyKeyOf } = await import('../accounts/choice.ts');
  const asking = createAsking(io);
  try {
    const { found } = await unlockVault(takePassphrase(options.account['passphrase-fd'], io), asking, io);
    if (found.kind !== 'open' || found.set.profiles.length === 0)
      throw new Refusal('there are no profiles. To add one: flarescope auth add NAME');
    return { accounts: found.set.profiles.map(accountOfProfile), bodyKey: bodyKeyOf(found.vault) };
  } finally {
    asking.close();
  }
}

async function readTemplate(
  options: ApiOptions,
  baseUrl: string | undefined,
  accountId: string | undefined,
  each: Each,
  io: Io,
): Promise<{ readonly template: RequestLine; readonly files: Files }> {
  const parsed = parseWords(options.words, { baseUrl });
  if (!parsed.ok) throw new Refusal(parsed.error.message);
  const { request: given, files } = await withInput(parsed.request, options.input, io);
  await refuseBody(given, io);
  const read = withMoments(await withFileFields(given, files), Date.now());
  const placed =
    each.kind === 'zones' ? { ...read, path: read.path.replace(/^\/zones\/\*(?=\/|$)/, '/zones/{zone_id}') } : read;
  const isOwn = each.kind !== 'list' || accountId === undefined;
  const template = isOwn ? placed : fillPlaceholders(placed, { account_id: accountId });
  if (each.kind !== 'profiles' && templateFields(template).length === 0) {
    const example = each.kind === 'zones' ? '/zones/{zone_id}/settings/ssl' : '/zones/{zone_id}/dns_records/{id}';
    throw new Refusal(
      `the request is the same for each. Say where the field of an item goes: ${example}. Nothing was sent`,
    );
  }
  if (template.filter !== undefined && options.filter !== undefined)
    throw new Refusal('there are two filters, one after | and one after --jq. Use one of them');
  const filter = options.filter ?? template.filter;
  return { template: { ...template, filter: filter === undefined ? undefined : options.filterStart + filter }, files };
}

async function readList(
  each: Each,
  { connection, account }: ManyPlace,
  files: Files,
  context: SendContext,
  io: Io,
): Promise<RequestLine> {
  const parsed = parseLine(each.list ?? '/zones', { baseUrl: connection.baseUrl });
  if (!parsed.ok) throw new Refusal(`--each takes a request that lists: ${parsed.error.message}`);
  const { accountId } = account;
  const filled = fillPlaceholders(parsed.request, accountId === undefined ? {} : { account_id: accountId });
  return withIdsForNames(connection, filled, files, context, io);
}

async function onlyUndone(
  items: readonly ManyItem[],
  { retryFailed }: ApiOptions,
  template: RequestLine,
  io: Io,
): Promise<readonly ManyItem[]> {
  if (retryFailed === undefined) return items;
  const { failed, unknown } = await undoneIn(retryFailed);
  // What may have been made already is not made twice.
  const isMaking = judgeWrite(wishOf(template)).kind === 'creates';
  if (isMaking && unknown.size > 0)
    complain(io, `${unknown.size} that may have been done, since no response came, are left out`);
  return items.filter(({ id }) => failed.has(id) || (!isMaking && unknown.has(id)));
}

/** The request of each row. Throws Refusal, naming rows, where one of them lacks a field. */
function fillAll(
  template: RequestLine,
  items: readonly ManyItem[],
  placeOf: (item: ManyItem) => ManyPlace,
): readonly PlannedRow[] {
  const lacking = new Map<string, string[]>();
  const rows = items.flatMap((item) => {
    const filled = fillTemplate(template, item.jsonOf);
    if (filled.ok) return [{ item, place: placeOf(item), request: { ...filled.request, filter: undefined } }];
    lacking.set(filled.missing, [...(lacking.get(filled.missing) ?? []), item.name ?? item.id]);
    return [];
  });
  for (const [field, names] of lacking) {
    const told = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} others` : '');
    throw new Refusal(
      `there is no {${field}} in ${visible(told)}. Nothing was sent; {{${field}}} is the text {${field}}`,
    );
  }
  for (const { request } of rows) {
    const empty = emptyPart(wishOf(request));
    if (empty) throw new Refusal(empty.message);
  }
  return rows;
}

/** First ctrl+c: nothing more is sent. Second: what is under way is given up. */
function createStopping(io: Io): {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  readonly close: () => void;
} {
  const stopping = new AbortController();
  const aborting = new AbortController();
  let takeOff = io.onSignal(['SIGINT'], () => {
    stopping.abort();
    takeOff();
    takeOff = io.onSignal(['SIGINT'], () => aborting.abort());
  });
  return { stop: stopping.signal, abort: aborting.signal, close: () => takeOff() };
}

async function carryOut(
  plan: Plan,
  options: ApiOptions,
  stopping: Pick<ReturnType<typeof createStopping>, 'stop' | 'abort'>,
  io: Io,
): Promise<number> {
  const { rows, template } = plan;
  const isBulk =
    !options.oneByOne &&
    template.filter === undefined &&
    rows.every(({ place }) => !isLocalApi(place.connection.baseUrl));
  const single = rows.every(({ place }) => place === rows[0]?.place);
  const requests = rows.map(({ request }) => request);
  const sendings = planSendings(requests, { isBulk: isBulk && single, isUndoable: options.undoable });
  io.stderr.write(`${planWords(plan, sendings.length, options.undoable)}\n`);
  if (rows.length === 0) return exitCodes.success;
  if (options.dryRun) {
    for (const { request } of sendings) await print(io, `${visible(formatLine(request))}\n`);
    return exitCodes.success;
  }
  await agree(
    plan,
    sendings.map(({ request }) => request),
    options,
    io,
  );
  const filter = template.filter === undefined ? undefined : openFilter(template.filter);
  try {
    const problem = await filter?.compile(stopping.stop);
    if (problem !== undefined) throw new Refusal(`the filter cannot be read: ${problem}. Nothing was sent`);
    const outcomes = await send(plan, sendings, filter, options, stopping, io);
    return tellEnd(outcomes, options, stopping.stop.aborted, io);
  } finally {
    await filter?.close();
  }
}

const namesShown = 8;

/** Beside a write that can be taken back, what is there is read before and after it. */
const requestsToUndo = 3;

function planWords({ rows, template, limit }: Plan, count: number, isUndoable: boolean): string {
  const names = rows.slice(0, namesShown).map(({ item }) => visible(item.name ?? item.id));
  const more = rows.length > names.length ? ` and ${formatCount(rows.length - names.length)} more` : '';
  const line = visible(formatLine(template));
  if (rows.length === 0) return `${line}\n  for none: the list is empty, or all of it was done`;
  const isReadToo = isUndoable && rows.some(({ request }) => judgeWrite(wishOf(request)).kind !== 'reads');
  const all = isReadToo ? Math.max(count, rows.length) * requestsToUndo : count;
  const together =
    count < rows.length ? `${formatQuantity(count, 'request')} for all` : formatQuantity(count, 'request');
  const beside = isReadToo ? `, ${formatCount(all)} with what is read to take it back` : '';
  return [
    line,
    `  for ${formatCount(rows.length)}: ${names.join(', ')}${more}`,
    `  ${together}${beside}, about ${formatDuration(expectedMs(all, limit))}`,
  ].join('\n');
}

/** Asks as strictly as for the gravest of them. Throws Refusal where that is not agreed to. */
async function agree({ rows }: Plan, requests: readonly RequestLine[], options: ApiOptions, io: Io): Promise<void> {
  const judged = [...rows.map(({ request }) => request), ...requests].map((request) => judgeWrite(wishOf(request)));
  const judgement = gravest(judged);
  if ((judgement.kind === 'reads' && !options.asksAll) || options.isSure) return;
  const accounts = [...new Set(rows.map(({ place }) => place.account))];
  const isAsking = accounts.some((account) => consentSettingOf(account) !== 'never') || options.asksAll;
  const must = accounts.some((account) =>
    needsYes(judgement, { setting: consentSettingOf(account), isProduction: account.production === true }),
  );
  const questioner = isAsking ? await io.openQuestioner() : undefined;
  try {
    if (!questioner) {
      if (!must && !options.asksAll) return;
      throw new Refusal(`${whyMust(judgement)}: give --yes to send it without a terminal. Nothing was sent`);
    }
    const count = String(rows.length);
    const isLoss = judgement.kind === 'deletes' || judgement.kind === 'purges';
    const question = isLoss
      ? `To ${judgement.kind === 'deletes' ? 'delete' : 'purge'} for all ${count}, type ${count}: `
      : 'Send it? [y/N] ';
    const answer = (await questioner.ask(question)).trim();
    if (isLoss ? answer !== count : !/^y(?:es)?$/i.test(answer)) throw new Refusal('nothing was sent');
  } catch (error) {
    if (error instanceof Cancelled) throw new Refusal('nothing was sent');
    throw error;
  } finally {
    questioner?.close();
  }
}

function whyMust({ kind, lost }: Judgement): string {
  if (lost === 'cache') return 'it throws away everything in the cache';
  if (lost !== undefined) return `it deletes each ${lost}, which nothing brings back`;
  return kind === 'deletes' ? 'it deletes in production' : 'it writes in production';
}

async function send(
  { rows, files }: Plan,
  sendings: ReturnType<typeof planSendings>,
  filter: Filter | undefined,
  options: ApiOptions,
  { stop, abort }: Pick<ReturnType<typeof createStopping>, 'stop' | 'abort'>,
  io: Io,
): Promise<readonly (RowOutcome | undefined)[]> {
  const progress = createProgress(io.stderr, progressText);
  const format =
    options.output === undefined || options.output === 'raw' ? (io.isForEyes ? 'table' : 'ndjson') : options.output;
  const writer = createWriter(io, {
    format,
    fields: options.fields,
    slurp: false,
    isList: true,
    csvEnd: options.csvEnd,
  });
  const outcomes: (RowOutcome | undefined)[] = new Array(rows.length).fill(undefined);
  const placeOf = new Map(rows.map(({ request, place }) => [request, place]));
  let sent = 0;
  let printed = 0;
  let writing: Promise<void> = Promise.resolve();
  const printReady = (): void => {
    for (let outcome = outcomes[printed]; outcome !== undefined; outcome = outcomes[printed]) {
      const text = reportRow(rows[printed]!.item, outcome);
      printed += 1;
      writing = writing.then(async () => {
        const indexed = indexDocument(new TextEncoder().encode(text));
        progress.hide();
        if (indexed.ok) await writer.write(indexed.document, [0]);
      });
      // Whoever waits for it hears of it.
      writing.catch(() => undefined);
    }
  };
  try {
    await runMany({
      requests: rows.map(({ request }) => request),
      sendings,
      send: async (request, context) => {
        const { connection } = placeOf.get(request) ?? rows[0]!.place;
        sent += 1;
        const asked = { line: formatLine(request), id: sent, partOf: undefined };
        const received = await exchange(connection, request, files, { ...context, asked });
        return filter && !received.failure ? filtered(received, filter, abort) : received;
      },
      onRow: (row, outcome) => {
        outcomes[row] = outcome;
        printReady();
      },
      onProgress: progress.show,
      isOneCredential: rows.every(({ place }) => place === rows[0]?.place),
      stop,
      abort,
      clock: systemClock,
    });
    await writing;
    await writer.end();
    return outcomes;
  } finally {
    progress.close();
  }
}

/** The response with what the filter gives of it in the place of its result. */
async function filtered(received: Received, filter: Filter, signal: AbortSignal): Promise<Received> {
  const { body } = received;
  if (body.kind !== 'json') return received;
  const outcome = await filter.apply(body.document, signal);
  const outputs = outcome.lines === '' ? [] : outcome.lines.split('\n');
  const text = outputs.length === 1 ? outputs[0] : `[${outputs.join(',')}]`;
  const indexed = indexDocument(new TextEncoder().encode(`{"success":true,"result":${text}}`));
  if (!outcome.ok || !indexed.ok) {
    const happened = `it was done, but the filter failed: ${outcome.ok ? 'no JSON came of it' : outcome.error}`;
    return {
      ...received,
      failure: { kind: 'unusable', tried: 'the filter', happened, next: 'correct the filter' },
    };
  }
  return { ...received, body: { ...body, document: indexed.document, bytes: indexed.document.bytes } };
}

function tellEnd(
  outcomes: readonly (RowOutcome | undefined)[],
  { retryFailed }: ApiOptions,
  isStopped: boolean,
  io: Io,
): number {
  const isWhole = outcomes.every((outcome) => outcome?.kind === 'done');
  complain(io, `${isStopped ? 'stopped: ' : ''}${outcomeWords(outcomes)}`);
  if (isWhole) return exitCodes.success;
  if (!io.isForEyes && retryFailed === undefined)
    complain(io, 'the same command with --retry-failed FILE, where FILE is this report, sends the others again');
  return isStopped ? exitCodes.cancelled : exitCodes.failed;
}

const barCells = 20;

/** `████░░░░ 120/200 · 3 failed · 14 s left` */
function progressText({ done, failed, of, pausedUntil }: ManyProgress, elapsedMs: number): string {
  const over = done + failed;
  const left = timeLeft(over, of, elapsedMs);
  const pause = pausedUntil === undefined ? 0 : pausedUntil - Date.now();
  const parts = [
    `${formatCount(over)}/${formatCount(of)}`,
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(pause > 0
      ? [`waiting ${formatDuration(pause)} for the rate limit`]
      : left === undefined
        ? []
        : [`${formatDuration(left)} left`]),
  ];
  return `${progressBar(over / Math.max(1, of), barCells)} ${parts.join(' · ')} · ctrl+c stops`;
}
