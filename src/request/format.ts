// A RequestLine back to a line, or to arguments, so that reading it gives the same value again. Must not know the catalog.
// The line holds no control or invisible character outside the filter: they are written as escapes in double quotes.
import { isHostile, replaceHostile } from '../text/untrusted.ts';
import { escapeFieldValue, escapeName, escapeValue, looksLikeUrl } from './item.ts';
import { spellPart } from './parts.ts';
import type { Item, RequestLine } from './types.ts';

/** The line for a request; for every request that `parseLine` accepts, `parseLine` gives the same request for it. */
export function formatLine(request: RequestLine): string {
  const words = [quote(request.path), ...request.items.map(formatItem)];
  if (request.method !== undefined) words.unshift(request.method);
  if (request.filter !== undefined) words.push(`| ${request.filter}`);
  return words.join(' ');
}

/** The arguments for a request, without quotes: what `parseWords` reads. Whoever writes them for a shell quotes them for it. */
export function formatWords(request: RequestLine): readonly string[] {
  const words = [request.path, ...request.items.map(spell)];
  if (request.method !== undefined) words.unshift(request.method);
  if (request.filter !== undefined) words.push(`| ${request.filter}`);
  if (words.length > 1 || !/\s/u.test(request.path)) return words;
  // One word with a space in it is read as a line, so it has to be one, and to have a space.
  const line = formatLine(request);
  return [/\s/u.test(line) ? line : ` ${line}`];
}

/** A value as it is written after a separator. */
export function spellValue(value: string): string {
  return quote(escapeValue(value));
}

/** The item as the word that it is once quotes are gone. */
function spell(item: Item): string {
  switch (item.kind) {
    case 'query':
      return `${escapeName(item.name)}==${escapeValue(item.value)}`;
    case 'header':
      return `${escapeName(item.name)}:${headerValue(item)}`;
    case 'field':
      return `${escapeName(item.name)}=${escapeFieldValue(item.value)}`;
    case 'json':
      return `${escapeName(item.name)}:=${item.value}`;
    case 'fieldFile':
      return `${escapeName(item.name)}=@${item.path}`;
    case 'jsonFile':
      return `${escapeName(item.name)}:=@${item.path}`;
    case 'partFile':
      return `${escapeName(item.name)}@${spellPart(escapeValue(item.path), item)}`;
    case 'part':
      return `${escapeName(item.name)}@=${spellPart(item.value, item)}`;
    case 'body':
      return `:=${item.value}`;
    case 'text':
      return `=${escapeValue(item.value)}`;
    case 'file':
      return `@${item.path}`;
  }
}

/** The item as it stands in a line. */
export function formatItem(item: Item): string {
  switch (item.kind) {
    case 'query':
      return `${quote(escapeName(item.name))}==${quote(escapeValue(item.value))}`;
    case 'header':
      return `${quote(escapeName(item.name))}:${quote(headerValue(item))}`;
    case 'field':
      return `${quote(escapeName(item.name))}=${quote(escapeFieldValue(item.value))}`;
    case 'fieldFile':
      return `${quote(escapeName(item.name))}=@${quote(item.path)}`;
    case 'jsonFile':
      return `${quote(escapeName(item.name))}:=@${quote(item.path)}`;
    case 'partFile':
      return `${quote(escapeName(item.name))}@${quote(spellPart(escapeValue(item.path), item))}`;
    case 'part':
      return `${quote(escapeName(item.name))}@=${quote(spellPart(item.value, item))}`;
    case 'json':
      // Unquoted JSON is read to its end whatever it holds, but line breaks between its tokens would break the line.
      return isHostile(item.value) ? doubleQuoted(spell(item)) : `${quote(escapeName(item.name))}:=${item.value}`;
    case 'body':
      return isHostile(item.value) ? doubleQuoted(spell(item)) : spell(item);
    case 'text':
      return `=${quote(escapeValue(item.value))}`;
    case 'file':
      return `@${quote(item.path)}`;
  }
}

/** `https://…` would be read as a URL: a space that is no part of the value parts them. */
function headerValue({ name, value }: Item & { readonly kind: 'header' }): string {
  return looksLikeUrl(name, value) ? ` ${value}` : escapeValue(value);
}

/** The text in the quotes that need the fewest escapes, or in none. */
function quote(text: string): string {
  if (text === '') return '';
  if (isHostile(text)) return doubleQuoted(text);
  if (!/[\s'"|]|\\$/u.test(text)) return text;
  if (!/["\\]/.test(text)) return `"${text}"`;
  return text.includes("'") ? doubleQuoted(text) : `'${text}'`;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function doubleQuoted(text: string): string {
  return `"${replaceHostile(text.replace(/["\\]/g, '\\$&'), escapeCharacter)}"`;
}

function escapeCharacter(character: string): string {
  return SHORT_ESCAPES[character] ?? character.replace(/[\s\S]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
