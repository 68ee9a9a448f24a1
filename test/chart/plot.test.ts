import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChartData, chartFields, defaultChoice, readChart } from '../../src/chart/data.ts';
import { describePlace, plot } from '../../src/chart/plot.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { cellWidth } from '../../src/text/width.ts';
import { runs } from '../helpers/runs.ts';

function dataOf(rows: readonly unknown[]): ChartData {
  const indexed = indexDocument(new TextEncoder().encode(JSON.stringify(rows)));
  if (!indexed.ok) throw new Error('not JSON');
  const fields = chartFields(indexed.document, 0);
  return readChart(indexed.document, 0, fields, defaultChoice(fields, rows.length)!);
}

function draw(data: ChartData, width: number, height: number, cursor?: number): readonly string[] {
  const view = { cursor, from: 0, to: Math.max(0, data.places.length - 1) };
  return plot(data, view, width, height).map((row) => row.map(({ text }) => text).join(''));
}

const days = (values: readonly (number | null)[]): readonly unknown[] =>
  values.map((value, index) => ({ date: `2026-11-${String(index + 1).padStart(2, '0')}`, requests: value }));

describe('lines', () => {
  test('rise from zero to the highest value, with the days below', () => {
    expect(draw(dataOf(days([0, 10, 20, 30, 40])), 40, 9)).toEqual([
      'requests          1 Nov – 5 Nov 2026 UTC',
      '40 ┤                              ⢀⣀⠤⠔⠒⠉',
      '   │                        ⢀⣀⠤⠔⠒⠉⠁     ',
      '   │                   ⣀⡠⠤⠒⠉⠁           ',
      '20 ┤            ⣀⣀⠤⠔⠒⠊⠉                 ',
      '   │     ⢀⣀⠤⠔⠒⠉⠉                        ',
      ' 0 ┤⣀⠤⠔⠒⠉⠁                              ',
      '   └┬────────┬────────┬───────┬────────┬',
      '  1 Nov    2 Nov    3 Nov   4 Nov  5 Nov',
    ]);
  });

  test('have gaps where there is no number, and a point alone is seen', () => {
    const rows = draw(dataOf(days([10, null, 30, null, 10])), 40, 9);
    expect(rows.join('').match(/●/g)).toHaveLength(3);
  });

  test('of one point, of none, and in no room at all', () => {
    expect(draw(dataOf(days([5])), 40, 9).join('\n')).toContain('●');
    expect(draw(dataOf([...days([5]).slice(0, 0), { date: '2026-11-01', requests: 1 }]), 10, 3)).toEqual([
      'The chart…',
    ]);
  });

  test('several are told apart without colour', () => {
    const rows = Array.from({ length: 20 }, (_, index) => [
      { date: `2026-11-${String(index + 1).padStart(2, '0')}`, country: 'DE', count: 10 },
      { date: `2026-11-${String(index + 1).padStart(2, '0')}`, country: 'US', count: 30 },
    ]).flat();
    const drawn = draw(dataOf(rows), 60, 12);
    expect(drawn[0]).toMatch(/^a\S+ US {2}b\S+ DE /);
    expect(drawn.filter((row) => / a$/.test(row))).toHaveLength(1);
    expect(drawn.filter((row) => / b$/.test(row))).toHaveLength(1);
  });
});

describe('bars', () => {
  test('are as long as what they stand for, below zero too', () => {
    const rows = [
      { name: 'www', requests: 40 },
      { name: 'api', requests: 10 },
      { name: 'old', requests: -20 },
      { name: 'mail', requests: 0 },
    ];
    expect(draw(dataOf(rows), 40, 8, 1)).toEqual([
      'requests',
      '  www            ███████████████████  40',
      '▸ api            ████▉                10',
      '  old  ▐█████████                    -20',
      '  mail                                 0',
    ]);
  });
});

test('what stands under the cursor is said with its name and unit', () => {
  const data = dataOf(days([1, 1204]));
  expect(
    describePlace(data, 1)
      .map(({ text }) => text)
      .join(''),
  ).toBe('1,204  2 Nov 2026');
});

test('no chart is wider or higher than its room, whatever is in it', () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constant('x'),
    fc.string({ unit: 'grapheme' }),
  );
  const row = fc.record({
    date: fc.constantFrom('2026-11-01', '2026-11-02T10:00:00Z', 'never'),
    name: cell,
    a: cell,
    b: fc.integer(),
  });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 1, max: 30 }),
      (rows, width, height) => {
        const drawn = draw(dataOf(rows), width, height, 0);
        expect(drawn.length).toBeLessThanOrEqual(Math.max(1, height));
        for (const text of drawn) expect(cellWidth(text)).toBeLessThanOrEqual(width);
      },
    ),
    runs(150),
  );
});
