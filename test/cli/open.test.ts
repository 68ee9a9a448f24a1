// `flarescope open` where standard output is no terminal: documents are indented, and what is none is refused with its place.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope } from '../helpers/run-command.ts';

const document =
  '{"name":"café","big":12345678901234567890,"list":[{"id":1,"tags":["a","b"]},{"id":2,"tags":[]}],"empty":{}}';

async function fileOf(content: string | Uint8Array, name = 'document.json'): Promise<string> {
  const file = path.join(await temporaryFolder(), name);
  await writeFile(file, content);
  return file;
}

describe('to a pipe', () => {
  test('a document is indented, with every token as it was', async () => {
    const ended = await flarescope(['open', await fileOf(document)]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toBe(
      `${JSON.stringify(JSON.parse(document), null, 2).replace('12345678901234567000', '12345678901234567890')}\n`,
    );
  });

  test('standard input too', async () => {
    const ended = await flarescope(['open', '-'], { input: '[1.0, {"a" :"\\u0041"}]' });
    expect(ended.stdout).toBe('[\n  1.0,\n  {\n    "a": "\\u0041"\n  }\n]\n');
  });

  test('documents in a row are indented one after the other', async () => {
    const ended = await flarescope(['open', '-'], { input: '{"a":1}\n[2]\n"three"\n' });
    expect(ended).toMatchObject({ code: 0, stdout: '{\n  "a": 1\n}\n[\n  2\n]\n"three"\n' });
  });

  test('a broken line costs itself: it is told with its place, and the others are printed', async () => {
    const lines = Array.from({ length: 2000 }, (_, index) => (index === 1200 ? '{"a": oops}' : `{"a":${index}}`));
    const ended = await flarescope(['open', '-'], { input: `${lines.join('\n')}\n` });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toBe(
      "flarescope: standard input is not all JSON: line 1,201, column 7: expected a value after ':', found 'o'\n",
    );
    const shown = lines.filter((line) => !line.includes('oops'));
    expect(ended.stdout.replaceAll(/\s/g, '')).toBe(shown.join(''));
  });

  test('of many broken lines the first ten are told, and how many there are', async () => {
    const ended = await flarescope(['open', '-'], { input: `{"a":1}\n${'bad line\n'.repeat(25)}[2]` });
    expect(ended).toMatchObject({ code: 1, stdout: '{\n  "a": 1\n}\n[\n  2\n]\n' });
    const told = ended.stderr.trim().split('\n');
    expect(told).toHaveLength(11);
    expect(told[0]).toContain('line 2, column 1');
    expect(told.at(-1)).toContain('has 15 more lines that are not JSON');
  });

  test('another encoding is read as its mark says, or as it is told to', async () => {
    const marked = Buffer.from('\ufeff{"a": "né"}\n', 'utf16le');
    const latin = Buffer.from('{"a":"né"}', 'latin1');
    const shown = '{\n  "a": "né"\n}\n';
    expect(await flarescope(['open', '-'], { input: marked })).toMatchObject({ code: 0, stdout: shown });
    expect(await flarescope(['open', '--encoding', 'latin1', '-'], { input: latin })).toMatchObject({ stdout: shown });
    const refused = await flarescope(['open', '-'], { input: latin });
    expect(refused.stderr).toContain('line 1, column 8: invalid UTF-8 in a string');
    expect(refused.stderr).toContain('--encoding latin1');
    expect((await flarescope(['open', '--encoding', 'ebcdic', '-'], { input: latin })).code).toBe(2);
  });

  test('--raw leaves it as it came', async () => {
    const bytes = Buffer.from(' [ 1,\r\n\t2 ]  ');
    const ended = await flarescope(['open', '--raw', '-'], { input: bytes });
    expect(ended.bytes.equals(bytes)).toBe(true);
  });

  test.each<readonly [what: string, content: string | Uint8Array, says: RegExp]>([
    ['a trailing comma', '{"a": 1,\n "b": 2,}', /line 2, column 9: .+/],
    ['a single quote', "{'a': 1}", /line 1, column 2: .+/],
    ['a comment', '// no\n{\n}', /line 1, column 1: .+/],
    ['two values in a line', '1 2', /line 1, column 3: .+/],
    ['an end too soon', '[1, [2', /line 1, column 7: .+/],
    ['nothing', '', /it is empty/],
    ['white space', ' \n ', /line 2, column 2: .+/],
    ['broken UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), /line 1, column 2: invalid UTF-8 in a string/],
    ['binary data', Uint8Array.from({ length: 256 }, (_, index) => index), /is not JSON but binary data/],
    ['a hostile text', '\u001b]52;c;aGk=\u0007\u202e', /line 1, column 1: .+|binary data/],
  ])('%s is refused with its place', async (_, content, says) => {
    const file = await fileOf(content);
    const ended = await flarescope(['open', file]);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^flarescope: .*document\.json is not JSON[^\n]+\n$/);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toMatch(/\u001b|\u0007|\u202e/);
  });

  test.each<readonly [what: string, words: readonly string[], says: RegExp]>([
    ['a file that is not there', ['missing.json'], /missing\.json cannot be read/],
    ['a folder', ['.'], /\. cannot be read/],
    ['no file', [], /missing required argument/],
    ['two files', ['a', 'b'], /too many arguments/],
    ['an unknown option', ['--indent', 'a'], /--indent/],
  ])('%s is refused', async (_, words, says) => {
    const ended = await flarescope(['open', ...words]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).toMatch(/^flarescope: [^\n]+\n$/);
  });
});
