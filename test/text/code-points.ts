// The characters of the Basic Multilingual Plane, for tests that hold this program's tables against a library's.

/** Ideographs, Hangul syllables, surrogates and private use: long runs in which one character is as another. */
const uniform: readonly (readonly [from: number, to: number])[] = [
  [0x3500, 0x4d00],
  [0x4f00, 0x9e00],
  [0xad00, 0xd600],
  [0xd800, 0xf800],
];

/** Every character, but in those runs one in 101 only. */
export function* characters(): Generator<string> {
  for (let code = 0; code < 0x10000; code += 1) {
    if (code % 101 !== 0 && uniform.some(([from, to]) => code >= from && code < to)) continue;
    yield String.fromCharCode(code);
  }
}
