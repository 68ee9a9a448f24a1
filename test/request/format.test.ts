import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyProblem } from '../../src/request/body.ts';
import { formatLine, formatWords } from '../../src/request/format.ts';
import { parseLine, parseWords } from '../../src/request/parse.ts';
import { pathProblem } from '../../src/request/path.ts';
import type { Item, Method, RequestLine } from '../../src/request/types.ts';
import { visible } from '../../src/text/untrusted.ts';
import { runs } from '../helpers/runs.ts';
import { accepted, BASE_URL, body, field, file, header, json, query, request, text } from './accepted.ts';

const scrap = fc.constantFrom(
  ...[
    '"',
    "'",
    '\\',
    '\\\\',
    '=',
    '==',
    ':',
    ':=',
    '@',
    '|',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '{',
    '}',
    '[',
    ']',
    '{"a": 1}',
    '`',
    '$',
  ],
  ...[
    '-',
    '--',
    '#',
    '?',
    '&',
    '%',
    '%41',
    '/',
    'a',
    'B',
    '0',
    'true',
    '区',
    'é',
    '🔥',
    '👨‍👩‍👧',
    '\u202e',
    '\u200b',
    '\0',
    '\x1b',
    '\\n',
  ],
  ...['\u00a0', '\u2028', '\ufeff', '\ud83d', '\udd25', '\\u0041', 'GET'],
);
const hostile = fc.oneof(
  fc.array(scrap, { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const name = hostile.filter((text) => text !== '');
const jsonText = fc.oneof(
  fc
    .tuple(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(undefined, 1, '\t'))
    .map(([value, space]) => JSON.stringify(value, undefined, space)),
  fc.constantFrom('1e400', '-0', '12345678901234567890', '"\u202e"', '"it\'s | \\""', '[ ]', '"\\ud800"', '"\u00a0"'),
);
const plainItem: fc.Arbitrary<Item> = fc.oneof(
  fc.record({ kind: fc.constant('query' as const), name, value: hostile }),
  fc.record({
    kind: fc.constant('header' as const),
    name: fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,6}$/).map((text) => `x-${text}`),
    value: fc.stringMatching(/^(?:|[!-~\x80-\xff](?:[\t\x20-\x7e\x80-\xff]{0,6}[!-~\x80-\xff])?)$/),
  }),
);
const partType = fc.constantFrom(undefined, 'image/png', 'text/plain; charset=utf-8', 'application/javascript+module');
const partName = fc.option(fc.oneof(name, fc.constantFrom(';type=a/b', '\\;filename=', ';filename=x;type=y')), {
  nil: undefined,
});
const bodyItems: fc.Arbitrary<readonly Item[]> = fc.oneof(
  fc.uniqueArray(
    fc.oneof(
      fc.record({ kind: fc.constant('field' as const), name, value: hostile }),
      fc.record({ kind: fc.constant('json' as const), name, value: jsonText }),
    ),
    { maxLength: 4, selector: (item) => item.name },
  ),
  fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('field' as const),
        name: name.filter((text) => !/[[\]\\]/.test(text)),
        value: hostile,
      }),
      fc.record({ kind: fc.constant('part' as const), name, value: hostile, type: partType, filename: partName }),
      fc.record({
        kind: fc.constant('partFile' as const),
        name,
        path: name.filter((text) => !text.includes('\0')),
        type: partType,
        filename: partName,
      }),
    ),
    { maxLength: 4 },
  ),
  jsonText.map((value) => [body(value)]),
  name.map((value) => [text(value)]),
  name.filter((text) => !text.includes('\0')).map((path) => [file(path)]),
);
const path = hostile
  .map((text) => `/${text.replace(/[?#\x00-\x1f\x7f]/g, '')}`)
  .filter((text) => pathProblem(text) === undefined);
const filter = fc.option(
  hostile.map((text) => text.trim()).filter((text) => text !== ''),
  { nil: undefined },
);
const anyMethod = fc.constantFrom<Method | undefined>(
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  undefined,
);

const anyRequest: fc.Arbitrary<RequestLine> = fc
  .record({ method: anyMethod, path, items: fc.tuple(fc.array(plainItem, { maxLength: 4 }), bodyItems), filter })
  .map(({ items: [plain, bodies], ...rest }) => ({ ...rest, items: [...plain, ...bodies] }))
  .filter(({ method, items }) => bodyProblem(method, items) === undefined);

describe('formatLine', () => {
  it.each([
    [request('GET', '/zones'), 'GET /zones'],
    [request(undefined, '/zones', [query('name', 'a b')], '.result'), '/zones name=="a b" | .result'],
    [request('POST', '/x', [field('a', 'say "hi"')]), `POST /x a='say "hi"'`],
    [request('POST', '/x', [field('a', "it's")]), 'POST /x a="it\'s"'],
    [request('POST', '/x', [field('a', `it's "hi"`)]), 'POST /x a="it\'s \\"hi\\""'],
    [request('POST', '/x', [field('a', 'C:\\temp')]), 'POST /x a=C:\\temp'],
    [request('POST', '/x', [field('a', 'C:\\temp\\')]), "POST /x a='C:\\temp\\'"],
    [request('POST', '/x', [field('a', 'two\nlines')]), 'POST /x a="two\\nlines"'],
    [request('POST', '/x', [field('a', '\x1b\u202e\u{e0041}')]), 'POST /x a="\\u001b\\u202e\\udb40\\udc41"'],
    [request('POST', '/x', [field('a', '=')]), 'POST /x a=\\='],
    [request('POST', '/x', [field('a=b:c', 'd')]), 'POST /x a\\=b\\:c=d'],
    [request('POST', '/x', [field('@a', '')]), 'POST /x \\@a='],
    [request('POST', '/x', [field('a b', 'c')]), 'POST /x "a b"=c'],
    [request('POST', '/x', [json('a', '{"b": [1, 2]}')]), 'POST /x a:={"b": [1, 2]}'],
    [request('POST', '/x', [json('a', '[1,\n2]')]), 'POST /x "a:=[1,\\n2]"'],
    [request('POST', '/x', [body('{"b": "|"}')]), 'POST /x :={"b": "|"}'],
    [request('PUT', '/x', [text('= "\n')]), 'PUT /x ="\\\\= \\"\\n"'],
    [request('PUT', '/x', [file('my file')]), 'PUT /x @"my file"'],
    [request('PUT', '/x', [header('X-A', '"b"')]), `PUT /x X-A:'"b"'`],
    [request('GET', '/x', [header('https', '//a')]), 'GET /x https:" //a"'],
    [request(undefined, '/a b|c'), '"/a b|c"'],
    [request('POST', '/x', [field('a', '👨‍👩‍👧')]), 'POST /x a=👨‍👩‍👧'],
  ])('writes %j as %s', (value, line) => {
    expect(formatLine(value)).toBe(line);
    expect(parseLine(line)).toEqual({ ok: true, request: value });
  });

  it('gives a line that reads as the same request, whatever its names and values', () => {
    fc.assert(
      fc.property(anyRequest, (value) => {
        expect(parseLine(formatLine(value))).toEqual({ ok: true, request: value });
      }),
      runs(250),
    );
  });

  it('gives a line without control or invisible characters before the filter', () => {
    fc.assert(
      fc.property(anyRequest, (value) => {
        const line = formatLine({ ...value, filter: undefined });
        expect(visible(line)).toBe(line);
      }),
      runs(150),
    );
  });

  it.each(accepted.map(([line]) => [line]))('comes to rest after one reading of %s', (line) => {
    const first = parseLine(line, { baseUrl: BASE_URL });
    const formatted = first.ok ? formatLine(first.request) : '';
    const second = parseLine(formatted, { baseUrl: BASE_URL });
    expect(second).toEqual(first);
    expect(second.ok && formatLine(second.request)).toBe(formatted);
  });
});

describe('formatWords', () => {
  it.each([
    [request('GET', '/zones', [query('name', 'a b')], '.a | .b'), ['GET', '/zones', 'name==a b', '| .a | .b']],
    [request('POST', '/x', [json('a', '[1,\n2]'), field('|b', '"')]), ['POST', '/x', 'a:=[1,\n2]', '\\|b="']],
    [request('GET', '/x', [header('HTTP', '//a')]), ['GET', '/x', 'HTTP: //a']],
    [request(undefined, '/a b'), ['"/a b"']],
    [request(undefined, '/a\u2028b'), [' "/a\\u2028b"']],
  ])('writes %j as %j', (value, words) => {
    expect(formatWords(value)).toEqual(words);
  });

  it('gives arguments that read as the same request', () => {
    fc.assert(
      fc.property(anyRequest, (value) => {
        expect(parseWords(formatWords(value))).toEqual({ ok: true, request: value });
      }),
      runs(250),
    );
  });
});
