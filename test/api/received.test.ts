import { describe, expect, test } from 'vitest';
import { readBody, readFile, readResponse } from '../../src/api/received.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(body: unknown, url = 'http://127.0.0.1/x'): ReturnType<typeof readResponse> {
  const encoded = bytes(typeof body === 'string' ? body : JSON.stringify(body));
  return readResponse(
    { method: 'GET', url, headers: [], body: undefined },
    {
      status: 200,
      statusText: 'OK',
      headers: [['Content-Type', 'application/json; charset=utf-8']],
      body: encoded,
      url,
      encodedBytes: encoded.length,
      durationMs: 1,
      attempts: 1,
    },
  );
}

const envelope = (result: unknown, result_info?: unknown): unknown => ({
  result,
  success: true,
  errors: [],
  messages: [],
  result_info,
});

describe('the list in a response', () => {
  test.each<readonly [string, unknown, number | undefined, string | undefined]>([
    ['is the result', envelope([{ id: 'a' }, { id: 'b' }]), 2, 'id=a'],
    ['has items known by another name', envelope([{ uuid: 'u', name: 'n' }]), 1, 'uuid=u'],
    ['has items without a name', envelope([{ x: 1 }, { x: 2 }]), 2, '{"x":1}'],
    ['has scalar items', envelope(['one', 'two']), 2, '"one"'],
    ['stands inside the result', envelope({ buckets: [{ name: 'b' }] }, { cursor: 'c' }), 1, 'name=b'],
    ['is no list that an object merely holds', envelope({ id: 'z', name_servers: ['a', 'b'] }), undefined, undefined],
    ['is empty', envelope([]), 0, undefined],
    ['is not there', envelope(null), undefined, undefined],
    ['is no envelope at all', [1, 2], 2, '1'],
  ])('%s', (_, body, count, firstId) => {
    expect(read(body).info).toMatchObject({ count, firstId });
  });

  test('takes the page from the address and the totals from result_info', () => {
    const info = { page: 2, per_page: 2, count: 2, total_count: 9, total_pages: 5 };
    expect(read(envelope([{ id: 'a' }, { id: 'b' }], info), 'http://127.0.0.1/x?page=2').info).toMatchObject({
      kind: 'page',
      number: 2,
      lastPage: 5,
      totalCount: 9,
    });
  });

  test('looks no further than the first characters of an item without a name', () => {
    expect(read(envelope([{ data: 'x'.repeat(10_000) }])).info.firstId?.length).toBeLessThan(300);
  });
});

describe('what bytes are', () => {
  test.each<readonly [string, Uint8Array, string, string]>([
    ['JSON by its type', bytes('"x"'), 'application/json', 'json'],
    ['JSON by its looks', bytes(' \n{"a":1}'), 'text/plain', 'json'],
    ['text that begins like JSON', bytes('{oops'), 'text/plain', 'text'],
    ['text', bytes('v=spf1'), '', 'text'],
    ['a number that nobody called JSON', bytes('42'), 'text/plain', 'text'],
    ['nothing', bytes(''), 'application/json', 'empty'],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00), 'application/octet-stream', 'binary'],
    ['bytes that lie about it', Uint8Array.of(0x00, 0x01), 'application/json', 'binary'],
  ])('%s', (_, body, type, kind) => {
    expect(readBody(body, type).kind).toBe(kind);
  });

  test('a file is taken for JSON, and where it is none it says where', () => {
    expect(readFile(bytes('[1,]')).body).toMatchObject({ kind: 'text', problem: { line: 1, column: 4 } });
  });
});
