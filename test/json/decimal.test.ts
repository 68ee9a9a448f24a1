import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDecimals, isDecidedByDouble } from '../../src/json/decimal.ts';

type Written = { readonly text: string; readonly digits: bigint; readonly exponent: number };

/** A number as it may be written, and what it is: `digits` times ten to the power of `exponent`. */
const written: fc.Arbitrary<Written> = fc
  .record({
    isNegative: fc.boolean(),
    whole: fc.oneof(fc.constant('0'), fc.stringMatching(/^[1-9][0-9]{0,30}$/)),
    fraction: fc.oneof(fc.constant(undefined), fc.stringMatching(/^[0-9]{1,30}$/)),
    power: fc.oneof(fc.constant(undefined), fc.integer({ min: -400, max: 400 })),
    mark: fc.constantFrom('e', 'E'),
    plus: fc.boolean(),
  })
  .map(({ isNegative, whole, fraction, power, mark, plus }) => ({
    text: [
      isNegative ? '-' : '',
      whole,
      fraction === undefined ? '' : `.${fraction}`,
      power === undefined ? '' : `${mark}${power >= 0 && plus ? '+' : ''}${power}`,
    ].join(''),
    digits: BigInt(whole + (fraction ?? '')) * (isNegative ? -1n : 1n),
    exponent: (power ?? 0) - (fraction?.length ?? 0),
  }));

/** By whole numbers alone. */
function compareExactly(a: Written, b: Written): number {
  const least = Math.min(a.exponent, b.exponent);
  const left = a.digits * 10n ** BigInt(a.exponent - least);
  const right = b.digits * 10n ** BigInt(b.exponent - least);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The same number written with other zeros, or one that differs in its last digit alone. */
const near = written.chain((one) =>
  fc.tuple(
    fc.constant(one),
    fc.record({ zeros: fc.nat({ max: 20 }), step: fc.integer({ min: -1, max: 1 }) }).map(({ zeros, step }): Written => {
      const digits = one.digits * 10n ** BigInt(zeros) + BigInt(step);
      const exponent = one.exponent - zeros;
      return { text: `${digits}e${exponent}`, digits, exponent };
    }),
  ),
);

describe('numbers', () => {
  test('are compared by value, as whole numbers of any size are', () => {
    const isSame = ([a, b]: readonly [Written, Written]): void => {
      expect(Math.sign(compareDecimals(a.text, b.text))).toBe(compareExactly(a, b));
      expect(Math.sign(compareDecimals(b.text, a.text))).toBe(compareExactly(b, a));
    };
    fc.assert(fc.property(fc.tuple(written, written), isSame));
    fc.assert(fc.property(near, isSame));
  });

  test('may have exponents that are beyond every number', () => {
    expect(compareDecimals('1e99999999999999999999', '9e99999999999999999998')).toBeGreaterThan(0);
    expect(compareDecimals('-1e99999999999999999999', '1e-99999999999999999999')).toBeLessThan(0);
    expect(compareDecimals('0e99999999999999999999', '1e-99999999999999999999')).toBeLessThan(0);
    expect(compareDecimals('10e99999999999999999998', '1e99999999999999999999')).toBe(0);
  });

  test('that a double decides have no other of as few digits beside them', () => {
    const both = fc.oneof(near, fc.tuple(written, written));
    fc.assert(
      fc.property(both, ([a, b]) => {
        const [left, right] = [Number(a.text), Number(b.text)];
        if (!isDecidedByDouble(a.text, left) || !isDecidedByDouble(b.text, right)) return;
        expect(Math.sign(left - right)).toBe(compareExactly(a, b));
      }),
    );
    expect(isDecidedByDouble('0', 0)).toBe(true);
    expect(isDecidedByDouble('1e-400', 0)).toBe(false);
    expect(isDecidedByDouble('1e400', Number.POSITIVE_INFINITY)).toBe(false);
    expect(isDecidedByDouble('9007199254740993', 9007199254740992)).toBe(false);
    expect(isDecidedByDouble('123456789012345', 123456789012345)).toBe(true);
  });
});
