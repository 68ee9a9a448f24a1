// Writes of the command line that can be taken back: `api --undoable` keeps what was there, `history undo N` puts it back.
import { accountName } from '../accounts/account.ts';
import { type Connection, connect } from '../accounts/connection.ts';
import { sentence } from '../api/failures.ts';
import type { Seen } from '../api/undo/plan.ts';
import { systemClock } from '../http/clock.ts';
import { createCatalogs } from '../perform/catalogs.ts';
import { exchange } from '../perform/exchange.ts';
import { createKeptWrites } from '../perform/kept-writes.ts';
import type { Files } from '../perform/performers.ts';
import { composeUndo, seenIn, type TakingBack } from '../perform/taking-back.ts';
import { forewarnings, type UndoableConnection, type UndoPorts, withUndo } from '../perform/undoable.ts';
import { formatLine } from '../request/format.ts';
import { readUserFile } from '../store/user-files.ts';
import { visible } from '../text/untrusted.ts';
import { findAccount, findBodyKey, secretFinder } from './account.ts';
import type { UndoValues } from './commands/history.ts';
import { complain } from './complain.ts';
import { type Io, print } from './io.ts';
import { exitCodes, Refusal, refuse } from './messages.ts';
import { createKeeper, type Keeper } from './own-history.ts';
import type { Given } from './spec.ts';
import { version } from './version.ts';

function undoPorts(keeper: Keeper, account: UndoPorts['account']): Omit<UndoPorts, 'refuse' | 'onKept'> {
  const catalogs = createCatalogs();
  return {
    history: keeper.history,
    kept: createKeptWrites(keeper.history),
    account,
    clock: systemClock,
    factsOf: async (connection) => {
      const [{ catalog }, { undoFacts }] = await Promise.all([
        catalogs.of(connection),
        import('../catalog/undo-facts.ts'),
      ]);
      return undoFacts(catalog);
    },
  };
}

/** The connection for `--undoable`: what could not be taken back later is refused, and what will not come back is said. */
export function undoableConnection(
  connection: Connection,
  keeper: Keeper,
  account: UndoPorts['account'],
  io: Io,
  onKept: (row: number) => void = (row) => complain(io, `flarescope history undo ${row} takes it back`),
): UndoableConnection {
  const warned = new Set<string>();
  return withUndo(connection, {
    ...undoPorts(keeper, account),
    refuse: (plan, before) => {
      if (plan.kind === 'none') return plan.reason;
      const isUnread = plan.reads.some((path) => !(path in before));
      if (isUnread) return 'What is there now could not be read';
      for (const warning of forewarnings(plan, before)) {
        // Of many that are alike once is enough.
        if (!warned.has(warning)) complain(io, visible(warning));
        warned.add(warning);
      }
      return undefined;
    },
    onKept,
  });
}

/** The key that seals what was there; refuses where there is none. */
export async function keyForUndo(bodyKey: Uint8Array | undefined, io: Io): Promise<Uint8Array> {
  const key = bodyKey ?? (await findBodyKey(io));
  if (key) return key;
  throw new Refusal(
    '--undoable keeps what was there before, encrypted, and there is no key for that: the profiles are locked, or there are none. Nothing was sent',
  );
}

/** `flarescope history undo N`, or several: `3-12,15`, the last first. */
export async function undoWrite({ values, words }: Given<UndoValues>, io: Io): Promise<number> {
  const rows = rowsIn(words[0] ?? '');
  const { account, notice, bodyKey } = await findAccount(values, io);
  if (notice !== undefined) complain(io, notice);
  const key = bodyKey ?? (await findBodyKey(io));
  const name = accountName(account);
  const keeper = createKeeper(name, io, key);
  const ports = undoPorts(keeper, name);
  const plain = await connect(account, io.env, version, { record: keeper.record, findSecret: secretFinder(io) }).catch(
    refuse,
  );
  const connection = key ? withUndo(plain, ports) : plain;
  try {
    const [row = 0, ...others] = rows;
    const compose = (one: number): Promise<TakingBack> => composeUndo(plain, one, ports);
    if (others.length > 0) return await takeBackAll(connection, rows, compose, values, io);
    const back = await compose(row);
    if (back.kind !== 'requests') {
      const why = `${visible(back.reason)}. Nothing was sent`;
      if (back.kind === 'none') throw new Refusal(why, exitCodes.failed);
      complain(io, why);
      return exitCodes.success;
    }
    await tell(back, io);
    if (back.conflicts.length > 0 && !values.overwrite) throw new Refusal(changedSince, exitCodes.failed);
    if (!values.yes && !(await isAgreed(io))) throw new Refusal('nothing was sent', exitCodes.usage);
    await takeBack(connection, back);
    complain(io, `request ${row} was taken back`);
    return exitCodes.success;
  } finally {
    await connection.close();
    await keeper.close();
  }
}

const changedSince = 'somebody has changed this since. Nothing was sent; --overwrite takes it back all the same';

/** More requests than one plan for many has. */
const mostRows = 10_000;

/** The numbers that are meant, the last first. Throws Refusal. */
function rowsIn(text: string): readonly number[] {
  const rows = new Set<number>();
  for (const part of text.split(',')) {
    const [, first, last = first] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(part.trim()) ?? [];
    if (first === undefined)
      throw new Refusal(
        `${text} is not the number of a request, nor several as 3-12,15. flarescope history lists them`,
      );
    if (Number(last) - Number(first) + rows.size >= mostRows)
      throw new Refusal(`${text} are too many: ${mostRows} at most`);
    for (let row = Number(first); row <= Number(last); row += 1) rows.add(row);
  }
  if (rows.size === 0) throw new Refusal(`${text} holds no request: write the smaller number first`);
  return [...rows].toSorted((a, b) => b - a);
}

/** Each by itself and as things are by then; what cannot be taken back is told, and the others are. Ctrl+c stops between two. */
async function takeBackAll(
  connection: Connection,
  rows: readonly number[],
  compose: (row: number) => Promise<TakingBack>,
  values: UndoValues,
  io: Io,
): Promise<number> {
  const stopping = new AbortController();
  if (!values.yes) {
    complain(io, `${rows.length} requests are to be taken back, the last first`);
    if (!(await isAgreed(io))) throw new Refusal('nothing was sent', exitCodes.usage);
  }
  const stopListening = io.onSignal(['SIGINT'], () => stopping.abort());
  let done = 0;
  let failed = 0;
  try {
    for (const row of rows) {
      if (stopping.signal.aborted) break;
      const back = await compose(row);
      if (back.kind === 'unneeded') {
        done += 1;
        continue;
      }
      try {
        if (back.kind !== 'requests') throw new Refusal(visible(back.reason));
        for (const conflict of back.conflicts) complain(io, `${row}: ${visible(conflict)}`);
        if (back.conflicts.length > 0 && !values.overwrite) throw new Refusal(changedSince);
        for (const request of back.requests) await print(io, `${visible(formatLine(request))}\n`);
        await takeBack(connection, back);
        done += 1;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        complain(io, `${row}: ${error.message}`);
        failed += 1;
      }
    }
  } finally {
    stopListening();
  }
  const left = rows.length - done - failed;
  const parts = [
    `${done} of ${rows.length} taken back`,
    failed > 0 && `${failed} not`,
    left > 0 && `stopped before ${left}`,
  ];
  complain(io, parts.filter((part) => part !== false).join(', '));
  if (left > 0) return exitCodes.cancelled;
  return failed > 0 ? exitCodes.failed : exitCodes.success;
}

async function tell(
  { requests, warnings, conflicts }: Extract<TakingBack, { kind: 'requests' }>,
  io: Io,
): Promise<void> {
  for (const request of requests) await print(io, `${visible(formatLine(request))}\n`);
  for (const warning of warnings) complain(io, visible(warning));
  for (const conflict of conflicts) complain(io, visible(conflict));
}

async function isAgreed(io: Io): Promise<boolean> {
  const { confirm, createAsking } = await import('./unlocking.ts');
  const asking = createAsking(io);
  try {
    return await confirm('Send this to take it back?', 'take it back', asking);
  } finally {
    asking.close();
  }
}

async function takeBack(connection: Connection, back: Extract<TakingBack, { kind: 'requests' }>): Promise<void> {
  const files: Files = { read: async (path) => back.contents.get(path) ?? readUserFile(path) };
  const answers: Seen[] = [];
  for (const [index, request] of back.requests.entries()) {
    const asked = { line: formatLine(request), id: index + 1, partOf: undefined };
    const context = { signal: new AbortController().signal, onEvent: () => undefined, asked };
    const received = await exchange(connection, request, files, context);
    const { failure } = received;
    if (failure) {
      const rest = index === 0 ? '' : `. ${index} of ${back.requests.length} requests were carried out before`;
      throw new Refusal(`${sentence(failure).replace(/\.$/, '')}${rest}`, exitCodes.failed);
    }
    answers.push(...seenIn(received));
  }
  await back.finish(answers);
}
