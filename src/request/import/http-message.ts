// A request as it goes over the wire (RFC 9112): what a proxy shows, and what `--as http` writes.
import type { HttpCall } from './types.ts';

const REQUEST_LINE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)[ \t]+(\S+)(?:[ \t]+HTTP\/\d(?:\.\d)?)[ \t]*$/;

/** True where the text begins with such a message. */
export function isHttpMessage(text: string): boolean {
  return REQUEST_LINE.test(/^\s*([^\n]*?)\r?(?:\n|$)/.exec(text)?.[1] ?? '');
}

/** The request that the message is. */
export function readHttpMessage(text: string): HttpCall {
  const message = text.replace(/^\s+/, '');
  const blank = /\r?\n[ \t]*\r?\n/.exec(message);
  const head = blank === null ? message : message.slice(0, blank.index);
  const rest = blank === null ? '' : message.slice(blank.index + blank[0].length);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const [, method, target = ''] = REQUEST_LINE.exec(first) ?? [];
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const] : [];
  });
  const field = (name: string): string | undefined => headers.find(([given]) => given.toLowerCase() === name)?.[1];
  const host = field('host');
  const body = bodyOf(rest, field('content-length'));
  return {
    method,
    url: /^https?:/i.test(target) || host === undefined ? target : `//${host}${target}`,
    headers,
    query: [],
    body: body === '' ? undefined : { kind: 'text', text: body },
    filter: undefined,
    notes: [],
    isComplete: true,
    bearer: undefined,
  };
}

/** As long as the message says, where it has so much; else all of it, without the line's end that a paste leaves. */
function bodyOf(rest: string, length: string | undefined): string {
  const bytes = new TextEncoder().encode(rest);
  const said = length !== undefined && /^\d{1,9}$/.test(length) ? Number(length) : undefined;
  if (said === undefined || said > bytes.length) return rest.replace(/\r?\n$/, '');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, said));
}
