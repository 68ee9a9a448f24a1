// Documents of hard shapes, for tests and for the bench. Each says what must be found in it.

export interface Shape {
  readonly name: string;
  readonly make: () => Uint8Array;
  readonly nodes: number;
  readonly depth: number;
  /** What is searched for, and in how many nodes it is. */
  readonly needle: string;
  readonly matches: number;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const million = 1_000_000;

const odd = `\ufeff{"twice":1,"twice":2,\r\n"big":${'1234567890'.repeat(40)},\r\n"lone":"\\ud83d","nul":"a\\u0000b",
"emoji":"👩‍👩‍👧‍👦🇺🇸 ok","marks":"e\u0301\u0302 needle","rtl":"שלום \u202eevil","wide":"日本語","日本語":"needle",
"slash":"nee\\/dle","escaped":"nee\\u0064le","empty":{},"none":[],"":"","e":-0.0e+00}`;

export const shapes: readonly Shape[] = [
  {
    name: '100,000 levels deep',
    make: () => encode(`${'{"k":['.repeat(50_000)}"needle"${']}'.repeat(50_000)}`),
    nodes: 100_001,
    depth: 100_000,
    needle: 'needle',
    matches: 1,
  },
  {
    name: '100,000 levels deep with something beside each',
    make: () => encode(`${'[0,'.repeat(100_000)}"needle"${']'.repeat(100_000)}`),
    nodes: 200_001,
    depth: 100_000,
    needle: 'needle',
    matches: 1,
  },
  {
    name: 'one string of 50 MB',
    make: () => encode(`{"s":"${'lorem ipsum dolor '.repeat(2_777_777)}needle","t":1}`),
    nodes: 3,
    depth: 1,
    needle: 'needle',
    matches: 1,
  },
  {
    name: 'one string of 20 MB full of escapes',
    make: () => encode(`{"s":"${'lorem \\u00e9\\n '.repeat(1_250_000)}n\\u0065edle","t":1}`),
    nodes: 3,
    depth: 1,
    needle: 'needle',
    matches: 1,
  },
  {
    name: 'a million keys in one object',
    make: () => encode(`{${Array.from({ length: million }, (_, index) => `"key-${index}":${index}`).join()}}`),
    nodes: million + 1,
    depth: 1,
    needle: 'KEY-99999'.toLowerCase(),
    matches: 11,
  },
  {
    name: 'a million empty arrays',
    make: () => encode(`[${'[],'.repeat(million - 1)}[]]`),
    nodes: million + 1,
    depth: 1,
    needle: '[',
    matches: 0,
  },
  {
    name: 'a million documents in a row',
    make: () => encode('{"a":"needle"}\r\n'.repeat(million)),
    nodes: 2 * million + 1,
    depth: 2,
    needle: 'needle',
    matches: million,
  },
  { name: 'odd values', make: () => encode(odd), nodes: 17, depth: 1, needle: 'needle', matches: 3 },
  {
    name: 'odd values, pretty printed over and over',
    make: () => {
      const pretty = JSON.stringify(JSON.parse(odd.slice(1)), undefined, 4).replaceAll('\n', '\r\n');
      return encode(`[\r\n${Array(2000).fill(pretty).join(',\r\n')}\r\n]`);
    },
    nodes: 1 + 2000 * 16,
    depth: 2,
    needle: 'needle',
    matches: 6000,
  },
];
