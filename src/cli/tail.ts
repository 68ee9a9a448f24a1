// `flarescope tail SCRIPT`: the events of a Worker, a line each as they come, until a signal.
import { type Connection, connect } from '../accounts/connection.ts';
import { HttpFailure, sentence } from '../api/failures.ts';
import { resultNode } from '../api/list.ts';
import { readResponse } from '../api/received.ts';
import { isTailEvent, tailFilters, tellEvent } from '../api/tails.ts';
import { systemClock } from '../http/clock.ts';
import { toValue } from '../json/document.ts';
import { isRecord } from '../json/values.ts';
import { openTail, type TailSession } from '../perform/tail.ts';
import { createTheme } from '../terminal/theme.ts';
import { formatQuantity } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import { findAccount, secretFinder } from './account.ts';
import type { TailValues } from './commands/tail.ts';
import { complain } from './complain.ts';
import { type Io, print } from './io.ts';
import { exitCodes, Refusal, refuse } from './messages.ts';
import type { Given } from './spec.ts';
import { version } from './version.ts';

export async function runTail({ values, words }: Given<TailValues>, io: Io): Promise<number> {
  const [script = ''] = words;
  const { account, notice } = await findAccount(values, io);
  if (notice !== undefined) complain(io, notice);
  const connection = await connect(account, io.env, version, { findSecret: secretFinder(io) }).catch(refuse);
  const stopping = new AbortController();
  const over = Promise.withResolvers<number>();
  const off = io.onSignal(['SIGINT', 'SIGTERM', 'SIGHUP'], () => {
    stopping.abort();
    over.resolve(exitCodes.cancelled);
  });
  let session: TailSession | undefined;
  try {
    const path = await tailsOfScript(connection, script, values.account ?? account.accountId, stopping.signal);
    const printer = createPrinter(values, io, () => over.resolve(exitCodes.success), over.reject);
    session = await openTail({
      connection,
      path,
      filters: tailFilters({
        status: values.status,
        method: values.method,
        ip: values.ip,
        header: values.header,
        search: values.search,
        sampling: values.sampling,
        version: values['version-id'],
      }),
      env: io.env,
      version,
      clock: systemClock,
      signal: stopping.signal,
      onEvent: printer.take,
      onSay: (text) => complain(io, text),
    });
    if (io.isForEyes) complain(io, `connected to ${script}: waiting for events. ctrl+c ends it`);
    const ended = session.ended.then(({ problem }) => {
      if (problem !== undefined) throw new Refusal(problem, exitCodes.noResponse);
      return exitCodes.success;
    });
    const code = await Promise.race([over.promise, ended]);
    await printer.flush();
    return code;
  } catch (error) {
    if (stopping.signal.aborted) return exitCodes.cancelled;
    if (!(error instanceof HttpFailure)) throw error;
    const { failure } = error;
    const isAnswer = failure.kind === 'api' || failure.kind === 'status';
    throw new Refusal(sentence(failure), isAnswer ? exitCodes.failed : exitCodes.noResponse);
  } finally {
    await session?.stop();
    off();
    await connection.close();
  }
}

interface Printer {
  readonly take: (text: string) => void;
  /** All that was taken is printed. */
  readonly flush: () => Promise<void>;
}

function createPrinter(values: TailValues, io: Io, onEnough: () => void, onProblem: (error: unknown) => void): Printer {
  const isText = (values.output ?? (io.isForEyes ? 'text' : 'ndjson')) === 'text';
  const theme = createTheme(io.colorDepth, io.colorDepth > 1 || (io.isForEyes && io.env.TERM !== 'dumb'));
  let printing = Promise.resolve();
  let left = values.count ?? Number.POSITIVE_INFINITY;
  return {
    take: (text) => {
      if (left === 0) return;
      let event: unknown;
      try {
        event = JSON.parse(text);
      } catch {
        complain(io, `an event is not JSON: ${text.slice(0, 200)}`);
        return;
      }
      left--;
      // A line feed outside of a string is only layout.
      const line = isText ? theme.paint(eventRow(event)) : text.replace(/[\r\n]+/g, ' ');
      printing = printing.then(() => print(io, `${line}\n`)).catch(onProblem);
      if (left === 0) onEnough();
    },
    flush: () => printing,
  };
}

/** Its time and one line; the outcome says with a colour too how it went. */
function eventRow(
  event: unknown,
): readonly { readonly text: string; readonly role: 'dim' | 'good' | 'bad' | 'text' }[] {
  if (!isTailEvent(event)) return [{ text: visible(JSON.stringify(event)), role: 'text' }];
  const time =
    typeof event.eventTimestamp === 'number' ? new Date(event.eventTimestamp).toTimeString().slice(0, 8) : '--:--:--';
  const words = visible(tellEvent(event));
  const outcome = visible(String(event.outcome));
  return [
    { text: `${time} `, role: 'dim' },
    { text: outcome, role: event.outcome === 'ok' ? 'good' : 'bad' },
    { text: words.slice(outcome.length), role: 'text' },
  ];
}

/** Accounts that are looked through for a Worker. */
const mostAccounts = 50;

/** Where the tails of a Worker are: in the account that is named, else in the only one that has such a Worker. */
async function tailsOfScript(
  connection: Connection,
  script: string,
  named: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const pathIn = (id: string): string =>
    `/accounts/${encodeURIComponent(id)}/workers/scripts/${encodeURIComponent(script)}/tails`;
  if (named !== undefined && /^[0-9a-f]{32}$/.test(named)) return pathIn(named);
  const accounts = (await readList(connection, `/accounts?per_page=${mostAccounts}`, signal)).filter(isRecord);
  const wanted = accounts.filter(({ name }) => named === undefined || name === named);
  if (wanted.length === 0) {
    throw new Refusal(named === undefined ? 'there is no account' : `there is no account ${named}`, exitCodes.failed);
  }
  const [only] = wanted;
  if (only && wanted.length === 1) return pathIn(String(only.id));
  const having: typeof wanted = [];
  for (const account of wanted) {
    const scripts = await readList(connection, `/accounts/${String(account.id)}/workers/scripts`, signal).catch(
      () => [],
    );
    if (scripts.some((one) => isRecord(one) && one.id === script)) having.push(account);
  }
  const [found] = having;
  if (found && having.length === 1) return pathIn(String(found.id));
  const names = having.map(({ name, id }) => `${String(name)} (${String(id)})`).join(', ');
  throw new Refusal(
    having.length === 0
      ? `none of ${formatQuantity(wanted.length, 'account')} has a Worker ${script}`
      : `several accounts have a Worker ${script}: ${names}. Choose one with --account`,
    exitCodes.failed,
  );
}

async function readList({ baseUrl, send }: Connection, path: string, signal: AbortSignal): Promise<readonly unknown[]> {
  const request = { method: 'GET', url: `${baseUrl}${path}`, headers: [], body: undefined };
  const { body, failure } = readResponse(request, await send(request, { signal, onEvent: () => undefined }));
  if (failure) throw new HttpFailure(failure);
  const node = body.kind === 'json' ? resultNode(body.document) : undefined;
  const list = body.kind === 'json' && node !== undefined ? toValue(body.document, node) : undefined;
  return Array.isArray(list) ? list : [];
}
