// The filters of GET /zones/{zone_id}/dns_records, as the official SDK's RecordListParams describes them: bare and dotted
// forms, `search`, and tags with their own `tag_match`. Name, content, comment and tag filters ignore case.
import type { DnsRecord } from './dns-record.ts';
import { combine, type SortKey, type Test } from './filters.ts';

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
export function recordTest(query: URLSearchParams): Test<DnsRecord> {
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

export const RECORD_ORDER: Readonly<Record<string, (record: DnsRecord) => SortKey>> = {
  type: (record) => record.type,
  name: (record) => record.name,
  content: (record) => record.content,
  ttl: (record) => record.ttl,
  proxied: (record) => record.proxied,
};
