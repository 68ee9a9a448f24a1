// The records a zone starts with: a believable apex, then hosts. example.com has 2,000 so that paging, filtering and
// folding have something to do. Every record passes the same rules as a client's.
import { createRecord, type DnsBook, emptyBook, findConflict, store } from './dns-book.ts';
import { draftRecord, finishRecord, type ZoneFacts } from './dns-record.ts';
import type { Random } from './random.ts';
import type { JsonObject } from './request-body.ts';
import { FIRST_DAY, ipv4At, LAST_DAY, randomIpv4, randomIpv6 } from './vocabulary.ts';

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
