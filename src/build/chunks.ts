// What esbuild has split, put together again: parts that the same starts load are one file. esbuild makes a chunk of what the same
// lazy parts share, which were a hundred files at a start, each of which is found, read and linked on its own.
//
// And what is loaded after `cli/kept-code.ts` are scripts (`relink.ts`), since only of a script V8 can keep what a run has used of it.
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { asModule, asScript, type ChunkFile, exportedAs, requestsOf, unsetIn } from './relink.ts';

/** Files of `src` that are loaded one after the other, by the name of the start that loads them. */
type Loads = Readonly<Record<string, readonly string[]>>;

export interface Starts {
  readonly often: Loads;
  readonly seldom: Loads;
  /** Those that load much: what else needs one chunk of theirs would load it all. */
  readonly large: readonly string[];
  /** Those that end before V8's cache is there: what they load is compiled by each start. */
  readonly uncached: readonly string[];
}

type Outputs = Metafile['outputs'];

interface Group {
  /** What the file is called, without what makes its name unique. */
  readonly name: string;
  /** Names of the chunks in it. */
  readonly chunks: readonly string[];
}

/** A start that is seldom made counts so much less than one that is made often. */
const seldomWeight = 0.05;

/** What it costs to read one more file, in bytes of code that is loaded in the same time where V8 has kept it. */
const fileCost = 8_000;

/**
 * Chunks that the same starts load, and that are all or none of them in reach of what is no start of `large`. Then groups are put
 * together as long as that saves more files than it costs bytes that are loaded in vain. A chunk that no start loads is in no group:
 * it waits until it is needed.
 */
export function chunkGroups(outputs: Outputs, starts: Starts): readonly Group[] {
  const loadedBy = new Map<string, string[]>();
  const all = { ...starts.often, ...starts.seldom };
  for (const [start, files] of Object.entries(all)) {
    const loaded = new Set<string>();
    for (const file of files) follow(outputs, entryOf(outputs, file), loaded);
    for (const output of loaded) loadedBy.set(output, [...(loadedBy.get(output) ?? []), start]);
  }
  const elsewhere = laterThan(outputs, starts);
  for (const [output, by] of loadedBy) if (elsewhere.has(output)) by.push(later);
  const weightOf = (start: string): number => (Object.hasOwn(starts.often, start) ? 1 : seldomWeight);
  const groups = [...Map.groupBy(loadedBy.keys(), (output) => loadedBy.get(output)?.join('-')).values()].map(
    (chunks): Loaded => ({
      chunks,
      bytes: chunks.reduce((sum, output) => sum + (outputs[output]?.bytes ?? 0), 0),
      by: new Set(loadedBy.get(chunks[0] ?? '')),
    }),
  );
  return merged(groups, weightOf, new Set(starts.uncached)).map(({ chunks, by }) => {
    const [first = 'shared', ...others] = [...by].filter((start) => start !== later);
    return { name: others.length > 0 ? 'shared' : first, chunks: chunks.map((output) => path.basename(output)) };
  });
}

/** Stands for all that is loaded later, in the place of a start. */
const later = '(later)';

interface Loaded {
  readonly chunks: readonly string[];
  readonly bytes: number;
  readonly by: ReadonlySet<string>;
}

/** What any start but the large ones may load later. */
function laterThan(outputs: Outputs, { often, seldom, large }: Starts): ReadonlySet<string> {
  const all = Object.entries({ ...often, ...seldom });
  const own = new Set(all.filter(([start]) => large.includes(start)).flatMap(([, files]) => files));
  const others = all.filter(([start]) => !large.includes(start)).flatMap(([, files]) => files);
  for (const file of others) own.delete(file);
  const isOwn = new Set([...own].map((file) => entryOf(outputs, file)));
  const found = new Set<string>();
  for (const file of others) follow(outputs, entryOf(outputs, file), found, isOwn);
  return found;
}

/** The two whose union saves most go together, until none saves anything. */
function merged(
  groups: readonly Loaded[],
  weightOf: (start: string) => number,
  uncached: ReadonlySet<string>,
): readonly Loaded[] {
  const isUncached = ({ by }: Loaded): boolean => [...by].some((start) => uncached.has(start));
  const gain = (one: Loaded, other: Loaded): number => {
    if (isUncached(one) !== isUncached(other)) return 0;
    let saved = 0;
    for (const start of new Set([...one.by, ...other.by])) {
      const lacks = one.by.has(start) ? (other.by.has(start) ? undefined : other) : one;
      saved += weightOf(start) * (lacks === undefined ? fileCost : -lacks.bytes);
    }
    return saved;
  };
  const rest = [...groups];
  for (;;) {
    let best: { readonly saved: number; readonly pair: readonly [Loaded, Loaded] } | undefined;
    for (const [index, one] of rest.entries()) {
      for (const other of rest.slice(index + 1)) {
        const saved = gain(one, other);
        if (saved > (best?.saved ?? 0)) best = { saved, pair: [one, other] };
      }
    }
    if (best === undefined) return rest;
    const [one, other] = best.pair;
    for (const gone of best.pair) rest.splice(rest.indexOf(gone), 1);
    rest.push({
      chunks: [...one.chunks, ...other.chunks],
      bytes: one.bytes + other.bytes,
      by: new Set([...one.by, ...other.by]),
    });
  }
}

function entryOf(outputs: Outputs, file: string): string {
  const found = Object.keys(outputs).find((output) => outputs[output]?.entryPoint === file);
  if (found === undefined) throw new Error(`${file} is in no chunk of its own: see the starts in src/build/bundle.ts`);
  return found;
}

/** @param except where it is given, what is imported only later is followed too, but for these */
function follow(outputs: Outputs, output: string, seen: Set<string>, except?: ReadonlySet<string>): void {
  if (seen.has(output) || except?.has(output)) return;
  seen.add(output);
  for (const { path: imported, kind } of outputs[output]?.imports ?? []) {
    if ((kind === 'import-statement' || except) && outputs[imported]) follow(outputs, imported, seen, except);
  }
}

interface Joined {
  readonly files: readonly string[];
  /** Changes with any of the files. */
  readonly build: string;
}

/**
 * Puts the chunks of each group into one file, and makes scripts of all but entries and what is loaded without V8's cache.
 *
 * @param entries names of files that are started
 * @param loader the file of `src` that loads scripts
 */
export async function joinChunks(
  outdir: string,
  outputs: Outputs,
  starts: Starts,
  { entries, loader }: { readonly entries: readonly string[]; readonly loader: string },
): Promise<Joined> {
  const names = Object.keys(outputs).map((output) => path.basename(output));
  const codes = new Map<string, string>();
  for (const name of names) codes.set(name, await readFile(path.join(outdir, name), 'utf8'));
  const grouped = chunkGroups(outputs, starts);
  const isGrouped = new Set(grouped.flatMap(({ chunks }) => chunks));
  // What waits until it is needed, and entries, are files of their own.
  const rest = names
    .filter((name) => !isGrouped.has(name))
    .map((name) => ({ name: path.parse(name).name, chunks: [name] }));
  const groups = [...grouped, ...withImporters(rest, codes)];
  const wanted = wantedOf(codes, groups);
  const joined = await Promise.all(
    groups.map(async (group) => {
      const [only = ''] = group.chunks;
      const isEntry = entries.includes(only);
      const isModule = isEntry || isUncached(outputs, group, starts);
      const code = isEntry ? (codes.get(only) ?? '') : await join(outdir, group, wanted);
      const hash = createHash('sha256').update(code).digest('hex').slice(0, 8).toUpperCase();
      const own = isEntry || (group.chunks.length === 1 && !isGrouped.has(only)) ? only : `${group.name}-${hash}.js`;
      return { file: own, code, isModule, chunks: group.chunks };
    }),
  );
  const placeOf = new Map<string, ChunkFile>();
  for (const { file, isModule, chunks } of joined) for (const chunk of chunks) placeOf.set(chunk, { file, isModule });
  for (const name of names) await rm(path.join(outdir, name));
  const loaderFile = placeOf.get(path.basename(entryOf(outputs, loader)))?.file ?? '';
  const texts = joined.map(({ file, code, isModule }) => ({
    file,
    text: isModule ? asModule(code, file, placeOf, loaderFile) : asScript(code, file, placeOf),
  }));
  const build = createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
  for (const { file, text } of texts) await writeFile(path.join(outdir, file), text.replaceAll(buildMark, build));
  return { files: texts.map(({ file }) => file), build };
}

/** What exports something that is set late is in one file with all that has it, which sees it set. */
function withImporters(groups: readonly Group[], codes: ReadonlyMap<string, string>): readonly Group[] {
  const rest = [...groups];
  for (const [chunk, code] of codes) {
    if (unsetIn(code).length === 0) continue;
    const together = rest.filter(
      ({ chunks }) =>
        chunks.includes(chunk) ||
        chunks.some((one) => requestsOf(codes.get(one) ?? '').some((wanted) => wanted.chunk === chunk)),
    );
    const [first] = together;
    if (first === undefined) continue;
    for (const group of together) rest.splice(rest.indexOf(group), 1);
    rest.push({ name: first.name, chunks: together.flatMap(({ chunks }) => chunks) });
  }
  return rest;
}

/** Stands in the code for what `Joined.build` is. */
export const buildMark = '@build-of-flarescope@';

function isUncached(outputs: Outputs, { chunks }: Group, { often, seldom, uncached }: Starts): boolean {
  const loaded = new Set<string>();
  for (const start of uncached) {
    for (const file of { ...often, ...seldom }[start] ?? []) follow(outputs, entryOf(outputs, file), loaded);
  }
  return [...loaded].some((output) => chunks.includes(path.basename(output)));
}

/** Of each chunk what other files have of it: names, and all of it, as `*`, where it is imported later. */
type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

function wantedOf(codes: ReadonlyMap<string, string>, groups: readonly Group[]): Wanted {
  const groupOf = new Map(groups.flatMap((group) => group.chunks.map((chunk) => [chunk, group])));
  const wanted = new Map<string, Set<string>>();
  for (const [from, code] of codes) {
    for (const { chunk, name } of requestsOf(code)) {
      if (name !== '*' && groupOf.get(from) === groupOf.get(chunk)) continue;
      wanted.set(chunk, (wanted.get(chunk) ?? new Set()).add(name));
    }
  }
  return wanted;
}

async function join(outdir: string, { chunks }: Group, wanted: Wanted): Promise<string> {
  const contents = chunks.map((chunk) => {
    const all = wanted.get(chunk) ?? new Set();
    const names = [...all].filter((one) => one !== '*').map((one) => `${one} as ${exportedAs(chunk, one)}`);
    const whole = all.has('*') ? `export * as ${exportedAs(chunk, '')} from './${chunk}';` : '';
    return `import './${chunk}'; export { ${names.join(', ')} } from './${chunk}'; ${whole}`;
  });
  const { outputFiles } = await build({
    stdin: { contents: contents.join('\n'), resolveDir: outdir },
    write: false,
    bundle: true,
    packages: 'external',
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
          bundler.onResolve({ filter: /^\./ }, ({ path: wantedPath, kind }) =>
            kind === 'import-statement' && chunks.includes(path.basename(wantedPath))
              ? undefined
              : { path: wantedPath, external: true },
          ),
      },
    ],
  });
  return outputFiles[0]?.text ?? '';
}
