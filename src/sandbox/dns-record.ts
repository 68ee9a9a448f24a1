// One DNS record: its shape, and how a request body becomes one. Codes and texts of refusals are the ones people report
// from the real API; "our reading" marks the others. Knows nothing of the other records of the zone (dns-book.ts does).

import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { ReplyError } from './reply.ts';
import { isObject, type JsonObject } from './request-body.ts';

/** The types of the official SDK's RecordListParams. */
const RECORD_TYPES = [
  'A',
  'AAAA',
  'CAA',
  'CERT',
  'CNAME',
  'DNSKEY',
  'DS',
  'HTTPS',
  'LOC',
  'MX',
  'NAPTR',
  'NS',
  'OPENPGPKEY',
  'PTR',
  'SMIMEA',
  'SRV',
  'SSHFP',
  'SVCB',
  'TLSA',
  'TXT',
  'URI',
] as const;

type RecordType = (typeof RECORD_TYPES)[number];

/** What a client decides about a record. */
export type RecordDraft = {
  readonly name: string;
  readonly type: RecordType;
  readonly content: string;
  readonly priority?: number;
  readonly data?: JsonObject;
  readonly proxied: boolean;
  /** Seconds; 1 means automatic. */
  readonly ttl: number;
  readonly settings: JsonObject;
  readonly comment: string | null;
  readonly tags: readonly string[];
};

export type DnsRecord = RecordDraft & {
  readonly id: string;
  readonly proxiable: boolean;
  readonly meta: JsonObject;
  readonly created_on: string;
  readonly modified_on: string;
  readonly comment_modified_on?: string;
  readonly tags_modified_on?: string;
};

export type Drafting =
  | { readonly kind: 'draft'; readonly draft: RecordDraft }
  | { readonly kind: 'refused'; readonly error: ReplyError };

const PROXIABLE: readonly string[] = ['A', 'AAAA', 'CNAME'];

function isProxiable(type: RecordType): boolean {
  return PROXIABLE.includes(type);
}

function isRecordType(value: unknown): value is RecordType {
  return RECORD_TYPES.some((type) => type === value);
}

function chained(code: number, message: string): ReplyError {
  return { code: 1004, message: 'DNS Validation Error', error_chain: [{ code, message }] };
}

function isHostName(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 253) return false;
  const labels = value.replace(/\.$/, '').split('.');
  return !isIPv4(value) && labels.every((label) => /^[A-Za-z0-9_*]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(label));
}

/** The complete name in lower case and Punycode; `@` and a name without the zone's are completed. */
function completeName(value: unknown, zoneName: string): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const ascii = /^[\u0000-\u007f]*$/.test(value) ? value : domainToASCII(value);
  const name = ascii.toLowerCase().replace(/\.$/, '');
  const complete = name === '@' ? zoneName : isBelow(name, zoneName) ? name : `${name}.${zoneName}`;
  return isHostName(complete) ? complete : undefined;
}

function isBelow(name: string, zoneName: string): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`);
}

type Content =
  | { readonly kind: 'content'; readonly content: string }
  | { readonly kind: 'refused'; readonly error: ReplyError };

/** The fields of `data` in the order in which the presentation format (the zone file) has them. */
const DATA_FIELDS: Partial<Readonly<Record<RecordType, readonly string[]>>> = {
  CAA: ['flags', 'tag', 'value'],
  CERT: ['type', 'key_tag', 'algorithm', 'certificate'],
  DNSKEY: ['flags', 'protocol', 'algorithm', 'public_key'],
  DS: ['key_tag', 'algorithm', 'digest_type', 'digest'],
  HTTPS: ['priority', 'target', 'value'],
  NAPTR: ['order', 'preference', 'flags', 'service', 'regex', 'replacement'],
  SMIMEA: ['usage', 'selector', 'matching_type', 'certificate'],
  SRV: ['priority', 'weight', 'port', 'target'],
  SSHFP: ['algorithm', 'type', 'fingerprint'],
  SVCB: ['priority', 'target', 'value'],
  TLSA: ['usage', 'selector', 'matching_type', 'certificate'],
  URI: ['weight', 'target'],
};

const QUOTED_FIELDS: readonly string[] = [
  'CAA.value',
  'HTTPS.value',
  'SVCB.value',
  'NAPTR.flags',
  'NAPTR.service',
  'NAPTR.regex',
  'URI.target',
];

function contentOfData(type: RecordType, fields: readonly string[], data: JsonObject): Content {
  const missing = fields.find((field) => data[field] === undefined);
  // Code 9101 is our reading.
  if (missing !== undefined) return { kind: 'refused', error: chained(9101, `${missing} is a required data field.`) };
  const parts = fields.map((field) => {
    const value = String(data[field]);
    return QUOTED_FIELDS.includes(`${type}.${field}`) ? `"${value}"` : value;
  });
  return { kind: 'content', content: parts.join(' ') };
}

/** `data` of a record whose content is given in the presentation format; undefined for types that have none, or other content. */
export function dataOfContent(type: string, tokens: readonly string[]): JsonObject | undefined {
  const fields = isRecordType(type) ? DATA_FIELDS[type] : undefined;
  if (fields === undefined || tokens.length < fields.length) return undefined;
  const last = fields.length - 1;
  const values = [...tokens.slice(0, last), tokens.slice(last).join(' ')];
  return Object.fromEntries(
    fields.map((field, index) => {
      const value = values[index] ?? '';
      return [field, /^\d+$/.test(value) ? Number(value) : value.replace(/\.$/, '')];
    }),
  );
}

function contentOf(type: RecordType, name: string, body: JsonObject): Content {
  const fields = DATA_FIELDS[type];
  if (fields !== undefined && isObject(body.data)) return contentOfData(type, fields, body.data);
  if (fields !== undefined && typeof body.content !== 'string') {
    return { kind: 'refused', error: chained(9101, `${fields[0]} is a required data field.`) };
  }
  const content = typeof body.content === 'string' ? body.content.trim() : '';
  const refused = (error: ReplyError): Content => ({ kind: 'refused', error });
  switch (type) {
    case 'A':
      if (isIPv4(content)) return { kind: 'content', content };
      return refused({ code: 9005, message: 'Content for A record must be a valid IPv4 address.' });
    case 'AAAA':
      if (isIPv6(content)) return { kind: 'content', content: content.toLowerCase() };
      return refused({ code: 9006, message: 'Content for AAAA record must be a valid IPv6 address.' });
    case 'CNAME':
      if (!isHostName(content)) return refused({ code: 9007, message: 'Content for CNAME record is invalid.' });
      // Code 9039 is our reading.
      if (content === name) return refused({ code: 9039, message: 'CNAME content cannot reference itself.' });
      return { kind: 'content', content };
    case 'MX':
    case 'NS':
    case 'PTR':
      // Code 9009 is our reading.
      if (!isHostName(content))
        return refused({ code: 9009, message: `Content for ${type} record must be a hostname.` });
      return { kind: 'content', content };
    default:
      if (content === '' || /[\r\n]/.test(content)) {
        return refused(chained(9051, `Invalid content for ${type} record: it must be one line of text`));
      }
      return { kind: 'content', content };
  }
}

/** Cloudflare allows 30 seconds on Enterprise zones, 60 on the others. */
export type ZoneFacts = { readonly name: string; readonly minTtl: number };

/** The record that `body` describes, each field that it lacks taken from `base` (PATCH) or from the defaults (POST, PUT). */
export function draftRecord(given: JsonObject, zone: ZoneFacts, base?: DnsRecord): Drafting {
  const refused = (error: ReplyError): Drafting => ({ kind: 'refused', error });
  const isOtherType = base !== undefined && given.type !== undefined && given.type !== base.type;
  const body: JsonObject = base === undefined ? given : { ...base, ...withoutStaleData(given, isOtherType), ...given };
  const { type, ttl = 1, proxied = false, priority, comment = null, tags = [], settings = {} } = body;
  // Code 9020 is our reading.
  if (!isRecordType(type)) return refused(chained(9020, 'Invalid DNS record type'));
  const name = completeName(body.name, zone.name);
  if (name === undefined) return refused(chained(9000, 'DNS name is invalid.'));
  if (typeof ttl !== 'number' || !Number.isInteger(ttl) || (ttl !== 1 && (ttl < zone.minTtl || ttl > 86_400))) {
    return refused(chained(9021, `TTL must be between ${zone.minTtl} and 86400 seconds, or 1 for Automatic.`));
  }
  if (typeof proxied !== 'boolean') return refused(chained(9003, "Invalid 'proxied' value, must be a boolean"));
  if (proxied && !isProxiable(type)) return refused(chained(9004, 'This record type cannot be proxied.'));
  const content = contentOf(type, name, body);
  if (content.kind === 'refused') return content;
  const needsPriority = type === 'MX' || type === 'URI';
  if (
    needsPriority &&
    (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 0 || priority > 65_535)
  ) {
    return refused(chained(9101, 'priority is a required data field.'));
  }
  if (comment !== null && (typeof comment !== 'string' || comment.length > 500)) {
    return refused(chained(9201, 'Invalid comment: must be a text of at most 500 characters'));
  }
  if (!Array.isArray(tags) || !tags.every((tag): tag is string => typeof tag === 'string')) {
    return refused(chained(9202, 'Invalid tags: must be a list of texts'));
  }
  return {
    kind: 'draft',
    draft: {
      name,
      type,
      content: content.content,
      ...(needsPriority && typeof priority === 'number' ? { priority } : {}),
      ...(isObject(body.data) && DATA_FIELDS[type] !== undefined ? { data: body.data } : {}),
      proxied,
      ttl: proxied ? 1 : ttl,
      settings: isObject(settings) ? settings : {},
      comment: comment === '' ? null : comment,
      tags,
    },
  };
}

/** `content` and `data` say the same thing twice: a PATCH of one must not be overruled by the old other. */
function withoutStaleData(given: JsonObject, isOtherType: boolean): JsonObject {
  if (given.data !== undefined) return { content: undefined };
  if (given.content !== undefined || isOtherType) return { data: undefined };
  return {};
}

/** The whole record in the field order of the API. */
export function finishRecord(draft: RecordDraft, id: string, at: string, before?: DnsRecord): DnsRecord {
  const isSameComment = before?.comment === draft.comment;
  const isSameTags = before?.tags.join() === draft.tags.join();
  const commentedAt = isSameComment ? before?.comment_modified_on : at;
  const taggedAt = isSameTags ? before?.tags_modified_on : at;
  const { name, type, content, proxied, ttl, settings, comment, tags, ...special } = draft;
  return {
    id,
    name,
    type,
    content,
    ...special,
    proxiable: isProxiable(type),
    proxied,
    ttl,
    settings,
    meta: {},
    comment,
    tags,
    created_on: before?.created_on ?? at,
    modified_on: at,
    ...(comment !== null && commentedAt !== undefined ? { comment_modified_on: commentedAt } : {}),
    ...(tags.length > 0 && taggedAt !== undefined ? { tags_modified_on: taggedAt } : {}),
  };
}
