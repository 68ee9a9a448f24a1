// `flarescope history …`: the requests that were sent, for scripts and for people without the explorer open.

import type { AccountName } from '../accounts/account.ts';
import { LEFT_OUT } from '../api/known-secrets.ts';
import { readBody } from '../api/received.ts';
import { redactLine } from '../api/redact-line.ts';
import { dateText, dayFromText } from '../explorer/features/history/list.ts';
import { effectiveMethod } from '../request/method.ts';
import { parseLine } from '../request/parse.ts';
import type { HistoryRow, SavedRow, StoredRequest } from '../store/history/entry.ts';
import { createHistory, type History } from '../store/history/history.ts';
import { exportText, importText, labelProblem, type Saving } from '../store/history/saved.ts';
import { createUserFile, readUserFile } from '../store/user-files.ts';
import { formatQuantity } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import { padEnd } from '../text/width.ts';
import type {
  ClearValues,
  ExportValues,
  HistoryListValues,
  RunValues,
  SaveValues,
  ShowValues,
} from './commands/history.ts';
import { complain } from './complain.ts';
import { type Io, print, readStdin } from './io.ts';
import { Cancelled, exitCodes, messageOf, Refusal } from './messages.ts';
import { ownHistory } from './own-history.ts';
import { printPretty } from './pretty.ts';
import type { Given } from './spec.ts';

/** Opens the history for one command, and closes it. What goes wrong in it is a failure, not a crash. */
async function withHistory(
  io: Io,
  use: (opened: History) => Promise<number> | number,
  bodyKey?: Uint8Array,
): Promise<number> {
  try {
    const opened = createHistory({ ...(await ownHistory(io, bodyKey)), onTrouble: (text) => complain(io, text) });
    try {
      return await use(opened);
    } finally {
      opened.close();
    }
  } catch (error) {
    if (error instanceof Refusal || error instanceof Cancelled) throw error;
    return fail(messageOf(error));
  }
}

/** @throws Refusal: what was asked for is not there, or cannot be done */
function fail(why: string): never {
  throw new Refusal(why, exitCodes.failed);
}

export function list({ values, words }: Given<HistoryListValues>, io: Io): Promise<number> {
  const { limit = 50, json } = values;
  const query = words.join(' ');
  return withHistory(io, async (opened) => {
    if (values.saved) return printSaved(io, opened.saved(query).slice(0, limit), json);
    const isAll = query.trim() === '';
    const rows = isAll
      ? opened.list({ from: 'newest' }, limit).rows
      : ([...opened.search(query, 'rank')].at(-1)?.rows() ?? []).slice(0, limit);
    await printRows(io, rows, json);
    return rows.length > 0 || isAll ? exitCodes.success : exitCodes.failed;
  });
}

export async function show({ values, words }: Given<ShowValues>, io: Io): Promise<number> {
  const bodyKey = await (await import('./account.ts')).findBodyKey(io);
  const show = (opened: History): Promise<number> => {
    const { id, line } = find(opened, words[0] ?? '');
    if (id === undefined) return fail(`${line} was imported and has not been sent from here`);
    return printStored(io, opened.read(id) ?? noRequest(id), values);
  };
  return withHistory(io, show, bodyKey);
}

/** A stored request, by its number or the name that it is saved under. @throws Refusal where there is none */
export async function readStored(word: string, io: Io): Promise<StoredRequest> {
  const bodyKey = await (await import('./account.ts')).findBodyKey(io);
  let stored: StoredRequest | undefined;
  await withHistory(
    io,
    (opened) => {
      const { id, line } = find(opened, word);
      if (id === undefined) return fail(`${line} was imported and has not been sent from here`);
      stored = opened.read(id) ?? noRequest(id);
      return exitCodes.success;
    },
    bodyKey,
  );
  return stored ?? fail(`there is no request ${word}`);
}

export async function runAgain({ values, words }: Given<RunValues>, io: Io): Promise<number> {
  let line = '';
  let from: AccountName | undefined;
  await withHistory(io, (opened) => {
    const found = find(opened, words[0] ?? '');
    const stored = found.id === undefined ? undefined : (opened.read(found.id) ?? noRequest(found.id));
    line = stored?.line ?? found.line;
    from = stored && { profile: stored.profile, origin: stored.origin };
    return exitCodes.success;
  });
  if (line.includes(LEFT_OUT))
    return fail(`a secret value was not stored with it, so it cannot be sent again: ${line}`);
  // The database is closed while the response comes in.
  const { runApi } = await import('./api.ts');
  const { formatWords } = await import('../request/format.ts');
  const parsed = parseLine(line);
  return runApi(parsed.ok ? formatWords(parsed.request) : [line], values, io, undefined, { from });
}

export function save({ values, words }: Given<SaveValues>, io: Io): Promise<number> {
  const [number = '', name = ''] = words;
  const id = requestNumber(number);
  const label = { name, tags: values.tag };
  const problem = labelProblem(label);
  if (problem !== undefined) throw new Refusal(`it was not saved: ${problem}`);
  return withHistory(io, (opened) => {
    const saving = opened.save(id, label, Date.now());
    return saving.type === 'saved' ? exitCodes.success : fail(whyNotSaved(saving, name, number));
  });
}

function whyNotSaved(saving: Exclude<Saving, { type: 'saved' }>, name: string, number: string): string {
  return saving.type === 'taken'
    ? `${name} is the name of another saved request, which was kept: ${saving.line}`
    : `there is no request ${number}`;
}

export function deleteOne({ words }: Given, io: Io): Promise<number> {
  const id = requestNumber(words[0] ?? '');
  return withHistory(io, (opened) => {
    const deletion = opened.delete(id);
    if (deletion.type === 'deleted') return exitCodes.success;
    if (deletion.type !== 'saved') return noRequest(id);
    return fail(`it is saved as ${deletion.name}. Remove the name first: flarescope history forget ${deletion.name}`);
  });
}

export function forgetSaved({ words }: Given, io: Io): Promise<number> {
  const [name = ''] = words;
  return withHistory(io, (opened) => {
    const saved = savedAs(opened, name);
    return saved && opened.forget(saved.id) ? exitCodes.success : fail(`no saved request is named ${name}`);
  });
}

export function clear({ values }: Given<ClearValues>, io: Io): Promise<number> {
  const before = values.before === undefined ? Number.MAX_SAFE_INTEGER : dayFromText(values.before);
  if (before === undefined) throw new Refusal('--before takes a day such as 2025-11-24');
  return withHistory(io, async (opened) => {
    const count = opened.countBefore(before);
    const since = values.before === undefined ? '' : ` sent before ${values.before}`;
    const what = `${formatQuantity(count, 'request')}${since}`;
    if (count > 0 && !values.yes && !(await isSure(`Delete ${what}? Saved requests stay.`, io)))
      return fail('nothing was deleted');
    await print(io, `${opened.clear(before)} deleted\n`);
    return exitCodes.success;
  });
}

async function isSure(question: string, io: Io): Promise<boolean> {
  const { confirm, createAsking } = await import('./unlocking.ts');
  const asking = createAsking(io);
  try {
    return await confirm(question, 'delete', asking);
  } finally {
    asking.close();
  }
}

export function exportSaved({ values, words }: Given<ExportValues>, io: Io): Promise<number> {
  const [file = '-'] = words;
  return withHistory(io, async (opened) => {
    const saved = opened.saved('');
    // What an earlier version kept may hold what this one leaves out.
    const text = exportText(saved.map((row) => ({ ...row, line: redactLine(row.line).line })));
    if (file === '-') {
      await print(io, text);
      return exitCodes.success;
    }
    if (!(await createUserFile(file, text, values.force)))
      return fail(`${file} exists already. Choose another name, or overwrite it with --force`);
    complain(io, `${formatQuantity(saved.length, 'saved request')} written to ${file}`);
    return exitCodes.success;
  });
}

export function importSaved({ words }: Given, io: Io): Promise<number> {
  const [file = '-'] = words;
  return withHistory(io, async (opened) => {
    const bytes = file === '-' ? await readStdin(io) : await readUserFile(file);
    const imported = importText(new TextDecoder().decode(bytes), lineProblem);
    if (!imported.ok) return fail(`nothing was imported from ${file}: ${imported.problem}`);
    const counts = { saved: 0, known: 0, taken: 0 };
    for (const { name, tags, request } of imported.requests) {
      const { line } = redactLine(request);
      const parsed = parseLine(line);
      const parts = parsed.ok
        ? { method: effectiveMethod(parsed.request), path: parsed.request.path }
        : { method: '', path: '' };
      const saving = opened.saveLine({ line, ...parts }, { name, tags }, Date.now());
      if (saving.type === 'saved') counts.saved += 1;
      else if (saving.type === 'taken' && saving.line === line) counts.known += 1;
      else {
        counts.taken += 1;
        complain(io, `${name} is the name of another saved request, which was kept. Not imported: ${line}`);
      }
    }
    await print(io, `${counts.saved} imported, ${counts.known} already there, ${counts.taken} not imported\n`);
    return counts.taken === 0 ? exitCodes.success : exitCodes.failed;
  });
}

function lineProblem(line: string): string | undefined {
  const { line: shown } = redactLine(line);
  // A left-out value may stand where no request could have it, such as in a header field.
  const parsed = parseLine(shown.replaceAll(LEFT_OUT, 'x'));
  return parsed.ok ? undefined : parsed.error.message.replace(/\.$/, '');
}

/** A request by its number, or by the name that it is saved under. */
function find(opened: History, word: string): { readonly id: number | undefined; readonly line: string } {
  if (/^\d{1,15}$/.test(word)) return { id: Number(word), line: '' };
  const saved = savedAs(opened, word);
  if (!saved) return fail(`no saved request is named ${word}. flarescope history lists the numbers`);
  return { id: saved.request, line: saved.line };
}

/** Lines of requests that were sent by this account since then, and of saved ones by name or tag. Throws Refusal. */
export async function recordedLines(
  wanted: {
    readonly since: number | undefined;
    readonly tag: string | undefined;
    readonly named: readonly string[];
    readonly account: AccountName;
  },
  io: Io,
): Promise<readonly string[]> {
  const lines: string[] = [];
  await withHistory(io, (opened) => {
    for (const name of wanted.named) lines.push(find(opened, name).line || fail(`no saved request is named ${name}`));
    const { tag, since, account } = wanted;
    const tagged = tag === undefined ? [] : opened.saved('').filter(({ tags }) => tags.includes(tag));
    if (tag !== undefined && tagged.length === 0) return fail(`no saved request has the tag ${tag}`);
    lines.push(...tagged.map(({ line }) => line));
    if (since === undefined) return exitCodes.success;
    const { rows } = opened.list({ from: 'newest' }, mostRecorded);
    const own = rows.filter(
      ({ at, profile, origin }) => at >= since && profile === account.profile && origin === account.origin,
    );
    lines.push(...own.map(({ line }) => line));
    return exitCodes.success;
  });
  return lines;
}

/** Requests of the history that are looked at. */
const mostRecorded = 5_000;

function savedAs(opened: History, name: string): SavedRow | undefined {
  return opened.saved('').find((row) => row.name.toLowerCase() === name.trim().toLowerCase());
}

function requestNumber(word: string): number {
  if (/^\d{1,15}$/.test(word)) return Number(word);
  throw new Refusal('N is the number of a request, as flarescope history lists it');
}

function noRequest(id: number): never {
  return fail(`there is no request ${id}`);
}

async function printRows(io: Io, rows: readonly HistoryRow[], json: boolean): Promise<void> {
  if (json) {
    await printJson(io, rows.map(rowJson));
    return;
  }
  const width = Math.max(0, ...rows.map((row) => String(row.id).length));
  for (const row of rows) {
    const outcome = (row.status === undefined ? (row.failure ?? '-') : String(row.status)).padEnd(3);
    const times = row.uses > 1 ? `  ×${row.uses}` : '';
    const name = row.name === undefined ? '' : `  [${visible(row.name)}]`;
    await print(
      io,
      `${String(row.id).padStart(width)}  ${moment(row.at)}  ${outcome}  ${visible(row.line)}${times}${name}\n`,
    );
  }
}

async function printSaved(io: Io, rows: readonly SavedRow[], json: boolean): Promise<number> {
  if (json) {
    await printJson(
      io,
      rows.map(({ name, tags, line, profile, at, request }) => ({
        name,
        tags,
        request: line,
        profile,
        savedAt: iso(at),
        number: request,
      })),
    );
    return exitCodes.success;
  }
  const width = Math.max(0, ...rows.map((row) => row.name.length));
  for (const { name, tags, line } of rows) {
    const tagged = tags.map((tag) => `  #${visible(tag)}`).join('');
    await print(io, `${padEnd(visible(name), width)}  ${visible(line)}${tagged}\n`);
  }
  return exitCodes.success;
}

async function printStored(
  io: Io,
  stored: StoredRequest,
  { json, raw }: { readonly json: boolean; readonly raw: boolean },
): Promise<number> {
  if (json) {
    await printJson(io, storedJson(stored));
    return exitCodes.success;
  }
  const answer = stored.exchange?.answer;
  if (raw) {
    if (answer) await print(io, answer.body);
    else complain(io, stored.sealed ?? 'no response came');
    return answer ? exitCodes.success : exitCodes.failed;
  }
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['request', stored.line],
    ['sent', `${moment(stored.at)}, profile ${stored.profile}, ${stored.origin}`],
    ['status', stored.status === undefined ? undefined : `${stored.status} ${answer?.statusText ?? ''}`.trim()],
    ['failure', stored.error && `${stored.error.happened}; ${stored.error.next}`],
    ['took', stored.duration === undefined ? undefined : `${stored.duration} ms`],
    ['size', stored.size === undefined ? undefined : `${stored.size} bytes`],
    ['cf-ray', stored.ray],
    ['saved as', stored.name],
    ['pages', stored.parts.length === 0 ? undefined : stored.parts.join(' ')],
    ['page of', stored.partOf === undefined ? undefined : String(stored.partOf)],
    ['response', stored.sealed],
  ];
  for (const [name, value] of facts) if (value !== undefined) await print(io, `${name.padEnd(9)}${visible(value)}\n`);
  const sent = stored.exchange?.sent.body;
  if (sent) await print(io, `\n${visible(new TextDecoder().decode(sent))}\n`);
  if (!answer) return exitCodes.success;
  await print(io, `\n${answer.headers.map(([name, value]) => visible(`${name}: ${value}`)).join('\n')}\n\n`);
  const body = readBody(answer.body, 'text/plain');
  if (body.kind === 'json') await printPretty(io, body.document);
  else if (body.kind === 'text')
    await print(io, `${new TextDecoder().decode(body.bytes).split('\n').map(visible).join('\n')}\n`);
  else if (body.kind === 'binary')
    complain(io, `the response is ${body.bytes.length} bytes of binary data. --raw prints them`);
  return exitCodes.success;
}

function rowJson({ id, at, line, profile, status, failure, duration, size, uses, name }: HistoryRow): object {
  return { number: id, at: iso(at), request: line, profile, status, failure, durationMs: duration, size, uses, name };
}

function storedJson(stored: StoredRequest): object {
  const { exchange, origin, method, path, ray, error, bodies, sealed, parts, partOf } = stored;
  return {
    ...rowJson(stored),
    origin,
    method,
    path,
    ray,
    error,
    bodies,
    whyNoAnswer: sealed,
    pages: parts,
    pageOf: partOf,
    sent: exchange && { headers: exchange.sent.headers, ...bodyJson(exchange.sent.body) },
    answer: exchange?.answer && {
      statusText: exchange.answer.statusText,
      url: exchange.answer.url,
      headers: exchange.answer.headers,
      ...bodyJson(exchange.answer.body),
    },
  };
}

/** As text where the bytes are text. */
function bodyJson(bytes: Uint8Array | undefined): { readonly body?: string; readonly bodyBase64?: string } {
  if (!bytes) return {};
  try {
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { bodyBase64: Buffer.from(bytes).toString('base64') };
  }
}

async function printJson(io: Io, value: unknown): Promise<void> {
  await print(io, `${JSON.stringify(value, undefined, 2)}\n`);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** `2025-11-24 12:01`, in local time. */
function moment(at: number): string {
  return `${dateText(at)} ${new Date(at).toTimeString().slice(0, 5)}`;
}
