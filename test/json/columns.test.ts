import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellText, columnsOf, fieldJson, fieldText, pickFields, wholeRow } from '../../src/json/columns.ts';
import { firstChild, type JsonDocument, type NodeId, siblingAfter } from '../../src/json/document.ts';
import { compactJson } from '../../src/json/format.ts';
import { indexed } from './indexed.ts';

const record = indexed(
  `{ "id": "a", "ttl": 12345678901234567890, "proxied": false, "none": null, "meta": { "step" : 4, "list": [1, 2] },
     "a.b": "dotted", "a": {"b": "nested"}, "roles": [ {"name": "x"}, {"name": "y"}, {} ], "tags": ["t1", "t2"] }`,
);

describe('a field', () => {
  test.each<readonly [path: string, text: string, json: string | undefined]>([
    ['id', 'a', '"a"'],
    ['ttl', '12345678901234567890', '12345678901234567890'],
    ['proxied', 'false', 'false'],
    ['none', '', 'null'],
    ['meta', '{"step":4,"list":[1,2]}', '{"step":4,"list":[1,2]}'],
    ['meta.step', '4', '4'],
    ['meta.list.1', '2', '2'],
    ['meta.list.7', '', undefined],
    ['a.b', 'dotted', '"dotted"'],
    ['roles.name', '["x","y"]', '["x","y"]'],
    ['roles.1.name', 'y', '"y"'],
    ['tags', '["t1","t2"]', '["t1","t2"]'],
    ['id.x', '', undefined],
    ['nothing', '', undefined],
  ])('%s', (path, text, json) => {
    expect(fieldText(record, 0, path)).toBe(text);
    expect(fieldJson(record, 0, path)).toBe(json);
  });

  test('that is absent is null in an object of fields', () => {
    expect(pickFields(record, 0, ['id', 'meta.step', 'nothing'])).toBe('{"id":"a","meta.step":4,"nothing":null}');
  });
});

function rowsOf(doc: JsonDocument): readonly NodeId[] {
  const rows: NodeId[] = [];
  for (let row = firstChild(doc, 0); row !== undefined; row = siblingAfter(doc, row)) rows.push(row);
  return rows;
}

describe('columns', () => {
  test('are the keys in the order in which they first come, after those known already', () => {
    const doc = indexed('[{"b":1,"a":2},{"c":3,"a":4}]');
    expect(columnsOf(doc, rowsOf(doc))).toEqual(['b', 'a', 'c']);
    expect(columnsOf(doc, rowsOf(doc), ['c', 'z'])).toEqual(['c', 'z', 'b', 'a']);
  });

  test('of rows that are no objects are the rows themselves', () => {
    const doc = indexed('["x", [1, 2], {"a":1}, null, 5]');
    const rows = rowsOf(doc);
    expect(columnsOf(doc, rows)).toEqual([wholeRow, 'a']);
    expect(rows.map((row) => cellText(doc, row, wholeRow))).toEqual(['x', '[1,2]', '', '', '5']);
    expect(rows.map((row) => cellText(doc, row, 'a'))).toEqual(['', '', '1', '', '']);
  });
});

test('compact JSON is what was there without white space between tokens', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(1, 2, '\t', ' \n'), (value, indent) => {
      expect(compactJson(JSON.stringify(value, undefined, indent))).toBe(JSON.stringify(value));
    }),
  );
  expect(compactJson('{ "a\\" b" : 1.50 , "c" : "x  \\\\" }')).toBe('{"a\\" b":1.50,"c":"x  \\\\"}');
});
