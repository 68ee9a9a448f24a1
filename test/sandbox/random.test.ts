import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, randomFor } from '../../src/sandbox/random.ts';

const draw = (random: Random, count: number): readonly number[] => Array.from({ length: count }, () => random.next());

describe('repeatable randomness', () => {
  it('the same seed and labels give the same stream, another label another one', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.string(), (seed, label, other) => {
        fc.pre(label !== other);
        expect(draw(randomFor(seed, label), 20)).toEqual(draw(randomFor(seed, label), 20));
        expect(draw(randomFor(seed, label), 20)).not.toEqual(draw(randomFor(seed, other), 20));
      }),
    );
  });

  it('labels do not run together', () => {
    expect(draw(randomFor(1, 'ab', 'c'), 5)).not.toEqual(draw(randomFor(1, 'a', 'bc'), 5));
  });

  it('whole numbers stay in their range and reach both of its ends', () => {
    const random = randomFor(1, 'range');
    const seen = new Set(Array.from({ length: 500 }, () => random.int(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
  });

  it('is spread evenly enough to look natural', () => {
    const random = randomFor(1, 'spread');
    const counts = new Array<number>(10).fill(0);
    for (let round = 0; round < 10_000; round += 1) {
      const bucket = random.int(0, 9);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('makes ids, UUIDs and instants of the right shape', () => {
    const random = randomFor(2, 'shapes');
    expect(random.hex(29)).toMatch(/^[0-9a-f]{29}$/);
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(random.instant(0, 0)).toBe('1970-01-01T00:00:00.000Z');
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
