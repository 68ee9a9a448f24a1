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
import { FIRST_DAY, ipv4At, LAST_DAY, type Random, randomIpv4, randomIpv6 } from './random.ts';
import type { ReplyError } from './reply.ts';
import type { JsonObject } from './request-body.ts';

export type DnsBook = {
  readonly records: Map<string, DnsRecord>;
  /** Ids by complete name. */
  readonly names: Map<string, Set<string>>;
};

export type RecordChange =
  | { readonly kind: 'record'; readonly record: DnsRecord }
  | { readonly kind: 'refused'; readonly error: ReplyError };

/** Who is writing, and when: what a record gets that no client decides. */
export type Stamp = { readonly at: string; readonly nextId: () => string };

const HELP =
  'For more details, refer to <https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/>.';

export const NO_RECORD: ReplyError = { code: 81044, message: 'Record does not exist.' };

export function emptyBook(): DnsBook {
  return { records: new Map(), names: new Map() };
}

export function copyBook(book: DnsBook): DnsBook {
  const names = new Map([...book.names].map(([name, ids]) => [name, new Set(ids)]));
  return { records: new Map(book.records), names };
}

/** Puts a record in, in the place of one with the same id. Checks nothing. */
function store(book: DnsBook, record: DnsRecord): void {
  const before = book.records.get(record.id);
  if (before !== undefined && before.name !== record.name) book.names.get(before.name)?.delete(record.id);
  book.records.set(record.id, record);
  const ids = book.names.get(record.name) ?? new Set<string>();
  ids.add(record.id);
  book.names.set(record.name, ids);
}

const isAddressOrAlias = (type: string): boolean => type === 'A' || type === 'AAAA' || type === 'CNAME';

/** Why this draft may not stand beside the zone's other records, if it may not. */
function findConflict(book: DnsBook, draft: RecordDraft, zoneName: string, ownId?: string): ReplyError | undefined {
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

function admit(book: DnsBook, drafting: Drafting, zone: ZoneFacts, stamp: Stamp, before?: DnsRecord): RecordChange {
  if (drafting.kind === 'refused') return drafting;
  const conflict = findConflict(book, drafting.draft, zone.name, before?.id);
  if (conflict !== undefined) return { kind: 'refused', error: conflict };
  const record = finishRecord(drafting.draft, before?.id ?? stamp.nextId(), stamp.at, before);
  store(book, record);
  return { kind: 'record', record };
}

export function createRecord(book: DnsBook, body: JsonObject, zone: ZoneFacts, stamp: Stamp): RecordChange {
  return admit(book, draftRecord(body, zone), zone, stamp);
}

/** PUT: what the body does not say becomes the default. */
export function overwriteRecord(
  book: DnsBook,
  id: string,
  body: JsonObject,
  zone: ZoneFacts,
  stamp: Stamp,
): RecordChange {
  const before = book.records.get(id);
  if (before === undefined) return { kind: 'refused', error: NO_RECORD };
  return admit(book, draftRecord(body, zone), zone, stamp, before);
}

/** PATCH: what the body does not say stays. */
export function editRecord(book: DnsBook, id: string, body: JsonObject, zone: ZoneFacts, stamp: Stamp): RecordChange {
  const before = book.records.get(id);
  if (before === undefined) return { kind: 'refused', error: NO_RECORD };
  return admit(book, draftRecord(body, zone, before), zone, stamp, before);
}

export function removeRecord(book: DnsBook, id: string): RecordChange {
  const record = book.records.get(id);
  if (record === undefined) return { kind: 'refused', error: NO_RECORD };
  book.records.delete(id);
  book.names.get(record.name)?.delete(id);
  return { kind: 'record', record };
}

const SERVICES: readonly string[] = [
  'api',
  'app',
  'auth',
  'cache',
  'db',
  'edge',
  'git',
  'mail',
  'metrics',
  'shop',
  'vpn',
  'web',
];

const REGIONS: readonly string[] = ['ams', 'cdg', 'eze', 'gru', 'iad', 'jnb', 'lhr', 'nrt', 'sin', 'syd'];

const COMMENTS: readonly string[] = [
  'migrated from the old host',
  'do not touch before the sale',
  'ask the platform team',
  'temporary',
];

const TEAMS: readonly string[] = ['team:web', 'team:data', 'team:platform', 'env:prod', 'env:staging'];

/** Weights of the record types among a zone's hosts, out of 100. */
const TYPE_WEIGHTS: readonly (readonly [type: string, weight: number])[] = [
  ['A', 52],
  ['CNAME', 18],
  ['AAAA', 14],
  ['TXT', 9],
  ['MX', 3],
  ['SRV', 2],
  ['CAA', 2],
];

function pickType(random: Random): string {
  let left = random.int(0, 99);
  for (const [type, weight] of TYPE_WEIGHTS) {
    if (left < weight) return type;
    left -= weight;
  }
  return 'A';
}

function apexBodies(zoneName: string): readonly JsonObject[] {
  return [
    { type: 'A', name: zoneName, content: ipv4At(257), proxied: true },
    { type: 'AAAA', name: zoneName, content: '2001:db8:6::4', proxied: true },
    { type: 'A', name: `www.${zoneName}`, content: '198.51.100.4', proxied: true },
    { type: 'MX', name: zoneName, content: `mx1.${zoneName}`, priority: 10, ttl: 3600 },
    { type: 'MX', name: zoneName, content: `mx2.${zoneName}`, priority: 20, ttl: 3600 },
    { type: 'TXT', name: zoneName, content: '"v=spf1 mx -all"', ttl: 3600 },
    { type: 'TXT', name: `_dmarc.${zoneName}`, content: `"v=DMARC1; p=reject; rua=mailto:dmarc@${zoneName}"` },
    { type: 'CAA', name: zoneName, data: { flags: 0, tag: 'issue', value: 'pki.example' }, ttl: 3600 },
  ];
}

function hostBody(random: Random, zoneName: string, index: number): JsonObject {
  const service = random.pick(SERVICES);
  const name = `${service}-${String(index).padStart(4, '0')}.${random.pick(REGIONS)}.${zoneName}`;
  const extras: JsonObject = {
    ...(random.chance(0.08) ? { comment: random.pick(COMMENTS) } : {}),
    ...(random.chance(0.12) ? { tags: [random.pick(TEAMS)] } : {}),
    ttl: random.pick([1, 1, 1, 60, 300, 3600, 86_400]),
  };
  const type = pickType(random);
  switch (type) {
    case 'A':
      return { type, name, content: randomIpv4(random), proxied: random.chance(0.4), ...extras };
    case 'AAAA':
      return { type, name, content: randomIpv6(random), proxied: random.chance(0.3), ...extras };
    case 'CNAME':
      return { type, name, content: `${service}.cdn.example.net`, proxied: random.chance(0.5), ...extras };
    case 'MX':
      return { type, name, content: `mx1.${zoneName}`, priority: random.pick([5, 10, 20]), ...extras };
    case 'SRV': {
      const data = {
        priority: 10,
        weight: random.int(0, 100),
        port: random.pick([443, 5060, 5222]),
        target: `www.${zoneName}`,
      };
      return { type, name: `_${service}._tcp.${name}`, data, ...extras };
    }
    case 'CAA':
      return {
        type,
        name,
        data: { flags: 0, tag: random.pick(['issue', 'issuewild']), value: 'pki.example' },
        ...extras,
      };
    default:
      return { type: 'TXT', name, content: `"verification=${random.hex(32)}"`, ...extras };
  }
}

/** `count` records, or as many as the apex needs where that is more. */
export function makeBook(random: Random, zone: ZoneFacts, count: number): DnsBook {
  const book = emptyBook();
  const stamp = { at: new Date(FIRST_DAY).toISOString(), nextId: () => random.hex(32) };
  for (const body of apexBodies(zone.name)) createRecord(book, body, zone, stamp);
  for (let index = 0; book.records.size < count; index += 1) {
    const drafting = draftRecord(hostBody(random, zone.name, index), zone);
    if (drafting.kind === 'refused' || findConflict(book, drafting.draft, zone.name) !== undefined) continue;
    store(book, finishRecord(drafting.draft, random.hex(32), random.instant(FIRST_DAY, LAST_DAY)));
  }
  return book;
}
