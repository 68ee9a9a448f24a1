// Stand-ins for what only a shell can know: variables, the output of commands. A mark is a short run of characters that the
// text does not have, so that a value can be split, joined and decoded with marks in it, and they are told from text that
// only looks like a variable, such as '$5' in single quotes.

interface Mark {
  /** The variable's name, or what its value might be called. */
  readonly name: string;
  /** As in the command: `$ZONE_ID`, `%ZONE_ID%`, `$(cat token)`. */
  readonly written: string;
  /** The file whose content it stands for, as in `$(cat body.json)`. */
  readonly file?: string | undefined;
  /** The file itself, as in `Get-Item logo.png`. */
  readonly item?: string | undefined;
  /** The text of the file that it stands for, as in `<(echo …)`. */
  readonly content?: string | undefined;
}

export interface Marks {
  /** Keeps a mark and gives the text that stands for it. */
  readonly put: (mark: Mark) => string;
  /** The text with each mark replaced by what `show` makes of it. */
  readonly replace: (text: string, show: (mark: Mark) => string) => string;
  /** The marks in a text, in order. */
  readonly find: (text: string) => readonly Mark[];
  /** The text with its marks as they were written. */
  readonly written: (text: string) => string;
  /** The text with what is no mark changed. */
  readonly around: (text: string, change: (part: string) => string) => string;
  /** The mark that the whole text is; undefined where it is anything else. */
  readonly only: (text: string) => Mark | undefined;
}

/** Marks for one text: their borders are two characters of the Private Use Area that it does not use. */
export function createMarks(text: string): Marks {
  const kept: Mark[] = [];
  const [open, close] = unusedCharacters(text);
  const pattern = new RegExp(`${open}(\\d+)${close}`, 'g');
  const markAt = (index: string): Mark => kept[Number(index)] ?? { name: 'value', written: '' };
  const replace: Marks['replace'] = (value, show) =>
    value.includes(open) ? value.replace(pattern, (_, index: string) => show(markAt(index))) : value;
  const parts = new RegExp(`${open}\\d+${close}|[^${open}]+|${open}`, 'g');
  const find: Marks['find'] = (value) => Array.from(value.matchAll(pattern), ([, index = '']) => markAt(index));
  return {
    put: (mark) => `${open}${kept.push(mark) - 1}${close}`,
    replace,
    find,
    written: (value) => replace(value, (mark) => mark.written),
    around: (value, change) =>
      value.replace(parts, (part) => (part.startsWith(open) && part.length > 2 ? part : change(part))),
    only: (value) => {
      const marks = find(value);
      return marks.length === 1 && value.replace(pattern, '') === '' ? marks[0] : undefined;
    },
  };
}

function unusedCharacters(text: string): readonly [string, string] {
  const used = new Set(text);
  const unused: string[] = [];
  for (let code = 0xe000; unused.length < 2 && code < 0xf900; code++) {
    const character = String.fromCharCode(code);
    if (!used.has(character)) unused.push(character);
  }
  const [open = '\ue000', close = '\ue001'] = unused;
  return [open, close];
}

/** `{x}`, `{{x}}`, `<x>`, `:x`, `[x]`, `%7Bx%7D`, `%x%`, each the whole segment. */
const WRAPPED =
  /^(?:\{\{\s*([^{}]+?)\s*\}\}|\{\s*([^{}]+?)\s*\}|<\s*([^<>]+?)\s*>|:([A-Za-z_]\w*)|\[([A-Za-z_][\w -]*)\]|%7B([\w-]+)%7D|%3C([\w-]+)%3E|%([A-Za-z_]\w*)%)$/i;

/** `ZONE_ID`, `YOUR_ZONE`, `your-account-id`, `xxxxxxxx`, `...`. */
const SHOUTED =
  /^(?:[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*[_-](?:ID|IDENTIFIER|UUID|TAG|NAME)|(?:YOUR|MY)[_-][A-Z0-9_-]+|(?:your|my)[_-][\w-]*(?:id|identifier|tag|uuid|name|here)|ID|UUID|IDENTIFIER|(?:ZONE|ACCOUNT)(?:ID)?|zoneid|accountid|zone_id|account_id|zone_identifier|account_identifier|[xX]{3,}|%\d|\{\}|\.{3}|\u2026|\*{3,})$/;

/** Segments after which anything is a value of the user's own. */
const FREE = /^(?:values|metadata|secrets|objects|keys)$/;

interface NamedPath {
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
function placeholderName(written: string, before: string): string {
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
