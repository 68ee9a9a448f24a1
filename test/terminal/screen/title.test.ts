// The title of the window: when it is set and given back, and that no name can say more than a title.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTitle } from '../../../src/terminal/screen/title.ts';
import { runs } from '../../helpers/runs.ts';

test('is kept, set and given back with the screen, whenever the account is known', () => {
  const written: string[] = [];
  const title = createTitle((bytes) => written.push(bytes));
  title.show('flarescope');
  expect(written).toEqual([]);
  expect(title.enter()).toBe('\u001b[22;2t\u001b]2;flarescope\u0007');
  title.show('flarescope');
  title.show('PRODUCTION prod - flarescope');
  expect(written).toEqual(['\u001b]2;PRODUCTION prod - flarescope\u0007']);
  // Where somebody else may have set it meanwhile.
  expect(title.enter()).toBe('\u001b]2;PRODUCTION prod - flarescope\u0007');
  expect(title.leave()).toBe('\u001b[23;2t');
  // A crash may end the screen twice: the shell's own title is given back once.
  expect(title.leave()).toBe('');
  title.show('other - flarescope');
  expect(written).toHaveLength(1);
  expect(title.enter()).toBe('\u001b[22;2t\u001b]2;other - flarescope\u0007');
});

test('holds no control character, whatever a profile is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      let written = '';
      const title = createTitle((bytes) => {
        written += bytes;
      });
      title.enter();
      title.show(`${name}\u001b\\\u0007\u009c\n`);
      expect(written).toMatch(/^\u001b\]2;[^\p{Cc}]*\u0007$/u);
    }),
    runs(200),
  );
});
