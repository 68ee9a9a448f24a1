import { describe, expect, test } from 'vitest';
import { readFile } from '../../../../src/api/received.ts';
import { screenRows } from '../../../../src/explorer/shell/screen.ts';
import { type Driver, drive } from '../../driver.ts';

const document = { z: { b: [1, 2], a: 'x' }, list: [{ id: 1 }, { id: 2 }], m: null };

function opened(content: unknown = document): Driver {
  const user = drive(60, 24);
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  user.dispatch({ type: 'document.opened', name: 'a.json', received: readFile(bytes) });
  user.press('0', 'g');
  return user;
}

/** The rows of the tree without their frame and without blanks at the end; `>` is the cursor. */
function rows(user: Driver): readonly string[] {
  return screenRows(user.state())
    .rows.flat()
    .filter(({ row }) => row[0]?.text.startsWith('│'))
    .map(({ row, isSelected }) => {
      const text = row.map((piece) => piece.text).join('');
      return `${isSelected ? '>' : ' '}${text.slice(2, -1).trimEnd()}`;
    })
    .filter((text) => text.trim() !== '');
}

function screen(user: Driver): string {
  return screenRows(user.state())
    .rows.map((strips) => strips.flatMap(({ row }) => row.map(({ text }) => text)).join(''))
    .join('\n');
}

describe('the tree in another shape', () => {
  test('zl shows JSON, with rows for closing brackets that have the cursor, fold and copy', () => {
    const user = opened();
    user.press('z', 'l', '1', 'j', 'j', 'l');
    expect(rows(user)).toEqual([
      ' {',
      '   "z": {…}, 2 x',
      '>  "list": [',
      '     {…}, 1 1',
      '     {…} 1 2',
      '   ],',
      '   "m": null',
      ' }',
    ]);
    expect(screen(user)).toContain('lines');
    user.press('%');
    expect(rows(user)[5]).toBe('>  ],');
    user.press('y', 'v');
    expect(user.effects()).toMatchObject([{ type: 'copy', what: 'the value of .list' }]);
    user.press('enter');
    expect(rows(user)[2]).toMatch(/^> {2}"list": \[…\], 2/);
    user.press('G');
    expect(rows(user).at(-1)).toBe('>}');
    expect(screen(user)).toContain('row 5 of 5');
    user.press('z', 'l');
    expect(rows(user)[0]).toMatch(/^>▾ \{\}/);
  });

  test('zk puts members in the order of their keys, and movement, paths and copies go with it', () => {
    const user = opened();
    user.press('1', 'z', 'k');
    expect(user.state().notice?.text).toBe('Keys are in order. Copies and files keep their own');
    user.press('j', 'j');
    expect(rows(user).map((row) => row.trim().split(/ +/)[1])).toEqual(['{}', 'list', 'm', 'z']);
    expect(screen(user)).toContain('.m ─ by key');
    user.press('J', 'y', 'v');
    expect(user.effects()).toMatchObject([{ type: 'copy', what: 'the value of .z' }]);
    user.press('z', 'k');
    expect(rows(user).map((row) => row.trim().split(/ +/)[1])).toEqual(['{}', '▸', 'list', 'null']);
  });

  test('zs shows how large what is folded is', () => {
    const user = opened();
    user.press('1', 'z', 's');
    expect(rows(user)[1]).toMatch(/z \{\} x +19 B$/);
    expect(rows(user)[2]).toMatch(/list \[2\] +19 B$/);
    expect(rows(user)[3]).not.toContain(' B');
    user.press('z', 's');
    expect(rows(user)[1]).toMatch(/z \{\} x$/);
  });

  test('zw wraps long values, in the tree and in lines', () => {
    const user = opened({ text: 'lorem ipsum '.repeat(12), n: 1 });
    user.press('j', 'z', 'w');
    expect(rows(user)).toEqual([
      ' ▾ {} text n',
      '>    text  "lorem ipsum lorem ipsum lorem ipsum lorem ips',
      '            um lorem ipsum lorem ipsum lorem ipsum lorem',
      '            ipsum lorem ipsum lorem ipsum lorem ipsum lor',
      '            em ipsum "',
      '     n     1',
    ]);
    user.press('.');
    expect(user.state().notice?.text).toBe('Long values are wrapped. zw shows each in one row');
    user.press('z', 'l');
    expect(rows(user)).toEqual([
      ' {',
      '>  "text": "lorem ipsum lorem ipsum lorem ipsum lorem ip',
      '            sum lorem ipsum lorem ipsum lorem ipsum lore',
      '            m ipsum lorem ipsum lorem ipsum lorem ipsum',
      '            lorem ipsum ",',
      '   "n": 1',
      ' }',
    ]);
    user.press('z', 'w', 'j');
    expect(rows(user)[1]).toMatch(/^ {3}"text": "lorem.*…,$/);
    expect(rows(user)[2]).toBe('>  "n": 1');
  });

  test('a search goes on in lines', () => {
    const user = opened();
    user.press('z', 'l', '1', '/');
    user.type('2');
    const { id = 0 } = user.state().search ?? {};
    user.dispatch({ type: 'search.found', id, matches: Int32Array.of(4), isDone: true });
    expect(rows(user).find((row) => row.startsWith('>'))).toBe('>      2');
  });
});
