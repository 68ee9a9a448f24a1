// Forms as other tools are given them: bodies in parts as parts of a request line (curl's -F and --form-string, PowerShell's -Form),
// and pairs as a query writes them.
import { contentTypeOf } from '../header.ts';
import { literalName } from '../nested.ts';
import { baseName } from '../parts.ts';
import type { Item } from '../types.ts';
import type { Marks } from './marks.ts';

type ReadPart =
  | { readonly ok: true; readonly items: readonly Item[]; readonly note: string | undefined }
  /** A sentence: what of it a line cannot say. */
  | { readonly ok: false; readonly note: string };

/**
 * A part as curl reads it (curl(1), --form).
 *
 * @param input what the command is fed, for `name=@-` and `name=<-`
 */
export function readCurlPart(source: string, isString: boolean, input: string | undefined, marks: Marks): ReadPart {
  const equals = source.indexOf('=');
  const name = source.slice(0, Math.max(0, equals));
  const called = marks.written(name) || 'without a name';
  if (equals < 0)
    return { ok: false, note: `The part ${marks.written(source).slice(0, 40)} (-F) has no content and was left out.` };
  const content = source.slice(equals + 1);
  if (isString) return { ok: true, items: [textPart(name, content)], note: undefined };
  if (/^[()]/.test(content))
    return { ok: false, note: `The part ${called} has parts of its own (-F), which a line cannot say.` };
  const isFile = content.startsWith('@');
  const isFromFile = content.startsWith('<');
  const read = readWords(isFile || isFromFile ? content.slice(1) : content, isFile);
  const told = read.unknown.length > 0 ? `Ignored in the part ${called}: ${read.unknown.join(', ')}.` : undefined;
  if (read.isSeveral)
    return { ok: false, note: `The part ${called} has several files in one (-F), which a line cannot say.` };
  const { text, type, filename } = read;
  if (isFromFile) {
    if (text === '-' && input !== undefined)
      return { ok: true, items: [{ ...textPart(name, input), type }], note: told };
    if (type !== undefined)
      return {
        ok: false,
        note: `The part ${called} is a text from a file with a type of its own, which a line cannot say.`,
      };
    return { ok: true, items: [{ kind: 'fieldFile', name: literalName(name), path: text }], note: told };
  }
  if (!isFile) return { ok: true, items: [{ ...textPart(name, text), type }], note: told };
  if (text === '-' && input !== undefined) {
    const item: Item = {
      kind: 'part',
      name,
      value: input,
      type: type ?? 'application/octet-stream',
      filename: filename ?? '-',
    };
    return { ok: true, items: [item], note: told };
  }
  const guessed = curlType(text);
  return {
    ok: true,
    items: [
      {
        kind: 'partFile',
        name,
        path: text,
        type: type ?? (guessed === contentTypeOf(text) ? undefined : guessed),
        filename: filename === baseName(text) ? undefined : filename,
      },
    ],
    note: told,
  };
}

function textPart(name: string, value: string): Extract<Item, { kind: 'part' }> {
  return { kind: 'part', name, value, type: undefined, filename: undefined };
}

/** What curl guesses by the name, in versions before 8.11. */
function curlType(path: string): string {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const known = ['gif', 'jpg', 'jpeg', 'png', 'svg', 'txt', 'htm', 'html', 'pdf', 'xml'];
  return known.includes(extension) ? contentTypeOf(`a.${extension}`) : 'application/octet-stream';
}

interface ReadWords {
  readonly text: string;
  readonly type: string | undefined;
  readonly filename: string | undefined;
  readonly unknown: readonly string[];
  readonly isSeveral: boolean;
}

/** A word, quoted or up to a semicolon, then `type=` and `filename=`; of files, a comma begins another. */
function readWords(source: string, isFile: boolean): ReadWords {
  const [text, from] = readWord(source, 0, isFile);
  let at = from;
  let type: string | undefined;
  let filename: string | undefined;
  const unknown: string[] = [];
  while (source[at] === ';') {
    at += 1;
    while (source[at] === ' ') at += 1;
    const rest = source.slice(at);
    if (/^type=/i.test(rest)) {
      // Parameters of the type belong to it, up to an option that is known.
      const [value = ''] = /^[^,;]*(?:;(?!\s*(?:type|filename|headers|encoder)=)[^,;]*)*/i.exec(rest.slice(5)) ?? [];
      type = value.trim();
      at += 5 + value.length;
    } else if (/^filename=/i.test(rest)) {
      const [value, end] = readWord(source, at + 9, isFile);
      filename = value;
      at = end;
    } else {
      const [value, end] = readWord(source, at, isFile);
      unknown.push(/^[a-z]+(?==)/i.exec(value)?.[0] ?? 'what follows a semicolon');
      at = end;
    }
  }
  return { text, type, filename: isFile ? filename : undefined, unknown, isSeveral: source[at] === ',' };
}

function readWord(source: string, from: number, isFile: boolean): readonly [text: string, end: number] {
  const ends = isFile ? /[,;]/ : /;/;
  if (source[from] === '"') {
    const [whole = '', inner = ''] = /^"((?:\\[\s\S]|[^"\\])*)"\s*/.exec(source.slice(from)) ?? [];
    const end = from + whole.length;
    // What goes on behind the quote makes it no quote.
    if (whole !== '' && (end >= source.length || ends.test(source[end] ?? ''))) {
      return [inner.replace(/\\(["\\])/g, '$1'), end];
    }
  }
  const length = source.slice(from).search(ends);
  const end = length < 0 ? source.length : from + length;
  return [source.slice(from, end), end];
}

/** Members of the table that `-Form` is given: texts, files that `Get-Item` names, and lists of them. */
export function readPowerShellParts(
  members: readonly (readonly [name: string, values: readonly string[]])[],
  marks: Marks,
): { readonly items: readonly Item[]; readonly notes: readonly string[] } {
  let hasFile = false;
  const items = members.flatMap(([name, values]) =>
    values.map((value): Item => {
      const mark = marks.only(value);
      if (mark?.item !== undefined) {
        hasFile = true;
        return { kind: 'partFile', name, path: mark.item, type: undefined, filename: undefined };
      }
      return mark?.file === undefined
        ? textPart(name, value)
        : { kind: 'fieldFile', name: literalName(name), path: mark.file };
    }),
  );
  const notes = hasFile
    ? ['PowerShell calls files application/octet-stream; here their types follow their names.']
    : [];
  return { items, notes };
}

/** Texts without options as fields, where other parts say that it is a form and no two are called the same. */
export function shortened(items: readonly Item[]): readonly Item[] {
  if (!items.some(({ kind }) => kind === 'partFile')) return items;
  const names = items.map((item) => ('name' in item ? item.name : ''));
  return items.map((item, index) => {
    const isPlain = item.kind === 'part' && item.type === undefined && item.filename === undefined;
    if (!isPlain || names.indexOf(item.name) !== index || names.lastIndexOf(item.name) !== index) return item;
    return { kind: 'field', name: literalName(item.name), value: item.value };
  });
}

/** `a=b&c=d` as application/x-www-form-urlencoded writes it; marks stay. */
export function formText(pairs: readonly (readonly [string, string])[], marks: Marks): string {
  const encoded = (text: string): string =>
    marks.around(text, (part) =>
      encodeURIComponent(part.toWellFormed())
        .replaceAll('%20', '+')
        .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    );
  return pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
}
