// Sending many: the rate limit, bulk requests that fail in part or whole, operations that end later, a credential that is refused.
import { expect, test } from 'vitest';
import { planSendings } from '../../src/api/bulk.ts';
import type { RowOutcome } from '../../src/api/many.ts';
import type { Received } from '../../src/api/received.ts';
import { readResponse } from '../../src/api/received.ts';
import { runMany } from '../../src/perform/many.ts';
import { formatLine } from '../../src/request/format.ts';
import { parseLine } from '../../src/request/parse.ts';
import type { RequestLine } from '../../src/request/types.ts';

const id = '0123456789abcdef0123456789abcdef';

function read(line: string): RequestLine {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.request;
}

type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly result?: unknown;
};

/** Runs the lines against a server that answers by line; tells what was sent, what became of each row, and how long it waited. */
async function run(lines: readonly string[], answer: (line: string, count: number) => Answer) {
  const requests = lines.map(read);
  const outcomes: RowOutcome[] = [];
  const sent: string[] = [];
  let now = 0;
  const never = new AbortController().signal;
  await runMany({
    requests,
    sendings: planSendings(requests, { isBulk: true, isUndoable: false }),
    send: async (request): Promise<Received> => {
      sent.push(formatLine(request));
      const { status = 200, headers = {}, result = null } = answer(formatLine(request), sent.length);
      const errors = status < 400 ? [] : [{ code: 1, message: `no ${status}` }];
      const body = new TextEncoder().encode(JSON.stringify({ success: status < 400, errors, messages: [], result }));
      const url = 'http://127.0.0.1/x';
      const list = [['content-type', 'application/json'], ...Object.entries(headers)] as [string, string][];
      return readResponse(
        { method: request.method ?? 'GET', url, headers: [], body: undefined },
        { status, statusText: '', headers: list, body, url, encodedBytes: body.length, durationMs: 1, attempts: 1 },
      );
    },
    onRow: (row, outcome) => {
      outcomes[row] = outcome;
    },
    onProgress: () => undefined,
    isOneCredential: true,
    stop: never,
    abort: never,
    clock: {
      now: () => now,
      elapsed: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
  });
  return { sent, outcomes, kinds: outcomes.map(({ kind }) => kind), waited: now };
}

test('what the rate limit refuses was not done: it is sent again after the pause', async () => {
  const { sent, kinds, waited } = await run([`PATCH /zones/${id}/settings/ssl value=off`], (_, count) =>
    count === 1 ? { status: 429, headers: { 'retry-after': '300' } } : {},
  );
  expect(sent).toHaveLength(2);
  expect(kinds).toEqual(['done']);
  expect(waited).toBeGreaterThanOrEqual(300_000);
});

test('a batch that is refused did nothing: each alone tells which of them is wrong', async () => {
  const lines = ['a', 'b', 'c'].map((name) => `DELETE /zones/${id}/dns_records/${name}`);
  const { sent, outcomes } = await run(lines, (line) => (/batch|\/b$/.test(line) ? { status: 404 } : {}));
  expect(sent).toEqual([
    `POST /zones/${id}/dns_records/batch :={"deletes":[{"id":"a"},{"id":"b"},{"id":"c"}]}`,
    ...lines,
  ]);
  expect(outcomes).toMatchObject([{ kind: 'done' }, { kind: 'failed', status: 404 }, { kind: 'done' }]);
});

test('a bulk request of KV may be done in part', async () => {
  const keys = `/accounts/${id}/storage/kv/namespaces/n`;
  const { outcomes } = await run([`DELETE ${keys}/values/a`, `DELETE ${keys}/values/b`], () => ({
    result: { successful_key_count: 1, unsuccessful_keys: ['b'] },
  }));
  expect(outcomes).toMatchObject([{ kind: 'done' }, { kind: 'failed' }]);
});

test('items of a list go in one request, which the API carries out later', async () => {
  const list = `/accounts/${id}/rules/lists/l/items`;
  const lines = ['a', 'b'].map((item) => `DELETE ${list} items:=[{"id":"${item}"}]`);
  const told = ['pending', 'running', 'completed'];
  const well = await run(lines, (line) =>
    line.startsWith('DELETE') ? { result: { operation_id: 'op' } } : { result: { id: 'op', status: told.shift() } },
  );
  expect(well.sent[0]).toBe(`DELETE ${list} :={"items":[{"id":"a"},{"id":"b"}]}`);
  expect(well.sent.slice(1)).toEqual(Array(3).fill(`GET /accounts/${id}/rules/lists/bulk_operations/op`));
  expect(well.kinds).toEqual(['done', 'done']);
  const badly = await run(lines, (line) =>
    line.startsWith('DELETE')
      ? { result: { operation_id: 'op' } }
      : { result: { status: 'failed', error: 'too many' } },
  );
  expect(badly.outcomes).toMatchObject([{ kind: 'failed', error: 'too many' }, { kind: 'failed' }]);
});

test('a credential that is refused is not tried for all the others', async () => {
  const lines = Array.from({ length: 40 }, (_, index) => `PATCH /zones/z${index}/settings/ssl value=off`);
  const { sent, kinds } = await run(lines, () => ({ status: 401 }));
  expect(sent.length).toBeLessThan(10);
  expect(kinds.filter((kind) => kind === 'unsent')).toHaveLength(40 - sent.length);
});
