// What is secret in a text by its form alone: tokens as Cloudflare and others make them, what follows `Bearer`, private keys,
// passwords in addresses. Used for every text that is written down, after all that its place tells.
import { LEFT_OUT, withoutKnownSecrets } from './known-secrets.ts';
import { decoded, isSecretHeader, isSecretName } from './secret-names.ts';

/** A blank, as it is or percent-encoded. */
const BLANK = String.raw`(?:\s|%20|\+|\\[tn])`;

/** Each form with what is kept of it. */
const SHAPES: readonly (readonly [shape: RegExp, kept: string])[] = [
  // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/; others may be announced.
  [/cf(?:k|ut|at|oat)_[A-Za-z0-9_-]{16,}|cf[a-z]{1,4}_(?=[A-Za-z_-]{0,80}\d)[A-Za-z0-9_-]{20,}/g, LEFT_OUT],
  // The global key of before 2026: 37 to 45 hexadecimal digits. 40 of them may be the name of a commit, and need a word beside.
  [/(?<![A-Za-z0-9])(?:[0-9a-f]{37,39}|[0-9a-f]{41,45})(?![A-Za-z0-9])/g, LEFT_OUT],
  // The token of before 2026, beside a word that names one.
  [
    /((?:token|secret|bearer|auth|passw|credential|cloudflare|(?:^|[^a-z])key)[a-z]{0,12}[^A-Za-z0-9]{1,4}(?:[A-Za-z]{1,10}[^A-Za-z0-9]{1,4}){0,3})(?<![A-Za-z0-9])[A-Za-z0-9_-]{40}(?![A-Za-z0-9_-])/gi,
    `$1${LEFT_OUT}`,
  ],
  // `Bearer authentication failed` is a sentence.
  [
    new RegExp(
      String.raw`\b((?:Bearer|Basic|Splunk|Digest|ApiKey)${BLANK}+)(?=[^\s"']{0,200}\d|[^\s"']{20})[^\s"'\\,;)}\]]{4,}`,
      'gi',
    ),
    `$1${LEFT_OUT}`,
  ],
  // All but certificates and public keys, which are made to be shown.
  [
    /(-----BEGIN(?:\s|%20|\+)(?!(?:[A-Z0-9]|\s|%20|\+){0,40}(?:CERTIFICATE|PUBLIC))[^-]{0,60}-----)[\s\S]*?(?:(?=-----END)|$)/g,
    `$1${LEFT_OUT}`,
  ],
  // Whoever and his password before a host. Passwords of databases hold slashes.
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@"'<>]+@/gi, `$1${LEFT_OUT}@`],
  [/\b((?!https?:)[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@"'<>]{0,100}:[^\s@"'<>]{1,200}@/gi, `$1${LEFT_OUT}@`],
  // A signed token: three parts, of which the first two are JSON. The token of a tunnel has one.
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, LEFT_OUT],
  [/(?<![\w-])eyJhIjoi[\w+/-]{40,}={0,2}/g, LEFT_OUT],
  // Keys of other services, by what they begin with.
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, LEFT_OUT],
  [/\bAIza[\w-]{35}/g, LEFT_OUT],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|[rs]k_(?:live|test)_|hvs\.)[\w-]{16,}/g, LEFT_OUT],
  [/(hooks\.slack\.com\/(?:services|workflows)\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/-]+/gi, `$1${LEFT_OUT}`],
];

/** `name=value` as in the query of an address, also where the whole address is percent-encoded. */
const PARAMETER = /([?&;]|%3F|%26)([\w.%[\]-]{1,100}?)(=|%3D)([^&;\s"'#<>]+)/gi;

/** A word too short for any form: most of what bodies are made of, and not worth looking at. */
const HARMLESS = /^[A-Za-z0-9_.,-]{0,15}$/;

/** The text without the secrets that this process holds, and without what looks like one. */
export function redactText(text: string): string {
  if (HARMLESS.test(text)) return text;
  const plain = withoutShapes(withoutKnownSecrets(text));
  // What is percent-encoded is looked at as it would be read: it is left out whole where there is something in it.
  if (!plain.includes('%')) return plain;
  return plain.replace(/[^\s"'=&?/]+/g, (word) => {
    const read = decoded(word);
    return read === word || withoutShapes(withoutKnownSecrets(read)) === read ? word : LEFT_OUT;
  });
}

function withoutShapes(text: string): string {
  const shown = text.replace(PARAMETER, (whole, before: string, name: string, equals: string) =>
    isSecretParameter(name) ? `${before}${name}${equals}${LEFT_OUT}` : whole,
  );
  return SHAPES.reduce((left, [shape, kept]) => left.replace(shape, kept), shown);
}

/** True where the value of a query parameter of this name must not be written down. */
export function isSecretParameter(name: string): boolean {
  // Logpush sends `header_Authorization=…` as a header field.
  const header = /^header_(.+)$/i.exec(name)?.[1];
  return isSecretName(name) || (header !== undefined && isSecretHeader(header));
}

/** Parameters of a destination that tell where logs go, and nothing of how to get in. */
const SHOWN_PARAMETERS =
  /^(?:account-id|region|sse|insecure-skip-verify|sourcetype|channel|service|ddsource|ddtags|host(?:name)?|tags|content-type)$/i;

/** The address of a destination without the keys to it: any parameter may be one, and of some the path is. */
export function redactDestination(text: string): string {
  const shown = text
    .replace(/([?&])([^=&\s]+)=([^&\s"']*)/g, (whole, before: string, name: string) =>
      SHOWN_PARAMETERS.test(name) ? whole : `${before}${name}=${LEFT_OUT}`,
    )
    .replace(/^(sumo:\/\/[^?\s]*\/)[^/?\s]+/i, `$1${LEFT_OUT}`);
  return redactText(shown);
}
