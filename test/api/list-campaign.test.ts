// List servers made up at random, read to their end through the plan: by page, offset, cursor or time; honest ones and such as
// lie, repeat, shrink, grow, clamp, stop early. No socket, no clock: responses land in an order that is made up too.
// `npm test` makes as many servers as a few seconds allow; 10,000 take FLARESCOPE_RUNS=10:
//   FLARESCOPE_RUNS=10 npx vitest run --config test/vitest.config.ts test/api/list-campaign.test.ts
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Completeness } from '../../src/api/completeness.ts';
import { planReadAll } from '../../src/api/read-all.ts';
import type { ReadAllEnd } from '../../src/api/reading.ts';
import { readResponse } from '../../src/api/received.ts';
import { sourceText } from '../../src/json/document.ts';
import { runs } from '../helpers/runs.ts';
import { type ListServer, listServer, type Sent, type ServerPlan, serverPlans } from './list-servers.ts';

interface Run {
  readonly end: ReadAllEnd;
  /** The ids of the items handed on. */
  readonly ids: readonly string[];
  /** What was sent, in the order of the requests. */
  readonly sent: readonly Sent[];
}

const at = (elapsed: number) => ({ elapsed, now: 1_000_000 + elapsed });

/** Reads the list; `picks` says which of the responses on their way lands next. */
function readList(server: ListServer, most: number, picks: readonly number[]): Run {
  const plan = planReadAll({ most });
  const ids: string[] = [];
  const sent: Sent[] = [];
  let flights: { readonly id: number; readonly sent: Sent }[] = [];
  let elapsed = 0;
  for (let step = 0; step < 5000; step += 1) {
    const wanted = plan.next(at(elapsed));
    if (wanted.type === 'end') return { end: wanted.end, ids, sent };
    if (wanted.type === 'drop') flights = [];
    if (wanted.type === 'take')
      for (const item of wanted.page.items) ids.push(JSON.parse(sourceText(wanted.page.document, item)).id);
    if (wanted.type === 'fetch') {
      const response = server.answer({ ...server.query, ...wanted.query });
      sent.push(response);
      flights.push({ id: wanted.id, sent: response });
    }
    if (wanted.type !== 'wait') continue;
    elapsed += wanted.ms ?? 1;
    const [landed] = flights.splice((picks[step % picks.length] ?? 0) % Math.max(1, flights.length), 1);
    if (landed) plan.land(landed.id, { received: received(landed.sent, server) }, at(elapsed));
  }
  throw new Error('reading does not end');
}

function received({ url, body }: Sent, { hint }: ListServer) {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const head = { url, status: 200, statusText: 'OK', headers: [['content-type', 'application/json']] as const };
  const response = { ...head, body: bytes, encodedBytes: bytes.length, durationMs: 1, attempts: 1 };
  return readResponse({ method: 'GET', url, headers: [], body: undefined }, response, hint);
}

/** What contradicts that a list is complete, by what the server sent; undefined where nothing does. */
function contradiction({ ids, sent }: Run): string | undefined {
  // Pages that were looked at a second time are not the end of the list.
  const last = sent.findLast(({ position }) => position === Math.max(...sent.map((one) => one.position)));
  const totals = sent.flatMap(({ total }) => total ?? []);
  const least = Math.min(...totals);
  if (totals.length > 0 && ids.length < least) return `${ids.length} came, and never fewer than ${least} were counted`;
  if (totals.length > 0 && ids.length > Math.max(...totals)) return `${ids.length} came, more than were counted`;
  const pages = Math.max(0, ...sent.flatMap(({ pages: counted }) => counted ?? []));
  // A page of nothing is a page, where it is the first.
  const withItems = Math.max(1, sent.filter(({ ids: found }) => found.length > 0).length);
  const told = last?.pages;
  if (told !== undefined && withItems < told) return `${withItems} pages came of ${told}`;
  if (pages > 0 && sent.every(({ isFirst }) => isFirst) && sent.length > 1) return 'only the first page came';
  if (last?.more === true) return 'the last response says that more follows';
  const cursors = new Set(sent.map(({ asked }) => asked));
  const unread = sent.find(({ next }) => next !== undefined && !cursors.has(next));
  if (unread) return `the cursor ${unread.next} was not followed`;
  if (last?.next !== undefined) return 'the last response has a cursor';
  const wrong = sent.find(
    ({ count, ids: found }) => count !== undefined && count !== found.length && count !== ids.length,
  );
  if (wrong) return `a page of ${wrong.ids.length} says that it has ${wrong.count}`;
  if (last?.isSilent && last.ids.length >= last.size) return 'a full page, and no word about an end';
  return undefined;
}

type Reason = Extract<Completeness, { readonly kind: 'unknown' }>['why']['kind'];

/** What makes a server one of whose lists nobody knows whether it is whole, by reason. */
const doubtful: Readonly<Record<Reason, (plan: ServerPlan) => boolean>> = {
  filtered: (plan) => plan.isFiltered,
  filteredPages: (plan) => plan.isFiltered,
  countsDiffer: (plan) => plan.fault === 'counts' || changes(plan),
  changed: changes,
  exceeds: (plan) => plan.fault === 'counts' || changes(plan),
  exceedsPages: (plan) => plan.fault === 'counts' || changes(plan),
  miscounts: (plan) => plan.fault === 'miscounts' || changes(plan),
  repeatsAtEnd: (plan) => ['ignores', 'repeatsLast', 'sameCursor', 'oneMoment'].includes(plan.fault) || changes(plan),
  full: ({ fault }) => fault === 'silent',
};

function changes({ fault }: ServerPlan): boolean {
  return fault === 'shrinks' || fault === 'grows';
}

test('a count that is wrong on the last page alone is noticed, however many pages came before it', () => {
  const plan: ServerPlan = {
    paging: 'page',
    fault: 'miscounts',
    items: 7,
    size: 2,
    isClamped: false,
    tells: { total: false, pages: false, size: false, count: true, more: false },
    lastCursor: 'null',
    place: 'result',
    isNull: false,
    isFiltered: false,
    error: 5,
    isAtFront: false,
    isExclusive: false,
  };
  // 7, 7, 7 and 6 are told on pages of 2, 2, 2 and 1.
  const { end } = readList(listServer(plan), 1, [0]);
  expect(end.type === 'ended' && end.report.completeness).toMatchObject({
    kind: 'unknown',
    why: { kind: 'miscounts' },
  });
});

test('no list is complete against what was sent, honest ones always are, and nobody is in doubt without a reason', () => {
  const verdicts = new Map<string, number>();
  fc.assert(
    fc.property(
      serverPlans,
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.nat(7), { minLength: 1, maxLength: 9 }),
      (plan, most, picks) => {
        const server = listServer(plan);
        const run = readList(server, most, picks);
        if (run.end.type !== 'ended') throw new Error(`reading ended as ${run.end.type}`);
        const { completeness } = run.end.report;
        if (!completeness) throw new Error('nothing is said of the whole');
        const why = completeness.kind === 'complete' ? '' : `: ${completeness.why.kind}`;
        verdicts.set(completeness.kind + why, (verdicts.get(completeness.kind + why) ?? 0) + 1);
        // No item twice, and none that was never sent.
        expect(new Set(run.ids).size).toBe(run.ids.length);
        const all = new Set(run.sent.flatMap(({ ids }) => ids));
        expect(run.ids.every((id) => all.has(id))).toBe(true);
        if (completeness.kind === 'complete') expect(contradiction(run)).toBeUndefined();
        if (completeness.kind === 'unknown')
          expect([completeness.why.kind, doubtful[completeness.why.kind](plan)]).toEqual([completeness.why.kind, true]);
        if (plan.fault === 'none' && !plan.isFiltered) {
          expect(completeness).toEqual({ kind: 'complete' });
          expect(run.ids.toSorted()).toEqual(server.ids().toSorted());
        }
      },
    ),
    runs(1000),
  );
  if (process.env.FLARESCOPE_RUNS !== undefined) console.log(Object.fromEntries([...verdicts].sort()));
});
