// What esbuild has split, put together again: parts that the same starts load are one file. esbuild makes a chunk of what the same
// lazy parts share, which were a hundred files at a start, each of which Node finds, reads and links on its own.
//
// It also reads Node's own modules without an import: for an import Node asks each of them for all that it has, so that a function of
// node:fs brought the half of Node that reads lines and streams.
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { type DynamicImport, parseSync, type StaticImport } from 'oxc-parser';

/** Files of `src` that are loaded one after the other by one start of the program. */
export type Starts = Readonly<Record<string, readonly string[]>>;

type Outputs = Metafile['outputs'];

interface Group {
  /** What the file is called, without what makes its name unique. */
  readonly name: string;
  /** Names of the chunks in it. */
  readonly chunks: readonly string[];
}

/**
 * Chunks that the same starts load, and that are all or none of them in reach of what is no start of `large`. A chunk that no start
 * loads is in no group: it waits until it is needed.
 *
 * @param large starts that load much: what else needs one chunk of theirs would load them all
 */
export function chunkGroups(outputs: Outputs, starts: Starts, large: readonly string[]): readonly Group[] {
  const loadedBy = new Map<string, string[]>();
  for (const [start, files] of Object.entries(starts)) {
    const loaded = new Set<string>();
    for (const file of files) follow(outputs, entryOf(outputs, file), loaded);
    for (const output of loaded) loadedBy.set(output, [...(loadedBy.get(output) ?? []), start]);
  }
  const own = large.flatMap((start) => (starts[start] ?? []).map((file) => entryOf(outputs, file)));
  const others = Object.entries(starts).filter(([start]) => !large.includes(start));
  const elsewhere = new Set<string>();
  const isOwn = new Set(own);
  for (const file of others.flatMap(([, files]) => files)) isOwn.delete(entryOf(outputs, file));
  for (const file of others.flatMap(([, files]) => files)) follow(outputs, entryOf(outputs, file), elsewhere, isOwn);
  const groups = Map.groupBy(
    loadedBy.keys(),
    (output) => `${loadedBy.get(output)?.join('-')}${elsewhere.has(output) ? '' : ' alone'}`,
  );
  return [...groups].map(([by, chunks]) => ({
    name: by.includes('-') ? 'shared' : by.replace(' alone', ''),
    chunks: chunks.map((output) => path.basename(output)),
  }));
}

function entryOf(outputs: Outputs, file: string): string {
  const found = Object.keys(outputs).find((output) => outputs[output]?.entryPoint === file);
  if (found === undefined) throw new Error(`${file} is in no chunk of its own: see the starts in src/build/bundle.ts`);
  return found;
}

/** @param later where it is given, what is imported only later is followed too, but for these */
function follow(outputs: Outputs, output: string, seen: Set<string>, later?: ReadonlySet<string>): void {
  if (seen.has(output) || later?.has(output)) return;
  seen.add(output);
  for (const { path: imported, kind } of outputs[output]?.imports ?? []) {
    if ((kind === 'import-statement' || later) && outputs[imported]) follow(outputs, imported, seen, later);
  }
}

/** Puts the chunks of each group into one file; gives the names of all files there are then. */
export async function joinChunks(
  outdir: string,
  outputs: Outputs,
  starts: Starts,
  large: readonly string[],
): Promise<readonly string[]> {
  const groups = chunkGroups(outputs, starts, large);
  const exported = new Map(Object.entries(outputs).map(([file, { exports }]) => [path.basename(file), exports]));
  const joined = await Promise.all(groups.map((group) => join(outdir, group, exported)));
  const fileOf = new Map(
    groups.flatMap(({ chunks }, index) => chunks.map((chunk) => [chunk, joined[index]?.file ?? ''])),
  );
  for (const chunk of fileOf.keys()) await rm(path.join(outdir, chunk));
  for (const { file, code } of joined) await writeFile(path.join(outdir, file), relinked(code, fileOf));
  const files = [...exported.keys()].filter((file) => !fileOf.has(file));
  for (const file of files) {
    const before = await readFile(path.join(outdir, file), 'utf8');
    const after = relinked(before, fileOf);
    if (after !== before) await writeFile(path.join(outdir, file), after);
  }
  return [...files, ...joined.map(({ file }) => file)];
}

/** What a chunk exports is called by the chunk as well, since several have an `a`. */
function exportedAs(chunk: string, name: string): string {
  return `${chunk.replace(/\.js$/, '').replaceAll(/\W/g, '_')}$${name}`;
}

async function join(
  outdir: string,
  { name, chunks }: Group,
  exported: ReadonlyMap<string, readonly string[]>,
): Promise<{ readonly file: string; readonly code: string }> {
  const contents = chunks.map((chunk) => {
    const names = (exported.get(chunk) ?? []).map((one) => `${one} as ${exportedAs(chunk, one)}`);
    return `export { ${names.join(', ')} } from './${chunk}'; export * as ${exportedAs(chunk, '')} from './${chunk}';`;
  });
  const { outputFiles } = await build({
    stdin: { contents: contents.join('\n'), resolveDir: outdir },
    outfile: path.join(outdir, `${name}.js`),
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [
      {
        name: 'only-this-group',
        setup: (bundler) =>
          bundler.onResolve({ filter: /^\./ }, ({ path: wanted, kind }) =>
            kind === 'import-statement' && chunks.includes(path.basename(wanted))
              ? undefined
              : { path: wanted, external: true },
          ),
      },
    ],
  });
  const code = outputFiles[0]?.text ?? '';
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 8).toUpperCase();
  return { file: `${name}-${hash}.js`, code };
}

/** The code with imports that lead to the files that chunks are in now, and with Node's own modules read without one. */
export function relinked(code: string, fileOf: ReadonlyMap<string, string>): string {
  const { module } = parseSync('chunk.js', code);
  const changes = [
    ...module.staticImports.map((one) => ({ start: one.start, end: one.end, to: linked(one, code, fileOf) })),
    ...module.dynamicImports.map((one) => ({ start: one.start, end: one.end, to: linkedLater(one, code, fileOf) })),
  ];
  let after = '';
  let at = 0;
  for (const { start, end, to } of changes.toSorted((a, b) => a.start - b.start)) {
    after += code.slice(at, start) + to;
    at = end;
  }
  return after + code.slice(at);
}

function linked(
  { start, end, moduleRequest: { value: from }, entries }: StaticImport,
  code: string,
  fileOf: ReadonlyMap<string, string>,
): string {
  if (from.startsWith('node:')) {
    // To get it as a module would make the streams of standard input and output, which it has.
    const module = from === 'node:process' ? 'globalThis.process' : `process.getBuiltinModule("${from}")`;
    const names = entries
      .filter(({ importName }) => importName.kind === 'Name')
      .map(({ importName, localName }) => `${importName.name}:${localName.value}`);
    const whole = entries.filter(({ importName }) => importName.kind !== 'Name');
    return [
      ...whole.map(({ localName }) => `const ${localName.value}=${module};`),
      ...(names.length === 0 ? [] : [`const{${names.join(',')}}=${module};`]),
    ].join('');
  }
  const chunk = path.posix.basename(from);
  const file = fileOf.get(chunk);
  if (file === undefined) return code.slice(start, end);
  const names = entries.map(
    ({ importName, localName }) => `${exportedAs(chunk, importName.name ?? '')} as ${localName.value}`,
  );
  return names.length === 0 ? `import"./${file}";` : `import{${names.join(',')}}from"./${file}";`;
}

function linkedLater(
  { start, end, moduleRequest }: DynamicImport,
  code: string,
  fileOf: ReadonlyMap<string, string>,
): string {
  const [, chunk = ''] = /^"\.\/(.+)"$/.exec(code.slice(moduleRequest.start, moduleRequest.end)) ?? [];
  const file = fileOf.get(chunk);
  if (file === undefined) return code.slice(start, end);
  return `import("./${file}").then(e=>e.${exportedAs(chunk, '')})`;
}
