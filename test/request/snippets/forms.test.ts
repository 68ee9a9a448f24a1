// Bodies in parts as snippets: run in real shells, with real curl, HTTPie, fetch, the official SDK and PowerShell, they send the
// parts that this program sends, or say why they cannot.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { importCommand } from '../../../src/request/import/command.ts';
import { parseLine } from '../../../src/request/parse.ts';
import { formPieces } from '../../../src/request/parts.ts';
import { snippetFormats, writeSnippet } from '../../../src/request/snippets/formats.ts';
import type { RequestLine } from '../../../src/request/types.ts';
import { type Recorded, type Recorder, startRecorder } from '../../helpers/recorder.ts';
import { type CommandShell, runCommands, whyNotRun } from '../../helpers/run-commands.ts';
import { root } from '../../rules/sources.ts';
import { wireOf } from './expect-same.ts';
import { write } from './hostile.ts';

const run = promisify(execFile);
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const files: Readonly<Record<string, string>> = {
  'index.mjs': 'export default {}\n',
  'my zone.txt': 'a\r\nb\0c',
  'dot.png': 'png',
  'it\'s; a, "file".bin': 'odd',
};

let recorder: Recorder;
let folder: string;
beforeAll(async () => {
  recorder = await startRecorder();
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-forms-'));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
});
afterAll(async () => {
  await recorder.close();
  await rm(folder, { recursive: true, force: true });
});

function request(line: string): RequestLine {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.request;
}

/** What every one of the tools can say. */
const plain = [
  'POST /zones/z/dns_records/import file@"my zone.txt";type=text/plain proxied=false',
  `PUT /kv/k metadata:={"a": "say 'hi' %PATH% $HOME", "n": 12345678901234567890} value@dot.png;type=image/png`,
  'POST /images?x=1 X-A:b requireSignedURLs@=true expiry@="2027-01-01" odd@=@text tail="a;type=b"',
  'POST /ai/tomarkdown files@dot.png;type=image/png files@index.mjs;type=application/javascript+module',
];
/** What needs a type or a name of its own. */
const typed = [
  'PUT /scripts/s metadata@="{\\"main_module\\": \\"a/index.mjs\\"}";type=application/json a/index.mjs@index.mjs;type=application/javascript+module;filename=a/index.mjs',
  `POST /x file@"it's; a, \\"file\\".bin";type=application/octet-stream;filename="b; \\"c\\".bin"`,
];

/** What was sent with one boundary for all. */
function bodyOf({ headers, body }: Pick<Recorded, 'headers' | 'body'>): string {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  const boundary = /^multipart\/form-data; boundary="?([^"]+)"?$/.exec(type)?.[1] ?? 'none';
  return body.toString('latin1').replaceAll(boundary, 'BOUNDARY');
}

function expected(line: RequestLine): string {
  const { parts = [] } = wireOf(line, recorder.baseUrl);
  const pieces = formPieces(parts, 'BOUNDARY').map((piece) =>
    'path' in piece ? Buffer.from(files[piece.path] ?? '') : piece,
  );
  return Buffer.concat(pieces).toString('latin1');
}

/** .NET and curl on Windows write the same in another order or with other quotes. */
function asParts(body: string): readonly string[] {
  return body.split('--BOUNDARY').map((part) =>
    part
      .replace(/\r\n/, '')
      .split('\r\n\r\n')
      .map((piece, index) => (index === 0 ? piece.split('\r\n').toSorted().join('\n') : piece))
      .join('|'),
  );
}

const shells: readonly (readonly [format: string, shell: CommandShell, lines: readonly string[]])[] = [
  ['curl', 'bash', [...plain, ...typed]],
  ['curl', 'fish', plain],
  ['httpie', 'bash', plain],
  ['curl-cmd', 'Command Prompt', plain.filter((line) => !line.includes('%'))],
  ['curl-powershell', 'PowerShell Legacy', [...plain, ...typed]],
  ['curl-powershell', 'PowerShell Standard', [...plain, ...typed]],
];

describe('snippets send the parts that this program sends', () => {
  for (const [format, shell, lines] of shells) {
    it.skipIf(whyNotRun(shell) !== undefined)(`${format} in ${shell}`, async () => {
      const { baseUrl } = recorder;
      const requests = lines.map(request);
      const commands = requests.map((line) => ({ shell, text: write(format, line, { baseUrl }).text }));
      const env = { CLOUDFLARE_API_TOKEN: 'token' };
      const runs = await runCommands(commands, { recorder, folder, env });
      for (const [index, line] of requests.entries()) {
        const [came] = runs[index]?.requests ?? [];
        if (!came) throw new Error(`nothing came of ${commands[index]?.text}: ${runs[index]?.said}`);
        expect(bodyOf(came)).toBe(expected(line));
        expect(came.method).toBe(line.method);
      }
    });
  }

  it.each(['fetch', 'sdk'])('%s', async (format) => {
    const { baseUrl } = recorder;
    const requests = [...plain, ...typed.slice(1)].map(request);
    recorder.take();
    for (const [index, line] of requests.entries()) {
      const file = `${format}-${index}.mjs`;
      await writeFile(path.join(folder, file), write(format, line, { baseUrl, multiline: index % 2 === 0 }).text);
      await run(process.execPath, [file], {
        cwd: folder,
        env: { PATH: process.env.PATH, CLOUDFLARE_API_TOKEN: 'token' },
      });
    }
    const came = recorder.take();
    expect(came.map(bodyOf)).toEqual(requests.map(expected));
  });

  it.skipIf(whyNotRun('PowerShell Standard') !== undefined)('Invoke-RestMethod, with types of its own', async () => {
    const { baseUrl } = recorder;
    const lines = [
      'POST /import file@"my zone.txt" proxied=false',
      'POST /many files@dot.png files@index.mjs a@="b \'c\'"',
    ].map(request);
    const commands = lines.map((line) => ({
      shell: 'PowerShell Standard' as const,
      text: write('irm', line, { baseUrl }).text,
    }));
    const runs = await runCommands(commands, { recorder, folder, env: { CLOUDFLARE_API_TOKEN: 'token' } });
    const said = (body: string) =>
      asParts(
        body
          .replaceAll(/Content-Type: [^\r]*\r\n/g, '')
          .replaceAll(/; filename\*=[^\r]*/g, '')
          .replaceAll(/(name=)([^";\r]+)/g, '$1"$2"'),
      );
    for (const [index, line] of lines.entries()) {
      const [came] = runs[index]?.requests ?? [];
      if (!came) throw new Error(`nothing came: ${runs[index]?.said}`);
      expect(said(bodyOf(came))).toEqual(said(expected(line)));
    }
  });

  it('the raw message has its boundary', () => {
    const { text } = write('http', request('POST /x a@=b c@=d'), { baseUrl: recorder.baseUrl });
    const [head = '', ...rest] = text.split('\r\n\r\n');
    const boundary = /boundary=(\S+)/.exec(head)?.[1] ?? '';
    expect(rest.join('\r\n\r\n').replaceAll(boundary, 'BOUNDARY')).toBe(expected(request('POST /x a@=b c@=d')));
  });
});

describe('read back, a snippet is the same request', () => {
  const untyped = [
    'POST /import file@"my zone.txt" proxied=false',
    'POST /many files@dot.png files@index.mjs a@="b \'c\'"',
    `PUT /kv/k metadata:={"a": "say 'hi' %PATH% $HOME"} value@=text`,
  ];
  it.each([
    ['curl', [...plain, ...typed]],
    ['curl-cmd', [...plain, ...typed]],
    ['curl-powershell', [...plain, ...typed]],
    ['irm', untyped],
  ])('%s', (format, lines) => {
    for (const line of lines.map(request)) {
      for (const multiline of [false, true]) {
        const { text } = write(format, line, { baseUrl: recorder.baseUrl, multiline });
        const read = importCommand(text, { baseUrl: recorder.baseUrl, seal: () => 'sealed' });
        if (!read.ok) throw new Error(`${read.message}\n${text}`);
        expect(read.isComplete, text).toBe(true);
        const wires = [read.request, line].map((one) => wireOf(one, recorder.baseUrl));
        expect({ ...wires[0], headers: wires[0]?.headers.toSorted() }, text).toEqual({
          ...wires[1],
          headers: wires[1]?.headers.toSorted(),
        });
      }
    }
  });
});

describe('a sentence where a tool cannot say a part', () => {
  it.each([
    ['httpie', 'POST /x f@dot.png;filename=other', /HTTPie cannot call the file dot\.png other: use curl/],
    ['httpie', 'POST /x a@=b;type=text/html', /HTTPie cannot give the text a a type/],
    ['httpie', 'POST /x "a@=\\\\=b"', /HTTPie cannot write the backslash in the part a/],
    [
      'irm',
      'POST /x f@index.mjs;type=application/javascript+module',
      /PowerShell cannot send the file index\.mjs as application\/javascript\+module/,
    ],
    ['irm', 'POST /x f@dot.png;filename=other', /PowerShell cannot call the file dot\.png other/],
    ['fetch', 'POST /x a@=b;type=text/html', /FormData cannot give the text a a type without a file name/],
    ['sdk', 'POST /x a@=b;filename=c', /FormData cannot give the text a a file name without a type/],
    ['http', 'POST /x f@dot.png', /files in its parts cannot be written as text/],
    ['curl', 'POST /x a@=b;filename=c', /curl cannot give the text a a file name/],
    ['curl', 'POST /x a\\=b@=c', /curl cannot write a part that is called "a=b"/],
    ['curl', 'POST /x "a@=\\u0000"', /NUL character in the part a/],
    ['curl-cmd', 'POST /x "a@=b\\nc"', /The Command Prompt cannot pass line breaks/],
    ['curl-powershell', 'POST /x a@=b\\\\', /cannot pass a part that ends with a backslash/],
  ])('%s: %s', (id, line, message) => {
    const format = snippetFormats.find((candidate) => candidate.id === id);
    if (!format) throw new Error(id);
    const written = writeSnippet(format, request(line), {
      baseUrl: recorder.baseUrl,
      credential: 'token',
      multiline: false,
    });
    expect(written.ok ? written.text : written.message).toMatch(message);
  });
});
