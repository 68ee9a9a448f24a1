// POSTs that change nothing: what they ask for does not fit into a query. The reason stands beside each; where it depends on the
// body, as with SQL, the body is read. What is not in this table, or cannot be read, counts as a write.
import { isRecord } from '../json/values.ts';

interface ReadingPost {
  /** As the catalog writes it, with `{}` for every placeholder. */
  readonly path: string;
  /** A clause: why it only reads. */
  readonly reason: string;
  /** What has to be true of the body; absent where any will do. */
  readonly onlyIf?: (body: string) => boolean;
}

const forms = {
  graphql: { reason: 'a GraphQL query reads', onlyIf: isGraphqlQuery },
  sql: { reason: 'the SQL only selects', onlyIf: isSelecting },
  search: { reason: 'a search reads' },
  analytics: { reason: 'it asks for figures' },
  preview: { reason: 'a preview keeps nothing' },
  validation: { reason: 'it is checked and not kept' },
  lookup: { reason: 'it looks up what is named in its body' },
  tail: { reason: 'a tail shows what happens and ends by itself' },
} as const satisfies Readonly<Record<string, Pick<ReadingPost, 'reason' | 'onlyIf'>>>;

/** By what they are, each with its paths; `A` and `Z` are an account and a zone. */
const paths: Readonly<Record<keyof typeof forms, readonly string[]>> = {
  graphql: ['/graphql', 'A/cloudforce-one/events/graphql', 'A/cloudforce-one/v2/events/graphql'],
  sql: [
    'A/d1/database/{}/query',
    'A/d1/database/{}/raw',
    'A/logs/explorer/query/sql',
    'Z/logs/explorer/query/sql',
    'A/analytics_engine/sql',
    'A/workers/durable_objects/namespaces/{}/query',
  ],
  search: [
    'A/ai-search/instances/{}/search',
    'A/ai-search/namespaces/{}/search',
    'A/ai-search/namespaces/{}/instances/{}/search',
    'A/autorag/rags/{}/search',
    'A/cloudforce-one/v2/brand-protection/logo/search',
    'A/vectorize/indexes/{}/query',
    'A/vectorize/v2/indexes/{}/query',
  ],
  analytics: [
    'A/analytics/query/{}/summary',
    'A/analytics/query/{}/timeseries',
    'A/analytics/query/{}/top-n',
    'A/analytics/query/data-security/findings/summary',
    'A/analytics/query/data-security/findings/timeseries',
    'A/analytics/query/data-security/content-findings/top-n',
    'A/workers/observability/telemetry/keys',
    'A/workers/observability/telemetry/query',
    'A/workers/observability/telemetry/values',
  ],
  preview: [
    'A/load_balancers/monitors/{}/preview',
    'A/load_balancers/pools/{}/preview',
    '/user/load_balancers/monitors/{}/preview',
    '/user/load_balancers/pools/{}/preview',
    'A/logpush/transformers/preview',
    'A/magic/cloud/resources/policy-preview',
    'A/email-security/investigate/preview',
    'Z/email/sending/subdomains/preview',
    'Z/token_validation/rules/preview',
    'Z/waiting_rooms/preview',
  ],
  validation: [
    'A/logpush/ownership/validate',
    'A/logpush/validate/destination',
    'A/logpush/validate/destination/exists',
    'A/logpush/validate/origin',
    'Z/logpush/ownership/validate',
    'Z/logpush/validate/destination',
    'Z/logpush/validate/destination/exists',
    'Z/logpush/validate/origin',
    'A/dlp/patterns/validate',
    'A/cloudforce-one/rules/validate',
    'A/pipelines/v1/validate_sql',
    '/billing/address-validation',
    'Z/ssl/analyze',
  ],
  lookup: [
    'A/storage/kv/namespaces/{}/bulk/get',
    'A/vectorize/indexes/{}/get-by-ids',
    'A/vectorize/v2/indexes/{}/get_by_ids',
    'A/queues/{}/messages/peek',
    'A/registrar/domain-check',
    'A/registrar/domain-transfer-check',
    'A/registrar-sandbox/domain-check',
    'A/request-tracer/trace',
    'A/diagnostics/traceroute',
    'A/pay-per-crawl/zones_can_be_enabled/query',
    'Z/ai-audit/robots/bulk',
    '/pages/assets/check-missing',
    '/radar/datasets/download',
  ],
  tail: [
    'A/workers/scripts/{}/tails',
    'A/pages/projects/{}/deployments/{}/tails',
    'A/workers/observability/telemetry/live-tail',
    'A/workers/observability/telemetry/live-tail/heartbeat',
  ],
};

/** All of them. */
export const readingPosts: readonly ReadingPost[] = (Object.keys(paths) as (keyof typeof forms)[]).flatMap((form) =>
  paths[form].map((path) => ({
    path: path.replace(/^A(?=\/)/, '/accounts/{}').replace(/^Z(?=\/)/, '/zones/{}'),
    ...forms[form],
  })),
);

/** A local API has no account in its paths. */
const patterns = readingPosts.map(
  (post) =>
    [
      new RegExp(
        `^${post.path.replaceAll('.', '\\.').replace('/accounts/{}', '(?:/accounts/[^/]+)?').replaceAll('{}', '[^/]+')}/?$`,
      ),
      post,
    ] as const,
);

/**
 * Why a POST to this path only reads, as a clause; undefined where it may write.
 *
 * @param path below the base URL
 * @param body undefined where it is not known, as of a file that is not read yet
 */
export function whyPostReads(path: string, body: string | undefined): string | undefined {
  const [, post] = patterns.find(([pattern]) => pattern.test(path)) ?? [];
  if (!post) return undefined;
  if (!post.onlyIf) return post.reason;
  return body !== undefined && post.onlyIf(body) ? post.reason : undefined;
}

/** Whether a GraphQL request has only queries: a document may hold several operations. */
function isGraphqlQuery(body: string): boolean {
  const request = parsed(body);
  const query = isRecord(request) ? request.query : undefined;
  if (typeof query !== 'string') return false;
  // Block strings before strings; an operation stands outside of all braces.
  const plain = query.replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, ' ');
  let depth = 0;
  for (const [token] of plain.matchAll(/[{}]|[A-Za-z_]\w*/g)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    else if (depth === 0 && (token === 'mutation' || token === 'subscription')) return false;
  }
  return plain.includes('{');
}

/** Whether every statement of a body only selects: SQL itself, `{sql}`, a list of those, `{batch}`. */
function isSelecting(body: string): boolean {
  const request = /^\s*[[{]/.test(body) ? parsed(body) : body;
  const statements = sqlIn(request);
  return statements !== undefined && statements.length > 0 && statements.every(selects);
}

function sqlIn(request: unknown): readonly string[] | undefined {
  if (typeof request === 'string') return [request];
  if (Array.isArray(request)) {
    const all = request.map(sqlIn);
    return all.every((found) => found !== undefined) ? all.flat() : undefined;
  }
  if (!isRecord(request)) return undefined;
  const { sql, query, batch, queries } = request;
  const parts = [sql, query, batch, queries].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : sqlIn(parts.length === 1 ? parts[0] : parts);
}

/** Strings, quoted names and comments: words in them are no keywords. */
const SQL_QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

const SQL_READS = /^(?:select|with|explain|show|describe|desc|values|pragma)\b/i;

/** `replace` is a function as well. */
const SQL_WRITES =
  /\b(?:insert|update|delete|drop|alter|create|attach|detach|vacuum|reindex|analyze|truncate|merge|grant|revoke|begin|commit|savepoint|rollback)\b|\breplace\b(?!\s*\()|\binto\b/i;

/** Pragmas that tell something and set nothing. */
const SQL_PRAGMAS =
  /^pragma\s+(?:\w+\.)?(?:table_info|table_xinfo|table_list|index_info|index_xinfo|index_list|foreign_key_list|foreign_key_check|integrity_check|quick_check|database_list|collation_list|function_list|compile_options)\b[^=]*$/i;

function selects(sql: string): boolean {
  const statements = sql
    .replaceAll(SQL_QUOTED, (quoted) => (/^(?:--|\/\*)/.test(quoted) ? ' ' : ' q '))
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  return (
    statements.length > 0 &&
    statements.every((statement) => {
      const plain = statement.replace(/^[\s(]+/, '');
      if (!SQL_READS.test(plain) || SQL_WRITES.test(plain)) return false;
      return !/^pragma\b/i.test(plain) || SQL_PRAGMAS.test(plain);
    })
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
