// The endpoints below /zones/{zone_id}/dns_records. The rules are elsewhere: dns-record.ts for one record, dns-book.ts for
// records side by side, lists.ts for the list.
import {
  copyBook,
  createRecord,
  type DnsBook,
  editRecord,
  makeBook,
  NO_RECORD,
  overwriteRecord,
  type RecordChange,
  removeRecord,
  type Stamp,
} from './dns-book.ts';
import type { DnsRecord, ZoneFacts } from './dns-record.ts';
import { readForm } from './forms.ts';
import { combine, listByPage, orderBy, type PageSizes, type SortKey, type Test } from './lists.ts';
import { failure, failWith, type Reply, success, text } from './reply.ts';
import { isObject, type JsonObject } from './request-body.ts';
import type { Call } from './router.ts';
import { perOwner } from './world.ts';
import { readZoneFile, zoneFile } from './zone-file.ts';
import { inZone, type Zone } from './zones.ts';

/** 1 to 5,000,000, default 100: the published schema of the list's parameters. */
const RECORD_PAGES: PageSizes = { initial: 100, min: 1, max: 5_000_000, outOfRange: 'refuse' };

function factsOf(zone: Zone): ZoneFacts {
  return { name: zone.name, minTtl: zone.plan.legacy_id === 'enterprise' ? 30 : 60 };
}

/** A box, because a batch replaces the whole book. */
const booksOf = perOwner('dns', (random, zone: Zone): { book: DnsBook } => {
  const count = zone.name === 'example.com' ? 2000 : random.int(8, 60);
  return { book: makeBook(random, factsOf(zone), count) };
});

function stampOf(call: Call): Stamp {
  return { at: new Date(call.now).toISOString(), nextId: call.world.nextId };
}

function replyOf(change: RecordChange): Reply {
  if (change.kind === 'record') return success(change.record);
  return failure(change.error === NO_RECORD ? 404 : 400, [change.error]);
}

function idOf(call: Call): string {
  return call.params.dns_record_id ?? '';
}

export const listRecords = inZone((call, zone) => {
  const { book } = booksOf(call.world, zone);
  const found = [...book.records.values()].filter(recordTest(call.query));
  const ordered = orderBy(found, call.query, RECORD_ORDER);
  return ordered.kind === 'refused' ? ordered.reply : listByPage(ordered.items, call.query, RECORD_PAGES);
});

export const getRecord = inZone((call, zone) => {
  const record = booksOf(call.world, zone).book.records.get(idOf(call));
  return record === undefined ? failure(404, [NO_RECORD]) : success(record);
});

export const postRecord = inZone((call, zone) =>
  replyOf(createRecord(booksOf(call.world, zone).book, call.body, factsOf(zone), stampOf(call))),
);

export const putRecord = inZone((call, zone) =>
  replyOf(overwriteRecord(booksOf(call.world, zone).book, idOf(call), call.body, factsOf(zone), stampOf(call))),
);

export const patchRecord = inZone((call, zone) =>
  replyOf(editRecord(booksOf(call.world, zone).book, idOf(call), call.body, factsOf(zone), stampOf(call))),
);

export const deleteRecord = inZone((call, zone) => {
  const change = removeRecord(booksOf(call.world, zone).book, idOf(call));
  return change.kind === 'record' ? success({ id: change.record.id }) : replyOf(change);
});

export const exportRecords = inZone((call, zone) => {
  const records = [...booksOf(call.world, zone).book.records.values()];
  const file = zoneFile(zone.name, zone.name_servers, records, new Date(call.now).toISOString());
  return text('text/plain; charset=utf-8', file, { 'content-disposition': `attachment; filename="${zone.name}.txt"` });
});

/** A zone file as the part `file`; records that are there already are parsed and not added. Codes are our reading. */
export const importRecords = inZone(async (call, zone) => {
  const form = await readForm(call);
  if (form === undefined) return failWith(415, 9207, 'Content-type must be multipart/form-data.');
  const file = form.textOf('file');
  if (file === undefined) return failWith(400, 9207, 'The form has no file.');
  const read = readZoneFile(file, zone.name);
  if (read.kind === 'broken') return failWith(400, 9207, `Line ${read.line} of the file: ${read.reason}.`);
  const box = booksOf(call.world, zone);
  const book = copyBook(box.book);
  const isProxied = form.textOf('proxied') === 'true';
  let added = 0;
  for (const body of read.bodies) {
    const mayBe = isProxied && ['A', 'AAAA', 'CNAME'].includes(String(body.type));
    const change = createRecord(book, mayBe ? { proxied: true, ...body } : body, factsOf(zone), stampOf(call));
    if (change.kind === 'record') added += 1;
    else if (change.error.code !== 81057 && change.error.code !== 81058) return replyOf(change);
  }
  box.book = book;
  return success({ recs_added: added, total_records_parsed: read.bodies.length });
});

/** In the order in which the API executes them. */
const BATCH_STEPS = ['deletes', 'patches', 'puts', 'posts'] as const;

function batchItems(value: unknown): readonly JsonObject[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every(isObject) ? value : undefined;
}

function applyStep(
  book: DnsBook,
  step: (typeof BATCH_STEPS)[number],
  item: JsonObject,
  zone: ZoneFacts,
  stamp: Stamp,
): RecordChange {
  const id = typeof item.id === 'string' ? item.id : '';
  const { id: _, ...body } = item;
  switch (step) {
    case 'deletes':
      return removeRecord(book, id);
    case 'patches':
      return editRecord(book, id, body, zone, stamp);
    case 'puts':
      return overwriteRecord(book, id, body, zone, stamp);
    case 'posts':
      return createRecord(book, body, zone, stamp);
  }
}

/** All or nothing: works on a copy of the book that becomes the book only when every step went through. */
export const batchRecords = inZone((call, zone) => {
  const box = booksOf(call.world, zone);
  const book = copyBook(box.book);
  const result: Record<string, readonly DnsRecord[]> = {};
  for (const step of BATCH_STEPS) {
    const items = batchItems(call.body[step]);
    if (items === undefined) return failWith(400, 9207, `Invalid batch: ${step} must be a list of objects`);
    const records: DnsRecord[] = [];
    for (const item of items) {
      const change = applyStep(book, step, item, factsOf(zone), stampOf(call));
      if (change.kind === 'refused') return replyOf(change);
      records.push(change.record);
    }
    result[step] = records;
  }
  box.book = book;
  return success(result);
});

type Comparison = (value: string, wanted: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  exact: (value, wanted) => value === wanted,
  contains: (value, wanted) => value.includes(wanted),
  startswith: (value, wanted) => value.startsWith(wanted),
  endswith: (value, wanted) => value.endsWith(wanted),
};

const TEXT_FIELDS: Readonly<Record<string, (record: DnsRecord) => string>> = {
  name: (record) => record.name,
  content: (record) => record.content,
  comment: (record) => record.comment ?? '',
};

function textTests(query: URLSearchParams): readonly Test<DnsRecord>[] {
  const tests: Test<DnsRecord>[] = [];
  for (const [field, textOf] of Object.entries(TEXT_FIELDS)) {
    const bare = query.get(field);
    if (bare !== null) tests.push((record) => textOf(record).toLowerCase() === bare.toLowerCase());
    for (const [suffix, compare] of Object.entries(COMPARISONS)) {
      const wanted = query.get(`${field}.${suffix}`)?.toLowerCase();
      if (wanted !== undefined) tests.push((record) => compare(textOf(record).toLowerCase(), wanted));
    }
  }
  if (query.has('comment.present')) tests.push((record) => record.comment !== null);
  if (query.has('comment.absent')) tests.push((record) => record.comment === null);
  return tests;
}

function splitTag(tag: string): readonly [name: string, value: string] {
  const lower = tag.toLowerCase();
  const colon = lower.indexOf(':');
  return colon < 0 ? [lower, ''] : [lower.slice(0, colon), lower.slice(colon + 1)];
}

function tagTests(query: URLSearchParams): readonly Test<DnsRecord>[] {
  const tests: Test<DnsRecord>[] = [];
  const hasTag = (record: DnsRecord, name: string): boolean => record.tags.some((tag) => splitTag(tag)[0] === name);
  for (const wanted of query.getAll('tag.present')) tests.push((record) => hasTag(record, wanted.toLowerCase()));
  for (const wanted of query.getAll('tag.absent')) tests.push((record) => !hasTag(record, wanted.toLowerCase()));
  const compared = [
    ...query.getAll('tag').map((wanted) => ['exact', wanted] as const),
    ...Object.keys(COMPARISONS).flatMap((suffix) =>
      query.getAll(`tag.${suffix}`).map((wanted) => [suffix, wanted] as const),
    ),
  ];
  for (const [suffix, wanted] of compared) {
    const [wantedName, wantedValue] = splitTag(wanted);
    const compare = COMPARISONS[suffix]!;
    tests.push((record) =>
      record.tags.some((tag) => {
        const [name, value] = splitTag(tag);
        return name === wantedName && compare(value, wantedValue);
      }),
    );
  }
  return tests;
}

/** The API leaves `search` unspecified; here every word must occur in one of the record's texts. */
function searchTest(search: string): Test<DnsRecord> {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return () => true;
  return (record) => {
    const haystack = [record.name, record.type, record.content, record.comment ?? '', ...record.tags]
      .join('\n')
      .toLowerCase();
    return words.every((word) => haystack.includes(word));
  };
}

/** `match` joins the filters, tags count as one of them; `search` always has to hold ("independently of match"). */
function recordTest(query: URLSearchParams): Test<DnsRecord> {
  const tests: Test<DnsRecord>[] = [...textTests(query)];
  const type = query.get('type');
  if (type !== null) tests.push((record) => record.type === type.toUpperCase());
  const proxied = query.get('proxied');
  if (proxied !== null) tests.push((record) => record.proxied === (proxied === 'true'));
  const tags = tagTests(query);
  if (tags.length > 0) tests.push(combine(tags, query.get('tag_match')));
  const isMatch = combine(tests, query.get('match'));
  const isFound = searchTest(query.get('search') ?? '');
  return (record) => isFound(record) && isMatch(record);
}

const RECORD_ORDER: Readonly<Record<string, (record: DnsRecord) => SortKey>> = {
  type: (record) => record.type,
  name: (record) => record.name,
  content: (record) => record.content,
  ttl: (record) => record.ttl,
  proxied: (record) => record.proxied,
};
