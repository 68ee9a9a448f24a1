import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeAtPath, pathOf, shownPath } from '../../src/json/paths.ts';
import { renewedView } from '../../src/json/renewed.ts';
import { type TreeView, visibleRows } from '../../src/json/tree-view.ts';
import { closeOrParent, moveTo, openView, setDepth } from '../../src/json/view.ts';
import { runs } from '../helpers/runs.ts';
import { indexed } from './indexed.ts';
import { pairs } from './pairs.ts';

function at(text: string, path: readonly (string | number)[]): TreeView {
  const document = indexed(text);
  return moveTo(openView(document, 10, 'all'), nodeAtPath(document, path) ?? 0);
}

const two = '{"l":[{"id":"a","v":1},{"id":"b","v":2}],"x":{"y":1}}';

test.each([
  [
    'an item that is further down now',
    two,
    ['l', 1, 'v'],
    '{"l":[{"id":"n"},{"id":"a","v":1},{"id":"b","v":9}]}',
    '.l[2].v',
  ],
  ['an item that moved up', two, ['l', 1], '{"l":[{"id":"b"},{"id":"a"}]}', '.l[0]'],
  ['an item that is gone: the one in its place', two, ['l', 0, 'v'], '{"l":[{"id":"b","v":2}]}', '.l[0]'],
  ['the last item that is gone: the last one', two, ['l', 1], '{"l":[{"id":"a"}]}', '.l[0]'],
  ['a list that is empty now', two, ['l', 1, 'v'], '{"l":[]}', '.l'],
  ['a member that is gone', two, ['x', 'y'], '{"l":1,"x":{}}', '.x'],
  ['items without ids: by their places', '[1,2,3]', [2], '[0,1,2,3]', '.[2]'],
  ['the root', two, [], '[]', '.'],
] as const)('the cursor stays on %s', (_, before, path, after, found) => {
  const view = renewedView(at(before, path), indexed(after));
  expect(shownPath(pathOf(view.document, view.cursor))).toBe(found);
});

test('what was closed stays closed, wherever it stands now', () => {
  const closed = closeOrParent(at(two, ['l', 1]));
  const view = renewedView(closed, indexed('{"l":[{"id":"n","v":0},{"id":"a","v":1},{"id":"b","v":2}],"x":{"y":1}}'));
  const shown = visibleRows({ ...view, top: 0, topRow: 0, height: 50 });
  expect(shown.map((node) => shownPath(pathOf(view.document, node)))).not.toContain('.l[2].v');
  expect(shown.map((node) => shownPath(pathOf(view.document, node)))).toContain('.l[1].v');
});

test('any view of any document becomes a view of any other', () => {
  fc.assert(
    fc.property(pairs, fc.nat(), fc.nat(5), ([before, after], place, depth) => {
      const document = indexed(before);
      const view = setDepth(moveTo(openView(document, 5), place % document.nodeCount), depth);
      const renewed = renewedView(closeOrParent(view), indexed(after));
      expect(renewed.cursor).toBeLessThan(renewed.document.nodeCount);
      expect(visibleRows(renewed)).toContain(renewed.cursor);
    }),
    runs(200),
  );
});
