// JSON numbers compared by value, digit for digit: a double holds 17 digits and 308 zeros, a document as many as it likes.

/** A number without its sign: 0.DIGITS times ten to the power of `exponent`; no digits for zero. */
type Decimal = { readonly isNegative: boolean; readonly digits: string; readonly exponent: bigint };

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Below 0 where `a` is less than `b`, 0 where they are the same number (`1.0` and `1`, `-0` and `0`). Both must be JSON numbers. */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [readDecimal(a), readDecimal(b)];
  const sign = signOf(left) - signOf(right);
  if (sign !== 0) return sign;
  return left.isNegative ? compareSizes(right, left) : compareSizes(left, right);
}

function signOf({ isNegative, digits }: Decimal): number {
  return digits === '' ? 0 : isNegative ? -1 : 1;
}

/** Of two numbers other than zero, or two zeros. */
function compareSizes(a: Decimal, b: Decimal): number {
  if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -1 : 1;
  // Digits after the point: the shorter of two that begin alike is the smaller.
  return a.digits === b.digits ? 0 : a.digits < b.digits ? -1 : 1;
}

function readDecimal(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first === -1) return { isNegative: false, digits: '', exponent: 0n };
  let end = all.length;
  while (all[end - 1] === '0') end--;
  return {
    isNegative: sign === '-',
    digits: all.slice(first, end),
    exponent: BigInt(power) + BigInt(whole.length - first),
  };
}

/** Digits of which a double keeps every one. */
const KEPT_DIGITS = 15;

/** The smallest double that has all of its bits. */
const SMALLEST_NORMAL = 2 ** -1022;

/** True where no other number of as few characters has the same double, so that `value` stands for the text. */
export function isDecidedByDouble(text: string, value: number): boolean {
  const size = Math.abs(value);
  if (text.length > KEPT_DIGITS || size === Number.POSITIVE_INFINITY) return false;
  return size >= SMALLEST_NORMAL || text === '0';
}

/** The same text for the same number, digit for digit; a whole number of up to 15 digits is written as such. */
export function numberKey(text: string): string {
  if (PLAIN.test(text)) return text === '-0' ? '0' : text;
  const { isNegative, digits, exponent } = readDecimal(text);
  if (digits === '') return '0';
  const sign = isNegative ? '-' : '';
  const isShortWhole = exponent >= BigInt(digits.length) && exponent <= BigInt(KEPT_DIGITS);
  return isShortWhole ? sign + digits.padEnd(Number(exponent), '0') : `${sign}0.${digits}e${exponent}`;
}

const PLAIN = /^-?(?:0|[1-9]\d{0,14})$/;

/** The sum of JSON numbers, exact to the last digit. */
interface DecimalSum {
  readonly add: (text: string) => void;
  /** Plain digits; undefined where the numbers are too far apart in size to write it out. */
  readonly total: () => string | undefined;
}

/** Zeros that a sum may be long. */
const FARTHEST = 5000;

/** Whole numbers up to here are added as doubles, which keep every digit of them. */
const LARGEST_PART = Number.MAX_SAFE_INTEGER / 8;

export function createDecimalSum(): DecimalSum {
  /** Sums by the power of ten that their last digit stands for. */
  const sums = new Map<number, bigint>();
  let part = 0;
  let isTooFar = false;
  const put = (power: number, value: bigint): void => void sums.set(power, (sums.get(power) ?? 0n) + value);
  return {
    add: (text) => {
      if (PLAIN.test(text)) {
        part += Number(text);
        if (Math.abs(part) < LARGEST_PART) return;
        put(0, BigInt(part));
        part = 0;
        return;
      }
      const { isNegative, digits, exponent } = readDecimal(text);
      if (digits === '') return;
      const power = exponent - BigInt(digits.length);
      if (power > FARTHEST || power < -FARTHEST) isTooFar = true;
      else put(Number(power), BigInt(isNegative ? `-${digits}` : digits));
    },
    total: () => {
      if (isTooFar) return undefined;
      const least = Math.min(0, ...sums.keys());
      let all = BigInt(part) * 10n ** BigInt(-least);
      for (const [power, value] of sums) all += value * 10n ** BigInt(power - least);
      return decimalText(all, -least);
    },
  };
}

/** A whole number with its last digits after the point. */
function decimalText(value: bigint, decimals: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const whole = decimals === 0 ? digits : digits.slice(0, -decimals);
  return sign + (decimals === 0 || fraction === '' ? whole : `${whole}.${fraction}`);
}
