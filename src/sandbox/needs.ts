// Which permissions a call needs, written by hand from the accepted permissions that the API documents for each operation.
// The program's catalog has such facts from another source; a test compares the two.
import type { Scope } from './permission-groups.ts';
import type { Need } from './policies.ts';

/** What is true of a path and of everything below it, unless a longer path says otherwise. */
type Line = { readonly path: string; readonly reads: readonly Need[]; readonly writes: readonly Need[] };

const line = (path: string, scope: Scope, reads: readonly string[], writes: readonly string[]): Line => ({
  path,
  reads: [{ scope, anyOf: [...reads, ...writes] }],
  writes: writes.length === 0 ? [] : [{ scope, anyOf: writes }],
});

/** Of a product whose permissions are `X Read` and `X Write`. */
const family = (path: string, scope: Scope, ...names: readonly string[]): Line =>
  line(
    path,
    scope,
    names.map((name) => `${name} Read`),
    names.map((name) => `${name} Write`),
  );

const ACCOUNT = '/accounts/{account_id}';
const ZONE = '/zones/{zone_id}';
const R2_OBJECTS = `${ACCOUNT}/r2/buckets/{bucket_name}/objects`;

/** Rules of every kind are in rulesets, and each kind has a permission of its own. */
const ZONE_RULES: readonly string[] = [
  'Bot Management',
  'Cache Settings',
  'Config Settings',
  'Custom Errors',
  'Dynamic URL Redirects',
  'HTTP DDoS Managed Ruleset',
  'Logs',
  'Managed headers',
  'Origin',
  'Response Compression',
  'Sanitize',
  'Zone Transform Rules',
  'Zone WAF',
];

const ACCOUNT_RULES: readonly string[] = [
  'Account Rulesets',
  'Account WAF',
  'L4 DDoS Managed Ruleset',
  'Logs',
  'Magic Firewall',
  'Mass URL Redirects',
  'Select Configuration',
  'Transform Rules',
];

/** What shows a zone, in the list too. */
export const SEES_ZONE: Need = { scope: 'zone', anyOf: ['Zone Read', 'Zone Write'] };
export const MAKES_ZONE: Need = { scope: 'zone', anyOf: ['Zone Write'] };
/** What shows an account, in the list too. */
export const SEES_ACCOUNT: Need = { scope: 'account', anyOf: ['Account Settings Read', 'Account Settings Write'] };

const LINES: readonly Line[] = [
  family('/user', 'user', 'User Details'),
  family('/user/tokens', 'user', 'API Tokens'),
  family('/user/invites', 'user', 'Memberships'),
  family('/organizations', 'user', 'User Details'),

  { path: '/accounts', reads: [SEES_ACCOUNT], writes: [] },
  family(ACCOUNT, 'account', 'Account Settings'),
  family(`${ACCOUNT}/tokens`, 'account', 'Account API Tokens'),
  line(`${ACCOUNT}/members`, 'account', ['Account Settings Read'], ['Account Settings Write', 'SCIM Provisioning']),
  line(`${ACCOUNT}/audit_logs`, 'account', ['Account Settings Read', 'Account Settings Write'], []),
  line(`${ACCOUNT}/logs/audit`, 'account', ['Account Settings Read', 'Account Settings Write'], []),
  family(`${ACCOUNT}/rulesets`, 'account', ...ACCOUNT_RULES),
  line(
    `${ACCOUNT}/workers/scripts`,
    'account',
    ['Workers Scripts Read', 'Workers Tail Read'],
    ['Workers Scripts Write'],
  ),
  line(
    `${ACCOUNT}/workers/scripts/{script_name}/tails`,
    'account',
    ['Workers Tail Read'],
    ['Workers Tail Read', 'Workers Scripts Write'],
  ),
  family(`${ACCOUNT}/workers/observability`, 'account', 'Workers Observability'),
  family(`${ACCOUNT}/d1`, 'account', 'D1'),
  family(`${ACCOUNT}/r2`, 'account', 'Workers R2 Storage'),
  {
    path: R2_OBJECTS,
    reads: [
      { scope: 'account', anyOf: ['Workers R2 Storage Read', 'Workers R2 Storage Write'] },
      { scope: 'bucket', anyOf: ['Workers R2 Storage Bucket Item Read', 'Workers R2 Storage Bucket Item Write'] },
    ],
    writes: [
      { scope: 'account', anyOf: ['Workers R2 Storage Write'] },
      { scope: 'bucket', anyOf: ['Workers R2 Storage Bucket Item Write'] },
    ],
  },
  family(`${ACCOUNT}/slurper`, 'account', 'Workers R2 Storage'),
  family(`${ACCOUNT}/storage/kv`, 'account', 'Workers KV Storage'),
  family(`${ACCOUNT}/images`, 'account', 'Images'),
  family(`${ACCOUNT}/stream`, 'account', 'Stream'),
  family(`${ACCOUNT}/pages`, 'account', 'Pages'),
  family(`${ACCOUNT}/vectorize`, 'account', 'Vectorize'),
  family(`${ACCOUNT}/urlscanner`, 'account', 'URL Scanner'),
  family(`${ACCOUNT}/logpush`, 'account', 'Logs'),
  family(`${ACCOUNT}/cloudforce-one`, 'account', 'Cloudforce One'),
  line(`${ACCOUNT}/access/logs`, 'account', ['Access: Audit Logs Read'], []),
  line(`${ACCOUNT}/scim`, 'account', ['SCIM Provisioning'], []),
  line(`${ACCOUNT}/realtime`, 'account', ['Realtime'], ['Realtime Admin']),
  family(`${ACCOUNT}/cni`, 'account', 'Magic Transit', 'Magic WAN'),
  // Nothing is documented of these three; what stands here is our reading.
  family(`${ACCOUNT}/moq`, 'account', 'Stream'),
  family(`${ACCOUNT}/one`, 'account', 'Zero Trust'),
  family(`${ACCOUNT}/managed-defense`, 'account', 'Vulnerability Scanner'),

  { path: '/zones', reads: [SEES_ZONE], writes: [MAKES_ZONE] },
  family(ZONE, 'zone', 'Zone'),
  line(`${ZONE}/purge_cache`, 'zone', [], ['Cache Purge']),
  family(`${ZONE}/ssl`, 'zone', 'SSL and Certificates'),
  family(`${ZONE}/settings`, 'zone', 'Zone Settings'),
  family(`${ZONE}/rulesets`, 'zone', ...ZONE_RULES),
  family(`${ZONE}/dns_records`, 'zone', 'DNS'),
];

/** What any token may ask about itself; and questions to the analytics, which ask of each zone and account by themselves. */
const FREE: readonly string[] = ['/user/tokens/verify', `${ACCOUNT}/tokens/verify`, '/graphql'];

/** POSTs that only read. */
const READING_POSTS: readonly string[] = [`${ACCOUNT}/storage/kv/namespaces/{namespace_id}/bulk/get`];

const isBelow = (path: string, base: string): boolean => path === base || path.startsWith(`${base}/`);

/**
 * What the call of a route needs: any one of these. None for what every token may do; undefined where the table is silent.
 *
 * @param path the template of the route
 */
export function needsOf(method: string, path: string): readonly Need[] | undefined {
  if (FREE.includes(path)) return [];
  const found = LINES.filter((entry) => isBelow(path, entry.path)).sort((a, b) => b.path.length - a.path.length)[0];
  if (found === undefined) return undefined;
  const doesRead = method === 'GET' || method === 'HEAD' || (method === 'POST' && READING_POSTS.includes(path));
  const needs = doesRead ? found.reads : found.writes;
  return needs.length === 0 ? undefined : needs;
}
