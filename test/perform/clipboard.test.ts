import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Passage } from '../../src/explorer/model/effects.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { clipboardTools, createClipboard, largestForTerminal, osc52 } from '../../src/perform/clipboard.ts';
import { passageBytes } from '../../src/perform/passage.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { runs } from '../helpers/runs.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A clipboard tool that keeps what it is given, and its environment, in files. */
async function folderWithTool(name: string, script = 'cat > "$OUT"; env > "$OUT.env"'): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(folder, name), 0o755);
  return folder;
}

describe('the tools', () => {
  test.each([
    ['darwin', {}, ['pbcopy']],
    ['darwin', { SSH_CONNECTION: 'a b' }, []],
    ['linux', {}, []],
    ['linux', { DISPLAY: ':0' }, ['xclip', 'xsel']],
    ['linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, ['wl-copy', 'xclip', 'xsel']],
    ['linux', { WSL_DISTRO_NAME: 'Debian' }, ['powershell.exe']],
    ['linux', { TMUX: '/tmp/tmux' }, ['tmux']],
    ['win32', {}, ['powershell.exe']],
  ] as const)('on %s with %j are %j', (platform, env, expected) => {
    expect(clipboardTools(env, platform).map(({ command }) => command)).toEqual(expected);
  });

  test('the first that works gets the text, without the credentials of the environment', async () => {
    const folder = await folderWithTool('xsel');
    const out = path.join(folder, 'out');
    const env = { DISPLAY: ':0', PATH: `${folder}:/usr/bin:/bin`, OUT: out, CLOUDFLARE_API_TOKEN: 'hush' };
    await writeFile(path.join(folder, 'xclip'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const clipboard = createClipboard(env, { write: () => expect.fail('no terminal is needed') }, 'linux');
    const text = `${'x'.repeat(300_000)}é`;
    expect(await clipboard.copy(bytes(text))).toBe('to the clipboard with xsel');
    expect(await readFile(out, 'utf8')).toBe(text);
    expect(await readFile(`${out}.env`, 'utf8')).not.toContain('hush');
  });
});

describe('the terminal', () => {
  const without = (written: string[]) => createClipboard({}, { write: (text) => written.push(text) }, 'linux');

  test('takes what fits into one sequence', async () => {
    const written: string[] = [];
    expect(await without(written).copy(bytes('naïve'))).toContain('OSC 52');
    expect(written).toEqual([`\u001b]52;c;${Buffer.from('naïve').toString('base64')}\u0007`]);
    expect(osc52(new Uint8Array(largestForTerminal)).length).toBeLessThanOrEqual(100_000);
  });

  test('is not given more', async () => {
    const written: string[] = [];
    await expect(without(written).copy(new Uint8Array(largestForTerminal + 1))).rejects.toThrow('no clipboard tool');
    expect(written).toEqual([]);
  });
});

async function textOf(passage: Passage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of passageBytes(passage)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function documentOf(text: string) {
  const parsed = indexDocument(bytes(text));
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.document;
}

describe('a passage', () => {
  test('of a value is its text, indented what JSON.stringify makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
        const document = documentOf(JSON.stringify({ before: 1, value, after: [] }));
        const node = 2;
        expect(await textOf({ kind: 'pretty', document, node })).toBe(JSON.stringify(value, null, 2));
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        expect(await textOf({ kind: 'value', document, node })).toBe(text);
      }),
      runs(200),
    );
  });

  test('longer than a chunk loses nothing at the seams', async () => {
    const text = 'aé\n"日本語😀\\'.repeat(30_000);
    const document = documentOf(JSON.stringify([text, { text }]));
    expect(await textOf({ kind: 'value', document, node: 1 })).toBe(text);
    expect(await textOf({ kind: 'value', document, node: 2 })).toBe(JSON.stringify({ text }));
    expect(await textOf({ kind: 'pretty', document, node: 2 })).toBe(JSON.stringify({ text }, null, 2));
  });
});
