// What tokens can be allowed: permission groups by the names that the API documents, each for one kind of resource. A name may
// stand for two groups, one of the account and one of its zones. Ids are the sandbox's own, the same in every run.
// https://developers.cloudflare.com/fundamentals/api/reference/permissions/
import { randomFor } from './random.ts';

export type Scope = 'user' | 'account' | 'zone' | 'bucket';

export type PermissionGroup = {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly scope: Scope;
};

/** By these names the API tells a scope. */
export const SCOPE_NAMES: Readonly<Record<Scope, string>> = {
  user: 'com.cloudflare.api.user',
  account: 'com.cloudflare.api.account',
  zone: 'com.cloudflare.api.account.zone',
  bucket: 'com.cloudflare.edge.r2.bucket',
};

/** `DNS Read/Write` are two groups. */
const NAMES: readonly (readonly [category: string, scope: Scope, names: readonly string[]])[] = [
  ['account_and_billing', 'user', ['API Tokens Read/Write', 'User Details Read/Write', 'Memberships Read/Write']],
  [
    'account_and_billing',
    'account',
    [
      'Account API Tokens Read/Write',
      'Account Settings Read/Write',
      'Billing Read/Write',
      'Notifications Read/Write',
      'OAuth Client Read/Write',
      'SCIM Provisioning',
      'SSO Connector Read/Write',
      'Trust and Safety Read/Write',
    ],
  ],
  [
    'developer_platform',
    'account',
    [
      'Agents Gateway Read/Write/Run',
      'Browser Rendering Read/Write',
      'Cloudchamber Read/Write',
      'Containers Read/Write',
      'D1 Read/Write',
      'Flagship Read/Write',
      'Hyperdrive Read/Write',
      'Pages Read/Write',
      'Pipelines Read/Write',
      'Pubsub Configuration Read/Write',
      'Queues Read/Write',
      'Secrets Store Read/Write',
      'Workers Builds Configuration Read/Write',
      'Workers CI Read/Write',
      'Workers KV Storage Read/Write',
      'Workers Observability Read/Write',
      'Workers R2 Data Catalog Read/Write',
      'Workers R2 SQL Read',
      'Workers R2 Storage Read/Write',
      'Workers Scripts Read/Write',
      'Workers Tail Read',
    ],
  ],
  ['developer_platform', 'zone', ['Workers Routes Read/Write']],
  ['developer_platform', 'bucket', ['Workers R2 Storage Bucket Item Read/Write']],
  [
    'ai_and_machine_learning',
    'account',
    [
      'AI Gateway Read/Write/Run',
      'AI Search Read/Write/Run',
      'Constellation Read/Write',
      'MCP Portals Read/Write',
      'Vectorize Read/Write',
      'Workers AI Read/Write',
    ],
  ],
  [
    'dns_and_zones',
    'account',
    [
      'Account Custom Pages Read/Write',
      'Account DNS Settings Read/Write',
      'DNS Firewall Read/Write',
      'DNS View Read/Write',
      'Registrar: Domains Read/Write',
    ],
  ],
  [
    'dns_and_zones',
    'zone',
    [
      'Apps Write',
      'Custom Pages Read/Write',
      'DNS Read/Write',
      'SSL and Certificates Read/Write',
      'Web3 Hostnames Read/Write',
      'Zone DNS Settings Read/Write',
      'Zone Read/Write',
      'Zone Settings Read/Write',
      'Zone Versioning Read/Write',
    ],
  ],
  [
    'app_security',
    'account',
    [
      'Account API Gateway',
      'Account API Gateway Read',
      'Account Filter Lists Read/Edit',
      'Account Firewall Access Rules Read/Write',
      'Account Security Center Insights Read/Write',
      'Account WAF Read/Write',
      'Account: SSL and Certificates Read/Write',
      'Bot Management Feedback Read/Write',
      'Cloudforce One Read/Write',
      'Fraud Detection Read/Write',
      'Intel Read/Write',
      'Page Shield',
      'Page Shield Read',
      'Turnstile Sites Read/Write',
      'URL Scanner Read/Write',
      'Vulnerability Scanner Read/Write',
    ],
  ],
  [
    'app_security',
    'zone',
    [
      'Bot Management Read/Write',
      'Domain API Gateway',
      'Domain API Gateway Read',
      'Domain Page Shield',
      'Domain Page Shield Read',
      'Firewall Services Read/Write',
      'HTTP DDoS Managed Ruleset Read/Write',
      'Zone WAF Read/Write',
    ],
  ],
  [
    'rules_and_configuration',
    'account',
    [
      'Account Rulesets Read/Write',
      'Allow Request Tracer Read',
      'Mass URL Redirects Read/Write',
      'Rule Policies Read/Write',
      'Select Configuration Read/Write',
      'Transform Rules Read/Write',
    ],
  ],
  [
    'rules_and_configuration',
    'zone',
    [
      'Cloud Connector Read/Write',
      'Config Settings Read/Write',
      'Custom Errors Read/Write',
      'Dynamic URL Redirects Read/Write',
      'Managed headers Read/Write',
      'Origin Read/Write',
      'Page Rules Read/Write',
      'Response Compression Read/Write',
      'Sanitize Read/Write',
      'Snippets Read/Write',
      'Zaraz Read/Edit/Admin',
      'Zone Transform Rules Read/Write',
    ],
  ],
  [
    'cloudflare_one_and_zero_trust',
    'account',
    [
      'Access: Apps and Policies Read/Write/Revoke',
      'Access: Audit Logs Read',
      'Access: Custom Pages Read/Write',
      'Access: Device Posture Read/Write',
      'Access: Mutual TLS Certificates Read/Write',
      'Access: Organizations, Identity Providers, and Groups Read/Write/Revoke',
      'Access: Policy Test Read/Write',
      'Access: SSH Auditing Read/Write',
      'Access: Service Tokens Read/Write',
      'Access: Users Read/Write',
      'Cloud Email Security: Read/Write',
      'Cloudflare DEX Read/Write',
      'Cloudflare One Connector: WARP Read/Write',
      'Cloudflare One Connector: cloudflared Read/Write',
      'Cloudflare One Connectors Read/Write',
      'Cloudflare One Networks Read/Write',
      'Cloudflare Tunnel Read/Write',
      'Cloudflare Zero Trust Secure DNS Locations Write',
      'DLS: Read/Write',
      'Zero Trust Read/Write/Report',
      'Zero Trust: PII Read',
    ],
  ],
  ['cloudflare_one_and_zero_trust', 'zone', ['Access: Apps and Policies Read/Write/Revoke']],
  ['analytics_and_logs', 'account', ['Account Analytics Read', 'Logs Read/Write']],
  ['analytics_and_logs', 'zone', ['Analytics Read', 'Logs Read/Write']],
  [
    'network_services',
    'account',
    [
      'Address Maps Read/Write',
      'DDoS Botnet Feed Read/Write',
      'DDoS Protection Read/Write',
      'IP Prefixes: BGP On Demand Read/Write',
      'IP Prefixes: Read/Write',
      'L4 DDoS Managed Ruleset Read/Write',
      'Magic Firewall Packet Captures Read/Write',
      'Magic Firewall Read/Write',
      'Magic Network Monitoring Admin',
      'Magic Network Monitoring Config Read/Write',
      'Magic Transit Read/Write',
      'Magic WAN Read/Write',
    ],
  ],
  ['media', 'account', ['Calls Read/Write', 'Images Read/Write', 'Realtime', 'Realtime Admin', 'Stream Read/Write']],
  ['email_and_messaging', 'account', ['Email Routing Addresses Read/Write', 'Email Sending Read/Write']],
  ['email_and_messaging', 'zone', ['Email Routing Rules Read/Write']],
  [
    'cache_and_performance',
    'account',
    [
      'Account Waiting Rooms Read',
      'Load Balancers Account Read/Write',
      'Load Balancing: Monitors and Pools Read/Write',
    ],
  ],
  [
    'cache_and_performance',
    'zone',
    [
      'Cache Purge',
      'Cache Settings Read/Write',
      'Health Checks Read/Write',
      'Load Balancers Read/Write',
      'Waiting Rooms Read/Write',
    ],
  ],
];

/** `DNS Read/Write` -> `DNS Read`, `DNS Write`. */
function spellOut(names: string): readonly string[] {
  const start = names.lastIndexOf(' ') + 1;
  return names
    .slice(start)
    .split('/')
    .map((verb) => names.slice(0, start) + verb);
}

export const PERMISSION_GROUPS: readonly PermissionGroup[] = NAMES.flatMap(([category, scope, lines]) =>
  lines.flatMap(spellOut).map((name) => {
    return { id: randomFor(0, 'permission-group', scope, name).hex(32), name, category, scope };
  }),
);

const byId = new Map(PERMISSION_GROUPS.map((group) => [group.id, group]));

export function permissionGroup(id: unknown): PermissionGroup | undefined {
  return typeof id === 'string' ? byId.get(id) : undefined;
}
