// A request line as it may be written down: without the secrets that this process holds, and without what its place, its name
// or its form says is secret. A line that cannot be read is judged more harshly, word by word: rather too much than too little.
import { formatLine } from '../request/format.ts';
import { parseLine } from '../request/parse.ts';
import type { Item, RequestLine } from '../request/types.ts';
import { LEFT_OUT, withoutKnownSecrets } from './known-secrets.ts';
import { isEmpty, type JudgedAs, judgeOf, redactJson, type Surroundings, saidBy } from './redact-json.ts';
import { decoded, isSecretBody, isSecretHeader, isSecretName } from './secret-names.ts';
import { isSecretParameter, redactDestination, redactText } from './secret-text.ts';

interface Redacted {
  readonly line: string;
  /** True where something was left out. */
  readonly isChanged: boolean;
}

/** The line without what is secret in it. Where nothing was left out it comes back as it is. */
export function redactLine(line: string): Redacted {
  // First of all, since a separator may stand in the midst of it.
  const known = withoutKnownSecrets(line);
  const parsed = parseLine(known);
  const left = parsed.ok ? redactRead(known, parsed.request) : redactUnread(known);
  return { line: left, isChanged: left !== line };
}

function redactRead(line: string, request: RequestLine): string {
  // One word that is no path by its look: a token was pasted alone.
  if (/^\s*(?:[A-Za-z]{3,7}\s+)?[\w-]{24,}\s*$/.test(line)) return redactUnread(line);
  const path = redactPath(request.path);
  const filter = request.filter === undefined ? undefined : redactText(withoutNamed(request.filter, isInQuotes));
  const fields = createFields(request);
  const items = request.items.map((item) => redactItem(item, fields));
  const isSame =
    path === request.path && filter === request.filter && items.every((item, at) => item === request.items[at]);
  // What stands between the items, and what spans them.
  return redactText(isSame ? line : formatLine({ ...request, path, filter, items }));
}

/** A command of a shell without what its options, its names and its values show as secret. */
export function redactCommand(command: string): string {
  return redactUnread(withoutKnownSecrets(command), false);
}

/** A path without the segments that are secret by their form. */
export function redactPath(path: string): string {
  return path
    .split('/')
    .map((segment) => {
      const plain = redactText(segment);
      const read = decoded(segment);
      return plain === segment && redactText(read) !== read ? LEFT_OUT : plain;
    })
    .join('/');
}

function redactItem(item: Item, fields: Fields): Item {
  switch (item.kind) {
    case 'header':
      return rewritten(item, isSecretHeader(item.name) || isSecretName(item.name) ? LEFT_OUT : redactText(item.value));
    case 'query':
      return rewritten(item, isSecretParameter(item.name) ? withoutValue(item.value) : redactText(item.value));
    case 'part':
    case 'field': {
      const { verdict, around } = fields.judge(item.name);
      if (verdict === 'secret') return rewritten(item, withoutValue(item.value));
      if (verdict === 'destination') return rewritten(item, redactDestination(item.value));
      const left = redactAny(item.value, around);
      // A part is a file that was typed.
      return rewritten(item, item.kind === 'part' ? redactUnread(left, false) : withoutNamed(left, isRandom));
    }
    case 'json': {
      const { verdict, around } = fields.judge(item.name);
      if (verdict === 'destination')
        return rewritten(item, redactJson(`{"destination_conf":${item.value}}`, around).slice(20, -1));
      return rewritten(item, redactJson(item.value, { ...around, isSecret: verdict === 'secret' }));
    }
    case 'body':
      return withValue(item, redactJson(item.value, fields.around));
    case 'text':
      // A form, JSON that is none yet, or anything else: judged word by word.
      return withValue(
        item,
        fields.around.isSecret ? LEFT_OUT : redactUnread(redactAny(item.value, fields.around), false),
      );
    case 'partFile': {
      const { filename } = item;
      const [name, path] = [redactText(item.name), redactText(item.path)];
      const called = filename === undefined ? undefined : redactText(filename);
      return name === item.name && path === item.path && called === filename
        ? item
        : { ...item, name, path, filename: called };
    }
    case 'fieldFile':
    case 'jsonFile': {
      const [name, path] = [redactText(item.name), redactText(item.path)];
      return name === item.name && path === item.path ? item : { ...item, name, path };
    }
    case 'file': {
      const path = redactText(item.path);
      return path === item.path ? item : { ...item, path };
    }
  }
}

function withoutValue(value: string): string {
  return value === '' || isEmpty(value) ? value : LEFT_OUT;
}

function redactAny(value: string, around: Surroundings): string {
  return /^\s*[[{]/.test(value) ? redactJson(value, around) : redactText(value);
}

/** The item with this value, and with a name that holds no secret; the same item where nothing changes. */
function rewritten<Kind extends Item & { readonly name: string; readonly value: string }>(
  item: Kind,
  value: string,
): Kind {
  const name = redactText(item.name);
  return value === item.value && name === item.name ? item : { ...item, name, value };
}

function withValue<Kind extends Item & { readonly value: string }>(item: Kind, value: string): Kind {
  return value === item.value ? item : { ...item, value };
}

interface Fields {
  readonly judge: (name: string) => { readonly verdict: JudgedAs; readonly around: Surroundings };
  readonly around: Surroundings;
}

/** The body's fields as the objects that they make together: `a[type]=secret_text a[text]=…` is one of two members. */
function createFields({ path, items }: RequestLine): Fields {
  const around: Surroundings = { path: decoded(path), isSecret: isSecretBody(path), isHeaders: false };
  const objects = new Map<string, [string, string | undefined][]>();
  for (const item of items) {
    if (item.kind !== 'field' && item.kind !== 'json' && item.kind !== 'part') continue;
    const parts = partsOf(item.name);
    for (let depth = 0; depth < parts.length; depth++) {
      const parent = JSON.stringify(parts.slice(0, depth));
      const members = objects.get(parent) ?? [];
      const value = item.kind !== 'json' ? item.value : saidBy(item.value);
      members.push([parts[depth] ?? '', depth === parts.length - 1 ? value : undefined]);
      objects.set(parent, members);
    }
  }
  return {
    around,
    judge: (name) => {
      const parts = partsOf(name);
      let now = around;
      let verdict: JudgedAs = around.isSecret ? 'secret' : 'text';
      for (const [depth, part] of parts.entries()) {
        // An entry of a list is what the list is.
        if (/^\d*$/.test(part)) continue;
        verdict = judgeOf(objects.get(JSON.stringify(parts.slice(0, depth))) ?? [], now)(part);
        now = { ...now, isSecret: verdict === 'secret', isHeaders: /headers?$/i.test(part) };
      }
      return { verdict, around: now };
    },
  };
}

/** `a[b][]` is `a`, `b` and an entry of a list. */
function partsOf(name: string): readonly string[] {
  const plain = decoded(name);
  const [first = ''] = plain.split('[', 1);
  return [first, ...[...plain.slice(first.length).matchAll(/\[([^\]]*)\]?/g)].map(([, part = '']) => part)];
}

/** A value in quotes, which may be escaped themselves, or up to where a word ends. */
const VALUE = /\\*"(?:[^"\\]|\\(?!")[\s\S]|\\"(?=[^\s,;:)}\]]))*\\*"?|\\*'[^']*'?|[^\s"',;)}\]]+/y;

/** A name and a separator; the value follows. */
const FIELD = /(?<![\w.%-])([\w.%-]+)(\]?\\*["']?\]?\s*(?:==|:=|=>|=|:)\s*(?:[fbru](?=["']))?)/g;

/** An option whose value follows: `--token abc`, `-u name:password`. */
const OPTION = /(?<=^|[\s"'(=])--?([\w-]+)([\s=]+)/g;

/** Options of curl, wget and HTTPie that take a name with its password, or a token. */
const SECRET_OPTIONS = /^(?:u|user|a|auth|b|proxy-?user|oauth2-bearer|sasl-ir|key-?pass|pass|session|E|cert)$/;

/** How shells set a variable without a sign between: fish, csh, Windows. */
const SETTING = /\b(?:set|setx|setenv)\s+(?:-\w+\s+){0,4}([\w.]+)(\s+)/g;

/** The text without what stands behind secret names in it, where that looks like a secret: most texts are sentences. */
function withoutNamed(text: string, looksSecret: (value: string) => boolean): string {
  return withoutValues(text, FIELD, isSecretParameter, looksSecret);
}

function isInQuotes(value: string): boolean {
  return /^\\*["'][^"']{4}/.test(value);
}

function isRandom(value: string): boolean {
  return /^.{8}/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value) && !/^\d+\w?$/.test(value);
}

/** The text without the values that follow where `names` matches and `isSecret` says so. */
function withoutValues(
  text: string,
  names: RegExp,
  isSecret: (name: string, separator: string) => boolean,
  looksSecret: (value: string) => boolean = (value) => !isEmpty(value),
): string {
  let left = '';
  let at = 0;
  for (const match of text.matchAll(names)) {
    const [whole, name = '', separator = ''] = match;
    VALUE.lastIndex = match.index + whole.length;
    if (match.index < at || !isSecret(name, separator)) continue;
    const value = VALUE.exec(text)?.[0];
    if (value === undefined || !looksSecret(value)) continue;
    left += text.slice(at, match.index) + whole + masked(value);
    at = match.index + whole.length + value.length;
  }
  return left + text.slice(at);
}

/** XML. */
const ELEMENT = /(<(?:[\w-]+:)?([\w-]{1,80})(?:\s[^<>]*)?>)[^<>]+/g;

/** What a name and what follows it in the same quotes say: `"Cookie: a=b; c=d"`. */
const QUOTED_FIELD = /(["'])([\w-]+):\s*((?:(?!\1)[^\\]|\\[\s\S])+)/g;

/** Long runs of letters and digits without a meaning. */
const RANDOM = /(?<![\w~+•-])(?=[A-Za-z_~+-]{0,80}\d)(?=[\d_~+-]{0,80}[A-Za-z])[\w~+-]{20,}={0,2}/g;
const RANDOM_BASE64 = /(?<![\w+/])(?=[A-Za-z0-9/]{0,200}\+)[\w+/]{28,}={0,2}/g;

/** Ids, which are no secret. */
const PLAIN = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * A text that is no request line, or none yet: a command of a shell, a piece of a program, a line with a mistake in it.
 *
 * @param isHarsh whether what looks random is left out under any name
 */
function redactUnread(text: string, isHarsh = true): string {
  const isOfSecrets = /secret_text|secret_key|"secret"|\/secrets\b|secrets_store/i.test(text);
  const isOfHeaders =
    /(?:name|key|header)\\*["']?\s*[:=]+\s*\\*["']?(?:proxy-)?(?:authorization|cookie|[\w-]{0,40}(?:token|secret|key))\b/i.test(
      text,
    );
  const isSecretHere = (name: string): boolean =>
    isSecretParameter(name) ||
    (isOfSecrets && /^(?:text|value|json|content|key_base64|key_jwk)$/i.test(name)) ||
    (isOfHeaders && /^values?$/i.test(name));
  const around = { path: isOfSecrets ? '/secrets' : '', isSecret: false, isHeaders: false };
  const shown = withJson(text, (json) => redactJson(json, around))
    .replace(QUOTED_FIELD, (whole, quote: string, name: string) =>
      isSecretHeader(name) ? `${quote}${name}: ${LEFT_OUT}` : whole,
    )
    .replace(/\b((?:http)?auth\w*\s*=\s*\(?\s*)\([^)]*\)?/gi, `$1(${LEFT_OUT})`);
  const withoutSettings = withoutValues(shown, SETTING, isSecretHere);
  const withoutOptions = withoutValues(
    withoutSettings,
    OPTION,
    (name) => SECRET_OPTIONS.test(name) || isSecretName(name),
  );
  const withoutFields = withoutValues(
    withoutOptions,
    FIELD,
    (name, separator) => isSecretHere(name) || (/^[^=]*:[^=]*$/.test(separator) && isSecretHeader(name)),
  )
    // The rest of a field that stands without quotes.
    .replace(/((?:authorization|cookie):\s*•••)(?:\s+[^\s"'|]+)+/gi, '$1');
  const withoutElements = withoutFields.replace(ELEMENT, (whole, before: string, name: string) =>
    isSecretName(name) ? `${before}${LEFT_OUT}` : whole,
  );
  const left = redactText(withoutElements);
  if (!isHarsh) return left;
  return left.replace(RANDOM, (word) => (PLAIN.test(word) ? word : LEFT_OUT)).replace(RANDOM_BASE64, LEFT_OUT);
}

/** The quotes of a value stay where they are whole, so that what follows is read as it was. */
function masked(value: string): string {
  const quote = /^\\*["']/.exec(value)?.[0] ?? '';
  const isWhole = quote !== '' && value.length > quote.length && value.endsWith(quote);
  return isWhole ? `${quote}${LEFT_OUT}${quote}` : LEFT_OUT;
}

/** The text with what stands in braces, as far as they are closed, put through `change`. */
function withJson(text: string, change: (json: string) => string): string {
  let left = '';
  let at = 0;
  for (let begin = text.indexOf('{', at); begin !== -1; begin = text.indexOf('{', at)) {
    const end = endOfBraces(text, begin);
    const json = text.slice(begin, end);
    left += text.slice(at, begin) + (json.includes(':') ? change(json) : json);
    at = end;
  }
  return left + text.slice(at);
}

function endOfBraces(text: string, begin: number): number {
  const sign = /"(?:[^"\\]|\\[\s\S])*"|[{}]/g;
  sign.lastIndex = begin;
  let depth = 0;
  for (let match = sign.exec(text); match; match = sign.exec(text)) {
    if (match[0] === '{') depth += 1;
    else if (match[0] === '}') depth -= 1;
    if (depth === 0) return sign.lastIndex;
  }
  return text.length;
}
