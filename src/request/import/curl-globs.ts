// curl's patterns in an address (curl(1), GLOBBING): `{a,b}` and `[1-3]`, each of which stands for several addresses.

const PATTERN = /\\([[\]{}])|\{([^{}\n,]*,[^{}\n]*)\}|\[(\d+)-(\d+)(?::(\d+))?\]|\[([A-Za-z])-([A-Za-z])(?::(\d+))?\]/g;

/**
 * The addresses, in curl's order; undefined where there are more than `most`. `{zone_id}`, which curl would take for a list of
 * one, is a placeholder, and brackets without a range are themselves, as in `?filter[name]=x`.
 */
export function globbed(address: string, most: number): readonly string[] | undefined {
  let found: readonly string[] = [''];
  let last = 0;
  for (const match of address.matchAll(PATTERN)) {
    const before = address.slice(last, match.index);
    last = match.index + match[0].length;
    const choices = choicesOf(match, most);
    if (found.length * choices.length > most) return undefined;
    found = found.flatMap((start) => choices.map((choice) => start + before + choice));
  }
  return found.map((start) => start + address.slice(last));
}

function choicesOf(match: RegExpMatchArray, most: number): readonly string[] {
  const [found, escaped, list, from, to, step, first, end, stride] = match;
  if (escaped !== undefined) return [escaped];
  if (list !== undefined) return list.split(',');
  const isLetters = first !== undefined && end !== undefined;
  const start = isLetters ? first.charCodeAt(0) : Number(from);
  const stop = isLetters ? end.charCodeAt(0) : Number(to);
  const by = Number((isLetters ? stride : step) ?? 1);
  // curl refuses these.
  if (start > stop || by === 0) return [found];
  const width = from?.startsWith('0') ? from.length : 0;
  const choices: string[] = [];
  for (let at = start; at <= stop && choices.length <= most; at += by)
    choices.push(isLetters ? String.fromCharCode(at) : String(at).padStart(width, '0'));
  return choices;
}
