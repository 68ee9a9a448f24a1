import { describe, expect, test } from 'vitest';
import { composedFilters, leadingFilters } from '../../src/json/leading-filters.ts';
import { indexDocuments } from '../../src/json/parse.ts';
import { followPath, readPathText } from '../../src/json/paths.ts';
import { bytesOf } from './indexed.ts';

function filters(json: string, path: string, before?: string): readonly string[] {
  const indexing = indexDocuments(bytesOf(json));
  if (!indexing.ok) throw new Error(indexing.error.reason);
  const { node } = followPath(indexing.document, readPathText(path) ?? []);
  return leadingFilters(indexing.document, node, before).map(({ by, text }) => `${by}: ${text}`);
}

const zones = '{"result":[{"id":"z1","name":"a"},{"id":"z2","name":"b","tags":["x",{"name":"t"}]}],"a b":{"n":[1,2]}}';
const big = '[{"id":12345678901234567890,"name":"x"},{"id":1,"name":"x"}]';

describe('the filters that lead to a value', () => {
  test.each([
    [zones, '.', undefined, ['place: .']],
    [zones, '.result', undefined, ['place: .result']],
    [
      zones,
      '.result[1].name',
      undefined,
      ['place: .result[1].name', 'identity: .result[] | select(.id == "z2") | .name', 'every: .result[].name'],
    ],
    [
      zones,
      '.result[1].tags[1].name',
      undefined,
      [
        'place: .result[1].tags[1].name',
        'identity: .result[] | select(.id == "z2") | .tags[] | select(.name == "t") | .name',
        'every: .result[].tags[].name',
      ],
    ],
    [zones, '.["a b"].n[1]', undefined, ['place: .["a b"].n[1]', 'every: .["a b"].n[]']],
    [zones, '.name', '.result[1]', ['place: .result[1]']],
    ['{"id":"z2","name":"b"}', '.name', '.result[1]', ['place: .result[1] | .name']],
    // Several results are a list on the screen.
    [
      '{"id":"z1"}\n{"id":"z2"}',
      '.[1].id',
      '.result[]',
      ['place: [.result[]][1].id', 'identity: .result[] | select(.id == "z2") | .id', 'every: .result[] | .id'],
    ],
    ['"a"\n"b"', '.[1]', '.result[].name', ['place: [.result[].name][1]', 'every: .result[].name']],
    ['[1]\n[2]', '.[1][0]', '.a[]', ['place: [.a[]][1][0]', 'every: .a[] | .[]']],
    ['"a"\n"b"', '.', '.result[].name', ['place: .result[].name']],
    [
      '{"id":"z1"}\n{"id":"z2"}',
      '.[1]',
      undefined,
      ['place: .[1]', 'identity: .[] | select(.id == "z2")', 'every: .[]'],
    ],
    // Digits that a double does not hold, and a name that stands twice, identify nothing.
    [big, '.[0].name', undefined, ['place: .[0].name', 'every: .[].name']],
    [big, '.[1].name', undefined, ['place: .[1].name', 'identity: .[] | select(.id == 1) | .name', 'every: .[].name']],
  ])('%s at %s after %s', (json, path, before, expected) => {
    expect(filters(json, path, before)).toEqual(expected);
  });

  test('filters over filters: several results are a list to the next', () => {
    const layers = [
      { text: '.result[]', isSequence: true },
      { text: 'map(.id)', isSequence: false },
      { text: '.[] # each', isSequence: true },
    ];
    expect(composedFilters(layers)).toBe('[.result[]] | map(.id) | (.[] # each\n)');
  });
});
