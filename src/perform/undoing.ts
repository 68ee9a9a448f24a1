// What a session keeps for taking writes back: every write goes out over a connection that keeps what is there, previews say what
// will not come back, and a write of the history is taken back by the requests that are composed here.
import type { AccountName } from '../accounts/account.ts';
import type { Connection } from '../accounts/connection.ts';
import { type Received, readFile } from '../api/received.ts';
import type { ResourceBefore } from '../api/resource.ts';
import type { Seen, UndoFacts } from '../api/undo/plan.ts';
import type { ComposedUndo, UndoProposal, UndoStep } from '../explorer/model/writes.ts';
import type { Ticker } from '../http/clock.ts';
import type { Asked } from '../http/send.ts';
import { formatLine } from '../request/format.ts';
import type { RequestLine } from '../request/types.ts';
import { capitalised, errorText } from '../text/sentences.ts';
import type { HistoryClient } from '../workers/history.ts';
import type { Catalogs } from './catalogs.ts';
import { exchange, makeWire } from './exchange.ts';
import { keptSides } from './kept-sides.ts';
import { createKeptWrites } from './kept-writes.ts';
import type { Link } from './link.ts';
import type { Dispatch, Files, Performers } from './performers.ts';
import { type Flights, failureOf } from './requests.ts';
import { composeUndo, seenIn, type TakingBack } from './taking-back.ts';
import { forewarnings, look, planFor, withUndo } from './undoable.ts';

interface UndoingPorts {
  readonly history: HistoryClient;
  readonly clock: Ticker;
  readonly catalogs: Catalogs;
  readonly files: Files;
  readonly flights: Flights;
}

export interface Undoing {
  /** The connection over which writes are kept. */
  readonly keeping: (connection: Connection, account: AccountName) => Connection;
  /** Files, and what bodies of composed requests hold that no line can say. */
  readonly files: Files;
  /** What a preview says of taking the write back; sentences without a full stop. */
  readonly notesOf: (
    connection: Connection,
    request: RequestLine,
    before: ResourceBefore | undefined,
    signal: AbortSignal,
  ) => Promise<readonly string[]>;
  /** A request that takes a write back has its response. */
  readonly went: (step: UndoStep, received: Received, dispatch: Dispatch) => Promise<void>;
  /** Hears of each write that can be taken back, by the number of its request and its row in the history. */
  readonly onKept: (listener: (asked: number, row: number) => void) => void;
  /** Takes back one write of the history without asking; gives why not, as a clause. What somebody else has changed stays. */
  readonly takeBackWith: (
    use: Link['use'],
    account: () => AccountName,
  ) => (row: number, dispatch: Dispatch) => Promise<string | undefined>;
  readonly performers: (use: Link['use'], account: () => AccountName) => Performers<'undo.compose' | 'compare.kept'>;
}

type Composed = Extract<TakingBack, { kind: 'requests' }>;

export function createUndoing({ history, clock, catalogs, files, flights }: UndoingPorts): Undoing {
  const kept = createKeptWrites(history);
  /** By the row that is taken back. */
  const composed = new Map<number, { readonly back: Composed; readonly answers: Seen[] }>();
  const held = (path: string): Uint8Array | undefined => {
    for (const { back } of composed.values()) {
      const content = back.contents.get(path);
      if (content) return content;
    }
    return undefined;
  };
  const factsOf = async (connection: Connection): Promise<UndoFacts> => {
    const [{ catalog }, { undoFacts }] = await Promise.all([
      catalogs.of(connection),
      import('../catalog/undo-facts.ts'),
    ]);
    return undoFacts(catalog);
  };

  const compose = async (
    use: Link['use'],
    account: () => AccountName,
    row: number,
    signal: AbortSignal,
    dispatch: Dispatch,
  ): Promise<ComposedUndo> => {
    const back = await use(dispatch, (connection) =>
      composeUndo(
        connection,
        row,
        { history, kept, account: accountAt(account(), connection), factsOf, clock },
        signal,
      ),
    );
    if (back.kind !== 'requests') return { kind: 'refused', reason: back.reason };
    composed.set(row, { back, answers: [] });
    const first = proposalOf(back, row, 0);
    return first ? { kind: 'requests', first } : { kind: 'refused', reason: 'There is nothing to send' };
  };

  const sidesOf = async (row: number): Promise<ReturnType<typeof keptSides>> => {
    const found = await kept.find(row);
    if (!found) return 'This request is no longer in the history';
    return found.kept ? keptSides(found.kept) : (found.missing ?? 'What was there before was not kept');
  };

  let hear: ((asked: number, row: number) => void) | undefined;
  const onKept = (row: number, asked: Asked): void => hear?.(asked.id, row);
  /** Numbers that no other request has. */
  let lastNumber = firstUndoNumber;

  return {
    onKept: (listener) => {
      hear = listener;
    },
    takeBackWith: (use, account) => (row, dispatch) =>
      use(dispatch, async (connection) => {
        const signal = new AbortController().signal;
        const name = accountAt(account(), connection);
        const back = await composeUndo(connection, row, { history, kept, account: name, factsOf, clock }, signal);
        if (back.kind === 'unneeded') return undefined;
        if (back.kind !== 'requests') return back.reason;
        if (back.conflicts.length > 0) return back.conflicts.join('; ');
        const answers: Seen[] = [];
        const contents: Files = { read: async (path) => back.contents.get(path) ?? files.read(path) };
        for (const request of back.requests) {
          lastNumber -= 1;
          const asked = { line: formatLine(request), id: lastNumber, partOf: undefined };
          const context = { signal, onEvent: () => undefined, asked };
          const received = await exchange(connection, request, contents, context);
          if (received.failure) return received.failure.happened;
          answers.push(...seenIn(received));
        }
        await back.finish(answers);
        return undefined;
      }),
    keeping: (connection, account) => withUndo(connection, { history, kept, account, clock, factsOf, onKept }),
    files: {
      read: async (path) => held(path) ?? files.read(path),
      open: async (path) => (held(path) ? undefined : files.open?.(path)),
    },
    notesOf: async (connection, request, before, signal) => {
      const facts = await factsOf(connection).catch(() => undefined);
      const wire = await makeWire(request, connection.baseUrl, files);
      const plan = facts && (await planFor(wire, connection.baseUrl, facts));
      if (!plan) return [];
      if (plan.kind === 'none') return forewarnings(plan, {});
      const known =
        before?.kind === 'read' && plan.reads.includes(request.path)
          ? Object.fromEntries(seenIn(before.received).map((seen) => [request.path, seen]))
          : {};
      const others = await look(
        connection,
        plan.reads.filter((path) => !(path in known)),
        [],
        signal,
      );
      const warnings = forewarnings(plan, { ...known, ...others });
      return history.keepsBodies()
        ? warnings
        : [
            ...warnings,
            'It can be taken back in this session only: without unlocked profiles nothing encrypts what is there now',
          ];
    },
    went: async ({ row, step }, received, dispatch) => {
      const found = composed.get(row);
      if (!found) return;
      found.answers.push(...seenIn(received));
      const next = proposalOf(found.back, row, step + 1);
      if (!next) {
        await found.back.finish(found.answers).catch(() => undefined);
        composed.delete(row);
      }
      dispatch({ type: 'undo.went', row, next });
    },
    performers: (use, account) => ({
      'undo.compose': ({ id, row }, dispatch) =>
        flights.run(id, async (signal) => {
          const undo = await compose(use, account, row, signal, dispatch).catch((error: unknown): ComposedUndo => {
            const { tried, happened } = failureOf(error);
            return { kind: 'refused', reason: `${tried}: ${happened}` };
          });
          dispatch({ type: 'undo.composed', id, undo });
        }),
      'compare.kept': ({ id, row, side }, dispatch) =>
        flights.run(id, async () => {
          const sides = await sidesOf(row).catch((error: unknown) => capitalised(errorText(error)));
          if (typeof sides === 'string') dispatch({ type: 'compare.failed', id, reason: sides });
          else dispatch({ type: 'compare.fetched', id, received: readFile(sides[side]) });
        }),
    }),
  };
}

/** Far from those of runs for marked rows. */
const firstUndoNumber = -1_000_000_000;

/** The sandbox of a session has its own address, which its history does not tell. */
function accountAt(account: AccountName, { baseUrl }: Connection): AccountName {
  return account.origin === 'sandbox' ? account : { ...account, origin: new URL(baseUrl).origin };
}

function proposalOf({ requests, warnings, conflicts }: Composed, row: number, step: number): UndoProposal | undefined {
  const request = requests[step];
  return request && { row, step, request, warnings, conflicts };
}
