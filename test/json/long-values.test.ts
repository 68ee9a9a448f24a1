import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonDocument, startOf } from '../../src/json/document.ts';
import { rowSpans, valueRoom } from '../../src/json/lines.ts';
import { scrolledExcerpt, scrollValue } from '../../src/json/long-values.ts';
import { boundaryBefore, decodeStringPart } from '../../src/json/strings.ts';
import type { TreeView } from '../../src/json/tree-view.ts';
import { moveTo, openView } from '../../src/json/view.ts';
import { cellWidth } from '../../src/text/width.ts';
import { runs } from '../helpers/runs.ts';
import { bytesOf, countReads, indexed } from './indexed.ts';

const width = 30;

function viewOf(document: JsonDocument): TreeView {
  return moveTo(openView(document, 10), 1);
}

function shown(view: TreeView): string {
  const spans = rowSpans(view, view.cursor, width, 1, (cells) => scrolledExcerpt(view, view.cursor, cells));
  return spans.map(({ text }) => text).join('');
}

function scrolled(view: TreeView, wishes: readonly ('right' | 'left' | 'ends')[]): readonly string[] {
  let now = view;
  return wishes.map((wish) => {
    const next = scrollValue(now, width, wish);
    if (typeof next === 'string') return next;
    now = next;
    return shown(now);
  });
}

describe('a value that is longer than its row', () => {
  test('scrolls right and left by half of its room, to its end and back', () => {
    const view = viewOf(indexed('{"k":"abcdefghijklmnopqrstuvwxyz0123456789"}'));
    expect(shown(view)).toBe('    k  "abcdefghijklmnopqrstu…');
    expect(scrolled(view, ['left', 'right', 'right', 'right', 'left', 'ends', 'ends'])).toEqual([
      'begin',
      '    k  "…lmnopqrstuvwxyz01234…',
      '    k  "…qrstuvwxyz0123456789"',
      'end',
      '    k  "…fghijklmnopqrstuvwxy…',
      '    k  "…qrstuvwxyz0123456789"',
      '    k  "abcdefghijklmnopqrstu…',
    ]);
  });

  test('a long number does too', () => {
    const view = viewOf(indexed(`{"k":${'1234567890'.repeat(5)}}`));
    expect(scrolled(view, ['ends', 'ends'])).toEqual([
      '    k  …9012345678901234567890',
      '    k  1234567890123456789012…',
    ]);
  });

  test.each(['{"k":"short"}', '{"k":12}', '{"k":{"a":"a long text in here that is not its own"}}'])(
    '%s is shown whole',
    (json) => {
      expect(scrollValue(viewOf(indexed(json)), width, 'right')).toBe('whole');
    },
  );

  test('of 18 MB costs what is shown of it', () => {
    const document = indexed(`{"k":"${'lorem ipsum dolor '.repeat(1_000_000)}end"}`);
    const reads = countReads(document.bytes);
    const view = viewOf({ ...document, bytes: reads.bytes });
    expect(scrolled(view, ['ends'])[0]).toMatch(/dolor end"$/);
    expect(reads.count()).toBeLessThan(10_000);
  });

  test('its end can be seen whatever it is made of, and no row is wider than the pane', () => {
    const unit = fc.constantFrom('a', '"', '\\', '\n', 'é', '日', '👩‍👩‍👧', '\ud83d', '\u202e', '😀');
    fc.assert(
      fc.property(fc.array(unit, { minLength: 30, maxLength: 50 }), fc.boolean(), (units, isEscaped) => {
        const text = units.join('');
        const plain = JSON.stringify(text);
        const literal = isEscaped
          ? plain.replace(/[^\x00-\x7f]/g, (u) => `\\u${u.charCodeAt(0).toString(16).padStart(4, '0')}`)
          : plain;
        let view = viewOf(indexed(`{"k":${literal}}`));
        const end = scrollValue(view, width, 'ends');
        if (typeof end === 'string') return;
        expect(shown(end).endsWith('"')).toBe(true);
        for (let steps = 0; ; steps++) {
          expect(steps).toBeLessThan(200);
          const next = scrollValue(view, width, 'right');
          if (next === 'end') break;
          if (typeof next === 'string') throw new Error(next);
          expect(next.scrolled!.at).toBeGreaterThan(view.scrolled?.at ?? 0);
          expect(cellWidth(shown(next))).toBeLessThanOrEqual(width);
          view = next;
        }
        for (let steps = 0; ; steps++) {
          expect(steps).toBeLessThan(200);
          const back = scrollValue(view, width, 'left');
          if (typeof back === 'string') break;
          expect(back.scrolled!.at).toBeLessThan(view.scrolled!.at);
          view = back;
        }
        expect(valueRoom(view.document, 1, width)).toBe(23);
      }),
      runs(6),
    );
  });
});

test('a boundary is where a character or an escape begins, from wherever one looks', () => {
  const part = fc.constantFrom(
    'a',
    '\\"',
    '\\\\',
    '\\n',
    'é',
    '日',
    '😀',
    '\\ud83d\\ude00',
    '\\ud83d',
    '\\u00e9',
    '\\\\u0041',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const doc = indexed(bytesOf(`"${parts.join('')}"`));
      const from = startOf(doc, 0) + 1;
      const begins = [from];
      for (let at = from; doc.bytes[at] !== 0x22; at = begins.at(-1)!) {
        let size = 1;
        while (decodeStringPart(doc.bytes, at, size).end === at) size++;
        begins.push(decodeStringPart(doc.bytes, at, size).end);
      }
      for (let at = from; at <= begins.at(-1)!; at++)
        expect(boundaryBefore(doc.bytes, from, at)).toBe(begins.findLast((begin) => begin <= at));
    }),
    runs(60),
  );
});
