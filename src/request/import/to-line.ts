// A call as a request line: its address below the base URL, its headers without credentials, its body as items. Says in notes
// what a line cannot hold.
import { visible } from '../../text/untrusted.ts';
import { headerProblem } from '../header.ts';
import { methodOf, takesBody } from '../method.ts';
import { isFormType } from '../parts.ts';
import { pathProblem } from '../path.ts';
import type { Item, Method, RequestLine } from '../types.ts';
import { readAddress } from './address.ts';
import { bodyItems } from './body-items.ts';
import { takeCredential } from './credential.ts';
import { type Marks, namePlaceholders } from './marks.ts';
import { standIns } from './stand-ins.ts';
import type { HttpCall, ImportOptions, ImportResult, Unfilled } from './types.ts';

/** What browsers send of their own accord; of no use to the API. */
const BROWSERS_OWN =
  /^(?:sec-.*|accept-language|accept-encoding|priority|dnt|origin|referer|pragma|cache-control|upgrade-insecure-requests)$/i;

/** Headers of the connection itself, which the client sets. */
const CONNECTION =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/i;

export function toLine<Sealed>(call: HttpCall, options: ImportOptions<Sealed>, marks: Marks): ImportResult<Sealed> {
  const { credential, headers, notes: said, scrub } = takeCredential(call.headers, call.bearer, marks, options.seal);
  const notes = [...call.notes, ...said];
  let isComplete = call.isComplete;
  const address = readAddress(call.url, options.baseUrl, marks);
  if (!address.ok) return { ok: false, message: scrub(address.message), credential };
  notes.push(...address.notes);
  const named = namePlaceholders(address.path, marks);
  const unfilled: Unfilled[] = named.names.map((name) => ({ name, written: `{${name}}`, place: 'path' }));
  const path = scrub(named.path);
  const wrong = pathProblem(path);
  if (wrong !== undefined) return { ok: false, message: wrong.message, credential };
  const method = methodOf(call.method ?? 'GET');
  if (method === undefined)
    return {
      ok: false,
      message: `The API has no method ${scrub(marks.written(call.method ?? '')).slice(0, 20)}.`,
      credential,
    };

  const settle = (text: string, place: Unfilled['place']): string => {
    for (const mark of marks.find(text)) unfilled.push({ name: mark.name, written: mark.written, place });
    for (const found of standIns(text, place)) unfilled.push({ ...found, place });
    const written = marks.written(text);
    const clean = scrub(written);
    if (clean !== written) {
      notes.push(`A credential in the ${place} was replaced with dots.`);
      isComplete = false;
    }
    return clean;
  };

  const items: Item[] = [];
  for (const [name, value] of [...address.query, ...call.query]) {
    if (name === '') notes.push('A query parameter without a name was left out.');
    else items.push({ kind: 'query', name: settle(name, 'query'), value: settle(value, 'query') });
  }
  const body = bodyOf(call, method, path, marks, notes);
  if (body === 'refused') isComplete = false;
  const kept = keptHeaders(headers, body, marks, notes);
  for (const [name, value] of kept) {
    // Dots cannot be sent in a header.
    if (scrub(value) === value) items.push({ kind: 'header', name, value: settle(value, 'header').trim() });
    else
      notes.push(
        `The header ${name.slice(0, 40)} contains a secret and was left out, because requests are kept in the history.`,
      );
  }
  if (typeof body === 'object') items.push(...body.items.map((item) => settledBody(item, settle)));
  const filter = call.filter === undefined ? undefined : settle(call.filter, 'filter').trim() || undefined;
  const request: RequestLine = { method, path, items, filter };
  return {
    ok: true,
    request,
    notes: [...new Set(notes.map(scrub))],
    credential,
    unfilled: eachOnce(unfilled),
    isComplete,
    choices: [],
  };
}

interface LineBody {
  readonly items: readonly Item[];
  readonly isJson: boolean;
  readonly isForm?: boolean;
}

function bodyOf(
  call: HttpCall,
  method: Method,
  path: string,
  marks: Marks,
  notes: string[],
): LineBody | 'refused' | undefined {
  if (call.body === undefined) return undefined;
  if (!takesBody(method)) {
    notes.push(
      `${method} takes no body, so the one in the command is left out. For a query write name==value; curl has -G for it.`,
    );
    return 'refused';
  }
  if (call.body.kind === 'file') {
    const path = call.body.path;
    return path === '' || path.includes('\0')
      ? 'refused'
      : { items: [{ kind: 'file', path }], isJson: /\.json$/i.test(path) };
  }
  if (call.body.kind === 'form') return { items: call.body.items, isJson: false, isForm: true };
  const { text } = call.body;
  const type = call.headers
    .find(([name]) => name.trim().toLowerCase() === 'content-type')?.[1]
    .trim()
    .toLowerCase();
  if (type !== undefined && !/json|^application\/x-www-form-urlencoded/.test(type)) {
    return { items: [{ kind: 'text', value: text }], isJson: false };
  }
  // A value in KV is stored as it is sent, white space and all.
  const read = bodyItems(text, /\/values\/[^/]+$/.test(path));
  if (read.isJson) return read;
  // A variable that stands for a number or a list, and not in quotes, may well be JSON once it is filled in.
  if (/^\s*[{[]/.test(text)) {
    const isOpen = bodyItems(
      marks.replace(text, () => '0'),
      true,
    ).isJson;
    notes.push(
      isOpen
        ? 'The body is JSON once its variables are filled in; until then it is sent as text.'
        : 'The body looks like JSON but is not valid, so it is sent unchanged.',
    );
  }
  return read;
}

function settledBody(item: Item, settle: (text: string, place: 'body' | 'file') => string): Item {
  switch (item.kind) {
    case 'file':
      return { ...item, path: settle(item.path, 'file') };
    case 'field':
    case 'json':
    case 'part':
      return { ...item, name: settle(item.name, 'body'), value: settle(item.value, 'body') };
    case 'partFile':
    case 'fieldFile':
      return { ...item, name: settle(item.name, 'body'), path: settle(item.path, 'file') };
    case 'body':
    case 'text':
      return { ...item, value: settle(item.value, 'body') };
    default:
      return item;
  }
}

/** The headers that the request would not have anyway. */
function keptHeaders(
  headers: readonly (readonly [string, string])[],
  body: LineBody | 'refused' | undefined,
  marks: Marks,
  notes: string[],
): readonly (readonly [string, string])[] {
  const isJson = typeof body === 'object' && body.isJson;
  const fromBrowser = headers.some(([name]) => /^sec-(?:fetch|ch)-/i.test(name));
  const kept: (readonly [string, string])[] = [];
  for (const [given, value] of headers) {
    const name = marks.written(given).trim();
    const plain = value.trim().toLowerCase();
    if (/^accept$/i.test(name) && (plain === '*/*' || /^application\/json(?:,|$)/.test(plain))) continue;
    if (/^accept-encoding$/i.test(name) || CONNECTION.test(name)) continue;
    if (/^content-type$/i.test(name)) {
      const isDefault =
        /^application\/json(?:;\s*charset=utf-?8)?$/.test(plain) || plain === 'application/x-www-form-urlencoded';
      // The tool adds the boundary, and so does this program.
      if (typeof body === 'object' && body.isForm && isFormType(value)) continue;
      if (isDefault && (isJson || typeof body !== 'object')) continue;
    }
    if (fromBrowser && (BROWSERS_OWN.test(name) || /^user-agent$/i.test(name))) continue;
    if (headerProblem(name, marks.written(value)) !== undefined) {
      notes.push(`The header ${name.slice(0, 40)} cannot be sent and was left out.`);
      continue;
    }
    kept.push([name, value]);
  }
  return kept;
}

function eachOnce(unfilled: readonly Unfilled[]): readonly Unfilled[] {
  const seen = new Map(unfilled.map((one) => [`${one.place} ${one.written}`, one]));
  return [...seen.values()];
}

/** Sentences in the order to show them. Safe to paint; without any secret. */
export function importNotes<Sealed>(result: ImportResult<Sealed>): readonly string[] {
  const said = [...requestNotes(result)];
  if (result.credential !== undefined) {
    const what = result.credential.kind === 'token' ? 'A token' : `The key of ${result.credential.email}`;
    said.push(
      `${what} was taken out of the command: requests use your profile's credential. To keep this one in a profile, run flarescope auth add, which asks for it; if others have seen the command, roll it first.`,
    );
  }
  return said;
}

/** The same without what is to be said of a credential, for who offers something to do with it. */
export function requestNotes<Sealed>(result: ImportResult<Sealed>): readonly string[] {
  const said = result.ok ? [...result.notes] : [result.message];
  if (result.ok && result.unfilled.length > 0) {
    const written = result.unfilled.map((one) => visible(one.written)).join(', ');
    said.push(`Replace ${written} with values.`);
  }
  return said;
}
