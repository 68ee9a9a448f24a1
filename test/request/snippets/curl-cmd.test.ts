// The snippets for the Command Prompt: a model of cmd.exe and of the C runtime reads them, and the real curl is started with
// the arguments that curl.exe would get.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item, RequestLine } from '../../../src/request/types.ts';
import { type Recorder, startRecorder } from '../../helpers/recorder.ts';
import { runs } from '../../helpers/runs.ts';
import { commandLinesOf } from './command-prompt.ts';
import { expectSame } from './expect-same.ts';
import { hostileRequest, write } from './hostile.ts';
import { readCurl, runCurl } from './run-curl.ts';
import { argumentsOf } from './windows-arguments.ts';

/** Variables are put in before anything is read, so a quote in one would be a quote of the command. */
const secret = 'cfut_0123456789';
const variables = Object.fromEntries(
  ['PATH', 'CC', 'A', 'B', 'HOME', '=C:', 'É区', '🔥', 'ENV', '~'].map((name) => [name, `the value of ${name}"& %`]),
);

let recorder: Recorder;
beforeAll(async () => {
  recorder = await startRecorder();
});
afterAll(() => recorder.close());

describe('the model of the Command Prompt', () => {
  it.each<readonly [pasted: string, expected: readonly string[]]>([
    ['a "b c" d', ['b c', 'd']],
    ['a %USER% %NONE% %x', ['me', '%NONE%', '%x']],
    ['a "%USER%" %%USER%%', ['me', '%me%']],
    ['a %NONE%USER% 100%', ['%NONEme', '100%']],
    ['a ^"b^ c^" "d^e" ^^', ['b c', 'd^e', '^']],
    ['a ^\n  b ^\n&c', ['b', '&c']],
    ['a "{""b"": ""c & d""}"', ['{"b": "c & d"}']],
    ['a "x\\\\""y" "z\\\\"', ['x\\"y', 'z\\']],
    ['a b\\"c \\\\\\"d', ['b"c', '\\"d']],
  ])('reads %s', (pasted, expected) => {
    const [line = ''] = commandLinesOf(pasted, { USER: 'me' });
    expect(argumentsOf(line)).toEqual(expected);
  });

  it.each(['a & b', 'a > b', 'a "b', 'a\nb', 'a "b\nc"', 'a "b" (c)', 'a %USER:~1%'])('refuses %s', (pasted) => {
    expect(() => commandLinesOf(pasted, { USER: 'me' })).toThrow();
  });
});

describe('in the Command Prompt, curl sends what this program sends', () => {
  const request = hostileRequest.map(withoutLineBreaks);
  /** The arguments of curl, once those of jq were found right. */
  const read = (line: RequestLine, multiline: boolean): readonly string[] => {
    const { text } = write('curl-cmd', line, { baseUrl: recorder.baseUrl, multiline });
    const commands = commandLinesOf(text, { ...variables, CLOUDFLARE_API_TOKEN: secret });
    // Either side of a pipe may be read once more by a second cmd.exe.
    for (const command of commands) expect(commandLinesOf(command, variables)).toEqual([command]);
    const [curl = '', jq] = commands;
    const filter = line.filter === undefined ? undefined : [line.filter];
    expect(jq === undefined ? undefined : argumentsOf(jq).map((text) => text.trim())).toEqual(filter);
    return argumentsOf(curl);
  };

  it('whatever is in the request', () => {
    fc.assert(
      fc.property(request, fc.boolean(), (line, multiline) => {
        expectSame(readCurl(read(line, multiline)), line, recorder.baseUrl, { secret });
      }),
      runs(200),
    );
  });

  it('as the real curl shows', async () => {
    await fc.assert(
      fc.asyncProperty(request, fc.boolean(), async (line, multiline) => {
        recorder.take();
        await runCurl(read(line, multiline));
        expectSame(recorder.take()[0], line, recorder.baseUrl, { secret });
      }),
      runs(20),
    );
  });

  it('and says so where a body has line breaks, since no argument there can', () => {
    const post = (item: Item): RequestLine => ({ method: 'POST', path: '/x', items: [item], filter: undefined });
    const json = write('curl-cmd', post({ kind: 'body', value: '{ "a":\r\n  1 }' }), { baseUrl: recorder.baseUrl });
    expect(json.text).toMatch(/-d "\{ ""a"":\s+1 \}"$/);
    expect(json.notes).toEqual([expect.stringMatching(/became spaces/)]);
    const text = write('curl-cmd', post({ kind: 'text', value: 'a\nb' }), { baseUrl: recorder.baseUrl });
    expect(text.text).toMatch(/--data-binary "@body\.txt"$/);
    expect(text.notes).toEqual([expect.stringMatching(/save it as body\.txt/)]);
  });

  it('and says so where a line is longer than the Command Prompt takes, or would mean something else in a batch file', () => {
    const items: readonly Item[] = [
      { kind: 'field', name: 'a', value: 'b'.repeat(9000) },
      { kind: 'query', name: 'q', value: 'a b' },
    ];
    const { notes } = write('curl-cmd', { method: 'POST', path: '/x', items, filter: undefined }, recorder);
    expect(notes).toEqual([expect.stringMatching(/8,191/), expect.stringMatching(/batch file/)]);
  });
});

/** What no argument of the Command Prompt can hold: the snippet says so instead. */
function withoutLineBreaks(line: RequestLine): RequestLine {
  const clean = (text: string): string => text.replace(/[\x00-\x1f]/g, '');
  const items = line.items.map((item): Item => {
    if (item.kind === 'body' || item.kind === 'json') return { ...item, value: clean(item.value) };
    if (item.kind === 'text') return { ...item, value: clean(item.value) || 'x' };
    if (item.kind !== 'header') return item;
    // Windows may send other bytes; the snippet says so.
    return { ...item, value: item.value.replace(/[\t\x80-\xff]/g, '').trim() };
  });
  return { ...line, items, filter: line.filter === undefined ? undefined : clean(line.filter).trim() || '.' };
}
