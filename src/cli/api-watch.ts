// `flarescope api --watch`: a GET that is sent again and again. What changed is printed; with --until it ends when a filter becomes true.
import { sentence } from '../api/failures.ts';
import type { RateLimit } from '../api/messages.ts';
import type { Received } from '../api/received.ts';
import { watchDelay, watchSeconds } from '../api/watch.ts';
import { systemClock } from '../http/clock.ts';
import { type Comparison, compareValues, differenceCount } from '../json/compare.ts';
import { differenceLines, differenceObjects } from '../json/difference-text.ts';
import type { JsonDocument } from '../json/document.ts';
import { formatDuration } from '../text/numbers.ts';
import { visible } from '../text/untrusted.ts';
import type { Filter } from '../workers/filter.ts';
import { complain } from './complain.ts';
import { type Io, print } from './io.ts';
import { exitCodes, Refusal } from './messages.ts';

interface Watch {
  readonly line: string;
  /** Seconds between two requests. */
  readonly every: number | undefined;
  readonly until: Filter | undefined;
  /** What is printed where a filter was given: its outputs, when these change. */
  readonly filter: Filter | undefined;
  /** True where the whole answer is printed when it changes. */
  readonly isWhole: boolean;
  readonly send: (onLimit: (limit: RateLimit) => void, isFirst: boolean) => Promise<Received>;
  /** Prints an answer as `api` prints it. */
  readonly print: (received: Received) => Promise<number>;
  readonly printFiltered: (lines: string) => Promise<void>;
}

/** Ends with 0 when the filter of --until is true; else with a failure, or with ctrl+c. */
export async function watchRequest(watch: Watch, signal: AbortSignal, io: Io): Promise<number> {
  const { every = watchSeconds, until } = watch;
  const shown = createShown(watch, signal, io);
  let limit: RateLimit | undefined;
  let wasSlowed = false;
  try {
    for (let count = 0; ; count++) {
      const received = await watch.send((told) => {
        limit = told;
      }, count === 0);
      if (received.failure) {
        if (count === 0) await watch.print(received);
        throw new Refusal(`${sentence(received.failure)} The watch has ended`, exitCodes.failed);
      }
      await shown(received);
      if (until && (await isTrue(until, received, signal))) return exitCodes.success;
      const { ms, isSlowed } = watchDelay(every, limit);
      if (isSlowed && !wasSlowed)
        complain(io, `the rate limit is near: ${watch.line} is sent again in ${formatDuration(ms)}`);
      wasSlowed = isSlowed;
      if (count === 0 && io.isForEyes)
        complain(
          io,
          `watching every ${formatDuration(every * 1000)}${until ? ' until the filter is true' : ''}; ctrl+c ends`,
        );
      await systemClock.sleep(ms, signal);
    }
  } catch (error) {
    if (signal.aborted && !(error instanceof Refusal)) return exitCodes.cancelled;
    throw error;
  }
}

/** True where the last output is neither false nor null, as with jq's own exit status. */
async function isTrue(until: Filter, { body }: Received, signal: AbortSignal): Promise<boolean> {
  if (body.kind !== 'json')
    throw new Refusal('the response is not JSON, so the filter of --until cannot be applied', exitCodes.filterFailed);
  const outcome = await until.apply(body.document, signal);
  if (!outcome.ok) throw new Refusal(`the filter of --until failed: ${outcome.error}`, exitCodes.filterFailed);
  const last = outcome.lines.split('\n').at(-1) ?? '';
  return last !== '' && last !== 'false' && last !== 'null';
}

/** Prints the first answer, and then what changes. */
function createShown(
  { filter, isWhole, print: printAnswer, printFiltered }: Watch,
  signal: AbortSignal,
  io: Io,
): (received: Received) => Promise<void> {
  let before: Received | undefined;
  let lines: string | undefined;
  return async (received) => {
    const { body } = received;
    const last = before;
    before = received;
    if (filter) {
      if (body.kind !== 'json')
        throw new Refusal('the response is not JSON, so it was not filtered', exitCodes.filterFailed);
      const outcome = await filter.apply(body.document, signal);
      if (!outcome.ok) throw new Refusal(`the filter failed: ${outcome.error}`, exitCodes.filterFailed);
      if (outcome.lines !== lines) await printFiltered(outcome.lines);
      lines = outcome.lines;
      return;
    }
    if (last === undefined) {
      if (isWhole || io.isForEyes) await printAnswer(received);
      return;
    }
    if (body.kind !== 'json' || last.body.kind !== 'json') {
      if (!isSameText(last, received)) await printAnswer(received);
      return;
    }
    const found = compare(last.body.document, body.document);
    if (differenceCount(found) === 0) return;
    if (isWhole) await printAnswer(received);
    else await printChanges(found, io);
  };
}

function compare(before: JsonDocument, after: JsonDocument): Comparison {
  return compareValues({ document: before, node: 0 }, { document: after, node: 0 });
}

function isSameText(one: Received, other: Received): boolean {
  const bytesOf = ({ body }: Received) =>
    body.kind === 'empty' || body.kind === 'json' ? new Uint8Array() : body.bytes;
  return Buffer.compare(bytesOf(one), bytesOf(other)) === 0;
}

/** A line for each change: with the time for eyes, an object for programs. */
async function printChanges(found: Comparison, io: Io): Promise<void> {
  const now = new Date(systemClock.now());
  let text = '';
  if (io.isForEyes)
    for (const line of differenceLines(found)) text += `${now.toTimeString().slice(0, 8)} ${visible(line.trimEnd())}\n`;
  else for (const object of differenceObjects(found)) text += `{"at":"${now.toISOString()}",${object.slice(1)}\n`;
  await print(io, text);
}
