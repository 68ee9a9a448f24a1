// The list of settings: what it shows, and that a change is checked, kept, and then counts.

import { describe, expect, test } from 'vitest';
import { openPicker, openQuestion } from '../../../../src/explorer/model/focus.ts';
import { footerRows, promptRow } from '../../../../src/explorer/shell/bars.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { settingNames } from '../../../../src/settings/table.ts';
import { type Driver, drive } from '../../driver.ts';
import { offered } from '../../known.ts';

/** The list, narrowed to what was typed. */
function opened(typed: string, columns = 80, rows = 24): Driver {
  const user = drive(columns, rows);
  user.press('alt+,');
  user.type(typed);
  return user;
}

const text = (row: readonly { readonly text: string }[]): string => row.map((piece) => piece.text).join('');

/** Does what the effect asks for, as the performer does. */
function kept(user: Driver): readonly unknown[] {
  const effects = user.effects();
  for (const effect of effects) {
    if (effect.type === 'settings.write') {
      user.dispatch({ type: 'settings.written', name: effect.name, value: effect.value });
    }
  }
  return effects;
}

describe('the list of settings', () => {
  test('has all of them with their values, and marks what is not the default', () => {
    const user = opened('');
    const rows = offered(user);
    expect(rows.map((row) => /^[* ] (\w+)/.exec(row)?.[1])).toEqual(settingNames);
    expect(rows).toContainEqual(expect.stringMatching(/^\* prefetch +false$/));
    expect(rows).toContainEqual(expect.stringMatching(/^ {2}idleLockMinutes +15$/));
  });

  test('is narrowed by words of the name and of the meaning', () => {
    expect(offered(opened('jq'))).toEqual([expect.stringContaining('filterLimitSeconds')]);
    expect(offered(opened('keepm'))).toEqual([expect.stringContaining('keepMiB')]);
    expect(offered(opened('qqq'))).toEqual([]);
  });

  test.each([
    [60, 20],
    [80, 24],
    [200, 60],
  ])('says at %i×%i what the setting under the cursor is', (columns, rows) => {
    const user = opened('idle', columns, rows);
    const shown = screenRows(user.state()).rows.map((strips) => strips.map(({ row }) => text(row)).join(''));
    expect(shown.join('\n')).toContain('Minutes without a key');
  });
});

describe('a change', () => {
  test('of a switch turns it over, and counts once it is kept', () => {
    const user = opened('prefetch');
    user.press('enter');
    expect(user.state().settings.prefetch).toBe(false);
    expect(kept(user)).toEqual([{ type: 'settings.write', name: 'prefetch', value: true }]);
    expect(user.state().settings.prefetch).toBe(true);
    expect(user.state().notice).toEqual({ kind: 'info', text: 'prefetch is true' });
    expect(offered(user)).toEqual([expect.stringMatching(/^ {2}prefetch +true$/)]);
  });

  test('that is typed is checked as it is typed', () => {
    const user = opened('idle');
    user.press('enter');
    expect(openQuestion(user.state())?.name).toBe('setting');
    expect(text(promptRow(user.state(), 120).row)).toContain('a whole number from 0 to 1440; now 15');
    user.type('5x');
    expect(text(promptRow(user.state(), 120).row)).toContain('idleLockMinutes must be a whole number from 0 to 1440.');
    user.press('enter');
    expect(user.effects()).toEqual([]);
    expect(user.state().notice?.text).toBe('idleLockMinutes must be a whole number from 0 to 1440.');
    user.press('backspace', 'enter');
    expect(kept(user)).toEqual([{ type: 'settings.write', name: 'idleLockMinutes', value: 5 }]);
    expect(user.state().settings.idleLockMinutes).toBe(5);
    expect(openPicker(user.state())?.name).toBe('settings');
  });

  test('of names begins with those that are there', () => {
    const user = opened('compare');
    user.press('enter', 'end');
    user.type(', etag');
    user.press('enter');
    expect(kept(user)).toEqual([{ type: 'settings.write', name: 'compareIgnores', value: ['modified_on', 'etag'] }]);
  });

  test('that counts from the next start says so', () => {
    const user = opened('keepm');
    user.press('enter');
    user.type('128');
    user.press('enter');
    kept(user);
    expect(user.state().notice?.text).toBe('keepMiB is 128; that counts from the next start');
  });

  test('is taken back to the default by a key that the footer names', () => {
    const user = opened('prefetch');
    expect(footerRows(user.state(), 80).map(text).join('')).toContain('ctrl+x default');
    user.press('ctrl+x');
    expect(kept(user)).toEqual([{ type: 'settings.write', name: 'prefetch', value: undefined }]);
    expect(user.state().settings.prefetch).toBe(true);
  });

  test('that could not be kept is told, and nothing has changed', () => {
    const user = opened('prefetch');
    user.press('enter');
    user.dispatch({ type: 'told', kind: 'problem', text: 'settings.json is not valid JSON.' });
    expect(user.state().settings.prefetch).toBe(false);
  });
});
