import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonDocument } from '../../src/json/document.ts';
import { nestedColumn } from '../../src/json/nested-columns.ts';
import { columnsOfList } from '../../src/json/table.ts';
import { orderedRows } from '../../src/json/table-order.ts';
import { type TableFormat, type TableOnScreen, tableFormatOf, tableText } from '../../src/json/table-text.ts';
import { runs } from '../helpers/runs.ts';
import { indexed } from './indexed.ts';

function table(document: JsonDocument, fields?: readonly (string | number)[]): TableOnScreen {
  const all = columnsOfList(document, 0);
  const columns = fields ? fields.map((wanted) => all.find(({ field }) => field === wanted)!) : all;
  return { document, list: 0, columns, order: undefined };
}

function text(shown: TableOnScreen, format: TableFormat): string {
  return [...tableText(shown, format)].join('');
}

const records = indexed(String.raw`[
  {"name": "b|c", "n": 12345678901234567890, "note": "two\nlines, \"quoted\"", "tags": ["x", {"y": 1.50}], "none": null},
  {"n": 2, "name": "a\t\\b"},
  {"name": "_dmarc.*.my_host", "n": 1e400, "note": ""}
]`);

describe('what a table shows, as a file', () => {
  test('CSV and TSV have the shown columns in their order', () => {
    expect(text(table(records), 'csv')).toBe(
      [
        'name,n,note,tags,none',
        'b|c,12345678901234567890,"two\nlines, ""quoted""","[""x"",{""y"":1.50}]",',
        'a\t\\b,2,,,',
        '_dmarc.*.my_host,1e400,,,',
        '',
      ].join('\n'),
    );
    expect(text(table(records, ['n', 'name']), 'tsv')).toBe(
      'n\tname\n12345678901234567890\tb|c\n2\ta\\t\\\\b\n1e400\t_dmarc.*.my_host\n',
    );
  });

  test('JSON keeps every value as it came, and leaves out what a row lacks', () => {
    const shown = table(records, ['n', 'tags', 'none']);
    expect(text(shown, 'ndjson')).toBe(
      '{"n":12345678901234567890,"tags":["x",{"y":1.50}],"none":null}\n{"n":2}\n{"n":1e400}\n',
    );
    expect(text(table(records, ['n']), 'json')).toBe(
      '[\n  {\n    "n": 12345678901234567890\n  },\n  {\n    "n": 2\n  },\n  {\n    "n": 1e400\n  }\n]\n',
    );
  });

  test('Markdown means the text itself, a row a line, numbers to the right', () => {
    expect(text(table(records, ['name', 'n', 'note']), 'md')).toBe(
      [
        '| name | n | note |',
        '| --- | ---: | --- |',
        '| b\\|c | 12345678901234567890 | two<br>lines, "quoted" |',
        '| a\t\\\\b | 2 |  |',
        '| \\_dmarc.\\*.my_host | 1e400 |  |',
        '',
      ].join('\n'),
    );
  });

  test('begins with the keys where the rows are members of an object, and has nested columns under their paths', () => {
    const settings = indexed('{"http":{"on":true,"in":{"n":1.0}},"a\\"b":{"on":false}}');
    const shown = table(settings);
    const columns = [...shown.columns, nestedColumn(settings, 0, ['in', 'n'])!];
    expect(text({ ...shown, columns }, 'csv')).toBe('key,on,in,in.n\nhttp,true,"{""n"":1.0}",1.0\n"a""b",false,,\n');
    expect(text({ ...shown, order: Int32Array.of(1) }, 'ndjson')).toBe('{"key":"a\\"b","on":false}\n');
    expect([...orderedRows(settings, 0, [], false).order]).toEqual([1, 0]);
  });

  test('follows an order, and writes only the rows that it has', () => {
    const { order } = orderedRows(records, 0, 'n', false);
    expect(text({ ...table(records, ['n']), order }, 'csv')).toBe('n\n2\n12345678901234567890\n1e400\n');
    expect(text({ ...table(records, ['n']), order: Int32Array.of(1) }, 'ndjson')).toBe('{"n":2}\n');
    expect(text({ ...table(records, ['n']), order: Int32Array.of() }, 'json')).toBe('[]\n');
  });

  test('rows that are no objects stay what they are', () => {
    const mixed = indexed('[[1, "a"], [2], "text", {"k": true}]');
    expect(text(table(mixed), 'ndjson')).toBe('[1,"a"]\n[2]\n"text"\n{"k":true}\n');
    expect(text(table(mixed), 'csv')).toBe('0,1,value,k\n1,a,,\n2,,,\n,,text,\n,,,true\n');
  });

  test('rows beside the names of their columns are objects of these', () => {
    const document = indexed('{"columns": ["id", "size"], "rows": [[1, 9007199254740993]]}');
    const list = document.nodeCount - 4;
    const shown = { ...table(document), list, columns: columnsOfList(document, list) };
    expect(text(shown, 'ndjson')).toBe('{"id":1,"size":9007199254740993}\n');
    expect(text(shown, 'csv')).toBe('id,size\n1,9007199254740993\n');
  });

  test.each<readonly [path: string, format: TableFormat | undefined]>([
    ['a.csv', 'csv'],
    ['/tmp/b.TSV', 'tsv'],
    ['x.y.ndjson', 'ndjson'],
    ['a.json', 'json'],
    ['README.md', 'md'],
    ['csv', undefined],
    ['a.csv.gz', undefined],
    ['a.txt', undefined],
  ])('%s is %s', (path, format) => {
    expect(tableFormatOf(path)).toBe(format);
  });

  test('whatever the rows hold, JSON of all columns is the list again', () => {
    const row = fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.jsonValue(),
      { minKeys: 1, maxKeys: 5 },
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const document = indexed(JSON.stringify(rows));
        const columns = columnsOfList(document, 0);
        const shown = { document, list: 0, columns, order: undefined };
        expect(JSON.parse(text(shown, 'json'))).toEqual(JSON.parse(JSON.stringify(rows)));
        const lines = text(shown, 'ndjson').trimEnd().split('\n');
        expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(rows)));
      }),
      runs(60),
    );
  });
});
