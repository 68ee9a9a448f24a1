import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOf, NODE_SIZE, nextOf, rawParent, startOf, toValue } from '../../src/json/document.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { runs } from '../helpers/runs.ts';
import { bytesOf, indexed, refused } from './indexed.ts';

/** What a strict parser has to response, from two parts of the platform that know nothing of ours. */
function isJson(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
    return true;
  } catch {
    return false;
  }
}

const INTEGERS = ['0', '1', '9', '10', '1234567890', '-0', '-1', '-10'];
const BAD_INTEGERS = ['', '-', '+1', '00', '01', '-01', '--1', '0x1', '1a', 'a', '.', '١'];
const FRACTIONS = ['', '.0', '.5', '.00100', '.123456789012345678901234567890'];
const BAD_FRACTIONS = ['.', '..5', '.-5', '.e', '.5.', ',5'];
const EXPONENTS = ['', 'e0', 'E0', 'e+0', 'E-10', 'e007', 'e999999'];
const BAD_EXPONENTS = ['e', 'E', 'e+', 'e-', 'e+-1', 'e1.5', 'ee1', 'e 1', 'f1', 'n'];
const PLACES: readonly (readonly [string, string])[] = [
  ['', ''],
  ['[', ']'],
  ['[1, ', ' ]'],
  ['{"k":', '}'],
  ['\t{"k": [true ,', ',null]}\r\n'],
];

function numbers(integers: readonly string[], fractions: readonly string[], exponents: readonly string[]): string[] {
  return integers.flatMap((a) => fractions.flatMap((b) => exponents.map((c) => a + b + c)));
}

describe('numbers', () => {
  test.each(numbers(INTEGERS, FRACTIONS, EXPONENTS))('%s is accepted wherever a value may stand', (number) => {
    for (const [before, after] of PLACES) expect(indexDocument(bytesOf(before + number + after)).ok).toBe(true);
  });

  const bad = [
    ...numbers(BAD_INTEGERS, FRACTIONS, ['', 'e0']),
    ...numbers(['0', '-12'], BAD_FRACTIONS, ['', 'e1']),
    ...numbers(['0', '-12'], ['', '.5'], BAD_EXPONENTS),
  ];
  test.each(bad)('%j is refused wherever a value may stand', (number) => {
    for (const [before, after] of PLACES) {
      const bytes = bytesOf(before + number + after);
      // Some are none only outside of an array: `[]`, and `[0,5]`.
      expect(indexDocument(bytes).ok).toBe(isJson(bytes));
      if (before !== '[' && !number.includes(',')) expect(indexDocument(bytes).ok).toBe(false);
    }
  });

  test('a number of 400 digits keeps all of them', () => {
    const digits = '1234567890'.repeat(40);
    const doc = indexed(`[${digits}]`);
    expect([startOf(doc, 1), endOf(doc, 1)]).toEqual([1, 401]);
  });
});

const HEX = ['0000', '0041', 'd800', 'DFFF', 'aBcD', 'ffff'];
const GOOD_STRINGS = [
  '',
  'a',
  'é',
  '€',
  '😀',
  '\u007f',
  '\u0080',
  '\u2028\u2029',
  '\ufeff',
  '\uffff',
  "'",
  '/',
  ...[...'"\\/bfnrt'].map((letter) => `\\${letter}`),
  ...HEX.map((digits) => `\\u${digits}`),
  '\\ud83d\\ude00',
  '\\\\\\"',
];

describe('strings', () => {
  test.each(GOOD_STRINGS)('"%s" is accepted as a value and as a key', (text) => {
    for (const source of [`"${text}"`, `{"${text}":"${text}"}`, `["${text}" , "${text}"]`]) {
      expect(toValue(indexed(source), 0)).toEqual(JSON.parse(source));
    }
  });

  const controls = Array.from({ length: 0x20 }, (_, code) => code);
  test.each(controls)('the control character %i is refused bare and accepted escaped', (code) => {
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    expect(refused(`"ab${String.fromCharCode(code)}c"`)).toEqual({
      offset: 3,
      line: 1,
      column: 4,
      reason: `control character ${name} in a string`,
    });
    expect(indexDocument(bytesOf(`"\\u${code.toString(16).padStart(4, '0')}"`)).ok).toBe(true);
  });

  const letters = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i));
  test.each(letters)('a backslash before %j is accepted only where RFC 8259 has that escape', (letter) => {
    const source = letter === '"' ? '"\\""' : `"\\${letter}0041"`;
    expect(indexDocument(bytesOf(source)).ok).toBe('"\\/bfnrtu'.includes(letter));
  });

  test.each(['\\u', '\\u1', '\\u12', '\\u123', '\\u123g', '\\u 123', '\\u-123', '\\U0041', '\\x41'])(
    'the escape %s is refused',
    (sequence) => {
      expect(indexDocument(bytesOf(`"${sequence}"`)).ok).toBe(false);
      expect(indexDocument(bytesOf(`{"${sequence}":1}`)).ok).toBe(false);
    },
  );
});

describe('UTF-8', () => {
  const cases: readonly (readonly [string, readonly number[], string])[] = [
    ['a continuation byte alone', [0x80], 'a continuation byte without a lead byte'],
    ['an overlong slash of two bytes', [0xc0, 0xaf], 'an overlong sequence'],
    ['an overlong slash of three bytes', [0xe0, 0x80, 0xaf], 'an overlong sequence'],
    ['an overlong slash of four bytes', [0xf0, 0x80, 0x80, 0xaf], 'an overlong sequence'],
    ['the highest overlong of three bytes', [0xe0, 0x9f, 0xbf], 'an overlong sequence'],
    ['the highest overlong of four bytes', [0xf0, 0x8f, 0xbf, 0xbf], 'an overlong sequence'],
    ['the first surrogate', [0xed, 0xa0, 0x80], 'a surrogate'],
    ['the last surrogate', [0xed, 0xbf, 0xbf], 'a surrogate'],
    ['U+110000', [0xf4, 0x90, 0x80, 0x80], 'a code point over U+10FFFF'],
    ['a lead byte of five', [0xf8, 0x88, 0x80, 0x80, 0x80], 'byte 0xF8 never occurs'],
    ['0xFF', [0xff], 'byte 0xFF never occurs'],
    ['two bytes cut short', [0xc3], 'a sequence cut short'],
    ['three bytes cut short', [0xe2, 0x82], 'a sequence cut short'],
    ['four bytes cut short', [0xf0, 0x9f, 0x98], 'a sequence cut short'],
  ];
  test.each(cases)('%s in a string is refused by name', (_, bytes, why) => {
    const error = refused(Uint8Array.from([0x5b, 0x22, 0xc3, 0xa9, ...bytes, 0x22, 0x5d]));
    expect(error).toEqual({ offset: 4, line: 1, column: 4, reason: `invalid UTF-8 in a string: ${why}` });
    expect(indexDocument(Uint8Array.from([0x7b, 0x22, ...bytes, 0x22, 0x3a, 0x31, 0x7d])).ok).toBe(false);
  });

  test('the borders of what is allowed are accepted', () => {
    for (const code of [0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff]) {
      const source = JSON.stringify(String.fromCodePoint(code));
      expect(toValue(indexed(source), 0)).toBe(String.fromCodePoint(code));
    }
  });

  test('every sequence of two bytes is judged as TextDecoder judges it', () => {
    for (let pair = 0x8000; pair < 0x10000; pair++) {
      const bytes = Uint8Array.from([0x22, pair >> 8, pair & 0xff, 0x22]);
      if (indexDocument(bytes).ok !== isJson(bytes)) expect.fail(pair.toString(16));
    }
  });
});

describe('structure', () => {
  const accepted = [
    ...['{}', '[]', '[[]]', '[{}]', '{"a":{}}', '{"a":[]}', '[[],[]]', '{"a":1,"a":2}', '{"":0}'],
    ...['true', 'false', 'null', '""', ' 1 ', '\t\r\n []\n', '[ ]', '{ }', '[\n1\t,\r2 ]', '{ "a" : 1 , "b" : 2 }'],
    ...['\ufeff{}', '\ufeff 1'],
  ];
  test.each(accepted)('%j is accepted', (source) => {
    expect(toValue(indexed(source), 0)).toEqual(JSON.parse(source.replace('\ufeff', '')));
  });

  const reasons: readonly (readonly [string, number, number, string])[] = [
    ['', 1, 1, 'the document is empty'],
    ['\ufeff', 1, 1, 'the document is empty'],
    [' \n ', 2, 2, 'the document is empty'],
    ['[1 2]', 1, 4, "expected ',' or ']' after an element, found '2'"],
    ['[1}', 1, 3, "expected ',' or ']' after an element, found '}'"],
    ['{"a":1 "b":2}', 1, 8, "expected ',' or '}' after a member, found '\"'"],
    ['{"a":1]', 1, 7, "expected ',' or '}' after a member, found ']'"],
    ['[1,]', 1, 4, "expected a value after ',', which may not be the last"],
    ['[,1]', 1, 2, "expected a value or ']', found ','"],
    ['[1,,2]', 1, 4, "expected a value after ',', found ','"],
    ['{"a":1,}', 1, 8, "expected a key in double quotes after ',', which may not be the last"],
    ['{,}', 1, 2, "expected a key in double quotes or '}', found ','"],
    ['{a:1}', 1, 2, "expected a key in double quotes or '}', found 'a'"],
    ["{'a':1}", 1, 2, "expected a key in double quotes or '}', found a single quote"],
    ['{1:1}', 1, 2, "expected a key in double quotes or '}', found '1'"],
    ['{"a"}', 1, 5, "expected ':' after a key, found '}'"],
    ['{"a" 1}', 1, 6, "expected ':' after a key, found '1'"],
    ['{"a":}', 1, 6, "expected a value after ':', found '}'"],
    ['{"a"::1}', 1, 6, "expected a value after ':', found ':'"],
    ["['a']", 1, 2, "expected a value or ']', found a single quote"],
    ['01', 1, 1, 'a number may not start with 0'],
    ['[-01]', 1, 3, 'a number may not start with 0'],
    ['+1', 1, 1, "expected a value, found '+': a number may not start with it"],
    ['.5', 1, 1, "expected a value, found '.': a number may not start with it"],
    ['[1.]', 1, 4, "expected a digit after '.'"],
    ['[-]', 1, 3, "expected a digit after '-'"],
    ['[1e+]', 1, 5, 'expected a digit in an exponent'],
    ['[1.5E]', 1, 6, 'expected a digit in an exponent'],
    ['-', 1, 2, 'the document ends inside a number'],
    ['[1.', 1, 4, 'the document ends inside a number'],
    ['1e', 1, 3, 'the document ends inside a number'],
    ['[NaN]', 1, 2, "expected a value or ']', found 'N'"],
    ['[nul]', 1, 2, "expected 'null'"],
    ['[tru', 1, 5, "the document ends inside 'true'"],
    ['{"a":False}', 1, 6, "expected a value after ':', found 'F'"],
    ['[truee]', 1, 6, "expected ',' or ']' after an element, found 'e'"],
    ['["a', 1, 4, 'the document ends inside a string'],
    ['"\\', 1, 3, 'the document ends inside a string'],
    ['"\\u12', 1, 6, 'the document ends inside a string'],
    ['{"a', 1, 4, 'the document ends inside a string'],
    ['["a\\q"]', 1, 4, "no such escape in a string: '\\' and 'q'"],
    ['{"a\\q":1}', 1, 4, "no such escape in a string: '\\' and 'q'"],
    ['["a\\uD8G0"]', 1, 4, "'\\u' takes four hexadecimal digits"],
    ['["a\nb"]', 1, 4, 'control character U+000A in a string'],
    ['[', 1, 2, 'the document ends inside an array'],
    ['[1', 1, 3, 'the document ends inside an array'],
    ['[1,', 1, 4, 'the document ends inside an array'],
    ['[[]', 1, 4, 'the document ends inside an array'],
    ['{', 1, 2, 'the document ends inside an object'],
    ['{"a"', 1, 5, 'the document ends inside an object'],
    ['{"a":', 1, 6, 'the document ends inside an object'],
    ['{"a":1', 1, 7, 'the document ends inside an object'],
    ['{"a":1,', 1, 8, 'the document ends inside an object'],
    ['1 2', 1, 3, "expected nothing more after the value, found '2'"],
    ['{}}', 1, 3, "expected nothing more after the value, found '}'"],
    ['[1] // all', 1, 5, "expected nothing more after the value, found '/': JSON has no comments"],
    ['[1, # one\n2]', 1, 5, "expected a value after ',', found '#': JSON has no comments"],
    ['[\u00a01]', 1, 2, "expected a value or ']', found U+00A0"],
    ['[1\u000b]', 1, 3, "expected ',' or ']' after an element, found U+000B"],
    ['[1]\u0000', 1, 4, 'expected nothing more after the value, found U+0000'],
    ['\ufeff\ufeff1', 1, 1, 'expected a value, found U+FEFF'],
    ['[1]\ufeff', 1, 4, 'expected nothing more after the value, found U+FEFF'],
    ['{\n  "é": "😀",\r\n  "b" 2\n}', 3, 7, "expected ':' after a key, found '2'"],
    ['["é😀€", x]', 1, 9, "expected a value after ',', found 'x'"],
    ['\ufeff["é", x]', 1, 7, "expected a value after ',', found 'x'"],
  ];
  test.each(reasons)('%j is refused at %i:%i: %s', (source, line, column, reason) => {
    expect(refused(source)).toMatchObject({ line, column, reason });
    expect(isJson(bytesOf(source))).toBe(false);
  });

  test('the offset counts bytes where the column counts characters', () => {
    expect(refused('["é😀€", x]')).toMatchObject({ offset: 14, column: 9 });
  });

  test('a byte that is not UTF-8 between tokens is named', () => {
    expect(refused(Uint8Array.from([0x5b, 0xff]))).toMatchObject({
      offset: 1,
      reason: "expected a value or ']', found byte 0xFF, which is not UTF-8",
    });
  });

  test('every document cut short anywhere is refused at its end', () => {
    const source = '{"a":[1.5e+3,true,"\\u00e9é",{}],"b":null}';
    const bytes = bytesOf(source);
    for (let cut = 0; cut < bytes.length; cut++) {
      const error = refused(bytes.subarray(0, cut));
      const isInsideCharacter = error.reason.startsWith('invalid UTF-8');
      expect(error.offset).toBe(isInsideCharacter ? cut - 1 : cut);
    }
  });
});

describe('the index', () => {
  test('is a preorder table of offsets, parents and skip pointers', () => {
    const doc = indexed(' {"a" : [1, {"b":"x"}], "c":{} } ');
    expect(doc).toMatchObject({ nodeCount: 6, maxDepth: 3, isComplete: true, isSequence: false });
    const table = [startOf, endOf, rawParent, nextOf].map((ask) => [0, 1, 2, 3, 4, 5].map((node) => ask(doc, node)));
    expect(table).toEqual([
      [1, 8, 9, 12, 17, 28],
      [32, 22, 10, 21, 20, 30],
      [0, 0, 1, 1, 3, 0],
      [6, 5, 3, 5, 5, 6],
    ]);
  });

  test('takes 12 bytes a node', () => {
    const doc = indexed(`[${Array(1000).fill('{"a":1}').join()}]`);
    expect(doc.nodes.byteLength).toBe(12 * doc.nodeCount);
    expect(doc.nodes).toHaveLength(2001 * NODE_SIZE);
  });

  test('the depth of a document is that of its deepest node', () => {
    for (const [source, depth] of [
      ['1', 0],
      ['[]', 0],
      ['[1]', 1],
      ['[[]]', 1],
      ['{"a":[[1],2]}', 3],
    ] as const) {
      expect(indexed(source).maxDepth).toBe(depth);
    }
  });

  test.each([
    ['arrays', '[', ']', ''],
    ['objects', '{"k":', '}', '1'],
    ['both', '[{"a":0,"k":', ',"z":0}]', '[]'],
  ])('nesting of 100,000 levels of %s is indexed, and refused where one bracket lacks', (_, before, after, inner) => {
    const levels = 100_000;
    const source = before.repeat(levels) + inner + after.repeat(levels);
    const doc = indexed(source);
    expect(doc.maxDepth).toBeGreaterThanOrEqual(levels - 1);
    expect(refused(source.slice(0, -1)).reason).toMatch(/^the document ends inside/);
    expect(refused(`${source}]`).offset).toBe(source.length);
  });

  test('ignores what lies around the bytes it is given', () => {
    const around = bytesOf('xx[1,2]xx');
    expect(indexed(around.subarray(2, 7)).nodeCount).toBe(3);
  });
});

/** JSON with some of its bytes deleted, doubled or replaced by ones that matter to the grammar. */
const mutatedJson = fc
  .tuple(
    fc.json({ maxDepth: 4 }),
    fc.array(
      fc.record({
        at: fc.nat(),
        remove: fc.nat({ max: 2 }),
        insert: fc.oneof(
          fc.constantFrom(...['{', '}', '[', ']', ':', ',', '"', '\\', '0', '1', '-', '.', 'e', '+', 't', 'null', ' ']),
          fc.constantFrom('\n', '\u0001', 'é', '\\u12', '\\n', '//', '"a":', '1,'),
          fc.constant(''),
        ),
      }),
      { maxLength: 3 },
    ),
    fc.option(fc.tuple(fc.nat(), fc.integer({ min: 0x80, max: 0xff }))),
  )
  .map(([source, edits, rawByte]) => {
    let text = source;
    for (const { at, remove, insert } of edits) {
      const place = at % (text.length + 1);
      text = text.slice(0, place) + insert + text.slice(place + remove);
    }
    const bytes = bytesOf(text);
    if (rawByte !== null && bytes.length > 0) bytes[rawByte[0] % bytes.length] = rawByte[1];
    return bytes;
  });

describe('against JSON.parse', () => {
  test('accepts and refuses the same texts, and reads the same values', () => {
    fc.assert(
      fc.property(mutatedJson, (bytes) => {
        const result = indexDocument(bytes);
        expect(result.ok).toBe(isJson(bytes));
        if (result.ok) {
          const text = new TextDecoder().decode(bytes);
          expect(JSON.stringify(toValue(result.document, 0))).toBe(JSON.stringify(JSON.parse(text)));
        } else {
          expect(result.error.offset).toBeLessThanOrEqual(bytes.length);
          expect(result.error.reason).toMatch(/^[\x20-\x7e]+$/);
        }
      }),
      runs(500),
    );
  });

  test('any value that JSON can carry comes back with its keys in order', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary' }),
        fc.constantFrom(undefined, 1, '\t'),
        fc.boolean(),
        (value, space, isEscaped) => {
          const plain = JSON.stringify(value, null, space);
          const source = isEscaped
            ? plain.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
            : plain;
          const back = toValue(indexed(source), 0);
          expect(back).toEqual(JSON.parse(source));
          expect(JSON.stringify(back)).toBe(JSON.stringify(JSON.parse(source)));
        },
      ),
      runs(200),
    );
  });

  test('random text of the grammar is judged alike', () => {
    const token = fc.constantFrom('{', '}', '[', ']', ':', ',', '"a"', '1', '-2.5e3', 'true', ' ', '\n', '"\\n"');
    fc.assert(
      fc.property(fc.array(token, { maxLength: 9 }), (tokens) => {
        const bytes = bytesOf(tokens.join(''));
        expect(indexDocument(bytes).ok).toBe(isJson(bytes));
      }),
      runs(500),
    );
  });
});
