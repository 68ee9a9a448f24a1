// A hundred operations of all products with the permissions that the API accepts for them, checked by hand: against the text of the
// provider's package, what the API documents of the operation, and the documented groups (which of them are for zones). A name
// beside these would be wrong.
export const neededByHand = `
GET A/access/ai-controls/mcp/portals | MCP Portals Read, MCP Portals Write
GET A/access/apps/ca | Access: Apps and Policies Read, Access: Apps and Policies Write
PUT A/access/certificates/{certificate_id} | Access: Mutual TLS Certificates Write
DELETE A/access/identity_providers/{identity_provider_id} | Access: Organizations, Identity Providers, and Groups Write
GET A/access/policies/{policy_id} | Access: Apps and Policies Read, Access: Apps and Policies Write
PATCH A/addressing/address_maps/{address_map_id} | Address Maps Write
DELETE A/ai-gateway/gateways/{gateway_id}/routes/{id} | AI Gateway Write
GET A/ai/models/search | Workers AI Read, Workers AI Write
POST A/ai/run/@cf/black-forest-labs/flux-1-schnell | Workers AI Read, Workers AI Write
PUT A/alerting/v3/destinations/webhooks/{webhook_id} | Account Settings Write, Notifications Write
POST A/browser-rendering/scrape | Browser Rendering Write
GET A/cfd_tunnel | Cloudflare One Connector: cloudflared Read, Cloudflare One Connector: cloudflared Write, Cloudflare One Connectors Read, Cloudflare One Connectors Write, Cloudflare Tunnel Read, Cloudflare Tunnel Write
POST A/cloudforce-one/requests | Cloudforce One Write
PUT A/cloudforce-one/requests/{request_id} | Cloudforce One Write
GET A/custom_pages | Account Custom Pages Read, Account Custom Pages Write, Account Settings Read, Account Settings Write, Zero Trust: PII Read
GET A/data-security/posture/policies | Zero Trust Read, Zero Trust Write
POST A/devices/ip-profiles | Zero Trust Write
POST A/devices/posture | Zero Trust Write
PUT A/dex/devices/dex_tests/{dex_test_id} | Cloudflare DEX Write
PUT A/dlp/data_classes/{data_class_id} | Zero Trust Write
DELETE A/dlp/datasets/{dataset_id} | Zero Trust Write
GET A/dlp/entries/{entry_id} | Zero Trust Read, Zero Trust Write
PUT A/dlp/sensitivity_groups/{sensitivity_group_id} | Zero Trust Write
POST A/dls/regional_services/prefix_bindings | DLS: Write, IP Prefixes: Write
DELETE A/dns_settings/views/{view_id} | DNS View Write
GET A/email-security/settings/block_senders/{pattern_id} | Cloud Email Security: Read, Cloud Email Security: Write
GET A/email-security/settings/impersonation_registry/{impersonation_registry_id} | Cloud Email Security: Read, Cloud Email Security: Write
GET A/event_notifications/r2/{bucket_name}/configuration | Workers R2 Storage Read, Workers R2 Storage Write
PUT A/flagship/apps/{app_id} | Flagship Write
GET A/gateway/pacfiles | Zero Trust Read, Zero Trust Write
GET A/iam/permission_groups/{permission_group_id} | Account Settings Read, Account Settings Write
GET A/images/v1 | Images Read, Images Write
GET A/load_balancers/monitors/{monitor_id} | Load Balancing: Monitors and Pools Read, Load Balancing: Monitors and Pools Write
PUT A/logpush/jobs/{job_id} | Logs Write
GET A/magic/ipsec_tunnels | Magic Transit Read, Magic Transit Write, Magic WAN Read, Magic WAN Write
GET A/magic/sites/{site_id}/acls/{acl_id} | Magic Transit Read, Magic Transit Write, Magic WAN Read, Magic WAN Write
PUT A/magic/sites/{site_id}/lans/{lan_id} | Magic Transit Write, Magic WAN Write
POST A/members | Account Settings Write, SCIM Provisioning
GET A/mnm/rules/{rule_id} | Magic Network Monitoring Admin, Magic Network Monitoring Config Read, Magic Network Monitoring Config Write
GET A/pages/projects/{project_name} | Pages Read, Pages Write
DELETE A/pipelines/v1/pipelines/{pipeline_id} | Pipelines Write
GET A/pipelines/{pipeline_name} | Pipelines Read, Pipelines Write
GET A/queues/{queue_id}/metrics | Queues Read, Queues Write, Workers Scripts Read, Workers Scripts Write
PUT A/r2/buckets/{bucket_name}/domains/custom/{domain} | Workers R2 Storage Write
POST A/rules/lists/{list_id}/items | Account Filter Lists Edit
GET A/secondary_dns/peers | Account Settings Read, Account Settings Write
GET A/secrets_store/stores/{store_id} | Secrets Store Read, Secrets Store Write
POST A/sso_connectors/{sso_connector_id}/begin_verification | SSO Connector Write
POST A/stream | Stream Write
DELETE A/stream/watermarks/{identifier} | Stream Write
GET A/stream/{identifier}/captions/{language} | Stream Read, Stream Write
PUT A/subscriptions/{subscription_identifier} | Billing Write
GET A/tokens/permission_groups | Account API Tokens Read, Account API Tokens Write
POST A/vectorize/v2/indexes | Vectorize Write
GET A/waiting_rooms | Account Waiting Rooms Read
PUT A/workers/domains | Workers Scripts Write
DELETE A/workers/scripts/{script_name} | Workers Scripts Write
PUT A/workers/scripts/{script_name}/usage-model | Workers Scripts Write
GET A/workflows/{workflow_name} | Workers Scripts Read, Workers Scripts Write, Workers Tail Read
GET A/zt_risk_scoring/behaviors | Zero Trust Read, Zero Trust Write
PATCH /user | User Details Write
POST Z/access/apps | Access: Apps and Policies Write
POST Z/acm/total_tls | SSL and Certificates Write
POST Z/api_gateway/operations/item | Domain API Gateway
PATCH Z/api_gateway/user_schemas/{schema_id} | Domain API Gateway
PATCH Z/cache/tiered_cache_smart_topology_enable | Zone Settings Write, Zone Write
PUT Z/cloud_connector/rules | Cloud Connector Write
DELETE Z/custom_certificates/{custom_certificate_id} | SSL and Certificates Write
PUT Z/custom_pages/{identifier} | Custom Pages Write, Zone Settings Write
DELETE Z/dns_records/{dns_record_id} | DNS Write
DELETE Z/email/routing/dns | Zone Settings Write
DELETE Z/filters | Firewall Services Write
POST Z/firewall/lockdowns | Firewall Services Write
GET Z/firewall/ua_rules | Firewall Services Read, Firewall Services Write
PATCH Z/hold | Zone Write
GET Z/leaked-credential-checks/detections | Zone WAF Read, Zone WAF Write
DELETE Z/logpush/jobs/{job_id} | Logs Write
GET Z/page_shield/cookies | Domain Page Shield, Domain Page Shield Read, Zone Settings Read, Zone Settings Write
PATCH Z/pagerules/{pagerule_id} | Page Rules Write, Zone Write
PATCH Z/schema_validation/schemas/{schema_id} | Domain API Gateway
PUT Z/secondary_dns/incoming | DNS Write, Zone Settings Write, Zone Write
PATCH Z/settings/nel | Zone Settings Write
GET Z/snippets | Snippets Read, Snippets Write
DELETE Z/speed_api/schedule/{url} | Zone Settings Write
GET Z/token_validation/config/{config_id} | Domain API Gateway, Domain API Gateway Read
GET Z/waiting_rooms | Waiting Rooms Read, Waiting Rooms Write
PATCH Z/waiting_rooms/{waiting_room_id}/events/{event_id} | Waiting Rooms Write
POST Z/workers/routes | Workers Routes Write
GET Z | Zone Read, Zone Write
GET A | Account Settings Read, Account Settings Write
GET /zones | Zone Read, Zone Write
GET Z/dns_records | DNS Read, DNS Write
POST Z/dns_records | DNS Write
POST Z/purge_cache | Cache Purge
PUT A/storage/kv/namespaces/{namespace_id}/values/{key_name} | Workers KV Storage Write
GET A/storage/kv/namespaces | Workers KV Storage Read, Workers KV Storage Write
POST A/d1/database/{database_id}/query | D1 Write
POST A/r2/buckets | Workers R2 Storage Write
POST /user/tokens | API Tokens Write
GET /user/tokens | API Tokens Read, API Tokens Write
PUT A/cfd_tunnel/{tunnel_id}/configurations | Cloudflare One Connector: cloudflared Write, Cloudflare One Connectors Write, Cloudflare Tunnel Write
GET A/workers/scripts | Workers Scripts Read, Workers Scripts Write, Workers Tail Read
PUT A/workers/scripts/{script_name}/schedules | Workers Scripts Write
POST A/queues | Queues Write, Workers Scripts Write
GET Z/settings/{setting_id} | Zone Settings Read, Zone Settings Write
PATCH Z/settings/{setting_id} | Zone Settings Write
GET Z/firewall/access_rules/rules | Firewall Services Read, Firewall Services Write
`;
