// A user who compares: what `perform/` does off the UI thread is done here at once.
import type { Effect } from '../../../../src/explorer/model/effects.ts';
import type { StoredItem } from '../../../../src/explorer/model/history.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { compareValues } from '../../../../src/json/compare.ts';
import type { Driver } from '../../driver.ts';

/** Carries out the comparisons that are wanted, and gives the other effects. */
export function performComparisons(user: Driver): readonly Effect[] {
  const others: Effect[] = [];
  for (let effects = user.effects(); effects.length > 0; effects = user.effects()) {
    for (const effect of effects) {
      if (effect.type !== 'compare.run') {
        others.push(effect);
        continue;
      }
      const { id, before, after, ignored, itemId } = effect;
      const found = compareValues(before, after, { ignored: new Set(ignored), itemId });
      user.dispatch({ type: 'compare.done', id, found });
    }
  }
  return others;
}

/** The rows of the view, without their border and the keys below. */
export function comparedLines(user: Driver): readonly string[] {
  const { rows } = screenRows(user.state());
  const texts = rows.map((row) => row.flatMap((strip) => strip.row.map(({ text }) => text)).join(''));
  return texts
    .slice(3, -2)
    .map((text) =>
      text
        .replace(/^│ ?/, '')
        .replace(/\s*│\s*$/, '')
        .trimEnd(),
    )
    .filter((text) => text !== '');
}

export function selectedLine(user: Driver): string {
  const { rows } = screenRows(user.state());
  const row = rows.flat().find(({ isSelected }) => isSelected);
  return (row?.row ?? [])
    .map(({ text }) => text)
    .join('')
    .replace(/[│]/g, '')
    .trim();
}

export function storedRow(id: number, line: string, at = 1_764_000_000_000): StoredItem {
  return {
    id,
    at,
    line,
    profile: 'sandbox',
    origin: 'sandbox',
    status: 200,
    failure: undefined,
    uses: 1,
    name: undefined,
  };
}
