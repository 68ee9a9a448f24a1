import { describe, expect, test } from 'vitest';
import { filterJson } from '../../src/workers/filter.ts';

const never = new AbortController().signal;
const text = '{"result":[{"name":"a","id":12345678901234567890},{"name":"b","id":1.10}],"n":"é\\u0000"}';

describe('a filter', () => {
  test.each([
    ['.result[].name', '"a"\n"b"'],
    ['.result[0].id', '12345678901234567890'],
    ['.result | length', '2'],
    ['.n', '"é\\u0000"'],
    ['empty', ''],
    ['null', 'null'],
    ['.result[] | select(.name == "b") | {name}', '{"name":"b"}'],
    ['"line\\nline"', '"line\\nline"'],
  ])('%s', async (filter, lines) => {
    expect(await filterJson({ text, filter }, never)).toEqual({ ok: true, lines });
  });

  test.each([
    ['.[', 'incomplete filter'],
    ['"abc', 'incomplete filter'],
    ['.a || .b', "syntax error, unexpected '|'"],
    ['.a)', 'syntax error, unexpected character'],
    ['.nosuch | error("boom")', 'boom'],
    ['nosuch(1)', 'nosuch/1 is not defined'],
    ['.n + 1', 'cannot be added'],
    // What was put out before an error is not the whole response, so it is none.
    ['.result[] | if .name == "b" then error("second") else . end', 'second'],
  ])("%s fails in jq's own words", async (filter, words) => {
    expect(await filterJson({ text, filter }, never)).toEqual({ ok: false, error: expect.stringContaining(words) });
  });

  test('of a large document is no slower than it must be', async () => {
    const rows = Array.from({ length: 50_000 }, (_, n) => ({ id: `id-${n}`, n }));
    const outcome = await filterJson({ text: JSON.stringify(rows), filter: 'map(.n) | add' }, never);
    expect(outcome).toEqual({ ok: true, lines: '1249975000' });
  });

  test('that runs for ever is stopped', async () => {
    const controller = new AbortController();
    const running = filterJson({ text: 'null', filter: 'def f: f; f' }, controller.signal);
    setTimeout(() => controller.abort(), 300);
    await expect(running).rejects.toThrow('abort');
  });

  test('is not begun where it is unwanted already', async () => {
    await expect(filterJson({ text: 'null', filter: '.' }, AbortSignal.abort())).rejects.toThrow('abort');
  });
});
