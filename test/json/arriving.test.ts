import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createParts, makeRoom } from '../../src/json/arriving.ts';
import { endOf, type JsonDocument, nextOf, rawParent, startOf, toValue } from '../../src/json/document.ts';
import { formatPretty } from '../../src/json/format.ts';
import { depthOf } from '../../src/json/levels.ts';
import { indexDocument, indexDocuments } from '../../src/json/parse.ts';
import { type TreeView, visibleRows } from '../../src/json/tree-view.ts';
import * as view from '../../src/json/view.ts';
import { runs } from '../helpers/runs.ts';
import { arrive } from './arrival.ts';
import { draw } from './drawing.ts';
import { bytesOf } from './indexed.ts';

function table(doc: JsonDocument): readonly (readonly number[])[] {
  return Array.from({ length: doc.nodeCount }, (_, n) => [
    startOf(doc, n),
    endOf(doc, n),
    rawParent(doc, n),
    nextOf(doc, n),
    depthOf(doc, n),
  ]);
}

const anyCuts = fc.array(fc.nat({ max: 400 }), { maxLength: 12 });

const anyText = fc
  .tuple(
    fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }),
    fc.constantFrom(undefined, 2),
    fc.boolean(),
    fc.constantFrom('', '\ufeff', ' \r\n'),
  )
  .map(([value, space, isEscaped, before]) => {
    const plain = JSON.stringify(value, null, space);
    return (
      before +
      (isEscaped
        ? plain.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        : plain)
    );
  });

describe('a document in pieces', () => {
  test('has the index that it has as a whole, wherever it is cut', () => {
    fc.assert(
      fc.property(anyText, anyCuts, (text, cuts) => {
        const bytes = bytesOf(text);
        const whole = indexDocument(bytes);
        const { end, document } = arrive(bytes, cuts);
        expect(end).toEqual({ type: 'done' });
        if (!whole.ok) throw new Error('not JSON');
        expect(table(document)).toEqual(table(whole.document));
        expect(document.maxDepth).toBe(whole.document.maxDepth);
      }),
      runs(200),
    );
  });

  test('is refused for the same reason at the same place', () => {
    const edits = fc.constantFrom(
      '{',
      '}',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'x',
      '\u0001',
      '01',
      '\\u12',
      '-',
      ' 1',
      '\n{}',
      'é',
    );
    fc.assert(
      fc.property(anyText, fc.nat(), edits, anyCuts, (text, at, edit, cuts) => {
        const place = at % (text.length + 1);
        const bytes = bytesOf(text.slice(0, place) + edit + text.slice(place));
        const whole = indexDocuments(bytes);
        const { end } = arrive(bytes, cuts);
        expect(end).toEqual(whole.ok ? { type: 'done' } : { type: 'broken', error: whole.error });
      }),
      runs(300),
    );
  });

  test.each([
    '["\\𐀀"]',
    '{"\\𐀀": 1}',
    '["\\ue𐀀"]',
    '["\u0001𐀀"]',
    '𐀀',
    '[𐀀]',
    '{𐀀}',
    '[1𐀀]',
    '[1.𐀀]',
    '[-𐀀]',
    '[tr𐀀]',
    '{"a"𐀀}',
    '{"a":𐀀}',
    '{"a":1𐀀}',
    '[] 𐀀',
    '1\n𐀀',
  ])('%s is refused in the same words, wherever it is cut', (text) => {
    const bytes = bytesOf(text);
    const whole = indexDocuments(bytes);
    expect(whole.ok).toBe(false);
    const expected = whole.ok ? undefined : { type: 'broken', error: whole.error };
    for (let first = 0; first < bytes.length; first++) {
      for (let second = first; second < bytes.length; second++) {
        expect(arrive(bytes, [first, second]).end).toEqual(expected);
      }
    }
  });

  test('is a tree at every moment, whose values are those it will have in the end', () => {
    fc.assert(
      fc.property(anyText, anyCuts, (text, cuts) => {
        const { seen, document } = arrive(bytesOf(text), cuts);
        for (const doc of seen) {
          for (let n = 0; n < doc.nodeCount; n++) {
            expect(nextOf(doc, n)).toBe(Math.min(nextOf(document, n), doc.nodeCount));
            expect(endOf(doc, n)).toBeLessThanOrEqual(doc.bytes.length);
          }
        }
      }),
      runs(120),
    );
  });

  test('a string of megabytes is not read again for every piece', () => {
    const bytes = bytesOf(`["${'x'.repeat(20_000_000)}"]`);
    const cuts = Array.from({ length: 2000 }, (_, i) => i * 10_000);
    // Read anew at each of 2,000 cuts it would be 20 GB.
    expect(arrive(bytes, cuts).end).toEqual({ type: 'done' });
  });

  test('larger than it was said to be is not taken in', () => {
    const parts = createParts(10);
    expect([makeRoom(parts, 10), makeRoom(parts, 11)]).toEqual([true, false]);
  });
});

describe('the view of a document that is arriving', () => {
  const moves = [
    view.moveDown,
    view.moveLast,
    view.pageUp,
    view.toggle,
    view.closeRecursively,
    view.openRecursively,
    view.closeAll,
    view.openAll,
    view.deeper,
    (v: TreeView) => view.setDepth(v, 1),
  ];

  test('shows in the end what it would show if all had been there from the start', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        anyCuts,
        fc.array(fc.constantFrom(...moves), { maxLength: 12 }),
        (value, cuts, steps) => {
          const { seen, document } = arrive(bytesOf(JSON.stringify(value)), cuts);
          const start = seen.find((doc) => doc.nodeCount > 0)!;
          let v = view.openView(start, 8);
          const later = seen.slice(seen.indexOf(start) + 1);
          const acts = [...steps];
          for (const doc of later) {
            const move = acts.shift();
            if (move !== undefined) v = move(v);
            const before = visibleRows(v)[0];
            v = view.grow(v, doc);
            // The scroll position stays put.
            expect(visibleRows(v)[0]).toBe(before);
          }
          expect(v.document).toBe(document);
          const rows = draw(v).split('\n');
          expect(view.visibleCount(v)).toBe(rows.length);
          expect(rows.findIndex((row) => row.startsWith('>'))).toBe(view.rowNumber(v) - 1);
        },
      ),
      runs(150),
    );
  });

  test('what was closed with all below stays closed for what comes later', () => {
    const text = '{"a":[[1],[2],[3]],"b":[[4]]}';
    const { seen } = arrive(bytesOf(text), [12, 20]);
    let v = view.openAll(view.openView(seen[0]!, 20));
    v = view.closeRecursively(view.moveTo(v, 1));
    for (const doc of seen.slice(1)) v = view.grow(v, doc);
    expect(draw(view.toggle(v))).toBe(
      [' - root', '>  - a', '     + 0', '     + 1', '     + 2', '   - b', '     - 0', '         0 4'].join('\n'),
    );
  });
});

describe('documents in a row', () => {
  test.each([
    ['{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['{"a":1}{"a":2}', [{ a: 1 }, { a: 2 }]],
    ['[]\r\n\r\n[1]\r\n', [[], [1]]],
    ['1\n"two"\nnull\n-4', [1, 'two', null, -4]],
    ['\ufeff{}\n{}', [{}, {}]],
  ])('%j are the elements of a list', (text, values) => {
    for (const cuts of [[], [1], [3, 5, 8], Array.from({ length: 30 }, (_, i) => i)]) {
      const { document } = arrive(bytesOf(text), cuts);
      expect([document.isSequence, toValue(document, 0)]).toEqual([true, values]);
    }
    const whole = indexDocuments(bytesOf(text));
    expect(whole.ok && toValue(whole.document, 0)).toEqual(values);
    expect(indexDocument(bytesOf(text)).ok).toBe(false);
  });

  test.each([
    ['1 2', "expected nothing more after the value, found '2'"],
    ['{} 1', "expected nothing more after the value, found '1'"],
    ['{}\n]', "expected nothing more after the value, found ']'"],
  ])('%j is refused', (text, reason) => {
    const whole = indexDocuments(bytesOf(text));
    expect(whole.ok ? '' : whole.error.reason).toBe(reason);
    expect(arrive(bytesOf(text), [2, 4]).end).toMatchObject({ type: 'broken', error: { reason } });
  });

  test('are laid out one after the other', () => {
    const whole = indexDocuments(bytesOf('{"a":[1,{}]}\n7\n[]\n[2]'));
    const text = whole.ok ? [...formatPretty(whole.document)].join('') : '';
    expect(text).toBe('{\n  "a": [\n    1,\n    {}\n  ]\n}\n7\n[]\n[\n  2\n]');
  });
});
