// What an operation and its product are called: `List DNS records`, `Create Workers script secret`. Made from the place where the
// SDK or the command line has it, since neither source gives titles.
import { capitalised } from '../../text/sentences.ts';
import { CUSTOM_VERBS, singular, verbOf, wordsOf } from '../terms.ts';
import { KNOWN_NAMES } from './known.ts';
import { type Merged, operationKey } from './union.ts';

export interface Naming {
  readonly title: string;
  readonly group: string;
  /** What the title says is done, and to what: words in small letters. */
  readonly verb: string;
  readonly nouns: readonly string[];
}

/** Words of `verbOf` that stand in names as nouns. */
const NOUNS = new Set(
  'all details detail display index info issue lookup order post print provision status'.split(' '),
);

/** Actions that a GET can be. */
const READING = new Set('check connect download export launch peek poll preview search validate verify'.split(' '));

/** Kinds that the sources put after what they qualify: `policies custom`. */
const QUALIFIERS = new Set([
  'cloudflared',
  'custom',
  'default',
  'managed',
  'predefined',
  'universal',
  'warp connector',
]);

/** Names for all, each once: operations that exist for accounts and zones say for which, others of one name say by what they differ. */
export function nameOperations(operations: readonly Merged[]): readonly Naming[] {
  const shapes = new Set(operations.map(operationKey));
  const names = operations.map((operation) => nameOperation(operation, shapes));
  const byTitle = Map.groupBy(names.keys(), (index) => names[index]!.title);
  return names.map((name, index) => {
    const same = byTitle.get(name.title) ?? [];
    if (same.length < 2) return name;
    const others = same.filter((other) => other !== index).map((other) => operations[other]!.path);
    const suffix = difference(operations[index]!.path, others);
    return suffix === undefined ? name : { ...name, title: `${name.title} ${suffix}` };
  });
}

function nameOperation(operation: Merged, shapes: ReadonlySet<string>): Naming {
  const known = KNOWN_NAMES.get(operationKey(operation));
  const { verb, nouns } = known ?? modelName(operation) ?? split(withPathNoun(operation));
  const [product = '', part = ''] = operation.words;
  const group =
    UMBRELLAS.has(product) && part !== '' ? `${productName(product)} ${titleCase(part)}` : productName(product);
  const scope = scopeOf(operation, shapes);
  const title = `${capitalised(verb)} ${nounPhrase(nouns, isOfOne(operation, verb))}`.trim();
  return { title: scope ? `${title} (${scope})` : title, group, verb, nouns };
}

/** `account` or `zone` where the same operation exists for the other. */
function scopeOf({ method, path }: Merged, shapes: ReadonlySet<string>): string | undefined {
  const [, scope, rest] = /^\/(account|zone)s\/\{[^}]*\}(\/.*)$/.exec(path) ?? [];
  const other = scope === 'account' ? '/zones/{}' : '/accounts/{}';
  return rest !== undefined && shapes.has(operationKey({ method, path: `${other}${rest}` })) ? scope : undefined;
}

/** A model of Workers AI has its name in the path, and the sources spell it worse. */
function modelName({ path }: Merged): { readonly verb: string; readonly nouns: readonly string[] } | undefined {
  const model = /\/run\/(@.*)$/.exec(path)?.[1];
  return model === undefined ? undefined : { verb: 'run', nouns: ['ai model', model] };
}

/** What only the command line has may be named there for its product alone: then the path says what it is about. */
function withPathNoun(operation: Merged): Merged {
  if (operation.sources.includes('sdk')) return operation;
  const segment = operation.path.split('/').findLast((part) => !part.includes('{')) ?? '';
  const words = new Set(operation.words.flatMap((word) => word.split(' ').map(singular)));
  const told = wordsOf(segment).map(singular);
  if (told.some((word) => words.has(word)) || segment.startsWith('@')) return operation;
  const [product = '', ...rest] = operation.words;
  return { ...operation, words: [product, ...rest.slice(0, -1), told.join(' '), rest.at(-1) ?? ''] };
}

/** True for what is about one of several: it ends with its id, or makes one. */
function isOfOne({ path, method, paging }: Merged, verb: string): boolean {
  if (verb === 'list' || verb === 'search' || verb.startsWith('bulk ') || paging !== undefined) return false;
  return path.endsWith('}') || (method === 'POST' && verbOf(verb) === 'create');
}

/** What is done, and to what. */
function split({ words, method }: Merged): { readonly verb: string; readonly nouns: readonly string[] } {
  const last = (words.at(-1) ?? '').split(' ');
  const before = words.slice(0, -1);
  if (last[0] === 'bulk' && last.length > 1) return { verb: last.join(' '), nouns: before };
  const at = verbIn(last, method);
  if (at !== undefined) {
    const rest = last.filter((word, index) => index !== at && !(isStandardVerb(word) && index > 0));
    return { verb: last[at]!, nouns: rest.length > 0 ? [...before, rest.join(' ')] : before };
  }
  const inner = before.findLastIndex((word) => CUSTOM_VERBS.has(word) && isVerb(word, method));
  if (inner > 0) return { verb: before[inner]!, nouns: words.filter((_, index) => index !== inner) };
  const implied = { GET: 'get', DELETE: 'delete', PUT: 'update', PATCH: 'edit' }[method as string];
  return { verb: implied ?? 'run', nouns: words };
}

/** Where in the last part the verb is: an action before a standard verb that only says how it is sent, else at its start, its end, or inside. */
function verbIn(last: readonly string[], method: string): number | undefined {
  const end = last.length - 1;
  if (end > 0 && isStandardVerb(last[end]!) && method !== 'GET' && CUSTOM_VERBS.has(last[end - 1]!)) return end - 1;
  if (isVerb(last[0] ?? '', method)) return 0;
  if (isVerb(last[end] ?? '', method)) return end;
  const inside = last.findIndex((word) => isStandardVerb(word));
  return inside < 0 ? undefined : inside;
}

function isStandardVerb(word: string): boolean {
  return verbOf(word) !== undefined && !NOUNS.has(word);
}

/** A GET reads, so that most other verbs in its name are nouns there: `queue purge`. */
function isVerb(word: string, method: string): boolean {
  return isStandardVerb(word) || (CUSTOM_VERBS.has(word) && (method !== 'GET' || READING.has(word)));
}

function nounPhrase(nouns: readonly string[], isOne: boolean): string {
  const ordered = qualified(nouns.filter((noun, index) => index > 0 || !UMBRELLAS.has(noun)));
  const parts: string[] = [];
  for (const [index, noun] of ordered.entries()) {
    const next = ordered[index + 1];
    // `cache`, `cache reserve` says cache once.
    if (next === noun || next?.startsWith(noun.length > 2 ? singular(noun) : `${noun} `)) continue;
    const isLast = index === ordered.length - 1;
    const isProduct = noun === nouns[0] || (UMBRELLAS.has(nouns[0] ?? '') && noun === nouns[1]);
    parts.push(spell(isLast && !isOne ? noun : singularPhrase(noun), isProduct));
  }
  return parts.join(' ');
}

function qualified(nouns: readonly string[]): readonly string[] {
  const index = nouns.findIndex((noun, at) => at > 0 && QUALIFIERS.has(noun));
  return index < 0 ? nouns : nouns.with(index - 1, nouns[index]!).with(index, nouns[index - 1]!);
}

function singularPhrase(noun: string): string {
  const words = noun.split(' ');
  return [...words.slice(0, -1), singular(words.at(-1) ?? '')].join(' ');
}

/** What a path has and the others of the same title have not: a version, a last segment, a placeholder. */
function difference(path: string, others: readonly string[]): string | undefined {
  const segments = path.split('/');
  const own = segments.findLast(
    (segment) => segment !== '' && !others.every((other) => other.split('/').includes(segment)),
  );
  if (own === undefined) return undefined;
  const placeholder = /^\{(.*)\}$/.exec(own)?.[1];
  return placeholder === undefined ? `(${own.replace(/\{[^}]*\}/g, '')})` : `by ${placeholder.replaceAll('_', ' ')}`;
}

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
const UMBRELLAS: ReadonlySet<string> = new Set(['zero trust']);

function productName(words: string): string {
  return PRODUCTS[words] ?? titleCase(words);
}

/** The words with abbreviations and names as they are written; of a product, its name. */
function spell(phrase: string, isProduct = false): string {
  const product = isProduct ? (PRODUCTS[phrase] ?? PRODUCTS[`${phrase}s`]) : undefined;
  return product ?? phrase.split(' ').map(spellWord).join(' ');
}

function spellWord(word: string): string {
  const known = SPELLINGS.get(word);
  if (known !== undefined) return known;
  const one = SPELLINGS.get(word.endsWith('s') ? word.slice(0, -1) : singular(word));
  return one === undefined || !word.endsWith('s') ? word : `${one}s`;
}

function titleCase(phrase: string): string {
  return spell(phrase)
    .split(' ')
    .map((word) => (word === 'for' || word === 'of' ? word : capitalised(word)))
    .join(' ');
}
