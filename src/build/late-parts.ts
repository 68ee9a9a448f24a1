// What libraries load or make at once though few runs need it, and the build has loaded or made at its first use instead. Each is an
// edit of a few words in one file, which fails the build where the words are not there any more. What each gains stands in src/README.md.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile, Plugin } from 'esbuild';

interface Edit {
  /** The end of the file's path. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const emoji = String.raw`/^\p{RGI_Emoji}$/v`;
const visibleOnes = String.raw`/[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/v`;

const edits: readonly Edit[] = [
  // HTTP/2 is for servers that speak it.
  {
    file: 'undici/lib/dispatcher/client.js',
    from: "const connectH2 = require('./client-h2.js')",
    to: "const connectH2 = (...given) => require('./client-h2.js')(...given)",
  },
  // Asked for one number, Node's default, which a client that is given its own does not use.
  {
    file: 'undici/lib/dispatcher/client.js',
    from: "const http = require('node:http')",
    to: 'const http = { maxHeaderSize: 16384 }',
  },
  { file: 'undici/lib/core/util.js', from: "const { IncomingMessage } = require('node:http')", to: '' },
  {
    file: 'undici/lib/core/util.js',
    from: 'constructor === IncomingMessage',
    to: "constructor === require('node:http').IncomingMessage",
  },
  // For commands that are programs of their own, which ours are not.
  {
    file: 'commander/lib/command.js',
    from: "import childProcess from 'node:child_process';",
    to: "const childProcess = { spawn: (...given) => process.getBuiltinModule('node:child_process').spawn(...given) };",
  },
  // What tells clusters apart, and the list of all emoji: half of what Node takes to start, and more than that.
  {
    file: 'string-width/index.js',
    from: 'const segmenter = new Intl.Segmenter();',
    to: 'let made; const segmenter = { segment: (text) => (made ??= new Intl.Segmenter()).segment(text) };',
  },
  {
    file: 'wrap-ansi/index.js',
    from: 'const segmenter = new Intl.Segmenter();',
    to: 'let made; const segmenter = { segment: (text) => (made ??= new Intl.Segmenter()).segment(text) };',
  },
  {
    file: 'string-width/index.js',
    from: `const rgiEmojiRegex = ${emoji};`,
    to: `let mayBeEmoji, allEmoji; const rgiEmojiRegex = { test: (text) => (mayBeEmoji ??= /[\\p{Emoji}--[0-9#*]]|\\u20e3/v).test(text) && (allEmoji ??= ${emoji}).test(text) };`,
  },
  {
    file: 'string-width/index.js',
    from: `const visibleCharacterRegex = ${visibleOnes};`,
    to: `let visibleOnes; const visibleCharacterRegex = { [Symbol.search]: (text) => text.search(visibleOnes ??= ${visibleOnes}), test: (text) => (visibleOnes ??= ${visibleOnes}).test(text) };`,
  },
];

/** Parsers that come with the library and are loaded by nobody here. */
const unused = /undici[\\/]lib[\\/]milo[\\/][^\\/]+\.js$/;

/** undici's parser of HTTP/1.1 as text of base 64; a file of bytes is read in its place. */
const wasmText = /undici[\\/]lib[\\/]llhttp[\\/](llhttp[^\\/]*)-wasm\.js$/;

/** Node's own modules that take long to load, with the functions and classes of them that our code calls. */
const builtins: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': [
    'createCipheriv',
    'createDecipheriv',
    'createHash',
    'hash',
    'hkdfSync',
    'randomBytes',
    'randomFillSync',
    'scrypt',
  ],
  'node:fs/promises': ['open', 'readdir', 'readFile', 'realpath', 'rename', 'rm', 'stat', 'writeFile'],
  'node:timers/promises': ['setImmediate', 'setTimeout'],
  'node:tls': ['getCACertificates'],
  'node:v8': ['setFlagsFromString'],
  'node:worker_threads': ['Worker'],
  'node:zlib': [
    'brotliDecompressSync',
    'createBrotliDecompress',
    'createGunzip',
    'createInflate',
    'createInflateRaw',
    'createZstdDecompress',
    'gunzipSync',
    'gzip',
    'gzipSync',
    'inflateRawSync',
    'inflateSync',
    'zstdCompressSync',
    'zstdDecompressSync',
  ],
};

const own = /[\\/]src[\\/][a-z-]+[\\/]/;

/** The files of bytes that undici's parsers are read from, which stand beside the bundle. */
const parserFiles = ['llhttp.wasm', 'llhttp_simd.wasm'] as const;

/** For a bundle that has the client or what measures widths in it. */
export const lateParts: Plugin = {
  name: 'late-parts',
  setup(bundler) {
    const files = [...new Set(edits.map(({ file }) => file))];
    const edited = new RegExp(
      `(?:${files.map((file) => file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')).join('|')})$`,
    );
    bundler.onLoad({ filter: edited }, async ({ path: file }) => {
      let contents = await readFile(file, 'utf8');
      const name = file.replaceAll('\\', '/');
      for (const { from, to } of edits.filter((edit) => name.endsWith(`/${edit.file}`))) {
        if (contents.split(from).length !== 2)
          return { errors: [{ text: `${name} does not have ${from} once: see src/build/late-parts.ts` }] };
        contents = contents.replace(from, () => to);
      }
      return { contents, loader: 'js' };
    });
    bundler.onLoad({ filter: unused }, () => ({ contents: 'module.exports = undefined', loader: 'js' }));
    bundler.onLoad({ filter: wasmText }, ({ path: file }) => ({
      contents: `module.exports = require('bytes:${wasmText.exec(file)?.[1]}.wasm').bytes`,
      loader: 'js',
    }));
    bundler.onResolve({ filter: /^bytes:/ }, ({ path: name }) => ({ path: name.slice(6), namespace: 'bytes' }));
    // The place of the bundle is known to modules of the newer kind alone.
    bundler.onLoad({ filter: /.*/, namespace: 'bytes' }, ({ path: name }) => ({
      contents: `import { readFileSync } from 'node:fs'; export const bytes = readFileSync(new URL('./${name}', import.meta.url));`,
    }));
    bundler.onResolve({ filter: /^node:/ }, ({ path: name, importer, kind }) =>
      kind === 'import-statement' && own.test(importer) && Object.hasOwn(builtins, name)
        ? { path: name, namespace: 'late-builtin', sideEffects: false }
        : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'late-builtin' }, ({ path: name }) => ({
      contents: (builtins[name] ?? [])
        .map((called) => {
          const wanted = `process.getBuiltinModule('${name}').${called}`;
          return /^[A-Z]/.test(called)
            ? `export function ${called}(...given) { return Reflect.construct(${wanted}, given); }`
            : `export const ${called} = (...given) => ${wanted}(...given);`;
        })
        .join('\n'),
    }));
  },
};

/** The bytes of undici's parsers by the names of their files, from the text that undici carries them as. */
export async function parserBytes(root: string): Promise<Readonly<Record<string, Uint8Array>>> {
  const read = async (file: string): Promise<readonly [string, Uint8Array]> => {
    const from = path.join(root, 'node_modules/undici/lib/llhttp', file.replace('.wasm', '-wasm.js'));
    const [, text] = /const wasmBase64 = '([^']+)'/.exec(await readFile(from, 'utf8')) ?? [];
    if (text === undefined) throw new Error(`${from} has no parser as text of base 64: see src/build/late-parts.ts`);
    return [file, Buffer.from(text, 'base64')];
  };
  return Object.fromEntries(await Promise.all(parserFiles.map(read)));
}

/** Sentences about files that were to be edited, and are not in the bundle under the name that is expected. */
export function missingLateParts({ inputs }: Pick<Metafile, 'inputs'>): readonly string[] {
  const names = Object.keys(inputs);
  return [...new Set(edits.map(({ file }) => file))]
    .filter((file) => !names.some((name) => name.endsWith(`/${file}`)))
    .map((file) => `${file} is not in the bundle: what it loads at once is not put off any more.`);
}
