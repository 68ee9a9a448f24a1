// Text as it is looked for: what looks alike is alike, however it is written. Canonically equivalent text is composed (UAX #15),
// and every blank is a space.
import { graphemes } from './width.ts';

const ASCII = /^[\x00-\x7f]*$/;

/** The same string where it is looked for as it stands. */
export function searchable(text: string): string {
  return ASCII.test(text) ? text : text.normalize('NFC').replace(/\p{Zs}/gu, ' ');
}

/** A stretch of a text, from its first unit up to the one after its last. */
export type Stretch = { readonly from: number; readonly to: number };

/** Where a pattern matches the text as it is looked for, in units of the text itself: whole clusters, none of them empty. */
export function* matchesIn(pattern: RegExp, text: string): Generator<Stretch> {
  const global = new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`);
  const plain = searchable(text);
  if (plain === text) {
    for (const { 0: found, index } of text.matchAll(global)) {
      if (found !== '') yield { from: index, to: index + found.length };
    }
    return;
  }
  const parts = graphemes(text);
  const searched: string[] = [];
  // For each unit that is searched the cluster that it comes from.
  const clusters: Stretch[] = [];
  let from = 0;
  for (const part of parts) {
    const seen = searchable(part);
    searched.push(seen);
    const cluster = { from, to: from + part.length };
    for (let unit = 0; unit < seen.length; unit++) clusters.push(cluster);
    from += part.length;
  }
  for (const { 0: found, index } of searched.join('').matchAll(global)) {
    const [first, last] = [clusters[index], clusters[index + found.length - 1]];
    if (found !== '' && first && last) yield { from: first.from, to: last.to };
  }
}
