// Runs commands in their shells and puts what they sent beside what the import makes of them. curl, wget, HTTPie, PowerShell and
// `fetch` are the real ones and send to a recorder on this machine; functions stand for what must not run or is not installed.
// All commands of one shell share a process.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { formPieces } from '../../../src/request/parts.ts';
import type { Item, RequestLine } from '../../../src/request/types.ts';
import { toWire } from '../../../src/request/wire.ts';
import { findProgram, runToEnd } from '../../helpers/programs.ts';
import { type Recorded, type Recorder, startRecorder } from '../../helpers/recorder.ts';
import { type CommandShell, runCommands, type ShellCommand, whyNotRun } from '../../helpers/run-commands.ts';

export interface RunnableCommand {
  /** `none` where the text is not run: it is no command of any shell as it stands. */
  readonly shell: CommandShell | 'fetch' | 'none';
  /** A program that has to be installed. */
  readonly needs: string | undefined;
  readonly text: string;
}

export interface CommandRuns {
  /** What came of the command with this index, comparable. */
  readonly came: (index: number) => readonly unknown[];
  /** What this program sends for a request line, comparable. */
  readonly sent: (index: number, request: RequestLine) => Promise<unknown>;
  /** The text with this command's own base address in place of the API's, by which its requests are known. */
  readonly at: (index: number, text: string) => string;
  readonly baseOf: (index: number) => string;
  readonly close: () => Promise<void>;
}

/** What the commands' variables hold. */
export const variables: Readonly<Record<string, string>> = {
  ZONE_ID: '023e105f4ecef8ad9ca31a8372d0c353',
  TOKEN: 'cfut_0123456789abcdefghijABCDEFGHIJ',
  NAME: 'www.example.com',
  IP: '192.0.2.7',
  ...Object.fromEntries(['zone', 'zoneId'].map((name) => [name, '023e105f4ecef8ad9ca31a8372d0c353'])),
  ...Object.fromEntries(
    ['A', 'ACCOUNT', 'ACCOUNT_ID', 'CF_ACCOUNT_ID', 'CLOUDFLARE_ACCOUNT_ID', 'accountId'].map((name) => [name, 'a1b2']),
  ),
  DOMAIN: 'example.org',
  FILE: 'a.bin',
  FQDN: 'www.023e105f4ecef8ad9ca31a8372d0c353',
  KEY_NAME: 'key-1',
  NAMESPACE_ID: 'n5',
  NS: 'n6',
  TTL: '60',
  databaseId: 'd7',
  ip: '192.0.2.8',
  name: 'www',
  record: 'r8',
  recordId: 'r9',
  ttl: '90',
};

const files = {
  'body.json': '{\n  "name": "from a file"\n}\n',
  'notes.txt': 'one\r\ntwo\n',
  ids: 'i4\n',
  'docs/a.txt': 'a text',
  ...Object.fromEntries(
    ['worker.js', 'index.js', 'a.js', 'b c.js', 'cat.jpg', 'a.bin', 'backup.bin', 'my zone'].map((name) => [
      name,
      `what ${name} holds\n`,
    ]),
  ),
  ...Object.fromEntries(
    ['record.json', 'm.json', 'a.json', 'my files/a b.json'].map((name) => [name, `{"file": "${name}"}`]),
  ),
};

const isPosix = (shell: RunnableCommand['shell']): boolean => /^(?:sh|bash|dash|zsh)$/.test(shell);

/** Programs that must not run here, or are not installed everywhere; and curl itself, without its recorder, which nobody asks here. */
const standIns = `
curl() { '${findProgram('curl') ?? 'curl'}' "$@"; }
docker() { while [ $# -gt 0 ]; do case $1 in curlimages/*) shift; break ;; esac; shift; done; curl "$@"; }
sudo() { "$@"; }
ssh() { shift; eval "$*"; }
dig() { echo 192.0.2.9; }
cd() { :; }
mkdir() { :; }
python3() { cat; }
less() { cat; }
https() { http "$@"; }
http() {
  call=$(mktemp -d ./httpie.XXXXXX)
  printf '%s\\0' "$@" > "$call/args"
  # On a terminal HTTPie would not read standard input.
  [ /dev/stdin -ef /dev/null ] || cat > "$call/input"
}
`;

/** Runs what the function above wrote down in one process: a start of HTTPie takes half a second of processor time. */
const httpieRuns = `
import glob, os
from httpie.context import Environment
from httpie.core import main
for call in glob.glob('httpie.*'):
    args = open(call + '/args').read().split('\\0')[:-1]
    has_input = os.path.exists(call + '/input')
    with open(call + '/input' if has_input else os.devnull) as stdin, open(os.devnull, 'w') as out:
        env = Environment(stdin=stdin, stdin_isatty=False, stdout=out, stdout_isatty=False, stderr=out)
        try:
            main(['http', *([] if has_input else ['--ignore-stdin']), *args], env)
        except SystemExit:
            pass
`;

export function whySkipped({ shell, needs }: RunnableCommand): string | undefined {
  if (shell === 'none') return 'It is no command of a shell.';
  if (needs !== undefined && findProgram(needs) === undefined) return `${needs} is not installed.`;
  return shell === 'fetch' ? undefined : whyNotRun(shell);
}

/** Runs every command that is not skipped. */
export async function runAll(commands: readonly RunnableCommand[]): Promise<CommandRuns> {
  const recorder = await startRecorder();
  const folder = await mkdtemp(path.join(tmpdir(), 'flarescope-commands-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const { origin, host } = new URL(recorder.baseUrl);
  const baseOf = (index: number): string => `${origin}/${index}/client/v4`;
  const at = (index: number, text: string): string =>
    text.replace(
      /(https?:\/\/)?([\w:]+@)?(?:api\.cloudflare\.com\/client|dash\.cloudflare\.com\/api)\/v4/g,
      (_, scheme: string | undefined, user = '') =>
        `${scheme === undefined ? '' : 'http://'}${user}${host}/${index}/client/v4`,
    );
  const kept = new Map<number, Recorded[]>();
  const keeping = keepByNumber(recorder, kept);

  const run = commands.map((one, index) => [index, one] as const).filter(([, one]) => whySkipped(one) === undefined);
  const posix = run.filter(([, { shell }]) => isPosix(shell));
  for (const [index, { text }] of posix) {
    await writeFile(path.join(folder, `command-${index}`), `CF_API=${baseOf(index)}\n${at(index, text)}\n`);
  }
  const together = [...new Set(posix.map(([, { shell }]) => shell))].map((shell): ShellCommand => {
    const own = posix.filter((one) => one[1].shell === shell);
    const calls = own.map(([index]) => `( . ./command-${index} ${positional.join(' ')}; wait ) < /dev/null\n`);
    return { shell: shell as CommandShell, text: standIns + calls.join('') };
  });
  const others = run
    .filter(([, { shell }]) => !isPosix(shell) && shell !== 'fetch')
    .map(([index, { shell, text }]): ShellCommand => {
      const set = shell.startsWith('PowerShell') ? powerShellVariables(text) : '';
      return { shell: shell as CommandShell, text: set + at(index, text) };
    });
  await runCommands([...together, ...others], { recorder: keeping, folder, env: variables, recorded: ['jq'] });
  const httpie = findProgram('http');
  if (httpie !== undefined) await runHttpie(httpie, folder);
  for (const [index, { shell, text }] of run) if (shell === 'fetch') await runJavaScript(at(index, text));
  keeping.take();

  // Tables of PowerShell have no order.
  const isUnordered = (index: number): boolean => commands[index]?.shell.startsWith('PowerShell') ?? false;
  return {
    came: (index) => (kept.get(index) ?? []).map((one) => comparable(one, isUnordered(index))),
    sent: async (index, request) => comparable(await sent(request, baseOf(index), folder), isUnordered(index)),
    at,
    baseOf,
    close: async () => {
      await recorder.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a script is called with. */
export const positional: readonly string[] = ['023e105f4ecef8ad9ca31a8372d0c353', 'i4'];

function powerShellVariables(text: string): string {
  const named = new Set(Array.from(text.matchAll(/\$\{?(\w+)/g), ([, name = '']) => name));
  return Object.entries(variables)
    .filter(([name]) => named.has(name))
    .map(([name, value]) => `$${name} = '${value}'\n`)
    .join('');
}

async function runHttpie(program: string, folder: string): Promise<void> {
  const [, python = 'python3'] = /^#!(.*)/.exec(await readFile(program, 'utf8')) ?? [];
  await writeFile(path.join(folder, 'httpie-runs.py'), httpieRuns);
  await runToEnd(python.trim(), ['httpie-runs.py'], { folder, env: { PATH: process.env.PATH ?? '', HOME: folder } });
}

async function runJavaScript(text: string): Promise<void> {
  const script = stripTypeScriptTypes(`(async () => {${text}\n})()`);
  const begun: Promise<unknown>[] = [];
  const watched = (...args: Parameters<typeof fetch>): Promise<Response> => {
    const answer = fetch(...args);
    begun.push(answer);
    return answer;
  };
  const given = { fetch: watched, Headers, URLSearchParams, process: { env: {} }, env: {}, ...variables };
  await vm.runInNewContext(script, given);
  await Promise.all(begun);
}

/** The recorder, with what came kept by the number in its path. */
function keepByNumber(recorder: Recorder, kept: Map<number, Recorded[]>): Recorder {
  return {
    baseUrl: recorder.baseUrl,
    take: () => {
      const taken = recorder.take();
      for (const one of taken) {
        const number = Number(/^\/(\d+)\//.exec(one.target)?.[1] ?? 'NaN');
        kept.set(number, [...(kept.get(number) ?? []), one]);
      }
      return taken;
    },
    close: async () => undefined,
  };
}

/** What goes over the wire. */
async function sent(request: RequestLine, baseUrl: string, folder: string): Promise<Recorded> {
  const read = (name: string): Promise<Buffer> => readFile(path.join(folder, name.replaceAll('\\', '/')));
  const items = await Promise.all(
    request.items.map(async (item): Promise<Item> => {
      if (item.kind !== 'fieldFile') return item;
      return { kind: 'field', name: item.name, value: (await read(item.path)).toString('utf8') };
    }),
  );
  const wire = toWire({ ...request, items }, { baseUrl });
  if (!wire.ok) throw new Error(wire.error.message);
  const pieces =
    wire.parts === undefined
      ? [wire.bodyFile === undefined ? (wire.body ?? Buffer.of()) : { path: wire.bodyFile }]
      : formPieces(wire.parts, 'BOUNDARY');
  const body = Buffer.concat(await Promise.all(pieces.map((piece) => ('path' in piece ? read(piece.path) : piece))));
  const headers = wire.headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const target = wire.url.slice(new URL(wire.url).origin.length);
  return { method: wire.method, target, headers, body };
}

/** Set by every client in its own way, and credentials, which a profile has. */
const own =
  /^(?:host|accept|accept-encoding|accept-language|connection|content-length|expect|authorization|x-auth-key|x-auth-email|transfer-encoding|upgrade|http2-settings)$/;

/** What browsers send of their own accord; `fetch` says how too. */
const browsersOwn = /^(?:sec-.*|priority|origin|referer)$/;

/** A request in a form that can be compared: see `own` for what a client may add. */
function comparable({ method, target, headers, body }: Recorded, isUnordered: boolean): unknown {
  const url = new URL(target, 'http://x');
  const text = body.toString('latin1');
  const inOrder = <T>(all: readonly T[]): readonly T[] => (isUnordered ? all.toSorted() : all);
  const json = jsonOf(body.toString('utf8'));
  const isBrowser = headers.some(([name]) => name.startsWith('sec-'));
  const fields = headers
    .filter(([name]) => !own.test(name) && !browsersOwn.test(name))
    // Who a client is, where the command does not say.
    .filter(
      ([name, value]) =>
        name !== 'user-agent' || !(isBrowser || /^(?:curl|Wget|HTTPie|xh|node|undici|Mozilla.*PowerShell)/.test(value)),
    )
    .filter(([name]) => name !== 'content-type' || body.length > 0)
    .map(([name, value]) => [name, name === 'content-type' ? typeOf(value, json !== undefined) : value])
    .toSorted();
  return {
    method,
    path: decodeURIComponent(url.pathname),
    query: inOrder([...url.searchParams]),
    headers: fields,
    body: json ?? formOf(headers, text) ?? (isUnordered ? text.split('&').toSorted().join('&') : text),
  };
}

/** curl calls every body of -d a form; the API reads JSON by what it is, and this program calls it JSON. */
function typeOf(value: string, isJson: boolean): string {
  if (value.startsWith('multipart/form-data')) return 'multipart/form-data';
  const type = value.toLowerCase().replace(/;\s*charset="?utf-8"?$/, '');
  return isJson && /^(?:application\/x-www-form-urlencoded|text\/plain)$/.test(type) ? 'application/json' : type;
}

/** The parts of a body, without the boundary and the quotes that its writer chose. */
function formOf(headers: Recorded['headers'], text: string): readonly unknown[] | undefined {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  if (!type.startsWith('multipart/form-data')) return undefined;
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? 'BOUNDARY';
  return text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [, head = '', content = ''] = /^\r\n([\s\S]*?)\r\n\r\n([\s\S]*)\r\n$/.exec(part) ?? [];
      const lines = head.split('\r\n').map((line) => line.replace(/; filename\*=.*/, '').replaceAll('"', ''));
      return [lines.toSorted(), content];
    });
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
