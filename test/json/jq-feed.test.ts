import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeJq } from '../../src/json/jq-complete.ts';
import { feedOf } from '../../src/json/jq-feed.ts';
import { jqTokens } from '../../src/json/jq-syntax.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { runs } from '../helpers/runs.ts';

function documentOf(value: unknown) {
  const parsed = indexDocument(new TextEncoder().encode(JSON.stringify(value)));
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.document;
}

const records = {
  result: [
    { id: 'x1', 'a b': [1, 2], meta: { tag: 'a', n: 1 } },
    { id: 'x2', 'a b': [3], meta: { tag: 'b', extra: null } },
  ],
  info: { page: 1 },
};

describe('the feed', () => {
  test.each([
    ['.', 0, false, '.'],
    ['.result', 1, false, '.'],
    ['.result[]', 1, true, '.'],
    ['.result[] | .id', 1, true, ' .id'],
    ['.result[].id', 1, true, '.id'],
    ['.result | .[0] | .meta | keys', 7, false, ' keys'],
    ['.nosuch.deep', undefined, false, '.deep'],
    ['.result[].id, 1', 0, false, '.result[].id, 1'],
    ['.result[] as $x | $x', 0, false, '.result[] as $x | $x'],
    ['map(.)', 0, false, 'map(.)'],
    ['.result[] | input', 1, false, '.[] | input'],
    ['.info[]', 17, false, '.[]'],
  ])('of %s', (program, node, isEach, filter) => {
    const feed = feedOf(documentOf(records), program);
    expect({ ...feed, filter: feed.filter.trim() }).toEqual({ node, isEach, filter: filter.trim() });
  });
});

describe('the keys that fit', () => {
  const at = (program: string): readonly string[] | undefined => {
    const cursor = program.includes('‸') ? program.indexOf('‸') : program.length;
    return completeJq(documentOf(records), program.replace('‸', ''), cursor)?.texts;
  };
  test.each<readonly [string, readonly string[] | undefined]>([
    ['', ['.result', '.info']],
    ['.', ['.result', '.info']],
    ['.res', ['.result']],
    ['.RES', ['.result']],
    ['.result[0].', ['.id', '."a b"', '.meta']],
    ['.result[].meta.', ['.tag', '.n', '.extra']],
    ['.result | map(.', ['.id', '."a b"', '.meta']],
    ['.result | map(select(.meta.t', ['.tag']],
    ['.result | sort_by(.i', ['.id']],
    ['.result | map({i', ['id']],
    ['.result[] | {id, m', ['meta']],
    ['.result as $r | .in', ['.info']],
    ['.result as $r | $r[0].m', ['.meta']],
    ['.info["p', ['"page"']],
    ['.result | length | .', undefined],
    ['"text .', undefined],
    ['.inf‸ | .x', ['.info']],
    ['[.result[].meta] | .[0].t', ['.tag']],
  ])('at %s are %j', (program, texts) => {
    expect(at(program)).toEqual(texts);
  });

  test('never fail, whatever is typed', () => {
    const doc = documentOf(records);
    const word = fc.constantFrom(
      ...['.', '.result', '[', ']', '[]', '(', ')', '{', '}', '|', 'map', 'select', '"', '\\(', 'as', '$x', ',', ';'],
      ...['reduce', '..', '?', '//', '0', '-1', '@base64', ' ', '#', 'é', '😀'],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), fc.nat(), (words, chance) => {
        const program = words.join('');
        completeJq(doc, program, chance % (program.length + 1));
        feedOf(doc, program);
        const tokens = jqTokens(program);
        for (const [index, token] of tokens.entries()) {
          expect(token.to).toBeGreaterThan(token.from);
          expect(token.from).toBeGreaterThanOrEqual(tokens[index - 1]?.to ?? 0);
        }
      }),
      runs(250),
    );
  });
});
