// Server-sent events become rows, however their bytes are cut.
import { expect, test } from 'vitest';
import { createEventRows } from '../../src/json/event-rows.ts';

const stream =
  '\ufeff: a comment\n\ndata: {"n":9007199254740993}\n\nevent: note\r\nid: 7\r\ndata: two\r\ndata: lines é\r\n\r\nretry: 10\n\ndata:[1,\ndata:2]\n\ndata: cut';

const rows = [
  '{"data":{"n":9007199254740993}}',
  '{"event":"note","id":"7","data":"two\\nlines é"}',
  '{"id":"7","data":[1, 2]}',
];

test.each([1, 2, 7, 1000])('in pieces of %d bytes', (size) => {
  const reader = createEventRows();
  const bytes = new Uint8Array(Buffer.from(stream));
  let text = '';
  for (let at = 0; at < bytes.length; at += size) {
    text += Buffer.from(reader.write(bytes.subarray(at, at + size))).toString();
  }
  text += Buffer.from(reader.end()).toString();
  const got = text.trim().split('\n');
  expect(got.slice(0, 2)).toEqual(rows.slice(0, 2));
  expect(JSON.parse(got[2] ?? '').data).toEqual([1, 2]);
  expect(reader.count()).toBe(3);
});

test('an event that never ends does not fill the memory', () => {
  const reader = createEventRows();
  const line = new Uint8Array(Buffer.from(`data: ${'x'.repeat(1024 * 1024)}\n`));
  for (let n = 0; n < 10; n++) expect(reader.write(line).length).toBe(0);
  expect(Buffer.from(reader.write(new Uint8Array(Buffer.from('\n\ndata: 1\n\n')))).toString()).toContain('"data":1');
});
