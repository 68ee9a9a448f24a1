// The things that one request is sent for each of: items of a list, every zone, every profile; and which of them an earlier run
// has left undone, by the report that it printed.
import type { Connection } from '../accounts/connection.ts';
import { sentence } from '../api/failures.ts';
import type { RateLimit } from '../api/messages.ts';
import { askedPage } from '../api/paging.ts';
import { isSafeMethod } from '../api/retry.ts';
import { systemClock } from '../http/clock.ts';
import { fieldJson } from '../json/columns.ts';
import { type JsonDocument, kindOf, type NodeId, sourceText } from '../json/document.ts';
import { indexDocument } from '../json/parse.ts';
import { isRecord } from '../json/values.ts';
import { createCatalogs, pagingHint } from '../perform/catalogs.ts';
import { exchange } from '../perform/exchange.ts';
import type { Files } from '../perform/performers.ts';
import { readAll } from '../perform/read-all.ts';
import { queryOf, withQuery } from '../request/edit.ts';
import { formatLine } from '../request/format.ts';
import { effectiveMethod } from '../request/method.ts';
import type { RequestLine } from '../request/types.ts';
import { readUserFile } from '../store/user-files.ts';
import { openFilter } from '../workers/filter.ts';
import { pageText } from './api-all.ts';
import { exitCodes, messageOf, Refusal } from './messages.ts';

/** One of many. */
export interface ManyItem {
  /** By which a report names it. */
  readonly id: string;
  /** As people call it, where that is something else. */
  readonly name: string | undefined;
  /** JSON of a field; undefined where it has none. */
  readonly jsonOf: (field: string) => string | undefined;
}

interface ReadList {
  readonly connection: Connection;
  readonly request: RequestLine;
  readonly files: Files;
  readonly signal: AbortSignal;
  readonly onLimit: (limit: RateLimit) => void;
}

/** Every item of the list, or what the filter gives of it. */
export async function readItems({
  connection,
  request,
  files,
  signal,
  onLimit,
}: ReadList): Promise<readonly ManyItem[]> {
  const line = formatLine(request);
  if (!isSafeMethod(effectiveMethod(request))) throw new Refusal(`${line} writes, so it lists nothing`);
  const filter = request.filter === undefined ? undefined : openFilter(request.filter);
  const items: ManyItem[] = [];
  try {
    const problem = await filter?.compile(signal);
    if (problem !== undefined) throw new Refusal(`the filter of the list cannot be read: ${problem}. Nothing was sent`);
    const hint = pagingHint(createCatalogs(), connection, request);
    const end = await readAll({
      read: (query, context) => {
        const page = withQuery({ ...request, filter: undefined }, query);
        const onEvent: typeof context.onEvent = (event) => {
          if (event.type === 'rate-limit') onLimit(event.limit);
          context.onEvent(event);
        };
        return exchange(connection, page, files, { ...context, onEvent }, { hint });
      },
      onPage: async (page) => {
        if (!filter) {
          items.push(...page.items.map((node) => itemOf(page.document, node)));
          return;
        }
        const outcome = await filter.apply(pageText(page), signal);
        if (!outcome.ok) throw new Refusal(`the filter of the list failed: ${outcome.error}. Nothing was sent`);
        for (const text of outcome.lines === '' ? [] : outcome.lines.split('\n')) {
          const indexed = indexDocument(new TextEncoder().encode(text));
          if (indexed.ok) items.push(itemOf(indexed.document, 0));
        }
      },
      onProgress: () => undefined,
      signal,
      clock: systemClock,
      asked: askedPage(queryOf(request)),
    });
    if (end.type === 'notAList') {
      const { failure } = end.received;
      if (failure) throw new Refusal(sentence(failure), exitCodes.failed);
      throw new Refusal(`${line} is not a list. Nothing was sent`);
    }
    if (end.type === 'stopped') {
      const code = end.failure.kind === 'cancelled' ? exitCodes.cancelled : exitCodes.failed;
      throw new Refusal(`the list is not whole, so nothing was sent. ${sentence(end.failure)}`, code);
    }
    if (end.report.completeness?.kind === 'incomplete')
      throw new Refusal(`the list ${line} is not whole, so nothing was sent`, exitCodes.failed);
    return items;
  } finally {
    await filter?.close();
  }
}

const identities = ['id', 'uuid', 'key', 'name'];

function itemOf(document: JsonDocument, node: NodeId): ManyItem {
  const isObject = kindOf(document, node) === 'object';
  const jsonOf = (field: string): string | undefined => {
    if (!isObject) return field === 'value' ? sourceText(document, node) : undefined;
    const found = fieldJson(document, node, field);
    if (found !== undefined) return found;
    // What lists of zones and accounts leave for the placeholders of the API.
    const [, kind] = /^(zone|account)_id$/.exec(field) ?? [];
    return kind && (fieldJson(document, node, `${kind}.id`) ?? undefined);
  };
  const texts = identities.map((field) => plain(jsonOf(field))).filter((text) => text !== undefined);
  const [id = sourceText(document, node)] = texts;
  const name = plain(jsonOf('name'));
  return { id, name: name === id ? undefined : name, jsonOf };
}

function plain(json: string | undefined): string | undefined {
  if (json === undefined || json === 'null' || /^[[{]/.test(json)) return undefined;
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

/** A zone of the list: what its `id` and `name` are called in paths and in what is printed. */
export function asZone(item: ManyItem): ManyItem {
  const own: Readonly<Record<string, string>> = {
    zone_id: 'id',
    zone: 'name',
    zone_name: 'name',
    account_id: 'account.id',
  };
  return { ...item, jsonOf: (field) => item.jsonOf(Object.hasOwn(own, field) ? (own[field] ?? field) : field) };
}

/**
 * The ids that a report says were not done, and those of which it is not known.
 *
 * @throws Refusal where the file cannot be read, or is no report
 */
export async function undoneIn(
  file: string,
): Promise<{ readonly failed: ReadonlySet<string>; readonly unknown: ReadonlySet<string> }> {
  const bytes = await readUserFile(file).catch((error: unknown) => {
    throw new Refusal(`${file} could not be read: ${messageOf(error)}`);
  });
  const failed = new Set<string>();
  const unknown = new Set<string>();
  for (const [index, line] of new TextDecoder().decode(bytes).split('\n').entries()) {
    if (line.trim() === '') continue;
    const row = parsed(line);
    if (!isRecord(row) || typeof row.id !== 'string' || (typeof row.ok !== 'boolean' && row.ok !== null))
      throw new Refusal(
        `line ${index + 1} of ${file} is not of a report that --output ndjson prints. Nothing was sent`,
      );
    if (row.ok === null) unknown.add(row.id);
    else if (!row.ok) failed.add(row.id);
  }
  return { failed, unknown };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
