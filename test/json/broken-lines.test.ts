import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenLine } from '../../src/json/broken-lines.ts';
import { type JsonDocument, kindOf, nextOf, sourceText, toValue } from '../../src/json/document.ts';
import { formatPretty } from '../../src/json/format.ts';
import { rowSpans } from '../../src/json/lines.ts';
import { indexDocument, indexDocuments } from '../../src/json/parse.ts';
import { readSearchQuery } from '../../src/json/query.ts';
import { SEARCH_START, searchOn } from '../../src/json/search.ts';
import { openView } from '../../src/json/view.ts';
import { runs } from '../helpers/runs.ts';
import { arrive } from './arrival.ts';
import { bytesOf } from './indexed.ts';

type Element = { readonly value: unknown } | { readonly broken: string; readonly place: string };

function elements(doc: JsonDocument): readonly Element[] {
  const found: Element[] = [];
  for (let node = 1; node < doc.nodeCount; node = nextOf(doc, node)) {
    if (kindOf(doc, node) !== 'broken') {
      found.push({ value: toValue(doc, node) });
      continue;
    }
    const { line, column, reason } = brokenLine(doc, node) ?? { line: 0, column: 0, reason: '' };
    found.push({ broken: sourceText(doc, node), place: `${line}:${column} ${reason}` });
  }
  return found;
}

function listOf(text: string | Uint8Array): JsonDocument {
  const indexed = indexDocuments(typeof text === 'string' ? bytesOf(text) : text);
  if (!indexed.ok) throw new Error(`${indexed.error.line}:${indexed.error.column} ${indexed.error.reason}`);
  expect(indexed.document.isSequence).toBe(true);
  return indexed.document;
}

/** Wrong whatever comes on the next lines: what is only open at its end may be closed there. */
function isWrongForGood(line: string): boolean {
  const indexed = indexDocument(bytesOf(line));
  if (indexed.ok) return false;
  const { offset, reason } = indexed.error;
  return offset < bytesOf(line).length || reason.endsWith('inside a string');
}

describe('a broken line', () => {
  test.each<readonly [text: string, list: readonly Element[]]>([
    [
      '{"a":1}\n{bad}\n{"b":2}\n',
      [
        { value: { a: 1 } },
        { broken: '{bad}', place: "2:2 expected a key in double quotes or '}', found 'b'" },
        { value: { b: 2 } },
      ],
    ],
    ['bad\n{"a":1}', [{ broken: 'bad', place: "1:1 expected a value, found 'b'" }, { value: { a: 1 } }]],
    ['{"a":1}\n{"b":', [{ value: { a: 1 } }, { broken: '{"b":', place: '2:6 the line ends inside an object' }]],
    [
      '[1]\n{"a":\n[2]\n[3]',
      [
        { value: [1] },
        { broken: '{"a":', place: '2:6 the line ends inside an object' },
        { value: [2] },
        { value: [3] },
      ],
    ],
    [
      '[1]\n"cut\n[2]',
      [{ value: [1] }, { broken: '"cut', place: '2:5 the line ends inside a string' }, { value: [2] }],
    ],
    [
      '[1][2] x\r\n[3]\r\n',
      [{ broken: '[1][2] x', place: "1:8 expected nothing more after the value, found 'x'" }, { value: [3] }],
    ],
    [
      '[1]\n\n \té: no \r\n[2]',
      [{ value: [1] }, { broken: 'é: no', place: '3:3 expected a value, found U+00E9' }, { value: [2] }],
    ],
    ['1\nx\n3', [{ value: 1 }, { broken: 'x', place: "2:1 expected a value, found 'x'" }, { value: 3 }]],
    [
      '[1]\n[1,\n[2,\n[3',
      [
        { value: [1] },
        { broken: '[1,', place: '2:4 the line ends inside an array' },
        { broken: '[2,', place: '3:4 the line ends inside an array' },
        { broken: '[3', place: '4:3 the line ends inside an array' },
      ],
    ],
    ['\ufeff[1]\nno', [{ value: [1] }, { broken: 'no', place: "2:1 expected 'null'" }]],
    ['\ufeffno\n[1]', [{ broken: 'no', place: "1:1 expected 'null'" }, { value: [1] }]],
  ])('of %j costs itself alone', (text, list) => {
    expect(elements(listOf(text))).toEqual(list);
    const bytes = bytesOf(text);
    for (let first = 0; first < bytes.length; first++) {
      for (let second = first; second < bytes.length; second++) {
        expect(elements(arrive(bytes, [first, second]).document)).toEqual(list);
      }
    }
  });

  test('with a byte that is no UTF-8 says which', () => {
    const list = listOf(Uint8Array.of(...bytesOf('{"a":1}\n{"b":"caf'), 0xe9, ...bytesOf('"}\n[2]')));
    expect(elements(list)[1]).toMatchObject({ place: '2:10 invalid UTF-8 in a string: a sequence cut short' });
  });

  test.each([
    ['one that is laid out over lines', '{\n"a": bad\n}'],
    ['several that are', '{\n"a": 1\n}\n{\n"b": bad\n}\n'],
    ['one of a line before one that is', '{}\n{\n"b": bad\n}\n'],
    ['a list of one document a line', '[\n{"id":1}\nbad\n]'],
    ['text', 'Dear all,\nthis is no JSON\n'],
    ['two values on a line', '1 2'],
  ])('is none where the document is %s', (_, text) => {
    expect(indexDocuments(bytesOf(text)).ok).toBe(false);
    expect(arrive(bytesOf(text), [3, 9]).end.type).toBe('broken');
  });

  const good = fc.jsonValue({ maxDepth: 3 }).map((value) => ({ text: JSON.stringify(value), isGood: true }));
  const bad = fc
    .oneof(
      good.chain(({ text }) => fc.nat({ max: text.length - 1 }).map((at) => text.slice(0, at))),
      good.map(({ text }) => `${text} oops`),
      fc.constantFrom('{"a":', '[1,', '"', '{"a" 1}', 'nul', '[1]]', '// no', '"\\x"', '\u0001'),
    )
    .filter(isWrongForGood)
    .map((text) => ({ text, isGood: false }));

  test('wherever it stands, the others are what they are, also in pieces, and no number of a row changes on the way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: bad }), { maxLength: 12 }),
        fc.array(fc.nat({ max: 300 }), { maxLength: 10 }),
        fc.constantFrom('\n', '\r\n', '\n\n'),
        (lines, cuts, feed) => {
          const all = [{ text: '{"first":[1]}', isGood: true }, ...lines, { text: '[]', isGood: true }];
          const bytes = bytesOf(all.map(({ text }) => text).join(feed));
          const wanted = all.map(({ text, isGood }) => (isGood ? { value: JSON.parse(text) } : text.trim()));
          const shown = (doc: JsonDocument) =>
            elements(doc).map((element) => ('broken' in element ? element.broken : element));
          expect(shown(listOf(bytes))).toEqual(wanted);
          const { document, seen } = arrive(bytes, cuts);
          expect(shown(document)).toEqual(wanted);
          expect(document.broken).toEqual(listOf(bytes).broken);
          for (const before of seen.filter(({ memo }) => memo === document.memo)) {
            const settled = shown({ ...before, isComplete: true });
            expect(settled).toEqual(wanted.slice(0, settled.length));
          }
        },
      ),
      runs(2000),
    );
  });

  test('says the number of its line, however far down it is', () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => (index % 7000 === 6999 ? 'broken' : `{"a":${index}}`));
    const doc = listOf(lines.join('\n'));
    const places = elements(doc).flatMap((element) => ('place' in element ? [Number.parseInt(element.place, 10)] : []));
    expect(places).toEqual([7000, 14_000, 21_000, 28_000]);
    expect(doc.broken.count).toBe(4);
  });

  test('that is never closed, a hundred thousand times over, is not gone through again and again', () => {
    const doc = listOf(`[0]\n${'[1,\n'.repeat(100_000)}`);
    expect(doc.broken.count).toBe(100_000);
  });

  test('is a row with its place and its text, made visible', () => {
    const doc = listOf('[1]\n{"a": \u202enope}');
    const text = rowSpans(openView(doc, 10), 3, 120)
      .map((span) => span.text)
      .join('');
    expect(text).toBe(
      `  1 not JSON: line 2, column 7: expected a value after ':', found U+202E {"a": \\u202enope}`.replace(
        /^ {2}/,
        '    ',
      ),
    );
    expect(rowSpans(openView(doc, 10), 3, 120).map(({ role }) => role)).toContain('broken');
  });

  test('is found by what stands in it', () => {
    const doc = listOf('{"a":"x"}\n{"quo\\"te": "x\n{"b":"x"}');
    for (const [text, nodes] of [
      ['x', [2, 3, 5]],
      ['quo\\"', [3]],
      ['/^."quo/', [3]],
      ['/quo/', [3]],
    ] as const) {
      const read = readSearchQuery(text, 'values');
      if (!read.ok) throw new Error(read.reason);
      const found: number[] = [];
      const latin1 = (bytes: Uint8Array, from: number, to: number) =>
        Buffer.from(bytes.subarray(from, to)).toString('latin1');
      searchOn(doc, read.query, SEARCH_START, doc.bytes.length, latin1, (node) => found.push(node));
      expect([text, found]).toEqual([text, nodes]);
    }
  });

  test('is laid out as it came, or left out for programs that want JSON', () => {
    const doc = listOf('[1]\nno\n[2]');
    expect([...formatPretty(doc)].join('')).toBe('[\n  1\n]\nno\n[\n  2\n]');
    expect([...formatPretty(doc, { isStrict: true })].join('')).toBe('[\n  1\n]\n[\n  2\n]');
  });
});
