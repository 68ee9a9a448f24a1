// Collects the licence texts of every package whose code or texts dist/ contains, as their licences ask.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const licenceFile = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/**
 * Notices for the packages among `inputs`.
 *
 * @param root the repository's folder
 * @param inputs files that went into dist/, relative to `root`: those of the bundle (esbuild's metafile), and what else was read
 * @throws when a bundled package names no licence at all: such a package may not be shipped
 */
export async function collectNotices(
  root: string,
  inputs: readonly string[],
): Promise<{ readonly text: string; readonly packages: number }> {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const sections: string[] = [];
  for (const folder of [...folders].sort()) {
    const manifest = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8'));
    const names = (await readdir(path.join(root, folder))).filter((name) => licenceFile.test(name)).sort();
    if (!manifest.license && names.length === 0) throw new Error(`${manifest.name} is bundled but names no licence`);
    const texts = await Promise.all(names.map((name) => readFile(path.join(root, folder, name), 'utf8')));
    if (texts.length === 0 && manifest.license === 'MIT') texts.push(await permissionOfMit(root));
    const heading = `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`;
    sections.push([heading, '-'.repeat(heading.length), ...texts.map((text) => text.trim())].join('\n\n'));
  }
  const intro = 'flarescope contains code or texts of these packages. Each is used under the licence given with it.';
  return { text: `${[intro, ...sections].join('\n\n\n')}\n`, packages: sections.length };
}

/** The text of the MIT licence, for a package that names it without carrying it: ours without the line that says whose it is. */
async function permissionOfMit(root: string): Promise<string> {
  const own = await readFile(path.join(root, 'LICENSE'), 'utf8');
  const text = own.replace(/^Copyright .*\n+/m, '');
  return `The package names no copyright holder and carries no text of its licence, which is:\n\n${text}`;
}

/** `node_modules/a/node_modules/@b/c/x.js` -> `node_modules/a/node_modules/@b/c`; undefined for our own files. */
function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}
