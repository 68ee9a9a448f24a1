// That the build sees a substitution which is no longer in place, and that the bundle made now has them all.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type BundleRecord,
  missingSubstitutions,
  pinnedPackages,
  substitutions,
} from '../../src/build/substitutions.ts';

const root = path.resolve(import.meta.dirname, '../..');

let record: BundleRecord;

beforeAll(async () => {
  const { metafile } = await build({
    entryPoints: [path.join(root, 'src/main.ts')],
    absWorkingDir: root,
    outdir: 'unwritten',
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    metafile: true,
    external: ['@napi-rs/keyring'],
    plugins: substitutions(root),
    logLevel: 'error',
  });
  record = metafile;
}, 60_000);

/** The record with the imports of one file written anew; a file that is not there is added. */
function given(file: string, imports: BundleRecord['inputs'][string]['imports']): BundleRecord {
  const added = {
    bytes: 1,
    inputs: { [file]: { bytesInOutput: 1 } },
    imports: [],
    exports: [],
    entryPoint: 'src/main.ts',
  };
  return {
    inputs: { ...record.inputs, [file]: { bytes: 1, imports } },
    outputs: { ...record.outputs, 'added.js': added },
  };
}

function without(file: RegExp): BundleRecord {
  const inputs = Object.fromEntries(Object.entries(record.inputs).filter(([name]) => !file.test(name)));
  return { ...record, inputs };
}

test('the bundle made now has every substitution', () => {
  expect(missingSubstitutions(record)).toEqual([]);
});

describe('the build fails with a sentence', () => {
  test.each([
    'node_modules/undici/index.js',
    'node_modules/undici/lib/web/fetch/index.js',
    'node_modules/undici/lib/web/websocket/websocket.js',
    'node_modules/undici/lib/web/cache/cache.js',
    'node_modules/undici/lib/mock/mock-agent.js',
    'node_modules/undici/lib/cache/memory-cache-store.js',
  ])('where undici brings %s', (file) => {
    expect(missingSubstitutions(given(file, []))).toEqual([
      `${file} is in the bundle: undici's fetch, WebSocket, caches and mocks are to stay out of it.`,
    ]);
  });

  test("where undici's own index is bundled, or none", () => {
    expect(missingSubstitutions(without(/^slim:undici$/))).toEqual([
      'undici is not the one with only a client that we make.',
    ]);
  });

  test('where Yoga sees fetch, or is loaded from elsewhere', () => {
    const [binary] = Object.keys(record.inputs).filter((file) => /yoga-layout.*binaries/.test(file));
    expect(missingSubstitutions(given(binary!, []))).toEqual([
      `${binary} sees Node's fetch: to look for it makes Node load it before the first frame.`,
    ]);
    expect(missingSubstitutions(without(/yoga-layout.*binaries/))).toEqual([
      "Yoga's WebAssembly is not where it was: nothing keeps it from loading Node's fetch.",
    ]);
  });

  test('where a file besides Yoga is without fetch', () => {
    const imports = [{ path: 'absent:fetch', kind: 'import-statement' as const }];
    expect(missingSubstitutions(given('src/http/wire.ts', imports))).toEqual([
      'src/http/wire.ts has no fetch: only Yoga is to be without it.',
    ]);
  });

  test("where React's devtools are bundled", () => {
    expect(missingSubstitutions(given('node_modules/ink/build/devtools.js', []))).toEqual([
      "node_modules/ink/build/devtools.js is in the bundle: React's devtools are to stay out of it.",
    ]);
  });
});

test('files that the record is searched for are those that undici and Yoga have', () => {
  for (const file of [
    'undici/index.js',
    'undici/lib/web/fetch/index.js',
    'undici/lib/web/websocket/websocket.js',
    'undici/lib/web/cache/cache.js',
    'undici/lib/mock/mock-agent.js',
    'undici/lib/cache/memory-cache-store.js',
  ])
    expect(readFileSync(path.join(root, 'node_modules', file), 'utf8'), file).not.toBe('');
  const looking = Object.keys(record.inputs).filter(
    (file) => file.startsWith('node_modules/') && /typeof fetch\b/.test(readFileSync(path.join(root, file), 'utf8')),
  );
  expect(looking).toEqual([expect.stringMatching(/yoga-layout\/dist\/binaries\//)]);
});

test('our own code has a fetch that works, beside a Yoga that has none', async () => {
  const contents = `
    import Yoga from 'yoga-layout';
    const node = Yoga.Node.create();
    node.setWidth(7);
    node.calculateLayout();
    export const width = node.getComputedWidth();
    export const text = await (await fetch('data:,fetched')).text();`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    plugins: substitutions(root),
  });
  const code = Buffer.from(outputFiles[0]!.contents).toString('base64');
  expect(await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)).toMatchObject({
    width: 7,
    text: 'fetched',
  });
});

test('the packages are pinned: one version each, named by package.json and by the lock', () => {
  const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const manifest = read('package.json');
  const { packages } = read('package-lock.json');
  for (const name of pinnedPackages) {
    const version: string = manifest.devDependencies[name] ?? manifest.overrides[name];
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(packages[`node_modules/${name}`].version, name).toBe(version);
    expect(packages[`node_modules/ink/node_modules/${name}`], name).toBeUndefined();
  }
});

test('an edit of a library that is not in the bundle is missed', () => {
  expect(missingSubstitutions(without(/string-width/))).toEqual([
    'string-width/index.js is not in the bundle: what it loads at once is not put off any more.',
  ]);
});

test('what measures widths, as the build edits it, is what the library is', async () => {
  const { outputFiles } = await build({
    stdin: { contents: "export { default } from 'string-width'", resolveDir: root },
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    plugins: substitutions(root),
    logLevel: 'error',
  });
  const edited: (text: string) => number = (
    await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.text ?? '').toString('base64')}`)
  ).default;
  const { default: whole } = await import('string-width');
  const differing: string[] = [];
  const around = ['', 'a', '\ufe0f', '\u200d', '\u20e3', '\u0301', '\u{1f3fb}', '\u{1f1e9}'];
  for (let code = 0; code < 0x20000; code += 149) {
    const letter = String.fromCodePoint(code);
    for (const next of around) if (edited(letter + next) !== whole(letter + next)) differing.push(letter + next);
  }
  for (const text of ['👩‍👩‍👧‍👦', '5️⃣', '#⃣', '🇩🇪', '☺️', '☺', '각', 'ｶﾞ', '👍🏽x', '®️', '1'])
    if (edited(text) !== whole(text)) differing.push(text);
  expect(differing).toEqual([]);
});
