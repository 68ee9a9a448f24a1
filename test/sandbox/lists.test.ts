import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutByCursor, decodeCursor, encodeCursor, listByPage, type PageSizes } from '../../src/sandbox/lists.ts';

const SIZES: PageSizes = { initial: 20, min: 5, max: 50, outOfRange: 'clamp' };
const FREE: PageSizes = { initial: 10, min: 1, max: 1000, outOfRange: 'refuse' };

function pageOf(items: readonly number[], query: string, sizes: PageSizes) {
  const reply = listByPage(items, new URLSearchParams(query), sizes);
  if (reply.kind !== 'envelope') throw new Error('a list is an envelope');
  return { status: reply.status, result: reply.envelope.result, info: reply.envelope.result_info };
}

describe('paging by number', () => {
  it('clamps or refuses a size out of range, as the endpoint is', () => {
    const items = Array.from({ length: 60 }, (_, index) => index);
    expect(pageOf(items, 'per_page=100', SIZES).info).toMatchObject({ per_page: 50, count: 50 });
    expect(pageOf(items, 'per_page=1', SIZES).info).toMatchObject({ per_page: 5 });
    expect(pageOf(items, 'per_page=100', { ...SIZES, outOfRange: 'refuse' }).status).toBe(400);
    expect(pageOf(items, 'per_page=&page=', SIZES).info).toMatchObject({ page: 1, per_page: 20 });
  });

  it('all pages together are the list, whatever the size', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), fc.integer({ min: 1, max: 70 }), (items, size) => {
        const pages = Math.ceil(items.length / size);
        const seen = Array.from({ length: pages + 1 }, (_, index) => {
          const page = pageOf(items, `page=${index + 1}&per_page=${size}`, FREE);
          expect(page.info).toMatchObject({ total_count: items.length, total_pages: pages });
          return page.result;
        }).flat();
        expect(seen).toEqual(items);
      }),
    );
  });
});

describe('paging by cursor', () => {
  const follow = (
    names: readonly string[],
    limit: number,
    isDescending: boolean,
    between: (page: number) => readonly string[],
  ) => {
    const seen: string[] = [];
    let cursor = '';
    let items = names;
    for (let page = 0; page < 200; page += 1) {
      const query = new URLSearchParams({ limit: String(limit), cursor });
      const cut = cutByCursor(items, query, {
        sizes: FREE,
        sizeParameter: 'limit',
        keyOf: (name) => name,
        isDescending,
      });
      if (cut.kind === 'refused') throw new Error('refused');
      seen.push(...cut.items);
      if (cut.next === undefined) return seen;
      cursor = cut.next;
      items = between(page);
    }
    throw new Error('the cursor never ends');
  };

  it('gives every item once and in order, both ways', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { maxLength: 50 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        (names, limit, isDescending) => {
          const sorted = names.toSorted();
          const items = isDescending ? sorted.toReversed() : sorted;
          expect(follow(items, limit, isDescending, () => items)).toEqual(items);
        },
      ),
    );
  });

  it('an item deleted between two pages neither repeats nor hides another', () => {
    const items = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(follow(items, 2, false, () => ['c', 'd', 'e', 'f'])).toEqual(items);
  });

  it('a cursor comes back as it was, and a made-up one is known as such', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => {
        expect(decodeCursor(encodeCursor(key))).toBe(key);
      }),
    );
    for (const made of ['x', 'AAAA', '....', `${encodeCursor('a')}=`]) expect(decodeCursor(made)).toBeUndefined();
  });
});
