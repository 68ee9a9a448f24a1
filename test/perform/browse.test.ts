import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentationRoot } from '../../src/catalog/documentation.ts';
import { browserProgram, showAddress } from '../../src/perform/browse.ts';
import { temporaryFolder } from '../helpers/command.ts';

const address = `${documentationRoot}zones/methods/list/`;

describe('the program that opens an address', () => {
  test.each([
    ['darwin', {}, 'open'],
    ['darwin', { SSH_CONNECTION: 'a b' }, undefined],
    ['win32', {}, 'rundll32.exe'],
    ['linux', {}, undefined],
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['linux', { DISPLAY: ':0', SSH_TTY: '/dev/pts/1' }, undefined],
    ['linux', { WSL_DISTRO_NAME: 'Debian' }, 'rundll32.exe'],
    ['linux', { TERMUX_VERSION: '1' }, 'termux-open-url'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    const program = browserProgram(address, env, platform);
    expect(program?.command).toBe(expected);
    if (program) expect(program.args.at(-1)).toBe(address);
  });

  test.skipIf(process.platform === 'win32')('gets the address, and nothing of the account', async () => {
    const folder = await temporaryFolder();
    const out = path.join(folder, 'out');
    await writeFile(path.join(folder, 'xdg-open'), '#!/bin/sh\necho "$1" > "$OUT"; env >> "$OUT"\n');
    await chmod(path.join(folder, 'xdg-open'), 0o755);
    const env = { DISPLAY: ':0', PATH: `${folder}:/usr/bin:/bin`, OUT: out, CLOUDFLARE_API_TOKEN: 'hush' };
    expect(await showAddress(address, env, { write: () => undefined }, 'linux')).toBe(`Opened ${address}`);
    const got = await readFile(out, 'utf8');
    expect(got.split('\n')[0]).toBe(address);
    expect(got).not.toContain('hush');
  });
});

describe('without a browser', () => {
  test.each([
    [{ SSH_CONNECTION: 'a b' }, 'to the terminal with OSC 52'],
    [{ DISPLAY: ':0', PATH: '/nonexistent' }, 'to the terminal with OSC 52: xdg-open did not open it'],
  ] as const)('the address is copied: %j', async (env, where) => {
    const written: string[] = [];
    const terminal = { write: (text: string) => void written.push(text) };
    expect(await showAddress(address, env, terminal, 'linux')).toBe(`Copied ${address} ${where}`);
    expect(written.join('')).toContain(`\u001b]52;c;${Buffer.from(address).toString('base64')}`);
  });

  test('another address is neither opened nor copied', async () => {
    const shown = showAddress('https://example.com/', {}, { write: () => undefined }, 'linux');
    await expect(shown).rejects.toThrow('no address of the documentation');
  });
});
