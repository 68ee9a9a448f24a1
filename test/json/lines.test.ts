import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NodeId } from '../../src/json/document.ts';
import { type Depth, openToDepth } from '../../src/json/folds.ts';
import { rowSpans, type TokenRole } from '../../src/json/lines.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { lastRow, rowsFrom } from '../../src/json/rows.ts';
import { cellWidth } from '../../src/text/width.ts';
import { runs } from '../helpers/runs.ts';
import { bytesOf, countReads, indexed } from './indexed.ts';

/** The rows of a document as a screen of this width shows them, without the spaces at their ends. */
function paint(source: string, width = 80, depth: Depth = 'all'): string[] {
  const document = indexed(source);
  const folds = openToDepth(depth);
  return rowsFrom(document, folds, 0, document.nodeCount).map((row) =>
    rowSpans({ document, folds }, row.node, width, row.depth)
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

function rolesOf(source: string, node: NodeId, depth: Depth = 'all'): (readonly [string, TokenRole])[] {
  return rowSpans({ document: indexed(source), folds: openToDepth(depth) }, node, 80).map(({ text, role }) => [
    text,
    role,
  ]);
}

const RECORDS = JSON.stringify({
  success: true,
  errors: [],
  result: [
    { id: '372e67954025e0ba6aaa6d586b9e0b59', type: 'A', name: 'www.example.com', content: '198.51.100.4', ttl: 1 },
    { id: '9e0b', zone_id: 'aaaa', tags: ['a', 'b'], proxied: false, comment: null, meta: {}, ttl: 300 },
  ],
  result_info: { page: 1 },
});

describe('the tree', () => {
  test('looks like the picture in the design: keys of the root, counts, telling values, a column of keys', () => {
    expect(paint(RECORDS, 80, 2)).toEqual([
      '▾ {} success errors result result_info',
      '    success  true',
      '    errors   []',
      '  ▾ result [2]',
      '    ▸ 0 {} A  www.example.com  198.51.100.4  372e6795',
      '    ▸ 1 {} not proxied  a +1  9e0b',
      '  ▾ result_info {}',
      '      page  1',
    ]);
    expect(paint(RECORDS, 80, 3).slice(10, 18)).toEqual([
      '    ▾ 1 {}',
      '        id       "9e0b"',
      '        zone_id  "aaaa"',
      '      ▸ tags [2] a b',
      '        proxied  false',
      '        comment  null',
      '        meta     {}',
      '        ttl      300',
    ]);
  });

  test.each([
    ['{}', '  {}'],
    ['[]', '  []'],
    ['"text"', '  "text"'],
    ['-1.50E+2', '  -1.50E+2'],
    ['null', '  null'],
    ['""', '  ""'],
  ])('of the single value %s is one row', (source, row) => {
    expect(paint(source)).toEqual([row]);
  });

  test('closed containers tell the most about themselves, most telling first', () => {
    const previews: readonly (readonly [unknown, string])[] = [
      [{ b: 1, a: 'x', c: null, d: true, e: 5 }, '{} x  d  b 1  e 5'],
      [{ step: 2, quota: 0, on: true }, '{} on  step 2  quota 0'],
      [{ message: 'No route', code: 7003 }, '{} 7003  No route'],
      [{ id: 'i', status: 'active', name: 'n', type: 'full' }, '{} full  n  active  i'],
      [{ a: { b: 1 }, c: [1], d: null }, '{} a c d'],
      [{ name: '', id: 7 }, '{} 7'],
      [{ a: [] }, '{} a'],
      [{ '': null, b: [] }, '{} b'],
      [[1, 'two', true, null, 2.5], '[5] 1 two true null 2.5'],
      [[[1], 2], '[2]'],
      [[1, {}, 3], '[3] 1'],
      [Array(20).fill(7), '[20] 7 7 7 7 7 7 7 7 …'],
      [{ name: 'x'.repeat(60), id: 'y' }, `{} ${'x'.repeat(60)}  y`],
    ];
    for (const [value, row] of previews) expect(paint(JSON.stringify([value]), 80, 1)[1]).toBe(`  ▸ 0 ${row}`);
  });

  test('numbers keep their digits and strings are decoded', () => {
    const source = '[12345678901234567890.10, "\\u00e9\\n\\"\\u001b[31m"]';
    expect(paint(source)).toEqual(['▾ [2]', '    0 12345678901234567890.10', '    1 "é␊"␛[31m"']);
  });

  test('every part has its role', () => {
    expect(rolesOf(RECORDS, 0)).toEqual([
      ['▾ ', 'marker'],
      ['{}', 'punctuation'],
      [' ', 'punctuation'],
      ['success errors result result_info', 'preview'],
    ]);
    expect(rolesOf('{"a":[1,2]}', 1, 1)).toEqual([
      ['  ▸ ', 'marker'],
      ['a', 'key'],
      [' ', 'punctuation'],
      ['[', 'punctuation'],
      ['2', 'count'],
      [']', 'punctuation'],
      [' ', 'punctuation'],
      ['1 2', 'preview'],
    ]);
    expect(['"s"', '1', 'true', 'null'].map((value) => rolesOf(`[${value}]`, 1).at(-1))).toEqual([
      ['"s"', 'string'],
      ['1', 'number'],
      ['true', 'literal'],
      ['null', 'literal'],
    ]);
    expect(rolesOf('[1]', 1)[1]).toEqual(['0', 'index']);
  });
});

describe('keys', () => {
  test('share a column with scalar siblings only, at most 24 cells wide', () => {
    const long = 'k'.repeat(30);
    expect(paint(`{"a":1,"${long}":2,"containers_do_not_count_however_long":{"x":1}}`, 100, 1).slice(1)).toEqual([
      `    a${' '.repeat(25)}1`,
      `    ${long}  2`,
      '  ▸ containers_do_not_count_however_long {} x 1',
    ]);
  });

  test('are measured in cells', () => {
    expect(paint('{"日本":1,"e\u0301":2,"abcde":3}').slice(1)).toEqual([
      '    日本   1',
      '    e\u0301      2',
      '    abcde  3',
    ]);
  });

  test('line up in blocks of 64 members, so that a row costs the same in a huge object', () => {
    const members = Array.from({ length: 130 }, (_, i) => `"${i === 70 ? 'long_key' : `k${i}`}":0`);
    const rows = paint(`{${members.join()}}`).slice(1);
    const columns = rows.map((row) => row.lastIndexOf('0'));
    expect(new Set(columns.slice(0, 64))).toEqual(new Set([4 + 3 + 2]));
    expect(new Set(columns.slice(64, 128))).toEqual(new Set([4 + 8 + 2]));
    expect(new Set(columns.slice(128))).toEqual(new Set([4 + 4 + 2]));
  });

  test('that are empty, or would act on a terminal, are shown', () => {
    expect(paint('{"":1,"\\u202ea\\u0007":2}').slice(1)).toEqual(['    ""        1', '    \\u202ea␇  2']);
  });
});

describe('widths', () => {
  test('cut the value, keep the key to half, and say so with an ellipsis', () => {
    expect(paint('{"name":"a long value"}', 16)[1]).toBe('    name  "a lo…');
    expect(paint('{"a_very_long_key_indeed":"value"}', 20)[1]).toBe('    a_very_…  "valu…');
    expect(paint('[12345678901234567890]', 12)[1]).toBe('    0 12345…');
    expect(paint('["日本語日本語"]', 12)[1]).toBe('    0 "日本…');
    expect(paint('["ab"]', 10)[1]).toBe('    0 "ab"');
    expect(paint('["ab"]', 9)[1]).toBe('    0 "a…');
  });

  test('never let indent take more than half: past it the depth is written', () => {
    const rows = paint(`${'['.repeat(60)}7${']'.repeat(60)}`, 40);
    expect(rows[10]).toBe(`${' '.repeat(20)}▾ 0 [1]`);
    expect(rows[11]).toBe(`…11${' '.repeat(17)}▾ 0 [1]`);
    expect(rows[60]).toBe(`…60${' '.repeat(19)}0 7`);
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\u001b[2J',
      '\u009b',
      '\u202e',
      '\u200d',
      '\ud800',
      '👨‍👩‍👧',
      '日',
      'e\u0301',
      '\ufe0f',
      '🇨🇭',
      '\u0007',
      '\u2028',
    ),
  );
  const hostileText = fc.array(hostile, { maxLength: 8 }).map((parts) => parts.join(''));
  const hostileValue = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.oneof(hostileText, fc.double(), fc.constantFrom(null, true)),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(hostileText, tie('value'), { maxKeys: 5 }),
    ),
  })).value;

  test('hold for every row of every document, and no row holds a control character', () => {
    fc.assert(
      fc.property(
        hostileValue,
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom<Depth>(0, 1, 2, 'all'),
        (value, width, depth) => {
          const document = indexed(JSON.stringify(value));
          const folds = openToDepth(depth);
          for (const row of rowsFrom(document, folds, 0, document.nodeCount)) {
            const spans = rowSpans({ document, folds }, row.node, width, row.depth);
            expect(spans).toEqual(rowSpans({ document, folds }, row.node, width));
            const cells = spans.reduce((sum, { text }) => sum + cellWidth(text), 0);
            expect(cells).toBeLessThanOrEqual(width);
            expect(cellWidth(spans.map(({ text }) => text).join(''))).toBeLessThanOrEqual(width);
            for (const { text } of spans) {
              expect(text).not.toBe('');
              expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
            }
          }
        },
      ),
      runs(120),
    );
  });

  test('hold for whatever bytes are JSON at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (bytes, width) => {
        const result = indexDocument(Uint8Array.from([0x22, ...bytes, 0x22]));
        if (!result.ok) return;
        const spans = rowSpans({ document: result.document, folds: openToDepth(1) }, 0, width);
        expect(spans.map(({ text }) => text).join('')).not.toMatch(/\p{Cc}/u);
      }),
      runs(250),
    );
  });
});

describe('large values', () => {
  const size = 1024 * 1024;

  test('a row decodes no more of keys, strings and numbers than it shows', () => {
    const long = 'x'.repeat(size);
    const bytes = bytesOf(`{"${long}":"${long}","n":${'1'.repeat(size)},"o":{"${long}":["${long}"]}}`);
    const document = indexed(bytes);
    const folds = openToDepth('all');
    const reads = countReads(bytes);
    const watched = { document: { ...document, bytes: reads.bytes }, folds };
    for (const { node } of rowsFrom(document, folds, 0, document.nodeCount)) rowSpans(watched, node, 80);
    expect(reads.count()).toBeLessThan(50_000);
  });

  test('a row of very many members or elements looks at a bounded number of them', () => {
    const count = 200_000;
    const bytes = bytesOf(`[{${'"k":[],'.repeat(count)}"z":0},[${'0,'.repeat(count)}0]]`);
    const document = indexed(bytes);
    const folds = openToDepth(1);
    const reads = countReads(bytes);
    const watched = { document: { ...document, bytes: reads.bytes }, folds };
    expect(
      rowSpans(watched, 1, 40)
        .map(({ text }) => text)
        .join(''),
    ).toBe(`  ▸ 0 {} ${'k '.repeat(15)}…`);
    expect(
      rowSpans(watched, lastRow(document, folds), 40)
        .map(({ text }) => text)
        .join(''),
    ).toBe('  ▸ 1 [200001] 0 0 0 0 0 0 0 0 …');
    expect(reads.count()).toBeLessThan(5000);
  });

  test('a gap of megabytes between members is crossed once, not on every frame', () => {
    const bytes = bytesOf(`{"a":0,${' '.repeat(size)}"b":1}`);
    const reads = countReads(bytes);
    const watched = { document: { ...indexed(bytes), bytes: reads.bytes }, folds: openToDepth(1) };
    rowSpans(watched, 2, 40);
    const before = reads.count();
    expect(before).toBeGreaterThan(size);
    for (let frame = 0; frame < 10; frame++) rowSpans(watched, 2, 40);
    expect(reads.count() - before).toBeLessThan(100_000);
  });
});
