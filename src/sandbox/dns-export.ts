// A zone as a BIND zone file (RFC 1035 section 5), the way the API's export gives it: one line per record, grouped by
// type, Cloudflare's own facts as comments at the end of the line.
import type { DnsRecord } from './dns-record.ts';

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
