// Bundles src/main.ts into dist/: one small entry and a lazy chunk per command, plus the licence notices of all that was bundled.
// Runs at build time only (`npm run build`, `npm start`, `npm test`); nothing in the program imports it.
import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { catalogFile, readCatalogFile } from '../catalog/format.ts';
import { generateCatalog, sourcePackages } from '../catalog/generate/generate.ts';
import { buildMark, joinChunks, type Starts } from './chunks.ts';
import { parserBytes } from './late-parts.ts';
import { collectNotices } from './notices.ts';
import { missingSubstitutions, substitutions } from './substitutions.ts';
import { keepUsedCode } from './used-code.ts';

const root = path.resolve(import.meta.dirname, '../..');
const outdir = path.join(root, 'dist');
const quiet = process.argv.includes('--quiet');

const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const jqWeb = JSON.parse(await readFile(path.join(root, 'node_modules/jq-web/package.json'), 'utf8'));

/** Libraries in CommonJS need `require` for Node's own modules. */
const requireBanner =
  "import{createRequire as __flarescopeRequire}from'node:module';const require=__flarescopeRequire(import.meta.url);";

const command = ['src/cli/route.ts', 'src/cli/kept-code.ts', 'src/cli/dispatch.ts'];

// The keys have a chunk of their own for completion, which few presses of Tab need.
const explorer = ['src/cli/start-explorer.ts', 'src/terminal/run.ts', 'src/explorer/shell/bindings.ts'];
const api = ['src/cli/api.ts', 'src/catalog/body-problem.ts', 'src/catalog/body-kind.ts', 'src/http/client.ts'];

/** What is started, with the files that each start loads one after the other; the rest of the program is in smaller chunks. */
const starts: Starts = {
  often: {
    version: ['src/cli/route.ts'],
    // Kept is what is loaded after it.
    cache: command.slice(0, 2),
    command,
    explorer: [...command, ...explorer],
    open: [...command, 'src/cli/open.ts', ...explorer],
    api: [...command, ...api],
    all: [...command, ...api, 'src/cli/api-all.ts', 'src/catalog/load.ts', 'src/catalog/paging.ts'],
    // What a filter or a dry run loads besides.
    filter: [...command, ...api, 'src/workers/filter.ts'],
    'dry-run': [...command, ...api, 'src/cli/api-verbose.ts'],
    endpoints: [...command, 'src/cli/endpoints.ts'],
    completion: [...command, 'src/cli/completion.ts', 'src/catalog/load.ts', 'src/catalog/word-completion.ts'],
    history: [...command, 'src/cli/history.ts'],
  },
  seldom: Object.fromEntries(
    ['analytics', 'api-many', 'auth', 'auth-add', 'can', 'config', 'diff', 'import', 'keys', 'tail', 'token'].map(
      (name) => [name, [...command, `src/cli/${name}.ts`]],
    ),
  ),
  large: ['explorer', 'open'],
  uncached: ['version', 'cache'],
};

const result = await build({
  entryPoints: { main: path.join(root, 'src/main.ts') },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  chunkNames: '[name]-[hash]',
  minify: true,
  legalComments: 'none',
  metafile: true,
  // Native, and so installed beside the bundle where its platform has it (optionalDependencies).
  external: ['@napi-rs/keyring'],
  define: {
    // React's development build is several times slower.
    'process.env.NODE_ENV': '"production"',
    FLARESCOPE_VERSION: JSON.stringify(version),
    FLARESCOPE_BUILD: JSON.stringify(buildMark),
    FLARESCOPE_JQ_WEB: JSON.stringify(jqWeb.version),
  },
  banner: { js: requireBanner },
  plugins: substitutions(root),
  logLevel: quiet ? 'error' : 'warning',
});

const missing = missingSubstitutions(result.metafile);
if (missing.length > 0)
  throw new Error(`The bundle is not as src/build/substitutions.ts makes it. ${missing.join(' ')}`);

// A few chunks have such a library in them: the others need not make a `require` each.
for (const output of Object.keys(result.metafile.outputs)) {
  const file = path.join(outdir, path.basename(output));
  const [before = '', own] = (await readFile(file, 'utf8')).split(`${requireBanner}\n`);
  if (own !== undefined && !/\brequire\b/.test(own)) await writeFile(file, before + own);
}

const { files: ours, build: made } = await joinChunks(outdir, result.metafile.outputs, starts, {
  entries: ['main.js'],
  loader: 'src/cli/kept-code.ts',
});

// Each whole in a file of its own. CommonJS, since jq's loader looks for its WebAssembly beside itself, by __dirname.
const workers = await build({
  entryPoints: [
    'compare-worker',
    'filter-worker',
    'history-worker',
    'index-worker',
    'search-worker',
    'table-worker',
  ].map((name) => path.join(root, 'src/workers', `${name}.ts`)),
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node24',
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: quiet ? 'error' : 'warning',
});
const catalog = await generateCatalog(root);
const beside = { ...catalog.files, ...(await parserBytes(root)) };
for (const [name, bytes] of Object.entries(beside)) await writeFile(path.join(outdir, name), bytes);

const notices = await collectNotices(root, [
  ...Object.keys(result.metafile.inputs),
  ...Object.keys(workers.metafile.inputs),
  // Their texts are in the catalog.
  ...sourcePackages.map((folder) => `${folder}/package.json`),
]);
await writeFile(path.join(outdir, 'THIRD-PARTY-NOTICES.txt'), notices.text);
await copyFile(path.join(root, 'node_modules/jq-web/jq.wasm'), path.join(outdir, 'jq.wasm'));

// What an earlier build left goes last, so that a program that runs meanwhile still finds its chunks for the most part.
const programs = [...ours, ...Object.keys(workers.metafile.outputs).map((file) => path.basename(file))];
const named = new Set([...programs, 'kept', 'THIRD-PARTY-NOTICES.txt', 'jq.wasm', ...Object.keys(beside)]);
for (const file of await readdir(outdir)) if (!named.has(file)) await rm(path.join(outdir, file), { recursive: true });
try {
  await keepUsedCode(outdir, made);
} catch (error) {
  // Where there is no pseudo-terminal, say: the first start takes a little longer.
  if (!quiet) console.warn(`the code that a start uses could not be kept: ${String(error)}`);
}

if (!quiet) {
  const sizes = await Promise.all(programs.map(async (file) => (await stat(path.join(outdir, file))).size));
  const kilobytes = Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000);
  console.log(
    `dist/main.js and ${programs.length - 1} lazy chunks, ${kilobytes} kB, and jq; notices of ${notices.packages} bundled packages`,
  );
  const { sdk, cf, both, all, accepted, probable } = catalog.counts;
  const catalogKilobytes = Math.round(Object.values(catalog.files).reduce((sum, { length }) => sum + length, 0) / 1000);
  console.log(
    `the catalog: ${all} operations, ${sdk} of cloudflare and ${cf} of cf, ${both} of them in both; ${catalogKilobytes} kB${catalog.isCached ? ', from the cache' : ''}`,
  );
  const share = (count: number): string => `${((count / all) * 100).toFixed(1)} %`;
  console.log(
    `what tokens need: known of ${accepted} operations (${share(accepted)}), probable of ${probable} more (${share(probable)})`,
  );
  // `--products`: how far that is known of each product.
  if (process.argv.includes('--products')) {
    const { groups, group, permissions } = readCatalogFile(
      Buffer.from(catalog.files[catalogFile] ?? []).toString('latin1'),
    );
    for (const [index, product] of groups.entries()) {
      const needs = permissions.of
        .filter((_, operation) => group[operation] === index)
        .map((of) => permissions.needs[of]);
      const known = needs.filter((needed) => needed?.[0] === 1).length;
      const guessed = needs.filter((needed) => needed?.[0] === 0).length;
      console.log(`${product}: ${needs.length} operations, ${known} known, ${guessed} probable`);
    }
  }
}
