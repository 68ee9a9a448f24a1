// What is kept from frame to frame is what would be made anew.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { remembered } from '../../../src/explorer/shell/remembered.ts';
import { screenRows } from '../../../src/explorer/shell/screen.ts';
import { runs } from '../../helpers/runs.ts';
import { drive, listPage } from '../driver.ts';

test('a part is made again where something that it has read is another, and for nothing else', () => {
  const { state } = drive();
  let made = 0;
  const part = remembered(({ focus, now, settings }) => {
    made++;
    return now > 5 ? settings.sizes : focus.pane;
  });
  const first = { ...state(), now: 1 };
  expect([part(first), part({ ...first, lastId: 7, pendingKeys: 'z' }), made]).toEqual(['prompt', 'prompt', 1]);
  expect([part({ ...first, focus: { ...first.focus, pane: 'history' } }), made]).toEqual(['history', 2]);
  expect([part({ ...first, now: 6 }), made]).toEqual([first.settings.sizes, 3]);
});

test('of a part that changes with every key only what counts is looked at', () => {
  const { state } = drive();
  let made = 0;
  const part = remembered(
    ({ screen }) => {
      made++;
      return screen.columns;
    },
    { screen: ({ columns }) => columns },
  );
  const resized = (columns: number, rows: number): number => part({ ...state(), screen: { columns, rows } });
  expect([resized(80, 24), resized(80, 30), made, resized(90, 30), made]).toEqual([80, 80, 1, 90, 2]);
});

test('after any keys the rows are those that nothing was kept for', () => {
  const keys = [
    'j',
    'k',
    'G',
    'g',
    '\t',
    'l',
    'h',
    'e',
    'E',
    '2',
    '0',
    'zl',
    'zs',
    'm',
    ' ',
    ':',
    'x',
    '\u001b',
    '/a\r',
    'n',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...keys), { minLength: 4, maxLength: 12 }), (pressed) => {
      const user = drive(120, 30);
      user.type('GET /zones\r');
      user.answer(listPage(1, 40, 40));
      const other = drive(90, 20).state();
      for (const key of pressed) {
        user.type(key);
        const shown = JSON.stringify(screenRows(user.state()));
        // Whatever was kept is of another state now, and the same values are other objects.
        screenRows(other);
        expect(shown).toBe(JSON.stringify(screenRows(structuredClone(user.state()))));
      }
    }),
    runs(8),
  );
});
