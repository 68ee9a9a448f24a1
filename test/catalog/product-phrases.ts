// More of what people would type into the palette, over the products that `phrases.ts` has little of. All of them, with what they
// mean, were written before the ranking was tried on any. Every second is held out: nothing may be tuned on it.
import type { phrases } from './phrases.ts';

export const productPhrases: typeof phrases = [
  // AI: models, gateway, vectors, search
  ['llm models', 'GET A/ai/models/search'],
  ['workers ai inference', 'POST A/ai/run/{model_name}'],
  ['ai model schema', 'GET A/ai/models/schema'],
  ['convert to markdown', 'POST A/ai/tomarkdown'],
  ['upload lora', 'POST A/ai/finetunes/{finetune_id}/finetune-assets', 'POST A/ai/finetunes'],
  ['ai tasks', 'GET A/ai/tasks/search'],
  ['new ai gateway', 'POST A/ai-gateway/gateways'],
  ['delete ai gatway', 'DELETE A/ai-gateway/gateways/{id}'],
  ['llm gateway datasets', 'GET A/ai-gateway/gateways/{gateway_id}/datasets'],
  ['ai gateway evals', 'GET A/ai-gateway/gateways/{gateway_id}/evaluations'],
  ['ai gateway spend limit', 'GET A/ai-gateway/billing/spending-limit'],
  ['ai gateway credits', 'GET A/ai-gateway/billing/credit-balance'],
  ['ai gateway dynamic routes', 'GET A/ai-gateway/gateways/{gateway_id}/routes'],
  [
    'ai provider keys',
    'GET A/ai-gateway/gateways/{gateway_id}/provider_configs',
    'POST A/ai-gateway/gateways/{gateway_id}/provider_configs',
    'GET A/ai-gateway/custom-providers',
  ],
  ['list vector databases', 'GET A/vectorize/v2/indexes'],
  ['create vectorize index', 'POST A/vectorize/v2/indexes'],
  [
    'insert vectors',
    'POST A/vectorize/v2/indexes/{index_name}/insert',
    'POST A/vectorize/v2/indexes/{index_name}/upsert',
  ],
  [
    'vectorise metadata index',
    'GET A/vectorize/v2/indexes/{index_name}/metadata_index/list',
    'POST A/vectorize/v2/indexes/{index_name}/metadata_index/create',
  ],
  ['delete vectors by id', 'POST A/vectorize/v2/indexes/{index_name}/delete_by_ids'],
  ['autorag sync', 'PATCH A/autorag/rags/{id}/sync'],
  [
    'rag search query',
    'POST A/autorag/rags/{id}/search',
    'POST A/autorag/rags/{id}/ai-search',
    'POST A/ai-search/instances/{id}/search',
    'POST A/ai-search/namespaces/{name}/search',
    'POST A/ai-search/namespaces/{name}/instances/{id}/search',
  ],

  // Images
  ['cf images', 'GET A/images/v2', 'GET A/images/v1'],
  ['image usage stats', 'GET A/images/v1/stats'],
  ['image direct upload url', 'POST A/images/v2/direct_upload'],
  ['delete picture', 'DELETE A/images/v1/{image_id}'],
  ['add image variant', 'POST A/images/v1/variants'],
  ['image signing keys', 'GET A/images/v1/keys'],
  ['download original image', 'GET A/images/v1/{image_id}/blob'],

  // Stream
  ['delete video', 'DELETE A/stream/{identifier}'],
  ['rtmp live input', 'GET A/stream/live_inputs', 'POST A/stream/live_inputs'],
  ['video upload link', 'POST A/stream/direct_upload'],
  [
    'simulcast outputs',
    'GET A/stream/live_inputs/{live_input_identifier}/outputs',
    'POST A/stream/live_inputs/{live_input_identifier}/outputs',
  ],
  ['video watermark', 'GET A/stream/watermarks', 'POST A/stream/watermarks', 'GET A/stream/watermarks/{identifier}'],
  ['signed video token', 'POST A/stream/{identifier}/token'],
  ['video storage used', 'GET A/stream/storage-usage'],
  ['subtitles', 'GET A/stream/{identifier}/captions'],
  ['cut a clip', 'POST A/stream/clip'],
  ['stream webook', 'GET A/stream/webhook', 'PUT A/stream/webhook'],
  [
    'download mp4',
    'POST A/stream/{identifier}/downloads',
    'GET A/stream/{identifier}/downloads',
    'POST A/stream/{identifier}/downloads/{download_type}',
  ],

  // Realtime and Calls
  ['sfu apps', 'GET A/calls/apps'],
  ['create turn server', 'POST A/calls/turn_keys'],
  ['webrtc app', 'GET A/calls/apps', 'POST A/calls/apps', 'GET A/realtime/kit/apps'],
  ['realtime meetings', 'GET A/realtime/kit/{app_id}/meetings'],
  ['add participant to meeting', 'POST A/realtime/kit/{app_id}/meetings/{meeting_id}/participants'],
  ['meeting recordings', 'GET A/realtime/kit/{app_id}/recordings'],
  ['kick participant', 'POST A/realtime/kit/{app_id}/meetings/{meeting_id}/active-session/kick'],
  ['meeting transcript', 'GET A/realtime/kit/{app_id}/sessions/{session_id}/transcript'],
  ['realtimekit presets', 'GET A/realtime/kit/{app_id}/presets'],

  // Access
  ['zero trust applications', 'GET A/access/apps'],
  ['new access app', 'POST A/access/apps'],
  ['rotate service token', 'POST A/access/service_tokens/{service_token_id}/rotate'],
  ['login methods', 'GET A/access/identity_providers'],
  ['zt users', 'GET A/access/users'],
  [
    'revoke user session',
    'POST A/access/organizations/revoke_user',
    'POST Z/access/organizations/revoke_user',
    'POST A/access/apps/{app_id}/revoke_tokens',
  ],
  ['reusable access policies', 'GET A/access/policies'],
  ['access block page', 'GET A/access/custom_pages', 'POST A/access/custom_pages'],
  ['failed logins', 'GET A/access/users/{user_id}/failed_logins'],
  ['mcp portals', 'GET A/access/ai-controls/mcp/portals'],

  // Gateway
  ['dns filtering policies', 'GET A/gateway/rules'],
  ['add gateway policy', 'POST A/gateway/rules'],
  ['content categories', 'GET A/gateway/categories'],
  ['pac file', 'GET A/gateway/pacfiles', 'POST A/gateway/pacfiles', 'GET A/gateway/pacfiles/{pacfile_id}'],
  ['gateway root certificate', 'GET A/gateway/certificates', 'POST A/gateway/certificates'],
  [
    'tls decryption settings',
    'GET A/gateway/configuration',
    'PATCH A/gateway/configuration',
    'PUT A/gateway/configuration',
  ],
  ['gateway log settings', 'GET A/gateway/logging', 'PUT A/gateway/logging'],
  ['proxy endpoints', 'GET A/gateway/proxy_endpoints'],

  // Devices and WARP
  ['enrolled devices', 'GET A/devices/physical-devices', 'GET A/devices/registrations', 'GET A/devices'],
  [
    'revoke device',
    'POST A/devices/physical-devices/{device_id}/revoke',
    'POST A/devices/registrations/revoke',
    'POST A/devices/revoke',
  ],
  ['warp profiles', 'GET A/devices/policies', 'GET A/devices/policy'],
  [
    'admin override code',
    'GET A/devices/registrations/{registration_id}/override_codes',
    'GET A/devices/{device_id}/override_codes',
  ],
  [
    'local domain fallback',
    'GET A/devices/policy/fallback_domains',
    'GET A/devices/policy/{policy_id}/fallback_domains',
    'PUT A/devices/policy/fallback_domains',
  ],
  ['managed networks', 'GET A/devices/networks'],
  ['posture checks', 'GET A/devices/posture'],
  [
    'warp split tunel include',
    'GET A/devices/policy/include',
    'PUT A/devices/policy/include',
    'GET A/devices/policy/{policy_id}/include',
  ],

  // Tunnels and networks
  [
    'cloudflared connectors',
    'GET A/cfd_tunnel/{tunnel_id}/connectors/{connector_id}',
    'GET A/cfd_tunnel/{tunnel_id}/connections',
  ],
  ['delete tunel', 'DELETE A/cfd_tunnel/{tunnel_id}'],
  [
    'tunnel public hostnames',
    'GET A/cfd_tunnel/{tunnel_id}/configurations',
    'PUT A/cfd_tunnel/{tunnel_id}/configurations',
  ],
  ['warp connector', 'GET A/warp_connector', 'GET A/warp_connector/{tunnel_id}'],
  ['tunnel cidr routes', 'GET A/teamnet/routes'],
  ['private hostname routes', 'GET A/zerotrust/routes/hostname'],

  // DLP, CASB, risk, DEX
  ['data loss prevention profiles', 'GET A/dlp/profiles'],
  ['exact data match', 'GET A/dlp/datasets', 'POST A/dlp/datasets'],
  ['dlp custom entry', 'POST A/dlp/entries', 'GET A/dlp/entries', 'PUT A/dlp/entries/custom/{entry_id}'],
  ['dlp payload logging', 'GET A/dlp/payload_log', 'PUT A/dlp/payload_log'],
  ['casb findings', 'GET A/data-security/posture/findings'],
  ['saas integrations', 'GET A/one/integrations'],
  ['export casb findings', 'POST A/data-security/posture/findings/export'],
  ['user risk score', 'GET A/zt_risk_scoring/{user_id}', 'GET A/zt_risk_scoring/summary'],
  [
    'device fleet status',
    'GET A/dex/fleet-status/devices',
    'GET A/dex/fleet-status/live',
    'GET A/dex/devices/{device_id}/fleet-status/live',
  ],
  ['dex traceroute', 'GET A/dex/traceroute-tests/{test_id}', 'GET A/dex/traceroute-tests/{test_id}/network-path'],

  // Mail
  ['email forwarding', 'GET Z/email/routing', 'GET Z/email/routing/rules', 'GET A/email/routing/rules'],
  ['forward email rule', 'POST Z/email/routing/rules', 'GET Z/email/routing/rules', 'GET A/email/routing/rules'],
  ['destination email adress', 'GET A/email/routing/addresses', 'POST A/email/routing/addresses'],
  ['disable email routing', 'POST Z/email/routing/disable', 'DELETE Z/email/routing/dns'],
  ['blocked senders', 'GET A/email-security/settings/block_senders'],
  ['email security allow list', 'GET A/email-security/settings/allow_policies'],
  ['phishing reports', 'GET A/email-security/phishguard/reports', 'GET A/email-security/submissions'],
  ['release quarantined email', 'POST A/email-security/investigate/release'],
  ['trusted domains', 'GET A/email-security/settings/trusted_domains'],
  ['send email', 'POST A/email/sending/send'],
  [
    'bounced addresses list',
    'GET A/email/sending/suppressions',
    'GET A/email/sending/suppression',
    'GET Z/email/sending/suppression',
  ],

  // Containers and builds
  ['list containers', 'GET A/containers/applications'],
  ['running container instances', 'GET A/containers/applications/{application_id}/instances-v2'],
  ['container registry login', 'POST A/containers/registries/{domain}/credentials'],
  ['docker registry', 'GET A/containers/registries', 'POST A/containers/registries'],
  ['worker builds', 'GET A/builds/workers/{external_script_id}/builds', 'GET A/builds/builds'],
  ['ci build logs', 'GET A/builds/builds/{build_uuid}/logs'],
  ['stop a build', 'PUT A/builds/builds/{build_uuid}/cancel'],
  ['build env vars', 'GET A/builds/triggers/{trigger_uuid}/environment_variables'],
  ['connect git repo', 'PUT A/builds/repos/connections'],
  ['trigger a build', 'POST A/builds/triggers/{trigger_uuid}/builds', 'POST A/builds/triggers'],

  // Tokens and billing
  ['my api tokens', 'GET /user/tokens', 'GET A/tokens'],
  ['edit token permissions', 'PUT /user/tokens/{token_id}', 'PUT A/tokens/{token_id}'],
  ['account owned tokens', 'GET A/tokens'],
  ['remove api key', 'DELETE /user/tokens/{token_id}', 'DELETE A/tokens/{token_id}'],
  ['invoices', 'GET A/billing/history', 'GET /user/billing/history', 'GET A/billing/unpaid-invoice'],
  ['credit card', 'GET A/payment-methods', 'POST A/payment-methods', 'POST A/billing/profile/payment-method'],
  ['pay as you go usage', 'GET A/billing/usage/paygo', 'GET A/billable/usage', 'GET A/billable-usage'],
  [
    'cancel subscription',
    'DELETE A/subscriptions/{subscription_identifier}',
    'DELETE /user/subscriptions/{identifier}',
  ],
  ['billing email', 'PATCH A/billing/profile', 'GET A/billing/profile'],

  // Logs
  ['log retention', 'GET Z/logs/control/retention/flag', 'POST Z/logs/control/retention/flag'],
  ['instant logs', 'GET Z/logpush/edge/jobs', 'POST Z/logpush/edge/jobs'],
  ['raw http logs', 'GET Z/logs/received'],
  ['find ray id', 'GET Z/logs/rayids/{ray_id}'],
  ['log explorer sql', 'POST Z/logs/explorer/query/sql', 'POST A/logs/explorer/query/sql'],
  ['logpush log fields', 'GET Z/logpush/datasets/{dataset_id}/fields', 'GET A/logpush/datasets/{dataset_id}/fields'],

  // Load balancing
  ['origin pools', 'GET A/load_balancers/pools', 'GET /user/load_balancers/pools'],
  ['new load balencer', 'POST Z/load_balancers', 'POST A/load_balancers'],
  ['lb health monitors', 'GET A/load_balancers/monitors', 'GET /user/load_balancers/monitors'],
  ['load balancing regions', 'GET A/load_balancers/regions'],

  // Certificates
  ['edge certificates', 'GET Z/ssl/certificate_packs'],
  ['disable universal ssl', 'PATCH Z/ssl/universal/settings'],
  ['origin server certificate', 'GET /certificates', 'POST /certificates'],
  ['ssl mode', 'GET Z/settings/{setting_id}', 'PATCH Z/settings/{setting_id}'],
  ['cert pack quota', 'GET Z/ssl/certificate_packs/quota'],
  ['revoke client cert', 'DELETE Z/client_certificates/{client_certificate_id}'],

  // Queues, D1, R2, KV
  ['make a queue', 'POST A/queues'],
  ['empty queue', 'POST A/queues/{queue_id}/purge', 'POST A/queues/{queue_id}/messages/purge'],
  ['publish queue message', 'POST A/queues/{queue_id}/messages', 'POST A/queues/{queue_id}/messages/batch'],
  ['event subscriptions', 'GET A/event_subscriptions/subscriptions'],
  ['run sql', 'POST A/d1/database/{database_id}/query', 'POST A/d1/database/{database_id}/raw'],
  ['d1 backup export', 'POST A/d1/database/{database_id}/export'],
  ['drop database', 'DELETE A/d1/database/{database_id}'],
  ['d1 bookmark', 'GET A/d1/database/{database_id}/time_travel/bookmark'],
  ['object storage buckets', 'GET A/r2/buckets'],
  ['files in bucket', 'GET A/r2/buckets/{bucket_name}/objects'],
  ['r2 event notifications', 'GET A/event_notifications/r2/{bucket_name}/configuration'],
  [
    'r2 public url',
    'GET A/r2/buckets/{bucket_name}/domains/managed',
    'PUT A/r2/buckets/{bucket_name}/domains/managed',
    'GET A/r2/buckets/{bucket_name}/domains/custom',
  ],
  [
    'migrate from s3',
    'POST A/slurper/jobs',
    'PUT A/r2/buckets/{bucket_name}/sippy',
    'GET A/r2/buckets/{bucket_name}/sippy',
  ],
  ['bucket lock rules', 'GET A/r2/buckets/{bucket_name}/lock', 'PUT A/r2/buckets/{bucket_name}/lock'],
  ['kv key metadata', 'GET A/storage/kv/namespaces/{namespace_id}/metadata/{key_name}'],
  ['kv bulk upload', 'PUT A/storage/kv/namespaces/{namespace_id}/bulk'],

  // Pages, snippets, waiting rooms, web analytics, Turnstile
  ['new pages project', 'POST A/pages/projects'],
  ['pages custom domains', 'GET A/pages/projects/{project_name}/domains'],
  ['delete pages deploymnet', 'DELETE A/pages/projects/{project_name}/deployments/{deployment_id}'],
  ['snippet code', 'GET Z/snippets/{snippet_name}/content', 'GET Z/snippets/{snippet_name}'],
  ['snippet rules', 'GET Z/snippets/snippet_rules'],
  ['waiting room queue status', 'GET Z/waiting_rooms/{waiting_room_id}/status'],
  [
    'waiting room bypass',
    'GET Z/waiting_rooms/{waiting_room_id}/rules',
    'POST Z/waiting_rooms/{waiting_room_id}/rules',
  ],
  ['add web analytics', 'POST A/rum/site_info'],
  ['rum sites', 'GET A/rum/site_info/list'],
  ['captcha widgets', 'GET A/challenges/widgets'],
  ['new turnstile site key', 'POST A/challenges/widgets'],

  // Registrar, Magic Transit, addressing
  ['domain availability', 'POST A/registrar/domain-check', 'GET A/registrar/domain-search'],
  ['buy a domain', 'POST A/registrar/registrations'],
  ['transfer domain in', 'POST A/registrar/registrations/{domain_name}/transfer-in'],
  [
    'domain auto renew',
    'PATCH A/registrar/registrations/{domain_name}',
    'GET A/registrar/registrations/{domain_name}',
    'PUT A/registrar/domains/{domain_name}',
  ],
  ['gre tunel', 'GET A/magic/gre_tunnels', 'GET A/magic/gre_tunnels/{gre_tunnel_id}'],
  [
    'ipsec pre-shared key',
    'POST A/magic/ipsec_tunnels/{ipsec_tunnel_id}/psk_generate',
    'POST A/magic/ipsec_tunnels/psk',
  ],
  ['packet capture', 'GET A/pcaps', 'POST A/pcaps', 'GET A/pcaps/{pcap_id}'],
  ['magic wan sites', 'GET A/magic/sites'],
  [
    'withdraw bgp prefix',
    'PATCH A/addressing/prefixes/{prefix_id}/bgp/prefixes/{bgp_prefix_id}',
    'DELETE A/addressing/prefixes/{prefix_id}/bgp/prefixes/{bgp_prefix_id}',
    'PATCH A/addressing/prefixes/{prefix_id}/bgp/status',
  ],
  ['regional services hostnames', 'GET Z/addressing/regional_hostnames'],
  [
    'letter of authorization',
    'POST A/addressing/loa_documents',
    'GET A/addressing/loa_documents/{loa_document_id}/download',
  ],
];
