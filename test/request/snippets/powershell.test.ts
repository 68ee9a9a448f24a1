// The snippets for PowerShell, read by a model of it, as Windows PowerShell 5.1 and as PowerShell 7.3: the real curl gets the
// arguments and the input that curl.exe would get, and the parameters of Invoke-RestMethod are compared one by one.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestLine } from '../../../src/request/types.ts';
import { runs } from '../../helpers/runs.ts';
import { fileNames, fileRequest, hostileRequest, write } from './hostile.ts';
import { type Edition, type Hashtable, runPowerShell, type Value } from './powershell-model.ts';
import { expectSame, type Recorder, startRecorder, wireOf } from './recorder.ts';
import { readCurl, runCurl } from './run-curl.ts';

/** What 5.1 does with quotes in arguments, it does with those in a variable too. No credential has one. */
const secret = 'cfut_0123456789 $x`%';
const environment = { CLOUDFLARE_API_TOKEN: secret, PATH: 'the path' };
const fileBytes = new Uint8Array([0, 255, 13, 10, 34]);

let recorder: Recorder;
let folder: string;
beforeAll(async () => {
  recorder = await startRecorder();
  folder = await mkdtemp(path.join(tmpdir(), 'flarescope-powershell-'));
  for (const name of fileNames) await writeFile(path.join(folder, name), fileBytes);
});
afterAll(async () => {
  await recorder.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the model of PowerShell', () => {
  it.each<readonly [script: string, edition: Edition, words: readonly string[]]>([
    ["curl.exe 'a b' c", '7.3', ['a b', 'c']],
    ["curl.exe 'it''s' 'a\u2019\u2019b' \u2018c\u201b", '7.3', ["it's", 'a\u2019b', 'c']],
    ['curl.exe "a`"b" "$env:PATH" "`$x" "a\u201d\u201db"', '7.3', ['a"b', 'the path', '$x', 'a\u201db']],
    ['curl.exe `\n  a `\n  b', '7.3', ['a', 'b']],
    ['curl.exe \'{"a":1}\'', '7.3', ['{"a":1}']],
    ['curl.exe \'{"a":1}\'', '5.1', ['{a:1}']],
    ['curl.exe \'{\\"a\\":1}\'', '5.1', ['{"a":1}']],
    ["curl.exe 'a\"b c' 'd e' ''", '5.1', ['ab c d', 'e']],
  ])('reads %s in %s', (script, edition, words) => {
    expect(runPowerShell(script, edition, environment)).toEqual([{ command: 'curl.exe', words, input: undefined }]);
  });

  it('pipes text with a line end, in ASCII where 5.1 is told nothing else', () => {
    const piped = (edition: Edition, script: string): string =>
      new TextDecoder().decode(runPowerShell(script, edition, environment)[0]?.input);
    expect(piped('5.1', "'é' | curl.exe")).toBe('?\r\n');
    expect(piped('7.3', "'é' | curl.exe")).toBe('é\r\n');
    const block = "& { $OutputEncoding = [Text.UTF8Encoding]::new($false); 'é' | curl.exe }";
    expect(piped('5.1', block)).toBe('é\r\n');
  });
});

describe.each<Edition>(['5.1', '7.3'])('in PowerShell %s', (edition) => {
  const requests = fc.oneof(hostileRequest, fileRequest).filter(isPassable);
  const read = (
    line: RequestLine,
    multiline: boolean,
  ): { readonly args: readonly string[]; readonly input: Uint8Array } => {
    const { text } = write('curl-powershell', line, { baseUrl: recorder.baseUrl, multiline });
    const [curl, jq] = runPowerShell(text, edition, environment);
    expect(curl?.command).toBe('curl.exe');
    expectFilter(jq?.words[0], line);
    return { args: curl?.words.map(String) ?? [], input: curl?.input ?? new Uint8Array() };
  };

  it('curl is told to send what this program sends, whatever is in the request', () => {
    fc.assert(
      fc.property(requests, fc.boolean(), (line, multiline) => {
        const { args, input } = read(line, multiline);
        expectSame(readCurl(args, input, fileBytes), line, recorder.baseUrl, { file: fileBytes, secret });
      }),
      runs(200),
    );
  });

  it('the real curl sends what this program sends', async () => {
    await fc.assert(
      fc.asyncProperty(requests, fc.boolean(), async (line, multiline) => {
        recorder.take();
        const { args, input } = read(line, multiline);
        await runCurl(args, input, folder);
        expectSame(recorder.take()[0], line, recorder.baseUrl, { file: fileBytes, secret });
      }),
      runs(20),
    );
  });

  it('Invoke-RestMethod is told to send what this program sends', () => {
    fc.assert(
      fc.property(
        fc.oneof(hostileRequest, fileRequest),
        fc.boolean(),
        fc.integer({ min: -1, max: 200 }),
        (line, multiline, depth) => {
          const { baseUrl } = recorder;
          const { text } = write('irm', line, { baseUrl, multiline, depth });
          const [irm, toJson, jq] = runPowerShell(text, edition, environment);
          expect(irm?.command).toBe('Invoke-RestMethod');
          const parameters = parametersOf(irm?.words ?? []);
          const url = new URL(String(parameters.get('-Uri')));
          const headers = (parameters.get('-Headers') as Hashtable).entries;
          const contentType = parameters.get('-ContentType');
          const fields = [...headers].map(([name, value]) => [name, String(value)] as const);
          if (contentType !== undefined) fields.push(['content-type', String(contentType)]);
          const body = parameters.get('-Body');
          const came = {
            method: String(parameters.get('-Method')).toUpperCase(),
            target: url.pathname + url.search,
            headers: fields,
            body: Buffer.from(body instanceof Uint8Array ? body : []),
          };
          expectSame(came, line, baseUrl, { joinsFields: true, secret });
          expect(parameters.get('-InFile')).toBe(wireOf(line, baseUrl).bodyFile);
          const levels = line.filter === undefined ? Math.min(100, Math.max(1, depth)) : 100;
          expect(toJson).toMatchObject({ command: 'ConvertTo-Json', words: ['-Depth', String(levels)] });
          expectFilter(jq?.words[0], line);
        },
      ),
      runs(120),
    );
  });
});

it('Invoke-RestMethod gets its body in every line, control characters and NUL too', () => {
  const value = 'a\0\x1b\r\n$x`"\u201c\x07é';
  const line: RequestLine = { method: 'PUT', path: '/x', items: [{ kind: 'text', value }], filter: undefined };
  const [irm] = runPowerShell(write('irm', line, recorder).text, '5.1', environment);
  expect(parametersOf(irm?.words ?? []).get('-Body')).toEqual(new TextEncoder().encode(value));
});

/** White space around a filter means nothing; a hyphen or a backslash there may need it. */
function expectFilter(got: Value, line: RequestLine): void {
  if (line.filter === undefined) expect(got).toBeUndefined();
  else expect(String(got).trim()).toBe(line.filter);
}

/** Without what the snippet refuses, and headers beyond ASCII, for which Windows may send other bytes, as the snippet says. */
function isPassable(line: RequestLine): boolean {
  const isAscii = (text: string): boolean => !/[\x80-\xff]/.test(text);
  return line.items.every((item) =>
    item.kind === 'header' ? isAscii(item.value) : item.kind !== 'text' || !/[\r\n][\s\S]*\\$/.test(item.value),
  );
}

function parametersOf(words: readonly Value[]): ReadonlyMap<string, Value> {
  const parameters = new Map<string, Value>();
  for (let at = 0; at < words.length; at += 2) {
    const name = String(words[at]);
    if (!/^-[A-Z]\w+$/.test(name) || parameters.has(name)) throw new Error(`${name} is no parameter here`);
    parameters.set(name, words[at + 1]);
  }
  return parameters;
}
