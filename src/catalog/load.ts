// Reads the catalog's two files, which the build has put beside the bundle. The only file of this room that touches the disk
// (beside the generator); loading is some milliseconds, so it is for after the first frame.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { type Catalog, createCatalog } from './catalog.ts';
import { bytesFile, catalogFile, readCatalogFile } from './format.ts';
import { once } from './once.ts';

/** Built, the files stand beside this chunk; from source, in dist/. */
const folder = new URL(import.meta.url.endsWith('.ts') ? '../../dist/' : './', import.meta.url);

/**
 * The catalog, read once.
 *
 * @throws Node's own error where a file is missing, which only a damaged installation has
 */
export const loadCatalog: () => Catalog = once(() => {
  const file = readCatalogFile(readFileSync(new URL(catalogFile, folder), 'latin1'));
  return createCatalog(file, {
    searchBytes: () => readBytes(0, file.search.bytes),
    block: (number) => {
      const packed = readBytes(file.blocks[number - 1] ?? file.search.bytes, file.blocks[number] ?? 0);
      // Most commands need no details.
      return process.getBuiltinModule('node:zlib').inflateRawSync(packed).toString('utf8');
    },
  });
});

/** Part of the second file. */
function readBytes(from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, to - from));
  const descriptor = openSync(new URL(bytesFile, folder), 'r');
  try {
    let at = 0;
    let read = -1;
    while (at < bytes.length && read !== 0) {
      read = readSync(descriptor, bytes, at, bytes.length - at, from + at);
      at += read;
    }
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}
