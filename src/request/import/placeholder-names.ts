// The segments of a path that stand for something: variables, and the many ways in which people write that a value goes there.
// They become `{zone_id}` and the like, by the names that the catalog has where the segment before tells.
import type { Marks } from './marks.ts';

/** `{x}`, `{{x}}`, `<x>`, `:x`, `[x]`, `%7Bx%7D`, `%x%`, each the whole segment. */
const WRAPPED =
  /^(?:\{\{\s*([^{}]+?)\s*\}\}|\{\s*([^{}]+?)\s*\}|<\s*([^<>]+?)\s*>|:([A-Za-z_]\w*)|\[([A-Za-z_][\w -]*)\]|%7B([\w-]+)%7D|%3C([\w-]+)%3E|%([A-Za-z_]\w*)%)$/i;
/** `ZONE_ID`, `YOUR_ZONE`, `your-account-id`, `xxxxxxxx`, `...`. */
const SHOUTED =
  /^(?:[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*[_-](?:ID|IDENTIFIER|UUID|TAG|NAME)|(?:YOUR|MY)[_-][A-Z0-9_-]+|(?:your|my)[_-][\w-]*(?:id|identifier|tag|uuid|name|here)|ID|UUID|IDENTIFIER|(?:ZONE|ACCOUNT)(?:ID)?|zoneid|accountid|zone_id|account_id|zone_identifier|account_identifier|[xX]{3,}|%\d|\{\}|\.{3}|\u2026|\*{3,})$/;
/** Segments after which anything is a value of the user's own. */
const FREE = /^(?:values|metadata|secrets|objects|keys)$/;

export interface NamedPath {
  /** With `{placeholders}`. */
  readonly path: string;
  /** Names of the placeholders, in order. */
  readonly names: readonly string[];
}

/** The path with its variables and stand-ins as placeholders. */
export function namePlaceholders(path: string, marks: Marks): NamedPath {
  const names: string[] = [];
  const segments = path.split('/');
  const named = segments.map((segment, index) => {
    const before = segments[index - 1] ?? '';
    const put = (name: string): string => {
      const found = placeholderName(name, before);
      names.push(found);
      return `{${found}}`;
    };
    const wrapped = WRAPPED.exec(segment)
      ?.slice(1)
      .find((name) => name !== undefined);
    if (wrapped !== undefined) return put(marks.replace(wrapped, (mark) => mark.name));
    if (SHOUTED.test(segment) && !FREE.test(before))
      return put(/[A-Za-z]{2}/.test(segment) && !/^x+$/i.test(segment) ? segment : 'id');
    return marks.replace(segment, (mark) => put(mark.name));
  });
  return { path: named.join('/'), names };
}

/** `ZONE_ID`, `zoneId`, `zone_identifier`, `your-zone-id` and, after `/zones`, whatever it is called: `zone_id`. */
export function placeholderName(written: string, before: string): string {
  const name = written
    .replace(/^env:/i, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^(?:your|my|the|cf|cloudflare)_(?=.)/, '')
    .replace(/identifier$/, 'id')
    .replace(/^(zone|account)id$/, '$1_id');
  const noun = singular(before);
  if (before === 'zones' || before === 'accounts') return `${noun}_id`;
  const isVague = name === '' || /^(?:id|uuid|tag|value|output|file|\d.*)$/.test(name) || !/^[a-z_]/.test(name);
  if (!isVague) return name;
  return /^[a-z][a-z_]*$/.test(noun) ? `${noun}_id` : 'id';
}

function singular(plural: string): string {
  const word = plural.replaceAll('-', '_');
  if (/ies$/.test(word)) return word.replace(/ies$/, 'y');
  return word.replace(/(?<!s)s$/, '');
}
