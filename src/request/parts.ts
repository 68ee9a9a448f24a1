// Bodies in parts, multipart/form-data (RFC 7578): which items make one, what its parts are, and the bytes around their contents.
// Must not read files: the contents of a part that is a file are named for whoever may.
import { contentTypeOf } from './header.ts';
import { jsonMembers } from './json-text.ts';
import { quoted } from './message.ts';
import { nest, readSteps, rootKey } from './nested.ts';
import type { Item, PartOptions } from './types.ts';

/** One part as it goes out. */
export interface Part extends PartOptions {
  readonly name: string;
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    /** The path as typed. */
    | { readonly kind: 'file'; readonly path: string };
}

/** Media types, as curl and HTTPie take them after `;type=`, parameters included. */
const mediaType = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+\/[!#$%&'*+\-.^_`|~0-9A-Za-z]+[\t\x20-\x7e]*$/;

const option = /(\\*);(type|filename)=/g;

type ReadOptions =
  | ({ readonly ok: true; readonly text: string } & PartOptions)
  | {
      readonly ok: false;
      readonly index: number;
      readonly length: number;
      readonly expected: string;
      readonly message: string;
    };

/**
 * Parts the options at its end from what stands after `name@` or `name@=`. A backslash before `;type=` and `;filename=` makes
 * it part of the text, and two of them stand for one; of several of one kind the last one counts.
 */
export function readPartOptions(source: string): ReadOptions {
  const found = [...source.matchAll(option)].filter(([, backslashes = '']) => backslashes.length % 2 === 0);
  let type: string | undefined;
  let filename: string | undefined;
  for (const [order, match] of found.entries()) {
    const start = match.index + match[0].length;
    const value = unescaped(source.slice(start, endOfText(found[order + 1], source)));
    const problem = (expected: string, message: string): ReadOptions => {
      const end = found[order + 1]?.index ?? source.length;
      return { ok: false, index: start, length: end - start, expected, message };
    };
    if (match[2] === 'filename') {
      if (value === '') return problem('a file name', 'There is no file name after ;filename=.');
      filename = value;
    } else {
      if (!mediaType.test(value))
        return problem('a media type', `${quoted(value)} is not a media type such as image/png.`);
      type = value;
    }
  }
  return { ok: true, text: unescaped(source.slice(0, endOfText(found[0], source))), type, filename };
}

/** Where the text before an option ends, without half of the backslashes there. */
function endOfText(match: RegExpExecArray | undefined, source: string): number {
  return match === undefined ? source.length : match.index + (match[1]?.length ?? 0) / 2;
}

function unescaped(text: string): string {
  return text.replace(option, (_, backslashes: string, name: string) => {
    return `${'\\'.repeat(Math.floor(backslashes.length / 2))};${name}=`;
  });
}

/** What stands after `name@` or `name@=`, so that it is read as this text with these options. */
export function spellPart(text: string, { type, filename }: PartOptions): string {
  const pieces = [escaped(text)];
  if (type !== undefined) pieces.push(`type=${escaped(type)}`);
  if (filename !== undefined) pieces.push(`filename=${escaped(filename)}`);
  return pieces.map((piece, index) => (index < pieces.length - 1 ? piece.replace(/\\+$/, '$&$&') : piece)).join(';');
}

function escaped(text: string): string {
  return text.replace(option, (_, backslashes: string, name: string) => `${backslashes}${backslashes}\\;${name}=`);
}

export function isPart(item: Item): item is Extract<Item, { kind: 'part' | 'partFile' }> {
  return item.kind === 'part' || item.kind === 'partFile';
}

/** The index of the Content-Type that a request sets itself; -1 for none. */
export function contentTypeIndex(items: readonly Item[]): number {
  return items.findIndex((item) => item.kind === 'header' && item.name.toLowerCase() === 'content-type');
}

/** True where the body goes out in parts: one of them is spelled as such, or the fields stand under that Content-Type. */
export function isForm(items: readonly Item[]): boolean {
  if (items.some(isPart)) return true;
  const header = items[contentTypeIndex(items)];
  if (header?.kind !== 'header' || !isFormType(header.value)) return false;
  return items.some(({ kind }) => kind === 'field' || kind === 'json' || kind === 'fieldFile' || kind === 'jsonFile');
}

export function isFormType(contentType: string): boolean {
  return /^\s*multipart\/form-data\s*(?:;|$)/i.test(contentType);
}

/**
 * The parts of a body, in order. Fields become parts of their own, JSON as its text; those that go into one member (`a[b]=c`)
 * become one, the JSON that they make together. Fields that come from files have been read before.
 */
export function partsOf(items: readonly Item[]): readonly Part[] {
  const parts: Part[] = [];
  const joined = new Set(
    items.flatMap((item) =>
      'name' in item && isPlainField(item) && isMember(item.name) ? (rootKey(item.name) ?? []) : [],
    ),
  );
  const done = new Set<string>();
  for (const item of items) {
    if (item.kind === 'partFile') {
      const { name, path, type = contentTypeOf(path), filename = baseName(path) } = item;
      parts.push({ name, type, filename, content: { kind: 'file', path } });
    } else if (item.kind === 'part') {
      const { name, value, type, filename } = item;
      parts.push({ name, type, filename, content: { kind: 'text', text: value } });
    } else if (isPlainField(item)) {
      const key = rootKey(item.name) ?? item.name;
      if (joined.has(key)) {
        if (!done.has(key)) parts.push(textPart(key, joinedText(items, key)));
        done.add(key);
      } else parts.push(textPart(key, item.value));
    }
  }
  return parts;
}

/** True for the name of a field that goes into a member. */
function isMember(name: string): boolean {
  const steps = readSteps(name);
  return typeof steps !== 'string' && steps.length > 1;
}

type PlainField = Extract<Item, { kind: 'field' | 'json' }>;

function isPlainField(item: Item): item is PlainField {
  return item.kind === 'field' || item.kind === 'json';
}

function textPart(name: string, text: string): Part {
  return { name, type: undefined, filename: undefined, content: { kind: 'text', text } };
}

function joinedText(items: readonly Item[], key: string): string {
  const own = items.filter(isPlainField).filter(({ name }) => rootKey(name) === key);
  const nested = nest(
    own.map(({ kind, name, value }) => ({ name, source: kind === 'json' ? value : JSON.stringify(value) })),
  );
  const [member] = (nested.ok && jsonMembers(nested.text)) || [];
  return member?.value ?? '';
}

/** The last part of a path of any system. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path;
}

/** The bytes of a form, with the paths of files where their contents belong. */
export function formPieces(
  parts: readonly Part[],
  boundary: string,
): readonly (Uint8Array | { readonly path: string })[] {
  const encoder = new TextEncoder();
  const pieces: (Uint8Array | { readonly path: string })[] = [];
  let text = '';
  for (const { name, type, filename, content } of parts) {
    const file = filename === undefined ? '' : `; filename="${escapeInHead(filename)}"`;
    // A line break in a name is CR LF before it is escaped, as in browsers (HTML, multipart/form-data encoding algorithm).
    const head = `Content-Disposition: form-data; name="${escapeInHead(name.replace(/\r\n?|\n/g, '\r\n'))}"${file}\r\n`;
    text += `--${boundary}\r\n${head}${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`;
    if (content.kind === 'text') text += content.text;
    else {
      pieces.push(encoder.encode(text), { path: content.path });
      text = '';
    }
    text += '\r\n';
  }
  pieces.push(encoder.encode(`${text}--${boundary}--\r\n`));
  return pieces;
}

function escapeInHead(text: string): string {
  return text.toWellFormed().replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
