// How products and abbreviations are written. Pure.
import { singular } from '../terms.ts';

/** Abbreviations and names by word. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  (
    'ACL ACM AI API AS ASN AV BGP BYOIP CA CASB CDN CNI CORS CSAM CSR D1 DCV DDoS DEX DKIM DLP DLS DMARC DNS DNSSEC DOH DOM ' +
    'ECH GRE HAR HSM HTML HTTP HTTPS IAM ICMP ID IP IPsec IPv4 IPv6 IdP JSON JWT KEX KV LOA MCP MFA MNM MTU NEL NSID OAuth ' +
    'OIDC PAC PCAP PDF PEM POP PSK R2 RUM SAML SCIM SFU SFTP SIPPY SPF SQL SSH SSL SSO SVG TCP TLD TLS TSIG TTL TURN UA UDP ' +
    'URL UUID VPC VPN VTT WAF WAN WARP XML AXFR IXFR C2PA H2 V1 V2 V3 V4 V6 E2E M365 Cloudflare Cloudforce Google Stripe GraphQL ' +
    'PagerDuty mTLS Zaraz Argo Logpush Turnstile Vectorize Hyperdrive Radar Web3 Spectrum Magic'
  )
    .split(' ')
    .map((word) => [word.toLowerCase(), word] as const),
);

/** Product names that are no plain words. */
const PRODUCTS: Readonly<Record<string, string>> = {
  access: 'Access',
  aisearch: 'AI Search',
  'ai gateway': 'AI Gateway',
  'ai search': 'AI Search',
  'api gateway': 'API Shield',
  'browser rendering': 'Browser Rendering',
  calls: 'Calls',
  'cloudforce one': 'Cloudforce One',
  'durable objects': 'Durable Objects',
  'email routing': 'Email Routing',
  'email security': 'Email Security',
  gateway: 'Gateway',
  images: 'Images',
  'magic transit': 'Magic Transit',
  'magic cloud networking': 'Magic Cloud Networking',
  'magic network monitoring': 'Magic Network Monitoring',
  'page shield': 'Page Shield',
  pages: 'Pages',
  'realtime kit': 'RealtimeKit',
  'secrets store': 'Secrets Store',
  stream: 'Stream',
  'url scanner': 'URL Scanner',
  workers: 'Workers',
  'workers for platforms': 'Workers for Platforms',
  'zero trust': 'Zero Trust',
};

/** Products that are many in one: their second word names the product. */
export const UMBRELLAS: ReadonlySet<string> = new Set(['zero trust']);

export function productName(words: string): string {
  return PRODUCTS[words] ?? titleCase(words);
}

/** The words with abbreviations and names as they are written; of a product, its name. */
export function spell(phrase: string, isProduct = false): string {
  const product = isProduct ? (PRODUCTS[phrase] ?? PRODUCTS[`${phrase}s`]) : undefined;
  return product ?? phrase.split(' ').map(spellWord).join(' ');
}

function spellWord(word: string): string {
  const known = SPELLINGS.get(word);
  if (known !== undefined) return known;
  const one = SPELLINGS.get(word.endsWith('s') ? word.slice(0, -1) : singular(word));
  return one === undefined || !word.endsWith('s') ? word : `${one}s`;
}

export function titleCase(phrase: string): string {
  return spell(phrase)
    .split(' ')
    .map((word) => (word === 'for' || word === 'of' ? word : upperFirst(word)))
    .join(' ');
}

export function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
