// Requests of the API that do many things at once, in the place of one request for each: which may go together, how many the
// documentation allows, what the response says of each. https://developers.cloudflare.com/dns/manage-dns-records/how-to/batch-record-changes/
// https://developers.cloudflare.com/kv/platform/limits/ https://developers.cloudflare.com/cache/how-to/purge-cache/
import { isRecord } from '../json/values.ts';
import { effectiveMethod, isBodyItem } from '../request/method.ts';
import type { RequestLine } from '../request/types.ts';
import { bodyText } from '../request/wire.ts';

/** What goes out as one request: some of the rows of a plan. */
export interface PlannedRequest {
  readonly request: RequestLine;
  /** Indexes of the rows that it is for. */
  readonly rows: readonly number[];
  /** What each of the rows is called in a bulk request; undefined for a request of its own. */
  readonly bulk: { readonly keys: readonly string[]; readonly isTransaction: boolean } | undefined;
}

/** A request that can go together with others of its `group`. */
interface BulkPart {
  readonly group: string;
  readonly path: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** As the response names it. */
  readonly key: string;
  /** JSON of its entry in the body. */
  readonly entries: readonly string[];
  /** The body around all entries. */
  readonly around: readonly [start: string, end: string];
  /** Entries at most, and where each is read beforehand so that it can be taken back. */
  readonly most: number;
  readonly mostUndoable: number;
  readonly isTransaction: boolean;
}

/** Every plan takes 200; how many a zone on a paid plan takes is not known here. */
const mostRecords = 200;
const mostRecordsUndoable = 100;
/** The API takes 10,000; a smaller request breaks off less. */
const mostKeys = 1000;
const mostKeysUndoable = 50;
const mostPurged = 100;

const recordSteps: Readonly<Record<string, string>> = {
  DELETE: 'deletes',
  PATCH: 'patches',
  PUT: 'puts',
  POST: 'posts',
};

function partOfBulk(request: RequestLine): BulkPart | undefined {
  if (!request.items.every(isBodyItem) || request.filter !== undefined) return undefined;
  return recordPart(request) ?? keyPart(request) ?? purgePart(request) ?? listPart(request);
}

function recordPart(request: RequestLine): BulkPart | undefined {
  const method = effectiveMethod(request);
  const step = recordSteps[method];
  const [, records, id] = /^(\/zones\/[0-9a-f]{32}\/dns_records)(?:\/([^/]+))?$/.exec(request.path) ?? [];
  if (step === undefined || records === undefined || (method === 'POST') !== (id === undefined) || id === 'batch')
    return undefined;
  const entry = method === 'DELETE' ? '{}' : objectBody(request);
  if (entry === undefined || (method === 'DELETE' && bodyText(request) !== undefined)) return undefined;
  const key = id === undefined ? '' : decodeURIComponent(id);
  return {
    group: `${step} ${records}`,
    path: `${records}/batch`,
    method: 'POST',
    key,
    entries: [id === undefined ? entry : withMember(entry, 'id', key)],
    around: [`{"${step}":[`, ']}'],
    most: mostRecords,
    mostUndoable: mostRecordsUndoable,
    isTransaction: true,
  };
}

function keyPart(request: RequestLine): BulkPart | undefined {
  const method = effectiveMethod(request);
  const [, namespace, name] =
    /^(\/accounts\/[0-9a-f]{32}\/storage\/kv\/namespaces\/[^/]+)\/values\/(.+)$/.exec(request.path) ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  const key = decodeURIComponent(name);
  const of = { key, most: mostKeys, mostUndoable: mostKeysUndoable, isTransaction: false, around: ['[', ']'] } as const;
  if (method === 'DELETE' && request.items.length === 0) {
    const path = `${namespace}/bulk/delete`;
    return { ...of, group: path, path, method: 'POST', entries: [JSON.stringify(key)] };
  }
  const [text, ...others] = request.items;
  if (method !== 'PUT' || text?.kind !== 'text' || others.length > 0) return undefined;
  const path = `${namespace}/bulk`;
  return { ...of, group: path, path, method: 'PUT', entries: [JSON.stringify({ key, value: text.value })] };
}

/** One of files, tags, hosts and prefixes; never everything. */
function purgePart(request: RequestLine): BulkPart | undefined {
  const { path } = request;
  const body = objectBody(request);
  if (effectiveMethod(request) !== 'POST' || !/^\/zones\/[^/]+\/purge_cache$/.test(path) || !body) return undefined;
  const [[name, list] = ['', undefined], ...others] = Object.entries(JSON.parse(body));
  if (others.length > 0 || !['files', 'tags', 'hosts', 'prefixes'].includes(name) || !Array.isArray(list))
    return undefined;
  return {
    group: `${name} ${path}`,
    path,
    method: 'POST',
    key: '',
    entries: list.map((entry) => JSON.stringify(entry)),
    around: [`{"${name}":[`, ']}'],
    most: mostPurged,
    mostUndoable: mostPurged,
    isTransaction: true,
  };
}

/** Items that are added to a list of an account, or taken from it: one such request at a time is all that the API takes. */
function listPart(request: RequestLine): BulkPart | undefined {
  const method = effectiveMethod(request);
  const { path } = request;
  const text = bodyText(request);
  if (!/^\/accounts\/[^/]+\/rules\/lists\/[^/]+\/items$/.test(path) || text === undefined) return undefined;
  if (method !== 'POST' && method !== 'DELETE') return undefined;
  const body = parsed(text);
  const list = method === 'POST' ? body : isRecord(body) && Object.keys(body).length === 1 ? body.items : undefined;
  if (!Array.isArray(list)) return undefined;
  return {
    group: `${method} ${path}`,
    path,
    method,
    key: '',
    entries: list.map((entry) => JSON.stringify(entry)),
    around: method === 'POST' ? ['[', ']'] : ['{"items":[', ']}'],
    most: mostKeys,
    mostUndoable: mostKeys,
    isTransaction: true,
  };
}

/** Where to ask how such a request goes, which the API carries out later; undefined for every other response. */
export function laterOperation({ path }: RequestLine, result: unknown): string | undefined {
  const [, account] = /^(\/accounts\/[^/]+)\/rules\/lists\/[^/]+\/items$/.exec(path) ?? [];
  const id = isRecord(result) ? result.operation_id : undefined;
  return account && typeof id === 'string'
    ? `${account}/rules/lists/bulk_operations/${encodeURIComponent(id)}`
    : undefined;
}

/** What such an operation says of itself: why it failed, or whether it goes on. */
export function laterOutcome(result: unknown): { readonly isOver: boolean; readonly error: string | undefined } {
  const { status, error } = isRecord(result) ? result : {};
  if (status === 'pending' || status === 'running') return { isOver: false, error: undefined };
  const isFailed = status !== 'completed';
  return {
    isOver: true,
    error: isFailed ? (typeof error === 'string' && error !== '' ? error : 'it failed') : undefined,
  };
}

/** The source of a body that is an object without an `id`; undefined for any other. */
function objectBody(request: RequestLine): string | undefined {
  const text = bodyText(request);
  const value = text === undefined ? undefined : parsed(text);
  return isRecord(value) && !('id' in value) ? text : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withMember(object: string, name: string, value: string): string {
  const rest = object.trim().slice(1).trimStart();
  return `{${JSON.stringify(name)}:${JSON.stringify(value)}${rest.startsWith('}') ? '' : ','}${rest}`;
}

/** How the requests of the rows are to go out: together where the API takes them together and `isBulk` allows it. */
export function planSendings(
  requests: readonly RequestLine[],
  { isBulk, isUndoable }: { readonly isBulk: boolean; readonly isUndoable: boolean },
): readonly PlannedRequest[] {
  const sendings: { request: RequestLine; rows: number[]; bulk: PlannedRequest['bulk'] }[] = [];
  const open = new Map<string, { parts: BulkPart[]; rows: number[]; size: number; at: number }>();
  const close = (group: string): void => {
    const found = open.get(group);
    open.delete(group);
    if (!found || found.parts.length < 2) return;
    sendings[found.at] = { request: together(found.parts), rows: found.rows, bulk: bulkOf(found.parts) };
  };
  for (const [row, request] of requests.entries()) {
    const part = isBulk ? partOfBulk(request) : undefined;
    if (!part) {
      sendings.push({ request, rows: [row], bulk: undefined });
      continue;
    }
    const most = isUndoable ? part.mostUndoable : part.most;
    const found = open.get(part.group);
    // A thing that is named twice in one request is not done twice.
    const isTwice = part.key !== '' && found?.parts.some(({ key }) => key === part.key);
    if (found && !isTwice && found.size + part.entries.length <= most) {
      found.parts.push(part);
      found.rows.push(row);
      found.size += part.entries.length;
      continue;
    }
    close(part.group);
    open.set(part.group, { parts: [part], rows: [row], size: part.entries.length, at: sendings.length });
    sendings.push({ request, rows: [row], bulk: undefined });
  }
  for (const group of open.keys()) close(group);
  return sendings;
}

function bulkOf(parts: readonly BulkPart[]): PlannedRequest['bulk'] {
  return { keys: parts.map(({ key }) => key), isTransaction: parts.every(({ isTransaction }) => isTransaction) };
}

function together(parts: readonly BulkPart[]): RequestLine {
  const [{ method, path, around }] = parts as readonly [BulkPart, ...BulkPart[]];
  const value = around[0] + parts.flatMap(({ entries }) => entries).join(',') + around[1];
  return { method, path, items: [{ kind: 'body', value }], filter: undefined };
}

/** Which of the rows of a bulk request the API did not do, though it accepted the request: `unsuccessful_keys` of KV. */
export function refusedKeys(result: unknown): ReadonlySet<string> {
  const keys = isRecord(result) ? result.unsuccessful_keys : undefined;
  return new Set(Array.isArray(keys) ? keys.map(String) : []);
}
