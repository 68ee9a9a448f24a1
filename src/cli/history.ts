// `flarescope history …`: the requests that were sent, for scripts and for people without the explorer open.

import { parseArgs } from 'node:util';
import { readBody } from '../api/received.ts';
import { isSecretHeader } from '../api/redaction.ts';
import { dateText, dayFromText } from '../explorer/features/history/list.ts';
import { effectiveMethod } from '../request/method.ts';
import { parseLine } from '../request/parse.ts';
import { LEFT_OUT, redactLine } from '../request/secrets.ts';
import type { HistoryRow, SavedRow, StoredRequest } from '../store/history/entry.ts';
import { createHistory, type History } from '../store/history/history.ts';
import { exportText, importText, labelProblem, type Saving } from '../store/history/saved.ts';
import { createUserFile, readUserFile } from '../store/user-files.ts';
import { visible } from '../text/untrusted.ts';
import { padEnd } from '../text/width.ts';
import { complain, exitCodes, messageOf, print } from './messages.ts';
import { ownHistory } from './own-history.ts';
import { printPretty } from './pretty.ts';

export const help = `Usage: flarescope history [QUERY...] [--saved] [--json] [--limit N]
       flarescope history show N|NAME [--json] [--raw]
       flarescope history run N|NAME [--raw] [--include]
       flarescope history save N NAME [--tag TAG]...
       flarescope history delete N
       flarescope history forget NAME
       flarescope history clear [--before DAY] [--yes]
       flarescope history export FILE [--force]
       flarescope history import FILE

Lists the requests that were sent, the newest first; with a query those that fit it, the best first, each line once. N is
the number in the first column, NAME that of a saved request.

  show      a request and the answer that was stored with it
  run       send it again, to the account in force now, and print the answer as flarescope api does
  save      keep it under a name: clearing leaves it
  forget    take the name off again
  clear     delete all, or all before a day such as 2025-11-24; saved ones stay
  export    write the saved requests to a file for others, without accounts and secrets; - is standard output
  import    take the saved requests of such a file; a name that is taken is left as it is; - is standard input

      --saved      list the saved requests
      --limit N    so many at most, 1 to 100000 (default 50)
      --json       as JSON
      --before DAY see clear
      --tag TAG    see save
      --yes        do not ask
      --force      write over a file that is there
  -h, --help       this text

FLARESCOPE_HISTORY_MIB limits what stored answers take (default 200); 0 keeps none.

Exit status: 0 done, 1 not found or not done, 2 usage.
`;

const shape = {
  saved: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  limit: { type: 'string', default: '50' },
  raw: { type: 'boolean', default: false },
  include: { type: 'boolean', short: 'i', default: false },
  before: { type: 'string' },
  tag: { type: 'string', multiple: true, default: [] as string[] },
  yes: { type: 'boolean', short: 'y', default: false },
  force: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof read>['values'];

function read(argv: readonly string[]) {
  return parseArgs({ args: [...argv], allowPositionals: true, options: shape });
}

/** Wrong usage: the sentence is all there is to say. */
class UsageError extends Error {}

type Subcommand = (history: History, words: readonly string[], values: Values) => Promise<number> | number;

const subcommands: Readonly<Record<string, Subcommand>> = {
  show,
  run,
  save,
  delete: deleteOne,
  forget,
  clear,
  export: exportSaved,
  import: importSaved,
};

export async function history(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = read(argv);
    if (values.help) {
      process.stdout.write(help);
      return exitCodes.success;
    }
    const [first = '', ...rest] = positionals;
    const subcommand = Object.hasOwn(subcommands, first) ? subcommands[first] : undefined;
    const bodyKey = first === 'show' ? await (await import('./account.ts')).findBodyKey() : undefined;
    const opened = createHistory({ ...(await ownHistory(bodyKey)), onTrouble: complain });
    try {
      return await (subcommand ? subcommand(opened, rest, values) : list(opened, positionals, values));
    } finally {
      opened.close();
    }
  } catch (error) {
    complain(messageOf(error));
    const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
    return isUsage ? exitCodes.usage : exitCodes.refused;
  }
}

async function list(opened: History, words: readonly string[], values: Values): Promise<number> {
  const limit = Number(values.limit);
  if (!/^\d+$/.test(values.limit) || limit < 1 || limit > 100_000) {
    throw new UsageError('--limit takes a whole number from 1 to 100000');
  }
  const query = words.join(' ');
  if (values.saved) return printSaved(opened.saved(query).slice(0, limit), values.json);
  const rows =
    query.trim() === ''
      ? opened.list({ from: 'newest' }, limit).rows
      : ([...opened.search(query, 'rank')].at(-1)?.rows() ?? []).slice(0, limit);
  await printRows(rows, values.json);
  return rows.length > 0 || query.trim() === '' ? exitCodes.success : exitCodes.refused;
}

async function show(opened: History, words: readonly string[], values: Values): Promise<number> {
  const { id, line } = find(opened, one(words, 'show'));
  const stored = id === undefined ? undefined : opened.read(id);
  if (!stored) {
    complain(id === undefined ? `${line}: it was imported, and not sent from here yet` : `there is no request ${id}`);
    return exitCodes.refused;
  }
  return printStored(stored, values);
}

async function run(opened: History, words: readonly string[], values: Values): Promise<number> {
  const { id, line } = find(opened, one(words, 'run'));
  const stored = id === undefined ? undefined : opened.read(id);
  if (id !== undefined && !stored) {
    complain(`there is no request ${id}`);
    return exitCodes.refused;
  }
  const whole = stored?.line ?? line;
  if (whole.includes(LEFT_OUT)) {
    complain(`a secret value was not kept in it, so it cannot be sent as it is: ${whole}`);
    return exitCodes.refused;
  }
  // The database must not stay open while the answer comes in.
  opened.close();
  const { api } = await import('./api.ts');
  const { formatWords } = await import('../request/format.ts');
  const parsed = parseLine(whole);
  const flags = [...(values.raw ? ['--raw'] : []), ...(values.include ? ['--include'] : [])];
  return api([...flags, '--', ...(parsed.ok ? formatWords(parsed.request) : [whole])]);
}

function save(opened: History, words: readonly string[], values: Values): number {
  const [number = '', name = '', ...more] = words;
  if (!/^\d+$/.test(number) || name === '' || more.length > 0) {
    throw new UsageError('save takes the number of a request and one name: flarescope history save 12 "all zones"');
  }
  const label = { name, tags: values.tag };
  const problem = labelProblem(label);
  if (problem !== undefined) throw new UsageError(`it was not saved: ${problem}`);
  const saving = opened.save(Number(number), label, Date.now());
  if (saving.type === 'saved') return exitCodes.success;
  complain(whyNotSaved(saving, name, number));
  return exitCodes.refused;
}

function whyNotSaved(saving: Exclude<Saving, { type: 'saved' }>, name: string, number: string): string {
  return saving.type === 'taken'
    ? `${name} is the name of another saved request, which stays as it is: ${saving.line}`
    : `there is no request ${number}`;
}

function deleteOne(opened: History, words: readonly string[]): number {
  const number = one(words, 'delete');
  if (!/^\d+$/.test(number)) throw new UsageError('delete takes the number of a request');
  const deletion = opened.delete(Number(number));
  if (deletion.type === 'deleted') return exitCodes.success;
  complain(
    deletion.type === 'saved'
      ? `it is saved as ${deletion.name}, and stays until flarescope history forget takes the name off`
      : `there is no request ${number}`,
  );
  return exitCodes.refused;
}

function forget(opened: History, words: readonly string[]): number {
  const name = one(words, 'forget');
  const saved = opened.saved('').find((row) => row.name.toLowerCase() === name.trim().toLowerCase());
  if (saved && opened.forget(saved.id)) return exitCodes.success;
  complain(`there is no saved request of the name ${name}`);
  return exitCodes.refused;
}

async function clear(opened: History, words: readonly string[], values: Values): Promise<number> {
  if (words.length > 0) throw new UsageError('clear takes no argument; --before takes a day');
  const before = values.before === undefined ? Number.MAX_SAFE_INTEGER : dayFromText(values.before);
  if (before === undefined) throw new UsageError('--before takes a day such as 2025-11-24');
  const count = opened.countBefore(before);
  const what = `${count} ${count === 1 ? 'request' : 'requests'}${values.before === undefined ? '' : ` of before ${values.before}`}`;
  if (count > 0 && !values.yes && !(await isSure(`Delete ${what}? Saved ones stay. [y/N] `))) {
    complain('nothing was deleted');
    return exitCodes.refused;
  }
  const taken = opened.clear(before);
  await print(`${taken} deleted\n`);
  return exitCodes.success;
}

async function isSure(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('there is no terminal to ask: --yes deletes without asking');
  const { createInterface } = await import('node:readline/promises');
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await asking.question(question)).trim());
  } finally {
    asking.close();
  }
}

async function exportSaved(opened: History, words: readonly string[], values: Values): Promise<number> {
  const file = one(words, 'export');
  const saved = opened.saved('');
  const text = exportText(saved);
  if (file === '-') {
    await print(text);
    return exitCodes.success;
  }
  if (!(await createUserFile(file, text, values.force))) {
    complain(`${file} is there already: name another file, or --force writes over it`);
    return exitCodes.refused;
  }
  complain(`${saved.length} saved ${saved.length === 1 ? 'request' : 'requests'} written to ${file}`);
  return exitCodes.success;
}

async function importSaved(opened: History, words: readonly string[]): Promise<number> {
  const file = one(words, 'import');
  const bytes = file === '-' ? await readStdin() : await readUserFile(file);
  const imported = importText(new TextDecoder().decode(bytes), lineProblem);
  if (!imported.ok) {
    complain(`nothing was imported from ${file}: ${imported.problem}`);
    return exitCodes.refused;
  }
  const counts = { saved: 0, known: 0, taken: 0 };
  for (const { name, tags, request } of imported.requests) {
    const { line } = redactLine(request, isSecretHeader);
    const parsed = parseLine(line);
    const parts = parsed.ok
      ? { method: effectiveMethod(parsed.request), path: parsed.request.path }
      : { method: '', path: '' };
    const saving = opened.saveLine({ line, ...parts }, { name, tags }, Date.now());
    if (saving.type === 'saved') counts.saved += 1;
    else if (saving.type === 'taken' && saving.line === line) counts.known += 1;
    else {
      counts.taken += 1;
      complain(`${name} is the name of another saved request, which stays as it is; not imported: ${line}`);
    }
  }
  await print(`${counts.saved} imported, ${counts.known} there already, ${counts.taken} left out\n`);
  return counts.taken === 0 ? exitCodes.success : exitCodes.refused;
}

function lineProblem(line: string): string | undefined {
  const { line: shown } = redactLine(line, isSecretHeader);
  // A left-out value may stand where no request could have it, such as in a header field.
  const parsed = parseLine(shown.replaceAll(LEFT_OUT, 'x'));
  return parsed.ok ? undefined : parsed.error.message.replace(/\.$/, '');
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** A request by its number, or by the name that it is saved under. */
function find(opened: History, word: string): { readonly id: number | undefined; readonly line: string } {
  if (/^\d{1,15}$/.test(word)) return { id: Number(word), line: '' };
  const saved = opened.saved('').find((row) => row.name.toLowerCase() === word.trim().toLowerCase());
  if (!saved) throw new Error(`there is no saved request of the name ${word}; numbers are in the list`);
  return { id: saved.request, line: saved.line };
}

function one(words: readonly string[], name: string): string {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0) {
    throw new UsageError(`${name} takes one argument; flarescope history --help tells more`);
  }
  return word;
}

export async function printRows(rows: readonly HistoryRow[], json: boolean): Promise<void> {
  if (json) {
    await printJson(rows.map(rowJson));
    return;
  }
  const width = Math.max(0, ...rows.map((row) => String(row.id).length));
  for (const row of rows) {
    const outcome = (row.status === undefined ? (row.failure ?? '-') : String(row.status)).padEnd(3);
    const times = row.uses > 1 ? `  ×${row.uses}` : '';
    const name = row.name === undefined ? '' : `  [${visible(row.name)}]`;
    await print(
      `${String(row.id).padStart(width)}  ${moment(row.at)}  ${outcome}  ${visible(row.line)}${times}${name}\n`,
    );
  }
}

export async function printSaved(rows: readonly SavedRow[], json: boolean): Promise<number> {
  if (json) {
    await printJson(
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
    await print(`${padEnd(visible(name), width)}  ${visible(line)}${tagged}\n`);
  }
  return exitCodes.success;
}

export async function printStored(
  stored: StoredRequest,
  { json, raw }: { readonly json: boolean; readonly raw: boolean },
): Promise<number> {
  if (json) {
    await printJson(storedJson(stored));
    return exitCodes.success;
  }
  const answer = stored.exchange?.answer;
  if (raw) {
    if (answer) await print(answer.body);
    else complain(`${stored.sealed ?? 'no answer came'}`);
    return answer ? exitCodes.success : exitCodes.refused;
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
    ['answer', stored.sealed],
  ];
  for (const [name, value] of facts) if (value !== undefined) await print(`${name.padEnd(9)}${visible(value)}\n`);
  const sent = stored.exchange?.sent.body;
  if (sent) await print(`\n${visible(new TextDecoder().decode(sent))}\n`);
  if (!answer) return exitCodes.success;
  await print(`\n${answer.headers.map(([name, value]) => visible(`${name}: ${value}`)).join('\n')}\n\n`);
  const body = readBody(answer.body, 'text/plain');
  if (body.kind === 'json') await printPretty(body.document);
  else if (body.kind === 'text')
    await print(`${new TextDecoder().decode(body.bytes).split('\n').map(visible).join('\n')}\n`);
  else if (body.kind === 'binary')
    complain(`the answer is ${body.bytes.length} bytes of binary data; --raw prints them`);
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

async function printJson(value: unknown): Promise<void> {
  await print(`${JSON.stringify(value, undefined, 2)}\n`);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** `2025-11-24 12:01`, in local time. */
function moment(at: number): string {
  return `${dateText(at)} ${new Date(at).toTimeString().slice(0, 5)}`;
}
