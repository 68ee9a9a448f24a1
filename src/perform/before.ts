// Reads what a write is about before it goes out: the resource as it is, and what the things in its path are called. One place for
// the preview and for taking back.
import type { Connection } from '../accounts/connection.ts';
import { sentence } from '../api/failures.ts';
import { itemOfList, type ResourceBefore, resourceIn } from '../api/resource.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { looksLikeId, nameField } from '../catalog/identity.ts';
import { listedIn } from '../catalog/listed-in.ts';
import { subjectOf } from '../catalog/subject.ts';
import type { SendContext } from '../http/send.ts';
import { toValue } from '../json/document.ts';
import { isRecord } from '../json/values.ts';
import { effectiveMethod } from '../request/method.ts';
import type { Item, RequestLine } from '../request/types.ts';
import { formatBytes } from '../text/numbers.ts';
import { exchange } from './exchange.ts';
import type { Files } from './performers.ts';
import { failureOf } from './requests.ts';

/** Bytes of a resource that are read: an object of a bucket may be as large as it likes. */
const mostRead = 8 * 1024 * 1024;

/**
 * The resource that a PUT, PATCH or DELETE is about, as a GET on the same path tells it, or where there is none the list that it
 * is in.
 *
 * @param request with ids for names
 * @param catalog knows whether there is such a GET; without one it is tried
 */
export async function readBefore(
  connection: Connection,
  request: RequestLine,
  catalog: Catalog | undefined,
  files: Files,
  { signal }: Pick<SendContext, 'signal'>,
): Promise<ResourceBefore> {
  const method = effectiveMethod(request);
  const matcher = catalog?.matcher();
  const own = matcher?.match('GET', request.path);
  const listed = catalog && !own ? listedIn(catalog, method, request.path) : undefined;
  if (matcher?.match(method, request.path) && !own && !listed) return unknown('the API has no request that reads it');
  const path = listed?.path ?? request.path;
  const reading = listed ? matcher?.match('GET', path) : own;
  const known = reading && catalog?.details(reading.operation).parameters;
  // What says where it is belongs to reading too; what says how it is to be written does not.
  const belongs = (item: Item): boolean =>
    (item.kind === 'header' && /^cf-/i.test(item.name)) ||
    (item.kind === 'query' && (known?.some(({ in: place, name }) => place === 'query' && name === item.name) ?? false));
  const get: RequestLine = {
    method: 'GET',
    path,
    items: request.items.filter(belongs),
    filter: undefined,
  };
  const tooLarge = new AbortController();
  try {
    const received = await exchange(connection, get, files, {
      signal: AbortSignal.any([signal, tooLarge.signal]),
      onEvent: (event) => {
        if (event.type === 'progress' && event.received > mostRead) tooLarge.abort();
      },
    });
    const status = received.response?.status;
    if (status === 404 || status === 410) return { kind: 'absent' };
    if (received.failure) return unknown(clause(sentence(received.failure)));
    return listed ? itemOfList(received, listed) : { kind: 'read', received };
  } catch (error) {
    if (tooLarge.signal.aborted) return unknown(`it is larger than ${formatBytes(mostRead)}`);
    if (signal.aborted) throw error;
    return unknown(clause(sentence(failureOf(error))));
  }
}

function unknown(reason: string): ResourceBefore {
  return { kind: 'unknown', reason };
}

function clause(text: string): string {
  return text.replace(/\.$/, '');
}

/** Things above the object whose names are asked for: a path has a zone or an account, and something in it. */
const mostNamed = 3;

/** What the things in a path are called, by their ids; those that cannot be read have no name. */
export async function readNames(
  connection: Connection,
  request: RequestLine,
  catalog: Catalog | undefined,
  before: ResourceBefore | undefined,
  known: ReadonlyMap<string, string>,
  files: Files,
  context: Pick<SendContext, 'signal'>,
): Promise<readonly (readonly [id: string, name: string])[]> {
  const { things, thing } = subjectOf(catalog, effectiveMethod(request), request.path);
  const own = thing && before && nameIn(before, thing.value);
  const others = things
    .filter((other) => other !== thing && looksLikeId(other.value) && !known.has(other.value))
    .filter(({ path }) => catalog === undefined || catalog.matcher().match('GET', path) !== undefined)
    .slice(0, mostNamed);
  const found = await Promise.all(
    others.map(async ({ path, value }) => {
      const read: RequestLine = { method: 'GET', path, items: [], filter: undefined };
      const name = nameIn(await readBefore(connection, read, catalog, files, context), value);
      return name === undefined ? [] : [[value, name] as const];
    }),
  );
  return [...(thing && own !== undefined ? [[thing.value, own] as const] : []), ...found.flat()];
}

function nameIn(before: ResourceBefore, id: string): string | undefined {
  const found = resourceIn(before);
  const value = found && toValue(found.document, found.node);
  if (!isRecord(value)) return undefined;
  const field = nameField(Object.keys(value), 'id');
  const name = field === undefined ? undefined : value[field];
  return typeof name === 'string' && name !== '' && name !== id ? name : undefined;
}
