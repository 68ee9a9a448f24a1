// What a start loads: with no profiles and no settings, nothing of what keeps them.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { flarescope, temporaryFolder } from '../helpers/command.ts';
import { startExplorer } from '../helpers/explorer.ts';
import { mainFile } from '../helpers/terminal.ts';

/** Writes the name of every module and script that is loaded to a file, as it is loaded. */
function recorder(file: string): readonly string[] {
  const dist = path.dirname(mainFile) + path.sep;
  const code = [
    'import{registerHooks}from"node:module";import fs from"node:fs";import{pathToFileURL}from"node:url";',
    `const{readFileSync,appendFileSync}=fs;const tell=(url)=>appendFileSync(${JSON.stringify(file)},url+"\\n");`,
    'registerHooks({load(url,context,next){tell(url);return next(url,context)}});',
    `fs.readFileSync=(...given)=>{const place=String(given[0]);if(place.startsWith(${JSON.stringify(dist)})&&!place.includes("kept")&&place.endsWith(".js"))`,
    'tell(pathToFileURL(place).href);return readFileSync(...given)}',
  ].join('');
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

/** Modules of the vault: conf with what it brings, the native keychain. */
const heavy = /profiles-file|keychain|keyring|vault-(?!files)|questions-/;

/** The names of the files of a command, and how many bytes they have. */
async function loadedBy(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly files: number; readonly bytes: number }> {
  const file = path.join(await temporaryFolder(), 'loaded');
  expect((await flarescope(words, { nodeArgs: recorder(file), env })).code).toBe(0);
  const own = readFileSync(file, 'utf8').match(/file:.*/g) ?? [];
  return { files: own.length, bytes: own.reduce((sum, url) => sum + statSync(new URL(url)).size, 0) };
}

test('a command that is called in loops is a few files, and loads nothing of the explorer', async () => {
  const endpoints = await loadedBy(['endpoints', 'dns']);
  expect(endpoints.files).toBeLessThan(20);
  expect(endpoints.bytes).toBeLessThan(320_000);
  const tab = await loadedBy(['completion', 'bash', '--words'], { FLARESCOPE_LINE: 'flarescope api /zo' });
  expect(tab.files).toBeLessThan(20);
  expect(tab.bytes).toBeLessThan(320_000);
  const account = { CLOUDFLARE_BASE_URL: 'http://127.0.0.1:1', CLOUDFLARE_API_TOKEN: 'a'.repeat(40) };
  const api = await loadedBy(['api', '/zones', '--dry-run'], account);
  expect(api.files).toBeLessThan(26);
  expect(api.bytes).toBeLessThan(850_000);
});

test('it has no use for streams, sockets or terminals of Node, nor for what unpacks', async () => {
  const file = path.join(await temporaryFolder(), 'modules');
  const code = `process.on("exit",()=>process.getBuiltinModule("node:fs").writeFileSync(${JSON.stringify(file)},process.moduleLoadList.join("\\n")))`;
  const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
  const loaded = async (words: readonly string[], env = {}): Promise<readonly string[]> => {
    expect((await flarescope(words, { nodeArgs, env })).code).toBe(0);
    const unused = /^NativeModule (?:stream|net|tty|zlib|fs\/promises|crypto|worker_threads)$/;
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((name) => unused.test(name));
  };
  expect(await loaded(['endpoints', 'dns'])).toEqual([]);
  expect(await loaded(['completion', 'bash', '--words'], { FLARESCOPE_LINE: 'flarescope api /zo' })).toEqual([]);
});

describe('without profiles', () => {
  test('the explorer loads nothing of the vault, nor does its first request', async () => {
    const file = path.join(await temporaryFolder(), 'loaded');
    const app = await startExplorer({ args: [...recorder(file), mainFile] });
    await app.ask('GET /zones', 'page 1/3');
    const loaded = readFileSync(file, 'utf8').split('\n');
    expect(loaded.length).toBeGreaterThan(5);
    expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
    // Ink comes after the first frame, and what a frame needs is a few files; the request was typed meanwhile, and has some of its own.
    const ink = loaded.filter((url) => url.startsWith('file:')).findIndex((url) => /\/mount-/.test(url));
    expect(ink).toBeGreaterThan(5);
    expect(ink).toBeLessThan(45);
  });

  test('nor does api', async () => {
    const file = path.join(await temporaryFolder(), 'loaded');
    expect((await flarescope(['api', '--sandbox', '/user'], { nodeArgs: recorder(file) })).code).toBe(0);
    expect(
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((url) => heavy.test(url)),
    ).toEqual([]);
  });
});

test('the recorder sees what auth loads', async () => {
  const file = path.join(await temporaryFolder(), 'loaded');
  const env = { FLARESCOPE_PASSPHRASE: 'long enough' };
  const words = ['auth', 'add', '--no-verify', '--secret-stdin'];
  expect((await flarescope(words, { nodeArgs: recorder(file), env, input: 'token-0123456789' })).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toMatch(/profiles-file/);
});
