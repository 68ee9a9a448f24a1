// Bodies in parts (RFC 7578) as a handler reads them, and as the API returns a Worker's modules.
import { isObject, type JsonObject, mediaType } from './request-body.ts';
import type { Call } from './router.ts';

/** A part with a file name. */
export type FilePart = {
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
};

export type PartsBody = {
  readonly files: readonly FilePart[];
  /** A part as text, whether or not it has a file name; the first of that name. */
  readonly textOf: (field: string) => string | undefined;
  /** Names of all parts, in order. */
  readonly fields: readonly string[];
};

/** The parts; undefined where the body is no form, or a broken one. */
export async function readForm(call: Call): Promise<PartsBody | undefined> {
  const contentType = call.headers['content-type'];
  if (mediaType(contentType) !== 'multipart/form-data') return undefined;
  let data: FormData;
  try {
    // The platform's own parser.
    data = await new Response(Buffer.from(call.bytes), { headers: { 'content-type': contentType ?? '' } }).formData();
  } catch {
    return undefined;
  }
  const files: FilePart[] = [];
  const texts = new Map<string, string>();
  for (const [field, value] of data) {
    if (typeof value === 'string') {
      if (!texts.has(field)) texts.set(field, value);
      continue;
    }
    const bytes = new Uint8Array(await value.arrayBuffer());
    files.push({ field, name: value.name, type: value.type, bytes });
    if (!texts.has(field)) texts.set(field, Buffer.from(bytes).toString('utf8'));
  }
  return { files, textOf: (field) => texts.get(field), fields: [...data.keys()] };
}

/** A part that is a JSON object: as one text, or as the official SDK spells it (`metadata[main_module]`, `metadata[bindings][][name]`). */
export function objectOf(form: PartsBody, field: string): JsonObject | undefined {
  const text = form.textOf(field);
  if (text !== undefined) {
    try {
      const value: unknown = JSON.parse(text);
      return isObject(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }
  const value: Record<string, unknown> = {};
  for (const name of form.fields.filter((candidate) => candidate.startsWith(`${field}[`))) {
    const keys = [...name.slice(field.length).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
    put(value, keys, form.textOf(name) ?? '');
  }
  return Object.keys(value).length === 0 ? undefined : value;
}

/** `[bindings][][name]`: a new entry of the list begins with a key that its last one has already. */
function put(into: Record<string, unknown>, [key = '', ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    into[key] = text;
    return;
  }
  if (rest[0] !== '') {
    const inner = isObject(into[key]) ? into[key] : {};
    into[key] = inner;
    put(inner as Record<string, unknown>, rest, text);
    return;
  }
  const list: unknown[] = Array.isArray(into[key]) ? into[key] : [];
  into[key] = list;
  const member = rest[1];
  if (member === undefined) {
    list.push(text);
    return;
  }
  const last: unknown = list.at(-1);
  const entry: Record<string, unknown> = isObject(last) && !(member in last) ? (last as Record<string, unknown>) : {};
  if (entry !== last) list.push(entry);
  put(entry, rest.slice(1), text);
}

/** A body in parts, as `GET …/workers/scripts/{name}` returns modules. */
export function writeForm(files: readonly FilePart[], boundary: string): Uint8Array {
  const chunks = files.flatMap(({ field, name, type, bytes }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quotedName(field)}"; filename="${quotedName(name)}"\r\n` +
        `Content-Type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
}

function quotedName(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
