// Words of operations and of what people type, brought to one form, so that `DNS-Records`, `dnsRecords` and `dns record` meet.
// The generator and the ranking both use it, and must agree.
import type { Method } from '../request/types.ts';

/** The words of a text in small letters: split where a sign or a change of case splits them. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Words that end in s without being a plural. */
const SINGULARS = new Set(
  'access address alias analysis analytics as asns aws axis basis bypass canvas chaos class cors css diagnostics dns dos ddos express focus gps https ios ips is ingress egress kubernetes less loss minus miss mtls news nginx os pass plus pops process progress redis rps sms status stress success synthesis this tls us various vless was wireless dls series timeseries'.split(
    ' ',
  ),
);

const IRREGULAR: Readonly<Record<string, string>> = {
  caches: 'cache',
  headers: 'header',
  indices: 'index',
  people: 'person',
  axes: 'axis',
  aliases: 'alias',
  analyses: 'analysis',
  statuses: 'status',
  processes: 'process',
  passes: 'pass',
  addresses: 'address',
  classes: 'class',
  businesses: 'business',
  movies: 'movie',
  cookies: 'cookie',
  ties: 'tie',
};

/** The singular of an English noun as the API's names use it; other words as they are. */
export function singular(word: string): string {
  if (word.length < 4 || SINGULARS.has(word)) return word;
  if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word] ?? word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) && !/(?:us|is)$/.test(word) ? word.slice(0, -1) : word;
}

/** True for a word that names several things. */
export function isPlural(word: string): boolean {
  return singular(word) !== word;
}

export type Verb = 'list' | 'get' | 'create' | 'update' | 'delete';

/** Words for each of the five; the API's own names for an operation begin or end with one of these too. */
const WORDS: Readonly<Record<Verb, string>> = {
  list: 'list ls enumerate index all browse find',
  get: 'get show view read describe fetch display inspect info see retrieve details detail lookup status print',
  create: 'create add new make insert post upload provision generate order issue invite attach',
  update:
    'update edit change modify set patch put rename replace configure adjust write save overwrite upsert enable disable toggle',
  delete: 'delete remove rm destroy drop del revoke detach unregister erase',
};

const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.entries(WORDS).flatMap(([verb, words]) => words.split(' ').map((word) => [word, verb as Verb] as const)),
);

/** What a word asks to be done; undefined for a word that is no verb. */
export function verbOf(word: string): Verb | undefined {
  return VERBS.get(word);
}

/** What a word asks to be done whose end is not typed yet: `ed` for `edit`. */
export function verbsBeginning(start: string): ReadonlySet<Verb> {
  return new Set([...VERBS].flatMap(([word, verb]) => (word.startsWith(start) ? [verb] : [])));
}

/** Verbs beside those: what they do is in their own word, and it is seldom a mere reading. */
export const CUSTOM_VERBS: ReadonlySet<string> = new Set(
  (
    'abort ack activate append apply archive begin block cancel check clear close connect copy deactivate deploy disconnect discover dismiss download duplicate empty ' +
    'evaluate execute export flush force generate ignore import invalidate join kick launch link merge move mute open pause peek ping poll prepare preview publish ' +
    'pull purge push query refresh register render reset restart restore resume retry review roll rollback rotate run scan scrape search send start stop submit sync terminate trace ' +
    'transform trigger tune unarchive unblock unignore unlock unrevoke upload validate verify'
  ).split(' '),
);

/** Methods that do it, the usual one first. */
export const methodsOfVerb: Readonly<Record<Verb, readonly Method[]>> = {
  list: ['GET'],
  get: ['GET'],
  create: ['POST', 'PUT'],
  update: ['PATCH', 'PUT', 'POST'],
  delete: ['DELETE'],
};
