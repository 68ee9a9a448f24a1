// Requests made of what shells, runtimes and clients trip over, and what of each goes over the wire.

import fc from 'fast-check';
import { bodyProblem } from '../../../src/request/body.ts';
import { placeholders } from '../../../src/request/edit.ts';
import { pathProblem } from '../../../src/request/path.ts';
import { type SnippetOptions, snippetFormats, writeSnippet } from '../../../src/request/snippets/formats.ts';
import type { Snippet } from '../../../src/request/snippets/types.ts';
import type { Item, Method, RequestLine } from '../../../src/request/types.ts';

const empty: RequestLine = { method: undefined, path: '/', items: [], filter: undefined };

const scraps = [
  ...['"', "'", '`', '\\', '\\\\', '\\"', "\\'", '""', "''", '"\\', "'\\''", '\\"\\\\"'],
  ...['\u2018', '\u2019', '\u201a', '\u201b', '\u201c', '\u201d', '\u201e'],
  ...['$', '$HOME', `$${'{HOME}'}`, '$(id)', '`id`', '$env:PATH', '$?', '$$', '@{a=1}', '$(', '@(', '#', '# x'],
  ...[
    '%',
    '%%',
    '%PATH%',
    '%CC%',
    '%1',
    '%=C:%',
    '%PATH:~0,1%',
    '%%PATH%%',
    '^',
    '^^',
    '^"',
    '&',
    '&&',
    '|',
    '||',
    ';',
  ],
  ...['<', '>', '(', ')', '{', '}', '[', ']', '*', '?', '~', '!', '!!', '!PATH!', ',', '=', '==', ':', ':='],
  ...[' ', '  ', '\n', '\r\n', '\t', '-', '--', '-d', '--next', '@', '@-', '@file', ';type=a/b', '--%', '/', '//'],
  ...[
    'a',
    'B',
    '0',
    '1e400',
    '12345678901234567890',
    'true',
    '\\n',
    '\\u0041',
    '{"a":"b"}',
    '{\\"a\\":1}',
    'é',
    '区',
    '🔥',
  ],
  ...['\u00a0', '\u200b', '\u202e', '\u2028', '\ufeff', '\x7f', '\x85', '"\n"', "'@", "@'", "\n'@\n", '"@', '\nEOF\n'],
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...scraps), { maxLength: 7 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
);
const name = text.filter((value) => value !== '');

const jsonText = fc.oneof(
  fc
    .tuple(
      fc.letrec((tie) => ({
        value: fc.oneof(
          { maxDepth: 3 },
          text,
          fc.constantFrom(null, true, 0, -1.5),
          fc.array(tie('value'), { maxLength: 3 }),
          fc.dictionary(text, tie('value'), { maxKeys: 3 }),
        ),
      })).value,
      fc.constantFrom(undefined, undefined, 2, '\t'),
    )
    .map(([value, space]) => JSON.stringify(value, undefined, space)),
  fc.constantFrom(
    ...['12345678901234567890', '1e400', '-0', '1.0', '{"id":900719925474099312345}', '{"a":1,"a":2}', '{"2":1,"1":2}'],
    ...[
      '{"__proto__":{"a":1}}',
      '{"constructor":1,"toJSON":2}',
      '[ ]',
      '{ "a" :\r\n 1 }',
      '"\\ud800"',
      '"\\u00e9\\/"',
      '[]',
    ],
  ),
);

const header = fc.record({
  kind: fc.constant('header' as const),
  name: fc.oneof(
    fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,5}$/).map((value) => `${value}-x`),
    fc.constantFrom('Accept', 'content-type', 'If-None-Match', 'X-A', 'x-a', '-x'),
  ),
  value: fc.oneof(
    text.map((value) => value.replace(/[^\t\x20-\x7e]/g, '').replace(/^[\t ]+|[\t ]+$/g, '')),
    fc.constantFrom('', '"etag"', 'W/"a"', 'a\\', '\\"', 'a b\\', ';', '@file', '=x', 'caf\xe9 %s \\x', '\xff'),
  ),
});

const query = fc.record({ kind: fc.constant('query' as const), name, value: text });

const bodies: fc.Arbitrary<readonly Item[]> = fc.oneof(
  fc.constant([]),
  fc.uniqueArray(
    fc.oneof(
      fc.record({ kind: fc.constant('field' as const), name, value: text }),
      fc.record({ kind: fc.constant('json' as const), name, value: jsonText }),
    ),
    { maxLength: 4, selector: (item) => item.name },
  ),
  jsonText.map((value) => [{ kind: 'body' as const, value }]),
  name.map((value) => [{ kind: 'text' as const, value }]),
);

const path = text
  .map((value) => `/zones/${value.replace(/[?#\x00-\x1f\x7f]/g, '')}`)
  .filter((value) => pathProblem(value) === undefined && placeholders({ ...empty, path: value }).length === 0);

const filter = fc.option(
  text.map((value) => value.trim()).filter((value) => value !== ''),
  { nil: undefined, freq: 2 },
);

/** Names that a file can have here, hostile too. */
export const fileNames = [
  '-',
  '@',
  'a b.json',
  "it's",
  '"q".txt',
  '$HOME',
  '%PATH%',
  'é区.bin',
  ';type=a',
  '-d',
  'a\nb',
  '[1-2]',
  'a[b]`*?c',
];

/** Requests with bodies of every kind but files. */
export const hostileRequest: fc.Arbitrary<RequestLine> = requestOf(bodies);
/** Requests whose body is one of the `fileNames`. */
export const fileRequest: fc.Arbitrary<RequestLine> = requestOf(
  fc.constantFrom(...fileNames).map((file) => [{ kind: 'file' as const, path: file }]),
);

/** Each of the `fileNames` as a body. */
export const hostileFiles: readonly RequestLine[] = fileNames.map((file) => ({
  ...empty,
  method: 'PUT',
  items: [{ kind: 'file', path: file }],
}));

function requestOf(body: fc.Arbitrary<readonly Item[]>): fc.Arbitrary<RequestLine> {
  return fc
    .record({
      method: fc.constantFrom<Method | undefined>(
        'GET',
        'HEAD',
        'POST',
        'PUT',
        'PATCH',
        'DELETE',
        'OPTIONS',
        undefined,
      ),
      path,
      items: fc.tuple(fc.array(query, { maxLength: 3 }), fc.array(header, { maxLength: 2 }), body),
      filter,
    })
    .map(({ items, ...rest }) => ({ ...rest, items: items.flat() }))
    .filter((request) => bodyProblem(request.method, request.items) === undefined);
}

/** Texts that some shell, runtime or client trips over, each with what it is. */
export const hostileTexts: readonly string[] = [
  ...[
    '"',
    '""',
    "'",
    "''",
    '`',
    '"it\'s"',
    'say "hi"',
    '\\',
    '\\\\',
    'C:\\',
    'C:\\a b\\',
    '\\"',
    'a\\\\"b',
    '\\\\ " \\\\',
    'a b\\\\',
  ],
  ...['%PATH%', '%%', '%%PATH%%', '%', '100%', '%2', '%~dp0', '%PATH:~0,3%', '%=C:%', '%*', '%0', '%a in (b)'],
  ...[
    '^',
    '^^',
    '^"',
    '"^',
    '&',
    '"&',
    '& calc',
    '"&"|',
    '|',
    '||',
    '<in',
    '>out',
    '2>&1',
    '(',
    ')',
    '( " )',
    '!',
    '!PATH!',
    '!!',
    '"!x"',
  ],
  ...[
    '$',
    '$HOME',
    '$env:HOME',
    '$(id)',
    '`id`',
    '$((1))',
    '@{a=1}',
    '@(1)',
    '#x',
    '; id',
    '~',
    '*',
    '?[a-c]',
    '{a,b}',
  ],
  ...['@', '@file', '@-', '-', '--', '-X', '--%', '=', '==x', ':=', '', ' ', '  two  ', 'a\tb', '\t'],
  ...['line\nline', 'line\r\nline', '\n', '\r', '\\\n', "'@\n", '"@\n@"'],
  ...[
    '\u2018typographic\u2019 \u201cquotes\u201d \u201e\u201a',
    'é',
    'Zürich 東京 Ω',
    '🔥',
    '👩‍👩‍👧',
    '\u00a0',
    '\u202e',
    '\ufeff',
  ],
];

/** The hostile texts, four to a request: in path, query, headers, names and values of a JSON body, and filter. */
export const hostileRequests: readonly RequestLine[] = [...Array(Math.ceil(hostileTexts.length / 4)).keys()].map(
  (at) => {
    const texts = hostileTexts.slice(at * 4, at * 4 + 4);
    const segments = texts.map((hostile) => hostile.replace(/[?#\x00-\x1f\x7f]/g, ''));
    const segment = segments.filter((one) => pathProblem(`/${one}`) === undefined).join('/x');
    const path = `/zones/x${segment}`;
    const filter = texts.map((hostile) => JSON.stringify(hostile)).join(', ');
    const inHeader = (hostile: string): string => hostile.replace(/[^\t\x20-\x7e]/g, '').trim();
    return {
      method: 'POST',
      path: pathProblem(path) === undefined && placeholders({ ...empty, path }).length === 0 ? path : '/zones',
      items: texts.flatMap((hostile, index): readonly Item[] => [
        { kind: 'query', name: `q${hostile}`, value: hostile },
        { kind: 'header', name: `X-${index}`, value: inHeader(hostile) },
        { kind: 'field', name: `n${index}${hostile.replace(/[[\]]/g, '')}`, value: hostile },
        { kind: 'json', name: `j${index}`, value: JSON.stringify([hostile]) },
      ]),
      filter: at % 2 === 0 ? filter : undefined,
    };
  },
);

/** Each hostile text as a body of text. */
export const hostileBodies: readonly RequestLine[] = [...hostileTexts, 'x'.repeat(9000)]
  .filter((hostile) => hostile !== '')
  .map((hostile) => ({ ...empty, method: 'PUT', items: [{ kind: 'text', value: hostile }] }));

/** A request in a format; throws where the format refuses it. */
export function write(
  id: string,
  line: RequestLine,
  options: Partial<SnippetOptions> & { readonly baseUrl: string },
): Snippet {
  const format = snippetFormats.find((candidate) => candidate.id === id);
  if (!format) throw new Error(`there is no format ${id}`);
  const written = writeSnippet(format, line, { credential: 'token', multiline: false, ...options });
  if (!written.ok) throw new Error(written.message);
  return written;
}
