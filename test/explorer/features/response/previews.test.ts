import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readResponse } from '../../../../src/api/received.ts';
import { responsePane } from '../../../../src/explorer/features/response/rows.ts';
import { layout } from '../../../../src/explorer/model/layout.ts';
import { indexDocument } from '../../../../src/json/parse.ts';
import { closedPreview } from '../../../../src/json/previews.ts';
import { runs } from '../../../helpers/runs.ts';
import { baseUrl } from '../../driver.ts';
import { driveKnown } from '../../known.ts';
import { itemLists, lookedAt } from './item-lists.ts';

/** The rows of the items in the tree, on a screen of so many columns. */
function shownRows(path: string, items: readonly object[], columns = 80): readonly string[] {
  const user = driveKnown(columns, 24);
  user.type(`GET ${path}`);
  // What the catalog misses in it is said first.
  user.press('enter', 'enter');
  const sent = user.effects().findLast((effect) => effect.type === 'send');
  if (sent?.type !== 'send') throw new Error(`${path} was not sent`);
  const url = `${baseUrl}${path}`;
  const body = new TextEncoder().encode(JSON.stringify({ result: items, success: true }));
  const headers = [
    ['content-type', 'application/json'],
    ['date', new Date(lookedAt).toUTCString()],
  ] as const;
  const wire = { method: 'GET', url, headers: [], body: undefined } as const;
  const common = { status: 200, statusText: '', durationMs: 1, attempts: 1, encodedBytes: body.length };
  const received = readResponse(wire, { ...common, headers, body, url });
  user.dispatch({ type: 'exchange.done', id: sent.id, received });
  const rect = layout(user.state().screen, 'response').response;
  if (!rect) throw new Error('there is no response pane');
  const rows = responsePane(user.state(), rect).rows.map((row) => row.map(({ text }) => text).join(''));
  return rows.flatMap((row) => /▸ \d+ \{\} (.*?) *│?$/.exec(row)?.[1] ?? []);
}

/** The value, so that somebody who looks for a difference should find one. */
function changed(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value * 3 + 7;
  if (value === null) return '2024-01-01T00:00:00Z';
  if (Array.isArray(value))
    return typeof value[0] === 'string' ? [changed(value[0]), ...value.slice(1)] : [...value, { name: 'another' }];
  if (typeof value === 'string') {
    const isTime = /^\d{4}-\d\d-\d\d/.test(value);
    return isTime ? `2019${value.slice(4)}` : /^[0-9a-f-]{32,36}$/.test(value) ? `dead${value.slice(4)}` : `${value}z`;
  }
  const [key, inner] = Object.entries(value ?? {}).at(-1) ?? ['name', 'x'];
  return { ...(value as object), [key]: changed(inner) };
}

function withChange(item: object, path: readonly string[]): object {
  const [key = '', ...rest] = path;
  const before: unknown = Reflect.get(item, key);
  const after =
    rest.length > 0 && typeof before === 'object' && before !== null ? withChange(before, rest) : changed(before);
  return { ...item, [key]: after };
}

describe('a row of a list', () => {
  test('says what it is: 30 kinds of list at 80 columns, and one at 200', async () => {
    const text = Object.entries(itemLists).flatMap(([name, { path, items }]) => [name, ...shownRows(path, items), '']);
    const wide = itemLists['audit logs'];
    text.push('audit logs on a wide screen', ...(wide ? shownRows(wide.path, wide.items, 200) : []), '');
    expect(Object.keys(itemLists).length).toBeGreaterThanOrEqual(30);
    await expect(text.join('\n')).toMatchFileSnapshot('previews.txt');
  });

  test.each(Object.entries(itemLists))('%s: a change of what tells the rows apart is seen', (_, list) => {
    const { path, items, telling } = list;
    const before = shownRows(path, items);
    expect(before).toHaveLength(items.length);
    for (const field of telling) {
      for (const [row, item] of items.entries()) {
        const after = shownRows(path, items.with(row, withChange(item, field.split('.'))));
        expect(after[row], `${field} of row ${row}`).not.toBe(before[row]);
      }
    }
  });

  test('has the room there is, and no more', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(itemLists)),
        fc.integer({ min: 0, max: 220 }),
        ({ items }, cells) => {
          const read = indexDocument(new TextEncoder().encode(JSON.stringify(items)));
          if (!read.ok) throw new Error('this is no JSON');
          expect(closedPreview(read.document, 1, cells).length).toBeLessThanOrEqual(cells);
        },
      ),
      runs(300),
    );
  });
});
