// Addresses of the documentation, each beside what the official pages say of the operation.
import { describe, expect, test } from 'vitest';
import { documentationOf, documentationRoot } from '../../src/catalog/documentation.ts';
import { catalog, operationOf } from './loaded.ts';

/**
 * Where an operation and its address stand together, and both. `page` is the API reference itself, whose pages have method, path and
 * address of each operation in their Markdown; `docs` is a file of cloudflare/cloudflare-docs below src/content/docs; `wrangler` is the
 * comment on a handler of its local explorer.
 */
const told: readonly (readonly [source: string, operation: string, address: string])[] = [
  ['page accounts/members', 'GET A/members', 'accounts/subresources/members/methods/list'],
  ['page accounts/members', 'GET A/members/{member_id}', 'accounts/subresources/members/methods/get'],
  [
    'page browser_rendering/crawl',
    'POST A/browser-rendering/crawl',
    'browser_rendering/subresources/crawl/methods/create',
  ],
  [
    'page browser_rendering/crawl',
    'DELETE A/browser-rendering/crawl/{job_id}',
    'browser_rendering/subresources/crawl/methods/delete',
  ],
  ['page images/v2', 'GET A/images/v2', 'images/subresources/v2/methods/list'],
  ['page keyless_certificates', 'POST Z/keyless_certificates', 'keyless_certificates/methods/create'],
  [
    'page keyless_certificates',
    'PATCH Z/keyless_certificates/{keyless_certificate_id}',
    'keyless_certificates/methods/edit',
  ],
  ['page schema_validation', 'GET Z/schema_validation/schemas', 'schema_validation/subresources/schemas/methods/list'],
  [
    'page schema_validation',
    'PATCH Z/schema_validation/schemas/{schema_id}',
    'schema_validation/subresources/schemas/methods/edit',
  ],
  [
    'page dns/zone_transfers/incoming',
    'POST Z/secondary_dns/incoming',
    'dns/subresources/zone_transfers/subresources/incoming/methods/create',
  ],
  [
    'page dns/zone_transfers/acls',
    'DELETE A/secondary_dns/acls/{acl_id}',
    'dns/subresources/zone_transfers/subresources/acls/methods/delete',
  ],
  [
    'page addressing/regional_hostnames',
    'GET Z/addressing/regional_hostnames/{hostname}',
    'addressing/subresources/regional_hostnames/methods/get',
  ],
  ['page addressing/prefixes', 'GET A/addressing/prefixes', 'addressing/subresources/prefixes/methods/list'],
  ['page email_routing', 'POST Z/email/routing/enable', 'email_routing/methods/enable'],
  [
    'page email_routing/rules',
    'GET Z/email/routing/rules/{rule_identifier}',
    'email_routing/subresources/rules/methods/get',
  ],
  [
    'page email_sending/suppressions',
    'GET A/email/sending/suppressions',
    'email_sending/subresources/suppressions/methods/list',
  ],
  [
    'page email_sending/subdomains',
    'PATCH Z/email/sending/subdomains/{subdomain_id}',
    'email_sending/subresources/subdomains/methods/edit',
  ],
  [
    'page token_validation',
    'POST Z/token_validation/config',
    'token_validation/subresources/configuration/methods/create',
  ],
  [
    'page zero_trust/devices/registrations',
    'DELETE A/devices/registrations',
    'zero_trust/subresources/devices/subresources/registrations/methods/bulk_delete',
  ],
  [
    'page zero_trust/devices/policies',
    'PATCH Z/devices/policy/certificates',
    'zero_trust/subresources/devices/subresources/policies/subresources/default/subresources/certificates/methods/edit',
  ],
  [
    'page zero_trust/dlp/datasets',
    'DELETE A/dlp/datasets/{dataset_id}',
    'zero_trust/subresources/dlp/subresources/datasets/methods/delete',
  ],
  [
    'page zero_trust/dlp/sensitivity_groups',
    'GET A/dlp/sensitivity_groups',
    'zero_trust/subresources/dlp/subresources/sensitivity_groups/methods/list',
  ],
  [
    'page zero_trust/networks/routes',
    'PATCH A/teamnet/routes/{route_id}',
    'zero_trust/subresources/networks/subresources/routes/methods/edit',
  ],
  [
    'page zero_trust/casb/applications',
    'GET A/one/applications',
    'zero_trust/subresources/casb/subresources/applications/methods/list',
  ],
  [
    'page zero_trust/access/infrastructure',
    'POST A/infrastructure/targets',
    'zero_trust/subresources/access/subresources/infrastructure/subresources/targets/methods/create',
  ],
  ['page magic_transit/routes', 'PUT A/magic/routes', 'magic_transit/subresources/routes/methods/bulk_update'],
  [
    'page magic_transit/sites/lans',
    'PATCH A/magic/sites/{site_id}/lans/{lan_id}',
    'magic_transit/subresources/sites/subresources/lans/methods/edit',
  ],
  ['page argo/tiered_caching', 'PATCH Z/argo/tiered_caching', 'argo/subresources/tiered_caching/methods/edit'],
  ['page custom_hostnames', 'DELETE Z/custom_hostnames/{custom_hostname_id}', 'custom_hostnames/methods/delete'],
  [
    'page firewall/waf/packages/groups',
    'PATCH Z/firewall/waf/packages/{package_id}/groups/{group_id}',
    'firewall/subresources/waf/subresources/packages/subresources/groups/methods/edit',
  ],
  [
    'page workers/beta/workers/versions',
    'GET A/workers/workers/{worker_id}/versions',
    'workers/subresources/beta/subresources/workers/subresources/versions/methods/list',
  ],
  [
    'page workers/observability',
    'POST A/workers/observability/queries',
    'workers/subresources/observability/subresources/queries/methods/create',
  ],
  ['page iam/user_groups', 'GET A/iam/user_groups', 'iam/subresources/user_groups/methods/list'],
  ['page load_balancers', 'GET Z/load_balancers', 'load_balancers/methods/list'],
  ['page r2/buckets', 'PATCH A/r2/buckets/{bucket_name}', 'r2/subresources/buckets/methods/edit'],
  ['docs waf/tools/lists/lists-api/endpoints', 'POST A/rules/lists', 'rules/subresources/lists/methods/create'],
  [
    'docs waf/tools/lists/lists-api/endpoints',
    'PUT A/rules/lists/{list_id}',
    'rules/subresources/lists/methods/update',
  ],
  [
    'docs waf/tools/lists/lists-api/endpoints',
    'DELETE A/rules/lists/{list_id}/items',
    'rules/subresources/lists/subresources/items/methods/delete',
  ],
  [
    'docs waf/tools/lists/lists-api/endpoints',
    'GET A/rules/lists/bulk_operations/{operation_id}',
    'rules/subresources/lists/subresources/bulk_operations/methods/get',
  ],
  ['docs waiting-room/reference/waiting-room-api', 'GET Z/waiting_rooms', 'waiting_rooms/methods/list'],
  [
    'docs waiting-room/reference/waiting-room-api',
    'PATCH Z/waiting_rooms/{waiting_room_id}',
    'waiting_rooms/methods/edit',
  ],
  [
    'docs waiting-room/reference/waiting-room-api',
    'GET Z/waiting_rooms/{waiting_room_id}/status',
    'waiting_rooms/subresources/statuses/methods/get',
  ],
  [
    'docs logs/logpush/logpush-job/api-configuration',
    'POST Z/logpush/jobs',
    'logpush/subresources/jobs/methods/create',
  ],
  [
    'docs logs/logpush/logpush-job/api-configuration',
    'GET Z/logpush/datasets/{dataset_id}/fields',
    'logpush/subresources/datasets/subresources/fields/methods/get',
  ],
  [
    'docs logs/logpush/logpush-job/api-configuration',
    'POST Z/logpush/validate/origin',
    'logpush/subresources/validate/methods/origin',
  ],
  ['docs dns/dns-firewall/setup', 'POST A/dns_firewall', 'dns_firewall/methods/create'],
  ['docs ruleset-engine/rulesets-api/endpoints', 'GET /zones', 'zones/methods/list'],
  ['docs ruleset-engine/rulesets-api/endpoints', 'GET /accounts', 'accounts/methods/list'],
  [
    'wrangler kv',
    'POST A/storage/kv/namespaces/{namespace_id}/bulk/get',
    'kv/subresources/namespaces/methods/bulk_get',
  ],
  [
    'wrangler kv',
    'GET A/storage/kv/namespaces/{namespace_id}/keys',
    'kv/subresources/namespaces/subresources/keys/methods/list',
  ],
  ['wrangler d1', 'POST A/d1/database/{database_id}/raw', 'd1/subresources/database/methods/raw'],
  ['wrangler do', 'GET A/workers/durable_objects/namespaces', 'durable_objects/subresources/namespaces/methods/list'],
];

describe('the address of the documentation', () => {
  test('is told of fifty operations of many products', () => {
    expect(told.length).toBeGreaterThanOrEqual(50);
    expect(new Set(told.map(([, , address]) => address.split('/')[0])).size).toBeGreaterThanOrEqual(20);
  });

  test.each(told)('is as %s has it: %s', (_, operation, address) => {
    expect(documentationOf(catalog.details(operationOf(operation)))).toBe(`${documentationRoot}${address}/`);
  });

  test('has nothing but small letters, digits and underscores, and is known for most', () => {
    const known = catalog.operations.flatMap((operation) => documentationOf(catalog.details(operation)) ?? []);
    expect(known.length).toBeGreaterThan(catalog.operations.length * 0.8);
    for (const address of known) {
      expect(address).toMatch(
        /^https:\/\/developers\.cloudflare\.com\/api\/resources\/[a-z0-9_]+(?:\/subresources\/[a-z0-9_]+)*\/methods\/[a-z0-9_]+\/$/,
      );
    }
  });
});
