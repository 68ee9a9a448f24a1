// The values of a list as the user narrows them: which fit what was typed, the best first.
import type { ListedValue } from '../../../catalog/complete.ts';
import type { Letters } from '../../../catalog/rank/highlight.ts';
import { narrow } from '../../../catalog/rank/narrow.ts';

export interface FittingValue {
  readonly value: ListedValue;
  /** What of its name was typed. */
  readonly letters: Letters;
}

interface Kept {
  readonly typed: string;
  readonly fitting: readonly FittingValue[];
}

/** Painting asks for the same again and again. */
const kept = new WeakMap<readonly ListedValue[], Kept>();

/** Values whose name has what was typed, then those whose id begins with it. */
export function fittingValues(values: readonly ListedValue[], typed: string): readonly FittingValue[] {
  const wanted = typed.trim();
  const known = kept.get(values);
  if (known?.typed === wanted) return known.fitting;
  const named = narrow(
    values.map(({ name }) => name),
    wanted,
  );
  const seen = new Set(named.map(({ index }) => index));
  const byId = values.filter(
    ({ id }, index) => !seen.has(index) && wanted !== '' && id.toLowerCase().startsWith(wanted.toLowerCase()),
  );
  const fitting = [
    ...named.flatMap(({ index, letters }) => {
      const value = values[index];
      return value ? [{ value, letters }] : [];
    }),
    ...byId.map((value) => ({ value, letters: [] })),
  ];
  kept.set(values, { typed: wanted, fitting });
  return fitting;
}
