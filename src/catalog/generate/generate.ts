// Makes the catalog from the packages that know the API, or takes it from the cache where neither they nor this code have
// changed. Runs in the build; nothing of what it reads is kept in the repository.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bytesFile, type CatalogFile, catalogFile, readCatalogFile } from '../format.ts';
import { providerPackage } from './permission-names.ts';

interface Generated {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly counts: CatalogFile['counts'];
  readonly isCached: boolean;
}

/** Packages that the catalog is made from, relative to the repository; their licences ask to be named with it. */
export const sourcePackages: readonly string[] = ['node_modules/cf', 'node_modules/cloudflare', providerPackage.folder];

/**
 * @param root the repository's folder
 * @throws Error that lists what was not understood, where something in one of the packages was not
 */
export async function generateCatalog(root: string): Promise<Generated> {
  const folder = path.join(root, 'node_modules/.cache/flarescope', fingerprint(root));
  const cached = await readCached(folder);
  if (cached) return cached;
  // Loaded only now: the parser is native code, and most builds have no use for it.
  const { makeCatalog } = await import('./write.ts');
  const { catalog, bytes, counts } = makeCatalog(root);
  const files = { [catalogFile]: new TextEncoder().encode(catalog), [bytesFile]: bytes };
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    // Another build may be writing the same.
    const partial = path.join(folder, `${name}.${process.pid}`);
    await writeFile(partial, content);
    await rename(partial, path.join(folder, name));
  }
  return { files, counts, isCached: false };
}

async function readCached(folder: string): Promise<Generated | undefined> {
  try {
    const [catalog, bytes] = await Promise.all(
      [catalogFile, bytesFile].map((name) => readFile(path.join(folder, name))),
    );
    if (!catalog || !bytes) return undefined;
    const { counts } = readCatalogFile(catalog.toString('latin1'));
    return { files: { [catalogFile]: catalog, [bytesFile]: bytes }, counts, isCached: true };
  } catch {
    return undefined;
  }
}

/** Changes with the packages' versions and with any file that the catalog is made by. */
function fingerprint(root: string): string {
  const hash = createHash('sha256');
  for (const folder of [...sourcePackages, 'node_modules/oxc-parser']) {
    hash.update(JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')).version);
  }
  const room = path.join(root, 'src/catalog');
  const own = [
    'format.ts',
    'once.ts',
    'identity.ts',
    'search-index.ts',
    'terms.ts',
    'operation.ts',
    'body-facts.ts',
    'variants.ts',
  ];
  const generator = readdirSync(path.join(room, 'generate')).map((name) => `generate/${name}`);
  for (const name of [...own, ...generator].sort()) hash.update(name).update(readFileSync(path.join(room, name)));
  return hash.digest('hex').slice(0, 16);
}
