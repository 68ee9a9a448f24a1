// The plan of reading all pages, step by step: nothing is sent, and time is a number.
import { expect, test } from 'vitest';
import { planReadAll, type ReadAllPlan } from '../../src/api/read-all.ts';
import { readResponse } from '../../src/api/received.ts';

const at = (elapsed: number) => ({ elapsed, now: 1_000_000 + elapsed });

function page(number: number, pages: number, total = pages) {
  const body = { result: [{ id: `i${number}` }], success: true, errors: [], messages: [] };
  const info = { page: number, per_page: 1, total_pages: pages, total_count: total };
  const bytes = new TextEncoder().encode(JSON.stringify({ ...body, result_info: info }));
  const url = `http://127.0.0.1/list?page=${number}`;
  const facts = { url, status: 200, statusText: 'OK', headers: [['content-type', 'application/json']] as const };
  const response = { ...facts, body: bytes, encodedBytes: bytes.length, durationMs: 1, attempts: 1 };
  return readResponse({ method: 'GET', url, headers: [], body: undefined }, response);
}

/** The queries of all requests that may start now. */
function asked(plan: ReadAllPlan, elapsed: number): readonly (readonly [id: number, page: string | undefined])[] {
  const asks: (readonly [number, string | undefined])[] = [];
  for (let ask = plan.ask(at(elapsed)); ask; ask = plan.ask(at(elapsed))) asks.push([ask.id, ask.query.page]);
  return asks;
}

test('asks for the first page alone, then for several at once, and takes them in their order', () => {
  const plan = planReadAll({ most: 4 });
  expect(asked(plan, 0)).toEqual([[1, undefined]]);
  expect(plan.next(at(0))).toEqual({ type: 'wait', ms: undefined });
  plan.land(1, { received: page(1, 3) }, at(10));
  expect(plan.next(at(10))).toMatchObject({ type: 'fetch', query: { page: '2' } });
  expect(asked(plan, 10)).toEqual([[3, '3']]);
  expect(plan.next(at(10))).toMatchObject({ type: 'take', page: { info: { number: 1 } } });
  plan.land(3, { received: page(3, 3) }, at(20));
  expect(plan.next(at(20))).toEqual({ type: 'wait', ms: undefined });
  plan.land(2, { received: page(2, 3) }, at(30));
  expect(plan.next(at(30))).toMatchObject({ type: 'take', page: { info: { number: 2 } } });
  expect(plan.next(at(30))).toMatchObject({ type: 'take', page: { info: { number: 3 } } });
  expect(plan.next(at(30))).toMatchObject({
    type: 'end',
    end: { type: 'ended', report: { pages: 3, items: 3, completeness: { kind: 'complete' } } },
  });
});

test('asks for all that may be under way as soon as the first page tells how many there are', () => {
  const plan = planReadAll({});
  expect(asked(plan, 0)).toHaveLength(1);
  plan.land(1, { received: page(1, 100) }, at(10));
  plan.next(at(10));
  expect(asked(plan, 10).map(([, number]) => number)).toEqual(['3', '4', '5', '6', '7', '8', '9']);
  // One for each that comes, in whatever order.
  plan.land(5, { received: page(5, 100) }, at(20));
  expect(plan.next(at(20))).toMatchObject({ type: 'fetch', query: { page: '10' } });
  expect(asked(plan, 20)).toEqual([]);
});

test('asks for more at once on a connection that carries many requests', () => {
  const plan = planReadAll({ most: 4 });
  asked(plan, 0);
  plan.hear(1, { type: 'headers', status: 200, isShared: true }, at(5));
  plan.land(1, { received: page(1, 100) }, at(10));
  plan.next(at(10));
  const underWay: number[] = [2];
  let widest = 0;
  for (let time = 20; time < 40; time += 1) {
    underWay.push(...asked(plan, time).map(([id]) => id));
    widest = Math.max(widest, underWay.length);
    const landed = underWay.shift() ?? 0;
    plan.land(landed, { received: page(landed, 100) }, at(time));
  }
  expect(widest).toBe(8);
});

test('waits as long as the server asks for, and says until when', () => {
  const plan = planReadAll({ most: 1 });
  asked(plan, 0);
  plan.hear(1, { type: 'retrying', waitMs: 500 }, at(10));
  expect(plan.report().pausedUntil).toBe(1_000_510);
  plan.land(1, { received: page(1, 2) }, at(20));
  expect(plan.next(at(20))).toMatchObject({ type: 'take' });
  expect(plan.next(at(20))).toEqual({ type: 'wait', ms: 490 });
  expect(plan.next(at(510))).toMatchObject({ type: 'fetch', query: { page: '2' } });
});

test('tells of a server that repeats its page that the list is not whole', () => {
  const plan = planReadAll({ most: 1 });
  asked(plan, 0);
  plan.land(1, { received: page(1, 3, 60) }, at(1));
  for (let time = 1; ; time += 1) {
    const step = plan.next(at(time));
    if (step.type === 'fetch') plan.land(step.id, { received: page(1, 3, 60) }, at(time));
    if (step.type !== 'end') continue;
    expect(step.end).toMatchObject({
      type: 'ended',
      report: { items: 1, completeness: { kind: 'incomplete', why: { kind: 'repeats', items: 1, of: 60 } } },
    });
    return;
  }
});

test('given up, says where to go on', () => {
  const plan = planReadAll({ most: 2 });
  asked(plan, 0);
  plan.land(1, { received: page(1, 9) }, at(1));
  while (plan.next(at(1)).type !== 'wait');
  expect(plan.cancel()).toMatchObject({
    type: 'stopped',
    failure: { kind: 'cancelled' },
    resume: { page: '2' },
    report: { completeness: { kind: 'incomplete', why: { kind: 'stopped' } } },
  });
});
