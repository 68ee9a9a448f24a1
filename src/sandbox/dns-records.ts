// The endpoints below /zones/{zone_id}/dns_records. The rules are elsewhere: dns-record.ts for one record, dns-book.ts for
// records side by side, dns-filters.ts for the list.
import type { Call } from './call.ts';
import {
  type Change,
  copyBook,
  createRecord,
  type DnsBook,
  editRecord,
  NO_RECORD,
  overwriteRecord,
  removeRecord,
  type Stamp,
} from './dns-book.ts';
import { makeBook } from './dns-data.ts';
import { zoneFile } from './dns-export.ts';
import { RECORD_ORDER, recordTest } from './dns-filters.ts';
import type { DnsRecord, ZoneFacts } from './dns-record.ts';
import { failure, type Reply, refuse, success, text } from './envelope.ts';
import { orderBy } from './filters.ts';
import { listByPage, type PageSizes } from './lists.ts';
import { isObject, type JsonObject } from './request-body.ts';
import { perOwner } from './world.ts';
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

function replyOf(change: Change): Reply {
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
): Change {
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
    if (items === undefined) return refuse(400, 9207, `Invalid batch: ${step} must be a list of objects`);
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
