// Every kind of list that the sandbox has, read to its end over real HTTP; and simulated lists that response in any order.

import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountOf } from '../../src/accounts/account.ts';
import { sandboxAccount } from '../../src/accounts/choice.ts';
import { type Connection, connect } from '../../src/accounts/connection.ts';
import { HttpFailure } from '../../src/api/failures.ts';
import type { PageQuery } from '../../src/api/paging.ts';
import type { ReadAllEnd } from '../../src/api/reading.ts';
import { type Received, readResponse } from '../../src/api/received.ts';
import type { PagingHint } from '../../src/api/recognise.ts';
import { systemClock } from '../../src/http/clock.ts';
import type { SendContext } from '../../src/http/send.ts';
import { sourceText } from '../../src/json/document.ts';
import { exchange } from '../../src/perform/exchange.ts';
import { readAll } from '../../src/perform/read-all.ts';
import { withQuery } from '../../src/request/edit.ts';
import { parseLine } from '../../src/request/parse.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { runs } from '../helpers/runs.ts';

const noFiles = { read: () => Promise.reject(new Error('no files here')) };
const clock = { ...systemClock };

interface Whole {
  readonly items: readonly string[];
  readonly end: ReadAllEnd;
  readonly requests: readonly PageQuery[];
}

async function gather(
  read: (query: PageQuery, signal: AbortSignal, onEvent: SendContext['onEvent']) => Promise<Received>,
  { most = 8, signal = new AbortController().signal }: { readonly most?: number; readonly signal?: AbortSignal } = {},
): Promise<Whole> {
  const items: string[] = [];
  const requests: PageQuery[] = [];
  const end = await readAll({
    read: (query, context) => {
      requests.push(query);
      return read(query, context.signal, context.onEvent);
    },
    onPage: (page) => {
      for (const item of page.items) items.push(sourceText(page.document, item));
    },
    onProgress: () => undefined,
    signal,
    clock,
    most,
  });
  return { items, end, requests };
}

describe('on the sandbox', () => {
  let connection: Connection;
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let account = '';
  beforeAll(async () => {
    sandbox = await startSandbox({});
    const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
    connection = await connect(accountOf(env) ?? sandboxAccount(env), env, 'test');
    const accounts = await gather((query) => send('GET /accounts', query));
    account = JSON.parse(accounts.items.find((item) => item.includes('enterprise')) ?? '{}').id;
  });
  afterAll(async () => {
    await connection.close();
    await sandbox.close();
  });

  async function send(line: string, query: PageQuery, hint?: PagingHint): Promise<Received> {
    const parsed = parseLine(line.replace('ACCOUNT', account));
    if (!parsed.ok) throw new Error(parsed.error.message);
    const context = { signal: new AbortController().signal, onEvent: () => undefined };
    return exchange(connection, withQuery(parsed.request, query), noFiles, context, { hint });
  }

  test.each<readonly [line: string, count: number, hint: PagingHint | undefined]>([
    ['GET /zones per_page==5', 60, undefined],
    ['GET /accounts/ACCOUNT/members per_page==5', 23, undefined],
    ['GET /accounts/ACCOUNT/audit_logs per_page==30', 320, undefined],
    ['GET /accounts/ACCOUNT/logs/audit since==2020-01-01 before==2030-01-01 limit==50', 320, undefined],
    ['GET /organizations', 34, undefined],
    ['GET /accounts/ACCOUNT/images/v2 per_page==50', 240, undefined],
    ['GET /accounts/ACCOUNT/slurper/jobs', 47, { kind: 'offset', initialSize: 10 }],
    ['GET /accounts/ACCOUNT/slurper/jobs offset==0 limit==7', 47, undefined],
    ['GET /accounts/ACCOUNT/access/logs/access_requests limit==40 until==2027-01-01T00:00:00Z', 310, undefined],
    [
      'GET /accounts/ACCOUNT/access/logs/access_requests',
      310,
      { kind: 'time', initialSize: 25, bounds: { upper: 'until', lower: 'since' } },
    ],
    [
      'GET /accounts/ACCOUNT/access/logs/access_requests direction==asc limit==33',
      310,
      { kind: 'time', bounds: { upper: 'until', lower: 'since' } },
    ],
    ['GET /accounts/ACCOUNT/cni/interconnects', 23, { kind: 'cursor', sizeParameter: 'limit' }],
    ['GET /accounts/ACCOUNT/pages/projects per_page==5', 12, undefined],
    ['GET /accounts/ACCOUNT/sandbox/clamped per_page==50', 95, undefined],
    ['GET /accounts/ACCOUNT/sandbox/repeats per_page==15', 30, undefined],
    ['GET /accounts/ACCOUNT/sandbox/repeats', 30, undefined],
    ['GET /accounts/ACCOUNT/sandbox/prefilter kind==odd', 45, undefined],
    ['GET /accounts/ACCOUNT/sandbox/same-cursor limit==10', 10, undefined],
    ['GET /accounts/ACCOUNT/sandbox/no-info', 45, { kind: 'page' }],
    ['GET /accounts/ACCOUNT/sandbox/no-info page==1', 45, undefined],
    ['GET /accounts/ACCOUNT/sandbox/string-page', 45, undefined],
    ['GET /accounts/ACCOUNT/sandbox/before-after limit==7', 60, undefined],
    ['GET /accounts/ACCOUNT/r2/buckets per_page==5', 33, undefined],
  ])('%s gives every item once', async (line, count, hint) => {
    const { items, end } = await gather((query) => send(line, query, hint));
    expect(end).toMatchObject({ type: 'ended' });
    expect(new Set(items).size).toBe(items.length);
    expect(items).toHaveLength(count);
  });

  test('a list of 2,000 keys by cursor comes in order', async () => {
    const namespaces = await gather((query) => send('GET /accounts/ACCOUNT/storage/kv/namespaces', query));
    const counts = await Promise.all(
      namespaces.items.map(async (item) => {
        const { id } = JSON.parse(item);
        const { items } = await gather((query) =>
          send(`GET /accounts/ACCOUNT/storage/kv/namespaces/${id}/keys limit==100`, query),
        );
        expect(items).toEqual([...items].sort());
        return items.length;
      }),
    );
    expect(Math.max(...counts)).toBe(2500);
  });

  test('a list that grows while it is read has no item twice, and says what came again', async () => {
    const { items, end } = await gather((query) => send('GET /accounts/ACCOUNT/sandbox/grows', query));
    const ids = items.map((item) => JSON.parse(item).id);
    expect(new Set(ids).size).toBe(ids.length);
    for (let index = 1; index <= 200; index += 1) expect(ids).toContain(index.toString(16).padStart(32, '0'));
    expect(end.type === 'ended' && end.report.repeated).toBeGreaterThan(0);
  });

  test('a list that shrinks while it is read loses no item that stayed, and says what had moved', async () => {
    const { items, end } = await gather((query) => send('GET /accounts/ACCOUNT/sandbox/shrinks', query), { most: 1 });
    const ids = items.map((item) => JSON.parse(item).id);
    expect(new Set(ids).size).toBe(ids.length);
    // Each request took one from the front, which had been read already.
    for (let index = 21; index <= 200; index += 1) expect(ids).toContain(index.toString(16).padStart(32, '0'));
    expect(end.type === 'ended' && end.report.recovered).toBeGreaterThan(0);
  });

  test('pages that are too much are asked for again at half the size', async () => {
    const { items, end } = await gather(async (query) => {
      const size = Number(query.per_page ?? 100);
      if (size > 25 && query.page !== undefined) throw new HttpFailure(tooLarge);
      return send('GET /accounts/ACCOUNT/sandbox/clamped', { per_page: String(Math.min(25, size)), ...query });
    });
    expect(end).toMatchObject({ type: 'ended' });
    expect(items).toHaveLength(95);
  });
});

const tooLarge = {
  kind: 'too-large',
  tried: 'GET x',
  happened: 'the response is too large',
  next: 'ask for less',
  limitBytes: 1,
} as const;

const refused = { kind: 'refused', tried: 'GET x', happened: 'nothing listens', next: 'check the port' } as const;

/** A response as the API would give it. */
function response(body: unknown, query: PageQuery): Received {
  const search = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  const url = `http://127.0.0.1/list?${search.join('&')}`;
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return readResponse(
    { method: 'GET', url, headers: [], body: undefined },
    {
      status: 200,
      statusText: 'OK',
      headers: [['content-type', 'application/json']],
      body: bytes,
      url,
      encodedBytes: bytes.length,
      durationMs: 1,
      attempts: 1,
    },
  );
}

const envelope = (result: unknown, result_info?: unknown) => ({
  result,
  success: true,
  errors: [],
  messages: [],
  ...(result_info === undefined ? {} : { result_info }),
});

describe('whatever order the answers come in', () => {
  test('a numbered list comes whole and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('totals', 'page only', 'too many totals', 'offset', 'nothing'),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 })), {
          minLength: 1,
          maxLength: 20,
        }),
        async (total, perPage, most, telling, delays) => {
          const all = Array.from({ length: total }, (_, id) => ({ id: `i${id}` }));
          let asked = 0;
          let underWay = 0;
          let mostUnderWay = 0;
          const whole = await gather(
            async (query, _signal, onEvent) => {
              const [coming, decoding] = delays[asked++ % delays.length] ?? [0, 0];
              underWay += 1;
              mostUnderWay = Math.max(mostUnderWay, underWay);
              for (let turn = 0; turn < coming; turn += 1) await nextTurn();
              underWay -= 1;
              onEvent({ type: 'headers', status: 200 });
              onEvent({ type: 'received' });
              for (let turn = 0; turn < decoding; turn += 1) await nextTurn();
              const offset = Number(query.offset ?? 0);
              const page = Number(query.page ?? 1);
              const start = telling === 'offset' ? offset : (page - 1) * perPage;
              const result = all.slice(start, start + perPage);
              const totals = { total_count: total, total_pages: Math.ceil(total / perPage) };
              const info = {
                totals: { page, per_page: perPage, count: result.length, ...totals },
                'page only': { page, per_page: perPage },
                'too many totals': { page, per_page: perPage, total_count: total * 3 },
                offset: undefined,
                nothing: undefined,
              }[telling];
              const first = telling === 'offset' ? { offset: '0', limit: String(perPage) } : { page: '1' };
              return response(envelope(result, info), { ...first, ...query });
            },
            { most },
          );
          expect(whole.end.type).toBe('ended');
          expect(whole.items).toEqual(all.map((item) => JSON.stringify(item)));
          expect(mostUnderWay).toBeLessThanOrEqual(most);
          // At the end of a list of unknown length a few pages are asked for in vain, never more than at once.
          expect(whole.requests.length).toBeLessThanOrEqual(Math.ceil(total / perPage) + 2 * most + 1);
        },
      ),
      runs(150),
    );
  });

  test('a page that fails ends it after the pages before, and the rest can be gone on with', async () => {
    const all = Array.from({ length: 50 }, (_, id) => ({ id: `i${id}` }));
    let isBroken = true;
    const read = async (query: PageQuery): Promise<Received> => {
      const page = Number(query.page ?? 1);
      if (page === 4 && isBroken) throw new HttpFailure(refused);
      const result = all.slice((page - 1) * 5, page * 5);
      return response(envelope(result, { page, per_page: 5, total_count: 50, total_pages: 10 }), query);
    };
    const first = await gather(read);
    expect(first.items).toHaveLength(15);
    expect(first.end).toMatchObject({ type: 'stopped', failure: { kind: 'refused' }, resume: { page: '4' } });
    isBroken = false;
    const { end } = first;
    const rest = await gather((query) => read({ ...(end.type === 'stopped' ? end.resume : {}), ...query }));
    expect([...first.items, ...rest.items]).toEqual(all.map((item) => JSON.stringify(item)));
  });

  test('the next page is asked for when one has come, before that one is read', async () => {
    const asked: number[] = [];
    let decode: (() => void) | undefined;
    const decoded = new Promise<void>((resolve) => {
      decode = resolve;
    });
    const whole = await gather(
      async (query, _signal, onEvent) => {
        const page = Number(query.page ?? 1);
        asked.push(page);
        onEvent({ type: 'headers', status: 200 });
        if (page === 2) {
          onEvent({ type: 'received' });
          await decoded;
          expect(asked).toEqual([1, 2, 3]);
        }
        if (page === 3) decode?.();
        return response(envelope([{ id: page }], { page, per_page: 1, total_count: 3, total_pages: 3 }), query);
      },
      { most: 1 },
    );
    expect(whole.end.type).toBe('ended');
    expect(whole.items).toHaveLength(3);
  });

  test('who takes the pages may end it', async () => {
    const controller = new AbortController();
    const end = await readAll({
      read: async (query, { onEvent, signal }) => {
        await nextTurn();
        onEvent({ type: 'headers', status: 200 });
        onEvent({ type: 'received' });
        if (signal.aborted) throw new HttpFailure({ ...refused, kind: 'cancelled' });
        const page = Number(query.page ?? 1);
        return response(envelope([{ id: page }], { page, per_page: 1, total_count: 50, total_pages: 50 }), query);
      },
      onPage: () => controller.abort(),
      onProgress: () => undefined,
      signal: controller.signal,
      clock,
    });
    expect(end).toMatchObject({ type: 'stopped', failure: { kind: 'cancelled' } });
  });

  test('cancelling keeps what has come', async () => {
    const controller = new AbortController();
    const whole = await gather(
      async (query, signal) => {
        const page = Number(query.page ?? 1);
        if (page === 5) controller.abort();
        if (signal.aborted) throw new HttpFailure({ ...refused, kind: 'cancelled' });
        return response(envelope([{ id: page }], { page, per_page: 1, total_count: 50, total_pages: 50 }), query);
      },
      { most: 1, signal: controller.signal },
    );
    expect(whole.end).toMatchObject({ type: 'stopped', failure: { kind: 'cancelled' } });
    expect(whole.items.length).toBeGreaterThanOrEqual(4);
  });
});

describe('a list that never ends by itself', () => {
  test.each<readonly [string, (asked: number, query: PageQuery) => unknown]>([
    ['repeats a page without ids', () => envelope([{ a: 1 }, { a: 1 }])],
    ['repeats a page of scalars', () => envelope(['x', 'x'])],
    ['gives a new cursor with the same items', (asked) => envelope([{ id: 1 }], { cursor: `c${asked}` })],
    ['gives a new cursor with items that cannot be told apart', (asked) => envelope([1, 1], { cursor: `c${asked}` })],
    ['gives two cursors in turn', (asked) => envelope([{ id: asked }], { cursor: `c${asked % 2}` })],
    ['gives empty pages with cursors', (asked) => envelope([], { cursor: `c${asked}` })],
    ['reports page 1 for ever', () => envelope([{ id: 1 }], { page: 1, per_page: 1 })],
  ])('%s', async (_, body) => {
    let asked = 0;
    const { end, requests } = await gather(async (query) => response(body(asked++, query), { page: '1', ...query }));
    expect(end.type).toBe('ended');
    expect(requests.length).toBeLessThan(60);
  });
});
