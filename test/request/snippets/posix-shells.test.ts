// The snippets for POSIX shells, run: bash, dash and zsh start the real curl and the real HTTPie, and what arrives at a server
// is compared with what this program sends. `jq` is a stand-in that writes down its arguments.
import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RequestLine } from '../../../src/request/types.ts';
import { type Recorder, startRecorder } from '../../helpers/recorder.ts';
import { scaled } from '../../helpers/runs.ts';
import { expectSame, normalized, type Tolerance, testSecret } from './expect-same.ts';
import { fileNames, hostileBodies, hostileFiles, hostileRequest, hostileRequests, write } from './hostile.ts';

const run = promisify(execFile);
/** Debian's packages bring them all, and .ci/run installs what is missing; elsewhere a shell that is missing is left out. */
const isThere = (program: string): boolean => spawnSync(program, ['-c', ':'], { stdio: 'ignore' }).error === undefined;
const shells = ['sh', 'bash', 'dash', 'zsh', 'fish'].filter((shell) => process.env.CI || isThere(shell));
// Hundreds of processes share two cores with every other test.
vi.setConfig({ testTimeout: 120_000 });
/** Every byte there is, and line ends that a text mode would change. */
const fileBytes = Uint8Array.from({ length: 512 }, (_, index) => (index < 256 ? index : index % 7 === 0 ? 10 : 13));

let recorder: Recorder;
let folder: string;

beforeAll(async () => {
  recorder = await startRecorder();
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-snippets-'));
  for (const name of fileNames) await writeFile(path.join(folder, name), fileBytes);
  await writeFile(path.join(folder, 'jq'), '#!/bin/sh\ncat > /dev/null\nprintf "%s\\0" "$#" "$@" >> "$JQ_LOG"\n');
  await chmod(path.join(folder, 'jq'), 0o755);
});

afterAll(async () => {
  await recorder.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the snippets of these requests as one script and gives the filters that jq got, in order. */
async function runAll(
  shell: string,
  format: string,
  lines: readonly RequestLine[],
  isBroken: (index: number) => boolean,
): Promise<readonly string[]> {
  const { baseUrl } = recorder;
  const log = path.join(folder, `${shell}-${format}.log`);
  await writeFile(log, '');
  const script = lines
    .map((line, index) => write(format, line, { baseUrl, multiline: isBroken(index) }).text)
    .join('\n');
  const file = path.join(folder, `${shell}-${format}.sh`);
  await writeFile(file, script);
  await run(shell, [file], {
    cwd: folder,
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      HOME: folder,
      LANG: 'C.UTF-8',
      JQ_LOG: log,
      CLOUDFLARE_API_TOKEN: testSecret,
    },
    maxBuffer: 1 << 26,
  });
  return filtersIn(await readFile(log, 'utf8'));
}

/** The log has a count of arguments before them; each filter is one argument. */
function filtersIn(log: string): readonly string[] {
  const parts = log.split('\0').slice(0, -1);
  return parts.filter((part, index) => {
    if (index % 2 === 0) expect(part).toBe('1');
    return index % 2 === 1;
  });
}

async function expectAllSame(
  shell: string,
  format: string,
  lines: readonly RequestLine[],
  tolerance: Tolerance = {},
  isBroken = (index: number): boolean => index % 2 === 0,
): Promise<void> {
  recorder.take();
  const filters = await runAll(shell, format, lines, isBroken);
  const came = recorder.take();
  expect(came.length).toBe(lines.length);
  for (const [index, line] of lines.entries()) {
    expectSame(came[index], line, recorder.baseUrl, { ...tolerance, file: fileBytes });
  }
  expect(filters.map((filter) => filter.trim())).toEqual(lines.flatMap((line) => line.filter ?? []));
}

/** What runs a command, ends a quote or means another text, in one of the shells. */
const shellTexts = [
  ...[String.raw`\\'`, String.raw`\'; touch PWNED; '`, String.raw`c:\new`, 'ends in \\', "it's", '"'],
  ...['$(touch PWNED)', '(touch PWNED)', '`touch PWNED`', '; touch PWNED', '| touch PWNED', '> PWNED', '& touch PWNED'],
  ...['$HOME', '{$HOME}', '~', '~root', '{a,b}', '*', '?', '[a-z]', '%self', '#', '!!', '^x', '=ls', 'a  b'],
];

/** What HTTPie has no way to say, or says in another encoding. */
const canHttpie = (line: RequestLine): boolean =>
  line.items.every((item) => item.kind !== 'header' || !/\\[:=@;]|[\x80-\xff]/.test(item.value));

describe.each(shells)('in %s, curl sends what this program sends', (shell) => {
  it('whatever is in the request, in one line and in several', async () => {
    const bodies = hostileBodies.filter((_, index) => index % shells.length === shells.indexOf(shell));
    await expectAllSame(shell, 'curl', [...hostileRequests, ...bodies]);
    await expectAllSame(shell, 'curl', fc.sample(hostileRequest, scaled(50)));
  });

  it('from files of any name and any bytes', async () => {
    await expectAllSame(shell, 'curl', hostileFiles);
  });

  it('a body that is longer than an argument may be, and one with NUL in it', async () => {
    const long = JSON.stringify({ text: `it's ${'é"\\%'.repeat(60_000)}` });
    const bodies = [
      { kind: 'body' as const, value: long },
      { kind: 'text' as const, value: 'a\0b%\\é\n' },
    ];
    const lines = bodies.map((item) => ({ method: 'PUT' as const, path: '/x', items: [item], filter: undefined }));
    await expectAllSame(shell, 'curl', [...lines, ...lines], {}, (index) => index < 2);
  });
});

describe.runIf(process.env.CI || isThere('http'))('HTTPie sends what this program sends', () => {
  // A start of HTTPie takes half a second.
  it.each(shells)('from %s, whatever is in the request', async (shell) => {
    const own = hostileRequests.filter((_, index) => index % shells.length === shells.indexOf(shell));
    const lines = [...own, ...fc.sample(hostileRequest, scaled(2))].filter(canHttpie);
    await expectAllSame(shell, 'httpie', lines, { target: normalized });
  });

  it.each(shells)('from %s, what would run there or be read as something else', async (shell) => {
    const value = shellTexts.join(' ');
    const item = (kind: 'query' | 'text', text: string) => ({ kind, name: 'a', value: text }) as const;
    const lines = [
      { method: 'POST' as const, path: '/x', items: [{ kind: 'text' as const, value }], filter: undefined },
      { method: 'GET' as const, path: '/x', items: shellTexts.map((text) => item('query', text)), filter: value },
    ];
    await expectAllSame(shell, 'httpie', lines, { target: normalized });
    await expect(readFile(path.join(folder, 'PWNED'))).rejects.toThrow('ENOENT');
  });

  it.each(['bash', 'fish'].filter((shell) => shells.includes(shell)))(
    'from %s, from files of any name, and a body longer than an argument may be',
    async (shell) => {
      const long = { kind: 'text' as const, value: `é'${'x'.repeat(150_000)}` };
      const lines = [
        ...hostileFiles.slice(0, 6),
        { method: 'PUT' as const, path: '/x', items: [long], filter: undefined },
      ];
      await expectAllSame(shell, 'httpie', lines, { target: normalized });
    },
  );
});
