// The filter of the explorer in its worker, held against jq over the whole document.

import { afterEach, describe, expect, test } from 'vitest';
import { indexDocument, indexDocuments } from '../../src/json/parse.ts';
import { openFilter } from '../../src/workers/filter.ts';
import { createFilterer, type FilterEnd, type Filterer } from '../../src/workers/filtering.ts';

let filterer: Filterer | undefined;
afterEach(() => {
  filterer?.close();
  filterer = undefined;
});

function documentOf(text: string, isSequence = false) {
  const bytes = new TextEncoder().encode(text);
  const parsed = isSequence ? indexDocuments(bytes) : indexDocument(bytes);
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.document;
}

let lastId = 0;
interface Ran {
  readonly end: FilterEnd;
  readonly grown: number;
}

function run(text: string, filter: string, limitMs = 30_000, isSequence = false): Promise<Ran> {
  filterer ??= createFilterer();
  const open = filterer;
  lastId += 1;
  const id = lastId;
  let grown = 0;
  return new Promise((resolve) => {
    open.start(
      { id, document: documentOf(text, isSequence), filter, limitMs },
      {
        onStart: () => undefined,
        onGrow: () => {
          grown += 1;
        },
        onEnd: (end) => resolve({ end, grown }),
      },
    );
  });
}

function textOf({ end }: Ran): string {
  if (end.type === 'refused') return `refused: ${end.reason}`;
  return end.body.kind === 'json' ? new TextDecoder().decode(end.body.bytes) : end.body.kind;
}

const records = JSON.stringify({
  result: Array.from({ length: 40 }, (_, n) => ({ id: `id-${n}`, n, tags: n % 3 ? [`t${n % 4}`] : [], deep: { n } })),
  big: [1],
  none: null,
  empty: [],
});

describe('a filter over a document', () => {
  test('gives what jq gives over all of it', async () => {
    const filters = [
      '.',
      '.result[3].id',
      '.result[]',
      '.result[].id',
      '.result[] | select(.n > 37) | {id, n}',
      '.result[] | .tags[]',
      '.result | length',
      '.result | map(.n) | add',
      '.nosuch',
      '.nosuch.deeper',
      '.none.x',
      '.empty[]',
      '.big[]',
      '.result[-1].id',
      '.result[2:4]',
      '.result[].id, .none',
      '.result[] as $x | $x.n',
      '[.result[] | .n] | sort | last',
      '[limit(2; .result[])]',
      '.result | .[0] | keys',
      'to_entries[].key',
      '.result[]? | .n?',
      '.result[] | .deep | .n | select(. > 38)',
      '# a remark\n.big',
    ];
    // All outputs of each as one line, so that jq starts once.
    const whole = openFilter(filters.map((filter) => `[${filter}\n]`).join(','));
    const outcome = await whole.apply(records, new AbortController().signal);
    await whole.close();
    if (!outcome.ok) throw new Error(outcome.error);
    const outputs = outcome.lines.split('\n').map((line) => JSON.parse(line) as unknown[]);
    expect(outputs).toHaveLength(filters.length);
    for (const [at, filter] of filters.entries()) {
      const expected = outputs[at]?.length === 1 ? outputs[at][0] : outputs[at];
      const found = textOf(await run(records, filter));
      expect([filter, JSON.parse(found)]).toEqual([filter, expected]);
    }
  }, 60_000);

  test('of a list in pieces goes on with jq where it has to, and stops where jq does', async () => {
    const pad = 'x'.repeat(150);
    const rows = (odd: string) =>
      JSON.stringify({ result: Array.from({ length: 900 }, (_, n) => ({ n: n === 700 ? odd : `${n}`, pad })) });
    // jq reads a number with blanks around it, which is not done here.
    const numbers = Array.from({ length: 900 }, (_, n) => `${n}`);
    expect(textOf(await run(rows(' 700 '), '.result[] | .n | tonumber'))).toBe(`[${numbers.join(',\n')}]`);
    for (const filter of ['.result[] | .n | tonumber', '.result[] | .n | tonumber | getpath([])']) {
      const { end } = await run(rows('no number'), filter);
      expect(end).toMatchObject({ type: 'done', error: expect.stringContaining('no number') });
      expect(textOf({ end, grown: 0 })).toBe(`[${numbers.slice(0, 700).join(',\n')}]`);
    }
  });

  test('of one output gives the value, of none an empty list', async () => {
    expect(textOf(await run(records, '.result[] | select(.n == 3) | .deep'))).toBe('{"n":3}');
    expect(textOf(await run(records, '.result[] | select(.n > 99)'))).toBe('[]');
    expect(textOf(await run(records, '.result | map(select(.n > 38) | {id, tags})'))).toBe(
      '[{"id":"id-39","tags":[]}]',
    );
  });

  test("says no in jq's own words", async () => {
    expect(textOf(await run(records, '.['))).toContain('refused: incomplete filter');
    expect(textOf(await run(records, '.result.id'))).toContain('Cannot index array with');
    expect(textOf(await run(records, '.result[] | error("boom")'))).toBe('refused: boom');
  });

  test('keeps digits that JavaScript would lose', async () => {
    expect(textOf(await run('{"a":[12345678901234567890]}', '.a[0]'))).toBe('12345678901234567890');
  });

  test('sees documents in a row as a list', async () => {
    const lines = '{"n":1}\n{"n":2}\n{"n":3}\n';
    expect(textOf(await run(lines, 'map(.n) | add', 30_000, true))).toBe('6');
    expect(textOf(await run(lines, '.[].n', 30_000, true))).toBe('[1,\n2,\n3]');
  });

  test('that runs away is stopped after its limit, and the next one runs', async () => {
    expect(textOf(await run(records, 'def f: f; f', 1000))).toContain('stopped after 1 s ');
    expect(textOf(await run(records, '.big'))).toBe('[1]');
  });

  test('goes through a large list in pieces and shows the first of them meanwhile', async () => {
    const large = JSON.stringify(
      Array.from({ length: 200_000 }, (_, n) => ({ id: `id-${n}`, text: 'x'.repeat(60), n })),
    );
    const ran = await run(large, '.[] | .n');
    expect(JSON.parse(textOf(ran))).toEqual(Array.from({ length: 200_000 }, (_, n) => n));
    expect(ran.grown).toBeGreaterThan(0);
  }, 60_000);
});
