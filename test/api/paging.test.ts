import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  firstMove,
  goToMove,
  isRepeat,
  knownLastPage,
  lastMove,
  markEnd,
  nextMove,
  pageLabel,
  previousMove,
} from '../../src/api/paging.ts';
import { type PageFacts, type PageInfo, recognisePage } from '../../src/api/recognise.ts';
import { runs } from '../helpers/runs.ts';

type Query = PageFacts['query'];

function page(resultInfo: unknown, count: number | undefined, query: Query = [], firstId?: string): PageInfo {
  return recognisePage({ query, resultInfo, count, firstId });
}

const request = (number: number): unknown => ({ type: 'request', set: { page: String(number) }, number });
const impossible = (reason: string): unknown => ({ type: 'impossible', reason: expect.stringContaining(reason) });
const full = (number: number, count = 100, more: object = {}): PageInfo =>
  page({ page: number, per_page: 100, count, total_count: 350, total_pages: 4, ...more }, count, [], `id-${number}`);

describe('the kind of a list is recognised', () => {
  test.each([
    ['page', { page: 1, per_page: 20, count: 2, total_count: 2, total_pages: 1 }, 2, []],
    ['page', { page: '2', per_page: '20' }, 20, []],
    ['page', { total_count: 5 }, 5, []],
    ['page', undefined, 5, [['page', '2']]],
    [
      'page',
      null,
      5,
      [
        ['page', '1'],
        ['per_page', '5'],
      ],
    ],
    ['cursor', { cursor: 'abc', count: 5 }, 5, []],
    ['cursor', { cursor: '', count: 5 }, 5, []],
    ['cursor', { count: 5, per_page: 10, page: 1 }, 5, [['cursor', 'abc']]],
    ['cursor', { cursors: { after: 'abc' } }, 5, []],
    ['cursor', { cursors: {}, per_page: 5 }, 5, []],
    ['whole', undefined, 5, []],
    ['none', undefined, undefined, []],
    ['whole', { count: 5, per_page: 1000 }, 5, []],
    ['whole', 'odd', 5, []],
    ['whole', [], 5, [['page', 'first']]],
    ['none', undefined, undefined, [['page', '2']]],
  ])('as %s from %j with %j items and the query %j', (kind, resultInfo, count, query) => {
    expect(page(resultInfo, count, query as unknown as Query).kind).toBe(kind);
  });

  test('numbers may be text, and nonsense counts as absent', () => {
    expect(page({ page: '3', per_page: '20', total_pages: '7', total_count: '130' }, 20)).toMatchObject({
      number: 3,
      perPage: 20,
      lastPage: 7,
      totalCount: 130,
    });
    expect(page({ page: -1, per_page: 0, total_pages: 2.5, total_count: 'many' }, 20, [['page', '2']])).toMatchObject({
      number: 2,
      perPage: undefined,
      lastPage: undefined,
      totalCount: undefined,
    });
  });

  test('the number asked for wins over the one reported, the last of two in the query over the first', () => {
    expect(
      page({ page: 1 }, 5, [
        ['page', '2'],
        ['page', '3'],
      ]).number,
    ).toBe(3);
  });
});

describe('the end of a numbered list is known', () => {
  test.each([
    ['by total_pages', { page: 4, per_page: 20, total_pages: 4 }, 20, true],
    ['not before total_pages', { page: 3, per_page: 20, total_pages: 4 }, 20, false],
    ['by total_count and the returned per_page', { page: 2, per_page: 50, total_count: 100 }, 50, true],
    ['by a short page', { page: 1, per_page: 50 }, 49, true],
    ['not by a short page where totals say more', { page: 1, per_page: 50, total_pages: 3 }, 49, false],
    ['by an empty page, whatever the totals say', { page: 2, per_page: 50, total_pages: 9 }, 0, true],
    ['not by totals that the page disproves', { page: 3, per_page: 20, total_count: 20, total_pages: 1 }, 20, false],
    ['not by total_pages 0 beside items', { page: 1, per_page: 20, total_pages: 0 }, 20, false],
    ['by a total without a page size', { total_count: 5 }, 5, true],
    ['not where nothing is said', { page: 1 }, 20, false],
  ])('%s', (_, resultInfo, count, isEnd) => {
    const info = page(resultInfo, count);
    expect(info.isEnd).toBe(isEnd);
    expect(nextMove([info], 0).type).toBe(isEnd ? 'impossible' : 'request');
  });

  test('by the returned per_page, not by the one asked for', () => {
    const clamped = page({ page: 1, per_page: 50, total_count: 120 }, 50, [['per_page', '1000']]);
    expect(clamped).toMatchObject({ perPage: 50, lastPage: 3, isEnd: false });
  });
});

describe('moves over numbered pages', () => {
  const pages = [full(1), full(2)];

  test.each([
    ['next to a page not seen', nextMove(pages, 1), request(3)],
    ['next to a page seen', nextMove(pages, 0), { type: 'seen', index: 1 }],
    ['next at the end', nextMove([full(4, 50)], 0), impossible('this is the last page')],
    ['previous to a page seen', previousMove(pages, 1), { type: 'seen', index: 0 }],
    ['previous to a page not seen', previousMove([full(3)], 0), request(2)],
    ['previous at the start', previousMove(pages, 0), impossible('this is the first page')],
    ['last', lastMove(pages, 1), request(4)],
    ['last when there', lastMove([full(1), full(4, 50)], 1), impossible('this is the last page')],
    ['last when seen', lastMove([full(1), full(4, 50)], 0), { type: 'seen', index: 1 }],
    ['last without totals', lastMove([page({ page: 1 }, 20)], 0), impossible('does not report its last page')],
    ['first', firstMove([full(3)], 0), request(1)],
    ['first when seen', firstMove(pages, 1), { type: 'seen', index: 0 }],
    ['first when there', firstMove(pages, 0), impossible('this is the first page')],
    ['to a page seen', goToMove(pages, 0, 2), { type: 'seen', index: 1 }],
    ['to a page not seen', goToMove(pages, 0, 4), request(4)],
    ['to a page beyond the last', goToMove(pages, 0, 5), impossible('the last page is 4')],
    ['to a page beyond, without totals', goToMove([page({ page: 1 }, 20)], 0, 99), request(99)],
    ['to page 0', goToMove(pages, 0, 0), impossible('numbered from 1')],
    ['to page 1.5', goToMove(pages, 0, 1.5), impossible('numbered from 1')],
    ['after pages seen out of order', nextMove([full(3), full(1), full(2)], 2), { type: 'seen', index: 0 }],
  ])('%s', (_, move, wanted) => {
    expect(move).toEqual(wanted);
  });
});

describe('moves over cursor pages', () => {
  const first = page({ cursor: 'b' }, 10, [], '1');
  const second = page({ cursor: 'c' }, 10, [['cursor', 'b']], '11');
  const third = page({ cursor: '' }, 3, [['cursor', 'c']], '21');
  const all = [first, second, third];
  const after = page({ cursors: { before: 'x', after: 'b' } }, 10, [], '1');

  test.each([
    ['next', nextMove([first], 0), { type: 'request', set: { cursor: 'b' }, number: 2 }],
    ['next by cursors.after', nextMove([after], 0), { type: 'request', set: { cursor: 'b' }, number: 2 }],
    ['next when seen', nextMove(all, 0), { type: 'seen', index: 1 }],
    ['next at the end', nextMove(all, 2), impossible('this is the last page')],
    [
      'next by the same cursor',
      nextMove([first, page({ cursor: 'b' }, 10, [['cursor', 'b']], '11')], 1),
      impossible('repeated a cursor'),
    ],
    [
      'next in a circle of cursors',
      nextMove([first, second, page({ cursor: 'b' }, 10, [['cursor', 'c']])], 2),
      impossible('repeated a cursor'),
    ],
    [
      'next after an empty page in the middle',
      nextMove([page({ cursor: 'b' }, 0)], 0),
      { type: 'request', set: { cursor: 'b' }, number: 2 },
    ],
    [
      'next where the list was started at a cursor',
      nextMove([second], 0),
      { type: 'request', set: { cursor: 'c' }, number: undefined },
    ],
    ['previous', previousMove(all, 2), { type: 'seen', index: 1 }],
    ['previous at the start', previousMove(all, 0), impossible('this is the first page')],
    ['previous where the list was started at a cursor', previousMove([second], 0), impossible('started at a cursor')],
    ['first', firstMove(all, 2), { type: 'seen', index: 0 }],
    ['first where the list was started at a cursor', firstMove([second, third], 1), impossible('started at a cursor')],
    ['last when its end was seen', lastMove(all, 0), { type: 'seen', index: 2 }],
    ['last when there', lastMove(all, 2), impossible('this is the last page')],
    [
      'last before the end was seen',
      lastMove([first, second], 0),
      impossible('a list paged by cursor has no last page number'),
    ],
    ['to a page seen', goToMove(all, 0, 3), { type: 'seen', index: 2 }],
    ['to the page after those seen', goToMove([first], 0, 2), { type: 'request', set: { cursor: 'b' }, number: 2 }],
    ['to a page further on', goToMove([first], 0, 3), impossible('one page at a time')],
  ])('%s', (_, move, wanted) => {
    expect(move).toEqual(wanted);
  });
});

describe('without pages', () => {
  test.each([
    ['no list', [page(undefined, undefined)], 'this response is not a list'],
    ['a whole list', [page(undefined, 5)], 'has no pages'],
    ['nothing yet', [], 'no page yet'],
  ])('%s: every move says why not', (_, pages, reason) => {
    for (const move of [nextMove, previousMove, firstMove, lastMove])
      expect(move(pages, 0)).toEqual(impossible(reason));
    expect(goToMove(pages, 0, 2)).toEqual(impossible(reason));
  });
});

describe('a repeated page is recognised', () => {
  const noInfo = (number: number, firstId: string | undefined): PageInfo =>
    page(undefined, 5, [['page', `${number}`]], firstId);

  test.each([
    ['by its first item', [noInfo(1, 'a'), noInfo(2, 'f')], noInfo(3, 'f'), true],
    ['not where the first item is new', [noInfo(1, 'a')], noInfo(2, 'f'), false],
    ['by its reported number where items have no identity', [full(1)], page({ page: 1 }, 5, [['page', '2']]), true],
    [
      'not by its reported number where its items are new',
      [full(1)],
      page({ page: 1 }, 5, [['page', '2']], 'new'),
      false,
    ],
    [
      'in a cursor list by its first item',
      [page({ cursor: 'b' }, 5, [], 'a')],
      page({ cursor: 'c' }, 5, [['cursor', 'b']], 'a'),
      true,
    ],
  ])('%s', (_, pages, info, repeats) => {
    expect(isRepeat(pages, info)).toBe(repeats);
  });

  test('and marking the end keeps the caller from asking again', () => {
    const pages = markEnd([noInfo(1, 'a'), noInfo(2, 'f')], 1, 'empty page');
    expect(nextMove(pages, 1)).toEqual(impossible('this is the last page'));
    expect(knownLastPage(pages)).toBe(2);
    expect(goToMove(pages, 0, 3)).toEqual(impossible('the last page is 2'));
    expect(pageLabel(pages, 1)).toMatch(/^page 2\/2 /);
  });

  test.each([
    ['an earlier page', markEnd([noInfo(1, 'a'), noInfo(2, 'f')], 1, 'repeat'), 'repeats a page from here on'],
    [
      'its own cursor',
      [page({ cursor: 'b' }, 10, [], '1'), page({ cursor: 'b' }, 10, [['cursor', 'b']], '11')],
      'repeated a cursor',
    ],
  ])('but %s that comes again is no proof that nothing follows', (_, pages, words) => {
    expect(nextMove(pages, 1)).toEqual(impossible(words));
    expect(pageLabel(pages, 1)).toMatch(/^page 2 · \d+–\d+ · perhaps not all$/);
  });

  test('and where the server counts, its count is quoted', () => {
    const counted = page({ page: 1, per_page: 20, total_count: 60, total_pages: 3 }, 20, [], 'a');
    expect(pageLabel(markEnd([counted], 0, 'repeat'), 0)).toBe('page 1/1 · 1–20 of 60');
  });
});

describe('a label says where the page is', () => {
  const cursors = [page({ cursor: 'b' }, 1000, [], '1'), page({ cursor: 'c' }, 1000, [['cursor', 'b']], '2')];
  const short = page({ page: 1, per_page: 100, total_count: 2000, total_pages: 20 }, 5, [], 'a');
  const filtered = page({ page: 1, per_page: 100, total_count: 2000, total_pages: 20 }, 5, [['kind', 'odd']], 'a');
  const empty = page({ page: 2, per_page: 100, total_count: 2000, total_pages: 20 }, 0, [['page', '2']]);

  test.each<[string, readonly PageInfo[], number]>([
    ['page 2/20 · 101–200 of 2,000', [page({ page: 2, per_page: 100, total_count: 2000, total_pages: 20 }, 100)], 0],
    ['page 4/4 · 301–350 of 350', [full(4, 50)], 0],
    ['page 1/1 · 1 of 1', [page({ page: 1, per_page: 20, total_count: 1, total_pages: 1 }, 1)], 0],
    ['page 1 · 1–20', [page({ page: 1, per_page: 20 }, 20)], 0],
    ['page 1/20 · 1–5 of at most 2,000', [short], 0],
    ['page 1/1 · 1–5 of at most 2,000', [short, empty], 0],
    // With a filter, the server counts what the filter left out.
    ['page 1/1 · 1–5 of 5', [filtered, empty], 0],
    ['page 2/20 · 0 items', [short, empty], 1],
    ['page 1/1 · 0 items', [page({ page: 1, per_page: 20, total_count: 0, total_pages: 1 }, 0)], 0],
    ['page 3 · 5 items', [page(undefined, 5, [['page', '3']])], 0],
    ['page 2 · 6–10', [page(undefined, 5, [['page', '1']], 'a'), page(undefined, 5, [['page', '2']], 'b')], 1],
    ['page 2 · 1,001–2,000', cursors, 1],
    ['page 2/3 · 1,001–2,000 of 2,001', [...cursors, page({ cursor: '' }, 1, [['cursor', 'c']])], 1],
    ['page 3/3 · 2,001 of 2,001', [...cursors, page({ cursor: '' }, 1, [['cursor', 'c']])], 2],
    ['page 1 · 1–5 of 1,234,567', [page({ cursor: 'b', total_count: 1_234_567 }, 5)], 0],
    ['page 2 from the cursor · 1 item', [cursors[1]!, page({ cursor: '' }, 1, [['cursor', 'c']])], 1],
    ['5 items', [page(undefined, 5)], 0],
    ['', [page(undefined, undefined)], 0],
    ['', [], 0],
  ])('%j', (label, pages, at) => {
    expect(pageLabel(pages, at)).toBe(label);
  });
});

/** A server as a function from the query to what the caller sees of its response. */
type Server = (query: ReadonlyMap<string, string>) => {
  readonly resultInfo: unknown;
  readonly items: readonly number[];
};

/** Walks `next` to the end as the program does; throws where that takes more requests than any honest list needs. */
function walk(server: Server, start: ReadonlyMap<string, string>, limit: number): readonly number[] {
  const visited: number[] = [];
  const query = new Map(start);
  let pages: readonly PageInfo[] = [];
  for (let requests = 1; ; requests++) {
    if (requests > limit) throw new Error(`no end after ${limit} requests`);
    const { resultInfo, items } = server(query);
    const firstId = items[0] === undefined ? undefined : String(items[0]);
    const info = recognisePage({ query: [...query], resultInfo, count: items.length, firstId });
    if (isRepeat(pages, info)) {
      pages = markEnd(pages, pages.length - 1, 'repeat');
    } else {
      pages = [...pages, info];
      visited.push(...items);
    }
    expect(pageLabel(pages, pages.length - 1)).not.toMatch(/NaN|undefined|-/);
    const move = nextMove(pages, pages.length - 1);
    if (move.type === 'impossible') return visited;
    if (move.type === 'seen') throw new Error('the page after the newest one cannot have been seen');
    for (const [name, value] of Object.entries(move.set)) {
      if (value === undefined) query.delete(name);
      else query.set(name, value);
    }
  }
}

interface Shape {
  readonly size: number;
  readonly asked: number;
  readonly clamp: number;
}

const numbered =
  (
    shape: Shape,
    info: (facts: { page: number; perPage: number; count: number }) => unknown,
    repeatLast = false,
  ): Server =>
  (query) => {
    const perPage = Math.min(Number(query.get('per_page') ?? 20), shape.clamp);
    const asked = Number(query.get('page') ?? 1);
    const pageNumber = repeatLast ? Math.min(asked, Math.max(1, Math.ceil(shape.size / perPage))) : asked;
    const items = range(shape.size).slice((pageNumber - 1) * perPage, pageNumber * perPage);
    return { resultInfo: info({ page: pageNumber, perPage, count: items.length }), items };
  };

const range = (size: number): number[] => Array.from({ length: size }, (_, at) => at);

describe('walking next', () => {
  const shape = fc.record({
    size: fc.nat({ max: 200 }),
    asked: fc.integer({ min: 1, max: 60 }),
    clamp: fc.integer({ min: 1, max: 50 }),
  });
  const pagesOf = ({ size, asked, clamp }: Shape): number => Math.ceil(size / Math.min(asked, clamp));

  const complete: [string, (shape: Shape) => Server][] = [
    [
      'all totals',
      (s) =>
        numbered(s, ({ page: n, perPage, count }) => ({
          page: n,
          per_page: perPage,
          count,
          total_count: s.size,
          total_pages: Math.ceil(s.size / perPage),
        })),
    ],
    [
      'totals as text',
      (s) =>
        numbered(s, ({ page: n, perPage }) => ({
          page: `${n}`,
          per_page: `${perPage}`,
          total_pages: `${Math.ceil(s.size / perPage)}`,
        })),
    ],
    [
      'total_count only',
      (s) => numbered(s, ({ page: n, perPage }) => ({ page: n, per_page: perPage, total_count: s.size })),
    ],
    ['no totals', (s) => numbered(s, ({ page: n, perPage }) => ({ page: n, per_page: perPage }))],
    ['no result_info', (s) => numbered(s, () => undefined)],
    [
      'a last page that repeats, with totals',
      (s) => numbered(s, ({ page: n, perPage }) => ({ page: n, per_page: perPage, total_count: s.size }), true),
    ],
    ['a last page that repeats, without result_info', (s) => numbered(s, () => undefined, true)],
    [
      'totals from before the filter',
      (s) =>
        numbered(s, ({ page: n, perPage }) => ({
          page: n,
          per_page: perPage,
          total_count: 5000,
          total_pages: Math.ceil(5000 / perPage),
        })),
    ],
    [
      'totals far too low',
      (s) =>
        numbered(s, ({ page: n, perPage, count }) => ({
          page: n,
          per_page: perPage,
          count,
          total_count: 0,
          total_pages: 0,
        })),
    ],
    ['page 1 reported for ever', (s) => numbered(s, ({ perPage }) => ({ page: 1, per_page: perPage }))],
    [
      'cursors',
      (s) => (query) => {
        const from = Number(query.get('cursor') ?? 0);
        const to = from + Math.min(s.asked, s.clamp);
        return { items: range(s.size).slice(from, to), resultInfo: { cursor: to < s.size ? String(to) : '' } };
      },
    ],
    [
      'cursors.after and empty pages in the middle',
      (s) => (query) => {
        const from = Number(query.get('cursor') ?? 0);
        const to = from + 0.5;
        const items = Number.isInteger(from) ? range(s.size).slice(from, from + 1) : [];
        return { items, resultInfo: { cursors: to < s.size ? { after: String(to) } : {} } };
      },
    ],
  ];
  test.each(complete)('visits every item once: %s', (_, serverOf) => {
    fc.assert(
      fc.property(shape, (s) => {
        const start = new Map([
          ['page', '1'],
          ['per_page', String(s.asked)],
        ]);
        const limit = Math.max(pagesOf(s), 2 * s.size) + 2;
        const isCursor =
          'cursor' in Object(serverOf(s)(start).resultInfo) || 'cursors' in Object(serverOf(s)(start).resultInfo);
        expect(walk(serverOf(s), isCursor ? new Map() : start, limit)).toEqual(range(s.size));
      }),
    );
  });

  test('asks for no page more than the totals say', () => {
    fc.assert(
      fc.property(shape, (s) => {
        let requests = 0;
        const server = numbered(s, ({ page: n, perPage }) => ({ page: n, per_page: perPage, total_count: s.size }));
        const counting: Server = (query) => {
          requests++;
          return server(query);
        };
        walk(counting, new Map([['per_page', String(s.asked)]]), 300);
        expect(requests).toBe(Math.max(1, Math.ceil(s.size / Math.min(s.asked, s.clamp))));
      }),
    );
  });

  test.each<[string, Server]>([
    ['the same page for ever, without result_info', () => ({ items: [1, 2, 3], resultInfo: undefined })],
    [
      'the same page for ever, with growing totals',
      (query) => ({
        items: [1, 2],
        resultInfo: { page: Number(query.get('page')), per_page: 2, total_pages: Number(query.get('page')) + 9 },
      }),
    ],
    ['the same cursor for ever', () => ({ items: [1, 2, 3], resultInfo: { cursor: 'same' } })],
    [
      'two cursors in turn',
      (query) => ({
        items: [Number(query.get('cursor') === 'a')],
        resultInfo: { cursor: query.get('cursor') === 'a' ? 'b' : 'a' },
      }),
    ],
    ['new cursors and the same items', (query) => ({ items: [1], resultInfo: { cursor: `${query.get('cursor')}x` } })],
    [
      'new cursors and no items',
      (query) => ({ items: [], resultInfo: { cursors: { after: `${query.get('cursor')}x` } } }),
    ],
    [
      'no items and many pages',
      (query) => ({ items: [], resultInfo: { page: Number(query.get('page')), per_page: 5, total_pages: 1e15 } }),
    ],
  ])('ends: %s', (_, server) => {
    walk(server, new Map([['page', '1']]), 40);
  });

  test('ends, whatever a server with finitely many different items answers', () => {
    const odd = fc.oneof(
      fc.constant(undefined),
      fc.nat({ max: 30 }),
      fc.nat({ max: 30 }).map(String),
      fc.constant(''),
      fc.constant(-1),
      fc.constant(null),
    );
    const info = fc.oneof(
      fc.record({ page: odd, per_page: odd, count: odd, total_count: odd, total_pages: odd }, { requiredKeys: [] }),
      fc.record({ cursor: fc.oneof(odd, fc.string()) }),
      fc.record({ cursors: fc.record({ after: fc.oneof(odd, fc.string()) }) }),
      fc.constant(undefined),
    );
    const response = fc.record({ items: fc.array(fc.nat({ max: 20 }), { maxLength: 5 }), resultInfo: info });
    fc.assert(
      fc.property(fc.array(response, { minLength: 1, maxLength: 30 }), fc.boolean(), (answers, asksPage) => {
        let at = 0;
        const server: Server = () => answers[at++ % answers.length]!;
        walk(server, asksPage ? new Map([['page', '1']]) : new Map(), 21 * 26 + 2);
      }),
      runs(120),
    );
  });
});
