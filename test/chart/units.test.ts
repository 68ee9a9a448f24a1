import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countUnit, formatValue, unitOf, valueAxis } from '../../src/chart/units.ts';
import { runs } from '../helpers/runs.ts';

describe('the unit of a column', () => {
  test.each([
    ['sum.requests', 'count', 1],
    ['items', 'count', 1],
    ['params', 'count', 1],
    ['max.objectCount', 'count', 1],
    ['sum.edgeResponseBytes', 'bytes', 1],
    ['bytes_total', 'bytes', 1],
    ['max.payloadSize', 'bytes', 1],
    ['size', 'bytes', 1],
    ['avg.edgeTimeToFirstByteMs', 'duration', 1e-3],
    ['quantiles.latencyMsP999', 'duration', 1e-3],
    ['duration_ms', 'duration', 1e-3],
    ['quantiles.cpuTimeP50', 'duration', 1e-6],
    ['sum.cpuTimeUs', 'duration', 1e-6],
    ['ttl', 'duration', 1],
    ['max_age', 'duration', 1],
    ['time_seconds', 'duration', 1],
    ['percentage', 'percent', 1],
  ])('%s: %s', (path, kind, scale) => {
    expect(unitOf(path)).toEqual({ kind, scale });
  });
});

describe('the axis of values', () => {
  test.each([
    [0, 0, 'n', '0 1'],
    [0, 1, 'n', '0 1'],
    [3, 3, 'n', '0 1 2 3'],
    [0, 0.5, 'n', '0 0.1 0.2 0.3 0.4 0.5'],
    [0, 1e-6, 'n', '0 2e-7 4e-7 6e-7 8e-7 1e-6'],
    [1e-6, 1e12, 'n', '0 0.2T 0.4T 0.6T 0.8T 1.0T'],
    [0, 1e12, 'n', '0 0.2T 0.4T 0.6T 0.8T 1.0T'],
    [0, 5_200, 'n', '0 1k 2k 3k 4k 5k 6k'],
    [-5, 5, 'n', '-6 -4 -2 0 2 4 6'],
    [-1e6, -2e5, 'n', '-1.0M -0.8M -0.6M -0.4M -0.2M 0'],
    [1000, 1010, 'n', '1.000k 1.002k 1.004k 1.006k 1.008k 1.010k'],
    [0, 123_456_789, 'bytes', '0 20 MB 40 MB 60 MB 80 MB 100 MB 120 MB 140 MB'],
    [0, 900, 'cpuTimeP99', '0 200 µs 400 µs 600 µs 800 µs 1,000 µs'],
    [0, 90_000, 'ms', '0 20 s 40 s 60 s 80 s 100 s'],
    [0, 3600, 'ttl', '0 10 min 20 min 30 min 40 min 50 min 60 min'],
    [0, 7200, 'ttl', '0 0.5 h 1.0 h 1.5 h 2.0 h'],
    [0, 100, 'percent', '0 20 % 40 % 60 % 80 % 100 %'],
  ])('from %d to %d (%s)', (low, high, path, labels) => {
    const axis = valueAxis(low, high, unitOf(path), 5);
    expect(axis.ticks.map(({ label }) => label).join(' ')).toBe(labels);
  });

  test('holds all values, and its ticks ascend, lie on it, and are told apart', () => {
    const value = fc.double({ noNaN: true, min: -1e190, max: 1e190 });
    fc.assert(
      fc.property(
        value,
        value,
        fc.integer({ min: 2, max: 12 }),
        fc.constantFrom('n', 'bytes', 'ms', 'ttl'),
        (a, b, count, path) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const { from, to, ticks } = valueAxis(low, high, unitOf(path), count);
          const slack = Math.max(Math.abs(from), Math.abs(to)) * 1e-9;
          expect(from).toBeLessThanOrEqual(low + slack);
          expect(to).toBeGreaterThanOrEqual(high - slack);
          expect(ticks.length).toBeGreaterThan(0);
          for (const [index, tick] of ticks.entries()) {
            expect(tick.at).toBeGreaterThanOrEqual(from - slack);
            expect(tick.at).toBeLessThanOrEqual(to + slack);
            if (index > 0) expect(tick.at).toBeGreaterThan(ticks[index - 1]!.at);
          }
        },
      ),
      runs(200),
    );
  });
});

describe('a value alone', () => {
  test.each([
    [0, 'n', '0'],
    [-3, 'n', '-3'],
    [1204, 'n', '1,204'],
    [123_456, 'n', '123k'],
    [0.5, 'n', '0.5'],
    [0.00123, 'n', '0.00123'],
    [2e-7, 'n', '2e-7'],
    [Number.NaN, 'n', '–'],
    [999, 'bytes', '999 B'],
    [1_250_000, 'bytes', '1.25 MB'],
    [300, 'ttl', '5 min'],
    [86_400, 'ttl', '1 d'],
    [12_400, 'cpuTimeP50', '12.4 ms'],
    [99.5, 'percent', '99.5 %'],
  ])('%d (%s): %s', (value, path, text) => {
    expect(formatValue(value, path === 'n' ? countUnit : unitOf(path))).toBe(text);
  });
});
