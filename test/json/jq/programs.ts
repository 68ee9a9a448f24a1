// Documents and programs for tests: what jq is used for, written at random, with the values that differ between implementations.
import fc from 'fast-check';

const key = fc.constantFrom('a', 'b', 'c', 'name', 'é', '\u{1f600}', '\uffff', 'a b', 'x"y');

const number = fc.oneof(
  fc.integer({ min: -5, max: 20 }).map(String),
  fc.constantFrom('1.10', '1.1', '1e2', '100', '0.0', '-0', '12345678901234567890', '12345678901234567891', '1E400'),
  fc.constantFrom('0.0000001', '1.5e-3', '123456789.25', '-7E-9', '0e5'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
);

const string = fc.oneof(
  fc.constantFrom(
    '"A"',
    '"B"',
    '"a"',
    '"ab"',
    '"b,c"',
    '""',
    '"\\u00e9"',
    '"\\/x"',
    '"\u007f"',
    '"\\ud83d\\ude00"',
    '"\uffff"',
  ),
  fc.constantFrom('"2026-01-02T03:04:05Z"', '"12"', '"1.50"', '"www.example.com"', '"\\u0000\\t\\n"'),
  fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => JSON.stringify(text)),
);

const blank = fc.constantFrom('', '', '', ' ', '\n ');

const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    number,
    string,
    fc.constantFrom('true', 'false', 'null'),
    fc
      .tuple(blank, fc.array(tie('json'), { maxLength: 5 }))
      .map(([gap, items]) => `[${gap}${items.join(`,${gap}`)}${gap}]`),
    fc.tuple(blank, fc.array(fc.tuple(memberKey(), tie('json')), { maxLength: 5 })).map(([gap, members]) => {
      const texts = members.map(([name, value]) => `${name}${gap}:${gap}${value}`);
      return `{${gap}${texts.join(`,${gap}`)}${gap}}`;
    }),
  ),
}));

function memberKey(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: key.map((name) => JSON.stringify(name)) },
    { weight: 1, arbitrary: fc.constant('"\\u0061"') },
  );
}

const like = fc
  .array(fc.record({ a: fc.oneof(number, string), b: fc.oneof(string, number), name: string, c: json }), {
    maxLength: 6,
  })
  .map((rows) => rows.map(({ a, b, name, c }) => `{"a":${a},"b":${b},"name":${name},"c":${c}}`))
  .map((rows) => `{"a":[${rows.join(',')}],"b":1}`);

/** A JSON text: any, or a list of records as an API gives it. */
export const jsonText = fc.oneof(json, like);

const path = fc
  .array(
    fc.constantFrom(
      ...['.a', '.b', '.c', '.name', '[0]', '[-1]', '[1:]', '[:2]', '[-2:]', '[]', '[]?', '.a?'],
      ...['["a b"]', '."x\\"y"', '["é"]?', '[0]?'],
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((steps) => steps.join(''))
  .map((steps) => (steps.startsWith('.') ? steps : `.${steps}`));

const text = fc.constantFrom(
  ...['"a"', '"A"', '","', '""', '"12"', '"e"', '"\\u00e9"', '"b,c"'],
  ...['"^a"', '"[a-c]+$"', '"."', '"ex.*com"', '"\\\\d+"', '"(a|b)"', '"^[A-Z]{1,2}$"', '"w+\\\\.ex"'],
);
const literal = fc.oneof(
  text,
  fc.constantFrom('1', '0', '2', '-1', '1.10', '100', 'true', 'false', 'null', '[]', '{}', '[1,"a"]', '{a:1}'),
);

const plainFunctions = fc.constantFrom(
  ...['length', 'type', 'keys', 'keys_unsorted', 'add', 'any', 'all', 'first', 'last', 'reverse', 'sort', 'unique'],
  ...['min', 'max', 'tostring', 'tojson', 'tonumber', 'ascii_downcase', 'ascii_upcase', 'floor', 'to_entries'],
  ...['from_entries', 'not', 'empty', 'values', 'strings', 'numbers', 'objects', 'arrays', 'scalars', 'iterables'],
  ...['nulls', 'booleans', '@csv', '@tsv', '@json', '@text'],
);
const ofPrograms = [
  'map',
  'select',
  'sort_by',
  'group_by',
  'unique_by',
  'min_by',
  'max_by',
  'any',
  'all',
  'first',
  'last',
  'with_entries',
];
const ofTexts = ['has', 'contains', 'startswith', 'endswith', 'ltrimstr', 'rtrimstr', 'join', 'split', 'test'];

const { program } = fc.letrec<{ term: string; program: string }>((tie) => {
  const call = (names: readonly string[], argument: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(fc.constantFrom(...names), argument).map(([name, given]) => `${name}(${given})`);
  const member = fc.oneof(
    fc.constantFrom('a', 'b', '"a b"', 'name'),
    fc.tuple(fc.constantFrom('a', 'b', '"é"', '(.name)', '("k","l")'), tie('term')).map((parts) => parts.join(':')),
    fc.tuple(fc.constantFrom('a', 'b'), tie('term'), tie('term')).map(([name, one, two]) => `${name}:${one}|${two}`),
  );
  return {
    term: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constant('.'),
      path,
      path,
      literal,
      plainFunctions,
      tie('program').map((inside) => `(${inside})`),
      tie('program').map((inside) => `[${inside}]`),
      call([...ofPrograms, ...ofTexts], tie('program')),
      call(ofTexts, literal),
      fc
        .tuple(fc.constantFrom('limit(2; ', 'limit(1; ', 'limit(0; '), tie('program'))
        .map(([start, rest]) => `${start}${rest})`),
      fc.array(member, { maxLength: 3 }).map((members) => `{${members.join(', ')}}`),
      fc.tuple(tie('program'), tie('term')).map(([one, two]) => `"x\\(${one})-\\(${two})"`),
    ),
    program: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      tie('term'),
      tie('term'),
      fc.tuple(tie('program'), tie('program')).map((parts) => parts.join(' | ')),
      fc
        .tuple(
          tie('program'),
          fc.constantFrom(',', '//', '==', '!=', '<', '<=', '>', '>=', 'and', 'or', '+', '-', '*', '/'),
          tie('program'),
        )
        .map((parts) => parts.join(' ')),
      fc.tuple(tie('term'), tie('program')).map(([value, rest]) => `${value} as $x | ${rest}`),
      fc.tuple(tie('term'), tie('program')).map(([value, rest]) => `${value} as $x | [$x, (${rest}), {$x}]`),
      fc.tuple(tie('program'), tie('program'), tie('program')).map(([a, b, c]) => `if ${a} then ${b} else ${c} end`),
      tie('term').map((inside) => `${inside}?`),
      fc
        .tuple(fc.constantFrom('map', 'select', 'sort_by', 'group_by', 'unique_by'), fc.oneof(path, tie('program')))
        .map(([name, inside]) => `.a | ${name}(${inside})`),
      fc.tuple(fc.constantFrom('.a[]', '.a', '.[]', '.'), tie('program')).map((parts) => parts.join(' | ')),
    ),
  };
});

/** A program in jq's language, of the parts that are run here and a few that are not. */
export const jqProgram = program;
