// Operations of many products with parameters for each, by hand: what the official SDK is called with, and the operation that it is.

export interface SdkRequest {
  /** Of the product, for the count. */
  readonly product: string;
  readonly operation: string;
  /** From the client to the method. */
  readonly call: string;
  /** Placeholders that the method takes as arguments of their own, in order. */
  readonly args?: readonly string[];
  /** A body that is an argument of its own. */
  readonly content?: string;
  /** Everything else: placeholders, query, header fields and fields of the body side by side. */
  readonly params: Readonly<Record<string, unknown>>;
}

const account_id = '9a7806061c88ada191ed06f989cc3dac';
const zone_id = '023e105f4ecef8ad9ca31a8372d0c353';
const id = '372e67954025e0ba6aaa6d586b9e0b59';

export const sdkRequests: readonly SdkRequest[] = [
  {
    product: 'DNS',
    operation: 'POST Z/dns_records',
    call: 'dns.records.create',
    params: { zone_id, type: 'A', name: 'www', content: '198.51.100.4', ttl: 3600, proxied: true, tags: ['a:b'] },
  },
  {
    product: 'DNS',
    operation: 'POST Z/dns_records',
    call: 'dns.records.create',
    params: {
      zone_id,
      type: 'SRV',
      name: '_sip._tcp',
      ttl: 1,
      data: { priority: 10, weight: 5, port: 8806, target: 'example.com' },
    },
  },
  {
    product: 'DNS',
    operation: 'PATCH Z/dns_records/{dns_record_id}',
    call: 'dns.records.edit',
    args: [id],
    params: { zone_id, type: 'A', name: 'www', ttl: 1, content: '198.51.100.5', comment: 'moved; "quoted"' },
  },
  {
    product: 'DNS',
    operation: 'POST Z/dns_records/batch',
    call: 'dns.records.batch',
    params: {
      zone_id,
      deletes: [{ id }],
      posts: [{ type: 'MX', name: '@', content: 'mx.example.com', priority: 10, ttl: 1 }],
    },
  },
  { product: 'DNS', operation: 'PATCH Z/dnssec', call: 'dns.dnssec.edit', params: { zone_id, status: 'active' } },
  {
    product: 'Zones',
    operation: 'POST /zones',
    call: 'zones.create',
    params: { account: { id: account_id }, name: 'example.net', type: 'full' },
  },
  {
    product: 'Zones',
    operation: 'PATCH Z/settings/{setting_id}',
    call: 'zones.settings.edit',
    args: ['ssl'],
    params: { zone_id, value: 'strict' },
  },
  {
    product: 'Zones',
    operation: 'PATCH Z/settings/{setting_id}',
    call: 'zones.settings.edit',
    args: ['min_tls_version'],
    params: { zone_id, value: '1.2' },
  },
  {
    product: 'Zones',
    operation: 'PATCH Z/settings/{setting_id}',
    call: 'zones.settings.edit',
    args: ['browser_cache_ttl'],
    params: { zone_id, value: 14400 },
  },
  {
    product: 'Cache',
    operation: 'POST Z/purge_cache',
    call: 'cache.purge',
    params: {
      zone_id,
      files: ['https://example.com/a.css', { url: 'https://example.com/b', headers: { Origin: 'x' } }],
    },
  },
  {
    product: 'Cache',
    operation: 'PATCH Z/cache/variants',
    call: 'cache.variants.edit',
    params: { zone_id, value: { avif: ['image/webp'] } },
  },
  {
    product: 'KV',
    operation: 'POST A/storage/kv/namespaces',
    call: 'kv.namespaces.create',
    params: { account_id, title: 'Sessions' },
  },
  {
    product: 'KV',
    operation: 'PUT A/storage/kv/namespaces/{namespace_id}/values/{key_name}',
    call: 'kv.namespaces.values.update',
    args: ['a/key'],
    params: { account_id, namespace_id: id, value: 'text of the value', metadata: '{"a":1}', expiration_ttl: 120 },
  },
  {
    product: 'KV',
    operation: 'POST A/storage/kv/namespaces/{namespace_id}/bulk/delete',
    call: 'kv.namespaces.keys.bulkDelete',
    args: [id],
    params: { account_id, body: ['one', 'two'] },
  },
  {
    product: 'KV',
    operation: 'PUT A/storage/kv/namespaces/{namespace_id}/bulk',
    call: 'kv.namespaces.keys.bulkUpdate',
    args: [id],
    params: { account_id, body: [{ key: 'one', value: '1', metadata: { a: 1 } }] },
  },
  {
    product: 'D1',
    operation: 'POST A/d1/database/{database_id}/query',
    call: 'd1.database.query',
    args: [id],
    params: { account_id, sql: 'SELECT ?1', params: ['a'] },
  },
  {
    product: 'D1',
    operation: 'POST A/d1/database',
    call: 'd1.database.create',
    params: { account_id, name: 'shop', primary_location_hint: 'weur' },
  },
  {
    product: 'R2',
    operation: 'POST A/r2/buckets',
    call: 'r2.buckets.create',
    params: { account_id, name: 'photos', storageClass: 'InfrequentAccess', 'cf-r2-jurisdiction': 'eu' },
  },
  {
    product: 'R2',
    operation: 'PUT A/r2/buckets/{bucket_name}/objects/{object_key}',
    call: 'r2.buckets.objects.upload',
    args: ['a/b.txt'],
    content: 'what the object holds',
    params: { account_id, bucket_name: 'photos', 'cf-r2-storage-class': 'Standard' },
  },
  {
    product: 'R2',
    operation: 'PUT A/r2/buckets/{bucket_name}/cors',
    call: 'r2.buckets.cors.update',
    args: ['photos'],
    params: {
      account_id,
      rules: [{ allowed: { methods: ['GET'], origins: ['https://example.com'] }, maxAgeSeconds: 60 }],
    },
  },
  {
    product: 'Queues',
    operation: 'POST A/queues',
    call: 'queues.create',
    params: { account_id, queue_name: 'jobs' },
  },
  {
    product: 'Queues',
    operation: 'POST A/queues/{queue_id}/messages',
    call: 'queues.messages.push',
    args: [id],
    params: { account_id, body: { order: 7 }, content_type: 'json', delay_seconds: 3 },
  },
  {
    product: 'Workers',
    operation: 'POST Z/workers/routes',
    call: 'workers.routes.create',
    params: { zone_id, pattern: 'example.com/*', script: 'site' },
  },
  {
    product: 'Workers',
    operation: 'PUT A/workers/scripts/{script_name}/secrets',
    call: 'workers.scripts.secrets.update',
    args: ['site'],
    params: { account_id, name: 'KEY', text: 'value', type: 'secret_text' },
  },
  {
    product: 'Workers',
    operation: 'PUT A/workers/scripts/{script_name}/schedules',
    call: 'workers.scripts.schedules.update',
    args: ['site'],
    params: { account_id, body: [{ cron: '*/30 * * * *' }] },
  },
  {
    product: 'Pages',
    operation: 'POST A/pages/projects',
    call: 'pages.projects.create',
    params: { account_id, name: 'docs', production_branch: 'main', build_config: { build_command: 'npm run build' } },
  },
  {
    product: 'Rulesets',
    operation: 'POST Z/rulesets',
    call: 'rulesets.create',
    params: {
      zone_id,
      kind: 'zone',
      name: 'Mine',
      phase: 'http_request_firewall_custom',
      rules: [
        {
          action: 'block',
          expression: 'ip.src eq 1.1.1.1',
          action_parameters: { response: { status_code: 403, content: 'no', content_type: 'text/plain' } },
        },
      ],
    },
  },
  {
    product: 'Rulesets',
    operation: 'POST A/rulesets/{ruleset_id}/rules',
    call: 'rulesets.rules.create',
    args: [id],
    params: { account_id, action: 'log', expression: 'true', position: { index: 1 } },
  },
  {
    product: 'Rulesets',
    operation: 'PUT Z/rulesets/phases/{ruleset_phase}/entrypoint',
    call: 'rulesets.phases.update',
    args: ['http_request_dynamic_redirect'],
    params: {
      zone_id,
      rules: [
        {
          action: 'redirect',
          expression: 'true',
          action_parameters: { from_value: { target_url: { value: 'https://x.example' }, status_code: 301 } },
        },
      ],
    },
  },
  {
    product: 'Lists',
    operation: 'POST A/rules/lists',
    call: 'rules.lists.create',
    params: { account_id, kind: 'ip', name: 'blocked' },
  },
  {
    product: 'Lists',
    operation: 'POST A/rules/lists/{list_id}/items',
    call: 'rules.lists.items.create',
    args: [id],
    params: { account_id, body: [{ ip: '203.0.113.0/24', comment: 'a "net"' }] },
  },
  {
    product: 'Firewall',
    operation: 'POST Z/firewall/access_rules/rules',
    call: 'firewall.accessRules.create',
    params: { zone_id, mode: 'challenge', configuration: { target: 'country', value: 'XX' }, notes: 'x' },
  },
  {
    product: 'Firewall',
    operation: 'POST Z/firewall/lockdowns',
    call: 'firewall.lockdowns.create',
    params: { zone_id, urls: ['example.com/admin*'], configurations: [{ target: 'ip', value: '198.51.100.4' }] },
  },
  {
    product: 'Load Balancers',
    operation: 'POST A/load_balancers/pools',
    call: 'loadBalancers.pools.create',
    params: { account_id, name: 'main', origins: [{ name: 'a', address: '198.51.100.4', weight: 0.5 }], enabled: true },
  },
  {
    product: 'Load Balancers',
    operation: 'POST A/load_balancers/monitors',
    call: 'loadBalancers.monitors.create',
    params: { account_id, type: 'https', header: { Host: ['example.com'] }, interval: 60 },
  },
  {
    product: 'Access',
    operation: 'POST A/access/apps',
    call: 'zeroTrust.access.applications.create',
    params: {
      account_id,
      domain: 'admin.example.com',
      type: 'self_hosted',
      allowed_idps: [id],
      session_duration: '24h',
    },
  },
  {
    product: 'Access',
    operation: 'POST A/access/groups',
    call: 'zeroTrust.access.groups.create',
    params: { account_id, name: 'staff', include: [{ email_domain: { domain: 'example.com' } }] },
  },
  {
    product: 'Access',
    operation: 'POST Z/access/identity_providers',
    call: 'zeroTrust.identityProviders.create',
    params: {
      zone_id,
      name: 'Entra',
      type: 'azureAD',
      config: { client_id: 'a', client_secret: 'b', directory_id: 'c' },
    },
  },
  {
    product: 'Gateway',
    operation: 'POST A/gateway/rules',
    call: 'zeroTrust.gateway.rules.create',
    params: {
      account_id,
      name: 'No',
      action: 'block',
      enabled: false,
      filters: ['dns'],
      traffic: 'any(dns.domains[*] == "x")',
    },
  },
  {
    product: 'Tunnels',
    operation: 'PUT A/cfd_tunnel/{tunnel_id}/configurations',
    call: 'zeroTrust.tunnels.cloudflared.configurations.update',
    args: [id],
    params: { account_id, config: { ingress: [{ hostname: 'a.example.com', service: 'http://localhost:8000' }] } },
  },
  {
    product: 'Devices',
    operation: 'POST A/devices/posture',
    call: 'zeroTrust.devices.posture.create',
    params: {
      account_id,
      name: 'Disk',
      type: 'disk_encryption',
      input: { requireAll: true },
      match: [{ platform: 'windows' }],
    },
  },
  {
    product: 'Email Routing',
    operation: 'POST Z/email/routing/rules',
    call: 'emailRouting.rules.create',
    params: {
      zone_id,
      actions: [{ type: 'forward', value: ['me@example.net'] }],
      matchers: [{ type: 'literal', field: 'to', value: 'a@example.com' }],
    },
  },
  {
    product: 'Logpush',
    operation: 'POST A/logpush/jobs',
    call: 'logpush.jobs.create',
    params: {
      account_id,
      destination_conf: 's3://bucket/x?region=y',
      dataset: 'gateway_dns',
      output_options: { field_names: ['Datetime'] },
    },
  },
  {
    product: 'Logs',
    operation: 'POST A/logs/explorer/query/sql',
    call: 'logs.logExplorer.query.sql',
    content: 'SELECT clientip FROM http_requests LIMIT 1',
    params: { account_id },
  },
  {
    product: 'Stream',
    operation: 'POST A/stream/direct_upload',
    call: 'stream.directUpload.create',
    params: { account_id, maxDurationSeconds: 60, meta: { name: 'clip' }, 'Upload-Creator': 'me' },
  },
  {
    product: 'Stream',
    operation: 'POST A/stream/watermarks',
    call: 'stream.watermarks.create',
    params: { account_id, file: new File(['bytes'], 'logo.png'), name: 'logo', opacity: 0.5 },
  },
  {
    product: 'Images',
    operation: 'POST A/images/v1',
    call: 'images.v1.create',
    params: { account_id, id: 'cat', url: 'https://example.com/cat.png', requireSignedURLs: true },
  },
  {
    product: 'Images',
    operation: 'POST A/images/v1/variants',
    call: 'images.v1.variants.create',
    params: { account_id, id: 'hero', options: { fit: 'cover', height: 768, metadata: 'none', width: 1366 } },
  },
  {
    product: 'Turnstile',
    operation: 'POST A/challenges/widgets',
    call: 'turnstile.widgets.create',
    params: { account_id, domains: ['example.com'], mode: 'managed', name: 'form' },
  },
  {
    product: 'Waiting Rooms',
    operation: 'PATCH Z/waiting_rooms/{waiting_room_id}',
    call: 'waitingRooms.edit',
    args: [id],
    params: { zone_id, host: 'shop.example.com', name: 'shop', new_users_per_minute: 200, total_active_users: 300 },
  },
  {
    product: 'Healthchecks',
    operation: 'POST Z/healthchecks',
    call: 'healthchecks.create',
    params: { zone_id, address: 'www.example.com', name: 'main', http_config: { expected_codes: ['2xx'], port: 443 } },
  },
  {
    product: 'Spectrum',
    operation: 'POST Z/spectrum/apps',
    call: 'spectrum.apps.create',
    params: {
      zone_id,
      dns: { name: 'ssh.example.com', type: 'CNAME' },
      protocol: 'tcp/22',
      traffic_type: 'direct',
      origin_direct: ['tcp://192.0.2.1:22'],
    },
  },
  {
    product: 'SSL',
    operation: 'POST Z/custom_certificates',
    call: 'customCertificates.create',
    params: { zone_id, certificate: 'PEM\ntwo lines', private_key: 'KEY', bundle_method: 'ubiquitous' },
  },
  {
    product: 'Custom Hostnames',
    operation: 'POST Z/custom_hostnames',
    call: 'customHostnames.create',
    params: {
      zone_id,
      hostname: 'app.example.com',
      ssl: { method: 'http', type: 'dv', settings: { min_tls_version: '1.2' } },
    },
  },
  {
    product: 'Page Rules',
    operation: 'POST Z/pagerules',
    call: 'pageRules.create',
    params: {
      zone_id,
      actions: [{ id: 'browser_check', value: 'on' }],
      targets: [{ constraint: { operator: 'matches', value: '*example.com/*' }, target: 'url' }],
    },
  },
  {
    product: 'API Shield',
    operation: 'POST Z/api_gateway/operations',
    call: 'apiGateway.operations.bulkCreate',
    params: { zone_id, body: [{ endpoint: '/api/{var1}', host: 'example.com', method: 'GET' }] },
  },
  {
    product: 'Vectorize',
    operation: 'POST A/vectorize/v2/indexes',
    call: 'vectorize.indexes.create',
    params: { account_id, config: { dimensions: 768, metric: 'cosine' }, name: 'texts' },
  },
  {
    product: 'Hyperdrive',
    operation: 'POST A/hyperdrive/configs',
    call: 'hyperdrive.configs.create',
    params: {
      account_id,
      name: 'pg',
      origin: { database: 'a', host: 'db.example.com', password: 'p', port: 5432, scheme: 'postgres', user: 'u' },
    },
  },
  {
    product: 'Workers AI',
    operation: 'POST A/ai/run/{model_name}',
    call: 'ai.run',
    args: ['@cf/meta/llama-3-8b-instruct'],
    params: { account_id, prompt: 'Say hello', stream: false },
  },
  {
    product: 'AI Gateway',
    operation: 'POST A/ai-gateway/gateways',
    call: 'aiGateway.create',
    params: {
      account_id,
      id: 'my-gateway',
      cache_ttl: 0,
      collect_logs: true,
      rate_limiting_interval: 0,
      rate_limiting_limit: 0,
    },
  },
  {
    product: 'Alerting',
    operation: 'POST A/alerting/v3/policies',
    call: 'alerting.policies.create',
    params: {
      account_id,
      name: 'SSL',
      alert_type: 'universal_ssl_event_type',
      enabled: true,
      mechanisms: { email: [{ id: 'me@example.com' }] },
    },
  },
  {
    product: 'Accounts',
    operation: 'POST A/tokens',
    call: 'accounts.tokens.create',
    params: {
      account_id,
      name: 'ci',
      policies: [{ effect: 'allow', permission_groups: [{ id }], resources: { 'com.cloudflare.api.account.x': '*' } }],
    },
  },
  {
    product: 'Accounts',
    operation: 'POST A/members',
    call: 'accounts.members.create',
    params: { account_id, email: 'a@example.com', roles: [id] },
  },
  {
    product: 'Magic Transit',
    operation: 'PUT A/magic/gre_tunnels/{gre_tunnel_id}',
    call: 'magicTransit.greTunnels.update',
    args: [id],
    params: {
      account_id,
      cloudflare_gre_endpoint: '203.0.113.1',
      customer_gre_endpoint: '203.0.113.2',
      interface_address: '192.0.2.0/31',
      name: 'GRE_1',
      'x-magic-new-hc-target': true,
    },
  },
  {
    product: 'RUM',
    operation: 'POST A/rum/site_info',
    call: 'rum.siteInfo.create',
    params: { account_id, host: 'example.com', auto_install: true },
  },
  {
    product: 'Workflows',
    operation: 'POST A/workflows/{workflow_name}/instances',
    call: 'workflows.instances.create',
    args: ['orders'],
    params: { account_id, params: { order: 7 } },
  },
  {
    product: 'Secrets Store',
    operation: 'POST A/secrets_store/stores/{store_id}/secrets',
    call: 'secretsStore.stores.secrets.create',
    args: [id],
    params: { account_id, body: [{ name: 'KEY', value: 'v', scopes: ['workers'] }] },
  },
  {
    product: 'Bots',
    operation: 'PUT Z/bot_management',
    call: 'botManagement.update',
    params: { zone_id, fight_mode: true, enable_js: false },
  },
  {
    product: 'DLP',
    operation: 'POST A/dlp/datasets/{dataset_id}/upload/{version}',
    call: 'zeroTrust.dlp.datasets.upload.edit',
    args: ['7'],
    content: 'one\ntwo\n',
    params: { account_id, dataset_id: id },
  },
  {
    product: 'API Shield',
    operation: 'POST Z/api_gateway/user_schemas',
    call: 'apiGateway.userSchemas.create',
    params: {
      zone_id,
      file: new File(['openapi: 3.0.0'], 'schema.yaml'),
      kind: 'openapi_v3',
      validation_enabled: 'true',
    },
  },
  {
    product: 'Brand Protection',
    operation: 'POST A/brand-protection/logos',
    call: 'brandProtection.logos.create',
    params: { account_id, match_type: 'exact', tag: 'mine', threshold: 0.9, image: 'a&b=c' },
  },
  {
    product: 'URL Scanner',
    operation: 'POST A/urlscanner/v2/scan',
    call: 'urlScanner.scans.create',
    params: { account_id, url: 'https://example.com', visibility: 'Unlisted', customHeaders: { 'X-A': 'b' } },
  },
];
