// The secrets that this process holds, and how to find one in what is about to be written: in clear, percent-encoded, escaped
// as in JSON, in hex, or inside of base64. Knows nothing of where secrets stand; it looks everywhere.
import { liveSecrets, type Secret, unwrapSecret } from './credential.ts';

/** Stands where a secret was left out; a request line with it in it cannot be sent. */
export const LEFT_OUT = '•••';

/** Bytes. A shorter secret is no credential of Cloudflare's, and may be a word that stands there anyway. */
export const shortestSecret = 16;

/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const maxBytesOfUnit = 3;

interface Spellings {
  /** Every form as it is spelled most often. */
  readonly texts: readonly string[];
  /** Of each character the ways to spell it: as itself, percent-encoded, escaped. Made when they are first needed. */
  readonly characters: () => readonly Ways[];
}

/** Sticky patterns; each matches one length at most at a place. */
type Ways = readonly RegExp[];

const known = new WeakMap<Secret, Spellings>();

/** The text without the secrets that this process holds. */
export function withoutKnownSecrets(text: string): string {
  if (text.length < shortestSecret / maxBytesOfUnit) return text;
  let left = text;
  for (const secret of liveSecrets()) {
    const { texts, characters } = spellingsOf(secret);
    for (const form of texts) if (left.includes(form)) left = left.replaceAll(form, LEFT_OUT);
    if (texts.length > 0 && isEscaped(left)) left = withoutPlaces(left, placesOfAnySpelling(left, characters()));
  }
  return left;
}

function isEscaped(text: string): boolean {
  return text.includes('%') || text.includes('\\');
}

/** Bytes up to here are searched for every spelling, more for the usual ones: a pattern is slow. */
const searchedWhole = 1024 * 1024;

/** The bytes with `*` in the place of the secrets that this process holds; the same bytes where none is in them. */
export function withoutKnownSecretsInBytes(bytes: Uint8Array): Uint8Array {
  let left = bytes;
  for (const secret of liveSecrets()) {
    for (const [from, to] of placesIn(left, spellingsOf(secret))) {
      if (left === bytes) left = new Uint8Array(bytes);
      left.fill(asterisk, from, to);
    }
  }
  return left;
}

const asterisk = 0x2a;

type Place = readonly [from: number, to: number];

function placesIn(bytes: Uint8Array, { texts, characters }: Spellings): readonly Place[] {
  const places: Place[] = [];
  const searched = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const form of texts) {
    const wanted = Buffer.from(form);
    for (let at = searched.indexOf(wanted); at !== -1; at = searched.indexOf(wanted, at + wanted.length)) {
      places.push([at, at + wanted.length]);
    }
  }
  if (texts.length === 0 || bytes.length > searchedWhole) return places;
  // One character for each byte, so that places in the text are places in the bytes.
  const text = searched.toString('latin1');
  if (!isEscaped(text)) return places;
  return [...places, ...placesOfAnySpelling(text, characters())];
}

/** The text with dots in these places; places that overlap are one. */
function withoutPlaces(text: string, places: readonly Place[]): string {
  let left = '';
  let end = 0;
  for (const [from, to] of [...places].sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    if (from >= end) left += `${text.slice(end, from)}${LEFT_OUT}`;
    end = Math.max(end, to);
  }
  return left + text.slice(end);
}

/**
 * Where a text of these characters begins and ends, each in any of its spellings. All readings are followed at once, as
 * Thompson's search does (Communications of the ACM 11, 1968): a pattern that goes back takes time that doubles with each
 * backslash, this one at most that of the text's length times the secret's.
 */
function placesOfAnySpelling(text: string, characters: readonly Ways[]): readonly Place[] {
  const places: Place[] = [];
  // For a place ahead: how many characters were read up to it, and where each such reading began.
  const ahead = new Map<number, Map<number, number>>();
  const read = (at: number, count: number, from: number) => {
    for (const way of characters[count] ?? []) {
      way.lastIndex = at;
      if (!way.test(text)) continue;
      const to = way.lastIndex;
      if (count + 1 === characters.length) {
        places.push([from, to]);
        continue;
      }
      const readings = ahead.get(to) ?? new Map<number, number>();
      ahead.set(to, readings);
      readings.set(count + 1, Math.min(readings.get(count + 1) ?? from, from));
    }
  };
  const first = new RegExp((characters[0] ?? []).map(({ source }) => source).join('|'), 'gi');
  let begin = nextFrom(first, text, 0);
  for (let at = begin; at !== undefined; ) {
    const readings = ahead.get(at);
    ahead.delete(at);
    for (const [count, from] of readings ?? []) read(at, count, from);
    if (at === begin) {
      read(at, 0, at);
      begin = nextFrom(first, text, at + 1);
    }
    at = Math.min(begin ?? Number.POSITIVE_INFINITY, ...ahead.keys());
    if (at === Number.POSITIVE_INFINITY) break;
  }
  return places;
}

function nextFrom(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index;
}

function spellingsOf(secret: Secret): Spellings {
  const before = known.get(secret);
  if (before) return before;
  const value = unwrapSecret(secret);
  let characters: readonly Ways[] | undefined;
  const made = {
    texts: secretForms(value),
    characters: () => {
      characters ??= Array.from(value, waysToSpell);
      return characters;
    },
  };
  known.set(secret, made);
  return made;
}

/** The usual forms of a secret: in clear, percent-encoded, in hex, inside of base64; none where it is too short. */
export function secretForms(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < shortestSecret) return [];
  const hex = hexOf(secret);
  const base64 = [0, 1, 2].map((before) => insideBase64(bytes, before));
  const forms = [
    ...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), hex, hex.toUpperCase()],
    ...base64.flatMap((text) => [text, urlSafe(text), encodeURIComponent(text), text.replaceAll('/', '\\/')]),
  ];
  return [...new Set(forms)];
}

function hexOf(secret: string): string {
  return [...new TextEncoder().encode(secret)].map(hexByte).join('');
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/**
 * What a secret looks like inside of longer base64, where so many bytes (0 to 2, modulo 3) stand before it: the
 * characters that depend on it alone.
 */
function insideBase64(secret: Uint8Array, before: number): string {
  const bytes = String.fromCharCode(...new Uint8Array(before), ...secret);
  return btoa(bytes).slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

/** RFC 4648 section 5. */
function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

const ways = new Map<string, Ways>();

function waysToSpell(character: string): Ways {
  const made = ways.get(character) ?? makeWaysToSpell(character);
  ways.set(character, made);
  return made;
}

/** A character as itself, percent-encoded once or twice, or escaped as in JSON and in most languages. */
function makeWaysToSpell(character: string): Ways {
  const utf8 = [...new TextEncoder().encode(character)].map(hexByte);
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const encoded = [utf8.map((hex) => `%(?:25)?${hex}`), utf8.map((hex) => `%${hex}`)].map((bytes) => bytes.join(''));
  const escaped = units.map((unit) => `\\\\{1,3}u${unit.toString(16).padStart(4, '0')}`).join('');
  // Bytes that are read as if each was a character.
  const byte =
    utf8.length === 1 ? `\\\\{1,3}x${utf8[0]}` : quoted(String.fromCharCode(...new TextEncoder().encode(character)));
  // How many backslashes are escapes of the next cannot be told.
  const itself =
    character === '\\'
      ? [1, 2, 3, 4].map((count) => `\\\\{${count}}`)
      : [/^[A-Za-z0-9]$/.test(character) ? character : `\\\\{0,3}${quoted(character)}`];
  return [...new Set([...encoded, escaped, byte, ...itself])].map((way) => new RegExp(way, 'iy'));
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
