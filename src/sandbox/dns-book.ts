// The records of one zone and the rules between them. Every change goes through here, one record at a time; a batch works
// on a copy. Looking up by name keeps a zone of thousands of records quick to write to.

import {
  type DnsRecord,
  type Drafting,
  draftRecord,
  finishRecord,
  type RecordDraft,
  type ZoneFacts,
} from './dns-record.ts';
import type { ApiError } from './envelope.ts';
import type { JsonObject } from './request-body.ts';

export type DnsBook = {
  readonly records: Map<string, DnsRecord>;
  /** Ids by complete name. */
  readonly names: Map<string, Set<string>>;
};

export type Change =
  | { readonly kind: 'record'; readonly record: DnsRecord }
  | { readonly kind: 'refused'; readonly error: ApiError };

/** Who is writing, and when: what a record gets that no client decides. */
export type Stamp = { readonly at: string; readonly nextId: () => string };

const HELP =
  'For more details, refer to <https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/>.';

export const NO_RECORD: ApiError = { code: 81044, message: 'Record does not exist.' };

export function emptyBook(): DnsBook {
  return { records: new Map(), names: new Map() };
}

export function copyBook(book: DnsBook): DnsBook {
  const names = new Map([...book.names].map(([name, ids]) => [name, new Set(ids)]));
  return { records: new Map(book.records), names };
}

/** Puts a record in, in the place of one with the same id. Checks nothing. */
export function store(book: DnsBook, record: DnsRecord): void {
  const before = book.records.get(record.id);
  if (before !== undefined && before.name !== record.name) book.names.get(before.name)?.delete(record.id);
  book.records.set(record.id, record);
  const ids = book.names.get(record.name) ?? new Set<string>();
  ids.add(record.id);
  book.names.set(record.name, ids);
}

const isAddressOrAlias = (type: string): boolean => type === 'A' || type === 'AAAA' || type === 'CNAME';

/** Why this draft may not stand beside the zone's other records, if it may not. */
export function findConflict(
  book: DnsBook,
  draft: RecordDraft,
  zoneName: string,
  ownId?: string,
): ApiError | undefined {
  for (const id of book.names.get(draft.name) ?? []) {
    const other = book.records.get(id);
    if (other === undefined || id === ownId) continue;
    if (other.type === draft.type && other.content === draft.content && other.priority === draft.priority) {
      // Our reading: 81058 where nothing differs, 81057 where only the ttl or the proxy does.
      const isIdentical = other.ttl === draft.ttl && other.proxied === draft.proxied;
      return isIdentical
        ? { code: 81058, message: 'An identical record already exists.' }
        : { code: 81057, message: 'Record already exists.' };
    }
    if (draft.type === 'CNAME' && isAddressOrAlias(other.type)) {
      return { code: 81053, message: `An A, AAAA, or CNAME record with that host already exists. ${HELP}` };
    }
    if (other.type === 'CNAME' && isAddressOrAlias(draft.type)) {
      return { code: 81054, message: `A CNAME record with that host already exists. ${HELP}` };
    }
    // The SDK's notes: "NS records cannot exist on the same name as any other record type"; the apex is the exception.
    if (draft.name !== zoneName && (other.type === 'NS') !== (draft.type === 'NS')) {
      const kind = other.type === 'NS' ? 'An NS' : 'A non-NS';
      return { code: 81056, message: `${kind} record with that host already exists. ${HELP}` };
    }
  }
  return undefined;
}

function admit(book: DnsBook, drafting: Drafting, zone: ZoneFacts, stamp: Stamp, before?: DnsRecord): Change {
  if (drafting.kind === 'refused') return drafting;
  const conflict = findConflict(book, drafting.draft, zone.name, before?.id);
  if (conflict !== undefined) return { kind: 'refused', error: conflict };
  const record = finishRecord(drafting.draft, before?.id ?? stamp.nextId(), stamp.at, before);
  store(book, record);
  return { kind: 'record', record };
}

export function createRecord(book: DnsBook, body: JsonObject, zone: ZoneFacts, stamp: Stamp): Change {
  return admit(book, draftRecord(body, zone), zone, stamp);
}

/** PUT: what the body does not say becomes the default. */
export function overwriteRecord(book: DnsBook, id: string, body: JsonObject, zone: ZoneFacts, stamp: Stamp): Change {
  const before = book.records.get(id);
  if (before === undefined) return { kind: 'refused', error: NO_RECORD };
  return admit(book, draftRecord(body, zone), zone, stamp, before);
}

/** PATCH: what the body does not say stays. */
export function editRecord(book: DnsBook, id: string, body: JsonObject, zone: ZoneFacts, stamp: Stamp): Change {
  const before = book.records.get(id);
  if (before === undefined) return { kind: 'refused', error: NO_RECORD };
  return admit(book, draftRecord(body, zone, before), zone, stamp, before);
}

export function removeRecord(book: DnsBook, id: string): Change {
  const record = book.records.get(id);
  if (record === undefined) return { kind: 'refused', error: NO_RECORD };
  book.records.delete(id);
  book.names.get(record.name)?.delete(id);
  return { kind: 'record', record };
}
