// Workers KV: namespaces, their keys and values. Values are made when they are read, so 2,500 keys cost nothing to open.
// Trap: keys list in UTF-8 order, and their cursor is the last key, so both must compare the same way.
import { inAccount, type SandboxAccount } from './accounts.ts';
import { readForm } from './forms.ts';
import { cutByCursor, decimalDigits, listByPage, orderBy, type PageSizes } from './lists.ts';
import { randomFor } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import { mediaType } from './request-body.ts';
import type { Call } from './router.ts';
import { perOwner } from './world.ts';

type Namespace = { readonly id: string; readonly title: string; readonly supports_url_encoding: boolean };

const NAMESPACE_PAGES: PageSizes = { initial: 20, min: 1, max: 1000, outOfRange: 'refuse' };

/** 10 to 1,000, default 1,000: the published schema of the list. */
const KEY_PAGES: PageSizes = { initial: 1000, min: 10, max: 1000, outOfRange: 'refuse' };

const TITLES: readonly string[] = ['sessions', 'feature-flags', 'page-cache', 'geo-rules', 'shortlinks', 'i18n'];

/** The namespace with the many keys. */
const LARGE_TITLE = 'sessions';

export const namespacesOf = perOwner('kv-namespaces', (random, _account: SandboxAccount): Map<string, Namespace> => {
  const namespaces = TITLES.map((title) => ({ id: random.hex(32), title, supports_url_encoding: true }));
  return new Map(namespaces.map((namespace) => [namespace.id, namespace]));
});

const KEY_FORMS: readonly ((index: string) => string)[] = [
  (index) => `user:${index}`,
  (index) => `page/${index}.html`,
  (index) => `image/${index}.bin`,
];

const entriesOf = perOwner('kv-entries', (random, namespace: Namespace): Map<string, KvEntry> => {
  const isFirst = TITLES.includes(namespace.title);
  const count = !isFirst ? 0 : namespace.title === LARGE_TITLE ? 2500 : random.int(3, 40);
  const entries = new Map<string, KvEntry>();
  for (let index = 0; index < count; index += 1) {
    const form = KEY_FORMS[index % KEY_FORMS.length]!;
    const metadata = random.chance(0.2) ? { metadata: { origin: 'import', batch: random.int(1, 9) } } : {};
    entries.set(form(String(index).padStart(6, '0')), { value: undefined, ...metadata });
  }
  return entries;
});

/** Wraps a handler that works on the entries of the namespace in the path. */
export function inNamespace(
  handler: (call: Call, entries: Map<string, KvEntry>, namespace: Namespace) => Reply | Promise<Reply>,
) {
  return inAccount((call, account) => {
    const namespace = namespacesOf(call.world, account).get(call.params.namespace_id ?? '');
    if (namespace === undefined) return failWith(404, 10013, 'namespace not found');
    const entries = entriesOf(call.world, namespace);
    dropExpired(entries, call.now);
    return handler(call, entries, namespace);
  });
}

function dropExpired(entries: Map<string, KvEntry>, now: number): void {
  for (const [key, entry] of entries) {
    if (entry.expiration !== undefined && entry.expiration * 1000 <= now) entries.delete(key);
  }
}

export const listNamespaces = inAccount((call, account) => {
  const keys = { id: (namespace: Namespace) => namespace.id, title: (namespace: Namespace) => namespace.title };
  const all = [...namespacesOf(call.world, account).values()];
  const ordered = orderBy(all, call.query, keys, 'id');
  return ordered.kind === 'refused' ? ordered.reply : listByPage(ordered.items, call.query, NAMESPACE_PAGES);
});

/** A title of 1 to 512 characters that no other namespace of the account has, or why not. Code 10019 is our reading. */
function titleRefusal(call: Call, account: SandboxAccount, ownId: string | undefined): Reply | undefined {
  const { title } = call.body;
  if (typeof title !== 'string' || title === '' || title.length > 512) {
    return failWith(400, 10019, 'the namespace title must be a text of 1 to 512 characters');
  }
  const taken = [...namespacesOf(call.world, account).values()].some((one) => one.title === title && one.id !== ownId);
  return taken ? failWith(400, 10014, 'a namespace with this account ID and title already exists') : undefined;
}

export const createNamespace = inAccount((call, account) => {
  const refusal = titleRefusal(call, account, undefined);
  if (refusal !== undefined) return refusal;
  const namespace = { id: call.world.nextId(), title: String(call.body.title), supports_url_encoding: true };
  namespacesOf(call.world, account).set(namespace.id, namespace);
  // A title may be one of the first ones again; a new namespace is empty all the same.
  entriesOf(call.world, namespace).clear();
  return success(namespace);
});

export const renameNamespace = inAccount((call, account) => {
  const namespaces = namespacesOf(call.world, account);
  const namespace = namespaces.get(call.params.namespace_id ?? '');
  if (namespace === undefined) return failWith(404, 10013, 'namespace not found');
  const refusal = titleRefusal(call, account, namespace.id);
  if (refusal !== undefined) return refusal;
  entriesOf(call.world, namespace);
  const renamed = { ...namespace, title: String(call.body.title) };
  namespaces.set(namespace.id, renamed);
  return success(renamed);
});

export const getNamespace = inNamespace((_call, _entries, namespace) => success(namespace));

export const deleteNamespace = inAccount((call, account) => {
  const isGone = namespacesOf(call.world, account).delete(call.params.namespace_id ?? '');
  return isGone ? success(null) : failWith(404, 10013, 'namespace not found');
});

/** Orders keys by their UTF-8 bytes; for texts without astral characters that is JavaScript's own order. */
function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : 1;
}

export const listKeys = inNamespace((call, entries) => {
  const prefix = call.query.get('prefix') ?? '';
  const names = [...entries.keys()].filter((name) => name.startsWith(prefix)).sort(byCodeUnit);
  const page = cutByCursor(names, call.query, { sizes: KEY_PAGES, sizeParameter: 'limit', keyOf: (name) => name });
  if (page.kind === 'refused') return page.reply;
  const result = page.items.map((name) => {
    const entry = entries.get(name);
    return {
      name,
      ...(entry?.expiration === undefined ? {} : { expiration: entry.expiration }),
      ...(entry?.metadata === undefined ? {} : { metadata: entry.metadata }),
    };
  });
  return success(result, { info: { count: result.length, cursor: page.next ?? '' } });
});

const NO_KEY = "get: 'key not found'";

export const getValue = inNamespace((call, entries, namespace) => {
  const key = call.params.key ?? '';
  const entry = entries.get(key);
  if (entry === undefined) return failWith(404, 10009, NO_KEY);
  const bytes = storedBytes(call, namespace, key, entry);
  const expires = entry.expiration === undefined ? {} : { expiration: String(entry.expiration) };
  return { kind: 'bytes', status: 200, contentType: 'application/octet-stream', bytes, headers: expires };
});

export const getMetadata = inNamespace((call, entries) => {
  const entry = entries.get(call.params.key ?? '');
  return entry === undefined ? failWith(404, 10009, NO_KEY) : success(entry.metadata ?? null);
});

/**
 * When a value written now would expire, in seconds since the epoch; the API wants at least 60 seconds from now, and a ttl
 * wins over an instant.
 */
export function expirationOf(
  call: Call,
  absolute: string | null,
  ttl: string | null,
): { readonly isValid: boolean; readonly at?: number } {
  if (absolute === null && ttl === null) return { isValid: true };
  const now = Math.floor(call.now / 1000);
  const seconds = decimalDigits(ttl ?? absolute ?? '');
  if (seconds === undefined) return { isValid: false };
  const at = ttl === null ? seconds : now + seconds;
  return at < now + 60 ? { isValid: false } : { isValid: true, at };
}

/** The body is the value, or a form with `value` and `metadata` (what the official SDK sends). Codes are our reading. */
export const putValue = inNamespace(async (call, entries) => {
  const key = call.params.key ?? '';
  if (Buffer.byteLength(key) > 512)
    return failWith(414, 10030, "put: 'UTF-8 encoded length of key exceeds key length limit of 512.'");
  const expiration = expirationOf(call, call.query.get('expiration'), call.query.get('expiration_ttl'));
  if (!expiration.isValid) {
    return failWith(
      400,
      10022,
      "put: 'Invalid expiration. Expiration times must be at least 60 seconds in the future.'",
    );
  }
  const write = await readWrite(call);
  if (write === undefined) return failWith(400, 10033, "put: 'the form must have a value, and metadata must be JSON'");
  entries.set(key, { ...write, ...(expiration.at === undefined ? {} : { expiration: expiration.at }) });
  return success(null);
});

/** Deleting a key that is not there succeeds, as with any eventually consistent store. */
export const deleteValue = inNamespace((call, entries) => {
  entries.delete(call.params.key ?? '');
  return success(null);
});

export type KvEntry = {
  /** Undefined until a client writes: then `madeValue` says what the bytes are. */
  readonly value: Uint8Array | undefined;
  readonly metadata?: unknown;
  /** Seconds since the epoch. */
  readonly expiration?: number;
};

/** What the value is: as it was written, or made up. */
export function storedBytes(call: Call, namespace: Namespace, key: string, entry: KvEntry): Uint8Array {
  return entry.value ?? madeValue(call.world.seed, namespace.id, key);
}

/** The same bytes for the same key, whenever they are asked for. */
function madeValue(seed: number, namespaceId: string, key: string): Uint8Array {
  const random = randomFor(seed, 'kv-value', namespaceId, key);
  if (key.startsWith('user:')) {
    const user = {
      id: key.slice(5),
      plan: random.pick(['free', 'pro']),
      visits: random.int(1, 9999),
      beta: random.chance(0.3),
    };
    return Buffer.from(JSON.stringify(user));
  }
  if (key.startsWith('image/')) {
    return Uint8Array.from({ length: random.int(64, 512) }, () => random.int(0, 255));
  }
  return Buffer.from(`<!doctype html>\n<title>${key}</title>\n<p>${random.hex(16)}</p>\n`);
}

/** What a PUT writes; undefined where a form lacks its value or its metadata is no JSON. */
async function readWrite(call: Call): Promise<KvEntry | undefined> {
  if (mediaType(call.headers['content-type']) !== 'multipart/form-data') return { value: call.bytes };
  const form = await readForm(call);
  const file = form?.files.find(({ field }) => field === 'value');
  const text = form?.textOf('value');
  if (form === undefined || text === undefined) return undefined;
  const value = file?.bytes ?? Buffer.from(text);
  const metadata = form.textOf('metadata');
  if (metadata === undefined) return { value };
  try {
    const parsed: unknown = JSON.parse(metadata);
    return { value, metadata: parsed };
  } catch {
    return undefined;
  }
}
