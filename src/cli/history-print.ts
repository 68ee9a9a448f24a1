// The history on standard output: a line for each request, everything of one, or JSON.
import { dateText } from '../explorer/features/history/history-items.ts';
import { readBody } from '../perform/answer.ts';
import type { HistoryRow, SavedRow, StoredRequest } from '../store/history/entry.ts';
import { visible } from '../text/untrusted.ts';
import { padEnd } from '../text/width.ts';
import { exitCodes } from './exit-codes.ts';
import { printPretty } from './pretty.ts';
import { complain, print } from './terminal-text.ts';

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
