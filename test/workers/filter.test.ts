import { describe, expect, test } from 'vitest';
import { openFilter } from '../../src/workers/filter.ts';

async function filterJson({ text, filter }: { readonly text: string; readonly filter: string }, signal: AbortSignal) {
  const opened = openFilter(filter);
  try {
    return await opened.apply(text, signal);
  } finally {
    await opened.close();
  }
}

const never = new AbortController().signal;
const text = '{"result":[{"name":"a","id":12345678901234567890},{"name":"b","id":1.10}],"n":"é\\u0000"}';

describe('a filter', () => {
  test.each([
    ['.result[0].id', '12345678901234567890'],
    ['.n', '"é\\u0000"'],
    ['empty', ''],
    ['.result[] | select(.name == "b") | {name}', '{"name":"b"}'],
  ])('%s', async (filter, lines) => {
    expect(await filterJson({ text, filter }, never)).toEqual({ ok: true, lines });
  });

  test.each([
    ['.[', 'incomplete filter'],
    ['.a || .b', "syntax error, unexpected '|'"],
    ['.nosuch | error("boom")', 'boom'],
    ['nosuch(1)', 'nosuch/1 is not defined'],
    ['.n + 1', 'cannot be added'],
  ])("%s fails in jq's own words", async (filter, words) => {
    expect(await filterJson({ text, filter }, never)).toEqual({
      ok: false,
      error: expect.stringContaining(words),
      lines: '',
    });
  });

  test.each([
    ['.result[] | if .name == "b" then error("second") else .name end', '"a"', 'second'],
    ['.result[] | .name, .id, (.id | ltrimstr("x") | tojson | error)', '"a"\n12345678901234567890', ''],
    ['def f: .name; .result[] | f, error({}) # a comment', '"a"', ''],
    ['[1], {"a":2}, error(null)', '[1]\n{"a":2}', ''],
  ])('%s keeps what came before the error', async (filter, lines, words) => {
    const outcome = await filterJson({ text, filter }, never);
    expect(outcome).toEqual({ ok: false, error: expect.stringContaining(words), lines });
  });

  test('is read without an input', async () => {
    const reads = async (filter: string) => {
      const opened = openFilter(filter);
      const problem = await opened.compile(never);
      await opened.close();
      return problem;
    };
    expect(await reads('.nosuch | error("boom")')).toBeUndefined();
    expect(await reads('.result[')).toContain('incomplete filter');
    expect(await reads('nosuch(1)')).toContain('nosuch/1 is not defined');
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
