// What a start loads: with no profiles and no settings, nothing of what keeps them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { flarescope, temporaryFolder } from '../helpers/command.ts';
import { startExplorer } from '../helpers/explorer.ts';
import { mainFile } from '../helpers/terminal.ts';

/** Writes the name of every module that is loaded to a file, as it is loaded. */
function recorder(file: string): readonly string[] {
  const code = [
    'import{registerHooks}from"node:module";import{appendFileSync}from"node:fs";',
    `registerHooks({load(url,context,next){appendFileSync(${JSON.stringify(file)},url+"\\n");return next(url,context)}})`,
  ].join('');
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

/** Modules of the vault: conf with what it brings, the native keychain. */
const heavy = /profiles-file|keychain|keyring|vault-(?!files)|questions-/;

describe('without profiles', () => {
  test('the explorer loads nothing of the vault, nor does its first request', async () => {
    const file = path.join(await temporaryFolder(), 'loaded');
    const app = await startExplorer({ args: [...recorder(file), mainFile] });
    await app.ask('GET /zones', 'page 1/3');
    const loaded = readFileSync(file, 'utf8').split('\n');
    expect(loaded.length).toBeGreaterThan(5);
    expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
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
