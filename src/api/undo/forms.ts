// Bodies in parts (RFC 7578), small enough to be held: what a Worker's upload is made of, and what the API gives back of one.

export interface FormPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly type: string | undefined;
  readonly bytes: Uint8Array;
}

const lineEnd = Buffer.from('\r\n');

/** The parts; undefined where the body is no form, or a broken one. */
export function readParts(contentType: string, body: Uint8Array): readonly FormPart[] | undefined {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return undefined;
  const whole = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${mark}`);
  const parts: FormPart[] = [];
  // The first delimiter has no line break before it where there is no preamble.
  let at = whole.indexOf(delimiter.subarray(2));
  if (at < 0) return undefined;
  at += delimiter.length - 2;
  for (;;) {
    if (whole.toString('latin1', at, at + 2) === '--') return parts;
    const start = whole.indexOf(lineEnd, at);
    const headEnd = whole.indexOf('\r\n\r\n', start);
    const end = whole.indexOf(delimiter, headEnd);
    if (start < 0 || headEnd < 0 || end < 0) return undefined;
    const part = readPart(whole.toString('utf8', start + 2, headEnd), whole.subarray(headEnd + 4, end));
    if (!part) return undefined;
    parts.push(part);
    at = end + delimiter.length;
  }
}

function readPart(head: string, bytes: Uint8Array): FormPart | undefined {
  const field = (name: string): string | undefined => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim();
  const disposition = field('content-disposition');
  const name = disposition && quotedIn(disposition, 'name');
  if (name === undefined) return undefined;
  return {
    name,
    filename: quotedIn(disposition ?? '', 'filename'),
    type: field('content-type'),
    bytes: new Uint8Array(bytes),
  };
}

function quotedIn(disposition: string, parameter: string): string | undefined {
  const found = new RegExp(`;[ \\t]*${parameter}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(disposition);
  const value = found?.[1] ?? found?.[2];
  return value?.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%22', '"');
}

/** The body and its media type, with a boundary that stands in none of the parts. */
export function writtenForm(parts: readonly FormPart[]): { readonly contentType: string; readonly body: Uint8Array } {
  let boundary = 'flarescope-form';
  for (let number = 1; parts.some(({ bytes }) => Buffer.from(bytes).includes(boundary)); number++) {
    boundary = `flarescope-form-${number}`;
  }
  const chunks = parts.flatMap(({ name, filename, type, bytes }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${
        filename === undefined ? '' : `; filename="${quoted(filename)}"`
      }\r\n${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`,
    ),
    bytes,
    lineEnd,
  ]);
  const body = new Uint8Array(Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]));
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

function quoted(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
