// Nested bodies in HTTPie's notation: the examples of its documentation (https://httpie.io/docs/cli/nested-json), and what goes wrong.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatLine, formatWords } from '../../src/request/format.ts';
import { literalName, readSteps } from '../../src/request/nested.ts';
import { parseLine, parseWords } from '../../src/request/parse.ts';
import type { RequestLine } from '../../src/request/types.ts';
import { bodyText } from '../../src/request/wire.ts';

function read(...items: readonly string[]): RequestLine {
  const parsed = parseWords(['POST', '/x', ...items]);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.request;
}

function bodyOf(...items: readonly string[]): unknown {
  return JSON.parse(bodyText(read(...items)) ?? '');
}

function refused(...items: readonly string[]): string {
  const parsed = parseWords(['POST', '/x', ...items]);
  return parsed.ok ? `taken: ${bodyText(parsed.request)}` : parsed.error.message;
}

describe('fields', () => {
  test.each<readonly [items: readonly string[], body: unknown]>([
    [
      ['platform[name]=HTTPie', 'platform[about][mission]=x'],
      { platform: { name: 'HTTPie', about: { mission: 'x' } } },
    ],
    [
      ['search[type]=keyword', 'search[keywords][]=a', 'search[keywords][]=b'],
      { search: { type: 'keyword', keywords: ['a', 'b'] } },
    ],
    [['a[]=1', 'a[]:=2'], { a: ['1', 2] }],
    [['a[1]=b', 'a[0]=a'], { a: ['a', 'b'] }],
    [['a[3]=x'], { a: [null, null, null, 'x'] }],
    [['a[0][b]=x', 'a[0][c]:=true', 'a[1][b]=y'], { a: [{ b: 'x', c: true }, { b: 'y' }] }],
    [['a[][b]=x', 'a[][b]=y'], { a: [{ b: 'x' }, { b: 'y' }] }],
    [['a[b][][]=x'], { a: { b: [['x']] } }],
    [
      ['[]=a', '[]:=2', '[3]=d'],
      ['a', 2, null, 'd'],
    ],
    [
      ['[0][type]=A', '[1][type]=B'],
      [{ type: 'A' }, { type: 'B' }],
    ],
    [['[a]=x', 'b=y'], { a: 'x', b: 'y' }],
    [['a[\\1]=x', 'a[2]x\\[y\\]=z'].slice(0, 1), { a: { 1: 'x' } }],
    [['a\\[b\\]=c'], { 'a[b]': 'c' }],
    [['a[b\\[c\\]]=d'], { a: { 'b[c]': 'd' } }],
    [['0=x', '1=y'], { 0: 'x', 1: 'y' }],
    [['data.priority:=10'], { 'data.priority': 10 }],
    [['data[a.b]=x'], { data: { 'a.b': 'x' } }],
    [['a[__proto__]=x', '__proto__[b]=y'], JSON.parse('{"a":{"__proto__":"x"},"__proto__":{"b":"y"}}')],
    [['a:={"b":1}', 'a[c]=2'], { a: { b: 1, c: '2' } }],
    [['a:=[1, 2]', 'a[]=3'], { a: [1, 2, '3'] }],
    [['a[b]:={"c":[1]}', 'a[b][c][]:=2'], { a: { b: { c: [1, 2] } } }],
    [['name=@', 'a=\\@b', 'c=\\=d'], { name: '@', a: '@b', c: '=d' }],
  ])('%j make %j', (items, body) => {
    expect(bodyOf(...items)).toEqual(body);
  });

  test('keep the digits and the order in which they were written', () => {
    expect(bodyText(read('z[a]:=12345678901234567890', 'b:=1.50', 'z[c]:=1e400'))).toBe(
      '{"z":{"a":12345678901234567890,"c":1e400},"b":1.50}',
    );
  });

  test.each<readonly [items: readonly string[], says: string]>([
    [['a=1', 'a[b]=2'], '"a[b]" asks for a member of "a", which is text.'],
    [['a:=1', 'a[]=2'], '"a[]" asks for an entry of "a", which is a number.'],
    [
      ['a[]=1', 'a[b]=2'],
      '"a[b]" asks for a member of "a", which is a list. Write [0] for an entry, or [] for the next one.',
    ],
    [['a[b]=1', 'a[0]=2'], '"a[0]" asks for an entry of "a", which is an object. Write [\\0] for a member called 0.'],
    [['a[b][c]=1', 'a[b][]=2'], '"a[b][]" asks for an entry of "a[b]", which is an object.'],
    [
      ['[]=1', 'a=2'],
      '"a" asks for a member of the body, which is a list. Write [0] for an entry, or [] for the next one.',
    ],
    [['a=1', '[0]=2'], '"[0]" asks for an entry of the body, which is an object. Write [\\0] for a member called 0.'],
    [['a[b]=1', 'a[b]=2'], 'The field "a[b]" is set twice.'],
    [['a[b]=1', 'a=2'], 'The field "a" is set twice.'],
    [['a[0]=1', 'a[0]=2'], 'The field "a[0]" is set twice.'],
    [['a[b=1'], '"a[b" has a [ that is not closed. Write \\[ where it is part of the name.'],
    [['a]=1'], '"a]" has a ] without a [. Write \\] where it is part of the name.'],
    [['a[b]c=1'], '"a[b]c" goes on after a ]. Expected [ there, or the end of the name.'],
    [['a[[b]]=1'], '"a[[b]]" has a [ that is not closed. Write \\[ where it is part of the name.'],
    [['a[-1]=x'], '"a[-1]" has the index -1, but entries are counted from 0.'],
    [
      ['a[10000]=x'],
      '"a[10000]" has the index 10000, and a list may have 10000 entries. Write [\\10000] for a member of that name.',
    ],
    [['a:=@f.json', 'a[b]=1'], '"a[b]" asks for a member of "a", which is taken from a file.'],
    [[`a${'[b]'.repeat(200)}=1`], 'is nested deeper than 100 levels.'],
  ])('%j do not go together: %s', (items, says) => {
    expect(refused(...items)).toContain(says);
  });
});

describe('fields from files', () => {
  test.each([
    ['a=@b c.txt', { kind: 'fieldFile', name: 'a', path: 'b c.txt' }],
    ['a[b]:=@c.json', { kind: 'jsonFile', name: 'a[b]', path: 'c.json' }],
    [':=@body.json', { kind: 'file', path: 'body.json' }],
    ['a=@-', { kind: 'fieldFile', name: 'a', path: '-' }],
  ])('%s', (word, item) => {
    expect(read(word).items).toEqual([item]);
    expect(parseLine(formatLine(read(word)))).toEqual({ ok: true, request: read(word) });
  });

  test('stand in a line without quotes, and with them', () => {
    const parsed = parseLine('POST /x a:=@f.json b=@"my file" c:=@"my file.json" | .a');
    expect(parsed).toMatchObject({
      ok: true,
      request: {
        items: [
          { kind: 'jsonFile', path: 'f.json' },
          { kind: 'fieldFile', path: 'my file' },
          { kind: 'jsonFile', path: 'my file.json' },
        ],
        filter: '.a',
      },
    });
  });
});

test('any key is one key in its literal name', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '[', ']', '\\', '0', '.', '=', ':', '@', ' ', 'é') }), (key) => {
      fc.pre(key !== '');
      expect(readSteps(literalName(key))).toEqual([{ kind: 'member', key }]);
    }),
  );
});

test('fields of any name and value come back from a line and from words', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '[', ']', '\\', '1', '@', '=', ':', ' ', '"', "'", '|', '\n'),
    minLength: 1,
  });
  const item = fc.oneof(
    fc.record({ kind: fc.constant('field' as const), name: text.map(literalName), value: text }),
    fc.record({ kind: fc.constant('fieldFile' as const), name: text.map(literalName), path: text }),
    fc.record({ kind: fc.constant('jsonFile' as const), name: text.map(literalName), path: text }),
  );
  fc.assert(
    fc.property(item, (one) => {
      const request: RequestLine = { method: 'POST', path: '/x', items: [one], filter: undefined };
      expect(parseLine(formatLine(request))).toEqual({ ok: true, request });
      expect(parseWords(formatWords(request))).toEqual({ ok: true, request });
    }),
    { numRuns: 500 },
  );
});
