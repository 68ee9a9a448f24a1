// Reads the catalog's two files, which the build has put beside the bundle. The only file of this room that touches the disk
// (beside the generator); loading is some ten milliseconds, so it is for after the first frame.
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { type Catalog, createCatalog } from './catalog.ts';
import { bytesFile, type CatalogFile, catalogFile } from './format.ts';
import { once } from './once.ts';

/** Built, the files stand beside this chunk; from source, in dist/. */
const folder = new URL(import.meta.url.endsWith('.ts') ? '../../dist/' : './', import.meta.url);

/**
 * The catalog, read once.
 *
 * @throws Node's own error where a file is missing, which only a damaged installation has
 */
export const loadCatalog: () => Catalog = once(() => {
  const file = JSON.parse(readFileSync(new URL(catalogFile, folder), 'latin1')) as CatalogFile;
  const bytes = once(() => readFileSync(new URL(bytesFile, folder)));
  const { postingBytes } = file.search;
  return createCatalog(file, {
    postings: () => bytes().subarray(0, postingBytes),
    block: (number) => {
      const packed = bytes().subarray(number === 0 ? postingBytes : file.blocks[number - 1], file.blocks[number]);
      return inflateRawSync(packed).toString('utf8');
    },
  });
});
