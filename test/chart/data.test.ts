import { describe, expect, test } from 'vitest';
import { chartFields, defaultChoice, drawableList, readChart } from '../../src/chart/data.ts';
import { childCount } from '../../src/json/children.ts';
import type { JsonDocument } from '../../src/json/document.ts';
import { indexDocument } from '../../src/json/parse.ts';

function documentOf(value: unknown): JsonDocument {
  const indexed = indexDocument(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)));
  if (!indexed.ok) throw new Error('not JSON');
  return indexed.document;
}

const hours = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, hour) =>
    new Date(Date.parse('2026-11-30T00:00:00Z') + hour * 3_600_000).toISOString(),
  );

function choiceOf(rows: readonly unknown[]) {
  return defaultChoice(chartFields(documentOf(rows), 0), rows.length);
}

describe('what is drawn at first', () => {
  test('the first number along the time', () => {
    const rows = hours(5).map((datetime, index) => ({
      id: index,
      port: 80,
      dimensions: { datetime },
      sum: { requests: index },
    }));
    expect(choiceOf(rows)).toEqual({ along: 'dimensions.datetime', values: ['sum.requests'], by: undefined });
  });

  test('quantiles together, and nothing else beside them', () => {
    const rows = hours(5).map((datetime) => ({
      datetime,
      quantiles: { cpuTimeP50: 1, cpuTimeP99: 2 },
      sum: { wallTime: 3 },
    }));
    expect(choiceOf(rows)?.values).toEqual(['quantiles.cpuTimeP50', 'quantiles.cpuTimeP99']);
  });

  test('rows of the same time are parted by what they are of', () => {
    const rows = hours(6).flatMap((datetime) =>
      ['DE', 'US'].map((country) => ({ datetime, country, id: Math.random(), count: 1 })),
    );
    expect(choiceOf(rows)).toEqual({ along: 'datetime', values: ['count'], by: 'country' });
  });

  test('bars by name where there is no time, and ids last', () => {
    const rows = ['www', 'api'].map((name, index) => ({ id: `a${index}`, name, requests: index, status: 200 }));
    expect(choiceOf(rows)).toEqual({ along: 'name', values: ['requests'], by: undefined });
  });

  test('numbers in texts, and moments in seconds', () => {
    const rows = [1_780_000_000, 1_780_003_600].map((timestamp) => ({ timestamp, bytes: '12' }));
    expect(choiceOf(rows)).toEqual({ along: 'timestamp', values: ['bytes'], by: undefined });
  });

  test.each([[[]], [[{ name: 'www' }]], [[1, 2]], [[null]]])('nothing of %j', (rows) => {
    expect(choiceOf(rows)).toBeUndefined();
  });
});

describe('points', () => {
  const read = (rows: readonly unknown[]) => {
    const doc = documentOf(rows);
    const fields = chartFields(doc, 0);
    return readChart(doc, 0, fields, defaultChoice(fields, rows.length)!);
  };

  test('stand in the order of time, whatever the order of the list', () => {
    const data = read([...hours(3)].reverse().map((datetime, index) => ({ datetime, count: index })));
    expect([...(data.series[0]?.values ?? [])]).toEqual([2, 1, 0]);
    expect(data.places).toHaveLength(3);
  });

  test('several of one object are called by what tells them apart, one alone by its whole path', () => {
    const [datetime] = hours(1);
    const several = read([{ datetime, quantiles: { cpuTimeP50: 1, cpuTimeP99: 2 } }]);
    expect(several.series.map(({ name }) => name)).toEqual(['cpuTimeP50', 'cpuTimeP99']);
    expect(read([{ datetime, sum: { requests: 1 } }]).series[0]?.name).toBe('sum.requests');
  });

  test('null is a gap, and a row without a time is left out', () => {
    const [first, second] = hours(2);
    const data = read([{ datetime: first, count: 1 }, { datetime: second, count: null }, { count: 7 }]);
    expect([...(data.series[0]?.values ?? [])]).toEqual([1, Number.NaN]);
  });

  test('a time without a zone is UTC, and a day alone too', () => {
    const data = read([
      { datetime: '2026-11-30 10:00:00', count: 1 },
      { datetime: '2026-11-30T11:00:00Z', count: 2 },
    ]);
    expect(data.places[1]! - data.places[0]!).toBe(3_600_000);
    expect(read([{ date: '2026-11-30', count: 1 }]).zone).toBe('utc');
  });

  test('of many parts the largest six are kept, and the others told of', () => {
    const data = read(
      hours(3).flatMap((datetime) =>
        Array.from({ length: 9 }, (_, index) => ({ datetime, country: `c${index}`, count: index })),
      ),
    );
    expect(data.series.map(({ name }) => name)).toEqual(['c8', 'c7', 'c6', 'c5', 'c4', 'c3']);
    expect(data.moreSeries).toBe(3);
  });
});

describe('the list', () => {
  const rows = hours(4).map((datetime) => ({ dimensions: { datetime }, count: 1 }));

  test('is found below what analytics put around it', () => {
    const doc = documentOf({ data: { viewer: { zones: [{ httpRequestsAdaptiveGroups: rows }] } }, errors: null });
    expect(childCount(doc, drawableList(doc, 0)?.list ?? 0)).toBe(4);
  });

  test('is the one around the cursor where there are several', () => {
    const doc = documentOf({ a: rows.slice(0, 2), b: rows });
    const list = drawableList(doc, 0)?.list;
    expect(childCount(doc, list ?? 0)).toBe(4);
    expect(childCount(doc, drawableList(doc, 2)?.list ?? 0)).toBe(2);
  });
});
