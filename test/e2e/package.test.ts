// What `npm install flarescope` gives: the tarball, installed into an empty place without scripts and without a network, runs.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { start } from '../helpers/command.ts';
import { asExplorer, testToken } from '../helpers/explorer.ts';
import { cleanEnvironment, openTerminal } from '../helpers/terminal.ts';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** The native module for keychains, as it was installed here: its package, and the one for this platform. */
const keyring = ['@napi-rs/keyring', ...platformPackages()];

function platformPackages(): readonly string[] {
  const names = Object.keys(
    JSON.parse(readFileSync(path.join(root, 'node_modules/@napi-rs/keyring/package.json'), 'utf8'))
      .optionalDependencies,
  );
  return names.filter((name) => existsSync(path.join(root, 'node_modules', name)));
}

let folder: string;
let packed: { readonly filename: string; readonly files: readonly { readonly path: string; readonly mode: number }[] };
let bin: string;

function npm(...args: readonly string[]): string {
  const quiet = { npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false' };
  const env = { ...cleanEnvironment(folder), ...quiet };
  return execFileSync('npm', [...args], { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-package-'));
  // The bundle is there already, and building it again would pull it from under the other tests.
  [packed] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder));
  const tarball = path.join(folder, packed.filename);
  npm('install', '--offline', '--ignore-scripts', '--prefix', path.join(folder, 'prefix'), tarball);
  bin = path.join(folder, 'prefix/node_modules/.bin/flarescope');
  // Where the registry has the native module: offline, its tarballs have to be named.
  const tarballs = keyring.map((name) => {
    const [made] = JSON.parse(
      npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder, path.join(root, 'node_modules', name)),
    );
    return path.join(folder, made.filename);
  });
  npm('install', '--offline', '--prefix', path.join(folder, 'whole'), tarball, ...tarballs);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** A Node older than the program needs, outside this repository; undefined where this machine has none. */
function findOldNode(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((entry) => !entry.includes('node_modules'));
  return folders
    .map((entry) => path.join(entry, 'node'))
    .filter((file) => existsSync(file))
    .find((file) => Number(/^v(\d+)/.exec(execFileSync(file, ['--version'], { encoding: 'utf8' }))?.[1]) < 24);
}

describe('the tarball', () => {
  test('holds the program, its notices, the licence and the README, and nothing else', () => {
    const files = packed.files.map((file) => file.path);
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/main.js', 'dist/THIRD-PARTY-NOTICES.txt']),
    );
    const others = files.filter((file) => !file.startsWith('dist/'));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(files.filter((file) => /\.(tsx?|map)$|\btest\b/.test(file))).toEqual([]);
    const data = files.filter((file) => file.startsWith('dist/') && !/^dist\/(?:kept\/.*|[\w-]+\.js)$/.test(file));
    expect(data.sort()).toEqual([
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/catalog.bin',
      'dist/catalog.jsonl',
      'dist/compare-worker.cjs',
      'dist/filter-worker.cjs',
      'dist/history-worker.cjs',
      'dist/index-worker.cjs',
      'dist/jq.wasm',
      'dist/llhttp.wasm',
      'dist/llhttp_simd.wasm',
      'dist/search-worker.cjs',
      'dist/table-worker.cjs',
    ]);
  });

  test('holds no code of the generator, nor of what only the build needs', async () => {
    const dist = path.join(folder, 'prefix/node_modules/flarescope/dist');
    const code = (await readdir(dist)).filter((name) => name.endsWith('.js'));
    expect(code.length).toBeGreaterThan(5);
    for (const name of code) {
      expect(readFileSync(path.join(dist, name), 'utf8'), name).not.toMatch(
        /oxc-parser|APIResource|_meta\/schemas\.json/,
      );
    }
  });

  test('holds what V8 made of the code, and no place on the machine that built it', () => {
    const kept = packed.files.map((file) => file.path).filter((file) => file.startsWith('dist/kept/'));
    for (const command of ['explorer', 'api', 'endpoints', 'completion', 'history', 'open'])
      expect(
        kept.some((file) => file.includes(`/${command}-${process.version}-${process.platform}-${process.arch}/`)),
      ).toBe(true);
    for (const file of kept) expect(readFileSync(path.join(root, file)).includes(root), file).toBe(false);
  });

  test('names every bundled package in its notices', () => {
    const notices = readFileSync(
      path.join(folder, 'prefix/node_modules/flarescope/dist/THIRD-PARTY-NOTICES.txt'),
      'utf8',
    );
    for (const name of ['ink', 'react', 'undici', 'fuzzy', 'cloudflare', 'cf'])
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.`, 'm'));
    expect(notices).toContain('Permission is hereby granted');
    expect(notices).toMatch(/^cloudflare \d\S+ \(Apache-2\.0\)\n[\s\S]*?Apache License\s+Version 2\.0, January 2004/m);
    expect(notices).toMatch(/^cf \d\S+ \(MIT\)\n[\s\S]*?Permission is hereby granted/m);
  });

  test('installs as one package where the module for keychains cannot be had', async () => {
    const installed = await readdir(path.join(folder, 'prefix/node_modules'));
    expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['flarescope']);
  });

  test('installs with that module and its part for this platform, and with nothing else', async () => {
    const modules = path.join(folder, 'whole/node_modules');
    const installed = (await readdir(modules)).filter((name) => !name.startsWith('.'));
    expect(installed.toSorted()).toEqual(['@napi-rs', 'flarescope']);
    const native = await readdir(path.join(modules, '@napi-rs'));
    expect(native.map((name) => `@napi-rs/${name}`).toSorted()).toEqual(keyring.toSorted());
    expect(keyring).toHaveLength(2);
    for (const name of ['flarescope', ...keyring]) {
      const { scripts = {} } = JSON.parse(readFileSync(path.join(modules, name, 'package.json'), 'utf8'));
      expect(['preinstall', 'install', 'postinstall', 'prepare'].filter((hook) => hook in scripts)).toEqual([]);
    }
  });
});

describe('the installed program', () => {
  const withNode = (node: string): Record<string, string> => ({ PATH: `${path.dirname(node)}:/usr/bin:/bin` });

  test('tells its version', async () => {
    const running = await start(bin, ['--version'], { env: withNode(process.execPath) });
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    expect((await running.ended).stdout.split('\n')[0]).toBe(manifest.version);
  });

  test.each([
    ['without the module for keychains', 'prefix', 'the module for keychains, @napi-rs/keyring, is not installed'],
    ['with it, but without a keychain', 'whole', 'no Secret Service'],
  ])('%s says so, and takes a passphrase instead', async (_, place, reason) => {
    const program = path.join(folder, place, 'node_modules/.bin/flarescope');
    const home = path.join(folder, `home-${place}`);
    const env = { ...withNode(process.execPath), FLARESCOPE_HOME: home };
    const words = ['auth', 'add', '--no-verify', '--secret-stdin'];
    const refused = await start(program, [...words, '--protect', 'keychain'], { env });
    refused.child.stdin?.end(testToken);
    expect(await refused.ended).toMatchObject({ code: 2, stderr: expect.stringContaining(reason) });
    const taken = await start(program, words, { env: { ...env, FLARESCOPE_PASSPHRASE: 'a long passphrase' } });
    taken.child.stdin?.end(testToken);
    expect(await taken.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('Saved default') });
  });

  test('finds operations in its catalog', async () => {
    const running = await start(bin, ['endpoints', 'purge', 'cache', '--limit', '1'], {
      env: withNode(process.execPath),
    });
    expect(await running.ended).toMatchObject({
      code: 0,
      stdout: 'POST\t/zones/{zone_id}/purge_cache\tPurge cache\n',
      stderr: '',
    });
  });

  test('opens the explorer, pages and filters', async () => {
    const app = asExplorer(await openTerminal({ command: bin, args: [], env: withNode(process.execPath) }));
    await app.waitForStart();
    await app.ask('GET /zones', 'page 1/3');
    await app.pressFor(']', 'page 2/3');
    await app.ask('GET /zones name==example.com | .result[].name', '"example.com"');
    app.press('q');
    expect(await app.exited).toEqual({ code: 0, signal: undefined });
  });

  const oldNode = findOldNode();
  // Nothing stands in for an old Node: on a machine without one this test does not exist, and the name of the block says so.
  describe(oldNode === undefined ? 'on an older Node (none on this machine)' : `on ${oldNode}`, () => {
    if (oldNode === undefined) return;
    test.each([[[]], [['--version']], [['api', '/zones']]])('%j says in one line what it needs', async (words) => {
      const running = await start(oldNode, [bin, ...words]);
      const ended = await running.ended;
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toMatch(/^flarescope needs Node 24 or newer; this is Node \d+\.\d+\.\d+\.\n$/);
    });
  });
});
