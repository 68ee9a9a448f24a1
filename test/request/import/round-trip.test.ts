// Snippets read back: a request that was written as a command for a shell is the same request again.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importCommand } from '../../../src/request/import/command.ts';
import { createMarks, namePlaceholders } from '../../../src/request/import/marks.ts';
import { snippetFormats, writeSnippet } from '../../../src/request/snippets/formats.ts';
import type { RequestLine } from '../../../src/request/types.ts';
import { toWire } from '../../../src/request/wire.ts';
import { runs } from '../../helpers/runs.ts';
import { fileRequest, hostileRequest } from '../snippets/hostile.ts';

const baseUrl = 'https://api.cloudflare.com/client/v4';

/** What goes over the wire, headers of one name in their order. */
function wireOf(line: RequestLine): unknown {
  const wire = toWire(line, { baseUrl });
  if (!wire.ok) return wire;
  const headers = wire.headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`);
  const body = wire.body && withoutSpace(new TextDecoder('utf-8', { ignoreBOM: true }).decode(wire.body));
  return {
    method: wire.method,
    url: wire.url,
    headers: headers.toSorted(),
    body,
    file: wire.bodyFile?.replace(/^\.\/-$/, '-'),
  };
}

/** JSON without the white space between its tokens; fields do not have it. */
function withoutSpace(text: string): string {
  try {
    JSON.parse(text);
    return text.replace(/("(?:\\.|[^"\\])*")|\s+/g, '$1');
  } catch {
    return text;
  }
}

/** Lines end with a line feed in what is pasted; the Command Prompt and PowerShell's pipe have no room for line ends at all. */
function isWritable(format: string, line: RequestLine): boolean {
  const texts = [line.filter ?? '', ...line.items.map((item) => ('value' in item ? item.value : item.path))];
  const isCode = format === 'fetch' || format === 'sdk';
  if (isCode) return true;
  // A message has no room for the name of a file.
  if (format === 'http') return line.items.every(({ kind }) => kind !== 'file');
  if (format === 'curl') return texts.every((text) => !text.includes('\r'));
  const names = line.items.flatMap((item) => (item.kind === 'header' ? [item.name.toLowerCase()] : []));
  if (new Set(names).size < names.length) return false;
  if (format === 'httpie') return isAsciiOnly(line) && texts.every((text) => !text.includes('\r'));
  return isAsciiOnly(line) && texts.every((text) => !/[\x00-\x1f]/.test(text));
}

function isAsciiOnly(line: RequestLine): boolean {
  return line.items.every((item) => item.kind !== 'header' || !/[\x80-\xff]/.test(item.value));
}

/** Formats that leave the filter out. */
const withoutFilter = ['fetch', 'sdk', 'http'];

describe.each(snippetFormats.map((format) => [format.id, format] as const))('a snippet for %s', (id, format) => {
  it('is read as the request that it was written for', () => {
    const requests = fc.oneof({ weight: 6, arbitrary: hostileRequest }, { weight: 1, arbitrary: fileRequest });
    fc.assert(
      fc.property(requests, fc.boolean(), (line, multiline) => {
        // A segment such as `:id` is how documentation writes that an id goes there.
        fc.pre(isWritable(id, line) && namePlaceholders(encodeURI(line.path), createMarks('')).names.length === 0);
        const options = { baseUrl, multiline, credential: 'token' } as const;
        const written = writeSnippet(format, line, options);
        // What a format cannot say it refuses.
        fc.pre(written.ok);
        if (!written.ok) return;
        const { text } = written;
        const read = importCommand(text, { baseUrl, seal: () => 'sealed' });
        if (!read.ok) throw new Error(`${read.message}\n${text}`);
        expect(wireOf(read.request), text).toEqual(wireOf(line));
        // The identity is no filter.
        expect(read.request.filter, text).toBe(
          line.filter === '.' || withoutFilter.includes(id) ? undefined : line.filter,
        );
        expect(read.credential).toBeUndefined();
      }),
      runs(150),
    );
  });
});
