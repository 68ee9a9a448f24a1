// Chunks that are put together: which, and that what they are read from says the same as before.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chunkGroups, joinChunks, relinked } from '../../src/build/chunks.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-chunks-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Two starts that share two files, one of which a lazy part of the second has use for as well. */
const files: Readonly<Record<string, string>> = {
  'main.js': `
    export const first = async () => (await import('./first.js')).told();
    export const second = async () => (await import('./second.js')).told();`,
  'first.js': `
    import { count } from './counter.js'; import { name } from './name.js'; import { only } from './only.js';
    export const told = () => name + only + count();`,
  'second.js': `
    import { count } from './counter.js'; import { name } from './name.js';
    export const told = async () => name + count() + (await import('./later.js')).more();`,
  'later.js':
    "import { count } from './counter.js'; import { only } from './only.js'; export const more = () => only + count();",
  // One for all, wherever it is used.
  'counter.js': "import { format } from 'node:util'; let at = 0; export const count = () => format('%d', ++at);",
  'name.js': "import path, { sep } from 'node:path'; export const name = path.basename('/a/name') + sep;",
  'only.js': 'export const only = \' import { a } from "./counter.js" \';',
};

async function bundled(): Promise<Awaited<ReturnType<typeof build>> & { readonly metafile: NonNullable<unknown> }> {
  for (const [name, code] of Object.entries(files)) await writeFile(path.join(folder, name), code);
  const result = await build({
    entryPoints: [path.join(folder, 'main.js')],
    absWorkingDir: folder,
    outdir: path.join(folder, 'out'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    minify: true,
    metafile: true,
  });
  await writeFile(path.join(folder, 'out/package.json'), '{"type":"module"}');
  return result as never;
}

test('what the same starts load is one file, and the program says the same', async () => {
  const { metafile } = (await bundled()) as never as { metafile: { outputs: never } };
  const before = (await readdir(path.join(folder, 'out'))).length;
  const made = await joinChunks(
    path.join(folder, 'out'),
    metafile.outputs,
    { one: ['first.js'], two: ['second.js'] },
    [],
  );
  expect((await readdir(path.join(folder, 'out'))).filter((name) => name !== 'package.json').sort()).toEqual(
    [...made].sort(),
  );
  expect(made.length).toBeLessThan(before - 1);
  const program = await import(pathToFileURL(path.join(folder, 'out/main.js')).href);
  expect(await program.first()).toBe('name/ import { a } from "./counter.js" 1');
  expect(await program.second()).toBe('name/2 import { a } from "./counter.js" 3');
  for (const file of made) expect(await readFile(path.join(folder, 'out', file), 'utf8')).not.toMatch(/from"node:/);
});

test('a start that loads much keeps what others may need apart from what is its own', async () => {
  const { metafile } = (await bundled()) as never as { metafile: { outputs: never } };
  const named = (large: readonly string[]): readonly string[] =>
    chunkGroups(metafile.outputs, { one: ['first.js'], two: ['second.js'] }, large).map(
      ({ name, chunks }) => `${name} ${chunks.length}`,
    );
  expect(named([])).toEqual(['one 2', 'shared 2', 'two 1']);
  // `only.js` is needed by a lazy part of the second.
  expect(named(['one'])).toEqual(['one 1', 'one 1', 'shared 2', 'two 1']);
});

test("Node's own modules are read without an import, by the names that they had", () => {
  expect(
    relinked('import a,{b as c,d}from"node:fs";import*as e from"node:os";import"node:path";f(a,c,d,e);', new Map()),
  ).toBe(
    'const a=process.getBuiltinModule("node:fs");const{b:c,d:d}=process.getBuiltinModule("node:fs");' +
      'const e=process.getBuiltinModule("node:os");f(a,c,d,e);',
  );
  expect(relinked('import a,{env as b}from"node:process";f(a,b);', new Map())).toBe(
    'const a=globalThis.process;const{env:b}=globalThis.process;f(a,b);',
  );
});
