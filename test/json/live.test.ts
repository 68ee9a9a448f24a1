// Rows that go on: what lines become, and a list that drops its oldest rows without changing those that stay.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childAt, childCount } from '../../src/json/children.ts';
import { nextOf, sourceText, stringValue, toValue } from '../../src/json/document.ts';
import { openNode, openToDepth } from '../../src/json/folds.ts';
import { createLiveRows, documentFrom } from '../../src/json/live.ts';
import { createRowLines } from '../../src/json/row-lines.ts';
import { dropFirst, grow, moveDown, moveLast, openView, rowNumber, visibleCount } from '../../src/json/view.ts';
import { runs } from '../helpers/runs.ts';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

function rowsOf(text: string, cuts: readonly number[] = []): string[] {
  const reader = createRowLines();
  const bytes = bytesOf(text);
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  let out = '';
  for (const [index, from] of places.entries()) {
    out += Buffer.from(reader.write(bytes.subarray(from, places[index + 1]))).toString();
  }
  out += Buffer.from(reader.end()).toString();
  const live = createLiveRows(64 * 1024 * 1024);
  live.append(bytesOf(out));
  const document = live.document(true);
  expect(reader.count()).toBe(childCount(document, 0));
  return Array.from({ length: childCount(document, 0) }, (_, row) =>
    sourceText(document, childAt(document, 0, row) ?? 0),
  );
}

describe('lines become rows', () => {
  test.each([
    ['JSON lines', '{"a":1}\n[2]\n"x"\n3\nnull\n', ['{"a":1}', '[2]', '"x"', '3', 'null']],
    ['text', 'GET / 200\r\n\r\n  indented\n', ['"GET / 200"', '"  indented"']],
    ['a mixture', '{"a":1}\noops {\n{"b":2}\n', ['{"a":1}', '"oops {"', '{"b":2}']],
    ['a document over several lines', '{\n "a": [\n1,\n2]\n}\n{"b":1}\n', ['{\n "a": [\n1,\n2]\n}', '{"b":1}']],
    ['what only looks like one', '{\nfoo: 1,\n}\n[INFO] x\n', ['"{"', '"foo: 1,"', '"}"', '"[INFO] x"']],
    ['a last line that does not end', '1\n{"a":', ['1', '"{\\"a\\":"']],
    ['a byte order mark', '\ufeff{"a":1}\n', ['{"a":1}']],
    ['numbers beyond 2^53 and duplicate keys', '{"n":9007199254740993,"n":1}\n', ['{"n":9007199254740993,"n":1}']],
    ['two values on a line', '{} {}\n1 2\n', ['"{} {}"', '"1 2"']],
    ['control characters', '\u001b[31mred\u0007\n', ['"\\u001b[31mred\\u0007"']],
  ])('%s', (_, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
    // A byte at a time makes no difference.
    expect(
      rowsOf(
        text,
        Array.from({ length: text.length * 2 }, (_value, index) => index),
      ),
    ).toEqual(rows);
  });

  test('a line beyond all measure is cut, and costs no other', () => {
    const rows = rowsOf(`${'x'.repeat(9 * 1024 * 1024)}\n{"a":1}\n`, [1_000_000, 8_500_000, 8_600_000]);
    expect(rows.map(({ length }) => length)).toEqual([8 * 1024 * 1024 + 2, 7]);
  });

  test('whatever the lines are and however they come, JSON stays as it is and the rest are strings', () => {
    const line = fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ' ')),
      fc.constantFrom('{', '[', ']', '{"a":', '"x', '-', '01', '1e5', 'tru', '[1] x'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(400), { maxLength: 6 }), (lines, cuts) => {
        // Of text and the JSON string that it becomes nobody can tell which of them a row was.
        fc.pre(!lines.some((each) => lines.some((other) => other.trim() === JSON.stringify(each.trimEnd()))));
        const text = `${lines.join('\n')}\n`;
        expect(rowsOf(text, cuts)).toEqual(rowsOf(text));
        // Nothing is lost: what is no JSON stands there as a string.
        const all = rowsOf(text).map((row) => {
          const value: unknown = JSON.parse(row);
          return typeof value === 'string' && !lines.some((each) => each.trim() === row) ? value : row;
        });
        const squeeze = (words: string): string => words.replace(/\s/g, '');
        expect(squeeze(all.join(''))).toBe(squeeze(Buffer.from(text).toString()));
      }),
      runs(200),
    );
  });
});

describe('a list that drops its oldest rows', () => {
  const row = (n: number): string => `{"n":${n},"list":[${n},{"deep":"${'x'.repeat(n % 40)}"}],"t":"${n}"}\n`;

  test('keeps the newest as they came, and counts the others', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 5, maxLength: 60 }), (batches) => {
        const live = createLiveRows(20_000);
        let n = 0;
        let gone = 0;
        for (const size of batches) {
          live.append(bytesOf(Array.from({ length: size }, () => row(n++)).join('')));
          const document = live.document();
          const rows = childCount(document, 0);
          expect(live.dropped().rows + rows).toBe(n);
          expect(live.count()).toBe(n);
          expect(rows).toBeGreaterThan(0);
          // No more than about half goes at once.
          if (live.dropped().rows > gone) expect(document.bytes.length + document.nodeCount * 12).toBeGreaterThan(9000);
          gone = live.dropped().rows;
          for (const at of [0, rows >> 1, rows - 1]) {
            const node = childAt(document, 0, at) ?? 0;
            expect(`${sourceText(document, node)}\n`).toBe(row(live.dropped().rows + at));
            expect(toValue(document, node)).toEqual(JSON.parse(row(live.dropped().rows + at)));
          }
          expect(document.bytes.length + document.nodeCount * 12).toBeLessThan(20_000 + size * 400);
        }
      }),
      runs(30),
    );
  });

  test('a row that is larger than all that is kept stands alone', () => {
    const live = createLiveRows(1000);
    live.append(bytesOf('1\n2\n'));
    live.append(bytesOf(`"${'y'.repeat(5000)}"\n`));
    expect(childCount(live.document(), 0)).toBe(1);
    expect(live.dropped()).toEqual({ rows: 2, nodes: 2 });
    expect(stringValue(live.document(), 1)?.length).toBe(5000);
  });

  test('an earlier snapshot stays as it was', () => {
    const live = createLiveRows(100_000);
    live.append(bytesOf(Array.from({ length: 400 }, (_, n) => row(n)).join('')));
    const first = live.document();
    for (let n = 400; live.dropped().rows < 4000; n++) live.append(bytesOf(row(n)));
    expect(childCount(first, 0)).toBe(400);
    expect(toValue(first, 0)).toEqual(Array.from({ length: 400 }, (_, n) => JSON.parse(row(n))));
  });

  test('what is left from a row on is a document of its own', () => {
    const live = createLiveRows(1_000_000);
    live.append(bytesOf(Array.from({ length: 50 }, (_, n) => row(n)).join('')));
    const document = live.document();
    const node = childAt(document, 0, 20) ?? 0;
    const rest = documentFrom(document, node);
    expect(childCount(rest, 0)).toBe(30);
    expect(toValue(rest, 0)).toEqual(Array.from({ length: 30 }, (_, n) => JSON.parse(row(n + 20))));
    expect(nextOf(rest, 0)).toBe(rest.nodeCount);
    expect(childCount(documentFrom(document, document.nodeCount), 0)).toBe(0);
  });

  test('the cursor keeps its row and its folds while rows go from above it', () => {
    const live = createLiveRows(1_000_000);
    live.append(bytesOf(Array.from({ length: 100 }, (_, n) => row(n)).join('')));
    const document = live.document();
    let view = moveDown(openView(document, 10, 1), 61);
    view = { ...view, folds: openNode(view.folds, document, view.cursor) };
    const gone = childAt(document, 0, 40) ?? 0;
    const rest = documentFrom(document, gone);
    const dropped = dropFirst(view, rest, gone - 1);
    expect(toValue(rest, dropped.cursor)).toEqual(JSON.parse(row(60)));
    expect(rowNumber(dropped)).toBe(22);
    expect(dropped.cursorRow - dropped.topRow).toBe(view.cursorRow - view.topRow);
    expect(visibleCount(dropped)).toBe(61 + 3);
    // A cursor on a row that is gone goes to the first that is left.
    const onFirst = dropFirst(moveDown(openView(document, 10, 1), 3), rest, gone - 1);
    expect(onFirst.cursor).toBe(1);
    expect(moveLast(grow(onFirst, rest)).cursorRow).toBe(60);
    expect(openToDepth(1)).toEqual(onFirst.folds);
  });
});
