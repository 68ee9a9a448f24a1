import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isContainer, keyOf, kindOf, sourceText, stringValue, toValue } from '../../src/json/document.ts';
import { indexDocuments } from '../../src/json/parse.ts';
import { readSearchQuery, type SearchScope } from '../../src/json/query.ts';
import { SEARCH_START, searchOn } from '../../src/json/search.ts';
import { runs } from '../helpers/runs.ts';
import { bytesOf, indexed } from './indexed.ts';

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** Key and source text of what is found. */
function found(json: string, text: string, scope: SearchScope = 'both', slice = 7): readonly string[] {
  const indexing = indexDocuments(bytesOf(json));
  if (!indexing.ok) throw new Error(indexing.error.reason);
  const doc = indexing.document;
  const read = readSearchQuery(text, scope);
  if (!read.ok) throw new Error(read.reason);
  const nodes: number[] = [];
  for (let place = SEARCH_START; place.at < doc.bytes.length; )
    place = searchOn(doc, read.query, place, place.at + slice, latin1, (node) => nodes.push(node));
  return nodes.map(
    (node) => `${keyOf(doc, node) ?? ''}=${isContainer(doc, node) ? kindOf(doc, node) : sourceText(doc, node)}`,
  );
}

const json = `[
  {"type":"A","name":"example.com","ttl":1,"proxied":true,"a":1,"zone_id":"1"},
  {"type":"AAAA","name":"www.example.com","ttl":3601,"proxied":false,"a":12,"note":"ttl: 1 is automatic"},
  {"Type":"a","\\u006eame":"ex","ttl":"1","a":{"a":1},"list":[1],"é":"a","none":null,"":0},
  {"say":"{\\"a\\": 1}","name":{"a":[]}}
]`;

describe('a search for a key and its value', () => {
  const rows: readonly (readonly [text: string, found: readonly string[]])[] = [
    ['"a": 1', ['a=1', 'a=1', 'say="{\\"a\\": 1}"']],
    ['a: 1', ['a=1', 'a=1']],
    ['a:1', ['a=1', 'a=1']],
    ['"a":1,', ['a=1', 'a=1']],
    ['ttl: 1', ['ttl=1', 'note="ttl: 1 is automatic"', 'ttl="1"']],
    ['ttl: 3601', ['ttl=3601']],
    ['ttl: 36', []],
    ['"name": "ex', ['name="example.com"', 'name="ex"']],
    ['"name": "ex"', ['name="ex"']],
    ['name: ex', ['name="example.com"', 'name="www.example.com"', 'name="ex"']],
    ['name: /^www|^ex$/', ['name="www.example.com"', 'name="ex"']],
    ['type: a', ['type="A"', 'type="AAAA"', 'Type="a"']],
    ['type: A', ['type="A"', 'type="AAAA"']],
    ['"type": "A"', ['type="A"']],
    ['proxied: t', ['proxied=true']],
    ['proxied: true', ['proxied=true']],
    ['proxied: rue', []],
    ['none: null', ['none=null']],
    ['a: {', ['a=object']],
    ['a: [', ['a=array']],
    ['"list":', ['list=array']],
    ['list:', []],
    ['"é": "a"', ['é="a"']],
    ['é: a', ['é="a"']],
    ['"": 0', ['=0']],
    ['id: 1', []],
    ['x: /(/', []],
  ];
  test.each(rows)('%s', (text, expected) => {
    expect(found(json, text)).toEqual(expected);
  });

  test('is one only where keys and values are searched', () => {
    expect(found(json, 'ttl: 1', 'keys')).toEqual([]);
    expect(found(json, 'ttl: 1', 'values')).toEqual(['note="ttl: 1 is automatic"']);
  });

  test('says what is wrong with an expression for the value', () => {
    expect(readSearchQuery('"a": /(/', 'both')).toMatchObject({ ok: false });
  });

  test('finds a line that is no JSON by its text', () => {
    expect(found('{"a":1}\n{"a": 1, oops\n', '"a": 1', 'both', 1000)).toEqual(['a=1', '={"a": 1, oops']);
  });

  test('finds every member by its own key and string, and none with another value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: 'grapheme' }),
          fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
        ),
        fc.integer({ min: 1, max: 40 }),
        (object, slice) => {
          const doc = indexed(JSON.stringify(object));
          for (let node = 1; node < doc.nodeCount; node++) {
            const value = toValue(doc, node);
            const text = `${JSON.stringify(keyOf(doc, node))}: ${JSON.stringify(value)}`;
            const read = readSearchQuery(text, 'both');
            if (!read.ok) throw new Error(read.reason);
            const nodes: number[] = [];
            for (let place = SEARCH_START; place.at < doc.bytes.length; )
              place = searchOn(doc, read.query, place, place.at + slice, latin1, (n) => nodes.push(n));
            expect(nodes).toContain(node);
            for (const other of nodes)
              expect(typeof (stringValue(doc, other) ?? toValue(doc, other))).toBe(
                typeof (stringValue(doc, node) ?? value),
              );
          }
        },
      ),
      runs(30),
    );
  });
});
