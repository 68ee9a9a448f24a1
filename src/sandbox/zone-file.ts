// A zone as a file in the presentation format (RFC 1035 section 5): written for the export, read for the import.
import { type DnsRecord, dataOfContent } from './dns-record.ts';
import type { JsonObject } from './request-body.ts';

const DOTTED: readonly string[] = ['CNAME', 'MX', 'NS', 'PTR', 'SRV'];

function dataOf(record: DnsRecord): string {
  const content = DOTTED.includes(record.type) && !record.content.endsWith('.') ? `${record.content}.` : record.content;
  if (record.type === 'TXT' && !content.startsWith('"')) return `"${content.replaceAll('"', '\\"')}"`;
  return record.priority === undefined ? content : `${record.priority} ${content}`;
}

function lineOf(record: DnsRecord): string {
  const tags = [...record.tags, ...(record.proxied ? ['cf-proxied:true'] : [])];
  const notes = [record.comment ?? '', tags.length > 0 ? `cf_tags=${tags.join(',')}` : ''].filter(
    (note) => note !== '',
  );
  const line = `${record.name}.\t${record.ttl}\tIN\t${record.type}\t${dataOf(record)}`;
  return notes.length > 0 ? `${line} ; ${notes.join(' ').replaceAll(/[\r\n]+/g, ' ')}` : line;
}

/** All records of a zone in the presentation format (RFC 1035 section 5), as the export has it. */
export function zoneFile(
  zoneName: string,
  nameServers: readonly string[],
  records: readonly DnsRecord[],
  at: string,
): string {
  const types = [...new Set(records.map((record) => record.type))].sort();
  const blocks = types.map((type) => {
    const lines = records.filter((record) => record.type === type).map(lineOf);
    return `;; ${type} Records\n${lines.join('\n')}\n`;
  });
  const origin = nameServers[0] ?? zoneName;
  return [
    `;;\n;; Domain:     ${zoneName}.\n;; Exported:   ${at}\n;;\n`,
    `;; SOA Record\n${zoneName}.\t3600\tIN\tSOA\t${origin}. dns.${zoneName}. 2050000001 10000 2400 604800 3600\n`,
    `;; NS Records\n${nameServers.map((server) => `${zoneName}.\t86400\tIN\tNS\t${server}.`).join('\n')}\n`,
    ...blocks,
  ].join('\n');
}

type ZoneFileReading =
  | { readonly kind: 'records'; readonly bodies: readonly JsonObject[] }
  /** `line` counts from 1. */
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

type Line = {
  readonly number: number;
  readonly tokens: readonly string[];
  readonly hasOwner: boolean;
  readonly note: string;
};

/** What the records of the file would be created with. SOA, and NS of the zone itself, are the zone's own and left out. */
export function readZoneFile(text: string, zoneName: string): ZoneFileReading {
  let origin = `${zoneName}.`;
  let ttl: number | undefined;
  let owner: string | undefined;
  const bodies: JsonObject[] = [];
  for (const { number, tokens, hasOwner, note } of logicalLines(text)) {
    const broken = (reason: string): ZoneFileReading => ({ kind: 'broken', line: number, reason });
    const [first = '', second = ''] = tokens;
    if (first === '$ORIGIN') {
      origin = complete(second, origin);
      continue;
    }
    if (first === '$TTL') {
      ttl = secondsOf(second);
      if (ttl === undefined) return broken(`${second} is no TTL`);
      continue;
    }
    if (first.startsWith('$')) return broken(`${first} is not known`);
    if (hasOwner) owner = complete(first, origin);
    if (owner === undefined) return broken('the first record has no name');
    const rest = hasOwner ? tokens.slice(1) : [...tokens];
    let ownTtl: number | undefined;
    for (;;) {
      const seconds = ownTtl === undefined ? secondsOf(rest[0] ?? '') : undefined;
      if (seconds === undefined && !/^(?:IN|CH|HS)$/i.test(rest[0] ?? '')) break;
      if (seconds !== undefined) ownTtl = seconds;
      rest.shift();
    }
    const type = (rest.shift() ?? '').toUpperCase();
    if (type === '' || rest.length === 0) return broken('a record needs a type and data');
    const name = owner.replace(/\.$/, '');
    if (type === 'SOA' || (type === 'NS' && name === zoneName)) continue;
    bodies.push(bodyOf(name, type, ownTtl ?? ttl ?? 1, rest, origin, note));
  }
  return { kind: 'records', bodies };
}

function bodyOf(
  name: string,
  type: string,
  ttl: number,
  data: readonly string[],
  origin: string,
  note: string,
): JsonObject {
  const [, comment = '', tags = ''] = /^(.*?)\s*(?:cf_tags=(\S*))?$/.exec(note.trim()) ?? [];
  const marks = tags.split(',').filter((tag) => tag !== '');
  const isProxied = marks.includes('cf-proxied:true');
  const own = marks.filter((tag) => !tag.startsWith('cf-proxied:'));
  const common = {
    type,
    name,
    ttl,
    ...(isProxied ? { proxied: true } : {}),
    ...(comment === '' ? {} : { comment }),
    ...(own.length > 0 ? { tags: own } : {}),
  };
  const takesPriority = type === 'MX' || type === 'URI';
  const rest = takesPriority ? data.slice(1) : data;
  const priority = takesPriority ? { priority: Number(data[0]) } : {};
  const fields = dataOfContent(type, rest.map(unquoted));
  if (fields !== undefined) return { ...common, ...priority, data: fields };
  const content = DOTTED.includes(type) ? complete(rest.join(' '), origin).replace(/\.$/, '') : rest.join(' ');
  return { ...common, ...priority, content };
}

function unquoted(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1) : token;
}

function complete(name: string, origin: string): string {
  if (name === '@') return origin;
  return name.endsWith('.') ? name : `${name}.${origin}`;
}

function secondsOf(token: string): number | undefined {
  return /^\d+$/.test(token) ? Number(token) : undefined;
}

/** Lines with what parentheses join, without comments; quoted texts are one token, quotes included. */
function logicalLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let tokens: string[] = [];
  let depth = 0;
  let start = { number: 1, hasOwner: true };
  let note = '';
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (depth === 0) start = { number: index + 1, hasOwner: !/^\s/.test(line) };
    for (const [token = ''] of line.matchAll(/"(?:\\.|[^"\\])*"|;.*$|[()]|(?:\\.|[^\s;()"])+/g)) {
      if (token.startsWith(';')) note = token.slice(1);
      else if (token === '(') depth += 1;
      else if (token === ')') depth -= 1;
      else tokens.push(token);
    }
    if (depth > 0) continue;
    if (tokens.length > 0) lines.push({ ...start, tokens, note });
    tokens = [];
    depth = 0;
    note = '';
  }
  return lines;
}
