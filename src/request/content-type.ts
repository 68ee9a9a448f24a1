// The media type of a file that is sent as the body, guessed from its name alone: nothing here opens the file.

/** By extension. JavaScript is `application/javascript` here because that is what the Workers script upload asks for. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['cjs', 'application/javascript'],
  ['css', 'text/css'],
  ['csv', 'text/csv'],
  ['gif', 'image/gif'],
  ['gz', 'application/gzip'],
  ['htm', 'text/html'],
  ['html', 'text/html'],
  ['jpeg', 'image/jpeg'],
  ['jpg', 'image/jpeg'],
  ['js', 'application/javascript'],
  ['json', 'application/json'],
  ['md', 'text/markdown'],
  ['mjs', 'application/javascript+module'],
  ['ndjson', 'application/x-ndjson'],
  ['jsonl', 'application/x-ndjson'],
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['svg', 'image/svg+xml'],
  ['txt', 'text/plain'],
  ['wasm', 'application/wasm'],
  ['webp', 'image/webp'],
  ['xml', 'application/xml'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
  ['zip', 'application/zip'],
]);

/** The media type for a file name; `application/octet-stream` where the extension says nothing. */
export function contentTypeOf(path: string): string {
  const extension = /[^/\\]\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase();
  return TYPES.get(extension ?? '') ?? 'application/octet-stream';
}
