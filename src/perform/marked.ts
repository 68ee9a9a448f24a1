// Sends one request for each of the rows that were marked, and takes all of it back.
import { isLocalApi } from '../api/address.ts';
import { planSendings } from '../api/bulk.ts';
import type { RowOutcome } from '../api/many.ts';
import type { RateLimit } from '../api/messages.ts';
import type { Clock } from '../http/clock.ts';
import { formatLine } from '../request/format.ts';
import type { WithIds } from './catalogs.ts';
import { exchange } from './exchange.ts';
import type { Link } from './link.ts';
import { runMany } from './many.ts';
import type { Files, Performers } from './performers.ts';
import { type Flights, failureOf } from './requests.ts';
import type { Undoing } from './undoing.ts';

interface MarkedPorts {
  readonly clock: Clock;
  readonly files: Files;
  readonly flights: Flights;
  readonly use: Link['use'];
  readonly withIds: WithIds;
  /** Hears of each write that can be taken back, by the number of its request and its row in the history. */
  readonly onKept: (listener: (asked: number, row: number) => void) => void;
  readonly notesOf: Undoing['notesOf'];
  readonly takeBack: ReturnType<Undoing['takeBackWith']>;
}

/** Characters of the results of one run that are kept; what comes then is told without its result. */
const mostKept = 64 * 1024 * 1024;

/** Milliseconds between reports. */
const every = 100;

/** Requests of one run have numbers of their own, which no other request has. */
const firstNumber = -1000;

export function createMarkedPerformers(ports: MarkedPorts): Performers<'many.prepare' | 'many.run' | 'many.undo'> {
  const { clock, files, flights, use, withIds } = ports;
  /** By the number of a request, the run that it is of, and how that is told. */
  const asking = new Map<number, (row: number) => void>();
  let last = firstNumber;
  ports.onKept((asked, row) => asking.get(asked)?.(row));
  return {
    'many.prepare': ({ id, request }, dispatch) =>
      flights.run(id, async (signal) => {
        const notes = await use(dispatch, async (open) => {
          const context = { signal, onEvent: () => undefined };
          const named = await withIds(open, request, context, id, dispatch);
          return ports.notesOf(open, named, undefined, signal);
        }).catch(() => []);
        dispatch({ type: 'many.noted', id, notes });
      }),
    'many.run': ({ id, rows, requests }, dispatch) =>
      flights.run(id, async (signal) => {
        let news: (readonly [row: number, outcome: RowOutcome])[] = [];
        let pausedUntil: number | undefined;
        let rateLimit: RateLimit | undefined;
        let kept = 0;
        const withinRoom = (outcome: RowOutcome): RowOutcome => {
          if (outcome.kind !== 'done') return outcome;
          kept += outcome.result?.length ?? 0;
          return kept <= mostKept ? outcome : { ...outcome, result: undefined };
        };
        const report = (): void => {
          dispatch({ type: 'many.went', id, outcomes: news, pausedUntil, rateLimit });
          news = [];
        };
        const stopTicking = clock.every(every, () => {
          report();
          dispatch({ type: 'clock.ticked', now: clock.now() });
        });
        let problem: string | undefined;
        try {
          await use(dispatch, async (open) => {
            const context = { signal, onEvent: () => undefined };
            const named = [];
            for (const request of requests) named.push(await withIds(open, request, context, id, dispatch));
            await runMany({
              requests: named,
              sendings: planSendings(named, { isBulk: !isLocalApi(open.baseUrl), isUndoable: true }),
              send: (request, sendContext) => {
                last -= 1;
                asking.set(last, (row) => dispatch({ type: 'many.kept', id, row }));
                const asked = { line: formatLine(request), id: last, partOf: undefined };
                const onEvent: typeof sendContext.onEvent = (event) => {
                  if (event.type === 'rate-limit') rateLimit = event.limit;
                  sendContext.onEvent(event);
                };
                return exchange(open, request, files, { ...sendContext, onEvent, asked });
              },
              onRow: (row, outcome) => {
                news.push([rows[row]!, withinRoom(outcome)]);
              },
              onProgress: (progress) => {
                pausedUntil = progress.pausedUntil;
              },
              isOneCredential: true,
              stop: signal,
              // What is under way ends by itself, so that it is known what was done.
              abort: new AbortController().signal,
              clock,
            });
          });
        } catch (error) {
          problem = failureOf(error).happened;
        } finally {
          stopTicking();
        }
        report();
        dispatch({ type: 'many.ended', id, problem });
      }),
    'many.undo': ({ id, rows }, dispatch) =>
      flights.run(id, async (signal) => {
        for (const row of rows) {
          if (signal.aborted) break;
          const problem = await ports
            .takeBack(row, dispatch)
            .catch((error: unknown): string => failureOf(error).happened);
          dispatch({
            type: 'many.undone',
            id,
            problem: problem === undefined ? undefined : `Request ${row}: ${problem}`,
          });
        }
        dispatch({ type: 'many.ended', id, problem: undefined });
      }),
  };
}
