// The body written as JSON: what is wrong is said while one types, Tab completes from the catalog, and what is left is the request.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeInJson } from '../../../src/catalog/body-completion.ts';
import { rowWidth } from '../../../src/explorer/model/rows.ts';
import { screenRows } from '../../../src/explorer/shell/screen.ts';
import { runs } from '../../helpers/runs.ts';
import type { Driver } from '../driver.ts';
import { driveKnown, offered, zone } from '../known.ts';

const records = `POST /zones/${zone}/dns_records`;

function opened(line: string, columns = 80, rows = 24): Driver {
  const user = driveKnown(columns, rows);
  user.type(line);
  user.press('down', 'g', 'r');
  return user;
}

function text(user: Driver): string {
  const overlay = user.state().focus.overlays.find(({ kind }) => kind === 'bodyText');
  return overlay?.kind === 'bodyText' ? overlay.line.text : 'closed';
}

/** With the cursor where it stands. */
function marked(user: Driver): string {
  const overlay = user.state().focus.overlays.find(({ kind }) => kind === 'bodyText');
  if (overlay?.kind !== 'bodyText') return 'closed';
  const { line } = overlay;
  return `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;
}

function screen(user: Driver): string {
  return screenRows(user.state())
    .rows.map((strips) => strips.map(({ row }) => row.map((piece) => piece.text).join('')).join(''))
    .join('\n');
}

function line(user: Driver): string {
  return user.state().composer.line.text;
}

describe('the body as text', () => {
  test('is what the line says, and the line what is left', () => {
    const user = opened(`${records} type=SRV data[port]:=1`);
    expect(text(user)).toBe('{\n  "type": "SRV",\n  "data": {\n    "port": 1\n  }\n}');
    user.press('down', 'end', 'left', 'left', 'backspace', 'backspace', 'backspace');
    user.type('URI');
    user.press('esc');
    expect(line(user)).toBe(`${records} type=URI data[port]:=1`);
    expect(user.state().notice?.text).toBe('data[port] is not in the catalog');
    // One step back, as of anything that changes the line.
    user.press('e', 'ctrl+_');
    expect(line(user)).toBe(`${records} type=SRV data[port]:=1`);
  });

  test('says what is wrong while one types, and warns of what is not known', () => {
    const user = opened(records);
    expect(text(user)).toBe('{}');
    user.press('right', 'enter');
    expect(marked(user)).toBe('{\n  |\n}');
    user.type('"nmae": "a"');
    expect(screen(user)).toContain('nmae is not in the catalog: did you mean name? (and 3 more)');
    user.type(',');
    expect(screen(user)).toContain('line 3, column 1: expected a key in double quotes');
    user.press('backspace');
    expect(screen(user)).toContain('nmae is not in the catalog');
  });

  test('that is no JSON is kept, and opened again', () => {
    const user = opened(`${records} type=A`);
    user.press('ctrl+k');
    user.type('{"type" "B"}');
    const left = text(user);
    user.press('esc');
    expect(user.state().notice?.text).toMatch(/^Not JSON: line 1, column 9: expected ":" after the key\. r opens/);
    expect(line(user)).toBe(`${records} type=A`);
    user.press('r');
    expect(text(user)).toBe(left);
  });

  test('takes a paste of several lines, and moves as an editor does', () => {
    const user = opened(records);
    user.press('ctrl+k');
    user.dispatch({ type: 'text.pasted', text: '{\r\n\t"type": "A",\r\n\t"ttl": 1\r\n}' });
    expect(text(user)).toBe('{\n  "type": "A",\n  "ttl": 1\n}');
    user.press('up', 'end', 'up', 'home', 'ctrl+k', 'ctrl+k');
    expect(text(user)).toBe('{\n  "ttl": 1\n}');
    user.press('ctrl+_', 'ctrl+_');
    expect(text(user)).toContain('"type"');
    user.press('pagedown', 'pageup', 'esc');
    expect(line(user)).toContain('ttl:=1');
  });

  test('fits every screen, wide lines and many of them', () => {
    for (const [columns, rows] of [
      [30, 8],
      [40, 12],
      [80, 24],
      [200, 60],
    ] as const) {
      const user = opened(
        `${records} comment=${'日本語 long '.repeat(40).trim().replaceAll(' ', '_')} tags:=[${Array.from({ length: 70 }, (_, n) => `"t${n}"`).join()}]`,
        columns,
        rows,
      );
      for (const key of ['end', 'pagedown', 'down', 'end', 'up', 'home']) {
        user.press(key);
        const { rows: shown, cursor } = screenRows(user.state());
        expect(shown).toHaveLength(rows);
        const widths = shown.map((strips) => strips.reduce((sum, { row }) => sum + rowWidth(row), 0));
        expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
        expect(cursor && cursor.x >= 0 && cursor.x < columns && cursor.y >= 3 && cursor.y < rows - 2).toBe(true);
      }
    }
  });
});

describe('Tab', () => {
  test('completes a member, and then its values', () => {
    const user = opened(records);
    user.press('right', 'enter');
    user.type('"comm');
    user.press('tab');
    expect(marked(user)).toBe('{\n  "comment": |\n}');
    user.press('tab');
    expect(marked(user)).toBe('{\n  "comment": "|"\n}');
    user.press('right');
    user.type(',');
    user.press('enter');
    user.type('"ty');
    user.press('tab', 'tab');
    user.type('srv');
    user.press('enter');
    expect(text(user)).toBe('{\n  "comment": "",\n  "type": "SRV"\n}');
    // The union follows its choice.
    user.type(',');
    user.press('enter');
    user.type('"data');
    user.press('tab');
    user.type('{');
    user.press('tab');
    expect(offered(user).map((row) => row.split(' ')[0])).toEqual(
      expect.arrayContaining(['port', 'priority', 'target', 'weight']),
    );
    expect(offered(user)).toHaveLength(4);
  });

  test('offers what is not there yet, and says where there is nothing', () => {
    const user = opened(`${records} type=A name=a ttl:=1`);
    user.press('right', 'enter', 'tab');
    const names = offered(user).map((row) => row.split(' ')[0]);
    expect(names).toContain('content');
    expect(names).not.toContain('ttl');
    user.press('esc');
    user.type('zz');
    user.press('tab');
    expect(user.state().notice?.text).toBe('The catalog has nothing for this place');
  });
});

test.each<readonly [string, string | undefined]>([
  ['|', 'value '],
  ['{|', 'key '],
  ['{"a|', 'key  a'],
  ['{"a"|', undefined],
  ['{"a":|', 'value a'],
  ['{"a": tr|', 'value a tr'],
  ['{"a": {"b": [1, {"c|', 'key a.b.1 c'],
  ['{"a": [1, |', 'value a.1'],
  ['{"a": 1 |', undefined],
  ['{"x\\"y": {|', 'key x"y'],
  ['[|', 'value 0'],
  ['{"a": "b, {|', 'value a b, {'],
])('%s stands at %s', (written, expected) => {
  const cursor = written.indexOf('|');
  const place = placeInJson(written.replace('|', ''), cursor);
  const told = place && `${place.kind} ${place.steps.join('.')}${place.typed === '' ? '' : ` ${place.typed}`}`;
  expect(told?.trim()).toBe(expected?.trim());
});

test('property: whatever is typed, the line stays a request and the screen stands', () => {
  const keys = fc.constantFrom(
    ...['"', '{', '}', '[', ']', ':', ',', 'a', '1', ' ', 'é', 'enter', 'tab', 'up', 'down', 'left', 'right'],
    ...['home', 'end', 'backspace', 'delete', 'ctrl+k', 'ctrl+u', 'ctrl+y', 'ctrl+_', 'alt+r', 'esc', 'r', 'pagedown'],
  );
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 80 }), (pressed) => {
      const user = opened(`${records} type=A tags:=["a"]`, 40, 12);
      for (const key of pressed) {
        if (user.state().focus.pane !== 'request') return;
        user.press(key);
        expect(screenRows(user.state()).rows).toHaveLength(12);
      }
      expect(line(user)).toMatch(/^(?:POST|$)/);
    }),
    runs(60),
  );
});
