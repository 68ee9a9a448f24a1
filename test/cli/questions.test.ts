import { expect, test } from 'vitest';
import { emptyLine, typeText } from '../../src/cli/questions.ts';

test.each([
  ['abc', 'abc', undefined, ''],
  ['abc\r', 'abc', 'entered', ''],
  ['abc\r\nnext\r', 'abc', 'entered', 'next\r'],
  ['abc\nnext', 'abc', 'entered', 'next'],
  ['ab\u007fc', 'ac', undefined, ''],
  ['a😀\u007f', 'a', undefined, ''],
  ['\u007f\u007fa', 'a', undefined, ''],
  ['abc\u0015de', 'de', undefined, ''],
  ['two words\u0017', 'two ', undefined, ''],
  ['abc\u0003', 'abc', 'cancelled', ''],
  ['\u0004', '', 'cancelled', ''],
  ['a\u0004b', 'ab', undefined, ''],
  ['a\u001b[Db', 'ab', undefined, ''],
  ['a\u001b[200~pasted\u001b[201~', 'apasted', undefined, ''],
  ['a\u001bOPb\u001bx', 'ab', undefined, ''],
  ['a\u0000\u0007\tb', 'ab', undefined, ''],
  ['a\u001b[1;', 'a', undefined, '\u001b[1;'],
  ['ünïcödé', 'ünïcödé', undefined, ''],
])('%j makes %j', (arrived, text, end, rest) => {
  expect(typeText(emptyLine, arrived)).toEqual({ line: { text, end }, rest });
});

test('a key that arrives in two pieces is one key', () => {
  const first = typeText(emptyLine, 'a\u001b[');
  expect(typeText(first.line, `${first.rest}Cb`)).toEqual({ line: { text: 'ab', end: undefined }, rest: '' });
});
