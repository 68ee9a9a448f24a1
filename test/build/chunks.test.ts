// Chunks that are put together: which, and that what they are read from says the same as before.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chunkGroups, joinChunks, type Starts } from '../../src/build/chunks.ts';
import { asModule, asScript, inAscii, unsetIn } from '../../src/build/relink.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-chunks-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Two starts that share two files, one of which a lazy part of the second has use for as well. */
const files: Readonly<Record<string, string>> = {
  'main.js': `
    import('./loader.js');
    export const first = async () => (await import('./first.js')).told();
    export const second = async () => (await import('./second.js')).told();
    export const unused = async () => (await import('./unused.js')).unused();`,
  'first.js': `
    import { count } from './counter.js'; import { name } from './name.js'; import { only } from './only.js';
    export const told = async () => name + only + count() + (await import('./waiting.js')).waited;`,
  // As the program's own: what it has loaded once it does not run again.
  'loader.js': `
    import { readFileSync } from 'node:fs'; import { runInThisContext } from 'node:vm';
    const loaded = new Map();
    globalThis.flarescopeLoad = (name) => {
      const known = loaded.get(name) ?? globalThis.flarescopeModules?.get(name);
      if (known) return known;
      const code = readFileSync(new URL('./' + name, import.meta.url), 'latin1');
      loaded.set(name, runInThisContext(code)(globalThis.flarescopeLoad, (other) => import(other), { url: import.meta.url }));
      return loaded.get(name);
    };`,
  'waiting.js': "export const waited = await Promise.resolve(' first');",
  'second.js': `
    import { count } from './counter.js'; import { name } from './name.js';
    export const told = async () => name + count() + (await import('./later.js')).more();`,
  'later.js':
    "import { count } from './counter.js'; import { only } from './only.js'; import { late, set } from './late.js';" +
    'export const more = () => { set(); return only + count() + late; };',
  // Has no value before something asks for it; two that wait have it.
  'late.js': "export let late; export const set = () => { late = ' set late'; };",
  'unused.js': "import { late } from './late.js'; export const unused = () => late;",
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
  const out = path.join(folder, 'out');
  const before = (await readdir(out)).length;
  const { files: made } = await joinChunks(
    out,
    metafile.outputs,
    starts({ seldom: { loader: ['loader.js'] }, uncached: ['loader'] }),
    {
      entries: ['main.js'],
      loader: 'loader.js',
    },
  );
  expect((await readdir(out)).filter((name) => name !== 'package.json').sort()).toEqual([...made].sort());
  expect(made.length).toBeLessThan(before - 2);
  const program = await import(pathToFileURL(path.join(out, 'main.js')).href);
  expect(await program.first()).toBe('name/ import { a } from "./counter.js" 1 first');
  expect(await program.second()).toBe('name/2 import { a } from "./counter.js" 3 set late');
  for (const file of made) expect(await readFile(path.join(out, file), 'utf8')).not.toMatch(/from"node:/);
});

/** Two starts of one weight; each file is larger than what is saved with a file. */
function starts(given: Partial<Starts>): Starts {
  return { often: { one: ['first.js'], two: ['second.js'] }, seldom: {}, large: [], uncached: [], ...given };
}

type Metafile = Parameters<typeof chunkGroups>[0];

/** The same chunks, each of so many bytes. */
function sized(outputs: Metafile, bytes: number): Metafile {
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, { ...output, bytes }]));
}

test('groups go together where that saves more files than it costs bytes', async () => {
  const { metafile } = (await bundled()) as never as { metafile: { outputs: Metafile } };
  const named = (bytes: number, given: Partial<Starts>): readonly string[] =>
    chunkGroups(sized(metafile.outputs, bytes), starts(given))
      .map(({ name, chunks }) => `${name} ${chunks.length}`)
      .sort();
  expect(named(1_000_000, {})).toEqual(['one 2', 'shared 2', 'two 1']);
  // `only.js` is needed by a lazy part of the second, which would load all that the first has.
  expect(named(1_000_000, { large: ['one'] })).toEqual(['one 1', 'one 1', 'shared 2', 'two 1']);
  expect(named(10, {})).toEqual(['shared 5']);
  // Neither is one group, whatever is saved.
  expect(named(10, { uncached: ['two'] })).toEqual(['one 2', 'shared 3']);
  // What the second has in vain hardly counts, and what the first has does.
  const seldom = { often: { one: ['first.js'] }, seldom: { two: ['second.js'] } };
  expect(named(24_000, seldom)).toEqual(['shared 4', 'two 1']);
});

const places = new Map([
  ['other.js', { file: 'one-1.js', isModule: false }],
  ['before.js', { file: 'two-2.js', isModule: true }],
]);
const code =
  'import a,{b as c,d}from"node:fs";import*as e from"node:os";import"node:path";' +
  'import{x as y}from"./other.js";import{z}from"./before.js";' +
  'var f=()=>import("./other.js"),g=()=>import("./before.js"),h=import.meta.url;export{f as i};';

test('a chunk as a script gives what it exports, and has the rest from a loader', () => {
  expect(asScript(code, 'own.js', places)).toBe(
    '(function(flarescopeLoad,flarescopeImport,flarescopeHere){"use strict";' +
      'const a=process.getBuiltinModule("node:fs");const{b:c,d:d}=process.getBuiltinModule("node:fs");' +
      'const e=process.getBuiltinModule("node:os");' +
      'const{other$x:y}=flarescopeLoad("one-1.js");const{before$z:z}=flarescopeLoad("two-2.js");' +
      'var f=()=>Promise.resolve("one-1.js").then(flarescopeLoad).then(e=>e.other$),' +
      'g=()=>flarescopeImport("./two-2.js").then(e=>e.before$),h=flarescopeHere.url;\nreturn{i:f}})',
  );
  expect(asScript('import a,{env as b}from"node:process";f(a,b);', 'own.js', places)).toContain(
    'const a=globalThis.process;const{env:b}=globalThis.process;f(a,b);',
  );
});

test('a chunk as a module loads scripts when the loader is there, and shows itself to them', () => {
  const module = asModule(code, 'own.js', places, 'loader.js');
  expect(module).toContain('import"./loader.js";const{other$x:y}=globalThis.flarescopeLoad("one-1.js");');
  expect(module).toContain('import{before$z as z}from"./two-2.js";');
  expect(module).toContain('import("./loader.js").then(()=>globalThis.flarescopeLoad("one-1.js").other$)');
  expect(module).toContain('.set("own.js",flarescopeOwn);');
});

test('what is set late is found, and what is set while the chunk runs is not', () => {
  expect(unsetIn('var a,b,c=1;(function(x){x.y=1})(b||(b={}));export{a as x,b as y,c as z};')).toEqual(['a']);
  expect(() => asScript('var a;export{a as x};', 'own.js', places)).toThrow('own.js exports x');
});

test('what is not ASCII in a pattern is escaped, and means the same', () => {
  const written = 'var found=/[•“]|😀+/u.test("x");';
  expect(inAscii(written)).toBe('var found=/[\\u2022\\u201c]|\\ud83d\\ude00+/u.test("x");');
  expect(asScript(`${written}export{found};`, 'own.js', places)).toContain('[\\u2022\\u201c]');
  expect(() => inAscii('f`•`')).toThrow('not ASCII');
  expect(/^(?:[\u2022\u201c]|\ud83d\ude00+)+$/u.test('•“😀😀')).toBe(true);
});
