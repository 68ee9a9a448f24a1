// Words of operations and of what people type, brought to one form, so that `DNS-Records`, `dnsRecords` and `dns record` meet.
// Pure: the generator and the ranking both use it, and must agree.

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
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return irregular;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) && !/(?:us|is)$/.test(word) ? word.slice(0, -1) : word;
}

/** True for a word that names several things. */
export function isPlural(word: string): boolean {
  return singular(word) !== word;
}
