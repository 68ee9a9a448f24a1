// What the build puts in the place of files of libraries, and the proof from its own record that each substitution is in place: after
// an upgrade a file may have another name, and the program would be slow without a word. What each gains stands in src/README.md.
import { readFile } from 'node:fs/promises';
import type { Metafile, Plugin } from 'esbuild';
import { lateParts, missingLateParts } from './late-parts.ts';

/** What a bundle was made of: every file, and what each of its imports was resolved to (esbuild's metafile). */
export type BundleRecord = Pick<Metafile, 'inputs' | 'outputs'>;

/** Packages whose insides we count on: package.json names one version of each, so that an upgrade is somebody's decision. */
export const pinnedPackages = ['ink', 'react', 'string-width', 'undici', 'yoga-layout'] as const;

/** Plugins for a bundle that has Ink or undici in it. */
export function substitutions(root: string): Plugin[] {
  return [withoutDevtools, slimUndici(root), yogaWithoutFetch, lateParts];
}

/** Ink reaches for React's devtools only when DEV=true asks for them; a published program never does. */
const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup(bundler) {
    bundler.onResolve({ filter: /\.\/devtools\.js$|^react-devtools-core$/ }, () => ({
      path: 'devtools',
      namespace: 'empty',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }));
  },
};

/**
 * undici's index also loads its `fetch`, WebSocket, caches and mocks, of which the program has no use: a third of what would be read at
 * the start of every request. This is the rest of what the index does.
 */
/** The one file that has use for undici's WebSocket: it is a chunk of its own, with what of `fetch` that needs. */
const socketFile = /src[\\/]http[\\/]socket\.ts$/;

function slimUndici(root: string): Plugin {
  return {
    name: 'slim-undici',
    setup(bundler) {
      const contents = `
      import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
      import api from 'undici/lib/api/index.js';
      Object.assign(Dispatcher.prototype, api);
      export { default as Agent } from 'undici/lib/dispatcher/agent.js';
      export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js';
      export { default as buildConnector } from 'undici/lib/core/connect.js';`;
      const socket = `
      export { WebSocket, ping } from 'undici/lib/web/websocket/websocket.js';
      export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js';`;
      bundler.onResolve({ filter: /^undici$/ }, ({ importer }) => ({
        path: 'undici',
        namespace: socketFile.test(importer) ? 'slim-socket' : 'slim',
      }));
      bundler.onLoad({ filter: /.*/, namespace: 'slim' }, () => ({ contents, resolveDir: root }));
      bundler.onLoad({ filter: /.*/, namespace: 'slim-socket' }, () => ({ contents: socket, resolveDir: root }));
    },
  };
}

/** Of undici's `web` folder the client itself needs only how a body is read; the rest belongs to what was cut. */
const cutFromUndici =
  /node_modules\/undici\/(?:index\.js|lib\/(?:web\/(?:cache|cookies|eventsource|websocket)\/|web\/fetch\/(?:index|request|response|headers)\.js|mock\/|cache\/|interceptor\/))/;

/** Yoga's only file that looks for `fetch`, to load its WebAssembly, which it carries in itself anyway. */
const yogaBinary = /node_modules\/yoga-layout\/dist\/binaries\/[^/]+\.js$/;

/** Yoga asks whether there is a `fetch`, and the question alone makes Node load its own. In Yoga's file there is none. */
const yogaWithoutFetch: Plugin = {
  name: 'yoga-without-fetch',
  setup(bundler) {
    bundler.onResolve({ filter: /^absent:fetch$/ }, () => ({ path: 'fetch', namespace: 'absent' }));
    bundler.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'export const fetch = undefined;' }));
    bundler.onLoad({ filter: new RegExp(yogaBinary.source.replaceAll('\\/', '[\\\\/]')) }, async ({ path: file }) => ({
      contents: `import { fetch } from 'absent:fetch'; ${await readFile(file, 'utf8')}`,
      loader: 'js',
    }));
  },
};

/** Sentences about substitutions that are not in place; none where all are. */
export function missingSubstitutions(record: BundleRecord): readonly string[] {
  return [...missingUndici(record), ...missingYoga(record), ...missingDevtools(record), ...missingLateParts(record)];
}

function missingUndici({ inputs, outputs }: BundleRecord): readonly string[] {
  const files = Object.keys(inputs);
  const loaded = new Set<string>();
  for (const [output, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint !== undefined && !socketFile.test(entryPoint)) loadedWith(outputs, output, loaded);
  }
  const early = [...loaded].flatMap((output) => Object.keys(outputs[output]?.inputs ?? {}));
  const uncut = [...new Set(early)]
    .filter((file) => cutFromUndici.test(file))
    .map((file) => `${file} is in the bundle: undici's fetch, WebSocket, caches and mocks are to stay out of it.`);
  return files.includes('slim:undici') ? uncut : [...uncut, 'undici is not the one with only a client that we make.'];
}

/** An output with all that is loaded when it is. */
function loadedWith(outputs: Metafile['outputs'], output: string, seen: Set<string>): void {
  if (seen.has(output)) return;
  seen.add(output);
  for (const { path, kind } of outputs[output]?.imports ?? []) {
    if (kind === 'import-statement') loadedWith(outputs, path, seen);
  }
}

function missingYoga(record: BundleRecord): readonly string[] {
  const binaries = Object.keys(record.inputs).filter((file) => yogaBinary.test(file));
  if (binaries.length === 0)
    return ["Yoga's WebAssembly is not where it was: nothing keeps it from loading Node's fetch."];
  const without = importersOf(record, ({ path: target }) => target === 'absent:fetch').map(({ input }) => input);
  return [
    ...binaries
      .filter((file) => !without.includes(file))
      .map((file) => `${file} sees Node's fetch: to look for it makes Node load it before the first frame.`),
    ...without
      .filter((file) => !binaries.includes(file))
      .map((file) => `${file} has no fetch: only Yoga is to be without it.`),
  ];
}

function missingDevtools({ inputs }: BundleRecord): readonly string[] {
  const found = Object.keys(inputs).filter((file) =>
    /node_modules\/(?:ink\/.*\/devtools\.js|react-devtools-core\/)/.test(file),
  );
  return found.map((file) => `${file} is in the bundle: React's devtools are to stay out of it.`);
}

interface Use {
  readonly input: string;
  readonly target: string;
}

function importersOf(
  { inputs }: BundleRecord,
  isMeant: (used: Metafile['inputs'][string]['imports'][number]) => boolean,
): readonly Use[] {
  return Object.entries(inputs).flatMap(([input, { imports }]) =>
    imports.filter(isMeant).map((used) => ({ input, target: used.path })),
  );
}
