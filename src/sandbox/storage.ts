// D1 databases: a list by page, one database, read only; their ids are UUIDs. R2 buckets, and the objects in them.

import { createHash } from 'node:crypto';
import { inAccount, type SandboxAccount } from './accounts.ts';
import { cutByCursor, decimalDigits, listByPage, type PageSizes } from './lists.ts';
import { FIRST_DAY, LAST_DAY, nameAt, randomFor } from './random.ts';
import { failWith, type Reply, success } from './reply.ts';
import type { Call } from './router.ts';
import { perOwner } from './world.ts';

type Database = {
  readonly uuid: string;
  readonly name: string;
  readonly version: string;
  readonly created_at: string;
  readonly file_size: number;
  readonly num_tables: number;
  readonly jurisdiction: string | null;
  readonly read_replication: { readonly mode: 'auto' | 'disabled' };
};

/** 10 to 10,000, default 1,000: the published schema; clamping is our reading. */
const DATABASE_PAGES: PageSizes = { initial: 1000, min: 10, max: 10_000, outOfRange: 'clamp' };

export const databasesOf = perOwner('d1', (random, account: SandboxAccount): readonly Database[] =>
  Array.from({ length: account.type === 'enterprise' ? 27 : 3 }, (_, index) => ({
    uuid: random.uuid(),
    name: `${nameAt(index)}-db`,
    version: 'production',
    created_at: random.instant(FIRST_DAY, LAST_DAY),
    file_size: random.int(12_288, 90_000_000),
    num_tables: random.int(1, 24),
    jurisdiction: random.chance(0.2) ? 'eu' : null,
    read_replication: { mode: random.pick(['auto', 'disabled'] as const) },
  })),
);

export const listDatabases = inAccount((call, account) => {
  const name = call.query.get('name');
  const found = databasesOf(call.world, account).filter((database) => name === null || database.name.includes(name));
  const heads = found.map(({ uuid, name: title, version, created_at, jurisdiction }) => {
    return { uuid, name: title, version, created_at, jurisdiction };
  });
  return listByPage(heads, call.query, DATABASE_PAGES);
});

export const getDatabase = inAccount((call, account) => {
  const id = call.params.database_id ?? '';
  const database = databasesOf(call.world, account).find((candidate) => candidate.uuid === id);
  if (database === undefined) return failWith(404, 7404, `The database ${id} could not be found`);
  return success(database);
});

type Bucket = {
  readonly name: string;
  readonly creation_date: string;
  readonly location: string;
  readonly storage_class: 'Standard' | 'InfrequentAccess';
  readonly jurisdiction: string;
};

/** 1 to 1,000, default 20: the published schema. */
const BUCKET_PAGES: PageSizes = { initial: 20, min: 1, max: 1000, outOfRange: 'refuse' };

export const bucketsOf = perOwner('r2', (random, account: SandboxAccount): readonly Bucket[] =>
  Array.from(
    { length: account.type === 'enterprise' ? 33 : 2 },
    (_, index): Bucket => ({
      name: `${nameAt(index * 7)}-files`,
      creation_date: random.instant(FIRST_DAY, LAST_DAY),
      location: random.pick(['apac', 'eeur', 'enam', 'weur', 'wnam', 'oc']),
      storage_class: random.chance(0.8) ? 'Standard' : 'InfrequentAccess',
      jurisdiction: 'default',
    }),
  ).toSorted((left, right) => (left.name < right.name ? -1 : 1)),
);

/** The buckets are in `result.buckets`, the cursor in `result_info.cursor`. */
export const listBuckets = inAccount((call, account) => {
  const isDescending = call.query.get('direction') === 'desc';
  const part = call.query.get('name_contains') ?? '';
  const after = call.query.get('start_after') ?? '';
  const found = bucketsOf(call.world, account).filter((bucket) => bucket.name.includes(part) && bucket.name > after);
  const page = cutByCursor(isDescending ? found.toReversed() : found, call.query, {
    sizes: BUCKET_PAGES,
    sizeParameter: 'per_page',
    keyOf: (bucket) => bucket.name,
    isDescending,
  });
  if (page.kind === 'refused') return page.reply;
  const cursor = page.next === undefined ? {} : { cursor: page.next };
  return success({ buckets: page.items }, { info: { per_page: page.size, ...cursor } });
});

/** Code 10006 and its text are the real ones. */
const noBucket = failWith(404, 10006, 'The specified bucket does not exist.');

export const getBucket = inAccount((call, account) => {
  const bucket = bucketsOf(call.world, account).find((candidate) => candidate.name === call.params.bucket_name);
  return bucket === undefined ? noBucket : success(bucket);
});

type StoredObject = {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  readonly last_modified: string;
  readonly storage_class: string;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
};

/** The first ones are empty. */
const objectsOf = perOwner('r2-objects', (): Map<string, StoredObject> => {
  const keys = Array.from({ length: 47 }, (_, index) => `logs/${String(index + 1).padStart(4, '0')}.txt`);
  const at = new Date(LAST_DAY).toISOString();
  return new Map(keys.map((key) => [key, objectOf(key, new Uint8Array(), at, 'text/plain')]));
});

function objectOf(key: string, bytes: Uint8Array, at: string, contentType: string | undefined): StoredObject {
  const etag = createHash('md5').update(bytes).digest('hex');
  return { key, etag, size: bytes.length, last_modified: at, storage_class: 'Standard', contentType, bytes };
}

function inBucket(handler: (call: Call, objects: Map<string, StoredObject>) => Reply | Promise<Reply>) {
  return inAccount((call, account) => {
    const name = call.params.bucket_name ?? '';
    if (!bucketsOf(call.world, account).some((bucket) => bucket.name === name)) return noBucket;
    return handler(call, objectsOf(call.world, { id: `${account.id}/${name}` }));
  });
}

const initialObjects = 20;
const mostObjects = 25;

/** In the order of their keys, and no cursor: what comes after the last one is asked for by its key. */
export const listObjects = inBucket((call, objects) => {
  const { query } = call;
  const asked = decimalDigits(query.get('per_page') ?? '') ?? 0;
  const [prefix, after] = [query.get('prefix') ?? '', query.get('start_after') ?? ''];
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, Math.min(mostObjects, asked < 1 ? initialObjects : asked));
  const result = page.flatMap((key) => {
    const object = objects.get(key);
    if (object === undefined) return [];
    const { bytes: _, contentType, ...told } = object;
    return [{ ...told, http_metadata: contentType === undefined ? {} : { contentType }, custom_metadata: {} }];
  });
  return success(result);
});

/** Code 10007 is the real one of a key that is not there. */
const noObject = failWith(404, 10007, 'The specified key does not exist.');

export const getObject = inBucket((call, objects) => {
  const object = objects.get(call.params.object_key ?? '');
  if (object === undefined) return noObject;
  const { contentType = 'application/octet-stream', bytes, etag } = object;
  return { kind: 'bytes', status: 200, contentType, bytes, headers: { etag: `"${etag}"` } };
});

/** The body is the object, whatever its type. */
export const putObject = inBucket((call, objects) => {
  const key = call.params.object_key ?? '';
  const at = new Date(call.now).toISOString();
  const object = objectOf(key, call.bytes, at, call.headers['content-type']);
  objects.set(key, object);
  const { etag, size, last_modified, storage_class } = object;
  const version = randomFor(call.world.seed, 'r2-version', call.world.nextId()).hex(32);
  return success({ key, etag, size: String(size), uploaded: last_modified, storage_class, version });
});

/** A key that is not there is no error. */
export const deleteObject = inBucket((call, objects) => {
  const key = call.params.object_key ?? '';
  objects.delete(key);
  return success({ key });
});
