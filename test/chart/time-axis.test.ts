import { describe, expect, test } from 'vitest';
import { formatSpan, formatTime, timeAxis } from '../../src/chart/time-axis.ts';

const at = Date.parse('2026-11-30T12:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;

describe('the axis of time', () => {
  test.each([
    [1000, '00:00.000 00:00.200 00:00.400 00:00.600 00:00.800 00:01.000'],
    [60_000, '12:00:00 12:00:15 12:00:30 12:00:45 12:01:00'],
    [hour, '12:00 12:15 12:30 12:45 13:00'],
    [day, '12:00 15:00 18:00 21:00 1 Dec 03:00 06:00 09:00 12:00'],
    [7 * day, '1 Dec 2 Dec 3 Dec 4 Dec 5 Dec 6 Dec 7 Dec'],
    [31 * day, '6 Dec 13 Dec 20 Dec 27 Dec'],
    [365 * day, '2027 Apr Jul Oct'],
    [3650 * day, '2028 2030 2032 2034 2036'],
  ])('over %d ms', (span, labels) => {
    expect(
      timeAxis(at, at + span, 'utc', 6)
        .ticks.map(({ label }) => label)
        .join(' '),
    ).toBe(labels);
  });

  test('of one moment has no more than that', () => {
    expect(timeAxis(at, at, 'utc', 6).ticks.length).toBeLessThanOrEqual(1);
  });

  test('is in the time zone of the machine, over the change of clocks too', () => {
    const before = process.env.TZ;
    try {
      process.env.TZ = 'Europe/Berlin';
      const night = Date.parse('2026-10-24T22:00:00Z');
      const labels = timeAxis(night, night + 6 * hour, 'local', 6).ticks.map(({ label }) => label);
      expect(labels).toEqual(['25 Oct', '01:00', '02:00', '02:00', '03:00', '04:00', '05:00']);
      expect(formatTime(night, 'local')).toBe('25 Oct 2026 00:00:00');
      expect(formatSpan(night, night + 6 * hour, 'local')).toBe('25 Oct 2026 UTC+1');
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});

describe('a moment', () => {
  test.each([
    [at, '30 Nov 2026 12:00:00'],
    [at + 5250, '30 Nov 2026 12:00:05.250'],
    [at - 12 * hour, '30 Nov 2026'],
  ])('%d: %s', (moment, text) => {
    expect(formatTime(moment, 'utc')).toBe(text);
  });

  test.each([
    [at, at + hour, '30 Nov 2026 UTC'],
    [at, at + day, '30 Nov – 1 Dec 2026 UTC'],
    [at, at + 40 * day, '30 Nov 2026 – 9 Jan 2027 UTC'],
  ])('the span from %d to %d: %s', (from, to, text) => {
    expect(formatSpan(from, to, 'utc')).toBe(text);
  });
});
