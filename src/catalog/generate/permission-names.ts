// What is known of permissions beside the lists of accepted ones: which of them are for zones, which only read, which of a list that
// names a whole product family belong to one operation, and what the provider calls the resources of the SDK. Build time only.

/** The package's folder, relative to the repository, and what it is called beside a fact that is taken from it. */
export const providerPackage = { folder: 'node_modules/@pulumi/cloudflare', name: '@pulumi/cloudflare' } as const;

/** What a permission is granted on. */
export type PermissionScope = 'account' | 'zone' | 'user';

/** Permissions for zones by their first words; all others are for accounts, but for those below. */
const ZONE_FAMILIES = new Set([
  'Analytics',
  'Apps',
  'Bot Management',
  'Cache',
  'Cache Settings',
  'Cloud Connector',
  'Config Settings',
  'Custom Errors',
  'Custom Pages',
  'DNS',
  'Domain API Gateway',
  'Domain Page Shield',
  'Dynamic URL Redirects',
  'Email Routing Rules',
  'Firewall Services',
  'HTTP DDoS Managed Ruleset',
  'Health Checks',
  'Load Balancers',
  'Managed headers',
  'Origin',
  'Page Rules',
  'Response Compression',
  'SSL and Certificates',
  'Sanitize',
  'Snippets',
  'Waiting Rooms',
  'Web3 Hostnames',
  'Workers Routes',
  'Zaraz',
  'Zone',
  'Zone DNS Settings',
  'Zone Settings',
  'Zone Transform Rules',
  'Zone WAF',
]);

/** Two permissions have each of these names, one for zones and one for accounts. */
const FAMILIES_OF_BOTH = new Set(['Access: Apps and Policies', 'Logs']);

const USER_FAMILIES = new Set(['API Tokens', 'Memberships', 'User Details']);

/** What all permissions of a kind have in common: `DNS` of `DNS Read` and `DNS Write`. */
export function familyOf(name: string): string {
  return name.replace(/:? (?:Read|Write|Edit|Admin|Purge|Report|Revoke)$/, '');
}

/** What a permission can be granted on, by its name. */
export function scopesOf(name: string): readonly PermissionScope[] {
  const family = familyOf(name);
  if (FAMILIES_OF_BOTH.has(family)) return ['account', 'zone'];
  if (USER_FAMILIES.has(family)) return ['user'];
  return [ZONE_FAMILIES.has(family) ? 'zone' : 'account'];
}

/** True for a permission that changes nothing. */
export function isReadOnly(name: string): boolean {
  return /\bRead$/.test(name) || name === 'Zero Trust Report';
}

/** Names that stand in the lists and that no token can have. */
export const NO_PERMISSIONS: ReadonlySet<string> = new Set(['Zone DNS Edit', 'Zone Zone Edit', 'Zone Zone Read']);

/**
 * Resources whose list names nearly every permission there is, since a token with any of them may read a little of it. Only those
 * of the product itself are kept, which are enough for all of it.
 */
export const OWN_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['Account', ['Account Settings Read', 'Account Settings Write']],
  ['AccountPermissionGroup', ['Account Settings Read', 'Account Settings Write']],
  ['KeylessCertificate', ['SSL and Certificates Read', 'SSL and Certificates Write']],
  ['ManagedHeaders', ['Managed headers Read', 'Managed headers Write']],
  ['ManagedTransforms', ['Managed headers Read', 'Managed headers Write']],
  ['PageRule', ['Page Rules Read', 'Page Rules Write', 'Zone Read', 'Zone Write']],
  ['UrlNormalizationSettings', ['Zone Transform Rules Read', 'Zone Transform Rules Write']],
  ['Zone', ['Zone Read', 'Zone Write']],
  ['ZoneHold', ['Zone Read', 'Zone Write']],
]);

/** Resources whose list has more names that write than their writing takes: those are enough for reading only. */
export const OWN_WRITES: ReadonlyMap<string, readonly string[]> = new Map([['ByoIpPrefix', ['Magic Transit Write']]]);

/** What any token may do, or none, whatever the list of its resource says. */
export const NO_NEEDS: ReadonlySet<string> = new Set([
  'GET /accounts/{}/tokens/verify',
  'GET /user/tokens/verify',
  // Who may make accounts is a matter of the tenant.
  'POST /accounts',
  'POST /accounts/{}/addressing/prefixes/{}/validate',
]);

/** What is below these is of all products, and needs what they need. */
export const NO_PARENTS: ReadonlySet<string> = new Set(['Account', 'Organization', 'User', 'Zone']);

/** Lists longer than this are of that kind: one that the table above does not have is not used. */
export const longestList = 20;

/** What the provider calls a resource, by the words of the SDK where they differ by more than a plural. */
export const RENAMED: Readonly<Record<string, string>> = {
  'accounts tokens': 'AccountToken',
  'accounts tokens permission groups': 'AccountApiTokenPermissionGroups',
  'acm custom trust store': 'CustomOriginTrustStore',
  'acm total tls': 'TotalTls',
  'addressing address maps': 'AddressMap',
  'addressing prefixes': 'ByoIpPrefix',
  'addressing regional hostnames': 'RegionalHostname',
  'alerting destinations webhooks': 'NotificationPolicyWebhooks',
  'alerting policies': 'NotificationPolicy',
  'api gateway configurations': 'ApiShield',
  'api gateway discovery operations': 'ApiShieldDiscoveryOperation',
  'api gateway operations': 'ApiShieldOperation',
  'api gateway operations schema validation': 'ApiShieldOperationSchemaValidationSettings',
  'api gateway settings schema validation': 'ApiShieldSchemaValidationSettings',
  'api gateway user schemas': 'ApiShieldSchema',
  'cache cache reserve': 'ZoneCacheReserve',
  'cache regional tiered cache': 'RegionalTieredCache',
  'cache smart tiered cache': 'TieredCache',
  'cache variants': 'ZoneCacheVariants',
  'calls sfu': 'CallsSfuApp',
  'calls turn': 'CallsTurnApp',
  'content scanning payloads': 'ContentScanningExpression',
  'custom certificates': 'CustomSsl',
  'dls regional services prefix bindings': 'DlsPrefixBinding',
  'dns dnssec': 'ZoneDnssec',
  'dns settings account': 'AccountDnsSettings',
  'dns settings account views': 'AccountDnsSettingsInternalView',
  'dns settings zone': 'ZoneDnsSettings',
  'email routing': 'EmailRoutingSettings',
  'email routing rules catch alls': 'EmailRoutingCatchAll',
  'email security settings allow policies': 'EmailSecurityAllowPolicy',
  'email security settings block senders': 'EmailSecurityBlockSender',
  'email security settings domains': 'EmailSecurityDomain',
  'email security settings impersonation registry': 'EmailSecurityImpersonationRegistry',
  'email security settings trusted domains': 'EmailSecurityTrustedDomains',
  'firewall access rules': 'AccessRule',
  'firewall lockdowns': 'ZoneLockdown',
  'firewall ua rules': 'UserAgentBlockingRule',
  'flagship apps flags': 'FlagshipFlag',
  'google tag gateway config': 'GoogleTagGateway',
  'hostnames settings tls': 'HostnameTlsSetting',
  'iam oauth clients': 'OauthClient',
  'iam permission groups': 'AccountPermissionGroup',
  'iam resource groups': 'ResourceGroup',
  'iam sso': 'SsoConnector',
  'iam user groups': 'UserGroup',
  'iam user groups members': 'UserGroupMembers',
  'images v1': 'Image',
  'images v1 variants': 'ImageVariant',
  'kv namespaces': 'WorkersKvNamespace',
  'kv namespaces values': 'WorkersKv',
  'leaked credential checks detections': 'LeakedCredentialCheckRule',
  'logpush ownership': 'LogpushOwnershipChallenge',
  'logs control retention': 'LogpullRetention',
  'magic network monitoring configs': 'MagicNetworkMonitoringConfiguration',
  'magic transit gre tunnels': 'MagicWanGreTunnel',
  'magic transit ipsec tunnels': 'MagicWanIpsecTunnel',
  'magic transit routes': 'MagicWanStaticRoute',
  'origin tls client auth settings': 'AuthenticatedOriginPullsSettings',
  'pages projects domains': 'PagesDomain',
  'r2 buckets domains custom': 'R2CustomDomain',
  'rules lists': 'List',
  'rules lists items': 'ListItem',
  'rum site info': 'WebAnalyticsSite',
  'schema validation settings operations': 'SchemaValidationOperationSettings',
  'secrets store stores': 'SecretsStore',
  'secrets store stores secrets': 'SecretsStoreSecret',
  'spectrum apps': 'SpectrumApplication',
  'speed schedule': 'ObservatoryScheduledTest',
  'ssl certificate packs': 'CertificatePack',
  'ssl universal settings': 'UniversalSslSetting',
  'token validation configuration': 'TokenValidationConfig',
  'url normalization': 'UrlNormalizationSettings',
  'user tokens': 'ApiToken',
  'user tokens permission groups': 'ApiTokenPermissionGroups',
  'workers beta workers': 'Worker',
  'workers beta workers versions': 'WorkerVersion',
  'workers domains': 'WorkersCustomDomain',
  'workers scripts deployments': 'WorkersDeployment',
  'workers scripts schedules': 'WorkersCronTrigger',
  'zero trust access applications cas': 'ZeroTrustAccessShortLivedCertificate',
  'zero trust access certificates': 'ZeroTrustAccessMtlsCertificate',
  'zero trust access certificates settings': 'ZeroTrustAccessMtlsHostnameSettings',
  'zero trust access keys': 'ZeroTrustAccessKeyConfiguration',
  'zero trust casb posture policies': 'ZeroTrustCasbPolicy',
  'zero trust casb posture webhooks': 'ZeroTrustCasbWebhook',
  'zero trust devices dex tests': 'ZeroTrustDexTest',
  'zero trust devices networks': 'ZeroTrustDeviceManagedNetworks',
  'zero trust devices policies custom': 'ZeroTrustDeviceCustomProfile',
  'zero trust devices policies custom fallback domains': 'ZeroTrustDeviceCustomProfileLocalDomainFallback',
  'zero trust devices policies default': 'ZeroTrustDeviceDefaultProfile',
  'zero trust devices policies default certificates': 'ZeroTrustDeviceDefaultProfileCertificates',
  'zero trust devices policies default fallback domains': 'ZeroTrustDeviceDefaultProfileLocalDomainFallback',
  'zero trust devices posture': 'ZeroTrustDevicePostureRule',
  'zero trust dlp data tag categories data tags': 'ZeroTrustDlpDataTag',
  'zero trust dlp entries custom': 'ZeroTrustDlpCustomEntry',
  'zero trust dlp entries integration': 'ZeroTrustDlpIntegrationEntry',
  'zero trust dlp entries predefined': 'ZeroTrustDlpPredefinedEntry',
  'zero trust dlp profiles custom': 'ZeroTrustDlpCustomProfile',
  'zero trust dlp profiles predefined': 'ZeroTrustDlpPredefinedProfile',
  'zero trust dlp sensitivity groups levels': 'ZeroTrustDlpSensitivityLevel',
  'zero trust dlp sensitivity groups levels order': 'ZeroTrustDlpSensitivityLevelOrder',
  'zero trust gateway locations': 'ZeroTrustDnsLocation',
  'zero trust identity providers': 'ZeroTrustAccessIdentityProvider',
  'zero trust networks routes': 'ZeroTrustTunnelCloudflaredRoute',
  'zero trust networks subnets warp': 'ZeroTrustDeviceSubnet',
  'zero trust networks virtual networks': 'ZeroTrustTunnelCloudflaredVirtualNetwork',
  'zero trust risk scoring behaviours': 'ZeroTrustRiskBehavior',
  'zero trust tunnels cloudflared configurations': 'ZeroTrustTunnelCloudflaredConfig',
  'zero trust tunnels warp connector configurations': 'ZeroTrustTunnelWarpConnectorConfig',
  // Of the command line.
  'kv kv namespaces': 'WorkersKvNamespace',
  'workers dispatch namespaces': 'WorkersForPlatformsDispatchNamespace',
  'zero trust profiles custom': 'ZeroTrustDlpCustomProfile',
  'zero trust profiles predefined': 'ZeroTrustDlpPredefinedProfile',
  'zones ct alerting': 'CtAlerting',
  'zones nel': 'NelSetting',
};
