// The address of a call as a path below the profile's base URL. The API has several addresses that mean the same to a user: the
// public one, the dashboard's, a variable that holds either, and whatever the profile says.
import { quoted } from '../message.ts';
import { parseBase } from '../path.ts';
import type { Marks } from './marks.ts';

/** The public base URL, and the dashboard's, where browsers copy requests from. */
const PUBLIC_BASES = ['https://api.cloudflare.com/client/v4', 'https://dash.cloudflare.com/api/v4'];

type Address =
  | {
      readonly ok: true;
      readonly path: string;
      readonly query: readonly (readonly [string, string])[];
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** Reads the address; it and its parts may hold marks. */
export function readAddress(written: string, baseUrl: string, marks: Marks): Address {
  const text = written
    .trim()
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .replace(/^<(https?:[^<>]*)>$/i, '$1')
    .replace(/#[\s\S]*$/, '');
  if (text === '') return failed('This command has no URL.');
  if (marks.only(text) !== undefined) {
    return failed(`The address is what ${marks.written(text).slice(0, 60)} holds, and that is not in the text.`);
  }
  const located = pathIn(text, baseUrl, marks);
  if (typeof located === 'string') return failed(located);
  const mark = located.rest.search(/\?/);
  const path = mark < 0 ? located.rest : located.rest.slice(0, mark);
  const query = mark < 0 ? [] : parseQuery(located.rest.slice(mark + 1).replaceAll('?', '%3F'));
  return { ok: true, path: `/${path.replace(/^\/+/, '')}`, query, notes: located.notes };
}

interface Located {
  readonly rest: string;
  readonly notes: readonly string[];
}

function pathIn(text: string, baseUrl: string, marks: Marks): Located | string {
  const url = /^(https?):\/*([^/?]*)([\s\S]*)$/i.exec(text);
  if (url !== null) return belowBase(url[1] ?? '', url[2] ?? '', url[3] ?? '', baseUrl, marks);
  // The host of a message, which says nothing of the scheme.
  const relative = /^\/\/((?:[\w-]+(?:\.[\w-]+)+|localhost|\[[\da-fA-F:]+\])(?::\d+)?)([/?][\s\S]*)?$/.exec(text);
  const scheme = parseBase(baseUrl)?.origin.startsWith('http:') ? 'http' : 'https';
  if (relative !== null) return belowBase(scheme, relative[1] ?? '', relative[2] ?? '', baseUrl, marks);
  const hosted = /^((?:api|dash)\.cloudflare\.com|localhost(?::\d+)?|127\.[\d.]+(?::\d+)?)([/?][\s\S]*)?$/i.exec(text);
  if (hosted !== null) return belowBase('https', hosted[1] ?? '', hosted[2] ?? '', baseUrl, marks);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'Only http and https URLs are supported.';
  return { rest: withoutBasePath(afterBaseVariable(text, marks), baseUrl), notes: [] };
}

/** `$CF_API/zones`, `{{baseUrl}}/zones`: what stands there is the base URL. A variable that is the whole address stays. */
function afterBaseVariable(text: string, marks: Marks): string {
  const named = /^(?:\{\{[^{}/]+\}\}|\{[^{}/]+\}|<[^<>/]+>|\[[^[\]/]+\])(?=\/)/.exec(text)?.[0];
  if (named !== undefined) return text.slice(named.length);
  const [first] = marks.find(text);
  const rest = first === undefined ? text : marks.replace(text, (mark) => (mark === first ? '\0' : marks.put(mark)));
  return rest.startsWith('\0') && rest.length > 1
    ? rest.slice(1).replaceAll('\0', marks.put(first ?? { name: 'value', written: '' }))
    : text;
}

function belowBase(scheme: string, authority: string, rest: string, baseUrl: string, marks: Marks): Located | string {
  const notes: string[] = [];
  const host = authority.replace(/^.*@/s, '');
  if (host !== authority) notes.push('The user name in the URL was left out.');
  if (marks.find(host).length > 0) return { rest: withoutBasePath(rest, baseUrl), notes };
  const asHttps = /^(?:api|dash)\.cloudflare\.com(?::\d+)?$/i.test(host) ? 'https' : scheme;
  const origin = URL.canParse(`${asHttps}://${host}`) ? new URL(`${asHttps}://${host}`).origin : undefined;
  const bases = [baseUrl, ...PUBLIC_BASES].map(parseBase).filter((base) => base !== undefined);
  for (const base of bases) {
    if (base.origin !== origin) continue;
    const path = /^[^?]*/.exec(rest)?.[0] ?? '';
    if (path === base.path || path.startsWith(`${base.path}/`)) return { rest: rest.slice(base.path.length), notes };
    // `api.cloudflare.com/zones`, the base path forgotten.
    if (base.origin !== parseBase(baseUrl)?.origin || base.path === '') continue;
    return `This address is on ${base.origin}, but not below ${base.path}, where the profile's requests go.`;
  }
  if (origin === parseBase(PUBLIC_BASES[0] ?? '')?.origin) {
    return `This address is on ${quoted(host)}, but not below /client/v4, where the API is.`;
  }
  return `This command is for ${quoted(marks.written(host))}, and a profile speaks only with its own address, ${baseUrl}: use a profile with that base URL.`;
}

/** A path that repeats the base path, as behind `$HOST`. */
function withoutBasePath(text: string, baseUrl: string): string {
  const known = [baseUrl, ...PUBLIC_BASES].map((base) => parseBase(base)?.path ?? '').filter((path) => path !== '');
  const rest = text.startsWith('/') || text.startsWith('?') ? text : `/${text}`;
  const repeated = known.find((path) => rest === path || rest.startsWith(`${path}/`) || rest.startsWith(`${path}?`));
  return repeated === undefined ? rest : rest.slice(repeated.length);
}

function failed(message: string): Address {
  return { ok: false, message };
}

/** `a=b&c` as pairs; `+` and %XX decoded (WHATWG URL section 5.1). Texts may hold marks. */
export function parseQuery(text: string): readonly (readonly [name: string, value: string])[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}

function decode(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
