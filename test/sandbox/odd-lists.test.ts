import { beforeAll, describe, expect, it } from 'vitest';
import { ODD_LIST_NAMES } from '../../src/sandbox/odd-lists.ts';
import { hostSandbox, largeAccountId } from './client.ts';

const harness = hostSandbox();

let base = '';
beforeAll(async () => {
  base = `/accounts/${await largeAccountId(harness.sdk())}/sandbox`;
});

type Page = { readonly ids: readonly string[]; readonly info: Readonly<Record<string, unknown>> | undefined };

async function page(query: string): Promise<Page> {
  const { status, envelope } = await harness.ask(`${base}/${query}`);
  expect(status).toBe(200);
  const items = envelope.result as readonly { readonly id: string }[];
  return { ids: items.map((item) => item.id), info: envelope.result_info };
}

describe('lists that misbehave on purpose', () => {
  it('the index leads to every one of them', async () => {
    const { envelope } = await harness.ask(base);
    const entries = envelope.result as readonly { readonly name: string; readonly path: string }[];
    expect(entries.map((entry) => entry.name)).toEqual(ODD_LIST_NAMES);
    for (const entry of entries) expect((await harness.ask(entry.path)).status).toBe(200);
  });

  it('clamped gives 25 where 100 are asked for, and 95 in all', async () => {
    const sizes: number[] = [];
    for (const number of [1, 2, 3, 4, 5]) {
      const { ids, info } = await page(`clamped?per_page=100&page=${number}`);
      sizes.push(ids.length);
      expect(info).toMatchObject({ per_page: 25, total_count: 95, total_pages: 4 });
    }
    expect(sizes).toEqual([25, 25, 25, 20, 0]);
  });

  it('repeats gives the last page again and tells no total', async () => {
    const last = await page('repeats?page=2');
    expect(last.ids).toHaveLength(10);
    const past = await page('repeats?page=3');
    expect(past.ids).toEqual(last.ids);
    expect(past.info).toEqual({ page: 3, per_page: 20, count: 10 });
  });

  it('prefilter says 500 while 45 match', async () => {
    const first = await page('prefilter?kind=odd&per_page=50');
    expect(first.ids).toHaveLength(45);
    expect(first.info).toMatchObject({ count: 45, total_count: 500, total_pages: 10 });
    expect((await page('prefilter?kind=odd&per_page=50&page=2')).ids).toEqual([]);
    expect((await page('prefilter?per_page=500')).ids).toHaveLength(500);
  });

  it('same-cursor never ends', async () => {
    const first = await page('same-cursor');
    const cursor = String(first.info?.cursor);
    expect(cursor).not.toBe('');
    expect(await page(`same-cursor?cursor=${cursor}`)).toEqual(first);
  });

  it('no-info honours page and per_page without a word about it', async () => {
    const { ids, info } = await page('no-info?page=2&per_page=30');
    expect([ids.length, info]).toEqual([15, undefined]);
  });

  it('string-page has only strings in its result_info', async () => {
    const { ids, info } = await page('string-page?page=3');
    expect(ids).toHaveLength(5);
    expect(info).toEqual({ page: '3', per_page: '20', count: '5', total_count: '45', total_pages: '3' });
  });

  it('before-after leads to the end and back to the start', async () => {
    type Cursors = { readonly before?: string; readonly after?: string };
    const cursorsOf = (one: Page | undefined): Cursors => (one?.info?.cursors ?? {}) as Cursors;
    const walk = async (direction: keyof Cursors, from: string) => {
      const seen: Page[] = [];
      for (let cursor: string | undefined = from; cursor !== undefined; ) {
        const one = await page(`before-after?cursor=${cursor}`);
        seen.push(one);
        cursor = cursorsOf(one)[direction];
        if (seen.length > 10) throw new Error('the cursors lead in circles');
      }
      return seen;
    };
    const forward = await walk('after', '');
    expect(new Set(forward.flatMap((one) => one.ids)).size).toBe(60);
    const lastCursor = cursorsOf(forward[1]).after ?? '';
    expect(await walk('before', lastCursor)).toEqual(forward.toReversed());
    expect((await harness.ask(`${base}/before-after?cursor=nonsense`)).status).toBe(400);
  });
});
