// Which names stand over a value that must not be written down: of fields, query parameters, options, variables and header
// fields. A test holds the rules to the catalog. The trap: a name is a hint; what is secret under an innocent name stays.

const SECRET =
  /secret|token|passw|passphrase|passwd|credential|authorization|signature|cookie|jwt|psk|pre_?shared|(?:private|api|auth|access|account|signing|license|client|stream|shared|encryption|md5|custom|service)[_-]?key|connection_?string|ownership_?challenge|^(?:pass|pwd|pin|sig|sas|pem|auth)$|^key_(?:base64|jwk)$|^userpwd$/i;

/** Names that sound like it, and hold no secret: what is said about one, and things of other kinds. */
const HARMLESS: readonly RegExp[] = [
  // Where a list goes on.
  /^(?:(?:next|page|continuation|start)_?)+token$/i,
  // Pieces of text, of models and of designs.
  /(?:^|_)(?:max|min|total|completion|prompt|design)_.*tokens?(?:_|$)|tokenizer/i,
  /(?:[_-](?:ids?|names?|uuids?|types?|ur[il]s?|lifetime|ttl|duration|version|expires?(?:_(?:at|on|in))?|algorithm|method|sources?|configuration|options|expression|inactivity|statement|fields|attributes?|suffix|domain|setting|enabled|check|sets)|(?:Ids?|Names?|Types?|Algorithm|Domain|TTL))(?:\.not)?$/,
];

/** Ids that count as secret: half of what opens a bucket. */
const SECRET_IDS = /access[_-]?key[_-]?id$/i;

/** True where the value under this name must not be written down. The name may be percent-encoded. */
export function isSecretName(name: string): boolean {
  const plain = decoded(name);
  if (!SECRET.test(plain)) return false;
  return SECRET_IDS.test(plain) || !HARMLESS.some((harmless) => harmless.test(plain));
}

/** Names beside a secret that tell what it is: they stay readable. */
const BESIDE =
  /^(?:name|type|kind|status|enabled|version|scopes?|comment|description|algorithm|alg|kid|kty|crv|use|usages?|format|operation|location|include|exclude|check_presence|path|domain|host|hostname|port|scheme|database|user|region|bucket|provider|endpoint)$|(?:^|_)(?:id|ids|name|uuid)$/i;

/** True for what may stay readable where everything around it is secret. */
export function isBeside(name: string): boolean {
  return BESIDE.test(name) || HARMLESS.some((harmless) => harmless.test(name) && !SECRET_IDS.test(name));
}

const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-auth-email',
  'cf-authorization',
  'cf-access-jwt-assertion',
]);

/** Any name with one of these words in it: X-Auth-Key, CF-Access-Client-Secret, cf-aig-authorization, X-My-Token … */
const SECRET_HEADER_WORDS = /secret|token|passw|passphrase|key|credential|authorization|signature|session/i;

/** True where the value of a header field of this name must not be written down. */
export function isSecretHeader(name: string): boolean {
  const lower = decoded(name).trim().toLowerCase();
  return SECRET_HEADERS.has(lower) || SECRET_HEADER_WORDS.test(lower);
}

/** What `type` says of an object that holds a secret: bindings of Workers, variables of Pages and Zaraz. */
export function isSecretType(type: string): boolean {
  return /^secret(?:_text|_key)?$/i.test(type);
}

/** Paths below which whole bodies are secret: secrets of Workers, the Secrets Store, credentials of scanners and registries. */
const SECRET_BODIES = /\/(?:secrets(?:[-_]bulk)?|secrets_store|credentials)(?:\/|$)/i;

export function isSecretBody(path: string): boolean {
  return SECRET_BODIES.test(decoded(path));
}

/** What neither its name nor its neighbours give away, by the path that it is sent to. */
const FIELDS_BY_PATH: readonly (readonly [path: RegExp, name: RegExp])[] = [
  // A chat's webhook is as good as a password: whoever has it can write there.
  [/\/alerting\/v3\/destinations\/webhooks(?:\/|$)/, /^url$/],
  // Where a live stream is sent on to.
  [/\/stream\/live_inputs(?:\/|$)/, /^(?:url|passphrase)$/],
  // Key material of a signed token's rules.
  [/\/token_validation(?:\/|$)/, /^k$/],
];

export function isSecretFieldOf(path: string, name: string): boolean {
  return FIELDS_BY_PATH.some(([where, which]) => which.test(name) && where.test(path));
}

/** A place to send logs to: an address, with the keys to it among its parameters. */
export function isDestination(name: string): boolean {
  return /^destination(?:_?conf)?$|^destination_url$/i.test(name);
}

/** The text without percent-encoding, however often it was done; as it is where it is none. */
export function decoded(text: string): string {
  let plain = text;
  for (let times = 0; times < 3 && plain.includes('%'); times++) {
    try {
      plain = decodeURIComponent(plain);
    } catch {
      return plain;
    }
  }
  return plain;
}
