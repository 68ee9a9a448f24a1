// Commands modelled on what people paste, each run by its shell and imported: both give the same request, or a note says what is
// different. See real-commands.txt for the table. curl, wget, HTTPie, PowerShell and `fetch` are the real ones and send to a recorder
// on this machine; docker is a function that runs curl. All commands of one shell share a process.
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { importCommand } from '../../../src/request/import/command.ts';
import { importNotes } from '../../../src/request/import/to-line.ts';
import type { Imported } from '../../../src/request/import/types.ts';
import { toWire } from '../../../src/request/wire.ts';
import { findProgram } from '../../helpers/programs.ts';
import { type Recorded, type Recorder, startRecorder } from '../../helpers/recorder.ts';
import { type CommandShell, runCommands, type ShellCommand, whyNotRun } from '../../helpers/run-commands.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

interface Case {
  readonly title: string;
  /** `none` where the text is no command of any shell as it stands. */
  readonly shell: CommandShell | 'fetch' | 'none';
  /** A program that has to be installed. */
  readonly needs: string | undefined;
  readonly text: string;
  readonly expected: string;
}

/** `## title | shell | program`, the command, and `--> equal`, `--> note: …` or `--> ask: …`. */
const cases = readFileSync(path.join(import.meta.dirname, 'real-commands.txt'), 'utf8')
  .split(/^====\n/m)
  .map((block): Case => {
    const [, heading = '', text = '', expected = ''] = /^## (.*)\n([\s\S]*)\n--> (.*)\n?$/.exec(block) ?? [];
    const [title = '', shell = '', needs] = heading.split(' | ');
    return { title, shell: shell as Case['shell'], needs, text, expected };
  });

/** What the commands' variables hold; `import` reads it in the text, before the command. */
const variables = {
  ZONE_ID: '023e105f4ecef8ad9ca31a8372d0c353',
  TOKEN: 'cfut_0123456789abcdefghijABCDEFGHIJ',
  NAME: 'www.example.com',
  IP: '192.0.2.7',
};

const files = { 'body.json': '{\n  "name": "from a file"\n}\n', 'notes.txt': 'one\r\ntwo\n' };

let recorder: Recorder;
let folder: string;
/** What came of each case, by its place in the table. */
const came = new Map<number, Recorded[]>();

beforeAll(async () => {
  recorder = await startRecorder();
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-commands-'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const run = cases.map((one, index) => [index, one] as const).filter(([, one]) => whySkipped(one) === undefined);
  const posix = run.filter(([, { shell }]) => /^(?:sh|bash|dash|zsh)$/.test(shell));
  for (const [index, { text }] of posix) await writeFile(path.join(folder, `command-${index}`), `${at(index, text)}\n`);
  const together = [...new Set(posix.map(([, { shell }]) => shell))].map((shell): ShellCommand => {
    const own = posix.filter((one) => one[1].shell === shell).map(([index]) => `( . ./command-${index} )\n`);
    return { shell: shell as CommandShell, text: docker + own.join('') };
  });
  const others = run
    .filter(([, { shell }]) => !/^(?:sh|bash|dash|zsh|fetch|none)$/.test(shell))
    .map(([index, { shell, text }]): ShellCommand => ({ shell: shell as CommandShell, text: at(index, text) }));
  await runCommands([...together, ...others], { recorder: keeping, folder, env: variables, recorded: ['jq'] });
  for (const [index, { shell, text }] of run) {
    if (shell === 'fetch')
      await vm.runInNewContext(`(async () => {${at(index, text)}\n})()`, { fetch, URLSearchParams });
  }
  keeping.take();
});
afterAll(async () => {
  await recorder.close();
  await rm(folder, { recursive: true, force: true });
});

const docker =
  'docker() { while [ $# -gt 0 ]; do case $1 in curlimages/*) shift; break ;; esac; shift; done; curl "$@"; }\n';

/** The recorder, with what came kept by the number in its path. */
const keeping: Recorder = {
  get baseUrl() {
    return recorder.baseUrl;
  },
  take: () => {
    const taken = recorder.take();
    for (const one of taken) {
      const number = /^\/(\d+)\//.exec(one.target)?.[1];
      if (number !== undefined) came.set(Number(number), [...(came.get(Number(number)) ?? []), one]);
    }
    return taken;
  },
  close: async () => undefined,
};

function whySkipped({ shell, needs }: Case): string | undefined {
  if (shell === 'none') return 'It is no command of a shell.';
  if (needs !== undefined && findProgram(needs) === undefined) return `${needs} is not installed.`;
  return shell === 'fetch' ? undefined : whyNotRun(shell);
}

/** Its own base address for each case, so that its requests are known by it. */
function baseOf(index: number): string {
  return `${new URL(recorder.baseUrl).origin}/${index}/client/v4`;
}

function at(index: number, text: string): string {
  return text.replaceAll('https://api.cloudflare.com/client/v4', baseOf(index));
}

function imported(index: number, { text, shell }: Case, choice?: number): Imported<string> {
  const isPosix = /^(?:sh|bash|dash|zsh|fish)$/.test(shell);
  const set = isPosix
    ? Object.entries(variables).flatMap(([name, value]) =>
        text.includes(`$`) && new RegExp(`\\$\\{?#?${name}`).test(text) ? [`${name}='${value}'\n`] : [],
      )
    : [];
  const result = importCommand(`${set.join('')}${at(index, text)}`, {
    baseUrl: baseOf(index),
    seal: (secret) => secret,
    index: choice,
  });
  if (!result.ok) throw new Error(result.message);
  return result;
}

/** What goes over the wire, in a form that can be compared: see `own` for what a client may add. */
async function sent(index: number, { request }: Imported<string>): Promise<unknown> {
  const wire = toWire(request, { baseUrl: baseOf(index) });
  if (!wire.ok) throw new Error(wire.error.message);
  const body = wire.bodyFile === undefined ? wire.body : await readFile(path.join(folder, wire.bodyFile));
  return comparable(
    wire.method,
    wire.url.slice(new URL(wire.url).origin.length),
    wire.headers,
    Buffer.from(body ?? []),
  );
}

/** Set by every client in its own way. */
const own =
  /^(?:host|accept|accept-encoding|accept-language|connection|content-length|expect|sec-fetch-mode|authorization|transfer-encoding)$/;

function comparable(
  method: string,
  target: string,
  headers: readonly (readonly [string, string])[],
  body: Buffer,
): unknown {
  const url = new URL(target, 'http://x');
  const json = jsonOf(body.toString('utf8'));
  const fields = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !own.test(name));
  return {
    method,
    path: decodeURIComponent(url.pathname),
    query: [...url.searchParams],
    headers: fields
      // Who a client is, where the command does not say.
      .filter(
        ([name, value]) =>
          name !== 'user-agent' || !/^(?:curl|Wget|HTTPie|node|undici|Mozilla.*PowerShell)/.test(value),
      )
      .filter(([name]) => name !== 'content-type' || body.length > 0)
      .map(([name, value]) => [name, name === 'content-type' ? typeOf(value, json !== undefined) : value])
      .toSorted(),
    body: json ?? body.toString('latin1'),
  };
}

/** curl calls every body of -d a form; the API reads JSON by what it is, and this program calls it JSON. */
function typeOf(value: string, isJson: boolean): string {
  const type = value.toLowerCase().replace(/;\s*charset="?utf-8"?$/, '');
  return isJson && /^(?:application\/x-www-form-urlencoded|text\/plain)$/.test(type) ? 'application/json' : type;
}

/** JSON with its own digits, members in one order, without white space; tables of PowerShell have no order. */
function jsonOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text, (_, one: unknown, context?: { source?: string }) =>
      typeof one === 'number' && context?.source !== undefined && !Number.isSafeInteger(one) && Number.isInteger(one)
        ? context.source
        : one,
    );
    return JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).toSorted())
        : one,
    );
  } catch {
    return undefined;
  }
}

describe('a command, run and imported', () => {
  it('comes in 150 ways', () => {
    expect(cases.filter(({ title, text, expected }) => title === '' || text === '' || expected === '')).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(150);
  });

  it.each(cases.map((one, index) => [`${one.title} (${one.shell})`, index, one] as const))(
    '%s',
    async (_, index, one) => {
      const result = imported(index, one);
      const [kind = '', ...words] = one.expected.split(': ');
      if (kind !== 'equal') {
        const told = importNotes(result).find((note) => note.includes(words.join(': ')));
        expect(told, importNotes(result).join('\n')).toBeDefined();
        if (kind === 'ask') expect(result.unfilled.map(({ written }) => written)).toContain(words.join(': '));
        return;
      }
      expect([result.isComplete, result.unfilled]).toEqual([true, []]);
      if (whySkipped(one) !== undefined) return;
      const count = Math.max(1, result.choices.length);
      const all = await Promise.all(
        Array.from({ length: count }, (_, at) => sent(index, imported(index, one, at + 1))),
      );
      const real = (came.get(index) ?? []).map(({ method, target, headers, body }) =>
        comparable(method, target, headers, body),
      );
      expect(all).toEqual(real);
    },
  );
});
