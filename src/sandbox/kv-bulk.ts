// Many keys of a Workers KV namespace at once. A bulk write is no transaction: what is refused stops all of it before anything is
// written, and keys that are not there are no error.
import { expirationOf, inNamespace, type KvEntry, storedBytes } from './kv.ts';
import { failWith, type Reply, success } from './reply.ts';
import { isObject, type JsonObject } from './request-body.ts';
import type { Call } from './router.ts';

const MOST_WRITTEN = 10_000;
const MOST_READ = 100;

function listIn(bytes: Uint8Array): readonly unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

function keysIn(list: readonly unknown[] | undefined, most: number): readonly string[] | undefined {
  return list !== undefined && list.length <= most && list.every((key) => typeof key === 'string') ? list : undefined;
}

type Pair = { readonly key: string; readonly entry: KvEntry };

const secondsOf = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));

function pairOf(call: Call, item: JsonObject): Pair | Reply {
  const { key, value, base64, expiration, expiration_ttl: ttl, metadata } = item;
  if (typeof key !== 'string' || key === '' || typeof value !== 'string') {
    return failWith(400, 10012, "bulk put: 'every pair must have a key and a value'");
  }
  if (Buffer.byteLength(key) > 512) {
    return failWith(414, 10030, "put: 'UTF-8 encoded length of key exceeds key length limit of 512.'");
  }
  const expires = expirationOf(call, secondsOf(expiration), secondsOf(ttl));
  if (!expires.isValid) {
    const message = "put: 'Invalid expiration. Expiration times must be at least 60 seconds in the future.'";
    return failWith(400, 10022, message);
  }
  const entry: KvEntry = {
    value: Buffer.from(value, base64 === true ? 'base64' : 'utf8'),
    ...(metadata === undefined || metadata === null ? {} : { metadata }),
    ...(expires.at === undefined ? {} : { expiration: expires.at }),
  };
  return { key, entry };
}

/** The body is a list of pairs. */
export const putValues = inNamespace((call, entries) => {
  const list = listIn(call.bytes);
  if (list === undefined || list.length > MOST_WRITTEN || !list.every(isObject)) {
    return failWith(400, 10012, `bulk put: 'the body must be a JSON list of at most ${MOST_WRITTEN} pairs'`);
  }
  const pairs: Pair[] = [];
  for (const item of list) {
    const pair = pairOf(call, item);
    if ('kind' in pair) return pair;
    pairs.push(pair);
  }
  for (const { key, entry } of pairs) entries.set(key, entry);
  return success({ successful_key_count: pairs.length, unsuccessful_keys: [] });
});

/** The body is a list of keys. Those that are not there are no error. */
export const deleteValues = inNamespace((call, entries) => {
  const keys = keysIn(listIn(call.bytes), MOST_WRITTEN);
  if (keys === undefined) return failWith(400, 10012, "bulk delete: 'the body must be a JSON list of keys'");
  for (const key of keys) entries.delete(key);
  return success({ successful_key_count: keys.length, unsuccessful_keys: [] });
});

/** `{keys, type, withMetadata}`; a key that is not there has the value null. A value that is no UTF-8 is refused, our reading. */
export const getValues = inNamespace((call, entries, namespace) => {
  const { keys: given, type = 'text', withMetadata } = call.body;
  const keys = keysIn(Array.isArray(given) ? given : undefined, MOST_READ);
  if (keys === undefined) return failWith(400, 10012, `bulk get: 'keys must be a list of at most ${MOST_READ} keys'`);
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    const entry = entries.get(key);
    if (entry === undefined) {
      values[key] = null;
      continue;
    }
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(storedBytes(call, namespace, key, entry));
      const value: unknown = type === 'json' ? JSON.parse(text) : text;
      const expires = entry.expiration === undefined ? {} : { expiration: entry.expiration };
      values[key] = withMetadata === true ? { value, metadata: entry.metadata ?? null, ...expires } : value;
    } catch {
      return failWith(400, 10033, `bulk get: 'the value of ${key} is no ${type === 'json' ? 'JSON' : 'text'}'`);
    }
  }
  return success({ values });
});
